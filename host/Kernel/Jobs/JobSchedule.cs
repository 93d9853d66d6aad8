using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Jobs;

/// <summary>What a schedule does when its time falls on a day off of the working calendar.</summary>
public enum OffDays
{
    /// <summary>Runs all the same.</summary>
    Run,

    /// <summary>Does not run.</summary>
    Skip,

    /// <summary>Runs on the working day before, at the same hour.</summary>
    Before,

    /// <summary>Runs on the working day after, at the same hour.</summary>
    After,
}

/// <summary>When a job runs: a cron of five fields in Asia/Ho_Chi_Minh, and what becomes of days off.</summary>
public sealed record JobTimes(string Cron, OffDays OffDays);

/// <summary>
/// What an administrator set for a job, beside what its code declares; no row while he set nothing. A new release never
/// changes it.
/// </summary>
public sealed class JobSchedule : IVersioned
{
    [MaxLength(80)] public required string JobId { get; init; }
    [MaxLength(120)] public required string Cron { get; set; }
    public OffDays OffDays { get; set; }
    public bool Enabled { get; set; } = true;

    /// <summary>The default of the code on the day of the last change: when the code's differs now, the page says so.</summary>
    [MaxLength(120)] public required string DefaultCron { get; set; }

    public Guid Version { get; set; }

    public JobTimes Times => new(Cron, OffDays);

    internal static void Map(ModelBuilder model)
    {
        model.Entity<JobSchedule>(e =>
        {
            e.ToTable("JobSchedule");
            e.HasKey(x => x.JobId);
            e.Ignore(x => x.Times);
        });
        model.Entity<JobScheduleChange>(e =>
        {
            e.ToTable("JobScheduleChange");
            e.HasIndex(x => new { x.JobId, x.Id });
        });
    }
}

/// <summary>One change of a schedule: who, when, to what, and why. Rows are never changed.</summary>
public sealed class JobScheduleChange
{
    public long Id { get; set; }
    [MaxLength(80)] public required string JobId { get; init; }
    public DateTime At { get; init; }
    public int? PersonId { get; init; }
    [MaxLength(120)] public required string By { get; init; }

    [MaxLength(120)] public required string FromCron { get; init; }
    public OffDays FromOffDays { get; init; }
    public bool FromEnabled { get; init; }

    [MaxLength(120)] public required string Cron { get; init; }
    public OffDays OffDays { get; init; }
    public bool Enabled { get; init; }

    /// <summary>It went back to the default of the code.</summary>
    public bool ToDefault { get; init; }
    [MaxLength(500)] public required string Reason { get; init; }
}
