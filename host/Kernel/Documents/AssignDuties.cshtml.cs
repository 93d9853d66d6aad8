using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Documents;

/// <summary>One row of the form: a duty that is to come of the document.</summary>
internal sealed class AssignRow
{
    [Display(Name = "Đơn vị chủ trì")] public int? UnitId { get; set; }
    [Display(Name = "Thời hạn hoàn thành")] public DateOnly? DueOn { get; set; }
    [Display(Name = "Sản phẩm"), StringLength(400)] public string? Product { get; set; }
    [Display(Name = "Nội dung nhiệm vụ"), StringLength(500), DataType(DataType.MultilineText)] public string? Title { get; set; }
    [Display(Name = "Người thực hiện")] public int? OfficerId { get; set; }
    [Display(Name = "Đơn vị phối hợp"), MaxLength(60)] public List<int> Coordinating { get; set; } = [];

    public bool IsEmpty => UnitId is null && string.IsNullOrWhiteSpace(Title);
}

/// <summary>A duty that came of the document already.</summary>
internal sealed record GivenDuty(long Id, string Title, int? LeadUnitId, DateOnly DueOn, int? CreatedById);

/// <summary>Gives many duties from one document, all or none.</summary>
[Authorize(Policies.Staff)]
internal sealed class AssignDutiesPage(PlatformDb db, CurrentViewer current, DocumentBook book) : PageModel
{
    private const int FirstRows = 5;

    public Viewer Viewer { get; private set; } = null!;
    public Document Document { get; private set; } = null!;
    public IReadOnlyList<GivenDuty> Given { get; private set; } = [];

    [BindProperty, Display(Name = "Các nhiệm vụ"), MaxLength(DocumentBook.MostRows)] public List<AssignRow> Rows { get; set; } = [];
    [BindProperty, Display(Name = "Nội dung PAPI")] public int Area { get; set; }
    [BindProperty, Display(Name = "Lý do thời hạn sau hạn trong văn bản"), StringLength(400), DataType(DataType.MultilineText)] public string? Reason { get; set; }
    [BindProperty] public Guid? Version { get; set; }

    public IEnumerable<SelectListItem> Units => Viewer.Organization.Units.Select(x => new SelectListItem(x.Name, Text(x.Id)));
    public IEnumerable<SelectListItem> People => Viewer.Organization.People.Select(x => new SelectListItem(
        Viewer.Organization.Unit(Viewer.Organization.UnitOf(x.Id)) is { } unit ? $"{x.FullName}, {unit.ShortName}" : x.FullName, Text(x.Id)));

    public bool HasError(string field) => ModelState.TryGetValue(field, out var entry) && entry.Errors.Count > 0;

    public async Task OnGetAsync(long id, CancellationToken cancel) => await ReadAsync(id, cancel);

    /// <summary>One row more; what was typed stays and nothing is saved.</summary>
    public async Task<IActionResult> OnPostRowAsync(long id, CancellationToken cancel)
    {
        await ReadAsync(id, cancel);
        if (Rows.Count < DocumentBook.MostRows)
            Rows.Add(new AssignRow());
        return Page();
    }

    public async Task<IActionResult> OnPostAssignAsync(long id, CancellationToken cancel)
    {
        await ReadAsync(id, cancel);
        if (!ModelState.IsValid)
            return Page();
        try
        {
            var rows = Rows.Select((x, i) => (Row: x, Index: i)).Where(x => !x.Row.IsEmpty)
                .Select(x => new DutyOfDocument(x.Index, x.Row.UnitId, x.Row.Title, x.Row.DueOn, x.Row.Product, x.Row.OfficerId, x.Row.Coordinating)).ToList();
            var duties = await book.AssignAsync(id, (PapiArea)Area, rows, Reason, Viewer, Version ?? Guid.Empty, cancel);
            this.Note($"Đã giao {Vi.Number(duties.Count)} nhiệm vụ từ văn bản này");
            return LocalRedirect($"/van-ban/{Text(id)}");
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            if (refusal is EditConflict)
                Version = null;
            db.ChangeTracker.Clear();
            await ReadAsync(id, cancel);
            return Page();
        }
    }

    private async Task ReadAsync(long id, CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        if (!Viewer.KeepsDocuments && !Viewer.Leads)
            throw new NotAllowed();
        Document = await book.ReadAsync(id, Viewer, cancel);
        Given = await book.DutiesFor(Viewer).Where(x => x.DocumentId == id && x.Stage != DutyStage.Cancelled).OrderBy(x => x.Id).Take(100)
            .Select(x => new GivenDuty(x.Id, x.Title, x.LeadUnitId, x.DueOn, x.CreatedById)).ToListAsync(cancel);
        while (Rows.Count < FirstRows)
            Rows.Add(new AssignRow());
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
