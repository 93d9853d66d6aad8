using System.Net;
using System.Text.RegularExpressions;
using BacSon.App.Jobs;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Plans;
using Hangfire;
using Hangfire.Dashboard.Resources;
using Hangfire.States;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

public sealed partial class AdminTests : IDisposable
{
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private async Task<(Commune Commune, PageClient Browser)> AdministratorAsync()
    {
        var commune = await _host.CommuneAsync();
        return (commune, await _host.SignInAsync("quantri"));
    }

    // Due 02/12/2026: 26, 27, 30/11, 01, 02/12.
    private Task<Duty> OpenAsync(Commune commune, string title = "Công khai dự toán") => _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
        new NewDuty(PapiArea.Transparency, title, PlatformHost.Wednesday, new Term(5, TermUnit.WorkingDay)) { LeadUnitId = commune.Economy }, viewer));

    private Task<DateOnly> DueAsync(long id) => _host.WithDbAsync(db => db.Duties.Where(x => x.Id == id).Select(x => x.DueOn).SingleAsync());

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    private static string Hidden(string page, string name) => Regex.Match(page, $"name=\"{name}\" value=\"(?<v>[^\"]*)\"|value=\"(?<v>[^\"]*)\" name=\"{name}\"|id=\"{name}\" name=\"{name}\" value=\"(?<v>[^\"]*)\"").Groups["v"].Value;

    private static Dictionary<string, string> DayOff(string date) => new() { ["nam"] = "2026", ["Date"] = date, ["Kind"] = nameof(DayKind.Holiday), ["Name"] = "Nghỉ thử", ["Status"] = nameof(DayStatus.Confirmed) };

    private static async Task<Dictionary<string, string>> PreviewAsync(PageClient browser, string date)
    {
        var answer = await browser.SubmitAsync("/quan-tri/lich", DayOff(date), "/quan-tri/lich?handler=Day");
        var raw = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Xác nhận thay đổi", WebUtility.HtmlDecode(raw), StringComparison.Ordinal);
        return new() { ["nam"] = "2026", ["Change"] = WebUtility.HtmlDecode(Hidden(raw, "Change")), ["Digest"] = Hidden(raw, "Digest") };
    }

    [Fact]
    public async Task A_day_off_moves_the_open_due_dates_that_it_touches_only_when_its_preview_is_confirmed()
    {
        var (commune, browser) = await AdministratorAsync();
        var duty = await OpenAsync(commune);
        var answer = await browser.SubmitAsync("/quan-tri/lich", DayOff("01/12/2026"), "/quan-tri/lich?handler=Day");
        var page = await TextAsync(answer);
        Assert.Contains("làm đổi 1 thời hạn đang chạy", page, StringComparison.Ordinal);
        Assert.Contains("03/12/2026", page, StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2026, 12, 2), await DueAsync(duty.Id));

        var change = await PreviewAsync(browser, "01/12/2026");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync("/quan-tri/lich", change, "/quan-tri/lich?handler=Save")).StatusCode);
        Assert.Equal(new DateOnly(2026, 12, 3), await DueAsync(duty.Id));
        Assert.Equal(1, await _host.WithDbAsync(db => db.DutyEvents.CountAsync(x => x.DutyId == duty.Id && x.Kind == DutyEventKind.CalendarMoved)));
        var acts = await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Act.StartsWith("Thay đổi lịch làm việc")).Select(x => x.Subject).ToListAsync());
        Assert.Equal(["CalendarDay", "Duty"], acts.Order());
    }

    [Fact]
    public async Task A_calendar_file_in_the_shipped_form_is_previewed_like_a_table_and_another_file_is_refused_at_its_line()
    {
        var (_, browser) = await AdministratorAsync();
        const string Year = """
            [{ "year": 2028, "sources": ["Thông báo thử"], "legal_basis": "Bộ luật Lao động", "status": "expected", "working_days_in_year": 252,
               "holidays": [{ "date": "2028-09-02", "weekday": "Saturday", "name_vi": "Quốc khánh" }],
               "compensatory_days_off": [{ "date": "2028-09-04", "weekday": "Monday", "name_vi": "nghỉ bù Quốc khánh" }], "swaps": [] }]
            """;
        var page = await TextAsync(await browser.SubmitAsync("/quan-tri/lich", new() { ["Pasted"] = Year }, "/quan-tri/lich?handler=Import"));
        Assert.Contains("02/09/2028 (thứ Bảy): ngày lễ, Quốc khánh (dự kiến)", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("nghỉ bù Quốc khánh (dự kiến)", page, StringComparison.Ordinal);

        page = await TextAsync(await browser.SubmitAsync("/quan-tri/lich", new() { ["Pasted"] = "[{ \"year\": 2028,\n \"holidays\": 7 }]" }, "/quan-tri/lich?handler=Import"));
        Assert.Contains("Không đúng dạng tệp lịch làm việc theo năm", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Xác nhận thay đổi", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_that_is_no_longer_true_is_shown_again_and_nothing_is_saved()
    {
        var (commune, browser) = await AdministratorAsync();
        await OpenAsync(commune);
        var change = await PreviewAsync(browser, "01/12/2026");
        await OpenAsync(commune, "Mở sau khi xem thử");
        var page = await TextAsync(await browser.SubmitAsync("/quan-tri/lich", change, "/quan-tri/lich?handler=Save"));
        Assert.Contains("Chưa lưu gì", page, StringComparison.Ordinal);
        Assert.Contains("Mở sau khi xem thử", page, StringComparison.Ordinal);
        Assert.False(await _host.WithDbAsync(db => db.CalendarDays.AnyAsync(x => x.Date == new DateOnly(2026, 12, 1))));
    }

    [Fact]
    public async Task A_swap_is_a_pair_and_goes_as_a_pair()
    {
        var (_, browser) = await AdministratorAsync();
        var page = await (await browser.SubmitAsync("/quan-tri/lich", new() { ["nam"] = "2026", ["OffDate"] = "07/12/2026", ["WorkedDate"] = "05/12/2026", ["SwapStatus"] = nameof(DayStatus.Expected) }, "/quan-tri/lich?handler=Swap")).Content.ReadAsStringAsync();
        var change = new Dictionary<string, string> { ["nam"] = "2026", ["Change"] = WebUtility.HtmlDecode(Hidden(page, "Change")), ["Digest"] = Hidden(page, "Digest") };
        await browser.SubmitAsync("/quan-tri/lich", change, "/quan-tri/lich?handler=Save");
        var pair = await _host.WithDbAsync(db => db.CalendarDays.Where(x => x.Date >= new DateOnly(2026, 12, 1) && x.Date <= new DateOnly(2026, 12, 31)).OrderBy(x => x.Date).Select(x => x.Kind).ToListAsync());
        Assert.Equal([DayKind.MakeUpWorkingDay, DayKind.SwappedDayOff], pair);

        page = await (await browser.SubmitAsync("/quan-tri/lich", new() { ["nam"] = "2026", ["Date"] = "07/12/2026" }, "/quan-tri/lich?handler=Remove")).Content.ReadAsStringAsync();
        change = new() { ["nam"] = "2026", ["Change"] = WebUtility.HtmlDecode(Hidden(page, "Change")), ["Digest"] = Hidden(page, "Digest") };
        await browser.SubmitAsync("/quan-tri/lich", change, "/quan-tri/lich?handler=Save");
        Assert.False(await _host.WithDbAsync(db => db.CalendarDays.AnyAsync(x => x.Date >= new DateOnly(2026, 12, 1) && x.Date <= new DateOnly(2026, 12, 31))));
    }

    [Fact]
    public async Task An_import_with_a_wrong_row_saves_nothing_and_names_the_row()
    {
        var (_, browser) = await AdministratorAsync();
        var answer = await browser.SubmitAsync("/quan-tri/lich", new() { ["nam"] = "2028", ["Pasted"] = "ngày;loại;tên;trạng thái;căn cứ\n01/01/2028;ngày lễ;Tết Dương lịch;dự kiến;\n32/01/2028;ngày lễ;Sai;dự kiến;" }, "/quan-tri/lich?handler=Import");
        var page = await TextAsync(answer);
        Assert.Contains("1 dòng đúng, 1 dòng cần sửa", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Xác nhận thay đổi", page, StringComparison.Ordinal);
        Assert.False(await _host.WithDbAsync(db => db.CalendarDays.AnyAsync(x => x.Date >= new DateOnly(2028, 1, 1))));
    }

    [Fact]
    public async Task A_unit_with_open_duties_closes_only_to_a_successor_who_gets_them_with_their_due_dates()
    {
        var (commune, browser) = await AdministratorAsync();
        var duty = await OpenAsync(commune);
        var path = $"/quan-tri/don-vi/{commune.Economy}";
        async Task<HttpResponseMessage> CloseAsync(string successor)
        {
            var version = await _host.WithDbAsync(db => db.Units.Where(x => x.Id == commune.Economy).Select(x => x.Version).SingleAsync());
            return await browser.SubmitAsync(path, new() { ["LastDay"] = "24/11/2026", ["SuccessorId"] = successor, ["Version"] = version.ToString() }, path + "?handler=Close");
        }
        Assert.Contains("còn nhiệm vụ đang thực hiện", await TextAsync(await CloseAsync("")), StringComparison.Ordinal);
        Assert.Null(await _host.WithDbAsync(db => db.Units.Where(x => x.Id == commune.Economy).Select(x => x.To).SingleAsync()));

        Assert.Equal(HttpStatusCode.Redirect, (await CloseAsync(commune.Culture.ToString())).StatusCode);
        var moved = await _host.WithDbAsync(db => db.Duties.AsNoTracking().SingleAsync(x => x.Id == duty.Id));
        Assert.Equal((commune.Culture, duty.DueOn), (moved.LeadUnitId, moved.DueOn));
        Assert.True(await _host.WithDbAsync(db => db.DutyEvents.AnyAsync(x => x.DutyId == duty.Id && x.Text.Contains("kết thúc hoạt động"))));
        Assert.False(await _host.WithDbAsync(db => db.Positions.AnyAsync(x => x.UnitId == commune.Economy && x.To == null)));
    }

    [Fact]
    public async Task Of_a_unit_that_closes_the_shares_go_to_the_successor_but_for_those_in_duties_that_the_successor_leads()
    {
        var (commune, browser) = await AdministratorAsync();
        Task<Duty> SharedAsync(int lead, int with) => _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.Transparency, "Báo cáo năm", PlatformHost.Wednesday, new Term(5, TermUnit.WorkingDay)) { LeadUnitId = lead, Shares = [new NewShare(with, "Số liệu")] }, viewer));
        var (led, shared, own) = (await SharedAsync(commune.Economy, commune.Culture), await SharedAsync(commune.Office, commune.Economy), await SharedAsync(commune.Culture, commune.Economy));
        var path = $"/quan-tri/don-vi/{commune.Economy}";
        var version = await _host.WithDbAsync(db => db.Units.Where(x => x.Id == commune.Economy).Select(x => x.Version).SingleAsync());
        await browser.SubmitAsync(path, new() { ["LastDay"] = "24/11/2026", ["SuccessorId"] = $"{commune.Culture}", ["Version"] = version.ToString() }, path + "?handler=Close");
        var duties = await _host.WithDbAsync(db => db.Duties.AsNoTracking().Include(x => x.Shares).ToDictionaryAsync(x => x.Id));
        Assert.Equal(commune.Culture, duties[led.Id].LeadUnitId);
        Assert.Empty(duties[led.Id].Shares);
        Assert.Equal(commune.Culture, Assert.Single(duties[shared.Id].Shares).UnitId);
        Assert.Empty(duties[own.Id].Shares);
    }

    [Fact]
    public async Task The_items_of_a_running_plan_go_to_the_successor_of_a_unit_that_closes_and_those_of_an_earlier_year_keep_its_name()
    {
        var (commune, browser) = await AdministratorAsync();
        PlanItemInput Item(string number, int year, int lead, params int[] coordinating) =>
            new(number, PapiArea.Transparency, "Công khai dự toán", lead, coordinating, PlanSchedule.Date, new DateOnly(year, 12, 15), null, "Báo cáo");
        await _host.InScopeAsync(async services =>
        {
            var book = services.GetRequiredService<PlanBook>();
            foreach (var year in new[] { 2025, 2026 })
            {
                var plan = await book.CreateAsync(year, $"Kế hoạch {year}", null, null);
                await book.SaveItemAsync(plan.Id, null, Item("led", year, commune.Economy, commune.Culture), null);
                await book.SaveItemAsync(plan.Id, null, Item("shared", year, commune.Office, commune.Economy), null);
                await book.SaveItemAsync(plan.Id, null, Item("beside", year, commune.Culture, commune.Economy, commune.Office), null);
            }
        });
        var path = $"/quan-tri/don-vi/{commune.Economy}";
        async Task<HttpResponseMessage> CloseAsync(string successor)
        {
            var version = await _host.WithDbAsync(db => db.Units.Where(x => x.Id == commune.Economy).Select(x => x.Version).SingleAsync());
            return await browser.SubmitAsync(path, new() { ["LastDay"] = "24/11/2026", ["SuccessorId"] = successor, ["Version"] = version.ToString() }, path + "?handler=Close");
        }
        Assert.Contains("còn mục trong kế hoạch năm", await TextAsync(await CloseAsync("")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await CloseAsync(commune.Culture.ToString())).StatusCode);

        var items = await _host.WithDbAsync(db => db.PlanItems.AsNoTracking().Include(x => x.Coordinating)
            .Join(db.Plans, x => x.PlanId, x => x.Id, (item, plan) => new { Key = $"{plan.Year} {item.Number}", item.LeadUnitId, item.Coordinating }).ToDictionaryAsync(x => x.Key));
        void Stands(string key, int lead, params int[] coordinating)
        {
            Assert.Equal(lead, items[key].LeadUnitId);
            Assert.Equal(coordinating.Order(), items[key].Coordinating.Select(x => x.UnitId).Order());
        }
        Stands("2026 led", commune.Culture);
        Stands("2026 shared", commune.Office, commune.Culture);
        Stands("2026 beside", commune.Culture, commune.Office);
        Stands("2025 led", commune.Economy, commune.Culture);
        Stands("2025 shared", commune.Office, commune.Economy);
        // What the plan still makes goes to the successor, and nobody puts the closed unit back.
        await _host.InScopeAsync(services => services.GetRequiredService<PlanBook>().MakeDutiesAsync());
        Assert.Equal([commune.Office, commune.Culture, commune.Culture], await _host.WithDbAsync(db => db.Duties.OrderBy(x => x.LeadUnitId).Select(x => x.LeadUnitId!.Value).ToListAsync()));
        var refused = await Assert.ThrowsAsync<Refusal>(() => _host.InScopeAsync(async services => await services.GetRequiredService<PlanBook>()
            .SaveItemAsync(await services.GetRequiredService<PlatformDb>().Plans.Where(x => x.Year == 2026).Select(x => x.Id).SingleAsync(), null, Item("new", 2026, commune.Economy), null)));
        Assert.Contains("đã kết thúc hoạt động", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_administrator_keeps_role_and_account()
    {
        var (commune, browser) = await AdministratorAsync();
        var path = $"/quan-tri/can-bo/{commune.Administrator}";
        var grant = await _host.WithDbAsync(db => db.RoleGrants.Where(x => x.PersonId == commune.Administrator && x.Role == Role.Administrator).Select(x => x.Id).SingleAsync());
        var page = await TextAsync(await browser.SubmitAsync(path, new() { ["Ended"] = grant.ToString(), ["EndOn"] = "25/11/2026" }, path + "?handler=EndRole"));
        Assert.Contains("quản trị hệ thống cuối cùng", page, StringComparison.Ordinal);
        Assert.Null(await _host.WithDbAsync(db => db.RoleGrants.Where(x => x.Id == grant).Select(x => x.To).SingleAsync()));
        page = await TextAsync(await browser.SubmitAsync(path, [], path + "?handler=Lock"));
        Assert.Contains("Không tự khóa", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_one_time_password_opens_nothing_but_the_choice_of_a_new_one()
    {
        var (commune, browser) = await AdministratorAsync();
        var path = $"/quan-tri/can-bo/{commune.OtherHead}";
        var page = await TextAsync(await browser.SubmitAsync(path, [], path + "?handler=NewPassword"));
        var password = OneTime().Match(page).Groups[1].Value;
        Assert.Equal(19, password.Length);
        Assert.DoesNotContain(password, await browser.ReadAsync(path), StringComparison.Ordinal);

        var owner = await _host.SignInAsync("truongphongvh", password);
        foreach (var closed in new[] { "/lam-viec", "/danh-muc", "/api/v1/due-date?from=2026-11-25&amount=1&unit=month" })
            Assert.Equal("/doi-mat-khau", (await owner.GetAsync(closed)).Headers.Location?.OriginalString);
        await owner.SubmitAsync("/doi-mat-khau", new() { ["Current"] = password, ["New"] = "mat-khau-moi-2026", ["Again"] = "mat-khau-moi-2026" });
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/danh-muc")).StatusCode);
    }

    [Fact]
    public async Task A_locked_account_is_signed_out_within_a_minute_and_cannot_sign_in()
    {
        var (commune, browser) = await AdministratorAsync();
        var officer = await _host.SignInAsync("congchuc");
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync("/danh-muc")).StatusCode);
        var path = $"/quan-tri/can-bo/{commune.Officer}";
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync(path, [], path + "?handler=Lock")).StatusCode);
        _host.Clock.Utc = _host.Clock.Utc.AddSeconds(61);
        Assert.Contains("/dang-nhap", (await officer.GetAsync("/danh-muc")).Headers.Location?.OriginalString ?? "", StringComparison.Ordinal);
        var refused = await _host.Browser().SubmitAsync("/dang-nhap", new() { ["UserName"] = "congchuc", ["Password"] = PlatformHost.Password });
        Assert.Contains("Tài khoản đã khóa", await TextAsync(refused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_mail_goes_back_into_the_queue_and_its_html_is_shown_with_nothing_allowed_to_run()
    {
        var (_, browser) = await AdministratorAsync();
        var id = await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            var mail = db.Mails.Add(new MailMessage
            {
                MessageId = "1@test", Kind = "Test", ToName = "Ngô Văn Thành", ToAddress = "a@bacson.example", Subject = "Nhắc việc",
                Body = new MailBody { Text = "Nội dung", Html = "<p style=\"color:red\">Nội dung</p><script>alert(1)</script>" }, State = MailState.Failed, Attempts = 12, LastAnswer = "550 5.1.1 no such user",
                CreatedAt = _host.Clock.Utc, NotBefore = _host.Clock.Utc,
            }).Entity;
            await db.SaveChangesAsync();
            return mail.Id;
        });
        Assert.Contains("550 5.1.1 no such user", await browser.ReadAsync("/quan-tri/thu?tt=khong-gui-duoc"), StringComparison.Ordinal);
        var body = await browser.GetAsync($"/quan-tri/thu/{id}/xem");
        var policy = string.Join(';', body.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("sandbox", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync($"/quan-tri/thu/{id}", [], $"/quan-tri/thu/{id}?handler=Retry")).StatusCode);
        Assert.Equal(MailState.Queued, await _host.WithDbAsync(db => db.Mails.Where(x => x.Id == id).Select(x => x.State).SingleAsync()));
    }

    [Fact]
    public async Task The_audit_trail_shows_who_changed_what_from_what_to_what_and_tells_that_it_is_whole()
    {
        var (commune, browser) = await AdministratorAsync();
        var path = $"/quan-tri/can-bo/{commune.Head}";
        var version = await _host.WithDbAsync(db => db.People.Where(x => x.Id == commune.Head).Select(x => x.Version).SingleAsync());
        await browser.SubmitAsync(path, new() { ["FullName"] = "Ngô Văn Thành", ["Email"] = "moi@bacson.example", ["Notice"] = nameof(NoticeChannel.Mail), ["Version"] = version.ToString() });
        var page = await browser.ReadAsync($"/quan-tri/nhat-ky?nguoi=hoang+minh+duc&loai=Person&khoa={commune.Head}");
        Assert.Contains("Hoàng Minh Đức", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"del\">truongphong@bacson.example</span>", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"ins\">moi@bacson.example</span>", page, StringComparison.Ordinal);
        Assert.Contains("Nhật ký toàn vẹn", await TextAsync(await browser.SubmitAsync("/quan-tri/nhat-ky", [], "/quan-tri/nhat-ky?handler=Verify")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_confidential_duty_and_of_all_that_hangs_on_it_the_trail_shows_that_it_changed_and_not_to_what()
    {
        var (commune, browser) = await AdministratorAsync();
        async Task ActAsync(bool confidential)
        {
            var word = confidential ? "giấu" : "thường";
            var duty = await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(new NewDuty(PapiArea.AntiCorruption, $"Nhiệm vụ {word}", PlatformHost.Wednesday, new Term(5, TermUnit.WorkingDay))
            {
                LeadUnitId = commune.Economy, OfficerId = commune.Head, Confidential = confidential, Shares = [new NewShare(commune.Culture, $"Phần {word}")],
            }, viewer));
            await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.AskExtensionAsync(duty.Id, new DateOnly(2026, 12, 7), $"Lý do {word}", viewer));
            await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.PauseAsync(duty.Id, $"Dừng {word}", viewer));
            await _host.InScopeAsync(async services =>
            {
                var viewer = await PlatformHost.ViewerAsync(services, commune.Head);
                await services.GetRequiredService<EvidenceStore>().AttachAsync(await services.GetRequiredService<DutyLedger>().ReadAsync(duty.Id, viewer), null, $"tep {word}.pdf",
                    new MemoryStream("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"u8.ToArray()), null, viewer);
            }, commune.Head);
            await _host.InScopeAsync(async services =>
            {
                var db = services.GetRequiredService<PlatformDb>();
                db.DutyShares.RemoveRange(db.DutyShares.Where(x => x.DutyId == duty.Id));
                await db.SaveChangesAsync();
            });
        }
        await ActAsync(confidential: true);
        await ActAsync(confidential: false);
        foreach (var (subject, entries) in new[] { ("Duty", 2), ("DutyShare", 2), ("DutyExtension", 1), ("DutyPause", 1), ("EvidenceFile", 1) })
        {
            var page = await browser.ReadAsync($"/quan-tri/nhat-ky?loai={subject}");
            Assert.DoesNotContain("giấu", page, StringComparison.Ordinal);
            Assert.Contains(" thường", page, StringComparison.Ordinal);
            Assert.Equal(entries, page.Split("</details>").Count(x => x.Contains("hạn chế người xem", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_job_run_by_hand_is_put_into_the_queue_and_into_the_trail()
    {
        var (_, browser) = await AdministratorAsync();
        var before = JobStorageOf().GetMonitoringApi().EnqueuedCount("default");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync("/jobs/lich-chay", new() { ["JobId"] = "audit.seal" }, "/jobs/lich-chay?handler=Run")).StatusCode);
        Assert.Equal(before + 1, JobStorageOf().GetMonitoringApi().EnqueuedCount("default"));
        Assert.Equal("Hoàng Minh Đức", await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Subject == "Job" && x.SubjectKey == "audit.seal").Select(x => x.Who).SingleAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.SubmitAsync("/jobs/lich-chay", new() { ["JobId"] = "khong-co" }, "/jobs/lich-chay?handler=Run")).StatusCode);
    }

    [Fact]
    public async Task A_kind_of_duty_is_switched_by_the_office_head_and_not_by_a_unit_head()
    {
        await _host.CommuneAsync();
        var (key, on, version) = await _host.WithDbAsync(async db => await db.Catalogue.OrderBy(x => x.Key).Select(x => new ValueTuple<string, bool, Guid>(x.Key, x.On, x.Version)).FirstAsync());
        var fields = new Dictionary<string, string> { ["TurnOn"] = on ? "false" : "true", ["Reason"] = "Xã không có việc này", ["Version"] = version.ToString() };
        var head = await _host.SignInAsync("truongphong");
        // The page of somebody who may not switch has no form of its own, but a token of the layout's serves as well.
        await head.SubmitAsync($"/danh-muc/{key}", new(fields));
        Assert.Equal(on, await _host.WithDbAsync(db => db.Catalogue.Where(x => x.Key == key).Select(x => x.On).SingleAsync()));
        var officeHead = await _host.SignInAsync("chanhvanphong");
        await officeHead.SubmitAsync($"/danh-muc/{key}", new(fields));
        Assert.Equal(!on, await _host.WithDbAsync(db => db.Catalogue.Where(x => x.Key == key).Select(x => x.On).SingleAsync()));
    }

    [Theory]
    [InlineData("/quan-tri")]
    [InlineData("/quan-tri/lich")]
    [InlineData("/quan-tri/don-vi")]
    [InlineData("/quan-tri/linh-vuc")]
    [InlineData("/quan-tri/can-bo")]
    [InlineData("/quan-tri/thu")]
    [InlineData("/quan-tri/dang-nhap")]
    [InlineData("/quan-tri/nhat-ky")]
    [InlineData("/quan-tri/xa")]
    public async Task Administration_opens_for_the_administrator_and_for_nobody_else(string path)
    {
        var (_, browser) = await AdministratorAsync();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(path)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await (await _host.SignInAsync("chanhvanphong")).GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Every_text_of_the_dashboard_is_Vietnamese()
    {
        await _host.CommuneAsync();
        var shipped = DashboardWords.ShippedNames().ToList();
        Assert.True(shipped.Count > 100);
        Assert.Empty(shipped.Except(DashboardWords.Vietnamese.Keys));
        Assert.Equal("Việc định kỳ", Strings.RecurringJobsPage_Title);
    }

    [Fact]
    public async Task What_happened_to_a_run_is_told_in_Vietnamese_on_its_page()
    {
        var (_, browser) = await AdministratorAsync();
        var jobs = new BackgroundJobClient(JobStorageOf());
        var job = jobs.Create<JobRunner>(x => x.RunAsync("audit.seal", CancellationToken.None), new EnqueuedState("bao-cao"));
        jobs.ChangeState(job, new ScheduledState(_host.Clock.Utc.AddHours(1)));
        jobs.ChangeState(job, new FailedState(new InvalidOperationException("Hỏng")));
        jobs.ChangeState(job, new SucceededState("<dt>Queue:</dt>", 115, 51));
        var page = await (await browser.GetAsync($"/jobs/jobs/details/{job}")).Content.ReadAsStringAsync();
        var labels = Regex.Matches(page, "<dt>(.*?)</dt>").Select(x => WebUtility.HtmlDecode(x.Groups[1].Value)).ToList();
        Assert.Equal(["Thời gian chờ:", "Thời gian chạy:", "Kết quả:", "Vào hàng lúc:", "Hàng chạy:"], labels);
        Assert.Contains("&lt;dt&gt;Queue:&lt;/dt&gt;", page, StringComparison.Ordinal);
        // The names of the states have no hook but the script.
        var script = await (await browser.GetAsync(Regex.Match(page, "<script src=\"([^\"]+)\"").Groups[1].Value)).Content.ReadAsStringAsync();
        var states = Regex.Matches(page, "</small>\\s*(\\w+)\\s*</h4>").Select(x => x.Groups[1].Value).ToList();
        Assert.Equal(5, states.Count);
        foreach (var state in states.Append(ProcessingState.StateName).Append(DeletedState.StateName).Append(AwaitingState.StateName))
            Assert.Contains($"{state}: '", script, StringComparison.Ordinal);
    }

    private JobStorage JobStorageOf() => _host.Services.GetRequiredService<JobStorage>();

    [GeneratedRegex("class=\"code\">([a-z0-9-]+)<")]
    private static partial Regex OneTime();
}
