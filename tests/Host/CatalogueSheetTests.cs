using System.Net;
using System.Text.RegularExpressions;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Plans;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Host.Tests;

/// <summary>The catalogue goes out as Excel and comes in again: what was not touched stays, what was touched says why and by which text.</summary>
public sealed class CatalogueSheetTests : IDisposable
{
    private const string Key = "commune-legal-document-posting";
    private const string Page = "/danh-muc/nhap";
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task An_untouched_sheet_changes_nothing()
    {
        var (browser, cells) = await SheetAsync();
        Assert.Equal(await _host.WithDbAsync(db => db.Catalogue.CountAsync()), cells.Skip(1).Select(x => x[0]).Distinct().Count());
        var page = await TextAsync(await PostAsync(browser, "Preview", cells));
        Assert.Contains($"Đã đọc {cells.Count - 1} dòng: 0 dòng có thay đổi. Chưa lưu dòng nào.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Save", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_term_needs_the_text_it_was_compared_with_and_is_then_of_the_law()
    {
        var (browser, cells) = await SheetAsync();
        var row = cells.FindIndex(x => x[0] == Key && x[5] is { Length: > 0 });
        cells[row][At(cells, "Số lượng")] = "5";
        var page = await TextAsync(await PostAsync(browser, "Preview", cells));
        Assert.Contains("Đã sửa thời hạn nhưng chưa nhập văn bản đối chiếu", page, StringComparison.Ordinal);

        cells[row][At(cells, "Văn bản đối chiếu")] = "Nghị định 400/2026/NĐ-CP";
        cells[row][At(cells, "Tên nhiệm vụ")] = "Niêm yết văn bản quy phạm pháp luật của xã";
        page = await TextAsync(await PostAsync(browser, "Preview", cells));
        Assert.Contains("1 dòng có thay đổi", page, StringComparison.Ordinal);
        var answer = await PostAsync(browser, "Save", cells, Digest(page), reason: null);
        Assert.Contains("Chưa nhập lý do", await TextAsync(answer), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await PostAsync(browser, "Save", cells, Digest(page), "Rà soát danh mục")).StatusCode);

        var entry = await _host.WithDbAsync(db => db.Catalogue.AsNoTracking().Include(x => x.Terms).SingleAsync(x => x.Key == Key));
        var term = entry.Terms.Single(x => $"{x.Id}" == cells[row][5]);
        Assert.Equal((5, "Nghị định 400/2026/NĐ-CP", TermSource.Law), (term.Amount, term.Document, CatalogueBook.SourceOf(entry, term)));
        Assert.Equal("Niêm yết văn bản quy phạm pháp luật của xã", entry.Title);
        Assert.Equal(2, await _host.WithDbAsync(db => db.CatalogueChanges.CountAsync(x => x.EntryKey == Key && x.Reason == "Rà soát danh mục")));
        Assert.Equal(2, await _host.WithDbAsync(db => db.CatalogueChanges.CountAsync()));
    }

    [Fact]
    public async Task A_wrong_row_is_named_and_nothing_of_the_sheet_is_saved()
    {
        var (browser, cells) = await SheetAsync();
        cells[1][At(cells, "Tên nhiệm vụ")] = "Tên khác";
        cells[2][0] = "khong-co-ma-nay";
        cells[3][At(cells, "Lĩnh vực")] = "Không có lĩnh vực này";
        var page = await TextAsync(await PostAsync(browser, "Preview", cells));
        Assert.Contains("Danh mục không có mã khong-co-ma-nay", page, StringComparison.Ordinal);
        Assert.Contains("Không có lĩnh vực «Không có lĩnh vực này»", page, StringComparison.Ordinal);
        Assert.Contains("chưa lưu dòng nào", await TextAsync(await PostAsync(browser, "Save", cells, Digest(page), "Thử")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await _host.WithDbAsync(db => db.CatalogueChanges.CountAsync()));
    }

    [Fact]
    public async Task What_another_officer_changed_since_the_preview_is_shown_again_and_not_overwritten()
    {
        var (browser, cells) = await SheetAsync();
        var row = cells.FindIndex(x => x[0] == Key);
        cells[row][At(cells, "Nhắc trước")] = "10, 5";
        var page = await TextAsync(await PostAsync(browser, "Preview", cells));
        await _host.WithDbAsync(db => db.Catalogue.Where(x => x.Key == Key).ExecuteUpdateAsync(x => x.SetProperty(one => one.RemindBefore, "10,5")));
        page = await TextAsync(await PostAsync(browser, "Save", cells, Digest(page), "Thử"));
        Assert.Contains("Danh mục vừa thay đổi sau lần xem thử trước", page, StringComparison.Ordinal);
        Assert.Equal(0, await _host.WithDbAsync(db => db.CatalogueChanges.CountAsync()));
    }

    private async Task<(PageClient Browser, List<string?[]> Cells)> SheetAsync()
    {
        await _host.CommuneAsync();
        var browser = await _host.SignInAsync("quantri");
        await using var file = await browser.Http.GetStreamAsync(new Uri(Page + "?handler=Sheet", UriKind.Relative), TestContext.Current.CancellationToken);
        return (browser, [.. PlanImport.ReadExcel(file)]);
    }

    private static int At(List<string?[]> cells, string column) => Array.IndexOf(cells[0], column);

    private static Task<HttpResponseMessage> PostAsync(PageClient browser, string handler, List<string?[]> cells, string digest = "", string? reason = null) => browser.SubmitAsync(Page, new()
    {
        ["Pasted"] = string.Join('\n', cells.Select(x => string.Join('\t', x))), ["Digest"] = digest, ["Reason"] = reason ?? "",
    }, $"{Page}?handler={handler}");

    private static string Digest(string page) => Regex.Match(page, "name=\"Digest\" value=\"([^\"]*)\"").Groups[1].Value;

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
