using System.Net;
using System.Text.RegularExpressions;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Documents;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>The office head's desk: what stands on it, giving and moving many at once, urging once a day.</summary>
public sealed class DeskTests : IDisposable
{
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private Task<Duty> OpenAsync(Commune commune, string title, DateOnly due, int? unit, int? officer = null, bool confidential = false) => _host.ActAsync(commune.OfficeHead, (ledger, viewer) =>
        ledger.OpenAsync(new NewDuty(PapiArea.Transparency, title, due, new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { LeadUnitId = unit, OfficerId = officer, Confidential = confidential }, viewer));

    private Task<Duty> ReadAsync(Duty duty) => _host.WithDbAsync(db => db.Duties.AsNoTracking().SingleAsync(x => x.Id == duty.Id));

    private static async Task<string> DeskAsync(PageClient browser, string act, IEnumerable<Duty> duties, params (string Name, string Value)[] more)
    {
        var html = await browser.ReadAsync("/lam-viec?xem=dieu-hanh");
        var token = Regex.Match(html, "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value;
        var answer = await browser.Http.PostAsync("/lam-viec?xem=dieu-hanh&handler=Desk", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("Act", act),
            .. duties.Select(x => new KeyValuePair<string, string>("Chosen", new ChosenDuty(x.Id, x.Version).ToString())), .. more.Select(x => new KeyValuePair<string, string>(x.Name, x.Value))]));
        return answer.StatusCode == HttpStatusCode.Redirect ? await browser.ReadAsync(answer.Headers.Location!.ToString()) : WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_desk_shows_each_kind_with_its_count_and_opens_the_list_behind_it()
    {
        var commune = await _host.CommuneAsync();
        await OpenAsync(commune, "Chưa ai nhận", new DateOnly(2026, 12, 10), null);
        var returned = await OpenAsync(commune, "Không thuộc phòng", new DateOnly(2026, 12, 10), commune.Economy);
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.ReturnAsNotOursAsync(returned.Id, "Thuộc văn hóa", viewer));
        await OpenAsync(commune, "Đã quá hạn", new DateOnly(2026, 11, 20), commune.Economy, commune.Officer);
        var declared = await OpenAsync(commune, "Đã báo cáo", new DateOnly(2026, 12, 1), commune.Economy, commune.Officer);
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(declared.Id, null, viewer));
        await OpenAsync(commune, "Chưa phân công", new DateOnly(2026, 12, 1), commune.Culture);
        await OpenAsync(commune, "Tin báo kín", new DateOnly(2026, 11, 19), commune.Economy, commune.Officer, confidential: true);
        await _host.InScopeAsync(async services => await services.GetRequiredService<DocumentBook>().EnterIncomingAsync(
            new DocumentInput("1286/UBND-NC", new DateOnly(2026, 11, 12), "UBND tỉnh", "Rà soát tiếp công dân", PlatformHost.Wednesday), await PlatformHost.ViewerAsync(services, commune.OfficeHead)), commune.OfficeHead);
        var browser = await _host.SignInAsync("chanhvanphong");
        var page = await browser.ReadAsync("/lam-viec");
        Assert.Contains("<h1>Điều hành chung</h1>", page, StringComparison.Ordinal);
        foreach (var (title, list, what) in new[]
        {
            ("Trả lại vì không thuộc nhiệm vụ (1)", "/viec?tt=khong-thuoc", "Không thuộc phòng"), ("Chưa có đơn vị chủ trì (1)", "/viec?tt=chua-giao-moi", "Chưa ai nhận"), ("Quá hạn (1)", "/viec?tt=qua-han", "Đã quá hạn"),
            ("Chưa có người thực hiện (1)", "/viec?tt=chua-phan-cong", "Chưa phân công"), ("Chờ xác nhận lâu nhất (1)", "/viec?tt=cho-xac-nhan", "Đã báo cáo"), ("Văn bản đến chưa giao việc (1)", "/van-ban?viec=chua-giao", "Rà soát tiếp công dân"),
        })
        {
            Assert.Contains(title, page, StringComparison.Ordinal);
            Assert.Contains($"href=\"{list}\"", page, StringComparison.Ordinal);
            var behind = await browser.ReadAsync(list);
            Assert.Contains(what, behind, StringComparison.Ordinal);
            Assert.Contains(list.StartsWith("/viec", StringComparison.Ordinal) ? "<b>1</b> nhiệm vụ" : "<b>1</b> văn bản đến", behind, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("Tin báo kín", page, StringComparison.Ordinal);
        // Only the office head and the chairman have the desk; whoever sends to it all the same is refused.
        var head = await _host.SignInAsync("truongphong");
        Assert.DoesNotContain("Điều hành chung", await head.ReadAsync("/lam-viec?xem=dieu-hanh"), StringComparison.Ordinal);
        Assert.DoesNotContain("Đã đôn đốc", await DeskAsync(head, "urge", [declared]), StringComparison.Ordinal);
        Assert.False(await _host.WithDbAsync(db => db.DutyEvents.AnyAsync(x => x.Kind == DutyEventKind.Urged)));
    }

    [Fact]
    public async Task Many_are_given_at_once_and_a_move_needs_its_reason_and_keeps_the_due_date()
    {
        var commune = await _host.CommuneAsync();
        var first = await OpenAsync(commune, "Chưa ai nhận một", new DateOnly(2026, 12, 10), null);
        var second = await OpenAsync(commune, "Chưa ai nhận hai", new DateOnly(2026, 12, 11), null);
        var late = await OpenAsync(commune, "Đã quá hạn", new DateOnly(2026, 11, 20), commune.Economy);
        var browser = await _host.SignInAsync("chanhvanphong");
        Assert.Contains("Chưa chọn đơn vị chủ trì", await DeskAsync(browser, "give", [first]), StringComparison.Ordinal);
        var page = await DeskAsync(browser, "give", [first, second, late], ("UnitId", $"{commune.Culture}"));
        Assert.Contains("Đã giao Phòng Văn hóa - Xã hội chủ trì 2 nhiệm vụ, 1 nhiệm vụ không được", page, StringComparison.Ordinal);
        Assert.Contains("Đã quá hạn: Chưa nhập lý do chuyển đơn vị", page, StringComparison.Ordinal);
        Assert.Equal((commune.Economy, new DateOnly(2026, 11, 20)), await ReadAsync(late) is var still ? (still.LeadUnitId!.Value, still.DueOn) : default);
        await DeskAsync(browser, "give", [late], ("UnitId", $"{commune.Culture}"), ("Reason", "Thuộc lĩnh vực văn hóa"));
        Assert.Equal((commune.Culture, new DateOnly(2026, 11, 20)), await ReadAsync(late) is var moved ? (moved.LeadUnitId!.Value, moved.DueOn) : default);
        Assert.Equal([commune.Culture, commune.Culture], [(await ReadAsync(first)).LeadUnitId, (await ReadAsync(second)).LeadUnitId]);
        // An old copy is told, not written over.
        Assert.Contains("Người khác vừa lưu hồ sơ này", await DeskAsync(browser, "give", [late], ("UnitId", $"{commune.Economy}"), ("Reason", "Nhầm")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duty_is_urged_once_a_day_in_one_mail_per_head_with_a_line_in_its_history()
    {
        var commune = await _host.CommuneAsync();
        var one = await OpenAsync(commune, "Công khai dự toán", new DateOnly(2026, 11, 20), commune.Economy);
        var two = await OpenAsync(commune, "Công khai quyết toán", new DateOnly(2026, 12, 1), commune.Economy);
        var other = await OpenAsync(commune, "Rà soát hộ nghèo", new DateOnly(2026, 11, 23), commune.Culture);
        var unled = await OpenAsync(commune, "Chưa ai nhận", new DateOnly(2026, 12, 1), null);
        var browser = await _host.SignInAsync("chanhvanphong");
        var page = await DeskAsync(browser, "urge", [one, two, other, unled]);
        Assert.Contains("Đã đôn đốc 3 nhiệm vụ bằng 2 thư, 1 nhiệm vụ không được", page, StringComparison.Ordinal);
        Assert.Contains("Chưa ai nhận: chưa có đơn vị chủ trì", page, StringComparison.Ordinal);
        var mails = await _host.WithDbAsync(db => db.Mails.Include(x => x.Body).Where(x => x.Kind == Urging.MailKind).OrderBy(x => x.Id).ToListAsync());
        Assert.Equal([commune.Head, commune.OtherHead], mails.Select(x => x.PersonId!.Value));
        Assert.Equal("Đôn đốc ngày 25/11/2026: 2 nhiệm vụ, 1 quá hạn", mails[0].Subject);
        Assert.Contains("Chánh Văn phòng Đỗ Thị Kim Oanh đề nghị đơn vị báo cáo kết quả", mails[0].Body!.Text, StringComparison.Ordinal);
        Assert.Contains($"http://localhost/viec/{one.Id}", mails[0].Body!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Rà soát hộ nghèo", mails[0].Body!.Text, StringComparison.Ordinal);
        Assert.Equal(3, await _host.WithDbAsync(db => db.DutyEvents.CountAsync(x => x.Kind == DutyEventKind.Urged)));
        Assert.Contains("Đôn đốc: nhắc Ngô Văn Thành, Phòng Kinh tế, thời hạn 20/11/2026", await browser.ReadAsync($"/viec/{one.Id}"), StringComparison.Ordinal);

        Assert.Contains("Công khai dự toán: hôm nay đã đôn đốc", await DeskAsync(browser, "urge", [one]), StringComparison.Ordinal);
        Assert.Equal(2, await _host.WithDbAsync(db => db.Mails.CountAsync(x => x.Kind == Urging.MailKind)));
        // The digest of the day is not held back by it, and tomorrow it may be urged again.
        await _host.InScopeAsync(services => services.GetRequiredService<ReminderSweep>().RunAsync());
        Assert.True(await _host.WithDbAsync(db => db.Mails.AnyAsync(x => x.Kind == ReminderSweep.MailKind && x.PersonId == commune.Head)));
        _host.Clock.GoTo(new DateOnly(2026, 11, 26));
        Assert.Contains("Đã đôn đốc 1 nhiệm vụ bằng 1 thư", await DeskAsync(await _host.SignInAsync("chanhvanphong"), "urge", [one]), StringComparison.Ordinal);
    }
}
