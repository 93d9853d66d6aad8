using BacSon.Kernel.Calendar;
using BacSon.Kernel.Jobs;
using Hangfire;
using Hangfire.Common;
using Hangfire.Storage;

namespace BacSon.App.Jobs;

/// <summary>Brings Hangfire's recurring jobs to what the code declares: adds, changes, and removes what is no longer declared.</summary>
internal static class Schedules
{
    public static void Declare(IRecurringJobManager manager, JobStorage storage, IEnumerable<JobSpec> specs)
    {
        var declared = specs.ToList();
        foreach (var spec in declared)
            manager.AddOrUpdate(spec.Id, Job.FromExpression<JobRunner>(runner => runner.RunAsync(spec.Id, CancellationToken.None)), spec.Cron,
                // A run missed while down is made up once: every job is a sweep of what is due now.
                new RecurringJobOptions { TimeZone = OfficeTime.Zone, MisfireHandling = MisfireHandlingMode.Relaxed });
        using var connection = storage.GetConnection();
        foreach (var stale in connection.GetRecurringJobs().Where(x => declared.TrueForAll(spec => spec.Id != x.Id)))
            manager.RemoveIfExists(stale.Id);
    }
}
