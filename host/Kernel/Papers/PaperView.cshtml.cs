using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.Kernel.Papers;

/// <summary>A paper as it will be printed, its next step, its history.</summary>
[Authorize(Policies.Staff)]
internal sealed class PaperViewPage(PlatformDb db, CurrentViewer current, PaperBook book, FileStore files) : PageModel
{
    [BindProperty] public Guid? Version { get; set; }
    [BindProperty, Display(Name = "Lý do"), StringLength(1000)] public string? Reason { get; set; }
    [BindProperty, Display(Name = "Bản đã ký (PDF, tối đa 20 MB)")] public IFormFile? Signed { get; set; }
    [BindProperty, Display(Name = "Số")] public int? Number { get; set; }
    [BindProperty, Display(Name = "Ngày ban hành")] public DateOnly? IssuedOn { get; set; }

    public Viewer Viewer { get; private set; } = null!;
    public Paper Paper { get; private set; } = null!;
    public PaperContent Says { get; private set; } = null!;
    public bool CanEdit { get; private set; }
    public bool CanIssue { get; private set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        await ReadAsync(id, cancel);
        Version = Paper.Version;
        return Page();
    }

    /// <summary>The Word file.</summary>
    public async Task<IActionResult> OnGetWordAsync(long id, CancellationToken cancel)
    {
        await ReadAsync(id, cancel);
        return File(await book.WordAsync(Paper, cancel), PaperBook.WordType, $"giay-to-{id}.docx");
    }

    /// <summary>The signed copy.</summary>
    public async Task<IActionResult> OnGetSignedAsync(long id, CancellationToken cancel)
    {
        await ReadAsync(id, cancel);
        return Paper is { SignedSha256: { } hash, SignedType: { } type, SignedName: { } name } ? File(files.Open(hash), type, name) : NotFound();
    }

    public Task<IActionResult> OnPostSubmitAsync(long id, CancellationToken cancel) => TryAsync(id, "Đã trình ký", () => book.SubmitAsync(id, Version, Viewer, cancel), cancel);

    public Task<IActionResult> OnPostBackAsync(long id, CancellationToken cancel) => TryAsync(id, "Đã trả lại để sửa", () => book.GiveBackAsync(id, Reason, Version, Viewer, cancel), cancel);

    public Task<IActionResult> OnPostDropAsync(long id, CancellationToken cancel) => TryAsync(id, "Đã thôi phát hành", () => book.DropAsync(id, Reason, Version, Viewer, cancel), cancel);

    public Task<IActionResult> OnPostSignedAsync(long id, CancellationToken cancel) => TryAsync(id, "Đã gắn bản đã ký", async () =>
    {
        await using var content = Signed?.OpenReadStream();
        await book.AttachSignedAsync(id, Signed?.FileName ?? "", content, Version, Viewer, cancel);
    }, cancel);

    public Task<IActionResult> OnPostIssueAsync(long id, CancellationToken cancel) => TryAsync(id, "Đã phát hành, vào sổ văn bản đi", () => book.IssueAsync(id, Number, IssuedOn, Version, Viewer, cancel), cancel);

    private async Task<IActionResult> TryAsync(long id, string note, Func<Task> act, CancellationToken cancel)
    {
        await ReadAsync(id, cancel);
        if (ModelState.IsValid)
        {
            try
            {
                await act();
                this.Note(note);
                return LocalRedirect($"/giay-to/{id}");
            }
            catch (Refusal refusal) when (refusal is not NotAllowed)
            {
                this.Refuse(refusal);
                db.ChangeTracker.Clear();
            }
        }
        await ReadAsync(id, cancel);
        if (!ModelState.ContainsKey(nameof(Version)))
            Version = Paper.Version;
        return Page();
    }

    private async Task ReadAsync(long id, CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        Paper = await book.ReadAsync(id, Viewer, cancel);
        Says = PaperBook.ContentOf(Paper);
        (CanEdit, CanIssue) = (PaperBook.CanEdit(Paper, Viewer), PaperBook.CanManage(Viewer));
    }
}
