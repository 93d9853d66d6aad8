using System.Net;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.LeaderWeek;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>The leaders' week: filled from records, typed by the office, read by citizens once it is made known.</summary>
public sealed class LeaderWeekTests : IDisposable
{
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private Task<int> FillAsync() => _host.InScopeAsync(services => services.GetRequiredService<WeekBook>().FillAsync());
    private Task<List<LeaderEvent>> EventsAsync() => _host.WithDbAsync(db => db.LeaderEvents.AsNoTracking().Include(x => x.Leaders).OrderBy(x => x.Day).ThenBy(x => x.Id).ToListAsync());

    private Task<LeaderEvent> TypeAsync(Commune commune, string what, DateOnly day, string? from = null, string? to = null, bool open = true, params int[] leaders) => _host.InScopeAsync(async services => await services.GetRequiredService<WeekBook>()
        .SaveAsync(0, new EventInput(day, from is null ? null : TimeOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), to is null ? null : TimeOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture), what, "Hội trường", leaders, leaders.Length > 0 ? leaders[0] : null, null, null, open), null, await PlatformHost.ViewerAsync(services, commune.OfficeHead)), commune.OfficeHead);

    private Task<Duty> ReceptionAsync(Commune commune, DateOnly day) => _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
        new NewDuty(PapiArea.Accountability, "Chủ tịch tiếp công dân", day, new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { CatalogueKey = ReceptionSource.Kind, OccurrenceKey = $"{ReceptionSource.Kind}:{day:yyyy-MM-dd}", LeadUnitId = commune.Office }, viewer));

    [Fact]
    public async Task The_week_fills_itself_once_what_was_typed_over_stays_and_what_is_gone_is_shown()
    {
        var commune = await _host.CommuneAsync();
        var duty = await ReceptionAsync(commune, new DateOnly(2026, 11, 26));
        Assert.Equal(1, await FillAsync());
        Assert.Equal(0, await FillAsync());
        var one = Assert.Single(await EventsAsync());
        Assert.Equal((new DateOnly(2026, 11, 26), new TimeOnly(7, 30), commune.Chairman), (one.Day, one.From!.Value, one.Leaders.Single().PersonId));

        var office = await _host.SignInAsync("chanhvanphong");
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitShownAsync($"/lich-tuan/{one.Id}", new() { ["StartsAt"] = "08:00", ["Place"] = "Nhà văn hóa thôn Đồng Tâm" })).StatusCode);
        await FillAsync();
        one = Assert.Single(await EventsAsync());
        Assert.Equal((new TimeOnly(8, 0), "Nhà văn hóa thôn Đồng Tâm"), (one.From!.Value, one.Place));

        await _host.ActAsync(commune.Chairman, (ledger, viewer) => ledger.CancelAsync(duty.Id, "Nghỉ lễ", viewer));
        await FillAsync();
        Assert.Contains("Hồ sơ không còn việc này", await office.ReadAsync("/lich-tuan?tuan=2026-W48"), StringComparison.Ordinal);
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task A_clash_is_shown_beside_both_and_a_leader_who_is_away_is_named_and_both_can_be_saved()
    {
        var commune = await _host.CommuneAsync();
        var day = new DateOnly(2026, 11, 26);
        await TypeAsync(commune, "Họp chuyên đề ngân sách", day, "08:00", "10:00", true, commune.Chairman, commune.Deputy);
        await TypeAsync(commune, "Làm việc với Sở Tài chính", day, "09:30", null, true, commune.Chairman);
        await TypeAsync(commune, "Dự lễ tổng kết", day, "10:00", "11:00", true, commune.Deputy);
        await _host.WithDbAsync(async db =>
        {
            db.Delegations.Add(new Delegation { FromPersonId = commune.Deputy, ToPersonId = commune.OfficeHead, From = day, To = day, Reason = "Nghỉ phép" });
            return await db.SaveChangesAsync();
        });
        var page = await (await _host.SignInAsync("congchuc")).ReadAsync("/lich-tuan?tuan=2026-W48");
        Assert.Contains("Trần Quốc Hùng trùng giờ với «Làm việc với Sở Tài chính» lúc 09:30", page, StringComparison.Ordinal);
        Assert.Contains("Trần Quốc Hùng trùng giờ với «Họp chuyên đề ngân sách» lúc 08:00", page, StringComparison.Ordinal);
        // One ends when the other begins: no clash.
        Assert.DoesNotContain("trùng giờ với «Dự lễ tổng kết»", page, StringComparison.Ordinal);
        Assert.Contains("Phạm Minh Tuấn vắng, ủy quyền cho Đỗ Thị Kim Oanh đến hết ngày 26/11/2026", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Thêm việc", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Citizens_read_the_public_events_of_published_weeks_only_and_a_change_after_that_is_told()
    {
        var commune = await _host.CommuneAsync();
        var open = await TypeAsync(commune, "Đối thoại với Nhân dân thôn Suối Tre", new DateOnly(2026, 11, 27), "14:00", "16:00", true, commune.Chairman);
        await TypeAsync(commune, "Họp cấp ủy nội bộ", new DateOnly(2026, 11, 27), "08:00", null, false, commune.Chairman);
        var citizen = _host.Browser();
        Assert.DoesNotContain("Đối thoại", await citizen.ReadAsync("/lich-cong-tac"), StringComparison.Ordinal);
        var office = await _host.SignInAsync("chanhvanphong");
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync("/lich-tuan?tuan=2026-W48", new() { ["Replaces"] = "true" }, "/lich-tuan?tuan=2026-W48&handler=Publish")).StatusCode);
        var page = await citizen.ReadAsync("/lich-cong-tac");
        Assert.Contains("14:00-16:00", page, StringComparison.Ordinal);
        Assert.Contains("Đối thoại với Nhân dân thôn Suối Tre", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Họp cấp ủy", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Thay đổi lúc", page, StringComparison.Ordinal);
        Assert.Contains("Lịch này thay giấy mời họp", await office.ReadAsync("/lich-tuan?tuan=2026-W48"), StringComparison.Ordinal);

        _host.Clock.Utc = _host.Clock.Utc.AddHours(1);
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitShownAsync($"/lich-tuan/{open.Id}", new() { ["StartsAt"] = "15:00", ["EndsAt"] = "17:00" })).StatusCode);
        Assert.Contains("Thay đổi lúc", await citizen.ReadAsync("/lich-cong-tac"), StringComparison.Ordinal);
        var file = Ical.Net.Calendar.Load(await citizen.ReadAsync("/lich-cong-tac.ics"))!;
        var entry = Assert.Single(file.Events);
        Assert.Equal(($"lich-{open.Id}@localhost", 1, "CONFIRMED", new DateTime(2026, 11, 27, 8, 0, 0)), (entry.Uid, entry.Sequence, entry.Status, entry.Start!.AsUtc));

        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync($"/lich-tuan/{open.Id}", new() { ["Reason"] = "Mưa bão" }, $"/lich-tuan/{open.Id}?handler=Cancel")).StatusCode);
        Assert.DoesNotContain("Đối thoại", await citizen.ReadAsync("/lich-cong-tac"), StringComparison.Ordinal);
        entry = Assert.Single(Ical.Net.Calendar.Load(await citizen.ReadAsync("/lich-cong-tac.ics"))!.Events);
        Assert.Equal((2, "CANCELLED"), (entry.Sequence, entry.Status));
    }

    [Theory]
    [InlineData("2026-12-28", "2026-W53")]
    [InlineData("2027-01-03", "2026-W53")]
    [InlineData("2027-01-04", "2027-W01")]
    public void A_week_at_a_years_end_has_the_number_that_calendars_give_it(string day, string key)
    {
        var monday = Weeks.MondayOf(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(key, Weeks.Key(monday));
        Assert.Equal(monday, Weeks.Read(key));
        Assert.Null(Weeks.Read("2027-W53"));
        Assert.Null(Weeks.Read("2026-W00"));
    }

    [Fact]
    public async Task Wrong_hours_are_told_the_second_editor_too_and_only_the_office_edits()
    {
        var commune = await _host.CommuneAsync();
        var one = await TypeAsync(commune, "Họp giao ban", new DateOnly(2026, 11, 30), "08:00", "09:00", true, commune.Chairman);
        var office = await _host.SignInAsync("chanhvanphong");
        foreach (var (from, to, told) in new[] { ("", "09:00", "Chưa nhập giờ bắt đầu"), ("22:00", "01:00", "Giờ kết thúc phải sau giờ bắt đầu, trong cùng một ngày"), ("25:00", "", "Giờ không đúng") })
            Assert.Contains(told, WebUtility.HtmlDecode(await (await office.SubmitShownAsync($"/lich-tuan/{one.Id}", new() { ["StartsAt"] = from, ["EndsAt"] = to })).Content.ReadAsStringAsync()), StringComparison.Ordinal);
        var second = WebUtility.HtmlDecode(await (await office.SubmitShownAsync($"/lich-tuan/{one.Id}", new() { ["Version"] = $"{Guid.NewGuid()}", ["What"] = "Nội dung của người thứ hai" })).Content.ReadAsStringAsync());
        Assert.Contains("Người khác vừa lưu hồ sơ này", second, StringComparison.Ordinal);
        Assert.Contains("Nội dung của người thứ hai", second, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync("/lich-tuan?tuan=2026-W50", [], "/lich-tuan?tuan=2026-W50&handler=Copy")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync("/lich-tuan?tuan=2026-W50", [], "/lich-tuan?tuan=2026-W50&handler=Copy")).StatusCode);
        Assert.Equal([new DateOnly(2026, 11, 30), new DateOnly(2026, 12, 7)], (await EventsAsync()).Select(x => x.Day));
        Assert.Contains("08:00-09:00: Họp giao ban; Trần Quốc Hùng; Hội trường", await office.ReadAsync("/lich-tuan?tuan=2026-W49"), StringComparison.Ordinal);
        foreach (var user in new[] { "truongphong", "hdnd" })
            Assert.Equal(HttpStatusCode.Forbidden, (await (await _host.SignInAsync(user)).GetAsync("/lich-tuan/moi")).StatusCode);
    }
}
