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

/// <summary>Holds all mails back for a reason, and lets them go on.</summary>
[Authorize(Policies.Administer)]
internal sealed class MailPausePage(PlatformDb db, CurrentViewer current, MailGate gate) : PageModel
{
    public const string Path = "/quan-tri/thu/tam-dung";

    [BindProperty, Display(Name = "Lý do tạm dừng"), StringLength(500)]
    public string? Reason { get; set; }

    [BindProperty]
    public long? PauseId { get; set; }

    public MailPause? Lasting { get; private set; }
    public int Waiting { get; private set; }
    public List<MailPause> History { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancel) => ReadAsync(cancel);

    public Task<IActionResult> OnPostPauseAsync(CancellationToken cancel) => ActAsync("Đã tạm dừng gửi thư; thư mới xếp hàng chờ", by => gate.PauseAsync(Reason, by, cancel), cancel);

    public Task<IActionResult> OnPostResumeAsync(CancellationToken cancel) => ActAsync("Đã gửi thư trở lại; thư chờ được gửi trong vòng một phút", by => gate.ResumeAsync(PauseId, by, cancel), cancel);

    private async Task<IActionResult> ActAsync(string done, Func<Viewer, Task> act, CancellationToken cancel)
    {
        var by = await current.RequireAsync();
        try
        {
            if (ModelState.IsValid)
            {
                await act(by);
                this.Note(done);
                return LocalRedirect(Path);
            }
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
        }
        await ReadAsync(cancel);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        Lasting = await gate.CurrentAsync(cancel);
        History = await gate.HistoryAsync(cancel);
        Waiting = await db.Mails.CountAsync(x => x.State == MailState.Queued || x.State == MailState.Waiting, cancel);
    }
}
