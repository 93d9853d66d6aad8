using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Meetings;

/// <summary>A giao ban of the leaders and heads: one a week. Kept from its first conclusion on.</summary>
public sealed class WeeklyMeeting : IVersioned
{
    public int Id { get; set; }

    /// <summary>Office date; unique.</summary>
    public DateOnly HeldOn { get; set; }
    public int? ChairId { get; set; }

    /// <summary>What was concluded in general, as the notice of conclusions will say it.</summary>
    [MaxLength(4000)] public string? General { get; set; }

    public Guid Version { get; set; }
    public List<MeetingConclusion> Rows { get; } = [];

    /// <summary>The giao ban of the week of a day: its first working day from Monday on; null in a week without any, such as that of Tết.</summary>
    public static DateOnly? DayOf(WorkingCalendar calendar, DateOnly day)
    {
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        var first = calendar.OnOrAfter(monday);
        return first < monday.AddDays(7) ? first : null;
    }

    internal static void Map(ModelBuilder model)
    {
        model.Entity<WeeklyMeeting>(e =>
        {
            e.ToTable("WeeklyMeeting");
            e.HasIndex(x => x.HeldOn).IsUnique();
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.ChairId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<MeetingConclusion>(e =>
        {
            e.ToTable("MeetingConclusion");
            e.Property(x => x.Text).HasMaxLength(500);
            e.HasOne<WeeklyMeeting>().WithMany(x => x.Rows).HasForeignKey(x => x.MeetingId);
            e.HasOne<Unit>().WithMany().HasForeignKey(x => x.UnitId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Duty>().WithMany().HasForeignKey(x => x.DutyId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}

/// <summary>One row of conclusions: with a unit and a date it becomes a duty, without it is only said in the notice.</summary>
public sealed class MeetingConclusion
{
    public long Id { get; set; }
    public int MeetingId { get; set; }
    public int Place { get; set; }
    public required string Text { get; set; }
    public int? UnitId { get; set; }
    public DateOnly? DueOn { get; set; }
    [MaxLength(400)] public string? Product { get; set; }

    /// <summary>The duty that came of it: from then on the row stands as it is.</summary>
    public long? DutyId { get; set; }
}
