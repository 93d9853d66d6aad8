using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Papers;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Plans;

/// <summary>The plan's own reports: figures of a period, the draft paper, the Excel file.</summary>
[Authorize(Policies.Status)]
internal sealed class PlanReportPage(PlatformDb db, CurrentViewer current, PlanReport report, PaperBook papers) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "ky"), Display(Name = "Kỳ báo cáo")]
    public string? Period { get; set; }

    public int Year { get; private set; }
    public PlanReportData? Data { get; private set; }
    public bool CanDraft { get; private set; }
    public IReadOnlyList<(long Id, string Title, PaperState State)> Papers { get; private set; } = [];
    public IEnumerable<SelectListItem> Periods => PlanPeriod.Keys.Select(x => PlanPeriod.Of(Year, x)!).Where(x => x.Period.From <= db.Clock.OfficeToday()).Select(x => new SelectListItem(Vi.UpperFirst(x.Period.Title), x.Key, x.Key == Period));

    public async Task<IActionResult> OnGetAsync(int year, CancellationToken cancel)
    {
        if (!await ReadAsync(year, cancel))
            return NotFound();
        return Request.Query["tep"] == "xlsx" && Data is not null ? File(await report.SheetAsync(Data, cancel), DutyRows.SheetType, PlanReport.FileName(Data) + ".xlsx") : Page();
    }

    public async Task<IActionResult> OnPostAsync(int year, CancellationToken cancel)
    {
        if (!await ReadAsync(year, cancel) || Data is null)
            return NotFound();
        var viewer = await current.RequireAsync();
        if (!CanDraft)
            return StatusCode(403);
        var key = string.Create(CultureInfo.InvariantCulture, $"plan:{year}:{Data.Period.Key}");
        var paper = await papers.DraftAsync(new NewPaper(PaperKind.PlanReport, $"Báo cáo kết quả kế hoạch {Data.Period.LongTitle}", await report.ContentAsync(Data, cancel), viewer.Organization.UnitOf(viewer.Id), key), viewer, cancel);
        this.Note("Đã có dự thảo báo cáo kỳ này");
        return LocalRedirect($"/giay-to/{paper.Id}");
    }

    private async Task<bool> ReadAsync(int year, CancellationToken cancel)
    {
        Year = year;
        if (year is < 2020 or > 2100 || !await db.Plans.AnyAsync(x => x.Year == year, cancel))
            return false;
        var viewer = await current.RequireAsync();
        CanDraft = PlanBook.MayEdit(viewer) || PaperBook.CanManage(viewer);
        var today = db.Clock.OfficeToday();
        Period = PlanPeriod.Of(year, Period)?.Key ?? (year < today.Year ? "year" : $"q{(today.Month + 2) / 3}");
        if (PlanPeriod.Of(year, Period)!.Period.From <= today)
            Data = await report.ReadAsync(year, Period, cancel);
        var prefix = string.Create(CultureInfo.InvariantCulture, $"plan:{year}:");
        Papers = [.. (await papers.Visible(viewer).AsNoTracking().Where(x => x.Kind == PaperKind.PlanReport && x.OnceKey != null && x.OnceKey.StartsWith(prefix)).OrderBy(x => x.Id).Select(x => new { x.Id, x.Title, x.State }).ToListAsync(cancel)).Select(x => (x.Id, x.Title, x.State))];
        return true;
    }
}
