using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.App.OwnAccount;

/// <summary>Makes and revokes the private address of a person's own due dates.</summary>
[Authorize(Policies.Staff)]
internal sealed class OwnCalendarPage(CurrentViewer current, WishBook book, SiteAddress site) : PageModel
{
    public CalendarAddress? Kept { get; private set; }

    /// <summary>Shown on this answer only; it is kept nowhere.</summary>
    public string? Address { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel) => Kept = await book.AddressAsync((await current.RequireAsync()).Id, cancel);

    public async Task<IActionResult> OnPostMakeAddressAsync(CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        Address = site.Link($"/lich/{await book.MakeAddressAsync(viewer, cancel)}.ics");
        Kept = await book.AddressAsync(viewer.Id, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeAddressAsync(CancellationToken cancel)
    {
        try
        {
            await book.RevokeAddressAsync(await current.RequireAsync(), cancel);
            this.Note("Đã thu hồi địa chỉ lịch riêng");
            return LocalRedirect("/tai-khoan/lich");
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            return Page();
        }
    }
}
