namespace BacSon.Kernel.Calendar;

/// <summary>
/// Computes due dates as Bộ luật Dân sự 2015 (Điều 147, 148) counts them. Pure: the same input gives the same date.
/// Dates are legal dates of the office; a due date ends at 24:00 of that day (khoản 6 Điều 148).
/// </summary>
public static class LegalClock
{
    /// <summary>The due date; null while an open pause that began on or before it keeps the clock still.</summary>
    /// <exception cref="ArgumentException">A pause ends before it begins.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative amount (other than for a count back), an extension below 1, or a date outside the years 1 to 9999.</exception>
    public static DateOnly? Due(
        WorkingCalendar c, DateOnly start, Term term, IReadOnlyList<Pause>? pauses = null, IReadOnlyList<GrantedExtension>? extensions = null)
    {
        var closed = Closed(pauses);
        var due = Count(c, start, term, closed, extensions, steps: null);
        return IsStopped(pauses, due) ? null : due;
    }

    /// <summary>The due date with its reasons, in Vietnamese. Slower than <see cref="Due"/>: for one duty on a page, not for lists.</summary>
    /// <param name="c">The working calendar.</param>
    /// <param name="start">The day of the event.</param>
    /// <param name="term">The term.</param>
    /// <param name="pauses">Times in which the clock stood still; they may overlap.</param>
    /// <param name="extensions">Granted extensions, in order.</param>
    /// <param name="today">Marks this day among the days when given.</param>
    /// <param name="startName">What the day of the event is called, for example "ngày nhận"; null for a neutral name.</param>
    /// <exception cref="ArgumentException">As for <see cref="Due"/>.</exception>
    public static Deadline Explain(
        WorkingCalendar c, DateOnly start, Term term, IReadOnlyList<Pause>? pauses = null, IReadOnlyList<GrantedExtension>? extensions = null,
        DateOnly? today = null, string? startName = null)
    {
        var steps = new List<CountStep>();
        var closed = Closed(pauses);
        var end = Count(c, start, term, closed, extensions, steps);
        DateOnly? due = IsStopped(pauses, end) ? null : end;
        return new Explanation(c, start, term, pauses ?? [], closed, steps, due, today, startName)
            .Deadline(other => Due(other, start, term, pauses, extensions));
    }

    /// <summary>The working day on which a recurring duty with this nominal date falls due.</summary>
    public static DateOnly Shift(WorkingCalendar c, DateOnly nominal, DueShift shift) => shift switch
    {
        DueShift.Next => c.OnOrAfter(nominal),
        DueShift.Previous => c.OnOrBefore(nominal),
        DueShift.LastWorkingDayOfMonth =>
            c.OnOrBefore(new DateOnly(nominal.Year, nominal.Month, DateTime.DaysInMonth(nominal.Year, nominal.Month))),
        _ => throw new ArgumentOutOfRangeException(nameof(shift), shift, null),
    };

    /// <summary>Whether the clock stands still on this day: after the stopping event, up to and including the day of the resuming one.</summary>
    internal static bool IsPaused(IReadOnlyList<Pause> closed, DateOnly d)
    {
        foreach (var p in closed)
            if (p.From < d && d <= p.To!.Value) return true;
        return false;
    }

    private static DateOnly Count(
        WorkingCalendar c, DateOnly start, Term term, IReadOnlyList<Pause> closed, IReadOnlyList<GrantedExtension>? extensions, List<CountStep>? steps)
    {
        if (term.Amount < 0 && term.Kind != TermKind.AtLeastBefore)
            throw new ArgumentOutOfRangeException(nameof(term), term.Amount, "A term counts forward: its amount is not negative.");

        // `end` is where the count stands before a day off moves it; `rolls` says whether it still has to move.
        DateOnly end;
        var rolls = true;
        switch (term.Kind)
        {
            // Khoản 2, 3 Điều 147: the day of the event is not counted, the first day is the one after it. A minimum duration
            // (niêm yết ít nhất N ngày) is counted alike; only its meaning differs: before the end of its last day it may not stop.
            case TermKind.NoLaterThan or TermKind.MinimumDuration:
                end = Forward(c, start, term.Amount, term.Unit, closed);
                // A term of nothing is the day itself, or the next working day: told as "at once".
                steps?.Add(term.Amount == 0 ? new(StepKind.AtOnce, start, end, 0, TermUnit.WorkingDay) : new(StepKind.Count, start, end, term.Amount, term.Unit));
                break;

            // "Chậm nhất N ngày trước ngày X": Điều 147 mirrored, X itself is not counted. The event does not wait for
            // anyone, so pauses leave it alone.
            case TermKind.AtLeastBefore:
                var back = Backward(c, start, Math.Abs((long)term.Amount), term.Unit);
                steps?.Add(new(StepKind.CountBack, start, back, Math.Abs(term.Amount), term.Unit));
                // No article rolls a count back. Rolling it forward would cut the notice below its minimum, so it moves earlier.
                end = c.OnOrBefore(back);
                if (end != back) steps?.Add(new(StepKind.MoveEarlier, back, end));
                rolls = false;
                break;

            // "Ngay": within the office's working time, so a day off waits for the next working day; in calendar days the
            // matter is urgent and does not wait.
            case TermKind.Immediately:
                end = start;
                rolls = term.Unit == TermUnit.WorkingDay;
                steps?.Add(new(StepKind.AtOnce, start, start, 0, term.Unit));
                break;

            // A date that an act or a plan names is that date.
            case TermKind.FixedDate:
                end = start;
                rolls = false;
                steps?.Add(new(StepKind.Fixed, start, start));
                break;

            default:
                throw new ArgumentOutOfRangeException(nameof(term), term.Kind, null);
        }

        foreach (var extension in extensions ?? [])
        {
            if (extension.Amount < 1)
                throw new ArgumentOutOfRangeException(nameof(extensions), extension.Amount, "An extension adds at least one unit.");
            // An extension counts on from the due date it extends. In calendar units that is the end before rolling, or
            // each extension would add the rolled days as a gift; in working days the rolled day is the last day itself.
            if (rolls && extension.Unit == TermUnit.WorkingDay) end = Roll(c, end, closed, steps);
            var from = end;
            end = Forward(c, from, extension.Amount, extension.Unit, closed);
            steps?.Add(new(StepKind.Extend, from, end, extension.Amount, extension.Unit, extension.Reason));
            rolls = true;
        }

        return rolls ? Roll(c, end, closed, steps) : end;
    }

    private static DateOnly Forward(WorkingCalendar c, DateOnly from, int amount, TermUnit unit, IReadOnlyList<Pause> closed) => unit switch
    {
        // Day 1 is the first working day after the event, the last one is the n-th.
        TermUnit.WorkingDay => SkipPauses(from, amount, closed, c.AddWorkingDays, c.WorkingDaysBetween),
        // Khoản 1 Điều 148: a term in days ends with its last day; days off in between count.
        TermUnit.CalendarDay => CalendarDays(from, amount, closed),
        // Khoản 3 Điều 148: on the same date of the last month, or on that month's last day when it lacks the date.
        // A pause prolongs by the calendar days it took: the term's own days are counted around it.
        TermUnit.Month => CalendarDays(from, from.AddMonths(amount).DayNumber - from.DayNumber, closed),
        // Khoản 4 Điều 148: on the same day and month of the last year (29/02 becomes 28/02, as khoản 3 does).
        TermUnit.Year => CalendarDays(from, from.AddYears(amount).DayNumber - from.DayNumber, closed),
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
    };

    private static DateOnly Backward(WorkingCalendar c, DateOnly from, long amount, TermUnit unit) => unit switch
    {
        TermUnit.WorkingDay => c.AddWorkingDays(from, checked((int)-amount)),
        TermUnit.CalendarDay => from.AddDays(checked((int)-amount)),
        TermUnit.Month => from.AddMonths(checked((int)-amount)),
        TermUnit.Year => from.AddYears(checked((int)-amount)),
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
    };

    private static DateOnly CalendarDays(DateOnly from, int amount, IReadOnlyList<Pause> closed) =>
        SkipPauses(from, amount, closed, (d, n) => d.AddDays(n), (a, b) => b.DayNumber - a.DayNumber);

    // Counts `amount` days on from a date and jumps over the pauses, which come ordered by their first day and may overlap.
    private static DateOnly SkipPauses(
        DateOnly from, int amount, IReadOnlyList<Pause> closed, Func<DateOnly, int, DateOnly> add, Func<DateOnly, DateOnly, int> between)
    {
        foreach (var pause in closed)
        {
            if (pause.To!.Value <= from) continue;
            var before = pause.From > from ? between(from, pause.From) : 0;
            if (amount <= before) break;
            amount -= before;
            from = pause.To.Value;
        }
        return add(from, amount);
    }

    // Khoản 5 Điều 148: a last day that is a weekend or a holiday gives way to the next working day. Nothing falls due
    // while the clock stands still, so a pause is passed over as well.
    private static DateOnly Roll(WorkingCalendar c, DateOnly end, IReadOnlyList<Pause> closed, List<CountStep>? steps)
    {
        var rolled = c.OnOrAfter(end);
        if (rolled == end) return end;
        while (IsPaused(closed, rolled)) rolled = c.NextWorkingDay(rolled);
        steps?.Add(new(StepKind.Roll, end, rolled));
        return rolled;
    }

    private static IReadOnlyList<Pause> Closed(IReadOnlyList<Pause>? pauses)
    {
        if (pauses is null or { Count: 0 }) return [];
        if (pauses.Any(p => p.To < p.From)) throw new ArgumentException("A pause ends before it begins.", nameof(pauses));
        return [.. pauses.Where(p => p.To is not null).OrderBy(p => p.From)];
    }

    // A pause that begins after the due date comes too late to stop it.
    private static bool IsStopped(IReadOnlyList<Pause>? pauses, DateOnly due) =>
        pauses is not null && pauses.Any(p => p.To is null && p.From <= due);
}

internal enum StepKind { Count, CountBack, MoveEarlier, AtOnce, Fixed, Extend, Roll }

/// <summary>One step of the count, kept for the explanation.</summary>
internal sealed record CountStep(StepKind Kind, DateOnly From, DateOnly To, int Amount = 0, TermUnit Unit = TermUnit.CalendarDay, string Reason = "");
