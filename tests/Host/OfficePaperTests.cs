using System.Net;
using System.Text;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Documents;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Meetings;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Papers;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Results;
using DocumentFormat.OpenXml.Packaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;

namespace BacSon.Host.Tests;

/// <summary>The office's papers: drafted from records, frozen when issued, nothing confidential in them.</summary>
public sealed class OfficePaperTests : IDisposable
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private void Go(DateOnly day) => _host.Clock.Utc = OfficeTime.ToUtc(day, new TimeOnly(9, 0));

    private Task<Duty> OpenAsync(Commune commune, string title, int? unit, DateOnly due, bool confidential = false, long? item = null) => _host.ActAsync(confidential ? commune.Chairman : commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
        new NewDuty(PapiArea.Transparency, title, due, new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { LeadUnitId = unit, PlanItemId = item, OfficerId = confidential ? commune.UnitDeputy : null, Confidential = confidential, TermSource = TermSource.Default }, viewer));

    private static async Task<string> WordAsync(PageClient client, string path) => WordText(await (await client.GetAsync(path)).Content.ReadAsByteArrayAsync());

    private static string WordText(byte[] word)
    {
        using var file = WordprocessingDocument.Open(new MemoryStream(word), isEditable: false);
        return string.Join('\n', file.MainDocumentPart!.Document!.Body!.Descendants<DocumentFormat.OpenXml.Wordprocessing.Paragraph>().Select(x => x.InnerText));
    }

    private static async Task<HttpResponseMessage> UploadAsync(PageClient client, long id, byte[] file)
    {
        var address = new Uri(client.Http.BaseAddress!, $"/giay-to/{id}");
        var form = SentForm.Read(address, await (await client.GetAsync(address.AbsolutePath)).Content.ReadAsStringAsync()).First(x => x.Posts && x.Handler == "Signed");
        return await client.Http.SendAsync(form.Request(form.Fields.Where(x => x.Kind != "file").SelectMany(x => x.Shown, (x, shown) => (x.Name, new Typing("", shown))), ("Signed", new FileTyping("signed", "cong-van.pdf", file))));
    }

    [Fact]
    public async Task A_letter_of_urging_lists_the_units_late_duties_goes_its_steps_and_is_frozen_with_its_number_in_the_register()
    {
        var commune = await _host.CommuneAsync();
        await OpenAsync(commune, "Công khai quyết toán", commune.Economy, new DateOnly(2026, 11, 26));
        await OpenAsync(commune, "Tin báo kín số 7", commune.Economy, new DateOnly(2026, 11, 26), confidential: true);
        await OpenAsync(commune, "Việc còn hạn", commune.Economy, new DateOnly(2026, 12, 26));
        Go(new DateOnly(2026, 11, 30));
        var office = await _host.SignInAsync("chanhvanphong");
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync("/giay-to/don-doc", new() { ["Chosen"] = $"{commune.Economy}" })).StatusCode);
        var paper = await _host.WithDbAsync(db => db.Papers.SingleAsync());
        var draft = await WordAsync(office, $"/giay-to/{paper.Id}?handler=Word");
        foreach (var said in new[] { "Số: …/UBND-VP", "V/v đôn đốc thực hiện nhiệm vụ quá hạn", "Kính gửi: Phòng Kinh tế", "Công khai quyết toán", "2 ngày làm việc" })
            Assert.Contains(said, draft, StringComparison.Ordinal);
        Assert.DoesNotContain("Tin báo kín", draft, StringComparison.Ordinal);
        Assert.DoesNotContain("Việc còn hạn", draft, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitShownAsync($"/giay-to/{paper.Id}/sua", new() { ["Texts[0]"] = "Đoạn đã sửa." })).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync($"/giay-to/{paper.Id}", [], $"/giay-to/{paper.Id}?handler=Submit")).StatusCode);
        Assert.Contains("Tệp không phải ảnh hoặc PDF", WebUtility.HtmlDecode(await (await UploadAsync(office, paper.Id, Encoding.ASCII.GetBytes("MZ" + new string('x', 300)))).Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await UploadAsync(office, paper.Id, Pdf)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync($"/giay-to/{paper.Id}", new() { ["Number"] = "45", ["IssuedOn"] = "30/11/2026" }, $"/giay-to/{paper.Id}?handler=Issue")).StatusCode);
        var issued = await _host.WithDbAsync(db => db.Papers.SingleAsync());
        Assert.Equal((PaperState.Issued, 45, 2026), (issued.State, issued.Number!.Value, issued.NumberYear!.Value));
        var document = await _host.WithDbAsync(db => db.Documents.SingleAsync(x => x.Id == issued.DocumentId));
        Assert.Equal((DocumentFlow.Issued, "45/UBND-VP", new DateOnly(2026, 11, 30)), (document.Flow, document.Number, document.IssuedOn));

        // Whatever happens to the records, the paper says what it said.
        var frozen = await WordAsync(office, $"/giay-to/{paper.Id}?handler=Word");
        foreach (var said in new[] { "Số: 45/UBND-VP", "Bắc Sơn, ngày 30 tháng 11 năm 2026", "Đoạn đã sửa." })
            Assert.Contains(said, frozen, StringComparison.Ordinal);
        Assert.Equal(Pdf, await (await office.GetAsync($"/giay-to/{paper.Id}?handler=Signed")).Content.ReadAsByteArrayAsync());
        var again = await office.SubmitAsync($"/giay-to/{paper.Id}", new() { ["Reason"] = "Thử", ["Version"] = $"{issued.Version}" }, $"/giay-to/{paper.Id}?handler=Drop");
        Assert.Contains("đang ở bước «Đã phát hành»", WebUtility.HtmlDecode(await again.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_stands_once_a_year_in_its_series_and_who_edits_a_changed_draft_is_told()
    {
        var commune = await _host.CommuneAsync();
        var one = await OpenAsync(commune, "Việc thứ nhất", commune.Economy, new DateOnly(2026, 12, 26));
        var two = await OpenAsync(commune, "Việc thứ hai", commune.Economy, new DateOnly(2026, 12, 26));
        var office = await _host.SignInAsync("chanhvanphong");
        async Task<Paper> SignedAsync(long duty)
        {
            Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync($"/viec/{duty}", new() { ["duty"] = $"{duty}" }, "/giay-to?handler=Slip")).StatusCode);
            var paper = await _host.WithDbAsync(db => db.Papers.OrderByDescending(x => x.Id).FirstAsync());
            await office.SubmitAsync($"/giay-to/{paper.Id}", [], $"/giay-to/{paper.Id}?handler=Submit");
            await UploadAsync(office, paper.Id, Pdf);
            return paper;
        }
        var (first, second) = (await SignedAsync(one.Id), await SignedAsync(two.Id));
        Assert.Contains("Việc thứ nhất", await WordAsync(office, $"/giay-to/{first.Id}?handler=Word"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync($"/giay-to/{first.Id}", new() { ["Number"] = "7", ["IssuedOn"] = "25/11/2026" }, $"/giay-to/{first.Id}?handler=Issue")).StatusCode);
        Assert.Contains("đã dùng", WebUtility.HtmlDecode(await (await office.SubmitAsync($"/giay-to/{second.Id}", new() { ["Number"] = "7", ["IssuedOn"] = "25/11/2026" }, $"/giay-to/{second.Id}?handler=Issue")).Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Contains("Ngày ban hành không được sau hôm nay", WebUtility.HtmlDecode(await (await office.SubmitAsync($"/giay-to/{second.Id}", new() { ["Number"] = "8", ["IssuedOn"] = "26/11/2026" }, $"/giay-to/{second.Id}?handler=Issue")).Content.ReadAsStringAsync()), StringComparison.Ordinal);

        var draft = await _host.InScopeAsync(async services => await services.GetRequiredService<OfficePapers>().AssignAsync((await OpenAsync(commune, "Việc thứ ba", commune.Economy, new DateOnly(2026, 12, 26))).Id, await PlatformHost.ViewerAsync(services, commune.OfficeHead)), commune.OfficeHead);
        var told = await office.SubmitShownAsync($"/giay-to/{draft.Id}/sua", new() { ["Version"] = $"{Guid.NewGuid()}", ["Texts[0]"] = "Đoạn của người thứ hai" });
        var page = WebUtility.HtmlDecode(await told.Content.ReadAsStringAsync());
        Assert.Contains("Người khác vừa lưu hồ sơ này", page, StringComparison.Ordinal);
        Assert.Contains("Đoạn của người thứ hai", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_sees_its_own_papers_the_office_all_an_observer_what_is_issued_and_a_confidential_duty_has_none()
    {
        var commune = await _host.CommuneAsync();
        var duty = await OpenAsync(commune, "Việc của Kinh tế", commune.Economy, new DateOnly(2026, 12, 26));
        var secret = await OpenAsync(commune, "Việc kín", commune.Economy, new DateOnly(2026, 12, 26), confidential: true);
        var paper = await _host.InScopeAsync(async services => await services.GetRequiredService<OfficePapers>().AssignAsync(duty.Id, await PlatformHost.ViewerAsync(services, commune.OfficeHead)), commune.OfficeHead);
        await Assert.ThrowsAsync<NotAllowed>(() => _host.InScopeAsync(async services => await services.GetRequiredService<OfficePapers>().AssignAsync(secret.Id, await PlatformHost.ViewerAsync(services, commune.Chairman)), commune.Chairman));
        await Assert.ThrowsAsync<NotAllowed>(() => _host.InScopeAsync(async services => await services.GetRequiredService<OfficePapers>().AssignAsync(duty.Id, await PlatformHost.ViewerAsync(services, commune.Head)), commune.Head));
        foreach (var (user, sees) in new[] { ("truongphong", true), ("chutich", true), ("phochutich", true), ("truongphongvh", false), ("hdnd", false) })
            Assert.Equal(sees ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await (await _host.SignInAsync(user)).GetAsync($"/giay-to/{paper.Id}")).StatusCode);
        var unitHead = await _host.SignInAsync("truongphong");
        Assert.Equal(HttpStatusCode.Forbidden, (await unitHead.GetAsync("/giay-to/don-doc")).StatusCode);
    }

    [Fact]
    public async Task The_conclusions_of_a_giao_ban_go_out_as_a_notice()
    {
        var commune = await _host.CommuneAsync();
        Go(new DateOnly(2026, 11, 30));
        await _host.InScopeAsync(async services => await services.GetRequiredService<MeetingBook>().SaveAsync(new DateOnly(2026, 11, 30), commune.Chairman, "Giữ kỷ cương", [new(0, "Rà soát hộ nghèo", commune.Culture, new DateOnly(2026, 12, 10), "Danh sách")], Guid.Empty, true, await PlatformHost.ViewerAsync(services, commune.OfficeHead)), commune.OfficeHead);
        var office = await _host.SignInAsync("chanhvanphong");
        var answer = await office.SubmitAsync("/giao-ban?ngay=2026-11-30", new() { ["day"] = "2026-11-30" }, "/giay-to?handler=Notice");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var notice = await WordAsync(office, answer.Headers.Location! + "?handler=Word");
        foreach (var said in new[] { "THÔNG BÁO", "Số: …/TB-UBND", "Kết luận của Chủ tịch Ủy ban nhân dân xã tại cuộc họp giao ban ngày 30/11/2026", "Giữ kỷ cương", "1. Rà soát hộ nghèo. Đơn vị chủ trì: Phòng Văn hóa - Xã hội; hoàn thành trước ngày 10/12/2026; sản phẩm: Danh sách.", "TL. CHỦ TỊCH" })
            Assert.Contains(said, notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plans_report_counts_what_its_duties_say_names_what_is_late_and_adds_up()
    {
        var commune = await _host.CommuneAsync();
        Go(new DateOnly(2026, 7, 1));
        var plan = await _host.InScopeAsync(async services => await services.GetRequiredService<PlanBook>().CreateAsync(2026, "Kế hoạch nâng cao Chỉ số PAPI năm 2026", null, await PlatformHost.ViewerAsync(services, commune.OfficeHead)), commune.OfficeHead);
        var ids = await _host.WithDbAsync(async db =>
        {
            var items = Enumerable.Range(1, 4).Select(i => new PlanItem { PlanId = plan.Id, Number = $"1.{i}", Order = i, Area = (PapiArea)(1 + i % 2), Content = $"Mục {i}", LeadUnitId = i % 2 == 0 ? commune.Economy : commune.Culture, Product = "Báo cáo", Schedule = PlanSchedule.Date, DueOn = new DateOnly(2026, 12, 31) }).ToList();
            db.PlanItems.AddRange(items);
            await db.SaveChangesAsync();
            return items.ConvertAll(x => x.Id);
        });
        var random = new Random(7);
        for (var i = 0; i < 40; i++)
        {
            Go(new DateOnly(2026, 7, 1).AddDays(random.Next(60)));
            var duty = await OpenAsync(commune, $"Việc {i}", i % 2 == 0 ? commune.Economy : commune.Culture, new DateOnly(2026, 7, 10).AddDays(random.Next(120)), item: ids[random.Next(4)]);
            if (random.Next(2) != 0)
                continue;
            Go(duty.DueOn.AddDays(random.Next(-5, 6)));
            await _host.ActAsync(commune.Chairman, async (ledger, viewer) => { await ledger.AssignAsync(duty.Id, commune.Economy == duty.LeadUnitId ? commune.Culture : commune.Economy, "Đổi đơn vị", viewer); return 0; });
            await _host.ActAsync(duty.LeadUnitId == commune.Economy ? commune.OtherHead : commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(duty.Id, null, viewer));
            await _host.ActAsync(commune.Chairman, (ledger, viewer) => ledger.AcceptAsync(duty.Id, viewer));
        }
        await OpenAsync(commune, "Việc kín", commune.Economy, new DateOnly(2026, 8, 1), confidential: true, item: ids[0]);
        Go(new DateOnly(2026, 11, 25));
        var raw = await _host.WithDbAsync(db => db.Duties.AsNoTracking().Where(x => !x.Confidential).ToListAsync());
        foreach (var (key, from, to) in new[] { ("q3", new DateOnly(2026, 7, 1), new DateOnly(2026, 9, 30)), ("q4", new DateOnly(2026, 10, 1), new DateOnly(2026, 12, 31)), ("year", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)) })
        {
            var data = await _host.InScopeAsync(services => services.GetRequiredService<PlanReport>().ReadAsync(2026, key));
            var end = to < new DateOnly(2026, 11, 25) ? to : new DateOnly(2026, 11, 24);
            var mine = raw.Where(x => x.AssignedOn <= to && !(x.DoneOn < from)).ToList();
            Assert.Equal(mine.Count, data.Total());
            Assert.Equal(mine.Count(x => x.DoneOn >= from && x.DoneOn <= to && x.DoneOn <= x.DueOn), data.Of(ResultKind.OnTime));
            Assert.Equal(mine.Count(x => x.DoneOn >= from && x.DoneOn <= to && x.DoneOn > x.DueOn), data.Of(ResultKind.Late));
            Assert.Equal(mine.Count(x => !(x.DoneOn <= to) && x.DueOn <= end), data.LateTotal);
            Assert.Equal(data.Total(), data.Areas.Sum(x => data.Total(x)));
        }
        var office = await _host.SignInAsync("chanhvanphong");
        var made = await office.SubmitAsync("/ke-hoach/2026/bao-cao?ky=q3", []);
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        var word = await WordAsync(office, made.Headers.Location! + "?handler=Word");
        foreach (var said in new[] { "BÁO CÁO", "quý III năm 2026", "III. Tồn tại, hạn chế", "IV. Nhiệm vụ kỳ tới", "KẾT QUẢ TỪNG MỤC CỦA KẾ HOẠCH QUÝ III NĂM 2026" })
            Assert.Contains(said, word, StringComparison.Ordinal);
        Assert.DoesNotContain("Việc kín", word, StringComparison.Ordinal);
        var sheet = new MemoryStream(await (await office.GetAsync("/ke-hoach/2026/bao-cao?ky=q3&tep=xlsx")).Content.ReadAsByteArrayAsync());
        Assert.Equal(["Nội dung", "Mục kế hoạch", "Quá hạn"], sheet.GetSheetNames());
        Assert.Equal(HttpStatusCode.NotFound, (await office.GetAsync("/ke-hoach/2031/bao-cao")).StatusCode);
    }
}
