using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reports;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Catalogue;

/// <summary>One entry of a module's Catalogue.json.</summary>
internal sealed record ShippedEntry(string Key, string Tier, string Title, string Field, string Trigger, string? Event, ShippedRecurrence? Recurrence,
    List<ShippedTerm> Terms, List<ShippedBasis> Bases, ShippedPosting? Posting, string? Evidence, bool RequiresEvidence, string? ResponsibleUnit,
    string? Consequence, string Confidence, string? ConfirmedScope, string? Source, string? Note, string? AppliesTo, DateOnly? AppliesUntil,
    string? SeedRef, string Accepter, string? NextStep, string? Product, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Area = 0);

internal sealed record ShippedRecurrence(string Text, string Cron, string Nominal, string Shift, string Period, bool IsDefault);
internal sealed record ShippedTerm(DateOnly? ValidFrom, DateOnly? ValidTo, int Amount, string Unit, string Kind, string? From, bool IsDefault, ShippedExtension? Extension);
internal sealed record ShippedExtension(int Amount, string Unit, int? MaxTimes, string? Condition);
internal sealed record ShippedBasis(string Document, string? Article, DateOnly? ValidFrom, DateOnly? ValidTo);
internal sealed record ShippedPosting(int? DurationDays, List<string>? Places);

/// <summary>
/// The legal catalogue: what the modules ship, what the commune has corrected, the duties that recur and those that an
/// event triggers.
/// </summary>
public sealed class CatalogueBook(PlatformDb db, DutyLedger ledger, Snapshots snapshots, IEnumerable<IModule> modules)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    /// <summary>
    /// Brings the catalogue to what the modules ship. What was corrected here stays; what is on or off stays.
    /// </summary>
    /// <returns>How many entries were added or renewed.</returns>
    public async Task<int> SyncAsync(CancellationToken cancel = default)
    {
        var kept = await db.Catalogue.Include(x => x.Terms).Include(x => x.Bases).AsSplitQuery().ToDictionaryAsync(x => x.Key, cancel);
        var fields = await db.Fields.ToDictionaryAsync(x => x.Code, cancel);
        foreach (var field in ShippedFields().Where(x => !fields.ContainsKey(x.Code)))
            db.Fields.Add(field);
        var changed = 0;
        foreach (var (area, entries) in await ReadShippedAsync(cancel))
        {
            foreach (var shipped in entries)
            {
                var hash = HashOf(shipped);
                if (kept.TryGetValue(shipped.Key, out var entry))
                {
                    if (entry.ShippedHash == hash)
                        continue;
                    if (entry.LawEditedAt is null)
                    {
                        db.CatalogueTerms.RemoveRange(entry.Terms);
                        db.CatalogueBases.RemoveRange(entry.Bases);
                        entry.Terms.Clear();
                        entry.Bases.Clear();
                    }
                }
                else
                {
                    entry = new CatalogueEntry { Key = shipped.Key, Title = shipped.Title, FieldCode = shipped.Field, ShippedHash = hash, On = shipped.Tier == "core" };
                    db.Catalogue.Add(entry);
                }
                Fill(entry, area ?? (PapiArea)shipped.Area, shipped, hash);
                changed++;
            }
        }
        db.Act = "Nạp danh mục nhiệm vụ theo luật";
        await db.SaveChangesAsync(cancel);
        return changed;
    }

    /// <summary>A kind as the modules ship it, whatever was corrected here; null for a kind that is no longer shipped.</summary>
    public async Task<CatalogueEntry?> ShippedAsync(string key, CancellationToken cancel = default)
    {
        foreach (var (area, entries) in await ReadShippedAsync(cancel))
        {
            if (entries.Find(x => x.Key == key) is not { } shipped)
                continue;
            var entry = new CatalogueEntry { Key = key, Title = shipped.Title, FieldCode = shipped.Field, ShippedHash = "" };
            Fill(entry, area ?? (PapiArea)shipped.Area, shipped, HashOf(shipped));
            return entry;
        }
        return null;
    }

    // What the modules ship is of their content; the reports of the commune, shipped by the Kernel, name theirs.
    private async Task<IReadOnlyList<(PapiArea? Area, List<ShippedEntry> Entries)>> ReadShippedAsync(CancellationToken cancel)
    {
        var read = new List<(PapiArea?, List<ShippedEntry>)>();
        foreach (var module in modules)
        {
            await using var stream = module.OpenCatalogue();
            read.Add((module.Area, await JsonSerializer.DeserializeAsync<List<ShippedEntry>>(stream, Json, cancel) ?? []));
        }
        read.Add((null, [.. ShippedReport.All.Select(x => x.Entry).OfType<ShippedEntry>()]));
        return read;
    }

    private static string HashOf(ShippedEntry shipped) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(shipped, Json)));

    /// <summary>The fields of work that the catalogue names.</summary>
    private static List<Field> ShippedFields()
    {
        using var stream = typeof(CatalogueBook).Assembly.GetManifestResourceStream("fields.json")
            ?? throw new InvalidOperationException("The Kernel ships no fields.json.");
        return JsonSerializer.Deserialize<List<Field>>(stream, Json) ?? [];
    }

    private static void Fill(CatalogueEntry entry, PapiArea area, ShippedEntry shipped, string hash)
    {
        entry.Area = area;
        entry.ShippedHash = hash;
        entry.Tier = shipped.Tier == "core" ? CatalogueTier.Core : CatalogueTier.Extended;
        if (!entry.EditedHere)
            (entry.Title, entry.FieldCode) = (shipped.Title, shipped.Field);
        entry.Trigger = shipped.Trigger == "recurring" ? CatalogueTrigger.Recurring : CatalogueTrigger.Event;
        entry.Event = shipped.Event;
        entry.PostingDays = shipped.Posting?.DurationDays;
        entry.PostingPlaces = shipped.Posting?.Places is { } places ? string.Join("; ", places) : null;
        entry.EvidenceText = shipped.Evidence;
        entry.RequiresEvidence = shipped.RequiresEvidence;
        entry.ResponsibleUnitText = shipped.ResponsibleUnit;
        entry.Consequence = shipped.Consequence;
        entry.Note = shipped.Note;
        entry.SeedRef = shipped.SeedRef;
        entry.Accepter = shipped.Accepter switch { "office-head" => AccepterKind.OfficeHead, "self" => AccepterKind.SelfClosing, _ => AccepterKind.LeaderInCharge };
        entry.NextStep = shipped.NextStep;
        entry.Product = shipped.Product;
        // What the legal officer compared with the texts stands: neither its terms nor the rhythm that he confirmed move under him.
        if (entry.LawEditedAt is null)
            FillLaw(entry, shipped);
    }

    private static void FillLaw(CatalogueEntry entry, ShippedEntry shipped)
    {
        entry.RecurrenceText = shipped.Recurrence?.Text;
        entry.RecurrenceIsDefault = shipped.Recurrence?.IsDefault == true;
        entry.Cron = shipped.Recurrence?.Cron;
        entry.Nominal = shipped.Recurrence?.Nominal == "start" ? NominalMeaning.Start : NominalMeaning.Due;
        entry.Shift = shipped.Recurrence?.Shift switch
        {
            "previous" => DueShift.Previous,
            "last-working-day-of-month" => DueShift.LastWorkingDayOfMonth,
            _ => DueShift.Next,
        };
        entry.Period = shipped.Recurrence?.Period;
        entry.Confidence = shipped.Confidence == "confirmed" ? Confidence.Confirmed : Confidence.Recalled;
        entry.ConfirmedScope = shipped.ConfirmedScope;
        entry.Source = shipped.Source;
        entry.AppliesTo = shipped.AppliesTo;
        entry.AppliesUntil = shipped.AppliesUntil;
        entry.Terms.AddRange(shipped.Terms.Select(x => new CatalogueTerm
        {
            ValidFrom = x.ValidFrom,
            ValidTo = x.ValidTo,
            Amount = x.Amount,
            Unit = UnitOf(x.Unit),
            Kind = x.Kind switch
            {
                "at-least-before" => TermKind.AtLeastBefore,
                "minimum-duration" => TermKind.MinimumDuration,
                "immediately" => TermKind.Immediately,
                "fixed-date" => TermKind.FixedDate,
                _ => TermKind.NoLaterThan,
            },
            FromText = x.From,
            IsDefault = x.IsDefault,
            ExtensionAmount = x.Extension?.Amount,
            ExtensionUnit = x.Extension is { } extension ? UnitOf(extension.Unit) : null,
            ExtensionMaxTimes = x.Extension?.MaxTimes,
            ExtensionCondition = x.Extension?.Condition,
        }));
        entry.Bases.AddRange(shipped.Bases.Select(x => new CatalogueBasis { Document = x.Document, Article = x.Article, ValidFrom = x.ValidFrom, ValidTo = x.ValidTo }));
    }

    private static TermUnit UnitOf(string unit) => unit.Replace('_', '-') switch
    {
        "working-day" => TermUnit.WorkingDay,
        "calendar-day" => TermUnit.CalendarDay,
        "month" => TermUnit.Month,
        "year" => TermUnit.Year,
        _ => throw new InvalidOperationException($"Unknown unit of a term: {unit}."),
    };

    /// <summary>Opens the duty that an event triggers, with the law in force on the day of the event.</summary>
    /// <param name="detail">What tells this one from others of its kind: a name, a number; may be empty.</param>
    public async Task<Duty> OpenFromEventAsync(string key, DateOnly? eventOn, string? detail, int? unitId, Viewer? by, CancellationToken cancel = default)
    {
        var entry = await db.Catalogue.AsNoTracking().Include(x => x.Terms).Include(x => x.Bases).AsSplitQuery().FirstOrDefaultAsync(x => x.Key == key, cancel)
            ?? throw new Refusal("Không có loại nhiệm vụ này trong danh mục");
        if (eventOn is not { } day)
            throw new Refusal("Chưa nhập ngày bắt đầu tính", "EventOn");
        if (Math.Abs(day.DayNumber - db.Clock.OfficeToday().DayNumber) > 366 * 5)
            throw new Refusal("Ngày bắt đầu tính cách hôm nay quá 5 năm. Kiểm tra lại năm", "EventOn");
        if (entry.AppliesUntil is { } until && day > until)
            throw new Refusal($"Nhiệm vụ này không còn phát sinh sau ngày {Vi.Date(until)}. {entry.AppliesTo}", "EventOn");
        var term = entry.TermOn(day) ?? throw new Refusal("Danh mục chưa có thời hạn áp dụng cho ngày này. Giao thành nhiệm vụ khác, có ngày ấn định", "EventOn");
        return await ledger.OpenAsync(Describe(entry, term, day, detail, unitId ?? by?.Organization.UnitForField(entry.FieldCode)), by, cancel);
    }

    private static NewDuty Describe(CatalogueEntry entry, CatalogueTerm? term, DateOnly start, string? detail, int? unit)
    {
        var clean = Vi.Normalize(detail ?? "");
        return new NewDuty(entry.Area, clean.Length == 0 ? entry.Title : $"{entry.Title}: {clean}", start,
            term is null ? new Term(0, TermUnit.CalendarDay, TermKind.FixedDate) : new Term(term.Amount, term.Unit, term.Kind))
        {
            CatalogueKey = entry.Key,
            LegalBasis = BasisText(entry, start),
            TermText = TermText(entry, term),
            TermSource = SourceOf(entry, term),
            LeadUnitId = unit,
            Accepter = entry.Accepter,
            RequiresEvidence = entry.RequiresEvidence,
            Product = entry.Product,
            NextStep = entry.NextStep,
            What = entry.Event,
            Shift = term is null ? entry.Shift : null,
        };
    }

    /// <summary>
    /// Law only where the text of the term was seen and both the day and the number are the law's own; our own proposal is
    /// never shown as law, whoever confirmed its basis.
    /// </summary>
    public static TermSource SourceOf(CatalogueEntry entry, CatalogueTerm? term) =>
        entry.RecurrenceIsDefault || term is { IsDefault: true } ? TermSource.Default
        : term is { CheckedAt: not null } ? TermSource.Law
        : entry.Confidence == Confidence.Confirmed && entry.ConfirmedScope?.Contains("deadline", StringComparison.Ordinal) == true ? TermSource.Law
        : TermSource.Recalled;

    internal static string BasisText(CatalogueEntry entry, DateOnly day)
    {
        var text = string.Join("; ", entry.BasesOn(day).Select(x => string.IsNullOrWhiteSpace(x.Article) ? x.Document : $"{x.Document}, {x.Article}"));
        return text.Length <= 1500 ? text : text[..1499] + "…";
    }

    /// <summary>The term in words, such as «15 ngày làm việc kể từ ngày nhận yêu cầu hợp lệ».</summary>
    public static string? TermText(CatalogueEntry entry, CatalogueTerm? term)
    {
        if (term is null)
            return entry.RecurrenceText;
        var amount = Math.Abs(term.Amount);
        var unit = term.Unit switch { TermUnit.WorkingDay => "ngày làm việc", TermUnit.CalendarDay => "ngày", TermUnit.Month => "tháng", TermUnit.Year => "năm", _ => "" };
        var count = amount < 10 ? $"0{amount} {unit}" : $"{amount} {unit}";
        var text = term.Kind switch
        {
            TermKind.Immediately => term.FromText ?? "Ngay trong ngày",
            TermKind.FixedDate => term.FromText ?? entry.RecurrenceText ?? "Ngày ấn định",
            TermKind.AtLeastBefore => $"Ít nhất {count}: {term.FromText}",
            TermKind.MinimumDuration => $"Ít nhất {count}, tính từ {term.FromText}",
            _ => $"{count}, tính từ {term.FromText}",
        };
        return text.Length <= 600 ? text : text[..599] + "…";
    }

    /// <summary>
    /// Makes the dated duties of what recurs, from the day the commune began to the end of the year (from November on, of
    /// the next quarter too), once each: the occurrence key is unique.
    /// </summary>
    public async Task<int> MakeRecurringAsync(CancellationToken cancel = default)
    {
        var today = db.Clock.OfficeToday();
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        var startedOn = organization.Setting(SettingNames.StartedOn) is { } started && DateOnly.TryParse(started, System.Globalization.CultureInfo.InvariantCulture, out var date)
            ? date : today;
        var from = startedOn > new DateOnly(today.Year, 1, 1) ? startedOn : new DateOnly(today.Year, 1, 1);
        var to = today.Month >= 11 ? new DateOnly(today.Year + 1, 3, 31) : new DateOnly(today.Year, 12, 31);
        var entries = await db.Catalogue.AsNoTracking().Include(x => x.Terms).Include(x => x.Bases).AsSplitQuery()
            .Where(x => x.On && x.Trigger == CatalogueTrigger.Recurring && x.Cron != null).OrderBy(x => x.Key).ToListAsync(cancel);
        var made = (await db.Duties.AsNoTracking().Where(x => x.OccurrenceKey != null && x.CatalogueKey != null && x.StartOn >= from)
            .Select(x => x.OccurrenceKey!).ToListAsync(cancel)).ToHashSet();
        var count = 0;
        foreach (var entry in entries)
        {
            foreach (var nominal in OccurrenceRule.Nominal(entry.Cron!, from, to))
            {
                var key = $"{entry.Key}:{nominal:yyyy-MM-dd}";
                if (made.Contains(key) || entry.AppliesUntil < nominal)
                    continue;
                var term = entry.Nominal == NominalMeaning.Start ? entry.TermOn(nominal) : null;
                var described = Describe(entry, term, nominal, null, organization.UnitForField(entry.FieldCode));
                await ledger.OpenAsync(described with { Title = $"{entry.Title} ({PeriodName(entry.Period, nominal)})", OccurrenceKey = key }, null, cancel);
                db.ChangeTracker.Clear();
                count++;
            }
        }
        return count;
    }

    private static string PeriodName(string? period, DateOnly day) => period switch
    {
        "week" => $"tuần {System.Globalization.ISOWeek.GetWeekOfYear(day.ToDateTime(TimeOnly.MinValue))}/{System.Globalization.ISOWeek.GetYear(day.ToDateTime(TimeOnly.MinValue))}",
        "month" => $"tháng {day.Month}/{day.Year}",
        "quarter" => $"quý {Roman((day.Month + 2) / 3)}/{day.Year}",
        "half-year" => day.Month <= 6 ? $"6 tháng đầu năm {day.Year}" : $"6 tháng cuối năm {day.Year}",
        _ => $"năm {day.Year}",
    };

    private static string Roman(int quarter) => quarter switch { 1 => "I", 2 => "II", 3 => "III", _ => "IV" };
}

/// <summary>Makes the dated duties of what recurs, ahead of time.</summary>
public sealed class MakeRecurringDuties(CatalogueBook book, Plans.PlanBook plans) : IJob
{
    public async Task<JobResult> RunAsync(CancellationToken cancel)
    {
        var count = await book.MakeRecurringAsync(cancel) + await plans.MakeDutiesAsync(cancel);
        return new JobResult($"{count} nhiệm vụ", count);
    }
}
