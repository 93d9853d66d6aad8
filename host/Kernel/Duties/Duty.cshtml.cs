using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

/// <summary>
/// One duty: what, why, why on this date, its proofs and its history, and the acts that this person may do today. Each act
/// posts to a handler of its own; what was typed stays when the ledger refuses.
/// </summary>
[Authorize(Policies.Staff)]
internal sealed class DutyPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, DutyLedger ledger, EvidenceStore store) : PageModel
{
    private const int MostFiles = 10;

    public Viewer Viewer { get; private set; } = null!;
    public WorkingCalendar Calendar { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public Duty Duty { get; private set; } = null!;
    public CatalogueEntry? Entry { get; private set; }
    public Plans.PlanItem? PlanItem { get; private set; }
    public int? PlanYear { get; private set; }
    public IReadOnlyList<EvidenceFile> Files { get; private set; } = [];
    public IReadOnlyList<DutyEvent> History { get; private set; } = [];
    public DutyExplanation Explanation { get; private set; } = null!;
    public Person? Accepter { get; private set; }
    public (int TimesLeft, DateOnly? Latest, string? Condition)? LegalLimit { get; private set; }
    public DutyRow Row { get; private set; } = null!;

    /// <summary>The act that was refused: its form stands open.</summary>
    public string? RefusedAct { get; private set; }

    [BindProperty] public Guid? Version { get; set; }
    [BindProperty] public long? ShareId { get; set; }
    [BindProperty] public Guid? ShareVersion { get; set; }
    [BindProperty] public long? ExtensionId { get; set; }
    [BindProperty] public Guid? ExtensionVersion { get; set; }

    [BindProperty, Display(Name = "Kết quả, vướng mắc"), DataType(DataType.MultilineText), StringLength(2000)] public string? Progress { get; set; }
    [BindProperty, Display(Name = "Việc tiếp theo"), StringLength(300)] public string? NextStep { get; set; }
    [BindProperty, Display(Name = "Tài liệu, hình ảnh chứng minh")] public List<IFormFile>? Uploads { get; set; }
    [BindProperty, Display(Name = "Chú thích của tệp"), StringLength(300)] public string? Caption { get; set; }
    [BindProperty, Display(Name = "Kết quả thực hiện"), DataType(DataType.MultilineText), StringLength(2000)] public string? DoneNote { get; set; }
    [BindProperty, Display(Name = "Đề nghị đến hết ngày")] public DateOnly? Until { get; set; }
    [BindProperty, Display(Name = "Lý do đề nghị gia hạn"), DataType(DataType.MultilineText), StringLength(1000)] public string? ExtensionReason { get; set; }
    [BindProperty, Display(Name = "Người thực hiện")] public int? OfficerId { get; set; }
    [BindProperty, Display(Name = "Lý do trả lại Văn phòng"), DataType(DataType.MultilineText), StringLength(1000)] public string? NotOursReason { get; set; }
    [BindProperty, Display(Name = "Đơn vị phối hợp")] public int? ShareUnitId { get; set; }
    [BindProperty, Display(Name = "Nội dung phối hợp"), DataType(DataType.MultilineText), StringLength(500)] public string? ShareWhat { get; set; }
    [BindProperty, Display(Name = "Thời hạn phối hợp")] public DateOnly? ShareDueOn { get; set; }
    [BindProperty, Display(Name = "Nội dung phối hợp"), DataType(DataType.MultilineText), StringLength(500)] public string? ChangedWhat { get; set; }
    [BindProperty, Display(Name = "Thời hạn phối hợp")] public DateOnly? ChangedDueOn { get; set; }
    [BindProperty, Display(Name = "Lý do bỏ đơn vị phối hợp"), DataType(DataType.MultilineText), StringLength(1000)] public string? RemoveReason { get; set; }
    [BindProperty, Display(Name = "Kết quả phối hợp"), DataType(DataType.MultilineText), StringLength(1000)] public string? ShareNote { get; set; }
    [BindProperty, Display(Name = "Tài liệu, hình ảnh chứng minh")] public List<IFormFile>? ShareFiles { get; set; }
    [BindProperty, Display(Name = "Lý do trả lại"), DataType(DataType.MultilineText), StringLength(1000)] public string? Reason { get; set; }
    [BindProperty, Display(Name = "Lý do quyết định"), DataType(DataType.MultilineText), StringLength(1000)] public string? DecisionReason { get; set; }
    [BindProperty, Display(Name = "Đơn vị chủ trì")] public int? UnitId { get; set; }
    [BindProperty, Display(Name = "Lý do chuyển đơn vị"), DataType(DataType.MultilineText), StringLength(1000)] public string? AssignReason { get; set; }
    [BindProperty, Display(Name = "Ý kiến chỉ đạo"), DataType(DataType.MultilineText), StringLength(2000)] public string? DirectionText { get; set; }
    [BindProperty, Display(Name = "Người chỉ đạo")] public int? DirectedById { get; set; }
    [BindProperty, Display(Name = "Lý do tạm dừng"), DataType(DataType.MultilineText), StringLength(600)] public string? PauseReason { get; set; }
    [BindProperty, Display(Name = "Lý do thôi thực hiện"), DataType(DataType.MultilineText), StringLength(1000)] public string? CancelReason { get; set; }
    [BindProperty, Display(Name = "Nội dung nhiệm vụ"), StringLength(500)] public string? Title { get; set; }
    [BindProperty, Display(Name = "Phải làm gì"), DataType(DataType.MultilineText), StringLength(4000)] public string? What { get; set; }
    [BindProperty, Display(Name = "Sản phẩm"), StringLength(400)] public string? Product { get; set; }
    [BindProperty, Display(Name = "Việc tiếp theo"), StringLength(300)] public string? Next { get; set; }

    public OrganizationOn Organization => Viewer.Organization;
    public bool IsOpen => Duty.Stage == DutyStage.Open;
    public bool IsRunning => Duty.Stage is DutyStage.Open or DutyStage.AwaitingAcceptance;

    public bool CanReport => IsRunning && Viewer.CanWorkOn(Duty);
    public bool CanDeclare => IsOpen && Viewer.CanWorkOn(Duty);
    public bool AsksForProof => Duty.RequiresEvidence || DutyClock.NobodyElseSees(Organization, Duty);
    public bool SelfCloses => Duty.Accepter == AccepterKind.SelfClosing || DutyClock.NobodyElseSees(Organization, Duty);
    public bool MissesProof => AsksForProof && !Files.Any(x => x.ShareId is null);
    public bool CanAskExtension => IsOpen && !Duty.Paused && Pending is null && (Viewer.CanLead(Duty) || Duty.OfficerId == Viewer.Id);
    public bool CanNameOfficer => IsRunning && Viewer.CanName(Duty);
    public bool CanReturn => IsOpen && Viewer.CanLead(Duty) && Calendar.WorkingDaysBetween(Duty.AssignedOn, Today) <= 1;
    public bool CanAddShare => IsRunning && (Viewer.CanLead(Duty) || Viewer.CanAssign(Duty));

    /// <summary>The share whose form stands open: asked for in the address («phan»), or just refused.</summary>
    public DutyShare? ChangedShare => CanAddShare && RefusedAct is null or "ChangeShare" or "RemoveShare" ? Duty.Shares.FirstOrDefault(x => x.Id == ShareId && x.DoneOn is null) : null;

    public bool CanAssign => IsRunning && Viewer.CanAssign(Duty);
    public bool CanPause => IsOpen && !Duty.Paused && Duty.DueOn >= Today && (Viewer.CanLead(Duty) || Viewer.CanAssign(Duty));
    public bool CanResume => Duty.Paused && (Viewer.CanLead(Duty) || Viewer.CanAssign(Duty));
    public bool CanCancel => IsRunning && Viewer.CanDecide(Duty);
    public bool CanEdit => IsRunning && (Viewer.CanAssign(Duty) || Duty.CreatedById == Viewer.Id);
    public bool CanAccept => Duty.Stage == DutyStage.AwaitingAcceptance && !Duty.IsDoneBy(Viewer.Id)
        && (Accepter?.Id == Viewer.Id || Viewer.ActsAsChairman || Viewer.CanDecide(Duty));
    public DutyExtension? Pending => !IsOpen ? null : Duty.Extensions.FirstOrDefault(x => x.Decision == ExtensionDecision.Pending);
    public bool CanDecideExtension => IsOpen && Pending is { } asked && asked.RequestedById != Viewer.Id && Viewer.CanDecide(Duty);

    /// <summary>
    /// The version that the forms carry: after a refusal the one that was sent, because the page still speaks of that record;
    /// after a conflict, of which the person has now been told, the stored one.
    /// </summary>
    public Guid Seen => Version ?? Duty.Version;

    public Guid SeenOf(DutyShare share) => share.Id == ShareId && ShareVersion is { } sent ? sent : share.Version;
    public Guid SeenOf(DutyExtension extension) => extension.Id == ExtensionId && ExtensionVersion is { } sent ? sent : extension.Version;

    /// <summary>Who decides on an extension in the first place.</summary>
    public Person? Decider => Duty.Confidential ? Organization.Chairman : Organization.LeaderOf(Duty.LeadUnitId);

    public IEnumerable<SelectListItem> Members => Duty.LeadUnitId is { } unit
        ? Organization.Members(unit).Select(x => new SelectListItem($"{x.FullName}, {Vi.LowerFirst(Organization.TitleOf(x.Id))}", Text(x.Id))) : [];

    public IEnumerable<SelectListItem> Units => Organization.Units.Where(x => x.Id != Duty.LeadUnitId).Select(x => new SelectListItem(x.Name, Text(x.Id)));

    public IEnumerable<SelectListItem> OtherUnits => Units.Where(x => !Duty.Shares.Exists(share => Text(share.UnitId) == x.Value));

    public IEnumerable<SelectListItem> Leaders => Organization.People
        .Where(x => Organization.RolesOf(x.Id).Any(role => role is Role.Chairman or Role.DeputyChairman or Role.OfficeHead)).Select(x => new SelectListItem(x.FullName, Text(x.Id)));

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        ShareId = long.TryParse(Request.Query["phan"], CultureInfo.InvariantCulture, out var share) ? share : null;
        await ReadAsync(id, cancel);
        FillForms();
        return Page();
    }

    /// <summary>Words, files or both; together they are saved or refused together.</summary>
    public Task<IActionResult> OnPostProgressAsync(long id, CancellationToken cancel) => ActAsync(id, "Progress", "Đã ghi báo cáo tiến độ", async () =>
    {
        var files = Uploads ?? [];
        if (files.Count > MostFiles)
            throw new Refusal($"Mỗi lần đính kèm tối đa {MostFiles} tệp", nameof(Uploads));
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (files.Count == 0 || !string.IsNullOrWhiteSpace(Progress))
            await ledger.ReportProgressAsync(id, Progress, NextStep, Viewer, cancel);
        await AttachAsync(id, null, files, cancel);
        await transaction.CommitAsync(cancel);
    }, ("Progress", nameof(Progress)), ("Files", nameof(Uploads)));

    public Task<IActionResult> OnPostDeclareAsync(long id, CancellationToken cancel) => ActAsync(id, "Declare",
        "Đã báo cáo hoàn thành", () => ledger.DeclareDoneAsync(id, DoneNote, Viewer, Version ?? Guid.Empty, cancel), ("Files", nameof(Uploads)));

    public Task<IActionResult> OnPostAskExtensionAsync(long id, CancellationToken cancel) => ActAsync(id, "Extend",
        () => $"Đã ghi nhận đề nghị gia hạn đến ngày {Vi.Date(Until)}. Thời hạn hiện tại vẫn là {Vi.Date(Duty.DueOn)} cho đến khi có quyết định",
        () => ledger.AskExtensionAsync(id, Until, ExtensionReason, Viewer, Version ?? Guid.Empty, cancel), ("Reason", nameof(ExtensionReason)));

    public Task<IActionResult> OnPostOfficerAsync(long id, CancellationToken cancel) => ActAsync(id, "Officer",
        "Đã phân công người thực hiện", () => ledger.NameOfficerAsync(id, OfficerId ?? 0, Viewer, Version ?? Guid.Empty, cancel));

    public async Task<IActionResult> OnPostNotOursAsync(long id, CancellationToken cancel)
    {
        var result = await ActAsync(id, "NotOurs", "Đã trả lại Văn phòng; thời hạn giữ nguyên",
            () => ledger.ReturnAsNotOursAsync(id, NotOursReason, Viewer, Version ?? Guid.Empty, cancel), ("Reason", nameof(NotOursReason)));
        // The unit may not see what is no longer its own.
        return result is RedirectResult or LocalRedirectResult ? LocalRedirect("/lam-viec") : result;
    }

    public Task<IActionResult> OnPostAddShareAsync(long id, CancellationToken cancel) => ActAsync(id, "Share", "Đã thêm đơn vị phối hợp",
        () => ledger.AddShareAsync(id, new NewShare(ShareUnitId ?? 0, ShareWhat ?? "", ShareDueOn), Viewer, cancel));

    public Task<IActionResult> OnPostChangeShareAsync(long id, CancellationToken cancel) => ActAsync(id, "ChangeShare", "Đã sửa phần phối hợp",
        () => ledger.ChangeShareAsync(ShareId ?? 0, ChangedWhat, ChangedDueOn, Viewer, ShareVersion ?? Guid.Empty, cancel), ("ShareWhat", nameof(ChangedWhat)), ("ShareDueOn", nameof(ChangedDueOn)));

    public Task<IActionResult> OnPostRemoveShareAsync(long id, CancellationToken cancel) => ActAsync(id, "RemoveShare", "Đã bỏ đơn vị phối hợp",
        () => ledger.RemoveShareAsync(ShareId ?? 0, RemoveReason, Viewer, ShareVersion ?? Guid.Empty, cancel), ("Reason", nameof(RemoveReason)));

    public Task<IActionResult> OnPostShareDoneAsync(long id, CancellationToken cancel) => ActAsync(id, "ShareDone", "Đã báo cáo hoàn thành phần phối hợp", async () =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await AttachAsync(id, ShareId, ShareFiles ?? [], cancel);
        await ledger.ReportShareDoneAsync(ShareId ?? 0, ShareNote, Viewer, ShareVersion ?? Guid.Empty, cancel);
        await transaction.CommitAsync(cancel);
    }, ("Note", nameof(ShareNote)), ("Files", nameof(ShareFiles)));

    public Task<IActionResult> OnPostAcceptAsync(long id, CancellationToken cancel) => ActAsync(id, "Accept",
        "Đã xác nhận hoàn thành", () => ledger.AcceptAsync(id, Viewer, Version ?? Guid.Empty, cancel));

    public Task<IActionResult> OnPostSendBackAsync(long id, CancellationToken cancel) => ActAsync(id, "Accept",
        "Đã trả lại, đề nghị bổ sung", () => ledger.SendBackAsync(id, Reason, Viewer, Version ?? Guid.Empty, cancel), ("Reason", nameof(Reason)));

    public Task<IActionResult> OnPostGrantAsync(long id, CancellationToken cancel) => ActAsync(id, "Decide",
        "Đã đồng ý gia hạn", () => ledger.DecideExtensionAsync(ExtensionId ?? 0, true, DecisionReason, Viewer, ExtensionVersion ?? Guid.Empty, cancel), ("Reason", nameof(DecisionReason)));

    public Task<IActionResult> OnPostRefuseAsync(long id, CancellationToken cancel) => ActAsync(id, "Decide",
        "Đã ghi quyết định: không đồng ý gia hạn", () => ledger.DecideExtensionAsync(ExtensionId ?? 0, false, DecisionReason, Viewer, ExtensionVersion ?? Guid.Empty, cancel), ("Reason", nameof(DecisionReason)));

    public Task<IActionResult> OnPostAssignAsync(long id, CancellationToken cancel) => ActAsync(id, "Assign",
        () => $"Đã giao {Organization.UnitName(UnitId)} chủ trì; thời hạn giữ nguyên",
        () => ledger.AssignAsync(id, UnitId ?? 0, AssignReason, Viewer, Version ?? Guid.Empty, cancel), ("Reason", nameof(AssignReason)));

    public Task<IActionResult> OnPostDirectAsync(long id, CancellationToken cancel) => ActAsync(id, "Direct",
        "Đã ghi ý kiến chỉ đạo", () => DirectedById is null || Leaders.Any(x => x.Value == Text(DirectedById.Value))
            ? ledger.DirectAsync(id, DirectionText, DirectedById, Viewer, Version ?? Guid.Empty, cancel)
            : throw new Refusal("Chưa chọn người chỉ đạo", nameof(DirectedById)), ("Direction", nameof(DirectionText)));

    public Task<IActionResult> OnPostPauseAsync(long id, CancellationToken cancel) => ActAsync(id, "Pause",
        "Đã tạm dừng tính thời hạn", () => ledger.PauseAsync(id, PauseReason, Viewer, Version ?? Guid.Empty, cancel), ("Reason", nameof(PauseReason)));

    public Task<IActionResult> OnPostResumeAsync(long id, CancellationToken cancel) => ActAsync(id, "Pause",
        "Đã tính tiếp thời hạn", () => ledger.ResumeAsync(id, Viewer, Version ?? Guid.Empty, cancel));

    public Task<IActionResult> OnPostCancelAsync(long id, CancellationToken cancel) => ActAsync(id, "Cancel",
        "Đã thôi thực hiện nhiệm vụ", () => ledger.CancelAsync(id, CancelReason, Viewer, Version ?? Guid.Empty, cancel), ("Reason", nameof(CancelReason)));

    public Task<IActionResult> OnPostDescribeAsync(long id, CancellationToken cancel) => ActAsync(id, "Describe",
        "Đã lưu nội dung nhiệm vụ", () => ledger.DescribeAsync(id, Title ?? "", What, Product, Next, Viewer, Version ?? Guid.Empty, cancel), ("Title", nameof(Title)));

    private Task<IActionResult> ActAsync(long id, string act, string done, Func<Task> run, params (string Ledger, string Mine)[] fields) => ActAsync(id, act, () => done, run, fields);

    // The ledger names the field of its own words; several forms of this page have a reason, so each says which is its own.
    private async Task<IActionResult> ActAsync(long id, string act, Func<string> done, Func<Task> run, params (string Ledger, string Mine)[] fields)
    {
        await ReadAsync(id, cancel: HttpContext.RequestAborted);
        var unreadable = !ModelState.IsValid;
        try
        {
            if (!unreadable)
            {
                await run();
                this.Note(done());
                return LocalRedirect($"/viec/{id}");
            }
        }
        catch (NotAllowed)
        {
            throw;
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError(fields.FirstOrDefault(x => x.Ledger == refusal.Field).Mine ?? refusal.Field ?? "", refusal.Message);
            if (refusal is EditConflict)
                Version = ShareVersion = ExtensionVersion = null;
        }
        RefusedAct = act;
        // What a refused act has already changed in memory must be neither shown nor saved.
        db.ChangeTracker.Clear();
        await ReadAsync(id, HttpContext.RequestAborted);
        FillForms();
        return Page();
    }

    // What the record says stands in the forms that were not the one just sent.
    private void FillForms()
    {
        if (RefusedAct != "Officer")
            OfficerId = Duty.OfficerId;
        if (RefusedAct != "Describe")
            (Title, What, Product, Next) = (Duty.Title, Duty.What, Duty.Product, Duty.NextStep);
        if (RefusedAct != "ChangeShare")
            (ChangedWhat, ChangedDueOn) = (ChangedShare?.What, ChangedShare?.DueOn);
        if (RefusedAct != "Progress")
            NextStep = Duty.NextStep;
        DirectedById ??= Viewer.Id;
    }

    private async Task AttachAsync(long id, long? shareId, List<IFormFile> files, CancellationToken cancel)
    {
        if (files.Count == 0)
            return;
        var duty = await ledger.ReadAsync(id, Viewer, cancel);
        foreach (var file in files)
        {
            await using var content = file.OpenReadStream();
            await store.AttachAsync(duty, shareId, file.FileName, content, Caption, Viewer, cancel);
        }
    }

    private async Task ReadAsync(long id, CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        (Calendar, _) = await snapshots.ReadAsync(db, cancel);
        Today = db.Clock.OfficeToday();
        Duty = await ledger.ReadAsync(id, Viewer, cancel);
        Files = await db.Evidence.AsNoTracking().Where(x => x.DutyId == id).OrderBy(x => x.Id).ToListAsync(cancel);
        History = await ledger.HistoryAsync(id, cancel);
        Entry = Duty.CatalogueKey is { } key
            ? await db.Catalogue.AsNoTracking().Include(x => x.Terms).Include(x => x.Bases).AsSplitQuery().FirstOrDefaultAsync(x => x.Key == key, cancel) : null;
        PlanItem = Duty.PlanItemId is { } item ? await db.PlanItems.AsNoTracking().FirstOrDefaultAsync(x => x.Id == item, cancel) : null;
        PlanYear = PlanItem is null ? null : await db.Plans.Where(x => x.Id == PlanItem.PlanId).Select(x => (int?)x.Year).FirstOrDefaultAsync(cancel);
        Explanation = DutyExplanation.Of(Calendar, Organization, Duty, Today);
        Accepter = IsRunning ? DutyClock.AccepterOn(Organization, Calendar, Duty, Today)?.Person : Organization.Person(Duty.AcceptedById);
        LegalLimit = CanAskExtension ? await ledger.LegalExtensionAsync(Calendar, Duty, cancel) : null;
        Row = await db.Duties.Where(x => x.Id == id).AsRows(Viewer).SingleAsync(cancel);
    }

    private static string Text(int id) => id.ToString(CultureInfo.InvariantCulture);
}
