using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Audit;

/// <summary>
/// One change of state: who, what, when, before and after. Written in the change's own transaction with the hash of its
/// content, then sealed into a chain by a sweep; nobody edits or deletes it.
/// </summary>
public sealed class AuditEntry
{
    public long Id { get; set; }
    public DateTime At { get; set; }
    public int? PersonId { get; set; }
    [MaxLength(120)] public required string Who { get; set; }
    [MaxLength(200)] public required string Act { get; set; }

    /// <summary>From where: a network address or a machine; null where it is not known. Part of the hash where it is.</summary>
    [MaxLength(100)] public string? Origin { get; set; }

    /// <summary>The kind of record, such as «Duty».</summary>
    [MaxLength(60)] public required string Subject { get; set; }
    [MaxLength(120)] public required string SubjectKey { get; set; }

    /// <summary>
    /// The duty that the record is, or hangs on: who may not read the duty may not read this. Outside the hash, for it says
    /// nothing of its own.
    /// </summary>
    public long? DutyId { get; set; }

    /// <summary>JSON: {"property":[before, after], …}.</summary>
    public required string Changes { get; set; }

    /// <summary>SHA-256 of the content, lower-case hex.</summary>
    [MaxLength(64)] public required string ContentHash { get; set; }

    /// <summary>The place in the chain, from 1 without gaps; null until sealed.</summary>
    public long? Seal { get; set; }
    [MaxLength(64)] public string? PreviousHash { get; set; }
    [MaxLength(64)] public string? Hash { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<AuditEntry>(e =>
    {
        e.ToTable("Audit");
        e.Property(x => x.Changes).HasMaxLength(-1);
        e.HasIndex(x => x.Seal).IsUnique();
        // Each way to search ends in time, so that the newest of what is searched is read without sorting the rest.
        e.HasIndex(x => x.At);
        e.HasIndex(x => new { x.Subject, x.SubjectKey, x.At });
        e.HasIndex(x => new { x.Subject, x.At });
        e.HasIndex(x => new { x.SubjectKey, x.At });
        e.HasIndex(x => new { x.PersonId, x.At });
        e.HasIndex(x => new { x.Act, x.At });
    });
}
