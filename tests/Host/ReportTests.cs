using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>Periodic reports: each a duty, figures from records, sent once with its proof.</summary>
public sealed class ReportTests : IDisposable
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private void Go(DateOnly day) => _host.Clock.Utc = OfficeTime.ToUtc(day, new TimeOnly(9, 0));

    // The report of the economy's department on the plan, due 25/12/2026.
    private async Task<(Commune, Duty)> DueAsync(string key = "report-papi", int? unit = null)
    {
        var commune = await _host.CommuneAsync();
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            (await db.Catalogue.SingleAsync(x => x.Key == key)).On = true;
            await db.SaveChangesAsync();
            await services.GetRequiredService<CatalogueBook>().MakeRecurringAsync();
        });
        var duty = await _host.WithDbAsync(db => db.Duties.Where(x => x.CatalogueKey == key).OrderBy(x => x.DueOn).FirstAsync());
        await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.AssignAsync(duty.Id, unit ?? commune.Economy, null, viewer));
        return (commune, duty);
    }

    private static async Task<HttpResponseMessage> SendAsync(PageClient client, long id, byte[]? file, params (string Name, string Value)[] typed)
    {
        var address = new Uri(client.Http.BaseAddress!, $"/bao-cao/{id}");
        var form = SentForm.Read(address, await (await client.GetAsync(address.AbsolutePath)).Content.ReadAsStringAsync()).First(x => x.Posts && x.Handler == "Send");
        var values = form.Fields.Where(x => x.Kind != "file" && typed.All(y => y.Name != x.Name)).SelectMany(x => x.Shown, (x, shown) => (x.Name, new Typing("", shown))).Concat(typed.Select(x => (x.Name, new Typing("", x.Value))));
        return await client.Http.SendAsync(form.Request(values, file is null ? null : ("Signed", new FileTyping("signed", "bao-cao.pdf", file))));
    }

    [Fact]
    public async Task The_commune_has_a_starter_list_of_reports_and_what_the_program_proposes_is_never_called_law()
    {
        await _host.CommuneAsync();
        var rows = await _host.WithDbAsync(db => db.ReportKinds.Join(db.Catalogue, x => x.Key, x => x.Key, (kind, entry) => new { kind, entry }).ToListAsync());
        Assert.True(rows.Count >= 20, $"{rows.Count}");
        Assert.All(rows, x => Assert.True(x.entry.Cron is not null && x.kind.SendTo.Length > 0, x.kind.Key));
        Assert.All(rows.Where(x => x.kind.Key.StartsWith("report-", StringComparison.Ordinal)), x => Assert.Equal(TermSource.Default, CatalogueBook.SourceOf(x.entry, null)));
        var page = await (await _host.SignInAsync("congchuc")).ReadAsync("/bao-cao/loai");
        Assert.Contains("Báo cáo thực hiện thu, chi ngân sách xã", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Sửa nơi nhận", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_are_counted_from_the_records_of_the_period_and_blank_where_no_record_tells_them()
    {
        var (commune, duty) = await DueAsync();
        var done = await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(new NewDuty(PapiArea.Transparency, "Công khai dự toán", new DateOnly(2026, 12, 1), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { LeadUnitId = commune.Economy }, viewer));
        var secret = await _host.ActAsync(commune.Chairman, (ledger, viewer) => ledger.OpenAsync(new NewDuty(PapiArea.Transparency, "Việc kín", new DateOnly(2026, 12, 1), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { LeadUnitId = commune.Economy, OfficerId = commune.Officer, Confidential = true }, viewer));
        foreach (var (id, by) in new[] { (done.Id, commune.Head), (secret.Id, commune.Officer) })
        {
            await _host.ActAsync(by, (ledger, viewer) => ledger.DeclareDoneAsync(id, null, viewer));
            await _host.ActAsync(commune.Chairman, (ledger, viewer) => ledger.AcceptAsync(id, viewer));
        }
        Go(new DateOnly(2026, 12, 25));
        var issue = await _host.InScopeAsync(async services =>
        {
            var book = services.GetRequiredService<ReportBook>();
            var read = await services.GetRequiredService<PlatformDb>().Duties.SingleAsync(x => x.Id == duty.Id);
            return await book.IssueAsync(read, await book.KindOfAsync(read));
        });
        // From the day after the cut-off of September's report to that of December's.
        Assert.Equal((new DateOnly(2026, 9, 26), new DateOnly(2026, 12, 25)), (issue.CountFrom, issue.CutOffOn));
        var figures = ReportBook.FiguresOf(issue).ToDictionary(x => x.Name, x => x.Said);
        Assert.Equal(("1", "0"), (figures["Công khai, minh bạch: nhiệm vụ hoàn thành"], figures["Quản trị môi trường: nhiệm vụ hoàn thành"]));

        var (_, budget) = await DueAsync("report-budget");
        var page = await (await _host.SignInAsync("truongphong")).ReadAsync($"/bao-cao/{budget.Id}");
        Assert.Contains("Thu ngân sách xã (đồng)", page, StringComparison.Ordinal);
        Assert.Matches("name=\"Figures\\[0\\].Value\" maxlength", page);
    }

    [Fact]
    public async Task A_report_is_sent_once_with_number_and_signed_copy_then_its_figures_and_its_file_stand_and_its_duty_waits_for_acceptance()
    {
        var (commune, duty) = await DueAsync();
        Go(new DateOnly(2026, 12, 24));
        var head = await _host.SignInAsync("truongphong");
        foreach (var (file, typed, told) in new (byte[]?, (string, string)[], string)[]
        {
            (null, [("SentNumber", "45/BC-UBND"), ("SentOn", "24/12/2026")], "Chưa gắn bản báo cáo đã ký"),
            (Encoding.ASCII.GetBytes("MZ" + new string('x', 400)), [("SentNumber", "45/BC-UBND"), ("SentOn", "24/12/2026")], "Tệp không phải ảnh hoặc PDF"),
            (Pdf, [("SentNumber", ""), ("SentOn", "24/12/2026")], "Chưa nhập số, ký hiệu"),
            (Pdf, [("SentNumber", "45/BC-UBND"), ("SentOn", "25/12/2026")], "Ngày gửi không được sau hôm nay"),
        })
            Assert.Contains(told, WebUtility.HtmlDecode(await (await SendAsync(head, duty.Id, file, typed)).Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal((0, 0), (await _host.WithDbAsync(db => db.ReportIssues.CountAsync()), await _host.WithDbAsync(db => db.Evidence.CountAsync())));

        var sent = await SendAsync(head, duty.Id, Pdf, ("SentNumber", "45/BC-UBND"), ("SentOn", "24/12/2026"), ("Figures[0].Value", "12 cuộc"));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.Equal(DutyStage.AwaitingAcceptance, (await _host.WithDbAsync(db => db.Duties.SingleAsync(x => x.Id == duty.Id))).Stage);
        Assert.Equal(1, await _host.WithDbAsync(db => db.Evidence.CountAsync(x => x.DutyId == duty.Id)));
        var page = await head.ReadAsync($"/bao-cao/{duty.Id}");
        Assert.Contains("24/12/2026, số 45/BC-UBND", page, StringComparison.Ordinal);
        Assert.Contains("12 cuộc", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Ghi nhận đã gửi", page, StringComparison.Ordinal);
        Assert.Equal(Pdf, await (await head.GetAsync($"/bao-cao/{duty.Id}?handler=File")).Content.ReadAsByteArrayAsync());
        await Assert.ThrowsAsync<Refusal>(() => _host.InScopeAsync(async services => await services.GetRequiredService<ReportBook>().SaveFiguresAsync(duty.Id, new Dictionary<string, string?>(), Guid.Empty, await PlatformHost.ViewerAsync(services, commune.Head)), commune.Head));

        // The next issue shows this one beside it.
        Go(new DateOnly(2027, 1, 5));
        await _host.InScopeAsync(services => services.GetRequiredService<CatalogueBook>().MakeRecurringAsync());
        var next = await _host.WithDbAsync(db => db.Duties.Where(x => x.CatalogueKey == "report-papi" && x.Id != duty.Id).OrderBy(x => x.DueOn).FirstAsync());
        Assert.Contains("24/12/2026, số 45/BC-UBND", await (await _host.SignInAsync("chanhvanphong")).ReadAsync($"/bao-cao/{next.Id}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await (await _host.SignInAsync("truongphongvh")).GetAsync($"/bao-cao/{duty.Id}")).StatusCode);
    }

    [Fact]
    public async Task What_the_commune_says_of_a_report_stays_over_a_new_release_and_the_second_who_edits_it_is_told()
    {
        await _host.CommuneAsync();
        var office = await _host.SignInAsync("chanhvanphong");
        const string Page = "/bao-cao/loai/report-budget";
        Dictionary<string, string> Form(string to) => new() { ["SendTo"] = to, ["Form"] = "", ["Channel"] = "", ["CutOffDay"] = "25", ["CutOffMonths"] = "-1", ["SinceYear"] = "false" };
        var second = Form("Người thứ hai");
        second["Version"] = (await _host.WithDbAsync(db => db.ReportKinds.Where(x => x.Key == "report-budget").Select(x => x.Version).SingleAsync())).ToString();
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync(Page, Form("Phòng Tài chính tỉnh"))).StatusCode);
        Assert.Contains("Người khác vừa lưu hồ sơ này", WebUtility.HtmlDecode(await (await office.SubmitAsync(Page, second)).Content.ReadAsStringAsync()), StringComparison.Ordinal);
        await _host.InScopeAsync(services => services.GetRequiredService<ReportBook>().SyncAsync());
        var kept = await _host.WithDbAsync(db => db.ReportKinds.SingleAsync(x => x.Key == "report-budget"));
        Assert.Equal(("Phòng Tài chính tỉnh", 25), (kept.SendTo, kept.CutOffDay));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await _host.SignInAsync("truongphong")).GetAsync(Page)).StatusCode);
    }

    [Theory]
    [InlineData(31, 0, "2027-02-10", "2027-02-28")]
    [InlineData(31, -1, "2027-03-10", "2027-02-28")]
    [InlineData(31, -1, "2027-01-10", "2026-12-31")]
    [InlineData(14, 0, "2026-12-14", "2026-12-14")]
    [InlineData(0, 0, "2026-12-25", "2026-12-25")]
    public void The_cut_off_is_a_day_that_its_month_has(int day, int months, string nominal, string expected) => Assert.Equal(DateOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
        new ReportKind { Key = "x", SendTo = "x", CutOffDay = day, CutOffMonths = months }.CutOffOf(DateOnly.Parse(nominal, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void A_report_that_runs_through_the_year_begins_after_the_last_cut_off_of_the_year_before()
    {
        var kind = new ReportKind { Key = "x", SendTo = "x", CutOffDay = 14, SinceYear = true };
        // Thông tư 01/2024/TT-TTCP, Điều 7: nine months run from 15/12 of the year before to 14/9.
        Assert.Equal((new DateOnly(2025, 12, 15), new DateOnly(2026, 9, 14)), ReportBook.Period(kind, "0 0 0 14 3,6,9,12 ?", new DateOnly(2026, 9, 14)));
        kind.SinceYear = false;
        Assert.Equal((new DateOnly(2026, 6, 15), new DateOnly(2026, 9, 14)), ReportBook.Period(kind, "0 0 0 14 3,6,9,12 ?", new DateOnly(2026, 9, 14)));
    }
}
