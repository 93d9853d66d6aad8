using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Duties;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Evidence;

/// <summary>
/// A product or proof of a duty. The original is kept as it came; the public copy carries no place and no camera data.
/// Both are named by their SHA-256 in the files directory.
/// </summary>
public sealed class EvidenceFile
{
    public long Id { get; set; }
    public long DutyId { get; set; }
    public long? ShareId { get; set; }
    [MaxLength(200)] public required string FileName { get; set; }
    [MaxLength(60)] public required string ContentType { get; set; }
    public long Size { get; set; }

    /// <summary>SHA-256 of the original, lower-case hex.</summary>
    [MaxLength(64)] public required string Sha256 { get; set; }

    /// <summary>SHA-256 of the public copy of a picture; null for a PDF, whose copy is its original.</summary>
    [MaxLength(64)] public string? PublicSha256 { get; set; }

    [MaxLength(300)] public string? Caption { get; set; }
    public int? UploadedById { get; set; }
    public DateTime UploadedAt { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<EvidenceFile>(e =>
    {
        e.ToTable("Evidence");
        e.HasOne<Duty>().WithMany().HasForeignKey(x => x.DutyId);
        e.HasIndex(x => x.Sha256);
    });
}
