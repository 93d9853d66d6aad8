using System.Text.RegularExpressions;
using BacSon.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BacSon.Browser.Tests;

/// <summary>Each page that a person can reach by clicking, looked at as a strict reader would.</summary>
public sealed partial class PagesTests(BrowserHost host)
{
    // What each must have reached by following links from the first page; {n} stands for a number or key.
    private static readonly string[] Public = ["/", "/lich-cong-tac", "/tinh-thoi-han", "/dang-nhap", "/quen-mat-khau"];
    private static readonly string[] Staff = ["/", "/lam-viec", "/viec", "/viec/{n}", "/van-ban", "/ke-hoach", "/danh-muc", "/danh-muc/{n}", "/tinh-thoi-han", "/tim", "/phim-tat", "/tai-khoan/nhac-viec", "/tai-khoan/lich", "/tai-khoan/trang", "/tai-khoan", "/hai-lop", "/doi-mat-khau"];

    // Not pages of ours: Hangfire's own (English, their style), and addresses that answer with data.
    private static readonly string[] NotOurs = ["/jobs", "/api/", "/openapi/", "/health/"];

    // A mail as its reader sees it, in a sandbox that runs no script, so that nothing can look at it from inside.
    [GeneratedRegex(@"^/quan-tri/thu/\d+/xem$")]
    private static partial Regex MailShown();

    private static readonly Dictionary<string, string[]> Also = new()
    {
        [People.Chairman] = ["/tinh-hinh", "/papi", "/xac-nhan"],
        [People.Deputy] = ["/tinh-hinh", "/xac-nhan", "/uy-quyen"],
        [People.OfficeHead] = ["/tinh-hinh", "/ke-hoach/nam-moi", "/viec/mo", "/ket-qua", "/ket-qua/he-so", "/giao-ban", "/giao-ban/{n}/ket-luan", "/bao-cao", "/bao-cao/{n}", "/bao-cao/loai", "/bao-cao/loai/{n}", "/lich-tuan", "/lich-tuan/moi", "/lich-tuan/{n}", "/giay-to", "/giay-to/{n}", "/giay-to/{n}/sua", "/giay-to/don-doc", "/viec/{n}/duong-dan", "/ban-giao", "/ban-giao?nguoi", "/phat-giay", "/ke-hoach/{n}/bao-cao", "/ke-hoach/{n}/don-vi", "/ke-hoach/{n}/noi-dung-yeu", "/van-ban/moi", "/van-ban/nhap", "/van-ban/{n}", "/van-ban/{n}/sua", "/van-ban/{n}/giao-viec"],
        [People.UnitHead] = ["/viec/mo", "/uy-quyen", "/viec/{n}/quet"],
        [People.Administrator] = ["/quan-tri", "/quan-tri/lich", "/quan-tri/don-vi", "/quan-tri/don-vi/sap-nhap", "/quan-tri/can-bo", "/quan-tri/can-bo/nhap", "/quan-tri/dang-nhap", "/quan-tri/linh-vuc", "/quan-tri/xa", "/quan-tri/bat-dau", "/quan-tri/bat-dau/don-vi", "/quan-tri/bat-dau/linh-vuc", "/quan-tri/bat-dau/phu-trach", "/quan-tri/thu", "/quan-tri/thu/tam-dung", "/quan-tri/thu/gui-thu", "/quan-tri/mau-thu", "/quan-tri/mau-thu/nhac-viec", "/quan-tri/nhat-ky", "/quan-tri/nhat-ky/{n}", "/jobs/lich-chay", "/jobs/lich-chay?viec", "/jobs/lan-chay", "/danh-muc/nhap", "/danh-muc/{n}/sua", "/danh-muc/{n}/thoi-han/moi", "/danh-muc/{n}/thoi-han/{n}"],
        [People.Observer] = ["/tinh-hinh"],
    };

    public static TheoryData<string> Everyone => [.. People.All];

    [Theory]
    [MemberData(nameof(Everyone))]
    public async Task Each_page_a_person_can_reach_is_accessible_narrow_quiet_and_in_Vietnamese(string user) =>
        await WalkAsync(user, [.. Staff, .. Also.GetValueOrDefault(user, [])]);

    [Fact]
    public async Task Each_page_a_citizen_can_reach_is_accessible_narrow_quiet_and_in_Vietnamese() => await WalkAsync(null, Public);

    [Theory]
    [InlineData("/khong-co-trang-nay", 404)]
    [InlineData("/khong-co-quyen", 403)]
    public async Task A_page_that_refuses_is_as_good_as_any_other(string path, int status)
    {
        await using var window = await host.OpenAsync();
        Assert.Equal(status, await window.GoAsync(path));
        // The browser itself notes that the page's own address answered with an error.
        window.TakeComplaints();
        Assert.Empty(await window.FaultsAsync());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/lich-cong-tac")]
    [InlineData("/tinh-thoi-han")]
    [InlineData("/dang-nhap")]
    public async Task A_page_for_citizens_weighs_under_100_KB_with_all_it_loads(string path)
    {
        await using var window = await host.OpenAsync();
        var answers = new List<IResponse>();
        window.Page.Response += (_, answer) => answers.Add(answer);
        await window.GoAsync(path);
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var bytes = 0;
        foreach (var answer in answers)
            bytes += (await answer.BodyAsync()).Length;
        Assert.InRange(bytes, 1_000, 100_000);
    }

    // Follows every link, one address of each shape: "/viec/12" and "/viec/40?trang=2" are the same page with other records.
    private async Task WalkAsync(string? user, string[] expected)
    {
        await using var window = await host.OpenAsync(user);
        var waiting = new Queue<(string Path, string From)>([("/", "start")]);
        if (user is not null)
        {
            waiting.Enqueue(("/lam-viec", "start"));
            // Reached by typing, not by a link.
            waiting.Enqueue(("/tim?q=cong+khai", "start"));
        }
        if (expected.Contains("/giay-to/{n}/sua"))
        {
            // Which paper of the office comes first is chance; a draft has the form.
            await using var scope = host.Services.CreateAsyncScope();
            var draft = await scope.ServiceProvider.GetRequiredService<PlatformDb>().Papers.Where(x => x.State == Kernel.Papers.PaperState.Draft).Select(x => x.Id).FirstAsync();
            waiting.Enqueue(($"/giay-to/{draft}/sua", "start"));
        }
        var seen = new HashSet<string>();
        var faults = new List<string>();
        while (waiting.TryDequeue(out var next))
        {
            var shape = ShapeOf(next.Path);
            if (NotOurs.Any(x => next.Path.StartsWith(x, StringComparison.Ordinal)) && !App.Jobs.DashboardPages.Ours(next.Path.Split('?')[0]) || MailShown().IsMatch(next.Path) || !seen.Add(shape))
                continue;
            if (await FileAsync(window, next.Path))
                continue;
            var status = await window.GoAsync(next.Path);
            if (status != 200)
            {
                faults.Add($"{next.Path}, linked from {next.From}: {status}");
                window.TakeComplaints();
                continue;
            }
            foreach (var link in await window.LinksAsync())
                waiting.Enqueue((link, next.Path));
            faults.AddRange((await window.FaultsAsync()).Select(x => $"{next.Path}: {x}"));
        }
        Assert.True(faults.Count == 0, $"{user ?? "a citizen"}, {seen.Count} pages:\n{string.Join("\n", faults)}");
        Assert.Empty(expected.Except(seen));
    }

    // A link to a file (Excel, an attachment) is fetched, not shown.
    private static async Task<bool> FileAsync(Window window, string path)
    {
        var answer = await window.Page.APIRequest.GetAsync(path, new APIRequestContextOptions { MaxRedirects = 5 });
        await using var _ = answer;
        return answer.Ok && !answer.Headers.GetValueOrDefault("content-type", "").StartsWith("text/html", StringComparison.Ordinal);
    }

    // With a job or a person named these pages show their forms.
    private static string ShapeOf(string path) => path.StartsWith("/jobs/lich-chay?viec=", StringComparison.Ordinal) ? "/jobs/lich-chay?viec" : path.StartsWith("/ban-giao?nguoi=", StringComparison.Ordinal) ? "/ban-giao?nguoi" : Number().Replace(path.Split('?')[0], "/{n}");

    [GeneratedRegex(@"/\d+(?:-\d\d-\d\d)?(?=/|$)|(?<=^/danh-muc|^/bao-cao/loai)/(?!nhap$)[a-z0-9-]+(?=/|$)")]
    private static partial Regex Number();
}
