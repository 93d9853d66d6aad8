using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Links;

/// <summary>Where a link of one purpose stands.</summary>
public enum TaskLinkState { Living, Expired, Revoked, DutyEnded }

/// <summary>
/// One task opened to one recipient who has no account: a village head, a board of the people. Whoever holds the secret can
/// send what is asked here and do nothing else; only its hash is kept, so that whoever reads the table cannot open it.
/// </summary>
public sealed class TaskLink : IVersioned
{
    /// <summary>Reports that one link takes. A village that was misunderstood says so by telephone.</summary>
    public const int MostReports = 10;

    /// <summary>Pictures that one link takes.</summary>
    public const int MostPictures = 20;

    public long Id { get; set; }
    public long DutyId { get; set; }

    /// <summary>As the office calls him, such as «Trưởng thôn Đồng Tâm»; his reports bear this name.</summary>
    [MaxLength(90)] public required string Recipient { get; set; }
    public int? VillageId { get; set; }

    /// <summary>What is asked of him, in the office's words: the duty itself he does not see.</summary>
    [MaxLength(500)] public required string Ask { get; set; }

    /// <summary>SHA-256 of the secret, lower-case hex.</summary>
    [MaxLength(64)] public required string SecretHash { get; set; }

    /// <summary>The last day on which it answers, office date.</summary>
    public DateOnly LastDay { get; set; }
    public DateTime MadeAt { get; set; }
    public int MadeById { get; set; }
    public DateTime? RevokedAt { get; set; }
    public int? RevokedById { get; set; }
    public int Reports { get; set; }
    public int Pictures { get; set; }
    public Guid Version { get; set; }

    public List<TaskLinkUse> Uses { get; } = [];

    /// <param name="today">Office date.</param>
    public TaskLinkState StateOn(DateOnly today, bool dutyRuns) =>
        RevokedAt is not null ? TaskLinkState.Revoked : !dutyRuns ? TaskLinkState.DutyEnded : today > LastDay ? TaskLinkState.Expired : TaskLinkState.Living;

    internal static void Map(ModelBuilder model)
    {
        model.Entity<TaskLink>(e =>
        {
            e.ToTable("TaskLink");
            e.HasOne<Duty>().WithMany().HasForeignKey(x => x.DutyId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Unit>().WithMany().HasForeignKey(x => x.VillageId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.MadeById).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(x => x.SecretHash).IsUnique();
        });
        model.Entity<TaskLinkUse>(e =>
        {
            e.ToTable("TaskLinkUse");
            e.HasOne<TaskLink>().WithMany(x => x.Uses).HasForeignKey(x => x.LinkId);
            e.HasIndex(x => x.At);
        });
    }
}

public enum TaskLinkUseKind { Opened, Reported, Picture, Refused }

/// <summary>One use of a link, for the office to see that it came into wrong hands. Kept a year.</summary>
public sealed class TaskLinkUse
{
    public long Id { get; set; }
    public long LinkId { get; set; }
    public DateTime At { get; set; }
    public TaskLinkUseKind Kind { get; set; }

    /// <summary>The network address it came from.</summary>
    [MaxLength(60)] public string? Address { get; set; }

    /// <summary>SHA-256 of what was sent: the same sent twice counts once.</summary>
    [MaxLength(64)] public string? Content { get; set; }
}
