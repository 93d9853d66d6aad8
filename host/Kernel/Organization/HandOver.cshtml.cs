using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Papers;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Organization;

/// <summary>
/// Who leaves or moves hands over: all that he has open, unit by unit, to a successor in one act, and the minutes of it as a
/// paper to sign. Unit heads do it for their people, the office head and the chairman for everybody.
/// </summary>
[Authorize(Policies.Staff)]
internal sealed class HandOverPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, DutyLedger ledger, OfficePapers papers) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "nguoi")] public int? PersonId { get; set; }
    // Its name is given: without it the binder would look for entries under every other field.
    [BindProperty(Name = "To"), Display(Name = "Người nhận")] public Dictionary<int, int?> To { get; set; } = [];
    [BindProperty, Display(Name = "Nhiệm vụ bàn giao")] public List<long> Chosen { get; set; } = [];
    [BindProperty, Display(Name = "Phần phối hợp bàn giao")] public List<long> ChosenShares { get; set; } = [];

    public Viewer Viewer { get; private set; } = null!;
    public WorkingCalendar Calendar { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public Person? From { get; private set; }
    public IReadOnlyList<InHand> Work { get; private set; } = [];
    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    public static bool CanHandOver(Viewer viewer) => viewer.ActsAsOfficeHead || viewer.ActsAsChairman || viewer.HeadedUnits.Count > 0;

    public IEnumerable<SelectListItem> Successors(int unit) => Viewer.Organization.Members(unit).Where(x => x.Id != PersonId)
        .Select(x => new SelectListItem($"{x.FullName}, {Vi.LowerFirst(Viewer.Organization.TitleOf(x.Id))}", x.Id.ToString(CultureInfo.InvariantCulture), To.GetValueOrDefault(unit) == x.Id));

    public (WordTone Tone, string Text) Word(DateOnly due) => due < Today
        ? (WordTone.Late, $"Quá hạn {Vi.Number(Calendar.WorkingDaysBetween(due, Today))} ngày làm việc")
        : (WordTone.Open, Vi.UpperFirst(Vi.Remaining(due, Today, Calendar.WorkingDaysBetween(Today, due))));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return StatusCode(403);
        (Chosen, ChosenShares) = ([.. Work.SelectMany(x => x.Duties).Select(x => x.Id)], [.. Work.SelectMany(x => x.Shares).Select(x => x.Share.Id)]);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return StatusCode(403);
        if (ModelState.IsValid && From is not null)
        {
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var handed = await ledger.HandOverAsync(From.Id, To, Chosen, ChosenShares, Viewer, cancel);
                var minutes = await papers.HandOverAsync(From, handed, Viewer, cancel);
                await transaction.CommitAsync(cancel);
                this.Note($"Đã bàn giao {Vi.Number(handed.Count)} nhiệm vụ{(handed.Passed > 0 ? $"; {Vi.Number(handed.Passed)} nhiệm vụ vừa được người khác giao lại nên không bàn giao" : "")}. Dự thảo biên bản ở dưới");
                return LocalRedirect($"/giay-to/{minutes.Id}");
            }
            catch (Refusal refusal) when (refusal is not NotAllowed)
            {
                this.Refuse(refusal);
            }
        }
        db.ChangeTracker.Clear();
        await ReadAsync(cancel);
        return Page();
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        (Calendar, _) = await snapshots.ReadAsync(db, cancel);
        Today = db.Clock.OfficeToday();
        if (!CanHandOver(Viewer))
            return false;
        var organization = Viewer.Organization;
        // Who has something in hand, also one who has left its unit.
        var counts = await ledger.Passable(Viewer).GroupBy(x => x.OfficerId!.Value).Select(x => new { x.Key, Count = x.Count() }).ToListAsync(cancel);
        People = [.. counts.Where(x => organization.Person(x.Key) is not null).OrderBy(x => organization.Person(x.Key)!.SortKey, StringComparer.Ordinal).Select(x => new SelectListItem(
            $"{organization.PersonName(x.Key)}, {organization.Unit(organization.UnitOf(x.Key))?.ShortName ?? "không còn ở đơn vị nào"} ({Vi.Number(x.Count)} nhiệm vụ)", x.Key.ToString(CultureInfo.InvariantCulture), x.Key == PersonId))];
        From = organization.Person(PersonId);
        Work = From is null ? [] : await ledger.InHandAsync(From.Id, Viewer, cancel);
        return true;
    }
}
