using System.Globalization;
using BacSon.App.Verbs;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Demo;

/// <summary>
/// The simulation: an agenda of acts, each at an instant of the past and done by the person who would have done it. Acts
/// put further acts on the agenda; what would lie after now is never done.
/// </summary>
internal sealed partial class DemoCommune
{
    /// <summary>Working days before the anchor at which the simulation begins at the latest: the longest term of the everyday work fits.</summary>
    private const int Begins = 95;

    private readonly DemoFile _facts = DemoFiles.Read<DemoFile>("sample-commune.json");
    private readonly DemoPapers _papers = new();
    private readonly Random _chance = new(20261125);
    private readonly PriorityQueue<Func<Task>, (DateTime When, int Order)> _agenda = new();
    private readonly Dictionary<string, int> _units = [];
    private readonly Dictionary<string, int> _people = [];
    private readonly PlatformDb _db;
    private readonly Snapshots _snapshots;
    private readonly DutyLedger _ledger;
    private readonly CatalogueBook _book;
    private readonly PlanBook _plans;
    private readonly EvidenceStore _evidence;
    private readonly IServiceProvider _services;
    private readonly DemoClock _clock;
    private readonly DateTime _now;
    private readonly bool _accounts;
    private readonly Action<string> _say;
    private readonly CancellationToken _cancel;
    private WorkingCalendar _calendar = new([], []);
    private Dictionary<string, CatalogueEntry> _catalogue = [];
    private DateOnly _anchor;
    private DateOnly _begin;
    private int _order;
    private long _lastRecurring;

    /// <param name="now">The office's wall clock.</param>
    public DemoCommune(IServiceProvider services, DemoClock clock, DateTime now, bool accounts, Action<string> say, CancellationToken cancel)
    {
        _services = services;
        _db = services.GetRequiredService<PlatformDb>();
        _snapshots = services.GetRequiredService<Snapshots>();
        _ledger = services.GetRequiredService<DutyLedger>();
        _book = services.GetRequiredService<CatalogueBook>();
        _plans = services.GetRequiredService<PlanBook>();
        _evidence = services.GetRequiredService<EvidenceStore>();
        (_clock, _now, _accounts, _say, _cancel) = (clock, now, accounts, say, cancel);
    }

    private DateOnly Today => DateOnly.FromDateTime(_now);

    public async Task MakeAsync()
    {
        await using var transaction = await _db.Database.BeginTransactionAsync(_cancel);
        (_calendar, _) = await _snapshots.ReadAsync(_db, _cancel);
        _catalogue = await _db.Catalogue.AsNoTracking().Include(x => x.Terms).Include(x => x.Bases).AsSplitQuery().ToDictionaryAsync(x => x.Key, _cancel);
        _anchor = _calendar.OnOrAfter(Today);
        var yearsEve = _calendar.PreviousWorkingDay(new DateOnly(Today.Year, 1, 1));
        _begin = Wd(-Begins) < yearsEve ? Wd(-Begins) : yearsEve;
        _clock.Set(_begin.ToDateTime(new TimeOnly(7, 30)));

        await MakeOrganizationAsync();
        await MakePlanOf2024Async();
        _say($"… {_facts.Units.Count} đơn vị, {_facts.People.Count} người, kế hoạch năm 2024");

        // The plan is made on the last working day of the old year: its first week may end on a day off, and be due then.
        At(yearsEve.ToDateTime(new TimeOnly(7, 40)), CopyPlanAsync);
        At(yearsEve.ToDateTime(new TimeOnly(7, 45)), MakeRecurringAsync);
        // The nightly job finds something new only when a year begins and from November on, when it reaches into the next quarter.
        for (var month = new DateOnly(_begin.Year, _begin.Month, 1); month <= Today; month = month.AddMonths(1))
            if (month < _begin || month.Month is 1 or 11)
                At(_calendar.OnOrAfter(month < _begin ? _begin : month).ToDateTime(new TimeOnly(7, 45)), MakeRecurringAsync);
        PutBackground();
        PutDocuments();
        PutStory();
        PutOfficeWeek();
        PutReminders();
        await RunAgendaAsync();

        _clock.Set(_now);
        BySystem();
        await MakeRecurringAsync();
        _db.ChangeTracker.Clear();
        await _services.GetRequiredService<AuditChain>().SealAsync(_cancel);
        await transaction.CommitAsync(_cancel);
        _say($"Đã lập xã mẫu: {await _db.Duties.CountAsync(_cancel)} nhiệm vụ, {await _db.Mails.CountAsync(_cancel)} thư, {await _db.AuditEntries.CountAsync(_cancel)} bản ghi nhật ký.");
    }

    private async Task RunAgendaAsync()
    {
        var month = 0;
        while (_agenda.TryDequeue(out var act, out var due))
        {
            _cancel.ThrowIfCancellationRequested();
            if (due.When.Month != month)
                _say($"… tháng {month = due.When.Month}/{due.When.Year}");
            _clock.Set(due.When);
            _db.Act = null;
            await act();
            _db.ChangeTracker.Clear();
        }
    }

    /// <summary>Puts an act on the agenda; false when its instant is not past yet.</summary>
    private bool At(DateTime when, Func<Task> act)
    {
        if (when > _now)
            return false;
        var earliest = _begin.ToDateTime(new TimeOnly(7, 35));
        _agenda.Enqueue(act, (when < earliest ? earliest : when, _order++));
        return true;
    }

    /// <summary>The n-th working day from the anchor; the anchor itself for 0.</summary>
    private DateOnly Wd(int n) => _calendar.AddWorkingDays(_anchor, n);

    /// <summary>An instant within the office's hours of a day.</summary>
    private DateTime During(DateOnly day, int fromHour, int toHour) => day.ToDateTime(new TimeOnly(fromHour, 0)).AddMinutes(_chance.Next((toHour - fromHour) * 60));

    private int Unit(string code) => _units[code];
    private int Person(string id) => _people[id];

    private void BySystem()
    {
        _db.Acting.PersonId = null;
        _db.Acting.Name = "Hệ thống";
    }

    private async Task<OrganizationOn> OrganizationAsync() => (await _snapshots.ReadAsync(_db, _cancel)).Organization;

    /// <summary>Lets a person act from here on.</summary>
    private async Task<Viewer> AsAsync(int personId)
    {
        var organization = await OrganizationAsync();
        var person = organization.Person(personId) ?? throw new InvalidOperationException($"No person {personId}.");
        _db.Acting.PersonId = person.Id;
        _db.Acting.Name = person.FullName;
        return new Viewer(organization, person);
    }

    /// <summary>Who answers for a unit on the day of the clock.</summary>
    private async Task<int> HeadAsync(int? unitId) => (await OrganizationAsync()).ActingHeadOf(unitId)?.Person.Id
        ?? throw new InvalidOperationException($"Unit {unitId} has no head.");

    private async Task MakeOrganizationAsync()
    {
        BySystem();
        var kinds = new Dictionary<string, UnitKind>
        {
            ["leadership"] = UnitKind.Leadership, ["council"] = UnitKind.Council, ["department"] = UnitKind.Department, ["oneStop"] = UnitKind.OneStop,
            ["police"] = UnitKind.Police, ["military"] = UnitKind.Military, ["publicService"] = UnitKind.PublicService, ["team"] = UnitKind.Team,
            ["school"] = UnitKind.School, ["front"] = UnitKind.Front, ["massOrganisation"] = UnitKind.MassOrganisation,
        };
        foreach (var x in _facts.Units)
        {
            // Parents stand before their children in the file.
            var unit = new Unit { Code = x.Code, Name = x.Name, ShortName = x.ShortName, Kind = kinds[x.Kind], ParentId = x.Parent is { } parent ? Unit(parent) : null, Order = x.Order, From = x.ValidFrom };
            _db.Units.Add(unit);
            _db.Act = "Khai báo đơn vị";
            await _db.SaveChangesAsync(_cancel);
            _units[x.Code] = unit.Id;
        }
        var since = _facts.Units[0].ValidFrom;
        foreach (var x in _facts.Villages)
        {
            var name = Vi.UpperFirst(x.FullName);
            var unit = new Unit { Code = x.Code, Name = name, ShortName = name, Kind = UnitKind.Village, Order = 300 + x.Order, From = since };
            _db.Units.Add(unit);
            _db.Act = "Khai báo thôn";
            await _db.SaveChangesAsync(_cancel);
            _units[x.Code] = unit.Id;
        }
        var titles = _facts.Positions.ToDictionary(x => x.Code, x => x.Name);
        var alsoAt = new Dictionary<string, string> { ["CTHPN"] = "HPN", ["BTD"] = "DTN", ["CTHND"] = "MTTQ" };
        var people = _facts.People.ToDictionary(x => x.Id, x => new Person
        {
            FullName = Vi.Normalize(x.FullName),
            SortKey = Vi.SortKey(x.FullName),
            Email = x.Email,
            Phone = x.Phone,
            AddressAs = x.AddressAs,
            Notice = x.NoticeBy == "mail" ? NoticeChannel.Mail : NoticeChannel.Print,
            Responsibilities = x.Field,
        });
        _db.AddRange(people.Values);
        _db.Act = "Khai báo cán bộ, công chức";
        await _db.SaveChangesAsync(_cancel);
        foreach (var (id, person) in people)
            _people[id] = person.Id;
        string? hash = null;
        foreach (var x in _facts.People)
        {
            var village = _facts.Villages.Find(one => one.Head == x.Id)?.Code;
            var rank = village is not null || _facts.Units.Exists(unit => unit.Code == x.Unit && unit.Head == x.Id) ? PositionRank.Head
                : _facts.Units.Exists(unit => unit.Code == x.Unit && unit.Deputies.Contains(x.Id)) ? PositionRank.Deputy : PositionRank.Member;
            _db.Positions.Add(new Position { PersonId = Person(x.Id), UnitId = (x.Unit ?? village) is { } code ? Unit(code) : null, Title = x.Unit is null ? x.Field : titles[x.Position], Rank = rank, From = since });
            foreach (var also in x.AlsoHolds)
                _db.Positions.Add(new Position
                {
                    PersonId = Person(x.Id),
                    UnitId = Unit(alsoAt[also]),
                    Title = titles[also],
                    Rank = _facts.Units.Exists(unit => unit.Code == alsoAt[also] && unit.Head == x.Id) ? PositionRank.Head : PositionRank.Member,
                    From = since,
                });
            var roles = x.Roles.Select(Enum.Parse<Role>).ToList();
            _db.RoleGrants.AddRange(roles.Select(role => new RoleGrant { PersonId = Person(x.Id), Role = role, From = since }));
            if (!_accounts || x.Email is not { } email || roles.TrueForAll(role => role is Role.VillageHead or Role.Supervisor))
                continue;
            // Hashing is slow by design and the password is one and public: it is hashed once.
            var account = new Account { PersonId = Person(x.Id), UserName = email[..email.IndexOf('@')], SecurityStamp = Guid.NewGuid().ToString("N"), LockoutEnabled = true };
            account.NormalizedUserName = account.UserName.ToUpperInvariant();
            account.PasswordHash = hash ??= AdminVerb.NewAccount(account.PersonId, account.UserName, DemoSeed.Password).PasswordHash;
            _db.Users.Add(account);
        }
        foreach (var x in _facts.LeadersInCharge)
            _db.LeadersInCharge.AddRange(x.Units.Select(unit => new LeaderInCharge { LeaderId = Person(x.Leader), UnitId = Unit(unit), From = since }));
        _db.FieldAssignments.AddRange(DemoFiles.Read<List<DemoField>>("field-map.json")
            .Select(x => new FieldAssignment { FieldCode = x.Field, UnitId = Unit(x.Unit), From = x.ValidFrom }));
        var year = new DateOnly(Today.Year, 1, 1);
        var settings = new Dictionary<string, string>
        {
            [SettingNames.Commune] = _facts.Commune.Name,
            [SettingNames.FullName] = _facts.Commune.FullName,
            [SettingNames.Province] = _facts.Commune.Province,
            [SettingNames.Place] = _facts.Commune.DocumentPlace,
            [SettingNames.Phone] = _facts.Commune.Switchboard,
            [SettingNames.Hotline] = _facts.Commune.Hotline,
            [SettingNames.Address] = _facts.Commune.AddressLine,
            [SettingNames.Salutation] = "đồng chí",
            [SettingNames.StartedOn] = (Wd(-Begins) < year ? Wd(-Begins) : year).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            [SettingNames.Sample] = "1",
        };
        _db.Settings.AddRange(settings.Select(x => new Setting { Name = x.Key, Value = x.Value }));
        _db.Act = "Khai báo tổ chức, phân công, thông tin xã";
        await _db.SaveChangesAsync(_cancel);
        _db.ChangeTracker.Clear();
    }

    /// <summary>The plan of 2024 as it was published, with the posts that led it then and the units that took over.</summary>
    private async Task MakePlanOf2024Async()
    {
        var file = DemoFiles.Read<DemoPlan>("plan-2024.json");
        var order = 100;
        foreach (var x in file.FormerUnits)
        {
            var unit = new Unit { Code = x.Code, Name = x.Name, ShortName = x.Name, Kind = UnitKind.FormerPost, Order = order++, From = x.ValidFrom, To = x.ValidTo, SuccessorId = Unit(x.Successor) };
            _db.Units.Add(unit);
            _db.Act = "Khai báo đơn vị";
            await _db.SaveChangesAsync(_cancel);
            _units[x.Code] = unit.Id;
        }
        var plan = await _plans.CreateAsync(file.Year, file.Title, file.Source, null, _cancel);
        foreach (var x in file.Items)
        {
            await _plans.SaveItemAsync(plan.Id, null, new PlanItemInput(x.Number, (PapiArea)x.Area, x.Content, Unit(x.LeadUnit), [.. x.Coordinating.Select(Unit)],
                x.Schedule.Kind switch { "rhythm" => PlanSchedule.Rhythm, "date" => PlanSchedule.Date, _ => PlanSchedule.Period }, x.Schedule.Due,
                x.Schedule.Rhythm switch { "weekly" => Rhythm.Weekly, "monthly" => Rhythm.Monthly, "quarterly" => Rhythm.Quarterly, "half-yearly" => Rhythm.HalfYearly, "yearly" => Rhythm.Yearly, _ => null }, x.Product)
            {
                CoordinatingNote = x.CoordinatingNote,
                Proposed = x.Proposed,
                Note = Short(x.Note),
                CatalogueKeys = string.Join(' ', x.CatalogueKeys),
            }, null, cancel: _cancel);
            _db.ChangeTracker.Clear();
        }
    }

    /// <summary>This year's plan is the copy of the last one, then corrected where another unit now leads.</summary>
    private async Task CopyPlanAsync()
    {
        var office = await AsAsync(Person("P05"));
        var (plan, _) = await _plans.CopyToYearAsync(2024, Today.Year, office, _cancel);
        var leads = DemoFiles.Read<DemoPlan>("plan-2024.json").Items.ToDictionary(x => x.Number, x => Unit(x.LeadUnitFrom202507));
        foreach (var item in await _plans.ItemsAsync(plan.Id, _cancel))
        {
            var lead = leads[item.Number];
            if (item.LeadUnitId == lead)
                continue;
            _db.ChangeTracker.Clear();
            await _plans.SaveItemAsync(plan.Id, item.Id, new PlanItemInput(item.Number, item.Area, item.Content, lead,
                [.. item.Coordinating.Select(x => x.UnitId).Where(x => x != lead)], item.Schedule, item.DueOn, item.Rhythm, item.Product)
            {
                CoordinatingNote = item.CoordinatingNote,
                Proposed = item.Proposed,
                Note = item.Note,
                CatalogueKeys = item.CatalogueKeys,
            }, office, cancel: _cancel);
        }
    }

    /// <summary>What the nightly job does, and the doing of what falls due before the anchor.</summary>
    private async Task MakeRecurringAsync()
    {
        BySystem();
        await _book.MakeRecurringAsync(_cancel);
        await _plans.MakeDutiesAsync(_cancel);
        var after = _lastRecurring;
        var made = await _db.Duties.AsNoTracking().Include(x => x.Shares).Where(x => x.Id > after && x.OccurrenceKey != null).OrderBy(x => x.Id).ToListAsync(_cancel);
        foreach (var duty in made)
        {
            _lastRecurring = duty.Id;
            if (duty.DueOn >= _anchor || duty.LeadUnitId is null)
                continue;
            // Most of it is done a day or two ahead, one in twenty a little late.
            var late = _chance.Next(20) == 0 && Wd(-6) > duty.DueOn;
            var declare = late ? _calendar.AddWorkingDays(duty.DueOn, _chance.Next(1, 4)) : _calendar.AddWorkingDays(_calendar.OnOrBefore(duty.DueOn), -_chance.Next(3));
            PutDoing(duty, declare, byPlan: duty.PlanItemId is not null);
        }
    }

    /// <summary>A unit's officer is named, the coordinating units report, the officer declares, the accepter confirms.</summary>
    private void PutDoing(Duty duty, DateOnly declareOn, bool byPlan = false)
    {
        var (id, unit, area) = (duty.Id, duty.LeadUnitId!.Value, duty.Area);
        var day = declareOn < DateOnly.FromDateTime(_clock.OfficeNow()) ? DateOnly.FromDateTime(_clock.OfficeNow()) : declareOn;
        var declare = During(day, 14, 16);
        if (OfficerFor(unit, area) is { } officer)
            PutNaming(id, officer, _calendar.AddWorkingDays(day, -_chance.Next(3, 9)));
        foreach (var share in duty.Shares)
            At(During(_calendar.PreviousWorkingDay(day), 9, 11), async () =>
                await _ledger.ReportShareDoneAsync(share.Id, "Đã gửi phần phối hợp cho đơn vị chủ trì", await AsAsync(await HeadAsync(share.UnitId)), cancel: _cancel));
        At(declare, () => DeclareAsync(id, byPlan ? null : "Đã thực hiện, kèm tài liệu"));
    }

    private void PutNaming(long id, int officer, DateOnly on)
    {
        var day = on < DateOnly.FromDateTime(_clock.OfficeNow()) ? DateOnly.FromDateTime(_clock.OfficeNow()) : on;
        At(During(day, 8, 9), async () =>
        {
            var lead = await _db.Duties.Where(x => x.Id == id).Select(x => x.LeadUnitId).FirstAsync(_cancel);
            await _ledger.NameOfficerAsync(id, officer, await AsAsync(await HeadAsync(lead)), cancel: _cancel);
        });
    }

    /// <summary>Attaches a paper, declares, and puts the confirmation on the agenda.</summary>
    private async Task DeclareAsync(long id, string? note, bool accept = true)
    {
        var duty = await _db.Duties.Include(x => x.Shares).FirstAsync(x => x.Id == id, _cancel);
        var by = await AsAsync(duty.OfficerId ?? await HeadAsync(duty.LeadUnitId));
        if (!await _db.Evidence.AnyAsync(x => x.DutyId == id, _cancel))
            await AttachAsync(duty, by);
        _db.ChangeTracker.Clear();
        await _ledger.DeclareDoneAsync(id, note, by, cancel: _cancel);
        if (!accept || duty.Accepter == AccepterKind.SelfClosing)
            return;
        var morning = During(_calendar.NextWorkingDay(DateOnly.FromDateTime(_clock.OfficeNow())), 8, 10);
        // What was declared on the last working day was confirmed the same afternoon, for the next morning has not come yet.
        if (!At(morning, () => AcceptAsync(id)))
            At(_clock.OfficeNow().AddMinutes(45), () => AcceptAsync(id));
    }

    private async Task AcceptAsync(long id)
    {
        var duty = await _db.Duties.AsNoTracking().FirstAsync(x => x.Id == id, _cancel);
        var accepter = DutyClock.AccepterOn(await OrganizationAsync(), _calendar, duty, DateOnly.FromDateTime(_clock.OfficeNow()))
            ?? throw new InvalidOperationException($"Nobody confirms duty {id}.");
        await _ledger.AcceptAsync(id, await AsAsync(accepter.Person.Id), cancel: _cancel);
    }

    private async Task AttachAsync(Duty duty, Viewer by, string? name = null)
    {
        var picture = name is null ? duty.Id % 8 == 0 : name.EndsWith(".jpg", StringComparison.Ordinal);
        var title = $"{(picture ? "Ảnh hiện trường" : "Sản phẩm")}: {duty.Area.Title()}";
        var content = new MemoryStream(picture ? _papers.Picture(title) : _papers.Page(title));
        var product = Short(duty.Product?.Split(',', ';')[0].Replace('/', ' '), 60) ?? "Kết quả thực hiện";
        await _evidence.AttachAsync(duty, null, name ?? $"{product}{(picture ? ".jpg" : ".pdf")}", content, product, by, _cancel);
    }

    /// <summary>The officer who usually does this work of a unit; null where its head does it himself.</summary>
    private int? OfficerFor(int unitId, PapiArea area)
    {
        var code = _units.First(x => x.Value == unitId).Key;
        string[] able = (code, area) switch
        {
            ("VP", PapiArea.Accountability) => ["P10", "P06", "P07"],
            ("VP", PapiArea.Transparency) => ["P09", "P10"],
            ("VP", PapiArea.Participation) => ["P06", "P07"],
            ("VP", PapiArea.AntiCorruption) => ["P06", "P10"],
            ("VP", PapiArea.EGovernance) => ["P08"],
            ("VP", _) => ["P09", "P06"],
            ("KT", PapiArea.Environment) => ["P16"],
            ("KT", PapiArea.Transparency) => ["P14", "P13", "P12"],
            ("KT", PapiArea.Participation) => ["P14"],
            ("KT", _) => ["P15", "P12"],
            ("VHXH", PapiArea.EGovernance) => ["P20"],
            ("VHXH", PapiArea.AntiCorruption) => ["P21"],
            ("VHXH", PapiArea.Transparency) => ["P19"],
            ("VHXH", _) => ["P18", "P19", "P22"],
            ("PVHCC", PapiArea.EGovernance) => ["P24", "P27"],
            ("PVHCC", _) => ["P25", "P26", "P27", "P24"],
            ("CA", _) => ["P29"],
            ("TYT", _) => ["P32"],
            ("TTDV", _) => ["P34"],
            _ => [],
        };
        return able.Length == 0 ? null : Person(able[_chance.Next(able.Length)]);
    }

    private static string? Short(string? text, int most = 400) => text is null || text.Length <= most ? text : text[..(most - 1)] + "…";
}
