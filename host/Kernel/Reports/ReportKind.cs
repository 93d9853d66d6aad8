using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Reports;

/// <summary>What a prefilled figure counts of the duties of the period.</summary>
public enum FigureCount { Opened, Done, Late, Overdue }

/// <summary>A figure that a report asks for: counted from records where they exist, left to be typed where not.</summary>
/// <param name="Count">Null: no record of this program tells it.</param>
/// <param name="Kinds">Only duties of these kinds of the catalogue.</param>
/// <param name="Area">Only duties of this content of PAPI.</param>
public sealed record ReportFigure(string Name, FigureCount? Count = null, IReadOnlyList<string>? Kinds = null, PapiArea? Area = null);

/// <summary>One entry of reports.json: a periodic report of a commune; its duty stands in the legal catalogue under the same key.</summary>
internal sealed record ShippedReport(string Key, string To, string Form, string Channel, int CutOffDay, int CutOffMonths, string Since, IReadOnlyList<ReportFigure> Figures, ShippedEntry? Entry)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static readonly IReadOnlyList<ShippedReport> All = Read();

    private static List<ShippedReport> Read()
    {
        using var stream = typeof(ShippedReport).Assembly.GetManifestResourceStream("reports.json") ?? throw new InvalidOperationException("The Kernel ships no reports.json.");
        return JsonSerializer.Deserialize<List<ShippedReport>>(stream, Json) ?? [];
    }
}

/// <summary>
/// What a periodic report is, beside the rhythm that the legal catalogue keeps under the same key: to whom, on which form, with
/// figures up to which day. Shipped as a proposal; what the commune edits here stays.
/// </summary>
public sealed class ReportKind : IVersioned
{
    [MaxLength(80)] public required string Key { get; init; }
    public required string SendTo { get; set; }
    public string? Form { get; set; }
    [MaxLength(200)] public string? Channel { get; set; }

    /// <summary>Day of the month up to which figures are counted; 31 is the month's last, 0 the day of sending itself.</summary>
    public int CutOffDay { get; set; }

    /// <summary>In the month of sending (0) or in the one before (-1).</summary>
    public int CutOffMonths { get; set; }

    /// <summary>Figures run from the beginning of the report year (the day after its last cut-off of the year before), not from the report before.</summary>
    public bool SinceYear { get; set; }

    /// <summary>The commune has set it: what is shipped no longer changes it.</summary>
    public bool EditedHere { get; set; }
    public Guid Version { get; set; }

    /// <summary>The last day that the figures of the report sent on a nominal day count.</summary>
    public DateOnly CutOffOf(DateOnly nominal)
    {
        if (CutOffDay == 0)
            return nominal;
        var month = new DateOnly(nominal.Year, nominal.Month, 1).AddMonths(CutOffMonths);
        return month.AddDays(Math.Min(CutOffDay, DateTime.DaysInMonth(month.Year, month.Month)) - 1);
    }

    internal static void Map(ModelBuilder model)
    {
        model.Entity<ReportKind>(e =>
        {
            e.ToTable("ReportKind");
            e.HasKey(x => x.Key);
            e.HasOne<CatalogueEntry>().WithOne().HasForeignKey<ReportKind>(x => x.Key);
        });
        model.Entity<ReportIssue>(e =>
        {
            e.ToTable("ReportIssue");
            e.Property(x => x.Figures).HasMaxLength(16_000);
            e.HasOne<Duty>().WithOne().HasForeignKey<ReportIssue>(x => x.DutyId);
            e.HasIndex(x => new { x.Kind, x.CutOffOn });
            e.HasIndex(x => x.SentOn);
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.SentById).OnDelete(DeleteBehavior.Restrict);
        });
    }
}

/// <summary>
/// One issue of a periodic report: the figures, and once it is sent its frozen copy and the proof of sending. Its duty is the
/// one in the ledger.
/// </summary>
public sealed class ReportIssue : IVersioned
{
    public long Id { get; set; }
    public long DutyId { get; set; }
    [MaxLength(80)] public required string Kind { get; init; }

    /// <summary>First and last day that the figures count, office dates.</summary>
    public DateOnly CountFrom { get; set; }
    public DateOnly CutOffOn { get; set; }

    /// <summary>JSON of <see cref="FigureValue"/>; frozen once sent.</summary>
    public required string Figures { get; set; }

    /// <summary>The report as it was signed and sent, kept whole in the file store.</summary>
    [MaxLength(200)] public string? FileName { get; set; }
    [MaxLength(60)] public string? ContentType { get; set; }
    public long? Size { get; set; }
    [MaxLength(64)] public string? Sha256 { get; set; }

    public DateOnly? SentOn { get; set; }

    /// <summary>Số, ký hiệu from the office's register.</summary>
    [MaxLength(60)] public string? SentNumber { get; set; }
    [MaxLength(200)] public string? SentVia { get; set; }
    [MaxLength(1000)] public string? SentNote { get; set; }
    public int? SentById { get; set; }
    public Guid Version { get; set; }
}

/// <summary>A figure of an issue.</summary>
/// <param name="Counted">What the records said when it was last counted; null where none tell it.</param>
/// <param name="Typed">What a person put in its place or filled in; text, because units differ.</param>
public sealed record FigureValue(string Name, long? Counted, string? Typed)
{
    /// <summary>What the report says; null is blank, never 0.</summary>
    public string? Said => Typed ?? (Counted is { } counted ? Ui.Vi.Number(counted) : null);
}
