using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

public sealed partial class DutyLedger
{
    /// <summary>Whether a unit still leads, or coordinates in, a duty that is not finished.</summary>
    public async Task<bool> HasOpenAsync(int unitId, CancellationToken cancel = default) =>
        await OpenLedBy(unitId).AnyAsync(cancel)
        || await OpenShares(unitId).AnyAsync(cancel);

    /// <summary>
    /// Gives all that a closed unit had open to its successor: due dates and history stay, and the successor names officers of
    /// its own. The caller saves, in the transaction in which the unit ends.
    /// </summary>
    /// <returns>The duties that changed hands.</returns>
    public async Task<int> HandOverAsync(Unit closed, Unit successor, CancellationToken cancel = default)
    {
        var moved = 0;
        foreach (var duty in await db.Duties.Include(x => x.Shares).Where(x => (x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance)
            && (x.LeadUnitId == closed.Id || x.Shares.Any(share => share.UnitId == closed.Id && share.DoneOn == null))).ToListAsync(cancel))
        {
            if (duty.LeadUnitId == closed.Id)
            {
                duty.LeadUnitId = successor.Id;
                duty.AssignedOn = Today;
                // Only its officer may see a confidential duty: it is never left to nobody.
                if (!duty.Confidential)
                    duty.OfficerId = null;
                moved++;
                Log(duty, DutyEventKind.Assigned, $"{closed.Name} kết thúc hoạt động; đã chuyển sang {successor.Name}, thời hạn giữ nguyên");
            }
            foreach (var share in duty.Shares.Where(x => x.UnitId == closed.Id && x.DoneOn is null))
            {
                share.UnitId = successor.Id;
                share.OfficerId = null;
                Log(duty, DutyEventKind.ShareChanged, $"{closed.Name} kết thúc hoạt động; phần phối hợp chuyển sang {successor.Name}");
            }
            FoldOwnShare(duty, successor);
        }
        return moved;
    }

    // Who comes to lead a duty does not also coordinate in it: what was its share is now part of the whole.
    private void FoldOwnShare(Duty duty, Unit lead)
    {
        if (duty.LeadUnitId != lead.Id)
            return;
        foreach (var share in duty.Shares.Where(x => x.UnitId == lead.Id && x.DoneOn is null).ToList())
        {
            db.DutyShares.Remove(share);
            Log(duty, DutyEventKind.ShareRemoved, $"{lead.Name} nay chủ trì, phần phối hợp của đơn vị nhập vào nhiệm vụ: {share.What}");
        }
    }

    internal IQueryable<Duty> OpenLedBy(int unitId) => db.Duties.Where(x => x.LeadUnitId == unitId && (x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance));

    internal IQueryable<DutyShare> OpenShares(int unitId) => db.DutyShares.Where(x => x.UnitId == unitId && x.DoneOn == null
        && db.Duties.Any(duty => duty.Id == x.DutyId && (duty.Stage == DutyStage.Open || duty.Stage == DutyStage.AwaitingAcceptance)));
}
