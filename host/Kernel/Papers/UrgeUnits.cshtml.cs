using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.Kernel.Papers;

/// <summary>Chooses the units with late duties to which an official letter goes.</summary>
[Authorize(Policies.Staff)]
internal sealed class UrgeUnitsPage(PlatformDb db, CurrentViewer current, OfficePapers papers) : PageModel
{
    [BindProperty, Display(Name = "Đơn vị có nhiệm vụ quá hạn")] public List<int> Chosen { get; set; } = [];

    public OrganizationOn Organization { get; private set; } = null!;
    public IReadOnlyList<LateUnit> Units { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : StatusCode(403);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return StatusCode(403);
        if (ModelState.IsValid)
        {
            try
            {
                if (Chosen.Exists(x => Units.All(unit => unit.UnitId != x)))
                    throw new Refusal("Đơn vị đã chọn không còn nhiệm vụ quá hạn. Xem lại danh sách", nameof(Chosen));
                var made = await papers.UrgeAsync(Chosen, await current.RequireAsync(), cancel);
                this.Note($"Đã lập {Vi.Number(made.Count)} dự thảo công văn đôn đốc");
                return LocalRedirect(made.Count == 1 ? $"/giay-to/{made[0].Id}" : "/giay-to?loai=UrgingLetter");
            }
            catch (Refusal refusal) when (refusal is not NotAllowed)
            {
                this.Refuse(refusal);
                db.ChangeTracker.Clear();
            }
        }
        return Page();
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        Organization = viewer.Organization;
        Units = await papers.LateUnitsAsync(cancel);
        return PaperBook.CanManage(viewer);
    }
}
