using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Scans;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace BacSon.Host.Tests;

/// <summary>Photographs become one PDF: the form first, pages after it, nothing lost when the connection is.</summary>
public sealed class ScanTests : IDisposable
{
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private async Task<(Commune Commune, Duty Duty, PageClient Officer, string Path, long Scan)> StartAsync(string title = "Biên bản niêm yết")
    {
        var commune = await _host.CommuneAsync();
        var duty = await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.Transparency, "Niêm yết quy hoạch", new DateOnly(2026, 12, 10), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { LeadUnitId = commune.Economy, OfficerId = commune.Officer }, viewer));
        var officer = await _host.SignInAsync("congchuc");
        var answer = await officer.SubmitAsync($"/viec/{duty.Id}/quet", new() { ["Title"] = title });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var path = answer.Headers.Location!.ToString();
        return (commune, duty, officer, path, long.Parse(path.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture));
    }

    // A lying picture: left half red, right half blue; the top left corner green.
    private static byte[] Picture(int salt = 0)
    {
        using var bitmap = new SKBitmap(400, 200);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Red);
        using var blue = new SKPaint { Color = SKColors.Blue };
        using var green = new SKPaint { Color = SKColors.Green };
        canvas.DrawRect(200, 0, 200, 200, blue);
        canvas.DrawRect(0, 0, 60 + salt, 60, green);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static async Task<HttpResponseMessage> SendAsync(PageClient officer, string path, params byte[][] pictures)
    {
        var html = await officer.ReadAsync(path);
        var form = new MultipartFormDataContent { { new StringContent(Regex.Match(html, "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value), "__RequestVerificationToken" } };
        foreach (var picture in pictures)
            form.Add(new ByteArrayContent(picture), "Pictures", "anh.png");
        return await officer.Http.PostAsync(new Uri(path + "?handler=Add", UriKind.Relative), form);
    }

    private Task<List<ScanPage>> PagesAsync() => _host.WithDbAsync(db => db.ScanPages.AsNoTracking().OrderBy(x => x.Place).ThenBy(x => x.Id).ToListAsync());

    private static Task<HttpResponseMessage> ActAsync(PageClient officer, string path, string act, long page, params (string Name, string Value)[] more) =>
        officer.SubmitAsync(path, new(more.Select(x => KeyValuePair.Create(x.Name, x.Value)).Append(KeyValuePair.Create("PageId", $"{page}"))), $"{path}?handler={act}");

    [Fact]
    public async Task Pages_arrive_one_by_one_survive_and_become_one_pdf_among_the_proofs()
    {
        var (_, duty, officer, path, scan) = await StartAsync();
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(officer, path, Picture())).StatusCode);
        // The connection broke: days later, from another machine, the rest follows.
        var again = await _host.SignInAsync("congchuc");
        Assert.Contains($"{path}\"", await again.ReadAsync($"/viec/{duty.Id}/quet"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(again, path, Picture(), Picture(1), Picture(2))).StatusCode);
        Assert.Equal(3, (await PagesAsync()).Count);
        Assert.Equal(HttpStatusCode.Redirect, (await again.SubmitAsync(path, [], path + "?handler=Finish")).StatusCode);

        var file = await _host.WithDbAsync(db => db.Evidence.SingleAsync());
        Assert.Equal((duty.Id, "Biên bản niêm yết.pdf", "application/pdf"), (file.DutyId, file.FileName, file.ContentType));
        var pdf = Encoding.Latin1.GetString(await again.Http.GetByteArrayAsync(new Uri($"/viec/{duty.Id}/tep/{file.Id}", UriKind.Relative)));
        Assert.StartsWith("%PDF-", pdf, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(pdf, @"/Type\s*/Page\b"));
        Assert.Equal(0, await _host.WithDbAsync(db => db.Scans.CountAsync()));
        Assert.False(Directory.Exists(Path.Combine(_host.Storage, "scans", $"{scan}")));
    }

    [Fact]
    public async Task A_page_is_turned_then_cut_and_its_preview_is_what_will_be_bound()
    {
        var (_, duty, officer, path, _) = await StartAsync();
        await SendAsync(officer, path, Picture());
        var page = (await PagesAsync()).Single().Id;
        async Task<SKBitmap> PreviewAsync() => SKBitmap.Decode(await officer.Http.GetByteArrayAsync(new Uri($"{path}/trang/{page}", UriKind.Relative)));
        static void Near(SKColor expected, SKColor actual) => Assert.True(Math.Abs(expected.Red - actual.Red) < 40 && Math.Abs(expected.Green - actual.Green) < 40 && Math.Abs(expected.Blue - actual.Blue) < 40, $"{expected} {actual}");
        Assert.Equal(HttpStatusCode.Redirect, (await ActAsync(officer, path, "Turn", page, ("Turn", "90"))).StatusCode);
        using (var turned = await PreviewAsync())
        {
            Assert.Equal((200, 400), (turned.Width, turned.Height));
            // A quarter clockwise: what was left is above, the corner that was top left is top right.
            Near(SKColors.Red, turned.GetPixel(20, 100));
            Near(SKColors.Green, turned.GetPixel(180, 20));
            Near(SKColors.Blue, turned.GetPixel(100, 300));
        }
        Assert.Equal(HttpStatusCode.Redirect, (await ActAsync(officer, path, "Cut", page, ("CutLeft", "0"), ("CutTop", "45"), ("CutRight", "10"), ("CutBottom", "0"))).StatusCode);
        using (var cut = await PreviewAsync())
        {
            Assert.Equal((180, 220), (cut.Width, cut.Height));
            Near(SKColors.Red, cut.GetPixel(90, 5));
            Near(SKColors.Blue, cut.GetPixel(90, 40));
        }
        Assert.Equal(HttpStatusCode.Redirect, (await ActAsync(officer, path, "Turn", page, ("Turn", "180"))).StatusCode);
        using (var over = await PreviewAsync())
        {
            Assert.Equal((400, 200), (over.Width, over.Height));
            Near(SKColors.Blue, over.GetPixel(50, 100));
            Near(SKColors.Green, over.GetPixel(390, 190));
        }
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync($"/viec/{duty.Id}")).StatusCode);
    }

    [Fact]
    public async Task Pages_change_places_and_one_can_be_taken_out()
    {
        var (_, _, officer, path, _) = await StartAsync();
        await SendAsync(officer, path, Picture(), Picture(1), Picture(2));
        var before = (await PagesAsync()).ConvertAll(x => x.Id);
        await ActAsync(officer, path, "Move", before[2], ("Place", "1"));
        Assert.Equal([before[2], before[0], before[1]], (await PagesAsync()).Select(x => x.Id));
        await ActAsync(officer, path, "Move", before[2], ("Place", "2"));
        Assert.Equal([before[0], before[2], before[1]], (await PagesAsync()).Select(x => x.Id));
        await ActAsync(officer, path, "Remove", before[0]);
        Assert.Equal([before[2], before[1]], (await PagesAsync()).Select(x => x.Id));
    }

    [Theory]
    [InlineData("CutLeft", "46")]
    [InlineData("CutTop", "-1")]
    [InlineData("CutBottom", "")]
    [InlineData("CutRight", "abc")]
    public async Task A_cut_that_cannot_be_is_refused_beside_its_field(string field, string typed)
    {
        var (_, _, officer, path, _) = await StartAsync();
        await SendAsync(officer, path, Picture());
        var page = (await PagesAsync()).Single();
        var sent = new Dictionary<string, string> { ["CutLeft"] = "0", ["CutTop"] = "0", ["CutRight"] = "0", ["CutBottom"] = "0", [field] = typed };
        var html = await (await ActAsync(officer, path, "Cut", page.Id, [.. sent.Select(x => (x.Key, x.Value))])).Content.ReadAsStringAsync();
        Assert.Contains($"id=\"{field}-err\"", html, StringComparison.Ordinal);
        Assert.Equal((0, 0), ((await PagesAsync()).Single().CutLeft, (await PagesAsync()).Single().CutTop));
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_and_the_pages_before_it_stay()
    {
        var (_, _, officer, path, _) = await StartAsync();
        var answer = await SendAsync(officer, path, Picture(), "%PDF-1.4 none"u8.ToArray());
        Assert.Contains("Đã nhận 1 ảnh; ảnh tiếp theo chưa nhận được", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Single(await PagesAsync());
        Assert.Equal(0, await _host.WithDbAsync(db => db.Evidence.CountAsync()));
    }

    [Fact]
    public async Task Nobody_else_sees_a_scan_under_way_not_even_his_head_and_what_is_left_for_a_month_is_forgotten()
    {
        var (commune, duty, officer, path, scan) = await StartAsync();
        await SendAsync(officer, path, Picture());
        var page = (await PagesAsync()).Single().Id;
        var head = await _host.SignInAsync("truongphong");
        Assert.Equal(HttpStatusCode.NotFound, (await head.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await head.GetAsync($"{path}/trang/{page}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await _host.SignInAsync("chanhvanphong")).GetAsync($"/viec/{duty.Id}/quet")).StatusCode);

        async Task<int> TidyAsync() => await _host.InScopeAsync(services => services.GetRequiredService<ScanBook>().TidyAsync());
        _host.Clock.Utc = _host.Clock.Utc.AddDays(30);
        Assert.Equal(0, await TidyAsync());
        Assert.True(Directory.Exists(Path.Combine(_host.Storage, "scans", $"{scan}")));
        _host.Clock.Utc = _host.Clock.Utc.AddHours(1);
        Assert.Equal(1, await TidyAsync());
        Assert.False(Directory.Exists(Path.Combine(_host.Storage, "scans", $"{scan}")));
        Assert.Equal(DutyStage.Open, await _host.WithDbAsync(db => db.Duties.Where(x => x.LeadUnitId == commune.Economy).Select(x => x.Stage).SingleAsync()));
    }

    [Fact]
    public async Task A_page_whose_picture_is_gone_from_the_disk_is_said_and_can_be_taken_out()
    {
        var (_, _, officer, path, scan) = await StartAsync();
        await SendAsync(officer, path, Picture(), Picture(1));
        var pages = await PagesAsync();
        File.Delete(Path.Combine(_host.Storage, "scans", $"{scan}", pages[0].Sha256));
        Assert.Contains("không còn trên máy chủ", WebUtility.HtmlDecode(await (await officer.SubmitAsync(path, [], path + "?handler=Finish")).Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await ActAsync(officer, path, "Remove", pages[0].Id)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.SubmitAsync(path, [], path + "?handler=Finish")).StatusCode);
        Assert.Single(await _host.WithDbAsync(db => db.Evidence.ToListAsync()));
    }
}
