using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Documents;

/// <summary>Which way a document went: it came in, or the commune issued it.</summary>
public enum DocumentFlow { Incoming, Issued }

/// <summary>Mức độ khẩn of Nghị định 30/2020/NĐ-CP, Phụ lục I: Thường, Khẩn, Thượng khẩn, Hỏa tốc.</summary>
public enum DocumentUrgency { Normal, Urgent, VeryUrgent, Express }

/// <summary>What the office still has to do with a document.</summary>
public enum DocumentHandling
{
    /// <summary>It came in and nobody has been given anything of it yet.</summary>
    ToAssign,

    /// <summary>Duties came of it.</summary>
    Assigned,

    /// <summary>Read and filed: nobody is to do anything.</summary>
    ForInformation,
}

/// <summary>
/// An incoming or issued document of the office's register, with what came of it: the directions of the leaders and the
/// duties. Secret documents are never entered here (Luật Bảo vệ bí mật nhà nước 2018).
/// </summary>
public sealed class Document : IVersioned
{
    public long Id { get; set; }
    public DocumentFlow Flow { get; set; }

    /// <summary>Số đến, unique within its year; null for an issued document, which bears only its own number.</summary>
    public int? ArrivalNumber { get; set; }

    /// <summary>The year of <see cref="RegisteredOn"/>: each year the numbers begin at 1.</summary>
    public int Year { get; set; }

    /// <summary>Office date: ngày đến of an incoming document, ngày ban hành of an issued one.</summary>
    public DateOnly RegisteredOn { get; set; }

    /// <summary>Số, ký hiệu: «1286/UBND-NC».</summary>
    [MaxLength(100)] public required string Number { get; set; }
    public DateOnly IssuedOn { get; set; }
    [MaxLength(200)] public required string Issuer { get; set; }

    /// <summary>The issuer as it is compared: folded, its usual abbreviations one.</summary>
    [MaxLength(200)] public required string IssuerKey { get; set; }

    /// <summary>Trích yếu.</summary>
    [MaxLength(1000)] public required string Abstract { get; set; }

    /// <summary>Hạn trong văn bản, office date; null where it names none.</summary>
    public DateOnly? DueOn { get; set; }
    public DocumentUrgency Urgency { get; set; }
    [MaxLength(120)] public string? Signer { get; set; }

    /// <summary>Nơi nhận of an issued document.</summary>
    [MaxLength(1000)] public string? Recipients { get; set; }
    [MaxLength(1000)] public string? Note { get; set; }

    /// <summary>Issuer, number and issue date, folded: the same document is entered once.</summary>
    [MaxLength(320)] public required string IdentityKey { get; set; }

    public DocumentHandling Handling { get; set; }

    /// <summary>When and by whom duties were last given from it (UTC); each giving changes the record, so that a second giver is told.</summary>
    public DateTime? AssignedAt { get; set; }
    public int? AssignedById { get; set; }
    public int? EnteredById { get; set; }
    public DateTime EnteredAt { get; set; }
    public Guid Version { get; set; }

    public List<DocumentDirection> Directions { get; } = [];
    public List<DocumentFile> Files { get; } = [];

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Document>(e =>
        {
            e.ToTable("Document");
            e.HasIndex(x => x.IdentityKey).IsUnique();
            e.HasIndex(x => new { x.Flow, x.Year, x.ArrivalNumber }).IsUnique();
            // The register stands newest first, alone or by issuer, urgency or what is still to be given.
            e.HasIndex(x => new { x.Flow, x.RegisteredOn, x.Id });
            e.HasIndex(x => new { x.Flow, x.IssuerKey, x.RegisteredOn });
            e.HasIndex(x => new { x.Flow, x.Urgency, x.RegisteredOn });
            e.HasIndex(x => new { x.Flow, x.Handling, x.RegisteredOn });
            e.HasIndex(x => new { x.Handling, x.DueOn });
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.EnteredById).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<DocumentDirection>(e =>
        {
            e.ToTable("DocumentDirection");
            e.HasOne<Document>().WithMany(x => x.Directions).HasForeignKey(x => x.DocumentId);
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.LeaderId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<DocumentFile>(e =>
        {
            e.ToTable("DocumentFile");
            e.HasOne<Document>().WithMany(x => x.Files).HasForeignKey(x => x.DocumentId);
            e.HasIndex(x => x.Sha256);
        });
    }
}

/// <summary>One <i>ý kiến chỉ đạo</i> of a leader on a document; what was written stays.</summary>
public sealed class DocumentDirection
{
    public long Id { get; set; }
    public long DocumentId { get; set; }
    public int LeaderId { get; set; }

    /// <summary>The office date on which the leader wrote it.</summary>
    public DateOnly GivenOn { get; set; }
    [MaxLength(2000)] public required string Text { get; set; }

    /// <summary>When and by whom it was put in here (UTC).</summary>
    public DateTime RecordedAt { get; set; }
    public int? RecordedById { get; set; }
}

/// <summary>A scan or PDF of a document; its content lies in the <see cref="FileStore"/>.</summary>
public sealed class DocumentFile
{
    public long Id { get; set; }
    public long DocumentId { get; set; }
    [MaxLength(200)] public required string FileName { get; set; }
    [MaxLength(60)] public required string ContentType { get; set; }

    /// <summary>Bytes of the original.</summary>
    public long Size { get; set; }

    /// <summary>SHA-256 of the original, lower-case hex.</summary>
    [MaxLength(64)] public required string Sha256 { get; set; }

    /// <summary>SHA-256 of a picture's public copy; null for a PDF.</summary>
    [MaxLength(64)] public string? PublicSha256 { get; set; }
    public int? UploadedById { get; set; }
    public DateTime UploadedAt { get; set; }
}
