using System.ComponentModel.DataAnnotations;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace BacSon.App.SignIn;

/// <summary>The second page of signing in: a code of the app, or a recovery code. It opens only after the right password.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class SignInCodePage(SignInManager<Account> signIn, UserManager<Account> users, PlatformDb db, Snapshots snapshots) : PageModel
{
    [BindProperty, Display(Name = "Mã xác thực"), StringLength(20)]
    public string? Code { get; set; }

    [BindProperty, Display(Name = "Mã khôi phục"), StringLength(40)]
    public string? RecoveryCode { get; set; }

    [BindProperty(SupportsGet = true, Name = "ve"), StringLength(1000)]
    public string? ReturnTo { get; set; }

    public async Task<IActionResult> OnGetAsync() => await signIn.GetTwoFactorAuthenticationUserAsync() is null ? LocalRedirect("/dang-nhap") : Page();

    public Task<IActionResult> OnPostAsync() => TryAsync(SignInAct.Code, nameof(Code), "Mã không đúng, hoặc đã dùng. Chờ ứng dụng hiện mã mới rồi nhập lại",
        _ => signIn.TwoFactorAuthenticatorSignInAsync(Code ?? "", isPersistent: false, rememberClient: false));

    public Task<IActionResult> OnPostRecoveryAsync() => TryAsync(SignInAct.RecoveryCode, nameof(RecoveryCode), "Mã khôi phục không đúng, hoặc đã dùng", async account =>
    {
        if (await users.IsLockedOutAsync(account))
            return Microsoft.AspNetCore.Identity.SignInResult.LockedOut;
        var result = await signIn.TwoFactorRecoveryCodeSignInAsync(Written(RecoveryCode));
        // Identity counts wrong codes of the app only.
        if (!result.Succeeded)
            await users.AccessFailedAsync(account);
        return result;
    });

    private async Task<IActionResult> TryAsync(SignInAct act, string field, string wrong, Func<Account, Task<Microsoft.AspNetCore.Identity.SignInResult>> attempt)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } account)
            return LocalRedirect("/dang-nhap");
        if (!ModelState.IsValid)
            return Page();
        var (_, organization) = await snapshots.ReadAsync(db);
        if (organization.Person(account.PersonId) is not { Active: true } person)
            return LocalRedirect("/dang-nhap");
        var result = await attempt(account);
        db.SignIns.Add(new SignInRecord
        {
            At = db.Clock.GetUtcNow().UtcDateTime, UserName = account.UserName!, PersonId = account.PersonId, Act = act, Succeeded = result.Succeeded,
            Address = HttpContext.Connection.RemoteIpAddress?.ToString(),
        });
        await db.SaveChangesAsync();
        if (result.Succeeded)
            return LocalRedirect(Url.IsLocalUrl(ReturnTo) ? ReturnTo! : OwnAccount.StartPages.Of(new Viewer(organization, person)));
        ModelState.AddModelError(result.IsLockedOut ? "" : field, result.IsLockedOut ? "Tài khoản tạm khóa 15 phút vì nhập sai nhiều lần. Cần gấp, đề nghị liên hệ quản trị hệ thống" : wrong);
        return Page();
    }

    /// <summary>As it was given: «ABCDE-FGHJK», however it is typed.</summary>
    private static string Written(string? typed)
    {
        var letters = string.Concat((typed ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return letters.Length == 10 ? $"{letters[..5]}-{letters[5..]}" : letters;
    }
}
