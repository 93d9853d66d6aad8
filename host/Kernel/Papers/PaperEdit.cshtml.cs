using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BacSon.Kernel.Papers;

/// <summary>The words of a draft: abstract, headings and paragraphs, recipients, who signs. Tables come from records.</summary>
[Authorize(Policies.Staff)]
internal sealed class PaperEditPage(PlatformDb db, CurrentViewer current, PaperBook book) : PageModel
{
    [BindProperty, Display(Name = "Trích yếu"), StringLength(400)] public string? Abstract { get; set; }
    // By place, so that one that does not come leaves the others where they are.
    [BindProperty(Name = nameof(Texts))] public Dictionary<int, string?> Texts { get; set; } = [];
    [BindProperty, Display(Name = "Nơi nhận"), StringLength(6000)] public string? Recipients { get; set; }
    [BindProperty, Display(Name = "Người ký")] public int? SignerId { get; set; }
    [BindProperty] public Guid? Version { get; set; }

    public Viewer Viewer { get; private set; } = null!;
    public Paper Paper { get; private set; } = null!;
    public IReadOnlyList<PaperBlock> Said { get; private set; } = [];
    public string SignerNow { get; private set; } = "";
    public IEnumerable<SelectListItem> Signers => PaperOffice.Signers(Viewer.Organization).Select(x => new SelectListItem($"{string.Join(" ", x.Signer.Power.Skip(1))} {x.Signer.Name}", x.PersonId.ToString(CultureInfo.InvariantCulture))).Prepend(new($"Giữ như hiện nay: {SignerNow}", ""));

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (await ReadAsync(id, cancel) is { } no)
            return no;
        var content = PaperBook.ContentOf(Paper);
        (Abstract, Texts, Recipients, Version) = (content.Abstract, Said.Select((x, i) => (i, x.Text)).ToDictionary(x => x.i, x => x.Text), string.Join('\n', content.Recipients), Paper.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        if (await ReadAsync(id, cancel) is { } no)
            return no;
        if (ModelState.IsValid)
        {
            try
            {
                await book.EditAsync(id, new PaperEdit(Abstract, [.. Texts.OrderBy(x => x.Key).Select(x => x.Value)], Recipients, SignerId), Version, Viewer, cancel);
                this.Note("Đã lưu dự thảo");
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

    private async Task<IActionResult?> ReadAsync(long id, CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        Paper = await book.ReadAsync(id, Viewer, cancel);
        var content = PaperBook.ContentOf(Paper);
        Said = [.. content.Blocks.Where(x => x.Kind != PaperBlockKind.Table)];
        SignerNow = $"{string.Join(" ", content.Signer.Power.Skip(1))} {content.Signer.Name}";
        return !PaperBook.CanEdit(Paper, Viewer) ? StatusCode(403) : Paper.State != PaperState.Draft ? LocalRedirect($"/giay-to/{id}") : null;
    }
}
