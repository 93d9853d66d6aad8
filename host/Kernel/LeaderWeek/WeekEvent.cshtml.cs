using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.LeaderWeek;

/// <summary>Adds or changes one event of the leaders' week.</summary>
[Authorize(Policies.Staff)]
internal sealed class WeekEventPage(PlatformDb db, CurrentViewer current, WeekBook book) : PageModel
{
    [BindProperty, Display(Name = "Ngày")] public DateOnly? HeldOn { get; set; }
    [BindProperty, Display(Name = "Từ giờ")] public TimeOnly? StartsAt { get; set; }
    [BindProperty, Display(Name = "Đến giờ")] public TimeOnly? EndsAt { get; set; }
    [BindProperty, Display(Name = "Nội dung"), StringLength(500)] public string? What { get; set; }
    [BindProperty, Display(Name = "Địa điểm"), StringLength(200)] public string? Place { get; set; }
    [BindProperty, Display(Name = "Lãnh đạo dự")] public List<int> LeaderIds { get; set; } = [];
    [BindProperty, Display(Name = "Chủ trì")] public int? ChairId { get; set; }
    [BindProperty, Display(Name = "Đơn vị chuẩn bị")] public int? PreparingUnitId { get; set; }
    [BindProperty, Display(Name = "Thành phần khác"), StringLength(500)] public string? Others { get; set; }
    [BindProperty, Display(Name = "Công khai cho người dân")] public bool Public { get; set; }
    [BindProperty] public Guid? Version { get; set; }
    [BindProperty, Display(Name = "Lý do hoãn, bỏ"), StringLength(500)] public string? Reason { get; set; }

    public long Id { get; private set; }
    public LeaderEvent? Event { get; private set; }
    public Viewer Viewer { get; private set; } = null!;
    public IEnumerable<SelectListItem> Leaders => WeekBook.Leaders(Viewer.Organization).Select(x => new SelectListItem($"{x.FullName}, {Viewer.Organization.TitleOf(x.Id)}", x.Id.ToString(CultureInfo.InvariantCulture)));
    public IEnumerable<SelectListItem> Chairs => Leaders.Prepend(new("Không ghi", ""));
    public IEnumerable<SelectListItem> Units => Viewer.Organization.Units.Select(x => new SelectListItem(x.Name, x.Id.ToString(CultureInfo.InvariantCulture))).Prepend(new("Không ghi", ""));

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancel)
    {
        if (await ReadAsync(id, cancel) is { } no)
            return no;
        if (Event is { } x)
            (HeldOn, StartsAt, EndsAt, What, Place, LeaderIds, ChairId, PreparingUnitId, Others, Public, Version) = (x.Day, x.From, x.To, x.What, x.Place, [.. x.Leaders.Select(y => y.PersonId)], x.ChairId, x.PreparingUnitId, x.Others, x.Public, x.Version);
        else
            (HeldOn, Public) = (DateOnly.TryParseExact(Request.Query["ngay"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null, true);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(string id, CancellationToken cancel) => TryAsync(id, async () =>
    {
        var saved = await book.SaveAsync(Id, new EventInput(HeldOn, StartsAt, EndsAt, What, Place, LeaderIds, ChairId, PreparingUnitId, Others, Public), Version, Viewer, cancel);
        this.Note("Đã lưu vào lịch tuần");
        return Weeks.MondayOf(saved.Day);
    }, cancel);

    public Task<IActionResult> OnPostCancelAsync(string id, CancellationToken cancel) => TryAsync(id, async () =>
    {
        await book.CancelAsync(Id, Reason, Version, Viewer, cancel);
        this.Note("Đã ghi hoãn");
        return Weeks.MondayOf(Event!.Day);
    }, cancel);

    private async Task<IActionResult> TryAsync(string id, Func<Task<DateOnly>> act, CancellationToken cancel)
    {
        if (await ReadAsync(id, cancel) is { } no)
            return no;
        if (ModelState.IsValid)
        {
            try
            {
                return LocalRedirect(WeekPage.Path(await act()));
            }
            catch (Refusal refusal) when (refusal is not NotAllowed)
            {
                this.Refuse(refusal);
                db.ChangeTracker.Clear();
            }
        }
        await ReadAsync(id, cancel);
        if (!ModelState.ContainsKey(nameof(Version)))
            Version = Event?.Version;
        return Page();
    }

    private async Task<IActionResult?> ReadAsync(string id, CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        if (!WeekBook.CanEdit(Viewer))
            return StatusCode(403);
        if (id == "moi")
            return null;
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || await db.LeaderEvents.AsNoTracking().Include(x => x.Leaders).FirstOrDefaultAsync(x => x.Id == number, cancel) is not { } found)
            return NotFound();
        (Id, Event) = (number, found);
        return null;
    }
}
