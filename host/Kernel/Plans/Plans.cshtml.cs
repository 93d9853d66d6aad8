using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Plans;

/// <summary>A year's plan by content of PAPI, each item with what its duties say.</summary>
[Authorize(Policies.Staff)]
internal sealed class PlansPage(PlatformDb db, PlanBook book, CurrentViewer current) : PageModel
{
    public Plan? Plan { get; private set; }
    public IReadOnlyList<int> Years { get; private set; } = [];
    public IReadOnlyList<PlanItem> Items { get; private set; } = [];
    public IReadOnlyDictionary<long, PlanProgress> Progress { get; private set; } = new Dictionary<long, PlanProgress>();
    public OrganizationOn Organization { get; private set; } = null!;
    public bool MayEdit { get; private set; }
    public bool SeesReports { get; private set; }

    /// <summary>What the copy from another year could not carry over.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(int? year)
    {
        var viewer = await current.RequireAsync();
        Organization = viewer.Organization;
        MayEdit = PlanBook.MayEdit(viewer);
        SeesReports = viewer.SeesStatus;
        Years = await db.Plans.AsNoTracking().Select(x => x.Year).OrderDescending().ToListAsync();
        var today = db.Clock.OfficeToday();
        var shown = year ?? (Years.Contains(today.Year) ? today.Year : Years.FirstOrDefault());
        Plan = await db.Plans.AsNoTracking().FirstOrDefaultAsync(x => x.Year == shown);
        if (Plan is null)
            return year is null ? Page() : NotFound();
        Items = await book.ItemsAsync(Plan.Id);
        Progress = await book.ProgressAsync(Plan.Id);
        Notes = TempData[PlanCopyPage.NotesKey] as string[] ?? [];
        return Page();
    }

    /// <summary>When an item is due, in words.</summary>
    public static string When(PlanItem item) => item.Schedule switch
    {
        PlanSchedule.Date => Vi.Date(item.DueOn),
        PlanSchedule.Period => $"Chậm nhất {Vi.Date(item.DueOn)}",
        _ => "Thường xuyên, báo cáo " + RhythmWords(item.Rhythm),
    };

    public static string RhythmWords(Rhythm? rhythm) => rhythm switch
    {
        Rhythm.Weekly => "hằng tuần",
        Rhythm.Monthly => "hằng tháng",
        Rhythm.Quarterly => "hằng quý",
        Rhythm.HalfYearly => "6 tháng một lần",
        Rhythm.Yearly => "hằng năm",
        _ => "chưa định kỳ",
    };
}
