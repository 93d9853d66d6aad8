using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using BacSon.App;
using BacSon.App.Demo;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>The rules that hold for whatever is typed.</summary>
internal enum RubbishRule { NoFailure, Vietnamese, Encoded, Kept, NothingSaved, Told, BesideTheField, Bounded, Typed, Chosen, ReadingWritesNothing }

/// <summary>
/// Walks the sample commune's pages as people of each role, collects every form once and sends rubbish into each field of it,
/// one at a time. After whatever was saved the database is put back, so that each trial meets the same commune.
/// </summary>
public sealed partial class RubbishWalk : IAsyncLifetime
{
    public const int Long = 10_000;
    private const string Script = "<script>alert(1)</script>";
    private const string Unknown = "00000000-0000-4000-8000-000000000001";

    // Of pages that differ in a number or in the values of a search a few are read; of forms alike the first that is accepted is tried.
    private const int PagesOfOneKind = 3;
    private const int PagesOfOneTemplate = 6;
    private const int FormsAlike = 20;

    private static readonly Typing[] Texts =
    [
        new("empty", ""), new("long", new string('x', Long)), new("script", Script), new("sql", "'; DROP TABLE Duties;--"),
        new("control", "a\0b\u0001\u0007\u001b\u202e\u2028c"), new("no UTF-8", "\ufffd", [0x61, 0xED, 0xA0, 0x80, 0xFF, 0xC0, 0x80]), new("-1", "-1"), new("huge", "999999999999999999999"),
        new("no such day", "31/02/2026"), new("first day", "0001-01-01"), new("last day", "9999-12-31"), new("abc", "abc"),
    ];

    // To a field of free text each of these is a text like any other: one stands for all.
    private static readonly HashSet<string> OnlyForNumbers = new(StringComparer.Ordinal) { "-1", "huge", "no such day", "first day", "last day", "abc" };

    // What is chosen or carried unseen is tampered with; a browser would send none of this.
    private static readonly Typing[] Tampered = [new("unknown", "999999"), new("huge", "999999999999999999999"), new("abc", "abc"), new("script", Script), new("other version", Unknown)];

    private static readonly byte[] Pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"u8.ToArray();

    private static readonly FileTyping[] Files =
    [
        new("program", "bao-cao.pdf", [.. "MZ"u8, .. new byte[400]]), new("page", "bao-cao.pdf", Encoding.UTF8.GetBytes($"<html>{Script}</html>")), new("empty file", "bao-cao.pdf", []),
        new("broken picture", "anh.png", [0x89, .. "PNG\r\n\u001a\n"u8, .. new byte[64]]), new("path", $"../../{new string('x', 3000)}/../{Script}.pdf", Pdf),
    ];

    /// <summary>What a framework says when nobody wrote the sentence.</summary>
    private static readonly string[] NotOurWords = ["The value", "The field", "is not valid", "is invalid", "is required", "Exception", "Input string", "   at BacSon", "must be a", "could not be"];

    // These show what would happen, or a password that is told once: a page without a complaint is their answer.
    private static readonly HashSet<string> ShowsInstead = new(StringComparer.Ordinal) { "Preview", "Day", "Swap", "Import", "Remove", "Sure", "Verify", "Show", "Test", "Export", "CreateAccount", "NewPassword", "MakeAddress", "More", "Row", "Make" };

    private readonly PlatformHost _host = new();
    private readonly ConcurrentDictionary<RubbishRule, List<string>> _faults = new();
    private readonly Stopwatch _clock = new();
    private SqliteConnection _watch = null!;
    private SqliteConnection _before = null!;
    private SqliteConnection _back = null!;
    private long _version;
    private long _lastEntry;
    private int _requests;
    private readonly List<(string Role, HttpClient Http)> _walkers = [];
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);
    private List<(string Template, TemplateMatcher Matcher)> _templates = [];

    /// <summary>By what they are: the forms that are alike, each with who meets it.</summary>
    internal Dictionary<string, List<(string Role, SentForm Form)>> Forms { get; } = [];
    internal int Pages { get; private set; }
    internal int Fields { get; private set; }
    internal int Requests => _requests;
    internal int Refused { get; private set; }
    internal int Saved { get; private set; }
    internal int KeptFields { get; private set; }
    internal TimeSpan Took => _clock.Elapsed;

    /// <summary>The forms that are accepted when all is well: only of them a refusal says something.</summary>
    internal HashSet<string> Fitting { get; } = [];

    internal IReadOnlyList<string> Faults(RubbishRule rule) => _faults.GetValueOrDefault(rule) ?? [];

    public async ValueTask InitializeAsync()
    {
        _host.UseKestrel(0);
        _host.StartServer();
        _clock.Start();
        var platform = _host.Services.GetRequiredService<PlatformOptions>();
        await DemoSeed.RunAsync(platform, _host.Clock, true, _ => { });
        await _host.WithDbAsync(async db => { await PlatformHost.GiveSecondStepAsync(db); return 0; });
        var starts = await PrepareAsync();
        _templates = [.. _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(x => x.RoutePattern.RawText ?? "").Distinct()
            .OrderBy(x => x.Contains('*')).ThenBy(x => x.Count(c => c == '{')).ThenBy(x => x, StringComparer.Ordinal)
            .Select(x => (x, new TemplateMatcher(TemplateParser.Parse(x.TrimStart('/', '~')), [])))];

        _walkers.Add(("anonymous", Client()));
        foreach (var (role, user) in await PeopleAsync())
            _walkers.Add((role, await SignInAsync(user)));
        _watch = new SqliteConnection(platform.ConnectionString + ";Pooling=False");
        await _watch.OpenAsync();
        Lighten();
        // Each role reads by itself; forms are taken in the order of the roles, so that the same walk tries the same forms.
        foreach (var (role, pages) in await Task.WhenAll(_walkers.Select(x => ReadAsync(x.Role, x.Http, starts))))
            foreach (var (address, html) in pages)
                Take(role, address, html);
        await RememberAsync();
        // Some forms are the answer to another: what was previewed is confirmed there.
        foreach (var (role, form) in Forms.Values.Select(x => x[0]).Where(x => x.Form.Handler is "Preview" or "Day").ToList())
        {
            var answer = await SendAsync(Http(role), form.Request(form.Filled()));
            Take(role, new Uri(form.Page, form.Action), answer.Html);
        }
        foreach (var (key, alike) in Forms.OrderByDescending(x => x.Value[0].Form.Fields.Count).ThenBy(x => x.Key, StringComparer.Ordinal))
            await TryAsync(key, alike);
        _clock.Stop();
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        await _before.DisposeAsync();
        await _back.DisposeAsync();
        await _host.DisposeAsync();
    }

    private HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() }) { BaseAddress = _host.ClientOptions.BaseAddress };

    private async Task<HttpClient> SignInAsync(string user)
    {
        var http = Client();
        await _host.SignInAsync(new PageClient(http), user, DemoSeed.Password);
        return http;
    }

    // The head and the officer are of one unit, so that both meet the duty that is opened for them below.
    private async Task<List<(string Role, string User)>> PeopleAsync() => await _host.WithDbAsync(async db =>
    {
        var people = await db.Users.Join(db.RoleGrants, x => x.PersonId, x => x.PersonId, (account, grant) => new { account.UserName, account.PersonId, grant.Role }).OrderBy(x => x.PersonId).ToListAsync();
        var unit = await db.Units.Where(x => x.Code == "KT").Select(x => x.Id).SingleAsync();
        var members = await db.Positions.Where(x => x.UnitId == unit && x.To == null).Select(x => x.PersonId).ToListAsync();
        string User(Role role, bool here = false) => people.First(x => x.Role == role && (!here || members.Contains(x.PersonId))).UserName!;
        return new List<(string, string)>
        {
            ("office head", User(Role.OfficeHead)), ("chairman", User(Role.Chairman)), ("unit head", User(Role.UnitHead, here: true)),
            ("officer", User(Role.Officer, here: true)), ("administrator", User(Role.Administrator)),
        };
    });

    /// <summary>Duties in every state that has a form of its own, and one that was given today: only then it can be returned as not the unit's own.</summary>
    private async Task<List<string>> PrepareAsync()
    {
        var (head, unit, other, officer) = await _host.WithDbAsync(async db =>
        {
            var units = await db.Units.ToDictionaryAsync(x => x.Code, x => x.Id);
            var members = await db.Positions.Where(x => x.UnitId == units["KT"] && x.To == null).Select(x => x.PersonId).ToListAsync();
            return (await db.RoleGrants.Where(x => x.Role == Role.OfficeHead).Select(x => x.PersonId).FirstAsync(), units["KT"], units["VHXH"],
                await db.RoleGrants.Where(x => x.Role == Role.Officer && members.Contains(x.PersonId)).OrderBy(x => x.PersonId).Select(x => x.PersonId).FirstAsync());
        });
        // The sample's province is of nowhere; with a real one the weak contents have their forms.
        await _host.WithDbAsync(async db =>
        {
            db.Settings.Add(new Setting { Name = SettingNames.PapiProvince, Value = "Lạng Sơn" });
            return await db.SaveChangesAsync();
        });
        var fresh = await _host.ActAsync(head, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.Transparency, "Công khai kết quả rà soát", new DateOnly(2026, 12, 10), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate))
            {
                LeadUnitId = unit, OfficerId = officer, Shares = [new NewShare(other, "Cung cấp số liệu")],
            }, viewer));
        var scan = await _host.InScopeAsync(async services =>
        {
            var (book, viewer) = (services.GetRequiredService<Kernel.Scans.ScanBook>(), await PlatformHost.ViewerAsync(services, officer));
            var begun = await book.StartAsync(fresh.Id, "Biên bản đã quét", viewer);
            foreach (var width in new[] { 20, 30 })
            {
                using var bitmap = new SkiaSharp.SKBitmap(width, 20);
                using var data = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
                await book.AddPageAsync(begun, new MemoryStream(data.ToArray()));
            }
            return begun.Id;
        }, officer);
        var own = await _host.ActAsync(head, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.Transparency, "Niêm yết danh sách", new DateOnly(2026, 12, 11), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate))
            {
                LeadUnitId = other, Shares = [new NewShare(unit, "Cung cấp danh sách")],
            }, viewer));
        var without = await _host.WithDbAsync(db => db.People.Where(x => x.Active && !db.Users.Any(y => y.PersonId == x.Id)).OrderBy(x => x.Id).Select(x => x.Id).FirstAsync());
        var states = await _host.WithDbAsync(async db => new[]
        {
            await db.Duties.Where(x => x.Stage == DutyStage.AwaitingAcceptance && !x.Confidential).OrderBy(x => x.Id).Select(x => x.Id).FirstAsync(),
            await db.DutyExtensions.Where(x => x.Decision == ExtensionDecision.Pending).OrderBy(x => x.Id).Select(x => x.DutyId).FirstAsync(),
            await db.Duties.Where(x => x.Paused && !x.Confidential).OrderBy(x => x.Id).Select(x => x.Id).FirstAsync(),
            await db.Duties.Where(x => x.Stage == DutyStage.Open && x.LeadUnitId == null).OrderBy(x => x.Id).Select(x => x.Id).FirstAsync(),
        });
        return ["/", "/dang-nhap", "/doi-mat-khau", "/phat-giay", $"/ban-giao?nguoi={officer}", $"/viec/{fresh.Id}/quet/{scan}", "/quan-tri/lich?nam=2028", $"/quan-tri/can-bo/{officer}", $"/quan-tri/can-bo/{without}",
            $"/lam-viec?xem=don-vi&q={Uri.EscapeDataString(fresh.Title)}", $"/viec/{fresh.Id}", $"/viec/{own.Id}", $"/lam-viec?xem=don-vi&bao={fresh.Id}", .. states.Select(x => $"/viec/{x}")];
    }

    private HttpClient Http(string role) => _walkers.Find(x => x.Role == role).Http;

    /// <summary>The pages that a role reaches by links: of those that differ only in numbers or in the values of a search a few stand for all.</summary>
    private async Task<(string Role, List<(Uri Address, string Html)> Pages)> ReadAsync(string role, HttpClient http, IReadOnlyList<string> starts)
    {
        var queue = new Queue<Uri>(starts.Select(x => new Uri(http.BaseAddress!, x)));
        var first = queue.Select(x => x.PathAndQuery).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var taken = new Dictionary<string, int>();
        var pages = new List<(Uri, string)>();
        while (queue.TryDequeue(out var address))
        {
            if (!seen.Add(address.PathAndQuery))
                continue;
            if (!first.Contains(address.PathAndQuery))
            {
                var template = Template(address);
                var search = $"{template}?{string.Join('&', SentForm.Query(address).Select(x => x.Name).Order(StringComparer.Ordinal))}";
                var alike = search == template + "?" ? PagesOfOneKind : 1;
                if (taken.GetValueOrDefault(search) >= alike || taken.GetValueOrDefault(template) >= PagesOfOneTemplate)
                    continue;
                taken[search] = taken.GetValueOrDefault(search) + 1;
                taken[template] = taken.GetValueOrDefault(template) + 1;
            }
            var answer = await SendAsync(http, new HttpRequestMessage(HttpMethod.Get, address));
            if (answer.Status == HttpStatusCode.Redirect && answer.Location is { } to)
                queue.Enqueue(new Uri(address, to));
            if (answer.Status != HttpStatusCode.OK || !answer.IsPage)
                continue;
            pages.Add((address, answer.Html));
            foreach (Match link in Link().Matches(answer.Html))
            {
                var linked = new Uri(address, WebUtility.HtmlDecode(link.Groups[1].Value));
                // Files and the dashboard of another product are no pages of ours.
                if (linked.Authority == address.Authority && linked.Scheme == address.Scheme && (!linked.AbsolutePath.StartsWith("/jobs", StringComparison.Ordinal) || App.Jobs.DashboardPages.Ours(linked.AbsolutePath))
                    && !linked.AbsolutePath.Contains("/tep/", StringComparison.Ordinal) && !linked.Query.Contains("tep=", StringComparison.Ordinal))
                    queue.Enqueue(new UriBuilder(linked) { Fragment = "" }.Uri);
            }
        }
        return (role, pages);
    }

    private void Take(string role, Uri page, string html)
    {
        Pages++;
        foreach (var form in SentForm.Read(page, html))
        {
            if (!Forms.TryGetValue(Key(form), out var alike))
                Forms[Key(form)] = [(role, form)];
            else if (!form.Posts && form.Fields.Count > alike[0].Form.Fields.Count)
                Forms[Key(form)] = [(role, form)];
            else if (form.Posts && alike.Count < FormsAlike)
                alike.Add((role, form));
        }
    }

    // A search is one form, whatever its address carries along.
    private string Key(SentForm form) => !form.Posts ? $"GET {Template(form.Action)}" :
        $"POST {Template(form.Action)}{(form.Handler == "" ? "" : " " + form.Handler)} [{string.Join(' ', form.Fields.Select(x => x.Name).Order(StringComparer.Ordinal))}]{(form.Button is { } button ? $" {button.Name}={button.Value}" : "")}";

    private string Template(Uri address) => _templates.Find(x => x.Matcher.TryMatch(address.AbsolutePath, [])).Template is { } found ? "/" + found.TrimStart('/') : address.AbsolutePath;

    private async Task TryAsync(string key, List<(string Role, SentForm Form)> alike)
    {
        // Signing out would end the walk; it has no field.
        if (alike[0].Form.Action.AbsolutePath == "/dang-xuat")
            return;
        var chosen = alike[0];
        foreach (var candidate in alike)
        {
            if (!await JudgeAsync(key, candidate.Form, null, "as it should be", Http(candidate.Role), candidate.Form.Request(candidate.Form.Filled()), candidate.Form.Filled(), mustRefuse: null))
                continue;
            chosen = candidate;
            Fitting.Add(key);
            break;
        }
        var (http, form, filled) = (Http(chosen.Role), chosen.Form, chosen.Form.Filled());
        if (form.Posts)
        {
            await JudgeAsync(key, form, null, "without its token", http, form.Request(filled, token: false), filled, mustRefuse: null);
            await JudgeAsync(key, form, null, "with an unknown handler", http, form.Request(filled, handler: "KhongCo"), filled, mustRefuse: null);
        }
        else
            foreach (var number in new[] { "-1", "0", "99999999999", "abc" })
                await JudgeAsync(key, form, null, $"trang={number}", http, form.Request(filled.Append(("trang", new Typing("", number)))), filled, mustRefuse: null);

        foreach (var field in form.Button is { } button ? [.. form.Fields, new FormField(button.Name, "button", [button.Value], [])] : form.Fields)
        {
            Fields++;
            // A form that says of no version what it changes would overwrite what another saved.
            await JudgeAsync(key, form, field, "missing", http, form.Request(filled.Where(x => x.Name != field.Name)), filled, field.Kind == "hidden" && Guid.TryParse(field.Value, out _) ? RubbishRule.Chosen : null);
            if (field.Kind == "file")
            {
                foreach (var file in Files)
                    await JudgeAsync(key, form, field, file.Name, http, form.Request(filled, (field.Name, file)), filled, file.Name == "path" ? null : RubbishRule.Typed);
                continue;
            }
            // A field of the same act that was met in another form is tried in short: the forms differ by the person or by the button.
            var met = !_tried.Add($"{Template(form.Action)} {form.Handler} {field.Name}");
            foreach (var rubbish in field.TakesText ? Texts : Tampered)
            {
                if (met && rubbish.Name is not ("script" or "unknown") || form.Posts && field.Kind is "text" or "area" or "password" && OnlyForNumbers.Contains(rubbish.Name)
                    || rubbish.Name == "other version" && !Guid.TryParse(field.Value, out _))
                    continue;
                // Who shall do it is asked for by another button of the same form. A request line is read to 8 KB: beyond it no page is asked.
                var typed = !form.Posts && rubbish.Name == "long" ? rubbish with { Text = rubbish.Text[..4000] } : rubbish;
                var sent = filled.Where(x => x.Name != field.Name).Append((field.Name, typed)).ToList();
                await JudgeAsync(key, form, field, rubbish.Name, http, form.Request(sent), sent, form.Posts && !(form.Button is ("Act", "declare") && field.Name == "OfficerId") ? MustRefuse(field, rubbish) : null);
            }
        }
    }

    /// <summary>The rule by which a value cannot be what the field is for.</summary>
    private static RubbishRule? MustRefuse(FormField field, Typing rubbish) => rubbish.Name switch
    {
        "empty" => null,
        _ when field.IsChosen => field.Choices.Contains(rubbish.Text) ? null : RubbishRule.Chosen,
        _ when field.Kind is "hidden" or "button" => field.Value == "" || field.Name is "nam" or "ve" ? null : RubbishRule.Chosen,
        // Cells of a sheet are pasted whole; each is bounded when it is read.
        "long" => field.Name == "Pasted" ? null : RubbishRule.Bounded,
        _ when field.Kind is "numeric" => RubbishRule.Typed,
        "script" or "abc" or "sql" when field.Kind is "email" or "tel" => RubbishRule.Typed,
        _ => null,
    };

    /// <returns>Whether it was accepted.</returns>
    private async Task<bool> JudgeAsync(string key, SentForm form, FormField? field, string rubbish, HttpClient http, HttpRequestMessage request, IReadOnlyList<(string Name, Typing Value)> sent, RubbishRule? mustRefuse)
    {
        var what = $"{key}: {field?.Name ?? "the form"} {rubbish}";
        void Fault(RubbishRule rule, string how) => _faults.GetOrAdd(rule, _ => []).Add($"{what}: {how}");

        var answer = await SendAsync(http, request);
        Look(answer);
        var errors = Errors(answer.Html);
        // What was sent is refused when it is an error to the browser, or the page comes back with a complaint.
        var refused = (int)answer.Status >= 400 || answer.Status == HttpStatusCode.OK && errors.Count > 0;
        var saved = Version() != _version;
        // A note says why it was not done where it is no field's fault.
        var complains = Note().IsMatch(answer.Html) && answer.Status == HttpStatusCode.OK;
        if (refused && form.Posts)
            Refused++;
        if (!form.Posts && saved)
            Fault(RubbishRule.ReadingWritesNothing, await SavedAsync());
        // Each attempt to sign in is written down, also one that failed; so is each wrong code that would change the second step.
        else if (refused && saved && form.Action.AbsolutePath is not ("/dang-nhap" or "/hai-lop"))
            Fault(RubbishRule.NothingSaved, await SavedAsync());
        foreach (var error in errors.Where(x => !HasVietnamese(x) || form.Fields.Any(f => char.IsAsciiLetterUpper(f.Name[0]) && Regex.IsMatch(x, $@"\b{Regex.Escape(f.Name)}(?!\w)"))))
            Fault(RubbishRule.Vietnamese, error);
        if (answer.Status == HttpStatusCode.OK && form.Posts)
        {
            if (errors.Count > 0)
                Keeps();
            else if (!complains && !ShowsInstead.Contains(form.Handler))
                Fault(RubbishRule.Told, "the page comes back without a complaint");
        }
        if (answer.Status == HttpStatusCode.Redirect && answer.Location is { } to)
        {
            // What was saved must not break the page that shows it. Of many acts at once that page says which were refused.
            var next = await SendAsync(http, new HttpRequestMessage(HttpMethod.Get, new Uri(form.Page, to)));
            Look(next);
            if (next.Html.Contains("&#x0;", StringComparison.Ordinal) || next.Html.Contains("&#x1B;", StringComparison.Ordinal))
                Fault(RubbishRule.Encoded, "a control character was saved");
            complains = Note().IsMatch(next.Html);
            if (form.Posts && saved)
                Saved++;
        }
        if (mustRefuse is { } rule && !refused && (saved || !complains && !ShowsInstead.Contains(form.Handler)))
            Fault(rule, $"{(int)answer.Status}, {(saved ? await SavedAsync() : "nothing saved, no complaint")}");
        if (saved)
            Rewind();
        return !refused && (int)answer.Status < 400 && !complains;

        void Look(Answer x)
        {
            if ((int)x.Status >= 500)
                Fault(RubbishRule.NoFailure, $"{(int)x.Status}");
            if (!x.IsPage)
                return;
            var text = WebUtility.HtmlDecode(x.Html);
            if (NotOurWords.FirstOrDefault(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } word)
                Fault(RubbishRule.Vietnamese, $"«{word}»");
            else if ((int)x.Status >= 400 && !HasVietnamese(text))
                Fault(RubbishRule.Vietnamese, $"{(int)x.Status} without a sentence");
            if (x.Html.Contains(Script, StringComparison.OrdinalIgnoreCase))
                Fault(RubbishRule.Encoded, $"{(int)x.Status}");
            if (x.Html.AsSpan().IndexOfAny('\0', '\u0001', '\u001b') >= 0)
                Fault(RubbishRule.Encoded, "a control character comes back");
        }

        void Keeps()
        {
            // A record that does not exist has no row to come back to.
            if (field is { Kind: "hidden" } && !Guid.TryParse(field.Value, out _))
                return;
            // Of forms that are alike the one that was sent is told by what it carries unseen.
            var again = SentForm.Read(form.Page, answer.Html).Where(x => x.Posts && form.Fields.All(f => f.Kind == "hidden" || x.Fields.Any(y => y.Name == f.Name)))
                .OrderByDescending(x => sent.Count(y => x.Fields.Any(f => f.Kind == "hidden" && f.Name == y.Name && f.Value == y.Value.Text))).FirstOrDefault();
            if (again is null)
            {
                Fault(RubbishRule.Kept, "the form is gone with what was typed");
                return;
            }
            // After a conflict the form can be sent again.
            if (rubbish == "other version" && again.Fields.Any(x => x.Name == field?.Name && x.Value == Unknown))
                Fault(RubbishRule.Kept, "the version that nobody has comes back and is refused for ever");
            foreach (var other in form.Fields.Where(x => x.Name != field?.Name && x.Kind is not ("hidden" or "file" or "password")))
            {
                var typed = sent.Where(x => x.Name == other.Name).Select(x => x.Value.Text.ReplaceLineEndings("\n")).Where(x => other.Kind is not "tick" || x == "true").Order(StringComparer.Ordinal).ToList();
                var shown = again.Fields.First(x => x.Name == other.Name).Shown.Select(x => x.ReplaceLineEndings("\n")).Where(x => other.Kind is not "tick" || x == "true").Order(StringComparer.Ordinal).ToList();
                if (typed.Count == 1 && typed[0] == "" && shown.Count == 0 || shown.Count == 1 && shown[0] == "" && typed.Count == 0)
                    continue;
                KeptFields++;
                if (!typed.SequenceEqual(shown))
                    Fault(RubbishRule.Kept, $"{other.Name} was «{string.Join(", ", typed)}», is «{string.Join(", ", shown)}»");
            }
            // A complaint of the field that was typed into stands beside it, not only at the top; a tick that no row has stands nowhere.
            if (field is { Kind: not ("hidden" or "button"), Name: not "Chosen" } && mustRefuse is not null && !answer.Html.Contains($"id=\"{TagBuilder.CreateSanitizedId(field.Name, "_")}-err\"", StringComparison.Ordinal))
                Fault(RubbishRule.BesideTheField, string.Join(" | ", errors));
        }
    }

    private static List<string> Errors(string html) => Summary().Match(html) is { Success: true } summary
        ? [.. Item().Matches(summary.Groups[1].Value).Select(x => WebUtility.HtmlDecode(Tag().Replace(x.Groups[1].Value, "")).Trim())] : [];

    private static bool HasVietnamese(string text) => text.Any(x => x is >= '\u00c0' and <= '\u1ef9' && char.IsLetter(x));

    private sealed record Answer(HttpStatusCode Status, Uri? Location, bool IsPage, string Html);

    private async Task<Answer> SendAsync(HttpClient http, HttpRequestMessage request)
    {
        Interlocked.Increment(ref _requests);
        using var answer = await http.SendAsync(request);
        var type = answer.Content.Headers.ContentType?.MediaType;
        return new Answer(answer.StatusCode, answer.Headers.Location, type == "text/html", type?.StartsWith("text/", StringComparison.Ordinal) == true ? await answer.Content.ReadAsStringAsync() : "");
    }

    // Any commit of the host, to whichever table, gives the file another version in the eyes of a connection that only looks.
    private long Version()
    {
        using var ask = _watch.CreateCommand();
        ask.CommandText = "PRAGMA data_version";
        return (long)ask.ExecuteScalar()!;
    }

    // The database is put back some hundred times: what the sample did before today, and no form asks for, would only be copied.
    private void Lighten()
    {
        Run(_watch, "DELETE FROM Audit");
        Run(_watch, "UPDATE MailBody SET Text = substr(Text, 1, 200), Html = substr(Text, 1, 200)");
        Run(_watch, "VACUUM");
    }

    private async Task RememberAsync()
    {
        _lastEntry = await _host.WithDbAsync(db => db.AuditEntries.MaxAsync(x => (long?)x.Id)) ?? 0;
        _before = new SqliteConnection("Data Source=:memory:");
        await _before.OpenAsync();
        _back = new SqliteConnection(_watch.ConnectionString);
        await _back.OpenAsync();
        Run(_back, "PRAGMA synchronous=OFF");
        _watch.BackupDatabase(_before);
        _version = Version();
    }

    private void Rewind()
    {
        _before.BackupDatabase(_back);
        // Else the host's next save would bring all of it to the disk, and wait for that.
        Run(_back, "PRAGMA wal_checkpoint(PASSIVE)");
        _version = Version();
    }

    private static void Run(SqliteConnection where, string sql)
    {
        using var command = where.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>What the trail says was done.</summary>
    private async Task<string> SavedAsync()
    {
        var said = await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Id > _lastEntry).Select(x => x.Act + " " + x.Subject).Distinct().ToListAsync());
        return said.Count == 0 ? "saved without a trace" : "saved " + string.Join(", ", said);
    }

    [GeneratedRegex("<a\\b[^>]*?href=\"([^\"#][^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex("<div\\b[^>]*class=\"errors\"[^>]*>(.*?)</div>", RegexOptions.Singleline)]
    private static partial Regex Summary();

    [GeneratedRegex("<(?:p|div) class=\"note soon\" role=\"status\">")]
    private static partial Regex Note();

    [GeneratedRegex("<li>(.*?)</li>", RegexOptions.Singleline)]
    private static partial Regex Item();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
