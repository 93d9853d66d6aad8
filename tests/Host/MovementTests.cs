using System.Net;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Papers;
using BacSon.Kernel.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>Leave, acting heads, transfer: work changes hands in one act, reminders follow, history keeps the name.</summary>
public sealed class MovementTests : IDisposable
{
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private Task<Duty> OpenAsync(Commune commune, string title, int? officer, bool confidential = false, DateOnly? due = null) => _host.ActAsync(confidential ? commune.Chairman : commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
        new NewDuty(PapiArea.Transparency, title, due ?? new DateOnly(2026, 11, 27), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { LeadUnitId = commune.Economy, OfficerId = officer, Confidential = confidential }, viewer));

    private Task<Duty> DutyAsync(long id) => _host.WithDbAsync(db => db.Duties.AsNoTracking().FirstAsync(x => x.Id == id));

    [Fact]
    public async Task All_that_an_officer_has_open_passes_to_a_successor_in_one_act_with_minutes_and_the_next_reminder_is_his()
    {
        var commune = await _host.CommuneAsync();
        var one = await OpenAsync(commune, "Công khai quyết toán", commune.Officer);
        var two = await OpenAsync(commune, "Niêm yết quy hoạch", commune.Officer);
        var secret = await OpenAsync(commune, "Việc kín", commune.Officer, confidential: true);
        var head = await _host.SignInAsync("truongphong");
        var page = await head.ReadAsync($"/ban-giao?nguoi={commune.Officer}");
        Assert.DoesNotContain("Việc kín", page, StringComparison.Ordinal);
        var answer = await head.SubmitShownAsync($"/ban-giao?nguoi={commune.Officer}", new() { [$"To[{commune.Economy}]"] = $"{commune.UnitDeputy}" });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);

        foreach (var id in new[] { one.Id, two.Id })
        {
            var now = await DutyAsync(id);
            Assert.Equal((commune.UnitDeputy, new DateOnly(2026, 11, 27)), (now.OfficerId!.Value, now.DueOn));
        }
        Assert.Equal(commune.Officer, (await DutyAsync(secret.Id)).OfficerId);
        Assert.Contains("Nguyễn Văn Hùng bàn giao cho Đặng Thị Thu Hiền thực hiện", await _host.WithDbAsync(db => db.DutyEvents.Where(x => x.DutyId == one.Id).OrderByDescending(x => x.Id).Select(x => x.Text).FirstAsync()), StringComparison.Ordinal);
        var paper = await _host.WithDbAsync(db => db.Papers.SingleAsync());
        Assert.Equal((PaperKind.HandOverMinutes, PaperState.Draft), (paper.Kind, paper.State));
        Assert.Equal($"/giay-to/{paper.Id}", answer.Headers.Location!.ToString());
        var minutes = await head.ReadAsync($"/giay-to/{paper.Id}");
        foreach (var said in new[] { "Nguyễn Văn Hùng", "Đặng Thị Thu Hiền", "Công khai quyết toán", "Niêm yết quy hoạch" })
            Assert.Contains(said, minutes, StringComparison.Ordinal);

        await _host.InScopeAsync(services => services.GetRequiredService<ReminderSweep>().RunAsync());
        var told = await _host.WithDbAsync(db => db.Reminders.Where(x => x.DutyId == one.Id && x.Reason == ReminderReason.Officer).Select(x => x.PersonId).ToListAsync());
        Assert.Equal([commune.UnitDeputy], told);
    }

    [Fact]
    public async Task What_another_has_given_away_meanwhile_is_passed_over_and_said()
    {
        var commune = await _host.CommuneAsync();
        var one = await OpenAsync(commune, "Công khai quyết toán", commune.Officer);
        var two = await OpenAsync(commune, "Niêm yết quy hoạch", commune.Officer);
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.NameOfficerAsync(two.Id, commune.Head, viewer));
        var handed = await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.HandOverAsync(commune.Officer, new Dictionary<int, int?> { [commune.Economy] = commune.UnitDeputy }, [one.Id, two.Id], [], viewer));
        Assert.Equal((1, 1), (handed.Count, handed.Passed));
        Assert.Equal(commune.Head, (await DutyAsync(two.Id)).OfficerId);
    }

    [Fact]
    public async Task Without_a_successor_nothing_is_handed_over_and_it_is_said_beside_the_unit()
    {
        var commune = await _host.CommuneAsync();
        var one = await OpenAsync(commune, "Công khai quyết toán", commune.Officer);
        var head = await _host.SignInAsync("truongphong");
        var html = WebUtility.HtmlDecode(await (await head.SubmitShownAsync($"/ban-giao?nguoi={commune.Officer}", [])).Content.ReadAsStringAsync());
        Assert.Contains($"id=\"To_{commune.Economy}_-err\"", html, StringComparison.Ordinal);
        Assert.Contains("Chưa chọn người nhận của Phòng Kinh tế", html, StringComparison.Ordinal);
        Assert.Equal(commune.Officer, (await DutyAsync(one.Id)).OfficerId);
        Assert.Equal(0, await _host.WithDbAsync(db => db.Papers.CountAsync()));
        // A head sees only his own unit's work; who heads nothing sees no page.
        Assert.Contains("không có nhiệm vụ nào đang mở", await (await _host.SignInAsync("truongphongvh")).ReadAsync($"/ban-giao?nguoi={commune.Officer}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await _host.SignInAsync("congchuc")).GetAsync("/ban-giao")).StatusCode);
    }

    [Fact]
    public async Task Who_was_moved_to_another_unit_with_work_in_hand_stands_on_the_office_heads_desk_until_it_is_handed_over()
    {
        var commune = await _host.CommuneAsync();
        await OpenAsync(commune, "Công khai quyết toán", commune.Officer);
        var office = await _host.SignInAsync("chanhvanphong");
        Assert.DoesNotContain("Nhiệm vụ của người đã chuyển công tác", await office.ReadAsync("/lam-viec?xem=dieu-hanh"), StringComparison.Ordinal);
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            var post = await db.Positions.SingleAsync(x => x.PersonId == commune.Officer);
            post.To = new DateOnly(2026, 11, 24);
            db.Positions.Add(new Position { PersonId = commune.Officer, UnitId = commune.Culture, Title = "Công chức", Rank = PositionRank.Member, From = new DateOnly(2026, 11, 25) });
            await db.SaveChangesAsync();
        });
        Assert.Contains("Nhiệm vụ của người đã chuyển công tác", await office.ReadAsync("/lam-viec?xem=dieu-hanh"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitShownAsync($"/ban-giao?nguoi={commune.Officer}", new() { [$"To[{commune.Economy}]"] = $"{commune.Head}" })).StatusCode);
        Assert.DoesNotContain("Nhiệm vụ của người đã chuyển công tác", await office.ReadAsync("/lam-viec?xem=dieu-hanh"), StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Decision(int unit, int person, string kind, string from = "25/11/2026", string to = "31/12/2026", string paper = "118/QĐ-UBND") =>
        new() { ["DecidedUnitId"] = $"{unit}", ["DecidedPersonId"] = $"{person}", ["DecidedKind"] = kind, ["DecidedFrom"] = from, ["DecidedTo"] = to, ["DecidedPaper"] = paper, ["DecidedReason"] = "Trưởng phòng đi học" };

    [Theory]
    [InlineData("Acting", "quyền Trưởng phòng")]
    [InlineData("InCharge", "phụ trách đơn vị")]
    public async Task A_decision_puts_somebody_in_the_place_of_an_absent_head_as_what_it_says_and_only_who_records_decisions_may(string kind, string words)
    {
        var commune = await _host.CommuneAsync();
        await OpenAsync(commune, "Công khai quyết toán", null);
        var office = await _host.SignInAsync("chanhvanphong");
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync("/uy-quyen", Decision(commune.Economy, commune.Officer, kind), "/uy-quyen?handler=Decide")).StatusCode);
        await _host.InScopeAsync(services => services.GetRequiredService<ReminderSweep>().RunAsync());
        var mail = await _host.WithDbAsync(db => db.Mails.Include(x => x.Body).SingleAsync(x => x.PersonId == commune.Officer && x.Kind == ReminderSweep.MailKind));
        Assert.Contains(words, mail.Body!.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await _host.SignInAsync("truongphong")).SubmitAsync("/uy-quyen", Decision(commune.Culture, commune.Officer, kind), "/uy-quyen?handler=Decide")).StatusCode);
    }

    [Fact]
    public async Task Where_the_post_is_vacant_acting_head_is_a_post_of_its_own_with_its_number()
    {
        var commune = await _host.CommuneAsync();
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            (await db.Positions.SingleAsync(x => x.PersonId == commune.Head)).To = new DateOnly(2026, 11, 24);
            await db.SaveChangesAsync();
        });
        var office = await _host.SignInAsync("chanhvanphong");
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync("/uy-quyen", Decision(commune.Economy, commune.UnitDeputy, "Acting", to: ""), "/uy-quyen?handler=Decide")).StatusCode);
        var post = await _host.WithDbAsync(db => db.Positions.SingleAsync(x => x.PersonId == commune.UnitDeputy && x.Rank == PositionRank.Head));
        Assert.Equal(("Quyền Trưởng phòng", "118/QĐ-UBND", null), (post.Title, post.PaperNumber, post.To));
        Assert.Equal(commune.UnitDeputy, await _host.InScopeAsync(async services => (await PlatformHost.ViewerAsync(services, commune.OfficeHead)).Organization.ActingHeadOf(commune.Economy)!.Person.Id));
    }

    [Theory]
    [InlineData("DecidedPaper", "", "Chưa nhập số, ký hiệu quyết định")]
    [InlineData("DecidedTo", "", "vẫn có người đứng đầu")]
    [InlineData("DecidedTo", "24/11/2026", "phải sau ngày bắt đầu")]
    [InlineData("DecidedKind", "Authorised", "Chưa chọn hình thức")]
    [InlineData("DecidedPersonId", "", "Chưa chọn người được giao")]
    public async Task A_decision_that_lacks_something_is_refused_beside_its_field(string field, string typed, string told)
    {
        var commune = await _host.CommuneAsync();
        var sent = Decision(commune.Economy, commune.Officer, "Acting");
        sent[field] = typed;
        var html = WebUtility.HtmlDecode(await (await (await _host.SignInAsync("chanhvanphong")).SubmitAsync("/uy-quyen", sent, "/uy-quyen?handler=Decide")).Content.ReadAsStringAsync());
        Assert.Contains($"id=\"{field}-err\"", html, StringComparison.Ordinal);
        Assert.Contains(told, html, StringComparison.Ordinal);
        Assert.Equal(0, await _host.WithDbAsync(db => db.Delegations.CountAsync()));
    }

    [Fact]
    public async Task A_head_sees_who_of_his_unit_is_away_in_the_next_two_weeks()
    {
        var commune = await _host.CommuneAsync();
        Assert.Equal(HttpStatusCode.Redirect, (await (await _host.SignInAsync("congchuc")).SubmitAsync("/uy-quyen", new() { ["ToPersonId"] = $"{commune.UnitDeputy}", ["From"] = "30/11/2026", ["To"] = "04/12/2026", ["Reason"] = "Nghỉ phép năm" }, "/uy-quyen?handler=Give")).StatusCode);
        Assert.Contains("Nguyễn Văn Hùng, từ ngày 30/11/2026 đến hết ngày 04/12/2026: Nghỉ phép năm. Đặng Thị Thu Hiền làm thay.", await (await _host.SignInAsync("truongphong")).ReadAsync("/lam-viec?xem=don-vi"), StringComparison.Ordinal);
        Assert.DoesNotContain("Nghỉ phép năm", await (await _host.SignInAsync("truongphongvh")).ReadAsync("/lam-viec?xem=don-vi"), StringComparison.Ordinal);
    }
}
