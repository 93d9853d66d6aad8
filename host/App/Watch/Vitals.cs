using BacSon.App.Backups;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BacSon.App.Watch;

/// <summary>The few figures that tell whether the program does its work, each read by one quick query.</summary>
internal sealed class Vitals(PlatformDb db)
{
    private DateTime Now => db.Clock.GetUtcNow().UtcDateTime;

    /// <summary>Since when the oldest mail is due that still waits; zero when none does.</summary>
    public async Task<TimeSpan> MailAgeAsync(CancellationToken cancel = default)
    {
        var now = Now;
        var oldest = await db.Mails.Where(x => (x.State == MailState.Queued || x.State == MailState.Waiting) && x.NotBefore <= now).MinAsync(x => (DateTime?)x.NotBefore, cancel);
        return oldest is { } since ? now - since : TimeSpan.Zero;
    }

    /// <summary>Age of the oldest audit entry that is not sealed; zero when all are.</summary>
    public async Task<TimeSpan> UnsealedAgeAsync(CancellationToken cancel = default)
    {
        var oldest = await db.AuditEntries.Where(x => x.Seal == null).OrderBy(x => x.Id).Select(x => (DateTime?)x.At).FirstOrDefaultAsync(cancel);
        return oldest is { } since ? Now - since : TimeSpan.Zero;
    }
}

/// <summary>Degraded, not unready, while work piles up or the disk fills: pages answer all the same. What it says is in ops/alarms.md.</summary>
internal sealed class VitalsCheck(PlatformDb db, PlatformOptions platform) : IHealthCheck
{
    /// <summary>A mail that is due for longer than this waits for something that does not come.</summary>
    public static readonly TimeSpan LongestMail = TimeSpan.FromMinutes(30);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var vitals = new Vitals(db);
            var wrong = new List<string>();
            if (await vitals.MailAgeAsync(cancellationToken) > LongestMail)
                wrong.Add("mail");
            if (await vitals.UnsealedAgeAsync(cancellationToken) > AuditChain.LongestUnsealed)
                wrong.Add("audit");
            if (DiskRoom.Free(platform.Storage.Directory) < platform.Watch.LeastFree)
                wrong.Add("disk");
            return wrong.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(", ", wrong));
        }
        catch (System.Data.Common.DbException problem)
        {
            // That the database is away the other check says.
            return HealthCheckResult.Degraded("database", problem);
        }
    }
}
