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
/// <param name="Default">When it runs until an administrator says otherwise.</param>
/// <param name="Floor">It never runs more often than this.</param>
/// <param name="Type">The <see cref="IJob"/>.</param>
/// <param name="On">Whether it runs before an administrator switched anything; false for what an office must first make ready.</param>
public sealed record JobSpec(string Id, string Title, string Does, JobTimes Default, TimeSpan Floor, Type Type, bool On = true)
{
    /// <param name="floorMinutes">Minutes between two runs at least.</param>
    public static JobSpec Of<T>(string id, string title, string does, string cron, int floorMinutes = 1, OffDays offDays = OffDays.Run) where T : IJob =>
        new(id, title, does, new JobTimes(cron, offDays), TimeSpan.FromMinutes(floorMinutes), typeof(T));
}

/// <summary>Why a run ran.</summary>
public enum RunCause { Schedule, Person, CatchUp }

public enum JobOutcome { Running, Succeeded, Failed }

/// <summary>One run of a job; ours, because Hangfire's own history expires in a day.</summary>
public sealed class JobRun
{
    public long Id { get; set; }
    [MaxLength(80)] public required string JobId { get; set; }
    public DateTime StartedAt { get; set; }

    /// <summary>The instant of the schedule that this run serves (UTC); null when a person asked for it.</summary>
    public DateTime? DueAt { get; set; }
    public RunCause Cause { get; set; }

    /// <summary>How many earlier times of the schedule passed without a run, because the program was down; this run made up for them.</summary>
    public int Missed { get; set; }
    public DateTime? MissedSince { get; set; }
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
