namespace BacSon.App.Status;

/// <summary>A part of a content in one year against the year before and against the other provinces.</summary>
/// <param name="Change">Null where the two years cannot be compared.</param>
/// <param name="Below">How many provinces had more, of <paramref name="Of"/> with a figure.</param>
internal sealed record PartStanding(PapiPart Part, double Score, double? Change, int Below, int Of)
{
    /// <summary>Among the lowest quarter of the provinces («nhóm đạt điểm thấp nhất»).</summary>
    public bool Lowest => Of > 0 && Below >= Of * 0.75;

    /// <summary>Weak: in the lowest quarter, or fallen against a year it can be compared with.</summary>
    public bool Weak => Lowest || Change < 0;
}

/// <summary>Which parts were weak in a province's last published year before a plan.</summary>
internal static class WeakParts
{
    /// <summary>The year before <paramref name="planYear"/> at the latest that has figures of parts, and each part's standing; null for none.</summary>
    public static (int Year, IReadOnlyList<PartStanding> Parts)? Read(PapiResults papi, PapiProvince province, int planYear)
    {
        var years = province.Parts.Where(x => x.Key < planYear && x.Value.Any(score => score is not null)).Select(x => x.Key).ToList();
        if (years.Count == 0)
            return null;
        var year = years.Max();
        var mine = province.Parts[year];
        var before = province.Parts.GetValueOrDefault(year - 1);
        var standings = new List<PartStanding>();
        for (var i = 0; i < papi.Parts.Count; i++)
        {
            if (mine[i] is not { } score)
                continue;
            var others = papi.Provinces.Select(x => x.Parts.GetValueOrDefault(year)?[i]).OfType<double>().ToList();
            standings.Add(new PartStanding(papi.Parts[i], score, papi.BreaksAt(papi.Parts[i].Content, year) ? null : score - before?[i], others.Count(x => x > score), others.Count));
        }
        return (year, standings);
    }
}
