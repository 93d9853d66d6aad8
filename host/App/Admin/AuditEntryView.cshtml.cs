using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

/// <summary>One entry of the audit trail, field by field.</summary>
[Authorize(Policies.Administer)]
internal sealed class AuditEntryPage(PlatformDb db, Snapshots snapshots) : PageModel
{
    public AuditEntry Entry { get; private set; } = null!;
    public IReadOnlyList<AuditChange> Changes { get; private set; } = [];

    /// <summary>Whether the entry still says what was hashed when it was written.</summary>
    public bool Whole { get; private set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (await db.AuditEntries.AsNoTracking().FirstOrDefaultAsync(x => x.Id == id, cancel) is not { } entry)
            return NotFound();
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        (Entry, Changes) = (await AuditWords.ReadAsync(db, organization, [entry], cancel))[0];
        Whole = AuditChain.ContentHash(entry) == entry.ContentHash;
        return Page();
    }
}
