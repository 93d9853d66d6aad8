using System.Runtime.CompilerServices;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Search;

/// <summary>Finds records by words without case and marks: «ho ngheo» finds «Hộ nghèo».</summary>
public static class SearchIndex
{
    public const string Duty = "duty";
    public const string PlanItem = "plan-item";
    public const string Document = "document";

    /// <summary>Words of a question that are looked for; further ones narrow nothing.</summary>
    private const int MostAsked = 6;

    /// <summary>At most so many different words of a text are kept.</summary>
    private const int MostWords = 60;

    /// <summary>The folded words of a text, each once, shorter than the column.</summary>
    public static IReadOnlyList<string> Words(string? text) =>
        [.. Letters(Vi.Fold(text ?? "")).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Length <= 40).Distinct().Take(MostWords)];

    /// <summary>
    /// Whether a text holds every asked word, the last one perhaps only as a beginning: the rule of <see cref="Find"/> for what
    /// is in memory anyway.
    /// </summary>
    public static bool Holds(IReadOnlyList<string> asked, string? text)
    {
        var words = Words(text);
        return asked.Count > 0 && asked.Take(MostAsked).Select((word, i) => i == Math.Min(asked.Count, MostAsked) - 1
            ? words.Any(x => x.StartsWith(word, StringComparison.Ordinal)) : words.Contains(word)).All(x => x);
    }

    private static string Letters(string folded) => string.Concat(folded.Select(c => char.IsLetterOrDigit(c) ? c : ' '));

    /// <summary>Replaces the words of a record at once; the caller's transaction keeps them with the record.</summary>
    public static async Task SetAsync(PlatformDb db, string kind, long itemId, string text, CancellationToken cancel = default)
    {
        await db.SearchWords.Where(x => x.Kind == kind && x.ItemId == itemId).ExecuteDeleteAsync(cancel);
        await AddAsync(db, kind, itemId, text, cancel);
    }

    /// <summary>Adds the words of a new record at once; the caller's transaction keeps them with the record.</summary>
    public static async Task AddAsync(PlatformDb db, string kind, long itemId, string text, CancellationToken cancel = default)
    {
        var words = Words(text);
        if (words.Count == 0)
            return;
        // One statement for all words: as tracked rows they were most of the cost of opening a duty.
        var rows = string.Join(", ", Enumerable.Range(2, words.Count).Select(i => $"({{0}}, {{{i}}}, {{1}})"));
        await db.Database.ExecuteSqlAsync(FormattableStringFactory.Create("INSERT INTO \"SearchWord\" (\"Kind\", \"Word\", \"ItemId\") VALUES " + rows, [kind, itemId, .. words]), cancel);
    }

    /// <summary>The records that hold every word of the query; the last word may be a beginning.</summary>
    public static IQueryable<long>? Find(PlatformDb db, string kind, string? query)
    {
        var words = Words(query);
        if (words.Count == 0)
            return null;
        IQueryable<long>? found = null;
        var last = Math.Min(words.Count, MostAsked) - 1;
        for (var i = 0; i <= last; i++)
        {
            var word = words[i];
            // A range instead of LIKE: it answers from the index on both databases.
            var end = word + '\uffff';
            var items = i == last
                ? db.SearchWords.Where(x => x.Kind == kind && string.Compare(x.Word, word) >= 0 && string.Compare(x.Word, end) < 0).Select(x => x.ItemId)
                : db.SearchWords.Where(x => x.Kind == kind && x.Word == word).Select(x => x.ItemId);
            found = found is null ? items : found.Where(id => items.Contains(id));
        }
        return found;
    }
}
