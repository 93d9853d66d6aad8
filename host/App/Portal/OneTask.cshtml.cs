using System.ComponentModel.DataAnnotations;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Links;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace BacSon.App.Portal;

/// <summary>
/// What a link of one purpose opens, made for a telephone with a poor connection: the report is one small form that is saved
/// first, pictures follow one by one and can be sent again. Whoever has no living link reads why, and nothing of the duty.
/// </summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.Public)]
internal sealed class OneTaskPage(PlatformDb db, TaskLinkBook book) : PageModel
{
    private const int Attempts = 3;

    [BindProperty, Display(Name = "Ngày thực hiện")] public DateOnly? DoneOn { get; set; }
    [BindProperty, Display(Name = "Địa điểm"), StringLength(200)] public string? Place { get; set; }
    [BindProperty, Display(Name = "Kết quả, vướng mắc"), DataType(DataType.MultilineText), StringLength(1000)] public string? Result { get; set; }
    [BindProperty, Display(Name = "Ảnh")] public List<IFormFile>? Pictures { get; set; }

    /// <summary>What has just been received.</summary>
    [TempData(Key = "link.received")]
    public string? Received { get; set; }

    public TaskLink? Link { get; private set; }
    public TaskLinkState State { get; private set; }

    private string? From => HttpContext.Connection.RemoteIpAddress?.ToString();

    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancel)
    {
        if (!await ReadAsync(secret, cancel))
            return Closed();
        await book.SeenAsync(Link!, living: true, From, cancel);
        DoneOn = db.Clock.OfficeToday();
        return Page();
    }

    public async Task<IActionResult> OnPostReportAsync(string secret, CancellationToken cancel)
    {
        if (!await ReadAsync(secret, cancel))
            return Closed();
        if (ModelState.IsValid)
        {
            try
            {
                await book.ReportAsync(secret, new TaskReport(DoneOn, Place, Result), From, cancel);
                Received = "Đã nhận báo cáo. Có ảnh thì gửi tiếp ở dưới.";
                return LocalRedirect($"/mot-viec/{secret}#anh");
            }
            catch (Refusal refusal)
            {
                this.Refuse(refusal);
            }
        }
        return await AgainAsync(secret, cancel);
    }

    /// <summary>Pictures one by one: each that arrived stays, also when the next is refused.</summary>
    public async Task<IActionResult> OnPostPicturesAsync(string secret, CancellationToken cancel)
    {
        if (!await ReadAsync(secret, cancel))
            return Closed();
        var sent = 0;
        try
        {
            if (Pictures is not { Count: > 0 } pictures)
                throw new Refusal("Chưa chọn ảnh", nameof(Pictures));
            foreach (var picture in pictures)
            {
                await AddAsync(secret, picture, cancel);
                sent++;
            }
            Received = $"Đã nhận {Vi.Number(sent)} ảnh.";
            return LocalRedirect($"/mot-viec/{secret}#anh");
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError(refusal.Field ?? nameof(Pictures), sent == 0 ? refusal.Message : $"Đã nhận {Vi.Number(sent)} ảnh; ảnh tiếp theo chưa nhận được: {Vi.LowerFirst(refusal.Message)}");
        }
        return await AgainAsync(secret, cancel);
    }

    // Two pictures of one link that arrive at the same moment: the second counts on from the first.
    private async Task AddAsync(string secret, IFormFile picture, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var content = picture.OpenReadStream();
                await book.AddPictureAsync(secret, picture.FileName, content, From, cancel);
                return;
            }
            catch (EditConflict) when (attempt < Attempts)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task<IActionResult> AgainAsync(string secret, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await ReadAsync(secret, cancel);
        DoneOn ??= ModelState.ContainsKey(nameof(DoneOn)) ? null : db.Clock.OfficeToday();
        return Page();
    }

    private async Task<bool> ReadAsync(string secret, CancellationToken cancel)
    {
        // The address is the key: it goes to no other site and into no search engine.
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        if (await book.FindAsync(secret, cancel) is not var (link, duty))
            return false;
        (Link, State) = (link, link.StateOn(db.Clock.OfficeToday(), TaskLinkBook.Runs(duty)));
        if (State == TaskLinkState.Living)
            return true;
        await book.SeenAsync(link, living: false, From, cancel);
        return false;
    }

    private PageResult Closed()
    {
        // A page with a form is kept out of caches by its antiforgery token.
        Response.Headers.CacheControl = "no-store";
        var page = Page();
        page.StatusCode = Link is null ? StatusCodes.Status404NotFound : StatusCodes.Status410Gone;
        return page;
    }
}
