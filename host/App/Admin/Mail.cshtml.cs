using BacSon.Kernel;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

[Authorize(Policies.Administer)]
internal sealed class MailPage(PlatformDb db, CurrentViewer current, MailQueue queue) : PageModel
{
    public MailMessage Mail { get; private set; } = null!;
    public List<MailAttempt> Attempts { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (await db.Mails.AsNoTracking().Include(x => x.Body).FirstOrDefaultAsync(x => x.Id == id, cancel) is not { } mail)
            return NotFound();
        Mail = mail;
        Attempts = await db.MailAttempts.AsNoTracking().Where(x => x.MailId == id).OrderByDescending(x => x.Id).Take(50).ToListAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostRetryAsync(long id, CancellationToken cancel)
    {
        if (await queue.RetryAsync(id, await current.RequireAsync(), cancel))
            this.Note("Đã đưa thư vào hàng chờ gửi");
        else
            this.Note("Thư này đang được gửi hoặc đã gửi xong, không cần gửi lại", WordTone.Soon);
        return LocalRedirect($"/quan-tri/thu/{id}");
    }
}

/// <summary>The HTML of a mail as its reader sees it: nothing runs, nothing is fetched, and it has no origin of ours.</summary>
[Authorize(Policies.Administer)]
internal sealed class MailBodyPage(PlatformDb db) : PageModel
{
    // A mail styles itself within its own text, which our own policy forbids; sandbox takes away all else (CSP Level 3).
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (await db.Mails.AsNoTracking().Where(x => x.Id == id).Select(x => x.Body!.Html).FirstOrDefaultAsync(cancel) is not { } html)
            return NotFound();
        Response.Headers.ContentSecurityPolicy = Policy;
        return Content(html, "text/html; charset=utf-8");
    }
}

/// <summary>Slips for people without mail, each on a sheet of its own.</summary>
[Authorize(Policies.Administer)]
internal sealed class MailSlipsPage(PlatformDb db) : PageModel
{
    /// <summary>Slips in one print run: as many as an address can name.</summary>
    public const int Most = 100;

    [BindProperty(SupportsGet = true, Name = "id")]
    public List<long> Ids { get; set; } = [];

    public List<MailMessage> Slips { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var ids = Ids.Take(Most).ToList();
        Slips = await db.Mails.AsNoTracking().Include(x => x.Body).Where(x => ids.Contains(x.Id)).OrderBy(x => x.Id).ToListAsync(cancel);
    }
}
