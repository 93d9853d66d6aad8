namespace BacSon.Kernel.Calendar;

/// <summary>The office's clock: Asia/Ho_Chi_Minh (UTC+7, no summer time). Instants are stored in UTC and shown here.</summary>
public static class OfficeTime
{
    /// <summary>The office's time zone.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");

    /// <summary>Today's legal date at the office.</summary>
    public static DateOnly OfficeToday(this TimeProvider time) => DateOnly.FromDateTime(time.OfficeNow());

    /// <summary>The wall clock at the office now (<see cref="DateTimeKind.Unspecified"/>).</summary>
    public static DateTime OfficeNow(this TimeProvider time) => time.GetUtcNow().UtcDateTime.ToOffice();

    /// <summary>The UTC instant at which the office's wall clock shows this date and time.</summary>
    public static DateTime ToUtc(DateOnly date, TimeOnly time) => TimeZoneInfo.ConvertTimeToUtc(date.ToDateTime(time), Zone);

    /// <summary>
    /// The office's wall clock at a UTC instant (<see cref="DateTimeKind.Unspecified"/>). An unspecified kind is read as UTC,
    /// because databases give instants back without one.
    /// </summary>
    /// <exception cref="ArgumentException">The instant is in the machine's local time.</exception>
    public static DateTime ToOffice(this DateTime utc) => utc.Kind == DateTimeKind.Local
        ? throw new ArgumentException("An instant must be UTC, not the machine's local time.", nameof(utc))
        : TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), Zone);
}
