namespace BacSon.Tests.Support;

/// <summary>A clock that stands where the test puts it.</summary>
internal sealed class TestClock(DateTime utc) : TimeProvider
{
    public DateTime Utc { get; set; } = utc;

    /// <summary>Half past eight in the office (UTC+7) on a day.</summary>
    public static DateTime At(DateOnly day, int hour = 8, int minute = 30) => day.ToDateTime(new TimeOnly(hour, minute), DateTimeKind.Utc).AddHours(-7);

    public void GoTo(DateOnly day) => Utc = At(day);

    /// <summary>Turns it to an office time.</summary>
    public void GoTo(DateOnly day, TimeOnly time) => Utc = At(day, time.Hour, time.Minute);

    public override DateTimeOffset GetUtcNow() => new(DateTime.SpecifyKind(Utc, DateTimeKind.Utc));
}
