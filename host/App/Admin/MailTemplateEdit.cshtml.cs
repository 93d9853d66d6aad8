using System.ComponentModel.DataAnnotations;
using BacSon.Kernel;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.App.Admin;

/// <summary>The wording of one kind of mail: changed for a reason, looked at before it is saved, returned to what it was.</summary>
[Authorize(Policies.Administer)]
internal sealed class MailTemplateEditPage(PlatformDb db, CurrentViewer current, MailTemplateBook book) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "key"), StringLength(40)]
    public string? Key { get; set; }

    [BindProperty, Display(Name = "Tiêu đề"), StringLength(MailTemplate.LongestSubject)]
    public string? Subject { get; set; }

    [BindProperty, Display(Name = "Lời mở đầu"), StringLength(MailTemplate.LongestText), DataType(DataType.MultilineText)]
    public string? Opening { get; set; }

    [BindProperty, Display(Name = "Lời kết"), StringLength(MailTemplate.LongestText), DataType(DataType.MultilineText)]
    public string? Closing { get; set; }

    [BindProperty, Display(Name = "Lý do"), StringLength(500)]
    public string? Reason { get; set; }

    [BindProperty, Display(Name = "Lý do"), StringLength(500)]
    public string? ResetReason { get; set; }

    [BindProperty]
    public long? ChangeId { get; set; }

    [BindProperty]
    public Guid? Version { get; set; }

    public MailTemplatePlan Plan { get; private set; } = null!;
    public List<MailTemplateChange> History { get; private set; } = [];
    public ComposedMail? Sample { get; private set; }

    /// <summary>The sample is of what was typed, not of what is used.</summary>
    public bool Previewed { get; private set; }

    private string Handler => Request.Query["handler"].ToString();
    private MailWording Typed => new(Subject ?? "", Opening ?? "", Closing ?? "");

    public static string Where(MailParts parts) => string.Join(", ", new[] { (MailParts.Subject, "tiêu đề"), (MailParts.Opening, "lời mở đầu"), (MailParts.Closing, "lời kết") }.Where(x => parts.HasFlag(x.Item1)).Select(x => x.Item2));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        (Subject, Opening, Closing) = (Plan.Wording.Subject, Plan.Wording.Opening, Plan.Wording.Closing);
        return Page();
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        if (await TypedSampleAsync(cancel) is { } sample)
            (Sample, Previewed) = (sample, true);
        return Page();
    }

    /// <summary>What was typed as its reader would see it: in a window of its own that runs and fetches nothing.</summary>
    public async Task<IActionResult> OnPostShowAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        if (await TypedSampleAsync(cancel) is not { } sample)
            return Page();
        Response.Headers.ContentSecurityPolicy = MailBodyPage.Policy;
        return Content(sample.Html, "text/html; charset=utf-8");
    }

    public Task<IActionResult> OnPostSaveAsync(CancellationToken cancel) => ActAsync("đã lưu lời mới, dùng từ thư viết tiếp theo", by => book.SetAsync(Key, Typed, Reason, Version, by, cancel), cancel);

    public Task<IActionResult> OnPostResetAsync(CancellationToken cancel) => ActAsync("đã về lời mặc định", by => book.ResetAsync(Key, ResetReason, Version, by, cancel), cancel);

    public Task<IActionResult> OnPostReturnAsync(CancellationToken cancel) => ActAsync("đã trở lại lời cũ", by => book.ReturnAsync(Key, ChangeId ?? 0, Version, by, cancel), cancel);

    private async Task<IActionResult> ActAsync(string done, Func<Viewer, Task> act, CancellationToken cancel)
    {
        var by = await current.RequireAsync();
        if (!await ReadAsync(cancel))
            return NotFound();
        try
        {
            if (ModelState.IsValid)
            {
                await act(by);
                this.Note($"{Plan.Template.Title}: {done}");
                return LocalRedirect($"/quan-tri/mau-thu/{Plan.Template.Key}");
            }
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            Complain(refusal);
        }
        db.ChangeTracker.Clear();
        await ReadAsync(cancel);
        return Page();
    }

    private async Task<ComposedMail?> TypedSampleAsync(CancellationToken cancel)
    {
        try
        {
            if (ModelState.IsValid)
                return Version == Plan.Version ? await book.SampleAsync(Plan.Template, Typed, cancel) : throw new EditConflict();
        }
        catch (Refusal refusal)
        {
            Complain(refusal);
        }
        return null;
    }

    private void Complain(Refusal refusal)
    {
        ModelState.AddModelError(Handler == "Reset" && refusal.Field == "Reason" ? nameof(ResetReason) : refusal.Field ?? "", refusal.Message);
        if (refusal is not EditConflict)
            return;
        ModelState.Remove(nameof(Version));
        Version = Plan.Version;
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        if (await book.FindAsync(Key, cancel) is not { } plan)
            return false;
        Plan = plan;
        History = await book.HistoryAsync(plan.Template.Key, cancel);
        Sample = await book.SampleAsync(plan.Template, plan.Wording, cancel);
        if (!Request.HasFormContentType)
            Version = plan.Version;
        else if (Handler is "Reset" or "Return")
            (Subject, Opening, Closing) = (plan.Wording.Subject, plan.Wording.Opening, plan.Wording.Closing);
        return true;
    }
}
