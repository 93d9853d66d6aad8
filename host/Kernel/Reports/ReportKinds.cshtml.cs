using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Reports;

/// <summary>The kinds of periodic reports, each with how sure its rhythm is.</summary>
[Authorize(Policies.Staff)]
internal sealed class ReportKindsPage(PlatformDb db, CurrentViewer current) : PageModel
{
    public IReadOnlyList<(ReportKind Kind, CatalogueEntry Entry)> Kinds { get; private set; } = [];
    public OrganizationOn Organization { get; private set; } = null!;
    public bool CanSet { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        (Organization, CanSet) = (viewer.Organization, ReportBook.CanSetKinds(viewer));
        var rows = await db.ReportKinds.AsNoTracking().Join(db.Catalogue.AsNoTracking(), x => x.Key, x => x.Key, (kind, entry) => new { kind, entry }).ToListAsync(cancel);
        Kinds = [.. rows.OrderBy(x => Vi.TitleKey(x.entry.Title), StringComparer.Ordinal).Select(x => (x.kind, x.entry))];
    }
}

/// <summary>To whom, on which form, up to which day: set by the commune.</summary>
[Authorize(Policies.Staff)]
internal sealed class ReportKindPage(PlatformDb db, CurrentViewer current, ReportBook book) : PageModel
{
    [BindProperty, Display(Name = "Nơi nhận"), StringLength(400)] public string? SendTo { get; set; }
    [BindProperty, Display(Name = "Mẫu báo cáo"), StringLength(400)] public string? Form { get; set; }
    [BindProperty, Display(Name = "Gửi qua"), StringLength(200)] public string? Channel { get; set; }
    [BindProperty, Display(Name = "Ngày chốt số liệu")] public int? CutOffDay { get; set; }
    [BindProperty, Display(Name = "Tháng chốt số liệu")] public int CutOffMonths { get; set; }
    [BindProperty, Display(Name = "Số liệu lũy kế từ đầu năm báo cáo")] public bool SinceYear { get; set; }
    [BindProperty] public Guid Version { get; set; }

    public CatalogueEntry Entry { get; private set; } = null!;
    public static IEnumerable<SelectListItem> Months => [new("Tháng gửi báo cáo", "0"), new("Tháng trước tháng gửi", "-1")];

    public async Task<IActionResult> OnGetAsync(string key, CancellationToken cancel)
    {
        if (await ReadAsync(key, cancel) is not { } kind)
            return NotFound();
        if (!ReportBook.CanSetKinds(await current.RequireAsync()))
            return StatusCode(403);
        (SendTo, Form, Channel, CutOffDay, CutOffMonths, SinceYear, Version) = (kind.SendTo, kind.Form, kind.Channel, kind.CutOffDay, kind.CutOffMonths, kind.SinceYear, kind.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string key, CancellationToken cancel)
    {
        if (await ReadAsync(key, cancel) is not { } kind)
            return NotFound();
        if (ModelState.IsValid)
        {
            try
            {
                await book.SetKindAsync(key, SendTo, Form, Channel, CutOffDay, CutOffMonths, SinceYear, Version, await current.RequireAsync(), cancel);
                this.Note("Đã lưu loại báo cáo");
                return LocalRedirect("/bao-cao/loai");
            }
            catch (Refusal refusal) when (refusal is not NotAllowed)
            {
                this.Refuse(refusal);
                if (refusal is EditConflict)
                    Version = kind.Version;
                db.ChangeTracker.Clear();
            }
        }
        return Page();
    }

    private async Task<ReportKind?> ReadAsync(string key, CancellationToken cancel)
    {
        if (await db.ReportKinds.AsNoTracking().FirstOrDefaultAsync(x => x.Key == key, cancel) is not { } kind)
            return null;
        Entry = await db.Catalogue.AsNoTracking().FirstAsync(x => x.Key == key, cancel);
        return kind;
    }
}
