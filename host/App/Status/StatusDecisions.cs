using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Status;

/// <summary>Why something waits for a leader.</summary>
internal enum DecisionKind { Extension, Overdue, Acceptance, Unassigned }

/// <summary>One thing that waits for a leader's decision today.</summary>
/// <param name="Title">Null for a confidential duty: neither its name nor its unit stands in a list.</param>
/// <param name="Since">Due date of the overdue, or the day on which it was declared done or the extension asked for.</param>
/// <param name="AskedUntil">The date asked for, of an extension.</param>
/// <param name="Reason">The reason of an extension.</param>
internal sealed record Decision(DecisionKind Kind, long DutyId, string? Title, int? UnitId, DateOnly DueOn, DateOnly Since, DateOnly? AskedUntil, string? Reason);

/// <summary>What waits for the viewer today: in all, and the first of each kind.</summary>
/// <param name="Mine">False for who only looks on: the decisions are the chairman's.</param>
/// <param name="Counts">How many of each kind there are; no duty is counted twice.</param>
internal sealed record StatusDecisions(bool Mine, IReadOnlyList<Decision> Shown, IReadOnlyDictionary<DecisionKind, int> Counts)
{
    public static readonly StatusDecisions None = new(true, [], new Dictionary<DecisionKind, int>());

    /// <summary>How many of one kind are shown; the rest is a sum with a link.</summary>
    public const int MostOfKind = 3;

    public int Total => Counts.Values.Sum();

    /// <summary>The overdue that a leader decides on: as late as what climbs to the chairman.</summary>
    public static DateOnly OverdueSince(WorkingCalendar calendar, DateOnly today) =>
        // Seven working days have passed when the seventh-last working day lies after the due date.
        calendar.AddWorkingDays(today.AddDays(1), -ReminderPolicy.ChairmanAfter).AddDays(-1);

    public static async Task<StatusDecisions> FindAsync(PlatformDb db, Viewer viewer, WorkingCalendar calendar, DateOnly today, CancellationToken cancel)
    {
        var organization = viewer.Organization;
        var observes = !viewer.ActsAsChairman && !viewer.ActsAsOfficeHead && viewer.StatusUnits is null;
        // Who looks on reads what waits for the chairman, within what he himself may see.
        var decider = observes && organization.Chairman is { } chairman ? new Viewer(organization, chairman) : viewer;
        var duties = viewer.Visible(db.Duties.AsNoTracking());
        if (viewer.StatusUnits is { } led)
        {
            int?[] units = [.. led.Select(x => (int?)x)];
            duties = duties.Where(x => units.Contains(x.LeadUnitId));
        }
        var counts = new Dictionary<DecisionKind, int>();
        var shown = new List<Decision>();

        // The same lists as the decider's own page, cut down to what this viewer may see and counts here.
        var asked = await Kernel.Duties.Decisions.ExtensionsAsync(db, decider, cancel: cancel);
        var toAccept = await Kernel.Duties.Decisions.AwaitingAsync(db, decider, calendar, cancel: cancel);
        long[] ids = [.. asked.Select(x => x.DutyId), .. toAccept.Select(x => x.Id)];
        var seen = ids.Length == 0 ? [] : await duties.Where(x => ids.Contains(x.Id)).AsRows(viewer).ToDictionaryAsync(x => x.Id, cancel);
        asked = [.. asked.Where(x => seen.ContainsKey(x.DutyId))];
        toAccept = [.. toAccept.Where(x => seen.ContainsKey(x.Id))];

        counts[DecisionKind.Extension] = asked.Count;
        shown.AddRange(asked.Take(MostOfKind).Select(x => new Decision(DecisionKind.Extension, x.DutyId, Told(seen[x.DutyId]), x.LeadUnitId, x.DueBefore, x.RequestedOn, x.AskedUntil, seen[x.DutyId].Confidential || viewer.OnlyObserves ? null : x.Reason)));
        long[] askedIds = [.. asked.Select(x => x.DutyId)];

        var since = OverdueSince(calendar, today);
        var overdue = duties.Where(x => x.Stage == DutyStage.Open && !x.Paused && x.LeadUnitId != null && x.DueOn <= since && !askedIds.Contains(x.Id));
        counts[DecisionKind.Overdue] = await overdue.CountAsync(cancel);
        shown.AddRange((await overdue.OrderBy(x => x.DueOn).ThenBy(x => x.Id).Take(MostOfKind).AsRows(viewer).ToListAsync(cancel))
            .Select(x => new Decision(DecisionKind.Overdue, x.Id, Told(x), x.LeadUnitId, x.DueOn, x.DueOn, null, null)));

        counts[DecisionKind.Acceptance] = toAccept.Count;
        shown.AddRange(toAccept.Take(MostOfKind).Select(x => new Decision(DecisionKind.Acceptance, x.Id, Told(seen[x.Id]), x.LeadUnitId, x.DueOn, x.DeclaredOn, null, null)));

        if (decider.ActsAsChairman || decider.ActsAsOfficeHead)
        {
            var unassigned = duties.Where(x => x.Stage == DutyStage.Open && x.LeadUnitId == null && !askedIds.Contains(x.Id));
            counts[DecisionKind.Unassigned] = await unassigned.CountAsync(cancel);
            shown.AddRange((await unassigned.OrderBy(x => x.DueOn).ThenBy(x => x.Id).Take(MostOfKind).AsRows(viewer).ToListAsync(cancel))
                .Select(x => new Decision(DecisionKind.Unassigned, x.Id, Told(x), null, x.DueOn, x.DueOn, null, null)));
        }
        return new StatusDecisions(!observes, shown, counts);

        // What is confidential has no name here.
        static string? Told(DutyRow row) => row.Confidential ? null : row.Title;
    }
}
