using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Jobs;

/// <summary>
/// A background job: a sweep of what is due as of now, harmless when it runs twice or late.
/// It is made anew for each run, in a scope of its own.
/// </summary>
public interface IJob
{
    /// <summary>Runs once. Throws on failure: the run is recorded with the error and the next one tries again.</summary>
    Task<JobResult> RunAsync(CancellationToken cancel);
}

/// <summary>What a run did, in words that its page shows («12 người, 87 nhiệm vụ»), and a count.</summary>
public sealed record JobResult(string Summary, int Count);

/// <summary>A job as its code declares it.</summary>
/// <param name="Id">Stable: what is stored about the job hangs on it.</param>
/// <param name="Title">Vietnamese title.</param>
/// <param name="Does">What it does and for whom, one Vietnamese sentence.</param>
/// <param name="Cron">Default schedule, five fields, read by Cronos in Asia/Ho_Chi_Minh; weekdays by name.</param>
/// <param name="Type">The <see cref="IJob"/>.</param>
public sealed record JobSpec(string Id, string Title, string Does, string Cron, Type Type)
{
    public static JobSpec Of<T>(string id, string title, string does, string cron) where T : IJob => new(id, title, does, cron, typeof(T));
}

public enum JobOutcome { Running, Succeeded, Failed }

/// <summary>One run of a job; ours, because Hangfire's own history expires in a day.</summary>
public sealed class JobRun
{
    public long Id { get; set; }
    [MaxLength(80)] public required string JobId { get; set; }
    public DateTime StartedAt { get; set; }
    public DateTime? FinishedAt { get; set; }
    public JobOutcome Outcome { get; set; }
    [MaxLength(400)] public string? Summary { get; set; }
    public int Count { get; set; }
    [MaxLength(200)] public required string Host { get; set; }

    /// <summary>The error's type, message and stack for the administrator; never personal data.</summary>
    public string? Error { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<JobRun>(e =>
    {
        e.ToTable("JobRun");
        e.Property(x => x.Error).HasMaxLength(4000);
        e.HasIndex(x => new { x.JobId, x.StartedAt });
    });
}
