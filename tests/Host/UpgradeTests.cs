using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Organization;
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
        var commune = await _host.CommuneAsync();
        var opened = await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.Transparency, "Công khai dự toán", PlatformHost.Wednesday, new Term(5, TermUnit.WorkingDay)) { LeadUnitId = commune.Economy, TermSource = TermSource.Default }, viewer));
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            var people = await db.People.CountAsync();
            var trail = services.GetRequiredService<AuditChain>();
            await trail.SealAsync();
            var entries = await db.AuditEntries.CountAsync();
            var terms = await db.Set<CatalogueTerm>().CountAsync();
            await db.GetService<IMigrator>().MigrateAsync("Initial");
            Assert.Contains(await db.Database.GetPendingMigrationsAsync(), x => x.EndsWith("_Schedules", StringComparison.Ordinal));
            // As the first schema wrote them.
            await db.Database.ExecuteSqlRawAsync("""INSERT INTO "SignIn" ("At", "UserName", "Succeeded") VALUES ('2026-11-25 00:00:00', 'truongphong', 1)""");
            await db.Database.ExecuteSqlRawAsync("""INSERT INTO "JobRun" ("JobId", "StartedAt", "Outcome", "Count", "Summary", "Host") VALUES ('reminders.send', '2026-11-25 00:00:00', 1, 38, '38 người', 'may-chu')""");

            await db.Database.MigrateAsync();

            Assert.Empty(await db.Database.GetPendingMigrationsAsync());
            var run = await db.JobRuns.SingleAsync();
            Assert.Equal((38, JobOutcome.Succeeded, RunCause.Schedule, (DateTime?)null), (run.Count, run.Outcome, run.Cause, run.DueAt));
            Assert.Equal((people, entries, terms), (await db.People.CountAsync(), await db.AuditEntries.CountAsync(), await db.Set<CatalogueTerm>().CountAsync()));
            Assert.Equal(SignInAct.Password, (await db.SignIns.SingleAsync()).Act);
            db.ChangeTracker.Clear();
            var duty = await db.Duties.SingleAsync();
            Assert.Equal((opened.Id, opened.DueOn, (DateOnly?)null), (duty.Id, duty.DueOn, duty.MovedOn));
            // The seals of the first schema hold under the newest one.
            Assert.Empty((await trail.VerifyAsync()).Faults);
            return 0;
        });
    }
}
