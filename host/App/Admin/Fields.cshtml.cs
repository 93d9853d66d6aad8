using System.ComponentModel.DataAnnotations;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

/// <summary>Which unit answers for each field of work, with dates: the catalogue names fields, never units.</summary>
[Authorize(Policies.Administer)]
internal sealed class FieldsPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, OrganizationBook book) : PageModel
{
    [BindProperty, Display(Name = "Lĩnh vực"), StringLength(40)]
    public string? FieldCode { get; set; }

    [BindProperty, Display(Name = "Đơn vị chủ trì")]
    public int? UnitId { get; set; }

    [BindProperty, Display(Name = "Từ ngày")]
    public DateOnly? From { get; set; }

    public OrganizationOn Organization { get; private set; } = null!;
    public List<Field> Fields { get; private set; } = [];
    public ILookup<string, FieldAssignment> Assignments { get; private set; } = null!;
    public Dictionary<string, int> Kinds { get; private set; } = [];
    public IEnumerable<SelectListItem> FieldItems => Fields.Select(x => new SelectListItem(x.Name, x.Code));

    public async Task OnGetAsync(string? ma, CancellationToken cancel)
    {
        await ReadAsync(cancel);
        FieldCode = Fields.Find(x => x.Code == ma)?.Code;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        try
        {
            if (ModelState.IsValid)
            {
                await book.LeadFieldAsync(FieldCode, UnitId, From, await current.RequireAsync(), cancel);
                this.Note("Đã giao lĩnh vực");
                return LocalRedirect("/quan-tri/linh-vuc");
            }
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            db.ChangeTracker.Clear();
        }
        await ReadAsync(cancel);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        (_, Organization) = await snapshots.ReadAsync(db, cancel);
        Fields = [.. (await db.Fields.AsNoTracking().ToListAsync(cancel)).OrderBy(x => Vi.TitleKey(x.Name), StringComparer.Ordinal)];
        Assignments = (await db.FieldAssignments.AsNoTracking().OrderByDescending(x => x.From).ToListAsync(cancel)).ToLookup(x => x.FieldCode);
        Kinds = await db.Catalogue.AsNoTracking().Where(x => x.On).GroupBy(x => x.FieldCode).Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, cancel);
    }
}
