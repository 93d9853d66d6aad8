using BacSon.Kernel.Calendar;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Organization;

/// <summary>What a new delegation says; the giver is who signs in.</summary>
/// <param name="From">First day, office date.</param>
/// <param name="To">Last day, counted in («đến hết ngày»).</param>
public sealed record NewDelegation(int ToPersonId, DelegationKind Kind, DateOnly? From, DateOnly? To, string? PaperNumber, string? Reason);

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
        if (!Enum.IsDefined(given.Kind))
            throw new Refusal("Chưa chọn hình thức", nameof(given.Kind));
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
        if (await db.Delegations.AsNoTracking().FirstOrDefaultAsync(x => x.FromPersonId == by.Id && x.RevokedAt == null && x.From <= until && x.To >= from, cancel) is { } same)
            throw new Refusal($"Đã ủy quyền cho {organization.PersonName(same.ToPersonId)} từ ngày {Vi.Date(same.From)} đến hết ngày {Vi.Date(same.To)}. Thôi ủy quyền đó trước, hoặc chọn ngày khác", nameof(given.From));
        // Two who stand in for each other on the same day would leave nobody to answer.
        if (await db.Delegations.AsNoTracking().AnyAsync(x => x.FromPersonId == to.Id && x.RevokedAt == null && x.From <= until && x.To >= from, cancel))
            throw new Refusal($"{to.FullName} cũng vắng và đã ủy quyền cho người khác trong thời gian này. Chọn người khác", nameof(given.ToPersonId));
        var delegation = new Delegation
        {
            FromPersonId = by.Id,
            ToPersonId = to.Id,
            Kind = given.Kind,
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

    /// <summary>Ends a delegation now: by its giver only.</summary>
    public async Task RevokeAsync(int id, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var delegation = await db.Delegations.FirstOrDefaultAsync(x => x.Id == id, cancel) ?? throw new Refusal("Không tìm thấy ủy quyền này");
        if (delegation.FromPersonId != by.Id)
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
