using BacSon.Kernel;
using BacSon.Kernel.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>A database of the first schema comes to the newest one with everything that was in it.</summary>
public sealed class UpgradeTests : IDisposable
{
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task From_the_first_schema_to_the_newest_nothing_that_was_kept_is_lost()
    {
        await _host.CommuneAsync();
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            var people = await db.People.CountAsync();
            var entries = await db.AuditEntries.CountAsync();
            await db.GetService<IMigrator>().MigrateAsync("Initial");
            Assert.Contains(await db.Database.GetPendingMigrationsAsync(), x => x.EndsWith("_Schedules", StringComparison.Ordinal));
            // As the first schema wrote it.
            await db.Database.ExecuteSqlRawAsync("""INSERT INTO "JobRun" ("JobId", "StartedAt", "Outcome", "Count", "Summary", "Host") VALUES ('reminders.send', '2026-11-25 00:00:00', 1, 38, '38 người', 'may-chu')""");

            await db.Database.MigrateAsync();

            Assert.Empty(await db.Database.GetPendingMigrationsAsync());
            var run = await db.JobRuns.SingleAsync();
            Assert.Equal((38, JobOutcome.Succeeded, RunCause.Schedule, (DateTime?)null), (run.Count, run.Outcome, run.Cause, run.DueAt));
            Assert.Equal((people, entries), (await db.People.CountAsync(), await db.AuditEntries.CountAsync()));
            return 0;
        });
    }
}
