using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Status;

/// <summary>
/// So many duties that agree in everything the page tells apart. A confidential one keeps its officer, because only he and
/// the chairman may see it counted.
/// </summary>
/// <param name="Quarter">Place in <see cref="StatusTally.Quarters"/>.</param>
/// <param name="State">In a past quarter <see cref="DutyState.OpenOverdue"/> means: open and overdue when the quarter ended.</param>
/// <param name="DueOn">Only of what is open in the running quarter.</param>
internal sealed record Cell(int Quarter, DutyState State, int? UnitId, PapiArea Area, bool Confidential, int? OfficerId, DateOnly? DueOn, int Count);

/// <summary>
/// All figures of the status page for everyone: counted from the duties by a few grouped queries, not yet cut down to what
/// one person may see.
/// </summary>
/// <param name="Period">The period asked for.</param>
/// <param name="Quarters">The quarters counted, oldest first, as far as the period or today reaches.</param>
/// <param name="Today">Office date of the count.</param>
internal sealed record StatusTally(StatusPeriod Period, IReadOnlyList<StatusPeriod> Quarters, DateOnly Today, IReadOnlyList<Cell> Cells)
{
    /// <summary>How many quarters a trend shows.</summary>
    public const int TrendQuarters = 5;

    public bool Running => Period.Holds(Today);

    /// <summary>The periods that the page offers: this quarter and seven before, this year and the last.</summary>
    public static IReadOnlyList<StatusPeriod> Offered(DateOnly today)
    {
        var quarters = new List<StatusPeriod> { StatusPeriod.Quarter(today) };
        while (quarters.Count < 8)
            quarters.Add(quarters[^1].Previous);
        return [.. quarters, StatusPeriod.Year(today.Year), StatusPeriod.Year(today.Year - 1)];
    }

    public static async Task<StatusTally> CountAsync(PlatformDb db, StatusPeriod period, DateOnly today, CancellationToken cancel)
    {
        // A trend of five quarters reaches at least to the beginning of the previous period.
        var last = StatusPeriod.Quarter(period.Holds(today) ? today : period.To);
        var quarters = new List<StatusPeriod> { last };
        while (quarters.Count < TrendQuarters || quarters[0].From > period.Previous.From)
            quarters.Insert(0, quarters[0].Previous);

        var cells = new List<Cell>();
        var duties = db.Duties.AsNoTracking();
        var since = quarters[0].From;
        for (var i = 0; i < quarters.Count; i++)
        {
            var (from, to) = (quarters[i].From, quarters[i].To);
            var onTime = await duties.Where(x => x.Stage == DutyStage.Done && x.DoneOn >= from && x.DoneOn <= to && x.DoneOn <= x.DueOn)
                .GroupBy(x => new { x.LeadUnitId, x.Area, x.Confidential, OfficerId = x.Confidential ? x.OfficerId : null })
                .Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
            cells.AddRange(onTime.Select(x => new Cell(i, DutyState.DoneOnTime, x.Key.LeadUnitId, x.Key.Area, x.Key.Confidential, x.Key.OfficerId, null, x.Count)));
        }

        // At the end of a past quarter a duty was overdue when it was due by then and not yet done or cancelled by then.
        // Where a clock stands still today nothing is called overdue, then as now.
        void OverdueAtEnds(int? unit, PapiArea area, bool confidential, int? officer, DateOnly due, DateOnly? endedOn, int count)
        {
            for (var i = 0; i < quarters.Count; i++)
                if (!quarters[i].Holds(today) && due <= quarters[i].To && (endedOn is null || endedOn > quarters[i].To))
                    cells.Add(new Cell(i, DutyState.OpenOverdue, unit, area, confidential, officer, null, count));
        }

        var late = await duties.Where(x => x.Stage == DutyStage.Done && x.DoneOn >= since && x.DoneOn > x.DueOn)
            .GroupBy(x => new { x.LeadUnitId, x.Area, x.Confidential, OfficerId = x.Confidential ? x.OfficerId : null, x.DueOn, x.DoneOn })
            .Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        foreach (var x in late)
        {
            var doneIn = quarters.FindIndex(quarter => quarter.Holds(x.Key.DoneOn!.Value));
            if (doneIn >= 0)
                cells.Add(new Cell(doneIn, DutyState.DoneLate, x.Key.LeadUnitId, x.Key.Area, x.Key.Confidential, x.Key.OfficerId, null, x.Count));
            OverdueAtEnds(x.Key.LeadUnitId, x.Key.Area, x.Key.Confidential, x.Key.OfficerId, x.Key.DueOn, x.Key.DoneOn, x.Count);
        }

        // A period that is over needs of what is open only what was already due when it ended.
        var running = quarters.Count - 1;
        var reaches = period.Holds(today) ? DateOnly.MaxValue : period.To;
        var open = await duties.Where(x => x.Stage == DutyStage.Open && x.DueOn <= reaches)
            .GroupBy(x => new { x.LeadUnitId, x.Area, x.Confidential, OfficerId = x.Confidential ? x.OfficerId : null, x.DueOn, x.Paused })
            .Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        foreach (var x in open)
        {
            if (period.Holds(today))
                cells.Add(new Cell(running, !x.Key.Paused && x.Key.DueOn < today ? DutyState.OpenOverdue : DutyState.OpenInTime,
                    x.Key.LeadUnitId, x.Key.Area, x.Key.Confidential, x.Key.OfficerId, x.Key.DueOn, x.Count));
            if (!x.Key.Paused)
                OverdueAtEnds(x.Key.LeadUnitId, x.Key.Area, x.Key.Confidential, x.Key.OfficerId, x.Key.DueOn, null, x.Count);
        }

        var awaiting = await duties.Where(x => x.Stage == DutyStage.AwaitingAcceptance)
            .GroupBy(x => new { x.LeadUnitId, x.Area, x.Confidential, OfficerId = x.Confidential ? x.OfficerId : null, x.DueOn, x.DeclaredOn })
            .Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        foreach (var x in awaiting)
        {
            if (period.Holds(today))
                cells.Add(new Cell(running, DutyState.AwaitingAcceptance, x.Key.LeadUnitId, x.Key.Area, x.Key.Confidential, x.Key.OfficerId, null, x.Count));
            // Once accepted it will count as done on the day it was declared.
            OverdueAtEnds(x.Key.LeadUnitId, x.Key.Area, x.Key.Confidential, x.Key.OfficerId, x.Key.DueOn, x.Key.DeclaredOn, x.Count);
        }

        var cancelled = await duties.Where(x => x.Stage == DutyStage.Cancelled && x.CancelledOn > quarters[0].To)
            .GroupBy(x => new { x.LeadUnitId, x.Area, x.Confidential, OfficerId = x.Confidential ? x.OfficerId : null, x.DueOn, x.CancelledOn })
            .Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        foreach (var x in cancelled)
            OverdueAtEnds(x.Key.LeadUnitId, x.Key.Area, x.Key.Confidential, x.Key.OfficerId, x.Key.DueOn, x.Key.CancelledOn, x.Count);

        return new StatusTally(period, quarters, today, Merge(cells));
    }

    // A late duty's two dates have done their work; what is left agrees in far fewer cells, which every viewer goes through.
    private static List<Cell> Merge(List<Cell> cells) => [.. cells.GroupBy(x => x with { Count = 0 }).Select(g => g.Key with { Count = g.Sum(x => x.Count) })];
}

/// <summary>
/// Keeps the tally and what each person sees of it in memory. The page is live all the same: every change of a duty writes
/// an audit entry in its own transaction, so a newer entry makes the kept tally stale at once. On SQL Server a lower number
/// may be committed after a higher one, therefore nothing is kept longer than <see cref="LongestKept"/>. One request counts
/// while the others wait for its result (ops/decisions/0003-status-tally.md).
/// </summary>
internal sealed class StatusTallies : IDisposable
{
    public static readonly TimeSpan LongestKept = TimeSpan.FromSeconds(10);

    private sealed record Kept(long Entry, DateTimeOffset At, StatusTally Tally, System.Collections.Concurrent.ConcurrentDictionary<int, StatusView> Views);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Kept> _kept = new();

    /// <summary>How many times the duties were counted since the start: for tests.</summary>
    internal int Counted { get; private set; }

    /// <summary>What the status page tells this viewer of a period.</summary>
    public async Task<StatusView> ReadAsync(PlatformDb db, Snapshots snapshots, Viewer viewer, StatusPeriod period, CancellationToken cancel = default)
    {
        var today = db.Clock.OfficeToday();
        var entry = await NewestEntryAsync(db, cancel);
        if (Fresh() is { } kept && kept.Views.TryGetValue(viewer.Id, out var view))
            return view;
        await _gate.WaitAsync(cancel);
        try
        {
            kept = Fresh();
            for (var attempt = 0; kept is null; attempt++)
            {
                var tally = await StatusTally.CountAsync(db, period, today, cancel);
                Counted++;
                // Several queries are no single moment: when something changed meanwhile, count once more.
                var after = await NewestEntryAsync(db, cancel);
                if (after == entry || attempt == 2)
                    kept = _kept[period.Key] = new Kept(entry, db.Clock.GetUtcNow(), tally, new());
                entry = after;
            }
            if (!kept.Views.TryGetValue(viewer.Id, out view))
                kept.Views[viewer.Id] = view = await StatusView.MakeAsync(db, snapshots, viewer, kept.Tally, cancel);
            return view;
        }
        finally
        {
            _gate.Release();
        }

        Kept? Fresh() => _kept.TryGetValue(period.Key, out var found) && found.Entry >= entry && found.Tally.Today == today
            && (db.Clock.GetUtcNow() - found.At).Duration() < LongestKept ? found : null;
    }

    private static Task<long> NewestEntryAsync(PlatformDb db, CancellationToken cancel) =>
        db.AuditEntries.AsNoTracking().OrderByDescending(x => x.Id).Select(x => x.Id).FirstOrDefaultAsync(cancel);

    public void Dispose() => _gate.Dispose();
}
