using System.ComponentModel.DataAnnotations;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BacSon.App.OwnAccount;

/// <summary>Where a person's day begins, and whether single keys act.</summary>
[Authorize(Policies.Staff)]
internal sealed class StartWishesPage(CurrentViewer current, WishBook book) : PageModel
{
    [BindProperty, Display(Name = "Trang mở đầu"), StringLength(40)]
    public string? StartPage { get; set; }

    [BindProperty, Display(Name = "Dùng phím tắt một phím")]
    public bool Shortcuts { get; set; }

    [BindProperty]
    public Guid? Version { get; set; }

    public string RolePage { get; private set; } = "";
    public IReadOnlyList<SelectListItem> Pages { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var (_, wish) = await ReadAsync(cancel);
        (StartPage, Shortcuts, Version) = (wish?.StartPage, wish is not { NoShortcuts: true }, wish?.Version ?? Guid.Empty);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var (viewer, wish) = await ReadAsync(cancel);
        if (!ModelState.IsValid)
            return Page();
        try
        {
            await book.SetStartAsync(StartPage, [.. Pages.Select(x => x.Value)], Shortcuts, viewer, Version, cancel);
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            Version = refusal is EditConflict ? wish?.Version ?? Guid.Empty : Version;
            return Page();
        }
        this.Note("Đã lưu trang mở đầu, phím tắt");
        return LocalRedirect("/tai-khoan/trang");
    }

    private async Task<(Viewer Viewer, PersonWish? Wish)> ReadAsync(CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        var choices = StartPages.Choices(viewer);
        Pages = [.. choices.Select(x => new SelectListItem(x.Title, x.Path))];
        var usual = StartPages.ByRole(viewer);
        RolePage = choices.First(x => x.Path == usual).Title;
        return (viewer, await book.WishesAsync(viewer.Id, cancel));
    }
}
