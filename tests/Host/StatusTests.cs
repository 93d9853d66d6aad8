using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using BacSon.App.Status;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>The leaders' page: its figures against plain counting of the raw rows, and each link against its figure.</summary>
public sealed partial class StatusTests(PlatformHost host) : IClassFixture<PlatformHost>
{
    private const int Sets = 50;
    private const int DutiesInSet = 300;
    private static readonly DateOnly Today = PlatformHost.Wednesday;

    private static readonly (DateOnly From, DateOnly To)[] LastFiveQuarters =
    [
        (new(2025, 10, 1), new(2025, 12, 31)), (new(2026, 1, 1), new(2026, 3, 31)), (new(2026, 4, 1), new(2026, 6, 30)),
        (new(2026, 7, 1), new(2026, 9, 30)), (new(2026, 10, 1), new(2026, 12, 31)),
    ];

    [Fact]
    public async Task Figures_equal_those_counted_from_the_raw_rows()
    {
        var commune = await host.CommuneAsync();
        for (var set = 0; set < Sets; set++)
        {
            var rows = await FillAsync(commune, set);
            foreach (var person in new[] { commune.Chairman, commune.Deputy, commune.OfficeHead, commune.Observer })
            {
                var seen = rows.Where(x => Sees(commune, person, x)).ToList();
                foreach (var key in new[] { "2026-Q4", "2026-Q2", "2026", "2025" })
                {
                    var view = await ViewAsync(person, key);
                    var (from, to) = Bounds(key);
                    var (fromBefore, toBefore) = Bounds(StatusPeriod.Read(key)!.Previous.Key);
                    var where = $"set {set}, person {person}, {key}";
                    Assert.True(Count(seen, from, to) == view.Whole.Now, $"{where}: whole {Count(seen, from, to)} is not {view.Whole.Now}");
                    Assert.True(Count(seen, fromBefore, toBefore) == view.Whole.Before, $"{where}: before");
                    foreach (var line in view.Areas)
                    {
                        var own = seen.Where(x => x.Area == line.Filter.Area).ToList();
                        Assert.True(Count(own, from, to) == line.Now, $"{where}: {line.Title}");
                        Assert.True(Count(own, fromBefore, toBefore) == line.Before, $"{where}: {line.Title} before");
                        if (key == "2026-Q4")
                            Assert.Equal(LastFiveQuarters.Select(x => Count(own, x.From, x.To)).Select(OnTimeRate), line.Trend);
                    }
                    foreach (var unit in view.ByUnit)
                        Assert.True(Count(seen.Where(x => x.LeadUnitId == unit.UnitId), from, to) == unit.Line.Now, $"{where}: {unit.Line.Title}");
                    Assert.Equal(seen.GroupBy(x => x.LeadUnitId).Where(g => Count(g, from, to).Total > 0).Select(g => g.Key).Order(), view.ByUnit.Select(x => x.UnitId).Order());

                    // The parts add up, both ways.
                    Assert.Equal(view.Whole.Now.Total, view.Areas.Sum(x => x.Now.Total));
                    Assert.Equal(view.Whole.Now.Total, view.ByUnit.Sum(x => x.Line.Now.Total));
                    Assert.Equal(view.Whole.Now.Overdue, view.ByUnit.Sum(x => x.Line.Now.Overdue));
                    if (view.Running)
                    {
                        Assert.Equal(seen.Where(x => State(x) == "overdue").Select(x => (DateOnly?)x.DueOn).Min(), view.AllUnits.OldestDue);
                        Assert.Equal(view.AllUnits.DueSoon, view.ByUnit.Sum(x => x.DueSoon));
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("chutich", "/tinh-hinh")]
    [InlineData("phochutich", "/tinh-hinh")]
    [InlineData("chanhvanphong", "/tinh-hinh?don-vi=tat-ca")]
    [InlineData("hdnd", "/tinh-hinh")]
    [InlineData("chutich", "/tinh-hinh?ky=2026-Q3")]
    [InlineData("phochutich", "/tinh-hinh?ky=2026")]
    public async Task Each_figure_opens_as_many_records_as_it_says(string user, string address)
    {
        var commune = await host.CommuneAsync();
        await FillAsync(commune, 1_000);
        var person = user switch { "chutich" => commune.Chairman, "phochutich" => commune.Deputy, "chanhvanphong" => commune.OfficeHead, _ => commune.Observer };
        var browser = await host.SignInAsync(user);
        var page = await browser.ReadAsync(address);
        // The name of a unit is a link as well, but says no figure; so do the links to whole lists of decisions.
        page = NameLinks().Replace(page[page.IndexOf("<main", StringComparison.Ordinal)..], "");
        var links = FigureLinks().Matches(page).Select(x => (Path: x.Groups[1].Value, Said: x.Groups[2].Value + x.Groups[3].Value, Inside: x.Groups[4].Value)).ToList();
        var counted = 0;
        await host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            var viewer = await PlatformHost.ViewerAsync(services, person);
            foreach (var (path, said, inside) in links)
            {
                var query = QueryHelpers.ParseQuery(path.Contains('?') ? path[path.IndexOf('?')..] : "");
                var records = await DutyFilter.Read(name => query.TryGetValue(name, out var value) ? value.ToString() : null).Apply(db, viewer, Today).ToListAsync();
                if (said.Contains("ngày làm việc quá hạn lâu nhất", StringComparison.Ordinal))
                    Assert.NotEmpty(records);
                else if (said.Contains('%', StringComparison.Ordinal))
                    Assert.Equal(Kernel.Ui.Vi.Percent((double)records.Count(x => x.Stage == DutyStage.Done && x.DoneOn <= x.DueOn) / records.Count), said[..(said.IndexOf('%', StringComparison.Ordinal) + 1)]);
                else
                {
                    var figure = Leading().Match(said.Length > 0 ? said : Tags().Replace(inside, "").Trim());
                    Assert.True(figure.Success, $"{path}: no figure in «{said}» or «{inside}»");
                    Assert.True(int.Parse(figure.Value.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) == records.Count, $"{path}: «{said}{inside}» opens {records.Count}");
                }
                counted++;
            }
        });
        Assert.True(counted > (address.Contains("ky=2026-Q3", StringComparison.Ordinal) ? 20 : 60), $"only {counted} figures were found");
    }

    [Fact]
    public async Task A_past_period_says_that_what_was_overdue_has_no_list()
    {
        var commune = await host.CommuneAsync();
        await FillAsync(commune, 1_001);
        var browser = await host.SignInAsync("chutich");
        var page = await browser.ReadAsync("/tinh-hinh?ky=2026-Q3");
        Assert.Contains("nên không mở ra được", page);
        Assert.DoesNotContain("tt=qua-han", page);
        Assert.DoesNotContain("Cần quyết định hôm nay", page);
    }

    [Fact]
    public async Task A_change_is_seen_at_once_and_nothing_is_counted_twice_without_one()
    {
        var commune = await host.CommuneAsync();
        await FillAsync(commune, 1_002);
        var tallies = host.Services.GetRequiredService<StatusTallies>();
        var before = await ViewAsync(commune.Chairman, "2026-Q4");
        var counted = tallies.Counted;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ViewAsync(commune.OfficeHead, "2026-Q4")));
        Assert.Equal(counted, tallies.Counted);

        await host.ActAsync(commune.Chairman, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.Transparency, "Niêm yết dự toán", Today.AddDays(9), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { LeadUnitId = commune.Culture }, viewer));
        var views = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ViewAsync(commune.Chairman, "2026-Q4")));
        Assert.All(views, view => Assert.Equal(before.Whole.Now.InTime + 1, view.Whole.Now.InTime));
        Assert.Equal(counted + 1, tallies.Counted);
    }

    [Fact]
    public async Task A_decision_waits_only_for_the_leader_whose_it_is()
    {
        var commune = await host.CommuneAsync();
        await FillAsync(commune, 1_003, duties: 0);
        var duty = await host.ActAsync(commune.Chairman, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.Transparency, "Công khai quyết toán", Today.AddDays(5), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { LeadUnitId = commune.Economy }, viewer));
        await host.ActAsync(commune.Head, (ledger, viewer) => ledger.AskExtensionAsync(duty.Id, Today.AddDays(12), "Chờ số liệu của Kho bạc", viewer));
        await AddAsync(commune, x => { x.Title = "Quá hạn lâu ngày"; x.DueOn = new DateOnly(2026, 11, 12); x.LeadUnitId = commune.Culture; });
        await AddAsync(commune, x => { x.Title = "Chưa đủ bảy ngày làm việc"; x.DueOn = new DateOnly(2026, 11, 16); x.LeadUnitId = commune.Culture; });
        await AddAsync(commune, x => { x.Title = "Tin báo kín của thôn"; x.DueOn = new DateOnly(2026, 11, 2); x.LeadUnitId = commune.Culture; x.Confidential = true; });

        var deputy = await (await host.SignInAsync("phochutich")).ReadAsync("/tinh-hinh");
        Assert.Contains("Công khai quyết toán", deputy);
        Assert.Contains("Đồng ý gia hạn", deputy);
        Assert.DoesNotContain("Quá hạn lâu ngày", deputy);
        Assert.Contains("Phạm Minh Tuấn phụ trách: Phòng Kinh tế", deputy);

        var chairman = await (await host.SignInAsync("chutich")).ReadAsync("/tinh-hinh");
        Assert.DoesNotContain("Công khai quyết toán", chairman);
        Assert.Contains("Quá hạn lâu ngày", chairman);
        Assert.DoesNotContain("Chưa đủ bảy ngày làm việc", chairman);
        // He is told that it waits, but its name stands in no list that lies on a desk.
        Assert.Contains("Nhiệm vụ có nội dung kín", chairman);
        Assert.DoesNotContain("Tin báo kín", chairman);

        var observer = await (await host.SignInAsync("hdnd")).ReadAsync("/tinh-hinh");
        Assert.Contains("Chủ tịch cần quyết định hôm nay", observer);
        // Typed by hand, it may name a citizen: he reads its number.
        Assert.DoesNotContain("Quá hạn lâu ngày", observer);
        Assert.Contains("Nhiệm vụ số ", observer);
        Assert.DoesNotContain("Ghi ý kiến chỉ đạo", observer);
        Assert.DoesNotContain("nội dung kín", observer);
    }

    [Fact]
    public async Task Who_leads_nothing_has_no_status_page()
    {
        await host.CommuneAsync();
        var browser = await host.SignInAsync("congchuc");
        Assert.NotEqual(HttpStatusCode.OK, (await browser.GetAsync("/tinh-hinh")).StatusCode);
    }

    [Fact]
    public async Task The_province_is_chosen_by_those_who_may_and_stands_as_the_provinces()
    {
        await host.CommuneAsync();
        var officer = await host.SignInAsync("congchuc");
        Assert.DoesNotContain("cho xã</button>", await officer.ReadAsync("/papi?tinh=lang-son"));
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.SubmitAsync("/papi?tinh=lang-son", [])).StatusCode);

        var chairman = await host.SignInAsync("chutich");
        Assert.Contains("Chọn tỉnh", await chairman.ReadAsync("/tinh-hinh"));
        Assert.Equal(HttpStatusCode.Redirect, (await chairman.SubmitAsync("/papi?tinh=lang-son", [])).StatusCode);
        var page = await chairman.ReadAsync("/tinh-hinh");
        Assert.Contains("PAPI 2024 của tỉnh Lạng Sơn", page);
        Assert.Contains("không phải điểm của xã", page);
        Assert.Contains("45,00", page);
        // Another may be looked at without changing what everyone sees.
        Assert.Contains("tỉnh Cao Bằng", await chairman.ReadAsync("/tinh-hinh?tinh=cao-bang"));
        Assert.Contains("tỉnh Lạng Sơn", await chairman.ReadAsync("/tinh-hinh"));
    }

    [Fact]
    public void A_result_that_was_not_published_is_unknown_and_years_measured_differently_are_not_compared()
    {
        var papi = PapiResults.Read();
        var withheld = papi.Find("quang-ninh")!;
        Assert.Null(withheld.In(2018)!.Contents[1]);
        Assert.All(papi.Provinces.SelectMany(x => x.Years).SelectMany(x => x.Contents.Append(x.Total)), score => Assert.NotEqual(0, score));
        var province = papi.Find("Lạng Sơn")!;
        Assert.Equal(5.5256 - 5.3092, papi.Change(province, 2024, 1)!.Value, 4);
        Assert.Null(papi.Change(province, 2022, 1));
        Assert.Null(papi.Change(province, 2021, 0));
        Assert.Null(papi.Find("khong-co"));
        Assert.Equal(63, papi.Provinces.Count(x => x.Years.Count > 4));
    }

    // The oracle: written again from the words of the rules, over plain rows.
    private static bool Sees(Commune commune, int person, Duty x) =>
        (person == commune.Chairman || !x.Confidential || x.OfficerId == person) && (person != commune.Deputy || x.LeadUnitId == commune.Economy);

    private static string State(Duty x) => x.Stage switch
    {
        DutyStage.Cancelled => "cancelled",
        DutyStage.AwaitingAcceptance => "awaiting",
        DutyStage.Done => x.DoneOn <= x.DueOn ? "on time" : "late",
        _ => x.Paused || x.DueOn >= Today ? "in time" : "overdue",
    };

    private static Figures Count(IEnumerable<Duty> rows, DateOnly from, DateOnly to)
    {
        int onTime = 0, late = 0, inTime = 0, overdue = 0, awaiting = 0;
        foreach (var x in rows)
        {
            var state = State(x);
            if (x.Stage == DutyStage.Done && x.DoneOn >= from && x.DoneOn <= to)
                _ = state == "on time" ? onTime++ : late++;
            else if (to >= Today)
            {
                if (state == "in time") inTime++;
                if (state == "overdue") overdue++;
                if (state == "awaiting") awaiting++;
            }
            else if (x.DueOn <= to && !(x.Stage == DutyStage.Open && x.Paused)
                && !(x.DoneOn <= to) && !(x.CancelledOn <= to) && !(x.Stage == DutyStage.AwaitingAcceptance && x.DeclaredOn <= to))
                overdue++;
        }
        return new Figures(onTime, late, inTime, overdue, awaiting);
    }

    private static double? OnTimeRate(Figures x) => x.OnTime + x.Late + x.Overdue == 0 ? null : (double)x.OnTime / (x.OnTime + x.Late + x.Overdue);

    private static (DateOnly From, DateOnly To) Bounds(string key) => key.Length == 4
        ? (new DateOnly(int.Parse(key, CultureInfo.InvariantCulture), 1, 1), new DateOnly(int.Parse(key, CultureInfo.InvariantCulture), 12, 31))
        : key[6] switch
        {
            '1' => (new(2026, 1, 1), new(2026, 3, 31)),
            '2' => (new(2026, 4, 1), new(2026, 6, 30)),
            '3' => (new(2026, 7, 1), new(2026, 9, 30)),
            _ => (new DateOnly(2026, 10, 1), new DateOnly(2026, 12, 31)),
        };

    private Task<StatusView> ViewAsync(int person, string period) => host.InScopeAsync(async services =>
        await services.GetRequiredService<StatusTallies>().ReadAsync(services.GetRequiredService<PlatformDb>(), services.GetRequiredService<Snapshots>(),
            await PlatformHost.ViewerAsync(services, person), StatusPeriod.Read(period)!));

    private Task AddAsync(Commune commune, Action<Duty> change) => host.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<PlatformDb>();
        var duty = RandomDuty(new Random(7), commune);
        (duty.Stage, duty.Paused, duty.Confidential, duty.DoneOn, duty.DeclaredOn, duty.CancelledOn, duty.OfficerId, duty.Area) = (DutyStage.Open, false, false, null, null, null, null, PapiArea.Environment);
        change(duty);
        db.Duties.Add(duty);
        await db.SaveChangesAsync();
    });

    private Task<List<Duty>> FillAsync(Commune commune, int seed, int duties = DutiesInSet) => host.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<PlatformDb>();
        await db.DutyExtensions.ExecuteDeleteAsync();
        await db.DutyEvents.ExecuteDeleteAsync();
        await db.Duties.ExecuteDeleteAsync();
        var random = new Random(seed);
        db.Duties.AddRange(Enumerable.Range(0, duties).Select(_ => RandomDuty(random, commune)));
        // Something is always written, so that a set without duties is noticed too.
        db.Settings.RemoveRange(db.Settings.Where(x => x.Name == "seed"));
        await db.SaveChangesAsync();
        db.Settings.Add(new Setting { Name = "seed", Value = seed.ToString(CultureInfo.InvariantCulture) });
        await db.SaveChangesAsync();
        return await db.Duties.AsNoTracking().ToListAsync();
    });

    private static Duty RandomDuty(Random random, Commune commune)
    {
        int?[] units = [commune.Office, commune.Economy, commune.Economy, commune.Culture, null];
        int?[] officers = [commune.Deputy, commune.Officer, commune.Observer, commune.OfficeHead, null];
        var due = Today.AddDays(random.Next(-420, 40));
        var stage = random.Next(10) switch { < 5 => DutyStage.Done, < 8 => DutyStage.Open, 8 => DutyStage.AwaitingAcceptance, _ => DutyStage.Cancelled };
        var ended = due.AddDays(random.Next(-30, 60));
        if (ended > Today)
            ended = Today.AddDays(-random.Next(3));
        return new Duty
        {
            Title = "Nhiệm vụ",
            Area = (PapiArea)random.Next(9),
            LeadUnitId = units[random.Next(units.Length)],
            OfficerId = officers[random.Next(officers.Length)],
            Confidential = random.Next(6) == 0,
            AssignedOn = due.AddDays(-20),
            StartOn = due,
            TermKind = TermKind.FixedDate,
            DueOn = due,
            OriginalDueOn = due,
            Stage = stage,
            Paused = stage == DutyStage.Open && random.Next(8) == 0,
            DeclaredOn = stage is DutyStage.Done or DutyStage.AwaitingAcceptance ? ended : null,
            DoneOn = stage == DutyStage.Done ? ended : null,
            CancelledOn = stage == DutyStage.Cancelled ? ended : null,
            CreatedAt = new DateTime(2025, 7, 1, 0, 0, 0, DateTimeKind.Utc),
        };
    }

    [GeneratedRegex("""<a (?:class="[^"]*" )?href="(/viec(?:\?[^"#]*)?)"(?: aria-label="([^"]*)")?()>(.*?)</a>""", RegexOptions.Singleline)]
    private static partial Regex FigureLinks();

    [GeneratedRegex("""<th scope="row"><a .*?</th>|<a href="[^"]*">Tất cả [^<]*</a>""", RegexOptions.Singleline)]
    private static partial Regex NameLinks();

    [GeneratedRegex("""^[\d.]+""")]
    private static partial Regex Leading();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
