using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

/// <summary>Any list of duties by its address: what a figure of the status page opens.</summary>
[Authorize(Policies.Staff)]
internal sealed class DutiesPage(PlatformDb db, CurrentViewer current, Snapshots snapshots, SiteAddress site) : PageModel
{
    public DutyFilter Filter { get; private set; } = new();
    public DutyTable Table { get; private set; } = null!;
    public int Total { get; private set; }
    public int Number { get; private set; } = 1;
    public string Message { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        var today = db.Clock.OfficeToday();
        Filter = DutyFilter.Read(name => Request.Query[name]);
        var order = Enum.TryParse<DutyOrder>(Request.Query["xep"], out var asked) && Enum.IsDefined(asked) ? asked : DutyOrder.LateFirst;
        var listed = Filter.Apply(db, viewer, today);
        if (Request.Query["tep"] == "xlsx")
            return File(await DutyRows.SheetAsync(listed.Ordered(order, db), viewer, calendar, today, cancel), DutyRows.SheetType, $"nhiem-vu-{today:yyyy-MM-dd}.xlsx");
        Total = await listed.CountAsync(cancel);
        Number = int.TryParse(Request.Query[PageLinksTagHelper.Parameter], out var page) && page > 0 && (page - 1) * (long)DutyRows.PageSize < Total ? page : 1;
        var rows = await listed.Ordered(order, db).Skip((Number - 1) * DutyRows.PageSize).Take(DutyRows.PageSize).AsRows(viewer).ToListAsync(cancel);
        Table = new DutyTable(rows, viewer, calendar, today, "Danh sách nhiệm vụ") { ShowUnit = true, Order = order, Sort = by => More($"xep={by}") };
        Message = await DutyMessage.WriteAsync(db, listed, "Danh sách nhiệm vụ", calendar, today, site, cancel: cancel);
        return Page();
    }

    /// <summary>What the form has no field for stays in the address when it is sent.</summary>
    public IEnumerable<(string Name, string Value)> Kept =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery((Filter with { Words = null, State = null, Area = null, UnitId = null }).ToPath(""))
            .Select(x => (x.Key, x.Value.ToString()));

    /// <summary>This list's address with one part more.</summary>
    public string More(string part)
    {
        var path = Filter.ToPath();
        return path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + part;
    }
}
