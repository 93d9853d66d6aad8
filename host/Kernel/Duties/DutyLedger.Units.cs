using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

public sealed partial class DutyLedger
{
    /// <summary>Whether a unit still leads, or coordinates in, a duty that is not finished.</summary>
    public async Task<bool> HasOpenAsync(int unitId, CancellationToken cancel = default) =>
        await db.Duties.AnyAsync(x => x.LeadUnitId == unitId && (x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance), cancel)
        || await OpenShares(unitId).AnyAsync(cancel);

    /// <summary>
    /// Gives all that a closed unit had open to its successor: due dates and history stay, and the successor names officers of
    /// its own. The caller saves, in the transaction in which the unit ends.
    /// </summary>
    /// <returns>The duties that changed hands.</returns>
    public async Task<int> HandOverAsync(Unit closed, Unit successor, CancellationToken cancel = default)
    {
        var duties = await db.Duties.Where(x => x.LeadUnitId == closed.Id && (x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance)).ToListAsync(cancel);
        foreach (var duty in duties)
        {
            duty.LeadUnitId = successor.Id;
            duty.AssignedOn = Today;
            // Only its officer may see a confidential duty: it is never left to nobody.
            if (!duty.Confidential)
                duty.OfficerId = null;
            Log(duty, DutyEventKind.Assigned, $"{closed.Name} kết thúc hoạt động; đã chuyển sang {successor.Name}, thời hạn giữ nguyên");
        }
        foreach (var share in await OpenShares(closed.Id).ToListAsync(cancel))
        {
            share.UnitId = successor.Id;
            share.OfficerId = null;
            db.DutyEvents.Add(new DutyEvent
            {
                DutyId = share.DutyId,
                At = db.Clock.GetUtcNow().UtcDateTime,
                Kind = DutyEventKind.ShareAdded,
                PersonId = db.Acting.PersonId,
                By = db.Acting.Name,
                Text = $"{closed.Name} kết thúc hoạt động; phần phối hợp chuyển sang {successor.Name}",
            });
        }
        return duties.Count;
    }

    private IQueryable<DutyShare> OpenShares(int unitId) => db.DutyShares.Where(x => x.UnitId == unitId && x.DoneOn == null
        && db.Duties.Any(duty => duty.Id == x.DutyId && (duty.Stage == DutyStage.Open || duty.Stage == DutyStage.AwaitingAcceptance)));
}
