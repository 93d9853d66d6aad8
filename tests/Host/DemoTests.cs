using BacSon.App;
using BacSon.App.Demo;
using BacSon.App.Verbs;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Search;
using BacSon.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>The sample commune, made on one day.</summary>
internal sealed class SeededCommune : IAsyncDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "bacson-tests", Guid.NewGuid().ToString("N"));
    private readonly ServiceProvider _services;

    private SeededCommune(DateTime utc)
    {
        Clock = new TestClock(utc);
        Platform = PlatformOptions.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Storage:Directory", _directory)]).Build());
        _services = new ServiceCollection().AddPlatform(Platform).AddSingleton<TimeProvider>(Clock).BuildServiceProvider();
    }

    public TestClock Clock { get; }
    public PlatformOptions Platform { get; }

    public static async Task<SeededCommune> MakeAsync(DateOnly day, int hour, int minute, bool accounts = true)
    {
        var made = new SeededCommune(TestClock.At(day, hour, minute));
        await made.RunAsync(x => Startup.MigrateAsync(x));
        await DemoSeed.RunAsync(made.Platform, made.Clock, accounts, _ => { });
        return made;
    }

    public async Task<T> RunAsync<T>(Func<IServiceProvider, Task<T>> run)
    {
        await using var scope = _services.CreateAsyncScope();
        return await run(scope.ServiceProvider);
    }

    public Task<T> ReadAsync<T>(Func<PlatformDb, Task<T>> read) => RunAsync(x => read(x.GetRequiredService<PlatformDb>()));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }
}

public sealed class DemoTests
{
    private static readonly DemoFile Facts = DemoFiles.Read<DemoFile>("sample-commune.json");

    public static TheoryData<int, int, int, int, int> Days => new()
    {
        // A Wednesday after a holiday, at the last minute; a Sunday; the holiday itself; the first day of a year; within Tết of two years.
        { 2026, 11, 25, 23, 59 },
        { 2026, 11, 22, 10, 0 },
        { 2026, 11, 24, 8, 0 },
        { 2027, 1, 1, 0, 5 },
        { 2026, 2, 18, 9, 0 },
        { 2027, 2, 7, 9, 0 },
    };

    [Theory]
    [MemberData(nameof(Days))]
    public async Task On_whatever_day_it_is_made_each_situation_stands_in_its_state_with_its_flags(int year, int month, int day, int hour, int minute)
    {
        var today = new DateOnly(year, month, day);
        var accounts = minute != 59;
        await using var commune = await SeededCommune.MakeAsync(today, hour, minute, accounts);
        var duties = await commune.ReadAsync(db => db.Duties.AsNoTracking().Include(x => x.Shares).Include(x => x.Pauses).Include(x => x.Extensions).AsSplitQuery().ToListAsync());
        var (calendar, organization) = await commune.RunAsync(x => x.GetRequiredService<Snapshots>().ReadAsync(x.GetRequiredService<PlatformDb>()));
        var events = (await commune.ReadAsync(db => db.DutyEvents.AsNoTracking().ToListAsync())).ToLookup(x => x.DutyId);
        var anchor = calendar.OnOrAfter(today);
        Assert.Equal(49, Facts.DemoStory.Count);
        var faults = new List<string>();
        foreach (var told in Facts.DemoStory)
        {
            if (duties.Where(x => x.Title == told.Title).ToList() is not [var duty])
            {
                faults.Add($"{told.Id}: {duties.Count(x => x.Title == told.Title)} duties");
                continue;
            }
            if (duty.StateOn(today).ToString() != told.State)
                faults.Add($"{told.Id}: {duty.StateOn(today)} instead of {told.State}, due {duty.DueOn}");
            if (organization.Unit(duty.LeadUnitId)?.Code != told.Unit)
                faults.Add($"{told.Id}: led by {organization.UnitName(duty.LeadUnitId)}");
            if (told.Due is { Day: { } offset, DayUnit: "wd" } && duty.DueOn != calendar.AddWorkingDays(anchor, offset))
                faults.Add($"{told.Id}: due {duty.DueOn}, told {calendar.AddWorkingDays(anchor, offset)}");
            if (!duty.Paused && DutyClock.Compute(calendar, duty) != duty.DueOn)
                faults.Add($"{told.Id}: the clock says {DutyClock.Compute(calendar, duty)}, stored {duty.DueOn}");
            foreach (var share in told.Coordinating ?? [])
            {
                var made = duty.Shares.SingleOrDefault(x => organization.Unit(x.UnitId)!.Code == share.Unit);
                var stands = made is null ? "missing" : made.DoneOn is { } done ? done <= made.DueOn ? "DoneOnTime" : "DoneLate" : made.DueOn < today ? "OpenOverdue" : "OpenInTime";
                if (stands != share.State)
                    faults.Add($"{told.Id}: {share.Unit} coordinates {stands} instead of {share.State}");
            }
            // Personal data is a matter of the register that will hold it: the ledger has nothing to show for it.
            faults.AddRange(told.Flags.Where(flag => flag != "personalData" && !Holds(flag, duty, events[duty.Id], organization)).Select(flag => $"{told.Id}: not {flag}"));
            if (events[duty.Id].Any(x => x.At.ToOffice() > commune.Clock.OfficeNow()))
                faults.Add($"{told.Id}: something happens in the future");
        }
        Assert.Empty(faults);

        // What is late is late in the story only, and the office has one duty without a unit.
        Assert.Equal(Facts.DemoStory.Where(x => x.State == nameof(DutyState.OpenOverdue)).Select(x => x.Title).Order(),
            duties.Where(x => x.StateOn(today) == DutyState.OpenOverdue).Select(x => x.Title).Order());
        Assert.Equal("S03", Facts.DemoStory.Single(x => x.Title == duties.Single(d => d.LeadUnitId is null).Title).Id);

        // A plan item's remark is its own: that it is a proposal the list says by itself.
        var remarks = await commune.ReadAsync(db => db.PlanItems.Where(x => db.Plans.Any(plan => plan.Id == x.PlanId && plan.Year == 2024)).ToDictionaryAsync(x => x.Number, x => x.Note));
        Assert.Equal(DemoFiles.Read<DemoPlan>("plan-2024.json").Items.ToDictionary(x => x.Number, x => x.Note), remarks);

        // The everyday work is all there, each with a name of its own.
        var everyday = duties.Where(x => x.OccurrenceKey is null && !Facts.DemoStory.Exists(told => told.Title == x.Title)).ToList();
        Assert.Equal(everyday.Count, everyday.Select(x => x.Title).Distinct().Count());
        foreach (var row in Facts.DemoBackground.Rows)
        {
            var mine = everyday.Where(x => organization.Unit(x.LeadUnitId)!.Code == row.Unit && x.Area.ToString() == row.Module).Select(x => x.StateOn(today)).ToList();
            Assert.Equal((row.Unit, row.Module, row.DoneOnTime, row.DoneLate, row.OpenInTime),
                (row.Unit, row.Module, mine.Count(x => x == DutyState.DoneOnTime), mine.Count(x => x == DutyState.DoneLate), mine.Count(x => x == DutyState.OpenInTime)));
        }
        Assert.All(duties.Where(x => x.Stage == DutyStage.Done), x => Assert.True(x.DoneOn <= today));

        // It has a past: mails of earlier working days, all gone, none of today; and a trail that is whole.
        var mails = await commune.ReadAsync(db => db.Mails.AsNoTracking().Select(x => new { x.State, x.CreatedAt }).ToListAsync());
        Assert.True(mails.Count > 100);
        Assert.All(mails, x => Assert.True(x.State is MailState.Sent or MailState.ToPrint));
        Assert.All(mails, x => Assert.True(calendar.IsWorkingDay(DateOnly.FromDateTime(x.CreatedAt.ToOffice())) && DateOnly.FromDateTime(x.CreatedAt.ToOffice()) < today));
        var trail = await commune.RunAsync(x => x.GetRequiredService<AuditChain>().VerifyAsync());
        Assert.Empty(trail.Faults);
        Assert.Equal(0, trail.Unsealed);
        Assert.True(trail.Sealed > 2000);

        // Of what is confidential nothing is told: not in the history, not in a mail, not to a search.
        var secret = duties.Where(x => x.Confidential).Select(x => x.Id).ToList();
        Assert.Equal(2, secret.Count);
        var said = string.Join('\n', secret.SelectMany(x => events[x]).Select(x => x.Text).Concat(await commune.ReadAsync(db => db.Mails.Select(x => x.Body!.Text).ToListAsync())));
        foreach (var hidden in new[] { "gợi ý chi thêm tiền", "người tố cáo", "TC-01", "BK-01" })
            Assert.DoesNotContain(hidden, said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(await commune.ReadAsync(db => db.SearchWords.Where(x => x.Kind == SearchIndex.Duty).Select(x => x.ItemId).Distinct().ToListAsync()), secret.Contains);

        // The staff may sign in, the villages' heads may not; outside Development nobody may.
        Assert.Equal(accounts ? Facts.People.Count(x => x.Email is not null && x.Roles.Exists(role => role is not ("VillageHead" or "Supervisor"))) : 0, await commune.ReadAsync(db => db.Users.CountAsync()));

        // There is one sample or none.
        await Assert.ThrowsAsync<VerbFailed>(() => DemoSeed.RunAsync(commune.Platform, commune.Clock, true, _ => { }));
        Assert.Equal(duties.Count, await commune.ReadAsync(db => db.Duties.CountAsync()));
    }

    private static bool Holds(string flag, Duty duty, IEnumerable<DutyEvent> history, OrganizationOn organization) => flag switch
    {
        "returned" => duty is { Returned: true, ReturnReason.Length: > 0 },
        "extensionRequested" => duty.Extensions.Exists(x => x.Decision == ExtensionDecision.Pending),
        "extensionRefused" => duty.Extensions.Exists(x => x is { Decision: ExtensionDecision.Refused, DecisionReason.Length: > 0 }),
        "paused" => duty.Paused && duty.Pauses.Exists(x => x.To is null),
        "unassigned" => duty.LeadUnitId is null,
        "transferred" => history.Any(x => x.Kind == DutyEventKind.NotOurs) && history.Any(x => x.Kind == DutyEventKind.Assigned && x.Text.Contains("Phòng Kinh tế", StringComparison.Ordinal)),
        "delegated" => organization.ActingHeadOf(duty.LeadUnitId) is { InPlaceOf: not null },
        "coordinatorLate" => duty.Shares.Exists(x => x.DoneOn is null),
        "confidential" => duty.Confidential,
        // Told by the history: the ledger knows no such states.
        "reopened" => history.Any(x => x.Text.Contains("Chưa khắc phục", StringComparison.OrdinalIgnoreCase)),
        _ => throw new ArgumentOutOfRangeException(nameof(flag), flag, "Unknown flag."),
    };
}
