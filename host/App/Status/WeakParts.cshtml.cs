using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Status;

/// <summary>
/// What the province's last results say was weak, and which lines of the year's plan answer it, each with what its duties say:
/// a plan that answers nothing weak is a plan in name.
/// </summary>
[Authorize(Policies.Staff)]
internal sealed class WeakPartsPage(PlatformDb db, CurrentViewer current, PlanBook book) : PageModel
{
    [BindProperty, Display(Name = "Nội dung thành phần")] public string? Part { get; set; }
    [BindProperty, Display(Name = "Mục kế hoạch")] public long? ItemId { get; set; }

    public Viewer Viewer { get; private set; } = null!;
    public Plan Plan { get; private set; } = null!;
    public PapiProvince? Province { get; private set; }
    public int ResultsOf { get; private set; }
    public IReadOnlyList<PartStanding> Weak { get; private set; } = [];
    public IReadOnlyDictionary<long, PlanItem> Items { get; private set; } = new Dictionary<long, PlanItem>();
    public IReadOnlyDictionary<long, PlanProgress> Progress { get; private set; } = new Dictionary<long, PlanProgress>();
    public ILookup<string, long> Answers { get; private set; } = Array.Empty<PlanAnswer>().ToLookup(x => x.Part, x => x.PlanItemId);
    public bool MayEdit => PlanBook.MayEdit(Viewer);

    /// <summary>Lines of the same content that do not answer this part yet.</summary>
    public IReadOnlyList<SelectListItem> Choices(PapiPart part) => [.. Items.Values.Where(x => (int)x.Area == part.Content && !Answers[part.Code].Contains(x.Id)).OrderBy(x => x.Order)
        .Select(x => new SelectListItem($"{x.Number}. {(x.Content.Length <= 90 ? x.Content : x.Content[..89] + "…")}", x.Id.ToString(CultureInfo.InvariantCulture)))];

    public async Task<IActionResult> OnGetAsync(int year, CancellationToken cancel) => await ReadAsync(year, cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostLinkAsync(int year, CancellationToken cancel) => ChangeAsync(year, true, cancel);
    public Task<IActionResult> OnPostUnlinkAsync(int year, CancellationToken cancel) => ChangeAsync(year, false, cancel);

    private async Task<IActionResult> ChangeAsync(int year, bool link, CancellationToken cancel)
    {
        if (!await ReadAsync(year, cancel))
            return NotFound();
        if (!MayEdit)
            return StatusCode(403);
        if (ModelState.IsValid)
        {
            try
            {
                if (PapiResults.Read().Parts.FirstOrDefault(x => x.Code == Part) is not { } part)
                    throw new Refusal("Chưa chọn nội dung thành phần", nameof(Part));
                if (ItemId is not { } id || !Items.TryGetValue(id, out var item) || (int)item.Area != part.Content)
                    throw new Refusal("Chưa chọn mục kế hoạch của nội dung này", nameof(ItemId));
                await book.AnswerAsync(Plan.Id, part.Code, id, link, Viewer, cancel);
                this.Note(link ? $"Đã gắn mục {item.Number} với nội dung {part.Code}" : $"Đã bỏ mục {item.Number} khỏi nội dung {part.Code}");
                return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/ke-hoach/{year}/noi-dung-yeu#p-{part.Code.Replace('.', '-')}"));
            }
            catch (Refusal refusal) when (refusal is not NotAllowed)
            {
                this.Refuse(refusal);
            }
        }
        db.ChangeTracker.Clear();
        await ReadAsync(year, cancel);
        return Page();
    }

    private async Task<bool> ReadAsync(int year, CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        if (await db.Plans.AsNoTracking().FirstOrDefaultAsync(x => x.Year == year, cancel) is not { } plan)
            return false;
        Plan = plan;
        var papi = PapiResults.Read();
        Province = papi.Find(Viewer.Organization.Setting(SettingNames.PapiProvince));
        if (Province is not null && WeakParts.Read(papi, Province, year) is var (of, parts))
            (ResultsOf, Weak) = (of, [.. parts.Where(x => x.Weak).OrderByDescending(x => x.Lowest).ThenBy(x => x.Change ?? 0)]);
        Items = (await book.ItemsAsync(plan.Id, cancel)).ToDictionary(x => x.Id);
        Progress = await book.ProgressAsync(plan.Id, cancel);
        Answers = (await db.PlanAnswers.AsNoTracking().Where(x => x.PlanId == plan.Id).ToListAsync(cancel)).ToLookup(x => x.Part, x => x.PlanItemId);
        return true;
    }
}
