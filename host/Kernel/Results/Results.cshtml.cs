using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.Kernel.Results;

/// <summary>Work results of a month, quarter or year per unit and person: each figure opens its duties.</summary>
[Authorize(Policies.Staff)]
internal sealed class ResultsPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, WorkResults results) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "ky")]
    public string? PeriodKey { get; set; }

    /// <summary>A unit whose people are shown; the units themselves when null.</summary>
    [BindProperty(SupportsGet = true, Name = "dv")]
    public string? UnitKey { get; set; }

    public Viewer Viewer { get; private set; } = null!;
    public OrganizationOn Organization => Viewer.Organization;
    public DateOnly Today { get; private set; }
    public IReadOnlyList<StatusPeriod> Periods { get; private set; } = [];
    public StatusPeriod Period { get; private set; } = null!;
    public bool Running => Period.Holds(Today);
    public IReadOnlyList<ResultRow> Units { get; private set; } = [];
    public IReadOnlyList<ResultRow> People { get; private set; } = [];
    public bool ByPerson { get; private set; }
    public bool CanSetCoefficients { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        Today = db.Clock.OfficeToday();
        Periods = WorkResults.Offered(Today);
        Period = Periods.FirstOrDefault(x => x.Key == PeriodKey) ?? Periods[0];
        CanSetCoefficients = WorkResults.CanSetCoefficients(Viewer);
        var rows = await results.CountAsync(Viewer, Period, cancel);
        if (Request.Query["tep"] == "xlsx")
        {
            var (calendar, _) = await snapshots.ReadAsync(db, cancel);
            return File(await ResultSheet.WriteAsync(db, Viewer, calendar, Period, rows, await results.CoefficientsAsync(cancel), cancel), DutyRows.SheetType, $"ket-qua-cong-viec-{Period.Key.ToLowerInvariant()}.xlsx");
        }
        Units = [.. rows.GroupBy(x => x.UnitId).Select(g => ResultRow.Sum(g.Key, g))];
        // Who sees one unit, or only himself, sees the people at once.
        int? unit = int.TryParse(UnitKey, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : Units.Count == 1 ? Units[0].UnitId : null;
        People = [.. rows.Where(x => x.UnitId == unit && unit is not null)];
        ByPerson = People.Count > 0;
        return Page();
    }

    /// <summary>Exactly the duties behind a figure.</summary>
    public string PathOf(ResultRow row, ResultKind? kind) => Filter(row, kind).ToPath();

    private DutyFilter Filter(ResultRow row, ResultKind? kind) => new() { Period = Period, Result = ResultKinds.KeyOf(kind), UnitId = row.UnitId ?? 0, OfficerId = row.OfficerId };

    /// <summary>The whole commune's figure, for who sees all of it.</summary>
    public string? PathOfSum(ResultKind? kind) => Viewer.SeesAll ? new DutyFilter { Period = Period, Result = ResultKinds.KeyOf(kind) }.ToPath() : null;

    public string Here(string? period = null, int? unit = null) => $"/ket-qua?ky={period ?? Period.Key}{(unit is { } id ? string.Create(CultureInfo.InvariantCulture, $"&dv={id}") : "")}";
}
