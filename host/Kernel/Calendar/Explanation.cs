namespace BacSon.Kernel.Calendar;

/// <summary>Puts a finished count into Vietnamese sentences and day cells. It decides nothing: every date comes from the clock's steps.</summary>
internal sealed class Explanation(
    WorkingCalendar c, DateOnly start, Term term, IReadOnlyList<Pause> pauses, IReadOnlyList<Pause> closed,
    IReadOnlyList<CountStep> steps, DateOnly? due, DateOnly? today, string? startName)
{
    private const int MostDays = 400;

    private readonly List<string> sentences = [];
    private readonly bool back = term.Kind == TermKind.AtLeastBefore;
    private readonly string startName = startName ?? (term.Kind == TermKind.AtLeastBefore ? "ngày làm mốc" : "ngày bắt đầu");
    private readonly DateOnly? stoppedFrom = due is null ? pauses.Where(p => p.To is null).Min(p => p.From) : null;

    /// <param name="dueOn">Counts the same term on another calendar: what the date would be had some entries never been made.</param>
    public Deadline Deadline(Func<WorkingCalendar, DateOnly?> dueOn)
    {
        var touched = DaysThatMattered();
        var recalled = touched.Where(d => d.Status == DayStatus.Recalled).ToList();
        var expected = touched.Where(d => d.Status == DayStatus.Expected).ToList();

        foreach (var step in steps.Where(Reached))
        {
            Say(step);
            if (step == steps[0]) SayPauses();
        }
        foreach (var day in touched.Where(d => d.Kind == DayKind.MakeUpWorkingDay))
            sentences.Add($"{day.Date.Weekday().Capital()} {day.Date.Dmy()} {DayPhrase(day)} nên được tính là ngày làm việc.");
        if (expected.Count > 0)
            sentences.Add($"{Listed(expected).JoinAnd().Capital()} mới là dự kiến, chờ thông báo chính thức; thời hạn có thể thay đổi.");
        if (recalled.Count > 0) SayRecalled(recalled, dueOn(c.Without(DayStatus.Recalled)));
        SayMissingYears();

        var days = Days();
        return new(start, term, Nominal, due, days, sentences, expected.Count > 0, recalled.Count > 0);
    }

    private DateOnly Nominal => steps.Last(s => s.Kind is not (StepKind.Roll or StepKind.MoveEarlier)).To;

    // While the clock stands still, what comes after the stop has not happened.
    private bool Reached(CountStep step) => step == steps[0] || back || stoppedFrom is null || step.From <= stoppedFrom;

    private DateOnly LastReached => due ?? stoppedFrom!.Value;

    private void Say(CountStep step)
    {
        var first = FirstCounted(step);
        switch (step.Kind)
        {
            case StepKind.Count:
                sentences.Add($"{startName.Capital()} {start.Dmy()} không tính.");
                sentences.Add(term.Kind == TermKind.MinimumDuration
                    ? $"Phải đủ ít nhất {Amount(step)}, đếm từ {first.Dmy()}{Passing(step)}{LastDay(step)}."
                    : step.Unit is TermUnit.Month or TermUnit.Year
                        ? $"Thời hạn {Amount(step)} đếm từ {first.Dmy()}{LastDay(step)}{LackingDate(step)}."
                        : $"Đếm {Amount(step)} từ {first.Dmy()}{Passing(step)}{LastDay(step)}.");
                break;
            case StepKind.CountBack:
                if (step.Amount == 0)
                {
                    sentences.Add($"Chậm nhất là ngày {start.DmyWeekday()}.");
                    break;
                }
                sentences.Add($"{startName.Capital()} {start.Dmy()} không tính.");
                sentences.Add(step.Unit is TermUnit.Month or TermUnit.Year
                    ? $"Lùi lại {Amount(step)}: {LatestDay(step)}{LackingDate(step)}."
                    : $"Đếm ngược {Amount(step)} từ {first.Dmy()}{Passing(step)}: {LatestDay(step)}.");
                break;
            case StepKind.MoveEarlier:
                sentences.Add($"Ngày {step.From.Dmy()} là ngày nghỉ ({OffName(step.From)}) nên chậm nhất là ngày làm việc liền trước, {step.To.DmyWeekday()}, để đủ thời gian báo trước.");
                break;
            case StepKind.AtOnce:
                if (step.Unit != TermUnit.WorkingDay)
                    sentences.Add($"Thực hiện ngay trong ngày {start.DmyWeekday()}, kể cả ngày nghỉ.");
                else if (c.IsWorkingDay(start))
                    sentences.Add($"Thực hiện ngay trong ngày {start.DmyWeekday()}.");
                break;
            case StepKind.Fixed:
                sentences.Add($"Thời hạn được ấn định là ngày {start.DmyWeekday()}.");
                break;
            case StepKind.Extend:
                sentences.Add($"Gia hạn thêm {Amount(step)} ({step.Reason}), đếm tiếp từ {first.Dmy()}{Passing(step)}{LastDay(step)}{LackingDate(step)}.");
                break;
            case StepKind.Roll:
                sentences.Add(steps[0].Kind == StepKind.AtOnce && step.From == start
                    ? $"Ngày {start.Dmy()} là ngày nghỉ ({OffName(start)}) nên thực hiện vào ngày làm việc tiếp theo là {step.To.DmyWeekday()}."
                    : $"Ngày {step.From.Dmy()} là ngày nghỉ ({OffName(step.From)}) nên thời hạn kết thúc vào ngày làm việc tiếp theo là {step.To.DmyWeekday()} (khoản 5 Điều 148 Bộ luật Dân sự 2015).");
                break;
            default:
                throw new InvalidOperationException($"No words for the step {step.Kind}.");
        }
    }

    private string LatestDay(CountStep step) => $"{(steps[^1].Kind == StepKind.MoveEarlier ? "đến" : "chậm nhất là")} ngày {step.To.DmyWeekday()}";

    // Where the clock was stopped, the last day is not known yet.
    private string LastDay(CountStep step) => stoppedFrom is null ? $"; ngày cuối là {step.To.DmyWeekday()}" : "";

    private static string Amount(CountStep step) => step.Unit switch
    {
        TermUnit.WorkingDay => $"{step.Amount} ngày làm việc",
        TermUnit.CalendarDay => $"{step.Amount} ngày",
        TermUnit.Month => $"{step.Amount} tháng",
        TermUnit.Year => $"{step.Amount} năm",
        _ => throw new InvalidOperationException($"No words for the unit {step.Unit}."),
    };

    private string LackingDate(CountStep step) =>
        stoppedFrom is null && step.Unit is TermUnit.Month or TermUnit.Year && step.To.Day != step.From.Day && !closed.Any(p => p.To > step.From && p.From < step.To)
            ? $" (tháng {step.To.Month:00}/{step.To.Year} không có ngày {step.From.Day}, lấy ngày cuối tháng)"
            : "";

    private DateOnly FirstCounted(CountStep step)
    {
        if (step.Kind == StepKind.CountBack)
            return step.Unit == TermUnit.WorkingDay ? c.PreviousWorkingDay(step.From) : step.From.AddDays(-1);
        var day = step.From;
        do day = step.Unit == TermUnit.WorkingDay ? c.NextWorkingDay(day) : day.AddDays(1);
        while (LegalClock.IsPaused(closed, day));
        return day;
    }

    // ", bỏ các thứ Bảy, Chủ nhật và ngày 24/11/2026 (Ngày Văn hóa Việt Nam)"
    private string Passing(CountStep step)
    {
        if (step.Unit == TermUnit.CalendarDay) return step.Amount > 1 ? ", kể cả ngày nghỉ" : "";
        if (step.Unit != TermUnit.WorkingDay || stoppedFrom is not null) return "";
        var off = Between(step).Where(d => !c.IsWorkingDay(d) && !LegalClock.IsPaused(closed, d)).ToList();
        var weekends = off.Where(d => !WorkingCalendar.IsMondayToFriday(d)).ToList();
        List<string> parts = weekends.Count <= 2
            ? [.. weekends.Select(d => $"{d.Weekday()} {d.Dmy()}")]
            : ["các thứ Bảy, Chủ nhật"];
        parts.AddRange(Listed([.. off.Where(WorkingCalendar.IsMondayToFriday).Select(d => c.EntryOn(d)!)]));
        return parts.Count == 0 ? "" : $", bỏ {parts.JoinAnd()}";
    }

    private void SayPauses()
    {
        foreach (var p in pauses.OrderBy(p => p.From))
        {
            if (p.To is { } to)
            {
                if (to > p.From && to > start && p.From < LastReached && steps.Any(Counts))
                    sentences.Add($"Từ ngày {p.From.AddDays(1).Dmy()} đến hết ngày {to.Dmy()} tạm dừng tính thời hạn ({p.Reason}).");
            }
            else if (stoppedFrom is not null)
            {
                sentences.Add($"Từ ngày {p.From.AddDays(1).Dmy()} tạm dừng tính thời hạn ({p.Reason}){CountedSoFar(p.From)}; thời hạn mới được xác định khi tính tiếp.");
            }
        }
        static bool Counts(CountStep s) => s.Kind is StepKind.Count or StepKind.Extend;
    }

    // ", đến hết ngày 10/11/2026 đã tính 2 trong 15 ngày làm việc"
    private string CountedSoFar(DateOnly stop)
    {
        var step = steps[0];
        if (step.Kind != StepKind.Count || step.Unit is not (TermUnit.WorkingDay or TermUnit.CalendarDay) || stop > step.To || stop < step.From) return "";
        var counted = Between(step).TakeWhile(d => d <= stop)
            .Count(d => (step.Unit == TermUnit.CalendarDay || c.IsWorkingDay(d)) && !LegalClock.IsPaused(closed, d));
        return $", đến hết ngày {stop.Dmy()} đã tính {counted} trong {Amount(step)}";
    }

    private void SayRecalled(List<CalendarDay> recalled, DateOnly? otherwise)
    {
        var what = $"{Listed(recalled).JoinAnd().Capital()} là thông tin nhớ lại, chờ kiểm tra.";
        sentences.Add(due is null || otherwise is null
            ? what
            : $"{what} Nếu không được xác nhận thì thời hạn {(otherwise == due ? "vẫn " : "")}là {otherwise.Value.DmyWeekday()}.");
    }

    private void SayMissingYears()
    {
        var missing = DatesThatMattered().Select(d => d.Year).Distinct().Where(y => !c.Covers(y)).ToList();
        for (var i = 0; i < missing.Count;)
        {
            var first = missing[i];
            while (++i < missing.Count && missing[i] == missing[i - 1] + 1) { }
            var last = missing[i - 1];
            var years = first == last ? $"năm {first}" : $"các năm từ {first} đến {last}";
            sentences.Add($"Lịch làm việc {years} chưa có, tạm tính thứ Hai đến thứ Sáu.");
        }
    }

    // "ngày 24/11/2026 (Ngày Văn hóa Việt Nam)", neighbours of one name together: "các ngày từ 16/02/2026 đến 20/02/2026 (Tết Âm lịch)".
    private static List<string> Listed(IReadOnlyList<CalendarDay> days)
    {
        var groups = new List<(CalendarDay First, CalendarDay Last)>();
        foreach (var day in days)
        {
            if (groups.Count > 0 && groups[^1].Last.Date.AddDays(1) == day.Date && Named(groups[^1].Last) == Named(day)) groups[^1] = (groups[^1].First, day);
            else groups.Add((day, day));
        }
        return [.. groups.Select(g => g.First == g.Last
            ? $"ngày {g.First.Date.Dmy()} ({Named(g.First)})"
            : $"các ngày từ {g.First.Date.Dmy()} đến {g.Last.Date.Dmy()} ({Named(g.First)})")];

        static string Named(CalendarDay day) => WorkingCalendar.ShortName(day.Name);
    }

    private static string DayPhrase(CalendarDay day) =>
        day.Name.StartsWith("làm bù", StringComparison.OrdinalIgnoreCase) ? $"là ngày {day.Name}" : $"là ngày làm bù ({day.Name})";

    private string OffName(DateOnly d) => WorkingCalendar.ShortName(c.NameOf(d));

    // The days that a step walks over: none of them is its own start.
    private static IEnumerable<DateOnly> Between(CountStep step)
    {
        var (from, to) = step.Kind switch
        {
            StepKind.CountBack => (step.To, step.From.AddDays(-1)),
            StepKind.MoveEarlier => (step.To, step.From),
            StepKind.Roll or StepKind.AtOnce => (step.From, step.To),
            _ => (step.From.AddDays(1), step.To),
        };
        for (var d = from; d <= to; d = d.AddDays(1)) yield return d;
    }

    // A term in working days depends on every day it walks over. A term in calendar units depends only on its last day
    // and, when that is off, on the days up to the one it moves to.
    private IEnumerable<DateOnly> DatesThatMattered()
    {
        var dates = new SortedSet<DateOnly>();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            var next = i + 1 < steps.Count ? steps[i + 1] : null;
            if (step.Kind is StepKind.Fixed || step is { Kind: StepKind.AtOnce, Unit: not TermUnit.WorkingDay }) continue;
            if (step.Unit == TermUnit.WorkingDay || step.Kind is StepKind.Roll or StepKind.MoveEarlier) dates.UnionWith(Between(step).Where(d => Weighs(step, d)));
            else if (next is null || next.Unit == TermUnit.WorkingDay) dates.Add(step.To);
            if (step.Kind == StepKind.CountBack) dates.Add(step.To);
        }
        return dates.Where(d => d <= LastReached || back);

        // A day in a pause weighs nothing, except the one on which the step stands.
        bool Weighs(CountStep step, DateOnly d) => d == step.From || step.Kind is StepKind.CountBack or StepKind.MoveEarlier || !LegalClock.IsPaused(closed, d);
    }

    private List<CalendarDay> DaysThatMattered() =>
        [.. DatesThatMattered().Select(c.EntryOn).OfType<CalendarDay>()
            .Where(e => WorkingCalendar.IsWorking(e.Kind) != WorkingCalendar.IsMondayToFriday(e.Date))];

    private List<ExplainedDay> Days()
    {
        // While the clock stands still, the days run on to today.
        var (first, last) = due switch
        {
            { } end => end < start ? (end, start) : (start, end),
            null => (start < LastReached ? start : LastReached, Latest(today ?? LastReached, LastReached, start)),
        };
        if (last.DayNumber - first.DayNumber >= MostDays)
        {
            sentences.Add($"Bảng ngày chỉ hiện {MostDays} ngày đầu.");
            last = first.AddDays(MostDays - 1);
        }

        var days = new List<ExplainedDay>();
        for (var d = first; d <= last; d = d.AddDays(1)) days.Add(Cell(d));
        return days;
    }

    private static DateOnly Latest(params ReadOnlySpan<DateOnly> dates)
    {
        var latest = dates[0];
        foreach (var d in dates) if (d > latest) latest = d;
        return latest;
    }

    private ExplainedDay Cell(DateOnly d)
    {
        var isStart = d == start;
        var isDue = d == due;
        var paused = !isStart && (d > stoppedFrom || (!back && LegalClock.IsPaused(closed, d)));
        var (ordinal, step) = isStart || paused ? (null, null) : Ordinal(d);
        var working = c.IsWorkingDay(d);
        var entry = c.EntryOn(d);

        var words = new List<string>();
        var isEvent = isStart && steps[0].Kind is StepKind.Count or StepKind.CountBack;
        if (isEvent) words.Add($"{startName}, không tính");
        else if (paused) words.Add("tạm dừng");
        else if (ordinal is not null) words.Add(step!.Kind switch
        {
            StepKind.CountBack => $"trước {ordinal} ngày",
            StepKind.Extend => $"gia hạn, ngày {ordinal}",
            _ => $"ngày {ordinal}",
        });
        if (!working && !isEvent) words.Add(OffLabel(entry) + (entry?.Status == DayStatus.Expected ? ", dự kiến" : ""));
        if (entry?.Kind == DayKind.MakeUpWorkingDay && !isEvent) words.Add("làm bù");
        if (isDue) words.Add("hạn");
        if (d == today) words.Add("hôm nay");
        return new(d, c.KindOf(d), entry?.Status ?? DayStatus.Confirmed, string.Join(", ", words), ordinal, isStart, isDue, paused);
    }

    private static string OffLabel(CalendarDay? entry) => entry?.Kind switch
    {
        null => "nghỉ",
        DayKind.CompensatoryDayOff => "nghỉ bù",
        DayKind.SwappedDayOff => "nghỉ hoán đổi",
        _ => WorkingCalendar.ShortName(entry.Name),
    };

    // The number of a day within the step that counts it. Months and years do not number their days.
    private (int?, CountStep?) Ordinal(DateOnly d)
    {
        foreach (var step in steps)
        {
            if (step.Kind is not (StepKind.Count or StepKind.CountBack or StepKind.Extend)) continue;
            if (step.Unit is not (TermUnit.WorkingDay or TermUnit.CalendarDay)) continue;
            var inside = step.Kind == StepKind.CountBack ? step.To <= d && d < step.From : step.From < d && d <= step.To;
            if (!inside || (step.Unit == TermUnit.WorkingDay && !c.IsWorkingDay(d))) continue;
            var counted = step.Kind == StepKind.CountBack
                ? Between(step).Count(x => x >= d && Counts(x))
                : Between(step).TakeWhile(x => x <= d).Count(x => Counts(x) && !LegalClock.IsPaused(closed, x));
            return (counted, step);

            bool Counts(DateOnly x) => step.Unit == TermUnit.CalendarDay || c.IsWorkingDay(x);
        }
        return (null, null);
    }
}
