using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Catalogue;

public enum CatalogueTier { Core, Extended }
public enum CatalogueTrigger { Event, Recurring }
public enum Confidence { Confirmed, Recalled }

/// <summary>What a nominal date of a recurring duty means: its due date, or the day from which its term runs.</summary>
public enum NominalMeaning { Due, Start }

/// <summary>A kind of duty that law or the commune lays on a unit, as its module ships it and administrators correct it.</summary>
public sealed class CatalogueEntry : IVersioned
{
    [MaxLength(80)] public required string Key { get; init; }
    public PapiArea Area { get; set; }
    public CatalogueTier Tier { get; set; }

    /// <summary>Switched on: its recurring duties are made. Core ones are on from the start.</summary>
    public bool On { get; set; }

    public required string Title { get; set; }
    [MaxLength(40)] public required string FieldCode { get; set; }
    public CatalogueTrigger Trigger { get; set; }
    [MaxLength(600)] public string? Event { get; set; }
    [MaxLength(400)] public string? RecurrenceText { get; set; }

    /// <summary>The rhythm is our own proposal, not the law's.</summary>
    public bool RecurrenceIsDefault { get; set; }

    /// <summary>Quartz cron of the nominal dates, weekdays by name; null for what an event triggers.</summary>
    [MaxLength(80)] public string? Cron { get; set; }
    public NominalMeaning Nominal { get; set; }
    public DueShift Shift { get; set; }
    [MaxLength(20)] public string? Period { get; set; }
    [MaxLength(200)] public string? PostingPlaces { get; set; }
    public int? PostingDays { get; set; }
    public string? EvidenceText { get; set; }
    public bool RequiresEvidence { get; set; }
    [MaxLength(400)] public string? ResponsibleUnitText { get; set; }
    public string? Consequence { get; set; }
    public Confidence Confidence { get; set; }
    [MaxLength(60)] public string? ConfirmedScope { get; set; }
    public string? Source { get; set; }
    public string? Note { get; set; }
    public string? AppliesTo { get; set; }

    /// <summary>The last day on which the duty still arises; null while it does.</summary>
    public DateOnly? AppliesUntil { get; set; }
    [MaxLength(20)] public string? SeedRef { get; set; }
    public AccepterKind Accepter { get; set; }
    [MaxLength(300)] public string? NextStep { get; set; }
    [MaxLength(400)] public string? Product { get; set; }

    /// <summary>Working days before the due date on which the unit is reminded, as in «7,3,1».</summary>
    [MaxLength(40)] public string RemindBefore { get; set; } = "7,3,1";

    /// <summary>SHA-256 of the shipped entry: a deployment updates only what nobody has corrected here.</summary>
    [MaxLength(64)] public required string ShippedHash { get; set; }

    /// <summary>Title and field were set here: what is shipped no longer changes them.</summary>
    public bool EditedHere { get; set; }

    /// <summary>When the law of this kind (terms, bases, rhythm and what confirms them) was last set here; from then on what is shipped no longer changes it.</summary>
    public DateTime? LawEditedAt { get; set; }

    /// <summary>The shipped entry over which the law was last set here.</summary>
    [MaxLength(64)] public string? LawEditedOver { get; set; }

    /// <summary>Who compared the rhythm with the text of the law; null while nobody here did.</summary>
    [MaxLength(120)] public string? CheckedBy { get; set; }
    public DateTime? CheckedAt { get; set; }
    public Guid Version { get; set; }

    public List<CatalogueTerm> Terms { get; } = [];
    public List<CatalogueBasis> Bases { get; } = [];

    /// <summary>A release brought another text of what the commune had set over the one before.</summary>
    public bool ShippedMoved => LawEditedAt is not null && LawEditedOver != ShippedHash;

    /// <summary>The due date is counted from a day by a term; what recurs on a fixed date has none to count.</summary>
    public bool CountsTerm => Trigger == CatalogueTrigger.Event || Nominal == NominalMeaning.Start;

    /// <summary>The term in force on the day of the event, or null where none is laid down.</summary>
    public CatalogueTerm? TermOn(DateOnly day) =>
        Terms.FirstOrDefault(x => (x.ValidFrom is null || x.ValidFrom <= day) && (x.ValidTo is null || x.ValidTo >= day));

    /// <summary>The legal bases in force on a day, in the order of the catalogue.</summary>
    public IEnumerable<CatalogueBasis> BasesOn(DateOnly day) => Bases.OrderBy(x => x.Id == 0).ThenBy(x => x.Id)
        .Where(x => (x.ValidFrom is null || x.ValidFrom <= day) && (x.ValidTo is null || x.ValidTo >= day));

    internal static void Map(ModelBuilder model)
    {
        model.Entity<CatalogueEntry>(e =>
        {
            e.ToTable("Catalogue");
            e.HasKey(x => x.Key);
            e.Property(x => x.Title).HasMaxLength(500);
            foreach (var text in new[] { nameof(EvidenceText), nameof(Consequence), nameof(Source), nameof(Note), nameof(AppliesTo) })
                e.Property(text).HasMaxLength(3000);
            e.Property(x => x.PostingPlaces).HasMaxLength(600);
            e.HasIndex(x => new { x.Area, x.Tier });
        });
        model.Entity<CatalogueTerm>(e =>
        {
            e.ToTable("CatalogueTerm");
            e.HasOne<CatalogueEntry>().WithMany(x => x.Terms).HasForeignKey(x => x.EntryKey);
            e.Property(x => x.FromText).HasMaxLength(600);
        });
        model.Entity<CatalogueBasis>(e =>
        {
            e.ToTable("CatalogueBasis");
            e.HasOne<CatalogueEntry>().WithMany(x => x.Bases).HasForeignKey(x => x.EntryKey);
        });
        model.Entity<CatalogueChange>(e =>
        {
            e.ToTable("CatalogueChange");
            e.Property(x => x.What).HasMaxLength(2000);
            e.HasOne<CatalogueEntry>().WithMany().HasForeignKey(x => x.EntryKey);
        });
        model.Entity<LapseNotice>(e =>
        {
            e.ToTable("LapseNotice");
            e.HasIndex(x => new { x.EntryKey, x.What, x.LastDay, x.PersonId }).IsUnique();
            e.HasOne<CatalogueEntry>().WithMany().HasForeignKey(x => x.EntryKey);
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne(x => x.Mail).WithMany().HasForeignKey(x => x.MailId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}

/// <summary>One version of a term, valid for events from a day to a day.</summary>
public sealed class CatalogueTerm
{
    public int Id { get; set; }
    [MaxLength(80)] public string EntryKey { get; set; } = "";
    public DateOnly? ValidFrom { get; set; }
    public DateOnly? ValidTo { get; set; }
    public int Amount { get; set; }
    public TermUnit Unit { get; set; }
    public TermKind Kind { get; set; }
    public string? FromText { get; set; }

    /// <summary>Our own proposal: never shown as a limit of the law.</summary>
    public bool IsDefault { get; set; }
    public int? ExtensionAmount { get; set; }
    public TermUnit? ExtensionUnit { get; set; }
    public int? ExtensionMaxTimes { get; set; }
    [MaxLength(600)] public string? ExtensionCondition { get; set; }

    /// <summary>The text with which the term was compared here; all null while nobody here did.</summary>
    [MaxLength(300)] public string? Document { get; set; }
    [MaxLength(500)] public string? Article { get; set; }
    [MaxLength(500)] public string? Link { get; set; }
    [MaxLength(120)] public string? CheckedBy { get; set; }
    public DateTime? CheckedAt { get; set; }

    /// <summary>The same term to whoever counts or reads it, whatever its source.</summary>
    public bool SaysTheSame(CatalogueTerm other) => (Amount, Unit, Kind, FromText, ExtensionAmount, ExtensionUnit, ExtensionMaxTimes, ExtensionCondition)
        == (other.Amount, other.Unit, other.Kind, other.FromText, other.ExtensionAmount, other.ExtensionUnit, other.ExtensionMaxTimes, other.ExtensionCondition);
}

/// <summary>An article of a document, valid from a day to a day.</summary>
public sealed class CatalogueBasis
{
    public int Id { get; set; }
    [MaxLength(80)] public string EntryKey { get; set; } = "";
    [MaxLength(300)] public required string Document { get; set; }
    [MaxLength(500)] public string? Article { get; set; }
    public DateOnly? ValidFrom { get; set; }
    public DateOnly? ValidTo { get; set; }
}

/// <summary>One change of a kind made here: who, when, what and why.</summary>
public sealed class CatalogueChange
{
    public long Id { get; set; }
    [MaxLength(80)] public required string EntryKey { get; set; }
    public DateTime At { get; set; }
    public int? PersonId { get; set; }
    [MaxLength(120)] public required string By { get; set; }
    [MaxLength(120)] public required string Act { get; set; }

    /// <summary>Vietnamese sentences, before and after.</summary>
    public required string What { get; set; }
    [MaxLength(500)] public required string Reason { get; set; }
}

/// <summary>That a law lapses, told to one person. The unique index is what keeps it from being told twice.</summary>
public sealed class LapseNotice
{
    public long Id { get; set; }
    [MaxLength(80)] public required string EntryKey { get; set; }

    /// <summary>The document, or the term's words: a renewed catalogue gives its rows new numbers.</summary>
    [MaxLength(400)] public required string What { get; set; }
    public DateOnly LastDay { get; set; }
    public int PersonId { get; set; }
    public long MailId { get; set; }
    public MailMessage? Mail { get; set; }
}
