using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

/// <summary>Where a duty stands. What users read (in time, overdue, on time, late) is derived with the dates.</summary>
public enum DutyStage { Open, AwaitingAcceptance, Done, Cancelled }

/// <summary>How sure a term is: law that was read, law recalled and to be checked, or the commune's own default.</summary>
public enum TermSource { Law, Recalled, Default }

/// <summary>Who confirms that a duty is done: never its doer.</summary>
public enum AccepterKind { LeaderInCharge, OfficeHead, SelfClosing }

/// <summary>A dated obligation of one unit: the one record on which reminders, figures and reports stand.</summary>
public sealed class Duty : IVersioned
{
    public long Id { get; set; }
    public PapiArea Area { get; set; }
    public required string Title { get; set; }
    public string? What { get; set; }
    [MaxLength(400)] public string? Product { get; set; }
    [MaxLength(300)] public string? NextStep { get; set; }

    /// <summary>The kind in the legal catalogue, or null for a duty given by hand.</summary>
    [MaxLength(80)] public string? CatalogueKey { get; set; }

    /// <summary>What recurs is made once: unique with its origin, e.g. «weekly-citizen-reception:2026-11-26».</summary>
    [MaxLength(160)] public string? OccurrenceKey { get; set; }

    public long? PlanItemId { get; set; }
    [MaxLength(1500)] public string? LegalBasis { get; set; }
    [MaxLength(600)] public string? TermText { get; set; }
    public TermSource TermSource { get; set; }

    /// <summary>The document it comes from, such as «Công văn số 1286/UBND-NC của UBND tỉnh».</summary>
    [MaxLength(500)] public string? SourceDocument { get; set; }

    /// <summary>That document in the office's register; null where it stands there not.</summary>
    public long? DocumentId { get; set; }

    /// <summary>The leader's <i>ý kiến chỉ đạo</i>, shown first on the duty and in the mail.</summary>
    [MaxLength(2000)] public string? Direction { get; set; }
    public int? DirectionById { get; set; }
    public DateTime? DirectionAt { get; set; }

    public int? LeadUnitId { get; set; }
    public int? OfficerId { get; set; }

    /// <summary>When the present unit received it: it may be returned as not theirs within one working day.</summary>
    public DateOnly AssignedOn { get; set; }

    /// <summary>The event from which the term runs, or for a fixed date its nominal date.</summary>
    public DateOnly StartOn { get; set; }
    public int TermAmount { get; set; }
    public TermUnit TermUnit { get; set; }
    public TermKind TermKind { get; set; }

    /// <summary>How a fixed date moves off a day off; null keeps it.</summary>
    public DueShift? Shift { get; set; }

    /// <summary>The last day of the term, office date. While paused it is the date before the pause.</summary>
    public DateOnly DueOn { get; set; }

    /// <summary>The due date when the duty was opened.</summary>
    public DateOnly OriginalDueOn { get; set; }

    /// <summary>The day on which a change of the working calendar last moved the due date, and the date before: its people read of it in their next digest.</summary>
    public DateOnly? MovedOn { get; set; }
    public DateOnly? MovedFrom { get; set; }

    public DutyStage Stage { get; set; }
    public bool Paused { get; set; }
    public DateOnly? DeclaredOn { get; set; }
    public int? DeclaredById { get; set; }

    /// <summary>The day it was done: the day it was declared, once accepted.</summary>
    public DateOnly? DoneOn { get; set; }
    public int? AcceptedById { get; set; }
    public DateTime? AcceptedAt { get; set; }
    public DateOnly? CancelledOn { get; set; }
    public bool Returned { get; set; }
    public DateOnly? ReturnedOn { get; set; }
    [MaxLength(1000)] public string? ReturnReason { get; set; }
    public AccepterKind Accepter { get; set; }
    public bool RequiresEvidence { get; set; }

    /// <summary>Only its officer, and the chairman, may see it.</summary>
    public bool Confidential { get; set; }

    public DateTime CreatedAt { get; set; }
    public int? CreatedById { get; set; }
    public Guid Version { get; set; }

    public List<DutyShare> Shares { get; } = [];
    public List<DutyPause> Pauses { get; } = [];
    public List<DutyExtension> Extensions { get; } = [];

    public Term Term => new(TermAmount, TermUnit, TermKind);

    /// <summary>The title is the plan's or the law's own, made by the program again and again: nobody typed a citizen's name into it. Queries say the same in <see cref="DutyRows.AsRows"/> and <see cref="Viewer.Searchable"/>.</summary>
    public static bool NamesNobody(long? planItemId, string? occurrenceKey, string? catalogueKey, int? createdById) => planItemId is not null || occurrenceKey is not null && catalogueKey is not null && createdById is null;

    /// <summary>How it is told where its title may name a citizen.</summary>
    public const string ByNumber = "Nhiệm vụ số ";

    /// <summary>Whether this person did it, as its officer or by declaring it: he never confirms it, whatever else he is.</summary>
    public bool IsDoneBy(int personId) => DeclaredById == personId || OfficerId == personId;

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Duty>(e =>
        {
            e.ToTable("Duty");
            e.Property(x => x.Title).HasMaxLength(500);
            e.Property(x => x.What).HasMaxLength(4000);
            e.Ignore(x => x.Term);
            e.HasOne<Unit>().WithMany().HasForeignKey(x => x.LeadUnitId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.OfficerId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Plans.PlanItem>().WithMany().HasForeignKey(x => x.PlanItemId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Documents.Document>().WithMany().HasForeignKey(x => x.DocumentId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(x => x.OccurrenceKey).IsUnique();
            // The lists and the status page answer from these: what is open by date, what was done by date.
            e.HasIndex(x => new { x.Stage, x.DueOn, x.LeadUnitId, x.Area });
            e.HasIndex(x => new { x.Stage, x.DoneOn, x.LeadUnitId, x.Area });
            e.HasIndex(x => new { x.LeadUnitId, x.Stage, x.DueOn });
            e.HasIndex(x => new { x.OfficerId, x.Stage, x.DueOn });
            e.HasIndex(x => x.CatalogueKey);
            e.HasIndex(x => new { x.DocumentId, x.Stage });
            // What few may see has no words in the search: it is read from here.
            e.HasIndex(x => new { x.Confidential, x.OfficerId });
        });
        model.Entity<DutyShare>(e =>
        {
            e.ToTable("DutyShare");
            e.HasOne<Duty>().WithMany(x => x.Shares).HasForeignKey(x => x.DutyId);
            e.HasOne<Unit>().WithMany().HasForeignKey(x => x.UnitId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(x => new { x.UnitId, x.DoneOn, x.DueOn });
        });
        model.Entity<DutyPause>(e =>
        {
            e.ToTable("DutyPause");
            e.HasOne<Duty>().WithMany(x => x.Pauses).HasForeignKey(x => x.DutyId);
        });
        model.Entity<DutyExtension>(e =>
        {
            e.ToTable("DutyExtension");
            e.HasOne<Duty>().WithMany(x => x.Extensions).HasForeignKey(x => x.DutyId);
            e.HasIndex(x => x.Decision);
        });
        model.Entity<DutyEvent>(e =>
        {
            e.ToTable("DutyEvent");
            e.HasOne<Duty>().WithMany().HasForeignKey(x => x.DutyId);
        });
    }
}

/// <summary>A coordinating unit's own share of a duty, with a date not after the lead's and a lateness of its own.</summary>
public sealed class DutyShare : IVersioned
{
    public long Id { get; set; }
    public long DutyId { get; set; }
    public int UnitId { get; set; }
    public int? OfficerId { get; set; }
    [MaxLength(500)] public required string What { get; set; }
    [MaxLength(400)] public string? Product { get; set; }
    public DateOnly DueOn { get; set; }
    public DateOnly? DoneOn { get; set; }
    [MaxLength(1000)] public string? DoneNote { get; set; }
    public Guid Version { get; set; }
}

/// <summary>The clock stood still from a day to a day (null: still standing), for a reason.</summary>
public sealed class DutyPause
{
    public long Id { get; set; }
    public long DutyId { get; set; }
    public DateOnly From { get; set; }
    public DateOnly? To { get; set; }
    [MaxLength(600)] public required string Reason { get; set; }
}

public enum ExtensionDecision { Pending, Granted, Refused }

/// <summary>A request for a later date; until it is decided the old date stands.</summary>
public sealed class DutyExtension : IVersioned
{
    public long Id { get; set; }
    public long DutyId { get; set; }
    public int RequestedById { get; set; }
    public DateOnly RequestedOn { get; set; }
    public DateOnly DueBefore { get; set; }
    public DateOnly AskedUntil { get; set; }
    [MaxLength(1000)] public required string Reason { get; set; }
    public ExtensionDecision Decision { get; set; }
    public int? DecidedById { get; set; }
    public DateOnly? DecidedOn { get; set; }
    [MaxLength(1000)] public string? DecisionReason { get; set; }
    public Guid Version { get; set; }
}

/// <summary>What happened to a duty, in the order it happened.</summary>
public enum DutyEventKind { Opened, Assigned, OfficerNamed, Direction, Progress, Evidence, Declared, Accepted, SentBack, ExtensionAsked, ExtensionGranted, ExtensionRefused, NotOurs, Paused, Resumed, ShareAdded, ShareDone, Cancelled, CalendarMoved, Note, ShareChanged, ShareRemoved, LawChanged, Urged }

/// <summary>A line of «Diễn biến»: it names the person as he was called then.</summary>
public sealed class DutyEvent
{
    public long Id { get; set; }
    public long DutyId { get; set; }
    public DateTime At { get; set; }
    public DutyEventKind Kind { get; set; }
    public int? PersonId { get; set; }
    [MaxLength(120)] public required string By { get; set; }
    [MaxLength(2000)] public required string Text { get; set; }
}
