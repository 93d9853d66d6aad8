using System.Globalization;
using System.Text.Json;
using BacSon.Kernel.Ui;

namespace BacSon.App.Status;

/// <summary>A province's official PAPI results of one year; a null is unknown (withheld or not published), never 0.</summary>
/// <param name="Contents">The eight contents in PAPI's order, each 1 to 10.</param>
/// <param name="Total">Sum of the eight, 8 to 80.</param>
internal sealed record PapiYear(int Year, IReadOnlyList<double?> Contents, double? Total);

/// <summary>A province as PAPI named it in those years, before and after the mergers of 2025 alike.</summary>
internal sealed record PapiProvince(string Name, string Key, IReadOnlyList<PapiYear> Years, IReadOnlyDictionary<int, IReadOnlyList<double?>> Parts)
{
    /// <summary>The newest year with any figure.</summary>
    public PapiYear? Latest => Years.LastOrDefault(x => x.Total is not null || x.Contents.Any(score => score is not null));

    public PapiYear? In(int year) => Years.FirstOrDefault(x => x.Year == year);
}

/// <summary>A content's part (nội dung thành phần) as <c>papi.json</c> names it.</summary>
internal sealed record PapiPart(string Code, string Title, int Content);

/// <summary>
/// Published results by province and year (papi.org.vn), shipped as data and read once. They are the province's: PAPI knows
/// no score of a commune.
/// </summary>
internal sealed class PapiResults
{
    private static readonly Lazy<PapiResults> Shipped = new(() => new PapiResults());
    private readonly IReadOnlyList<HashSet<int>> _breaks;

    private PapiResults()
    {
        using var structure = JsonDocument.Parse(Open("papi.json"));
        // «2019-2020» begins in 2019: from there the index as a whole is built differently.
        Versions = [.. structure.RootElement.GetProperty("versions").EnumerateArray()
            .Select(x => int.Parse(x.GetProperty("years").GetString()!.AsSpan(0, 4), CultureInfo.InvariantCulture))];
        var parts = new List<PapiPart>();
        var breaks = new List<HashSet<int>>();
        foreach (var content in structure.RootElement.GetProperty("dimensions").EnumerateArray().OrderBy(x => x.GetProperty("number").GetInt32()))
        {
            var own = new HashSet<int>(Versions);
            foreach (var part in content.GetProperty("subdimensions").EnumerateArray())
            {
                parts.Add(new PapiPart(part.GetProperty("code").GetString()!, part.GetProperty("name_vi").GetString()!, content.GetProperty("number").GetInt32()));
                if (part.TryGetProperty("break_years", out var years) && years.ValueKind == JsonValueKind.Array)
                    own.UnionWith(years.EnumerateArray().Select(x => x.GetInt32()));
            }
            breaks.Add(own);
        }
        Parts = parts;
        _breaks = breaks;

        var (partHead, partRows) = ReadTable("papi-subresults.csv");
        var columns = parts.Select(x => Array.IndexOf(partHead, "s" + x.Code)).ToList();
        var partsOf = partRows.GroupBy(x => x[0]).ToDictionary(g => g.Key,
            g => (IReadOnlyDictionary<int, IReadOnlyList<double?>>)g.ToDictionary(x => Year(x[1]), x => (IReadOnlyList<double?>)[.. columns.Select(at => at < 0 ? null : Score(x[at]))]));
        var (_, rows) = ReadTable("papi-results.csv");
        // The lines of the whole country are computed by us, not published.
        Provinces = [.. rows.Where(x => x[11] != "computed").GroupBy(x => x[0]).Select(g => new PapiProvince(g.Key, KeyOf(g.Key),
            [.. g.Select(x => new PapiYear(Year(x[1]), [.. x[2..10].Select(Score)], Score(x[10]))).OrderBy(x => x.Year)],
            partsOf.GetValueOrDefault(g.Key) ?? new Dictionary<int, IReadOnlyList<double?>>())).OrderBy(x => Vi.TitleKey(x.Name), StringComparer.Ordinal)];
        Years = [.. Provinces.SelectMany(x => x.Years).Select(x => x.Year).Distinct().Order()];
    }

    public static PapiResults Read() => Shipped.Value;

    /// <summary>Provinces by the Vietnamese alphabet.</summary>
    public IReadOnlyList<PapiProvince> Provinces { get; }

    /// <summary>Years of results by content, oldest first.</summary>
    public IReadOnlyList<int> Years { get; }

    /// <summary>First years of each structure of the index.</summary>
    public IReadOnlyList<int> Versions { get; }

    public IReadOnlyList<PapiPart> Parts { get; }

    /// <summary>A province by its name or by its key in an address («lang-son»); null for none or an unknown one.</summary>
    public PapiProvince? Find(string? province) => string.IsNullOrWhiteSpace(province) ? null : Provinces.FirstOrDefault(x => x.Key == KeyOf(province));

    /// <summary>Whether a content (1 to 8; 0 for the total) of this year may not be compared with the year before.</summary>
    public bool BreaksAt(int content, int year) => content == 0 ? Versions.Contains(year) : _breaks[content - 1].Contains(year);

    /// <summary>Points against the year before; null where either is unknown or the two were measured differently.</summary>
    public double? Change(PapiProvince province, int year, int content)
    {
        if (BreaksAt(content, year) || province.In(year) is not { } now || province.In(year - 1) is not { } before)
            return null;
        return content == 0 ? now.Total - before.Total : now.Contents[content - 1] - before.Contents[content - 1];
    }

    private static string KeyOf(string name) => Vi.Fold(name).Replace(' ', '-');

    private static int Year(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double? Score(string text) => text.Length == 0 ? null : double.Parse(text, CultureInfo.InvariantCulture);

    // The shipped files quote nothing: no name of a province holds a comma.
    private static (string[] Head, List<string[]> Rows) ReadTable(string file)
    {
        using var reader = new StreamReader(Open(file));
        var rows = new List<string[]>();
        while (reader.ReadLine() is { } line)
            if (line.Length > 0)
                rows.Add(line.Split(','));
        return (rows[0], rows[1..]);
    }

    private static Stream Open(string file) => typeof(PapiResults).Assembly.GetManifestResourceStream(file)
        ?? throw new InvalidOperationException($"{file} is not shipped.");
}
