using System.ComponentModel.DataAnnotations;
using BacSon.App.OwnAccount;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.SignIn;

/// <summary>One person of the sample commune, shown in Development only.</summary>
internal sealed record SamplePerson(string UserName, string Name, string Title, string Unit);

[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class SignInPage(SignInManager<Account> signIn, UserManager<Account> users, PlatformDb db, Snapshots snapshots, IHostEnvironment environment) : PageModel
{
    [BindProperty, Required, Display(Name = "Tên đăng nhập"), StringLength(120)]
    public string? UserName { get; set; }

    [BindProperty, Required, Display(Name = "Mật khẩu"), StringLength(200), DataType(DataType.Password)]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true, Name = "ve")]
    public string? ReturnTo { get; set; }

    public IReadOnlyList<SamplePerson> Samples { get; private set; } = [];
    public string SamplePassword => Demo.DemoSeed.Password;

    public async Task<IActionResult> OnGetAsync()
    {
        if (User.Identity?.IsAuthenticated == true)
            return LocalRedirect(StartPages.Door);
        await FindSamplesAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await FindSamplesAsync();
        if (!ModelState.IsValid)
            return Page();
        var account = await users.FindByNameAsync(UserName!.Trim());
        var (_, organization) = await snapshots.ReadAsync(db);
        // A person who has left does not sign in, whatever he types.
        var active = account is not null && organization.Person(account.PersonId) is { Active: true };
        var result = active ? await signIn.PasswordSignInAsync(account!, Password!, isPersistent: false, lockoutOnFailure: true) : Microsoft.AspNetCore.Identity.SignInResult.Failed;
        if (!active)
            _ = new PasswordHasher<Account>().HashPassword(new Account(), Password!); // the answer takes as long for a name that does not exist
        db.SignIns.Add(new SignInRecord
        {
            At = db.Clock.GetUtcNow().UtcDateTime,
            UserName = UserName!.Trim(),
            PersonId = account?.PersonId,
            Act = result.RequiresTwoFactor ? SignInAct.CodeAsked : SignInAct.Password,
            Succeeded = result.Succeeded,
            Address = HttpContext.Connection.RemoteIpAddress?.ToString(),
        });
        await db.SaveChangesAsync();
        if (result.RequiresTwoFactor)
            return LocalRedirect(Url.IsLocalUrl(ReturnTo) ? $"/dang-nhap/ma?ve={Uri.EscapeDataString(ReturnTo!)}" : "/dang-nhap/ma");
        if (result.Succeeded)
        {
            var viewer = new Viewer(organization, organization.Person(account!.PersonId)!);
            return LocalRedirect(Url.IsLocalUrl(ReturnTo) ? ReturnTo! : StartPages.Of(viewer));
        }
        ModelState.AddModelError("", result.IsLockedOut && Admin.Accounts.IsLockedForGood(account!, db.Clock.GetUtcNow())
            ? "Tài khoản đã khóa. Cần mở lại, đề nghị liên hệ quản trị hệ thống"
            : result.IsLockedOut
            ? "Tài khoản tạm khóa 15 phút vì nhập sai nhiều lần. Cần gấp, đề nghị liên hệ quản trị hệ thống"
            : "Tên đăng nhập hoặc mật khẩu không đúng");
        return Page();
    }

    private async Task FindSamplesAsync()
    {
        if (!environment.IsDevelopment())
            return;
        var (_, organization) = await snapshots.ReadAsync(db);
        if (organization.Setting(SettingNames.Sample) is null)
            return;
        var accounts = await db.Users.AsNoTracking().OrderBy(x => x.Id).Take(60).ToListAsync();
        Samples = [.. accounts.Select(x => new SamplePerson(x.UserName!, organization.PersonName(x.PersonId), organization.TitleOf(x.PersonId), organization.Unit(organization.UnitOf(x.PersonId))?.ShortName ?? ""))];
    }
}
