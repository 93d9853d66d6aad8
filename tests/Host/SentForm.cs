using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace BacSon.Host.Tests;

/// <summary>What may be typed into a field, as bytes: some rubbish is no text at all.</summary>
internal sealed record Typing(string Name, string Text, byte[]? Bytes = null)
{
    public byte[] Sent => Bytes ?? Encoding.UTF8.GetBytes(Text);

    /// <summary>As <c>application/x-www-form-urlencoded</c> writes it.</summary>
    public string Encoded => Bytes is { } raw ? string.Concat(raw.Select(x => $"%{x:X2}")) : Uri.EscapeDataString(Text);
}

/// <summary>A file that is not what its name says.</summary>
internal sealed record FileTyping(string Name, string FileName, byte[] Content);

/// <summary>One named field of a form as a page shows it.</summary>
/// <param name="Kind">text, area, email, tel, numeric, password, hidden, select, radio, checks, tick, file.</param>
/// <param name="Shown">What stands in it; of checks, each that is ticked.</param>
/// <param name="Choices">What may be chosen.</param>
internal sealed record FormField(string Name, string Kind, IReadOnlyList<string> Shown, IReadOnlyList<string> Choices)
{
    public bool TakesText => Kind is "text" or "area" or "email" or "tel" or "numeric" or "password";
    public bool IsChosen => Kind is "select" or "radio" or "checks" or "tick";
    public string Value => Shown.Count > 0 ? Shown[0] : "";
}

/// <summary>A form of a page, sent with one of its buttons.</summary>
/// <param name="Page">The address that shows it.</param>
/// <param name="Action">Where it goes, with its query.</param>
/// <param name="Button">The button's own name and value, where it has them.</param>
internal sealed partial record SentForm(Uri Page, Uri Action, bool Posts, bool Multipart, IReadOnlyList<FormField> Fields, (string Name, string Value)? Button, string? Token)
{
    public const string TokenName = "__RequestVerificationToken";

    public string Handler => Query(Action).FirstOrDefault(x => x.Name == "handler").Value ?? "";

    public static IEnumerable<(string Name, string Value)> Query(Uri address) => address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(x => x.Split('=', 2)).Select(x => (Uri.UnescapeDataString(x[0]), x.Length > 1 ? Uri.UnescapeDataString(x[1].Replace('+', ' ')) : ""));

    /// <summary>All forms of a page, each once for every button that sends it elsewhere or with another value.</summary>
    public static IEnumerable<SentForm> Read(Uri page, string html)
    {
        // Fields may stand outside of their form and name it.
        var forms = Form().Matches(html).ToList();
        var strays = Control().Matches(html).Where(x => Attributes(x).ContainsKey("form") && forms.TrueForAll(form => x.Index < form.Index || x.Index > form.Index + form.Length)).ToList();
        foreach (var form in forms)
        {
            var own = Attributes(form);
            var controls = Control().Matches(form.Groups["inside"].Value).Concat(own.TryGetValue("id", out var id) ? strays.Where(x => Attributes(x)["form"] == id) : []).ToList();
            var fields = FieldsOf(controls);
            var token = controls.Select(Attributes).FirstOrDefault(x => x.GetValueOrDefault("name") == TokenName)?.GetValueOrDefault("value");
            var posts = own.GetValueOrDefault("method", "get").Equals("post", StringComparison.OrdinalIgnoreCase);
            var action = own.GetValueOrDefault("action", "");
            // What has no field and no button cannot be sent.
            if (controls.TrueForAll(x => x.Groups["tag"].Value != "button" && Attributes(x).GetValueOrDefault("name") == TokenName))
                continue;
            var buttons = controls.Where(x => x.Groups["tag"].Value == "button").Select(Attributes).Where(x => x.GetValueOrDefault("type", "submit") == "submit")
                .Select(x => (Action: x.GetValueOrDefault("formaction", action), Button: x.TryGetValue("name", out var name) ? (name, x.GetValueOrDefault("value", "")) : ((string, string)?)null)).Distinct();
            foreach (var (to, button) in buttons.DefaultIfEmpty((action, null)))
                yield return new SentForm(page, to == "" ? page : new Uri(page, to), posts, own.GetValueOrDefault("enctype") == "multipart/form-data", fields, button, token);
        }
    }

    private static List<FormField> FieldsOf(IEnumerable<Match> controls) => [.. controls
        .Where(x => x.Groups["tag"].Value != "button" && Attributes(x) is var a && a.TryGetValue("name", out var name) && name != TokenName && !a.ContainsKey("disabled"))
        .GroupBy(x => Attributes(x)["name"]).Select(group =>
        {
            var all = group.Select(x => (Match: x, Attributes: Attributes(x))).ToList();
            var types = all.ConvertAll(x => x.Match.Groups["tag"].Value is "input" ? x.Attributes.GetValueOrDefault("type", "text") : x.Match.Groups["tag"].Value);
            if (types.Contains("radio") || types.Contains("checkbox"))
            {
                // An empty tick sends its hidden twin.
                var kind = types.Contains("radio") ? "radio" : types.Contains("hidden") ? "tick" : "checks";
                return new FormField(group.Key, kind, [.. all.Where(x => x.Attributes.ContainsKey("checked") || kind == "tick" && x.Attributes.GetValueOrDefault("type") == "hidden").Select(x => x.Attributes.GetValueOrDefault("value", "on"))],
                    [.. all.Select(x => x.Attributes.GetValueOrDefault("value", "on"))]);
            }
            var (match, attributes) = all[0];
            if (types[0] == "select")
            {
                var options = Option().Matches(match.Value).Select(Attributes).ToList();
                var chosen = options.Where(x => x.ContainsKey("selected")).Select(x => x.GetValueOrDefault("value", "")).ToList();
                return new FormField(group.Key, "select", chosen.Count > 0 ? chosen : [.. options.Take(1).Select(x => x.GetValueOrDefault("value", ""))], [.. options.Select(x => x.GetValueOrDefault("value", ""))]);
            }
            var shown = types[0] == "textarea" ? WebUtility.HtmlDecode(match.Groups["inside"].Value).TrimStart('\n') : attributes.GetValueOrDefault("value", "");
            return new FormField(group.Key, types[0] switch
            {
                "textarea" => "area",
                "hidden" or "file" or "email" or "tel" or "password" => types[0],
                _ => attributes.GetValueOrDefault("inputmode") is "numeric" or "decimal" ? "numeric" : "text",
            }, [shown], []);
        })];

    // What is accepted where any text or the usual day would not be.
    private static readonly Dictionary<string, string> Fitting = new()
    {
        ["LastDay"] = "25/11/2026", ["DecidedFrom"] = "25/11/2026", ["DecidedTo"] = "27/11/2026", ["LeaveOn"] = "25/11/2026", ["EndOn"] = "25/11/2026", ["To"] = "27/11/2026", ["Until"] = "25/01/2027", ["ShareDueOn"] = "04/12/2026", ["WorkedDate"] = "26/12/2026",
        ["NameFrom"] = "25/11/2026", ["Code"] = "MOI", ["ExtraDays"] = "15, 10", ["Amount"] = "5", ["OnTime"] = "1", ["Late"] = "0,5", ["Overdue"] = "0,2", ["SentBack"] = "0,1", ["Extended"] = "1", ["SentOn"] = "25/11/2026", ["CutOffDay"] = "15", ["ExtensionAmount"] = "5", ["ExtensionMaxTimes"] = "1", ["Link"] = "https://vanban.example/1", ["Time"] = "07:15", ["StartsAt"] = "08:00", ["EndsAt"] = "09:30", ["Day"] = "15", ["Rank"] = "Member", ["IssuedOn"] = "20/11/2026", ["GrantedRole"] = "Editor", ["OfficerId"] = "",
    };

    /// <summary>The values that a person sends who fills in what is empty and ticks what can be ticked: then a refusal has one cause, and what is kept was typed.</summary>
    public List<(string Name, Typing Value)> Filled()
    {
        var sent = new List<(string, Typing)>();
        foreach (var field in Fields)
        {
            var value = field.Value != "" ? field.Value : field.Kind switch
            {
                "area" when field.Name == "Pasted" => Action.AbsolutePath == "/quan-tri/lich"
                    ? "ngày;loại;tên;trạng thái;căn cứ\n25/12/2026;ngày lễ;Ngày thử;chính thức;Thông báo"
                    : Action.AbsolutePath == "/quan-tri/can-bo/nhap" ? "Nguyễn Văn Thử\tông\tCông chức\tThành viên\tVăn phòng"
                    : Action.AbsolutePath == "/van-ban/nhap" ? "Ngày đến\tSố ký hiệu\tNgày văn bản\tCơ quan ban hành\tTrích yếu\n20/11/2026\t99/UBND-NC\t12/11/2026\tUBND tỉnh\tVề việc thử" : $"1.1\tNội dung đã nhập\tVăn phòng\t\tquý II\tBáo cáo",
                "select" when field.Name.EndsWith("].OfficerId", StringComparison.Ordinal) => "",
                _ when Fitting.TryGetValue(field.Name, out var fitting) && (fitting != "" || Action.AbsolutePath == "/viec/mo") => fitting,
                "numeric" => $"25/12/{PlanYear().Match(Action.AbsolutePath) switch { { Success: true } plan => plan.Groups[1].Value, _ => "2026" }}",
                "email" => "thu@bacson.example",
                "tel" => "0000 000 177",
                "password" => "sai-mat-khau-2026",
                "area" => $"Ô {field.Name} đã nhập\nhai dòng",
                "text" => $"Ô {field.Name} đã nhập",
                "select" => field.Choices.FirstOrDefault(x => x == "Holiday") ?? field.Choices[^1],
                "radio" => field.Choices[0],
                "checks" => field.Name == "Chosen" ? field.Choices[0] : "",
                _ => "",
            };
            if (field.Kind == "file" || field.Kind == "checks" && value == "")
                continue;
            sent.AddRange((field.Kind == "checks" && field.Shown.Count > 0 ? field.Shown : [value]).Select(x => (field.Name, new Typing("", x))));
        }
        if (Button is { } button)
            sent.Add((button.Name, new Typing("", button.Value)));
        return sent;
    }

    /// <summary>The request of these values; a post carries its token unless it is left out on purpose.</summary>
    public HttpRequestMessage Request(IEnumerable<(string Name, Typing Value)> values, (string Field, FileTyping File)? upload = null, bool token = true, string? handler = null)
    {
        var all = token && Token is not null ? values.Append((TokenName, new Typing("", Token))).ToList() : [.. values];
        if (!Posts)
            return new HttpRequestMessage(HttpMethod.Get, new UriBuilder(Action) { Query = Encode(all) }.Uri);
        var to = handler is null ? Action : new UriBuilder(Action) { Query = Encode([.. Query(Action).Where(x => x.Name != "handler").Append(("handler", handler)).Select(x => (x.Item1, new Typing("", x.Item2)))]) }.Uri;
        if (!Multipart)
            return new HttpRequestMessage(HttpMethod.Post, to) { Content = new StringContent(Encode(all), new MediaTypeHeaderValue("application/x-www-form-urlencoded")) };
        var parts = new MultipartFormDataContent();
        foreach (var (name, value) in all)
            parts.Add(new ByteArrayContent(value.Sent), name);
        if (upload is var (field, file))
        {
            // Written by hand: a client library would not send such a name.
            var part = new ByteArrayContent(file.Content);
            part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{field}\"; filename=\"{file.FileName}\"");
            part.Headers.TryAddWithoutValidation("Content-Type", "application/pdf");
            parts.Add(part);
        }
        return new HttpRequestMessage(HttpMethod.Post, to) { Content = parts };
    }

    private static string Encode(IEnumerable<(string Name, Typing Value)> values) => string.Join('&', values.Select(x => $"{Uri.EscapeDataString(x.Name)}={x.Value.Encoded}"));

    private static Dictionary<string, string> Attributes(Match tag) => Attribute().Matches(tag.Groups["attributes"].Value).GroupBy(x => x.Groups[1].Value)
        .ToDictionary(x => x.Key, x => WebUtility.HtmlDecode(x.First().Groups[2].Value));

    [GeneratedRegex("^/ke-hoach/([0-9]{4})/")]
    private static partial Regex PlanYear();

    [GeneratedRegex("<form\\b(?<attributes>[^>]*)>(?<inside>.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<(?<tag>select|textarea|button)\\b(?<attributes>[^>]*)>(?<inside>.*?)</\\k<tag>>|<(?<tag>input)\\b(?<attributes>[^>]*)>", RegexOptions.Singleline)]
    private static partial Regex Control();

    [GeneratedRegex("<option\\b(?<attributes>[^>]*)>")]
    private static partial Regex Option();

    [GeneratedRegex("([\\w-]+)(?:=\"([^\"]*)\")?")]
    private static partial Regex Attribute();
}
