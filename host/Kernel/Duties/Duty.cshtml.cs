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

/// <summary>One duty: what, why, why this date, its proofs, what happened, and the acts that this person may do.</summary>
[Authorize(Policies.Staff)]
[RequestSizeLimit(64 * 1024 * 1024)]
internal sealed class DutyPage(PlatformDb db, DutyLedger ledger, EvidenceStore evidence, CurrentViewer current, Snapshots snapshots) : PageModel
{
    [BindProperty, Display(Name = "Kết quả, vướng mắc"), StringLength(2000)] public string? Progress { get; set; }
    [BindProperty, Display(Name = "Việc tiếp theo"), StringLength(300)] public string? NextStep { get; set; }
    [BindProperty, Display(Name = "Đính kèm sản phẩm, chứng cứ")] public List<IFormFile> Uploads { get; set; } = [];
    [BindProperty, Display(Name = "Ghi chú"), StringLength(2000)] public string? DoneNote { get; set; }
    [BindProperty, Display(Name = "Lý do"), StringLength(1000)] public string? Reason { get; set; }
    [BindProperty, Display(Name = "Lý do quyết định"), StringLength(1000)] public string? DecisionReason { get; set; }
    [BindProperty, Display(Name = "Người thực hiện")] public int? OfficerId { get; set; }
    [BindProperty, Display(Name = "Ngày đề nghị gia hạn")] public DateOnly? Until { get; set; }
    [BindProperty, Display(Name = "Lý do đề nghị gia hạn"), StringLength(1000)] public string? ExtensionReason { get; set; }
    [BindProperty, Display(Name = "Lý do trả lại Văn phòng"), StringLength(1000)] public string? NotOursReason { get; set; }
    [BindProperty, Display(Name = "Đơn vị phối hợp")] public int? ShareUnitId { get; set; }
    [BindProperty, Display(Name = "Nội dung phối hợp"), StringLength(500)] public string? ShareWhat { get; set; }
    [BindProperty, Display(Name = "Thời hạn phối hợp")] public DateOnly? ShareDueOn { get; set; }
    [BindProperty, Display(Name = "Lý do tạm dừng"), StringLength(600)] public string? PauseReason { get; set; }
    [BindProperty, Display(Name = "Đơn vị chủ trì")] public int? UnitId { get; set; }
    [BindProperty, Display(Name = "Lý do chuyển"), StringLength(1000)] public string? AssignReason { get; set; }
    [BindProperty, Display(Name = "Ý kiến chỉ đạo"), StringLength(2000)] public string? DirectionText { get; set; }
    [BindProperty, Display(Name = "Lý do thôi thực hiện"), StringLength(1000)] public string? CancelReason { get; set; }
    [BindProperty, Display(Name = "Nội dung nhiệm vụ"), StringLength(500)] public string? Title { get; set; }
    [BindProperty, Display(Name = "Diễn giải"), StringLength(4000)] public string? What { get; set; }
    [BindProperty, Display(Name = "Sản phẩm"), StringLength(400)] public string? Product { get; set; }
    [BindProperty, Display(Name = "Việc tiếp theo"), StringLength(300)] public string? Next { get; set; }
    [BindProperty] public Guid? Version { get; set; }

    public Duty Duty { get; private set; } = null!;
    public Viewer Viewer { get; private set; } = null!;
    public WorkingCalendar Calendar { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public int Left { get; private set; }
    public (WordTone Tone, string Text) Word { get; private set; }
    public Person? Accepter { get; private set; }
    public CatalogueEntry? Entry { get; private set; }
    public IReadOnlyList<CatalogueBasis> Bases { get; private set; } = [];
    public TrustSource Trust => Duty.TermSource switch { TermSource.Law => TrustSource.Law, TermSource.Recalled => TrustSource.Recalled, _ => TrustSource.Default };
    public IReadOnlyList<string> Sentences { get; private set; } = [];
    public IReadOnlyList<GridDay> Grid { get; private set; } = [];
    public IReadOnlyList<EvidenceFile> Files { get; private set; } = [];
    public IReadOnlyList<EventEntry> Events { get; private set; } = [];
    public (int Year, string Number)? PlanItem { get; private set; }
    public IReadOnlyList<SelectListItem> Units { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Officers { get; private set; } = [];
    public string ExtensionHint { get; private set; } = "";

    /// <summary>Whether a folded act has an error and must stand open.</summary>
    public bool Opened(params string[] fields) => fields.Any(x => ModelState[x]?.Errors.Count > 0);

    public async Task OnGetAsync(long id, CancellationToken cancel)
    {
        await ReadAsync(id, cancel);
        (Title, What, Product, Next, Version) = (Duty.Title, Duty.What, Duty.Product, Duty.NextStep, Duty.Version);
    }

    public Task<IActionResult> OnPostProgressAsync(long id, CancellationToken cancel) => ActAsync(id, async viewer =>
    {
        if (Uploads.Count > 10)
            throw new Refusal("Mỗi lần đính kèm tối đa 10 tệp", nameof(Uploads));
        // All or nothing: a report whose second file is refused is not half-saved.
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var duty = await ledger.ReadAsync(id, viewer, cancel);
        foreach (var file in Uploads.Where(x => x.Length > 0))
        {
            await using var stream = file.OpenReadStream();
            await evidence.AttachAsync(duty, null, file.FileName, stream, null, viewer, cancel);
        }
        if (Uploads.Count == 0 || !string.IsNullOrWhiteSpace(Progress))
            await ledger.ReportProgressAsync(id, Progress, NextStep, viewer, cancel);
        await transaction.CommitAsync(cancel);
    }, "Đã báo cáo tiến độ", cancel);

    public Task<IActionResult> OnPostDeclareAsync(long id, CancellationToken cancel) => ActAsync(id, x => ledger.DeclareDoneAsync(id, DoneNote, x, Version, cancel), "Đã báo cáo hoàn thành, chờ xác nhận", cancel);
    public Task<IActionResult> OnPostAcceptAsync(long id, CancellationToken cancel) => ActAsync(id, x => ledger.AcceptAsync(id, x, Version, cancel), "Đã xác nhận hoàn thành", cancel);
    public Task<IActionResult> OnPostSendBackAsync(long id, CancellationToken cancel) => ActAsync(id, x => ledger.SendBackAsync(id, Reason, x, Version, cancel), "Đã trả lại nhiệm vụ", cancel);
    public Task<IActionResult> OnPostOfficerAsync(long id, CancellationToken cancel) => ActAsync(id, x => ledger.NameOfficerAsync(id, OfficerId ?? 0, x, Version, cancel), "Đã phân công người thực hiện", cancel);
    public Task<IActionResult> OnPostAskExtensionAsync(long id, CancellationToken cancel) => ActAsync(id, x => ledger.AskExtensionAsync(id, Until, ExtensionReason, x, Version, cancel), "Đã ghi nhận đề nghị gia hạn. Thời hạn hiện tại giữ nguyên cho đến khi có quyết định", cancel, "Reason", nameof(ExtensionReason));
    public Task<IActionResult> OnPostDecideAsync(long id, long extensionId, bool grant, CancellationToken cancel) => ActAsync(id, x => ledger.DecideExtensionAsync(extensionId, grant, DecisionReason, x, null, cancel), grant ? "Đã đồng ý gia hạn" : "Đã không đồng ý gia hạn", cancel, "Reason", nameof(DecisionReason));
    public Task<IActionResult> OnPostNotOursAsync(long id, CancellationToken cancel) => ActAsync(id, x => ledger.ReturnAsNotOursAsync(id, NotOursReason, x, Version, cancel), "Đã trả lại Văn phòng", cancel, "Reason", nameof(NotOursReason), "/lam-viec");
    public Task<IActionResult> OnPostAddShareAsync(long id, CancellationToken cancel) => ActAsync(id, x => ledger.AddShareAsync(id, new NewShare(ShareUnitId ?? 0, ShareWhat ?? "", ShareDueOn), x, cancel), "Đã thêm đơn vị phối hợp", cancel);
    public Task<IActionResult> OnPostShareDoneAsync(long id, long shareId, string? note, CancellationToken cancel) => ActAsync(id, x => ledger.ReportShareDoneAsync(shareId, note, x, cancel), "Đã báo cáo hoàn thành phần phối hợp", cancel);
    public Task<IActionResult> OnPostPauseAsync(long id, CancellationToken cancel) => ActAsync(id, x => ledger.PauseAsync(id, PauseReason, x, Version, cancel), "Đã tạm dừng tính thời hạn", cancel, "Reason", nameof(PauseReason));
    public Task<IActionResult> OnPostResumeAsync(long id, CancellationToken cancel) => ActAsync(id, x => ledger.ResumeAsync(id, x, Version, cancel), "Thời hạn được tính tiếp", cancel);
    public Task<IActionResult> OnPostAssignAsync(long id, CancellationToken cancel) => ActAsync(id, x => ledger.AssignAsync(id, UnitId ?? 0, AssignReason, x, Version, cancel), "Đã giao nhiệm vụ", cancel, "Reason", nameof(AssignReason));
    public Task<IActionResult> OnPostDirectAsync(long id, CancellationToken cancel) => ActAsync(id, x => ledger.DirectAsync(id, DirectionText, null, x, Version, cancel), "Đã ghi ý kiến chỉ đạo", cancel, "Direction", nameof(DirectionText));
    public Task<IActionResult> OnPostDescribeAsync(long id, CancellationToken cancel) => ActAsync(id, x => ledger.DescribeAsync(id, Title ?? "", What, Product, Next, x, Version ?? Guid.Empty, cancel), "Đã lưu nội dung nhiệm vụ", cancel);
    public Task<IActionResult> OnPostCancelAsync(long id, CancellationToken cancel) => ActAsync(id, x => ledger.CancelAsync(id, CancelReason, x, Version, cancel), "Đã thôi thực hiện nhiệm vụ", cancel, "Reason", nameof(CancelReason));

    private async Task<IActionResult> ActAsync(long id, Func<Viewer, Task> act, string done, CancellationToken cancel, string? from = null, string? to = null, string? next = null)
    {
        var viewer = await current.RequireAsync();
        if (ModelState.IsValid)
        {
            try
            {
                await act(viewer);
                this.Note(done);
                return LocalRedirect(next ?? $"/viec/{id.ToString(CultureInfo.InvariantCulture)}");
            }
            catch (NotAllowed)
            {
                throw;
            }
            catch (Refusal refusal)
            {
                var field = refusal.Field is "Files" ? nameof(Uploads) : refusal.Field == from && to is not null ? to : refusal.Field;
                ModelState.AddModelError(field ?? "", refusal.Message);
            }
        }
        db.ChangeTracker.Clear();
        await ReadAsync(id, cancel);
        Title ??= Duty.Title;
        return Page();
    }

    private async Task ReadAsync(long id, CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        (Calendar, Today) = (calendar, db.Clock.OfficeToday());
        Duty = await ledger.ReadAsync(id, Viewer, cancel);
        Left = calendar.WorkingDaysBetween(Today, Duty.DueOn);
        Word = DutyRows.Word(new DutyRow(Duty.Id, Duty.Title, Duty.Area, Duty.LeadUnitId, Duty.OfficerId, Duty.DueOn, Duty.Stage, Duty.Paused, Duty.Returned, Duty.ReturnReason,
            Duty.NextStep, Duty.DoneOn, Duty.Confidential, false, Duty.Product), calendar, Today);
        Accepter = DutyClock.AccepterOn(organization, calendar, Duty, Today);
        Files = await db.Evidence.AsNoTracking().Where(x => x.DutyId == id).OrderBy(x => x.Id).ToListAsync(cancel);
        Events = [.. (await ledger.HistoryAsync(id, cancel)).Select(x => new EventEntry($"{x.Text}. {x.By}", x.At.ToOffice(), Mark(x.Kind)))];
        if (Duty.CatalogueKey is { } key)
        {
            Entry = await db.Catalogue.AsNoTracking().Include(x => x.Bases).FirstOrDefaultAsync(x => x.Key == key, cancel);
            Bases = [.. Entry?.BasesOn(Duty.StartOn) ?? []];
        }
        if (Duty.PlanItemId is { } item)
        {
            var found = await db.PlanItems.AsNoTracking().Where(x => x.Id == item).Join(db.Plans, x => x.PlanId, x => x.Id, (x, plan) => new { plan.Year, x.Number }).FirstAsync(cancel);
            PlanItem = (found.Year, found.Number);
        }
        Explain();
        Units = [.. organization.Units.Select(x => new SelectListItem(x.Name, x.Id.ToString(CultureInfo.InvariantCulture)))];
        Officers = Duty.LeadUnitId is { } unit ? [.. organization.Members(unit).Select(x => new SelectListItem($"{x.FullName}, {organization.TitleOf(x.Id)}", x.Id.ToString(CultureInfo.InvariantCulture)))] : [];
        ExtensionHint = await ledger.LegalExtensionAsync(calendar, Duty, cancel) switch
        {
            null => "Lãnh đạo phụ trách quyết định.",
            { TimesLeft: 0 } => "Thời hạn này theo luật, căn cứ không cho gia hạn nữa.",
            { Latest: { } latest } limit => $"Luật cho gia hạn còn {limit.TimesLeft} lần, chậm nhất {Vi.DateWithDay(latest)}. {limit.Condition}",
            _ => "",
        };
    }

    private void Explain()
    {
        var sentences = new List<string>();
        if (Duty.TermKind == TermKind.FixedDate)
        {
            var shifted = Duty.Shift is { } shift ? LegalClock.Shift(Calendar, Duty.StartOn, shift) : Duty.StartOn;
            sentences.Add(shifted == Duty.StartOn
                ? $"Thời hạn ấn định là ngày {Vi.DateWithDay(Duty.StartOn)}."
                : $"Ngày theo {(Duty.PlanItemId is null ? "danh mục" : "kế hoạch")} là {Vi.DateWithDay(Duty.StartOn)}, {(Calendar.IsWorkingDay(Duty.StartOn) ? "chuyển về ngày làm việc cuối cùng của tháng" : $"là ngày nghỉ ({Calendar.NameOf(Duty.StartOn)})")}, nên thời hạn là {Vi.DateWithDay(shifted)}.");
            if (Calendar.EntryOn(Duty.StartOn) is { Status: not DayStatus.Confirmed } uncertain)
                sentences.Add($"Ngày {Vi.Date(uncertain.Date)} ({uncertain.Name}) {(uncertain.Status == DayStatus.Expected ? "là ngày nghỉ dự kiến, chưa có thông báo chính thức" : "được nhớ lại, chờ kiểm tra")}.");
            foreach (var pause in Duty.Pauses)
                sentences.Add($"Tạm dừng từ {Vi.Date(pause.From)}{(pause.To is { } to ? $" đến {Vi.Date(to)}" : "")}: {pause.Reason}.");
        }
        else
        {
            var deadline = DutyClock.Explain(Calendar, Duty, Today);
            sentences.AddRange(deadline.Sentences);
            Grid = ExplainedGrid.Of(deadline, Today);
        }
        foreach (var granted in Duty.Extensions.Where(x => x.Decision == ExtensionDecision.Granted))
            sentences.Add($"Đã gia hạn đến ngày {Vi.DateWithDay(granted.AskedUntil)}: {granted.DecisionReason}.");
        Sentences = sentences;
    }

    private static EventMark Mark(DutyEventKind kind) => kind switch
    {
        DutyEventKind.SentBack or DutyEventKind.NotOurs or DutyEventKind.ExtensionRefused => EventMark.Back,
        _ => EventMark.Done,
    };
}
