using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using BacSon.App.Admin;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Plans;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Host.Tests;

/// <summary>The staff list from Excel, the new name of a unit and the merger of several, over the pages themselves.</summary>
public sealed class StaffAndUnitTests : IDisposable
{
    private const string Import = "/quan-tri/can-bo/nhap";
    private const string Merger = "/quan-tri/don-vi/sap-nhap";
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private async Task<(Commune Commune, PageClient Browser)> AdministratorAsync() => (await _host.CommuneAsync(), await _host.SignInAsync("quantri"));

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    // Name, form of address, post, rank, unit, from, paper, roles, mail, telephone, notice, user name.
    private static string Row(string name, string unit = "KT", string roles = "", string mail = "", string user = "", string rank = "") =>
        string.Join('\t', name, "ông", "Chuyên viên", rank, unit, "", "", roles, mail, "", "", user);

    private static Task<HttpResponseMessage> SendAsync(PageClient browser, string handler, params string[] rows) =>
        browser.SubmitAsync(Import, new() { ["Pasted"] = string.Join('\n', rows) }, $"{Import}?handler={handler}");

    private Task<int> PeopleAsync() => _host.WithDbAsync(db => db.People.CountAsync());

    [Fact]
    public async Task The_dry_run_of_a_staff_list_names_what_is_wrong_in_each_row_and_saves_nothing()
    {
        var (_, browser) = await AdministratorAsync();
        var before = await PeopleAsync();
        string[] rows =
        [
            Row("Lê Văn Một", unit: "Phòng Không Có"), Row("Lê Văn Hai", roles: Role.Officer.Title() + "; Người lạ"), Row("Lê Văn Ba", mail: "khong phai thu"),
            Row("Lê Văn Bốn", mail: "trung@bacson.example", user: "bon.lv"), Row("Lê Văn Năm", mail: "TRUNG@bacson.example", user: "nam.lv"), Row("Lê Văn Sáu", user: "bon.lv"),
            Row("Lê Văn Bảy", user: "tên có dấu"), Row("Lê Văn Tám", rank: PositionRank.Head.Title()), Row("Lê Văn Chín"),
        ];
        var page = await TextAsync(await SendAsync(browser, "Preview", rows));
        foreach (var said in new[] { "Không có đơn vị «Phòng Không Có»", "Không có vai trò «Người lạ»", "Trùng với dòng 4", Accounts.NameRule, "Phòng Kinh tế đang có người đứng đầu", "Chưa lưu dòng nào" })
            Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "Trùng với dòng 4"));
        Assert.DoesNotContain("handler=Save", page, StringComparison.Ordinal);

        // All or none, also for who sends the form without the button.
        Assert.Contains("dòng cần sửa", await TextAsync(await SendAsync(browser, "Save", rows)), StringComparison.Ordinal);
        Assert.Equal(before, await PeopleAsync());
    }

    [Fact]
    public async Task A_confirmed_staff_list_makes_people_with_posts_roles_and_accounts_whose_password_is_shown_once_and_must_be_changed()
    {
        var (commune, browser) = await AdministratorAsync();
        string[] rows = [Row("Lê Thị Mới", roles: Role.Officer.Title(), mail: "moi@bacson.example", user: "moi.lt"), Row("Lê Văn Không Tài Khoản")];
        var preview = await TextAsync(await SendAsync(browser, "Preview", rows));
        Assert.Contains("Lập tài khoản moi.lt", preview, StringComparison.Ordinal);
        Assert.Contains("handler=Save", preview, StringComparison.Ordinal);
        Assert.False(await _host.WithDbAsync(db => db.People.AnyAsync(x => x.FullName == "Lê Thị Mới")));

        var saved = await TextAsync(await SendAsync(browser, "Save", rows));
        var password = Regex.Match(saved, "<span class=\"code\">([^<]+)</span>").Groups[1].Value;
        Assert.Equal(19, password.Length);
        var person = await _host.WithDbAsync(db => db.People.SingleAsync(x => x.FullName == "Lê Thị Mới"));
        Assert.Equal(commune.Economy, await _host.WithDbAsync(db => db.Positions.Where(x => x.PersonId == person.Id).Select(x => x.UnitId).SingleAsync()));
        Assert.Equal(Role.Officer, await _host.WithDbAsync(db => db.RoleGrants.Where(x => x.PersonId == person.Id).Select(x => x.Role).SingleAsync()));
        Assert.True(await _host.WithDbAsync(db => db.Users.Where(x => x.PersonId == person.Id).Select(x => x.MustChangePassword).SingleAsync()));
        Assert.False(await _host.WithDbAsync(db => db.AuditEntries.AnyAsync(x => x.Changes.Contains(password))));
        Assert.True(await _host.WithDbAsync(db => db.AuditEntries.AnyAsync(x => x.Act == "Nhập danh sách cán bộ từ Excel" && x.Subject == "Account")));

        var own = _host.Browser();
        Assert.Equal(HttpStatusCode.Redirect, (await own.SubmitAsync("/dang-nhap", new() { ["UserName"] = "moi.lt", ["Password"] = password })).StatusCode);
        Assert.Equal("/doi-mat-khau", (await own.GetAsync("/lam-viec")).Headers.Location?.OriginalString);

        // The same list again changes nothing and makes no second account.
        var count = await PeopleAsync();
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(browser, "Save", rows)).StatusCode);
        Assert.Equal(count, await PeopleAsync());
    }

    [Fact]
    public async Task The_template_is_read_back_and_what_is_no_workbook_or_too_long_is_refused_in_words()
    {
        var (_, browser) = await AdministratorAsync();
        var template = await (await browser.GetAsync(Import + "?handler=Template")).Content.ReadAsByteArrayAsync();
        using var stream = new MemoryStream(template);
        Assert.Equal<string?>(StaffImport.Columns, PlanImport.ReadExcel(stream)[0]);
        Assert.Contains("Không đọc được dòng nào", await UploadAsync(browser, template), StringComparison.Ordinal);
        Assert.Contains("Excel", await UploadAsync(browser, "không phải tệp Excel"u8.ToArray()), StringComparison.Ordinal);
        var many = Enumerable.Range(0, PlanImport.MostRows + 1).Select(x => Row($"Người {x}")).ToArray();
        Assert.Contains($"tối đa {PlanImport.MostRows} dòng", await TextAsync(await SendAsync(browser, "Preview", many)), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await (await _host.SignInAsync("congchuc")).GetAsync(Import)).StatusCode);
    }

    private static async Task<string> UploadAsync(PageClient browser, byte[] file)
    {
        var address = new Uri(browser.Http.BaseAddress!, Import);
        var form = SentForm.Read(address, await (await browser.GetAsync(Import)).Content.ReadAsStringAsync()).First(x => x.Handler == "Preview");
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var parts = new MultipartFormDataContent { { new StringContent(form.Token!), SentForm.TokenName }, { content, "File", "danh-sach.xlsx" } };
        return await TextAsync(await browser.Http.PostAsync(form.Action, parts));
    }

    private Task<Duty> OpenAsync(Commune commune, int lead, params int[] with) => _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
        new NewDuty(PapiArea.Transparency, "Công khai dự toán", PlatformHost.Wednesday, new Term(5, TermUnit.WorkingDay)) { LeadUnitId = lead, Shares = [.. with.Select(x => new NewShare(x, "Số liệu"))] }, viewer));

    [Fact]
    public async Task The_former_name_of_a_unit_stays_readable_with_its_last_day_also_at_the_duties_of_its_time()
    {
        var (commune, browser) = await AdministratorAsync();
        var path = $"/quan-tri/don-vi/{commune.Economy}";
        Task<HttpResponseMessage> RenameAsync(string name, string from) =>
            browser.SubmitAsync(path, new() { ["NewName"] = name, ["NewShortName"] = name, ["NameFrom"] = from, ["NamePaper"] = "12/QĐ-UBND" }, path + "?handler=Rename");
        var duty = await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.Transparency, "Công khai dự toán", new DateOnly(2026, 11, 20), new Term(15, TermUnit.WorkingDay)) { LeadUnitId = commune.Economy }, viewer));
        Assert.Contains("giống tên đang dùng", await TextAsync(await RenameAsync("Phòng Kinh tế", "25/11/2026")), StringComparison.Ordinal);
        Assert.Contains("không được sau hôm nay", await TextAsync(await RenameAsync("Phòng Kinh tế mới", "26/11/2026")), StringComparison.Ordinal);
        Assert.Contains("phải sau ngày đó", await TextAsync(await RenameAsync("Phòng Kinh tế mới", "01/07/2025")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await RenameAsync("Phòng Kinh tế và Hạ tầng", "25/11/2026")).StatusCode);

        Assert.Contains("Tên cũ từ ngày 01/07/2025 đến hết ngày 24/11/2026 · đổi theo quyết định số 12/QĐ-UBND", await browser.ReadAsync(path), StringComparison.Ordinal);
        Assert.Contains("tên cũ: Phòng Kinh tế, đến hết ngày 24/11/2026", await browser.ReadAsync("/quan-tri/don-vi"), StringComparison.Ordinal);
        var page = await (await _host.SignInAsync("truongphong")).ReadAsync($"/viec/{duty.Id}");
        Assert.Contains("Phòng Kinh tế và Hạ tầng", page, StringComparison.Ordinal);
        Assert.Contains("Tên cũ: Phòng Kinh tế, đến hết ngày 24/11/2026", page, StringComparison.Ordinal);
        Assert.True(await _host.WithDbAsync(db => db.AuditEntries.AnyAsync(x => x.Act == "Đổi tên đơn vị")));
        // A second new name on the same day would leave a name of no day.
        Assert.Contains("phải sau ngày đó", await TextAsync(await RenameAsync("Phòng Khác", "25/11/2026")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Units_are_merged_into_one_successor_only_as_the_preview_showed_it_and_nothing_of_theirs_is_left_behind()
    {
        var (commune, browser) = await AdministratorAsync();
        var (economy, shared, culture) = (await OpenAsync(commune, commune.Economy, commune.Culture), await OpenAsync(commune, commune.Office, commune.Economy), await OpenAsync(commune, commune.Culture));
        await _host.InScopeAsync(async services =>
        {
            var db = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<PlatformDb>(services);
            var field = await db.Fields.OrderBy(x => x.Code).Select(x => x.Code).FirstAsync();
            db.FieldAssignments.Add(new FieldAssignment { FieldCode = field, UnitId = commune.Economy, From = new DateOnly(2025, 7, 1) });
            await db.SaveChangesAsync();
        });
        Task<HttpResponseMessage> SendMergerAsync(string handler, string digest = "") => SendMergedAsync(browser, commune, handler, digest);

        var preview = await TextAsync(await SendMergerAsync("Preview"));
        // People, fields, duties, shares, plan items.
        Assert.Matches("Phòng Kinh tế</th>(<td class=\"r\">1</td>){4}<td class=\"r\">0</td><td>[^<]*Ngô Văn Thành", preview);
        Assert.Matches("Phòng Văn hóa - Xã hội</th><td class=\"r\">0</td><td class=\"r\">0</td>(<td class=\"r\">1</td>){2}", preview);
        Assert.Equal(0, await _host.WithDbAsync(db => db.Units.CountAsync(x => x.To != null)));
        var digest = Regex.Match(preview, "name=\"Digest\" value=\"([0-9A-F]{64})\"").Groups[1].Value;

        // What was seen is no longer so: nothing is saved, and what is so now is shown.
        var later = await OpenAsync(commune, commune.Culture);
        var again = await TextAsync(await SendMergerAsync("Save", digest));
        Assert.Contains("đã thay đổi sau khi xem trước", again, StringComparison.Ordinal);
        Assert.Equal(0, await _host.WithDbAsync(db => db.Units.CountAsync(x => x.To != null)));
        digest = Regex.Match(again, "name=\"Digest\" value=\"([0-9A-F]{64})\"").Groups[1].Value;

        Assert.Equal($"/quan-tri/don-vi/{commune.Office}", (await SendMergerAsync("Save", digest)).Headers.Location?.OriginalString);
        var closed = await _host.WithDbAsync(db => db.Units.Where(x => x.To != null).OrderBy(x => x.Id).ToListAsync());
        Assert.Equal([commune.Economy, commune.Culture], closed.Select(x => x.Id));
        Assert.All(closed, x => Assert.Equal((new DateOnly(2026, 11, 24), commune.Office), (x.To, x.SuccessorId)));
        var duties = await _host.WithDbAsync(db => db.Duties.AsNoTracking().Include(x => x.Shares).ToListAsync());
        Assert.All(duties, x => Assert.Equal((commune.Office, economy.DueOn), (x.LeadUnitId, x.DueOn)));
        Assert.All(duties, x => Assert.Empty(x.Shares));
        Assert.Equal(new[] { economy.Id, shared.Id, culture.Id, later.Id }.Order(), duties.Select(x => x.Id).Order());
        Assert.Equal(commune.Office, await _host.WithDbAsync(db => db.FieldAssignments.Where(x => x.To == null).Select(x => x.UnitId).SingleAsync()));
        var posts = await _host.WithDbAsync(db => db.Positions.Where(x => x.To == null).ToListAsync());
        Assert.DoesNotContain(posts, x => x.UnitId == commune.Economy || x.UnitId == commune.Culture);
        Assert.Equal(("Công chức", new DateOnly(2026, 11, 25)), posts.Where(x => x.PersonId == commune.Officer && x.UnitId == commune.Office).Select(x => (x.Title, x.From)).Single());
        Assert.DoesNotContain(posts, x => x.PersonId == commune.Head);
        // Its history stays: the unit by its name, and each duty says from whom it came.
        Assert.Contains("đơn vị nhập vào, hoạt động đến hết ngày 24/11/2026", await browser.ReadAsync($"/quan-tri/don-vi/{commune.Office}"), StringComparison.Ordinal);
        Assert.True(await _host.WithDbAsync(db => db.DutyEvents.AnyAsync(x => x.DutyId == culture.Id && x.Text.Contains("Phòng Văn hóa - Xã hội kết thúc hoạt động"))));
    }

    [Fact]
    public async Task A_unit_is_not_merged_into_itself_nor_into_one_that_has_closed()
    {
        var (commune, browser) = await AdministratorAsync();
        Task<HttpResponseMessage> TryAsync(int into) => browser.SubmitAsync(Merger, new() { ["Merged"] = $"{commune.Economy}", ["SuccessorId"] = $"{into}", ["LastDay"] = "24/11/2026" }, Merger + "?handler=Preview");
        Assert.Contains("không được nằm trong các đơn vị nhập vào", await TextAsync(await TryAsync(commune.Economy)), StringComparison.Ordinal);
        await _host.WithDbAsync(db => db.Units.Where(x => x.Id == commune.Culture).ExecuteUpdateAsync(set => set.SetProperty(x => x.To, new DateOnly(2026, 11, 20))));
        Assert.Contains("Đơn vị kế thừa phải là", await TextAsync(await TryAsync(commune.Culture)), StringComparison.Ordinal);
    }

    // Two boxes of one name, which a dictionary cannot hold.
    private static async Task<HttpResponseMessage> SendMergedAsync(PageClient browser, Commune commune, string handler, string digest)
    {
        var page = await (await browser.GetAsync(Merger)).Content.ReadAsStringAsync();
        var form = SentForm.Read(new Uri(browser.Http.BaseAddress!, Merger), page).First(x => x.Handler == "Preview");
        using var content = new FormUrlEncodedContent([
            new(SentForm.TokenName, form.Token!), new("Merged", $"{commune.Economy}"), new("Merged", $"{commune.Culture}"), new("SuccessorId", $"{commune.Office}"),
            new("LastDay", "24/11/2026"), new("Paper", "15/QĐ-UBND"), new("Digest", digest)]);
        return await browser.Http.PostAsync(new Uri(browser.Http.BaseAddress!, $"{Merger}?handler={handler}"), content);
    }
}
