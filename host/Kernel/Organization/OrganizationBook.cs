using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Organization;

/// <summary>What a unit is called and where it stands.</summary>
public sealed record UnitFacts(string? Code, string? Name, string? ShortName, UnitKind? Kind, int? ParentId, int? Order, DateOnly? From);

/// <summary>What a merger takes from one unit to the successor.</summary>
/// <param name="People">Who goes along with his post.</param>
/// <param name="Leaders">Whose post as head or deputy ends: a new one needs a decision of its own.</param>
/// <param name="Duties">Open duties that it leads.</param>
/// <param name="Shares">Open shares in duties that others lead.</param>
public sealed record MergedUnit(Unit Unit, int People, IReadOnlyList<string> Leaders, int Fields, int Duties, int Shares, int PlanItems);

/// <summary>What a merger would do, and a digest of it, by which a confirmation says what was seen.</summary>
public sealed record UnitMerger(Unit Successor, DateOnly LastDay, IReadOnlyList<MergedUnit> Units, string Digest);

/// <summary>
/// The commune's units, who is in charge of them, which field leads to which, and the commune's settings. Each method is one
/// act of an administrator with its audit entries in one transaction; what cannot be is refused in words. Dates are office
/// dates, the last one counted in.
/// </summary>
public sealed class OrganizationBook(PlatformDb db, DutyLedger ledger)
{
    private DateOnly Today => db.Clock.OfficeToday();

    /// <returns>The number of the new unit.</returns>
    public async Task<int> AddUnitAsync(UnitFacts facts, Viewer by, CancellationToken cancel = default)
    {
        Administer(by);
        var unit = new Unit { Code = "", Name = "", ShortName = "" };
        await FillAsync(unit, facts, cancel);
        db.Units.Add(unit);
        db.Act = "Thêm đơn vị";
        await db.SaveChangesAsync(cancel);
        return unit.Id;
    }

    public async Task EditUnitAsync(int id, UnitFacts facts, Guid version, Viewer by, CancellationToken cancel = default)
    {
        Administer(by);
        var unit = await UnitAsync(id, version, cancel);
        await FillAsync(unit, facts, cancel);
        db.Act = "Sửa đơn vị";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>
    /// Gives a unit a new name from a day, today or earlier; the name before it stays readable with its last day. A slip of the
    /// pen is corrected by <see cref="EditUnitAsync"/> and leaves no former name.
    /// </summary>
    public async Task RenameUnitAsync(int id, string? name, string? shortName, DateOnly? from, string? paper, Guid version, Viewer by, CancellationToken cancel = default)
    {
        Administer(by);
        var unit = await UnitAsync(id, version, cancel);
        if (unit.To is not null)
            throw new Refusal("Đơn vị này đã kết thúc hoạt động");
        var (newName, newShort) = (DutyLedger.Required(name, "Chưa nhập tên mới", "NewName", 200), DutyLedger.Required(shortName, "Chưa nhập tên ngắn mới", "NewShortName", 80));
        if (newName == unit.Name)
            throw new Refusal("Tên mới giống tên đang dùng", "NewName");
        var first = from ?? throw new Refusal("Chưa nhập ngày mang tên mới", "NameFrom");
        if (first > Today)
            throw new Refusal($"Ngày mang tên mới không được sau hôm nay ({Vi.Date(Today)})", "NameFrom");
        var since = await db.FormerUnitNames.Where(x => x.UnitId == id).MaxAsync(x => (DateOnly?)x.To, cancel) is { } last ? last.AddDays(1) : unit.From;
        if (first <= since)
            throw new Refusal($"Tên đang dùng có từ ngày {Vi.Date(since)}. Ngày mang tên mới phải sau ngày đó", "NameFrom");
        db.FormerUnitNames.Add(new FormerUnitName { UnitId = id, Name = unit.Name, ShortName = unit.ShortName, From = since, To = first.AddDays(-1), PaperNumber = DutyLedger.Optional(paper, 60) });
        (unit.Name, unit.ShortName) = (newName, newShort);
        db.Act = "Đổi tên đơn vị";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>What <see cref="MergeUnitsAsync"/> would do. Saves nothing; throws <see cref="Refusal"/> for what cannot be.</summary>
    public async Task<UnitMerger> PreviewMergerAsync(IReadOnlyCollection<int> ids, DateOnly? lastDay, int? successorId, Viewer by, CancellationToken cancel = default)
    {
        Administer(by);
        var wanted = ids.Distinct().Take(100).ToList();
        if (successorId is not { } next)
            throw new Refusal("Chưa chọn đơn vị kế thừa", "SuccessorId");
        if (wanted.Contains(next))
            throw new Refusal("Đơn vị kế thừa không được nằm trong các đơn vị nhập vào", "SuccessorId");
        var successor = await SuccessorAsync(next, cancel);
        if (wanted.Count == 0)
            throw new Refusal("Chưa chọn đơn vị nhập vào", "Merged");
        var units = await db.Units.AsNoTracking().Where(x => wanted.Contains(x.Id) && x.To == null).OrderBy(x => x.Order).ThenBy(x => x.Id).ToListAsync(cancel);
        if (units.Count != wanted.Count)
            throw new Refusal("Có đơn vị đã kết thúc hoạt động. Chọn lại", "Merged");
        var last = default(DateOnly);
        foreach (var unit in units)
            last = LastDayOf(unit, lastDay);
        if (last.AddDays(1) < successor.From)
            throw new Refusal($"{successor.Name} thành lập ngày {Vi.Date(successor.From)}, sau ngày hoạt động cuối cùng của các đơn vị nhập vào", "LastDay");
        var lines = new List<MergedUnit>();
        foreach (var unit in units)
        {
            var posts = await PostsAfter(unit.Id, last).AsNoTracking().ToListAsync(cancel);
            var leaders = posts.Where(x => x.Rank != PositionRank.Member).Select(x => x.PersonId).Distinct().ToList();
            lines.Add(new MergedUnit(unit, posts.Where(x => x.Rank == PositionRank.Member).Select(x => x.PersonId).Distinct().Count(),
                await db.People.Where(x => leaders.Contains(x.Id)).OrderBy(x => x.SortKey).Select(x => x.FullName).ToListAsync(cancel),
                await FieldsAfter(unit.Id, last).CountAsync(cancel), await ledger.OpenLedBy(unit.Id).CountAsync(cancel), await ledger.OpenShares(unit.Id).CountAsync(cancel),
                await ItemsAfter(unit.Id, last).CountAsync(cancel)));
        }
        var seen = string.Join('|', lines.Select(x => $"{x.Unit.Id}:{x.Unit.Version:N}:{x.People}:{string.Join(',', x.Leaders)}:{x.Fields}:{x.Duties}:{x.Shares}:{x.PlanItems}").Prepend($"{successor.Id}:{successor.Version:N}:{last:yyyyMMdd}"));
        return new UnitMerger(successor, last, lines, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(seen))));
    }

    /// <summary>
    /// Ends several units on one day and gives what they had to one successor, all in one transaction: open duties and shares
    /// with their due dates unchanged, plan items, fields, smaller units, and their people but for heads and deputies.
    /// </summary>
    /// <param name="digest">Of the preview that was confirmed; when it is no longer true nothing is saved.</param>
    /// <returns>The duties handed over.</returns>
    public async Task<int> MergeUnitsAsync(IReadOnlyCollection<int> ids, DateOnly? lastDay, int? successorId, string? paper, string? digest, Viewer by, CancellationToken cancel = default)
    {
        Administer(by);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var merger = await PreviewMergerAsync(ids, lastDay, successorId, by, cancel);
        if (merger.Digest != digest)
            throw new Refusal("Số liệu đã thay đổi sau khi xem trước. Xem lại bảng dưới đây rồi ghi");
        var moved = 0;
        foreach (var line in merger.Units)
        {
            var unit = await db.Units.FirstAsync(x => x.Id == line.Unit.Id, cancel);
            var held = await db.Positions.Where(x => x.UnitId == merger.Successor.Id && (x.To == null || x.To > merger.LastDay)).Select(x => x.PersonId).ToListAsync(cancel);
            foreach (var post in (await PostsAfter(unit.Id, merger.LastDay).AsNoTracking().Where(x => x.Rank == PositionRank.Member).ToListAsync(cancel)).DistinctBy(x => x.PersonId).Where(x => !held.Contains(x.PersonId)))
                db.Positions.Add(new Position
                {
                    PersonId = post.PersonId, UnitId = merger.Successor.Id, Title = post.Title, Rank = post.Rank, To = post.To,
                    From = post.From > merger.LastDay ? post.From : merger.LastDay.AddDays(1), PaperNumber = DutyLedger.Optional(paper, 60),
                });
            moved += await EndAsync(unit, merger.LastDay, merger.Successor, cancel);
        }
        await transaction.CommitAsync(cancel);
        return moved;
    }

    /// <summary>
    /// Ends a unit on its last day, today or earlier. What it still had to do goes to the successor in the same transaction:
    /// open duties and shares with their due dates unchanged, plan items, fields, smaller units. Posts in it end with it.
    /// </summary>
    /// <returns>The duties handed over.</returns>
    public async Task<int> CloseUnitAsync(int id, DateOnly? lastDay, int? successorId, Guid version, Viewer by, CancellationToken cancel = default)
    {
        Administer(by);
        var unit = await UnitAsync(id, version, cancel);
        var last = LastDayOf(unit, lastDay);
        var successor = successorId is { } next && next != id ? await SuccessorAsync(next, cancel)
            : successorId is null ? null : throw new Refusal(NoSuccessor, "SuccessorId");
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var moved = await EndAsync(unit, last, successor, cancel);
        await transaction.CommitAsync(cancel);
        return moved;
    }

    private const string NoSuccessor = "Đơn vị kế thừa phải là một đơn vị khác đang hoạt động";

    private DateOnly LastDayOf(Unit unit, DateOnly? lastDay)
    {
        if (unit.To is not null)
            throw new Refusal("Đơn vị này đã kết thúc hoạt động");
        if (lastDay is not { } last)
            throw new Refusal("Chưa nhập ngày hoạt động cuối cùng", "LastDay");
        if (last < unit.From)
            throw new Refusal($"Ngày cuối cùng phải từ ngày thành lập ({Vi.Date(unit.From)}) trở đi", "LastDay");
        // Handing over is done when it has happened: until its last day the unit answers for its duties itself.
        if (last > Today)
            throw new Refusal($"Ngày cuối cùng không được sau hôm nay ({Vi.Date(Today)}). Ghi kết thúc khi đơn vị đã thôi hoạt động", "LastDay");
        return last;
    }

    private async Task<Unit> SuccessorAsync(int id, CancellationToken cancel) =>
        await db.Units.AsNoTracking().FirstOrDefaultAsync(x => x.Id == id, cancel) is { To: null } successor && successor.From <= Today ? successor : throw new Refusal(NoSuccessor, "SuccessorId");

    private IQueryable<Position> PostsAfter(int unit, DateOnly last) => db.Positions.Where(x => x.UnitId == unit && (x.To == null || x.To > last));

    private IQueryable<FieldAssignment> FieldsAfter(int unit, DateOnly last) => db.FieldAssignments.Where(x => x.UnitId == unit && (x.To == null || x.To > last));

    // A plan of an earlier year is history and keeps the name.
    private IQueryable<PlanItem> ItemsAfter(int unit, DateOnly last)
    {
        var year = last.AddDays(1).Year;
        return db.PlanItems.Where(x => (x.LeadUnitId == unit || x.Coordinating.Any(part => part.UnitId == unit)) && db.Plans.Any(plan => plan.Id == x.PlanId && plan.Year >= year));
    }

    // Within the caller's transaction.
    private async Task<int> EndAsync(Unit unit, DateOnly last, Unit? successor, CancellationToken cancel)
    {
        var id = unit.Id;
        if (successor is null && await ledger.HasOpenAsync(id, cancel))
            throw new Refusal("Đơn vị còn nhiệm vụ đang thực hiện. Chọn đơn vị kế thừa để chuyển các nhiệm vụ này", "SuccessorId");
        if (successor is null && await db.Units.AnyAsync(x => x.ParentId == id && x.To == null, cancel))
            throw new Refusal("Đơn vị còn có đơn vị trực thuộc. Chọn đơn vị kế thừa", "SuccessorId");
        if (successor is null && await FieldsAfter(id, last).AnyAsync(cancel))
            throw new Refusal("Đơn vị còn chủ trì lĩnh vực. Chọn đơn vị kế thừa, hoặc giao các lĩnh vực cho đơn vị khác trước", "SuccessorId");
        var items = await ItemsAfter(id, last).Include(x => x.Coordinating).ToListAsync(cancel);
        if (successor is null && items.Count > 0)
            throw new Refusal("Đơn vị còn mục trong kế hoạch năm. Chọn đơn vị kế thừa, hoặc giao các mục này cho đơn vị khác trước", "SuccessorId");
        (unit.To, unit.SuccessorId) = (last, successor?.Id);
        foreach (var position in await PostsAfter(id, last).ToListAsync(cancel))
            position.To = position.From > last ? position.From : last;
        foreach (var charge in await db.LeadersInCharge.Where(x => x.UnitId == id && (x.To == null || x.To > last)).ToListAsync(cancel))
            charge.To = charge.From > last ? charge.From : last;
        var moved = 0;
        if (successor is not null)
        {
            foreach (var child in await db.Units.Where(x => x.ParentId == id && x.To == null && x.Id != successor.Id).ToListAsync(cancel))
                child.ParentId = successor.Id;
            foreach (var field in await FieldsAfter(id, last).ToListAsync(cancel))
            {
                db.FieldAssignments.Add(new FieldAssignment { FieldCode = field.FieldCode, UnitId = successor.Id, From = field.From > last ? field.From : last.AddDays(1), To = field.To });
                if (field.From > last)
                    db.FieldAssignments.Remove(field);
                else
                    field.To = last;
            }
            foreach (var item in items)
                item.HandOver(id, successor.Id);
            moved = await ledger.HandOverAsync(unit, successor, cancel);
        }
        db.Act = successor is null ? "Kết thúc hoạt động của đơn vị" : $"Kết thúc hoạt động của đơn vị, {successor.ShortName} kế thừa";
        await db.SaveChangesAsync(cancel);
        return moved;
    }

    /// <summary>Puts a leader in charge of a unit from a day; who was in charge is so until the day before.</summary>
    public async Task PutInChargeAsync(int unitId, int? leaderId, DateOnly? from, Viewer by, CancellationToken cancel = default)
    {
        Administer(by);
        if (await db.Units.AsNoTracking().FirstOrDefaultAsync(x => x.Id == unitId, cancel) is not { To: null } unit)
            throw new Refusal("Đơn vị đã kết thúc hoạt động", "LeaderId");
        if (leaderId is not { } leader || !await db.RoleGrants.AnyAsync(x => x.PersonId == leader && (x.Role == Role.Chairman || x.Role == Role.DeputyChairman) && (x.To == null || x.To >= Today), cancel))
            throw new Refusal("Chưa chọn lãnh đạo phụ trách", "LeaderId");
        var first = from ?? throw new Refusal("Chưa nhập ngày bắt đầu phụ trách", "ChargeFrom");
        if (first < unit.From)
            throw new Refusal($"Ngày bắt đầu phải từ ngày thành lập đơn vị ({Vi.Date(unit.From)}) trở đi", "ChargeFrom");
        foreach (var charge in await db.LeadersInCharge.Where(x => x.UnitId == unitId && (x.To == null || x.To >= first)).ToListAsync(cancel))
        {
            if (charge.From >= first)
                throw new Refusal($"Đã có lãnh đạo phụ trách từ ngày {Vi.Date(charge.From)}. Ngày bắt đầu phải sau ngày đó", "ChargeFrom");
            charge.To = first.AddDays(-1);
        }
        db.LeadersInCharge.Add(new LeaderInCharge { UnitId = unitId, LeaderId = leader, From = first });
        db.Act = "Phân công lãnh đạo phụ trách";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Leads a field to a unit from a day; the unit before it keeps the field until the day before.</summary>
    public async Task LeadFieldAsync(string? field, int? unitId, DateOnly? from, Viewer by, CancellationToken cancel = default)
    {
        Administer(by);
        if (string.IsNullOrEmpty(field) || !await db.Fields.AnyAsync(x => x.Code == field, cancel))
            throw new Refusal("Chưa chọn lĩnh vực", "FieldCode");
        if (unitId is not { } wanted || await db.Units.AsNoTracking().FirstOrDefaultAsync(x => x.Id == wanted, cancel) is not { To: null } unit)
            throw new Refusal("Chưa chọn đơn vị chủ trì", "UnitId");
        var first = from ?? throw new Refusal("Chưa nhập ngày bắt đầu", "From");
        if (first < unit.From)
            throw new Refusal($"Ngày bắt đầu phải từ ngày thành lập đơn vị ({Vi.Date(unit.From)}) trở đi", "From");
        foreach (var running in await db.FieldAssignments.Where(x => x.FieldCode == field && (x.To == null || x.To >= first)).ToListAsync(cancel))
        {
            if (running.From >= first)
                throw new Refusal($"Lĩnh vực này đã giao từ ngày {Vi.Date(running.From)}. Ngày bắt đầu phải sau ngày đó", "From");
            if (running.UnitId == wanted && running.To is null)
                throw new Refusal($"{unit.Name} đang chủ trì lĩnh vực này", "UnitId");
            running.To = first.AddDays(-1);
        }
        db.FieldAssignments.Add(new FieldAssignment { FieldCode = field, UnitId = wanted, From = first });
        db.Act = "Giao lĩnh vực cho đơn vị";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Saves the commune's settings by their names of <see cref="SettingNames"/>; an empty value removes the setting.</summary>
    public async Task SaveSettingsAsync(IReadOnlyDictionary<string, string?> values, Viewer by, CancellationToken cancel = default)
    {
        Administer(by);
        if (values.TryGetValue(SettingNames.Commune, out var commune) && string.IsNullOrWhiteSpace(commune))
            throw new Refusal("Chưa nhập tên xã", SettingNames.Commune);
        if (values.TryGetValue(SettingNames.StartedOn, out var started) && !DateOnly.TryParseExact(started, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            throw new Refusal("Chưa nhập ngày bắt đầu sử dụng", SettingNames.StartedOn);
        var kept = await db.Settings.ToDictionaryAsync(x => x.Name, cancel);
        foreach (var (name, given) in values)
        {
            var value = DutyLedger.Optional(given, 1000);
            if (kept.TryGetValue(name, out var setting))
            {
                if (value is null)
                    db.Settings.Remove(setting);
                else
                    setting.Value = value;
            }
            else if (value is not null)
                db.Settings.Add(new Setting { Name = name, Value = value });
        }
        db.Act = "Sửa thông tin của xã";
        await db.SaveChangesAsync(cancel);
    }

    internal static void Administer(Viewer by)
    {
        if (!by.IsAdministrator)
            throw new NotAllowed();
    }

    private async Task<Unit> UnitAsync(int id, Guid version, CancellationToken cancel)
    {
        var unit = await db.Units.FirstOrDefaultAsync(x => x.Id == id, cancel) ?? throw new Refusal("Không tìm thấy đơn vị này");
        return unit.Version == version ? unit : throw new EditConflict();
    }

    private async Task FillAsync(Unit unit, UnitFacts facts, CancellationToken cancel)
    {
        var code = DutyLedger.Required(facts.Code, "Chưa nhập mã đơn vị", "Code", 20).ToUpperInvariant();
        if (code.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-'))
            throw new Refusal("Mã đơn vị chỉ gồm chữ không dấu, số và gạch nối", "Code");
        if (await db.Units.AnyAsync(x => x.Code == code && x.Id != unit.Id, cancel))
            throw new Refusal($"Mã {code} đã dùng cho đơn vị khác", "Code");
        unit.Code = code;
        unit.Name = DutyLedger.Required(facts.Name, "Chưa nhập tên đơn vị", "Name", 200);
        unit.ShortName = DutyLedger.Required(facts.ShortName, "Chưa nhập tên ngắn", "ShortName", 80);
        unit.Kind = facts.Kind ?? throw new Refusal("Chưa chọn loại đơn vị", "Kind");
        unit.Order = facts.Order ?? throw new Refusal("Chưa nhập thứ tự", "Order");
        if (unit.Order is < 1 or > 999)
            throw new Refusal("Thứ tự phải từ 1 đến 999", "Order");
        unit.From = facts.From ?? throw new Refusal("Chưa nhập ngày thành lập", "From");
        if (unit.To < unit.From)
            throw new Refusal($"Ngày thành lập phải trước ngày kết thúc ({Vi.Date(unit.To)})", "From");
        // A unit is not part of itself, however many steps up.
        for (var above = facts.ParentId; above is { } parent;)
        {
            if (parent == unit.Id && unit.Id != 0)
                throw new Refusal("Đơn vị cấp trên không được là chính đơn vị này hoặc đơn vị trực thuộc của nó", "ParentId");
            var next = await db.Units.AsNoTracking().Where(x => x.Id == parent).Select(x => new { x.ParentId }).FirstOrDefaultAsync(cancel)
                ?? throw new Refusal("Không tìm thấy đơn vị cấp trên", "ParentId");
            above = next.ParentId;
        }
        unit.ParentId = facts.ParentId;
    }
}
