using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Search;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace BacSon.Kernel.Audit;

/// <summary>Writes an entry for every change that a save carries, so that no use case can forget one.</summary>
internal static class AuditTrail
{
    internal sealed record Captured(EntityEntry Entry, EntityState State, string Changes);

    // Traces, queues and derived rows: they are evidence by themselves or can be made again.
    private static readonly HashSet<Type> Outside =
    [
        typeof(AuditEntry), typeof(Reminder), typeof(MailMessage), typeof(MailBody), typeof(MailAttachment), typeof(MailAttempt), typeof(MailTemplateChange), typeof(JobRun), typeof(JobScheduleChange), typeof(CatalogueChange), typeof(LapseNotice), typeof(SearchWord),
        typeof(DataVersion), typeof(DataProtectionKey), typeof(SignInRecord), typeof(DutyEvent), typeof(Links.TaskLinkUse), typeof(Scans.ScanPage),
        // Keys and recovery codes of the second step: that it was set up or turned off the account itself says.
        typeof(IdentityUserToken<int>),
    ];

    // Never written down: secrets, and what changes with every save.
    private static readonly HashSet<string> Hidden =
        ["PasswordHash", "SecurityStamp", "ConcurrencyStamp", nameof(IVersioned.Version), "NormalizedUserName", "NormalizedEmail", "Value", nameof(CalendarAddress.SecretHash), nameof(Account.UsedCodeStep)];

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether a property's changes are written down.</summary>
    public static bool Writes(Type entity, string property) => !Outside.Contains(entity) && (!Hidden.Contains(property) || property == "Value" && entity == typeof(Setting));

    public static List<Captured> Capture(PlatformDb db)
    {
        var captured = new List<Captured>();
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted) || Outside.Contains(entry.Metadata.ClrType))
                continue;
            var changes = Changes(entry);
            // A save that changes only hidden properties (a password) is still an act.
            if (changes.Count > 0 || entry.State != EntityState.Modified || entry.Properties.Any(p => p.IsModified && p.Metadata.Name == "PasswordHash"))
                captured.Add(new Captured(entry, entry.State, JsonSerializer.Serialize(changes, Json)));
        }
        return captured;
    }

    public static void Append(PlatformDb db, List<Captured> captured)
    {
        var at = db.Clock.GetUtcNow().UtcDateTime;
        foreach (var change in captured)
        {
            var entry = new AuditEntry
            {
                At = at,
                PersonId = db.Acting.PersonId,
                Who = db.Acting.Name,
                Origin = db.Acting.Origin,
                Act = db.Act ?? change.State switch { EntityState.Added => "Thêm", EntityState.Deleted => "Xóa", _ => "Sửa" },
                Subject = change.Entry.Metadata.ClrType.Name,
                SubjectKey = string.Join('/', change.Entry.Metadata.FindPrimaryKey()!.Properties
                    .Select(key => Convert.ToString(change.Entry.Property(key.Name).CurrentValue, CultureInfo.InvariantCulture))),
                DutyId = DutyOf(change.Entry),
                Changes = change.Changes,
                ContentHash = "",
            };
            entry.ContentHash = AuditChain.ContentHash(entry);
            db.AuditEntries.Add(entry);
        }
    }

    // A record of any module hangs on a duty by a foreign key, also one that has just been deleted.
    private static long? DutyOf(EntityEntry entry) => entry.Entity is Duty duty ? duty.Id
        : entry.Metadata.GetForeignKeys().FirstOrDefault(x => x.PrincipalEntityType.ClrType == typeof(Duty)) is { } key ? (long?)entry.Property(key.Properties[0]).CurrentValue
        : null;

    /// <summary>An entry for a person's act on a record outside the automatic trail; saved with the current save.</summary>
    /// <param name="changes">JSON: {"property":[before, after], …}.</param>
    public static void Note(PlatformDb db, string act, string subject, string key, string changes)
    {
        var entry = new AuditEntry
        {
            At = db.Clock.GetUtcNow().UtcDateTime,
            PersonId = db.Acting.PersonId,
            Who = db.Acting.Name,
            Origin = db.Acting.Origin,
            Act = act,
            Subject = subject,
            SubjectKey = key,
            Changes = changes,
            ContentHash = "",
        };
        entry.ContentHash = AuditChain.ContentHash(entry);
        db.AuditEntries.Add(entry);
    }

    private static Dictionary<string, object?[]> Changes(EntityEntry entry)
    {
        var changes = new Dictionary<string, object?[]>();
        foreach (var property in entry.Properties)
        {
            var name = property.Metadata.Name;
            // Settings are the one table whose «Value» is what people change.
            if (Hidden.Contains(name) && !(name == "Value" && entry.Entity is Setting) || property.Metadata.IsPrimaryKey())
                continue;
            var before = entry.State == EntityState.Added ? null : property.OriginalValue;
            var after = entry.State == EntityState.Deleted ? null : property.CurrentValue;
            if (!Equals(before, after))
                changes[name] = [Plain(before), Plain(after)];
        }
        return changes;
    }

    private static object? Plain(object? value) => value switch
    {
        Enum named => named.ToString(),
        DateTime instant => instant.ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        _ => value,
    };
}

/// <summary>What a verification of the audit trail found.</summary>
/// <param name="Sealed">Entries in the chain.</param>
/// <param name="Unsealed">Entries not yet sealed.</param>
/// <param name="Faults">What is wrong, one Vietnamese sentence each; empty when the trail is whole.</param>
public sealed record AuditVerification(long Sealed, long Unsealed, IReadOnlyList<string> Faults);

/// <summary>
/// Seals entries into a hash chain and checks it. The chain's daily head is written outside the database, because whoever
/// owns the table could recompute a plain chain.
/// </summary>
public sealed class AuditChain(PlatformDb db, StoragePaths storage)
{
    /// <summary>An entry unsealed for longer than this is a fault.</summary>
    public static readonly TimeSpan LongestUnsealed = TimeSpan.FromMinutes(5);

    /// <summary>
    /// SHA-256 of what an entry says, fields separated so that none can flow into the next. Where it came from is an eighth
    /// field that entries from before it was kept do not have: theirs stay true as they were hashed.
    /// </summary>
    internal static string ContentHash(AuditEntry entry) => Sha256(string.Join('\u001f',
        entry.At.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture), entry.PersonId?.ToString(CultureInfo.InvariantCulture) ?? "",
        entry.Who, entry.Act, entry.Subject, entry.SubjectKey, entry.Changes) + (entry.Origin is { } origin ? '\u001f' + origin : ""));

    private static string ChainHash(long seal, string previous, string content) =>
        Sha256(string.Create(CultureInfo.InvariantCulture, $"{seal}\u001f{previous}\u001f{content}"));

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// Seals what is not sealed yet, oldest first, and writes the head of the chain into the anchors of the day.
    /// Two hosts may run it at once: the unique seal number lets one of them win, the other finds nothing to do next time.
    /// </summary>
    public async Task<int> SealAsync(CancellationToken cancel = default)
    {
        var count = 0;
        while (true)
        {
            var open = await db.AuditEntries.Where(x => x.Seal == null).OrderBy(x => x.Id).Take(2000).ToListAsync(cancel);
            if (open.Count == 0)
                break;
            var last = await db.AuditEntries.AsNoTracking().Where(x => x.Seal != null).OrderByDescending(x => x.Seal)
                .Select(x => new { x.Seal, x.Hash }).FirstOrDefaultAsync(cancel);
            var seal = last?.Seal ?? 0;
            var previous = last?.Hash ?? "";
            foreach (var entry in open)
            {
                entry.Seal = ++seal;
                entry.PreviousHash = previous;
                entry.Hash = previous = ChainHash(seal, previous, entry.ContentHash);
            }
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
            count += open.Count;
        }
        await AnchorAsync(cancel);
        return count;
    }

    /// <summary>Checks contents, links, gaps, late entries and the anchors outside the database.</summary>
    public async Task<AuditVerification> VerifyAsync(CancellationToken cancel = default)
    {
        var faults = new List<string>();
        long expected = 0;
        var previous = "";
        var anchors = ReadAnchors(faults);
        await foreach (var entry in db.AuditEntries.AsNoTracking().Where(x => x.Seal != null).OrderBy(x => x.Seal).AsAsyncEnumerable().WithCancellation(cancel))
        {
            expected++;
            if (entry.Seal != expected)
            {
                faults.Add($"Mất bản ghi: sau số {expected - 1} là số {entry.Seal}.");
                expected = entry.Seal!.Value;
            }
            if (ContentHash(entry) != entry.ContentHash)
                faults.Add($"Bản ghi số {entry.Seal} đã bị sửa nội dung.");
            if (entry.PreviousHash != previous || entry.Hash != ChainHash(entry.Seal.Value, entry.PreviousHash ?? "", entry.ContentHash))
                faults.Add($"Chuỗi đứt ở bản ghi số {entry.Seal}.");
            previous = entry.Hash ?? "";
            if (anchors.Remove(expected, out var anchored) && anchored != entry.Hash)
                faults.Add($"Bản ghi số {entry.Seal} khác với mốc đã ghi ra ngoài.");
            if (faults.Count >= 100)
            {
                faults.Add("Còn nữa; chỉ nêu 100 sai lệch đầu tiên.");
                break;
            }
        }
        if (faults.Count < 100)
            faults.AddRange(anchors.Keys.Order().Select(seal => $"Thiếu bản ghi số {seal} đã được ghi mốc ra ngoài."));
        var unsealed = await db.AuditEntries.LongCountAsync(x => x.Seal == null, cancel);
        var tooOld = db.Clock.GetUtcNow().UtcDateTime - LongestUnsealed;
        if (await db.AuditEntries.AnyAsync(x => x.Seal == null && x.At < tooOld, cancel))
            faults.Add($"Có bản ghi chưa niêm phong quá {LongestUnsealed.TotalMinutes:0} phút.");
        return new AuditVerification(expected, unsealed, faults);
    }

    // One line a day: «2026-11-25 1042 3f6c…». A line is replaced while its day lasts.
    private async Task AnchorAsync(CancellationToken cancel)
    {
        var head = await db.AuditEntries.AsNoTracking().Where(x => x.Seal != null).OrderByDescending(x => x.Seal)
            .Select(x => new { x.Seal, x.Hash }).FirstOrDefaultAsync(cancel);
        if (head is null)
            return;
        var day = Calendar.OfficeTime.OfficeToday(db.Clock).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var file = storage.AuditAnchors;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var lines = File.Exists(file) ? (await File.ReadAllLinesAsync(file, cancel)).Where(line => !line.StartsWith(day, StringComparison.Ordinal)).ToList() : [];
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{day} {head.Seal} {head.Hash}"));
        var fresh = file + ".new";
        await File.WriteAllLinesAsync(fresh, lines, cancel);
        File.Move(fresh, file, overwrite: true);
    }

    private Dictionary<long, string> ReadAnchors(List<string> faults)
    {
        var anchors = new Dictionary<long, string>();
        if (!File.Exists(storage.AuditAnchors))
            return anchors;
        foreach (var line in File.ReadAllLines(storage.AuditAnchors))
        {
            var parts = line.Split(' ');
            if (parts.Length == 3 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seal))
                anchors[seal] = parts[2];
            else
                faults.Add("Tệp mốc nhật ký có dòng không đọc được.");
        }
        return anchors;
    }
}

/// <summary>Seals new audit entries into the chain.</summary>
public sealed class SealAudit(AuditChain chain) : IJob
{
    public async Task<JobResult> RunAsync(CancellationToken cancel)
    {
        var count = await chain.SealAsync(cancel);
        return new JobResult($"{count} bản ghi", count);
    }
}
