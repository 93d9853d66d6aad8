using BacSon.Kernel.Calendar;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Organization;

/// <summary>What a new authorisation says; the giver is who signs in.</summary>
/// <param name="From">First day, office date.</param>
/// <param name="To">Last day, counted in («đến hết ngày»).</param>
public sealed record NewDelegation(int ToPersonId, DateOnly? From, DateOnly? To, string? PaperNumber, string? Reason);

/// <summary>A decision that puts somebody in charge of a unit, or makes him its acting head, while its head is away or its post is vacant.</summary>
/// <param name="To">The last day; may be left open only while the post is vacant.</param>
public sealed record ActingDecision(int? UnitId, int? PersonId, DelegationKind? Kind, DateOnly? From, DateOnly? To, string? PaperNumber, string? Reason);

/// <summary>
/// Who answers for whom while away. A delegation is given by its giver only, for a time that is named, and never twice for
/// the same days: on each day it is clear who receives and who decides.
/// </summary>
public sealed class DelegationBook(PlatformDb db, Snapshots snapshots)
{
    /// <summary>Those whom this person may choose: active, of his units first.</summary>
    public static IReadOnlyList<Person> Candidates(Viewer giver)
    {
        var organization = giver.Organization;
        var near = organization.PositionsOf(giver.Id).Select(x => x.UnitId).OfType<int>().SelectMany(organization.Members).Select(x => x.Id).ToHashSet();
        return [.. organization.People.Where(x => x.Id != giver.Id).OrderByDescending(x => near.Contains(x.Id))];
    }

    /// <summary>What this person gave and what was given to him, newest first.</summary>
    public async Task<List<Delegation>> OfAsync(int personId, CancellationToken cancel = default) =>
        await db.Delegations.AsNoTracking().Where(x => x.FromPersonId == personId || x.ToPersonId == personId)
            .OrderByDescending(x => x.From).ThenByDescending(x => x.Id).Take(100).ToListAsync(cancel);

    /// <summary>Gives a delegation. Throws <see cref="Refusal"/> naming the field.</summary>
    public async Task<Delegation> GiveAsync(NewDelegation given, Viewer by, CancellationToken cancel = default)
    {
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        var today = db.Clock.OfficeToday();
        if (organization.Person(given.ToPersonId) is not { Active: true } to)
            throw new Refusal("Chưa chọn người nhận ủy quyền", nameof(given.ToPersonId));
        if (to.Id == by.Id)
            throw new Refusal("Không ủy quyền cho chính mình", nameof(given.ToPersonId));
        if (given.From is not { } from)
            throw new Refusal("Chưa nhập từ ngày", nameof(given.From));
        if (given.To is not { } until)
            throw new Refusal("Chưa nhập đến hết ngày", nameof(given.To));
        if (from < today)
            throw new Refusal($"Ngày bắt đầu không được trước hôm nay ({Vi.Date(today)})", nameof(given.From));
        if (until < from)
            throw new Refusal($"Ngày kết thúc phải sau ngày bắt đầu ({Vi.Date(from)})", nameof(given.To));
        if (until > from.AddYears(1))
            throw new Refusal("Mỗi lần ủy quyền không quá 01 năm", nameof(given.To));
        var reason = Duties.DutyLedger.Required(given.Reason, "Chưa nhập lý do", nameof(given.Reason), 400);
        var paper = Vi.Normalize(given.PaperNumber ?? "");
        if (paper.Length > 60)
            throw new Refusal("Số, ký hiệu dài quá 60 ký tự", nameof(given.PaperNumber));
        await RefuseOverlapAsync(by.Id, to, from, until, organization, nameof(given.From), nameof(given.ToPersonId), cancel);
        var delegation = new Delegation
        {
            FromPersonId = by.Id,
            ToPersonId = to.Id,
            Kind = DelegationKind.Authorised,
            From = from,
            To = until,
            PaperNumber = paper.Length == 0 ? null : paper,
            Reason = reason,
        };
        db.Delegations.Add(delegation);
        db.Act = "Ủy quyền";
        await db.SaveChangesAsync(cancel);
        return delegation;
    }

    /// <summary>Whether this person writes decisions of others into the records: who keeps the office's registers, the chairman, administrators.</summary>
    public static bool CanRecord(Viewer viewer) => viewer.ActsAsChairman || viewer.ActsAsOfficeHead || viewer.IsAdministrator;

    /// <summary>
    /// Records a decision on <i>phụ trách</i> or <i>quyền</i>, which no absent head gives by himself: while there is a head it stands
    /// beside his post for its time; where the post is vacant it is a post of its own («Quyền Trưởng phòng»). Throws <see cref="Refusal"/> naming the field.
    /// </summary>
    /// <returns>A sentence that says what now holds.</returns>
    public async Task<string> DecideAsync(ActingDecision given, Viewer by, CancellationToken cancel = default)
    {
        if (!CanRecord(by))
            throw new NotAllowed();
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        var today = db.Clock.OfficeToday();
        if (organization.Unit(given.UnitId) is not { To: null } unit)
            throw new Refusal("Chưa chọn đơn vị", "DecidedUnitId");
        if (organization.Person(given.PersonId) is not { Active: true } person)
            throw new Refusal("Chưa chọn người được giao", "DecidedPersonId");
        if (given.Kind is not (DelegationKind.InCharge or DelegationKind.Acting))
            throw new Refusal("Chưa chọn hình thức", "DecidedKind");
        var from = given.From ?? throw new Refusal("Chưa nhập từ ngày", "DecidedFrom");
        if (from < today.AddYears(-1) || from > today.AddYears(1))
            throw new Refusal("Từ ngày cách hôm nay quá một năm. Kiểm tra lại năm", "DecidedFrom");
        if (given.To < from)
            throw new Refusal($"Ngày kết thúc phải sau ngày bắt đầu ({Vi.Date(from)})", "DecidedTo");
        var paper = Duties.DutyLedger.Required(given.PaperNumber, "Chưa nhập số, ký hiệu quyết định", "DecidedPaper", 60);
        var reason = Duties.DutyLedger.Required(given.Reason, "Chưa nhập lý do", "DecidedReason", 400);
        if (organization.HeadOf(unit.Id) is not { } head)
        {
            if (await db.Positions.AnyAsync(x => x.UnitId == unit.Id && x.Rank == PositionRank.Head && (x.To == null || x.To >= from) && (given.To == null || x.From <= given.To)
                && db.People.Any(y => y.Id == x.PersonId && y.Active), cancel))
                throw new Refusal($"{unit.Name} đã có người đứng đầu trong thời gian này", "DecidedFrom");
            var post = await db.Positions.AsNoTracking().Where(x => x.UnitId == unit.Id && x.Rank == PositionRank.Head).OrderByDescending(x => x.From).Select(x => x.Title).FirstOrDefaultAsync(cancel);
            var title = given.Kind == DelegationKind.Acting ? Vi.UpperFirst(DelegationKind.Acting.As(post ?? "")) : $"Phụ trách {unit.Name}";
            db.Positions.Add(new Position { PersonId = person.Id, UnitId = unit.Id, Rank = PositionRank.Head, Title = title.Length <= 150 ? title : title[..150], From = from, To = given.To, PaperNumber = paper });
            db.Act = "Ghi quyết định giao phụ trách, giao quyền";
            await db.SaveChangesAsync(cancel);
            return $"{person.FullName} là {Vi.LowerFirst(title)} từ ngày {Vi.Date(from)}{(given.To is { } end ? $" đến hết ngày {Vi.Date(end)}" : "")}";
        }
        if (head.Id == person.Id)
            throw new Refusal($"{person.FullName} đang đứng đầu {unit.Name}", "DecidedPersonId");
        var until = given.To ?? throw new Refusal($"Chưa nhập đến hết ngày: {unit.Name} vẫn có người đứng đầu ({head.FullName})", "DecidedTo");
        await RefuseOverlapAsync(head.Id, person, from, until, organization, "DecidedFrom", "DecidedPersonId", cancel);
        db.Delegations.Add(new Delegation { FromPersonId = head.Id, ToPersonId = person.Id, Kind = given.Kind.Value, From = from, To = until, PaperNumber = paper, Reason = reason });
        db.Act = "Ghi quyết định giao phụ trách, giao quyền";
        await db.SaveChangesAsync(cancel);
        return $"{person.FullName} {given.Kind.Value.As(organization.TitleOf(head.Id))} thay {head.FullName} từ ngày {Vi.Date(from)} đến hết ngày {Vi.Date(until)}";
    }

    private async Task RefuseOverlapAsync(int fromId, Person to, DateOnly from, DateOnly until, OrganizationOn organization, string dayField, string personField, CancellationToken cancel)
    {
        if (await db.Delegations.AsNoTracking().Within(from, until).FirstOrDefaultAsync(x => x.FromPersonId == fromId, cancel) is { } same)
            throw new Refusal($"Đã ủy quyền cho {organization.PersonName(same.ToPersonId)} từ ngày {Vi.Date(same.From)} đến hết ngày {Vi.Date(same.To)}. Thôi ủy quyền đó trước, hoặc chọn ngày khác", dayField);
        // Two who stand in for each other on the same day would leave nobody to answer.
        if (await db.Delegations.AsNoTracking().Within(from, until).AnyAsync(x => x.FromPersonId == to.Id, cancel))
            throw new Refusal($"{to.FullName} cũng vắng và đã ủy quyền cho người khác trong thời gian này. Chọn người khác", personField);
    }

    /// <summary>Who of these units is away from a day on, the nearest first; for heads to see whom they can count on.</summary>
    public async Task<IReadOnlyList<Delegation>> AwayAsync(OrganizationOn organization, IEnumerable<int> units, DateOnly today, int days, CancellationToken cancel = default)
    {
        int[] members = [.. units.SelectMany(organization.Members).Select(x => x.Id).Distinct()];
        return await db.Delegations.AsNoTracking().Within(today, today.AddDays(days)).Where(x => members.Contains(x.FromPersonId)).OrderBy(x => x.From).ThenBy(x => x.Id).Take(20).ToListAsync(cancel);
    }

    /// <summary>Ends a delegation now: by its giver; what was decided by who records decisions.</summary>
    public async Task RevokeAsync(int id, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var delegation = await db.Delegations.FirstOrDefaultAsync(x => x.Id == id, cancel) ?? throw new Refusal("Không tìm thấy ủy quyền này");
        if (delegation.Kind == DelegationKind.Authorised ? delegation.FromPersonId != by.Id : !CanRecord(by))
            throw new NotAllowed();
        if (version is { } read && delegation.Version != read)
            throw new EditConflict();
        if (delegation.RevokedAt is not null || delegation.To < db.Clock.OfficeToday())
            throw new Refusal("Ủy quyền này đã hết hiệu lực");
        delegation.RevokedAt = db.Clock.GetUtcNow().UtcDateTime;
        db.Act = "Thôi ủy quyền";
        await db.SaveChangesAsync(cancel);
    }
}

public static class Delegations
{
    /// <summary>Those that hold on some day from a day to the end of a day, office dates.</summary>
    public static IQueryable<Delegation> Within(this IQueryable<Delegation> delegations, DateOnly from, DateOnly to) => delegations.Where(x => x.RevokedAt == null && x.From <= to && x.To >= from);
}
