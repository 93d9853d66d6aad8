using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Audit;

/// <summary>What is looked for in the audit trail; null where it is not asked.</summary>
/// <param name="People">Those who acted; a null among them is the system itself.</param>
/// <param name="Since">From this instant on (UTC).</param>
/// <param name="Until">Before this instant (UTC).</param>
public sealed record AuditFilter(IReadOnlyList<int?>? People = null, string? Subject = null, string? SubjectKey = null, string? Act = null, DateTime? Since = null, DateTime? Until = null);

/// <summary>
/// Finds entries of the audit trail, newest first. The table grows without end: whatever is asked for is read along an index
/// that ends in time, and the next page begins where the last one ended.
/// </summary>
public sealed class AuditSearch(PlatformDb db)
{
    /// <summary>A name that so many people share must be written out: each of them is looked for by himself.</summary>
    public const int MostPeople = 20;

    private const int MostActs = 400;

    /// <summary>The newest entries, at most <paramref name="count"/>, older than entry <paramref name="before"/> where one is named.</summary>
    public async Task<List<AuditEntry>> NewestAsync(AuditFilter filter, int count, long? before = null, CancellationToken cancel = default)
    {
        DateTime? at = null;
        if (before is { } id)
        {
            at = await db.AuditEntries.Where(x => x.Id == id).Select(x => (DateTime?)x.At).FirstOrDefaultAsync(cancel);
            if (at is null)
                return [];
        }
        if (filter.People is not { } people)
            return await Query(filter, null, before, at).Take(count).ToListAsync(cancel);
        // Each person's own newest lie together in the index; those of several would have to be sorted whole.
        var found = new List<AuditEntry>();
        foreach (var person in people.Distinct().Take(MostPeople))
            found.AddRange(await Query(filter, [person], before, at).Take(count).ToListAsync(cancel));
        return [.. found.OrderByDescending(x => x.At).ThenByDescending(x => x.Id).Take(count)];
    }

    /// <param name="people">One person, or null for everyone.</param>
    internal IQueryable<AuditEntry> Query(AuditFilter filter, int?[]? people, long? before, DateTime? beforeAt)
    {
        var entries = db.AuditEntries.AsNoTracking();
        if (people is [{ } person])
            entries = entries.Where(x => x.PersonId == person);
        else if (people is [null])
            entries = entries.Where(x => x.PersonId == null);
        if (filter.Subject is { } subject)
            entries = entries.Where(x => x.Subject == subject);
        if (filter.SubjectKey is { } key)
            entries = entries.Where(x => x.SubjectKey == key);
        if (filter.Act is { } act)
            entries = entries.Where(x => x.Act == act);
        if (filter.Since is { } since)
            entries = entries.Where(x => x.At >= since);
        if (filter.Until is { } until)
            entries = entries.Where(x => x.At < until);
        if (before is { } id && beforeAt is { } at)
            entries = entries.Where(x => x.At <= at && (x.At < at || x.Id < id));
        return entries.OrderByDescending(x => x.At).ThenByDescending(x => x.Id);
    }

    /// <summary>The acts that occur. One step into the index for each: all entries are not read to learn a few dozen names.</summary>
    public async Task<List<string>> ActsAsync(CancellationToken cancel = default)
    {
        var acts = new List<string>();
        var next = await db.AuditEntries.OrderBy(x => x.Act).Select(x => x.Act).FirstOrDefaultAsync(cancel);
        while (next is { } last && acts.Count < MostActs)
        {
            acts.Add(last);
            next = await db.AuditEntries.Where(x => string.Compare(x.Act, last) > 0).OrderBy(x => x.Act).Select(x => x.Act).FirstOrDefaultAsync(cancel);
        }
        return acts;
    }
}
