using System.Net;
using System.Text.RegularExpressions;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Links;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;
using BacSon.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace BacSon.Host.Tests;

/// <summary>Links of one purpose: who has no account reports on one task and can do nothing else.</summary>
public sealed partial class TaskLinkTests : IDisposable
{
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    [GeneratedRegex(@"http://localhost(/mot-viec/[A-Za-z0-9_-]{32})(?![A-Za-z0-9_-])")]
    private static partial Regex Address();

    private async Task<(Commune Commune, Duty Duty, int Village)> PrepareAsync(bool confidential = false)
    {
        var commune = await _host.CommuneAsync();
        var village = await _host.WithDbAsync(async db =>
        {
            var unit = new Unit { Code = "DT", Name = "Thôn Đồng Tâm", ShortName = "Đồng Tâm", Kind = UnitKind.Village, Order = 50, From = new DateOnly(2025, 7, 1) };
            db.Units.AddRange(unit, new Unit { Code = "ST", Name = "Thôn Suối Tre", ShortName = "Suối Tre", Kind = UnitKind.Village, Order = 51, From = new DateOnly(2025, 7, 1) });
            await db.SaveChangesAsync();
            return unit.Id;
        });
        var duty = await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.Transparency, "Niêm yết danh sách hộ nghèo tại các thôn", new DateOnly(2026, 12, 10), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate))
            { LeadUnitId = commune.Economy, OfficerId = commune.Officer, RequiresEvidence = true, Confidential = confidential }, viewer));
        return (commune, duty, village);
    }

    private async Task<string> MakeAsync(PageClient officer, Duty duty, int village, string last = "30/11/2026")
    {
        var answer = await officer.SubmitAsync($"/viec/{duty.Id}/duong-dan", new() { ["VillageIds"] = $"{village}", ["Ask"] = "Niêm yết danh sách hộ nghèo, chụp ảnh bảng niêm yết", ["LastDay"] = last }, $"/viec/{duty.Id}/duong-dan?handler=Make");
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Address().Match(html) is { Success: true } found ? found.Groups[1].Value : throw new InvalidOperationException(html);
    }

    private static byte[] Picture(byte red)
    {
        using var bitmap = new SKBitmap(40, 30);
        bitmap.Erase(new SKColor(red, 90, 90));
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }

    private static async Task<HttpResponseMessage> SendAsync(PageClient phone, string path, params (string Name, byte[] Content)[] pictures)
    {
        var html = await phone.ReadAsync(path);
        var form = new MultipartFormDataContent { { new StringContent(Regex.Match(html, "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value), "__RequestVerificationToken" } };
        foreach (var (name, content) in pictures)
            form.Add(new ByteArrayContent(content), "Pictures", name);
        return await phone.Http.PostAsync(new Uri(path + "?handler=Pictures", UriKind.Relative), form);
    }

    [Fact]
    public async Task A_village_head_reports_and_sends_pictures_and_the_duty_stays_open_with_his_name_in_its_history()
    {
        var (_, duty, village) = await PrepareAsync();
        var path = await MakeAsync(await _host.SignInAsync("congchuc"), duty, village);
        var phone = _host.Browser();
        var page = await phone.ReadAsync(path);
        Assert.Contains("Niêm yết danh sách hộ nghèo, chụp ảnh bảng niêm yết", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/viec/", page, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await phone.SubmitAsync(path, new() { ["DoneOn"] = "25/11/2026", ["Place"] = "Nhà văn hóa thôn", ["Result"] = "Đã niêm yết" }, path + "?handler=Report")).StatusCode);
        Assert.Contains("Đã nhận báo cáo", await phone.ReadAsync(path), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(phone, path, ("a.jpg", Picture(10)), ("b.jpg", Picture(200)))).StatusCode);

        var (stage, events, files, entries) = await _host.WithDbAsync(async db => ((await db.Duties.FirstAsync(x => x.Id == duty.Id)).Stage, await db.DutyEvents.Where(x => x.DutyId == duty.Id).OrderBy(x => x.Id).ToListAsync(),
            await db.Evidence.Where(x => x.DutyId == duty.Id).ToListAsync(), await db.AuditEntries.Where(x => x.Who.StartsWith("Trưởng thôn Đồng Tâm")).Select(x => x.Act).ToListAsync()));
        Assert.Equal(DutyStage.Open, stage);
        var said = Assert.Single(events, x => x.Kind == DutyEventKind.Progress);
        Assert.Equal(("Trưởng thôn Đồng Tâm (đường dẫn một việc)", "Thực hiện ngày 25/11/2026, tại Nhà văn hóa thôn: Đã niêm yết"), (said.By, said.Text));
        Assert.Equal(2, files.Count);
        Assert.All(files, x => Assert.Equal((null, "Trưởng thôn Đồng Tâm"), (x.UploadedById, x.Caption)));
        Assert.Contains("Báo cáo qua đường dẫn một việc", entries);
        Assert.Contains("Gửi ảnh qua đường dẫn một việc", entries);
    }

    [Fact]
    public async Task What_is_sent_twice_counts_once()
    {
        var (_, duty, village) = await PrepareAsync();
        var path = await MakeAsync(await _host.SignInAsync("congchuc"), duty, village);
        var phone = _host.Browser();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.Redirect, (await phone.SubmitAsync(path, new() { ["DoneOn"] = "25/11/2026", ["Result"] = "Đã niêm yết" }, path + "?handler=Report")).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(phone, path, ("a.jpg", Picture(10)))).StatusCode);
        }
        var (link, files, reports) = await _host.WithDbAsync(async db => (await db.TaskLinks.SingleAsync(), await db.Evidence.CountAsync(), await db.DutyEvents.CountAsync(x => x.Kind == DutyEventKind.Progress)));
        Assert.Equal((1, 1, 1, 1), (link.Reports, link.Pictures, files, reports));
    }

    [Fact]
    public async Task After_its_last_day_or_revoked_or_once_the_duty_is_done_it_takes_nothing_and_says_why()
    {
        var (commune, duty, village) = await PrepareAsync();
        var officer = await _host.SignInAsync("congchuc");
        var path = await MakeAsync(officer, duty, village);
        var phone = _host.Browser();
        await phone.ReadAsync(path);
        async Task RefusedAsync(string why)
        {
            var answer = await phone.GetAsync(path);
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
            Assert.Contains(why, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
            // The form was open before: what it sends now is refused too.
            var other = _host.Browser();
            answer = await other.SubmitAsync("/dang-nhap", new() { ["DoneOn"] = "25/11/2026", ["Result"] = "Đã niêm yết" }, path + "?handler=Report");
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
            Assert.Equal(0, await _host.WithDbAsync(db => db.DutyEvents.CountAsync(x => x.Kind == DutyEventKind.Progress)));
        }
        // «Đến hết ngày»: the last evening still counts.
        _host.Clock.Utc = TestClock.At(new DateOnly(2026, 11, 30)).AddHours(15);
        await phone.ReadAsync(path);
        _host.Clock.Utc = TestClock.At(new DateOnly(2026, 12, 1));
        await RefusedAsync("hết hạn từ hết ngày 30/11/2026");

        officer = await _host.SignInAsync("congchuc");
        path = await MakeAsync(officer, duty, village, "10/12/2026");
        await phone.ReadAsync(path);
        var living = await _host.WithDbAsync(db => db.TaskLinks.OrderByDescending(x => x.Id).FirstAsync());
        var answer = await officer.SubmitAsync($"/viec/{duty.Id}/duong-dan", new() { ["LinkId"] = $"{living.Id}", ["Version"] = $"{living.Version}" }, $"/viec/{duty.Id}/duong-dan?handler=Revoke");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        await RefusedAsync("đã được thu hồi");

        path = await MakeAsync(officer, duty, village, "10/12/2026");
        await _host.ActAsync(commune.Chairman, (ledger, viewer) => ledger.CancelAsync(duty.Id, "Không cần nữa", viewer));
        await RefusedAsync("đã kết thúc");
        Assert.Equal(HttpStatusCode.NotFound, (await phone.GetAsync("/mot-viec/" + new string('A', 32))).StatusCode);
        Assert.Contains(await _host.WithDbAsync(db => db.TaskLinkUses.Select(x => x.Kind).ToListAsync()), x => x == TaskLinkUseKind.Refused);
    }

    [Fact]
    public async Task A_recipient_has_one_living_link_at_a_time_and_its_secret_is_stored_nowhere()
    {
        var (_, duty, village) = await PrepareAsync();
        var officer = await _host.SignInAsync("congchuc");
        var first = await MakeAsync(officer, duty, village);
        var second = await MakeAsync(officer, duty, village);
        Assert.Equal(HttpStatusCode.Gone, (await _host.Browser().GetAsync(first)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _host.Browser().GetAsync(second)).StatusCode);
        Assert.DoesNotContain(second[^32..], await officer.ReadAsync($"/viec/{duty.Id}/duong-dan"), StringComparison.Ordinal);
        var kept = await _host.WithDbAsync(async db => string.Concat((await db.AuditEntries.Select(x => x.Changes).ToListAsync()).Concat(await db.TaskLinks.Select(x => x.SecretHash).ToListAsync())));
        Assert.DoesNotContain(second[^32..], kept, StringComparison.Ordinal);
        foreach (var log in Directory.EnumerateFiles(Path.Combine(_host.Storage, "logs")))
        {
            await using var open = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            Assert.DoesNotContain(second[^32..], await new StreamReader(open).ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_page_goes_to_no_other_site_no_cache_and_no_search_engine_and_opens_nothing_else()
    {
        var (_, duty, village) = await PrepareAsync();
        var path = await MakeAsync(await _host.SignInAsync("congchuc"), duty, village);
        var phone = _host.Browser();
        var answer = await phone.GetAsync(path);
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("noindex", answer.Headers.GetValues("X-Robots-Tag").Single(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        foreach (var other in new[] { $"/viec/{duty.Id}", "/lam-viec", $"/viec/{duty.Id}/duong-dan" })
            Assert.Equal(HttpStatusCode.Redirect, (await phone.GetAsync(other)).StatusCode);
    }

    [Theory]
    [InlineData("DoneOn", "26/11/2026", "không được sau hôm nay")]
    [InlineData("DoneOn", "31/02/2026", "Ngày không đúng")]
    [InlineData("DoneOn", "", "Chưa nhập ngày thực hiện")]
    [InlineData("Result", "", "Chưa nhập kết quả")]
    public async Task What_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(string field, string typed, string told)
    {
        var (_, duty, village) = await PrepareAsync();
        var path = await MakeAsync(await _host.SignInAsync("congchuc"), duty, village);
        var sent = new Dictionary<string, string> { ["DoneOn"] = "25/11/2026", ["Place"] = "Nhà văn hóa thôn", ["Result"] = "Đã niêm yết", [field] = typed };
        var html = WebUtility.HtmlDecode(await (await _host.Browser().SubmitAsync(path, sent, path + "?handler=Report")).Content.ReadAsStringAsync());
        Assert.Contains($"id=\"{field}-err\"", html, StringComparison.Ordinal);
        Assert.Contains(told, html, StringComparison.Ordinal);
        Assert.Contains("Nhà văn hóa thôn", html, StringComparison.Ordinal);
        Assert.Equal(0, await _host.WithDbAsync(db => db.DutyEvents.CountAsync(x => x.Kind == DutyEventKind.Progress)));
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_refused_and_those_before_it_stay()
    {
        var (_, duty, village) = await PrepareAsync();
        var path = await MakeAsync(await _host.SignInAsync("congchuc"), duty, village);
        var answer = await SendAsync(_host.Browser(), path, ("a.jpg", Picture(10)), ("b.jpg", "MZ this is a program"u8.ToArray()));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Đã nhận 1 ảnh; ảnh tiếp theo chưa nhận được", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(1, await _host.WithDbAsync(db => db.Evidence.CountAsync()));
    }

    [Fact]
    public async Task Who_does_not_work_on_the_duty_makes_no_link_and_nobody_makes_one_of_what_is_confidential()
    {
        var (_, duty, _) = await PrepareAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await (await _host.SignInAsync("hdnd")).GetAsync($"/viec/{duty.Id}/duong-dan")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await _host.SignInAsync("truongphongvh")).GetAsync($"/viec/{duty.Id}/duong-dan")).StatusCode);
        var secret = await _host.ActAsync((await _host.CommuneAsync()).Chairman, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.AntiCorruption, "Việc kín", new DateOnly(2026, 12, 10), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { LeadUnitId = duty.LeadUnitId, OfficerId = duty.OfficerId, Confidential = true }, viewer));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await _host.SignInAsync("congchuc")).GetAsync($"/viec/{secret.Id}/duong-dan")).StatusCode);
    }

    [Fact]
    public async Task Slips_of_who_has_no_mail_are_printed_village_by_village_and_ticked_once()
    {
        var (commune, _, village) = await PrepareAsync();
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            var head = new Person { FullName = "Lý Văn Bảo", SortKey = Vi.SortKey("Lý Văn Bảo"), Notice = NoticeChannel.Phone, Phone = "0900 000 001" };
            db.People.Add(head);
            await db.SaveChangesAsync();
            db.Positions.Add(new Position { PersonId = head.Id, UnitId = village, Title = "Trưởng thôn", Rank = PositionRank.Head, From = new DateOnly(2025, 7, 1) });
            db.Mails.Add(MailQueue.New("Test", head, new ComposedMail("Nhắc việc ngày 25/11/2026", "Thôn có 2 việc cần chú ý", "<p>Thôn có 2 việc cần chú ý</p>"), "phieu:1", db.Clock.GetUtcNow().UtcDateTime, services.GetRequiredService<SiteAddress>()));
            await db.SaveChangesAsync();
        });
        var office = await _host.SignInAsync("chanhvanphong");
        var page = await office.ReadAsync("/phat-giay");
        Assert.Contains("Danh sách ký nhận: Thôn Đồng Tâm", page, StringComparison.Ordinal);
        Assert.Contains("Thôn có 2 việc cần chú ý", page, StringComparison.Ordinal);
        Assert.Contains("Báo bằng điện thoại: 0900 000 001", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await _host.SignInAsync("truongphong")).GetAsync("/phat-giay")).StatusCode);

        var mail = await _host.WithDbAsync(db => db.Mails.SingleAsync(x => x.OnceKey == "phieu:1"));
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync("/phat-giay", new() { ["Chosen"] = $"{mail.Id}" }, "/phat-giay?handler=Handed")).StatusCode);
        var handed = await _host.WithDbAsync(db => db.Mails.SingleAsync(x => x.OnceKey == "phieu:1"));
        Assert.Equal((MailState.Sent, "Đã in phiếu, giao tận tay"), (handed.State, handed.LastAnswer));
        Assert.Contains("Không có phiếu nào chờ giao", await office.ReadAsync("/phat-giay"), StringComparison.Ordinal);
        Assert.Equal(commune.OfficeHead, await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Act == "Giao phiếu in").Select(x => x.PersonId!.Value).SingleAsync()));
    }
}
