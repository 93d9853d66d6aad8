using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Reports;

/// <summary>Periodic reports: what is still to be sent, by date, and what was sent.</summary>
[Authorize(Policies.Staff)]
internal sealed class ReportsPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, ReportBook book, SiteAddress site) : PageModel
{
    private const int MessageDays = 15;

    public Viewer Viewer { get; private set; } = null!;
    public WorkingCalendar Calendar { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public bool Sent { get; private set; }
    public IReadOnlyList<ReportRow> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public int Number { get; private set; } = 1;

    /// <summary>The reports that are late or due within three weeks, for the units' group.</summary>
    public string Message { get; private set; } = "";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        (Calendar, _) = await snapshots.ReadAsync(db, cancel);
        Today = db.Clock.OfficeToday();
        Sent = Request.Query["tt"] == "da-gui";
        var rows = book.List(Viewer, Sent);
        Total = await rows.CountAsync(cancel);
        Number = int.TryParse(Request.Query[PageLinksTagHelper.Parameter], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0 && (page - 1) * (long)ReportBook.PageSize < Total ? page : 1;
        Rows = await rows.Skip((Number - 1) * ReportBook.PageSize).Take(ReportBook.PageSize).ToListAsync(cancel);
        Message = Sent ? "" : await DutyMessage.WriteAsync(db, Viewer.Visible(db.Duties).Where(x => db.ReportKinds.Any(kind => kind.Key == x.CatalogueKey)), "Báo cáo phải gửi", Calendar, Today, site, MessageDays, cancel);
    }

    public (WordTone Tone, string Text) Word(ReportRow row) => DutyRows.Word(new DutyRow(row.DutyId, row.Title, PapiArea.General, row.UnitId, null, row.DueOn, row.Stage, row.Paused, false, null, null, row.DoneOn, false, false, null, Guid.Empty), Calendar, Today);
}
