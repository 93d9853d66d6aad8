using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BacSon.Kernel.Calendar;

/// <summary>Years of the working calendar with their exceptions.</summary>
public sealed record CalendarBook(IReadOnlyList<CalendarYear> Years, IReadOnlyList<CalendarDay> Days)
{
    /// <summary>The calendar to count with.</summary>
    public WorkingCalendar ToCalendar() => new(Days, Years.Select(y => y.Year));
}

/// <summary>A row that could not be read.</summary>
/// <param name="Row">Its line in the file, the heading being line 1.</param>
/// <param name="Message">What is wrong and what to do, in Vietnamese.</param>
public sealed record CalendarRowError(int Row, string Message);

/// <summary>What an import read. Nothing is stored by reading.</summary>
/// <param name="Days">The rows that are right.</param>
/// <param name="Errors">The rows that are not.</param>
public sealed record CalendarImport(IReadOnlyList<CalendarDay> Days, IReadOnlyList<CalendarRowError> Errors);

/// <summary>Where the days of the working calendar come from: the years that ship with the program, or a CSV text.</summary>
public static class CalendarData
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The years that ship with the program (working-calendar.json).</summary>
    public static CalendarBook Shipped()
    {
        var years = ReadShipped();
        return new(
            [.. years.Select(y => new CalendarYear
            {
                Year = y.Year, LegalBasis = y.LegalBasis, Note = y.Note, Sources = string.Join('\n', y.Sources),
            })],
            [.. years.SelectMany(DaysOf)]);
    }

    /// <summary>
    /// Reads CSV text with the columns ngày;loại;tên;trạng thái;căn cứ and a heading line. Kinds: ngày lễ, nghỉ bù, nghỉ hoán đổi,
    /// làm bù. Statuses: chính thức, dự kiến, nhớ lại. Wrong rows are told one by one; right rows are given back whatever the others are.
    /// </summary>
    public static CalendarImport ReadCsv(string text) => CalendarCsv.Read(text);

    /// <summary>
    /// Reads a file of years in the form that ships with the program (working-calendar.json), for an office that hands its
    /// calendar on. Marks of confidence are kept. A file of another form is one error at its line.
    /// </summary>
    public static CalendarImport ReadYears(string text)
    {
        try
        {
            var years = JsonSerializer.Deserialize<ShippedYear[]>(text, Json) ?? [];
            var days = years.SelectMany(DaysOf).ToList();
            return new(days, [.. days.Where(x => Misfit(x.Kind, x.Date) is not null).Select(x => new CalendarRowError(1, Misfit(x.Kind, x.Date)!)),
                .. days.GroupBy(x => x.Date).Where(x => x.Count() > 1).Select(x => new CalendarRowError(1, $"Ngày {x.Key.Dmy()} có hai lần trong tệp"))]);
        }
        catch (JsonException problem)
        {
            return new([], [new((int)(problem.LineNumber ?? 0) + 1, "Không đúng dạng tệp lịch làm việc theo năm (năm, căn cứ, ngày lễ, ngày nghỉ bù, hoán đổi)")]);
        }
    }

    /// <summary>Why a date cannot be of this kind, in Vietnamese; null when it can.</summary>
    internal static string? Misfit(DayKind kind, DateOnly date) => (kind, WorkingCalendar.IsMondayToFriday(date)) switch
    {
        (DayKind.MakeUpWorkingDay, true) => $"Ngày {date.Dmy()} là {date.Weekday()}, vốn là ngày làm việc nên không phải ngày làm bù",
        (DayKind.CompensatoryDayOff, false) => $"Ngày {date.Dmy()} là {date.Weekday()}, vốn là ngày nghỉ nên không phải ngày nghỉ bù",
        (DayKind.SwappedDayOff, false) => $"Ngày {date.Dmy()} là {date.Weekday()}, vốn là ngày nghỉ nên không phải ngày nghỉ hoán đổi",
        _ => null,
    };

    internal static IReadOnlyList<ShippedYear> ReadShipped()
    {
        using var stream = typeof(CalendarData).Assembly.GetManifestResourceStream("working-calendar.json")
            ?? throw new InvalidOperationException("working-calendar.json is missing from the assembly.");
        return JsonSerializer.Deserialize<ShippedYear[]>(stream, Json)!;
    }

    private static IEnumerable<CalendarDay> DaysOf(ShippedYear year)
    {
        foreach (var d in year.Holidays)
            yield return new() { Date = d.Date, Kind = DayKind.Holiday, Name = d.NameVi, Status = StatusOf(d.Status ?? year.Status) };
        foreach (var d in year.CompensatoryDaysOff)
            yield return new() { Date = d.Date, Kind = DayKind.CompensatoryDayOff, Name = d.NameVi, Status = StatusOf(d.Status ?? year.Status) };
        foreach (var s in year.Swaps)
        {
            var status = StatusOf(s.Confidence);
            yield return new()
            {
                Date = s.DayOff, Kind = DayKind.SwappedDayOff, Name = $"nghỉ hoán đổi, làm bù ngày {s.MakeUpWorkingDay.Dmy()}", Status = status, Basis = s.Basis,
            };
            yield return new()
            {
                Date = s.MakeUpWorkingDay, Kind = DayKind.MakeUpWorkingDay, Name = $"làm bù cho ngày {s.DayOff.Dmy()}", Status = status, Basis = s.Basis,
            };
        }
    }

    // A year without any mark is one whose notices have been published.
    private static DayStatus StatusOf(string? word) => word switch
    {
        null or "fixed" or "confirmed" => DayStatus.Confirmed,
        "expected" => DayStatus.Expected,
        "recalled" => DayStatus.Recalled,
        _ => throw new JsonException($"working-calendar.json: unknown status '{word}'."),
    };

    internal sealed record ShippedYear(
        int Year, IReadOnlyList<string> Sources, string LegalBasis, IReadOnlyList<ShippedDay> Holidays,
        IReadOnlyList<ShippedDay> CompensatoryDaysOff, IReadOnlyList<ShippedSwap> Swaps, int WorkingDaysInYear,
        string? Status = null, string? Note = null);

    internal sealed record ShippedDay(DateOnly Date, string Weekday, string NameVi, string? Status = null);

    internal sealed record ShippedSwap(
        DateOnly DayOff, string DayOffWeekday, DateOnly MakeUpWorkingDay, string MakeUpWeekday, string Basis, string Confidence);
}

/// <summary>The CSV text of an administrator's import, as a spreadsheet saves it: semicolons, quotes doubled inside quotes.</summary>
internal static class CalendarCsv
{
    private const string Columns = "ngày;loại;tên;trạng thái;căn cứ";

    private static readonly Dictionary<string, DayKind> Kinds = new()
    {
        ["ngày lễ"] = DayKind.Holiday,
        ["nghỉ bù"] = DayKind.CompensatoryDayOff,
        ["nghỉ hoán đổi"] = DayKind.SwappedDayOff,
        ["làm bù"] = DayKind.MakeUpWorkingDay,
    };

    private static readonly Dictionary<string, DayStatus> Statuses = new()
    {
        ["chính thức"] = DayStatus.Confirmed,
        ["dự kiến"] = DayStatus.Expected,
        ["nhớ lại"] = DayStatus.Recalled,
    };

    public static CalendarImport Read(string text)
    {
        var days = new List<CalendarDay>();
        var errors = new List<CalendarRowError>();
        var lineOf = new Dictionary<DateOnly, int>();
        // Spreadsheets may write a byte order mark and decomposed letters.
        var rows = Rows(text.TrimStart('\uFEFF').Normalize(NormalizationForm.FormC)).ToList();

        if (rows.Count == 0 || !string.Join(';', rows[0].Cells.Select(Fold)).Equals(Columns, StringComparison.Ordinal))
            return new([], [new(1, $"Dòng đầu phải là tên các cột: {Columns}")]);

        foreach (var (line, cells) in rows.Skip(1))
        {
            if (cells.All(string.IsNullOrWhiteSpace)) continue;
            if (cells.Count != 5)
            {
                errors.Add(new(line, $"Dòng có {cells.Count} cột, cần đúng 5 cột: {Columns}"));
                continue;
            }
            var problems = new List<string>();
            if (!DateOnly.TryParseExact(cells[0].Trim(), ["d/M/yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                problems.Add("Ngày không đúng. Nhập theo dạng ngày/tháng/năm, ví dụ 02/12/2026");
            if (!Kinds.TryGetValue(Fold(cells[1]), out var kind))
                problems.Add($"Loại ngày “{cells[1].Trim()}” không có. Nhập một trong các loại: {string.Join(", ", Kinds.Keys)}");
            if (string.IsNullOrWhiteSpace(cells[2]))
                problems.Add("Chưa nhập tên ngày");
            else if (cells[2].Trim().Length > 200)
                problems.Add("Tên ngày dài hơn 200 ký tự");
            if (!Statuses.TryGetValue(Fold(cells[3]), out var status))
                problems.Add($"Trạng thái “{cells[3].Trim()}” không có. Nhập một trong các trạng thái: {string.Join(", ", Statuses.Keys)}");
            if (cells[4].Trim().Length > 500)
                problems.Add("Căn cứ dài hơn 500 ký tự");
            if (problems.Count == 0)
            {
                if (CalendarData.Misfit(kind, date) is { } misfit)
                    problems.Add(misfit);
                if (!lineOf.TryAdd(date, line))
                    problems.Add($"Ngày {date.Dmy()} đã có ở dòng {lineOf[date]}");
            }
            if (problems.Count > 0)
            {
                errors.AddRange(problems.Select(p => new CalendarRowError(line, p)));
                continue;
            }
            days.Add(new()
            {
                Date = date, Kind = kind, Name = cells[2].Trim(), Status = status,
                Basis = string.IsNullOrWhiteSpace(cells[4]) ? null : cells[4].Trim(),
            });
        }
        return new(days, errors);
    }

    private static string Fold(string cell) => cell.Trim().ToLowerInvariant();

    // RFC 4180 with semicolons. The line is where the row begins, because a quoted cell may hold line breaks.
    private static IEnumerable<(int Line, IReadOnlyList<string> Cells)> Rows(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (line, rowLine, quoted) = (1, 1, false);
        for (var i = 0; i < text.Length; i++)
        {
            var ch = text[i];
            if (ch == '\n') line++;
            if (quoted)
            {
                if (ch != '"') cell.Append(ch);
                else if (i + 1 < text.Length && text[i + 1] == '"') { cell.Append('"'); i++; }
                else quoted = false;
            }
            else if (ch == '"' && cell.Length == 0) quoted = true;
            else if (ch == ';') { cells.Add(cell.ToString()); cell.Clear(); }
            else if (ch == '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                yield return (rowLine, cells);
                cells = [];
                rowLine = line;
            }
            else if (ch != '\r') cell.Append(ch);
        }
        if (cells.Count > 0 || cell.Length > 0)
        {
            cells.Add(cell.ToString());
            yield return (rowLine, cells);
        }
    }
}
