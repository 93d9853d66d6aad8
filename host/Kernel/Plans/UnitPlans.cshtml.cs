using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Plans;

/// <summary>Each unit's own plan beside the commune's: ask, chase, read.</summary>
[Authorize(Policies.Staff)]
internal sealed class UnitPlansPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, UnitPlans plans, Urging urging) : PageModel
{
    private const int DaysToAnswer = 10;

    [BindProperty, Display(Name = "Đơn vị gửi kế hoạch")] public List<int> Chosen { get; set; } = [];
    [BindProperty, Display(Name = "Gửi chậm nhất ngày")] public DateOnly? DueOn { get; set; }

    public Viewer Viewer { get; private set; } = null!;
    public WorkingCalendar Calendar { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public Plan Plan { get; private set; } = null!;
    public IReadOnlyList<UnitPlan> Units { get; private set; } = [];
    public bool MayEdit => PlanBook.MayEdit(Viewer);
    public IReadOnlyList<UnitPlan> Unsent => [.. Units.Where(x => x.Asked is { Stage: DutyStage.Open })];
    public IEnumerable<SelectListItem> NotAsked => Units.Where(x => x.Asked is null && x.Unit.StandsOn(Today)).Select(x => new SelectListItem($"{x.Unit.Name} ({Vi.Number(x.Items)} mục)", x.Unit.Id.ToString(CultureInfo.InvariantCulture)));

    public (WordTone Tone, string Text) Word(Duty duty) => DutyRows.Word(new DutyRow(duty.Id, duty.Title, duty.Area, duty.LeadUnitId, null, duty.DueOn, duty.Stage, duty.Paused, duty.Returned, null, null, duty.DoneOn, false, false, null, Guid.Empty), Calendar, Today);

    public async Task<IActionResult> OnGetAsync(int year, CancellationToken cancel)
    {
        if (!await ReadAsync(year, cancel))
            return NotFound();
        Chosen = [.. Units.Where(x => x.Asked is null && x.Items > 0).Select(x => x.Unit.Id)];
        DueOn = Calendar.AddWorkingDays(Today, DaysToAnswer);
        return Page();
    }

    public async Task<IActionResult> OnPostAskAsync(int year, CancellationToken cancel)
    {
        if (!await ReadAsync(year, cancel))
            return NotFound();
        if (ModelState.IsValid)
        {
            try
            {
                var count = await plans.AskAsync(Plan, Chosen, DueOn, Viewer, cancel);
                this.Note(count == 0 ? "Các đơn vị này đã được yêu cầu trước đó" : $"Đã yêu cầu {Vi.Number(count)} đơn vị gửi kế hoạch", count == 0 ? WordTone.Soon : WordTone.Done);
                return LocalRedirect(Path(year));
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

    /// <summary>Urges all that have not sent theirs: each at most once a day.</summary>
    public async Task<IActionResult> OnPostUrgeAsync(int year, CancellationToken cancel)
    {
        if (!await ReadAsync(year, cancel))
            return NotFound();
        if (!MayEdit)
            return StatusCode(403);
        try
        {
            var urged = await urging.UrgeAsync([.. Unsent.Select(x => x.Asked!.Id)], Viewer, cancel);
            this.Note(urged.Duties == 0 ? "Hôm nay đã đôn đốc các đơn vị này" : $"Đã đôn đốc {Vi.Number(urged.Duties)} đơn vị", urged.Duties == 0 ? WordTone.Soon : WordTone.Done);
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Note(refusal.Message, WordTone.Soon);
        }
        return LocalRedirect(Path(year));
    }

    public static string Path(int year) => string.Create(CultureInfo.InvariantCulture, $"/ke-hoach/{year}/don-vi");

    private async Task<bool> ReadAsync(int year, CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        (Calendar, _) = await snapshots.ReadAsync(db, cancel);
        Today = db.Clock.OfficeToday();
        if (await db.Plans.AsNoTracking().FirstOrDefaultAsync(x => x.Year == year, cancel) is not { } plan)
            return false;
        Plan = plan;
        Units = await plans.ReadAsync(plan, Viewer.Organization, cancel);
        return true;
    }
}
