using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Jobs;

/// <summary>
/// Brings Hangfire's recurring jobs to what is planned: the code's defaults with what an administrator set over them. Our
/// tables are the truth; Hangfire's own list is made from them and forgets it at will.
/// </summary>
internal sealed class Schedules(IRecurringJobManager manager, JobStorage storage, IBackgroundJobClient jobs)
{
    /// <summary>Adds and changes what is planned, takes away what is switched off or no longer declared.</summary>
    public void Apply(IReadOnlyList<JobPlan> plans)
    {
        foreach (var plan in plans.Where(x => x.Enabled))
        {
            var id = plan.Spec.Id;
            manager.AddOrUpdate(id, Job.FromExpression<JobRunner>(runner => runner.RunAsync(id, CancellationToken.None)), Cron(plan.Times),
                // A run missed while down is made up once: every job is a sweep of what is due now.
                new RecurringJobOptions { TimeZone = OfficeTime.Zone, MisfireHandling = MisfireHandlingMode.Relaxed });
        }
        using var connection = storage.GetConnection();
        // A «never» cron gets stuck in Hangfire: what is off is taken away.
        foreach (var stale in connection.GetRecurringJobs().Where(x => plans.All(plan => plan.Spec.Id != x.Id || !plan.Enabled)))
            manager.RemoveIfExists(stale.Id);
    }

    public void RunNow(string jobId, RunCause cause) =>
        jobs.Create(Job.FromExpression<JobRunner>(runner => runner.RunNowAsync(jobId, cause, CancellationToken.None)), new EnqueuedState());

    // A day that is moved off a day off is no day of the cron: Hangfire asks each day at that hour, the runner knows which it is.
    private static string Cron(JobTimes times) => times.OffDays is OffDays.Before or OffDays.After && times.Cron.Split(' ') is [var minute, var hour, ..] ? $"{minute} {hour} * * *" : times.Cron;
}

/// <summary>
/// Watches over the clockwork of this host: applies what was changed on another host or by a verb, makes up for what was
/// missed while no host was up, and tells the administrators of a job that fell silent.
/// </summary>
internal sealed class ScheduleWatch(IServiceScopeFactory scopes, Schedules schedules, TimeProvider clock, ILogger<ScheduleWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private long _applied = -1;

    /// <summary>Since when this host watches (UTC): what passed before could not have run here.</summary>
    public DateTime UpSince { get; private set; } = clock.GetUtcNow().UtcDateTime;

    /// <summary>Applies the schedules when any changed since they were last applied.</summary>
    public async Task ApplyAsync(CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var newest = await scope.ServiceProvider.GetRequiredService<PlatformDb>().JobScheduleChanges.MaxAsync(x => (long?)x.Id, cancel) ?? 0;
        if (newest == _applied)
            return;
        schedules.Apply(await scope.ServiceProvider.GetRequiredService<ScheduleBook>().ReadAsync(cancel));
        _applied = newest;
    }

    /// <summary>Runs once what passed while no host was up.</summary>
    public async Task<int> CatchUpAsync(CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var missed = await scope.ServiceProvider.GetRequiredService<ScheduleBook>().ToCatchUpAsync(cancel);
        foreach (var spec in missed)
            schedules.RunNow(spec.Id, RunCause.CatchUp);
        return missed.Count;
    }

    /// <summary>Writes one mail to each administrator for each job that fell silent, once for each silence.</summary>
    public async Task<int> AlarmAsync(CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var silent = await services.GetRequiredService<ScheduleBook>().SilentAsync(UpSince, cancel);
        if (silent.Count == 0)
            return 0;
        var db = services.GetRequiredService<PlatformDb>();
        var (_, organization) = await services.GetRequiredService<Snapshots>().ReadAsync(db, cancel);
        var site = services.GetRequiredService<SiteAddress>();
        var queue = services.GetRequiredService<MailQueue>();
        var wording = await services.GetRequiredService<MailTemplateBook>().WordingAsync(SilentMail.Template, cancel);
        var written = 0;
        foreach (var job in silent)
            foreach (var administrator in organization.People.Where(x => organization.HasRole(x.Id, Role.Administrator)))
            {
                var once = $"silent:{job.Spec.Id}:{job.DueAt:yyyyMMddHHmm}:{administrator.Id}";
                if (await db.Mails.AnyAsync(x => x.OnceKey == once, cancel))
                    continue;
                queue.Enqueue("JobSilent", administrator, SilentMail.Compose(wording, job, organization.Settings, site.Url), once);
                try
                {
                    await db.SaveChangesAsync(cancel);
                    written++;
                }
                catch (DbUpdateException)
                {
                    // Another host wrote it in the same moment; the unique key holds.
                    db.ChangeTracker.Clear();
                }
            }
        return written;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        UpSince = clock.GetUtcNow().UtcDateTime;
        var caughtUp = false;
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                await ApplyAsync(stoppingToken);
                if (!caughtUp)
                    await CatchUpAsync(stoppingToken);
                caughtUp = true;
                await AlarmAsync(stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // The database may be away for a while: the next look tries again.
                log.LogWarning(problem, "The schedules could not be looked after");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

/// <summary>The mail about a job that did not run when it should have.</summary>
internal static class SilentMail
{
    public static readonly MailTemplate Template = new("viec-ngung-chay", "Báo việc tự động không chạy", "Gửi quản trị hệ thống khi một việc tự động quá giờ mà không chạy, mỗi lần ngừng một thư.",
        new MailWording("Việc chạy tự động «{việc}» không chạy từ {lúc}",
            "«{việc}» lẽ ra chạy lúc {lúc} nhưng không chạy. {lần gần nhất}\nViệc này làm gì: {làm gì}\nMở trang Lịch chạy để xem lỗi của các lần trước và cho chạy ngay. Nếu không việc nào chạy, khởi động lại phần mềm theo hướng dẫn vận hành.", "{đường dẫn}"),
        [
            new("việc", "tên việc tự động", MailParts.Subject | MailParts.Text, Compulsory: true),
            new("lúc", "giờ, ngày lẽ ra phải chạy", MailParts.Subject | MailParts.Text, Compulsory: true),
            new("lần gần nhất", "câu nói lần chạy gần nhất", MailParts.Text),
            new("làm gì", "câu nói việc này làm gì", MailParts.Text),
            new("đường dẫn", "đường dẫn đến trang Lịch chạy", MailParts.Closing, Compulsory: true, OwnLine: true),
        ], null,
        (wording, sample) => Compose(wording, new SilentJob(Mail.DeliverMail.Spec, sample.Now.AddHours(-3), sample.Now.AddHours(-4)), sample.Settings, sample.Site));

    public static ComposedMail Compose(MailWording wording, SilentJob job, IReadOnlyDictionary<string, string> settings, Uri site)
    {
        var office = settings.GetValueOrDefault(SettingNames.FullName) is { Length: > 0 } name ? name : "Ủy ban nhân dân xã Bắc Sơn";
        var values = new Dictionary<string, string>
        {
            ["việc"] = job.Spec.Title,
            ["lúc"] = Kernel.Ui.Vi.Moment(job.DueAt.ToOffice()),
            ["lần gần nhất"] = job.LastRunAt is { } last ? $"Lần chạy gần nhất: {Kernel.Ui.Vi.Moment(last.ToOffice())}." : "Việc này chưa chạy lần nào.",
            ["làm gì"] = job.Spec.Does,
        };
        var twins = new MailTwins(office, Kernel.Ui.Vi.Normalize(MailTemplate.Fill(wording.Subject, values)), site);
        var own = new Dictionary<string, Action> { ["đường dẫn"] = () => twins.Link("Mở trang Lịch chạy", "jobs/lich-chay") };
        MailTemplate.Write(twins, wording.Opening, values, own);
        MailTemplate.Write(twins, wording.Closing, values, own);
        twins.Footer([$"Thư gửi tự động từ phần mềm của {office}; mỗi lần ngừng chạy chỉ có một thư."]);
        return twins.Finish();
    }
}
