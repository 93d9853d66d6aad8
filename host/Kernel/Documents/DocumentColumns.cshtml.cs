using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.Kernel.Documents;

/// <summary>How the office's file calls a field.</summary>
internal sealed class ColumnName
{
    [Display(Name = "Tên cột"), StringLength(80)] public string? Heading { get; set; }
}

/// <summary>Says which heading of the office's file is which field; once, kept in a setting.</summary>
[Authorize(Policies.Staff)]
internal sealed class DocumentColumnsPage(PlatformDb db, CurrentViewer current, DocumentImport import) : PageModel
{
    [BindProperty, Display(Name = "Tên các cột"), MaxLength(20)] public List<ColumnName> Names { get; set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await RequireAsync();
        Names = [.. (await import.NamedAsync(cancel)).Select(x => new ColumnName { Heading = x })];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var viewer = await RequireAsync();
        while (Names.Count < DocumentImport.Columns.Count)
            Names.Add(new ColumnName());
        Names = [.. Names.Take(DocumentImport.Columns.Count)];
        if (!ModelState.IsValid)
            return Page();
        try
        {
            await import.RememberAsync([.. Names.Select(x => x.Heading)], viewer, cancel);
            this.Note("Đã nhớ tên các cột. Chọn lại tệp để xem thử");
            return LocalRedirect("/van-ban/nhap");
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            db.ChangeTracker.Clear();
            return Page();
        }
    }

    private async Task<Viewer> RequireAsync()
    {
        var viewer = await current.RequireAsync();
        return viewer.KeepsDocuments ? viewer : throw new NotAllowed();
    }
}
