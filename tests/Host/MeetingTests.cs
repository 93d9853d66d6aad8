using System.Net;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Meetings;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>The Monday giao ban: its list, and conclusions that become duties once.</summary>
public sealed class MeetingTests : IDisposable
{
    private static readonly DateOnly Monday = new(2026, 11, 30);
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private void Go(DateOnly day) => _host.Clock.Utc = OfficeTime.ToUtc(day, new TimeOnly(9, 0));

    private Task<Duty> OpenAsync(Commune commune, string title, int? unit, DateOnly due, bool confidential = false) => _host.ActAsync(confidential ? commune.Chairman : commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
        new NewDuty(PapiArea.Transparency, title, due, new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { LeadUnitId = unit, OfficerId = confidential ? commune.UnitDeputy : null, Confidential = confidential, TermSource = TermSource.Default }, viewer));

    private static Dictionary<string, string> Form(params (string Text, int? Unit, string? Due)[] rows)
    {
        var form = new Dictionary<string, string> { ["General"] = "", ["ChairId"] = "" };
        for (var i = 0; i < rows.Length; i++)
        {
            form[$"Rows[{i}].Id"] = "0";
            (form[$"Rows[{i}].Text"], form[$"Rows[{i}].UnitId"], form[$"Rows[{i}].DueOn"], form[$"Rows[{i}].Product"]) = (rows[i].Text, $"{rows[i].Unit}", rows[i].Due ?? "", "");
        }
        return form;
    }

    [Theory]
    [InlineData("2026-11-30", "2026-11-30")]
    [InlineData("2026-12-04", "2026-11-30")]
    // Monday 31/8/2026 is swapped for a Saturday, 1 and 2/9 are Quốc khánh: the week begins to work on Thursday.
    [InlineData("2026-09-02", "2026-09-03")]
    // Tết: from Monday 16/2/2026 no day is worked.
    [InlineData("2026-02-18", null)]
    public async Task The_meeting_is_on_the_weeks_first_working_day(string day, string? expected) => await _host.InScopeAsync(async services =>
    {
        var (calendar, _) = await services.GetRequiredService<Snapshots>().ReadAsync(services.GetRequiredService<PlatformDb>());
        Assert.Equal(expected is null ? (DateOnly?)null : DateOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), WeeklyMeeting.DayOf(calendar, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));
    });

    [Fact]
    public async Task The_list_says_per_unit_what_was_done_is_late_falls_due_and_waits_and_shows_nobody_what_is_not_his()
    {
        var commune = await _host.CommuneAsync();
        var done = await OpenAsync(commune, "Việc đã xong tuần qua", commune.Economy, Monday);
        await OpenAsync(commune, "Việc quá hạn", commune.Economy, new DateOnly(2026, 11, 26));
        await OpenAsync(commune, "Việc tuần này", commune.Culture, new DateOnly(2026, 12, 4));
        await OpenAsync(commune, "Việc tháng sau", commune.Culture, new DateOnly(2026, 12, 31));
        await OpenAsync(commune, "Việc chưa giao", null, new DateOnly(2026, 12, 31));
        await OpenAsync(commune, "Việc kín", commune.Economy, new DateOnly(2026, 12, 1), confidential: true);
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(done.Id, null, viewer));
        await _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.AcceptAsync(done.Id, viewer));
        Go(Monday);
        var office = await (await _host.SignInAsync("chanhvanphong")).ReadAsync("/giao-ban");
        foreach (var shown in new[] { "Việc đã xong tuần qua", "Việc quá hạn", "Việc tuần này", "Việc chưa giao", "thứ Hai, ngày 30/11/2026", "Ghi kết luận" })
            Assert.Contains(shown, office, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Việc tháng sau", office, StringComparison.Ordinal);
        Assert.DoesNotContain("Việc kín", office, StringComparison.Ordinal);
        Assert.Contains("Việc kín", await (await _host.SignInAsync("chutich")).ReadAsync("/giao-ban"), StringComparison.Ordinal);
        var head = await (await _host.SignInAsync("truongphongvh")).ReadAsync("/giao-ban");
        Assert.Contains("Việc tuần này", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Việc quá hạn", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Ghi kết luận", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conclusions_become_duties_once_all_or_none_and_what_became_one_stands()
    {
        var commune = await _host.CommuneAsync();
        Go(Monday);
        var office = await _host.SignInAsync("chanhvanphong");
        const string Page = "/giao-ban/2026-11-30/ket-luan";

        var wrong = await office.SubmitAsync(Page, Form(("Rà soát danh sách hộ nghèo", commune.Culture, "10/12/2026"), ("Sửa đường Đồng Tâm", commune.Economy, null)));
        var html = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        Assert.Contains("Chưa nhập thời hạn hoàn thành", html, StringComparison.Ordinal);
        Assert.Contains("Rà soát danh sách hộ nghèo", html, StringComparison.Ordinal);
        Assert.Equal((0, 0), (await _host.WithDbAsync(db => db.Duties.CountAsync()), await _host.WithDbAsync(db => db.Meetings.CountAsync())));

        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync(Page, Form(("Rà soát danh sách hộ nghèo", commune.Culture, "10/12/2026"), ("Các đơn vị chấp hành giờ giấc", null, null)))).StatusCode);
        var duty = await _host.WithDbAsync(db => db.Duties.SingleAsync());
        Assert.Equal((commune.Culture, new DateOnly(2026, 12, 10), "Kết luận giao ban ngày 30/11/2026"), (duty.LeadUnitId!.Value, duty.DueOn, duty.SourceDocument));

        // Sent again as it stands, with a new row: the first is not made anew, nor changed from here.
        var meeting = await _host.WithDbAsync(db => db.Meetings.Include(x => x.Rows).SingleAsync());
        var form = Form(("Đổi nội dung", commune.Economy, "11/12/2026"), ("Các đơn vị chấp hành giờ giấc", null, null), ("Báo cáo thu ngân sách", commune.Economy, "05/12/2026"));
        var rows = meeting.Rows.OrderBy(x => x.Place).ToList();
        (form["Rows[0].Id"], form["Rows[1].Id"]) = ($"{rows[0].Id}", $"{rows[1].Id}");
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync(Page, form)).StatusCode);
        var titles = await _host.WithDbAsync(db => db.Duties.OrderBy(x => x.Id).Select(x => x.Title).ToListAsync());
        Assert.Equal(["Rà soát danh sách hộ nghèo", "Báo cáo thu ngân sách"], titles);
        Assert.Contains("Rà soát danh sách hộ nghèo", await (await _host.SignInAsync("truongphongvh")).ReadAsync("/giao-ban?ngay=2026-11-30"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_write_the_same_conclusions_the_second_is_told_and_a_meeting_to_come_has_none()
    {
        var commune = await _host.CommuneAsync();
        Go(Monday);
        var office = await _host.SignInAsync("chanhvanphong");
        const string Page = "/giao-ban/2026-11-30/ket-luan";
        var first = Form(("Việc thứ nhất", commune.Economy, "10/12/2026"));
        first["Version"] = Guid.Empty.ToString();
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync(Page, first)).StatusCode);
        var second = Form(("Việc thứ hai", commune.Economy, "10/12/2026"));
        second["Version"] = Guid.Empty.ToString();
        var told = WebUtility.HtmlDecode(await (await office.SubmitAsync(Page, second)).Content.ReadAsStringAsync());
        Assert.Contains("Người khác vừa lưu hồ sơ này", told, StringComparison.Ordinal);
        Assert.Contains("Việc thứ hai", told, StringComparison.Ordinal);
        Assert.Equal("Việc thứ nhất", (await _host.WithDbAsync(db => db.Duties.SingleAsync())).Title);

        Assert.Equal(HttpStatusCode.NotFound, (await office.GetAsync("/giao-ban/2026-12-07/ket-luan")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await office.GetAsync("/giao-ban/2026-12-01/ket-luan")).StatusCode);
        var head = await _host.SignInAsync("truongphong");
        Assert.Equal(HttpStatusCode.Forbidden, (await head.GetAsync(Page)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await head.SubmitAsync(Page, Form(("Việc", commune.Economy, "10/12/2026")))).StatusCode);
    }
}
