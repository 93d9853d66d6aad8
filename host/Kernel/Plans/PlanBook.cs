using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Search;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Plans;

/// <summary>A plan item as typed or imported; numbers of units, not names.</summary>
public sealed record PlanItemInput(string? Number, PapiArea? Area, string? Content, int? LeadUnitId, IReadOnlyList<int> Coordinating,
    PlanSchedule? Schedule, DateOnly? DueOn, Rhythm? Rhythm, string? Product)
{
    public string? CoordinatingNote { get; init; }
    public bool Proposed { get; init; }
    public string? Note { get; init; }
    public string? CatalogueKeys { get; init; }
}

/// <summary>Progress of a plan item: what its duties say, never a typed percentage.</summary>
public sealed record PlanProgress(int OnTime, int Late, int Open, int Overdue, int Awaiting)
{
    public int Total => OnTime + Late + Open + Overdue + Awaiting;
    public int Done => OnTime + Late;
}

/// <summary>The yearly plans: their items, the copy to a new year and the duties they make.</summary>
public sealed class PlanBook(PlatformDb db, DutyLedger ledger, Snapshots snapshots)
{
    /// <summary>Who may change a plan: the chairman and the office head.</summary>
    public static bool MayEdit(Viewer by) => by.ActsAsChairman || by.ActsAsOfficeHead;

    public Task<List<PlanItem>> ItemsAsync(int planId, CancellationToken cancel = default) =>
        db.PlanItems.AsNoTracking().Include(x => x.Coordinating).Where(x => x.PlanId == planId).OrderBy(x => x.Order).ThenBy(x => x.Id).ToListAsync(cancel);

    public async Task<Plan> CreateAsync(int year, string? title, string? source, Viewer? by, CancellationToken cancel = default)
    {
        Check(by);
        if (year is < 2020 or > 2100)
            throw new Refusal("Năm không đúng. Nhập năm có bốn chữ số, ví dụ 2026", "Year");
        if (await db.Plans.AnyAsync(x => x.Year == year, cancel))
            throw new Refusal($"Kế hoạch năm {year} đã có", "Year");
        var plan = new Plan { Year = year, Title = DutyLedger.Required(title, "Chưa nhập tên kế hoạch", "Title", 300), Source = source };
        db.Plans.Add(plan);
        db.Act = "Lập kế hoạch năm";
        await db.SaveChangesAsync(cancel);
        return plan;
    }

    /// <summary>What is wrong with an item, by field; empty when it may be saved. The seed's rule: no item without content, lead unit, date and product.</summary>
    public static IReadOnlyList<(string Field, string Message)> Faults(PlanItemInput item, OrganizationOn organization, int year)
    {
        var faults = new List<(string, string)>();
        if (item.Area is null)
            faults.Add((nameof(item.Area), "Chưa chọn nội dung PAPI"));
        if (Vi.Normalize(item.Content).Length == 0)
            faults.Add((nameof(item.Content), "Chưa nhập nội dung nhiệm vụ"));
        if (organization.Unit(item.LeadUnitId) is not { } lead)
            faults.Add((nameof(item.LeadUnitId), "Chưa chọn đơn vị chủ trì"));
        // A plan that still runs makes duties: none goes to a unit that closed.
        else if (year >= organization.Day.Year && new[] { lead.Id }.Concat(item.Coordinating).Select(x => organization.Unit(x)).FirstOrDefault(x => x?.To < organization.Day) is { } closed)
            faults.Add((closed == lead ? nameof(item.LeadUnitId) : nameof(item.Coordinating), $"{closed.Name} đã kết thúc hoạt động. Chọn đơn vị đang hoạt động"));
        else if (item.Coordinating.Contains(lead.Id))
            faults.Add((nameof(item.Coordinating), $"{lead.Name} đã là đơn vị chủ trì, không đồng thời phối hợp"));
        if (item.Coordinating.Any(x => organization.Unit(x) is null))
            faults.Add((nameof(item.Coordinating), "Chưa chọn đơn vị phối hợp"));
        if (Vi.Normalize(item.Product).Length == 0)
            faults.Add((nameof(item.Product), "Chưa nhập sản phẩm"));
        switch (item.Schedule)
        {
            case null:
                faults.Add((nameof(item.Schedule), "Chưa nhập thời hạn hoàn thành"));
                break;
            case PlanSchedule.Rhythm when item.Rhythm is null:
                faults.Add((nameof(item.Rhythm), "Việc thường xuyên cần có nhịp báo cáo: tuần, tháng, quý, 6 tháng hoặc năm"));
                break;
            case PlanSchedule.Date or PlanSchedule.Period when item.DueOn is null:
                faults.Add((nameof(item.DueOn), "Chưa nhập thời hạn hoàn thành"));
                break;
            case PlanSchedule.Date or PlanSchedule.Period when item.DueOn!.Value.Year < year || item.DueOn.Value > new DateOnly(year + 1, 3, 31):
                faults.Add((nameof(item.DueOn), $"Thời hạn phải nằm trong năm {year} (chậm nhất 31/03/{year + 1} cho báo cáo năm)"));
                break;
        }
        return faults;
    }

    /// <summary>Adds or changes an item. Refuses the first fault; pages show all of them with <see cref="Faults"/>.</summary>
    public async Task<PlanItem> SaveItemAsync(int planId, long? itemId, PlanItemInput input, Viewer? by, Guid? version = null, CancellationToken cancel = default)
    {
        Check(by);
        var plan = await db.Plans.FirstAsync(x => x.Id == planId, cancel);
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        foreach (var (field, message) in Faults(input, organization, plan.Year))
            throw new Refusal(message, field);
        PlanItem item;
        if (itemId is { } id)
        {
            item = await db.PlanItems.Include(x => x.Coordinating).FirstOrDefaultAsync(x => x.Id == id && x.PlanId == planId, cancel)
                ?? throw new Refusal("Không tìm thấy mục này trong kế hoạch");
            if (version is { } read && item.Version != read)
                throw new EditConflict();
        }
        else
        {
            var last = await db.PlanItems.Where(x => x.PlanId == planId).MaxAsync(x => (int?)x.Order, cancel) ?? 0;
            item = new PlanItem { PlanId = planId, Number = "", Content = "", Product = "", Order = last + 1 };
            db.PlanItems.Add(item);
        }
        item.Number = Vi.Normalize(input.Number) is { Length: > 0 } number ? number[..Math.Min(20, number.Length)] : $"{(int)input.Area!.Value}.{item.Order}";
        item.Area = input.Area!.Value;
        item.Content = DutyLedger.Required(input.Content, "Chưa nhập nội dung nhiệm vụ", nameof(input.Content), 1000);
        item.LeadUnitId = input.LeadUnitId!.Value;
        item.Product = DutyLedger.Required(input.Product, "Chưa nhập sản phẩm", nameof(input.Product), 400);
        item.Schedule = input.Schedule!.Value;
        item.DueOn = item.Schedule == PlanSchedule.Rhythm ? null : input.DueOn;
        item.Rhythm = item.Schedule == PlanSchedule.Rhythm ? input.Rhythm : null;
        item.CoordinatingNote = DutyLedger.Optional(input.CoordinatingNote, 300);
        item.Proposed = input.Proposed;
        item.Note = DutyLedger.Optional(input.Note, 400);
        item.CatalogueKeys = input.CatalogueKeys ?? item.CatalogueKeys;
        item.Coordinating.RemoveAll(x => !input.Coordinating.Contains(x.UnitId));
        foreach (var unit in input.Coordinating.Where(unit => item.Coordinating.TrueForAll(x => x.UnitId != unit)).Distinct())
            item.Coordinating.Add(new PlanItemUnit { UnitId = unit });
        db.Act = itemId is null ? "Thêm mục kế hoạch" : "Sửa mục kế hoạch";
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await db.SaveChangesAsync(cancel);
        await SearchIndex.SetAsync(db, SearchIndex.PlanItem, item.Id, SearchText(item), cancel);
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
        return item;
    }

    /// <summary>Says that a line of the plan answers a weak content, or no longer. Safe to repeat.</summary>
    public async Task AnswerAsync(int planId, string part, long itemId, bool answers, Viewer by, CancellationToken cancel = default)
    {
        Check(by);
        var kept = await db.PlanAnswers.FirstOrDefaultAsync(x => x.PlanId == planId && x.Part == part && x.PlanItemId == itemId, cancel);
        if (answers == kept is not null)
            return;
        if (kept is null)
            db.PlanAnswers.Add(new PlanAnswer { PlanId = planId, Part = part, PlanItemId = itemId });
        else
            db.PlanAnswers.Remove(kept);
        db.Act = answers ? "Gắn mục kế hoạch với nội dung yếu" : "Bỏ mục kế hoạch khỏi nội dung yếu";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Gives words to the items of before there was a search over them. Safe to repeat; gives their number.</summary>
    public async Task<int> IndexMissingAsync(CancellationToken cancel = default)
    {
        var missing = await db.PlanItems.AsNoTracking().Where(x => !db.SearchWords.Any(word => word.Kind == SearchIndex.PlanItem && word.ItemId == x.Id)).ToListAsync(cancel);
        if (missing.Count == 0)
            return 0;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        foreach (var item in missing)
            await SearchIndex.SetAsync(db, SearchIndex.PlanItem, item.Id, SearchText(item), cancel);
        await transaction.CommitAsync(cancel);
        return missing.Count;
    }

    private static string SearchText(PlanItem item) => $"{item.Number} {item.Content} {item.Product}";

    /// <summary>
    /// Makes the plan of a new year from an earlier one: dates move by whole years, a unit that closed is followed by its
    /// successor. What could not be carried over is named, not dropped in silence.
    /// </summary>
    public async Task<(Plan Plan, IReadOnlyList<string> Notes)> CopyToYearAsync(int fromYear, int toYear, Viewer? by, CancellationToken cancel = default)
    {
        Check(by);
        var from = await db.Plans.AsNoTracking().FirstOrDefaultAsync(x => x.Year == fromYear, cancel) ?? throw new Refusal($"Không có kế hoạch năm {fromYear}", "FromYear");
        if (toYear <= fromYear)
            throw new Refusal($"Năm mới phải sau năm {fromYear}", "ToYear");
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await using (own)
        {
            var plan = await CreateAsync(toYear, from.Title.Replace($"{fromYear}", $"{toYear}", StringComparison.Ordinal), $"Sao chép từ kế hoạch năm {fromYear}", by, cancel);
            plan.CopiedFromYear = fromYear;
            var notes = new List<string>();
            foreach (var item in await ItemsAsync(from.Id, cancel))
            {
                var lead = Successor(organization, item.LeadUnitId);
                if (lead is null)
                {
                    notes.Add($"Mục {item.Number}: {organization.UnitName(item.LeadUnitId)} đã kết thúc hoạt động, chưa có đơn vị kế thừa; chưa sao chép.");
                    continue;
                }
                if (lead.Id != item.LeadUnitId)
                    notes.Add($"Mục {item.Number}: {organization.UnitName(item.LeadUnitId)} nay là {lead.Name}.");
                var coordinating = item.Coordinating.Select(x => Successor(organization, x.UnitId)?.Id).OfType<int>().Where(x => x != lead.Id).Distinct().ToList();
                await SaveItemAsync(plan.Id, null, new PlanItemInput(item.Number, item.Area, item.Content, lead.Id, coordinating, item.Schedule,
                    item.DueOn?.AddYears(toYear - fromYear), item.Rhythm, item.Product)
                {
                    CoordinatingNote = item.CoordinatingNote,
                    Proposed = item.Proposed,
                    Note = item.Note,
                    CatalogueKeys = item.CatalogueKeys,
                }, by, cancel: cancel);
            }
            await db.SaveChangesAsync(cancel);
            if (own is not null)
                await own.CommitAsync(cancel);
            return (plan, notes);
        }
    }

    private Unit? Successor(OrganizationOn organization, int unitId)
    {
        var today = db.Clock.OfficeToday();
        var unit = organization.Unit(unitId);
        for (var hops = 0; unit is not null && !unit.StandsOn(today) && hops < 10; hops++)
            unit = organization.Unit(unit.SuccessorId);
        return unit is not null && unit.StandsOn(today) ? unit : null;
    }

    /// <summary>The nominal due dates of an item within its year: its date, or the last day of each period of its rhythm.</summary>
    public static IEnumerable<DateOnly> NominalDates(PlanItem item, int year)
    {
        if (item.Schedule != PlanSchedule.Rhythm)
            return item.DueOn is { } due ? [due] : [];
        var cron = item.Rhythm switch
        {
            Plans.Rhythm.Weekly => "0 0 0 ? * FRI",
            Plans.Rhythm.Monthly => "0 0 0 L * ?",
            Plans.Rhythm.Quarterly => "0 0 0 L 3,6,9,12 ?",
            Plans.Rhythm.HalfYearly => "0 0 0 L 6,12 ?",
            _ => "0 0 0 L 12 ?",
        };
        return OccurrenceRule.Nominal(cron, new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
    }

    /// <summary>Makes the duties of this year's plan, once each, from the day the commune began.</summary>
    public async Task<int> MakeDutiesAsync(CancellationToken cancel = default)
    {
        var today = db.Clock.OfficeToday();
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        var startedOn = organization.Setting(SettingNames.StartedOn) is { } started && DateOnly.TryParse(started, System.Globalization.CultureInfo.InvariantCulture, out var date) ? date : today;
        var plans = await db.Plans.AsNoTracking().Where(x => x.Year == today.Year || x.Year == today.Year + 1).ToListAsync(cancel);
        var count = 0;
        foreach (var plan in plans)
        {
            var prefix = $"plan-{plan.Year}:";
            var end = prefix + '\uffff';
            var made = (await db.Duties.AsNoTracking().Where(x => x.OccurrenceKey != null && string.Compare(x.OccurrenceKey, prefix) >= 0 && string.Compare(x.OccurrenceKey, end) < 0)
                .Select(x => x.OccurrenceKey!).ToListAsync(cancel)).ToHashSet();
            foreach (var item in await ItemsAsync(plan.Id, cancel))
            {
                foreach (var nominal in NominalDates(item, plan.Year).Where(x => x >= startedOn))
                {
                    var key = $"{prefix}{item.Id}:{nominal:yyyy-MM-dd}";
                    if (made.Contains(key))
                        continue;
                    await ledger.OpenAsync(new NewDuty(item.Area, TitleOf(item, nominal), nominal, new Term(0, TermUnit.CalendarDay, TermKind.FixedDate))
                    {
                        OccurrenceKey = key,
                        PlanItemId = item.Id,
                        LegalBasis = $"{plan.Title}, mục {item.Number}",
                        TermText = item.Schedule == PlanSchedule.Rhythm ? "Ngày làm việc cuối kỳ theo kế hoạch năm" : "Thời hạn ghi trong kế hoạch năm",
                        Shift = DueShift.Previous,
                        LeadUnitId = item.LeadUnitId,
                        Product = item.Product,
                        RequiresEvidence = true,
                        Shares = [.. item.Coordinating.Select(x => new NewShare(x.UnitId, $"Phối hợp: {Vi.LowerFirst(item.Content)}"[..Math.Min(500, item.Content.Length + 10)]))],
                    }, null, cancel);
                    db.ChangeTracker.Clear();
                    count++;
                }
            }
        }
        return count;
    }

    private static string TitleOf(PlanItem item, DateOnly day)
    {
        var period = item.Rhythm switch
        {
            Plans.Rhythm.Weekly => $" ({Vi.Week(day)})",
            Plans.Rhythm.Monthly => $" (tháng {day.Month}/{day.Year})",
            Plans.Rhythm.Quarterly => $" ({Vi.LowerFirst(Vi.Quarter(day))})",
            Plans.Rhythm.HalfYearly => day.Month <= 6 ? $" (6 tháng đầu năm {day.Year})" : $" (6 tháng cuối năm {day.Year})",
            Plans.Rhythm.Yearly => $" (năm {day.Year})",
            _ => "",
        };
        return item.Content.Length + period.Length <= 500 ? item.Content + period : item.Content[..(499 - period.Length)] + "…" + period;
    }

    /// <summary>What the duties of each item say today, by item.</summary>
    public async Task<Dictionary<long, PlanProgress>> ProgressAsync(int planId, CancellationToken cancel = default)
    {
        var today = db.Clock.OfficeToday();
        var items = db.PlanItems.Where(x => x.PlanId == planId).Select(x => x.Id);
        var counted = await db.Duties.AsNoTracking().Where(x => x.PlanItemId != null && items.Contains(x.PlanItemId.Value) && x.Stage != DutyStage.Cancelled)
            .GroupBy(x => x.PlanItemId!.Value)
            .Select(x => new
            {
                Item = x.Key,
                OnTime = x.Count(d => d.Stage == DutyStage.Done && d.DoneOn <= d.DueOn),
                Late = x.Count(d => d.Stage == DutyStage.Done && d.DoneOn > d.DueOn),
                Open = x.Count(d => d.Stage == DutyStage.Open && (d.Paused || d.DueOn >= today)),
                Overdue = x.Count(d => d.Stage == DutyStage.Open && !d.Paused && d.DueOn < today),
                Awaiting = x.Count(d => d.Stage == DutyStage.AwaitingAcceptance),
            }).ToListAsync(cancel);
        return counted.ToDictionary(x => x.Item, x => new PlanProgress(x.OnTime, x.Late, x.Open, x.Overdue, x.Awaiting));
    }

    // A verb or the seed acts without a viewer; a person needs the right.
    private static void Check(Viewer? by)
    {
        if (by is not null && !MayEdit(by))
            throw new NotAllowed();
    }
}
