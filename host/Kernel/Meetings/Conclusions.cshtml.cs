using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BacSon.Kernel.Meetings;

/// <summary>A row of the form.</summary>
internal sealed class ConclusionInput
{
    public long Id { get; set; }
    [Display(Name = "Nội dung kết luận"), StringLength(500)] public string? Text { get; set; }
    [Display(Name = "Đơn vị chủ trì")] public int? UnitId { get; set; }
    [Display(Name = "Thời hạn hoàn thành")] public DateOnly? DueOn { get; set; }
    [Display(Name = "Sản phẩm"), StringLength(400)] public string? Product { get; set; }

    /// <summary>The duty that came of the row; shown, never read from the form.</summary>
    [Microsoft.AspNetCore.Mvc.ModelBinding.BindNever] public long? DutyId { get; set; }
}

/// <summary>Conclusions of a giao ban, typed as rows; those with a unit and a date become duties.</summary>
[Authorize(Policies.Staff)]
internal sealed class ConclusionsPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, MeetingBook book) : PageModel
{
    private const int Blank = 5;

    [BindProperty] public List<ConclusionInput> Rows { get; set; } = [];
    [BindProperty, Display(Name = "Chủ trì")] public int? ChairId { get; set; }
    [BindProperty, Display(Name = "Kết luận chung"), StringLength(4000)] public string? General { get; set; }
    [BindProperty] public Guid? Version { get; set; }

    public DateOnly HeldOn { get; private set; }
    public OrganizationOn Organization { get; private set; } = null!;
    public IEnumerable<SelectListItem> Units => Organization.Units.Select(x => new SelectListItem(x.Name, x.Id.ToString(CultureInfo.InvariantCulture))).Prepend(new("Không giao, chỉ ghi vào thông báo", ""));
    public IEnumerable<SelectListItem> Chairs => Organization.People.Where(x => Organization.HasRole(x.Id, Role.Chairman) || Organization.HasRole(x.Id, Role.DeputyChairman)).Select(x => new SelectListItem(x.FullName, x.Id.ToString(CultureInfo.InvariantCulture))).Prepend(new("Chưa ghi", ""));

    public async Task<IActionResult> OnGetAsync(string date, CancellationToken cancel)
    {
        if (await StartAsync(date, cancel) is { } no)
            return no;
        var meeting = await book.FindAsync(HeldOn, cancel);
        (ChairId, General, Version) = (meeting?.ChairId ?? Organization.Chairman?.Id, meeting?.General, meeting?.Version ?? Guid.Empty);
        Rows = [.. (meeting?.Rows ?? []).Select(x => new ConclusionInput { Id = x.Id, Text = x.Text, UnitId = x.UnitId, DueOn = x.DueOn, Product = x.Product, DutyId = x.DutyId }), .. Enumerable.Range(0, Blank).Select(_ => new ConclusionInput())];
        return Page();
    }

    public Task<IActionResult> OnPostAsync(string date, CancellationToken cancel) => SaveAsync(date, open: true, cancel);

    public Task<IActionResult> OnPostDraftAsync(string date, CancellationToken cancel) => SaveAsync(date, open: false, cancel);

    /// <summary>Five more rows; saves nothing.</summary>
    public async Task<IActionResult> OnPostMoreAsync(string date, CancellationToken cancel)
    {
        if (await StartAsync(date, cancel) is { } no)
            return no;
        await ShowAsync(cancel);
        Rows.AddRange(Enumerable.Range(0, Math.Clamp(MeetingBook.MostRows - Rows.Count, 0, Blank)).Select(_ => new ConclusionInput()));
        return Page();
    }

    private async Task<IActionResult> SaveAsync(string date, bool open, CancellationToken cancel)
    {
        if (await StartAsync(date, cancel) is { } no)
            return no;
        if (ModelState.IsValid)
        {
            try
            {
                var opened = await book.SaveAsync(HeldOn, ChairId, General, [.. Rows.Select(x => new ConclusionRow(x.Id, x.Text, x.UnitId, x.DueOn, x.Product))], Version, open, await current.RequireAsync(), cancel);
                this.Note(opened > 0 ? $"Đã ghi kết luận, mở {Vi.Number(opened)} nhiệm vụ" : "Đã ghi kết luận");
                return LocalRedirect(MeetingPage.Path(HeldOn));
            }
            catch (Refusal refusal) when (refusal is not NotAllowed)
            {
                this.Refuse(refusal);
                db.ChangeTracker.Clear();
            }
        }
        await ShowAsync(cancel);
        return Page();
    }

    // What has become a duty is shown as it is kept, whatever the form sent; the version is the one to save over next.
    private async Task ShowAsync(CancellationToken cancel)
    {
        var meeting = await book.FindAsync(HeldOn, cancel);
        if (!ModelState.ContainsKey(nameof(Version)))
            Version = meeting?.Version ?? Guid.Empty;
        foreach (var row in Rows)
            if (meeting?.Rows.Find(x => x.Id == row.Id) is { DutyId: { } duty } kept)
                (row.DutyId, row.Text, row.UnitId, row.DueOn, row.Product) = (duty, kept.Text, kept.UnitId, kept.DueOn, kept.Product);
    }

    private async Task<IActionResult?> StartAsync(string date, CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        if (!MeetingBook.CanConclude(viewer))
            return StatusCode(403);
        (var calendar, Organization) = await snapshots.ReadAsync(db, cancel);
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year is < 2024 or > 2100 || WeeklyMeeting.DayOf(calendar, day) != day || day > db.Clock.OfficeToday())
            return NotFound();
        HeldOn = day;
        if (Rows.Count > MeetingBook.MostRows)
            Rows.RemoveRange(MeetingBook.MostRows, Rows.Count - MeetingBook.MostRows);
        return null;
    }
}
