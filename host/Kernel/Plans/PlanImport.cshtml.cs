using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Plans;

/// <summary>Brings a plan annex in: a dry run with the errors of each row, then all rows or none.</summary>
[Authorize(Policies.Staff)]
internal sealed class PlanImportPage(PlatformDb db, PlanBook book, CurrentViewer current) : PageModel
{
    [BindProperty, Display(Name = "Tệp Excel")] public new IFormFile? File { get; set; }
    [BindProperty, Display(Name = "Các ô đã chép"), StringLength(400_000), DataType(VietnameseBinding.Cells)] public string? Pasted { get; set; }

    public int Year { get; private set; }
    public IReadOnlyList<PlanImportRow> Rows { get; private set; } = [];
    public int Wrong => Rows.Count(x => x.Errors.Count > 0);
    public OrganizationOn Organization { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(int year) => await PrepareAsync(year) is null ? NotFound() : Page();

    public async Task<IActionResult> OnPostPreviewAsync(int year)
    {
        if (await PrepareAsync(year) is null)
            return NotFound();
        Read();
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(int year)
    {
        if (await PrepareAsync(year) is not { } plan)
            return NotFound();
        Read();
        if (Wrong > 0)
            ModelState.AddModelError("", $"Còn {Vi.Number(Wrong)} dòng cần sửa, chưa lưu dòng nào");
        if (!ModelState.IsValid)
            return Page();
        var viewer = await current.RequireAsync();
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            foreach (var row in Rows)
                await book.SaveItemAsync(plan.Id, null, row.Item, viewer);
            await transaction.CommitAsync();
        }
        catch (Refusal refusal)
        {
            this.Refuse(refusal);
            return Page();
        }
        this.Note($"Đã lưu {Vi.Number(Rows.Count)} mục vào kế hoạch {year.ToString(CultureInfo.InvariantCulture)}");
        return LocalRedirect($"/ke-hoach/{year.ToString(CultureInfo.InvariantCulture)}");
    }

    private void Read()
    {
        try
        {
            IReadOnlyList<string?[]> cells = [];
            if (File is not null)
            {
                using var stream = File.OpenReadStream();
                cells = PlanImport.ReadExcel(stream);
                // The browser does not send a file twice: what was read goes on as pasted cells, so that saving needs no second choice.
                Pasted = string.Join('\n', cells.Select(row => string.Join('\t', row.Select(cell => cell?.Replace('\n', ' ').Replace('\t', ' ')))));
                ModelState.Remove(nameof(Pasted));
            }
            else if (!string.IsNullOrWhiteSpace(Pasted))
            {
                cells = PlanImport.ReadPaste(Pasted);
            }
            else
            {
                ModelState.AddModelError(nameof(File), "Chưa chọn tệp và chưa dán ô nào");
                return;
            }
            Rows = PlanImport.Understand(cells, Organization, Year);
            if (Rows.Count == 0)
                ModelState.AddModelError(nameof(File), "Không đọc được dòng nhiệm vụ nào. Kiểm tra lại thứ tự các cột");
        }
        catch (Refusal refusal)
        {
            this.Refuse(refusal);
        }
    }

    private async Task<Plan?> PrepareAsync(int year)
    {
        var viewer = await current.RequireAsync();
        if (!PlanBook.MayEdit(viewer))
            throw new NotAllowed();
        Organization = viewer.Organization;
        Year = year;
        return await db.Plans.AsNoTracking().FirstOrDefaultAsync(x => x.Year == year);
    }

    /// <summary>When an imported row is due, in words.</summary>
    public static string When(PlanItemInput item) => item.Schedule switch
    {
        PlanSchedule.Rhythm => PlansPage.RhythmWords(item.Rhythm),
        null => "Chưa xác định",
        _ => Vi.Date(item.DueOn),
    };
}
