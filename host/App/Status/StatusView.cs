using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;

namespace BacSon.App.Status;

/// <summary>The five states that add up to the whole. In a past period only what was done and what was overdue at its end.</summary>
internal sealed record Figures(int OnTime, int Late, int InTime, int Overdue, int Awaiting)
{
    public int Total => OnTime + Late + InTime + Overdue + Awaiting;

    /// <summary>What has come due: the whole of which <see cref="Rate"/> is a part.</summary>
    public int CameDue => OnTime + Late + Overdue;

    /// <summary>On time ÷ (on time + late + open overdue), 0 to 1; null where nothing has come due, never 0.</summary>
    public double? Rate => CameDue == 0 ? null : (double)OnTime / CameDue;

    public int Of(DutyState state) => state switch
    {
        DutyState.DoneOnTime => OnTime,
        DutyState.DoneLate => Late,
        DutyState.OpenInTime => InTime,
        DutyState.OpenOverdue => Overdue,
        DutyState.AwaitingAcceptance => Awaiting,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not counted."),
    };
}

/// <summary>One row of a table with the rates of the quarters before it.</summary>
/// <param name="Before">The figures of the previous period.</param>
/// <param name="Trend">Rates of the last five quarters, oldest first.</param>
internal sealed record StatusLine(string Title, DutyFilter Filter, Figures Now, Figures Before, IReadOnlyList<double?> Trend)
{
    /// <summary>Percentage points against the previous period; null where one of the two has no rate.</summary>
    public double? Change => Now.Rate - Before.Rate is { } points ? points * 100 : null;
}

/// <summary>A unit's row: its figures and how late it is.</summary>
/// <param name="UnitId">Null for what no unit leads.</param>
/// <param name="OldestDue">The due date of what has been overdue longest.</param>
/// <param name="LongestLate">Working days since then.</param>
/// <param name="DueSoon">Open and due by <see cref="StatusView.SoonTo"/>.</param>
internal sealed record UnitLine(int? UnitId, StatusLine Line, DateOnly? OldestDue, int LongestLate, int DueSoon);

/// <summary>How many open duties fall due on a day, and what day it is.</summary>
internal sealed record DueDay(DateOnly Date, int Count, bool IsOff, string? Name);

/// <summary>What one person sees of a tally, ready to be shown. Kept with the tally; holds no entity.</summary>
internal sealed class StatusView
{
    private readonly List<Cell> _cells;
    private readonly StatusTally _tally;
    private readonly bool _inCharge;

    private StatusView(StatusTally tally, Viewer viewer, WorkingCalendar calendar, OrganizationOn organization)
    {
        _tally = tally;
        Calendar = calendar;
        _inCharge = viewer.StatusUnits is not null;
        _cells = [.. tally.Cells.Where(x => (viewer.StatusUnits is not { } mine || x.UnitId is { } unit && mine.Contains(unit))
            && (!x.Confidential || viewer.ActsAsChairman || x.OfficerId == viewer.Id))];
        var today = tally.Today;
        Units = viewer.StatusUnits is { } led ? [.. organization.Units.Where(x => led.Contains(x.Id)).Select(x => x.ShortName)] : null;
        Break = calendar.DaysOffAfter(today);
        SoonTo = Break is { } off ? off.From.AddDays(-1) : today.AddDays(7);

        Whole = Line(_inCharge ? "Các đơn vị phụ trách" : "Toàn xã", new DutyFilter(), _cells);
        var byArea = _cells.ToLookup(x => x.Area);
        Areas = [.. PapiAreas.Eight.Append(PapiArea.General).Select(area => Line(area.NumberedTitle(), new DutyFilter { Area = area }, byArea[area]))];

        UnitLine Unit(int? unit, string title, IEnumerable<Cell> cells)
        {
            var own = cells.ToList();
            var overdue = Running ? own.Where(x => x is { State: DutyState.OpenOverdue, DueOn: not null }).Select(x => x.DueOn).Min() : null;
            return new UnitLine(unit, Line(title, new DutyFilter { UnitId = unit ?? 0 }, own), overdue,
                overdue is { } since ? Math.Max(0, calendar.WorkingDaysBetween(since, today)) : 0,
                own.Where(IsSoon).Sum(x => x.Count));
        }
        var lines = _cells.GroupBy(x => x.UnitId)
            .Select(g => (Order: organization.Unit(g.Key)?.Order ?? int.MaxValue, Unit: Unit(g.Key, organization.UnitName(g.Key), g)))
            .Where(x => x.Unit.Line.Now.Total > 0).ToList();
        ByUnit = [.. lines.OrderByDescending(x => x.Unit.Line.Now.Overdue).ThenByDescending(x => x.Unit.LongestLate)
            .ThenByDescending(x => x.Unit.DueSoon).ThenBy(x => x.Order).Select(x => x.Unit)];
        AllUnits = Unit(null, Whole.Title, _cells) with { Line = Whole };

        Days = [.. Enumerable.Range(0, 14).Select(today.AddDays).Select(day => new DueDay(day,
            _cells.Where(x => x.State == DutyState.OpenInTime && x.DueOn == day).Sum(x => x.Count), !calendar.IsWorkingDay(day), calendar.EntryOn(day)?.Name))];

        bool IsSoon(Cell x) => x.State == DutyState.OpenInTime && x.DueOn >= today && x.DueOn <= SoonTo;
    }

    /// <summary>The working calendar of the count; a change of it writes audit entries and so makes a new count.</summary>
    public WorkingCalendar Calendar { get; }

    public StatusPeriod Period => _tally.Period;
    public bool Running => _tally.Running;
    public DateOnly Today => _tally.Today;

    /// <summary>Short names of a deputy's units; null for who sees all.</summary>
    public IReadOnlyList<string>? Units { get; }

    /// <summary>The next days off with a public holiday in them, when they begin within two weeks.</summary>
    public DaysOff? Break { get; }

    /// <summary>The last day of «sắp đến hạn»: the day before the break, or in seven days.</summary>
    public DateOnly SoonTo { get; }

    public StatusLine Whole { get; }

    /// <summary>The eight contents and the general work: together the whole.</summary>
    public IReadOnlyList<StatusLine> Areas { get; }

    /// <summary>Worst first; together the whole.</summary>
    public IReadOnlyList<UnitLine> ByUnit { get; }
    public UnitLine AllUnits { get; }
    public IReadOnlyList<DueDay> Days { get; }
    public StatusDecisions Decisions { get; private set; } = StatusDecisions.None;

    /// <summary>The quarters of the trends, oldest first.</summary>
    public IReadOnlyList<StatusPeriod> TrendQuarters => [.. _tally.Quarters.TakeLast(StatusTally.TrendQuarters)];

    public static async Task<StatusView> MakeAsync(PlatformDb db, Snapshots snapshots, Viewer viewer, StatusTally tally, CancellationToken cancel)
    {
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        var view = new StatusView(tally, viewer, calendar, organization);
        if (view.Running)
            view.Decisions = await StatusDecisions.FindAsync(db, viewer, calendar, tally.Today, cancel);
        return view;
    }

    /// <summary>
    /// The address of exactly the records behind a figure of the period, or null where there is no such list: what was overdue
    /// when a past period ended is no longer so.
    /// </summary>
    public string? PathOf(StatusLine line, DutyState? state = null) =>
        !Running && (state is DutyState.OpenOverdue || state is null && line.Now.Overdue > 0) ? null
            : Narrow(line.Filter with { State = state is { } one ? DutyFilter.KeyOf(one) : null, Period = Period }).ToPath();

    /// <summary>The records of which the on-time rate is made, or null as in <see cref="PathOf"/>.</summary>
    public string? PathOfRate(StatusLine line) =>
        !Running && line.Now.Overdue > 0 ? null : Narrow(line.Filter with { State = "ty-le", Period = Period }).ToPath();

    /// <summary>Open and due from a day to a day, office dates.</summary>
    public string PathOfDue(StatusLine line, DateOnly from, DateOnly to) =>
        Narrow(line.Filter with { State = "trong-han", DueFrom = from, DueTo = to }).ToPath();

    /// <summary>Overdue since exactly this due date.</summary>
    public string PathOfOverdue(StatusLine line, DateOnly due) =>
        Narrow(line.Filter with { State = "qua-han", DueFrom = due, DueTo = due }).ToPath();

    /// <summary>A list within what this viewer's figures count.</summary>
    public DutyFilter Narrow(DutyFilter filter) => filter with { InCharge = _inCharge };

    private StatusLine Line(string title, DutyFilter filter, IEnumerable<Cell> cells)
    {
        var own = cells as List<Cell> ?? [.. cells];
        var rates = _tally.Quarters.Select(quarter => Sum(own, quarter).Rate).ToList();
        return new StatusLine(title, filter, Sum(own, Period), Sum(own, Period.Previous), [.. rates.TakeLast(StatusTally.TrendQuarters)]);
    }

    // What was done in any quarter of the period, and what stood at its end: the end of its last quarter, or today.
    private Figures Sum(List<Cell> cells, StatusPeriod period)
    {
        var first = -1;
        var last = -1;
        for (var i = 0; i < _tally.Quarters.Count; i++)
            if (period.Holds(_tally.Quarters[i].From))
                (first, last) = (first < 0 ? i : first, i);
        int onTime = 0, late = 0, inTime = 0, overdue = 0, awaiting = 0;
        foreach (var cell in cells)
        {
            if (first < 0 || cell.Quarter < first || cell.Quarter > last)
                continue;
            switch (cell.State)
            {
                case DutyState.DoneOnTime: onTime += cell.Count; break;
                case DutyState.DoneLate: late += cell.Count; break;
                case DutyState.OpenOverdue when cell.Quarter == last: overdue += cell.Count; break;
                case DutyState.OpenInTime when cell.Quarter == last: inTime += cell.Count; break;
                case DutyState.AwaitingAcceptance when cell.Quarter == last: awaiting += cell.Count; break;
            }
        }
        return new Figures(onTime, late, inTime, overdue, awaiting);
    }
}
