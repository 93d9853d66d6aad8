using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Jobs;

/// <summary>A job as it runs today: what its code declares and what an administrator set over it.</summary>
public sealed record JobPlan(JobSpec Spec, JobSchedule? Own)
{
    public JobTimes Times => Own?.Times ?? Spec.Default;
    public bool Enabled => Own?.Enabled ?? Spec.On;

    /// <summary>Whether the times are not those of the code.</summary>
    public bool Differs => Times != Spec.Default;

    /// <summary>Since the administrator's change the code's own default became another.</summary>
    public bool DefaultMoved => Own is { } own && Differs && own.DefaultCron != Spec.Default.Cron;

    public Guid Version => Own?.Version ?? Guid.Empty;
}

/// <summary>A job that did not run when it should have. Instants are UTC.</summary>
/// <param name="DueAt">The first time that passed without a run.</param>
public sealed record SilentJob(JobSpec Spec, DateTime DueAt, DateTime? LastRunAt);

/// <summary>
/// When the declared jobs run. What an administrator sets is kept beside what the code declares, with a line of history for
/// each change; a release that changes a default changes nothing that was set. Throws <see cref="Refusal"/> in words.
/// </summary>
public sealed class ScheduleBook(PlatformDb db, Snapshots snapshots, IEnumerable<JobSpec> specs)
{
    private DateTime Now => db.Clock.GetUtcNow().UtcDateTime;

    public async Task<IReadOnlyList<JobPlan>> ReadAsync(CancellationToken cancel = default)
    {
        var own = await db.JobSchedules.AsNoTracking().ToDictionaryAsync(x => x.JobId, cancel);
        return [.. specs.Select(x => new JobPlan(x, own.GetValueOrDefault(x.Id)))];
    }

    public async Task<JobPlan> ReadAsync(string? jobId, CancellationToken cancel = default)
    {
        var spec = specs.FirstOrDefault(x => x.Id == jobId) ?? throw new Refusal("Không có việc chạy tự động nào có mã này", "JobId");
        return new JobPlan(spec, await db.JobSchedules.AsNoTracking().FirstOrDefaultAsync(x => x.JobId == spec.Id, cancel));
    }

    // That another changed it is said before anything else: what was typed spoke of what stood there before.
    private async Task<JobPlan> ReadAsync(string? jobId, Guid? version, CancellationToken cancel)
    {
        var plan = await ReadAsync(jobId, cancel);
        return version is { } read && read != plan.Version ? throw new EditConflict() : plan;
    }

    /// <summary>What changed in a job's schedule, newest first.</summary>
    public Task<List<JobScheduleChange>> HistoryAsync(string jobId, CancellationToken cancel = default) =>
        db.JobScheduleChanges.AsNoTracking().Where(x => x.JobId == jobId).OrderByDescending(x => x.Id).Take(50).ToListAsync(cancel);

    /// <summary>Says what a typed schedule would do without saving it.</summary>
    public async Task CheckAsync(JobPlan plan, JobTimes times, CancellationToken cancel = default)
    {
        var (calendar, _) = await snapshots.ReadAsync(db, cancel);
        ScheduleClock.Check(times, plan.Spec, calendar, Now);
    }

    public async Task SetAsync(string? jobId, JobTimes times, string? reason, Guid? version = null, CancellationToken cancel = default)
    {
        var plan = await ReadAsync(jobId, version, cancel);
        times = times with { Cron = string.Join(' ', times.Cron.Split(' ', StringSplitOptions.RemoveEmptyEntries)) };
        await CheckAsync(plan, times, cancel);
        if (times == plan.Times)
            throw new Refusal("Lịch này đang dùng, không có gì thay đổi", "Cron");
        await SaveAsync(plan, times, plan.Enabled, reason, "Đổi lịch chạy", cancel);
    }

    public async Task ResetAsync(string? jobId, string? reason, Guid? version = null, CancellationToken cancel = default)
    {
        var plan = await ReadAsync(jobId, version, cancel);
        if (!plan.Differs)
            throw new Refusal("Việc này đang chạy theo lịch mặc định", "Cron");
        await SaveAsync(plan, plan.Spec.Default, plan.Enabled, reason, "Về lịch mặc định", cancel);
    }

    public async Task SwitchAsync(string? jobId, bool on, string? reason, Guid? version = null, CancellationToken cancel = default)
    {
        var plan = await ReadAsync(jobId, version, cancel);
        if (plan.Enabled == on)
            throw new Refusal(on ? "Việc này đang bật" : "Việc này đang tắt");
        await SaveAsync(plan, plan.Times, on, reason, on ? "Bật lại lịch chạy" : "Tắt lịch chạy", cancel);
    }

    /// <summary>Goes back to what stood after a line of the history.</summary>
    public async Task ReturnAsync(long changeId, Guid? version = null, CancellationToken cancel = default)
    {
        var change = await db.JobScheduleChanges.AsNoTracking().FirstOrDefaultAsync(x => x.Id == changeId, cancel) ?? throw new Refusal("Không tìm thấy lần đổi lịch này");
        var plan = await ReadAsync(change.JobId, version, cancel);
        var times = new JobTimes(change.Cron, change.OffDays);
        // The floor of the job may have risen since.
        await CheckAsync(plan, times, cancel);
        if (times == plan.Times && change.Enabled == plan.Enabled)
            throw new Refusal("Lịch này đang dùng, không có gì thay đổi");
        await SaveAsync(plan, times, change.Enabled, $"Trở lại lịch ngày {Ui.Vi.Moment(change.At.ToOffice())}", "Trở lại lịch chạy trước", cancel);
    }

    private async Task SaveAsync(JobPlan plan, JobTimes times, bool enabled, string? reason, string act, CancellationToken cancel)
    {
        reason = DutyLedger.Required(reason, "Chưa nhập lý do", "Reason", 500);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var own = await db.JobSchedules.FirstOrDefaultAsync(x => x.JobId == plan.Spec.Id, cancel);
        if ((own?.Version ?? Guid.Empty) != plan.Version)
            throw new EditConflict();
        if (own is null)
            db.JobSchedules.Add(own = new JobSchedule { JobId = plan.Spec.Id, Cron = times.Cron, DefaultCron = plan.Spec.Default.Cron });
        (own.Cron, own.OffDays, own.Enabled, own.DefaultCron) = (times.Cron, times.OffDays, enabled, plan.Spec.Default.Cron);
        db.JobScheduleChanges.Add(new JobScheduleChange
        {
            JobId = plan.Spec.Id,
            At = Now,
            PersonId = db.Acting.PersonId,
            By = db.Acting.Name,
            FromCron = plan.Times.Cron,
            FromOffDays = plan.Times.OffDays,
            FromEnabled = plan.Enabled,
            Cron = times.Cron,
            OffDays = times.OffDays,
            Enabled = enabled,
            ToDefault = times == plan.Spec.Default,
            Reason = reason,
        });
        db.Act = act;
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException problem) when (problem is not DbUpdateConcurrencyException)
        {
            // Two set the first schedule of a job in the same moment: the key takes one.
            throw new EditConflict();
        }
        await transaction.CommitAsync(cancel);
    }

    /// <summary>How long after its time a run may still come before it is missed.</summary>
    public static TimeSpan Grace(JobTimes times, WorkingCalendar calendar, DateTime now) =>
        ScheduleClock.ShortestGap(times, calendar, now) is { TotalHours: < 2 } gap ? gap + TimeSpan.FromMinutes(15) : TimeSpan.FromHours(2);

    /// <summary>Jobs that are switched on and did not run when they should have, though a host was up since <paramref name="upSince"/> (UTC).</summary>
    public async Task<IReadOnlyList<SilentJob>> SilentAsync(DateTime upSince, CancellationToken cancel = default)
    {
        var (calendar, _) = await snapshots.ReadAsync(db, cancel);
        var now = Now;
        var silent = new List<SilentJob>();
        foreach (var plan in (await ReadAsync(cancel)).Where(x => x.Enabled))
        {
            var last = await LastRunAsync(plan.Spec.Id, cancel);
            var changed = await LastChangeAsync(plan.Spec.Id, cancel);
            var since = new[] { upSince, last ?? upSince, changed ?? upSince }.Max();
            if (ScheduleClock.Next(plan.Times, calendar, since) is { } due && due + Grace(plan.Times, calendar, now) < now)
                silent.Add(new SilentJob(plan.Spec, due, last));
        }
        return silent;
    }

    /// <summary>
    /// The time that a run serves now, and the times since the last run that had none; null when the schedule has no time to
    /// serve today (a day off that it passes over).
    /// </summary>
    public async Task<(DateTime DueAt, int Missed, DateTime? MissedSince)?> DueNowAsync(JobPlan plan, CancellationToken cancel = default)
    {
        var (calendar, _) = await snapshots.ReadAsync(db, cancel);
        // Hangfire's clock and ours may differ by a moment.
        var now = Now.AddSeconds(30);
        if (ScheduleClock.LastDue(plan.Times, calendar, now) is not { } due)
            return null;
        if (await LastRunAsync(plan.Spec.Id, cancel) is not { } last)
            return (due, 0, null);
        if (last >= due)
            return (due, 0, null);
        var since = await LastChangeAsync(plan.Spec.Id, cancel) is { } changed && changed > last ? changed : last;
        var missed = ScheduleClock.CountBetween(plan.Times, calendar, since, due);
        return (due, missed, missed == 0 ? null : ScheduleClock.Next(plan.Times, calendar, since));
    }

    /// <summary>Jobs whose last time passed without a run while no host was up: each is to be run once now.</summary>
    public async Task<IReadOnlyList<JobSpec>> ToCatchUpAsync(CancellationToken cancel = default)
    {
        var (calendar, _) = await snapshots.ReadAsync(db, cancel);
        var found = new List<JobSpec>();
        foreach (var plan in (await ReadAsync(cancel)).Where(x => x.Enabled))
        {
            // What never ran waits for its first time: nothing was missed.
            if (await LastRunAsync(plan.Spec.Id, cancel) is not { } last || ScheduleClock.LastDue(plan.Times, calendar, Now) is not { } due)
                continue;
            var changed = await LastChangeAsync(plan.Spec.Id, cancel);
            if (due > last && (changed is null || due > changed))
                found.Add(plan.Spec);
        }
        return found;
    }

    // What a clock that ran ahead wrote down for a day to come must not silence the alarm until then; hosts may differ by a moment.
    private DateTime Latest => Now.AddMinutes(5);

    private Task<DateTime?> LastRunAsync(string jobId, CancellationToken cancel)
    {
        var latest = Latest;
        return db.JobRuns.AsNoTracking().Where(x => x.JobId == jobId && x.StartedAt <= latest).OrderByDescending(x => x.StartedAt).Select(x => (DateTime?)x.StartedAt).FirstOrDefaultAsync(cancel);
    }

    private Task<DateTime?> LastChangeAsync(string jobId, CancellationToken cancel)
    {
        var latest = Latest;
        return db.JobScheduleChanges.AsNoTracking().Where(x => x.JobId == jobId && x.At <= latest).OrderByDescending(x => x.Id).Select(x => (DateTime?)x.At).FirstOrDefaultAsync(cancel);
    }
}
