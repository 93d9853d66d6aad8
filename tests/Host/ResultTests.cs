using System.Globalization;
using System.Net;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;

namespace BacSon.Host.Tests;

/// <summary>Work results: true, reconciled, each figure opening its duties, nothing ranked.</summary>
public sealed class ResultTests : IDisposable
{
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private Task<Duty> OpenAsync(Commune commune, int? unit, int days = 5, bool confidential = false, int? officer = null) => _host.ActAsync(confidential ? commune.Chairman : commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
        new NewDuty(PapiArea.Transparency, "Công khai dự toán", _host.Clock.OfficeToday(), new Term(days, TermUnit.WorkingDay)) { LeadUnitId = unit, OfficerId = officer, Confidential = confidential, TermSource = TermSource.Default }, viewer));

    private Task<IReadOnlyList<ResultRow>> CountAsync(int person, StatusPeriod period) => _host.InScopeAsync(async services =>
        await services.GetRequiredService<WorkResults>().CountAsync(await PlatformHost.ViewerAsync(services, person), period));

    private void Go(DateOnly day) => _host.Clock.Utc = OfficeTime.ToUtc(day, new TimeOnly(9, 0));

    [Fact]
    public async Task The_work_of_a_period_is_what_was_carried_and_given_and_each_of_it_ended_somewhere_also_when_months_have_gone_by()
    {
        var commune = await _host.CommuneAsync();
        var random = new Random(335);
        var units = new int?[] { commune.Economy, commune.Culture, commune.Office, null };
        Go(new DateOnly(2026, 8, 3));
        for (var day = new DateOnly(2026, 8, 3); day < new DateOnly(2026, 12, 1); day = day.AddDays(1 + random.Next(4)))
        {
            Go(day);
            var duty = await OpenAsync(commune, units[random.Next(4)], 1 + random.Next(20));
            var open = await _host.WithDbAsync(db => db.Duties.Where(x => x.Stage == DutyStage.Open && x.LeadUnitId == commune.Economy).OrderBy(x => x.Id).ToListAsync());
            if (open.Count > 0 && random.Next(2) == 0)
            {
                await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(open[0].Id, null, viewer));
                if (random.Next(3) > 0)
                    await _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.AcceptAsync(open[0].Id, viewer));
            }
            if (open.Count > 1 && random.Next(4) == 0)
                await _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.CancelAsync(open[1].Id, "Không còn phải làm", viewer));
        }
        var today = _host.Clock.OfficeToday();
        var raw = await _host.WithDbAsync(db => db.Duties.AsNoTracking().ToListAsync());
        foreach (var period in WorkResults.Offered(today).Where(x => x.From <= today && x.To >= new DateOnly(2026, 8, 1)))
        {
            var rows = await CountAsync(commune.Chairman, period);
            // Counted again from the bare records, walking them one by one.
            var last = today < period.To ? today : period.To;
            var belongs = raw.Where(x => x.AssignedOn <= period.To && !(x.DoneOn < period.From) && !(x.CancelledOn < period.From)).ToList();
            int All(ResultKind kind) => rows.Sum(x => x.Of(kind));
            Assert.Equal(belongs.Count, rows.Sum(x => x.Total));
            Assert.Equal(rows.Sum(x => x.Total), ResultKinds.Ends.Sum(All));
            Assert.Equal(belongs.Count(x => x.Stage == DutyStage.Done && x.DoneOn <= last && x.DoneOn <= x.DueOn), All(ResultKind.OnTime));
            Assert.Equal(belongs.Count(x => x.Stage == DutyStage.Done && x.DoneOn <= last && x.DoneOn > x.DueOn), All(ResultKind.Late));
            Assert.Equal(belongs.Count(x => x.Stage == DutyStage.Cancelled && x.CancelledOn <= last), All(ResultKind.Cancelled));
            bool Left(Duty x) => !(x.DoneOn <= last) && !(x.CancelledOn <= last) && !(x.Stage == DutyStage.AwaitingAcceptance && x.DeclaredOn <= last);
            Assert.Equal(belongs.Count(x => Left(x) && (period.Holds(today) ? x.DueOn < today : x.DueOn <= period.To)), All(ResultKind.Overdue));
            foreach (var row in rows)
                Assert.Equal(row.Total, ResultKinds.Ends.Sum(row.Of));
        }
        Assert.True(raw.Count(x => x.Stage == DutyStage.Done) > 5 && raw.Count(x => x.Stage == DutyStage.Cancelled) > 1);
    }

    [Fact]
    public async Task Each_figure_opens_exactly_its_duties_and_the_rows_stand_in_the_offices_order_not_by_result()
    {
        var commune = await _host.CommuneAsync();
        var late = await OpenAsync(commune, commune.Culture, 1);
        await OpenAsync(commune, commune.Economy, 30, officer: commune.Officer);
        await OpenAsync(commune, commune.Economy, 30);
        await OpenAsync(commune, commune.Economy, 1, confidential: true, officer: commune.UnitDeputy);
        Go(new DateOnly(2026, 12, 2));
        var chairman = await _host.SignInAsync("chutich");
        var page = await chairman.ReadAsync("/ket-qua?ky=2026-Q4");
        Assert.True(page.IndexOf(">Phòng Kinh tế<", StringComparison.Ordinal) is var first and > 0 && page.IndexOf(">Phòng Văn hóa - Xã hội<", StringComparison.Ordinal) > first);
        var links = System.Text.RegularExpressions.Regex.Matches(page, "href=\"(/viec\\?[^\"]*kq=[^\"]*)\"[^>]*>(\\d+)</a>");
        Assert.True(links.Count > 20);
        foreach (System.Text.RegularExpressions.Match link in links)
            Assert.Contains($"<b>{link.Groups[2].Value}</b> nhiệm vụ", await chairman.ReadAsync(WebUtility.HtmlDecode(link.Groups[1].Value)), StringComparison.Ordinal);
        var overdue = await chairman.ReadAsync($"/viec?dv={commune.Culture}&ky=2026-Q4&kq=con-qua-han");
        Assert.Contains($"/viec/{late.Id}", overdue, StringComparison.Ordinal);
        Assert.Contains("Đang thực hiện, quá hạn", overdue, StringComparison.Ordinal);

        // What one may not see is counted to nobody else: four duties for the chairman, three for the office head.
        Assert.Equal(4, (await CountAsync(commune.Chairman, StatusPeriod.Month(_host.Clock.OfficeToday()))).Sum(x => x.Total));
        Assert.Equal(3, (await CountAsync(commune.OfficeHead, StatusPeriod.Month(_host.Clock.OfficeToday()))).Sum(x => x.Total));
        Assert.Equal(2, (await CountAsync(commune.Head, StatusPeriod.Month(_host.Clock.OfficeToday()))).Sum(x => x.Total));
        Assert.Equal(commune.Officer, Assert.Single(await CountAsync(commune.Officer, StatusPeriod.Month(_host.Clock.OfficeToday()))).OfficerId);
        Assert.Equal(3, (await CountAsync(commune.Observer, StatusPeriod.Month(_host.Clock.OfficeToday()))).Sum(x => x.Total));
    }

    [Fact]
    public async Task Days_lost_in_routing_are_the_working_days_until_the_right_unit_had_it_and_a_return_or_an_extension_counts_once()
    {
        var commune = await _host.CommuneAsync();
        // Thursday; Saturday and Sunday are not lost.
        Go(new DateOnly(2026, 11, 26));
        var duty = await OpenAsync(commune, commune.Culture, 20);
        Go(new DateOnly(2026, 11, 30));
        await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.AssignAsync(duty.Id, commune.Economy, "Thuộc nhiệm vụ Phòng Kinh tế", viewer));
        for (var i = 0; i < 2; i++)
        {
            await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(duty.Id, null, viewer));
            await _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.SendBackAsync(duty.Id, "Thiếu số liệu", viewer));
        }
        var row = Assert.Single(await CountAsync(commune.Chairman, StatusPeriod.Month(new DateOnly(2026, 11, 1))));
        Assert.Equal((commune.Economy, 2, 1, 1, 1), (row.UnitId!.Value, row.RoutingDays, row.Of(ResultKind.Routed), row.Of(ResultKind.SentBack), row.Of(ResultKind.InTime)));
        Assert.Equal((1, 0), (Assert.Single(await CountAsync(commune.Chairman, StatusPeriod.Quarter(new DateOnly(2026, 11, 1)))).Of(ResultKind.SentBack), row.Of(ResultKind.Extended)));
    }

    [Fact]
    public async Task The_file_for_the_council_weighs_only_with_the_communes_own_coefficients_and_names_them()
    {
        var commune = await _host.CommuneAsync();
        await OpenAsync(commune, commune.Economy, 10, officer: commune.Officer);
        var done = await OpenAsync(commune, commune.Economy, 10, officer: commune.Officer);
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(done.Id, null, viewer));
        await _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.AcceptAsync(done.Id, viewer));
        var head = await _host.SignInAsync("chanhvanphong");
        Assert.DoesNotContain("Điểm quy đổi theo hệ số của xã", Columns(await SheetAsync(head), "Đơn vị"), StringComparison.Ordinal);

        var refused = await head.SubmitAsync("/ket-qua/he-so", new() { ["OnTime"] = "1000", ["Late"] = "0,5", ["Overdue"] = "", ["SentBack"] = "", ["Extended"] = "" });
        Assert.Contains("Hệ số phải từ 0 đến 100", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await head.SubmitAsync("/ket-qua/he-so", new() { ["OnTime"] = "1,5", ["Late"] = "0,5", ["Overdue"] = "", ["SentBack"] = "", ["Extended"] = "" })).StatusCode);
        var file = await SheetAsync(head);
        var unit = Assert.Single(Rows(file, "Đơn vị"));
        Assert.Equal((2d, 1d, 1.5d), (Convert.ToDouble(unit["Tổng số nhiệm vụ"], CultureInfo.InvariantCulture), Convert.ToDouble(unit["Hoàn thành đúng hạn"], CultureInfo.InvariantCulture), Convert.ToDouble(unit["Điểm quy đổi theo hệ số của xã"], CultureInfo.InvariantCulture)));
        Assert.Equal("Nguyễn Văn Hùng", Assert.Single(Rows(file, "Cá nhân"))["Họ và tên"]);
        Assert.Equal(["Đang thực hiện, trong hạn", "Hoàn thành đúng hạn"], Rows(file, "Nhiệm vụ").Select(x => (string)x["Tình trạng trong kỳ"]!).Order(StringComparer.Ordinal).Reverse().OrderBy(x => x[0] == 'H'));
        Assert.Contains(Rows(file, "Cách tính"), x => (string)x["Mục"]! == "Hệ số: hoàn thành đúng hạn" && (string)x["Nội dung"]! == "1,5");

        var unitHead = await _host.SignInAsync("truongphong");
        Assert.Equal(HttpStatusCode.Forbidden, (await unitHead.GetAsync("/ket-qua/he-so")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await unitHead.SubmitAsync("/ket-qua/he-so", new() { ["OnTime"] = "9" })).StatusCode);
    }

    private static async Task<MemoryStream> SheetAsync(PageClient client) => new(await (await client.GetAsync("/ket-qua?ky=2026-M11&tep=xlsx")).Content.ReadAsByteArrayAsync());
    private static List<IDictionary<string, object?>> Rows(MemoryStream file, string sheet) => [.. file.Query(useHeaderRow: true, sheetName: sheet).Cast<IDictionary<string, object?>>()];
    private static string Columns(MemoryStream file, string sheet) => string.Join('|', Rows(file, sheet)[0].Keys);
}
