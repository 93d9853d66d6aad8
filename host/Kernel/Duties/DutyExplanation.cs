using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Duties;

/// <summary>Why a duty is due on its day: the days one by one, and the same in sentences.</summary>
/// <param name="Days">From the start to the due date; empty where a date was simply given and nothing moved it.</param>
/// <param name="Sentences">Vietnamese, one after another.</param>
internal sealed record DutyExplanation(IReadOnlyList<GridDay> Days, IReadOnlyList<string> Sentences)
{
    /// <summary>More days than this are folded away: the sentences tell them.</summary>
    public const int ManyDays = 70;

    public static DutyExplanation Of(WorkingCalendar calendar, OrganizationOn organization, Duty duty, DateOnly today)
    {
        var sentences = new List<string>();
        List<GridDay> days;
        DateOnly? counted;
        if (duty.TermKind == TermKind.FixedDate)
        {
            counted = duty.Shift is { } shift ? LegalClock.Shift(calendar, duty.StartOn, shift) : duty.StartOn;
            sentences.AddRange(SayFixed(calendar, duty.StartOn, counted.Value, duty.Shift));
            days = counted == duty.StartOn ? [] : Plain(calendar, Earlier(duty.StartOn, counted.Value), Later(duty.StartOn, counted.Value), today,
                day => day == counted ? ("hạn", DayMarks.Due) : day == duty.StartOn ? ("ngày ấn định", DayMarks.Start) : null);
        }
        else
        {
            var deadline = DutyClock.Explain(calendar, duty, today);
            counted = deadline.Due;
            sentences.AddRange(deadline.Sentences);
            days = [.. ExplainedGrid.Of(deadline, today)];
        }
        foreach (var granted in duty.Extensions.Where(x => x.Decision == ExtensionDecision.Granted).OrderBy(x => x.Id))
            sentences.Add($"Ngày {Vi.Date(granted.DecidedOn)} {organization.PersonName(granted.DecidedById)} đồng ý gia hạn từ {Vi.Date(granted.DueBefore)} đến {Vi.DateWithDay(granted.AskedUntil)}: {granted.DecisionReason?.TrimEnd('.')}.");
        var last = duty.Extensions.Where(x => x.Decision == ExtensionDecision.Granted).OrderBy(x => x.Id).LastOrDefault();
        if (last is not null && counted is { } before && duty.DueOn > before && duty.DueOn.DayNumber - before.DayNumber < 366)
        {
            // The count ends where the granted days begin: its cell is the last day no longer.
            days = [.. days.Select(x => x.Date == before ? x with { Text = $"{x.Text}, cũ", Marks = x.Marks & ~DayMarks.Due } : x)];
            days.AddRange(Plain(calendar, before.AddDays(days.Count == 0 ? 0 : 1), duty.DueOn, today, day => day == duty.DueOn ? ("hạn sau gia hạn", DayMarks.Due) : null));
        }
        else if (last is null && counted is { } due && due != duty.DueOn)
        {
            sentences.Add($"Thời hạn ghi trong nhiệm vụ là {Vi.DateWithDay(duty.DueOn)}, khi kết thúc lịch làm việc khác với hiện nay.");
        }
        if (duty.OriginalDueOn != duty.DueOn && last is null && duty.Pauses.Count == 0)
            sentences.Add($"Khi giao, thời hạn là {Vi.DateWithDay(duty.OriginalDueOn)}; đã chuyển theo thay đổi của lịch làm việc hoặc của văn bản, xem Diễn biến.");
        return new DutyExplanation(days, sentences);
    }

    /// <summary>A date that was given, and how it moved off a day off.</summary>
    internal static IEnumerable<string> SayFixed(WorkingCalendar calendar, DateOnly nominal, DateOnly due, DueShift? shift)
    {
        yield return $"Thời hạn được ấn định là ngày {Vi.DateWithDay(nominal)}.";
        if (shift == DueShift.LastWorkingDayOfMonth)
            yield return $"Quy định là ngày làm việc cuối cùng của tháng {nominal.Month:00}/{nominal.Year}: {Vi.DateWithDay(due)}.";
        else if (nominal != due)
            yield return $"Ngày {Vi.Date(nominal)} là ngày nghỉ ({WorkingCalendar.ShortName(calendar.NameOf(nominal))}) nên thời hạn là ngày làm việc liền {(due > nominal ? "sau" : "trước")}, {Vi.DateWithDay(due)}.";
        for (var day = Earlier(nominal, due); day <= Later(nominal, due); day = day.AddDays(1))
        {
            if (calendar.EntryOn(day) is { Status: not DayStatus.Confirmed } entry)
                yield return $"Ngày {Vi.Date(day)} ({WorkingCalendar.ShortName(entry.Name)}) {(entry.Status == DayStatus.Expected ? "mới là dự kiến, chờ thông báo chính thức" : "là thông tin nhớ lại, chờ kiểm tra")}; thời hạn có thể thay đổi.";
        }
        if (!calendar.Covers(nominal.Year))
            yield return $"Lịch làm việc năm {nominal.Year} chưa có, tạm tính thứ Hai đến thứ Sáu.";
    }

    private static List<GridDay> Plain(WorkingCalendar calendar, DateOnly from, DateOnly to, DateOnly today, Func<DateOnly, (string, DayMarks)?> special)
    {
        var days = new List<GridDay>();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            var off = !calendar.IsWorkingDay(day);
            var (text, marks) = special(day) ?? (off ? calendar.KindOf(day) == DayKind.Weekend ? "nghỉ" : WorkingCalendar.ShortName(calendar.NameOf(day)) : "", DayMarks.None);
            if (calendar.EntryOn(day) is { Status: not DayStatus.Confirmed })
                marks |= DayMarks.Uncertain;
            days.Add(new GridDay(day, day == today ? text.Length == 0 ? "hôm nay" : $"{text}, hôm nay" : text, marks | (off ? DayMarks.Off : 0) | (day == today ? DayMarks.Today : 0)));
        }
        return days;
    }

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
