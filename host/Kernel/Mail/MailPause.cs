using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Mail;

/// <summary>One time during which no mail left: who stopped it, why, and who let it go on. Instants are UTC. Rows are never deleted.</summary>
public sealed class MailPause
{
    public long Id { get; set; }
    public DateTime At { get; init; }
    public int? PersonId { get; init; }
    [MaxLength(120)] public required string By { get; init; }
    [MaxLength(500)] public required string Reason { get; init; }
    public DateTime? ResumedAt { get; set; }
    [MaxLength(120)] public string? ResumedBy { get; set; }

    /// <summary>1 while it lasts, then null: the unique index lets only one last at a time, on two hosts too.</summary>
    public int? Lasting { get; set; } = 1;

    internal static void Map(ModelBuilder model) => model.Entity<MailPause>(e =>
    {
        e.ToTable("MailPause");
        e.HasIndex(x => x.Lasting).IsUnique();
    });
}

/// <summary>
/// Lets mails out or holds them all back. While it is shut mails are written and queue as always; every host asks before it
/// claims mails and again after each that it sent.
/// </summary>
public sealed class MailGate(PlatformDb db)
{
    /// <summary>Shut for longer than this is a fault: what the office is to be told of has been forgotten.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>The pause that lasts, or null while mails go out.</summary>
    public Task<MailPause?> CurrentAsync(CancellationToken cancel = default) => db.MailPauses.AsNoTracking().FirstOrDefaultAsync(x => x.Lasting != null, cancel);

    /// <summary>Whether a pause lasts for longer than it should.</summary>
    public bool TooLong(MailPause pause) => db.Clock.GetUtcNow().UtcDateTime - pause.At > Longest;

    /// <summary>The pauses so far, newest first.</summary>
    public Task<List<MailPause>> HistoryAsync(CancellationToken cancel = default) => db.MailPauses.AsNoTracking().OrderByDescending(x => x.Id).Take(30).ToListAsync(cancel);

    /// <summary>Holds all mails back from now on. Throws <see cref="NotAllowed"/> for whoever is not an administrator, <see cref="Refusal"/> without a reason or when they are held back already.</summary>
    public async Task PauseAsync(string? reason, Viewer by, CancellationToken cancel = default)
    {
        if (!by.IsAdministrator)
            throw new NotAllowed();
        if (await CurrentAsync(cancel) is not null)
            throw new Refusal("Việc gửi thư đang tạm dừng rồi");
        reason = DutyLedger.Required(reason, "Chưa nhập lý do tạm dừng", "Reason", 500);
        var pause = db.MailPauses.Add(new MailPause { At = db.Clock.GetUtcNow().UtcDateTime, PersonId = db.Acting.PersonId, By = db.Acting.Name, Reason = reason });
        db.Act = "Tạm dừng gửi thư";
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Another stopped it in the same moment: the unique index takes one.
            pause.State = EntityState.Detached;
            throw new Refusal("Người khác vừa tạm dừng gửi thư");
        }
    }

    /// <summary>Lets mails out again. Throws <see cref="NotAllowed"/> for whoever is not an administrator, <see cref="Refusal"/> when another already did.</summary>
    public async Task ResumeAsync(long? id, Viewer by, CancellationToken cancel = default)
    {
        if (!by.IsAdministrator)
            throw new NotAllowed();
        var pause = await db.MailPauses.FirstOrDefaultAsync(x => x.Id == id && x.Lasting != null, cancel) ?? throw new Refusal("Lần tạm dừng này đã hết; xem lại trạng thái gửi thư");
        (pause.Lasting, pause.ResumedAt, pause.ResumedBy) = (null, db.Clock.GetUtcNow().UtcDateTime, db.Acting.Name);
        db.Act = "Gửi thư trở lại";
        await db.SaveChangesAsync(cancel);
    }
}
