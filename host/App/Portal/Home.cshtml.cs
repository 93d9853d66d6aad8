using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Portal;

/// <summary>What citizens see of the eight contents: counts only, no name and no title of a duty.</summary>
internal sealed record HomeRow(PapiArea Area, int Kinds, int Done, int OnTime);

[AllowAnonymous]
[EnableRateLimiting(RateLimits.Public)]
internal sealed class HomePage(PlatformDb db, Snapshots snapshots) : PageModel
{
    public int Year { get; private set; }
    public DateOnly Today { get; private set; }
    public DaysOff? NextBreak { get; private set; }
    public IReadOnlyList<HomeRow> Rows { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var (calendar, _) = await snapshots.ReadAsync(db);
        Today = db.Clock.OfficeToday();
        Year = Today.Year;
        NextBreak = calendar.DaysOffAfter(Today);
        var (from, to) = (new DateOnly(Year, 1, 1), new DateOnly(Year, 12, 31));
        var kinds = await db.Catalogue.AsNoTracking().Where(x => x.On).GroupBy(x => x.Area).Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count);
        var done = await db.Duties.AsNoTracking().Where(x => x.Stage == DutyStage.Done && x.DoneOn >= from && x.DoneOn <= to && !x.Confidential)
            .GroupBy(x => x.Area).Select(x => new { x.Key, Done = x.Count(), OnTime = x.Count(d => d.DoneOn <= d.DueOn) }).ToDictionaryAsync(x => x.Key);
        Rows = [.. PapiAreas.Eight.Select(area => new HomeRow(area, kinds.GetValueOrDefault(area), done.GetValueOrDefault(area)?.Done ?? 0, done.GetValueOrDefault(area)?.OnTime ?? 0))];
    }
}
