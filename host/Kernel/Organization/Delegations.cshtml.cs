using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Organization;

/// <summary>A person's delegations: give one, end one, see those of the past and those given to him.</summary>
[Authorize(Policies.Staff)]
internal sealed class DelegationsPage(PlatformDb db, CurrentViewer current, DelegationBook book) : PageModel
{
    [BindProperty, Display(Name = "Người nhận ủy quyền")] public int? ToPersonId { get; set; }
    [BindProperty, Display(Name = "Từ ngày")] public DateOnly? From { get; set; }
    [BindProperty, Display(Name = "Đến hết ngày")] public DateOnly? To { get; set; }
    [BindProperty, Display(Name = "Số, ký hiệu văn bản"), StringLength(60)] public string? PaperNumber { get; set; }
    [BindProperty, Display(Name = "Lý do"), StringLength(400)] public string? Reason { get; set; }
    [BindProperty, Display(Name = "Đơn vị")] public int? DecidedUnitId { get; set; }
    [BindProperty, Display(Name = "Người được giao")] public int? DecidedPersonId { get; set; }
    [BindProperty, Display(Name = "Hình thức")] public DelegationKind? DecidedKind { get; set; }
    [BindProperty, Display(Name = "Từ ngày")] public DateOnly? DecidedFrom { get; set; }
    [BindProperty, Display(Name = "Đến hết ngày")] public DateOnly? DecidedTo { get; set; }
    [BindProperty, Display(Name = "Số, ký hiệu quyết định"), StringLength(60)] public string? DecidedPaper { get; set; }
    [BindProperty, Display(Name = "Lý do"), StringLength(400)] public string? DecidedReason { get; set; }
    [BindProperty] public int DelegationId { get; set; }
    [BindProperty] public Guid? Version { get; set; }

    public Viewer Viewer { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public IReadOnlyList<Delegation> Given { get; private set; } = [];
    public IReadOnlyList<Delegation> Received { get; private set; } = [];

    public IEnumerable<SelectListItem> Candidates => DelegationBook.Candidates(Viewer).Select(Choice);

    public bool CanRecord => DelegationBook.CanRecord(Viewer);
    public static IEnumerable<SelectListItem> Kinds => new[] { DelegationKind.InCharge, DelegationKind.Acting }.Select(x => new SelectListItem(x.Title(), x.ToString()));
    public IEnumerable<SelectListItem> Units => Viewer.Organization.Units.Select(x => new SelectListItem(Viewer.Organization.HeadOf(x.Id) is { } head ? $"{x.Name} ({head.FullName})" : $"{x.Name} (khuyết người đứng đầu)", x.Id.ToString(CultureInfo.InvariantCulture)));
    public IEnumerable<SelectListItem> Everybody => Viewer.Organization.People.Select(Choice);

    private SelectListItem Choice(Person x) => new(
        string.Join(", ", new[] { x.FullName, Viewer.Organization.TitleOf(x.Id), Viewer.Organization.Unit(Viewer.Organization.UnitOf(x.Id))?.ShortName }.Where(part => !string.IsNullOrEmpty(part))),
        x.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Decisions on others that run or are still to run.</summary>
    public IReadOnlyList<Delegation> Decided { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        From = Today;
    }

    public async Task<IActionResult> OnPostGiveAsync(CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        if (ModelState.IsValid)
        {
            try
            {
                var given = await book.GiveAsync(new NewDelegation(ToPersonId ?? 0, From, To, PaperNumber, Reason), viewer, cancel);
                this.Note($"Đã ủy quyền cho {viewer.Organization.PersonName(given.ToPersonId)} từ ngày {Vi.Date(given.From)} đến hết ngày {Vi.Date(given.To)}");
                return LocalRedirect("/uy-quyen");
            }
            catch (Refusal refusal)
            {
                this.Refuse(refusal);
            }
        }
        return await AgainAsync(cancel);
    }

    /// <summary>Writes down a decision on who is in charge or acting head.</summary>
    public async Task<IActionResult> OnPostDecideAsync(CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        if (!DelegationBook.CanRecord(viewer))
            return StatusCode(403);
        if (ModelState.IsValid)
        {
            try
            {
                this.Note(await book.DecideAsync(new ActingDecision(DecidedUnitId, DecidedPersonId, DecidedKind, DecidedFrom, DecidedTo, DecidedPaper, DecidedReason), viewer, cancel));
                return LocalRedirect("/uy-quyen");
            }
            catch (Refusal refusal) when (refusal is not NotAllowed)
            {
                this.Refuse(refusal);
            }
        }
        return await AgainAsync(cancel);
    }

    public async Task<IActionResult> OnPostRevokeAsync(CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        if (!ModelState.IsValid)
            return await AgainAsync(cancel);
        try
        {
            await book.RevokeAsync(DelegationId, viewer, Version ?? Guid.Empty, cancel);
        }
        catch (NotAllowed)
        {
            throw;
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError("", refusal.Message);
            return await AgainAsync(cancel);
        }
        this.Note("Đã thôi ủy quyền");
        return LocalRedirect("/uy-quyen");
    }

    /// <summary>Where a delegation stands today.</summary>
    public (WordTone Tone, string Text) Word(Delegation x) =>
        x.RevokedAt is { } at ? (WordTone.Open, $"Đã thôi ủy quyền {Vi.Date(DateOnly.FromDateTime(at.ToOffice()))}")
        : x.To < Today ? (WordTone.Open, "Đã hết thời hạn")
        : x.From > Today ? (WordTone.Wait, $"Từ ngày {Vi.Date(x.From)}")
        : (WordTone.Done, $"{Vi.UpperFirst(x.Kind.As(Viewer.Organization.TitleOf(x.FromPersonId)))} đến hết ngày {Vi.Date(x.To)}");

    private async Task<IActionResult> AgainAsync(CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await ReadAsync(cancel);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        Today = db.Clock.OfficeToday();
        var all = await book.OfAsync(Viewer.Id, cancel);
        Given = [.. all.Where(x => x.FromPersonId == Viewer.Id)];
        Decided = CanRecord ? await db.Delegations.AsNoTracking().Where(x => x.Kind != DelegationKind.Authorised && x.RevokedAt == null && x.To >= Today).OrderBy(x => x.From).ThenBy(x => x.Id).Take(50).ToListAsync(cancel) : [];
        Received = [.. all.Where(x => x.ToPersonId == Viewer.Id)];
    }
}
