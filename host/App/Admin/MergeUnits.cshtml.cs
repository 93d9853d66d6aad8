using System.ComponentModel.DataAnnotations;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.App.Admin;

/// <summary>Several units go into one successor: first what would move, then the act itself, of what was seen.</summary>
[Authorize(Policies.Administer)]
internal sealed class MergeUnitsPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, OrganizationBook book) : PageModel
{
    [BindProperty, Display(Name = "Đơn vị nhập vào"), MaxLength(100)]
    public List<int> Merged { get; set; } = [];

    [BindProperty, Display(Name = "Đơn vị kế thừa")]
    public int? SuccessorId { get; set; }

    [BindProperty, Display(Name = "Ngày hoạt động cuối cùng")]
    public DateOnly? LastDay { get; set; }

    [BindProperty, Display(Name = "Số quyết định"), StringLength(60)]
    public string? Paper { get; set; }

    [BindProperty, StringLength(64)]
    public string? Digest { get; set; }

    public OrganizationOn Organization { get; private set; } = null!;
    public UnitMerger? Merger { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel) => (_, Organization) = await snapshots.ReadAsync(db, cancel);

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        await ShowAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancel)
    {
        try
        {
            if (ModelState.IsValid)
            {
                var moved = await book.MergeUnitsAsync(Merged, LastDay, SuccessorId, Paper, Digest, await current.RequireAsync(), cancel);
                this.Note($"Đã ghi sáp nhập {Vi.Number(Merged.Distinct().Count())} đơn vị và chuyển {Vi.Number(moved)} nhiệm vụ sang đơn vị kế thừa");
                return LocalRedirect($"/quan-tri/don-vi/{SuccessorId}");
            }
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            db.ChangeTracker.Clear();
        }
        await ShowAsync(cancel);
        return Page();
    }

    private async Task ShowAsync(CancellationToken cancel)
    {
        (_, Organization) = await snapshots.ReadAsync(db, cancel);
        if (ModelState.Any(x => x.Key.Length > 0 && x.Value!.Errors.Count > 0))
            return;
        try
        {
            Merger = await book.PreviewMergerAsync(Merged, LastDay, SuccessorId, await current.RequireAsync(), cancel);
            ModelState.Remove(nameof(Digest));
            Digest = Merger.Digest;
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
        }
    }
}
