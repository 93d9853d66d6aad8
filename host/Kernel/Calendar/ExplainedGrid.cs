using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Calendar;

/// <summary>The day-by-day count of a deadline as the calendar grid of a page shows it.</summary>
public static class ExplainedGrid
{
    /// <summary>Every day from the start to the due date; beyond 400 days the list is cut as in <see cref="Deadline.Days"/>.</summary>
    public static IReadOnlyList<GridDay> Of(Deadline deadline, DateOnly today) => [.. deadline.Days.Select(day => new GridDay(day.Date, day.Label, Marks(day, today)))];

    private static DayMarks Marks(ExplainedDay day, DateOnly today) =>
        (day.Kind is DayKind.Weekend or DayKind.Holiday or DayKind.CompensatoryDayOff or DayKind.SwappedDayOff ? DayMarks.Off : DayMarks.None)
        | (day.Kind is DayKind.SwappedDayOff or DayKind.MakeUpWorkingDay ? DayMarks.Swap : DayMarks.None)
        | (day.IsStart ? DayMarks.Start : DayMarks.None)
        | (day.IsDue ? DayMarks.Due : DayMarks.None)
        | (day.Date == today ? DayMarks.Today : DayMarks.None)
        | (day.InPause ? DayMarks.Pause : DayMarks.None)
        | (day.Status != DayStatus.Confirmed ? DayMarks.Uncertain : DayMarks.None);
}
