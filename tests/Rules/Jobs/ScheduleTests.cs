using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Jobs;

namespace BacSon.Rules.Tests.Jobs;

/// <summary>Cron read out in Vietnamese, and the times of a schedule on the working calendar.</summary>
public sealed class ScheduleTests
{
    private static readonly WorkingCalendar Calendar = CalendarData.Shipped().ToCalendar();

    private sealed class Nothing : IJob
    {
        public Task<JobResult> RunAsync(CancellationToken cancel) => Task.FromResult(new JobResult("", 0));
    }

    private static readonly JobSpec Hourly = JobSpec.Of<Nothing>("thu", "Việc thử", "Không làm gì.", "0 7 * * *", floorMinutes: 60);

    // Office time to the instant.
    private static DateTime At(string office) => OfficeTime.ToUtc(DateOnly.Parse(office[..10], System.Globalization.CultureInfo.InvariantCulture), TimeOnly.Parse(office[11..], System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("* * * * *", "mỗi phút")]
    [InlineData("*/5 * * * *", "5 phút một lần")]
    [InlineData("15 * * * *", "phút 15 của mỗi giờ")]
    [InlineData("0 */2 * * *", "2 giờ một lần, vào phút 0 hằng ngày")]
    [InlineData("0 7 * * *", "07:00 hằng ngày")]
    [InlineData("30 6,13 * * *", "06:30, 13:30 hằng ngày")]
    [InlineData("*/15 7-17 * * MON-FRI", "15 phút một lần, từ 7 giờ đến 17 giờ từ thứ Hai đến thứ Sáu")]
    [InlineData("15 7 * * 1-6", "07:15 từ thứ Hai đến thứ Bảy")]
    [InlineData("0 2 * * 0", "02:00 Chủ nhật")]
    [InlineData("0 2 * * 7", "02:00 Chủ nhật")]
    [InlineData("30 6 * * MON,THU", "06:30 thứ Hai và thứ Năm")]
    [InlineData("0 8 1 * *", "08:00 ngày 1 hằng tháng")]
    [InlineData("0 8 L * *", "08:00 ngày cuối tháng")]
    [InlineData("0 8 5 1,4,7,10 *", "08:00 ngày 5 hằng tháng của tháng 1, 4, 7 và 10")]
    [InlineData("0 8 * * MON#2", "08:00 thứ Hai thứ 2 của tháng")]
    [InlineData("0 8 * * FRIL", "08:00 thứ Sáu cuối cùng của tháng")]
    public void A_cron_is_read_out_in_Vietnamese(string cron, string words) => Assert.Equal(words, CronWords.Read(cron));

    [Theory]
    [InlineData("", "Chưa nhập lịch chạy")]
    [InlineData("0 7 * *", "Đang có 4 ô")]
    [InlineData("0 0 7 * * *", "Đang có 6 ô")]
    [InlineData("61 7 * * *", "Phút phải từ 0 đến 59. Đang ghi 61")]
    [InlineData("0 24 * * *", "Giờ phải từ 0 đến 23. Đang ghi 24")]
    [InlineData("0 7 0 * *", "Ngày phải từ 1 đến 31. Đang ghi 0")]
    [InlineData("0 7 * 13 *", "Tháng phải từ 1 đến 12. Đang ghi 13")]
    [InlineData("0 7 * * THU2", "Thứ phải từ 0 đến 7. Đang ghi THU2")]
    [InlineData("0 7 * * bảy", "Thứ phải từ 0 đến 7")]
    [InlineData("*/0 7 * * *", "bước nhảy sau dấu /")]
    [InlineData("@daily", "Đang có 1 ô")]
    [InlineData("0 7 30 2 *", "không có lần chạy nào")]
    [InlineData("* * * * *", "Quá dày: có lúc 1 phút một lần")]
    [InlineData("0,30 7 * * *", "Quá dày: có lúc 30 phút một lần. «Việc thử» chạy nhiều nhất 1 giờ một lần")]
    [InlineData("59 23 * * *", null)]
    [InlineData("0 7 29 2 *", null)]
    [InlineData("0 7 LW * *", null)]
    public void What_cannot_be_a_schedule_is_refused_in_words(string cron, string? why)
    {
        void Check() => ScheduleClock.Check(new JobTimes(cron, OffDays.Run), Hourly, Calendar, At("2026-11-25T08:00"));
        if (why is null)
            Check();
        else
            Assert.Contains(why, Assert.Throws<Refusal>(Check).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schedule_of_days_off_only_that_passes_days_off_over_is_refused() =>
        Assert.Contains("không bao giờ chạy", Assert.Throws<Refusal>(() => ScheduleClock.Check(new JobTimes("0 7 * * SUN", OffDays.Skip), Hourly, Calendar, At("2026-11-25T08:00"))).Message, StringComparison.Ordinal);

    public static TheoryData<string, OffDays, string, string[]> Times => new()
    {
        // Tuesday 24/11/2026 is a holiday; the weekend follows on the 28th.
        { "0 7 * * *", OffDays.Skip, "2026-11-23T08:00", ["-2026-11-24T07:00", "2026-11-25T07:00", "2026-11-26T07:00", "2026-11-27T07:00", "-2026-11-28T07:00", "-2026-11-29T07:00", "2026-11-30T07:00"] },
        { "0 7 * * *", OffDays.Run, "2026-11-27T08:00", ["2026-11-28T07:00", "2026-11-29T07:00"] },
        // A worked Saturday is a working day.
        { "0 7 * * SAT", OffDays.Skip, "2026-01-03T08:00", ["2026-01-10T07:00", "-2026-01-17T07:00"] },
        // The last working day of a month: 30/04/2026 is a holiday, 31/05/2026 a Sunday, 31/10/2026 a Saturday.
        { "0 16 L * *", OffDays.Before, "2026-04-01T00:00", ["2026-04-29T16:00", "2026-05-29T16:00", "2026-06-30T16:00"] },
        // The first of the month, or the working day after: 01/05 is Labour Day (Friday).
        { "0 8 1 * *", OffDays.After, "2026-04-02T00:00", ["2026-05-04T08:00", "2026-06-01T08:00", "2026-07-01T08:00"] },
        // Saturday and Sunday moved to Monday are one run, not three.
        { "0 8 * * *", OffDays.After, "2026-11-27T09:00", ["2026-11-30T08:00", "2026-12-01T08:00"] },
        // A time already past today is not next, also when what moved it lies before.
        { "0 8 1 * *", OffDays.After, "2026-05-04T08:00", ["2026-06-01T08:00"] },
    };

    [Theory, MemberData(nameof(Times))]
    public void The_next_times_follow_the_working_calendar(string cron, OffDays offDays, string after, string[] times) => Assert.Equal(times,
        ScheduleClock.After(new JobTimes(cron, offDays), Calendar, At(after)).Take(times.Length).Select(x => $"{(x.Runs ? "" : "-")}{x.At:yyyy-MM-ddTHH:mm}"));

    [Theory]
    [InlineData("0 7 * * *", OffDays.Skip, "2026-11-24T09:00", "2026-11-23T07:00")]
    [InlineData("0 7 * * *", OffDays.Run, "2026-11-24T07:00", "2026-11-24T07:00")]
    [InlineData("* * * * *", OffDays.Run, "2026-11-24T07:00", "2026-11-24T07:00")]
    [InlineData("0 16 L * *", OffDays.Before, "2026-05-15T09:00", "2026-04-29T16:00")]
    [InlineData("0 8 1 1 *", OffDays.Run, "2026-11-24T09:00", "2026-01-01T08:00")]
    public void The_last_time_that_was_due_is_found(string cron, OffDays offDays, string now, string due) =>
        Assert.Equal(At(due), ScheduleClock.LastDue(new JobTimes(cron, offDays), Calendar, At(now)));
}
