using System.Globalization;
using System.Text.Json;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Mail;

/// <summary>How one try at a mail ended.</summary>
public enum MailOutcome
{
    /// <summary>The server took it (its 250), or the file lies in the pickup directory.</summary>
    Sent,

    /// <summary>Not this time: a 4xx answer, a lost connection. It is tried again later.</summary>
    TryAgain,

    /// <summary>Never as it is: a 5xx answer to its recipient or its content.</summary>
    Refused,
}

/// <summary>What came of one claimed mail.</summary>
/// <param name="Answer">The server's answer in its own words.</param>
public sealed record MailResult(MailMessage Mail, MailOutcome Outcome, string Answer);

/// <summary>
/// The queue of outgoing mail. A mail is written into it in the transaction of what it tells; sweeps on one or several hosts
/// claim mails for a few minutes, so that no two send the same one. All instants are UTC, by the clock of the database context.
/// </summary>
public sealed class MailQueue(PlatformDb db, SiteAddress site)
{
    /// <summary>How long a claim holds. Who dies while holding one loses it after this, and the mail goes again under its own Message-ID.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>A mail that could not be delivered this often is failed for good, until an administrator sends it again.</summary>
    public const int MostAttempts = 12;

    private const int LongestAnswer = 1000;
    private const string Printed = "Đã in phiếu, giao tận tay";
    private static readonly int[] WaitMinutes = [1, 5, 15, 60, 240];

    private DateTime Now => db.Clock.GetUtcNow().UtcDateTime;

    /// <summary>
    /// Adds a mail to a person to the current save: by mail if that is his channel and he has an address, to be printed otherwise.
    /// A second mail with the same <paramref name="onceKey"/> makes the save fail with a <see cref="DbUpdateException"/>.
    /// </summary>
    public MailMessage Enqueue(string kind, Person person, ComposedMail composed, string? onceKey = null) =>
        db.Mails.Add(New(kind, person, composed, onceKey, Now, site)).Entity;

    /// <summary>As <see cref="Enqueue(string, Person, ComposedMail, string?)"/>, to whoever has no account here.</summary>
    public MailMessage Enqueue(string kind, string toName, string toAddress, ComposedMail composed, string? onceKey = null) =>
        db.Mails.Add(New(kind, toName, toAddress, composed, onceKey, Now, site)).Entity;

    /// <summary>A mail to a person, not yet added to any context.</summary>
    internal static MailMessage New(string kind, Person person, ComposedMail composed, string? onceKey, DateTime now, SiteAddress site)
    {
        var mail = New(kind, person.FullName, person.Notice == NoticeChannel.Mail ? person.Email : null, composed, onceKey, now, site);
        mail.PersonId = person.Id;
        mail.ToAddress = person.Email;
        return mail;
    }

    private static MailMessage New(string kind, string toName, string? toAddress, ComposedMail composed, string? onceKey, DateTime now, SiteAddress site) => new()
    {
        OnceKey = onceKey,
        MessageId = $"{Guid.NewGuid():N}@{site.Url.Host}",
        Kind = kind,
        ToAddress = toAddress,
        // Header fields are one line: a line break in a name or subject would begin a header of its own.
        ToName = Vi.Normalize(toName),
        Subject = Vi.Normalize(composed.Subject),
        Body = new MailBody { Text = composed.Text, Html = composed.Html },
        CreatedAt = now,
        NotBefore = now,
        State = string.IsNullOrWhiteSpace(toAddress) ? MailState.ToPrint : MailState.Queued,
    };

    /// <summary>
    /// Sends one mail again that failed for good, waits for its next try or was taken back. False when it is none of these.
    /// Throws <see cref="NotAllowed"/> for whoever is not an administrator.
    /// </summary>
    public async Task<bool> RetryAsync(long id, Viewer by, CancellationToken cancel = default) =>
        await RetryAsync(db.Mails.Where(x => x.Id == id && (x.State == MailState.Failed || x.State == MailState.Waiting || x.State == MailState.Cancelled)), by, cancel) > 0;

    /// <summary>Sends all mails again that failed for good; gives their number. Throws <see cref="NotAllowed"/> for whoever is not an administrator.</summary>
    public Task<int> RetryAllFailedAsync(Viewer by, CancellationToken cancel = default) =>
        RetryAsync(db.Mails.Where(x => x.State == MailState.Failed), by, cancel);

    /// <summary>Sends all mails now that wait for their next try; gives their number. Throws <see cref="NotAllowed"/> for whoever is not an administrator.</summary>
    public Task<int> RetryAllWaitingAsync(Viewer by, CancellationToken cancel = default) =>
        RetryAsync(db.Mails.Where(x => x.State == MailState.Waiting), by, cancel);

    /// <summary>
    /// Takes back a mail that has not left: it is never sent, unless an administrator sends it again. Throws <see cref="NotAllowed"/> for whoever is not an
    /// administrator, <see cref="Refusal"/> without a reason or when the mail has left, or a sweep holds it at this moment.
    /// </summary>
    public async Task CancelAsync(long id, string? reason, Viewer by, CancellationToken cancel = default)
    {
        if (!by.IsAdministrator)
            throw new NotAllowed();
        reason = DutyLedger.Required(reason, "Chưa nhập lý do thôi gửi", "Reason", 500);
        var now = Now;
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var before = await db.Mails.Where(x => x.Id == id).Select(x => (MailState?)x.State).FirstOrDefaultAsync(cancel);
        // The claim is taken away too: a sweep that died while it held it and comes back to life may say «sent», for that is a
        // fact, but not «try again».
        if (before is null || await db.Mails.Where(x => x.Id == id && x.State == before && (x.State == MailState.Queued || x.State == MailState.Waiting) && (x.ClaimedUntil == null || x.ClaimedUntil < now))
                .ExecuteUpdateAsync(set => set.SetProperty(x => x.State, MailState.Cancelled).SetProperty(x => x.LastAnswer, reason)
                    .SetProperty(x => x.ClaimedBy, (Guid?)null).SetProperty(x => x.ClaimedUntil, (DateTime?)null), cancel) == 0)
            throw new Refusal("Thư này đang được gửi, đã gửi hoặc không còn chờ gửi, nên không thôi gửi được");
        AuditTrail.Note(db, "Thôi gửi thư", nameof(MailMessage), id.ToString(CultureInfo.InvariantCulture), JsonSerializer.Serialize(new Dictionary<string, object?[]>
        {
            [nameof(MailMessage.State)] = [before.ToString(), nameof(MailState.Cancelled)],
            ["Reason"] = [null, reason],
        }));
        await db.SaveChangesAsync(cancel);
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
    }

    private async Task<int> RetryAsync(IQueryable<MailMessage> mails, Viewer by, CancellationToken cancel)
    {
        if (!by.IsAdministrator)
            throw new NotAllowed();
        var now = Now;
        // One that a sweep holds at this moment is being sent already.
        mails = mails.Where(x => x.ClaimedUntil == null || x.ClaimedUntil < now);
        var found = await mails.Select(x => new { x.Id, x.State, x.Attempts }).ToListAsync(cancel);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var retried = 0;
        foreach (var mail in found)
        {
            if (await mails.Where(x => x.Id == mail.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, MailState.Queued)
                    .SetProperty(x => x.Attempts, 0).SetProperty(x => x.NotBefore, now), cancel) == 0)
                continue;
            // Mails are a queue outside the automatic trail; a person's act on one is not.
            AuditTrail.Note(db, "Gửi lại", nameof(MailMessage), mail.Id.ToString(CultureInfo.InvariantCulture), JsonSerializer.Serialize(new Dictionary<string, object[]>
            {
                [nameof(MailMessage.State)] = [mail.State.ToString(), nameof(MailState.Queued)],
                [nameof(MailMessage.Attempts)] = [mail.Attempts, 0],
            }));
            retried++;
        }
        await db.SaveChangesAsync(cancel);
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
        return retried;
    }

    /// <summary>Prints the slips of those without mail and hands them out: who keeps the office's registers, and administrators.</summary>
    public static bool HandsOut(Viewer viewer) => viewer.IsAdministrator || viewer.KeepsDocuments;

    /// <summary>
    /// Records that slips for people without mail were printed and handed over; gives their number. What no longer waits to be
    /// printed is passed over. Throws <see cref="NotAllowed"/> for whoever hands out no slips.
    /// </summary>
    public async Task<int> HandedOverAsync(IReadOnlyCollection<long> ids, Viewer by, CancellationToken cancel = default)
    {
        if (!HandsOut(by))
            throw new NotAllowed();
        var now = Now;
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var handed = 0;
        foreach (var id in ids.Distinct())
        {
            if (await db.Mails.Where(x => x.Id == id && x.State == MailState.ToPrint)
                    .ExecuteUpdateAsync(set => set.SetProperty(x => x.State, MailState.Sent).SetProperty(x => x.SentAt, now).SetProperty(x => x.LastAnswer, Printed), cancel) == 0)
                continue;
            db.MailAttempts.Add(new MailAttempt { MailId = id, At = now, Accepted = true, Answer = Printed });
            AuditTrail.Note(db, "Giao phiếu in", nameof(MailMessage), id.ToString(CultureInfo.InvariantCulture), JsonSerializer.Serialize(new Dictionary<string, object[]>
            {
                [nameof(MailMessage.State)] = [nameof(MailState.ToPrint), nameof(MailState.Sent)],
            }));
            handed++;
        }
        await db.SaveChangesAsync(cancel);
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
        return handed;
    }

    /// <summary>
    /// Claims the oldest mails that are due, at most <paramref name="batch"/>, for <see cref="Lease"/>. No other claim gets them
    /// while it holds. Empty when nothing is due, another sweep was quicker or mails are held back.
    /// </summary>
    public async Task<IReadOnlyList<MailMessage>> ClaimAsync(int batch, CancellationToken cancel = default)
    {
        if (await IsHeldBackAsync(cancel))
            return [];
        var now = Now;
        var claim = Guid.NewGuid();
        // The guard is asked again within the update: between reading and writing another host may have claimed some.
        var free = db.Mails.Where(x => (x.State == MailState.Queued || x.State == MailState.Waiting) && x.NotBefore <= now && (x.ClaimedUntil == null || x.ClaimedUntil < now));
        var ids = await free.OrderBy(x => x.Id).Select(x => x.Id).Take(batch).ToListAsync(cancel);
        if (ids.Count == 0)
            return [];
        var until = now + Lease;
        await free.Where(x => ids.Contains(x.Id)).ExecuteUpdateAsync(set => set.SetProperty(x => x.ClaimedBy, claim).SetProperty(x => x.ClaimedUntil, until), cancel);
        return await db.Mails.AsNoTracking().Include(x => x.Body).Include(x => x.Attachments).AsSplitQuery().Where(x => x.ClaimedBy == claim).OrderBy(x => x.Id).ToListAsync(cancel);
    }

    /// <summary>Whether an administrator holds all mails back at this moment (<see cref="MailGate"/>).</summary>
    public Task<bool> IsHeldBackAsync(CancellationToken cancel = default) => db.MailPauses.AsNoTracking().AnyAsync(x => x.Lasting != null, cancel);

    /// <summary>Gives claimed mails back untried, as if they had not been claimed.</summary>
    public async Task ReleaseAsync(IReadOnlyCollection<MailMessage> mails)
    {
        if (mails.Count == 0)
            return;
        var ids = mails.Select(x => x.Id).ToList();
        var claims = mails.Select(x => x.ClaimedBy).Distinct().ToList();
        await db.Mails.Where(x => ids.Contains(x.Id) && claims.Contains(x.ClaimedBy))
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.ClaimedBy, (Guid?)null).SetProperty(x => x.ClaimedUntil, (DateTime?)null));
    }

    /// <summary>
    /// Records what came of the mails, all in one transaction. It cannot be cancelled: once a server has taken a mail, recording
    /// it is what keeps a second copy from going.
    /// </summary>
    public async Task RecordAsync(IReadOnlyCollection<MailResult> results)
    {
        var now = Now;
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync() : null;
        db.MailAttempts.AddRange(results.Select(x => new MailAttempt { MailId = x.Mail.Id, At = now, Accepted = x.Outcome == MailOutcome.Sent, Answer = Clip(x.Answer) }));
        await db.SaveChangesAsync();
        // One statement for all that came to the same: a morning's mails one by one took longer than sending them.
        foreach (var alike in results.GroupBy(x => (x.Outcome, x.Mail.Attempts, x.Mail.ClaimedBy)))
        {
            var ids = alike.Select(x => x.Mail.Id).ToList();
            var rows = db.Mails.Where(x => EF.Parameter(ids).Contains(x.Id) && x.State != MailState.Sent);
            // «Sent» is a fact whoever holds the claim now; everything else is only for the holder to say.
            if (alike.Key.Outcome != MailOutcome.Sent)
                rows = rows.Where(x => x.ClaimedBy == alike.Key.ClaimedBy);
            var attempts = alike.Key.Attempts + 1;
            var state = alike.Key.Outcome switch
            {
                MailOutcome.Sent => MailState.Sent,
                MailOutcome.TryAgain when attempts < MostAttempts => MailState.Waiting,
                _ => MailState.Failed,
            };
            DateTime? sentAt = state == MailState.Sent ? now : null;
            await rows.ExecuteUpdateAsync(set =>
            {
                set.SetProperty(x => x.State, state).SetProperty(x => x.Attempts, attempts).SetProperty(x => x.SentAt, sentAt)
                    .SetProperty(x => x.LastAnswer, x => db.MailAttempts.Where(attempt => attempt.MailId == x.Id).OrderByDescending(attempt => attempt.Id).Select(attempt => attempt.Answer).First())
                    .SetProperty(x => x.ClaimedBy, (Guid?)null).SetProperty(x => x.ClaimedUntil, (DateTime?)null);
                if (state == MailState.Waiting)
                    set.SetProperty(x => x.NotBefore, now.AddMinutes(WaitMinutes[Math.Min(attempts, WaitMinutes.Length) - 1]));
            });
        }
        // Once it is sent nobody but its reader needs the way in that it carries.
        await MailSecrets.BlankAsync(db, db.Mails.Where(x => x.State == MailState.Sent), [.. results.Where(x => x.Mail.Kind == MailSecrets.PasswordLink).Select(x => x.Mail.Id)]);
        if (transaction is not null)
            await transaction.CommitAsync();
        db.ChangeTracker.Clear();
    }

    /// <summary>
    /// The server could not be reached or would not serve us at all: no mail's fault, so none counts an attempt. The answer is
    /// written beside the one mail that was next, once as long as it stays the same.
    /// </summary>
    public async Task RecordServerDownAsync(MailMessage next, string said)
    {
        var answer = Clip(said);
        if (next.LastAnswer == answer)
            return;
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Mails.Where(x => x.Id == next.Id && x.State != MailState.Sent).ExecuteUpdateAsync(set => set.SetProperty(x => x.LastAnswer, answer));
        db.MailAttempts.Add(new MailAttempt { MailId = next.Id, At = Now, Answer = answer });
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        db.ChangeTracker.Clear();
    }

    private static string Clip(string answer) => answer.Length <= LongestAnswer ? answer : answer[..LongestAnswer];
}
