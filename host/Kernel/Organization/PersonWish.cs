using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Organization;

/// <summary>
/// What a person wishes for himself: when his digest goes, on which further days he is reminded, where his day begins. It
/// only adds to what policy lays down: nothing that is late or reported upward can be wished away. No row, no wishes.
/// </summary>
public sealed class PersonWish : IVersioned, IReferenceData
{
    public int PersonId { get; init; }

    /// <summary>Not before this time of the office's day the digest goes; null for as soon as it is written.</summary>
    public TimeOnly? DigestAt { get; set; }

    /// <summary>Further working days before the due date, as in «10,15»; empty for none.</summary>
    [MaxLength(20)] public string ExtraDays { get; set; } = "";

    /// <summary>Where the day begins («/ke-hoach»); null for what the role says.</summary>
    [MaxLength(40)] public string? StartPage { get; set; }

    /// <summary>Single keys do nothing (WCAG 2.2, 2.1.4).</summary>
    public bool NoShortcuts { get; set; }

    public Guid Version { get; set; }

    /// <summary><see cref="ExtraDays"/> as numbers.</summary>
    internal IReadOnlyList<int> ReadExtraDays() =>
        [.. ExtraDays.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(x => int.Parse(x, CultureInfo.InvariantCulture))];

    internal static void Map(ModelBuilder model) => model.Entity<PersonWish>(e =>
    {
        e.ToTable("PersonWish");
        e.HasKey(x => x.PersonId);
        e.HasOne<Person>().WithOne().HasForeignKey<PersonWish>(x => x.PersonId);
    });
}

/// <summary>
/// The private address at which a person's own due dates can be read without signing in. Only the hash of its secret is kept:
/// whoever reads the table cannot open it.
/// </summary>
public sealed class CalendarAddress
{
    /// <summary>One person has at most one address.</summary>
    public int PersonId { get; init; }

    /// <summary>SHA-256 of the secret, lower-case hex.</summary>
    [MaxLength(64)] public required string SecretHash { get; set; }
    public DateTime MadeAt { get; set; }

    /// <summary>When it was last read, to five minutes; null while nobody has.</summary>
    public DateTime? LastUsedAt { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<CalendarAddress>(e =>
    {
        e.ToTable("CalendarAddress");
        e.HasKey(x => x.PersonId);
        e.HasIndex(x => x.SecretHash).IsUnique();
        e.HasOne<Person>().WithOne().HasForeignKey<CalendarAddress>(x => x.PersonId);
    });
}
