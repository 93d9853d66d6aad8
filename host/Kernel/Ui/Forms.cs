using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.AspNetCore.WebUtilities;

namespace BacSon.Kernel.Ui;

/// <summary>
/// <c>&lt;field-row for="Input.Due" hint="…" /&gt;</c>: label above, hint under it, the error beside the control and tied to
/// it, and what was typed kept. The control follows from the property: date, number, text, long text
/// (<c>[DataType(DataType.MultilineText)]</c>), password, mail address, telephone, file, tick; with <c>items</c> a list to
/// choose from (<c>kind="radio"</c> or <c>kind="checks"</c> to show all of it). Other attributes go to the control.
/// </summary>
[HtmlTargetElement("field-row", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldRowTagHelper : TagHelper
{
    private const string DateHint = "Ngày/tháng/năm, ví dụ 02/12/2026";

    /// <summary>The property; its <c>[Display(Name)]</c> is the label.</summary>
    public required ModelExpression For { get; set; }

    /// <summary>Label, when it must differ from the property's.</summary>
    public string? Label { get; set; }

    /// <summary>One sentence under the label; dates have one of their own.</summary>
    public string? Hint { get; set; }

    /// <summary>Empty (by the property), area, radio, checks, money, search.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Choices; with them the control is a list.</summary>
    public IEnumerable<SelectListItem>? Items { get; set; }

    /// <summary>First, empty choice of a list ("Chọn đơn vị"); null for none.</summary>
    public string? Choose { get; set; }

    /// <summary>Rows of a long text.</summary>
    public int Rows { get; set; } = 4;

    /// <summary>Says "(không bắt buộc)" after the label: on forms where most fields must be filled in.</summary>
    public bool Optional { get; set; }

    /// <summary>The view being rendered.</summary>
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        var metadata = For.Metadata;
        var type = metadata.UnderlyingOrModelType;
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = Html.Id(name);
        ViewContext.ViewData.ModelState.TryGetValue(name, out var entry);
        var error = entry?.Errors.FirstOrDefault()?.ErrorMessage;
        var label = Label ?? metadata.GetDisplayName();
        var hint = Hint ?? (type == typeof(DateOnly) ? DateHint : null);

        string?[] describedBy = [hint is null ? null : id + "-hint", error is null ? null : id + "-err"];
        var described = string.Join(' ', describedBy.OfType<string>());
        var extra = output.Attributes.Where(a => a.Name != "class").ToList();

        TagBuilder Control(TagBuilder tag)
        {
            tag.With("name", name).With("id", id)
                .With("aria-describedby", described == "" ? null : described)
                .With("aria-invalid", error is null ? null : "true")
                .With("aria-required", metadata.IsRequired && !Optional && type != typeof(bool) ? "true" : null);
            foreach (var attribute in extra) tag.Attributes[attribute.Name] = attribute.Value?.ToString() ?? "";
            return tag;
        }

        var caption = Html.Tag("span", null, label, Optional ? Html.Tag("span", "optional", " (không bắt buộc)") : null);
        var hintTag = hint is null ? null : Html.Tag("span", "hint", hint).With("id", id + "-hint");
        var errorTag = error is null ? null : Html.Tag("span", "err", Html.Icon("late"), " ", error).With("id", id + "-err");
        var css = error is null ? "field" : "field bad";

        if (type == typeof(bool))
        {
            var tick = Control(Html.Void("input")).With("type", "checkbox").With("value", "true")
                .With("checked", Typed(entry) is { } t ? (t.StartsWith("true", StringComparison.OrdinalIgnoreCase) ? "checked" : null) : For.Model is true ? "checked" : null);
            // An empty tick is not sent at all: the hidden twin says that it was seen and left empty.
            var twin = Html.Void("input").With("type", "hidden").With("name", name).With("value", "false");
            output.Replace(Html.Tag("div", css, errorTag, Html.Tag("label", "pick", tick, caption), twin, hintTag, inside));
            return;
        }

        if (Items is not null && Kind is "radio" or "checks")
        {
            var chosen = Chosen(entry);
            var group = Html.Tag("fieldset", css, Html.Tag("legend", null, caption), hintTag, errorTag)
                .With("aria-describedby", described == "" ? null : described);
            var first = true;
            foreach (var item in Items!)
            {
                var pick = Html.Void("input").With("type", Kind == "radio" ? "radio" : "checkbox").With("name", name)
                    .With("id", first ? id : null).With("value", item.Value ?? item.Text)
                    .With("checked", chosen.Contains(item.Value ?? item.Text) ? "checked" : null)
                    .With("disabled", item.Disabled ? "disabled" : null);
                group.InnerHtml.AppendHtml(Html.Tag("label", "pick", pick, Html.Tag("span", null, item.Text)));
                first = false;
            }
            group.InnerHtml.AppendHtml(inside);
            output.Replace(group);
            return;
        }

        TagBuilder control;
        if (Items is not null)
        {
            var chosen = Chosen(entry);
            control = Control(Html.Tag("select", null));
            if (Choose is not null) control.InnerHtml.AppendHtml(Html.Tag("option", null, Choose).With("value", ""));
            foreach (var item in Items)
                control.InnerHtml.AppendHtml(Html.Tag("option", null, item.Text).With("value", item.Value ?? item.Text)
                    .With("selected", chosen.Contains(item.Value ?? item.Text) ? "selected" : null)
                    .With("disabled", item.Disabled ? "disabled" : null));
        }
        else if (typeof(IFormFile).IsAssignableFrom(type) || typeof(IEnumerable<IFormFile>).IsAssignableFrom(type))
        {
            control = Control(Html.Void("input")).With("type", "file").With("multiple", typeof(IFormFile).IsAssignableFrom(type) ? null : "multiple");
        }
        else if (Kind == "area" || metadata.DataTypeName == nameof(DataType.MultilineText))
        {
            // The line break after the start tag is HTML's own: without it a text that begins with one would lose it.
            control = Control(Html.Tag("textarea", null, new HtmlString("\n"), Shown(entry))).With("rows", Rows.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            var secret = metadata.DataTypeName == nameof(DataType.Password);
            control = Control(Html.Void("input"))
                .With("type", secret ? "password" : Kind == "search" ? "search" : metadata.DataTypeName switch
                {
                    nameof(DataType.EmailAddress) => "email",
                    nameof(DataType.PhoneNumber) => "tel",
                    _ => "text",
                })
                .With("value", secret ? null : Shown(entry));
            if (type == typeof(long) || type == typeof(int) || type == typeof(DateOnly)) Default(control, "inputmode", "numeric");
            if (type == typeof(double)) Default(control, "inputmode", "decimal");
            if (type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(long) || type == typeof(int) || type == typeof(double))
            {
                Default(control, "autocomplete", "off");
                control.AddCssClass("short");
            }
        }
        output.Replace(Html.Tag("div", css, Html.Tag("label", null, caption).With("for", id), hintTag, errorTag, control, inside));
    }

    private static void Default(TagBuilder control, string attribute, string value) => control.Attributes.TryAdd(attribute, value);

    private static string? Typed(ModelStateEntry? entry) => entry?.RawValue is null ? null : entry.AttemptedValue;

    /// <summary>What was typed, or else the model's value as the office writes it.</summary>
    private string Shown(ModelStateEntry? entry) => Typed(entry) ?? For.Model switch
    {
        null => "",
        DateOnly d => Vi.Date(d),
        TimeOnly t => Vi.Time(t),
        long n when Kind == "money" || For.Metadata.DataTypeName == nameof(DataType.Currency) => Vi.Number(n),
        double x => Vi.Decimal(x, 6),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    private HashSet<string> Chosen(ModelStateEntry? entry) => entry?.RawValue switch
    {
        string[] many => [.. many],
        string one => [one],
        _ => For.Model switch
        {
            null => [.. Items!.Where(i => i.Selected).Select(i => i.Value ?? i.Text)],
            string one => [one],
            IEnumerable many => [.. many.Cast<object>().Select(Text)],
            var one => [Text(one)],
        },
    };

    private static string Text(object value) => value is Enum ? value.ToString()! : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

/// <summary>
/// <c>&lt;input name="ReportText" kept="true"&gt;</c>: a control in a list or a bar, where no row of its own fits. What was typed
/// stays and its error stands behind it. Where one form stands several times, only that which was sent is kept.
/// </summary>
[HtmlTargetElement("input", Attributes = "kept", TagStructure = TagStructure.WithoutEndTag)]
[HtmlTargetElement("textarea", Attributes = "kept")]
[HtmlTargetElement("select", Attributes = "kept")]
public sealed class KeptTagHelper : TagHelper
{
    /// <summary>This is the form that was sent.</summary>
    public bool Kept { get; set; }

    /// <summary>The view being rendered.</summary>
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = output.Attributes["name"].Value.ToString()!;
        if (!Kept || !ViewContext.ViewData.ModelState.TryGetValue(name, out var entry))
            return;
        // What belongs to a file input is never written back.
        if (entry.RawValue is string && output.TagName == "input")
            output.Attributes.SetAttribute("value", entry.AttemptedValue);
        if (entry.RawValue is string && output.TagName == "textarea")
            output.Content.SetHtmlContent(new HtmlString("\n")).Append(entry.AttemptedValue);
        if (entry.Errors.FirstOrDefault()?.ErrorMessage is not { } error)
            return;
        var id = Html.Id(name);
        if (!output.Attributes.ContainsName("id"))
            output.Attributes.SetAttribute("id", id);
        output.Attributes.SetAttribute("aria-invalid", "true");
        output.Attributes.SetAttribute("aria-describedby", id + "-err");
        output.PostElement.AppendHtml(Html.Tag("span", "err", Html.Icon("late"), " ", error).With("id", id + "-err"));
    }
}

/// <summary><c>&lt;error-summary /&gt;</c>: at the top of a form that was not accepted, each error as a link to its field; nothing when all is well.</summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorSummaryTagHelper : TagHelper
{
    /// <summary>What did not happen ("Chưa giao được nhiệm vụ"); "Chưa lưu được" by default.</summary>
    public string What { get; set; } = "Chưa lưu được";

    /// <summary>The view being rendered.</summary>
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        // In the order of the form, which is the order in which the properties are declared; refusals of the whole form first.
        var wrong = ViewContext.ViewData.ModelState.Where(e => e.Value!.Errors.Count > 0).OrderBy(e => Place(e.Key), StringComparer.Ordinal).ToList();
        if (wrong.Count == 0)
        {
            output.SuppressOutput();
            return;
        }
        var list = Html.Tag("ul", null);
        foreach (var (key, entry) in wrong)
        {
            // A form-level refusal belongs to no field and is shown whole; of a field the first error is enough.
            if (key == "")
                foreach (var error in entry!.Errors) list.InnerHtml.AppendHtml(Html.Tag("li", null, error.ErrorMessage));
            else
                list.InnerHtml.AppendHtml(Html.Tag("li", null, Html.Tag("a", null, entry!.Errors[0].ErrorMessage).With("href", "#" + Html.Id(key))));
        }
        var fields = wrong.Count(e => e.Key != "");
        output.Replace(Html.Tag("div", "errors",
                Html.Tag("p", "lead", fields == 0 ? What : $"{What}, cần sửa {fields} chỗ"), list)
            .With("role", "alert").With("id", "loi").With("tabindex", "-1"));
    }

    private string Place(string key)
    {
        var place = new StringBuilder();
        var at = ViewContext.ViewData.ModelMetadata;
        foreach (var step in key.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = step.Split('[')[0];
            var order = at?.Properties.Select(p => p.PropertyName).ToList().IndexOf(name) ?? -1;
            var row = step.Length > name.Length && int.TryParse(step[(name.Length + 1)..^1], CultureInfo.InvariantCulture, out var r) ? r : 0;
            place.Append(CultureInfo.InvariantCulture, $"{(order < 0 ? 9999 : order):0000}{row:000000}");
            at = order < 0 ? null : at!.Properties[order];
            at = at?.ElementMetadata ?? at;
        }
        return place.ToString();
    }
}

/// <summary>
/// <c>&lt;page-links number="2" size="20" total="45" /&gt;</c>: "21–40 trong 45" and the pages, keeping all else that stands
/// in the address. The page's number is read back from <c>trang</c>.
/// </summary>
[HtmlTargetElement("page-links", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PageLinksTagHelper : TagHelper
{
    /// <summary>Name of the page number in the address.</summary>
    public const string Parameter = "trang";

    /// <summary>The page shown, from 1.</summary>
    public int Number { get; set; } = 1;

    /// <summary>Rows on a page.</summary>
    public int Size { get; set; } = 20;

    /// <summary>All rows.</summary>
    public long Total { get; set; }

    /// <summary>What is counted ("nhiệm vụ").</summary>
    public string Unit { get; set; } = "dòng";

    /// <summary>The view being rendered.</summary>
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        if (Total == 0)
        {
            output.SuppressOutput();
            return;
        }
        var last = (int)Math.Min(int.MaxValue, (Total + Size - 1) / Size);
        var from = (long)(Number - 1) * Size + 1;
        var row = Html.Tag("span", "row");
        if (last > 1)
        {
            var shown = 0;
            if (Number > 1) row.InnerHtml.AppendHtml(Link("Trang trước", Number - 1, "btn plain").With("rel", "prev"));
            for (var page = 1; page <= last; page++)
            {
                if (page != 1 && page != last && Math.Abs(page - Number) > 2) continue;
                if (page > shown + 1) row.InnerHtml.Append("…");
                shown = page;
                row.InnerHtml.AppendHtml(page == Number
                    ? Html.Tag("b", null, page).With("aria-current", "page")
                    : Link(page.ToString(CultureInfo.InvariantCulture), page, "n").With("aria-label", $"Trang {page}"));
            }
            if (Number < last) row.InnerHtml.AppendHtml(Link("Trang sau", Number + 1, "btn plain").With("rel", "next"));
        }
        row.InnerHtml.AppendHtml(inside);
        output.Replace(Html.Tag("nav", "pages",
            Html.Tag("span", null, $"{Vi.Number(from)}–{Vi.Number(Math.Min(Total, from + Size - 1))} trong {Vi.Number(Total)} {Unit}"), row)
            .With("aria-label", "Trang"));
    }

    private TagBuilder Link(string text, int page, string css)
    {
        var request = ViewContext.HttpContext.Request;
        var query = request.Query.Where(q => q.Key != Parameter)
            .SelectMany(q => q.Value, (q, v) => KeyValuePair.Create(q.Key, v))
            .Append(KeyValuePair.Create<string, string?>(Parameter, page.ToString(CultureInfo.InvariantCulture)));
        return Html.Tag("a", css, text).With("href", QueryHelpers.AddQueryString(request.PathBase + request.Path, query));
    }
}
