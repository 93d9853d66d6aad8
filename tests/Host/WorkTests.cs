using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>The officers' pages over HTTP: lists, the duty's page and its acts, opening, delegating.</summary>
public sealed partial class WorkTests : IDisposable
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private Task<Duty> OpenAsync(Commune commune, string title, DateOnly due, Func<NewDuty, NewDuty>? more = null) => _host.ActAsync(commune.OfficeHead,
        (ledger, viewer) =>
        {
            var given = new NewDuty(PapiArea.Transparency, title, due, new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { LeadUnitId = commune.Economy };
            return ledger.OpenAsync(more is null ? given : more(given), viewer);
        });

    private Task<Duty> ReadAsync(long id) => _host.WithDbAsync(db => db.Duties.AsNoTracking().Include(x => x.Shares).Include(x => x.Extensions).AsSplitQuery().SingleAsync(x => x.Id == id));

    private static DateOnly December(int day) => new(2026, 12, day);

    private static int Tile(string page, string name) => int.Parse(Regex.Match(page, $"<li><a class=\"{name}\" href=\"[^\"]+\"><b>(\\d+)</b>").Groups[1].Value, CultureInfo.InvariantCulture);

    private static string TileAddress(string page, string name) => Regex.Match(page, $"<li><a class=\"{name}\" href=\"([^\"]+)\"").Groups[1].Value;

    private static List<long> Rows(string page) => [.. RowId().Matches(page).Select(x => long.Parse(x.Groups[1].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex("<tr role=\"row\" id=\"v(\\d+)\"")]
    private static partial Regex RowId();

    [Fact]
    public async Task The_work_list_stands_late_first_then_by_due_date_and_shows_only_the_units_own()
    {
        var commune = await _host.CommuneAsync();
        var later = await OpenAsync(commune, "Đến hạn sau", December(10));
        var late = await OpenAsync(commune, "Đã quá hạn", new DateOnly(2026, 11, 20));
        var sooner = await OpenAsync(commune, "Đến hạn trước", December(1));
        await OpenAsync(commune, "Của phòng khác", December(1), x => x with { LeadUnitId = commune.Culture });

        var page = await (await _host.SignInAsync("truongphong")).ReadAsync("/lam-viec");
        Assert.Equal([late.Id, sooner.Id, later.Id], Rows(page));
        Assert.Contains("Việc của Phòng Kinh tế", page, StringComparison.Ordinal);
        // 23 and 25/11 are working days after 20/11; 24/11 is a holiday.
        Assert.Contains("Quá hạn 2 ngày làm việc", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Của phòng khác", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/lam-viec", "Việc của tôi")]
    [InlineData("/viec", "Việc của tôi")]
    [InlineData("/viec?tt=mo&nd=2", "Việc của tôi")]
    [InlineData("/viec/mo", "Việc của tôi")]
    [InlineData("/viec/mo?cach=nhap", "Việc của tôi")]
    [InlineData("/uy-quyen", "Việc của tôi")]
    [InlineData("/xac-nhan", "Chờ xác nhận")]
    [InlineData("/ke-hoach", "Kế hoạch")]
    public async Task Every_page_of_the_officers_stands_under_one_entry_of_the_menu(string path, string entry)
    {
        await _host.CommuneAsync();
        var page = await (await _host.SignInAsync("chanhvanphong")).ReadAsync(path);
        var nav = Regex.Match(page, "<nav class=\"nav\".*?</nav>", RegexOptions.Singleline).Value;
        Assert.Equal([entry], Regex.Matches(nav, "<a [^>]*aria-current=\"[^\"]+\"[^>]*>([^<]+)</a>").Select(x => x.Groups[1].Value));
    }

    [Fact]
    public async Task The_citizens_menu_begins_with_the_home_page_by_its_usual_name() =>
        Assert.Contains("<a href=\"/\" aria-current=\"page\">Trang chủ</a>", await _host.Browser().ReadAsync("/"), StringComparison.Ordinal);

    [Fact]
    public async Task Each_tile_opens_as_many_duties_as_it_counts()
    {
        var commune = await _host.CommuneAsync();
        await OpenAsync(commune, "Quá hạn một", new DateOnly(2026, 11, 20));
        await OpenAsync(commune, "Quá hạn hai", new DateOnly(2026, 11, 23));
        await OpenAsync(commune, "Sắp đến hạn", new DateOnly(2026, 11, 27));
        await OpenAsync(commune, "Còn lâu", new DateOnly(2026, 12, 30));
        var declared = await OpenAsync(commune, "Đã báo cáo", December(2));
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(declared.Id, null, viewer));
        var back = await OpenAsync(commune, "Bị trả lại", December(3));
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(back.Id, null, viewer));
        await _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.SendBackAsync(back.Id, "Thiếu phụ lục", viewer));

        var browser = await _host.SignInAsync("truongphong");
        var page = await browser.ReadAsync("/lam-viec");
        (string, int)[] expected = [("late", 2), ("soon", 2), ("back", 1), ("wait", 1)];
        foreach (var (name, count) in expected)
        {
            Assert.Equal(count, Tile(page, name));
            Assert.Equal(count, Rows(await browser.ReadAsync(TileAddress(page, name))).Count);
        }
    }

    [Fact]
    public async Task A_quick_report_is_written_from_the_list_and_an_empty_one_is_refused_with_its_row_open()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Công khai dự toán", December(2));
        var browser = await _host.SignInAsync("truongphong");
        var list = $"/lam-viec?xem=don-vi&bao={duty.Id}";
        Assert.Contains("name=\"ReportText\"", await browser.ReadAsync(list), StringComparison.Ordinal);

        var refused = await browser.SubmitAsync(list, new() { ["ReportId"] = $"{duty.Id}", ["ReportText"] = " ", ["ReportNext"] = "Trình ký" }, "/lam-viec?xem=don-vi&handler=Report");
        var again = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Contains("Chưa nhập kết quả, vướng mắc", again, StringComparison.Ordinal);
        Assert.Contains("value=\"Trình ký\"", again, StringComparison.Ordinal);

        var done = await browser.SubmitAsync(list, new() { ["ReportId"] = $"{duty.Id}", ["ReportText"] = "Đã lập biểu", ["ReportNext"] = "Trình ký" }, "/lam-viec?xem=don-vi&handler=Report");
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.EndsWith($"#v{duty.Id}", done.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("Trình ký", (await ReadAsync(duty.Id)).NextStep);
    }

    [Fact]
    public async Task Of_many_declared_at_once_each_is_done_or_refused_by_itself_and_the_result_says_why()
    {
        var commune = await _host.CommuneAsync();
        var plain = await OpenAsync(commune, "Không cần chứng cứ", December(2));
        var proof = await OpenAsync(commune, "Cần chứng cứ", December(2), x => x with { RequiresEvidence = true });
        var other = await OpenAsync(commune, "Việc của phòng khác", December(2), x => x with { LeadUnitId = commune.Culture });
        var browser = await _host.SignInAsync("truongphong");
        var token = Regex.Match(await browser.ReadAsync("/lam-viec"), "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value;
        var answer = await browser.Http.PostAsync("/lam-viec?handler=Many", new FormUrlEncodedContent(
        [
            new("Chosen", Box(plain)), new("Chosen", Box(proof)), new("Chosen", Box(other)), new("Act", "declare"), new("__RequestVerificationToken", token),
        ]));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var page = await browser.ReadAsync(answer.Headers.Location!.ToString());
        Assert.Contains("Đã báo cáo hoàn thành 1 nhiệm vụ, 2 nhiệm vụ không được", page, StringComparison.Ordinal);
        Assert.Contains("Cần chứng cứ: Chưa có tài liệu, hình ảnh chứng minh", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Việc của phòng khác", page, StringComparison.Ordinal);
        Assert.Equal(DutyStage.AwaitingAcceptance, (await ReadAsync(plain.Id)).Stage);
        Assert.Equal(DutyStage.Open, (await ReadAsync(proof.Id)).Stage);
        Assert.Equal(DutyStage.Open, (await ReadAsync(other.Id)).Stage);
    }

    private static string Box(Duty duty) => new ChosenDuty(duty.Id, duty.Version).ToString();

    [Fact]
    public async Task What_another_changed_since_the_list_was_read_is_told_and_not_overwritten()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Báo cáo quý", December(2));
        var head = await _host.SignInAsync("truongphong");
        var token = Regex.Match(await head.ReadAsync("/lam-viec"), "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value;
        await _host.ActAsync(commune.UnitDeputy, (ledger, viewer) => ledger.NameOfficerAsync(duty.Id, commune.UnitDeputy, viewer));
        var answer = await head.Http.PostAsync("/lam-viec?handler=Many", new FormUrlEncodedContent(
            [new("Chosen", Box(duty)), new("OfficerId", $"{commune.Officer}"), new("Act", "assign"), new("__RequestVerificationToken", token)]));
        Assert.Contains("Báo cáo quý: ", await head.ReadAsync(answer.Headers.Location!.ToString()), StringComparison.Ordinal);
        Assert.Equal(commune.UnitDeputy, (await ReadAsync(duty.Id)).OfficerId);
    }

    [Fact]
    public async Task A_page_that_comes_back_with_a_complaint_still_carries_the_version_that_was_read()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Báo cáo quý", December(2));
        var page = $"/viec/{duty.Id}";
        var office = await _host.SignInAsync("chanhvanphong");
        await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.DescribeAsync(duty.Id, "Báo cáo quý IV", null, null, null, viewer, duty.Version));
        var refused = await office.SubmitAsync(page, new() { ["Version"] = $"{duty.Version}", ["Title"] = new string('a', 600), ["What"] = "Nội dung của tôi" }, $"{page}?handler=Describe");
        var html = await refused.Content.ReadAsStringAsync();
        Assert.Contains($"name=\"Version\" value=\"{duty.Version}\"", html, StringComparison.Ordinal);
        var told = await (await office.SubmitAsync(page, new() { ["Version"] = $"{duty.Version}", ["Title"] = "Báo cáo của tôi" }, $"{page}?handler=Describe")).Content.ReadAsStringAsync();
        var now = await ReadAsync(duty.Id);
        Assert.Equal("Báo cáo quý IV", now.Title);
        Assert.Contains($"name=\"Version\" value=\"{now.Version}\"", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_message_for_Zalo_names_no_duty_that_was_typed_by_hand()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Phân loại đơn của bà Lý Thị Sen", new DateOnly(2026, 11, 27));
        // What a meeting concluded has a key of its own and was typed all the same.
        var concluded = await _host.InScopeAsync(async services =>
        {
            await services.GetRequiredService<BacSon.Kernel.Meetings.MeetingBook>().SaveAsync(new DateOnly(2026, 11, 23), commune.Chairman, null, [new(0, "Đối thoại với bà Lý Thị Sen", commune.Economy, new DateOnly(2026, 12, 1), null)], Guid.Empty, open: true, await PlatformHost.ViewerAsync(services, commune.OfficeHead));
            return await services.GetRequiredService<PlatformDb>().Duties.OrderByDescending(x => x.Id).Select(x => x.Id).FirstAsync();
        }, commune.OfficeHead);
        var report = await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(new NewDuty(PapiArea.General, "Báo cáo kinh tế - xã hội tháng 11", new DateOnly(2026, 11, 27), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate))
        { LeadUnitId = commune.Economy, CatalogueKey = "report-economy-society", OccurrenceKey = "report-economy-society:2026-11-27" }, null));
        var head = await _host.SignInAsync("truongphong");
        foreach (var page in new[] { "/lam-viec", "/viec", "/giao-ban", "/bao-cao" })
        {
            var message = Regex.Match(await head.ReadAsync(page), "<textarea id=\"zalo\"[^>]*>(.*?)</textarea>", RegexOptions.Singleline).Groups[1].Value;
            Assert.Contains($"/viec/{report.Id}", message, StringComparison.Ordinal);
            Assert.Contains("Báo cáo kinh tế - xã hội tháng 11. Thời hạn 27/11/2026 (thứ Sáu, còn 2 ngày làm việc)", message, StringComparison.Ordinal);
            Assert.DoesNotContain("Sen", message, StringComparison.Ordinal);
            foreach (var typed in new[] { duty.Id, concluded })
                Assert.Equal(page != "/bao-cao", message.Contains($"Nhiệm vụ số {typed}. ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_list_goes_out_as_an_Excel_file()
    {
        var commune = await _host.CommuneAsync();
        await OpenAsync(commune, "=1+1 công khai", December(2));
        var browser = await _host.SignInAsync("truongphong");
        foreach (var address in new[] { "/lam-viec?tep=xlsx", "/viec?tep=xlsx" })
        {
            var file = await browser.GetAsync(address);
            Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file.Content.Headers.ContentType!.MediaType);
            using var zip = new System.IO.Compression.ZipArchive(await file.Content.ReadAsStreamAsync());
            using var sheet = new StreamReader(zip.Entries.Single(x => x.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal)).Open());
            var text = await sheet.ReadToEndAsync();
            Assert.Contains("=1+1 công khai", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<f>", text, StringComparison.Ordinal);
            Assert.DoesNotContain("x:f>", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_office_head_sees_what_no_unit_leads_and_what_came_back_and_gives_it()
    {
        var commune = await _host.CommuneAsync();
        var unled = await OpenAsync(commune, "Chưa ai nhận", December(2), x => x with { LeadUnitId = null });
        var returned = await OpenAsync(commune, "Không thuộc nhiệm vụ", December(2));
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.ReturnAsNotOursAsync(returned.Id, "Thuộc lĩnh vực văn hóa", viewer));
        var browser = await _host.SignInAsync("chanhvanphong");
        var page = await browser.ReadAsync("/lam-viec");
        Assert.Contains("Chưa có đơn vị chủ trì (1)", page, StringComparison.Ordinal);
        Assert.Contains("Trả lại vì không thuộc nhiệm vụ (1)", page, StringComparison.Ordinal);
        Assert.Contains("Phòng Kinh tế trả lại Văn phòng, không thuộc nhiệm vụ: Thuộc lĩnh vực văn hóa", page, StringComparison.Ordinal);
        var answer = await browser.SubmitAsync("/lam-viec", new() { ["Chosen"] = $"{returned.Id}", ["UnitId"] = $"{commune.Culture}", ["Act"] = "give" }, "/lam-viec?xem=dieu-hanh&handler=Desk");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(commune.Culture, (await ReadAsync(returned.Id)).LeadUnitId);
        Assert.Null((await ReadAsync(unled.Id)).LeadUnitId);
        // A unit head has no such list.
        Assert.DoesNotContain("Chưa ai nhận", await (await _host.SignInAsync("truongphong")).ReadAsync("/lam-viec"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_a_duty_shows_its_acts_to_those_who_may_do_them_and_to_others_nothing_at_all()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Công khai dự toán", December(2));
        var head = await (await _host.SignInAsync("truongphong")).ReadAsync($"/viec/{duty.Id}");
        Assert.Contains("handler=Declare", head, StringComparison.Ordinal);
        Assert.Contains("handler=Officer", head, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Cancel", head, StringComparison.Ordinal);
        var officer = await (await _host.SignInAsync("congchuc")).ReadAsync($"/viec/{duty.Id}");
        Assert.DoesNotContain("handler=", officer, StringComparison.Ordinal);
        var observer = await (await _host.SignInAsync("hdnd")).ReadAsync($"/viec/{duty.Id}");
        Assert.DoesNotContain("handler=", observer, StringComparison.Ordinal);
        var chairman = await (await _host.SignInAsync("chutich")).ReadAsync($"/viec/{duty.Id}");
        Assert.Contains("handler=Cancel", chairman, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await (await _host.SignInAsync("truongphongvh")).GetAsync($"/viec/{duty.Id}")).StatusCode);
    }

    [Fact]
    public async Task An_act_that_the_page_does_not_show_is_refused_when_it_is_sent_all_the_same()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Công khai dự toán", December(2));
        var officer = await _host.SignInAsync("congchuc");
        foreach (var handler in new[] { "Declare", "Officer", "Cancel", "Pause", "Assign", "Direct", "Describe", "AddShare", "NotOurs", "AskExtension", "Progress" })
        {
            // The token of any page of theirs will do.
            var answer = await officer.SubmitAsync("/uy-quyen", new()
            {
                ["OfficerId"] = $"{commune.Officer}", ["UnitId"] = $"{commune.Culture}", ["Title"] = "Khác", ["Progress"] = "Xong", ["Until"] = "10/12/2026",
                ["DirectionText"] = "Làm", ["ShareUnitId"] = $"{commune.Culture}", ["ShareWhat"] = "Số liệu", ["Version"] = $"{duty.Version}",
            }, $"/viec/{duty.Id}?handler={handler}");
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{handler}: {(int)answer.StatusCode}");
        }
        var after = await ReadAsync(duty.Id);
        Assert.Equal(duty.Version, after.Version);
        Assert.Empty(after.Shares);
    }

    [Fact]
    public async Task A_report_with_a_file_that_is_no_picture_or_PDF_saves_nothing_and_keeps_what_was_typed()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Công khai dự toán", December(2), x => x with { RequiresEvidence = true });
        var browser = await _host.SignInAsync("truongphong");
        var refused = await SendReportAsync(browser, duty.Id, "Đã niêm yết tại trụ sở", ("bien-ban.pdf", Pdf), ("la.exe", "MZ chương trình"u8.ToArray()));
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Contains("Tệp không phải ảnh hoặc PDF", page, StringComparison.Ordinal);
        Assert.Contains("Đã niêm yết tại trụ sở</textarea>", page, StringComparison.Ordinal);
        Assert.False(await _host.WithDbAsync(db => db.Evidence.AnyAsync()));
        Assert.False(await _host.WithDbAsync(db => db.DutyEvents.AnyAsync(x => x.Kind == DutyEventKind.Progress)));

        var done = await SendReportAsync(browser, duty.Id, "Đã niêm yết tại trụ sở", ("bien-ban.pdf", Pdf));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        var file = await _host.WithDbAsync(db => db.Evidence.SingleAsync());
        Assert.Contains($"/viec/{duty.Id}/tep/{file.Id}", await browser.ReadAsync($"/viec/{duty.Id}"), StringComparison.Ordinal);
        Assert.Equal(Pdf, await (await browser.GetAsync($"/viec/{duty.Id}/tep/{file.Id}")).Content.ReadAsByteArrayAsync());
    }

    private static async Task<HttpResponseMessage> SendReportAsync(PageClient browser, long id, string text, params (string Name, byte[] Content)[] files)
    {
        var token = Regex.Match(await browser.ReadAsync($"/viec/{id}"), "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StringContent(text), "Progress" } };
        foreach (var (name, content) in files)
            form.Add(new ByteArrayContent(content), "Uploads", name);
        return await browser.Http.PostAsync($"/viec/{id}?handler=Progress", form);
    }

    [Fact]
    public async Task Whoever_edits_an_old_copy_is_told_and_keeps_his_words()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Công khai dự toán", December(2));
        await _host.ActAsync(commune.Chairman, (ledger, viewer) => ledger.DirectAsync(duty.Id, "Làm ngay", null, viewer));
        var browser = await _host.SignInAsync("chanhvanphong");
        var answer = await browser.SubmitAsync($"/viec/{duty.Id}", new() { ["Title"] = "Công khai dự toán năm 2026", ["Version"] = $"{duty.Version}" }, $"/viec/{duty.Id}?handler=Describe");
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains("Người khác vừa lưu hồ sơ này", page, StringComparison.Ordinal);
        Assert.Contains("value=\"Công khai dự toán năm 2026\"", page, StringComparison.Ordinal);
        Assert.Equal("Công khai dự toán", (await ReadAsync(duty.Id)).Title);
        // The page that came back carries the new version: sent again it is saved.
        var version = (await ReadAsync(duty.Id)).Version;
        Assert.Contains($"name=\"Version\" value=\"{version}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_assignment_to_confirmation_a_duty_goes_its_way_over_the_pages()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Báo cáo quý", December(2));
        var head = await _host.SignInAsync("truongphong");
        var page = $"/viec/{duty.Id}";
        Assert.Equal(HttpStatusCode.Redirect, (await head.SubmitAsync(page, new() { ["OfficerId"] = $"{commune.Officer}" }, $"{page}?handler=Officer")).StatusCode);
        var officer = await _host.SignInAsync("congchuc");
        Assert.Equal([duty.Id], Rows(await officer.ReadAsync("/lam-viec")));
        Assert.Equal(HttpStatusCode.Redirect, (await officer.SubmitAsync(page, new() { ["Until"] = "7/12/2026", ["ExtensionReason"] = "Chờ số liệu các thôn" }, $"{page}?handler=AskExtension")).StatusCode);

        var deputy = await _host.SignInAsync("phochutich");
        Assert.Contains("Đề nghị gia hạn (1)", await deputy.ReadAsync("/lam-viec"), StringComparison.Ordinal);
        var extension = (await ReadAsync(duty.Id)).Extensions.Single();
        Assert.Equal(HttpStatusCode.Redirect, (await deputy.SubmitAsync(page, new() { ["ExtensionId"] = $"{extension.Id}", ["DecisionReason"] = "Đồng ý, khách quan" }, $"{page}?handler=Grant")).StatusCode);
        Assert.Equal(December(7), (await ReadAsync(duty.Id)).DueOn);
        Assert.Contains("đồng ý gia hạn từ 02/12/2026 đến 07/12/2026 (thứ Hai): Đồng ý, khách quan.", await head.ReadAsync(page), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await officer.SubmitAsync(page, new() { ["DoneNote"] = "Đã gửi tỉnh" }, $"{page}?handler=Declare")).StatusCode);
        Assert.DoesNotContain("handler=Accept", await officer.ReadAsync(page), StringComparison.Ordinal);
        Assert.Contains("Chờ xác nhận (1)", await deputy.ReadAsync("/lam-viec"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await deputy.SubmitAsync("/xac-nhan", new() { ["Chosen"] = $"{duty.Id}" }, "/xac-nhan?handler=Accept")).StatusCode);
        Assert.Equal(DutyStage.Done, (await ReadAsync(duty.Id)).Stage);
        Assert.Contains("Hoàn thành trước hạn 8 ngày làm việc", await head.ReadAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_date_moved_off_a_day_off_says_from_where_and_why()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Báo cáo tháng", new DateOnly(2026, 11, 29), x => x with { Shift = DueShift.Next });
        Assert.Equal(new DateOnly(2026, 11, 30), duty.DueOn);
        var page = await (await _host.SignInAsync("truongphong")).ReadAsync($"/viec/{duty.Id}");
        Assert.Contains("Ngày 29/11/2026 là ngày nghỉ (Chủ nhật) nên thời hạn là ngày làm việc liền sau, 30/11/2026 (thứ Hai).", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_coordinating_unit_sees_its_share_with_its_own_date_and_reports_it()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Báo cáo năm", December(2), x => x with { Shares = [new NewShare(commune.Culture, "Số liệu hộ nghèo", new DateOnly(2026, 11, 23))] });
        var browser = await _host.SignInAsync("truongphongvh");
        var list = await browser.ReadAsync("/lam-viec");
        Assert.Contains("Phối hợp: Số liệu hộ nghèo", list, StringComparison.Ordinal);
        Assert.Contains("Phần phối hợp (1, 1 quá hạn)", list, StringComparison.Ordinal);
        var share = (await ReadAsync(duty.Id)).Shares.Single();
        var page = $"/viec/{duty.Id}";
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync(page, new() { ["ShareId"] = $"{share.Id}", ["ShareNote"] = "Đã gửi bảng số liệu" }, $"{page}?handler=ShareDone")).StatusCode);
        Assert.Equal(PlatformHost.Wednesday, (await ReadAsync(duty.Id)).Shares.Single().DoneOn);
    }

    [Fact]
    public async Task The_lead_unit_corrects_a_share_on_the_page_and_takes_the_unit_away_again()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Báo cáo năm", December(2), x => x with { Shares = [new NewShare(commune.Culture, "Số liệu", December(1))] });
        var share = (await ReadAsync(duty.Id)).Shares.Single();
        var page = $"/viec/{duty.Id}";
        var browser = await _host.SignInAsync("truongphong");
        var form = await browser.ReadAsync($"{page}?phan={share.Id}");
        Assert.Contains("Sửa phần phối hợp của Phòng Văn hóa - Xã hội", form, StringComparison.Ordinal);
        Assert.Contains("value=\"01/12/2026\"", form, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=ChangeShare", await (await _host.SignInAsync("truongphongvh")).ReadAsync($"{page}?phan={share.Id}"), StringComparison.Ordinal);

        Dictionary<string, string> Fields(string due) => new() { ["ShareId"] = $"{share.Id}", ["ChangedWhat"] = "Số liệu hộ nghèo", ["ChangedDueOn"] = due };
        var refused = WebUtility.HtmlDecode(await (await browser.SubmitAsync($"{page}?phan={share.Id}", Fields("03/12/2026"), $"{page}?handler=ChangeShare")).Content.ReadAsStringAsync());
        Assert.Contains("Thời hạn phối hợp không được sau thời hạn của đơn vị chủ trì (02/12/2026)", refused, StringComparison.Ordinal);
        Assert.Contains("Số liệu hộ nghèo</textarea>", refused, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync($"{page}?phan={share.Id}", Fields("30/11/2026"), $"{page}?handler=ChangeShare")).StatusCode);
        Assert.Equal(("Số liệu hộ nghèo", new DateOnly(2026, 11, 30)), ((await ReadAsync(duty.Id)).Shares.Single().What, (await ReadAsync(duty.Id)).Shares.Single().DueOn));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync($"{page}?phan={share.Id}", new() { ["ShareId"] = $"{share.Id}", ["RemoveReason"] = "Đã có số liệu" }, $"{page}?handler=RemoveShare")).StatusCode);
        Assert.Contains("Bỏ Phòng Văn hóa - Xã hội phối hợp (Số liệu hộ nghèo): Đã có số liệu", await browser.ReadAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_shows_its_due_date_before_anything_is_saved_and_then_opens_the_duty()
    {
        var commune = await _host.CommuneAsync();
        var (key, term) = await _host.WithDbAsync(async db =>
        {
            var entry = await db.Catalogue.AsNoTracking().Include(x => x.Terms).AsSplitQuery()
                .Where(x => x.Trigger == CatalogueTrigger.Event && x.AppliesUntil == null && x.Terms.Any(term => term.Unit == TermUnit.WorkingDay && term.Kind == TermKind.NoLaterThan)).OrderBy(x => x.Key).ToListAsync();
            var first = entry.First(x => x.TermOn(PlatformHost.Wednesday) is { Unit: TermUnit.WorkingDay, Kind: TermKind.NoLaterThan });
            return (first.Key, first.TermOn(PlatformHost.Wednesday)!.Term());
        });
        var browser = await _host.SignInAsync("truongphong");
        Assert.Contains($"/viec/mo?loai={key}", await browser.ReadAsync("/viec/mo"), StringComparison.Ordinal);
        var page = $"/viec/mo?loai={key}";
        var form = new Dictionary<string, string> { ["EventOn"] = "25/11/2026", ["Detail"] = "phiếu số 12", ["LeadUnitId"] = $"{commune.Economy}" };
        // Without having seen the date nothing is saved.
        var unseen = await browser.SubmitAsync(page, new(form), $"{page}&handler=Open");
        Assert.Equal(HttpStatusCode.OK, unseen.StatusCode);
        Assert.False(await _host.WithDbAsync(db => db.Duties.AnyAsync()));
        var calendar = await _host.WithDbAsync(async db => new WorkingCalendar(await db.CalendarDays.ToListAsync(), await db.CalendarYears.Select(x => x.Year).ToListAsync()));
        var due = LegalClock.Due(calendar, PlatformHost.Wednesday, term)!.Value;
        Assert.Contains(BacSon.Kernel.Ui.Vi.Date(due), WebUtility.HtmlDecode(await unseen.Content.ReadAsStringAsync()), StringComparison.Ordinal);

        var opened = await browser.SubmitAsync(page, new(form) { ["SeenOn"] = "2026-11-25" }, $"{page}&handler=Open");
        Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
        var duty = await _host.WithDbAsync(db => db.Duties.SingleAsync());
        Assert.Equal((due, key, commune.Economy), (duty.DueOn, duty.CatalogueKey, duty.LeadUnitId!.Value));
        Assert.EndsWith("phiếu số 12", duty.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_for_which_the_catalogue_has_no_term_is_answered_with_what_this_page_can_do()
    {
        await _host.CommuneAsync();
        var key = await _host.WithDbAsync(async db =>
        {
            var key = await db.Catalogue.Where(x => x.Trigger == CatalogueTrigger.Event && x.Terms.Count == 1).OrderBy(x => x.Key).Select(x => x.Key).FirstAsync();
            await db.CatalogueTerms.Where(x => x.EntryKey == key).ExecuteUpdateAsync(set => set.SetProperty(x => x.ValidFrom, new DateOnly(2026, 12, 1)));
            return key;
        });
        var browser = await _host.SignInAsync("truongphong");
        var answer = await browser.SubmitAsync($"/viec/mo?loai={key}", new() { ["EventOn"] = "25/11/2026" }, $"/viec/mo?loai={key}&handler=Preview");
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains("Danh mục chưa có thời hạn áp dụng cho ngày này. Giao thành nhiệm vụ khác, có ngày ấn định", page, StringComparison.Ordinal);
        Assert.DoesNotContain("quản trị bổ sung", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duty_given_by_hand_needs_a_date_that_is_to_come_and_an_officer_of_its_unit()
    {
        var commune = await _host.CommuneAsync();
        var browser = await _host.SignInAsync("chanhvanphong");
        async Task<string> RefusedAsync(string due, string officer)
        {
            var answer = await browser.SubmitAsync("/viec/mo?cach=nhap", new() { ["Title"] = "Chuẩn bị hội nghị", ["Area"] = "1", ["LeadUnitId"] = $"{commune.Economy}", ["DueOn"] = due, ["OfficerId"] = officer, ["Direction"] = "Làm kỹ" }, "/viec/mo?cach=nhap&handler=ByHand");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        }
        Assert.Contains("Chưa nhập thời hạn hoàn thành", await RefusedAsync("", ""), StringComparison.Ordinal);
        Assert.Contains("Ngày không đúng", await RefusedAsync("31/02/2027", ""), StringComparison.Ordinal);
        Assert.Contains("Thời hạn không được trước hôm nay (25/11/2026)", await RefusedAsync("24/11/2026", ""), StringComparison.Ordinal);
        Assert.Contains("Người thực hiện phải thuộc đơn vị chủ trì", await RefusedAsync("10/12/2026", $"{commune.OtherHead}"), StringComparison.Ordinal);
        Assert.False(await _host.WithDbAsync(db => db.Duties.AnyAsync()));

        var answer = await browser.SubmitAsync("/viec/mo?cach=nhap", new()
        {
            ["Title"] = "Chuẩn bị hội nghị", ["Area"] = "1", ["LeadUnitId"] = $"{commune.Economy}", ["DueOn"] = "10/12/2026", ["OfficerId"] = $"{commune.Officer}",
            ["Direction"] = "Làm kỹ", ["Coordinating"] = $"{commune.Culture}", ["SourceDocument"] = "Công văn số 1/UBND-VP",
        }, "/viec/mo?cach=nhap&handler=ByHand");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var duty = await _host.WithDbAsync(db => db.Duties.Include(x => x.Shares).SingleAsync());
        Assert.Equal((December(10), "Làm kỹ", commune.Officer), (duty.DueOn, duty.Direction, duty.OfficerId!.Value));
        Assert.Equal((commune.Culture, December(9)), (duty.Shares.Single().UnitId, duty.Shares.Single().DueOn));
    }

    [Fact]
    public async Task A_delegate_works_in_the_units_of_the_giver_until_it_is_ended()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Báo cáo quý", December(2));
        var head = await _host.SignInAsync("truongphong");
        Dictionary<string, string> Form(int to, string from, string until) => new() { ["ToPersonId"] = $"{to}", ["From"] = from, ["To"] = until, ["Reason"] = "Đi công tác" };
        async Task<string> RefusedAsync(Dictionary<string, string> form)
        {
            var answer = await head.SubmitAsync("/uy-quyen", form, "/uy-quyen?handler=Give");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        }
        Assert.Contains("Không ủy quyền cho chính mình", await RefusedAsync(Form(commune.Head, "25/11/2026", "27/11/2026")), StringComparison.Ordinal);
        Assert.Contains("Ngày bắt đầu không được trước hôm nay", await RefusedAsync(Form(commune.OtherHead, "24/11/2026", "27/11/2026")), StringComparison.Ordinal);
        Assert.Contains("Ngày kết thúc phải sau ngày bắt đầu", await RefusedAsync(Form(commune.OtherHead, "27/11/2026", "26/11/2026")), StringComparison.Ordinal);
        Assert.Contains("không quá 01 năm", await RefusedAsync(Form(commune.OtherHead, "25/11/2026", "26/11/2027")), StringComparison.Ordinal);

        var other = await _host.SignInAsync("truongphongvh");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/viec/{duty.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await head.SubmitAsync("/uy-quyen", Form(commune.OtherHead, "25/11/2026", "27/11/2026"), "/uy-quyen?handler=Give")).StatusCode);
        Assert.Contains("handler=Declare", await other.ReadAsync($"/viec/{duty.Id}"), StringComparison.Ordinal);
        Assert.Contains("Đang làm việc thay Ngô Văn Thành", await other.ReadAsync("/lam-viec"), StringComparison.Ordinal);
        Assert.Contains("Đã ủy quyền cho Dương Thị Lan", await RefusedAsync(Form(commune.Officer, "27/11/2026", "30/11/2026")), StringComparison.Ordinal);

        // Nobody but its giver ends it.
        var id = await _host.WithDbAsync(db => db.Delegations.Select(x => x.Id).SingleAsync());
        var refused = await other.SubmitAsync("/uy-quyen", new() { ["DelegationId"] = $"{id}" }, "/uy-quyen?handler=Revoke");
        Assert.NotEqual("/uy-quyen", refused.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Redirect, (await head.SubmitAsync("/uy-quyen", new() { ["DelegationId"] = $"{id}" }, "/uy-quyen?handler=Revoke")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/viec/{duty.Id}")).StatusCode);
        Assert.True(await _host.WithDbAsync(db => db.AuditEntries.AnyAsync(x => x.Act == "Thôi ủy quyền" && x.Subject == "Delegation")));
    }

    [Fact]
    public async Task Who_stands_in_for_a_leader_in_charge_sees_what_the_leader_sees_and_confirms_for_him()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Báo cáo quý", December(2));
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(duty.Id, null, viewer));
        var other = await _host.SignInAsync("truongphongvh");
        Assert.NotEqual(HttpStatusCode.OK, (await other.GetAsync("/tinh-hinh")).StatusCode);
        var deputy = await _host.SignInAsync("phochutich");
        await deputy.SubmitAsync("/uy-quyen", new() { ["ToPersonId"] = $"{commune.OtherHead}", ["From"] = "25/11/2026", ["To"] = "27/11/2026", ["Reason"] = "Đi công tác" }, "/uy-quyen?handler=Give");
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/tinh-hinh")).StatusCode);
        var page = await other.ReadAsync("/lam-viec?xem=phu-trach");
        Assert.Contains("Việc thuộc lĩnh vực phụ trách", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/xac-nhan\"", page, StringComparison.Ordinal);
        await other.SubmitAsync("/xac-nhan", new() { ["Chosen"] = $"{duty.Id}" }, "/xac-nhan?handler=Accept");
        Assert.Equal(DutyStage.Done, (await ReadAsync(duty.Id)).Stage);
    }

    [Fact]
    public async Task Who_stands_in_for_an_officer_sees_and_does_his_work_but_not_what_is_confidential()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Báo cáo quý", December(2), x => x with { OfficerId = commune.Officer });
        var secret = await OpenAsync(commune, "Xác minh tin báo kín", December(2), x => x with { OfficerId = commune.Officer, Confidential = true });
        var substitute = await _host.SignInAsync("quantri");
        Assert.Equal(HttpStatusCode.NotFound, (await substitute.GetAsync($"/viec/{duty.Id}")).StatusCode);
        var officer = await _host.SignInAsync("congchuc");
        await officer.SubmitAsync("/uy-quyen", new() { ["ToPersonId"] = $"{commune.Administrator}", ["From"] = "25/11/2026", ["To"] = "27/11/2026", ["Reason"] = "Nghỉ phép" }, "/uy-quyen?handler=Give");
        Assert.Equal([duty.Id], Rows(await substitute.ReadAsync("/lam-viec?xem=toi")));
        Assert.Equal(HttpStatusCode.NotFound, (await substitute.GetAsync($"/viec/{secret.Id}")).StatusCode);
        var page = $"/viec/{duty.Id}";
        Assert.Equal(HttpStatusCode.Redirect, (await substitute.SubmitAsync(page, new(), $"{page}?handler=Declare")).StatusCode);
        Assert.Equal((DutyStage.AwaitingAcceptance, (int?)commune.Administrator), ((await ReadAsync(duty.Id)).Stage, (await ReadAsync(duty.Id)).DeclaredById));
    }

    [Fact]
    public async Task A_confidential_duty_is_seen_by_its_officer_and_the_chairman_only_also_in_lists_and_messages()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Xác minh tin báo kín", new DateOnly(2026, 11, 27), x => x with { OfficerId = commune.Officer, Confidential = true });
        foreach (var user in new[] { "truongphong", "chanhvanphong", "phochutich" })
        {
            var browser = await _host.SignInAsync(user);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/viec/{duty.Id}")).StatusCode);
            Assert.DoesNotContain("Xác minh tin báo kín", await browser.ReadAsync("/lam-viec") + await browser.ReadAsync("/viec"), StringComparison.Ordinal);
        }
        var officer = await _host.SignInAsync("congchuc");
        var list = await officer.ReadAsync("/lam-viec");
        Assert.Equal([duty.Id], Rows(list));
        Assert.DoesNotContain("id=\"zalo\"", list, StringComparison.Ordinal);
        Assert.Contains("Xác minh tin báo kín", await (await _host.SignInAsync("chutich")).ReadAsync("/viec"), StringComparison.Ordinal);
    }
}

internal static class TermOf
{
    public static Term Term(this CatalogueTerm term) => new(term.Amount, term.Unit, term.Kind);
}
