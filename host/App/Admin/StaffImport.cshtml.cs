using System.ComponentModel.DataAnnotations;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.App.Admin;

/// <summary>Brings the staff list in: a dry run with what each row would do and its errors, then all rows or none.</summary>
[Authorize(Policies.Administer)]
internal sealed class StaffImportPage(PlatformDb db, CurrentViewer current, StaffImport import, SiteAddress site) : PageModel
{
    [BindProperty, Display(Name = "Tệp Excel")] public new IFormFile? File { get; set; }
    [BindProperty, Display(Name = "Các ô đã chép"), StringLength(400_000), DataType(VietnameseBinding.Cells)] public string? Pasted { get; set; }

    public IReadOnlyList<StaffRow> Rows { get; private set; } = [];
    public int Wrong => Rows.Count(x => x.Errors.Count > 0);
    public int Changed => Rows.Count(x => x.Errors.Count == 0 && x.Changes.Count > 0);

    /// <summary>Shown on this answer only; kept nowhere.</summary>
    public IReadOnlyList<AccountSlip> Slips { get; private set; } = [];
    public string Site => site.Url.ToString();

    public void OnGet() { }

    public async Task<IActionResult> OnGetTemplateAsync() =>
        base.File(StaffImport.Template((await current.RequireAsync()).Organization), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "danh-sach-can-bo.xlsx");

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        if (!ModelState.IsValid)
            return Page();
        try
        {
            var changed = Changed;
            Slips = await import.SaveAsync(Rows, await current.RequireAsync(), cancel);
            if (Slips.Count > 0)
                return Page();
            this.Note(changed == 0 ? "Danh sách này đã có đủ, không có gì để lưu" : $"Đã lưu {Vi.Number(changed)} dòng của danh sách");
            return LocalRedirect("/quan-tri/can-bo");
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
                cells = PlanImport.ReadExcel(stream, StaffImport.Megabytes);
                // The browser does not send a file twice: what was read goes on as pasted cells, so that saving needs no second choice.
                Pasted = string.Join('\n', cells.Select(row => string.Join('\t', row.Select(cell => cell?.Replace('\n', ' ').Replace('\t', ' ')))));
                ModelState.Remove(nameof(Pasted));
            }
            else if (!string.IsNullOrWhiteSpace(Pasted))
                cells = PlanImport.ReadPaste(Pasted);
            else
            {
                ModelState.AddModelError(nameof(File), "Chưa chọn tệp và chưa dán ô nào");
                return;
            }
            Rows = await import.UnderstandAsync(cells, cancel);
            if (Rows.Count == 0)
                ModelState.AddModelError(nameof(File), "Không đọc được dòng nào. Kiểm tra lại thứ tự các cột");
        }
        catch (Refusal refusal)
        {
            this.Refuse(refusal);
        }
    }
}
