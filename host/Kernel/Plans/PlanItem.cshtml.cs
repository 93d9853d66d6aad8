using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Plans;

/// <summary>Adds or changes one line of a plan. Without content, lead unit, date or rhythm, and product it is not saved.</summary>
[Authorize(Policies.Staff)]
internal sealed class PlanItemPage(PlatformDb db, PlanBook book, CurrentViewer current) : PageModel
{
    public static readonly IReadOnlyList<SelectListItem> Schedules =
        [new("Theo ngày", nameof(PlanSchedule.Date)), new("Trong kỳ (quý, năm): trước hết ngày", nameof(PlanSchedule.Period)), new("Thường xuyên", nameof(PlanSchedule.Rhythm))];

    public static readonly IReadOnlyList<SelectListItem> Rhythms =
        [.. Enum.GetValues<Rhythm>().Select(x => new SelectListItem(Vi.UpperFirst(PlansPage.RhythmWords(x)), x.ToString()))];

    [BindProperty, Display(Name = "Số mục"), StringLength(20)] public string? Number { get; set; }
    [BindProperty, Display(Name = "Nội dung PAPI")] public PapiArea? Area { get; set; }
    [BindProperty, Display(Name = "Nội dung nhiệm vụ"), StringLength(1000), DataType(DataType.MultilineText)] public new string? Content { get; set; }
    [BindProperty, Display(Name = "Đơn vị chủ trì")] public int? LeadUnitId { get; set; }
    [BindProperty, Display(Name = "Đơn vị phối hợp")] public List<int> Coordinating { get; set; } = [];
    [BindProperty, Display(Name = "Nơi phối hợp khác"), StringLength(300)] public string? CoordinatingNote { get; set; }
    [BindProperty, Display(Name = "Thời hạn")] public PlanSchedule? Schedule { get; set; }
    [BindProperty, Display(Name = "Thời hạn hoàn thành")] public DateOnly? DueOn { get; set; }
    [BindProperty, Display(Name = "Nhịp báo cáo")] public Rhythm? Rhythm { get; set; }
    [BindProperty, Display(Name = "Sản phẩm"), StringLength(400)] public string? Product { get; set; }
    [BindProperty] public Guid? Version { get; set; }

    public int Year { get; private set; }
    public long? Id { get; private set; }
    public IReadOnlyList<SelectListItem> Units { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Areas { get; } = [.. Enum.GetValues<PapiArea>().Select(x => new SelectListItem(x.NumberedTitle(), x.ToString()))];

    public async Task<IActionResult> OnGetAsync(int year, long? id)
    {
        if (await PrepareAsync(year, id) is not { } plan)
            return NotFound();
        if (id is null)
            return Page();
        var item = await db.PlanItems.AsNoTracking().Include(x => x.Coordinating).FirstOrDefaultAsync(x => x.Id == id && x.PlanId == plan.Id);
        if (item is null)
            return NotFound();
        (Number, Area, Content, LeadUnitId, CoordinatingNote, Schedule, DueOn, Rhythm, Product, Version) =
            (item.Number, item.Area, item.Content, item.LeadUnitId, item.CoordinatingNote, item.Schedule, item.DueOn, item.Rhythm, item.Product, item.Version);
        Coordinating = [.. item.Coordinating.Select(x => x.UnitId)];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(int year, long? id)
    {
        if (await PrepareAsync(year, id) is not { } plan)
            return NotFound();
        var viewer = await current.RequireAsync();
        var input = new PlanItemInput(Number, Area, Content, LeadUnitId, Coordinating, Schedule, DueOn, Rhythm, Product) { CoordinatingNote = CoordinatingNote };
        foreach (var (field, message) in PlanBook.Faults(input, viewer.Organization, year))
            if (ModelState[field]?.Errors.Count is null or 0)
                ModelState.AddModelError(field, message);
        if (!ModelState.IsValid)
            return Page();
        try
        {
            var item = await book.SaveItemAsync(plan.Id, id, input, viewer, Version);
            this.Note($"Đã lưu mục {item.Number}");
            return LocalRedirect($"/ke-hoach/{year.ToString(CultureInfo.InvariantCulture)}");
        }
        catch (Refusal refusal)
        {
            this.Refuse(refusal);
            if (refusal is EditConflict)
                Version = await db.PlanItems.Where(x => x.Id == id).Select(x => (Guid?)x.Version).FirstOrDefaultAsync();
            return Page();
        }
    }

    private async Task<Plan?> PrepareAsync(int year, long? id)
    {
        var viewer = await current.RequireAsync();
        if (!PlanBook.MayEdit(viewer))
            throw new NotAllowed();
        (Year, Id) = (year, id);
        Units = [.. viewer.Organization.Units.Select(x => new SelectListItem(x.Name, x.Id.ToString(CultureInfo.InvariantCulture)))];
        return await db.Plans.AsNoTracking().FirstOrDefaultAsync(x => x.Year == year);
    }
}
