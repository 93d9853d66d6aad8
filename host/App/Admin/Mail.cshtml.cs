using System.ComponentModel.DataAnnotations;
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
    [BindProperty, Display(Name = "Lý do thôi gửi"), StringLength(500)]
    public string? Reason { get; set; }

    public MailMessage Mail { get; private set; } = null!;
    public List<MailAttempt> Attempts { get; private set; } = [];
    public List<(long Id, string FileName)> Files { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (await db.Mails.AsNoTracking().Include(x => x.Body).FirstOrDefaultAsync(x => x.Id == id, cancel) is not { } mail)
            return NotFound();
        Mail = mail;
        Files = [.. (await db.Set<MailAttachment>().AsNoTracking().Where(x => x.MailId == id).OrderBy(x => x.Id).Select(x => new { x.Id, x.FileName }).ToListAsync(cancel)).Select(x => (x.Id, x.FileName))];
        Attempts = await db.MailAttempts.AsNoTracking().Where(x => x.MailId == id).OrderByDescending(x => x.Id).Take(50).ToListAsync(cancel);
        return Page();
    }

    /// <summary>A file that went with the mail.</summary>
    public async Task<IActionResult> OnGetFileAsync(long id, long tep, CancellationToken cancel) =>
        await db.Set<MailAttachment>().AsNoTracking().FirstOrDefaultAsync(x => x.Id == tep && x.MailId == id, cancel) is { } file ? File(file.Content, file.ContentType, file.FileName) : NotFound();

    public async Task<IActionResult> OnPostCancelAsync(long id, CancellationToken cancel)
    {
        var by = await current.RequireAsync();
        try
        {
            if (ModelState.IsValid)
            {
                await queue.CancelAsync(id, Reason, by, cancel);
                this.Note("Đã thôi gửi thư này");
                return LocalRedirect($"/quan-tri/thu/{id}");
            }
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
        }
        return await OnGetAsync(id, cancel);
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
    internal const string Policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (await db.Mails.AsNoTracking().Where(x => x.Id == id).Select(x => x.Body!.Html).FirstOrDefaultAsync(cancel) is not { } html)
            return NotFound();
        Response.Headers.ContentSecurityPolicy = Policy;
        return Content(MailSecrets.Mask(html), "text/html; charset=utf-8");
    }
}
