using System.Text;
using BacSon.App.Status;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Documents;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.LeaderWeek;
using BacSon.Kernel.Links;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Meetings;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Papers;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Reports;
using BacSon.Kernel.Results;
using BacSon.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>
/// A year of a commune's office, day by day through its own operations: jobs at their hours, documents, giao ban, weeks of the
/// leaders, reports, leave, hand-over, quarters. What must hold for the whole year is asked at its end.
/// </summary>
public sealed class OfficeYearTests : IDisposable
{
    private static readonly DateOnly First = PlatformHost.Wednesday;
    private static readonly DateOnly Last = First.AddYears(1);
    private static readonly byte[] Pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"u8.ToArray();

    private readonly PlatformHost _host = new();
    private readonly Random _chance = new(20261125);
    private Commune _commune = null!;
    private WorkingCalendar _calendar = null!;
    private int _reports;
    private int _letters;

    public void Dispose() => _host.Dispose();

    private sealed class Office(IServiceProvider services)
    {
        public T Get<T>() where T : notnull => services.GetRequiredService<T>();
        public PlatformDb Db => Get<PlatformDb>();

        /// <summary>Who acts now; what was read before is forgotten, as between two requests.</summary>
        public async Task<Viewer> AsAsync(int person)
        {
            Db.ChangeTracker.Clear();
            var acting = Get<Acting>();
            (acting.PersonId, acting.Name) = (person, (await Db.People.FindAsync(person))!.FullName);
            Db.ChangeTracker.Clear();
            return await PlatformHost.ViewerAsync(services, person);
        }

        public void BySystem()
        {
            Db.ChangeTracker.Clear();
            (Get<Acting>().PersonId, Get<Acting>().Name) = (null, "Hệ thống");
        }
    }

    private async Task AtAsync(DateOnly day, int hour, int minute, Func<Office, Task> run)
    {
        _host.Clock.Utc = OfficeTime.ToUtc(day, new TimeOnly(hour, minute));
        await _host.InScopeAsync(services => run(new Office(services)));
    }

    [Fact]
    public async Task A_year_of_the_office_runs_through_Tet_leave_and_hand_over_and_nothing_is_lost_doubled_or_told_on_a_day_off()
    {
        _commune = await _host.CommuneAsync();
        await AtAsync(First, 5, 0, PrepareAsync);
        for (var day = First; day <= Last; day = day.AddDays(1))
        {
            await MorningAsync(day);
            if (_calendar.IsWorkingDay(day))
                await AtAsync(day, 9, 0, office => WorkAsync(office, day));
        }
        await AtAsync(Last, 18, 0, office => { office.BySystem(); return office.Get<AuditChain>().SealAsync(); });
        await _host.InScopeAsync(services => JudgeAsync(new Office(services)));
    }

    private async Task PrepareAsync(Office office)
    {
        var since = new DateOnly(2025, 7, 1);
        int[] units = [_commune.Economy, _commune.Culture, _commune.Office];
        var number = 0;
        foreach (var field in await office.Db.Fields.OrderBy(x => x.Code).ToListAsync())
            office.Db.FieldAssignments.Add(new FieldAssignment { FieldCode = field.Code, UnitId = units[number++ % units.Length], From = since });
        office.Db.Units.Add(new Unit { Code = "DT", Name = "Thôn Đồng Tâm", ShortName = "Đồng Tâm", Kind = UnitKind.Village, Order = 50, From = since });
        await office.Db.SaveChangesAsync();
        // All periodic reports, those too that a commune begins without.
        var kinds = await office.Db.ReportKinds.Select(x => x.Key).ToListAsync();
        foreach (var entry in await office.Db.Catalogue.Where(x => kinds.Contains(x.Key)).ToListAsync())
            entry.On = true;
        await office.Db.SaveChangesAsync();
        var plans = office.Get<PlanBook>();
        var plan = await plans.CreateAsync(2027, "Kế hoạch nâng cao Chỉ số PAPI năm 2027", null, null);
        await plans.SaveItemAsync(plan.Id, null, new PlanItemInput(null, PapiArea.Transparency, "Công khai quy hoạch", _commune.Economy, [_commune.Culture], PlanSchedule.Rhythm, null, Rhythm.Monthly, "Báo cáo"), null);
        await plans.SaveItemAsync(plan.Id, null, new PlanItemInput(null, PapiArea.Environment, "Thu gom rác thải", _commune.Culture, [], PlanSchedule.Rhythm, null, Rhythm.Quarterly, "Báo cáo"), null);
        _calendar = (await office.Get<Snapshots>().ReadAsync(office.Db)).Calendar;
    }

    // As the schedules say; twice, because a host may start again at any moment.
    private async Task MorningAsync(DateOnly day)
    {
        for (var again = 0; again < 2; again++)
        {
            await AtAsync(day, 5, 30, async office =>
            {
                office.BySystem();
                await ActivatorUtilities.CreateInstance<MakeRecurringDuties>(office.Get<IServiceProvider>()).RunAsync(CancellationToken.None);
                await office.Get<WeekBook>().FillAsync();
            });
            await AtAsync(day, 6, 30, office => ActivatorUtilities.CreateInstance<SendMondayStatus>(office.Get<IServiceProvider>()).RunAsync(CancellationToken.None));
            await AtAsync(day, 7, 0, office => office.Get<ReminderSweep>().RunAsync());
        }
    }

    private async Task WorkAsync(Office office, DateOnly day)
    {
        var head = await office.AsAsync(_commune.OfficeHead);
        if (_chance.Next(5) < 2)
            await DocumentAsync(office, head, day);
        if (WeeklyMeeting.DayOf(_calendar, day) == day)
            await MeetAsync(office, day);
        if (day.DayOfWeek == DayOfWeek.Friday || !_calendar.IsWorkingDay(day.AddDays(1)) && day.AddDays(1).DayOfWeek != DayOfWeek.Saturday)
        {
            head = await office.AsAsync(_commune.OfficeHead);
            await office.Get<WeekBook>().PublishAsync(Weeks.MondayOf(day).AddDays(7), true, head);
        }
        await AssignAsync(office);
        await DoAsync(office, day);
        await AcceptAsync(office, day);
        await OnceAsync(office, day);
    }

    private async Task DocumentAsync(Office office, Viewer head, DateOnly day)
    {
        var book = office.Get<DocumentBook>();
        var document = await book.EnterIncomingAsync(new DocumentInput($"{++_letters}/UBND-NC", day.AddDays(-1), "UBND tỉnh", $"Về việc triển khai nhiệm vụ số {_letters}", day) { DueOn = _calendar.AddWorkingDays(day, 8) }, head);
        var due = _calendar.AddWorkingDays(day, 5);
        await book.AssignAsync(document.Id, PapiArea.Accountability, [new DutyOfDocument(0, _commune.Economy, $"Triển khai văn bản số {_letters}", due, "Báo cáo", null, []), new DutyOfDocument(1, _commune.Culture, $"Cung cấp số liệu cho văn bản số {_letters}", due, "Số liệu", null, [])], null, head, document.Version);
    }

    private async Task MeetAsync(Office office, DateOnly day)
    {
        var head = await office.AsAsync(_commune.OfficeHead);
        var book = office.Get<MeetingBook>();
        await book.SaveAsync(day, _commune.Chairman, "Chấp hành nghiêm giờ giấc", [new ConclusionRow(0, $"Rà soát việc tồn đọng tuần {Weeks.Key(Weeks.MondayOf(day))}", _commune.Economy, _calendar.AddWorkingDays(day, 4), "Báo cáo")], Guid.Empty, open: true, head);
        await office.Get<OfficePapers>().NoticeAsync((await book.FindAsync(day))!, head);
    }

    // What nobody leads the office head gives; each head names an officer.
    private async Task AssignAsync(Office office)
    {
        var ledger = office.Get<DutyLedger>();
        foreach (var id in await office.Db.Duties.Where(x => x.Stage == DutyStage.Open && x.LeadUnitId == null).Select(x => x.Id).Take(20).ToListAsync())
            await ledger.AssignAsync(id, _commune.Culture, null, await office.AsAsync(_commune.OfficeHead));
        foreach (var (unit, officer) in new[] { (_commune.Economy, _commune.Officer), (_commune.Culture, _commune.OtherHead), (_commune.Office, _commune.Administrator) })
            foreach (var id in await office.Db.Duties.Where(x => x.Stage == DutyStage.Open && x.LeadUnitId == unit && x.OfficerId == null && !x.Confidential).Select(x => x.Id).Take(40).ToListAsync())
                if (await office.AsAsync(HeadOf(unit)) is { } head && head.CanName(new Duty { Title = "", LeadUnitId = unit }))
                    await ledger.NameOfficerAsync(id, unit == _commune.Economy && _moved ? _commune.UnitDeputy : officer, head);
    }

    private bool _moved;

    private int HeadOf(int unit) => unit == _commune.Economy ? _commune.Head : unit == _commune.Culture ? _commune.OtherHead : _commune.OfficeHead;

    // Most is done before its day, one in ten some days late.
    private async Task DoAsync(Office office, DateOnly day)
    {
        var until = _calendar.AddWorkingDays(day, 2);
        var due = await office.Db.Duties.AsNoTracking().Where(x => x.Stage == DutyStage.Open && x.LeadUnitId != null && x.OfficerId != null && x.DueOn <= until && !x.Confidential).OrderBy(x => x.Id).Select(x => new { x.Id, x.OfficerId, x.DueOn, x.CatalogueKey }).ToListAsync();
        foreach (var x in due.Where(x => x.Id % 10 != 0 || _calendar.WorkingDaysBetween(x.DueOn, day) >= 4))
        {
            var by = await office.AsAsync(x.OfficerId!.Value);
            if (x.CatalogueKey is { } key && await office.Db.ReportKinds.AnyAsync(kind => kind.Key == key))
            {
                var book = office.Get<ReportBook>();
                var duty = await office.Get<DutyLedger>().ReadAsync(x.Id, by);
                var kind = await book.KindOfAsync(duty);
                var issue = await book.IssueAsync(duty, kind);
                var none = new Dictionary<string, string?>();
                await book.SendAsync(x.Id, none, new ReportSending(day, $"{++_reports}/BC-UBND", "Trục liên thông văn bản", null), "bao-cao.pdf", new MemoryStream(Pdf), issue.Version, by);
                continue;
            }
            await office.Get<EvidenceStore>().AttachAsync(await office.Get<DutyLedger>().ReadAsync(x.Id, by), null, "ket-qua.pdf", new MemoryStream(Pdf), null, by);
            office.Db.ChangeTracker.Clear();
            await office.Get<DutyLedger>().DeclareDoneAsync(x.Id, "Đã thực hiện", by);
        }
    }

    private async Task AcceptAsync(Office office, DateOnly day)
    {
        var (_, organization) = await office.Get<Snapshots>().ReadAsync(office.Db);
        foreach (var duty in await office.Db.Duties.AsNoTracking().Where(x => x.Stage == DutyStage.AwaitingAcceptance).OrderBy(x => x.Id).ToListAsync())
            if (DutyClock.AccepterOn(organization, _calendar, duty, day)?.Person is { } accepter)
                await office.Get<DutyLedger>().AcceptAsync(duty.Id, await office.AsAsync(accepter.Id));
    }

    private async Task OnceAsync(Office office, DateOnly day)
    {
        if (day == new DateOnly(2027, 1, 11))
        {
            var plan = await office.Db.Plans.FirstAsync(x => x.Year == 2027);
            await office.Get<UnitPlans>().AskAsync(plan, [_commune.Economy, _commune.Culture], new DateOnly(2027, 1, 29), await office.AsAsync(_commune.OfficeHead));
        }
        if (day == new DateOnly(2027, 3, 1))
            await office.Get<DelegationBook>().GiveAsync(new NewDelegation(_commune.UnitDeputy, new DateOnly(2027, 3, 2), new DateOnly(2027, 3, 12), null, "Nghỉ phép"), await office.AsAsync(_commune.Head));
        if (day == new DateOnly(2027, 6, 1))
        {
            var head = await office.AsAsync(_commune.Head);
            var work = await office.Get<DutyLedger>().InHandAsync(_commune.Officer, head);
            office.Db.ChangeTracker.Clear();
            var handed = await office.Get<DutyLedger>().HandOverAsync(_commune.Officer, new Dictionary<int, int?> { [_commune.Economy] = _commune.UnitDeputy }, [.. work.SelectMany(x => x.Duties).Select(x => x.Id)], [], head);
            await office.Get<OfficePapers>().HandOverAsync((await office.Db.People.FindAsync(_commune.Officer))!, handed, head);
            _moved = true;
        }
        // A quarter's report of the plan, from draft to issue.
        if (day == _calendar.OnOrAfter(new DateOnly(day.Year, day.Month, 1)) && day.Month is 4 or 7 or 10 && day.Year == 2027)
        {
            var head = await office.AsAsync(_commune.OfficeHead);
            var papers = office.Get<PaperBook>();
            var report = office.Get<PlanReport>();
            var data = await report.ReadAsync(2027, $"q{(day.Month - 1) / 3}");
            if (await office.Db.Papers.AnyAsync(x => x.OnceKey == $"plan:2027:{data.Period.Key}"))
                return;
            var paper = await papers.DraftAsync(new NewPaper(PaperKind.PlanReport, $"Báo cáo {data.Period.LongTitle}", await report.ContentAsync(data), _commune.Office, $"plan:2027:{data.Period.Key}"), head);
            async Task<Guid> VersionAsync()
            {
                office.Db.ChangeTracker.Clear();
                return await office.Db.Papers.Where(x => x.Id == paper.Id).Select(x => x.Version).FirstAsync();
            }
            await papers.SubmitAsync(paper.Id, await VersionAsync(), head);
            await papers.AttachSignedAsync(paper.Id, "da-ky.pdf", new MemoryStream(Pdf), await VersionAsync(), head);
            await papers.IssueAsync(paper.Id, 100 + day.Month, day, await VersionAsync(), head);
        }
        if (day == new DateOnly(2027, 9, 6))
        {
            var officer = await office.AsAsync(_commune.UnitDeputy);
            var duty = await office.Db.Duties.Where(x => x.LeadUnitId == _commune.Economy && x.Stage == DutyStage.Open && !x.Confidential).OrderBy(x => x.Id).Select(x => x.Id).FirstAsync();
            var village = await office.Db.Units.Where(x => x.Kind == UnitKind.Village).Select(x => x.Id).SingleAsync();
            office.Db.ChangeTracker.Clear();
            var link = (await office.Get<TaskLinkBook>().MakeAsync(duty, new NewTaskLinks([village], null, "Chụp ảnh bảng niêm yết", day.AddDays(10)), officer)).Single();
            office.BySystem();
            await office.Get<TaskLinkBook>().ReportAsync(link.Secret, new TaskReport(day, null, "Đã niêm yết"), null);
        }
    }

    private async Task JudgeAsync(Office office)
    {
        var db = office.Db;
        var duties = await db.Duties.AsNoTracking().Include(x => x.Shares).ToListAsync();
        var mails = await db.Mails.AsNoTracking().Select(x => new { x.Kind, x.PersonId, x.CreatedAt, x.OnceKey }).ToListAsync();
        var faults = new List<string>();
        DateOnly DayOf(DateTime at) => DateOnly.FromDateTime(at.ToOffice());
        TestContext.Current.TestOutputHelper!.WriteLine($"{duties.Count} duties, {duties.Count(x => x.Stage == DutyStage.Done)} done, {mails.Count} mails, {_letters} documents, {_reports} reports");

        // Nothing on a day off, one digest a person a day, one Monday mail in each week that has a working day.
        faults.AddRange(mails.Where(x => !_calendar.IsWorkingDay(DayOf(x.CreatedAt))).Select(x => $"a mail of {DayOf(x.CreatedAt)}, a day off"));
        faults.AddRange(mails.Where(x => x.Kind == ReminderSweep.MailKind).GroupBy(x => (x.PersonId, DayOf(x.CreatedAt))).Where(x => x.Count() > 1).Select(x => $"{x.Count()} digests for {x.Key}"));
        var meetings = Enumerable.Range(0, Last.DayNumber - First.DayNumber + 1).Select(First.AddDays).Where(x => WeeklyMeeting.DayOf(_calendar, x) == x).ToList();
        // The program began in the middle of a week and told the chairman of it that morning.
        Assert.Equal(meetings.Prepend(First), mails.Where(x => x.Kind == "MondayStatus").Select(x => DayOf(x.CreatedAt)).Order());
        Assert.InRange(meetings.Count, 50, 53);

        // What was due is done, or late for no longer than this office takes; each was told before it was late.
        foreach (var duty in duties.Where(x => x.Stage == DutyStage.Open && !x.Confidential && x.DueOn < Last))
            if (_calendar.WorkingDaysBetween(duty.DueOn, Last) > 6)
                faults.Add($"«{duty.Title}», due {duty.DueOn}, is still open");
        Assert.True(duties.Count > 400, $"{duties.Count} duties");
        Assert.Contains(duties, x => x.DoneOn > x.DueOn);
        var told = (await db.Reminders.AsNoTracking().Select(x => x.DutyId).Distinct().ToListAsync()).ToHashSet();
        faults.AddRange(duties.Where(x => x.DoneOn > x.DueOn && !told.Contains(x.Id)).Select(x => $"«{x.Title}» was late and nobody was told"));
        var keys = duties.Select(x => x.OccurrenceKey).OfType<string>().ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
        faults.AddRange(duties.Where(x => x.Shift is not null && !_calendar.IsWorkingDay(x.OriginalDueOn)).Select(x => $"«{x.Title}» falls due on {x.OriginalDueOn}, a day off"));

        // Each month's figures are those of the ledger.
        var viewer = await office.AsAsync(_commune.Chairman);
        for (var month = new DateOnly(2026, 12, 1); month < new DateOnly(Last.Year, Last.Month, 1); month = month.AddMonths(1))
        {
            var rows = await office.Get<WorkResults>().CountAsync(viewer, StatusPeriod.Month(month));
            int Sum(ResultKind kind) => rows.Sum(x => x.Counts.GetValueOrDefault(kind));
            var done = duties.Where(x => x.DoneOn >= month && x.DoneOn < month.AddMonths(1)).ToList();
            if ((Sum(ResultKind.OnTime), Sum(ResultKind.Late)) != (done.Count(x => x.DoneOn <= x.DueOn), done.Count(x => x.DoneOn > x.DueOn)))
                faults.Add($"{month:MM/yyyy}: the results count {Sum(ResultKind.OnTime)} on time and {Sum(ResultKind.Late)} late, the ledger {done.Count(x => x.DoneOn <= x.DueOn)} and {done.Count(x => x.DoneOn > x.DueOn)}");
        }

        // Every document gave its duties once, every report went once, what was issued stands in the register under its number.
        Assert.Equal(_letters * 2, duties.Count(x => x.DocumentId != null));
        Assert.Equal(_reports, await db.ReportIssues.CountAsync(x => x.SentOn != null));
        Assert.True(_reports > 40, $"{_reports} reports");
        var issued = await db.Papers.AsNoTracking().Where(x => x.State == PaperState.Issued).ToListAsync();
        Assert.Equal(3, issued.Count);
        foreach (var paper in issued)
            Assert.True(await db.Documents.AnyAsync(x => x.Flow == DocumentFlow.Issued && x.Number == $"{paper.Number}/{paper.Symbol}"), $"{paper.Number}/{paper.Symbol} is not in the register");
        Assert.Equal(meetings.Count, await db.Papers.CountAsync(x => x.Kind == PaperKind.MeetingNotice));
        var arrivals = await db.Documents.Where(x => x.Flow == DocumentFlow.Incoming).GroupBy(x => new { x.Year, x.ArrivalNumber }).Select(x => x.Count()).ToListAsync();
        Assert.All(arrivals, x => Assert.Equal(1, x));

        // While the head was away his deputy read for both; after the hand-over nothing of that unit is the old officer's.
        var away = mails.Where(x => x.Kind == ReminderSweep.MailKind && DayOf(x.CreatedAt) >= new DateOnly(2027, 3, 2) && DayOf(x.CreatedAt) <= new DateOnly(2027, 3, 12)).ToList();
        Assert.DoesNotContain(away, x => x.PersonId == _commune.Head);
        Assert.Contains(away, x => x.PersonId == _commune.UnitDeputy);
        Assert.DoesNotContain(duties, x => x.OfficerId == _commune.Officer && x.Stage is DutyStage.Open or DutyStage.AwaitingAcceptance && x.LeadUnitId == _commune.Economy && x.OfficerId == _commune.Officer && !x.Confidential);
        Assert.DoesNotContain(mails, x => x.PersonId == _commune.Officer && x.Kind == ReminderSweep.MailKind && DayOf(x.CreatedAt) > new DateOnly(2027, 6, 2));

        // The week of the leaders: published ones only for citizens, each reception once.
        var events = await db.LeaderEvents.AsNoTracking().Where(x => x.SourceKey != null).Select(x => x.SourceKey!).ToListAsync();
        Assert.Equal(events.Count, events.Distinct().Count());
        Assert.True(events.Count > 40, $"{events.Count} events");

        // The trail is whole.
        var trail = await office.Get<AuditChain>().VerifyAsync();
        Assert.Empty(trail.Faults);
        Assert.Equal(0, trail.Unsealed);
        Assert.True(faults.Count == 0, $"{faults.Count} faults\n{string.Join('\n', faults.Take(30))}");
    }
}
