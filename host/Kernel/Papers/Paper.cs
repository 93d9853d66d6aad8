using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Documents;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Papers;

public enum PaperKind { AssignmentSlip, UrgingLetter, MeetingNotice, PlanReport, HandOverMinutes }

/// <summary>Dự thảo → Chờ ký → Đã ký → Đã phát hành; Thôi at any time before it is issued.</summary>
public enum PaperState { Draft, AwaitingSignature, Signed, Issued, Dropped }

/// <summary>What users read of papers.</summary>
public static class PaperWords
{
    public static string Title(this PaperState state) => state switch
    {
        PaperState.Draft => "Dự thảo",
        PaperState.AwaitingSignature => "Chờ ký",
        PaperState.Signed => "Đã ký",
        PaperState.Issued => "Đã phát hành",
        PaperState.Dropped => "Thôi phát hành",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown."),
    };

    public static string Title(this PaperKind kind) => kind switch
    {
        PaperKind.AssignmentSlip => "Phiếu giao việc",
        PaperKind.UrgingLetter => "Công văn đôn đốc",
        PaperKind.MeetingNotice => "Thông báo kết luận giao ban",
        PaperKind.PlanReport => "Báo cáo kết quả thực hiện kế hoạch",
        PaperKind.HandOverMinutes => "Biên bản bàn giao công việc",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown."),
    };
}

/// <summary>
/// A paper of the office from its draft to its issue. As a draft its words can be changed; once issued its Word file and the
/// signed copy are frozen. The program draws no signature and no seal.
/// </summary>
public sealed class Paper : IVersioned
{
    public long Id { get; set; }
    public PaperKind Kind { get; set; }
    public PaperState State { get; set; }
    public required string Title { get; set; }

    /// <summary>The unit that drafted it or that it is about: its people see it.</summary>
    public int? UnitId { get; set; }

    /// <summary>What it is made of, once: «meeting:12», «urge:4:2026-11-27»; null where it may be made again.</summary>
    [MaxLength(80)] public string? OnceKey { get; set; }

    /// <summary>JSON of <see cref="PaperContent"/>.</summary>
    public required string Content { get; set; }
    public int? MadeById { get; set; }
    public DateTime MadeAt { get; set; }

    /// <summary>The series of numbers: «BC-UBND»; a number is given once a year in each.</summary>
    [MaxLength(40)] public required string Symbol { get; set; }
    public int? Number { get; set; }
    public int? NumberYear { get; set; }
    public DateOnly? IssuedOn { get; set; }

    /// <summary>The Word file as it was issued.</summary>
    [MaxLength(64)] public string? WordSha256 { get; set; }

    /// <summary>The signed copy, whole.</summary>
    [MaxLength(200)] public string? SignedName { get; set; }
    [MaxLength(60)] public string? SignedType { get; set; }
    [MaxLength(64)] public string? SignedSha256 { get; set; }

    /// <summary>The same in the register of documents.</summary>
    public long? DocumentId { get; set; }
    public Guid Version { get; set; }
    public List<PaperEvent> Events { get; } = [];

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Paper>(e =>
        {
            e.ToTable("Paper");
            e.Property(x => x.Title).HasMaxLength(500);
            e.Property(x => x.Content).HasMaxLength(-1);
            e.HasIndex(x => x.OnceKey).IsUnique();
            e.HasIndex(x => new { x.Symbol, x.NumberYear, x.Number }).IsUnique();
            e.HasIndex(x => new { x.State, x.Id });
            e.HasIndex(x => new { x.UnitId, x.Id });
            e.HasOne<Unit>().WithMany().HasForeignKey(x => x.UnitId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.MadeById).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Document>().WithMany().HasForeignKey(x => x.DocumentId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<PaperEvent>(e =>
        {
            e.ToTable("PaperEvent");
            e.HasOne<Paper>().WithMany(x => x.Events).HasForeignKey(x => x.PaperId);
        });
    }
}

/// <summary>A step of a paper's life, with the person's name as it was then.</summary>
public sealed class PaperEvent
{
    public long Id { get; set; }
    public long PaperId { get; set; }
    public DateTime At { get; set; }
    [MaxLength(120)] public required string By { get; set; }
    [MaxLength(1200)] public required string Text { get; set; }
}
