using BacSon.Kernel.Documents;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

public sealed partial class DutyLedger
{
    /// <summary>
    /// Carries a direction on a document to all its duties that are still open, in the caller's transaction: who may direct on
    /// the document is its book's to decide, and it reaches units that he is not in charge of too.
    /// </summary>
    /// <returns>How many duties it reached that may be spoken of: what is confidential is counted nowhere.</returns>
    internal async Task<int> DirectFromDocumentAsync(long documentId, string direction, int leaderId, CancellationToken cancel = default)
    {
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        var open = await db.Duties.Where(x => x.DocumentId == documentId && (x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance)).ToListAsync(cancel);
        foreach (var duty in open)
            WriteDirection(duty, direction, leaderId, organization);
        await db.SaveChangesAsync(cancel);
        return open.Count(x => !x.Confidential);
    }

    private void WriteDirection(Duty duty, string? direction, int leaderId, OrganizationOn organization)
    {
        duty.Direction = Required(direction, "Chưa nhập ý kiến chỉ đạo", "Direction", 2000);
        duty.DirectionById = leaderId;
        duty.DirectionAt = db.Clock.GetUtcNow().UtcDateTime;
        Log(duty, DutyEventKind.Direction, $"Ý kiến chỉ đạo của {organization.PersonName(leaderId)}: {duty.Direction}");
    }

    // A document of which a duty came no longer waits to be given.
    private async Task MarkGivenAsync(long? documentId, CancellationToken cancel)
    {
        if (documentId is { } source && await db.Documents.FirstOrDefaultAsync(x => x.Id == source, cancel) is { Handling: not DocumentHandling.Assigned } document)
            document.Handling = DocumentHandling.Assigned;
    }
}
