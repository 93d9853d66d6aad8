using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Mail;

/// <summary>Chờ gửi, Đã gửi, Chờ gửi lại, Không gửi được; kept to be printed for who has no mail; taken back by an administrator before it left.</summary>
public enum MailState { Queued, Sent, Waiting, Failed, ToPrint, Cancelled }

/// <summary>
/// A mail is a row before it is a message. The same row keeps the same Message-ID, so that the one copy that a crash
/// between «accepted» and «recorded» may send twice can be recognised (RFC 5322 section 3.6.4).
/// </summary>
public sealed class MailMessage
{
    public long Id { get; set; }

    /// <summary>What must not be written twice, such as «digest:12:2026-11-25»; null where nothing forbids it.</summary>
    [MaxLength(120)] public string? OnceKey { get; set; }

    /// <summary>Without angle brackets.</summary>
    [MaxLength(200)] public required string MessageId { get; set; }
    [MaxLength(40)] public required string Kind { get; set; }
    public int? PersonId { get; set; }
    [MaxLength(200)] public string? ToAddress { get; set; }
    [MaxLength(120)] public required string ToName { get; set; }
    public required string Subject { get; set; }

    /// <summary>Its words; null where a query did not ask for them.</summary>
    public MailBody? Body { get; set; }

    /// <summary>Files that go with it, in their order; as <see cref="Body"/> only where a query asked for them.</summary>
    public List<MailAttachment> Attachments { get; } = [];
    public DateTime CreatedAt { get; set; }
    public MailState State { get; set; }
    public int Attempts { get; set; }

    /// <summary>Not before this instant (UTC).</summary>
    public DateTime NotBefore { get; set; }
    public DateTime? SentAt { get; set; }

    /// <summary>The server's last answer, in its own words; of a mail that was taken back why.</summary>
    [MaxLength(1000)] public string? LastAnswer { get; set; }

    /// <summary>The sweep that is sending it now, and until when its claim holds.</summary>
    public Guid? ClaimedBy { get; set; }
    public DateTime? ClaimedUntil { get; set; }

    internal static void Map(ModelBuilder model)
    {
        model.Entity<MailMessage>(e =>
        {
            e.ToTable("Mail");
            e.Property(x => x.Subject).HasMaxLength(500);
            e.HasOne(x => x.Body).WithOne().HasForeignKey<MailBody>(x => x.MailId);
            e.HasIndex(x => x.OnceKey).IsUnique();
            e.HasIndex(x => x.MessageId).IsUnique();
            e.HasIndex(x => new { x.State, x.NotBefore });
            e.HasIndex(x => x.ClaimedBy);
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<MailBody>(e =>
        {
            e.ToTable("MailBody");
            e.HasKey(x => x.MailId);
            e.Property(x => x.MailId).ValueGeneratedNever();
            e.Property(x => x.Text).HasMaxLength(-1);
            e.Property(x => x.Html).HasMaxLength(-1);
        });
        model.Entity<MailAttachment>(e =>
        {
            e.ToTable("MailAttachment");
            e.HasOne<MailMessage>().WithMany(x => x.Attachments).HasForeignKey(x => x.MailId);
            e.Property(x => x.Content).HasMaxLength(MailAttachment.Largest);
        });
        model.Entity<MailAttempt>(e =>
        {
            e.ToTable("MailAttempt");
            e.HasOne<MailMessage>().WithMany().HasForeignKey(x => x.MailId);
        });
    }
}

/// <summary>
/// What a mail says. A table of its own: claiming a mail and recording what came of it would otherwise write its forty
/// kilobytes anew each time.
/// </summary>
public sealed class MailBody
{
    public long MailId { get; set; }
    public required string Text { get; set; }
    public required string Html { get; set; }
}

/// <summary>A file that goes with a mail; it stays beside it as it was sent.</summary>
public sealed class MailAttachment
{
    /// <summary>2 MB: papers of the office, no pictures.</summary>
    public const int Largest = 2 * 1024 * 1024;

    public long Id { get; set; }
    public long MailId { get; set; }
    [MaxLength(120)] public required string FileName { get; set; }
    [MaxLength(120)] public required string ContentType { get; set; }
    public required byte[] Content { get; set; }
}

/// <summary>One try at delivering a mail and what the server answered.</summary>
public sealed class MailAttempt
{
    public long Id { get; set; }
    public long MailId { get; set; }
    public DateTime At { get; set; }
    public bool Accepted { get; set; }
    [MaxLength(1000)] public required string Answer { get; set; }
}
