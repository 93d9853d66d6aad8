using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.LeaderWeek;

/// <summary>One entry of the leaders' weekly schedule, typed by the office or told by a record.</summary>
public sealed class LeaderEvent : IVersioned
{
    public long Id { get; set; }
    public DateOnly Day { get; set; }

    /// <summary>Office time; null stands for the whole day.</summary>
    public TimeOnly? From { get; set; }
    public TimeOnly? To { get; set; }
    public required string What { get; set; }
    [MaxLength(200)] public string? Place { get; set; }
    public int? ChairId { get; set; }
    public int? PreparingUnitId { get; set; }

    /// <summary>Whom the text names beside leaders.</summary>
    [MaxLength(500)] public string? Others { get; set; }
    public bool Public { get; set; }

    /// <summary>The record that tells it; null for what the office typed.</summary>
    [MaxLength(160)] public string? SourceKey { get; set; }

    /// <summary>Typed over: the record no longer changes it.</summary>
    public bool EditedHere { get; set; }

    /// <summary>The record no longer tells it.</summary>
    public bool SourceGone { get; set; }
    [MaxLength(500)] public string? CancelReason { get; set; }

    /// <summary>Raised by each change, for calendars that took the event over (RFC 5545, 3.8.7.4).</summary>
    public int Sequence { get; set; }

    /// <summary>When it was changed after its week had been published.</summary>
    public DateTime? ChangedAt { get; set; }
    public Guid Version { get; set; }
    public List<LeaderEventPerson> Leaders { get; } = [];

    /// <summary>When it ends for the look after clashes: an event without an end takes an hour.</summary>
    public TimeOnly? Ends => To ?? (From is { } from ? from.Hour >= 23 ? new TimeOnly(23, 59) : from.AddHours(1) : null);

    /// <summary>«08:00-10:00», «08:00» or «Cả ngày».</summary>
    public string Hours => From is { } from ? To is { } to ? $"{Vi.Time(from)}-{Vi.Time(to)}" : Vi.Time(from) : "Cả ngày";

    internal static void Map(ModelBuilder model)
    {
        model.Entity<LeaderEvent>(e =>
        {
            e.ToTable("LeaderEvent");
            e.Property(x => x.What).HasMaxLength(500);
            e.HasIndex(x => x.Day);
            e.HasIndex(x => x.SourceKey).IsUnique();
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.ChairId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Unit>().WithMany().HasForeignKey(x => x.PreparingUnitId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<LeaderEventPerson>(e =>
        {
            e.ToTable("LeaderEventPerson");
            e.HasKey(x => new { x.EventId, x.PersonId });
            e.HasOne<LeaderEvent>().WithMany(x => x.Leaders).HasForeignKey(x => x.EventId);
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<PublishedWeek>(e =>
        {
            e.ToTable("PublishedWeek");
            e.HasIndex(x => x.Monday).IsUnique();
        });
    }
}

/// <summary>A leader who takes part.</summary>
public sealed class LeaderEventPerson
{
    public long EventId { get; set; }
    public int PersonId { get; set; }
}

/// <summary>A week whose schedule was made known: its public events stand on the portal.</summary>
public sealed class PublishedWeek : IVersioned
{
    public int Id { get; set; }
    public DateOnly Monday { get; set; }
    public DateTime PublishedAt { get; set; }
    public int? PublishedById { get; set; }

    /// <summary>«Lịch này thay giấy mời họp».</summary>
    public bool ReplacesInvitations { get; set; }
    public Guid Version { get; set; }
}

/// <summary>Weeks as addresses write them: «2026-W48» (ISO 8601).</summary>
public static class Weeks
{
    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    public static string Key(DateOnly monday) => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(monday.ToDateTime(TimeOnly.MinValue))}-W{ISOWeek.GetWeekOfYear(monday.ToDateTime(TimeOnly.MinValue)):00}");

    /// <summary>The Monday of a week; null for what is no week.</summary>
    public static DateOnly? Read(string? key)
    {
        if (key is not { Length: 8 } || key[4..6] != "-W" || !int.TryParse(key[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year) || !int.TryParse(key[6..], NumberStyles.None, CultureInfo.InvariantCulture, out var week)
            || year is < 2020 or > 2100 || week < 1 || week > ISOWeek.GetWeeksInYear(year))
            return null;
        return DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday));
    }
}
