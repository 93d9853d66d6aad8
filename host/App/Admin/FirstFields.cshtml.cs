using System.ComponentModel.DataAnnotations;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

/// <summary>Leads all fields to units at once; what is already led so stays as it is.</summary>
[Authorize(Policies.Administer)]
internal sealed class FirstFieldsPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, OrganizationBook book) : PageModel
{
    /// <summary>The unit of each field, by the field's code.</summary>
    // Named, so that a form without any of them is not read as one of everything else in it.
    [BindProperty(Name = nameof(Lead))]
    public Dictionary<string, int?> Lead { get; set; } = [];

    [BindProperty, Display(Name = "Từ ngày")]
    public DateOnly? From { get; set; }

    public OrganizationOn Organization { get; private set; } = null!;
    public List<Field> Fields { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        From = db.Clock.OfficeToday();
        Lead = Fields.ToDictionary(x => x.Code, x => Organization.UnitForField(x.Code)
            ?? (FirstDayProposals.Fields.GetValueOrDefault(x.Code) is { } code && Organization.UnitByCode(code) is { To: null } unit ? unit.Id : null));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        try
        {
            if (ModelState.IsValid)
            {
                var viewer = await current.RequireAsync();
                var changed = Fields.Where(x => Lead.GetValueOrDefault(x.Code) is { } unit && unit != Organization.UnitForField(x.Code)).ToList();
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                foreach (var field in changed)
                {
                    try
                    {
                        await book.LeadFieldAsync(field.Code, Lead[field.Code], From, viewer, cancel);
                    }
                    catch (Refusal refusal) when (refusal.Field is { } name && name != nameof(From))
                    {
                        throw new Refusal(refusal.Message, $"{nameof(Lead)}[{field.Code}]");
                    }
                }
                await transaction.CommitAsync(cancel);
                this.Note(changed.Count == 0 ? "Các lĩnh vực đã giao đúng như vậy" : $"Đã giao {Vi.Number(changed.Count)} lĩnh vực");
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
        Fields = [.. (await db.Fields.AsNoTracking().ToListAsync(cancel)).OrderBy(x => Vi.TitleKey(x.Name), StringComparer.Ordinal)];
    }
}
