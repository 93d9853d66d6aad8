namespace BacSon.Kernel.Calendar;

/// <summary>A break of several days in a row.</summary>
/// <param name="From">First day off.</param>
/// <param name="To">Last day off, included.</param>
/// <param name="Name">The holidays in it, for example "Quốc khánh".</param>
public sealed record DaysOff(DateOnly From, DateOnly To, string Name);

/// <summary>
/// The office's working days: Monday to Friday, corrected by the stored exceptions. Immutable; safe to share between threads.
/// A year that was not loaded is counted Monday to Friday (<see cref="Covers"/> tells), except for a day that has an entry of its own.
/// Every question is answered in constant time, because the ledger asks hundreds of thousands of them at once.
/// </summary>
public sealed class WorkingCalendar
{
    private readonly Dictionary<DateOnly, CalendarDay> entries;
    private readonly HashSet<int> years;

    // Working days have a running number: 1 is Monday 01/01/0001. Between first and last the number is looked up,
    // outside it is Monday-to-Friday arithmetic; surplus is how far the exceptions push the numbers after last.
    private readonly int first;
    private readonly int last;
    private readonly int[] numberUpTo;
    private readonly int[] workingDays;
    private readonly int numberBeforeFirst;
    private readonly int surplus;

    /// <summary>Makes a calendar of exceptions and of the years that have been loaded.</summary>
    /// <exception cref="ArgumentException">A date has two entries.</exception>
    public WorkingCalendar(IEnumerable<CalendarDay> days, IEnumerable<int> years)
    {
        entries = days.ToDictionary(d => d.Date);
        this.years = [.. years];
        int[] touched = [.. this.years, .. entries.Keys.Select(d => d.Year)];
        if (touched.Length == 0)
        {
            (first, last) = (1, 0);
            (numberUpTo, workingDays) = ([], []);
            return;
        }

        first = new DateOnly(touched.Min(), 1, 1).DayNumber;
        last = new DateOnly(touched.Max(), 12, 31).DayNumber;
        numberBeforeFirst = MondayToFridayNumber(first - 1);
        numberUpTo = new int[last - first + 1];
        var working = new List<int>();
        for (var day = first; day <= last; day++)
        {
            if (IsWorking(KindOf(DateOnly.FromDayNumber(day)))) working.Add(day);
            numberUpTo[day - first] = numberBeforeFirst + working.Count;
        }
        workingDays = [.. working];
        surplus = numberUpTo[^1] - MondayToFridayNumber(last);
    }

    /// <summary>Whether the days off of this year have been loaded.</summary>
    public bool Covers(int year) => years.Contains(year);

    /// <summary>Whether the office works on this date.</summary>
    public bool IsWorkingDay(DateOnly d) => NumberUpTo(d.DayNumber) != NumberUpTo(d.DayNumber - 1);

    /// <summary>What this date is.</summary>
    public DayKind KindOf(DateOnly d) =>
        entries.TryGetValue(d, out var entry) ? entry.Kind : IsMondayToFriday(d) ? DayKind.WorkingDay : DayKind.Weekend;

    /// <summary>The stored exception on this date, or null for an ordinary day.</summary>
    public CalendarDay? EntryOn(DateOnly d) => entries.GetValueOrDefault(d);

    /// <summary>The first working day strictly after this date.</summary>
    public DateOnly NextWorkingDay(DateOnly d) => AddWorkingDays(d, 1);

    /// <summary>The last working day strictly before this date.</summary>
    public DateOnly PreviousWorkingDay(DateOnly d) => AddWorkingDays(d, -1);

    /// <summary>This date when it is a working day, else the next one.</summary>
    public DateOnly OnOrAfter(DateOnly d) => IsWorkingDay(d) ? d : NextWorkingDay(d);

    /// <summary>This date when it is a working day, else the one before.</summary>
    public DateOnly OnOrBefore(DateOnly d) => IsWorkingDay(d) ? d : PreviousWorkingDay(d);

    /// <summary>The n-th working day after (n &gt; 0) or before (n &lt; 0) this date, which is itself not counted; 0 gives the date back.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The result lies outside the years 1 to 9999.</exception>
    public DateOnly AddWorkingDays(DateOnly d, int n) => n switch
    {
        0 => d,
        > 0 => WorkingDay((long)NumberUpTo(d.DayNumber) + n),
        < 0 => WorkingDay((long)NumberUpTo(d.DayNumber - 1) + n + 1),
    };

    /// <summary>Working days in (a, b]; when b is before a, minus those in (b, a].</summary>
    public int WorkingDaysBetween(DateOnly a, DateOnly b) => NumberUpTo(b.DayNumber) - NumberUpTo(a.DayNumber);

    /// <summary>The day's name in Vietnamese: the holiday, "làm bù cho ngày 31/08/2026", or the weekday ("thứ Bảy").</summary>
    public string NameOf(DateOnly d) => entries.TryGetValue(d, out var entry) ? entry.Name : d.Weekday();

    /// <summary>
    /// The next break that begins within the 14 days after this date: three or more days off in a row with a public holiday
    /// among them. Null when there is none. A break already running on this date is not the next one.
    /// </summary>
    public DaysOff? DaysOffAfter(DateOnly d)
    {
        for (var from = d.AddDays(1); from <= d.AddDays(14); from = from.AddDays(1))
        {
            if (IsWorkingDay(from) || !IsWorkingDay(from.AddDays(-1))) continue;
            var to = NextWorkingDay(from).AddDays(-1);
            if (to.DayNumber - from.DayNumber < 2) continue;
            var holidays = Enumerable.Range(from.DayNumber, to.DayNumber - from.DayNumber + 1)
                .Select(DateOnly.FromDayNumber).Where(day => KindOf(day) == DayKind.Holiday)
                .Select(day => ShortName(NameOf(day))).Distinct().ToList();
            if (holidays.Count > 0) return new DaysOff(from, to, string.Join(", ", holidays));
        }
        return null;
    }

    /// <summary>Whether a working day of this kind.</summary>
    internal static bool IsWorking(DayKind kind) => kind is DayKind.WorkingDay or DayKind.MakeUpWorkingDay;

    /// <summary>Whether the plain week works on this date, exceptions left aside.</summary>
    internal static bool IsMondayToFriday(DateOnly d) => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>"Quốc khánh (ngày liền kề trước)" is spoken of as "Quốc khánh".</summary>
    internal static string ShortName(string name) => name.IndexOf(" (", StringComparison.Ordinal) is > 0 and var at ? name[..at] : name;

    /// <summary>The same calendar as if the entries of this status had never been made.</summary>
    internal WorkingCalendar Without(DayStatus status) => new(entries.Values.Where(e => e.Status != status), years);

    private int NumberUpTo(int day) =>
        day < first ? MondayToFridayNumber(day) : day > last ? MondayToFridayNumber(day) + surplus : numberUpTo[day - first];

    private DateOnly WorkingDay(long number)
    {
        var inside = number - numberBeforeFirst;
        if (workingDays.Length > 0 && inside > 0)
        {
            if (inside <= workingDays.Length) return DateOnly.FromDayNumber(workingDays[inside - 1]);
            number -= surplus;
        }
        // Day 0 (01/01/0001) is a Monday.
        var day = number < 1 ? -1 : (number - 1) / 5 * 7 + (number - 1) % 5;
        return day >= 0 && day <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)day)
            : throw new ArgumentOutOfRangeException(nameof(number), "The date lies outside the years 1 to 9999.");
    }

    private static int MondayToFridayNumber(int day) => day < 0 ? 0 : (day + 1) / 7 * 5 + Math.Min((day + 1) % 7, 5);
}
