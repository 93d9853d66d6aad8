using System.ComponentModel.DataAnnotations;
using BacSon.Kernel;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

/// <summary>A line of the mail queue.</summary>
internal sealed record MailRow(long Id, string ToName, string? ToAddress, string Subject, MailState State, int Attempts, DateTime CreatedAt, DateTime? SentAt, DateTime NotBefore, string? LastAnswer);

[Authorize(Policies.Administer)]
internal sealed class MailsPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, MailQueue queue) : PageModel
{
    public const int PageSize = 30;

    [BindProperty(SupportsGet = true, Name = "tt")]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "q"), Display(Name = "Người nhận"), StringLength(100)]
    public string? Words { get; set; }

    [BindProperty(SupportsGet = true, Name = PageLinksTagHelper.Parameter)]
    public int? Number { get; set; }

    public List<MailRow> Rows { get; private set; } = [];
    public IReadOnlyDictionary<MailState, int> Counts { get; private set; } = new Dictionary<MailState, int>();
    public int Total { get; private set; }
    public int Shown { get; private set; } = 1;
    public MailState? Filter => Enum.GetValues<MailState>().Cast<MailState?>().FirstOrDefault(x => x!.Value.Key() == State);
    public IEnumerable<SelectListItem> States => Enum.GetValues<MailState>().Select(x => new SelectListItem($"{x.Title()} ({Vi.Number(Counts.GetValueOrDefault(x))})", x.Key()));

    public Task OnGetAsync(CancellationToken cancel) => ReadAsync(cancel);

    public async Task<IActionResult> OnPostRetryAllAsync(CancellationToken cancel)
    {
        var count = await queue.RetryAllFailedAsync(await current.RequireAsync(), cancel);
        this.Note(count == 0 ? "Không có thư nào cần gửi lại" : $"Đã đưa {Vi.Number(count)} thư vào hàng chờ gửi");
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRetryWaitingAsync(CancellationToken cancel)
    {
        var count = await queue.RetryAllWaitingAsync(await current.RequireAsync(), cancel);
        this.Note(count == 0 ? "Không có thư nào chờ gửi lại" : $"Đã đưa {Vi.Number(count)} thư vào hàng chờ gửi");
        return RedirectToPage();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        Counts = await db.Mails.AsNoTracking().GroupBy(x => x.State).Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, cancel);
        var mails = db.Mails.AsNoTracking();
        if (Filter is { } state)
            mails = mails.Where(x => x.State == state);
        if (!string.IsNullOrWhiteSpace(Words))
        {
            // Names are compared without marks in memory; an address has none.
            var (_, organization) = await snapshots.ReadAsync(db, cancel);
            var folded = Vi.Fold(Words);
            int?[] people = [.. organization.People.Where(x => Vi.Fold(x.FullName).Contains(folded, StringComparison.Ordinal)).Select(x => (int?)x.Id)];
            var address = Words.Trim();
            mails = mails.Where(x => people.Contains(x.PersonId) || x.ToAddress!.Contains(address) || x.ToName.Contains(address));
        }
        Total = await mails.CountAsync(cancel);
        Shown = Math.Clamp(Number ?? 1, 1, Math.Max(1, (Total + PageSize - 1) / PageSize));
        Rows = await mails.OrderByDescending(x => x.Id).Skip((Shown - 1) * PageSize).Take(PageSize)
            .Select(x => new MailRow(x.Id, x.ToName, x.ToAddress, x.Subject, x.State, x.Attempts, x.CreatedAt, x.SentAt, x.NotBefore, x.LastAnswer)).ToListAsync(cancel);
    }
}
