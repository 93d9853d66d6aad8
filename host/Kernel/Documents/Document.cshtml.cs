using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Documents;

/// <summary>A duty that came of the document, with its coordinating shares.</summary>
/// <param name="Opens">Whether its own page opens for the viewer.</param>
/// <param name="GivenOn">Office date.</param>
internal sealed record DutyOfPage(DutyRow Row, bool Opens, int? CreatedById, DateOnly GivenOn, IReadOnlyList<DutyShare> Shares);

/// <summary>A document and all that came of it: directions, duties with their state, files.</summary>
[Authorize(Policies.Staff)]
internal sealed class DocumentPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, DocumentBook book) : PageModel
{
    private const int MostDuties = 200;

    public Viewer Viewer { get; private set; } = null!;
    public WorkingCalendar Calendar { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public Document Document { get; private set; } = null!;
    public IReadOnlyList<DutyOfPage> Duties { get; private set; } = [];

    [BindProperty, Display(Name = "Lãnh đạo")] public int? LeaderId { get; set; }
    [BindProperty, Display(Name = "Ngày chỉ đạo")] public DateOnly? GivenOn { get; set; }
    [BindProperty, Display(Name = "Ý kiến chỉ đạo"), StringLength(2000), DataType(DataType.MultilineText)] public string? DirectionText { get; set; }
    [BindProperty, Display(Name = "Tệp của văn bản")] public List<IFormFile>? Files { get; set; }
    [BindProperty] public Guid? Version { get; set; }
    [BindProperty] public bool ForInformation { get; set; }

    /// <summary>Nothing of it is still to be done: its own date runs no more.</summary>
    public bool Settled => Document.Handling == DocumentHandling.ForInformation
        || Document.Handling == DocumentHandling.Assigned && Duties.Count > 0 && Duties.All(x => x.Row.Stage is DutyStage.Done or DutyStage.Cancelled);

    public bool CanDirect => Viewer.KeepsDocuments || Viewer.Leads;
    public bool CanAssign => Viewer.KeepsDocuments || Viewer.Leads;
    public bool CanAttach => Viewer.KeepsDocuments && Document.Files.Count < DocumentBook.MostFiles;
    public bool CanFile => Viewer.KeepsDocuments && Document is { Flow: DocumentFlow.Incoming, Handling: not DocumentHandling.Assigned };

    public IEnumerable<SelectListItem> Leaders => DocumentBook.Leaders(Viewer.Organization).Where(x => Viewer.KeepsDocuments || Viewer.AnswersFor.Contains(x.Id))
        .Select(x => new SelectListItem($"{x.FullName}, {Vi.LowerFirst(Viewer.Organization.TitleOf(x.Id))}", x.Id.ToString(CultureInfo.InvariantCulture)));

    public async Task OnGetAsync(long id, CancellationToken cancel)
    {
        await ReadAsync(id, cancel);
        FillForm();
    }

    public Task<IActionResult> OnPostDirectAsync(long id, CancellationToken cancel) => ActAsync(id, async () =>
    {
        var reached = await book.DirectAsync(id, DirectionText, LeaderId, GivenOn, Viewer, cancel);
        return reached == 0 ? "Đã ghi ý kiến chỉ đạo" : $"Đã ghi ý kiến chỉ đạo và chuyển đến {Vi.Number(reached)} nhiệm vụ đang mở";
    }, cancel);

    public Task<IActionResult> OnPostAttachAsync(long id, CancellationToken cancel) => ActAsync(id, async () =>
    {
        if (Files is not { Count: > 0 })
            throw new Refusal("Chưa chọn tệp", nameof(Files));
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        foreach (var file in Files.Take(DocumentBook.MostFiles + 1))
        {
            await using var content = file.OpenReadStream();
            await book.AttachAsync(id, file.FileName, content, Viewer, cancel);
        }
        await transaction.CommitAsync(cancel);
        return "Đã đính kèm tệp của văn bản";
    }, cancel);

    public Task<IActionResult> OnPostFileAsync(long id, CancellationToken cancel) => ActAsync(id, async () =>
    {
        await book.FileAsync(id, ForInformation, Viewer, Version ?? Guid.Empty, cancel);
        return ForInformation ? "Đã ghi: văn bản để biết, không giao việc" : "Đã đưa vào danh sách chưa giao việc";
    }, cancel);

    private async Task<IActionResult> ActAsync(long id, Func<Task<string>> act, CancellationToken cancel)
    {
        await ReadAsync(id, cancel);
        if (ModelState.IsValid)
        {
            try
            {
                this.Note(await act());
                return LocalRedirect($"/van-ban/{id.ToString(CultureInfo.InvariantCulture)}");
            }
            catch (Refusal refusal) when (refusal is not NotAllowed)
            {
                this.Refuse(refusal);
                db.ChangeTracker.Clear();
                await ReadAsync(id, cancel);
            }
        }
        FillForm();
        return Page();
    }

    private void FillForm()
    {
        GivenOn ??= Today;
        if (Viewer is { KeepsDocuments: false, Leads: true })
            LeaderId ??= Leaders.Count() == 1 ? int.Parse(Leaders.Single().Value, CultureInfo.InvariantCulture) : null;
    }

    private async Task ReadAsync(long id, CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        (Calendar, _) = await snapshots.ReadAsync(db, cancel);
        Today = db.Clock.OfficeToday();
        Document = await book.ReadAsync(id, Viewer, cancel);
        // What few may see never shows that it came of a document.
        var duties = book.DutiesFor(Viewer).Where(x => x.DocumentId == id);
        var rows = await duties.Ordered(DutyOrder.LateFirst, db).Take(MostDuties).AsRows(Viewer).ToListAsync(cancel);
        long[] ids = [.. rows.Select(x => x.Id)];
        var shares = (await db.DutyShares.AsNoTracking().Where(x => ids.Contains(x.DutyId)).OrderBy(x => x.Id).ToListAsync(cancel)).ToLookup(x => x.DutyId);
        var given = await db.Duties.AsNoTracking().Where(x => ids.Contains(x.Id)).Select(x => new { x.Id, x.CreatedById, x.CreatedAt }).ToDictionaryAsync(x => x.Id, cancel);
        var open = (await Viewer.Visible(db.Duties).Where(x => ids.Contains(x.Id)).Select(x => x.Id).ToListAsync(cancel)).ToHashSet();
        Duties = [.. rows.Select(x => new DutyOfPage(x, open.Contains(x.Id), given[x.Id].CreatedById, DateOnly.FromDateTime(given[x.Id].CreatedAt.ToOffice()), [.. shares[x.Id]]))];
    }
}
