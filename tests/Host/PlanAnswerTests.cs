using System.Net;
using BacSon.App.Status;
using BacSon.Kernel;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Plans;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>What stands beside the commune's plan: the units' own plans, and the weak contents that its lines answer.</summary>
public sealed class PlanAnswerTests : IDisposable
{
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private async Task<(Commune Commune, Plan Plan)> PlanAsync()
    {
        var commune = await _host.CommuneAsync();
        return (commune, await _host.InScopeAsync(async services =>
        {
            var book = services.GetRequiredService<PlanBook>();
            var plan = await book.CreateAsync(2026, "Kế hoạch nâng cao Chỉ số PAPI năm 2026", null, null);
            foreach (var (unit, area, content) in new[] { (commune.Economy, PapiArea.Transparency, "Công khai quy hoạch"), (commune.Culture, PapiArea.Environment, "Thu gom rác thải") })
                await book.SaveItemAsync(plan.Id, null, new PlanItemInput(null, area, content, unit, [], PlanSchedule.Date, new DateOnly(2026, 12, 20), null, "Báo cáo"), null);
            return plan;
        }));
    }

    private Task<Duty> AskedAsync(int unit) => _host.WithDbAsync(db => db.Duties.AsNoTracking().SingleAsync(x => x.OccurrenceKey == $"unit-plan:2026:{unit}"));

    [Fact]
    public async Task Units_are_asked_once_for_their_plans_chased_at_most_once_a_day_and_shown_with_what_they_sent()
    {
        var (commune, _) = await PlanAsync();
        var office = await _host.SignInAsync("chanhvanphong");
        async Task<HttpResponseMessage> AskAsync() => await office.SubmitAsync("/ke-hoach/2026/don-vi", new() { ["Chosen"] = $"{commune.Economy}", ["DueOn"] = "06/12/2026" }, "/ke-hoach/2026/don-vi?handler=Ask");
        Assert.Equal(HttpStatusCode.Redirect, (await AskAsync()).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await AskAsync()).StatusCode);
        var duty = await AskedAsync(commune.Economy);
        // A Sunday moves to the working day before it.
        Assert.Equal((commune.Economy, new DateOnly(2026, 12, 4), true, AccepterKind.OfficeHead), (duty.LeadUnitId!.Value, duty.DueOn, duty.RequiresEvidence, duty.Accepter));

        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync("/ke-hoach/2026/don-vi", [], "/ke-hoach/2026/don-vi?handler=Urge")).StatusCode);
        Assert.Equal(1, await _host.WithDbAsync(db => db.Mails.CountAsync(x => x.Kind == Kernel.Reminders.Urging.MailKind)));

        await _host.InScopeAsync(async services =>
        {
            var viewer = await PlatformHost.ViewerAsync(services, commune.Head);
            var read = await services.GetRequiredService<DutyLedger>().ReadAsync(duty.Id, viewer);
            await services.GetRequiredService<Kernel.Evidence.EvidenceStore>().AttachAsync(read, null, "ke-hoach-phong-kinh-te.pdf", new MemoryStream("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"u8.ToArray()), null, viewer);
            await services.GetRequiredService<DutyLedger>().DeclareDoneAsync(duty.Id, null, viewer);
        }, commune.Head);
        var page = await office.ReadAsync("/ke-hoach/2026/don-vi");
        Assert.Contains("1/2 đơn vị đã gửi", page, StringComparison.Ordinal);
        Assert.Contains("ke-hoach-phong-kinh-te.pdf", page, StringComparison.Ordinal);
        // Another unit sees that it was sent, not the file.
        Assert.DoesNotContain("ke-hoach-phong-kinh-te.pdf", await (await _host.SignInAsync("truongphongvh")).ReadAsync("/ke-hoach/2026/don-vi"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Chưa nhập ngày gửi")]
    [InlineData("25/11/2026", "phải sau hôm nay")]
    [InlineData("01/01/2027", "phải trong năm 2026")]
    public async Task A_day_that_cannot_be_is_refused_and_no_unit_is_asked(string due, string told)
    {
        var (commune, _) = await PlanAsync();
        var html = WebUtility.HtmlDecode(await (await (await _host.SignInAsync("chanhvanphong")).SubmitAsync("/ke-hoach/2026/don-vi", new() { ["Chosen"] = $"{commune.Economy}", ["DueOn"] = due }, "/ke-hoach/2026/don-vi?handler=Ask")).Content.ReadAsStringAsync());
        Assert.Contains("id=\"DueOn-err\"", html, StringComparison.Ordinal);
        Assert.Contains(told, html, StringComparison.Ordinal);
        Assert.Equal(0, await _host.WithDbAsync(db => db.Duties.CountAsync()));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await _host.SignInAsync("truongphong")).SubmitAsync("/ke-hoach/2026/don-vi", new() { ["Chosen"] = $"{commune.Economy}", ["DueOn"] = "04/12/2026" }, "/ke-hoach/2026/don-vi?handler=Ask")).StatusCode);
    }

    [Fact]
    public void A_part_is_weak_when_it_fell_or_stands_in_the_lowest_quarter_and_the_year_before_the_plan_is_read()
    {
        var papi = PapiResults.Read();
        var province = papi.Find("Lạng Sơn")!;
        var (year, parts) = WeakParts.Read(papi, province, 2026)!.Value;
        Assert.Equal(province.Parts.Where(x => x.Key < 2026 && x.Value.Any(y => y is not null)).Max(x => x.Key), year);
        Assert.NotEmpty(parts);
        foreach (var x in parts)
        {
            var index = papi.Parts.ToList().FindIndex(part => part.Code == x.Part.Code);
            var all = papi.Provinces.Select(p => p.Parts.GetValueOrDefault(year)?[index]).OfType<double>().OrderDescending().ToList();
            Assert.Equal((all.Count(score => score > x.Score), all.Count), (x.Below, x.Of));
            Assert.Equal(x.Below * 4 >= x.Of * 3 || x.Change < 0, x.Weak);
            if (papi.BreaksAt(x.Part.Content, year))
                Assert.Null(x.Change);
        }
        Assert.Contains(parts, x => x.Weak);
        Assert.Contains(parts, x => !x.Weak);
        Assert.Null(WeakParts.Read(papi, province, 2011));
    }

    [Fact]
    public async Task A_weak_part_names_the_lines_that_answer_it_with_what_their_duties_say()
    {
        var (commune, plan) = await PlanAsync();
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            db.Settings.Add(new Setting { Name = SettingNames.PapiProvince, Value = "Lạng Sơn" });
            await db.SaveChangesAsync();
        });
        var papi = PapiResults.Read();
        var weak = WeakParts.Read(papi, papi.Find("Lạng Sơn")!, 2026)!.Value.Parts.Where(x => x.Weak).Select(x => x.Part).ToList();
        var part = weak.First(x => (PapiArea)x.Content is PapiArea.Transparency or PapiArea.Environment);
        var item = await _host.WithDbAsync(db => db.PlanItems.FirstAsync(x => x.PlanId == plan.Id && x.Area == (PapiArea)part.Content));
        var office = await _host.SignInAsync("chanhvanphong");
        Assert.Contains($"0/{weak.Count}", await office.ReadAsync("/ke-hoach/2026/noi-dung-yeu"), StringComparison.Ordinal);
        Dictionary<string, string> Sent(long id) => new() { ["Part"] = part.Code, ["ItemId"] = $"{id}" };
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync("/ke-hoach/2026/noi-dung-yeu", Sent(item.Id), "/ke-hoach/2026/noi-dung-yeu?handler=Link")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync("/ke-hoach/2026/noi-dung-yeu", Sent(item.Id), "/ke-hoach/2026/noi-dung-yeu?handler=Link")).StatusCode);
        await _host.InScopeAsync(services => services.GetRequiredService<PlanBook>().MakeDutiesAsync());
        var page = await office.ReadAsync("/ke-hoach/2026/noi-dung-yeu");
        Assert.Contains($"1/{weak.Count}", page, StringComparison.Ordinal);
        Assert.Contains("0/1 nhiệm vụ hoàn thành", page, StringComparison.Ordinal);

        // A line of another content answers nothing here.
        var other = await _host.WithDbAsync(db => db.PlanItems.FirstAsync(x => x.PlanId == plan.Id && x.Area != (PapiArea)part.Content));
        Assert.Contains("Chưa chọn mục kế hoạch của nội dung này", WebUtility.HtmlDecode(await (await office.SubmitAsync("/ke-hoach/2026/noi-dung-yeu", Sent(other.Id), "/ke-hoach/2026/noi-dung-yeu?handler=Link")).Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync("/ke-hoach/2026/noi-dung-yeu", Sent(item.Id), "/ke-hoach/2026/noi-dung-yeu?handler=Unlink")).StatusCode);
        Assert.Equal(0, await _host.WithDbAsync(db => db.PlanAnswers.CountAsync()));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await _host.SignInAsync("truongphong")).SubmitAsync("/ke-hoach/2026/noi-dung-yeu", Sent(item.Id), "/ke-hoach/2026/noi-dung-yeu?handler=Link")).StatusCode);
        Assert.Equal(commune.OfficeHead, await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Act == "Gắn mục kế hoạch với nội dung yếu").Select(x => x.PersonId!.Value).SingleAsync()));
    }
}
