using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Jobs;

/// <summary>
/// Forgets runs that say nothing any more: a job of a minute's rhythm writes half a million rows a year. What did something,
/// failed or made up for others stays for two years; what found nothing to do, for a week.
/// </summary>
public sealed class TidyRuns(PlatformDb db) : IJob
{
    private const int EmptyDays = 7;
    private const int AllDays = 731;

    public async Task<JobResult> RunAsync(CancellationToken cancel)
    {
        var now = db.Clock.GetUtcNow().UtcDateTime;
        var (week, years) = (now.AddDays(-EmptyDays), now.AddDays(-AllDays));
        // The newest run of each job stays whatever it was: from it the next missed time is counted.
        var newest = await db.JobRuns.GroupBy(x => x.JobId).Select(x => x.Max(run => run.Id)).ToListAsync(cancel);
        var gone = await db.JobRuns.Where(x => !newest.Contains(x.Id)
                && (x.StartedAt < years || x.StartedAt < week && x.Count == 0 && x.Outcome == JobOutcome.Succeeded && x.Missed == 0 && x.Cause == RunCause.Schedule))
            .ExecuteDeleteAsync(cancel);
        return new JobResult($"bỏ {gone} lần chạy cũ không có việc", gone);
    }
}
