using System.Globalization;
using BacSon.Kernel.Calendar;

namespace BacSon.Rules.Tests.Calendar;

/// <summary>Short names for what the tables of dates are made of.</summary>
internal static class Make
{
    /// <summary>The calendar that ships, 2024–2027.</summary>
    public static readonly WorkingCalendar Shipped = CalendarData.Shipped().ToCalendar();

    public static DateOnly D(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static Pause Paused(string from, string? to) => new(D(from), to is null ? null : D(to), "chờ công dân bổ sung hồ sơ");

    public static GrantedExtension Extended(int amount, TermUnit unit) => new(amount, unit, "hồ sơ phức tạp");

    public static CalendarDay Day(DateOnly date, DayKind kind, DayStatus status = DayStatus.Confirmed, string name = "thử") =>
        new() { Date = date, Kind = kind, Status = status, Name = name };

    public static DateOnly? Due(string start, int amount, TermUnit unit, TermKind kind = TermKind.NoLaterThan) =>
        LegalClock.Due(Shipped, D(start), new(amount, unit, kind));
}
