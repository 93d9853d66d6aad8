using System.ComponentModel.DataAnnotations;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BacSon.App.OwnAccount;

/// <summary>When a person's digest goes and on which further days he is reminded.</summary>
[Authorize(Policies.Staff)]
internal sealed class NoticeWishesPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, WishBook book, ScheduleBook schedules) : PageModel
{
    [BindProperty, Display(Name = "Giờ gửi thư nhắc việc"), StringLength(5)]
    public string? DigestAt { get; set; }

    [BindProperty, Display(Name = "Nhắc thêm trước"), StringLength(40)]
    public string? ExtraDays { get; set; }

    [BindProperty]
    public Guid? Version { get; set; }

    public Person Person { get; private set; } = null!;

    /// <summary>When the job writes the digests, office time.</summary>
    public TimeOnly Written { get; private set; } = new(7, 0);
    public IReadOnlyList<SelectListItem> Times { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var wish = await ReadAsync(cancel);
        DigestAt = wish?.DigestAt is { } at ? Vi.Time(at) : null;
        ExtraDays = wish?.ExtraDays.Replace(",", ", ", StringComparison.Ordinal);
        Version = wish?.Version ?? Guid.Empty;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var wish = await ReadAsync(cancel);
        try
        {
            TimeOnly? at = null;
            if (DigestAt is not null)
                at = Typed.TryTime(DigestAt, out var typed) ? typed : throw new Refusal("Giờ gửi thư nhắc việc không đúng. Chọn lại", nameof(DigestAt));
            if (ModelState.IsValid)
            {
                await book.SetNoticeAsync(at, ExtraDays, Written, await current.RequireAsync(), Version, cancel);
                this.Note("Đã lưu cách nhận nhắc việc");
                return LocalRedirect("/tai-khoan/nhac-viec");
            }
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            Version = refusal is EditConflict ? wish?.Version ?? Guid.Empty : Version;
        }
        return Page();
    }

    private async Task<PersonWish?> ReadAsync(CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        Person = viewer.Person;
        var (calendar, _) = await snapshots.ReadAsync(db, cancel);
        var plan = await schedules.ReadAsync("reminders.send", cancel);
        if (ScheduleClock.Next(plan.Times, calendar, db.Clock.GetUtcNow().UtcDateTime) is { } next)
            Written = TimeOnly.FromDateTime(next.ToOffice());
        Times = [.. Enumerable.Range(0, 48).Select(x => new TimeOnly(x / 2, x % 2 * 30)).Where(x => x > Written && x <= WishBook.LatestDigest).Select(x => new SelectListItem(Vi.Time(x), Vi.Time(x)))];
        return await book.WishesAsync(viewer.Id, cancel);
    }
}
