using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

/// <summary>What an officer has in hand of one unit: its duties, and its shares of others'.</summary>
public sealed record InHand(int UnitId, IReadOnlyList<Duty> Duties, IReadOnlyList<(DutyShare Share, string Title)> Shares)
{
    public int Count => Duties.Count + Shares.Count;
}

/// <summary>What was handed over: to whom, and what had changed hands before.</summary>
public sealed record HandedOver(IReadOnlyList<(InHand Work, Person To)> Parts, int Passed)
{
    public int Count => Parts.Sum(x => x.Work.Count);
}

public sealed partial class DutyLedger
{
    private const int MostHandedOver = 500;

    private static bool PassesAll(Viewer by) => by.ActsAsOfficeHead || by.ActsAsChairman;

    /// <summary>Open duties with an officer whose work this viewer may pass on; what is confidential is not among them.</summary>
    internal IQueryable<Duty> Passable(Viewer by)
    {
        var all = PassesAll(by);
        int?[] units = [.. by.HeadedUnits.Select(x => (int?)x)];
        return db.Duties.Where(x => x.OfficerId != null && !x.Confidential && (x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance) && x.LeadUnitId != null && (all || units.Contains(x.LeadUnitId)));
    }

    /// <summary>
    /// What a person has open as its officer, unit by unit, as far as this viewer may name another: of the units that he heads,
    /// for the office head and the chairman of all. What is confidential is not among it: the chairman names its officer himself.
    /// </summary>
    public async Task<IReadOnlyList<InHand>> InHandAsync(int personId, Viewer by, CancellationToken cancel = default)
    {
        var all = PassesAll(by);
        var duties = await Passable(by).Where(x => x.OfficerId == personId).OrderBy(x => x.DueOn).ThenBy(x => x.Id).Take(MostHandedOver).ToListAsync(cancel);
        int[] coordinating = [.. by.HeadedUnits];
        var shares = await db.DutyShares.Where(x => x.OfficerId == personId && x.DoneOn == null && (all || coordinating.Contains(x.UnitId)))
            .Join(db.Duties.Where(x => !x.Confidential && (x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance)), x => x.DutyId, x => x.Id, (share, duty) => new { share, duty.Title })
            .OrderBy(x => x.share.DueOn).ThenBy(x => x.share.Id).Take(MostHandedOver).ToListAsync(cancel);
        return [.. duties.Select(x => x.LeadUnitId!.Value).Concat(shares.Select(x => x.share.UnitId)).Distinct()
            .Select(unit => new InHand(unit, [.. duties.Where(x => x.LeadUnitId == unit)], [.. shares.Where(x => x.share.UnitId == unit).Select(x => (x.share, x.Title))]))];
    }

    /// <summary>
    /// Passes the chosen work of one person on in one act, to one successor for each unit. Dates stay; the history names both.
    /// What somebody else has given away meanwhile is passed over and counted.
    /// </summary>
    /// <param name="successors">By unit, a member of it.</param>
    public async Task<HandedOver> HandOverAsync(int personId, IReadOnlyDictionary<int, int?> successors, IReadOnlyCollection<long> dutyIds, IReadOnlyCollection<long> shareIds, Viewer by, CancellationToken cancel = default)
    {
        var organization = by.Organization;
        if (organization.Person(personId) is not { } from)
            throw new Refusal("Không tìm thấy người bàn giao");
        if (dutyIds.Count + shareIds.Count == 0)
            throw new Refusal("Chưa chọn nhiệm vụ nào", "Chosen");
        var mine = await InHandAsync(personId, by, cancel);
        var parts = new List<(InHand, Person)>();
        foreach (var unit in mine)
        {
            var part = new InHand(unit.UnitId, [.. unit.Duties.Where(x => dutyIds.Contains(x.Id))], [.. unit.Shares.Where(x => shareIds.Contains(x.Share.Id))]);
            if (part.Count == 0)
                continue;
            var field = $"To[{unit.UnitId}]";
            if (successors.GetValueOrDefault(unit.UnitId) is not { } id)
                throw new Refusal($"Chưa chọn người nhận của {organization.UnitName(unit.UnitId)}", field);
            if (id == personId)
                throw new Refusal("Người nhận phải là người khác", field);
            if (organization.Members(unit.UnitId).FirstOrDefault(x => x.Id == id) is not { } to)
                throw new Refusal($"Người nhận phải thuộc {organization.UnitName(unit.UnitId)}", field);
            foreach (var duty in part.Duties)
            {
                duty.OfficerId = to.Id;
                Log(duty, DutyEventKind.OfficerNamed, $"{from.FullName} bàn giao cho {to.FullName} thực hiện; thời hạn giữ nguyên");
            }
            foreach (var (share, _) in part.Shares)
            {
                share.OfficerId = to.Id;
                Log(share.DutyId, DutyEventKind.ShareChanged, $"Phần phối hợp của {organization.UnitName(share.UnitId)}: {from.FullName} bàn giao cho {to.FullName}");
            }
            parts.Add((part, to));
        }
        var passed = dutyIds.Count + shareIds.Count - parts.Sum(x => x.Item1.Count);
        if (parts.Count == 0)
            throw new Refusal("Các nhiệm vụ đã chọn vừa được người khác giao lại. Xem lại danh sách", "Chosen");
        db.Act = "Bàn giao công việc";
        await db.SaveChangesAsync(cancel);
        return new HandedOver(parts, passed);
    }

    /// <summary>Open duties whose officer works in their unit no longer, by officer and unit: nobody would see them but their heads.</summary>
    internal static IQueryable<Duty> LeftBehind(PlatformDb db, DateOnly today) => db.Duties.Where(x => !x.Confidential && x.OfficerId != null && x.LeadUnitId != null && (x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance)
        && !db.Positions.Any(post => post.PersonId == x.OfficerId && post.UnitId == x.LeadUnitId && post.From <= today && (post.To == null || post.To >= today)));
}
