using System.Globalization;
using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Jobs;

/// <summary>Reads a cron of five fields out in Vietnamese, and says in Vietnamese what is wrong with one.</summary>
public static class CronWords
{
    private static readonly (string Name, int From, int To)[] Fields = [("Phút", 0, 59), ("Giờ", 0, 23), ("Ngày", 1, 31), ("Tháng", 1, 12), ("Thứ", 0, 7)];
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] DayNames = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];

    private const string EveryDay = " hằng ngày";

    /// <summary>«07:00 mỗi ngày làm việc», «07:00 từ thứ Hai đến thứ Sáu; trúng ngày nghỉ thì bỏ qua».</summary>
    public static string Read(JobTimes times) => times.OffDays == OffDays.Skip && Read(times.Cron) is var read && read.EndsWith(EveryDay, StringComparison.Ordinal)
        ? $"{read[..^EveryDay.Length]} mỗi ngày làm việc"
        : Read(times.Cron) + times.OffDays switch
    {
        OffDays.Run => "",
        OffDays.Skip => "; trúng ngày nghỉ thì bỏ qua",
        OffDays.Before => "; trúng ngày nghỉ thì chạy ngày làm việc liền trước",
        OffDays.After => "; trúng ngày nghỉ thì chạy ngày làm việc liền sau",
        _ => throw new ArgumentOutOfRangeException(nameof(times), times.OffDays, "Unknown."),
    };

    public static string Title(this OffDays offDays) => offDays switch
    {
        OffDays.Run => "Chạy cả ngày nghỉ",
        OffDays.Skip => "Chỉ ngày làm việc: ngày nghỉ thì bỏ qua",
        OffDays.Before => "Chỉ ngày làm việc: ngày nghỉ thì chạy ngày làm việc liền trước",
        OffDays.After => "Chỉ ngày làm việc: ngày nghỉ thì chạy ngày làm việc liền sau",
        _ => throw new ArgumentOutOfRangeException(nameof(offDays), offDays, "Unknown."),
    };

    /// <summary>The times of a cron without the calendar: «07:00 hằng ngày».</summary>
    public static string Read(string cron)
    {
        var field = Split(cron);
        if (field.Length != 5)
            return cron;
        var time = Time(field[0], field[1]);
        var day = Day(field[2], field[4]);
        var month = field[3] == "*" ? "" : $" {(field[3].StartsWith("*/", StringComparison.Ordinal) ? $"cứ {field[3][2..]} tháng một lần" : $"của tháng {List(field[3], Months, 1, x => x.ToString(CultureInfo.InvariantCulture))}")}";
        if (day == "hằng ngày" && month != "")
            day = "mọi ngày";
        return day == "hằng ngày" && (field[1] == "*" || field[0] == "*" || field[0].StartsWith("*/", StringComparison.Ordinal)) ? time : $"{time} {day}{month}";
    }

    /// <summary>«2 giờ», «45 phút».</summary>
    public static string Span(TimeSpan span) => span.TotalDays >= 1 && span.TotalHours % 24 == 0 ? $"{(int)span.TotalDays} ngày"
        : span.TotalHours >= 1 && span.TotalMinutes % 60 == 0 ? $"{(int)span.TotalHours} giờ" : $"{(int)span.TotalMinutes} phút";

    /// <summary>Throws a <see cref="Refusal"/> that names the field of a cron that cannot be, and what stands in it.</summary>
    public static void Check(string cron)
    {
        var fields = Split(cron);
        if (fields.Length == 1 && fields[0].Length == 0)
            throw new Refusal("Chưa nhập lịch chạy", "Cron");
        if (fields.Length != 5)
            throw new Refusal($"Lịch gồm 5 ô cách nhau một dấu cách: phút, giờ, ngày, tháng, thứ. Đang có {fields.Length} ô", "Cron");
        for (var i = 0; i < 5; i++)
            foreach (var part in fields[i].Split(','))
                CheckPart(part, i);
    }

    private static void CheckPart(string part, int field)
    {
        var (name, from, to) = Fields[field];
        var step = part.Split('/');
        if (step.Length > 2 || step.Length == 2 && (!int.TryParse(step[1], NumberStyles.None, CultureInfo.InvariantCulture, out var every) || every < 1 || every > to))
            throw new Refusal($"{name}: bước nhảy sau dấu / phải là số từ 1 đến {to}. Đang ghi {part}", "Cron");
        foreach (var end in step[0].Split('-'))
        {
            var value = end.ToUpperInvariant();
            if (value is "*" or "?" && !step[0].Contains('-', StringComparison.Ordinal) || field == 2 && value is "L" or "LW" || field == 2 && value.EndsWith('W') && Whole(value[..^1], 1, 31)
                || field == 3 && Months.Contains(value) || field == 4 && (Weekdays.Contains(value.Split('#')[0].TrimEnd('L') is { Length: > 0 } day ? day : value) || value.Contains('#', StringComparison.Ordinal) || value.EndsWith('L')))
                continue;
            if (!Whole(value, from, to))
                throw new Refusal($"{name} phải từ {from} đến {to}. Đang ghi {(end.Length == 0 ? "trống" : end)}", "Cron");
        }
    }

    private static bool Whole(string text, int from, int to) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to;

    private static string[] Split(string cron) => cron.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } fields ? fields : [""];

    private static string Time(string minute, string hour)
    {
        if (hour == "*")
            return minute == "*" ? "mỗi phút" : minute.StartsWith("*/", StringComparison.Ordinal) ? $"{minute[2..]} phút một lần" : $"phút {minute.Replace(",", ", ", StringComparison.Ordinal)} của mỗi giờ";
        if (hour.StartsWith("*/", StringComparison.Ordinal) && Whole(minute, 0, 59))
            return $"{hour[2..]} giờ một lần, vào phút {minute}";
        var hours = hour.Split(',');
        if (Whole(minute, 0, 59) && hours.All(x => Whole(x, 0, 23)))
            return string.Join(", ", hours.Select(x => $"{int.Parse(x, CultureInfo.InvariantCulture):00}:{int.Parse(minute, CultureInfo.InvariantCulture):00}"));
        var within = hour.Split('-') is [var from, var to] && Whole(from, 0, 23) && Whole(to, 0, 23) ? $"từ {from} giờ đến {to} giờ" : $"các giờ {hour.Replace(",", ", ", StringComparison.Ordinal)}";
        return minute == "*" ? $"mỗi phút, {within}" : minute.StartsWith("*/", StringComparison.Ordinal) ? $"{minute[2..]} phút một lần, {within}" : $"phút {minute.Replace(",", ", ", StringComparison.Ordinal)}, {within}";
    }

    private static string Day(string dayOfMonth, string weekday)
    {
        List<string> said = [];
        if (dayOfMonth is not ("*" or "?"))
            said.Add(dayOfMonth.ToUpperInvariant() switch
            {
                "L" => "ngày cuối tháng",
                "LW" => "ngày cuối cùng của tháng từ thứ Hai đến thứ Sáu",
                var x when x.EndsWith('W') => $"ngày thường gần ngày {x[..^1]} hằng tháng nhất",
                var x when x.StartsWith("*/", StringComparison.Ordinal) => $"{x[2..]} ngày một lần trong tháng",
                var x => $"ngày {x.Replace(",", ", ", StringComparison.Ordinal).Replace("-", " đến ", StringComparison.Ordinal)} hằng tháng",
            });
        if (weekday is not ("*" or "?"))
            said.Add(Week(weekday.ToUpperInvariant()));
        return said.Count == 0 ? "hằng ngày" : string.Join(", nếu là ", said);
    }

    private static string Week(string weekday)
    {
        if (weekday.Split('#') is [var day, var nth])
            return $"{Name(day)} thứ {nth} của tháng";
        if (weekday.EndsWith('L') && weekday.Length > 1)
            return $"{Name(weekday[..^1])} cuối cùng của tháng";
        if (weekday.Split('-') is [var from, var to] && !weekday.Contains(',', StringComparison.Ordinal) && !to.Contains('/', StringComparison.Ordinal))
            return $"từ {Name(from)} đến {Name(to)}";
        return List(weekday, Weekdays, 0, x => DayNames[x % 7]);
    }

    private static string Name(string day) => Array.IndexOf(Weekdays, day) is >= 0 and var index ? DayNames[index] : Whole(day, 0, 7) ? DayNames[int.Parse(day, CultureInfo.InvariantCulture) % 7] : day;

    private static string List(string text, string[] names, int first, Func<int, string> say) => Vi.Join(text.ToUpperInvariant().Split(',').Select(part => string.Join(" đến ", part.Split('-').Select(x =>
        Array.IndexOf(names, x) is >= 0 and var index ? say(index + first) : Whole(x, 0, 31) ? say(int.Parse(x, CultureInfo.InvariantCulture)) : x))));
}
