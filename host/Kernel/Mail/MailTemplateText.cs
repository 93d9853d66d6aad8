using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Mail;

/// <summary>
/// The wording of a kind of mail around what the mail tells. Named places stand in braces: «Nhắc việc ngày {ngày}». A line of
/// the opening and of the closing is a paragraph.
/// </summary>
public sealed record MailWording(string Subject, string Opening, string Closing);

/// <summary>
/// What an administrator set as the wording of a kind of mail, beside what its code declares; no row, or no texts, while the
/// code's own is used. A new release never changes it.
/// </summary>
public sealed class MailTemplateText : IVersioned
{
    [MaxLength(40)] public required string Key { get; init; }
    [MaxLength(MailTemplate.LongestSubject)] public string? Subject { get; set; }
    [MaxLength(MailTemplate.LongestText)] public string? Opening { get; set; }
    [MaxLength(MailTemplate.LongestText)] public string? Closing { get; set; }

    /// <summary>The code's own wording on the day of the last change, as one text: when the code's differs now, the page says so.</summary>
    [MaxLength(2 * MailTemplate.LongestText + MailTemplate.LongestSubject + 2)] public required string DefaultThen { get; set; }

    public Guid Version { get; set; }

    /// <summary>The wording set, or null while the code's own is used.</summary>
    public MailWording? Wording => Subject is { } subject && Opening is { } opening && Closing is { } closing ? new MailWording(subject, opening, closing) : null;

    internal static void Map(ModelBuilder model)
    {
        model.Entity<MailTemplateText>(e =>
        {
            e.ToTable("MailTemplateText");
            e.HasKey(x => x.Key);
            e.Ignore(x => x.Wording);
        });
        model.Entity<MailTemplateChange>(e =>
        {
            e.ToTable("MailTemplateChange");
            e.HasIndex(x => new { x.Key, x.Id });
        });
    }
}

/// <summary>One change of a wording: who, when, to what, and why. Rows are never changed.</summary>
public sealed class MailTemplateChange
{
    public long Id { get; set; }
    [MaxLength(40)] public required string Key { get; init; }
    public DateTime At { get; init; }
    public int? PersonId { get; init; }
    [MaxLength(120)] public required string By { get; init; }
    [MaxLength(MailTemplate.LongestSubject)] public required string Subject { get; init; }
    [MaxLength(MailTemplate.LongestText)] public required string Opening { get; init; }
    [MaxLength(MailTemplate.LongestText)] public required string Closing { get; init; }

    /// <summary>It went back to the wording of the code.</summary>
    public bool ToDefault { get; init; }
    [MaxLength(500)] public required string Reason { get; init; }
}
