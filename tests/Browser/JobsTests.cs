using BacSon.App.Jobs;
using BacSon.Kernel.Jobs;
using Hangfire;
using Hangfire.States;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BacSon.Browser.Tests;

/// <summary>Hangfire's dashboard behind the platform's own sign-in.</summary>
public sealed class JobsTests(BrowserHost host)
{
    [Fact]
    public async Task An_administrator_sees_every_declared_job_in_the_dashboard()
    {
        await using var window = await host.OpenAsync(People.Administrator);
        Assert.Equal(200, await window.GoAsync("/jobs/recurring"));
        var text = await window.Page.Locator("body").InnerTextAsync();
        var jobs = host.Services.GetServices<JobSpec>().Where(x => x.On).ToList();
        Assert.NotEmpty(jobs);
        Assert.Empty(jobs.Where(x => !text.Contains(x.Id, StringComparison.Ordinal)).Select(x => x.Id));
    }

    [Fact]
    public async Task The_states_of_a_run_and_why_it_ran_are_told_in_Vietnamese()
    {
        var jobs = host.Services.GetRequiredService<IBackgroundJobClient>();
        var job = jobs.Create<JobRunner>(x => x.RunAsync("audit.seal", CancellationToken.None), new ScheduledState(TimeSpan.FromDays(1)));
        jobs.ChangeState(job, new DeletedState { Reason = "Triggered via Dashboard UI" });
        jobs.ChangeState(job, new SucceededState(null, 115, 51));
        await using var window = await host.OpenAsync(People.Administrator);
        await window.GoAsync($"/jobs/jobs/details/{job}");
        var cards = string.Join('\n', await window.Page.Locator(".state-card").AllInnerTextsAsync());
        foreach (var word in new[] { "Đã lập", "Đã hẹn giờ", "Đã xóa", "Quản trị thao tác tại trang này", "Đã xong", "Thời gian chờ:" })
            Assert.Contains(word, cards, StringComparison.Ordinal);
        Assert.Empty(window.TakeComplaints());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_administrator_sets_a_schedule_in_the_dashboard_returns_to_the_one_before_and_goes_back_to_the_default(bool scripts)
    {
        await using var window = await host.OpenAsync(People.Administrator, scripts);
        await window.GoAsync("/jobs/recurring");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Lịch chạy", Exact = true }).First.ClickAsync();
        await window.Page.Locator("[id='reminders.send'] a[href*='#sua']").ClickAsync();
        foreach (var (time, reason) in new[] { ("07:15", "Họp giao ban lúc 07 giờ 30"), ("06:45", "Đọc trước khi vào việc") })
        {
            await window.Page.Locator("[name=Rhythm]").SelectOptionAsync("WorkingDays");
            await window.Page.Locator("[name=Time]").FillAsync(time);
            await window.Page.Locator("[name=Reason]").FillAsync(reason);
            await window.PressAsync(window.Page.Locator("button[formaction$=Preview]"));
            Assert.Contains($"{time} mỗi ngày làm việc", await window.Page.Locator("main [role=status]").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
            Assert.Equal(reason, await window.Page.Locator("[name=Reason]").InputValueAsync());
            await window.PressAsync(window.Page.Locator("button:has-text('Lưu lịch mới')"));
        }
        Assert.Contains("45 6 * * *", await RowAsync(), StringComparison.Ordinal);

        await window.PressAsync(window.Page.Locator("section:has(#lich-su) tr:has-text('07 giờ 30') button:has-text('Trở lại lịch này')").First);
        Assert.Contains("15 7 * * *", await RowAsync(), StringComparison.Ordinal);

        await window.Page.Locator("[name=SwitchReason]").FillAsync("Thử xong");
        await window.PressAsync(window.Page.Locator("button[formaction$=Reset]"));
        Assert.Contains("theo mặc định", await RowAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("15 7 * * *", await RowAsync(), StringComparison.Ordinal);
        Assert.Empty(window.TakeComplaints());

        Task<string> RowAsync() => window.Page.Locator("[id='reminders.send']").InnerTextAsync();
    }

    [Fact]
    public async Task Hangfires_own_pages_tell_the_time_of_Hanoi_wherever_the_browser_stands_and_offer_nothing_to_who_may_only_look()
    {
        await using var window = await host.OpenAsync(People.Chairman);
        await window.GoAsync("/jobs/recurring");
        // The real zone of the machine, not the one of the page: 00:30 UTC of a day is 07:30 in Hà Nội.
        Assert.Equal("07:30 ngày 25/11/2026", await window.Page.EvaluateAsync<string>("() => moment.unix(1795566600).utcOffset(-300).format('LLL')"));
        Assert.Equal(0, await window.Page.Locator("[data-url*='/recurring/']").CountAsync());
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Lịch chạy", Exact = true }).First.ClickAsync();
        Assert.Equal(0, await window.Page.Locator("main form").CountAsync());
        Assert.Contains("Mỗi ngày làm việc", await window.Page.Locator("main").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(People.Officer)]
    [InlineData(People.UnitHead)]
    public async Task Who_may_not_watch_the_jobs_does_not_see_the_dashboard(string user)
    {
        await using var window = await host.OpenAsync(user);
        await window.GoAsync("/jobs/recurring");
        Assert.DoesNotContain("/jobs", new Uri(window.Page.Url).AbsolutePath, StringComparison.Ordinal);
        await using var stranger = await host.OpenAsync();
        await stranger.GoAsync("/jobs");
        Assert.Equal("/dang-nhap", new Uri(stranger.Page.Url).AbsolutePath);
    }
}
