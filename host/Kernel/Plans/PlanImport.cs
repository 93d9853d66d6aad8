using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using MiniExcelLibs;

namespace BacSon.Kernel.Plans;

/// <summary>One row of a plan annex: what was read, and what is wrong with it.</summary>
public sealed record PlanImportRow(int Row, PlanItemInput Item, IReadOnlyList<string> Errors);

/// <summary>
/// Reads a plan annex in the usual columns (TT | Nội dung | Chủ trì | Phối hợp | Thời gian | Sản phẩm) from Excel or from
/// pasted cells. Nothing is saved here: the page shows the dry run first.
/// </summary>
public static partial class PlanImport
{
    /// <summary>More rows than this are refused.</summary>
    public const int MostRows = 500;

    private const long LargestUnpacked = 50 * 1024 * 1024;

    private static readonly string[][] Columns =
    [
        ["tt", "stt", "muc"], ["noi dung", "noi dung nhiem vu", "nhiem vu"], ["chu tri", "don vi chu tri"], ["phoi hop", "don vi phoi hop"],
        ["thoi gian", "thoi han", "thoi gian hoan thanh", "thoi han hoan thanh"], ["san pham", "ket qua, san pham", "san pham dau ra"],
    ];

    /// <summary>Reads the first sheet. Throws <see cref="Refusal"/> for what is not an Excel workbook, or too large.</summary>
    /// <param name="megabytes">The largest file that is read.</param>
    /// <param name="rows">So many rows are read, and a few more to see that there are more.</param>
    public static IReadOnlyList<string?[]> ReadExcel(Stream file, int megabytes = 5, int rows = MostRows)
    {
        using var copy = new MemoryStream();
        var block = new byte[81920];
        int read;
        while ((read = file.Read(block)) > 0)
        {
            if (copy.Length + read > megabytes * 1024L * 1024)
                throw new Refusal($"Tệp lớn hơn {megabytes} MB", "File");
            copy.Write(block, 0, read);
        }
        copy.Position = 0;
        try
        {
            // A small archive may unfold into gigabytes: its declared size is looked at before anything is unpacked.
            using (var zip = new ZipArchive(copy, ZipArchiveMode.Read, leaveOpen: true))
                if (zip.GetEntry("xl/workbook.xml") is null || zip.Entries.Sum(x => x.Length) > LargestUnpacked)
                    throw new Refusal("Tệp không phải bảng tính Excel (.xlsx). Nội dung đã nhập vẫn được giữ", "File");
            copy.Position = 0;
            return [.. MiniExcel.Query(copy, useHeaderRow: false, excelType: ExcelType.XLSX).Take(rows + 20)
                .Cast<IDictionary<string, object?>>().Select(row => row.Values.Select(Cell).ToArray())];
        }
        catch (Exception problem) when (problem is InvalidDataException or System.Xml.XmlException or FormatException or KeyNotFoundException)
        {
            throw new Refusal("Không đọc được bảng tính này. Mở bằng Excel, lưu lại dạng .xlsx rồi thử lại", "File");
        }
    }

    /// <summary>Reads cells pasted from a sheet: a line a row, tabs between cells.</summary>
    public static IReadOnlyList<string?[]> ReadPaste(string? text) =>
        [.. (text ?? "").Split('\n').Select(line => line.TrimEnd('\r').Split('\t').Select(cell => (string?)cell).ToArray())];

    private static string? Cell(object? value) => value switch
    {
        null => null,
        DateTime date => Vi.Date(DateOnly.FromDateTime(date)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>Understands the rows for a year: headings give the content of PAPI, each other row becomes an item with its errors.</summary>
    public static IReadOnlyList<PlanImportRow> Understand(IReadOnlyList<string?[]> rows, OrganizationOn organization, int year)
    {
        var map = Enumerable.Range(0, 6).ToArray();
        PapiArea? area = null;
        var understood = new List<PlanImportRow>();
        for (var i = 0; i < rows.Count; i++)
        {
            var cells = rows[i].Select(x => Vi.Normalize(x)).ToArray();
            if (cells.All(x => x.Length == 0))
                continue;
            if (HeaderOf(cells) is { } header)
            {
                map = header;
                continue;
            }
            string At(int column) => map[column] >= 0 && map[column] < cells.Length ? cells[map[column]] : "";
            if (cells.Count(x => x.Length > 0) <= 2 && AreaOf(string.Join(' ', cells)) is { } heading)
            {
                area = heading;
                continue;
            }
            if (understood.Count >= MostRows)
                throw new Refusal($"Mỗi lần nhập tối đa {MostRows} dòng", "File");
            understood.Add(Item(i + 1, At, area, organization, year));
        }
        return understood;
    }

    private static PlanImportRow Item(int row, Func<int, string> at, PapiArea? area, OrganizationOn organization, int year)
    {
        var errors = new List<string>();
        var number = at(0);
        var lead = UnitOf(organization, at(2));
        if (lead is null && at(2).Length > 0)
            errors.Add($"Không có đơn vị «{at(2)}»");
        var coordinating = new List<int>();
        var others = new List<string>();
        foreach (var name in at(3).Split([';', ',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var unit = UnitOf(organization, name);
            if (unit is null)
                others.Add(name);
            else if (unit.Id != lead?.Id)
                coordinating.Add(unit.Id);
        }
        var (schedule, due, rhythm) = When(at(4), year);
        if (schedule is null && at(4).Length > 0)
            errors.Add($"Không hiểu thời gian «{at(4)}». Ghi ngày (15/06/{year}), kỳ (quý II, tháng 6, 6 tháng đầu năm) hoặc nhịp (hằng tháng, hằng quý)");
        if (area is null && Leading().Match(number) is { Success: true } match)
            area = (PapiArea)(match.Value[0] - '0');
        var item = new PlanItemInput(number, area, at(1), lead?.Id, [.. coordinating.Distinct()], schedule, due, rhythm, at(5))
        {
            CoordinatingNote = others.Count == 0 ? null : string.Join("; ", others),
        };
        errors.AddRange(PlanBook.Faults(item, organization, year)
            .Where(x => !(x.Field == nameof(item.LeadUnitId) && at(2).Length > 0) && !(x.Field == nameof(item.Schedule) && at(4).Length > 0)).Select(x => x.Message));
        return new PlanImportRow(row, item, errors);
    }

    /// <summary>Reads «15/6/2026», «quý II», «tháng 6», «6 tháng đầu năm», «cả năm», «hằng quý», «thường xuyên, hằng tháng».</summary>
    public static (PlanSchedule? Schedule, DateOnly? Due, Rhythm? Rhythm) When(string text, int year)
    {
        if (Typed.TryDate(text, out var date))
            return (PlanSchedule.Date, date, null);
        var folded = Vi.Fold(text);
        if (folded.Contains("hang ", StringComparison.Ordinal) || folded.Contains("thuong xuyen", StringComparison.Ordinal) || folded.Contains("moi ", StringComparison.Ordinal))
        {
            Rhythm? rhythm = folded.Contains("tuan", StringComparison.Ordinal) ? Rhythm.Weekly
                : folded.Contains("6 thang", StringComparison.Ordinal) ? Rhythm.HalfYearly
                : folded.Contains("thang", StringComparison.Ordinal) ? Rhythm.Monthly
                : folded.Contains("quy", StringComparison.Ordinal) ? Rhythm.Quarterly
                : folded.Contains("nam", StringComparison.Ordinal) ? Rhythm.Yearly : null;
            return (PlanSchedule.Rhythm, null, rhythm);
        }
        if (Quarter().Match(folded) is { Success: true } quarter)
        {
            var q = quarter.Groups[1].Value switch { "i" or "1" => 1, "ii" or "2" => 2, "iii" or "3" => 3, _ => 4 };
            return (PlanSchedule.Period, new DateOnly(year, q * 3, 1).AddMonths(1).AddDays(-1), null);
        }
        if (folded.Contains("6 thang dau nam", StringComparison.Ordinal))
            return (PlanSchedule.Period, new DateOnly(year, 6, 30), null);
        if (Month().Match(folded) is { Success: true } month && int.Parse(month.Groups[1].Value, CultureInfo.InvariantCulture) is >= 1 and <= 12 and var m)
            return (PlanSchedule.Period, new DateOnly(year, m, 1).AddMonths(1).AddDays(-1), null);
        if (folded is "nam" or "ca nam" or "trong nam" || folded == $"nam {year}" || folded.Contains("6 thang cuoi nam", StringComparison.Ordinal))
            return (PlanSchedule.Period, new DateOnly(year, 12, 31), null);
        return (null, null, null);
    }

    private static int[]? HeaderOf(string[] cells)
    {
        var folded = cells.Select(Vi.Fold).ToArray();
        var found = Columns.Select(names => Array.FindIndex(folded, cell => names.Contains(cell))).ToArray();
        return found[1] >= 0 && found[2] >= 0 ? found : null;
    }

    private static PapiArea? AreaOf(string text)
    {
        var folded = Vi.Fold(text);
        foreach (var area in PapiAreas.Eight)
            if (folded.Contains(Vi.Fold(area.Title()), StringComparison.Ordinal))
                return area;
        return null;
    }

    private static Unit? UnitOf(OrganizationOn organization, string name)
    {
        var folded = Vi.Fold(name);
        return folded.Length == 0 ? null : organization.Units.FirstOrDefault(x => Vi.Fold(x.Name) == folded || Vi.Fold(x.ShortName) == folded || Vi.Fold(x.Code) == folded)
            ?? organization.Units.FirstOrDefault(x => folded.Length > 5 && Vi.Fold(x.Name).StartsWith(folded, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^[1-8](?![0-9])")]
    private static partial Regex Leading();

    [GeneratedRegex(@"\bquy (iii|ii|iv|i|[1-4])\b")]
    private static partial Regex Quarter();

    [GeneratedRegex(@"\bthang ([0-9]{1,2})\b")]
    private static partial Regex Month();
}
