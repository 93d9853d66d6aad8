using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Catalogue;

/// <summary>Where a new version stands among those that are there.</summary>
/// <param name="Cut">Versions that now end the day before the new one begins.</param>
/// <param name="To">The day before the next version begins; null when none follows.</param>
/// <param name="Gap">The days before it on which no version is in force.</param>
public sealed record VersionPlace(IReadOnlyList<CatalogueTerm> Cut, DateOnly? To, (DateOnly From, DateOnly To)? Gap);

/// <summary>A basis or a term that ends with nothing after it.</summary>
/// <param name="What">The document, or the term in words.</param>
/// <param name="LastDay">The last day on which it is in force, office date.</param>
/// <param name="Over">That day has passed.</param>
public sealed record LawLapse(string What, DateOnly LastDay, bool Over)
{
    public string Sentence => Over ? $"{What} đã hết hiệu lực sau ngày {Vi.Date(LastDay)}, chưa có văn bản tiếp theo" : $"{What} hết hiệu lực sau ngày {Vi.Date(LastDay)}, chưa có văn bản tiếp theo";
}

/// <summary>Versions of a term and of its bases by date. Pure: ranges of whole days, both ends counted in.</summary>
public static class CatalogueVersions
{
    /// <summary>Months before its last day from which a lapse is warned of.</summary>
    public const int WarnMonths = 3;

    /// <summary>The place of a version that begins on a day; null where one already begins that day.</summary>
    public static VersionPlace? Place(IReadOnlyList<CatalogueTerm> terms, DateOnly from)
    {
        if (terms.Any(x => x.ValidFrom == from))
            return null;
        var cut = terms.Where(x => (x.ValidFrom is null || x.ValidFrom < from) && (x.ValidTo is null || x.ValidTo >= from)).ToList();
        var next = terms.Where(x => x.ValidFrom > from).Select(x => x.ValidFrom).Min();
        var ended = terms.Where(x => x.ValidTo < from).Select(x => x.ValidTo).Max();
        (DateOnly, DateOnly)? gap = cut.Count == 0 && ended is { } last && last.AddDays(1) < from ? (last.AddDays(1), from.AddDays(-1)) : null;
        return new VersionPlace(cut, next?.AddDays(-1), gap);
    }

    /// <summary>
    /// What of a kind lapses within <see cref="WarnMonths"/> months, or has lapsed and left nothing in force. What begins the
    /// day after is its successor; a kind that no longer arises warns of nothing.
    /// </summary>
    public static IReadOnlyList<LawLapse> Lapsing(CatalogueEntry entry, DateOnly today)
    {
        var horizon = today.AddMonths(WarnMonths);
        bool Warns(DateOnly? to, IEnumerable<DateOnly?> begins, bool inForce) => to is { } last && last <= horizon && (entry.AppliesUntil is null || entry.AppliesUntil > last)
            && !begins.Contains(last.AddDays(1)) && (last >= today || !inForce);
        var basis = entry.BasesOn(today).Any();
        var bases = entry.Bases.Where(x => Warns(x.ValidTo, entry.Bases.Select(y => y.ValidFrom), basis))
            .Select(x => new LawLapse(x.Document, x.ValidTo!.Value, x.ValidTo < today)).ToList();
        // Of what has already lapsed only the last is missing: those before it were followed by it.
        var newest = bases.Where(x => x.Over).Select(x => (DateOnly?)x.LastDay).Max();
        var terms = entry.CountsTerm ? entry.Terms.Where(x => Warns(x.ValidTo, entry.Terms.Select(y => y.ValidFrom), entry.TermOn(today) is not null) && !entry.Terms.Any(y => y.ValidFrom > x.ValidTo))
            .Select(x => new LawLapse($"Thời hạn «{CatalogueBook.TermText(entry, x)}»", x.ValidTo!.Value, x.ValidTo < today)) : [];
        return [.. bases.Where(x => !x.Over || x.LastDay == newest).Concat(terms).DistinctBy(x => (x.What, x.LastDay)).OrderBy(x => x.LastDay).ThenBy(x => x.What, StringComparer.Ordinal)];
    }
}
