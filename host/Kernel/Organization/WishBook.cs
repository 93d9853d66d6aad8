using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Organization;

/// <summary>
/// A person's own wishes and the private address of his due dates. Each method is one act of the person upon what is his own,
/// with its audit entry; what policy does not allow is refused in words. Times of day are the office's.
/// </summary>
public sealed class WishBook(PlatformDb db)
{
    /// <summary>Later than this no digest goes: it is for the morning.</summary>
    public static readonly TimeOnly LatestDigest = new(10, 0);

    /// <summary>At most so many further days.</summary>
    public const int MostDays = 3;

    /// <summary>A read is recorded once in so long: programs that read every minute must not write every minute.</summary>
    public static readonly TimeSpan UsedTo = TimeSpan.FromMinutes(5);

    public Task<PersonWish?> WishesAsync(int personId, CancellationToken cancel = default) =>
        db.PersonWishes.AsNoTracking().FirstOrDefaultAsync(x => x.PersonId == personId, cancel);

    /// <summary>When the digest goes and on which further days the person is reminded.</summary>
    /// <param name="written">When the digest is written: earlier than that it cannot go.</param>
    public async Task SetNoticeAsync(TimeOnly? digestAt, string? days, TimeOnly written, Viewer by, Guid? version, CancellationToken cancel = default)
    {
        if (digestAt is { } at && (at <= written || at > LatestDigest || at.Minute % 30 != 0 || at.Second != 0))
            throw new Refusal($"Giờ gửi thư phải là giờ chẵn hoặc rưỡi, sau {Vi.Time(written)}, không quá {Vi.Time(LatestDigest)}", "DigestAt");
        var extra = ReadDays(days);
        var wish = await OwnAsync(by, version, cancel);
        wish.DigestAt = digestAt;
        wish.ExtraDays = string.Join(',', extra.Select(x => x.ToString(CultureInfo.InvariantCulture)));
        await SaveAsync("Đặt cách nhận nhắc việc của mình", cancel);
    }

    /// <summary>Where the day begins, and whether single keys act.</summary>
    /// <param name="page">One of <paramref name="pages"/>, or null for what the role says.</param>
    /// <param name="pages">The pages that this person may open.</param>
    public async Task SetStartAsync(string? page, IReadOnlyCollection<string> pages, bool shortcuts, Viewer by, Guid? version, CancellationToken cancel = default)
    {
        if (page is not null && !pages.Contains(page))
            throw new Refusal("Chưa chọn trang mở đầu trong danh sách", "StartPage");
        var wish = await OwnAsync(by, version, cancel);
        wish.StartPage = page;
        wish.NoShortcuts = !shortcuts;
        await SaveAsync("Đặt trang mở đầu, phím tắt của mình", cancel);
    }

    /// <summary>Reads «10, 15» or «10 15»: up to three different whole numbers from 1 to 20, falling. Throws <see cref="Refusal"/>.</summary>
    public static IReadOnlyList<int> ReadDays(string? days)
    {
        var read = new SortedSet<int>();
        foreach (var part in (days ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            read.Add(int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= ReminderPolicy.Longest ? day
                : throw new Refusal($"Mỗi số phải là số nguyên từ 1 đến {ReminderPolicy.Longest}, ví dụ 10, 15", "ExtraDays"));
        return read.Count <= MostDays ? [.. read.Reverse()] : throw new Refusal($"Nhiều nhất {MostDays} số", "ExtraDays");
    }

    public Task<CalendarAddress?> AddressAsync(int personId, CancellationToken cancel = default) =>
        db.CalendarAddresses.AsNoTracking().FirstOrDefaultAsync(x => x.PersonId == personId, cancel);

    /// <summary>Makes the person's calendar address; one he had answers no more.</summary>
    /// <returns>The secret, 192 random bits in letters, digits, «-» and «_»: told once, kept nowhere.</returns>
    public async Task<string> MakeAddressAsync(Viewer by, CancellationToken cancel = default)
    {
        var secret = AddressSecret.New();
        var kept = await db.CalendarAddresses.FirstOrDefaultAsync(x => x.PersonId == by.Id, cancel);
        if (kept is null)
            db.CalendarAddresses.Add(kept = new CalendarAddress { PersonId = by.Id, SecretHash = "" });
        kept.SecretHash = AddressSecret.Hash(secret);
        kept.MadeAt = db.Clock.GetUtcNow().UtcDateTime;
        kept.LastUsedAt = null;
        await SaveAsync("Lập địa chỉ lịch riêng", cancel);
        return secret;
    }

    /// <summary>The address answers no more, from this moment.</summary>
    public async Task RevokeAddressAsync(Viewer by, CancellationToken cancel = default)
    {
        if (await db.CalendarAddresses.FirstOrDefaultAsync(x => x.PersonId == by.Id, cancel) is not { } kept)
            throw new Refusal("Chưa có địa chỉ lịch riêng");
        db.CalendarAddresses.Remove(kept);
        db.Act = "Thu hồi địa chỉ lịch riêng";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>
    /// Whose address this is, and records that it was read; null for a secret that nobody has. Looked up by the hash, so that
    /// the time it takes says nothing about how near a guess was.
    /// </summary>
    public async Task<int?> ReadAddressAsync(string secret, CancellationToken cancel = default)
    {
        if (secret.Length != AddressSecret.Length)
            return null;
        var hash = AddressSecret.Hash(secret);
        if (await db.CalendarAddresses.AsNoTracking().FirstOrDefaultAsync(x => x.SecretHash == hash, cancel) is not { } address)
            return null;
        var now = db.Clock.GetUtcNow().UtcDateTime;
        if (address.LastUsedAt is null || address.LastUsedAt < now - UsedTo)
            await db.CalendarAddresses.Where(x => x.SecretHash == hash).ExecuteUpdateAsync(set => set.SetProperty(x => x.LastUsedAt, now), cancel);
        return address.PersonId;
    }

    private async Task<PersonWish> OwnAsync(Viewer by, Guid? version, CancellationToken cancel)
    {
        var kept = await db.PersonWishes.FirstOrDefaultAsync(x => x.PersonId == by.Id, cancel);
        // Who has wished nothing yet has the empty version: a form without any is no form of ours.
        if (version != (kept?.Version ?? Guid.Empty))
            throw new EditConflict();
        return kept ?? db.PersonWishes.Add(new PersonWish { PersonId = by.Id }).Entity;
    }

    private async Task SaveAsync(string act, CancellationToken cancel)
    {
        db.Act = act;
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // The same person saved his first wishes in another window at this moment.
            throw new EditConflict();
        }
    }
}
