using System.ComponentModel.DataAnnotations;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.App.Admin;

/// <summary>Puts leaders in charge of all working units at once; who is already in charge stays so.</summary>
[Authorize(Policies.Administer)]
internal sealed class FirstLeadersPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, OrganizationBook book) : PageModel
{
    /// <summary>The leader of each unit, by the unit's number.</summary>
    [BindProperty(Name = nameof(Leader))]
    public Dictionary<int, int?> Leader { get; set; } = [];

    [BindProperty, Display(Name = "Từ ngày")]
    public DateOnly? From { get; set; }

    public OrganizationOn Organization { get; private set; } = null!;
    public List<Unit> Units { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        From = db.Clock.OfficeToday();
        Leader = Units.ToDictionary(x => x.Id, x => Organization.ChargeOf(x.Id));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        try
        {
            if (ModelState.IsValid)
            {
                var viewer = await current.RequireAsync();
                var changed = Units.Where(x => Leader.GetValueOrDefault(x.Id) is { } leader && leader != Organization.ChargeOf(x.Id)).ToList();
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                foreach (var unit in changed)
                {
                    try
                    {
                        await book.PutInChargeAsync(unit.Id, Leader[unit.Id], From, viewer, cancel);
                    }
                    catch (Refusal refusal) when (refusal.Field is { } name)
                    {
                        throw new Refusal(refusal.Message, name == "ChargeFrom" ? nameof(From) : $"{nameof(Leader)}[{unit.Id}]");
                    }
                }
                await transaction.CommitAsync(cancel);
                this.Note(changed.Count == 0 ? "Phân công phụ trách đã đúng như vậy" : $"Đã phân công lãnh đạo phụ trách {Vi.Number(changed.Count)} đơn vị");
                return LocalRedirect("/quan-tri/bat-dau");
            }
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            db.ChangeTracker.Clear();
        }
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        (_, Organization) = await snapshots.ReadAsync(db, cancel);
        Units = [.. Organization.Units.Where(FirstDay.Works)];
    }
}
