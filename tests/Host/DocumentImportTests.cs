using System.Net;
using System.Text.RegularExpressions;
using BacSon.Kernel;
using BacSon.Kernel.Documents;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;
using MiniExcelLibs;

namespace BacSon.Host.Tests;

/// <summary>Documents from the province's list: columns, broken rows, and the same file again and again.</summary>
public sealed class DocumentImportTests : IDisposable
{
    private const string Head = "Số đến\tNgày đến\tSố ký hiệu\tNgày văn bản\tCơ quan ban hành\tTrích yếu\tHạn xử lý\tĐộ khẩn";
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private static string Row(int number, string extra = "") => $"{number}\t20/11/2026\t{number}/UBND-NC\t12/11/2026\tUBND tỉnh\tVề việc số {number}{extra}\t10/12/2026\tKhẩn";

    private static async Task<string> PostAsync(PageClient browser, string handler, string pasted, params (string Name, string Value)[] more)
    {
        var fields = new Dictionary<string, string> { ["Pasted"] = pasted };
        foreach (var (name, value) in more)
            fields[name] = value;
        var answer = await browser.SubmitAsync("/van-ban/nhap", fields, $"/van-ban/nhap?handler={handler}");
        return answer.StatusCode == HttpStatusCode.Redirect ? await browser.ReadAsync(answer.Headers.Location!.ToString()) : WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private Task<int> CountAsync() => _host.WithDbAsync(db => db.Documents.CountAsync());

    [Fact]
    public async Task The_new_ones_are_saved_and_the_same_file_again_changes_nothing()
    {
        await _host.CommuneAsync();
        var office = await _host.SignInAsync("chanhvanphong");
        var text = string.Join('\n', ["DANH SÁCH VĂN BẢN ĐẾN", "", Head, Row(1), Row(2), "", Row(3)]);
        var preview = await PostAsync(office, "Preview", text);
        Assert.Contains("Đã đọc 3 dòng: 3 dòng đúng. Chưa lưu dòng nào.", preview, StringComparison.Ordinal);
        Assert.Contains("Lưu 3 văn bản mới", preview, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync());
        Assert.Contains("Đã lưu 3 văn bản mới", await PostAsync(office, "Save", text), StringComparison.Ordinal);
        var before = await _host.WithDbAsync(db => db.Documents.AsNoTracking().OrderBy(x => x.Id).ToListAsync());
        Assert.Equal([(1, DocumentUrgency.Urgent, new DateOnly(2026, 12, 10)), (2, DocumentUrgency.Urgent, new DateOnly(2026, 12, 10)), (3, DocumentUrgency.Urgent, new DateOnly(2026, 12, 10))],
            before.Select(x => (x.ArrivalNumber!.Value, x.Urgency, x.DueOn!.Value)));

        // A row of it says otherwise now: it is told, and the register keeps its own.
        var again = string.Join('\n', [Head, Row(1), Row(2, " đã sửa"), Row(3), Row(4)]);
        var told = await PostAsync(office, "Preview", again);
        Assert.Contains("1 văn bản mới, 2 đã có trong sổ, 1 khác với sổ", told, StringComparison.Ordinal);
        Assert.Contains("Trích yếu: trong sổ «Về việc số 2», trong tệp «Về việc số 2 đã sửa»", told, StringComparison.Ordinal);
        Assert.Contains("Đã lưu 1 văn bản mới; 3 văn bản đã có trong sổ được giữ nguyên", await PostAsync(office, "Save", again), StringComparison.Ordinal);
        Assert.Contains("không có gì để lưu", await PostAsync(office, "Save", again), StringComparison.Ordinal);
        var after = await _host.WithDbAsync(db => db.Documents.AsNoTracking().OrderBy(x => x.Id).ToListAsync());
        Assert.Equal(before.Select(x => (x.Id, x.Abstract, x.Version)), after.Take(3).Select(x => (x.Id, x.Abstract, x.Version)));
        Assert.Equal(4, after.Count);
        Assert.Contains("Về việc số 4", await office.ReadAsync("/van-ban?q=ve+viec+so+4"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_rows_are_named_with_the_reason_and_the_others_are_saved()
    {
        await _host.CommuneAsync();
        var office = await _host.SignInAsync("chanhvanphong");
        var text = string.Join('\n',
        [
            Head, Row(1),
            "2\t31/02/2026\t2/UBND-NC\t12/11/2026\tUBND tỉnh\tNgày hỏng\t\t", "x\t20/11/2026\t3/UBND-NC\t12/11/2026\tUBND tỉnh\tSố hỏng\t\t", "4\t20/11/2026\t\t12/11/2026\tUBND tỉnh\tThiếu số\t\t",
            "5\t20/11/2026\t5/UBND-NC\t12/11/2026\tUBND tỉnh\tKhẩn lạ\t\tGấp lắm", "6\t20/11/2026\t1/UBND-NC\t12/11/2026\tỦy ban nhân dân tỉnh\tTrùng\t\t", "1\t20/11/2026\t7/UBND-NC\t12/11/2026\tUBND tỉnh\tTrùng số đến\t\t",
            "8\t30/11/2026\t8/UBND-NC\t12/11/2026\tUBND tỉnh\tNgày mai\t\t", "\t20/11/2026 08:30\t=HYPERLINK(\"http://x\")/UBND\t12/11/2026\tUBND tỉnh\t=1+1\t\tHoả tốc",
        ]);
        var page = await PostAsync(office, "Preview", text);
        Assert.Contains("Đã đọc 9 dòng: 2 dòng đúng, 7 dòng cần sửa (dòng 3, 4, 5, 6, 7, 8, 9). Chưa lưu dòng nào.", page, StringComparison.Ordinal);
        foreach (var why in new[]
        {
            "Ngày đến «31/02/2026» không đúng", "Số đến «x» không phải là số", "Chưa nhập số, ký hiệu", "Mức độ khẩn «Gấp lắm» không có", "Trùng với dòng 2", "Số đến 1 đã có ở dòng 2", "Ngày đến không được sau hôm nay (25/11/2026)",
        })
            Assert.Contains(why, page, StringComparison.Ordinal);
        await PostAsync(office, "Save", text);
        // What looks like a formula is a text like any other; without a number it is numbered after the file's own.
        var saved = await _host.WithDbAsync(db => db.Documents.AsNoTracking().OrderBy(x => x.Id).ToListAsync());
        Assert.Equal([(1, "Về việc số 1"), (2, "=1+1")], saved.Select(x => (x.ArrivalNumber!.Value, x.Abstract)));
        Assert.Equal(DocumentUrgency.Express, saved[1].Urgency);
    }

    [Fact]
    public async Task A_file_with_other_columns_is_told_what_is_missing_and_its_columns_are_named_once()
    {
        await _host.CommuneAsync();
        var office = await _host.SignInAsync("chanhvanphong");
        var other = "STT\tVào ngày\tSố ký hiệu\tNgày văn bản\tAi gửi\tVề cái gì\n1\t20/11/2026\t9/UBND-NC\t12/11/2026\tUBND tỉnh\tRà soát hộ nghèo";
        var told = await PostAsync(office, "Preview", other);
        Assert.Contains("Tệp thiếu cột: Ngày đến, Cơ quan ban hành, Trích yếu.", told, StringComparison.Ordinal);
        Assert.Contains("Các cột đọc được: STT, Vào ngày, Số ký hiệu, Ngày văn bản, Ai gửi, Về cái gì.", told, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync());
        const string names = "/van-ban/nhap/cot";
        var twice = await office.SubmitShownAsync(names, new() { ["Names[1].Heading"] = "Vào ngày", ["Names[4].Heading"] = "Vào ngày" });
        Assert.Contains("Cột «Vào ngày» đã khai cho nội dung khác", WebUtility.HtmlDecode(await twice.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitShownAsync(names, new() { ["Names[1].Heading"] = "Vào ngày", ["Names[4].Heading"] = "Ai gửi", ["Names[5].Heading"] = "Về cái gì" })).StatusCode);
        // Remembered: the next file of this form is read at once.
        Assert.Contains("Đã đọc 1 dòng: 1 dòng đúng", await PostAsync(office, "Preview", other), StringComparison.Ordinal);
        await PostAsync(office, "Save", other);
        Assert.Equal("Rà soát hộ nghèo", await _host.WithDbAsync(db => db.Documents.Select(x => x.Abstract).SingleAsync()));
        // And one in the usual columns still is.
        Assert.Contains("Đã đọc 1 dòng: 1 dòng đúng", await PostAsync(office, "Preview", $"{Head}\n{Row(3)}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Excel_file_is_read_with_its_dates_and_5000_rows_are_saved_once()
    {
        await _host.CommuneAsync();
        var office = await _host.SignInAsync("chanhvanphong");
        using var sheet = new MemoryStream();
        await sheet.SaveAsAsync(Enumerable.Range(1, 5000).Select(i => new Dictionary<string, object>
        {
            ["Số đến"] = i, ["Ngày đến"] = new DateTime(2026, 1, 1).AddDays(i % 300), ["Số ký hiệu"] = $"{i}/UBND-NC", ["Ngày văn bản"] = new DateTime(2025, 12, 20), ["Cơ quan ban hành"] = "UBND tỉnh", ["Trích yếu"] = $"Về việc số {i}",
        }).ToList());
        async Task<HttpResponseMessage> Send(string handler, byte[]? file, string? pasted)
        {
            var token = Regex.Match(await office.ReadAsync("/van-ban/nhap"), "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value;
            using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" } };
            if (file is not null)
                form.Add(new ByteArrayContent(file), "File", "van-ban-den.xlsx");
            if (pasted is not null)
                form.Add(new StringContent(pasted), "Pasted");
            return await office.Http.PostAsync($"/van-ban/nhap?handler={handler}", form);
        }
        var preview = WebUtility.HtmlDecode(await (await Send("Preview", sheet.ToArray(), null)).Content.ReadAsStringAsync());
        Assert.Contains("Đã đọc 5.000 dòng: 5.000 dòng đúng. Chưa lưu dòng nào.", preview, StringComparison.Ordinal);
        var pasted = Regex.Match(preview, "<textarea[^>]*name=\"Pasted\"[^>]*>\n?(.*?)</textarea>", RegexOptions.Singleline).Groups[1].Value;
        Assert.Equal(HttpStatusCode.Redirect, (await Send("Save", null, pasted)).StatusCode);
        Assert.Equal(5000, await CountAsync());
        Assert.Contains("5.000 đã có trong sổ", WebUtility.HtmlDecode(await (await Send("Preview", sheet.ToArray(), null)).Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Contains("Mỗi lần nhập tối đa 5.000 dòng", WebUtility.HtmlDecode(await (await Send("Preview", null, pasted + "\n" + "5001\t01/02/2026\t5001/UBND-NC\t20/12/2025\tUBND tỉnh\tThừa")).Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Contains("Tệp không phải bảng tính Excel", WebUtility.HtmlDecode(await (await Send("Preview", [.. "PK rubbish"u8], null)).Content.ReadAsStringAsync()) is var html && html.Contains("Không đọc được bảng tính này", StringComparison.Ordinal) ? "Tệp không phải bảng tính Excel" : html, StringComparison.Ordinal);
    }
}
