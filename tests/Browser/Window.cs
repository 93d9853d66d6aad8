using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace BacSon.Browser.Tests;

/// <summary>One browser window; remembers whatever its pages complained about.</summary>
internal sealed class Window : IAsyncDisposable
{
    // Injected once a page and run in the page itself; what a frame shows is another document, looked at for itself.
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();
    private const string Wcag = """{ type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }""";
    private const string Contrast = """{ type: 'rule', values: ['color-contrast'] }""";

    private readonly ConcurrentQueue<string> _complaints = [];

    private Window(IPage page) => Page = page;

    public IPage Page { get; }

    public static async Task<Window> OpenAsync(IBrowserContext context)
    {
        context.SetDefaultTimeout(30_000);
        var window = new Window(await context.NewPageAsync());
        // A refused style or script (Content-Security-Policy), a missing file and an exception all end here.
        window.Page.Console += (_, message) => { if (message.Type is "error" or "warning") window._complaints.Enqueue(message.Text); };
        window.Page.PageError += (_, error) => window._complaints.Enqueue(error);
        return window;
    }

    public async Task<int> GoAsync(string path)
    {
        var answer = await Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        return answer!.Status;
    }

    public async Task SignInAsync(string user, string password)
    {
        await GoAsync("/dang-nhap");
        await Page.GetByLabel("Tên đăng nhập").FillAsync(user);
        await Page.GetByLabel("Mật khẩu").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập" }).ClickAsync();
        await Page.WaitForURLAsync(url => !url.Contains("/dang-nhap", StringComparison.Ordinal));
    }

    /// <summary>Presses what sends a form and waits for the answer.</summary>
    public async Task PressAsync(ILocator what)
    {
        // The answer to a sent form is another document, after a redirect: its load event, not that of the page pressed on.
        var loaded = new TaskCompletionSource();
        Page.Load += Loaded;
        await what.ClickAsync();
        await loaded.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Page.Load -= Loaded;

        void Loaded(object? sender, IPage page) => loaded.TrySetResult();
    }

    /// <summary>What the pages complained about since this was last asked.</summary>
    public IReadOnlyList<string> TakeComplaints()
    {
        var all = _complaints.ToArray();
        _complaints.Clear();
        return all;
    }

    /// <summary>Everything that is wrong with the page shown: each a sentence for whoever mends it.</summary>
    public async Task<List<string>> FaultsAsync()
    {
        var faults = new List<string>(TakeComplaints().Select(x => "console: " + x));
        await Page.EvaluateAsync(Axe);
        // The dark scheme changes colours only.
        foreach (var (scheme, rules) in new[] { (ColorScheme.Light, Wcag), (ColorScheme.Dark, Contrast) })
        {
            await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            var violations = await Page.EvaluateAsync<string[]>("async () => (await axe.run(document, { iframes: false, resultTypes: ['violations'], runOnly: " + rules + " }))"
                + ".violations.map(x => `${x.id}: ${x.help}: ${x.nodes.slice(0, 2).map(node => node.html).join(' | ')}`)");
            faults.AddRange(violations.Select(x => $"axe {scheme}: {x}"));
        }
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        if (await SidewaysAsync() is { Length: > 0 } wide)
            faults.Add("wider than 320 px: " + wide);
        // Where lines wrap on a phone, what is touched must still lie apart (WCAG 2.2, 2.5.8).
        var size = Page.ViewportSize!;
        await Page.SetViewportSizeAsync(360, 800);
        faults.AddRange(await Page.EvaluateAsync<string[]>("async () => (await axe.run(document, { iframes: false, resultTypes: ['violations'], runOnly: { type: 'rule', values: ['target-size'] } })).violations.map(x => `axe 360 px: ${x.id}: ${x.nodes.slice(0, 2).map(node => node.html).join(' | ')}`)"));
        await Page.SetViewportSizeAsync(size.Width, size.Height);
        var text = await Page.Locator("body").InnerTextAsync();
        // Keys, codes and addresses are letters drawn by chance: HTML says of them that they are no words (translate="no").
        foreach (var drawn in await Page.Locator("[translate=no]").AllInnerTextsAsync())
            text = text.Replace(drawn, "", StringComparison.Ordinal);
        faults.AddRange(Words.Faults(text).Select(x => "words: " + x));
        if (await Page.Locator("h1").CountAsync() != 1)
            faults.Add("not exactly one h1");
        if (await Page.TitleAsync() is not { Length: > 3 })
            faults.Add("no title");
        return faults;
    }

    /// <summary>The elements that make the page scroll sideways on the narrowest phone; empty when none does.</summary>
    public async Task<string> SidewaysAsync()
    {
        var before = Page.ViewportSize!;
        await Page.SetViewportSizeAsync(320, 900);
        var wide = await Page.EvaluateAsync<string>("""
            () => {
                const root = document.documentElement;
                if (root.scrollWidth <= root.clientWidth) return '';
                const wide = [...document.body.querySelectorAll('*')].filter(x => x.getBoundingClientRect().right > root.clientWidth + 1);
                return `${root.scrollWidth} px; ` + wide.slice(0, 3).map(x => `${x.tagName.toLowerCase()}.${x.className}`).join(', ');
            }
            """);
        await Page.SetViewportSizeAsync(before.Width, before.Height);
        return wide;
    }

    /// <summary>Addresses of our own pages that the page links to, without the part after #.</summary>
    public async Task<IReadOnlyList<string>> LinksAsync()
    {
        var links = await Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('a[href]')].filter(x => x.origin === location.origin && !x.hasAttribute('download')).map(x => x.pathname + x.search)");
        return [.. links.Distinct()];
    }

    public ValueTask DisposeAsync() => Page.Context.DisposeAsync();
}

/// <summary>Words that must not stand on a page.</summary>
internal static partial class Words
{
    // Section 16 of the office's glossary: what machine translation writes and the office never would.
    private static readonly string[] Machine =
    [
        "gửi biểu mẫu", "trường này là bắt buộc", "tùy chọn", "tuỳ chọn", "bảng điều khiển", "tải lên", "tải xuống", "thông báo đẩy", "người dùng cuối", "hết hạn phiên",
        "đã được tạo thành công", "xin lỗi vì sự bất tiện", "rất tiếc", "kích hoạt", "xử lý thành công", "khách hàng", "dữ liệu trống", "giờ trước", "phút trước",
        "ngày làm việc kinh doanh", "lý do cho việc từ chối", "được thực hiện bởi", "của bạn", "công dân vui lòng",
    ];

    // English that slips through from a framework or a programmer. None of these is a Vietnamese syllable.
    private static readonly HashSet<string> English = new(StringComparer.OrdinalIgnoreCase)
    {
        "the", "and", "of", "is", "are", "not", "found", "error", "errors", "page", "pages", "save", "delete", "edit", "update", "submit", "cancel", "close", "open", "home", "back", "next",
        "previous", "search", "filter", "status", "state", "dashboard", "loading", "select", "choose", "field", "required", "invalid", "value", "file", "upload", "download", "user", "users",
        "password", "login", "logout", "view", "new", "date", "time", "day", "days", "true", "false", "null", "undefined", "exception", "system", "unknown", "default", "name", "title",
        "email", "mail", "done", "late", "overdue", "pending", "failed", "success", "duty", "unit", "evidence", "version", "none", "yes", "with", "for", "from", "this", "that", "your", "please",
    };

    public static IEnumerable<string> Faults(string text)
    {
        foreach (var phrase in Machine.Where(x => text.Contains(x, StringComparison.OrdinalIgnoreCase)))
            yield return $"«{phrase}»";
        // Addresses, codes, mail names and file names are no words.
        foreach (var word in Address().Replace(text, " ").Split().SelectMany(x => Letters().Matches(x)).Select(x => x.Value).Where(English.Contains).Distinct())
            yield return $"English «{word}»";
    }

    [GeneratedRegex(@"\S*[@/:._\\]\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Letters();
}
