using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Meetings;

/// <summary>A row as the form sends it.</summary>
/// <param name="Id">The row that is kept; 0 for a new one.</param>
public sealed record ConclusionRow(long Id, string? Text, int? UnitId, DateOnly? DueOn, string? Product)
{
    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && UnitId is null && DueOn is null && string.IsNullOrWhiteSpace(Product);
}

/// <summary>What the giao ban goes through for one unit. Each list holds the first <see cref="MeetingBook.MostOfUnit"/>; the counts are whole.</summary>
/// <param name="UnitId">Null for what no unit leads.</param>
public sealed record MeetingUnit(int? UnitId, IReadOnlyList<DutyRow> Done, IReadOnlyList<DutyRow> Late, IReadOnlyList<DutyRow> Due, IReadOnlyList<DutyRow> ToDecide, int DoneCount, int LateCount, int DueCount, int ToDecideCount);

/// <summary>The list of a giao ban, read from the ledger.</summary>
/// <param name="Since">What was done from this day to the day before the meeting is told of.</param>
/// <param name="Until">What falls due from the meeting to the end of this day.</param>
public sealed record MeetingList(DateOnly HeldOn, DateOnly Since, DateOnly Until, IReadOnlyList<MeetingUnit> Units);

/// <summary>The Monday giao ban: its list per unit, and its conclusions, which become duties.</summary>
public sealed class MeetingBook(PlatformDb db, Snapshots snapshots, DutyLedger ledger)
{
    /// <summary>Rows of one kind that a unit's list shows; the rest is a figure that opens them.</summary>
    public const int MostOfUnit = 12;

    /// <summary>Rows of conclusions of one meeting.</summary>
    public const int MostRows = 100;

    private const int MostRead = 3_000;

    /// <summary>Types and changes conclusions, opens their duties.</summary>
    public static bool CanConclude(Viewer viewer) => viewer.ActsAsOfficeHead || viewer.ActsAsChairman;

    /// <summary>The list of the meeting of a day for what this person may see; leaders and the office see all units.</summary>
    public async Task<MeetingList> ListAsync(DateOnly heldOn, Viewer viewer, CancellationToken cancel = default)
    {
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        // The meeting before: the one of the last week that had one.
        var before = heldOn.AddDays(-7);
        while (WeeklyMeeting.DayOf(calendar, before) is null)
            before = before.AddDays(-7);
        var since = WeeklyMeeting.DayOf(calendar, before)!.Value;
        var until = heldOn.AddDays((7 - (int)heldOn.DayOfWeek) % 7);
        var seen = viewer.Visible(db.Duties.AsNoTracking());
        if (!viewer.SeesAll)
        {
            int?[] units = [.. viewer.LedUnits.Union(viewer.Units).Select(x => (int?)x)];
            seen = seen.Where(x => units.Contains(x.LeadUnitId));
        }
        var done = await ReadAsync(seen.Where(x => x.Stage == DutyStage.Done && x.DoneOn >= since && x.DoneOn < heldOn), DutyOrder.DoneLast, viewer, cancel);
        var late = await ReadAsync(seen.Where(x => x.Stage == DutyStage.Open && !x.Paused && x.DueOn < heldOn), DutyOrder.LateFirst, viewer, cancel);
        var due = await ReadAsync(seen.Where(x => x.Stage == DutyStage.Open && !x.Paused && x.DueOn >= heldOn && x.DueOn <= until), DutyOrder.LateFirst, viewer, cancel);
        var decide = await ReadAsync(seen.Where(x => x.Stage == DutyStage.AwaitingAcceptance || x.Stage == DutyStage.Open && (x.LeadUnitId == null || x.Extensions.Any(e => e.Decision == ExtensionDecision.Pending))), DutyOrder.LateFirst, viewer, cancel);
        int?[] all = [.. done.Counts.Keys.Union(late.Counts.Keys).Union(due.Counts.Keys).Union(decide.Counts.Keys).Select(x => x == 0 ? (int?)null : x)];
        return new MeetingList(heldOn, since, until,
        [
            .. all.OrderBy(x => organization.Unit(x)?.Order ?? int.MaxValue).ThenBy(x => x).Select(unit => new MeetingUnit(unit, done.Of(unit), late.Of(unit), due.Of(unit), decide.Of(unit),
                done.Counts.GetValueOrDefault(unit ?? 0), late.Counts.GetValueOrDefault(unit ?? 0), due.Counts.GetValueOrDefault(unit ?? 0), decide.Counts.GetValueOrDefault(unit ?? 0))),
        ]);
    }

    private sealed record Part(ILookup<int, DutyRow> Rows, Dictionary<int, int> Counts)
    {
        public IReadOnlyList<DutyRow> Of(int? unit) => [.. Rows[unit ?? 0].Take(MostOfUnit)];
    }

    private async Task<Part> ReadAsync(IQueryable<Duty> duties, DutyOrder order, Viewer viewer, CancellationToken cancel)
    {
        var counts = await duties.GroupBy(x => x.LeadUnitId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var rows = await duties.Ordered(order, db).Take(MostRead).AsRows(viewer).ToListAsync(cancel);
        return new Part(rows.ToLookup(x => x.LeadUnitId ?? 0), counts.ToDictionary(x => x.Key ?? 0, x => x.Count));
    }

    /// <summary>The meeting of a day with its conclusions in their order; null while it has none.</summary>
    public Task<WeeklyMeeting?> FindAsync(DateOnly heldOn, CancellationToken cancel = default) =>
        db.Meetings.Include(x => x.Rows.OrderBy(row => row.Place)).FirstOrDefaultAsync(x => x.HeldOn == heldOn, cancel);

    /// <summary>
    /// Saves the conclusions; with <paramref name="open"/> each row with a unit and a date becomes a duty, once. All or nothing.
    /// Throws <see cref="Refusal"/> at the row that is wrong («Rows[2].DueOn»), <see cref="EditConflict"/> when another saved meanwhile.
    /// </summary>
    /// <param name="version">The version that was read; empty for a meeting that had no conclusion yet.</param>
    /// <returns>How many duties were opened.</returns>
    public async Task<int> SaveAsync(DateOnly heldOn, int? chairId, string? general, IReadOnlyList<ConclusionRow> rows, Guid? version, bool open, Viewer by, CancellationToken cancel = default)
    {
        if (!CanConclude(by))
            throw new NotAllowed();
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        var today = db.Clock.OfficeToday();
        if (heldOn > today)
            throw new Refusal($"Cuộc họp ngày {Vi.Date(heldOn)} chưa diễn ra, chưa ghi kết luận được");
        if (WeeklyMeeting.DayOf(calendar, heldOn) != heldOn)
            throw new Refusal("Tuần này không họp giao ban vào ngày đó");
        if (chairId is { } chair && !organization.People.Any(x => x.Id == chair && (organization.HasRole(x.Id, Role.Chairman) || organization.HasRole(x.Id, Role.DeputyChairman))))
            throw new Refusal("Người chủ trì phải là Chủ tịch hoặc Phó Chủ tịch UBND xã", "ChairId");
        if (rows.Count > MostRows)
            throw new Refusal($"Mỗi cuộc họp có nhiều nhất {MostRows} kết luận");
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var meeting = await FindAsync(heldOn, cancel);
        if ((meeting?.Version ?? Guid.Empty) != version)
            throw new EditConflict();
        if (meeting is null)
            db.Meetings.Add(meeting = new WeeklyMeeting { HeldOn = heldOn });
        meeting.ChairId = chairId;
        meeting.General = DutyLedger.Optional(general, 4000);
        var kept = new List<MeetingConclusion>();
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            var known = row.Id == 0 ? null : meeting.Rows.Find(x => x.Id == row.Id) ?? throw new EditConflict();
            // What has become a duty is changed there.
            if (known is { DutyId: not null })
            {
                known.Place = kept.Count;
                kept.Add(known);
                continue;
            }
            if (row.IsEmpty)
                continue;
            var text = DutyLedger.Required(row.Text, "Chưa nhập nội dung kết luận", $"Rows[{i}].Text", 500);
            if (row.UnitId is { } unit && organization.Unit(unit) is not { To: null })
                throw new Refusal("Chưa chọn đơn vị đang hoạt động", $"Rows[{i}].UnitId");
            if (row.UnitId is not null && row.DueOn is null)
                throw new Refusal("Chưa nhập thời hạn hoàn thành", $"Rows[{i}].DueOn");
            if (row.DueOn is { } due && (due < heldOn || due > heldOn.AddYears(2)))
                throw new Refusal($"Thời hạn phải từ ngày họp ({Vi.Date(heldOn)}) và trong vòng 2 năm", $"Rows[{i}].DueOn");
            if (row is { UnitId: null, DueOn: not null })
                throw new Refusal("Chưa chọn đơn vị chủ trì", $"Rows[{i}].UnitId");
            if (known is null)
                meeting.Rows.Add(known = new MeetingConclusion { Text = text });
            (known.Text, known.UnitId, known.DueOn, known.Product, known.Place) = (text, row.UnitId, row.DueOn, DutyLedger.Optional(row.Product, 400), kept.Count);
            kept.Add(known);
        }
        meeting.Rows.RemoveAll(x => !kept.Contains(x) && x.DutyId is null);
        if (kept.Count == 0 && meeting.General is null)
            throw new Refusal("Chưa nhập kết luận nào", "General");
        // Raises the version also when only rows changed.
        if (db.Entry(meeting).State == EntityState.Unchanged)
            db.Entry(meeting).State = EntityState.Modified;
        db.Act = "Ghi kết luận giao ban";
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException) when (version == Guid.Empty)
        {
            // Two who write the first conclusions of a meeting at once meet at its unique day.
            throw new EditConflict();
        }
        var opened = 0;
        foreach (var row in open ? kept.Where(x => x is { UnitId: not null, DutyId: null }) : [])
        {
            var duty = await ledger.OpenAsync(new NewDuty(PapiArea.General, row.Text, row.DueOn!.Value, new Term(0, TermUnit.CalendarDay, TermKind.FixedDate))
            {
                LeadUnitId = row.UnitId,
                Product = row.Product,
                SourceDocument = $"Kết luận giao ban ngày {Vi.Date(heldOn)}",
                OccurrenceKey = string.Create(CultureInfo.InvariantCulture, $"meeting:{row.Id}"),
            }, by, cancel);
            row.DutyId = duty.Id;
            opened++;
        }
        if (opened > 0)
        {
            db.Act = "Mở nhiệm vụ từ kết luận giao ban";
            await db.SaveChangesAsync(cancel);
        }
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
        return opened;
    }
}
