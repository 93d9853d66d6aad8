using BacSon.Kernel.Calendar;
using static BacSon.Rules.Tests.Calendar.Make;

namespace BacSon.Rules.Tests.Calendar;

public class WorkingCalendarTests
{
    [Theory]
    [InlineData("2026-08-31", false)] // nghỉ hoán đổi
    [InlineData("2026-08-22", true)] // thứ Bảy làm bù
    [InlineData("2026-11-24", false)]
    [InlineData("2026-11-23", true)]
    [InlineData("2026-11-28", false)] // only proposed as a make-up day
    [InlineData("2024-04-29", false)]
    [InlineData("2024-05-04", true)]
    [InlineData("2026-11-22", false)]
    [InlineData("2029-09-02", false)] // a Sunday
    [InlineData("2029-09-03", true)] // 2029 is not loaded: an ordinary Monday
    public void A_day_is_worked_as_the_calendar_says(string date, bool working) => Assert.Equal(working, Shipped.IsWorkingDay(D(date)));

    [Fact]
    public void Only_loaded_years_are_covered()
    {
        Assert.All([2024, 2025, 2026, 2027], y => Assert.True(Shipped.Covers(y)));
        Assert.All([2023, 2028], y => Assert.False(Shipped.Covers(y)));
    }

    [Fact]
    public void An_ordinary_day_is_named_by_its_weekday()
    {
        Assert.Equal(["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"],
            Enumerable.Range(14, 7).Select(day => Shipped.NameOf(new(2026, 12, day))));
    }

    [Fact]
    public void Counting_agrees_with_walking_day_by_day_inside_and_outside_the_loaded_years()
    {
        var random = new Random(20261125);
        var (low, high) = (new DateOnly(2021, 1, 1).DayNumber, new DateOnly(2031, 1, 1).DayNumber);
        bool Works(DateOnly d) => Shipped.KindOf(d) is DayKind.WorkingDay or DayKind.MakeUpWorkingDay;
        for (var i = 0; i < 3000; i++)
        {
            var a = DateOnly.FromDayNumber(random.Next(low, high));
            var n = random.Next(-300, 301);
            var (walked, left) = (a, Math.Abs(n));
            while (left > 0)
            {
                walked = walked.AddDays(Math.Sign(n));
                if (Works(walked)) left--;
            }
            Assert.Equal(walked, Shipped.AddWorkingDays(a, n));
            var between = 0;
            for (var d = a < walked ? a : walked; d < (a < walked ? walked : a);)
            {
                d = d.AddDays(1);
                if (Works(d)) between++;
            }
            Assert.Equal(a <= walked ? between : -between, Shipped.WorkingDaysBetween(a, walked));
            Assert.Equal(Works(a), Shipped.IsWorkingDay(a));
            Assert.Equal(Works(a) ? a : Shipped.AddWorkingDays(a, 1), Shipped.OnOrAfter(a));
            Assert.Equal(Works(a) ? a : Shipped.AddWorkingDays(a, -1), Shipped.OnOrBefore(a));
        }
    }

    [Fact]
    public void An_empty_calendar_is_Monday_to_Friday()
    {
        var plain = new WorkingCalendar([], []);
        Assert.Equal(D("2026-11-30"), plain.NextWorkingDay(D("2026-11-27")));
        Assert.Equal(D("2026-11-27"), plain.PreviousWorkingDay(D("2026-11-30")));
        Assert.Equal(D("2026-11-24"), plain.AddWorkingDays(D("2026-11-23"), 1));
        Assert.Equal(DayKind.Weekend, plain.KindOf(D("2026-11-28")));
    }

    [Fact]
    public void A_day_of_a_year_not_loaded_counts_when_it_has_an_entry_of_its_own()
    {
        var calendar = new WorkingCalendar([Day(D("2030-01-01"), DayKind.Holiday)], [2027]);
        Assert.False(calendar.IsWorkingDay(D("2030-01-01")));
        Assert.Equal(D("2030-01-02"), calendar.NextWorkingDay(D("2029-12-31")));
        Assert.False(calendar.Covers(2030));
    }

    [Fact]
    public void A_date_with_two_entries_is_refused() =>
        Assert.Throws<ArgumentException>(() => new WorkingCalendar([Day(D("2026-01-01"), DayKind.Holiday), Day(D("2026-01-01"), DayKind.Weekend)], [2026]));

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(-600_000)]
    public void A_count_out_of_the_calendar_is_refused(int n) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Shipped.AddWorkingDays(D("2026-11-25"), n));

    [Theory]
    [InlineData("2026-08-20", "2026-08-29", "2026-09-02", "Quốc khánh")]
    [InlineData("2026-04-20", "2026-04-25", "2026-04-27", "Giỗ Tổ Hùng Vương")]
    [InlineData("2026-04-25", "2026-04-30", "2026-05-03", "Ngày Chiến thắng, Quốc tế lao động")]
    [InlineData("2027-02-01", "2027-02-04", "2027-02-10", "Tết Âm lịch")]
    public void The_next_break_is_announced_within_fourteen_days(string today, string from, string to, string name) =>
        Assert.Equal(new DaysOff(D(from), D(to), name), Shipped.DaysOffAfter(D(today)));

    [Fact]
    public void A_holiday_on_an_ordinary_weekend_is_no_break() =>
        Assert.Null(new WorkingCalendar([Day(D("2026-11-28"), DayKind.Holiday)], [2026]).DaysOffAfter(D("2026-11-20")));

    [Theory]
    [InlineData("2026-11-20")] // 24/11 stands alone
    [InlineData("2026-08-14")] // 29/08 is fifteen days away
    [InlineData("2026-08-30")] // within the break
    [InlineData("2026-11-01")]
    public void No_break_is_announced_when_none_is_near(string today) => Assert.Null(Shipped.DaysOffAfter(D(today)));
}
