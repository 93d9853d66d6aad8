using Quartz;

namespace BacSon.Kernel.Calendar;

/// <summary>When a recurring duty comes back: Quartz tells the nominal dates, <see cref="LegalClock.Shift"/> makes working days of them.</summary>
public static class OccurrenceRule
{
    /// <summary>
    /// The dates of the office's calendar in [from, to] on which a Quartz cron expression (seven fields, weekdays by name) fires,
    /// in order, each once. No Quartz calendar is attached: it would skip a date that is off, and a duty would be lost.
    /// </summary>
    /// <exception cref="FormatException">The expression is not a Quartz cron expression.</exception>
    public static IEnumerable<DateOnly> Nominal(string quartzCron, DateOnly from, DateOnly to)
    {
        var cron = new CronExpression(quartzCron) { TimeZone = OfficeTime.Zone };
        return Dates();

        IEnumerable<DateOnly> Dates()
        {
            for (var day = from; day <= to;)
            {
                // Strictly after the last second of the day before.
                var after = new DateTimeOffset(OfficeTime.ToUtc(day, TimeOnly.MinValue)).AddSeconds(-1);
                if (cron.GetTimeAfter(after) is not { } fires) yield break;
                var date = DateOnly.FromDateTime(fires.UtcDateTime.ToOffice());
                if (date > to) yield break;
                yield return date;
                day = date.AddDays(1);
            }
        }
    }
}
