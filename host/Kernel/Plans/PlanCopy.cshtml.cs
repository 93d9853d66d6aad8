using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Plans;

/// <summary>Makes the plan of a year, empty or from an earlier one.</summary>
[Authorize(Policies.Staff)]
internal sealed class PlanCopyPage(PlatformDb db, PlanBook book, CurrentViewer current) : PageModel
{
    internal const string NotesKey = "plan.notes";

    [BindProperty, Display(Name = "Năm kế hoạch"), Required] public int? ToYear { get; set; }
    [BindProperty, Display(Name = "Kế hoạch được sao chép")] public int? FromYear { get; set; }
    [BindProperty, Display(Name = "Tên kế hoạch"), StringLength(300)] public string? Title { get; set; }

    public IReadOnlyList<SelectListItem> From { get; private set; } = [];

    public async Task OnGetAsync()
    {
        await PrepareAsync();
        var last = From.Count > 0 ? int.Parse(From[0].Value, CultureInfo.InvariantCulture) : db.Clock.OfficeToday().Year - 1;
        ToYear = Math.Max(last + 1, db.Clock.OfficeToday().Year);
        FromYear = From.Count > 0 ? last : null;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var viewer = await PrepareAsync();
        if (!ModelState.IsValid)
            return Page();
        try
        {
            if (FromYear is { } from)
            {
                var (plan, notes) = await book.CopyToYearAsync(from, ToYear!.Value, viewer);
                // Long lists do not fit the cookie that carries them: the first twenty stand for the rest.
                TempData[NotesKey] = notes.Take(20).ToArray();
                this.Note($"Đã lập kế hoạch năm {plan.Year} từ kế hoạch năm {from}");
            }
            else
            {
                await book.CreateAsync(ToYear!.Value, string.IsNullOrWhiteSpace(Title) ? $"Kế hoạch nâng cao Chỉ số PAPI năm {ToYear}" : Title, null, viewer);
                this.Note($"Đã lập kế hoạch năm {ToYear}");
            }
            return LocalRedirect($"/ke-hoach/{ToYear!.Value.ToString(CultureInfo.InvariantCulture)}");
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError(refusal.Field is "Year" or "ToYear" ? nameof(ToYear) : refusal.Field ?? "", refusal.Message);
            return Page();
        }
    }

    private async Task<Viewer> PrepareAsync()
    {
        var viewer = await current.RequireAsync();
        if (!PlanBook.MayEdit(viewer))
            throw new NotAllowed();
        From = [.. (await db.Plans.AsNoTracking().Select(x => x.Year).OrderDescending().ToListAsync()).Select(x => new SelectListItem($"Năm {x}", x.ToString(CultureInfo.InvariantCulture)))];
        return viewer;
    }
}
