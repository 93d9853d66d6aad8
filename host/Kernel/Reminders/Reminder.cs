using BacSon.Kernel.Duties;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Reminders;

/// <summary>Why a duty stands in a person's digest.</summary>
public enum ReminderReason { Lead, Officer, Share, Escalated, ToAccept, Unassigned, Returned, Moved, Urged }

/// <summary>
/// One duty told to one person at one step. The unique index is what keeps a step from being told twice,
/// however often the sweep runs and however many hosts run it.
/// </summary>
public sealed class Reminder
{
    public long Id { get; set; }
    public int PersonId { get; set; }
    public long DutyId { get; set; }

    /// <summary>The coordinating share, or 0 for the duty itself.</summary>
    public long ShareId { get; set; }
    public ReminderReason Reason { get; set; }

    /// <summary>The due date the step was counted from: a moved date is reminded anew, an edit is not.</summary>
    public DateOnly DueOn { get; set; }

    /// <summary>Working days from the due date: negative before, 0 on the day, positive late.</summary>
    public int Step { get; set; }

    /// <summary>The working day of the digest.</summary>
    public DateOnly On { get; set; }
    public long MailId { get; set; }
    public MailMessage? Mail { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<Reminder>(e =>
    {
        e.ToTable("Reminder");
        e.HasIndex(x => new { x.DutyId, x.ShareId, x.PersonId, x.Reason, x.DueOn, x.Step }).IsUnique();
        e.HasIndex(x => x.On);
        e.HasOne(x => x.Mail).WithMany().HasForeignKey(x => x.MailId);
        e.HasOne<Duty>().WithMany().HasForeignKey(x => x.DutyId).OnDelete(DeleteBehavior.Restrict);
        e.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.Restrict);
    });
}
