using System.Data.Common;
using System.Globalization;
using System.Text;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Reminders;

/// <summary>When whom is told: working days before and after the due date.</summary>
public static class ReminderPolicy
{
    /// <summary>A kind without a policy of its own is reminded 7, 3 and 1 working days before, on the day, then each working day late.</summary>
    public static readonly IReadOnlyList<int> Default = [7, 3, 1];

    /// <summary>The leader in charge hears of a duty on the third working day late, then every fifth.</summary>
    public const int LeaderAfter = 3;

    /// <summary>The chairman hears of it on the seventh working day late, then every fifth.</summary>
    public const int ChairmanAfter = 7;

    private const int Again = 5;

    /// <summary>
    /// The step that a duty has reached: the latest of the days before that has come, 0 on the day, or the working days late;
    /// null while none has come.
    /// </summary>
    /// <param name="left">Working days left, negative when late.</param>
    public static int? Step(IReadOnlyList<int> before, int left)
    {
        if (left <= 0)
            return -left;
        var reached = before.Where(x => x >= left).Order().ToList();
        return reached.Count == 0 ? null : -reached[0];
    }

    /// <summary>The step with the days that the reader wishes beside those of policy: they add, and take none away.</summary>
    public static int? Step(IReadOnlyList<int> before, IReadOnlyList<int> wished, int left) => Step(wished.Count == 0 ? before : [.. before, .. wished], left);

    /// <summary>The fixed working day late on which a leader is told, the latest that has come; null before the first.</summary>
    public static int? EscalationStep(int after, int late) => late < after ? null : late - (late - after) % Again;

    /// <summary>Reads «7,3,1»; nonsense falls back to the default.</summary>
    public static IReadOnlyList<int> Parse(string? before)
    {
        var days = (before ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(x => int.TryParse(x, out var day) && day is > 0 and <= Longest ? day : 0).ToList();
        return days.Count == 0 || days.Contains(0) ? Default : days;
    }

    /// <summary>No kind is reminded, and nobody can wish to be, earlier than this many working days before: what is due later the sweep does not read.</summary>
    public const int Longest = 20;
}

/// <summary>
/// Finds what is due by policy and writes one digest per person into the mail queue, with the reminders it covers, in one
/// transaction. It tells what is so now: after days of being down there is one mail, not ten. Nothing on days off.
/// </summary>
public sealed class ReminderSweep(PlatformDb db, Snapshots snapshots, SiteAddress site, MailTemplateBook templates)
{
    private sealed record Open(long Id, PapiArea Area, string Title, string? LegalBasis, string? SourceDocument, DateOnly DueOn, int? LeadUnitId, int? OfficerId,
        string? NextStep, string? Direction, int? DirectionById, bool Returned, DateOnly? ReturnedOn, string? ReturnReason, bool Confidential, string? CatalogueKey,
        DateOnly AssignedOn, bool Paused, DateOnly? MovedOn, DateOnly? MovedFrom);

    internal readonly record struct Key(long DutyId, long ShareId, int PersonId, ReminderReason Reason, DateOnly DueOn, int Step);

    /// <summary>A date that the calendar moved is told in the first digest after it, up to so many working days later.</summary>
    private const int MovedForWorkingDays = 5;

    /// <summary>The kind under which digests stand in the mail queue.</summary>
    public const string MailKind = "ReminderDigest";

    private sealed class Told
    {
        public readonly List<Key> New = [];
        public readonly List<DigestLine> Overdue = [], DueSoon = [], Returned = [], ToAccept = [], Escalated = [], Unassigned = [], Moved = [];
        public readonly Dictionary<int, Delegation> InPlaceOf = [];
        public readonly HashSet<(long, long)> Seen = [];
        public int Open, Awaiting;
    }

    /// <returns>How many digests were written and how many reminders they cover.</returns>
    public async Task<(int People, int Reminders)> RunAsync(CancellationToken cancel = default)
    {
        var today = db.Clock.OfficeToday();
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        if (!calendar.IsWorkingDay(today))
            return (0, 0);

        var policies = (await db.Catalogue.AsNoTracking().Select(x => new { x.Key, x.RemindBefore }).ToListAsync(cancel))
            .ToDictionary(x => x.Key, x => ReminderPolicy.Parse(x.RemindBefore));
        var horizon = calendar.AddWorkingDays(today, ReminderPolicy.Longest);
        var movedSince = calendar.AddWorkingDays(today, -MovedForWorkingDays);
        var open = await db.Duties.AsNoTracking()
            .Where(x => x.Stage == DutyStage.Open && !x.Paused && (x.DueOn <= horizon || x.Returned || x.LeadUnitId == null || x.MovedOn >= movedSince))
            .Select(x => new Open(x.Id, x.Area, x.Title, x.LegalBasis, x.SourceDocument, x.DueOn, x.LeadUnitId, x.OfficerId, x.NextStep, x.Direction,
                x.DirectionById, x.Returned, x.ReturnedOn, x.ReturnReason, x.Confidential, x.CatalogueKey, x.AssignedOn, x.Paused, x.MovedOn, x.MovedFrom))
            .ToListAsync(cancel);
        var recently = today.AddDays(-45);
        var told = (await db.Reminders.AsNoTracking().Where(x => x.On >= recently || x.Reason == ReminderReason.Returned)
                .Select(x => new Key(x.DutyId, x.ShareId, x.PersonId, x.Reason, x.DueOn, x.Step)).ToListAsync(cancel)).ToHashSet();

        var people = new Dictionary<int, Told>();
        Told For(Answering to)
        {
            if (!people.TryGetValue(to.Person.Id, out var digest))
                people[to.Person.Id] = digest = new Told();
            // Whatever reaches him instead of another, the mail says for whom.
            if (to is { InPlaceOf: { } away, By: { } delegation })
                digest.InPlaceOf[away.Id] = delegation;
            return digest;
        }
        void Add(Key key, List<DigestLine> section, DigestLine line)
        {
            var digest = people[key.PersonId];
            if (!told.Contains(key))
                digest.New.Add(key);
            // The head who is also the named officer, or who stands in for another, reads each duty once.
            if (digest.Seen.Add((key.DutyId, key.ShareId)))
                section.Add(line);
        }

        foreach (var duty in open)
        {
            var left = WorkingDaysLeft(calendar, today, duty.DueOn);
            var before = duty.CatalogueKey is { } kind && policies.TryGetValue(kind, out var own) ? own : ReminderPolicy.Default;
            var line = Line(organization, duty, left, movedSince);
            var head = duty.Confidential ? null : organization.ActingHeadOf(duty.LeadUnitId);
            var officer = organization.Person(duty.OfficerId) is { Active: true } named ? named : null;
            // Without a unit, or a unit without a head: the office head hears of it each working day until it is given. What
            // is confidential and without an officer nobody but the chairman may see, so he hears of it.
            var giver = duty.Confidential ? officer is null ? organization.Chairman : null : head is null ? organization.OfficeHead : null;
            if (giver is not null)
            {
                var office = organization.ActingFor(giver);
                var age = Math.Max(0, calendar.WorkingDaysBetween(duty.AssignedOn, today));
                Add(new Key(duty.Id, 0, office.Person.Id, ReminderReason.Unassigned, duty.DueOn, age), For(office).Unassigned, line);
            }
            else
            {
                if (head is not null && ReminderPolicy.Step(before, organization.ExtraDaysOf(head.Person.Id), left) is { } step)
                {
                    var digest = For(head);
                    Add(new Key(duty.Id, 0, head.Person.Id, ReminderReason.Lead, duty.DueOn, step), left < 0 ? digest.Overdue : duty.Returned ? digest.Returned : digest.DueSoon, line);
                }
                var doer = officer is null ? null : duty.Confidential ? new Answering(officer) : organization.ActingFor(officer);
                if (doer is not null && officer!.Id != head?.Person.Id && officer.Id != head?.InPlaceOf?.Id && doer.Person.Id != head?.Person.Id
                    && ReminderPolicy.Step(before, organization.ExtraDaysOf(doer.Person.Id), left) is { } reached)
                {
                    var digest = For(doer);
                    Add(new Key(duty.Id, 0, doer.Person.Id, ReminderReason.Officer, duty.DueOn, reached), left < 0 ? digest.Overdue : duty.Returned ? digest.Returned : digest.DueSoon, line);
                }
            }
            if (duty is { Returned: true, ReturnedOn: { } returnedOn } && head is not null)
            {
                var digest = For(head);
                Add(new Key(duty.Id, 0, head.Person.Id, ReminderReason.Returned, duty.DueOn, returnedOn.DayNumber), digest.Returned, line);
            }
            if (left < 0)
                Escalate(duty, -left, line);
            // Last, so that what stands in another section stays there; the line itself says from when the date moved.
            if (line.MovedFrom is not null && duty.MovedOn is { } movedOn)
            {
                var doer = officer is null ? null : duty.Confidential ? new Answering(officer) : organization.ActingFor(officer);
                foreach (var to in new[] { head, doer }.OfType<Answering>().DistinctBy(x => x.Person.Id).ToList())
                    Add(new Key(duty.Id, 0, to.Person.Id, ReminderReason.Moved, duty.DueOn, movedOn.DayNumber), For(to).Moved, line);
            }
        }

        void Escalate(Open duty, int late, DigestLine line)
        {
            if (ReminderPolicy.EscalationStep(ReminderPolicy.LeaderAfter, late) is { } atLeader && !duty.Confidential)
                Tell(organization.LeaderOf(duty.LeadUnitId), atLeader);
            if (ReminderPolicy.EscalationStep(ReminderPolicy.ChairmanAfter, late) is { } atChairman)
                Tell(organization.Chairman, atChairman);
            void Tell(Person? leader, int step)
            {
                if (leader is null)
                    return;
                var to = organization.ActingFor(leader);
                Add(new Key(duty.Id, 0, to.Person.Id, ReminderReason.Escalated, duty.DueOn, step), For(to).Escalated, line);
            }
        }

        await AddSharesAsync(calendar, organization, today, Add, For, cancel);
        await AddToAcceptAsync(calendar, organization, today, Add, For, cancel);

        var due = people.Where(x => x.Value.New.Count > 0).OrderBy(x => x.Key).ToList();
        var openByUnit = await db.Duties.AsNoTracking().Where(x => x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance)
            .GroupBy(x => new { x.LeadUnitId, x.Stage }).Select(x => new { x.Key.LeadUnitId, x.Key.Stage, Count = x.Count() }).ToListAsync(cancel);
        var byUnit = openByUnit.Where(x => x.LeadUnitId is not null).ToLookup(x => x.LeadUnitId!.Value);
        var wordings = (Daily: await templates.WordingAsync(DigestMail.Daily, cancel), Report: await templates.WordingAsync(DigestMail.Report, cancel));
        var accounts = (await db.Users.AsNoTracking().Select(x => x.PersonId).ToListAsync(cancel)).ToHashSet();
        var written = 0;
        var reminders = 0;
        foreach (var batch in due.Chunk(100))
        {
            cancel.ThrowIfCancellationRequested();
            var mails = batch.Select(x =>
            {
                var headed = organization.HeadedBy(x.Key).ToList();
                x.Value.Open = headed.Sum(unit => byUnit[unit].Sum(row => row.Count));
                x.Value.Awaiting = headed.Sum(unit => byUnit[unit].Where(row => row.Stage == DutyStage.AwaitingAcceptance).Sum(row => row.Count));
                return (Digest: x.Value, Mail: Compose(calendar, organization, today, x.Key, x.Value, wordings, accounts));
            }).ToList();
            try
            {
                await WriteAsync(mails, today, cancel);
                written += mails.Count;
                reminders += mails.Sum(x => x.Digest.New.Count);
            }
            catch (Exception problem) when (problem is DbUpdateException or DbException)
            {
                // Another host wrote some of these digests first: each person is tried alone, and who is served is passed over.
                foreach (var one in mails)
                {
                    if (await db.Mails.AnyAsync(x => x.OnceKey == one.Mail.OnceKey, cancel))
                        continue;
                    one.Mail.Id = 0;
                    await WriteAsync([one], today, cancel);
                    written++;
                    reminders += one.Digest.New.Count;
                }
            }
        }
        return (written, reminders);
    }

    /// <summary>Writes digests and the reminders they cover in one transaction.</summary>
    private async Task WriteAsync(IReadOnlyList<(Told Digest, MailMessage Mail)> mails, DateOnly today, CancellationToken cancel)
    {
        try
        {
            await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
            db.Mails.AddRange(mails.Select(x => x.Mail));
            await db.SaveChangesAsync(cancel);
            foreach (var rows in mails.SelectMany(x => x.Digest.New, (x, key) => (Key: key, MailId: x.Mail.Id)).Chunk(RowsAnInsert))
                await db.Database.ExecuteSqlRawAsync(Insert(rows, today), cancel);
            if (transaction is not null)
                await transaction.CommitAsync(cancel);
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    // SQL Server takes at most 1,000 rows of values.
    private const int RowsAnInsert = 500;

    // Forty reminders a mail, each tracked and saved by itself, took half of a morning's run. All values are numbers and
    // dates, so that the statement can hold them as they are; both databases read it the same.
    internal static string Insert(IReadOnlyList<(Key Key, long MailId)> rows, DateOnly today)
    {
        var sql = new StringBuilder("""INSERT INTO "Reminder" ("PersonId", "DutyId", "ShareId", "Reason", "DueOn", "Step", "On", "MailId") VALUES """);
        for (var i = 0; i < rows.Count; i++)
        {
            var (key, mailId) = rows[i];
            sql.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}\n({key.PersonId}, {key.DutyId}, {key.ShareId}, {(int)key.Reason}, '{key.DueOn:yyyy-MM-dd}', {key.Step}, '{today:yyyy-MM-dd}', {mailId})");
        }
        return sql.ToString();
    }

    private async Task AddSharesAsync(WorkingCalendar calendar, OrganizationOn organization, DateOnly today, Action<Key, List<DigestLine>, DigestLine> add, Func<Answering, Told> people, CancellationToken cancel)
    {
        var horizon = calendar.AddWorkingDays(today, ReminderPolicy.Default[0]);
        var shares = await db.DutyShares.AsNoTracking().Where(x => x.DoneOn == null && x.DueOn <= horizon)
            .Join(db.Duties.Where(d => d.Stage == DutyStage.Open && !d.Paused && !d.Confidential), x => x.DutyId, d => d.Id, (x, d) => new
            {
                Share = x,
                d.Area,
                d.Title,
                d.LegalBasis,
                d.SourceDocument,
                d.Direction,
                d.DirectionById,
                d.LeadUnitId,
            }).ToListAsync(cancel);
        foreach (var x in shares)
        {
            var left = WorkingDaysLeft(calendar, today, x.Share.DueOn);
            if (ReminderPolicy.Step(ReminderPolicy.Default, left) is not { } step || organization.ActingHeadOf(x.Share.UnitId) is not { } head)
                continue;
            var digest = people(head);
            var line = new DigestLine(x.Share.DutyId, x.Area, x.Share.What, x.SourceDocument ?? x.LegalBasis ?? "", x.Share.DueOn, left, "gửi phần phối hợp cho đơn vị chủ trì",
                x.Direction, organization.PersonName(x.DirectionById), organization.Unit(x.LeadUnitId)?.Name ?? "", organization.Person(x.Share.OfficerId)?.FullName, true, null, false);
            add(new Key(x.Share.DutyId, x.Share.Id, head.Person.Id, ReminderReason.Share, x.Share.DueOn, step), left < 0 ? digest.Overdue : digest.DueSoon, line);
        }
    }

    private async Task AddToAcceptAsync(WorkingCalendar calendar, OrganizationOn organization, DateOnly today, Action<Key, List<DigestLine>, DigestLine> add, Func<Answering, Told> people, CancellationToken cancel)
    {
        foreach (var duty in await db.Duties.AsNoTracking().Where(x => x.Stage == DutyStage.AwaitingAcceptance).ToListAsync(cancel))
        {
            if (duty.DeclaredOn is not { } declared || DutyClock.AccepterOn(organization, calendar, duty, today) is not { } accepter)
                continue;
            var waited = Math.Max(0, calendar.WorkingDaysBetween(declared, today));
            var line = new DigestLine(duty.Id, duty.Area, duty.Confidential ? "Nhiệm vụ thuộc diện bảo mật" : duty.Title, duty.SourceDocument ?? duty.LegalBasis ?? "", duty.DueOn,
                WorkingDaysLeft(calendar, today, duty.DueOn), "xác nhận hoàn thành hoặc trả lại", null, null, organization.Unit(duty.LeadUnitId)?.Name ?? "", organization.Person(duty.OfficerId)?.FullName, false, null, duty.Confidential);
            add(new Key(duty.Id, 0, accepter.Person.Id, ReminderReason.ToAccept, declared, waited / DutyClock.AcceptanceWorkingDays), people(accepter).ToAccept, line);
        }
    }

    private MailMessage Compose(WorkingCalendar calendar, OrganizationOn organization, DateOnly today, int personId, Told told, (MailWording Daily, MailWording Report) wordings, HashSet<int> accounts)
    {
        var person = organization.Person(personId)!;
        var worst = told.Overdue.Where(x => !x.Coordination).Select(x => -x.WorkingDaysLeft).DefaultIfEmpty(0).Max();
        DateOnly? escalates = worst is > 0 and < ReminderPolicy.LeaderAfter ? calendar.AddWorkingDays(today, ReminderPolicy.LeaderAfter - worst)
            : worst is >= ReminderPolicy.LeaderAfter and < ReminderPolicy.ChairmanAfter ? calendar.AddWorkingDays(today, ReminderPolicy.ChairmanAfter - worst) : null;
        static List<DigestLine> ByDate(List<DigestLine> lines) => [.. lines.OrderBy(x => x.DueOn).ThenBy(x => x.DutyId)];
        var model = new DigestModel(person, organization.TitleOf(personId), organization.Unit(organization.UnitOf(personId))?.Name,
            [.. told.InPlaceOf.Select(x => new DigestAbsence(organization.PersonName(x.Key), organization.TitleOf(x.Key), x.Value.Kind, x.Value.To))], today, calendar.NextWorkingDay(today),
            ByDate(told.Overdue), ByDate(told.DueSoon), ByDate(told.Returned), ByDate(told.ToAccept), ByDate(told.Escalated), ByDate(told.Unassigned), ByDate(told.Moved),
            told.Awaiting, told.Open, escalates, escalates is null ? null : worst < ReminderPolicy.LeaderAfter ? "Lãnh đạo phụ trách" : "Chủ tịch UBND xã", organization.Settings, site.Url) { CanSignIn = accounts.Contains(personId) };
        var now = db.Clock.GetUtcNow().UtcDateTime;
        // One schedule for all: who wishes his digest later has it written with the others and sent at his time.
        var later = person is { Notice: NoticeChannel.Mail, Email.Length: > 0 } && organization.WishOf(personId)?.DigestAt is { } at && OfficeTime.ToUtc(today, at) is var wished && wished > now ? wished : now;
        if (later > now)
            model = model with { AsOf = TimeOnly.FromDateTime(now.ToOffice()) };
        var mail = MailQueue.New(MailKind, person, DigestMail.Compose(model, wordings.Daily, wordings.Report), $"digest:{personId}:{today:yyyy-MM-dd}", now, site);
        mail.NotBefore = later;
        return mail;
    }

    private static DigestLine Line(OrganizationOn organization, Open duty, int left, DateOnly movedSince) => new(duty.Id, duty.Area,
        duty.Confidential ? "Nhiệm vụ thuộc diện bảo mật" : duty.Title, duty.Confidential ? "" : duty.SourceDocument ?? duty.LegalBasis ?? "", duty.DueOn, left,
        duty.Confidential ? null : duty.NextStep, duty.Confidential ? null : duty.Direction, organization.Person(duty.DirectionById)?.FullName,
        organization.Unit(duty.LeadUnitId)?.Name ?? "", organization.Person(duty.OfficerId)?.FullName, false, duty.Returned && !duty.Confidential ? duty.ReturnReason : null, duty.Confidential,
        duty.MovedOn >= movedSince && duty.MovedFrom != duty.DueOn ? duty.MovedFrom : null);

    /// <summary>Working days to the due date, 0 on the day itself, negative once a working day has passed after it.</summary>
    internal static int WorkingDaysLeft(WorkingCalendar calendar, DateOnly today, DateOnly due) => calendar.WorkingDaysBetween(today, due);
}

/// <summary>Writes the day's reminders into the mail queue.</summary>
public sealed class SendReminders(ReminderSweep sweep) : IJob
{
    public async Task<JobResult> RunAsync(CancellationToken cancel)
    {
        var (people, reminders) = await sweep.RunAsync(cancel);
        Signals.RemindersDue.Add(reminders);
        Signals.Digests.Add(people);
        return new JobResult($"{people} người, {reminders} lượt nhắc", people);
    }
}
