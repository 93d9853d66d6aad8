using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using BacSon.Tests.Support;

namespace BacSon.Browser.Tests;

/// <summary>What is printed, and the pictures that the README shows.</summary>
public sealed partial class PaperTests(BrowserHost host)
{
    [Theory]
    [InlineData(People.Chairman)]
    [InlineData(People.Deputy)]
    public async Task The_status_page_prints_on_one_A4(string user)
    {
        await using var window = await host.OpenAsync(user);
        Assert.Equal(200, await window.GoAsync("/tinh-hinh"));
        var paper = Encoding.Latin1.GetString(await window.Page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true, Format = "A4" }));
        var boxes = MediaBox().Matches(paper).Select(x => x.Groups[1].Value).Distinct().ToList();
        Assert.Single(Sheet().Matches(paper));
        Assert.Single(boxes);
        Assert.Contains(boxes[0], new[] { "594.95996 841.91998", "841.91998 594.95996", "595 842", "842 595" });
    }

    /// <summary>BACSON_PICTURES=1 takes the pictures anew; an ordinary run only looks whether they are there.</summary>
    [Theory]
    [InlineData(People.Chairman, "/tinh-hinh", "status.png")]
    [InlineData(People.UnitHead, "/lam-viec", "work.png")]
    [InlineData(People.Administrator, "/jobs/lich-chay", "schedules.png")]
    [InlineData(People.Administrator, "/quan-tri/lich", "calendar.png")]
    [InlineData(People.Administrator, "/danh-muc", "catalogue.png")]
    [InlineData(People.Administrator, "/quan-tri/nhat-ky", "audit.png")]
    [InlineData(People.OfficeHead, "/ket-qua", "results.png")]
    [InlineData(People.OfficeHead, "/lam-viec?xem=dieu-hanh", "desk.png")]
    [InlineData(People.OfficeHead, "/giay-to/1", "paper.png")]
    public async Task Each_picture_of_the_README_is_there_and_light(string user, string path, string name)
    {
        var file = Path.Combine(Checkout.Root, "ops", "pictures", name);
        if (Environment.GetEnvironmentVariable("BACSON_PICTURES") == "1")
        {
            await using var window = await host.OpenAsync(user);
            await window.Page.SetViewportSizeAsync(1180, 760);
            await window.GoAsync(path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await window.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
        }
        Assert.InRange(new FileInfo(file).Length, 10_000, 200_000);
        Assert.Contains($"ops/pictures/{name}", await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "README.md")), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex Sheet();

    [GeneratedRegex(@"/MediaBox\s*\[0 0 ([\d.]+ [\d.]+)\]")]
    private static partial Regex MediaBox();
}
