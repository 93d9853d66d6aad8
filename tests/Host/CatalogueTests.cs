using System.Net;
using System.Text.RegularExpressions;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>What the legal officer does to the catalogue, over HTTP: new laws, terms compared with their text, what lapses, what a release may not overwrite.</summary>
public sealed class CatalogueTests : IDisposable
{
    // Three working days, recalled, of the law: from Wednesday 25/11/2026 until Monday 30/11.
    private const string Key = "commune-legal-document-posting";
    private const string Page = $"/danh-muc/{Key}";
    private const string NewLaw = $"{Page}/thoi-han/moi";

    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    /// <summary>The commune; its officer is the legal officer too.</summary>
    private async Task<(Commune Commune, PageClient Officer)> OfficerAsync()
    {
        var commune = await _host.CommuneAsync();
        await GiveAsync(commune.Officer);
        return (commune, await _host.SignInAsync("congchuc"));
    }

    private Task GiveAsync(int person) => _host.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<PlatformDb>();
        db.RoleGrants.Add(new RoleGrant { PersonId = person, Role = Role.LegalOfficer, From = new DateOnly(2025, 7, 1) });
        await db.SaveChangesAsync();
    });

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    private Task<Duty> OpenAsync(Commune commune, DateOnly? on = null, string detail = "") => _host.InScopeAsync(async services =>
        await services.GetRequiredService<CatalogueBook>().OpenFromEventAsync(Key, on ?? PlatformHost.Wednesday, detail, commune.Economy, await PlatformHost.ViewerAsync(services, commune.OfficeHead)), commune.OfficeHead);

    private Task<Duty> DutyAsync(long id) => _host.WithDbAsync(db => db.Duties.AsNoTracking().SingleAsync(x => x.Id == id));

    private Task<CatalogueEntry> EntryAsync(string key = Key) => _host.WithDbAsync(db => db.Catalogue.AsNoTracking().Include(x => x.Terms).Include(x => x.Bases).AsSplitQuery().SingleAsync(x => x.Key == key));

    private static Dictionary<string, string> Law(string from, int amount = 5, TermUnit unit = TermUnit.WorkingDay, bool move = false) => new()
    {
        ["Document"] = "Nghị định 400/2026/NĐ-CP", ["Article"] = "khoản 2 Điều 9", ["ValidFrom"] = from, ["Kind"] = nameof(TermKind.NoLaterThan), ["Amount"] = $"{amount}", ["Unit"] = unit.ToString(),
        ["FromText"] = "ngày văn bản được ký ban hành", ["Reason"] = "Nghị định mới có hiệu lực", ["MoveOpen"] = move ? "true" : "false",
    };

    private static string Hidden(string page, string name) => Regex.Match(page, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value;

    /// <summary>The fields with what the preview's form carries unseen: the version that was read and what stands for the preview.</summary>
    private static Dictionary<string, string> After(string shown, Dictionary<string, string> fields) => new(fields) { ["Digest"] = Hidden(shown, "Digest"), ["Version"] = Hidden(shown, "Version") };

    /// <summary>Previews, then confirms what was shown.</summary>
    private static async Task<HttpResponseMessage> ConfirmAsync(PageClient browser, string page, Dictionary<string, string> fields)
    {
        var shown = await TextAsync(await browser.SubmitAsync(page, new(fields), page + "?handler=Preview"));
        Assert.True(Hidden(shown, "Digest").Length == 64, shown);
        var answer = await browser.SubmitAsync(page, After(shown, fields), page + "?handler=Save");
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await TextAsync(answer));
        return answer;
    }

    [Fact]
    public async Task A_new_law_is_previewed_with_the_old_and_the_new_due_date_and_nothing_is_saved_before_it_is_confirmed()
    {
        var (commune, officer) = await OfficerAsync();
        var duty = await OpenAsync(commune);
        Assert.Equal(new DateOnly(2026, 11, 30), duty.DueOn);
        var before = await OpenAsync(commune, new DateOnly(2026, 11, 20), "trước ngày áp dụng");
        var shown = await TextAsync(await officer.SubmitAsync(NewLaw, Law("23/11/2026"), NewLaw + "?handler=Preview"));
        Assert.Contains("1 nhiệm vụ đang thực hiện có ngày bắt đầu tính thuộc thời gian này", shown, StringComparison.Ordinal);
        Assert.Contains("30/11/2026", shown, StringComparison.Ordinal);
        Assert.Contains("02/12/2026", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("trước ngày áp dụng", shown, StringComparison.Ordinal);
        Assert.Single((await EntryAsync()).Terms);

        Assert.Equal(HttpStatusCode.Redirect, (await ConfirmAsync(officer, NewLaw, Law("23/11/2026"))).StatusCode);
        var terms = (await EntryAsync()).Terms.OrderBy(x => x.ValidFrom).ToList();
        Assert.Equal([(null, new DateOnly(2026, 11, 22), 3), (new DateOnly(2026, 11, 23), null, 5)], terms.Select(x => (x.ValidFrom, x.ValidTo, x.Amount)));
        // What was open keeps the term under which it was opened; what is opened from now on is under the new law.
        Assert.Equal(duty.DueOn, (await DutyAsync(duty.Id)).DueOn);
        Assert.Equal(before.DueOn, (await DutyAsync(before.Id)).DueOn);
        var next = await OpenAsync(commune, detail: "mới");
        Assert.Equal((new DateOnly(2026, 12, 2), TermSource.Law), (next.DueOn, next.TermSource));
        Assert.Contains("Nghị định 400/2026/NĐ-CP, khoản 2 Điều 9", next.LegalBasis, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_tick_the_open_duties_follow_the_new_law_each_with_its_line_of_history_and_in_the_trail()
    {
        var (commune, officer) = await OfficerAsync();
        var duty = await OpenAsync(commune);
        var declared = await OpenAsync(commune, detail: "đã báo cáo");
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            (await db.Duties.SingleAsync(x => x.Id == declared.Id)).Stage = DutyStage.AwaitingAcceptance;
            await db.SaveChangesAsync();
        });
        await ConfirmAsync(officer, NewLaw, Law("25/11/2026", move: true));
        var moved = await DutyAsync(duty.Id);
        Assert.Equal((new DateOnly(2026, 12, 2), new DateOnly(2026, 11, 30), 5, TermSource.Law), (moved.DueOn, moved.OriginalDueOn, moved.TermAmount, moved.TermSource));
        // What was declared done is judged by the law under which it was done.
        Assert.Equal(declared.DueOn, (await DutyAsync(declared.Id)).DueOn);
        var line = await _host.WithDbAsync(db => db.DutyEvents.SingleAsync(x => x.Kind == DutyEventKind.LawChanged));
        Assert.Equal((duty.Id, "Chuyển theo Nghị định 400/2026/NĐ-CP, khoản 2 Điều 9: thời hạn từ 30/11/2026 thành 02/12/2026"), (line.DutyId, line.Text));
        var acts = await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Act == "Thêm văn bản mới").Select(x => new { x.Subject, x.Who }).ToListAsync());
        Assert.Equal(["CatalogueBasis", "CatalogueEntry", "CatalogueTerm", "CatalogueTerm", "Duty"], acts.Select(x => x.Subject).Order());
        Assert.All(acts, x => Assert.Equal("Nguyễn Văn Hùng", x.Who));
        var page = await officer.ReadAsync(Page);
        Assert.Contains("Lý do: Nghị định mới có hiệu lực", page, StringComparison.Ordinal);
        Assert.Contains("Đã chuyển 1 nhiệm vụ đang thực hiện", page, StringComparison.Ordinal);
        await (await _host.SignInAsync("chutich")).ReadAsync($"/viec/{duty.Id}");
    }

    [Theory]
    // counted from the event: the last day is a Sunday, the first day of Tết, an ordinary day already past
    [InlineData("2026-11-25", 4, TermUnit.CalendarDay, "2026-11-30")]
    [InlineData("2027-01-06", 1, TermUnit.Month, null)]
    [InlineData("2026-11-20", 1, TermUnit.WorkingDay, "2026-11-23")]
    public async Task A_due_date_under_the_new_law_is_a_working_day(string on, int amount, TermUnit unit, string? due)
    {
        var (commune, officer) = await OfficerAsync();
        var duty = await OpenAsync(commune, DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture));
        await ConfirmAsync(officer, NewLaw, Law("01/07/2026", amount, unit, move: true));
        var moved = (await DutyAsync(duty.Id)).DueOn;
        var calendar = await _host.InScopeAsync(async services => (await services.GetRequiredService<Snapshots>().ReadAsync(services.GetRequiredService<PlatformDb>())).Item1);
        Assert.True(calendar.IsWorkingDay(moved));
        if (due is not null)
            Assert.Equal(due, moved.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        else
            Assert.True(moved > new DateOnly(2027, 2, 6) && !calendar.IsWorkingDay(new DateOnly(2027, 2, 6)));
    }

    [Fact]
    public async Task What_was_previewed_is_confirmed_or_it_is_shown_again()
    {
        var (commune, officer) = await OfficerAsync();
        await OpenAsync(commune);
        var shown = await TextAsync(await officer.SubmitAsync(NewLaw, Law("25/11/2026"), NewLaw + "?handler=Preview"));
        await OpenAsync(commune, detail: "mở sau khi xem thử");
        var again = await TextAsync(await officer.SubmitAsync(NewLaw, After(shown, Law("25/11/2026")), NewLaw + "?handler=Save"));
        Assert.Contains("Chưa lưu gì", again, StringComparison.Ordinal);
        Assert.Contains("mở sau khi xem thử", again, StringComparison.Ordinal);
        // Another number than that which was looked at is not confirmed unseen either.
        var other = await TextAsync(await officer.SubmitAsync(NewLaw, After(again, Law("25/11/2026", amount: 7)), NewLaw + "?handler=Save"));
        Assert.Contains("Chưa lưu gì", other, StringComparison.Ordinal);
        Assert.Single((await EntryAsync()).Terms);
    }

    [Fact]
    public async Task Of_two_who_enter_a_law_the_second_is_told_and_two_versions_never_begin_on_one_day()
    {
        var (_, officer) = await OfficerAsync();
        var administrator = await _host.SignInAsync("quantri");
        var shown = await TextAsync(await administrator.SubmitAsync(NewLaw, Law("01/12/2026", amount: 9), NewLaw + "?handler=Preview"));
        await ConfirmAsync(officer, NewLaw, Law("01/12/2026"));
        var refused = await TextAsync(await administrator.SubmitAsync(NewLaw, After(shown, Law("01/12/2026", amount: 9)), NewLaw + "?handler=Save"));
        Assert.Contains("Người khác vừa lưu hồ sơ này", refused, StringComparison.Ordinal);
        Assert.Contains("Nghị định mới có hiệu lực", refused, StringComparison.Ordinal);
        var same = await TextAsync(await administrator.SubmitAsync(NewLaw, new(Law("01/12/2026", amount: 9)) { ["Document"] = "Thông tư 9/2026/TT-BTP" }, NewLaw + "?handler=Preview"));
        Assert.Contains("Đã có thời hạn áp dụng từ ngày 01/12/2026", same, StringComparison.Ordinal);
        Assert.Equal(2, (await EntryAsync()).Terms.Count);
    }

    [Fact]
    public async Task A_law_between_two_ends_the_day_before_the_later_one_begins()
    {
        var (commune, officer) = await OfficerAsync();
        await ConfirmAsync(officer, NewLaw, Law("01/01/2027"));
        var late = await OpenAsync(commune, new DateOnly(2027, 1, 4));
        var shown = await TextAsync(await officer.SubmitAsync(NewLaw, Law("01/12/2026", amount: 8), NewLaw + "?handler=Preview"));
        Assert.Contains("đến hết ngày 31/12/2026 vì đã có thời hạn tiếp theo", shown, StringComparison.Ordinal);
        Assert.Contains("Không có nhiệm vụ đang thực hiện nào chịu tác động", shown, StringComparison.Ordinal);
        await ConfirmAsync(officer, NewLaw, Law("01/12/2026", amount: 8, move: true));
        var entry = await EntryAsync();
        Assert.Equal((3, 8, 8, 5), (entry.TermOn(new DateOnly(2026, 11, 30))!.Amount, entry.TermOn(new DateOnly(2026, 12, 1))!.Amount, entry.TermOn(new DateOnly(2026, 12, 31))!.Amount, entry.TermOn(new DateOnly(2027, 1, 1))!.Amount));
        Assert.Equal(late.DueOn, (await DutyAsync(late.Id)).DueOn);
    }

    [Fact]
    public async Task A_recalled_term_that_was_compared_with_its_text_is_law_and_says_who_did_it()
    {
        var (commune, officer) = await OfficerAsync();
        var duty = await OpenAsync(commune);
        Assert.Equal(TermSource.Recalled, duty.TermSource);
        var page = $"{Page}/thoi-han/{(await EntryAsync()).Terms[0].Id}";
        var form = SentForm.Read(new Uri("http://localhost" + page), await (await officer.GetAsync(page)).Content.ReadAsStringAsync()).First(x => x.Handler == "Preview");
        var fields = form.Fields.Where(x => x.Kind is not ("hidden" or "tick")).ToDictionary(x => x.Name, x => x.Value);
        fields["Reason"] = "Đã đọc văn bản";
        Assert.Contains("Chưa nhập văn bản", await TextAsync(await officer.SubmitAsync(page, new(fields), page + "?handler=Preview")), StringComparison.Ordinal);
        fields["Document"] = "Nghị định 78/2025/NĐ-CP";
        fields["Article"] = "Điều 100";
        fields["Link"] = "javascript:alert(1)";
        Assert.Contains("Đường dẫn không đúng", await TextAsync(await officer.SubmitAsync(page, new(fields), page + "?handler=Preview")), StringComparison.Ordinal);
        fields["Link"] = "https://vanban.example/78-2025";
        Assert.Equal(HttpStatusCode.Redirect, (await ConfirmAsync(officer, page, fields)).StatusCode);

        var shown = await officer.ReadAsync(Page);
        Assert.Contains("Theo Nghị định 78/2025/NĐ-CP, Điều 100; Nguyễn Văn Hùng đối chiếu lúc", shown, StringComparison.Ordinal);
        Assert.Contains("Đã đối chiếu thời hạn", shown, StringComparison.Ordinal);
        Assert.Equal(TermSource.Law, (await OpenAsync(commune, detail: "sau khi đối chiếu")).TermSource);
        Assert.Equal(TermSource.Recalled, (await DutyAsync(duty.Id)).TermSource);

        // Corrected, with the tick: the open ones are counted anew.
        fields["Amount"] = "6";
        fields["MoveOpen"] = "true";
        await ConfirmAsync(officer, page, fields);
        Assert.Contains("Sửa thời hạn «03 ngày làm việc", await officer.ReadAsync(Page), StringComparison.Ordinal);
        Assert.Equal((new DateOnly(2026, 12, 3), TermSource.Law), ((await DutyAsync(duty.Id)).DueOn, (await DutyAsync(duty.Id)).TermSource));
        Assert.Single((await EntryAsync()).Terms);
    }

    [Fact]
    public async Task A_rhythm_that_was_compared_with_its_text_is_law_and_moves_no_date()
    {
        var (_, officer) = await OfficerAsync();
        var (key, duty) = await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            await services.GetRequiredService<CatalogueBook>().MakeRecurringAsync();
            var made = await db.Duties.AsNoTracking().Where(x => x.TermSource != TermSource.Law && x.OccurrenceKey != null && db.Catalogue.Any(y => y.Key == x.CatalogueKey && y.Nominal == NominalMeaning.Due)).OrderBy(x => x.Id).FirstAsync();
            return (made.CatalogueKey!, made);
        });
        var page = $"/danh-muc/{key}/thoi-han/ky";
        await ConfirmAsync(officer, page, new() { ["Document"] = "Thông tư 1/2026/TT-BNV", ["Reason"] = "Đã đọc văn bản", ["MoveOpen"] = "true" });
        var entry = await EntryAsync(key);
        Assert.Equal((TermSource.Law, "Nguyễn Văn Hùng"), (CatalogueBook.SourceOf(entry, null), entry.CheckedBy));
        var after = await DutyAsync(duty.Id);
        Assert.Equal((duty.DueOn, TermSource.Law), (after.DueOn, after.TermSource));
    }

    [Fact]
    public async Task A_release_never_overwrites_what_was_set_here_and_the_page_says_that_it_brought_another_text()
    {
        var (_, officer) = await OfficerAsync();
        await ConfirmAsync(officer, NewLaw, Law("01/12/2026"));
        await officer.SubmitAsync(Page + "/sua", new() { ["Title"] = "Niêm yết văn bản của xã", ["FieldCode"] = (await EntryAsync()).FieldCode, ["RemindBefore"] = "5, 2", ["Reason"] = "Gọn hơn" });
        const string untouched = "inspection-conclusion-publish";
        // As if the present release shipped another text than the one before.
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            foreach (var entry in await db.Catalogue.Where(x => x.Key == Key || x.Key == untouched).ToListAsync())
                (entry.ShippedHash, entry.Note, entry.Source) = ("bản trước", "cũ", "cũ");
            foreach (var entry in await db.Catalogue.Where(x => x.Key == untouched).ToListAsync())
                entry.Title = "cũ";
            var kept = await db.Catalogue.SingleAsync(x => x.Key == Key);
            kept.LawEditedOver = "bản trước";
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
            Assert.Equal(2, await services.GetRequiredService<CatalogueBook>().SyncAsync());
        });
        var here = await EntryAsync();
        Assert.Equal(("Niêm yết văn bản của xã", "5,2", 2, "cũ"), (here.Title, here.RemindBefore, here.Terms.Count, here.Source));
        // What the commune has no say in is renewed.
        Assert.NotEqual("cũ", here.Note);
        Assert.NotEqual("cũ", (await EntryAsync(untouched)).Title);
        Assert.Contains("Bản kèm phần mềm đã thay đổi sau lần sửa tại xã", await officer.ReadAsync(Page), StringComparison.Ordinal);
        Assert.DoesNotContain("Bản kèm phần mềm đã thay đổi", await officer.ReadAsync($"/danh-muc/{untouched}"), StringComparison.Ordinal);
        await _host.InScopeAsync(async services => Assert.Equal(0, await services.GetRequiredService<CatalogueBook>().SyncAsync()));
    }

    [Fact]
    public async Task What_lapses_is_told_once_to_the_legal_officer_and_to_administrators_until_its_successor_is_entered()
    {
        var (commune, officer) = await OfficerAsync();
        Task<int> RunAsync() => _host.InScopeAsync(services => services.GetRequiredService<LapseWatch>().TellAsync());
        Task<List<string>> ToldAsync() => _host.WithDbAsync(db => db.Mails.Where(x => x.Kind == "LawLapse").OrderBy(x => x.Id).Select(x => x.ToName).ToListAsync());
        // NĐ 151/2025 ends on 01/03/2027: not yet within three months.
        const string land = "/danh-muc/land-certificate-posting";
        Assert.DoesNotContain("Nghị định 151/2025/NĐ-CP (phân định thẩm quyền đất đai 2 cấp) hết hiệu lực", await officer.ReadAsync(land), StringComparison.Ordinal);
        _host.Clock.Utc = TestClock.At(new DateOnly(2026, 12, 1));
        Assert.Equal(2, await RunAsync());
        Assert.Equal(["Hoàng Minh Đức", "Nguyễn Văn Hùng"], (await ToldAsync()).Order());
        Assert.Equal(0, await RunAsync());
        _host.Clock.Utc = TestClock.At(new DateOnly(2027, 2, 1));
        Assert.Equal(0, await RunAsync());
        // Who comes to keep the law later is told too.
        await GiveAsync(commune.Head);
        Assert.Equal(1, await RunAsync());
        var mail = await _host.WithDbAsync(db => db.Mails.Where(x => x.Kind == "LawLapse").Select(x => x.Body!.Text).FirstAsync());
        Assert.Contains("hết hiệu lực sau ngày 01/03/2027", mail, StringComparison.Ordinal);
        Assert.Contains("danh-muc/land-certificate-posting", mail, StringComparison.Ordinal);

        // The session of November is over.
        officer = await _host.SignInAsync("congchuc");
        Assert.Contains("Sắp hết hiệu lực", await officer.ReadAsync(land), StringComparison.Ordinal);
        Assert.Contains("land-certificate-posting", await officer.ReadAsync("/danh-muc?hieu-luc=sap-het"), StringComparison.Ordinal);
        Assert.Contains("có căn cứ hoặc thời hạn sắp hết", await officer.ReadAsync("/danh-muc"), StringComparison.Ordinal);
        Assert.Contains("/danh-muc?hieu-luc=sap-het", await (await _host.SignInAsync("quantri")).ReadAsync("/quan-tri"), StringComparison.Ordinal);

        var entry = await EntryAsync("land-certificate-posting");
        var old = entry.Bases.Single(x => x.ValidTo == new DateOnly(2027, 3, 1));
        var unknown = await TextAsync(await officer.SubmitAsync(land + "/thoi-han/moi", new(Law("01/03/2027")) { ["Replaced"] = "999999" }, land + "/thoi-han/moi?handler=Preview"));
        Assert.Contains("Văn bản bị thay thế phải đang áp dụng", unknown, StringComparison.Ordinal);
        await ConfirmAsync(officer, land + "/thoi-han/moi", new(Law("01/03/2027")) { ["Replaced"] = $"{old.Id}" });
        Assert.Equal(new DateOnly(2027, 2, 28), (await EntryAsync("land-certificate-posting")).Bases.Single(x => x.Id == old.Id).ValidTo);
        Assert.DoesNotContain("hết hiệu lực sau", await officer.ReadAsync(land), StringComparison.Ordinal);
        Assert.DoesNotContain("land-certificate-posting", await officer.ReadAsync("/danh-muc?hieu-luc=sap-het"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kinds_settings_are_set_for_a_reason_and_a_version_that_another_saved_is_a_conflict()
    {
        var (_, officer) = await OfficerAsync();
        var before = await EntryAsync();
        Dictionary<string, string> Fields(string reason, string days = "10, 2") => new() { ["Title"] = before.Title, ["FieldCode"] = before.FieldCode, ["RemindBefore"] = days, ["Reason"] = reason };
        Assert.Contains("Chưa nhập lý do", await TextAsync(await officer.SubmitAsync(Page + "/sua", Fields(""))), StringComparison.Ordinal);
        Assert.Contains("Ngày nhắc không đúng", await TextAsync(await officer.SubmitAsync(Page + "/sua", Fields("Cần sớm hơn", "10, 99"))), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.SubmitAsync(Page + "/sua", Fields("Cần sớm hơn"))).StatusCode);
        var after = await EntryAsync();
        Assert.Equal(("10,2", false), (after.RemindBefore, after.EditedHere));
        Assert.Contains("Nhắc trước: 7, 3, 1 thành 10, 2 ngày làm việc", await officer.ReadAsync(Page), StringComparison.Ordinal);

        var stale = await TextAsync(await officer.SubmitAsync(Page + "/sua", new(Fields("Lần nữa", "4")) { ["Version"] = before.Version.ToString() }));
        Assert.Contains("Người khác vừa lưu hồ sơ này", stale, StringComparison.Ordinal);
        Assert.Contains("Lần nữa", stale, StringComparison.Ordinal);
        Assert.Equal("10,2", (await EntryAsync()).RemindBefore);
    }

    [Fact]
    public async Task Only_who_keeps_the_law_changes_it()
    {
        var (_, officer) = await OfficerAsync();
        var pages = new[] { Page + "/sua", NewLaw, $"{Page}/thoi-han/{(await EntryAsync()).Terms[0].Id}" };
        foreach (var page in pages)
            Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync(page)).StatusCode);
        foreach (var user in "chutich chanhvanphong truongphong hdnd".Split(' '))
        {
            var other = await _host.SignInAsync(user);
            foreach (var page in pages)
                Assert.NotEqual(HttpStatusCode.OK, (await other.GetAsync(page)).StatusCode);
            var shown = await other.ReadAsync(Page);
            Assert.DoesNotContain("Thêm văn bản mới", shown, StringComparison.Ordinal);
            Assert.Contains("Thay đổi tại xã", shown, StringComparison.Ordinal);
        }
        foreach (var nowhere in new[] { $"{Page}/thoi-han/999999", $"{Page}/thoi-han/ky", $"{Page}/thoi-han/khac", "/danh-muc/khong-co/sua", "/danh-muc/khong-co/thoi-han/moi" })
            Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync(nowhere)).StatusCode);
    }
}
