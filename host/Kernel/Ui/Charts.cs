using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BacSon.Kernel.Ui;

/// <summary>
/// <c>&lt;spark values="@ratios" name="Nội dung 1, năm quý" /&gt;</c>: a small line, broken where a value is missing, its
/// figures read out. Use one scale for all rows of a table, so that lines compare; the figures stand beside it.
/// </summary>
[HtmlTargetElement("spark", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class SparkTagHelper : TagHelper
{
    private const double Width = 76, Height = 26, Edge = 3;

    /// <summary>Oldest first; null where there is no figure.</summary>
    public IEnumerable<double?> Values { get; set; } = [];

    /// <summary>What the line shows, read before the figures.</summary>
    public string Name { get; set; } = "";

    /// <summary>The value at the foot.</summary>
    public double Min { get; set; }

    /// <summary>The value at the top.</summary>
    public double Max { get; set; } = 1;

    /// <summary>Read as percent of 1 (true) or as plain figures.</summary>
    public bool Ratio { get; set; } = true;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var values = Values.ToList();
        if (!values.Any(v => v is not null))
        {
            output.Replace(Html.Tag("span", "quiet", Vi.NoData));
            return;
        }
        var read = string.Join("; ", values.Select(v => v is null ? "chưa có số liệu" : Ratio ? Vi.Percent(v) : Vi.Decimal(v)));
        var svg = Html.Tag("svg", "spark").With("viewBox", $"0 0 {Width} {Height}").With("width", "76").With("height", "26")
            .With("role", "img").With("aria-label", Name == "" ? read : $"{Name}: {read}");
        var step = values.Count > 1 ? (Width - 2 * Edge) / (values.Count - 1) : 0;
        var line = new List<string>();
        for (var i = 0; i <= values.Count; i++)
        {
            if (i < values.Count && values[i] is { } value)
            {
                line.Add($"{Coordinate(Edge + i * step)},{Coordinate(Level(value))}");
                continue;
            }
            if (line.Count > 1) svg.InnerHtml.AppendHtml(Html.Tag("polyline", null).With("points", string.Join(' ', line)));
            else if (line.Count == 1) svg.InnerHtml.AppendHtml(Dot(line[0], "1.5"));
            line.Clear();
        }
        var latest = values.FindLastIndex(v => v is not null);
        svg.InnerHtml.AppendHtml(Dot($"{Coordinate(Edge + latest * step)},{Coordinate(Level(values[latest]!.Value))}", "2.5"));
        output.Replace(svg);
    }

    private double Level(double value) => Height - Edge - (Math.Clamp(value, Min, Max) - Min) / (Max - Min) * (Height - 2 * Edge);

    private static TagBuilder Dot(string point, string radius)
    {
        var at = point.Split(',');
        return Html.Tag("circle", null).With("cx", at[0]).With("cy", at[1]).With("r", radius);
    }

    private static string Coordinate(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}

/// <summary>Colour and pattern of one part of a bar.</summary>
public enum PartTone
{
    /// <summary>Done on time.</summary>
    Done,
    /// <summary>Done late.</summary>
    Slow,
    /// <summary>Open, in time.</summary>
    Open,
    /// <summary>Open, late: hatched, so that it survives a black-and-white printer.</summary>
    Late,
    /// <summary>Waiting for someone.</summary>
    Wait,
}

/// <summary>One part of a whole.</summary>
/// <param name="Text">What is counted ("hoàn thành đúng hạn").</param>
/// <param name="Count">How many; parts of 0 stay in the legend.</param>
/// <param name="Tone">Colour and pattern.</param>
/// <param name="Href">Address of exactly these records, or null.</param>
public sealed record Part(string Text, long Count, PartTone Tone, string? Href = null);

/// <summary><c>&lt;parts-bar parts="@parts" name="Nhiệm vụ trong kỳ" /&gt;</c>: parts that add up to a whole, with their figures as links under it. Never a pie.</summary>
[HtmlTargetElement("parts-bar", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PartsBarTagHelper : TagHelper
{
    /// <summary>The parts, in the order in which they stand.</summary>
    public IReadOnlyList<Part> Parts { get; set; } = [];

    /// <summary>What the whole is.</summary>
    public string Name { get; set; } = "";

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var shown = Parts.Where(p => p.Count > 0).ToList();
        // A part of one in a thousand must still be seen: each has a least width, the rest share what remains.
        const double least = 0.8;
        var total = Math.Max(1, shown.Sum(p => p.Count));
        var room = 100 - least * shown.Count;
        var hatch = "hatch-" + context.UniqueId;
        var svg = Html.Tag("svg", "bar").With("width", "100%").With("height", "16").With("role", "img")
            .With("aria-label", $"{Name}: {string.Join("; ", Parts.Select(p => $"{Vi.Number(p.Count)} {p.Text}"))}");
        svg.InnerHtml.AppendHtml(Html.Tag("defs", null, Html.Tag("pattern", null,
                Html.Tag("rect", "f-late").With("width", "5").With("height", "5"),
                Html.Tag("rect", "f-gap").With("width", "1.6").With("height", "5"))
            .With("id", hatch).With("width", "5").With("height", "5").With("patternUnits", "userSpaceOnUse").With("patternTransform", "rotate(45)")));
        double x = 0;
        foreach (var part in shown)
        {
            var width = least + part.Count * room / total;
            svg.InnerHtml.AppendHtml(Html.Tag("rect", part.Tone == PartTone.Late ? null : Tone(part.Tone, "f-"))
                .With("x", Percent(x)).With("width", Percent(width)).With("height", "16")
                .With("fill", part.Tone == PartTone.Late ? $"url(#{hatch})" : null));
            x += width;
            if (part != shown[^1]) svg.InnerHtml.AppendHtml(Html.Tag("rect", "f-gap").With("x", Percent(x)).With("width", "2").With("height", "16"));
        }
        var legend = Html.Tag("ul", "legend");
        foreach (var part in Parts)
        {
            var css = part.Count == 0 ? "n zero" : "n";
            object words = part.Href is null
                ? Html.Tag("span", null, Html.Tag("b", null, Vi.Number(part.Count)), " ", part.Text)
                : Html.Tag("a", css, Html.Tag("b", null, Vi.Number(part.Count)), " ", part.Text).With("href", part.Href);
            legend.InnerHtml.AppendHtml(Html.Tag("li", null, Html.Tag("i", Tone(part.Tone, "s-")), words));
        }
        output.Replace(svg, legend);
    }

    private static string Tone(PartTone tone, string prefix) => prefix + tone.ToString().ToLowerInvariant();

    private static string Percent(double value) => value.ToString("0.###", CultureInfo.InvariantCulture) + "%";
}

/// <summary>One day of a strip.</summary>
/// <param name="Date">Office date.</param>
/// <param name="Count">How many come due on it.</param>
/// <param name="IsOff">A day off: hatched.</param>
/// <param name="Name">Name of the holiday or "làm bù", shown under the date; or null.</param>
/// <param name="Href">Address of exactly these records, or null.</param>
public sealed record StripDay(DateOnly Date, long Count, bool IsOff, string? Name = null, string? Href = null);

/// <summary><c>&lt;day-strip days="@days" today="@today" unit="nhiệm vụ đến hạn" /&gt;</c>: the next days with the count due on each; <c>weeks</c> sets seven in a row.</summary>
[HtmlTargetElement("day-strip", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DayStripTagHelper : TagHelper
{
    /// <summary>The days, one after another.</summary>
    public IReadOnlyList<StripDay> Days { get; set; } = [];

    /// <summary>Today at the office.</summary>
    public DateOnly Today { get; set; }

    /// <summary>What is counted.</summary>
    public string Unit { get; set; } = "nhiệm vụ đến hạn";

    /// <summary>Seven days in a row; the first day should be a Monday.</summary>
    public bool Weeks { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var list = Html.Tag("ol", Weeks ? "days wk" : "days");
        foreach (var day in Days)
        {
            var today = day.Date == Today;
            var css = (day.IsOff ? "off" : "") + (today ? " today" : "");
            object count = day.Count > 0
                ? Html.Tag(day.Href is null ? "b" : "a", "n", Vi.Number(day.Count)).With("href", day.Href)
                    .With("aria-label", day.Href is null ? null : $"{Vi.Number(day.Count)} {Unit} {Vi.DateWithDay(day.Date)}")
                : day.IsOff ? Html.Tag("em", null, "nghỉ") : Html.Tag("span", "quiet", "–");
            list.InnerHtml.AppendHtml(Html.Tag("li", css.Trim(),
                    Html.Tag("small", null, today ? "Nay" : Vi.ShortWeekday(day.Date), " ",
                        Html.Tag("time", null, Vi.DayMonth(day.Date)).With("datetime", day.Date.ToString("O"))),
                    count)
                .With("title", day.Name));
        }
        // A strip that scrolls sideways must be reachable without a mouse.
        if (!Weeks) list.With("tabindex", "0").With("role", "list").With("aria-label", Vi.UpperFirst(Unit) + " từng ngày");
        output.Replace(list);
    }
}

/// <summary>What is to be seen at one day of a calendar grid.</summary>
[Flags]
public enum DayMarks
{
    /// <summary>An ordinary day.</summary>
    None = 0,
    /// <summary>A day off: hatched.</summary>
    Off = 1,
    /// <summary>Off or worked because of a swap or a make-up day: bronze frame.</summary>
    Swap = 2,
    /// <summary>The day of the event, not counted.</summary>
    Start = 4,
    /// <summary>The last day of the term: inverted.</summary>
    Due = 8,
    /// <summary>Today: framed.</summary>
    Today = 16,
    /// <summary>The term is paused.</summary>
    Pause = 32,
    /// <summary>Expected or recalled, not yet confirmed: dotted frame.</summary>
    Uncertain = 64,
}

/// <summary>One day of a calendar grid.</summary>
/// <param name="Date">Office date.</param>
/// <param name="Text">A few words under the number ("ngày 6, làm bù").</param>
/// <param name="Marks">How it looks.</param>
public sealed record GridDay(DateOnly Date, string Text = "", DayMarks Marks = DayMarks.None);

/// <summary><c>&lt;cal-grid days="@days" caption="Đếm 15 ngày làm việc từ 14/08 đến 08/09/2026" /&gt;</c>: explains one due date, week by week. The same always stands in sentences beneath.</summary>
[HtmlTargetElement("cal-grid", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class CalGridTagHelper : TagHelper
{
    private static readonly string[] Weekdays = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"];
    private static readonly string[] Heads = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"];

    /// <summary>The days in order; the weeks at both ends are filled up in grey.</summary>
    public IReadOnlyList<GridDay> Days { get; set; } = [];

    /// <summary>What the table shows, for readers of the screen.</summary>
    public string Caption { get; set; } = "";

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Days.Count == 0)
        {
            output.SuppressOutput();
            return;
        }
        var byDate = Days.ToDictionary(d => d.Date);
        var first = Days[0].Date.AddDays(-(((int)Days[0].Date.DayOfWeek + 6) % 7));
        var head = Html.Tag("tr", null);
        for (var i = 0; i < 7; i++) head.InnerHtml.AppendHtml(Html.Tag("th", null, Html.Tag("abbr", null, Heads[i]).With("title", Weekdays[i])).With("scope", "col"));
        var body = Html.Tag("tbody", null);
        for (var monday = first; monday <= Days[^1].Date; monday = monday.AddDays(7))
        {
            var row = Html.Tag("tr", null);
            for (var i = 0; i < 7; i++)
            {
                var date = monday.AddDays(i);
                var day = byDate.GetValueOrDefault(date);
                // The month is named where it begins, so that a grid over three months needs no heads between.
                var number = date == first || date.Day == 1 ? $"{date.Day}/{date.Month}" : date.Day.ToString(CultureInfo.InvariantCulture);
                row.InnerHtml.AppendHtml(Html.Tag("td", day is null ? "gone" : Css(day.Marks),
                    Html.Tag("time", null, Html.Tag("b", null, number)).With("datetime", date.ToString("O")),
                    day is null or { Text: "" } ? null : Html.Tag("small", null, day.Text)));
            }
            body.InnerHtml.AppendHtml(row);
        }
        output.Replace(Html.Tag("table", "cal", Html.Tag("caption", "hide", Caption), Html.Tag("thead", null, head), body));
    }

    private static string Css(DayMarks marks)
    {
        var css = new List<string>();
        if (marks.HasFlag(DayMarks.Off)) css.Add("off");
        if (marks.HasFlag(DayMarks.Swap)) css.Add("swap");
        if (marks.HasFlag(DayMarks.Start)) css.Add("from");
        if (marks.HasFlag(DayMarks.Due)) css.Add("due");
        if (marks.HasFlag(DayMarks.Today)) css.Add("today");
        if (marks.HasFlag(DayMarks.Pause)) css.Add("pause");
        if (marks.HasFlag(DayMarks.Uncertain)) css.Add("unsure");
        return string.Join(' ', css);
    }
}

/// <summary>How an event of a record looks.</summary>
public enum EventMark
{
    /// <summary>It happened.</summary>
    Done,
    /// <summary>Returned, refused, late.</summary>
    Back,
    /// <summary>The next step, not yet done.</summary>
    Next,
}

/// <summary>One event of a record.</summary>
/// <param name="Text">What happened, and who did it.</param>
/// <param name="At">Office time (Asia/Ho_Chi_Minh), or null for what is still to come.</param>
/// <param name="Mark">How it looks.</param>
/// <param name="Detail">The words of a reason or a remark; or null.</param>
/// <param name="Href">Where to see more; or null.</param>
/// <param name="On">A day without a time, instead of <paramref name="At"/>.</param>
public sealed record EventEntry(string Text, DateTime? At, EventMark Mark = EventMark.Done, string? Detail = null, string? Href = null, DateOnly? On = null);

/// <summary><c>&lt;events-list events="@events" /&gt;</c>: what happened, in the order given (newest first for officers).</summary>
[HtmlTargetElement("events-list", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class EventsListTagHelper : TagHelper
{
    /// <summary>The events.</summary>
    public IEnumerable<EventEntry> Events { get; set; } = [];

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var list = Html.Tag("ol", "events");
        foreach (var entry in Events)
        {
            var when = entry.At is { } at
                ? Html.Tag("time", null, $"{Vi.DateWithDay(DateOnly.FromDateTime(at))} {Vi.Time(at)}").With("datetime", at.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture))
                : entry.On is { } on ? Html.Tag("time", null, Vi.DateWithDay(on)).With("datetime", on.ToString("O")) : null;
            object what = entry.Href is null ? entry.Text : Html.Tag("a", null, entry.Text).With("href", entry.Href);
            var css = entry.Mark switch { EventMark.Done => "on", EventMark.Back => "back", _ => "next" };
            list.InnerHtml.AppendHtml(Html.Tag("li", css, Html.Tag("p", null, what),
                entry.Detail is null ? null : Html.Tag("p", "detail", entry.Detail), when));
        }
        output.Replace(list);
    }
}
