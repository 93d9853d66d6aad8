using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace BacSon.Kernel.Ui;

/// <summary>
/// How the office writes dates, numbers, money and names (Nghị định 30/2020/NĐ-CP, Phụ lục I and II). Every page, mail and
/// paper formats through here, so that one thing is never written in two ways. Nothing here reads the clock or the
/// thread's culture.
/// </summary>
public static partial class Vi
{
    /// <summary>What stands where a figure has not been reported: never 0, never a dash.</summary>
    public const string NoData = "Chưa có số liệu";

    private static readonly string[] WeekdayNames = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];
    private static readonly string[] ShortWeekdayNames = ["CN", "T2", "T3", "T4", "T5", "T6", "T7"];
    private static readonly string[] Romans = ["I", "II", "III", "IV"];

    /// <summary>"thứ Hai" … "thứ Bảy", "Chủ nhật".</summary>
    public static string Weekday(DateOnly date) => WeekdayNames[(int)date.DayOfWeek];

    /// <summary>"T2" … "T7", "CN": heads of calendars only.</summary>
    public static string ShortWeekday(DateOnly date) => ShortWeekdayNames[(int)date.DayOfWeek];

    /// <summary>"02/12/2026".</summary>
    public static string Date(DateOnly date) => date.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture);

    /// <summary>"02/12/2026", or "Chưa xác định" when there is no date (for example while a term is paused).</summary>
    public static string Date(DateOnly? date) => date is { } d ? Date(d) : "Chưa xác định";

    /// <summary>"02/12", only where the year stands beside it.</summary>
    public static string DayMonth(DateOnly date) => date.ToString("dd'/'MM", CultureInfo.InvariantCulture);

    /// <summary>"02/12/2026 (thứ Tư)".</summary>
    public static string DateWithDay(DateOnly date) => $"{Date(date)} ({Weekday(date)})";

    /// <summary>"02/12/2026 (thứ Tư, còn 5 ngày làm việc)": a due date is never bare.</summary>
    /// <param name="due">The last day, office date.</param>
    /// <param name="today">Today at the office.</param>
    /// <param name="workingDaysLeft">Working days in (today, due]; negative when late.</param>
    public static string DueDate(DateOnly due, DateOnly today, int workingDaysLeft) =>
        $"{Date(due)} ({Weekday(due)}, {LowerFirst(Remaining(due, today, workingDaysLeft))})";

    /// <summary>
    /// "ngày 05 tháng 02 năm 2026", "ngày 20 tháng 3 năm 2026": days below 10 and the months 1 and 2 take a zero
    /// (Nghị định 30/2020/NĐ-CP, Phụ lục I).
    /// </summary>
    public static string LongDate(DateOnly date)
    {
        var month = date.Month < 3 ? $"0{date.Month}" : date.Month.ToString(CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"ngày {date.Day:00} tháng {month} năm {date.Year:0000}");
    }

    /// <summary>"14:30", for screens and tables.</summary>
    public static string Time(TimeOnly time) => time.ToString("HH':'mm", CultureInfo.InvariantCulture);

    /// <summary>"14:30" of an instant already turned into office time (Asia/Ho_Chi_Minh).</summary>
    public static string Time(DateTime officeTime) => Time(TimeOnly.FromDateTime(officeTime));

    /// <summary>"14 giờ 30 phút", for papers; "07 giờ 00 phút" keeps its zeros.</summary>
    public static string LongTime(TimeOnly time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.Hour:00} giờ {time.Minute:00} phút");

    /// <summary>"14:30 ngày 25/11/2026" of an instant already turned into office time (Asia/Ho_Chi_Minh).</summary>
    public static string Moment(DateTime officeTime) => $"{Time(officeTime)} ngày {Date(DateOnly.FromDateTime(officeTime))}";

    /// <summary>"quý III/2026".</summary>
    public static string Quarter(DateOnly date) =>
        string.Create(CultureInfo.InvariantCulture, $"quý {Romans[(date.Month - 1) / 3]}/{date.Year}");

    /// <summary>"quý III năm 2026", for papers and running text.</summary>
    public static string LongQuarter(DateOnly date) =>
        string.Create(CultureInfo.InvariantCulture, $"quý {Romans[(date.Month - 1) / 3]} năm {date.Year}");

    /// <summary>
    /// "Tuần 48 (23/11 - 27/11/2026)": the ISO week of the date, from its Monday to its Friday. The first year is written
    /// only when the two differ.
    /// </summary>
    public static string Week(DateOnly date)
    {
        var monday = date.AddDays(-(((int)date.DayOfWeek + 6) % 7));
        var friday = monday.AddDays(4);
        var number = ISOWeek.GetWeekOfYear(monday.ToDateTime(TimeOnly.MinValue));
        var from = monday.Year == friday.Year ? DayMonth(monday) : Date(monday);
        return string.Create(CultureInfo.InvariantCulture, $"Tuần {number} ({from} - {Date(friday)})");
    }

    /// <summary>"còn 3 ngày làm việc", "đến hạn hôm nay", "Quá hạn 3 ngày làm việc".</summary>
    /// <param name="workingDaysLeft">
    /// Working days left, negative when late; 0 means that today is the last day. On a day off that is not certain: use
    /// the overload with the two dates.
    /// </param>
    public static string Remaining(int workingDaysLeft) => workingDaysLeft switch
    {
        0 => "đến hạn hôm nay",
        < 0 => $"Quá hạn {Number(-(long)workingDaysLeft)} ngày làm việc",
        _ => $"còn {Number(workingDaysLeft)} ngày làm việc",
    };

    /// <summary>
    /// As <see cref="Remaining(int)"/>, and right on days off too: on Saturday what was due on Friday is late although no
    /// working day has passed yet.
    /// </summary>
    public static string Remaining(DateOnly due, DateOnly today, int workingDaysLeft)
    {
        if (due == today) return Remaining(0);
        if (workingDaysLeft != 0) return Remaining(workingDaysLeft);
        return due < today ? "Quá hạn, chưa qua ngày làm việc nào" : "đến hạn trong những ngày nghỉ này";
    }

    /// <summary>"1.234.567"; a negative number takes the true minus sign: "−3".</summary>
    public static string Number(long value)
    {
        var digits = value.ToString("#,0;#,0", CultureInfo.InvariantCulture).Replace(',', '.');
        return value < 0 ? "−" + digits : digits;
    }

    /// <summary>"1.234.567" or "Chưa có số liệu".</summary>
    public static string Number(long? value) => value is { } v ? Number(v) : NoData;

    /// <summary>"4,6", "1.250": at most <paramref name="decimals"/> decimals, without trailing zeros; "Chưa có số liệu" when absent.</summary>
    public static string Decimal(double? value, int decimals = 2)
    {
        if (value is not { } v || !double.IsFinite(v)) return NoData;
        var text = Math.Round(Math.Abs(v), decimals, MidpointRounding.AwayFromZero)
            .ToString("#,0." + new string('#', decimals), CultureInfo.InvariantCulture);
        text = Swap(text);
        return v < 0 && text != "0" ? "−" + text : text;
    }

    /// <summary>
    /// "97,5%" of a ratio between 0 and 1 (0.975), or "Chưa có số liệu" when nothing has come due. What is not quite whole
    /// is never rounded up to 100%: one late duty in three thousand is still late.
    /// </summary>
    public static string Percent(double? ratio)
    {
        if (ratio is not { } r || !double.IsFinite(r)) return NoData;
        var tenths = Math.Round(r * 1000, MidpointRounding.AwayFromZero);
        if (r < 1 && tenths >= 1000) tenths = 999;
        if (tenths == 0 || tenths == 1000) return string.Create(CultureInfo.InvariantCulture, $"{tenths / 10:0}%");
        return (tenths < 0 ? "−" : "") + Swap((Math.Abs(tenths) / 10).ToString("#,0.0", CultureInfo.InvariantCulture)) + "%";
    }

    /// <summary>"486.000.000 đồng".</summary>
    /// <param name="dong">Whole đồng.</param>
    public static string Money(long dong) => $"{Number(dong)} đồng";

    /// <summary>"486.000.000 đồng" or "Chưa có số liệu".</summary>
    public static string Money(long? dong) => dong is { } v ? Money(v) : NoData;

    /// <summary>"486 triệu đồng", "3,24 tỷ đồng": rounded to hundredths, for reports and running text only.</summary>
    /// <param name="dong">Whole đồng.</param>
    public static string ShortMoney(long dong) => Math.Abs((double)dong) switch
    {
        >= 999_995_000 => $"{Decimal(dong / 1e9)} tỷ đồng",
        >= 1_000_000 => $"{Decimal(dong / 1e6)} triệu đồng",
        _ => Money(dong),
    };

    /// <summary>"a, b và c".</summary>
    public static string Join(IEnumerable<string> items)
    {
        var list = items.ToList();
        return list.Count < 2 ? string.Concat(list) : $"{string.Join(", ", list[..^1])} và {list[^1]}";
    }

    /// <summary>First letter small, the rest as it is: a label inside a sentence ("Thời hạn" → "thời hạn"). Abbreviations ("UBND xã") and names in capitals stay.</summary>
    public static string LowerFirst(string text) =>
        text.Length == 0 || (text.Length > 1 && (char.IsUpper(text[1]) || char.IsDigit(text[1]))) ? text : char.ToLowerInvariant(text[0]) + text[1..];

    /// <summary>First letter capital, the rest as it is ("quý III/2026" → "Quý III/2026").</summary>
    public static string UpperFirst(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Name of an authority as a masthead or a paper prints it: "ỦY BAN NHÂN DÂN XÃ BẮC SƠN".</summary>
    public static string Capitals(string text) => Normalize(text).ToUpperInvariant();

    /// <summary>
    /// One line as it is stored: composed (NFC, for Excel and phones bring decomposed text), trimmed, white space collapsed
    /// to one blank, control and invisible characters gone.
    /// </summary>
    public static string Normalize(string? text) => string.Join(' ', Clean(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>As <see cref="Normalize"/>, keeping line breaks (as \n) and at most one empty line between paragraphs.</summary>
    public static string NormalizeLines(string? text)
    {
        var lines = Clean(text).ReplaceLineEndings("\n").Split('\n').Select(Normalize);
        return ManyBreaks().Replace(string.Join('\n', lines), "\n\n").Trim('\n');
    }

    /// <summary>
    /// The form in which words are compared when searching: small letters, no marks, đ as d, one blank between words, so
    /// that "ho ngheo" finds "Hộ nghèo". The two spellings of one sound are one: hoà = hòa, uỷ = ủy, lí = lý, kĩ = kỹ.
    /// </summary>
    public static string Fold(string? text)
    {
        var folded = new StringBuilder();
        foreach (var c in Normalize(text).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            folded.Append(c is 'đ' or 'Đ' ? 'd' : char.ToLowerInvariant(c));
        }
        return OpenY().Replace(folded.ToString(), "$1i");
    }

    // Order of the letters, and of the tones ngang, huyền, hỏi, ngã, sắc, nặng. Digits come before letters.
    private const string Alphabet = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
    private const string Tones = "\u0300\u0309\u0303\u0301\u0323";

    /// <summary>
    /// Key by which people are listed: given name, then family name, then the names between, each by the Vietnamese
    /// alphabet (a ă â b … d đ e ê …), tones last. It is made of digits only, so that SQLite's byte order, SQL Server's
    /// Vietnamese collation and .NET's ordinal order agree.
    /// </summary>
    public static string SortKey(string? fullName)
    {
        var names = Normalize(fullName).Split([' ', '-', '.', '\''], StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0) return "";
        var key = new StringBuilder();
        AppendSyllable(key, names[^1]);
        foreach (var name in names[..^1]) AppendSyllable(key, name);
        return key.ToString();
    }

    /// <summary>Key for titles and places: word by word from the left, by the Vietnamese alphabet, digits only as in <see cref="SortKey"/>.</summary>
    public static string TitleKey(string? text)
    {
        var key = new StringBuilder();
        foreach (var word in NotWord().Split(Normalize(text)))
            if (word.Length > 0) AppendSyllable(key, word);
        return key.ToString();
    }

    /// <summary>Two digits a letter, "00" to end the syllable (shorter comes first), one digit for its tone.</summary>
    private static void AppendSyllable(StringBuilder key, string syllable)
    {
        var tone = 0;
        foreach (var letter in syllable.ToLowerInvariant())
        {
            var plain = letter.ToString();
            foreach (var mark in plain.Normalize(NormalizationForm.FormD))
            {
                var t = Tones.IndexOf(mark);
                if (t < 0) continue;
                tone = t + 1;
                plain = plain.Normalize(NormalizationForm.FormD).Replace(mark.ToString(), "").Normalize(NormalizationForm.FormC);
            }
            var place = Alphabet.IndexOf(plain, StringComparison.Ordinal);
            // Letters of other languages lose their marks (é → e is a tone already; ç → c); what has no letter at all is passed over.
            if (place < 0) place = Alphabet.IndexOf(Fold(plain), StringComparison.Ordinal);
            if (place >= 0 && Fold(plain).Length == 1) key.Append((place + 1).ToString("00", CultureInfo.InvariantCulture));
        }
        key.Append("00").Append(tone + 1);
    }

    private static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone half of a surrogate pair arrives here as U+FFFD: databases and JSON refuse it otherwise.
            var category = Rune.GetUnicodeCategory(rune);
            if (category == UnicodeCategory.Format || (category == UnicodeCategory.Control && rune.Value is not ('\n' or '\r' or '\t'))) continue;
            kept.Append(rune);
        }
        return kept.ToString().Normalize(NormalizationForm.FormC);
    }

    private static string Swap(string invariant) => invariant.Replace(',', ';').Replace('.', ',').Replace(';', '.');

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyBreaks();

    // An open syllable of one of these consonants and a final i sound: lý/lí, kỹ/kĩ, tỷ/tỉ, Mỹ/Mĩ, sỹ/sĩ, hy/hi.
    [GeneratedRegex(@"\b([hklmst])y\b")]
    private static partial Regex OpenY();

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex NotWord();
}
