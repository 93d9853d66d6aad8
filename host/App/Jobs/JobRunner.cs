using System.Diagnostics;
using BacSon.Kernel.Calendar;
using BacSon.Kernel;
using BacSon.Kernel.Jobs;
using Hangfire;

namespace BacSon.App.Jobs;

/// <summary>
/// The one method that Hangfire knows. Its payload is the job's id as text: classes may be renamed, what is stored stays valid.
/// This class and method never move.
/// </summary>
public sealed class JobRunner(IServiceScopeFactory scopes, IEnumerable<JobSpec> specs, ILogger<JobRunner> log)
{
    /// <summary>Runs a job at a time of its schedule; on a day off that the schedule passes over it does nothing. Throws what the job throws, after recording it.</summary>
    [DisableConcurrentExecution("job:{0}", 0)]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(string jobId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var book = scope.ServiceProvider.GetRequiredService<ScheduleBook>();
        var plan = await book.ReadAsync(jobId, cancel);
        var due = await book.DueNowAsync(plan, cancel);
        // What passes days off over, or moves them, is asked each day that its cron might mean; today it may mean none.
        if (!plan.Enabled || plan.Times.OffDays != OffDays.Run && (due is null || DateOnly.FromDateTime(due.Value.DueAt.ToOffice()) != db.Clock.OfficeToday()))
            return;
        await RunAsync(plan.Spec, RunCause.Schedule, cancel);
    }

    /// <summary>Runs a job now, whatever its schedule says: a person asked for it, or its time passed while no host was up.</summary>
    [DisableConcurrentExecution("job:{0}", 0)]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunNowAsync(string jobId, RunCause cause, CancellationToken cancel)
    {
        var spec = specs.FirstOrDefault(x => x.Id == jobId) ?? throw new InvalidOperationException($"No job is declared as {jobId}.");
        await RunAsync(spec, cause, cancel);
    }

    internal async Task<JobResult> RunAsync(JobSpec spec, RunCause cause, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var book = scope.ServiceProvider.GetRequiredService<ScheduleBook>();
        var due = cause == RunCause.Person ? null : await book.DueNowAsync(await book.ReadAsync(spec.Id, cancel), cancel);
        var run = new JobRun
        {
            JobId = spec.Id,
            StartedAt = db.Clock.GetUtcNow().UtcDateTime,
            Host = System.Environment.MachineName,
            Cause = cause,
            DueAt = due?.DueAt,
            Missed = due?.Missed ?? 0,
            MissedSince = due?.MissedSince,
        };
        db.JobRuns.Add(run);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        using var span = Signals.Source.StartActivity("job");
        span?.SetTag("job", spec.Id);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            db.Acting.Origin = $"Việc chạy tự động trên máy {System.Environment.MachineName}";
            var job = (IJob)ActivatorUtilities.CreateInstance(scope.ServiceProvider, spec.Type);
            var result = await job.RunAsync(cancel);
            Signal(JobOutcome.Succeeded);
            await FinishAsync(run, JobOutcome.Succeeded, result, null);
            return result;
        }
        catch (Exception problem)
        {
            // A mail server that is down or a disk without room is said in a sentence each time; where it was noticed helps nobody.
            if (problem is Mail.MailServerDown or Backups.BackupFailed)
                log.LogWarning("Job {JobId} failed: {Why}", spec.Id, problem.Message);
            else
                log.LogError(problem, "Job {JobId} failed", spec.Id);
            if (run.Outcome == JobOutcome.Running)
                Signal(JobOutcome.Failed);
            span?.SetStatus(ActivityStatusCode.Error);
            await FinishAsync(run, JobOutcome.Failed, null, problem.ToString());
            throw;
        }

        void Signal(JobOutcome outcome)
        {
            span?.SetTag("outcome", outcome.ToString());
            Signals.JobDuration.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds, new TagList { { "job", spec.Id }, { "outcome", outcome.ToString() } });
        }
    }

    // In a scope of its own: what the job left in its context must not be saved with the run, and a cancelled run is recorded too.
    private async Task FinishAsync(JobRun run, JobOutcome outcome, JobResult? result, string? error)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        run.FinishedAt = db.Clock.GetUtcNow().UtcDateTime;
        run.Outcome = outcome;
        run.Summary = result?.Summary;
        run.Count = result?.Count ?? 0;
        run.Error = error?[..Math.Min(error.Length, 4000)];
        db.JobRuns.Update(run);
        await db.SaveChangesAsync(CancellationToken.None);
    }
}
