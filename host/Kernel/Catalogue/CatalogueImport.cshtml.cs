using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.Kernel.Catalogue;

/// <summary>Takes the catalogue out as Excel and brings it in again: a dry run with what each row would change, then all rows or none.</summary>
[Authorize(Policies.Law)]
internal sealed class CatalogueImportPage(PlatformDb db, CurrentViewer current, CatalogueSheet sheet) : PageModel
{
    [BindProperty, Display(Name = "Tệp Excel")] public new IFormFile? File { get; set; }
    [BindProperty, Display(Name = "Các ô đã chép"), StringLength(400_000), DataType(VietnameseBinding.Cells)] public string? Pasted { get; set; }
    [BindProperty, Display(Name = "Lý do"), StringLength(500)] public string? Reason { get; set; }

    /// <summary>Stands for the preview that is confirmed.</summary>
    [BindProperty, StringLength(64)] public string? Digest { get; set; }

    public IReadOnlyList<CatalogueSheetRow> Rows { get; private set; } = [];
    public int Wrong => Rows.Count(x => x.Errors.Count > 0);
    public int Changed => Rows.Count(x => x.Errors.Count == 0 && x.Changes.Count > 0);

    /// <summary>The rows that say something, what is wrong first.</summary>
    public IReadOnlyList<CatalogueSheetRow> Shown => [.. Rows.Where(x => x.Errors.Count + x.Changes.Count > 0).OrderByDescending(x => x.Errors.Count > 0).ThenBy(x => x.Row)];
    public bool ChangedMeanwhile { get; private set; }

    public void OnGet() { }

    public async Task<IActionResult> OnGetSheetAsync(CancellationToken cancel) =>
        base.File(await sheet.WriteAsync(cancel), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "danh-muc-nhiem-vu.xlsx");

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancel)
    {
        var seen = Digest;
        await ReadAsync(cancel);
        ChangedMeanwhile = Rows.Count > 0 && seen != Digest;
        if (!ModelState.IsValid || ChangedMeanwhile)
            return Page();
        try
        {
            if (string.IsNullOrWhiteSpace(Reason))
                throw new Refusal("Chưa nhập lý do", nameof(Reason));
            var changed = Changed;
            await sheet.SaveAsync(Rows, Reason, await current.RequireAsync(), cancel);
            this.Note(changed == 0 ? "Tệp này nói đúng như danh mục, không có gì để lưu" : $"Đã lưu {Vi.Number(changed)} dòng của danh mục");
            return LocalRedirect("/danh-muc");
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            db.ChangeTracker.Clear();
            return Page();
        }
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid)
            return;
        try
        {
            IReadOnlyList<string?[]> cells;
            if (File is not null)
            {
                using var stream = File.OpenReadStream();
                cells = PlanImport.ReadExcel(stream, CatalogueSheet.Megabytes);
                // The browser does not send a file twice: what was read goes on as pasted cells, so that saving needs no second choice.
                Pasted = string.Join('\n', cells.Select(row => string.Join('\t', row.Select(cell => cell?.Replace('\n', ' ').Replace('\t', ' ')))));
                ModelState.Remove(nameof(Pasted));
            }
            else if (!string.IsNullOrWhiteSpace(Pasted))
                cells = PlanImport.ReadPaste(Pasted);
            else
                throw new Refusal("Chưa chọn tệp và chưa dán ô nào", nameof(File));
            Rows = await sheet.UnderstandAsync(cells, await current.RequireAsync(), cancel);
            if (Rows.Count == 0)
                throw new Refusal("Không đọc được dòng nào. Kiểm tra lại dòng tên cột", nameof(File));
            Digest = CatalogueSheet.DigestOf(Rows);
            ModelState.Remove(nameof(Digest));
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
        }
    }
}
