using BacSon.Kernel.Calendar;
using BacSon.Kernel.Contracts;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.LeaderWeek;

/// <summary>An event as the form sends it.</summary>
public sealed record EventInput(DateOnly? Day, TimeOnly? From, TimeOnly? To, string? What, string? Place, IReadOnlyList<int> LeaderIds, int? ChairId, int? PreparingUnitId, string? Others, bool Public);

/// <summary>The leaders' week: told by records, typed by the office, made known once a week.</summary>
public sealed class WeekBook(PlatformDb db, Snapshots snapshots, IEnumerable<ILeaderWeekSource> sources)
{
    private const int MostADay = 40;

    /// <summary>Types, changes, publishes: who keeps the office's registers.</summary>
    public static bool CanEdit(Viewer viewer) => viewer.KeepsDocuments || viewer.ActsAsChairman;

    /// <summary>Leaders who can stand in the schedule, the chairman first.</summary>
    public static IReadOnlyList<Person> Leaders(OrganizationOn organization) =>
        [.. organization.People.Where(x => organization.HasRole(x.Id, Role.Chairman)), .. organization.People.Where(x => organization.HasRole(x.Id, Role.DeputyChairman) && !organization.HasRole(x.Id, Role.Chairman)), .. organization.People.Where(x => organization.HasRole(x.Id, Role.OfficeHead))];

    /// <summary>The events from a day to the end of a day, in their order.</summary>
    public async Task<List<LeaderEvent>> ReadAsync(DateOnly from, DateOnly to, CancellationToken cancel = default) =>
        [.. (await db.LeaderEvents.AsNoTracking().Include(x => x.Leaders).AsSplitQuery().Where(x => x.Day >= from && x.Day <= to).ToListAsync(cancel)).OrderBy(x => x.Day).ThenBy(x => x.From).ThenBy(x => x.Id)];

    public Task<PublishedWeek?> PublishedAsync(DateOnly monday, CancellationToken cancel = default) => db.PublishedWeeks.AsNoTracking().FirstOrDefaultAsync(x => x.Monday == monday, cancel);

    /// <summary>What citizens read: public events of published weeks; with <paramref name="cancelled"/> those called off too.</summary>
    public async Task<List<LeaderEvent>> PublicAsync(DateOnly from, DateOnly to, bool cancelled, CancellationToken cancel = default)
    {
        var mondays = await db.PublishedWeeks.AsNoTracking().Where(x => x.Monday >= from.AddDays(-6) && x.Monday <= to).Select(x => x.Monday).ToListAsync(cancel);
        return [.. (await ReadAsync(from, to, cancel)).Where(x => x.Public && (cancelled || x.CancelReason is null) && mondays.Contains(Weeks.MondayOf(x.Day)))];
    }

    /// <summary>Who is away within these days.</summary>
    public Task<List<Delegation>> AwayAsync(DateOnly from, DateOnly to, CancellationToken cancel = default) => db.Delegations.AsNoTracking().Within(from, to).ToListAsync(cancel);

    /// <summary>Why an event does not fit: another of the same leader at the same time, a leader who is away. In words; empty when it fits.</summary>
    public static IReadOnlyList<string> Clashes(LeaderEvent one, IEnumerable<LeaderEvent> all, IReadOnlyList<Delegation> delegations, OrganizationOn organization)
    {
        if (one.CancelReason is not null)
            return [];
        var said = new List<string>();
        var mine = one.Leaders.Select(x => x.PersonId).ToHashSet();
        foreach (var other in all.Where(x => x.Id != one.Id && x.Day == one.Day && x.CancelReason is null && x.From < one.Ends && one.From < x.Ends))
            foreach (var person in other.Leaders.Where(x => mine.Contains(x.PersonId)))
                said.Add($"{organization.PersonName(person.PersonId)} trùng giờ với «{other.What}» lúc {Vi.Time(other.From!.Value)}");
        foreach (var away in delegations.Where(x => x.RunsOn(one.Day) && mine.Contains(x.FromPersonId)))
            said.Add($"{organization.PersonName(away.FromPersonId)} vắng, ủy quyền cho {organization.PersonName(away.ToPersonId)} đến hết ngày {Vi.Date(away.To)}");
        return said;
    }

    /// <summary>Adds an event, or changes one. Throws <see cref="Refusal"/> at the field that is wrong, <see cref="EditConflict"/>.</summary>
    /// <param name="id">0 for a new one.</param>
    public async Task<LeaderEvent> SaveAsync(long id, EventInput input, Guid? version, Viewer by, CancellationToken cancel = default)
    {
        if (!CanEdit(by))
            throw new NotAllowed();
        var organization = by.Organization;
        var day = input.Day ?? throw new Refusal("Chưa nhập ngày", "HeldOn");
        if (Math.Abs(day.DayNumber - db.Clock.OfficeToday().DayNumber) > 400)
            throw new Refusal("Ngày cách hôm nay quá một năm. Kiểm tra lại năm", "HeldOn");
        if (input is { From: null, To: not null })
            throw new Refusal("Chưa nhập giờ bắt đầu", "StartsAt");
        if (input.To <= input.From)
            throw new Refusal("Giờ kết thúc phải sau giờ bắt đầu, trong cùng một ngày", "EndsAt");
        var leaders = Leaders(organization).Select(x => x.Id).ToHashSet();
        if (input.LeaderIds.Any(x => !leaders.Contains(x)))
            throw new Refusal("Chưa chọn lãnh đạo dự", "LeaderIds");
        if (input.ChairId is { } chair && !leaders.Contains(chair))
            throw new Refusal("Chưa chọn người chủ trì", "ChairId");
        if (input.PreparingUnitId is { } unit && organization.Unit(unit) is not { To: null })
            throw new Refusal("Chưa chọn đơn vị chuẩn bị", "PreparingUnitId");
        var what = DutyLedger.Required(input.What, "Chưa nhập nội dung", "What", 500);
        LeaderEvent? one = null;
        if (id != 0)
        {
            one = await db.LeaderEvents.Include(x => x.Leaders).FirstOrDefaultAsync(x => x.Id == id, cancel) ?? throw new Refusal("Không tìm thấy việc này trong lịch");
            if (one.Version != version)
                throw new EditConflict();
        }
        else
        {
            if (await db.LeaderEvents.CountAsync(x => x.Day == day, cancel) >= MostADay)
                throw new Refusal($"Mỗi ngày có nhiều nhất {MostADay} việc", "HeldOn");
            db.LeaderEvents.Add(one = new LeaderEvent { What = what, Day = day });
        }
        var before = one.Day;
        (one.Day, one.From, one.To, one.What, one.Place, one.ChairId, one.PreparingUnitId, one.Others, one.Public) =
            (day, input.From, input.To, what, DutyLedger.Optional(input.Place, 200), input.ChairId, input.PreparingUnitId, DutyLedger.Optional(input.Others, 500), input.Public);
        SetLeaders(one, input.LeaderIds);
        one.EditedHere = one.SourceKey is not null;
        await ChangeAsync(one, id != 0, [before, day], cancel);
        db.Act = id == 0 ? "Thêm việc vào lịch tuần" : "Sửa việc trong lịch tuần";
        // Raises the version also when only the leaders changed.
        if (db.Entry(one).State == EntityState.Unchanged)
            db.Entry(one).State = EntityState.Modified;
        await db.SaveChangesAsync(cancel);
        return one;
    }

    /// <summary>Calls an event off, for a reason; it stays in the week, struck out.</summary>
    public async Task CancelAsync(long id, string? reason, Guid? version, Viewer by, CancellationToken cancel = default)
    {
        if (!CanEdit(by))
            throw new NotAllowed();
        var one = await db.LeaderEvents.FirstOrDefaultAsync(x => x.Id == id, cancel) ?? throw new Refusal("Không tìm thấy việc này trong lịch");
        if (one.Version != version)
            throw new EditConflict();
        one.CancelReason = DutyLedger.Required(reason, "Chưa nhập lý do hoãn, bỏ", "Reason", 500);
        one.EditedHere = one.SourceKey is not null;
        await ChangeAsync(one, true, [one.Day], cancel);
        db.Act = "Hoãn việc trong lịch tuần";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Makes a week known, or known again with another choice. Gives whether it was for the first time.</summary>
    public async Task<bool> PublishAsync(DateOnly monday, bool replacesInvitations, Viewer by, CancellationToken cancel = default)
    {
        if (!CanEdit(by))
            throw new NotAllowed();
        var week = await db.PublishedWeeks.FirstOrDefaultAsync(x => x.Monday == monday, cancel);
        var first = week is null;
        if (week is null)
            db.PublishedWeeks.Add(week = new PublishedWeek { Monday = monday, PublishedAt = db.Clock.GetUtcNow().UtcDateTime, PublishedById = by.Id });
        week.ReplacesInvitations = replacesInvitations;
        db.Act = "Công bố lịch tuần";
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException) when (first)
        {
            throw new EditConflict();
        }
        return first;
    }

    /// <summary>Copies what the office typed in the week before, day by day; what stands there already is not doubled. Gives how many.</summary>
    public async Task<int> CopyAsync(DateOnly monday, Viewer by, CancellationToken cancel = default)
    {
        if (!CanEdit(by))
            throw new NotAllowed();
        var there = await ReadAsync(monday, monday.AddDays(6), cancel);
        var copied = 0;
        foreach (var x in (await ReadAsync(monday.AddDays(-7), monday.AddDays(-1), cancel)).Where(x => x.SourceKey is null && x.CancelReason is null))
        {
            var day = x.Day.AddDays(7);
            if (there.Exists(y => y.Day == day && y.From == x.From && y.What == x.What))
                continue;
            var copy = new LeaderEvent { Day = day, From = x.From, To = x.To, What = x.What, Place = x.Place, ChairId = x.ChairId, PreparingUnitId = x.PreparingUnitId, Others = x.Others, Public = x.Public };
            copy.Leaders.AddRange(x.Leaders.Select(y => new LeaderEventPerson { PersonId = y.PersonId }));
            await ChangeAsync(copy, false, [day], cancel);
            db.LeaderEvents.Add(copy);
            copied++;
        }
        db.Act = "Chép lịch tuần trước";
        await db.SaveChangesAsync(cancel);
        return copied;
    }

    /// <summary>Takes over what the records tell of the weeks around today. Harmless when it runs twice; what was typed over stays. Gives how many events came or changed.</summary>
    public async Task<int> FillAsync(CancellationToken cancel = default)
    {
        var organization = (await snapshots.ReadAsync(db, cancel)).Organization;
        var from = Weeks.MondayOf(db.Clock.OfficeToday());
        var to = from.AddDays(27);
        var changed = 0;
        foreach (var source in sources)
        {
            var told = (await source.EventsAsync(from, to, cancel)).DistinctBy(x => x.Key).ToDictionary(x => x.Key, StringComparer.Ordinal);
            var prefix = source.Prefix;
            var kept = await db.LeaderEvents.Include(x => x.Leaders).Where(x => x.SourceKey != null && x.SourceKey.StartsWith(prefix) && (x.Day >= from && x.Day <= to)).ToListAsync(cancel);
            foreach (var x in told.Values)
            {
                var one = kept.Find(y => y.SourceKey == x.Key) ?? await db.LeaderEvents.Include(y => y.Leaders).FirstOrDefaultAsync(y => y.SourceKey == x.Key, cancel);
                if (one is null)
                {
                    one = new LeaderEvent { SourceKey = x.Key, What = x.What, Day = x.Day };
                    Take(one, x);
                    await ChangeAsync(one, false, [x.Day], cancel);
                    db.LeaderEvents.Add(one);
                    changed++;
                }
                else if (!one.EditedHere && (one.Day, one.From, one.To, one.What, one.Place, one.SourceGone) != (x.Day, x.From, x.To, x.What, x.Place, false))
                {
                    var before = one.Day;
                    Take(one, x);
                    await ChangeAsync(one, true, [before, x.Day], cancel);
                    changed++;
                }
            }
            foreach (var gone in kept.Where(x => !told.ContainsKey(x.SourceKey!) && !x.SourceGone))
            {
                gone.SourceGone = true;
                changed++;
            }
        }
        db.Act = "Cập nhật lịch tuần từ hồ sơ";
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Another host took them over in the same moment: the key is unique, the next run sees them.
            db.ChangeTracker.Clear();
            return 0;
        }
        return changed;

        void Take(LeaderEvent one, LeaderWeekEvent x)
        {
            (one.Day, one.From, one.To, one.What, one.Place, one.Public, one.SourceGone) = (x.Day, x.From, x.To, x.What, x.Place, x.Public, false);
            one.ChairId = x.LeaderIds.Count > 0 ? x.LeaderIds[0] : null;
            SetLeaders(one, [.. x.LeaderIds.Where(id => organization.Person(id) is not null)]);
        }
    }

    private static void SetLeaders(LeaderEvent one, IReadOnlyList<int> ids)
    {
        one.Leaders.RemoveAll(x => !ids.Contains(x.PersonId));
        foreach (var person in ids.Distinct().Where(id => one.Leaders.TrueForAll(x => x.PersonId != id)))
            one.Leaders.Add(new LeaderEventPerson { PersonId = person });
    }

    // After the week was made known each change is told as one; a calendar that took the event over sees a higher number.
    private async Task ChangeAsync(LeaderEvent one, bool existed, IEnumerable<DateOnly> days, CancellationToken cancel)
    {
        if (existed)
            one.Sequence++;
        DateOnly[] mondays = [.. days.Select(Weeks.MondayOf).Distinct()];
        if (await db.PublishedWeeks.AnyAsync(x => mondays.Contains(x.Monday), cancel))
            one.ChangedAt = db.Clock.GetUtcNow().UtcDateTime;
    }
}

/// <summary>The chairman's weekly citizen reception, from its duty (Luật Tiếp công dân 2013, Điều 15: at least one day a week).</summary>
public sealed class ReceptionSource(PlatformDb db, Snapshots snapshots) : ILeaderWeekSource
{
    /// <summary>The kind in the legal catalogue.</summary>
    public const string Kind = "weekly-citizen-reception";

    public string Prefix => "reception:";

    public async Task<IReadOnlyList<LeaderWeekEvent>> EventsAsync(DateOnly from, DateOnly to, CancellationToken cancel)
    {
        var organization = (await snapshots.ReadAsync(db, cancel)).Organization;
        IReadOnlyList<int> chairman = organization.Chairman is { } person ? [person.Id] : [];
        return [.. (await db.Duties.AsNoTracking().Where(x => x.CatalogueKey == Kind && x.Stage != DutyStage.Cancelled && x.DueOn >= from && x.DueOn <= to && !x.Confidential).OrderBy(x => x.DueOn).Select(x => new { x.OccurrenceKey, x.Id, x.DueOn }).ToListAsync(cancel))
            .Select(x => new LeaderWeekEvent($"{Prefix}{x.OccurrenceKey ?? $"{x.Id}"}", x.DueOn, new TimeOnly(7, 30), new TimeOnly(11, 30), "Chủ tịch UBND xã tiếp công dân định kỳ", "Phòng Tiếp công dân", chairman, true))];
    }
}

/// <summary>Fills the leaders' week from records.</summary>
public sealed class FillLeaderWeek(WeekBook book) : IJob
{
    public async Task<JobResult> RunAsync(CancellationToken cancel)
    {
        var changed = await book.FillAsync(cancel);
        return new JobResult($"{changed} việc mới hoặc thay đổi", changed);
    }
}
