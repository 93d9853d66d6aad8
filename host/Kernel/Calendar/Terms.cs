namespace BacSon.Kernel.Calendar;

/// <summary>What a term is counted in.</summary>
public enum TermUnit
{
    /// <summary>Working days of the office.</summary>
    WorkingDay,
    /// <summary>Calendar days, days off included.</summary>
    CalendarDay,
    /// <summary>Calendar months.</summary>
    Month,
    /// <summary>Calendar years.</summary>
    Year,
}

/// <summary>How a term binds.</summary>
public enum TermKind
{
    /// <summary>Must be done at the latest on the last day.</summary>
    NoLaterThan,
    /// <summary>Must be done at the latest so long before the event: counted back from it.</summary>
    AtLeastBefore,
    /// <summary>Must last at least so long (a posting): the last day is the first on which it may end.</summary>
    MinimumDuration,
    /// <summary>At once.</summary>
    Immediately,
    /// <summary>The start is itself the due date.</summary>
    FixedDate,
}

/// <summary>A term as a legal text gives it.</summary>
/// <param name="Amount">How many units, 0 or more; for <see cref="TermKind.AtLeastBefore"/> the sign does not matter.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Kind">How it binds.</param>
public sealed record Term(int Amount, TermUnit Unit, TermKind Kind = TermKind.NoLaterThan);

/// <summary>A time in which the clock stands still: the days after <paramref name="From"/> up to and including <paramref name="To"/>.</summary>
/// <param name="From">Day of the event that stopped the clock; itself still counted.</param>
/// <param name="To">Day of the event that started it again, itself not counted; null while the clock stands.</param>
/// <param name="Reason">Vietnamese, for example "chờ công dân bổ sung hồ sơ".</param>
public sealed record Pause(DateOnly From, DateOnly? To, string Reason);

/// <summary>An extension that was granted; it counts on from the due date that it extends.</summary>
/// <param name="Amount">How many units, 1 or more.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Reason">Vietnamese.</param>
public sealed record GrantedExtension(int Amount, TermUnit Unit, string Reason);

/// <summary>How a recurring duty's nominal date becomes a working day.</summary>
public enum DueShift
{
    /// <summary>That day or the next working day.</summary>
    Next,
    /// <summary>That day or the working day before.</summary>
    Previous,
    /// <summary>The last working day of that month.</summary>
    LastWorkingDayOfMonth,
}

/// <summary>One day of the count, as a cell of the calendar shows it.</summary>
/// <param name="Date">The date.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Status">How sure that is; confirmed for an ordinary day.</param>
/// <param name="Label">A few Vietnamese words, for example "ngày 6, làm bù"; may be empty.</param>
/// <param name="Ordinal">Its number in the count (of the term, or of the extension it belongs to); null when it is not counted.</param>
/// <param name="IsStart">The day of the event.</param>
/// <param name="IsDue">The due date.</param>
/// <param name="InPause">Not counted because the clock stands still.</param>
public sealed record ExplainedDay(DateOnly Date, DayKind Kind, DayStatus Status, string Label, int? Ordinal, bool IsStart, bool IsDue, bool InPause);

/// <summary>A due date that can say why it is that day.</summary>
/// <param name="Start">The day of the event (for a count back: the event to be prepared for).</param>
/// <param name="Term">The term.</param>
/// <param name="Nominal">Where the count ends before a day off moves it; while the clock stands still, where it would end had it not stopped.</param>
/// <param name="Due">The due date; null while the clock stands still.</param>
/// <param name="Days">Every day from start to due in order, at most 400.</param>
/// <param name="Sentences">The explanation in Vietnamese, to be shown one after another.</param>
/// <param name="RestsOnExpectedDays">The count met days off that are only expected.</param>
/// <param name="RestsOnRecalledDays">The count met days that are stated from memory.</param>
public sealed record Deadline(
    DateOnly Start,
    Term Term,
    DateOnly Nominal,
    DateOnly? Due,
    IReadOnlyList<ExplainedDay> Days,
    IReadOnlyList<string> Sentences,
    bool RestsOnExpectedDays,
    bool RestsOnRecalledDays);
