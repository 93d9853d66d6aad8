using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BacSon.Kernel.Jobs;

/// <summary>
/// What the program tells to whoever watches it. Nobody listens until <c>Telemetry:Endpoint</c> is set, and then it costs
/// next to nothing. Never a name, an address or a text in a tag: ids of jobs, kinds of mail, outcomes.
/// </summary>
public static class Signals
{
    /// <summary>Name of the meter and of the source of traces.</summary>
    public const string Name = "BacSon.Platform";

    public static readonly ActivitySource Source = new(Name);
    public static readonly Meter Meter = new(Name);

    /// <summary>Reminders that were found due and written into digests.</summary>
    public static readonly Counter<long> RemindersDue = Meter.CreateCounter<long>("bacson.reminders.due", "{reminder}");

    /// <summary>People for whom a digest was written.</summary>
    public static readonly Counter<long> Digests = Meter.CreateCounter<long>("bacson.reminders.digests", "{mail}");

    /// <summary>Tries at delivering a mail, by kind and outcome; those of kind ReminderDigest and outcome Sent are the reminders sent.</summary>
    public static readonly Counter<long> Deliveries = Meter.CreateCounter<long>("bacson.mail.deliveries", "{mail}");

    /// <summary>Runs of a job in seconds, by job and outcome; its count is the number of runs.</summary>
    public static readonly Histogram<double> JobDuration = Meter.CreateHistogram<double>("bacson.job.duration", "s");
}
