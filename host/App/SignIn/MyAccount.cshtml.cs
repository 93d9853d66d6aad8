using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.SignIn;

/// <summary>One's own account: where its parts are changed, and who came in with it.</summary>
[Authorize(Policies.Staff)]
internal sealed class MyAccountPage(PlatformDb db, UserManager<Account> users, CurrentViewer current) : PageModel
{
    public const int PageSize = 20;

    [BindProperty(SupportsGet = true, Name = PageLinksTagHelper.Parameter)]
    public int? Number { get; set; }

    public Viewer Viewer { get; private set; } = null!;
    public Account Account { get; private set; } = null!;
    public List<SignInRecord> SignIns { get; private set; } = [];
    public int Total { get; private set; }
    public int Shown { get; private set; } = 1;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        Account = await users.GetUserAsync(User) ?? throw new NotAllowed();
        var own = db.SignIns.AsNoTracking().Where(x => x.PersonId == Viewer.Id);
        Total = await own.CountAsync(cancel);
        Shown = Math.Clamp(Number ?? 1, 1, Math.Max(1, (Total + PageSize - 1) / PageSize));
        SignIns = await own.OrderByDescending(x => x.Id).Skip((Shown - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
    }
}
