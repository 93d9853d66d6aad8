using System.Net;
using BacSon.App.Find;
using BacSon.App.OwnAccount;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Search;
using BacSon.Kernel.Ui;
using BacSon.Tests.Support;
using Ical.Net.DataTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>What each person has for himself: the search, his wishes, his calendar address, where his day begins.</summary>
public sealed class PersonTests : IAsyncLifetime
{
    private readonly PlatformHost _host = new();
    private Commune _commune = null!;

    public async ValueTask InitializeAsync() => _commune = await _host.CommuneAsync();

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<long> OpenAsync(int unit, string title, int? officer = null, bool confidential = false, int days = 3, string? document = null) => (await _host.ActAsync(_commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
        new NewDuty(PapiArea.Transparency, title, PlatformHost.Wednesday, new Term(days, TermUnit.WorkingDay)) { LeadUnitId = unit, OfficerId = officer, Confidential = confidential, SourceDocument = document }, viewer))).Id;

    // ---- Search

    [Fact]
    public async Task Words_without_case_and_marks_find_duties_documents_people_units_kinds_and_pages()
    {
        var poor = await OpenAsync(_commune.Culture, "Rà soát hộ nghèo thôn Đồng Tâm", document: "Công văn số 1286/UBND-NC");
        var browser = await _host.SignInAsync("truongphongvh");

        foreach (var words in new[] { "ho ngheo", "dong tam", "ĐỒNG TÂM", "ho ngh", "1286/UBND" })
            Assert.Contains($"href=\"/viec/{poor}\"", await browser.ReadAsync($"/tim?q={Uri.EscapeDataString(words)}"), StringComparison.Ordinal);
        Assert.DoesNotContain($"href=\"/viec/{poor}\"", await browser.ReadAsync("/tim?q=ng+ho"), StringComparison.Ordinal);
        Assert.Contains($"href=\"/viec?nguoi={_commune.Officer}\"", await browser.ReadAsync("/tim?q=nguyen+van+hung"), StringComparison.Ordinal);
        Assert.Contains($"href=\"/viec?dv={_commune.Economy}\"", await browser.ReadAsync("/tim?q=phong+kinh+te"), StringComparison.Ordinal);
        Assert.Contains("href=\"/danh-muc\"", await browser.ReadAsync("/tim?q=danh+muc"), StringComparison.Ordinal);
        Assert.Contains("href=\"/danh-muc/", await browser.ReadAsync("/tim?q=tiep+cong+dan"), StringComparison.Ordinal);
        Assert.Contains("Tìm trong nội dung, số văn bản", await browser.ReadAsync("/tim?q=khongcogi"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duty_is_found_only_by_who_may_see_it_and_what_is_confidential_only_by_its_own()
    {
        var economy = await OpenAsync(_commune.Economy, "Niêm yết dự toán quặng");
        var secret = await OpenAsync(_commune.Economy, "Tin báo quặng", _commune.Officer, confidential: true);
        async Task<(bool Open, bool Secret)> Finds(string user)
        {
            var page = await (await _host.SignInAsync(user)).ReadAsync("/tim?q=quang");
            return (page.Contains($"href=\"/viec/{economy}\"", StringComparison.Ordinal), page.Contains($"href=\"/viec/{secret}\"", StringComparison.Ordinal));
        }

        Assert.Equal((true, true), await Finds("chutich"));
        Assert.Equal((true, true), await Finds("congchuc"));
        Assert.Equal((true, false), await Finds("truongphong"));
        Assert.Equal((true, false), await Finds("chanhvanphong"));
        Assert.Equal((false, false), await Finds("truongphongvh"));
    }

    [Fact]
    public async Task Only_an_administrator_finds_pages_of_administration_and_no_page_shows_a_telephone()
    {
        await _host.WithDbAsync(async db =>
        {
            (await db.People.FindAsync(_commune.Officer))!.Phone = "0912 345 678";
            return await db.SaveChangesAsync();
        });
        Assert.DoesNotContain("/quan-tri", await (await _host.SignInAsync("congchuc")).ReadAsync("/tim?q=nhat+ky"), StringComparison.Ordinal);
        var page = await (await _host.SignInAsync("quantri")).ReadAsync("/tim?q=nguyen+van+hung");
        Assert.Contains($"/quan-tri/can-bo/{_commune.Officer}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("345 678", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_kind_pages_by_itself()
    {
        for (var i = 0; i < 23; i++)
            await OpenAsync(_commune.Economy, $"Kiểm kê kho số {i}");
        var browser = await _host.SignInAsync("truongphong");
        static int Found(string page) => page.Split("href=\"/viec/").Length - 1;

        var all = await browser.ReadAsync("/tim?q=kiem+ke");
        Assert.Equal(5, Found(all));
        Assert.Contains("Nhiệm vụ (23)", all, StringComparison.Ordinal);
        Assert.Contains("/tim?q=kiem%20ke&nhom=viec", all, StringComparison.Ordinal);
        Assert.Equal(20, Found(await browser.ReadAsync("/tim?q=kiem+ke&nhom=viec")));
        Assert.Equal(3, Found(await browser.ReadAsync("/tim?q=kiem+ke&nhom=viec&trang=2")));
    }

    [Fact]
    public async Task A_plan_item_is_found_from_the_save_on_and_items_of_before_get_their_words_once()
    {
        var item = await _host.InScopeAsync(async services =>
        {
            var by = await PlatformHost.ViewerAsync(services, _commune.OfficeHead);
            var book = services.GetRequiredService<PlanBook>();
            var plan = await book.CreateAsync(2026, "Kế hoạch năm 2026", null, by, Cancel);
            return await book.SaveItemAsync(plan.Id, null, new PlanItemInput("2.1", PapiArea.Transparency, "Công khai giá đất", _commune.Economy, [], PlanSchedule.Date, new DateOnly(2026, 12, 20), null, "Bảng giá"), by, cancel: Cancel);
        }, _commune.OfficeHead);
        var browser = await _host.SignInAsync("chanhvanphong");
        Assert.Contains($"/ke-hoach/2026/muc/{item.Id}\"", await browser.ReadAsync("/tim?q=gia+dat"), StringComparison.Ordinal);

        await _host.WithDbAsync(db => db.SearchWords.Where(x => x.Kind == SearchIndex.PlanItem).ExecuteDeleteAsync());
        Assert.DoesNotContain("/ke-hoach/2026/muc/", await browser.ReadAsync("/tim?q=gia+dat"), StringComparison.Ordinal);
        Assert.Equal(1, await _host.InScopeAsync(services => services.GetRequiredService<PlanBook>().IndexMissingAsync()));
        Assert.Equal(0, await _host.InScopeAsync(services => services.GetRequiredService<PlanBook>().IndexMissingAsync()));
        Assert.Contains($"/ke-hoach/2026/muc/{item.Id}\"", await browser.ReadAsync("/tim?q=gia+dat"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_search_over_duties_reads_no_table_from_end_to_end()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("BACSON_TEST_SQLSERVER") is not null, "the plan of SQLite");
        foreach (var person in new[] { _commune.Chairman, _commune.OfficeHead, _commune.Head, _commune.Officer })
        {
            var plan = await _host.InScopeAsync(async services =>
            {
                var db = services.GetRequiredService<PlatformDb>();
                var query = FindPage.Duties(db, await PlatformHost.ViewerAsync(services, person), "niem yet du").Ordered(DutyOrder.LateFirst, db).Take(5).AsRows(await PlatformHost.ViewerAsync(services, person));
                using var command = query.CreateDbCommand();
                command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
                await db.Database.OpenConnectionAsync(Cancel);
                var steps = new List<string>();
                using var reader = await command.ExecuteReaderAsync(Cancel);
                while (await reader.ReadAsync(Cancel))
                    steps.Add(reader.GetString(3));
                return steps;
            });
            var text = string.Join("\n", plan);
            Assert.Contains(plan, x => x.Contains("SearchWord", StringComparison.Ordinal) || x.StartsWith("SEARCH s", StringComparison.Ordinal));
            Assert.False(plan.Exists(x => x.StartsWith("SCAN", StringComparison.Ordinal) && !x.StartsWith("SCAN json_each", StringComparison.Ordinal) && !x.Contains("VIRTUAL TABLE", StringComparison.Ordinal) && !x.Contains("subquery", StringComparison.OrdinalIgnoreCase) && x != "SCAN CONSTANT ROW"), text);
        }
    }

    // ---- Wishes

    [Fact]
    public async Task A_later_digest_is_written_with_the_others_says_of_when_it_is_and_goes_at_the_wished_hour()
    {
        _host.Clock.Utc = TestClock.At(PlatformHost.Wednesday, 7, 0);
        await OpenAsync(_commune.Economy, "Niêm yết dự toán");
        await OpenAsync(_commune.Culture, "Rà soát hộ nghèo");
        await WishAsync("truongphong", "09:30", "");

        await SweepAsync();

        var mails = await MailsAsync();
        var mine = mails.Single(x => x.PersonId == _commune.Head);
        Assert.Equal(OfficeTime.ToUtc(PlatformHost.Wednesday, new TimeOnly(9, 30)), mine.NotBefore);
        Assert.Contains("Số liệu tính đến 07:00.", mine.Body!.Text, StringComparison.Ordinal);
        var other = mails.Single(x => x.PersonId == _commune.OtherHead);
        Assert.Equal(OfficeTime.ToUtc(PlatformHost.Wednesday, new TimeOnly(7, 0)), other.NotBefore);
        Assert.DoesNotContain("Số liệu tính đến", other.Body!.Text, StringComparison.Ordinal);
        var queue = await _host.InScopeAsync(services => services.GetRequiredService<MailQueue>().ClaimAsync(10, Cancel));
        Assert.Equal(other.Id, Assert.Single(queue).Id);
    }

    [Fact]
    public async Task Days_that_a_person_wishes_add_to_policy_for_him_alone_and_take_nothing_away()
    {
        await OpenAsync(_commune.Economy, "Niêm yết dự toán", days: 15);
        await OpenAsync(_commune.Culture, "Rà soát hộ nghèo", days: 15);
        await OpenAsync(_commune.Economy, "Công khai kết luận", days: 3);
        await WishAsync("truongphong", "", "15");

        await SweepAsync();

        var told = await _host.WithDbAsync(db => db.Reminders.AsNoTracking().Select(x => new { x.PersonId, x.Step }).ToListAsync());
        Assert.Equal([(_commune.Head, -15), (_commune.Head, -3)], told.Select(x => (x.PersonId, x.Step)).Order());
    }

    [Theory]
    [InlineData("", "21", "từ 1 đến 20")]
    [InlineData("", "0", "từ 1 đến 20")]
    [InlineData("", "5, 6, 8, 9", "Nhiều nhất 3 số")]
    [InlineData("10:30", "", "không quá 10:00")]
    [InlineData("08:10", "", "giờ chẵn hoặc rưỡi")]
    public async Task A_wish_beyond_policy_is_refused_in_words_and_what_was_typed_is_kept(string at, string days, string said)
    {
        var browser = await _host.SignInAsync("congchuc");
        var answer = await browser.SubmitAsync("/tai-khoan/nhac-viec", new() { ["DigestAt"] = at, ["ExtraDays"] = days });
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{days}\"", page, StringComparison.Ordinal);
        Assert.Empty(await _host.WithDbAsync(db => db.PersonWishes.ToListAsync()));
    }

    [Fact]
    public async Task Wishes_saved_in_an_older_window_are_refused_and_each_save_is_in_the_trail()
    {
        var browser = await _host.SignInAsync("congchuc");
        await WishAsync("congchuc", "", "12");
        var old = await browser.SubmitAsync("/tai-khoan/nhac-viec", new() { ["DigestAt"] = "", ["ExtraDays"] = "9", ["Version"] = Guid.Empty.ToString() });
        Assert.Equal(HttpStatusCode.OK, old.StatusCode);
        Assert.Equal("12", (await _host.WithDbAsync(db => db.PersonWishes.SingleAsync())).ExtraDays);
        Assert.Equal(1, await _host.WithDbAsync(db => db.AuditEntries.CountAsync(x => x.Subject == "PersonWish" && x.PersonId == _commune.Officer)));
    }

    // ---- Calendar

    [Fact]
    public async Task The_private_calendar_reads_back_with_own_open_dates_and_nothing_more()
    {
        var own = await OpenAsync(_commune.Economy, "Niêm yết; dự toán, đợt 2", _commune.Officer);
        var secret = await OpenAsync(_commune.Economy, "Tin báo kín", _commune.Officer, confidential: true);
        await OpenAsync(_commune.Economy, "Việc của người khác");
        await OpenAsync(_commune.Culture, "Việc của đơn vị khác");
        var answer = await _host.Browser().GetAsync(await MakeAddressAsync("congchuc"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/calendar", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.Private);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.DoesNotContain("kín", text, StringComparison.Ordinal);
        var events = Ical.Net.Calendar.Load(text)!.Events.OrderBy(x => x.Uid, StringComparer.Ordinal).ToList();
        Assert.Equal([$"viec-{own}@localhost", $"viec-{secret}@localhost"], events.Select(x => x.Uid));
        Assert.Equal(["Niêm yết; dự toán, đợt 2", "Nhiệm vụ thuộc diện bảo mật"], events.Select(x => x.Summary));
        var due = await _host.WithDbAsync(db => db.Duties.Where(x => x.Id == own).Select(x => x.DueOn).SingleAsync());
        Assert.All(events, x => Assert.True(x.IsAllDay));
        Assert.Equal(due, events[0].Start!.Date);
        Assert.Equal($"http://localhost/viec/{own}", events[0].Url!.ToString());
        Assert.NotNull(events[0].DtStamp);
        // Three and one working day before: the seventh is past already.
        Assert.Equal(2, events[0].Alarms.Count);
        Assert.NotNull((await _host.WithDbAsync(db => db.CalendarAddresses.SingleAsync())).LastUsedAt);
    }

    [Fact]
    public async Task A_wrong_a_revoked_and_a_replaced_secret_and_that_of_one_who_left_answer_alike()
    {
        async Task<(HttpStatusCode, string)> Read(string path)
        {
            var answer = await _host.Browser().GetAsync(path);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        }
        var wrong = await Read($"/lich/{new string('A', 32)}.ics");
        Assert.Equal(HttpStatusCode.NotFound, wrong.Item1);
        var browser = await _host.SignInAsync("congchuc");

        var first = await MakeAddressAsync("congchuc");
        Assert.Equal(HttpStatusCode.OK, (await Read(first)).Item1);
        var second = await MakeAddressAsync("congchuc");
        Assert.Equal(wrong, await Read(first));
        Assert.Equal(HttpStatusCode.OK, (await Read(second)).Item1);
        await browser.SubmitAsync("/tai-khoan/lich", [], "/tai-khoan/lich?handler=RevokeAddress");
        Assert.Equal(wrong, await Read(second));

        var third = await MakeAddressAsync("congchuc");
        await _host.InScopeAsync(async services => await services.GetRequiredService<PeopleBook>().LeaveAsync(_commune.Officer, PlatformHost.Wednesday, await PlatformHost.ViewerAsync(services, _commune.Administrator), Cancel), _commune.Administrator);
        Assert.Equal(wrong, await Read(third));
        await _host.InScopeAsync(async services => await services.GetRequiredService<PeopleBook>().ComeBackAsync(_commune.Officer, await PlatformHost.ViewerAsync(services, _commune.Administrator), Cancel), _commune.Administrator);
        Assert.Equal(wrong, await Read(third));
    }

    [Fact]
    public async Task The_secret_is_shown_once_and_kept_nowhere()
    {
        var secret = (await MakeAddressAsync("congchuc"))["/lich/".Length..^".ics".Length];
        Assert.Equal(32, secret.Length);
        Assert.DoesNotContain(secret, await (await _host.SignInAsync("congchuc")).ReadAsync("/tai-khoan/lich"), StringComparison.Ordinal);
        var kept = await _host.WithDbAsync(db => db.CalendarAddresses.SingleAsync());
        Assert.Equal(64, kept.SecretHash.Length);
        Assert.DoesNotContain(await _host.WithDbAsync(db => db.AuditEntries.Select(x => x.Changes).ToListAsync()), x => x.Contains(secret, StringComparison.Ordinal) || x.Contains(kept.SecretHash, StringComparison.Ordinal));
    }

    // ---- Where the day begins

    [Theory]
    [InlineData("chutich", "/tinh-hinh")]
    [InlineData("phochutich", "/tinh-hinh")]
    [InlineData("chanhvanphong", "/lam-viec")]
    [InlineData("truongphong", "/lam-viec")]
    [InlineData("phophong", "/lam-viec")]
    [InlineData("congchuc", "/lam-viec")]
    [InlineData("hdnd", "/tinh-hinh")]
    [InlineData("quantri", "/lam-viec")]
    public async Task Each_role_begins_its_day_where_it_begins_and_the_door_and_the_masthead_lead_there(string user, string page)
    {
        var browser = _host.Browser();
        var signedIn = await _host.SignInAsync(browser, user, PlatformHost.Password);
        Assert.Equal(page, signedIn.Headers.Location!.ToString());
        Assert.Equal(page, (await browser.GetAsync("/trang-chu")).Headers.Location!.ToString());
        Assert.Equal("/trang-chu", (await browser.GetAsync("/dang-nhap")).Headers.Location!.ToString());
        Assert.Contains($"class=\"brand\" href=\"{page}\"", await browser.ReadAsync("/ke-hoach"), StringComparison.Ordinal);
        Assert.Contains("href=\"/trang-chu\"", await browser.ReadAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_only_administers_begins_there_and_who_stands_in_for_the_chairman_begins_as_he_does()
    {
        await _host.WithDbAsync(async db =>
        {
            await db.Positions.Where(x => x.PersonId == _commune.Administrator).ExecuteDeleteAsync();
            db.Delegations.Add(new Delegation { FromPersonId = _commune.Chairman, ToPersonId = _commune.OtherHead, Kind = DelegationKind.Authorised, From = PlatformHost.Wednesday, To = PlatformHost.Wednesday, Reason = "Đi họp" });
            return await db.SaveChangesAsync();
        });
        Task<string> StartOf(int person) => _host.InScopeAsync(async services => StartPages.Of(await PlatformHost.ViewerAsync(services, person)));
        Assert.Equal("/quan-tri", await StartOf(_commune.Administrator));
        Assert.Equal("/tinh-hinh", await StartOf(_commune.OtherHead));
    }

    [Fact]
    public async Task A_person_chooses_among_the_pages_he_may_open_and_no_other()
    {
        var browser = await _host.SignInAsync("congchuc");
        var refused = await browser.SubmitAsync("/tai-khoan/trang", new() { ["StartPage"] = "/quan-tri", ["Shortcuts"] = "true" });
        Assert.Contains("Chưa chọn trang mở đầu trong danh sách", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync("/tai-khoan/trang", new() { ["StartPage"] = "/ke-hoach", ["Shortcuts"] = "false" })).StatusCode);
        Assert.Equal("/ke-hoach", (await browser.GetAsync("/trang-chu")).Headers.Location!.ToString());
        Assert.Contains("data-keys=\"\"", await browser.ReadAsync("/ke-hoach"), StringComparison.Ordinal);
        Assert.Contains("data-keys=\"v=/lam-viec ", await (await _host.SignInAsync("phophong")).ReadAsync("/ke-hoach"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_that_search_and_keys_name_opens_for_whom_they_name_it()
    {
        foreach (var (user, id) in new[] { ("quantri", _commune.Administrator), ("chutich", _commune.Chairman), ("congchuc", _commune.Officer) })
        {
            var browser = await _host.SignInAsync(user);
            var pages = await _host.InScopeAsync(async services => { var viewer = await PlatformHost.ViewerAsync(services, id); return ProgramPage.All.Where(x => x.OpensFor(viewer)).Select(x => x.Path).ToList(); });
            foreach (var path in pages)
                Assert.True((await browser.GetAsync(path)).StatusCode == HttpStatusCode.OK, $"{user}: {path}");
        }
        var keys = ProgramPage.All.Select(x => x.Key).OfType<char>().ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.DoesNotContain('g', keys);
    }

    private async Task WishAsync(string user, string at, string days)
    {
        var answer = await (await _host.SignInAsync(user)).SubmitAsync("/tai-khoan/nhac-viec", new() { ["DigestAt"] = at, ["ExtraDays"] = days });
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)));
    }

    /// <summary>The path of a new address, as the page shows it once.</summary>
    private async Task<string> MakeAddressAsync(string user)
    {
        var answer = await (await _host.SignInAsync(user)).SubmitAsync("/tai-khoan/lich", [], "/tai-khoan/lich?handler=MakeAddress");
        var page = await answer.Content.ReadAsStringAsync(Cancel);
        return System.Text.RegularExpressions.Regex.Match(page, @"http://localhost(/lich/[A-Za-z0-9_-]+\.ics)").Groups[1].Value;
    }

    private Task<(int People, int Reminders)> SweepAsync() => _host.InScopeAsync(services => services.GetRequiredService<ReminderSweep>().RunAsync());

    private Task<List<MailMessage>> MailsAsync() => _host.WithDbAsync(db => db.Mails.AsNoTracking().Include(x => x.Body).ToListAsync());
}
