using BacSon.Kernel.Calendar;
using static BacSon.Rules.Tests.Calendar.Make;

namespace BacSon.Rules.Tests.Calendar;

public class OfficeTimeTests
{
    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    [Theory]
    [InlineData("2026-11-24T16:59:59Z", "2026-11-24")]
    [InlineData("2026-11-24T17:00:00Z", "2026-11-25")]
    [InlineData("2026-12-31T20:00:00Z", "2027-01-01")]
    public void The_offices_day_begins_at_17_hours_UTC(string instant, string date) =>
        Assert.Equal(D(date), new At(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture)).OfficeToday());

    [Fact]
    public void An_instant_goes_to_the_office_and_back()
    {
        var utc = OfficeTime.ToUtc(D("2026-11-25"), new(7, 30));
        Assert.Equal((new DateTime(2026, 11, 25, 0, 30, 0), DateTimeKind.Utc), (utc, utc.Kind));
        Assert.Equal(new DateTime(2026, 11, 25, 7, 30, 0), utc.ToOffice());
        // As a database gives it back.
        Assert.Equal(new DateTime(2026, 11, 25, 7, 30, 0), DateTime.SpecifyKind(utc, DateTimeKind.Unspecified).ToOffice());
    }

    [Fact]
    public void The_machines_local_time_is_refused() =>
        Assert.Throws<ArgumentException>(() => new DateTime(2026, 11, 25, 0, 0, 0, DateTimeKind.Local).ToOffice());
}
