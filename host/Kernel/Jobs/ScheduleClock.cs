using BacSon.Kernel.Calendar;
using BacSon.Kernel.Ui;
using Cronos;

namespace BacSon.Kernel.Jobs;

/// <summary>One time of a schedule. All in office time (Asia/Ho_Chi_Minh).</summary>
/// <param name="At">When it runs, or would have.</param>
/// <param name="Runs">False when the day is off and the schedule passes it over.</param>
/// <param name="Remark">The day off it falls on or was moved from, «làm bù…» on a worked Saturday; null on an ordinary day.</param>
public sealed record JobTime(DateTime At, bool Runs, string? Remark);

/// <summary>
/// Tells the times of a schedule. Cronos reads the cron, as Hangfire does; the working calendar then passes days off over or
/// moves them. Monthly rhythms are moved, never lost: «the last day of the month, the working day before when off».
/// </summary>
public static class ScheduleClock
{
    // No schedule of an office is rarer than once in five years; what never fires must end.
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(5 * 366);
    private const int MostLooked = 2_000;

    // Tết and a weekend on either side: no break moves a day further.
    private static readonly TimeSpan LongestBreak = TimeSpan.FromDays(15);

    /// <summary>The times strictly after an instant (UTC), those passed over among them, in order.</summary>
    public static IEnumerable<JobTime> After(JobTimes times, WorkingCalendar calendar, DateTime utc)
    {
        var cron = Parse(times.Cron);
        var from = utc.ToOffice();
        var begin = times.OffDays is OffDays.Before or OffDays.After ? utc - LongestBreak : utc;
        DateTime? last = null;
        foreach (var at in cron.GetOccurrences(DateTime.SpecifyKind(begin, DateTimeKind.Utc), DateTime.SpecifyKind(utc + Furthest, DateTimeKind.Utc), OfficeTime.Zone, fromInclusive: false).Take(MostLooked).Select(x => x.ToOffice()))
        {
            var day = DateOnly.FromDateTime(at);
            var off = !calendar.IsWorkingDay(day);
            var moved = !off ? day : times.OffDays switch { OffDays.Before => calendar.OnOrBefore(day), OffDays.After => calendar.OnOrAfter(day), _ => day };
            var time = moved.ToDateTime(TimeOnly.FromDateTime(at));
            if (time <= from || time == last)
                continue;
            last = time;
            yield return new JobTime(time, !off || times.OffDays != OffDays.Skip,
                off ? $"{(moved == day ? "" : $"thay {Vi.Date(day)}, ")}{Name(calendar, day)}"
                : calendar.KindOf(day) == DayKind.MakeUpWorkingDay ? calendar.NameOf(day) : null);
        }
    }

    /// <summary>The next time it runs, strictly after an instant (UTC); null when it never does.</summary>
    public static DateTime? Next(JobTimes times, WorkingCalendar calendar, DateTime utc) =>
        After(times, calendar, utc).FirstOrDefault(x => x.Runs) is { } time ? ToUtc(time) : null;

    /// <summary>The last time, at or before an instant (UTC), at which it was to run; null when there was none within a year.</summary>
    public static DateTime? LastDue(JobTimes times, WorkingCalendar calendar, DateTime utc)
    {
        foreach (var back in new[] { TimeSpan.FromHours(3), TimeSpan.FromDays(3), TimeSpan.FromDays(45), TimeSpan.FromDays(400) })
            if (After(times, calendar, utc - back).TakeWhile(x => ToUtc(x) <= utc).LastOrDefault(x => x.Runs) is { } time)
                return ToUtc(time);
        return null;
    }

    /// <summary>More times than this are not told apart.</summary>
    public const int MostCounted = 1_000;

    /// <summary>How many times it was to run in (from, to), both UTC and both left out; at most <see cref="MostCounted"/>.</summary>
    public static int CountBetween(JobTimes times, WorkingCalendar calendar, DateTime from, DateTime to) =>
        After(times, calendar, from).TakeWhile(x => ToUtc(x) < to).Count(x => x.Runs) is var count ? Math.Min(count, MostCounted) : 0;

    /// <summary>The shortest time between two runs among the next ones.</summary>
    public static TimeSpan? ShortestGap(JobTimes times, WorkingCalendar calendar, DateTime utc)
    {
        var next = After(times, calendar, utc).Where(x => x.Runs).Take(400).Select(x => x.At).ToList();
        return next.Count < 2 ? null : next.Zip(next.Skip(1), (a, b) => b - a).Min();
    }

    public static DateTime ToUtc(JobTime time) => OfficeTime.ToUtc(DateOnly.FromDateTime(time.At), TimeOnly.FromDateTime(time.At));

    private static CronExpression Parse(string cron) => CronExpression.Parse(cron, CronFormat.Standard);

    private static string Name(WorkingCalendar calendar, DateOnly day) =>
        calendar.KindOf(day) == DayKind.Weekend ? "cuối tuần" : WorkingCalendar.ShortName(calendar.NameOf(day));

    /// <summary>
    /// Reads a schedule that a person typed. Throws a <see cref="Refusal"/> in words for what is no cron, never fires, fires
    /// only on days that it passes over, or more often than the job may.
    /// </summary>
    public static void Check(JobTimes times, JobSpec spec, WorkingCalendar calendar, DateTime utc)
    {
        CronWords.Check(times.Cron);
        try
        {
            Parse(times.Cron);
        }
        catch (CronFormatException)
        {
            throw new Refusal("Lịch không đọc được. Lịch gồm 5 ô cách nhau một dấu cách: phút, giờ, ngày, tháng, thứ; ví dụ 30 6 * * MON-FRI", "Cron");
        }
        var next = After(times, calendar, utc).Take(800).ToList();
        if (next.Count == 0)
            throw new Refusal("Lịch này không có lần chạy nào trong 5 năm tới, ví dụ ngày 30 tháng 2", "Cron");
        if (!next.Exists(x => x.Runs))
            throw new Refusal("Lịch này chỉ rơi vào ngày nghỉ mà ngày nghỉ thì bỏ qua, nên không bao giờ chạy", "OffDays");
        if (ShortestGap(times, calendar, utc) is { } gap && gap < spec.Floor)
            throw new Refusal($"Quá dày: có lúc {CronWords.Span(gap)} một lần. «{spec.Title}» chạy nhiều nhất {CronWords.Span(spec.Floor)} một lần", "Cron");
    }
}
