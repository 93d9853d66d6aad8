using System.Net;
using System.Text.Json;
using BacSon.App.Jobs;
using BacSon.Kernel;
using BacSon.Kernel.Jobs;
using Hangfire;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>Schedules that an administrator sets in the dashboard: kept, told, applied, never overwritten.</summary>
public sealed class ScheduleTests : IDisposable
{
    private const string Page = "/jobs/lich-chay";
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private async Task<PageClient> AdministratorAsync()
    {
        await _host.CommuneAsync();
        return await _host.SignInAsync("quantri");
    }

    private static Dictionary<string, string> Typed(string cron, string reason = "Dời sau giờ giao ban") => new() { ["JobId"] = "reminders.send", ["Rhythm"] = "Cron", ["Cron"] = cron, ["OffDays"] = "Skip", ["Reason"] = reason };

    private static Dictionary<string, string> Switched(string reason) => new() { ["JobId"] = "reminders.send", ["SwitchReason"] = reason };

    private Task<HttpResponseMessage> SendAsync(PageClient browser, Dictionary<string, string> fields, string handler) => browser.SubmitAsync($"{Page}?viec=reminders.send", fields, $"{Page}?handler={handler}");

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    private RecurringJobDto? Hangfires(string id)
    {
        using var connection = _host.Services.GetRequiredService<JobStorage>().GetConnection();
        return connection.GetRecurringJobs().SingleOrDefault(x => x.Id == id && !x.Removed);
    }

    private Task<JobPlan> PlanAsync(string id = "reminders.send") => _host.InScopeAsync(services => services.GetRequiredService<ScheduleBook>().ReadAsync(id));

    [Fact]
    public async Task What_an_administrator_sets_is_kept_with_its_reason_audited_and_given_to_Hangfire_at_once()
    {
        var browser = await AdministratorAsync();
        Assert.Equal("0 7 * * *", Hangfires("reminders.send")!.Cron);
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(browser, Typed("15 7 * * MON-FRI"), "Save")).StatusCode);
        Assert.Equal("15 7 * * MON-FRI", Hangfires("reminders.send")!.Cron);
        var page = await browser.ReadAsync($"{Page}?viec=reminders.send");
        Assert.Contains("07:15 từ thứ Hai đến thứ Sáu; trúng ngày nghỉ thì bỏ qua", page, StringComparison.Ordinal);
        Assert.Contains("Mặc định: 07:00 mỗi ngày làm việc", page, StringComparison.Ordinal);
        Assert.Contains("Dời sau giờ giao ban", page, StringComparison.Ordinal);
        var entry = await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Subject == "JobSchedule").SingleAsync());
        Assert.Equal(("Đổi lịch chạy", "Hoàng Minh Đức", "reminders.send"), (entry.Act, entry.Who, entry.SubjectKey));
        // What starts anew, as a new release does, changes nothing that was set.
        _host.Services.GetRequiredService<IRecurringJobManager>().AddOrUpdate("gone", Hangfire.Common.Job.FromExpression<JobRunner>(x => x.RunAsync("gone", CancellationToken.None)), "0 1 * * *");
        await new ScheduleWatch(_host.Services.GetRequiredService<IServiceScopeFactory>(), _host.Services.GetRequiredService<Schedules>(), _host.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<ScheduleWatch>.Instance).ApplyAsync();
        Assert.Equal("15 7 * * MON-FRI", Hangfires("reminders.send")!.Cron);
        Assert.Null(Hangfires("gone"));
    }

    [Theory]
    [InlineData("61 7 * * *", "Phút phải từ 0 đến 59. Đang ghi 61")]
    [InlineData("* * * * *", "Quá dày")]
    [InlineData("0 7 30 2 *", "không có lần chạy nào")]
    [InlineData("0 7 * * SUN", "không bao giờ chạy")]
    public async Task A_wrong_schedule_is_refused_beside_its_field_and_what_was_typed_stays(string cron, string why)
    {
        var browser = await AdministratorAsync();
        foreach (var handler in new[] { "Preview", "Save" })
        {
            var page = await TextAsync(await SendAsync(browser, Typed(cron), handler));
            Assert.Contains(why, page, StringComparison.Ordinal);
            Assert.Contains($"value=\"{cron}\"", page, StringComparison.Ordinal);
            Assert.Contains("value=\"Dời sau giờ giao ban\"", page, StringComparison.Ordinal);
        }
        Assert.False((await PlanAsync()).Differs);
    }

    [Fact]
    public async Task Without_a_reason_nothing_is_saved()
    {
        var browser = await AdministratorAsync();
        Assert.Contains("Chưa nhập lý do", await TextAsync(await SendAsync(browser, Typed("15 7 * * *", " "), "Save")), StringComparison.Ordinal);
        Assert.Contains("Chưa nhập lý do", await TextAsync(await SendAsync(browser, Switched(""), "Off")), StringComparison.Ordinal);
        Assert.Equal(0, await _host.WithDbAsync(db => db.JobSchedules.CountAsync()));
    }

    [Fact]
    public async Task A_preview_reads_it_out_with_its_next_times_and_saves_nothing()
    {
        var browser = await AdministratorAsync();
        var page = await TextAsync(await SendAsync(browser, new() { ["JobId"] = "reminders.send", ["Rhythm"] = "LastWorkingDay", ["Time"] = "16:00", ["OffDays"] = "Run", ["Reason"] = "" }, "Preview"));
        Assert.Contains("Đọc là: 16:00 ngày cuối tháng; trúng ngày nghỉ thì chạy ngày làm việc liền trước", page, StringComparison.Ordinal);
        Assert.Contains("T2 30/11 16:00", page, StringComparison.Ordinal);
        // 31/01/2027 is a Sunday.
        Assert.Contains("T6 29/01 16:00</time> (thay 31/01/2027, cuối tuần)", page, StringComparison.Ordinal);
        Assert.Equal(0, await _host.WithDbAsync(db => db.JobScheduleChanges.CountAsync()));
    }

    [Fact]
    public async Task Of_two_who_change_the_same_schedule_the_second_is_told()
    {
        var browser = await AdministratorAsync();
        var version = (await PlanAsync()).Version;
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(browser, Typed("15 7 * * *"), "Save")).StatusCode);
        var fields = Typed("45 6 * * *");
        fields["Version"] = $"{version}";
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(browser, fields, "Save")).StatusCode);
        Assert.Equal("15 7 * * *", (await PlanAsync()).Times.Cron);
    }

    [Fact]
    public async Task Switched_off_it_leaves_Hangfire_and_comes_back_and_any_line_of_the_history_can_be_returned_to()
    {
        var browser = await AdministratorAsync();
        await SendAsync(browser, Typed("15 7 * * *"), "Save");
        await SendAsync(browser, Switched("Đang sửa máy chủ thư"), "Off");
        Assert.Null(Hangfires("reminders.send"));
        Assert.Contains("Đang tắt", await browser.ReadAsync(Page), StringComparison.Ordinal);
        await SendAsync(browser, Switched("Đã sửa xong"), "On");
        Assert.Equal("15 7 * * *", Hangfires("reminders.send")!.Cron);
        await SendAsync(browser, Switched("Theo mặc định"), "Reset");
        Assert.Equal("0 7 * * *", Hangfires("reminders.send")!.Cron);
        var first = await _host.WithDbAsync(db => db.JobScheduleChanges.OrderBy(x => x.Id).Select(x => x.Id).FirstAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync($"{Page}?viec=reminders.send", new() { ["JobId"] = "reminders.send", ["ChangeId"] = $"{first}" }, $"{Page}?handler=Return")).StatusCode);
        Assert.Equal("15 7 * * *", Hangfires("reminders.send")!.Cron);
        var history = await _host.WithDbAsync(db => db.JobScheduleChanges.OrderBy(x => x.Id).ToListAsync());
        Assert.Equal([true, false, true, true, true], history.Select(x => x.Enabled));
        Assert.StartsWith("Trở lại lịch ngày", history[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_interface_for_machines_lists_the_schedules_to_administrators_only()
    {
        var browser = await AdministratorAsync();
        using var json = JsonDocument.Parse(await (await browser.GetAsync("/api/v1/schedules")).Content.ReadAsStringAsync());
        var job = json.RootElement.EnumerateArray().Single(x => x.GetProperty("id").GetString() == "reminders.send");
        Assert.Equal(("0 7 * * *", true, 5), (job.GetProperty("cron").GetString(), job.GetProperty("enabled").GetBoolean(), job.GetProperty("next").GetArrayLength()));
        Assert.Equal("07:00 mỗi ngày làm việc", job.GetProperty("words").GetString());
        var other = await _host.SignInAsync("chutich");
        Assert.NotEqual(HttpStatusCode.OK, (await other.GetAsync("/api/v1/schedules")).StatusCode);
    }

    [Fact]
    public async Task On_a_day_off_that_the_schedule_passes_over_the_runner_does_nothing()
    {
        await _host.CommuneAsync();
        var runner = _host.Services.GetRequiredService<JobRunner>();
        _host.Clock.GoTo(new DateOnly(2026, 11, 28), new TimeOnly(7, 0));
        await runner.RunAsync("reminders.send", CancellationToken.None);
        Assert.Equal(0, await _host.WithDbAsync(db => db.JobRuns.CountAsync()));
        _host.Clock.GoTo(new DateOnly(2026, 11, 30), new TimeOnly(7, 0));
        await runner.RunAsync("reminders.send", CancellationToken.None);
        var run = await _host.WithDbAsync(db => db.JobRuns.SingleAsync());
        Assert.Equal((RunCause.Schedule, new DateTime(2026, 11, 30, 0, 0, 0, DateTimeKind.Utc), 0), (run.Cause, run.DueAt, run.Missed));
    }

    [Fact]
    public async Task What_is_done_on_Hangfires_own_pages_is_in_the_trail()
    {
        var browser = await AdministratorAsync();
        var page = await browser.ReadAsync("/jobs/recurring");
        var header = System.Text.RegularExpressions.Regex.Match(page, "data-csrf-header=\"([^\"]+)\"|name=\"csrf-header\" content=\"([^\"]+)\"");
        var token = System.Text.RegularExpressions.Regex.Match(page, "data-csrf-token=\"([^\"]+)\"|name=\"csrf-token\" content=\"([^\"]+)\"");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jobs/recurring/trigger") { Content = new FormUrlEncodedContent([new("jobs[]", "audit.seal")]) };
        Assert.True(header.Success && token.Success, "Hangfire carries its antiforgery token elsewhere.");
        request.Headers.Add(header.Groups[1].Success ? header.Groups[1].Value : header.Groups[2].Value, token.Groups[1].Success ? token.Groups[1].Value : token.Groups[2].Value);
        Assert.Equal(HttpStatusCode.NoContent, (await browser.Http.SendAsync(request)).StatusCode);
        var entry = await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Subject == "Job").SingleAsync());
        Assert.Equal(("Thao tác trong bảng Hangfire", "Hoàng Minh Đức", "audit.seal"), (entry.Act, entry.Who, entry.SubjectKey));
        // Without the token nothing is done, and nothing is said to have been done.
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Http.PostAsync("/jobs/recurring/trigger", new FormUrlEncodedContent([new("jobs[]", "audit.seal")]))).StatusCode);
        Assert.Equal(1, await _host.WithDbAsync(db => db.AuditEntries.CountAsync(x => x.Subject == "Job")));
    }

    [Fact]
    public async Task Who_may_only_look_at_the_jobs_sees_no_button_and_can_change_nothing()
    {
        await AdministratorAsync();
        var browser = await _host.SignInAsync("chutich");
        var page = await browser.ReadAsync(Page + "?viec=reminders.send");
        Assert.Contains("Nhắc việc", page, StringComparison.Ordinal);
        foreach (var button in new[] { "Chạy ngay", "Đổi lịch", "Lưu lịch mới", "Tắt</button>", "/quan-tri" })
            Assert.DoesNotContain(button, page, StringComparison.Ordinal);
        foreach (var handler in new[] { "Run", "Save", "Off", "Reset", "Preview" })
        {
            var answer = await browser.SubmitAsync(Page, new() { ["JobId"] = "reminders.send", ["Reason"] = "Thử", ["SwitchReason"] = "Thử", ["Rhythm"] = "WorkingDays", ["Time"] = "08:00" }, $"{Page}?handler={handler}");
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{handler}: {(int)answer.StatusCode}");
        }
        Assert.False(await _host.WithDbAsync(db => db.JobSchedules.AnyAsync()));
        Assert.False(await _host.WithDbAsync(db => db.AuditEntries.AnyAsync(x => x.Subject == "Job")));

        page = await browser.ReadAsync("/jobs/recurring");
        Assert.DoesNotContain("data-url=\"/jobs/recurring/trigger\"", page, StringComparison.Ordinal);
        var token = System.Text.RegularExpressions.Regex.Match(page, "data-csrf-token=\"([^\"]+)\"|name=\"csrf-token\" content=\"([^\"]+)\"");
        var header = System.Text.RegularExpressions.Regex.Match(page, "data-csrf-header=\"([^\"]+)\"|name=\"csrf-header\" content=\"([^\"]+)\"");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jobs/recurring/trigger") { Content = new FormUrlEncodedContent([new("jobs[]", "audit.seal")]) };
        Assert.True(header.Success && token.Success, "Hangfire carries its antiforgery token elsewhere.");
        request.Headers.Add(header.Groups[1].Success ? header.Groups[1].Value : header.Groups[2].Value, token.Groups[1].Success ? token.Groups[1].Value : token.Groups[2].Value);
        Assert.Contains((await browser.Http.SendAsync(request)).StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Redirect });
        Assert.False(await _host.WithDbAsync(db => db.AuditEntries.AnyAsync(x => x.Subject == "Job")));
    }

    [Fact]
    public async Task Old_runs_that_say_nothing_are_forgotten_and_what_did_something_stays()
    {
        await _host.CommuneAsync();
        await _host.WithDbAsync(db =>
        {
            JobRun Run(string day, int count, JobOutcome outcome = JobOutcome.Succeeded) => new() { JobId = "audit.seal", StartedAt = DateTime.SpecifyKind(DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc), Count = count, Outcome = outcome, Host = "may" };
            db.JobRuns.AddRange(Run("2024-01-01", 5), Run("2026-11-01", 0), Run("2026-11-01", 3), Run("2026-11-01", 0, JobOutcome.Failed), Run("2026-11-24", 0));
            return db.SaveChangesAsync();
        });
        await _host.Services.GetRequiredService<JobRunner>().RunNowAsync("runs.tidy", RunCause.Person, CancellationToken.None);
        var left = await _host.WithDbAsync(db => db.JobRuns.Where(x => x.JobId == "audit.seal").OrderBy(x => x.Id).Select(x => new { x.Count, x.Outcome, x.StartedAt.Day }).ToListAsync());
        Assert.Equal([(3, JobOutcome.Succeeded, 1), (0, JobOutcome.Failed, 1), (0, JobOutcome.Succeeded, 24)], left.Select(x => (x.Count, x.Outcome, x.Day)));
    }

    [Fact]
    public async Task What_was_missed_while_no_host_was_up_is_made_up_once_and_said()
    {
        await _host.CommuneAsync();
        var runner = _host.Services.GetRequiredService<JobRunner>();
        var watch = _host.Services.GetRequiredService<ScheduleWatch>();
        Assert.Equal(0, await watch.CatchUpAsync());
        _host.Clock.GoTo(new DateOnly(2026, 11, 25), new TimeOnly(7, 0));
        await runner.RunAsync("reminders.send", CancellationToken.None);
        // Down over Thursday and Friday, up again on Monday at nine.
        _host.Clock.GoTo(new DateOnly(2026, 11, 30), new TimeOnly(9, 0));
        Assert.Equal(1, await watch.CatchUpAsync());
        await runner.RunNowAsync("reminders.send", RunCause.CatchUp, CancellationToken.None);
        var run = await _host.WithDbAsync(db => db.JobRuns.OrderByDescending(x => x.Id).FirstAsync());
        Assert.Equal((new DateTime(2026, 11, 30, 0, 0, 0, DateTimeKind.Utc), 2), (run.DueAt, run.Missed));
        Assert.Equal(0, await watch.CatchUpAsync());
        var page = await (await _host.SignInAsync("quantri")).ReadAsync("/jobs/lan-chay");
        Assert.Contains("bù cho 2 lần lỡ từ", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_falls_silent_raises_an_alarm_on_the_page_in_the_health_and_once_by_mail()
    {
        // The host watches since five in the morning.
        _host.Clock.GoTo(new DateOnly(2026, 11, 25), new TimeOnly(5, 0));
        var browser = await AdministratorAsync();
        var watch = _host.Services.GetRequiredService<ScheduleWatch>();
        _host.Clock.GoTo(new DateOnly(2026, 11, 25), new TimeOnly(6, 0));
        foreach (var spec in _host.Services.GetServices<JobSpec>())
            await _host.Services.GetRequiredService<JobRunner>().RunNowAsync(spec.Id, RunCause.Person, CancellationToken.None);
        Assert.Equal(0, await watch.AlarmAsync());
        // Seven passed, and the two hours that a daily job has.
        _host.Clock.GoTo(new DateOnly(2026, 11, 25), new TimeOnly(9, 1));
        foreach (var spec in _host.Services.GetServices<JobSpec>().Where(x => x.Id != "reminders.send"))
            await _host.Services.GetRequiredService<JobRunner>().RunNowAsync(spec.Id, RunCause.Person, CancellationToken.None);
        Assert.Equal(1, await watch.AlarmAsync());
        Assert.Equal(0, await watch.AlarmAsync());
        var mail = await _host.WithDbAsync(db => db.Mails.Include(x => x.Body).SingleAsync(x => x.Subject.Contains("không chạy từ")));
        Assert.Contains("«Nhắc việc hằng ngày» không chạy từ", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("/jobs/lich-chay", mail.Body!.Text, StringComparison.Ordinal);
        Assert.Contains("Nhắc việc hằng ngày không chạy.", await browser.ReadAsync(Page), StringComparison.Ordinal);
        Assert.Equal("Degraded", await (await browser.GetAsync("/health/ready")).Content.ReadAsStringAsync());
    }
}
