using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Organization;

/// <summary>What a unit is called and where it stands.</summary>
public sealed record UnitFacts(string? Code, string? Name, string? ShortName, UnitKind? Kind, int? ParentId, int? Order, DateOnly? From);

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
    /// Ends a unit on its last day, today or earlier. What it still had to do goes to the successor in the same transaction:
    /// open duties and shares with their due dates unchanged, plan items, fields, smaller units. Posts in it end with it.
    /// </summary>
    /// <returns>The duties handed over.</returns>
    public async Task<int> CloseUnitAsync(int id, DateOnly? lastDay, int? successorId, Guid version, Viewer by, CancellationToken cancel = default)
    {
        Administer(by);
        var unit = await UnitAsync(id, version, cancel);
        if (unit.To is not null)
            throw new Refusal("Đơn vị này đã kết thúc hoạt động");
        if (lastDay is not { } last)
            throw new Refusal("Chưa nhập ngày hoạt động cuối cùng", "LastDay");
        if (last < unit.From)
            throw new Refusal($"Ngày cuối cùng phải từ ngày thành lập ({Vi.Date(unit.From)}) trở đi", "LastDay");
        // Handing over is done when it has happened: until its last day the unit answers for its duties itself.
        if (last > Today)
            throw new Refusal($"Ngày cuối cùng không được sau hôm nay ({Vi.Date(Today)}). Ghi kết thúc khi đơn vị đã thôi hoạt động", "LastDay");
        Unit? successor = null;
        if (successorId is { } next)
        {
            successor = await db.Units.AsNoTracking().FirstOrDefaultAsync(x => x.Id == next, cancel);
            if (successor is null || successor.Id == id || successor.To is not null || successor.From > Today)
                throw new Refusal("Đơn vị kế thừa phải là một đơn vị khác đang hoạt động", "SuccessorId");
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (successor is null && await ledger.HasOpenAsync(id, cancel))
            throw new Refusal("Đơn vị còn nhiệm vụ đang thực hiện. Chọn đơn vị kế thừa để chuyển các nhiệm vụ này", "SuccessorId");
        if (successor is null && await db.Units.AnyAsync(x => x.ParentId == id && x.To == null, cancel))
            throw new Refusal("Đơn vị còn có đơn vị trực thuộc. Chọn đơn vị kế thừa", "SuccessorId");
        if (successor is null && await db.FieldAssignments.AnyAsync(x => x.UnitId == id && (x.To == null || x.To > last), cancel))
            throw new Refusal("Đơn vị còn chủ trì lĩnh vực. Chọn đơn vị kế thừa, hoặc giao các lĩnh vực cho đơn vị khác trước", "SuccessorId");
        // A plan of an earlier year is history and keeps the name.
        var year = last.AddDays(1).Year;
        var items = await db.PlanItems.Include(x => x.Coordinating)
            .Where(x => (x.LeadUnitId == id || x.Coordinating.Any(part => part.UnitId == id)) && db.Plans.Any(plan => plan.Id == x.PlanId && plan.Year >= year)).ToListAsync(cancel);
        if (successor is null && items.Count > 0)
            throw new Refusal("Đơn vị còn mục trong kế hoạch năm. Chọn đơn vị kế thừa, hoặc giao các mục này cho đơn vị khác trước", "SuccessorId");
        (unit.To, unit.SuccessorId) = (last, successor?.Id);
        foreach (var position in await db.Positions.Where(x => x.UnitId == id && (x.To == null || x.To > last)).ToListAsync(cancel))
            position.To = position.From > last ? position.From : last;
        foreach (var charge in await db.LeadersInCharge.Where(x => x.UnitId == id && (x.To == null || x.To > last)).ToListAsync(cancel))
            charge.To = charge.From > last ? charge.From : last;
        var moved = 0;
        if (successor is not null)
        {
            foreach (var child in await db.Units.Where(x => x.ParentId == id && x.To == null && x.Id != successor.Id).ToListAsync(cancel))
                child.ParentId = successor.Id;
            foreach (var field in await db.FieldAssignments.Where(x => x.UnitId == id && (x.To == null || x.To > last)).ToListAsync(cancel))
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
        await transaction.CommitAsync(cancel);
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
