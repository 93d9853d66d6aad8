using System.Net;
using BacSon.App.Admin;
using BacSon.App.Verbs;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>A new commune, empty but for its first administrator, comes to its first reminder.</summary>
public sealed class FirstDayTests : IDisposable
{
    private const string Page = "/quan-tri/bat-dau";
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task From_an_empty_database_the_steps_lead_to_the_first_reminder()
    {
        var browser = await AdministratorAsync();
        Assert.Equal(["Thông tin của xã", "Đơn vị", "Thôn", "Lĩnh vực", "Cán bộ, công chức", "Lãnh đạo phụ trách", "Kế hoạch", "Nhắc việc đầu tiên"], await OpenStepsAsync());
        Assert.Contains("bước tiếp theo: thông tin của xã", await browser.ReadAsync("/quan-tri"), StringComparison.Ordinal);

        await DoneAsync(browser.SubmitShownAsync("/quan-tri/xa", new()
        {
            ["Commune"] = "Bắc Sơn", ["FullName"] = "Ủy ban nhân dân xã Bắc Sơn", ["Province"] = "tỉnh Lạng Sơn", ["StartedOn"] = "25/11/2026", ["Salutation"] = "đồng chí",
        }));
        await DoneAsync(browser.SubmitShownAsync(Page + "/don-vi", new() { ["Others"] = "Trường Tiểu học Bắc Sơn 1\nTrường Tiểu học Bắc Sơn 2", ["Villages"] = "Đồng Tâm\nxóm Núi", ["From"] = "01/07/2025" }));
        await DoneAsync(browser.SubmitShownAsync(Page + "/linh-vuc", new() { ["From"] = "01/07/2025" }));
        var units = await _host.WithDbAsync(db => db.Units.AsNoTracking().OrderBy(x => x.Order).ToListAsync());
        Assert.Equal(FirstDayProposals.Units.Count + 4, units.Count);
        Assert.Equal([("TTHBS1", UnitKind.School), ("TTHBS2", UnitKind.School), ("T01", UnitKind.Village), ("T02", UnitKind.Village)], units[^4..].Select(x => (x.Code, x.Kind)));
        Assert.Equal(["Thôn Đồng Tâm", "Xóm Núi"], units[^2..].Select(x => x.Name));
        Assert.Equal(units.Single(x => x.Code == "LD").Id, units.Single(x => x.Code == "KT").ParentId);

        await PeopleAsync(units);
        Assert.Equal(["Lãnh đạo phụ trách", "Kế hoạch", "Nhắc việc đầu tiên"], await OpenStepsAsync());
        var chairman = await _host.WithDbAsync(db => db.RoleGrants.Where(x => x.Role == Role.Chairman).Select(x => x.PersonId).SingleAsync());
        await DoneAsync(browser.SubmitShownAsync(Page + "/phu-trach", units.Where(FirstDay.Works).ToDictionary(x => $"Leader[{x.Id}]", _ => $"{chairman}").Append(new("From", "25/11/2026")).ToDictionary()));
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            var plan = new Plan { Year = 2026, Title = "Kế hoạch nâng cao Chỉ số PAPI năm 2026" };
            db.Plans.Add(plan);
            await db.SaveChangesAsync();
            db.PlanItems.Add(new PlanItem { PlanId = plan.Id, Number = "1", Order = 1, Area = PapiArea.Transparency, Content = "Niêm yết", LeadUnitId = units.Single(x => x.Code == "KT").Id, Product = "Biên bản", Schedule = PlanSchedule.Date, DueOn = new DateOnly(2026, 12, 20) });
            await db.SaveChangesAsync();
        });
        Assert.Equal(["Nhắc việc đầu tiên"], await OpenStepsAsync());

        var office = await _host.WithDbAsync(db => db.RoleGrants.Where(x => x.Role == Role.OfficeHead).Select(x => x.PersonId).SingleAsync());
        await _host.ActAsync(office, (ledger, viewer) => ledger.OpenAsync(new NewDuty(PapiArea.Transparency, "Niêm yết dự toán", PlatformHost.Wednesday, new Term(3, TermUnit.WorkingDay)) { LeadUnitId = units.Single(x => x.Code == "KT").Id }, viewer));
        Assert.Equal((1, 1), await _host.InScopeAsync(services => services.GetRequiredService<ReminderSweep>().RunAsync()));
        Assert.Empty(await OpenStepsAsync());
        Assert.Contains("Đã xong mọi bước", await browser.ReadAsync(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_with_a_wrong_line_makes_no_unit_at_all_and_keeps_what_was_typed()
    {
        var browser = await AdministratorAsync();
        foreach (var (villages, message) in new[] { ("Đồng Tâm\nthôn đồng tâm", "có hai dòng"), (new string('a', 201), "dài hơn 200 ký tự") })
        {
            var page = WebUtility.HtmlDecode(await (await browser.SubmitAsync(Page + "/don-vi", new() { ["Villages"] = villages, ["Others"] = "Trạm Khuyến nông", ["From"] = "01/07/2025" })).Content.ReadAsStringAsync());
            Assert.Contains(message, page, StringComparison.Ordinal);
            Assert.Contains("Trạm Khuyến nông", page, StringComparison.Ordinal);
            Assert.Equal(0, await _host.WithDbAsync(db => db.Units.CountAsync()));
        }
    }

    private async Task<PageClient> AdministratorAsync()
    {
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            var person = new Person { FullName = "Hoàng Minh Đức", SortKey = "duc" };
            db.People.Add(person);
            await db.SaveChangesAsync();
            db.RoleGrants.Add(new RoleGrant { PersonId = person.Id, Role = Role.Administrator, From = PlatformHost.Wednesday });
            db.Users.Add(AdminVerb.NewAccount(person.Id, "quantri", PlatformHost.Password));
            await db.SaveChangesAsync();
            await PlatformHost.GiveSecondStepAsync(db);
        });
        return await _host.SignInAsync("quantri");
    }

    // A chairman, and a head for each unit; the office's head is also the office head.
    private Task PeopleAsync(List<Unit> units) => _host.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<PlatformDb>();
        var book = services.GetRequiredService<PeopleBook>();
        var viewer = await PlatformHost.ViewerAsync(services, await db.RoleGrants.Where(x => x.Role == Role.Administrator).Select(x => x.PersonId).SingleAsync());
        foreach (var unit in units.Where(x => FirstDay.Works(x) || x.Code == "LD"))
        {
            var id = await book.AddAsync(new PersonFacts($"Nguyễn Văn {unit.Code}", null, $"{unit.Code.ToLowerInvariant()}@bacson.example", null, NoticeChannel.Mail, null), viewer);
            await book.AddPositionAsync(id, unit.Id, unit.Code == "LD" ? "Chủ tịch Ủy ban nhân dân xã" : "Thủ trưởng", PositionRank.Head, PlatformHost.Wednesday, null, viewer);
            if (unit.Code is "LD" or "VP")
                await book.GrantAsync(id, unit.Code == "LD" ? Role.Chairman : Role.OfficeHead, PlatformHost.Wednesday, viewer);
        }
    });

    private async Task<List<string>> OpenStepsAsync() => [.. (await _host.InScopeAsync(services => services.GetRequiredService<FirstDay>().ReadAsync(CancellationToken.None))).Where(x => !x.Done).Select(x => x.Title)];

    private static async Task DoneAsync(Task<HttpResponseMessage> act)
    {
        var answer = await act;
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{(int)answer.StatusCode}: {WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync())}");
    }
}
