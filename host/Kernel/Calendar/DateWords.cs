using System.Globalization;

namespace BacSon.Kernel.Calendar;

/// <summary>Dates as the office writes them on screens and in tables.</summary>
internal static class DateWords
{
    private static readonly string[] Weekdays = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];

    /// <summary>"02/12/2026".</summary>
    public static string Dmy(this DateOnly d) => d.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>"thứ Tư", "Chủ nhật".</summary>
    public static string Weekday(this DateOnly d) => Weekdays[(int)d.DayOfWeek];

    /// <summary>"02/12/2026, thứ Tư".</summary>
    public static string DmyWeekday(this DateOnly d) => $"{d.Dmy()}, {d.Weekday()}";

    /// <summary>The same words with a capital first letter, to open a sentence.</summary>
    public static string Capital(this string words) => words.Length == 0 ? words : char.ToUpper(words[0], CultureInfo.InvariantCulture) + words[1..];

    /// <summary>"a", "a và b", "a, b và c".</summary>
    public static string JoinAnd(this IReadOnlyList<string> parts) => parts.Count switch
    {
        0 => "",
        1 => parts[0],
        _ => $"{string.Join(", ", parts.Take(parts.Count - 1))} và {parts[^1]}",
    };
}
