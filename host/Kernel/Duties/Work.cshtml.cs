using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

/// <summary>Whose work the page shows.</summary>
internal enum WorkScope
{
    Mine,
    Units,
    Led,

    /// <summary>The office head's desk over all units.</summary>
    Desk,
}

/// <summary>A coordinating share as the unit's list shows it.</summary>
internal sealed record ShareRow(long Id, long DutyId, string What, string DutyTitle, int UnitId, int? LeadUnitId, DateOnly DueOn);

/// <summary>The work of a person and of his units: what is late first, the next fourteen days, and quick reports.</summary>
[Authorize(Policies.Staff)]
internal sealed class WorkPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, DutyLedger ledger, OfficeDesk desk, Urging urging, DelegationBook delegations, SiteAddress site) : PageModel
{
    private const int StripDays = 14;
    private const int MostShares = 50;
    private const int AwayDays = 14;
    private const int ShownFailures = 8;

    public Viewer Viewer { get; private set; } = null!;
    public WorkingCalendar Calendar { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public WorkScope Scope { get; private set; }
    public IReadOnlyList<(WorkScope Scope, string Title)> Scopes { get; private set; } = [];
    public DutyFilter Filter { get; private set; } = new();
    public DutyTable Table { get; private set; } = null!;
    public int Number { get; private set; } = 1;
    public int Total { get; private set; }
    public int OpenCount { get; private set; }
    public (int Count, int WorstWorkingDays, string Href) Late { get; private set; }
    public (int Count, string Text, string Href) Soon { get; private set; }
    public (int Count, string Href) Returned { get; private set; }
    public (int Count, string Href) Awaiting { get; private set; }
    public IReadOnlyList<StripDay> Strip { get; private set; } = [];
    public DaysOff? NextBreak { get; private set; }
    public IReadOnlyList<ShareRow> Shares { get; private set; } = [];
    public IReadOnlyList<DeskSection> Desk { get; private set; } = [];
    public int WithoutUnitCount { get; private set; }
    public IReadOnlyList<AwaitingDuty> ToConfirm { get; private set; } = [];
    public IReadOnlyList<AskedExtension> ToDecide { get; private set; } = [];
    public string Message { get; private set; } = "";

    /// <summary>Who of the units is away now or within the next days.</summary>
    public IReadOnlyList<Delegation> Away { get; private set; } = [];
    public IReadOnlyList<Person> Officers { get; private set; } = [];
    public bool CanName { get; private set; }

    [TempData(Key = "work.failed")]
    public string[]? Failed { get; set; }

    [BindProperty] public ChosenDuty[] Chosen { get; set; } = [];
    [BindProperty] public string? Act { get; set; }
    [BindProperty, Display(Name = "Người thực hiện")] public int? OfficerId { get; set; }
    [BindProperty] public long ReportId { get; set; }
    [BindProperty, Display(Name = "Kết quả, vướng mắc"), StringLength(2000)] public string? ReportText { get; set; }
    [BindProperty, Display(Name = "Việc tiếp theo"), StringLength(300)] public string? ReportNext { get; set; }
    [BindProperty, Display(Name = "Đơn vị chủ trì")] public int? UnitId { get; set; }
    [BindProperty, Display(Name = "Lý do"), StringLength(1000)] public string? Reason { get; set; }

    public OrganizationOn Organization => Viewer.Organization;

    public string Title => Scope switch
    {
        WorkScope.Mine => "Việc của tôi",
        WorkScope.Led => "Việc thuộc lĩnh vực phụ trách",
        WorkScope.Desk => "Điều hành chung",
        _ => Viewer.Units.Count == 1 ? $"Việc của {Organization.UnitName(Viewer.Units.First())}" : "Việc của đơn vị",
    };

    public IEnumerable<SelectListItem> Units => Organization.Units.Select(x => new SelectListItem(x.Name, x.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await ReadScopeAsync();
        if (Request.Query["tep"] == "xlsx")
        {
            var sheet = await DutyRows.SheetAsync(Listed().Ordered(DutyOrder.LateFirst, db), Viewer, Calendar, Today, cancel);
            return File(sheet, DutyRows.SheetType, $"nhiem-vu-{Today:yyyy-MM-dd}.xlsx");
        }
        await ReadAsync(cancel);
        return Page();
    }

    /// <summary>A quick report from the list.</summary>
    public async Task<IActionResult> OnPostReportAsync(CancellationToken cancel)
    {
        await ReadScopeAsync();
        if (!ModelState.IsValid)
            return await AgainAsync(cancel);
        try
        {
            await ledger.ReportProgressAsync(ReportId, ReportText, ReportNext, Viewer, cancel);
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError(refusal.Field == "Progress" ? nameof(ReportText) : "", refusal.Message);
            return await AgainAsync(cancel);
        }
        this.Note("Đã ghi báo cáo tiến độ");
        return LocalRedirect($"{Address(Filter, page: Number)}#v{ReportId}");
    }

    /// <summary>One act on many duties: each is done or refused by itself, and the result says which and why.</summary>
    public async Task<IActionResult> OnPostManyAsync(CancellationToken cancel)
    {
        await ReadScopeAsync();
        if (Chosen.Length == 0)
            ModelState.AddModelError("", "Chưa chọn nhiệm vụ nào");
        else if (Act is not ("assign" or "declare"))
            ModelState.AddModelError("", "Chưa chọn việc cần làm với các nhiệm vụ đã chọn");
        else if (Act == "assign" && OfficerId is null)
            ModelState.AddModelError(nameof(OfficerId), "Chưa chọn người thực hiện");
        if (!ModelState.IsValid)
            return await AgainAsync(cancel);
        var failed = new List<string>();
        var done = await EachAsync(failed, (id, version) => Act == "assign"
            ? ledger.NameOfficerAsync(id, OfficerId!.Value, Viewer, version, cancel)
            : ledger.DeclareDoneAsync(id, null, Viewer, version, cancel), cancel);
        return Told(Act == "assign" ? "Đã phân công" : "Đã báo cáo hoàn thành", done, failed);
    }

    /// <summary>From the desk: gives or moves the ticked duties to a unit, or urges their heads. Each by itself, and the result says which not and why.</summary>
    public async Task<IActionResult> OnPostDeskAsync(CancellationToken cancel)
    {
        await ReadScopeAsync();
        if (Scope != WorkScope.Desk)
            throw new NotAllowed();
        if (Chosen.Length == 0)
            ModelState.AddModelError("", "Chưa chọn nhiệm vụ nào");
        else if (Act is not ("give" or "urge"))
            ModelState.AddModelError("", "Chưa chọn việc cần làm với các nhiệm vụ đã chọn");
        else if (Act == "give" && Organization.Units.All(x => x.Id != UnitId))
            ModelState.AddModelError(nameof(UnitId), "Chưa chọn đơn vị chủ trì");
        if (!ModelState.IsValid)
            return await AgainAsync(cancel);
        var failed = new List<string>();
        if (Act == "give")
            return Told($"Đã giao {Organization.UnitName(UnitId)} chủ trì", await EachAsync(failed, (id, version) => ledger.AssignAsync(id, UnitId!.Value, Reason, Viewer, version, cancel), cancel), failed);
        try
        {
            var urged = await urging.UrgeAsync([.. Chosen.Select(x => x.Id)], Viewer, cancel);
            failed.AddRange(urged.Refused);
            return Told("Đã đôn đốc", urged.Duties, failed, urged.Mails == 0 ? "" : $" bằng {Vi.Number(urged.Mails)} thư");
        }
        catch (EditConflict conflict)
        {
            this.Refuse(conflict);
            return await AgainAsync(cancel);
        }
    }

    private async Task<int> EachAsync(List<string> failed, Func<long, Guid, Task> act, CancellationToken cancel)
    {
        var done = 0;
        foreach (var (id, version) in Chosen.DistinctBy(x => x.Id).Take(200))
        {
            try
            {
                await act(id, version);
                done++;
            }
            catch (Refusal refusal)
            {
                var title = await Viewer.Visible(db.Duties).AsNoTracking().Where(x => x.Id == id).Select(x => x.Title).FirstOrDefaultAsync(cancel) ?? $"Nhiệm vụ số {id}";
                failed.Add($"{(title.Length <= 90 ? title : title[..89] + "…")}: {refusal.Message}");
            }
            // What a refused act has already changed in memory must not be saved with the next one.
            db.ChangeTracker.Clear();
        }
        return done;
    }

    private LocalRedirectResult Told(string what, int done, List<string> failed, string how = "")
    {
        this.Note(failed.Count == 0 ? $"{what} {Vi.Number(done)} nhiệm vụ{how}" : $"{what} {Vi.Number(done)} nhiệm vụ{how}, {Vi.Number(failed.Count)} nhiệm vụ không được",
            failed.Count == 0 ? WordTone.Done : WordTone.Soon);
        Failed = failed.Count == 0 ? null : [.. failed.Take(ShownFailures), .. failed.Count > ShownFailures ? [$"và {failed.Count - ShownFailures} nhiệm vụ khác"] : Array.Empty<string>()];
        return LocalRedirect(Address(Filter, page: Number));
    }

    /// <summary>This page's address with another filter, scope, page or opened row.</summary>
    public string Address(DutyFilter filter, WorkScope? scope = null, int page = 1, long? open = null, string? more = null)
    {
        var path = filter.ToPath("/lam-viec");
        void Add(string part) => path += (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + part;
        Add("xem=" + ScopeKey(scope ?? Scope));
        if (page > 1)
            Add($"{PageLinksTagHelper.Parameter}={page}");
        if (open is not null)
            Add($"bao={open}");
        if (more is not null)
            Add(more);
        return path;
    }

    private static string ScopeKey(WorkScope scope) => scope switch { WorkScope.Mine => "toi", WorkScope.Led => "phu-trach", WorkScope.Desk => "dieu-hanh", _ => "don-vi" };

    private async Task<IActionResult> AgainAsync(CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await ReadAsync(cancel);
        return Page();
    }

    private async Task ReadScopeAsync()
    {
        Viewer = await current.RequireAsync();
        (Calendar, _) = await snapshots.ReadAsync(db);
        Today = db.Clock.OfficeToday();
        var scopes = new List<(WorkScope, string)>();
        if (Viewer.ActsAsOfficeHead || Viewer.ActsAsChairman)
            scopes.Add((WorkScope.Desk, "Điều hành chung"));
        scopes.Add((WorkScope.Mine, "Việc của tôi"));
        if (Viewer.Units.Count > 0)
            scopes.Add((WorkScope.Units, "Việc của đơn vị"));
        if (Viewer.SeesStatus && !Viewer.Roles.Contains(Role.Observer) && Viewer.LedUnits.Count > 0)
            scopes.Add((WorkScope.Led, "Lĩnh vực phụ trách"));
        Scopes = scopes;
        var usual = Viewer.Roles.Any(x => x is Role.Chairman or Role.DeputyChairman) && scopes.Exists(x => x.Item1 == WorkScope.Led) ? WorkScope.Led
            : Viewer.Roles.Contains(Role.OfficeHead) ? WorkScope.Desk
            : Viewer.HeadedUnits.Count > 0 || Viewer.Roles.Contains(Role.UnitDeputy) ? WorkScope.Units : WorkScope.Mine;
        var asked = Request.Query["xem"].ToString() switch { "toi" => WorkScope.Mine, "don-vi" => WorkScope.Units, "phu-trach" => WorkScope.Led, "dieu-hanh" => WorkScope.Desk, _ => usual };
        Scope = scopes.Exists(x => x.Item1 == asked) ? asked : WorkScope.Mine;
        Filter = DutyFilter.Read(name => Request.Query[name]);
        Number = int.TryParse(Request.Query[PageLinksTagHelper.Parameter], out var page) && page is > 0 and < 100_000 ? page : 1;
    }

    // The same query counts the tiles and fills the list: a tile opens what it counts.
    private IQueryable<Duty> Scoped(DutyFilter filter)
    {
        var duties = filter.Apply(db, Viewer, Today);
        int?[] officers = [.. Viewer.AnswersFor.Select(x => (int?)x)];
        int?[] units = [.. (Scope == WorkScope.Led ? Viewer.LedUnits : Viewer.Units).Select(x => (int?)x)];
        return Scope == WorkScope.Mine ? duties.Where(x => officers.Contains(x.OfficerId)) : duties.Where(x => units.Contains(x.LeadUnitId));
    }

    private IQueryable<Duty> Listed() => Scoped(Filter.State is null ? Filter with { State = "mo" } : Filter);

    private async Task ReadAsync(CancellationToken cancel)
    {
        if (Viewer.ActsAsOfficeHead || Viewer.ActsAsChairman)
            WithoutUnitCount = await new DutyFilter { State = "chua-giao" }.Apply(db, Viewer, Today).CountAsync(cancel);
        if (Scope == WorkScope.Desk)
        {
            Desk = await desk.ReadAsync(Viewer, Calendar, Today, cancel);
            return;
        }
        var listed = Listed();
        Total = await listed.CountAsync(cancel);
        if ((Number - 1) * DutyRows.PageSize >= Total)
            Number = 1;
        var rows = await listed.Ordered(DutyOrder.LateFirst, db).Skip((Number - 1) * DutyRows.PageSize).Take(DutyRows.PageSize).AsRows(Viewer).ToListAsync(cancel);
        Table = new DutyTable(rows, Viewer, Calendar, Today, Title)
        {
            TickForm = Scope == WorkScope.Led || rows.TrueForAll(x => x.Stage != DutyStage.Open) ? null : "loat",
            ShowUnit = Scope != WorkScope.Units || Viewer.Units.Count > 1,
            ShowOfficer = Scope != WorkScope.Mine,
            Quick = id => Address(Filter, page: Number, open: id),
            Opened = ReportId > 0 ? ReportId : long.TryParse(Request.Query["bao"], out var open) ? open : null,
            QuickAction = Address(Filter, page: Number, more: "handler=Report"),
            Ticked = [.. Chosen.Select(x => x.Id)],
        };
        await ReadTilesAsync(cancel);
        await ReadStripAsync(cancel);
        await ReadSharesAsync(cancel);
        if (Viewer.SeesStatus)
        {
            ToConfirm = await Decisions.AwaitingAsync(db, Viewer, Calendar, cancel: cancel);
            ToDecide = await Decisions.ExtensionsAsync(db, Viewer, cancel: cancel);
        }
        var unit = Filter.UnitId ?? (Viewer.HeadedUnits.Count == 1 ? Viewer.HeadedUnits.First() : null);
        Officers = Scope == WorkScope.Led ? [] : [.. (unit is { } one ? [one] : Viewer.Units.ToArray()).SelectMany(Organization.Members).DistinctBy(x => x.Id)];
        CanName = rows.Exists(x => Viewer.CanLead(x.AsDuty()));
        Away = Scope == WorkScope.Units ? await delegations.AwayAsync(Organization, Viewer.Units, Today, AwayDays, cancel) : [];
        Message = await DutyMessage.WriteAsync(db, Scoped(new DutyFilter()), Title, Calendar, Today, site, cancel: cancel);
    }

    private async Task ReadTilesAsync(CancellationToken cancel)
    {
        OpenCount = await Scoped(new DutyFilter { State = "mo" }).CountAsync(cancel);
        var late = new DutyFilter { State = DutyFilter.KeyOf(DutyState.OpenOverdue) };
        var worst = await Scoped(late).MinAsync(x => (DateOnly?)x.DueOn, cancel);
        Late = (await Scoped(late).CountAsync(cancel), worst is { } day ? Calendar.WorkingDaysBetween(day, Today) : 0, Address(late));
        NextBreak = Calendar.DaysOffAfter(Today);
        // Before a long break everything must be done by its eve; else the next seven working days.
        var until = NextBreak is { } off ? off.From.AddDays(-1) : Calendar.AddWorkingDays(Today, 7);
        var soon = new DutyFilter { State = DutyFilter.KeyOf(DutyState.OpenInTime), DueFrom = Today, DueTo = until };
        Soon = (await Scoped(soon).CountAsync(cancel), NextBreak is { } rest ? $"đến hạn trước kỳ nghỉ {rest.Name}" : "đến hạn trong 7 ngày làm việc tới", Address(soon));
        var returned = new DutyFilter { State = "tra-lai" };
        Returned = (await Scoped(returned).CountAsync(cancel), Address(returned));
        var awaiting = new DutyFilter { State = DutyFilter.KeyOf(DutyState.AwaitingAcceptance) };
        Awaiting = (await Scoped(awaiting).CountAsync(cancel), Address(awaiting));
    }

    private async Task ReadStripAsync(CancellationToken cancel)
    {
        var inTime = new DutyFilter { State = DutyFilter.KeyOf(DutyState.OpenInTime), DueFrom = Today, DueTo = Today.AddDays(StripDays - 1) };
        var counts = await Scoped(inTime).GroupBy(x => x.DueOn).Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, cancel);
        Strip = [.. Enumerable.Range(0, StripDays).Select(Today.AddDays).Select(day => new StripDay(day, counts.GetValueOrDefault(day), !Calendar.IsWorkingDay(day),
            DutyRows.DayRemark(Calendar, day), Address(inTime with { DueFrom = day, DueTo = day })))];
    }

    private async Task ReadSharesAsync(CancellationToken cancel)
    {
        if (Scope == WorkScope.Led)
            return;
        int?[] officers = [.. Viewer.AnswersFor.Select(x => (int?)x)];
        int[] units = [.. Viewer.Units];
        var mine = Scope == WorkScope.Mine;
        Shares = await db.DutyShares.AsNoTracking().Where(x => x.DoneOn == null && (mine ? officers.Contains(x.OfficerId) : units.Contains(x.UnitId)))
            .Join(db.Duties.Where(x => !x.Confidential && (x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance)), x => x.DutyId, x => x.Id, (share, duty) => new { share, duty })
            .OrderBy(x => x.share.DueOn).ThenBy(x => x.share.Id).Take(MostShares)
            .Select(x => new ShareRow(x.share.Id, x.duty.Id, x.share.What, x.duty.Title, x.share.UnitId, x.duty.LeadUnitId, x.share.DueOn)).ToListAsync(cancel);
    }
}
