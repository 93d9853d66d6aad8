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
        var jobs = host.Services.GetServices<JobSpec>().ToList();
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
    [InlineData(People.Chairman)]
    [InlineData(People.OfficeHead)]
    [InlineData(People.UnitHead)]
    public async Task Who_is_no_administrator_does_not_see_the_dashboard(string user)
    {
        await using var window = await host.OpenAsync(user);
        await window.GoAsync("/jobs/recurring");
        Assert.DoesNotContain("/jobs", new Uri(window.Page.Url).AbsolutePath, StringComparison.Ordinal);
        await using var stranger = await host.OpenAsync();
        await stranger.GoAsync("/jobs");
        Assert.Equal("/dang-nhap", new Uri(stranger.Page.Url).AbsolutePath);
    }
}
