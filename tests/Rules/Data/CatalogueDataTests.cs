using System.Globalization;
using System.Text;
using System.Text.Json;
using BacSon.Kernel.Calendar;

namespace BacSon.Rules.Tests.Data;

/// <summary>The facts that ship with the product, read from the source tree as they stand there.</summary>
public class CatalogueDataTests
{
    private static readonly Dictionary<string, int> EntriesByModule = new()
    {
        ["Participation"] = 18, ["Transparency"] = 35, ["Accountability"] = 34, ["AntiCorruption"] = 19,
        ["Procedures"] = 21, ["PublicServices"] = 14, ["Environment"] = 13, ["EGovernance"] = 11,
    };

    /// <summary>Every recurring duty with the number of its nominal dates in 2026 and the first of them, expanded from the calendar without Quartz.</summary>
    public static TheoryData<string, int, string> Occurrences => new()
    {
        { "citizen-dialogue-conference", 1, "2026-09-30" },
        { "explanation-annual-report", 1, "2026-12-14" },
        { "weekly-citizen-reception", 53, "2026-01-01" },
        { "citizen-reception-schedule", 1, "2026-12-20" },
        { "inspectorate-periodic-report", 4, "2026-03-14" },
        { "inspection-plan-annual", 1, "2026-12-15" },
        { "inspection-followup", 12, "2026-01-25" },
        { "people-inspection-report", 4, "2026-03-25" },
        { "community-investment-report", 2, "2026-06-25" },
        { "mediation-report", 2, "2026-06-05" },
        { "legal-access-standard", 1, "2026-12-31" },
        { "pctn-report-publish", 1, "2026-03-31" },
        { "asset-declaration-annual", 1, "2026-12-31" },
        { "job-rotation-plan", 1, "2026-03-31" },
        { "public-duty-inspection", 4, "2026-03-10" },
        { "internal-corruption-check", 2, "2026-06-30" },
        { "website-monthly-audit", 12, "2026-01-25" },
        { "online-service-rate-review", 12, "2026-01-31" },
        { "infosec-annual-check", 1, "2026-09-30" },
        { "public-holiday-calendar", 1, "2026-12-01" },
        { "environment-facility-inspection-plan", 4, "2026-03-11" },
        { "environment-annual-report", 1, "2026-01-30" },
        { "waste-sorting-campaign", 4, "2026-03-15" },
        { "self-management-model-review", 2, "2026-05-20" },
        { "environment-campaign-days", 3, "2026-05-31" },
        { "commune-democracy-regulation", 1, "2026-01-31" },
        { "democracy-annual-report", 2, "2026-06-15" },
        { "procedure-posting-audit", 12, "2026-01-05" },
        { "late-dossier-public-list", 12, "2026-01-31" },
        { "satisfaction-survey", 4, "2026-03-31" },
        { "score-766-review", 12, "2026-01-31" },
        { "procedure-control-report", 4, "2026-03-18" },
        { "cchc-report", 4, "2026-03-10" },
        { "one-stop-inspection", 4, "2026-03-18" },
        { "procedure-simplification-review", 1, "2026-08-15" },
        { "bhyt-list", 12, "2026-01-20" },
        { "bhyt-coverage-review", 4, "2026-03-31" },
        { "health-station-criteria", 1, "2026-11-15" },
        { "school-disclosure", 1, "2026-06-30" },
        { "education-satisfaction", 1, "2026-05-25" },
        { "universal-education-check", 1, "2026-10-05" },
        { "rural-road-plan", 1, "2026-10-31" },
        { "clean-water-index", 1, "2026-11-30" },
        { "waste-collection-check", 12, "2026-01-05" },
        { "fire-safety-inspection", 2, "2026-03-31" },
        { "fire-self-check", 12, "2026-01-28" },
        { "security-safety-standard", 1, "2026-11-15" },
        { "security-festival", 1, "2026-08-19" },
        { "budget-quarter-disclosure", 3, "2026-03-31" },
        { "budget-unit-quarter-disclosure", 3, "2026-03-31" },
        { "info-list-maintenance", 1, "2026-01-31" },
        { "poor-household-annual-review", 1, "2026-12-14" },
        { "poor-household-monthly-review", 12, "2026-01-15" },
        { "poor-household-recognition", 1, "2026-12-14" },
        { "land-price-table-disclosure", 1, "2026-01-01" },
    };

    [Fact]
    public void The_eight_modules_ship_165_duties_each_under_its_own_key()
    {
        Assert.Equal(
            EntriesByModule.OrderBy(x => x.Key, StringComparer.Ordinal),
            Entries().GroupBy(x => x.Module).ToDictionary(x => x.Key, x => x.Count()).OrderBy(x => x.Key, StringComparer.Ordinal));
        Assert.Equal(165, Entries().Select(x => Text(x.Entry, "key")).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_field_is_known_and_mapped_to_a_unit_of_the_sample_commune()
    {
        var fields = Read("host/Kernel/Catalogue/fields.json").EnumerateArray().Select(x => Text(x, "code")!).ToList();
        Assert.Equal(fields.Count, fields.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(Entries().Select(x => Text(x.Entry, "field")!).Except(fields));
        var map = Read("host/App/Admin/field-map.json").EnumerateArray().ToDictionary(x => Text(x, "field")!, x => Text(x, "unit")!);
        Assert.Equal(fields.Order(StringComparer.Ordinal), map.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(map.Values.Except(Units()));
    }

    [Theory, MemberData(nameof(Occurrences))]
    public void A_cron_gives_the_dates_that_a_calendar_without_Quartz_gives(string key, int count, string first)
    {
        var cron = Text(Entry(key).GetProperty("recurrence"), "cron")!;
        var dates = OccurrenceRule.Nominal(cron, new(2026, 1, 1), new(2026, 12, 31)).ToList();
        Assert.Equal(count, dates.Count);
        Assert.Equal(DateOnly.ParseExact(first, "yyyy-MM-dd", CultureInfo.InvariantCulture), dates[0]);
    }

    [Fact]
    public void What_recurs_has_a_cron_and_what_an_event_triggers_has_an_event_and_a_term()
    {
        var listed = Occurrences.Select(x => x.Data.Item1).Order(StringComparer.Ordinal);
        Assert.Equal(Entries().Where(x => Text(x.Entry, "trigger") == "recurring").Select(x => Text(x.Entry, "key")!).Order(StringComparer.Ordinal), listed);
        Assert.Empty(Broken(e => Text(e, "trigger") switch
        {
            "recurring" => Text(e.GetProperty("recurrence"), "cron") is { Length: > 0 }
                && Text(e.GetProperty("recurrence"), "nominal") is "due" or "start"
                && Text(e.GetProperty("recurrence"), "shift") is "next" or "previous" or "last-working-day-of-month"
                && Text(e.GetProperty("recurrence"), "period") is "week" or "month" or "quarter" or "half-year" or "year"
                // A date from which the term runs is of no use without a term.
                && (Text(e.GetProperty("recurrence"), "nominal") == "due" || e.GetProperty("terms").GetArrayLength() > 0),
            "event" => Text(e, "event") is { Length: > 0 } && e.GetProperty("recurrence").ValueKind == JsonValueKind.Null && e.GetProperty("terms").GetArrayLength() > 0,
            _ => false,
        }));
    }

    [Fact]
    public void Terms_follow_one_another_without_gap_or_overlap()
    {
        Assert.Empty(Broken(e =>
        {
            var terms = e.GetProperty("terms").EnumerateArray().ToList();
            for (var i = 0; i < terms.Count; i++)
            {
                var (from, to) = (Date(terms[i], "validFrom"), Date(terms[i], "validTo"));
                if (from > to || (i > 0 && (Date(terms[i - 1], "validTo") is not { } before || from != before.AddDays(1))))
                    return false;
            }
            // The last version is open, or ends on the day on which the duty ceases to arise.
            return terms.Count == 0 || Date(terms[^1], "validTo") == Date(e, "appliesUntil");
        }));
    }

    [Fact]
    public void Every_term_uses_the_words_that_the_clock_knows_and_counts_the_right_way()
    {
        Assert.Empty(Broken(e => e.GetProperty("terms").EnumerateArray().All(t =>
            Text(t, "unit") is "working-day" or "calendar-day" or "month" or "year"
            && t.GetProperty("isDefault").ValueKind is JsonValueKind.True or JsonValueKind.False
            && Text(t, "from") is { Length: > 0 and <= 600 }
            && t.GetProperty("amount").GetInt32() is var n
            && Text(t, "kind") switch
            {
                "no-later-than" or "minimum-duration" => n > 0,
                "at-least-before" => n < 0,
                "immediately" or "fixed-date" => n == 0,
                _ => false,
            })));
    }

    [Fact]
    public void Every_duty_names_its_next_step_product_accepter_and_source_within_the_columns()
    {
        Assert.Empty(Broken(e =>
            Text(e, "nextStep") is { Length: > 5 and <= 300 } && Text(e, "product") is { Length: > 5 and <= 400 }
            && Text(e, "accepter") is "leader-in-charge" or "office-head" or "self"
            && Text(e, "confidence") is "confirmed" or "recalled"
            && (Text(e, "confidence") == "recalled" || Text(e, "confirmedScope") is { Length: > 0 and <= 60 })
            && Text(e, "tier") is "core" or "extended"
            && Text(e, "title") is { Length: > 0 and <= 500 } && Text(e, "event") is null or { Length: <= 600 }
            && Text(e, "responsibleUnit") is { Length: > 0 and <= 400 } && Text(e, "note") is null or { Length: <= 3000 }
            && e.GetProperty("bases").GetArrayLength() > 0
            && e.GetProperty("bases").EnumerateArray().All(b => Text(b, "document") is { Length: > 0 and <= 300 } && Text(b, "article") is null or { Length: <= 500 })));
        Assert.Equal(100, Entries().Count(x => Text(x.Entry, "tier") == "core"));
        Assert.Equal(127, Entries().Count(x => Text(x.Entry, "confidence") == "confirmed"));
    }

    [Fact]
    public void The_office_never_accepts_its_own_work()
    {
        var map = Read("host/App/Admin/field-map.json").EnumerateArray().ToDictionary(x => Text(x, "field")!, x => Text(x, "unit")!);
        // The villages do their own work; the office only follows it.
        Assert.Empty(Broken(e => Text(e, "accepter") != "office-head" || Text(e, "field") == "thon" || map[Text(e, "field")!] != "VP"));
    }

    [Fact]
    public void The_plan_of_2024_has_36_items_each_with_unit_product_time_and_known_duties()
    {
        var plan = Read("host/App/Demo/plan-2024.json");
        var former = plan.GetProperty("formerUnits").EnumerateArray().ToList();
        var units = Units().ToHashSet(StringComparer.Ordinal);
        var formerCodes = former.Select(x => Text(x, "code")!).ToHashSet(StringComparer.Ordinal);
        Assert.All(former, x =>
        {
            Assert.Contains(Text(x, "successor")!, units);
            Assert.Equal(new DateOnly(2025, 6, 30), Date(x, "validTo"));
        });
        var keys = Entries().Select(x => Text(x.Entry, "key")!).ToHashSet(StringComparer.Ordinal);
        var items = plan.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(36, items.Select(x => Text(x, "number")).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Enumerable.Range(1, 8), items.Select(x => x.GetProperty("area").GetInt32()).Distinct().Order());
        Assert.All(items, item =>
        {
            var lead = Text(item, "leadUnit")!;
            var coordinating = item.GetProperty("coordinating").EnumerateArray().Select(x => x.GetString()!).ToList();
            Assert.StartsWith($"1.{item.GetProperty("area").GetInt32()}.", Text(item, "number")!, StringComparison.Ordinal);
            Assert.All(coordinating.Append(lead), x => Assert.True(units.Contains(x) || formerCodes.Contains(x), x));
            Assert.DoesNotContain(lead, coordinating);
            Assert.Contains(Text(item, "leadUnitFrom202507")!, units);
            Assert.False(string.IsNullOrWhiteSpace(Text(item, "content")));
            Assert.False(string.IsNullOrWhiteSpace(Text(item, "product")));
            Assert.NotEmpty(item.GetProperty("catalogueKeys").EnumerateArray());
            Assert.All(item.GetProperty("catalogueKeys").EnumerateArray(), x => Assert.Contains(x.GetString()!, keys));
            // Lead unit, time and product are proposals of ours and say so.
            Assert.True(item.GetProperty("proposed").GetBoolean());
            Assert.False(string.IsNullOrWhiteSpace(Text(item, "proposedNote")));
            var schedule = item.GetProperty("schedule");
            if (Text(schedule, "kind") == "rhythm")
                Assert.Contains(Text(schedule, "rhythm"), new[] { "weekly", "monthly", "quarterly", "half-yearly", "yearly" });
            else
                Assert.Equal(2024, Date(schedule, "due")!.Value.Year);
        });
    }

    [Fact]
    public void The_texts_are_composed_Unicode_and_free_of_working_remarks()
    {
        foreach (var path in EntriesByModule.Keys.Select(x => $"modules/{x}/Catalogue.json")
            .Append("host/Kernel/Catalogue/fields.json").Append("host/App/Admin/field-map.json").Append("host/App/Demo/plan-2024.json"))
        {
            var text = File.ReadAllText(Path.Combine(Root, path));
            Assert.True(text.IsNormalized(NormalizationForm.FormC), path);
            // Working remarks of whoever gathered the texts; "seedRef" is a name of the format.
            foreach (var word in new[] { "Seed ", "seed ", "SỬA", "cấu hình", "vui lòng", "tải lên", "TODO" })
                Assert.DoesNotContain(word, text, StringComparison.Ordinal);
        }
    }

    private static string Root => BacSon.Tests.Support.Checkout.Root;
    private static readonly Lazy<List<(string Module, JsonElement Entry)>> All = new(() =>
        [.. EntriesByModule.Keys.SelectMany(m => Read($"modules/{m}/Catalogue.json").EnumerateArray().Select(e => (m, e)))]);

    private static List<(string Module, JsonElement Entry)> Entries() => All.Value;
    private static JsonElement Entry(string key) => Entries().Single(x => Text(x.Entry, "key") == key).Entry;
    private static IEnumerable<string?> Broken(Func<JsonElement, bool> holds) => Entries().Where(x => !holds(x.Entry)).Select(x => Text(x.Entry, "key"));

    private static IEnumerable<string> Units() =>
        Read("host/App/Demo/sample-commune.json").GetProperty("units").EnumerateArray().Select(x => Text(x, "code")!);

    private static string? Text(JsonElement e, string name) => e.GetProperty(name).GetString();

    private static DateOnly? Date(JsonElement e, string name) =>
        Text(e, name) is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static JsonElement Read(string path) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, path))).RootElement;
}
