using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BacSon.Kernel.Ui;

/// <summary>What a status word says by shape and colour; the words themselves are given by the caller.</summary>
public enum WordTone
{
    /// <summary>In time: deliberately colourless, so that what is wrong is seen.</summary>
    Open,
    /// <summary>Due soon, or something is missing.</summary>
    Soon,
    /// <summary>Late, failed, refused.</summary>
    Late,
    /// <summary>Done, saved.</summary>
    Done,
    /// <summary>Waiting for someone else.</summary>
    Wait,
    /// <summary>Returned to be completed.</summary>
    Back,
}

/// <summary>How far a term may be relied on.</summary>
public enum TrustSource
{
    /// <summary>Read in the text of the law.</summary>
    Law,
    /// <summary>Remembered, still to be checked against the text; never printed as a legal limit.</summary>
    Recalled,
    /// <summary>A default of the commune; never printed as a legal limit.</summary>
    Default,
}

/// <summary><c>&lt;icon name="print" /&gt;</c>: a drawing of /ui/icons.svg, always beside a word and hidden from readers of the screen.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class IconTagHelper : TagHelper
{
    /// <summary>late, soon, done, wait, open, back, print, doc, word, excel, search, add, edit, calendar, person, mail, phone, pin, say, info, meet, board, star, clock, copy, photo, sound.</summary>
    public string Name { get; set; } = "";

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output) => output.Replace(Html.Icon(Name));
}

/// <summary><c>&lt;status-word tone="Late" text="Quá hạn 3 ngày làm việc" /&gt;</c>: a word, a shape, a colour, in this order of importance.</summary>
[HtmlTargetElement("status-word", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StatusWordTagHelper : TagHelper
{
    /// <summary>Shape and colour.</summary>
    public WordTone Tone { get; set; }

    /// <summary>The word, with its figure ("Quá hạn 3 ngày làm việc").</summary>
    public string Text { get; set; } = "";

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var css = Tone.ToString().ToLowerInvariant();
        output.Replace(Html.Tag("span", "word " + css, Html.Icon(css), Html.Tag("span", null, Text)));
    }
}

/// <summary>
/// <c>&lt;legal-date date="@due" today="@today" working-days-left="3" /&gt;</c> → "02/12/2026 (thứ Tư, còn 3 ngày làm việc)".
/// Without <c>working-days-left</c> the weekday alone stands beside it (in a table the days left stand in the status word).
/// </summary>
[HtmlTargetElement("legal-date", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class LegalDateTagHelper : TagHelper
{
    /// <summary>Office date; null shows "Chưa xác định".</summary>
    public DateOnly? Date { get; set; }

    /// <summary>Today at the office; needed with <see cref="WorkingDaysLeft"/>.</summary>
    public DateOnly? Today { get; set; }

    /// <summary>Working days in (today, date], negative when late.</summary>
    public int? WorkingDaysLeft { get; set; }

    /// <summary>More about this day after the weekday ("làm bù").</summary>
    public string? Remark { get; set; }

    /// <summary>Address of the day-by-day explanation; the date becomes the link to it.</summary>
    public string? Explain { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Date is not { } date)
        {
            output.Replace(Html.Tag("span", "quiet", Vi.Date(null)));
            return;
        }
        IHtmlContent time = Html.Tag("time", null, Vi.Date(date)).With("datetime", date.ToString("O"));
        if (Explain is not null)
            time = Html.Tag("a", null, time).With("href", Explain).With("title", "Vì sao là ngày này?");
        string?[] beside =
        [
            Vi.Weekday(date), string.IsNullOrEmpty(Remark) ? null : Remark,
            WorkingDaysLeft is { } left && Today is { } today ? Vi.LowerFirst(Vi.Remaining(date, today, left)) : null,
        ];
        output.Replace(Html.Tag("span", "date", time), " ", Html.Tag("small", null, $"({string.Join(", ", beside.OfType<string>())})"));
    }
}

/// <summary><c>&lt;trust-tag source="Recalled" /&gt;</c>: stands at every legal term that an officer sees.</summary>
[HtmlTargetElement("trust-tag", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TrustTagTagHelper : TagHelper
{
    /// <summary>Where the term comes from.</summary>
    public TrustSource Source { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var (css, text) = Source switch
        {
            TrustSource.Law => ("law", "Theo luật"),
            TrustSource.Recalled => ("recalled", "Nhớ lại, chờ kiểm tra"),
            TrustSource.Default => ("ours", "Mặc định của xã"),
            _ => throw new ArgumentOutOfRangeException(nameof(Source), Source, null),
        };
        output.Replace(Html.Tag("span", "trust " + css, text));
    }
}

/// <summary>
/// <c>&lt;number-link value="9" href="/lam-viec?tt=qua-han" label="quá hạn, nội dung 1" hot /&gt;</c>: a figure that opens
/// exactly the records behind it. Zero is quiet but still a link; hot is for what is late only. Null shows "Chưa có số liệu".
/// </summary>
[HtmlTargetElement("number-link", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class NumberLinkTagHelper : TagHelper
{
    /// <summary>The figure.</summary>
    public long? Value { get; set; }

    /// <summary>What is shown instead of the bare figure ("86,2%", "8 ngày").</summary>
    public string? Text { get; set; }

    /// <summary>Address of exactly these records.</summary>
    public string Href { get; set; } = "";

    /// <summary>What the figure counts, read after it by readers of the screen.</summary>
    public string Label { get; set; } = "";

    /// <summary>For what is late; without effect at zero.</summary>
    public bool Hot { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Value is null && Text is null)
        {
            output.Replace(Html.Tag("span", "quiet", Vi.NoData));
            return;
        }
        var shown = Text ?? Vi.Number(Value);
        var css = Value == 0 ? "n zero" : Hot ? "n hot" : "n";
        output.Replace(Html.Tag("a", css, shown).With("href", Href).With("aria-label", Label == "" ? null : $"{shown} {Label}"));
    }
}

/// <summary><c>&lt;step-count done="2" total="4" /&gt;</c>: segments and "2/4", from recorded steps, never a typed percentage.</summary>
[HtmlTargetElement("step-count", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StepCountTagHelper : TagHelper
{
    /// <summary>Steps recorded as done.</summary>
    public int Done { get; set; }

    /// <summary>All steps.</summary>
    public int Total { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var steps = Html.Tag("span", "steps").With("role", "img").With("aria-label", $"Đã xong {Done} trong {Total} bước");
        for (var i = 0; i < Math.Min(Total, 8); i++) steps.InnerHtml.AppendHtml(Html.Tag("i", i < Done ? "on" : null));
        steps.InnerHtml.AppendHtml(Html.Tag("b", null, $"{Done}/{Total}"));
        output.Replace(steps);
    }
}

/// <summary>
/// <c>&lt;empty-state title="Chưa có yêu cầu cung cấp thông tin" icon="doc"&gt;…&lt;/empty-state&gt;</c>: says what would be
/// here; inside it, a sentence and the first act.
/// </summary>
[HtmlTargetElement("empty-state")]
public sealed class EmptyStateTagHelper : TagHelper
{
    /// <summary>One sentence without a full stop.</summary>
    public string Title { get; set; } = "";

    /// <summary>Name of an icon, or none.</summary>
    public string? Icon { get; set; }

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        output.Replace(Html.Tag("div", "empty", Icon is null ? null : Html.Icon(Icon), Html.Tag("p", "lead", Title), inside));
    }
}

/// <summary>Small pieces of HTML that encode what they are given.</summary>
internal static class Html
{
    /// <summary>An element; strings are encoded, HTML content is kept, null is left out.</summary>
    public static TagBuilder Tag(string name, string? css, params object?[] content)
    {
        var tag = new TagBuilder(name);
        if (!string.IsNullOrEmpty(css)) tag.Attributes["class"] = css;
        foreach (var part in content) Add(tag.InnerHtml, part);
        return tag;
    }

    /// <summary>An element without an end tag.</summary>
    public static TagBuilder Void(string name, string? css = null)
    {
        var tag = Tag(name, css);
        tag.TagRenderMode = TagRenderMode.SelfClosing;
        return tag;
    }

    /// <summary>Sets an attribute; null leaves it out.</summary>
    public static TagBuilder With(this TagBuilder tag, string attribute, string? value)
    {
        if (value is not null) tag.Attributes[attribute] = value;
        return tag;
    }

    /// <summary>Id of the control of a field, by the field's name ("Input.Due" → "Input_Due").</summary>
    public static string Id(string fieldName) => TagBuilder.CreateSanitizedId(fieldName, "_");

    public static IHtmlContent Icon(string name) => Tag("svg", "i", Tag("use", null).With("href", "/ui/icons.svg#" + name)).With("aria-hidden", "true");

    /// <summary>Puts the parts in the place of the tag helper's own element.</summary>
    public static void Replace(this TagHelperOutput output, params object?[] parts)
    {
        output.TagName = null;
        output.Content.Clear();
        foreach (var part in parts) Add(output.Content, part);
    }

    private static void Add(IHtmlContentBuilder to, object? part)
    {
        switch (part)
        {
            case null: break;
            case IHtmlContent html: to.AppendHtml(html); break;
            default: to.Append(part.ToString()!); break;
        }
    }
}
