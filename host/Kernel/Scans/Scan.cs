using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Scans;

/// <summary>
/// A paper being photographed page by page for a duty. Its name is saved first, pages follow and stay until it is finished or
/// forgotten: a connection that breaks off loses at most the page under way. Finished, it is one PDF and this record is gone.
/// </summary>
public sealed class Scan
{
    public long Id { get; set; }
    public long DutyId { get; set; }

    /// <summary>Whose it is: nobody else sees its pages before it is finished.</summary>
    public int PersonId { get; set; }
    [MaxLength(200)] public required string Title { get; set; }
    public DateTime StartedAt { get; set; }
    public List<ScanPage> Pages { get; } = [];

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Scan>(e =>
        {
            e.ToTable("Scan");
            e.HasOne<Duty>().WithMany().HasForeignKey(x => x.DutyId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(x => x.StartedAt);
        });
        model.Entity<ScanPage>(e =>
        {
            e.ToTable("ScanPage");
            e.HasOne<Scan>().WithMany(x => x.Pages).HasForeignKey(x => x.ScanId);
            // The same picture sent again after the answer was lost counts once.
            e.HasIndex(x => new { x.ScanId, x.Sha256 }).IsUnique();
        });
    }
}

/// <summary>One page: a picture without its metadata, how it is turned, and how much of each edge is cut away after turning.</summary>
public sealed class ScanPage
{
    /// <summary>Percent of a side that one edge can lose.</summary>
    public const int MostCut = 45;

    public long Id { get; set; }
    public long ScanId { get; set; }
    public int Place { get; set; }

    /// <summary>SHA-256 of the picture as it was sent, lower-case hex.</summary>
    [MaxLength(64)] public required string Sha256 { get; set; }

    /// <summary>Degrees clockwise: 0, 90, 180 or 270.</summary>
    public int Turn { get; set; }
    public int CutLeft { get; set; }
    public int CutTop { get; set; }
    public int CutRight { get; set; }
    public int CutBottom { get; set; }
}
