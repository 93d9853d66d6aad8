using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Plans;

/// <summary>The yearly plan for raising the PAPI results.</summary>
public sealed class Plan : IVersioned
{
    public int Id { get; set; }
    public int Year { get; set; }
    [MaxLength(300)] public required string Title { get; set; }
    [MaxLength(1000)] public string? Source { get; set; }
    public int? CopiedFromYear { get; set; }
    public Guid Version { get; set; }

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Plan>(e =>
        {
            e.ToTable("Plan");
            e.HasIndex(x => x.Year).IsUnique();
        });
        model.Entity<PlanItem>(e =>
        {
            e.ToTable("PlanItem");
            e.Property(x => x.Content).HasMaxLength(1000);
            e.HasOne<Plan>().WithMany().HasForeignKey(x => x.PlanId);
            e.HasOne<Unit>().WithMany().HasForeignKey(x => x.LeadUnitId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(x => new { x.PlanId, x.Order });
        });
        model.Entity<PlanAnswer>(e =>
        {
            e.ToTable("PlanAnswer");
            e.HasKey(x => new { x.PlanId, x.Part, x.PlanItemId });
            e.HasOne<Plan>().WithMany().HasForeignKey(x => x.PlanId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<PlanItem>().WithMany().HasForeignKey(x => x.PlanItemId);
        });
        model.Entity<PlanItemUnit>(e =>
        {
            e.ToTable("PlanItemUnit");
            e.HasKey(x => new { x.PlanItemId, x.UnitId });
            e.HasOne<PlanItem>().WithMany(x => x.Coordinating).HasForeignKey(x => x.PlanItemId);
            e.HasOne<Unit>().WithMany().HasForeignKey(x => x.UnitId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}

/// <summary>When a plan item is due: on a date, by the end of a period, or again and again («thường xuyên» needs a rhythm).</summary>
public enum PlanSchedule { Date, Period, Rhythm }

/// <summary>How often a standing item is reported.</summary>
public enum Rhythm { Weekly, Monthly, Quarterly, HalfYearly, Yearly }

/// <summary>One line of the plan: a content of PAPI, one lead unit, a date or rhythm, a named product.</summary>
public sealed class PlanItem : IVersioned
{
    public long Id { get; set; }
    public int PlanId { get; set; }
    [MaxLength(20)] public required string Number { get; set; }
    public int Order { get; set; }
    public PapiArea Area { get; set; }
    public required string Content { get; set; }
    public int LeadUnitId { get; set; }
    [MaxLength(400)] public required string Product { get; set; }
    public PlanSchedule Schedule { get; set; }

    /// <summary>The date, or the last day of the period; null for a rhythm.</summary>
    public DateOnly? DueOn { get; set; }
    public Rhythm? Rhythm { get; set; }

    /// <summary>Whom the text names beside units: «các thôn, đoàn thể».</summary>
    [MaxLength(300)] public string? CoordinatingNote { get; set; }

    /// <summary>Proposed by the program and not yet confirmed by the commune.</summary>
    public bool Proposed { get; set; }
    [MaxLength(400)] public string? Note { get; set; }

    /// <summary>Keys of the legal duties that carry this item out, separated by spaces.</summary>
    [MaxLength(400)] public string? CatalogueKeys { get; set; }
    public Guid Version { get; set; }

    public List<PlanItemUnit> Coordinating { get; } = [];

    /// <summary>Puts the successor in the place of a unit that closed. Who leads does not also coordinate, and nobody twice.</summary>
    public void HandOver(int closedId, int successorId)
    {
        if (LeadUnitId == closedId)
            LeadUnitId = successorId;
        if (Coordinating.RemoveAll(x => x.UnitId == closedId) > 0 && Coordinating.TrueForAll(x => x.UnitId != successorId))
            Coordinating.Add(new PlanItemUnit { UnitId = successorId });
        Coordinating.RemoveAll(x => x.UnitId == LeadUnitId);
    }
}

/// <summary>A coordinating unit of a plan item.</summary>
public sealed class PlanItemUnit
{
    public long PlanItemId { get; set; }
    public int UnitId { get; set; }
}
