using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace BacSon.App.SignIn;

/// <summary>A new password by the link that was mailed. It signs nobody in: the second step, where there is one, is still asked.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class NewPasswordPage(UserManager<Account> users, PlatformDb db, Snapshots snapshots) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "t"), StringLength(2000)]
    public string? Link { get; set; }

    [BindProperty, Required, Display(Name = "Mật khẩu mới"), StringLength(200), DataType(DataType.Password)]
    public string? New { get; set; }

    [BindProperty, Required, Display(Name = "Nhập lại mật khẩu mới"), StringLength(200), DataType(DataType.Password)]
    public string? Again { get; set; }

    public bool Good { get; private set; }

    public async Task OnGetAsync()
    {
        Good = await FindAsync() is not null;
        ModelState.Clear();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await FindAsync() is not var (account, person, token))
            return Page();
        Good = true;
        if (ModelState.IsValid && New != Again)
            ModelState.AddModelError(nameof(Again), "Hai lần nhập mật khẩu mới không giống nhau");
        if (!ModelState.IsValid)
            return Page();
        (db.Acting.PersonId, db.Acting.Name) = (person.Id, person.FullName);
        db.Act = "Đặt lại mật khẩu qua thư";
        account.MustChangePassword = false;
        db.SignIns.Add(new SignInRecord
        {
            At = db.Clock.GetUtcNow().UtcDateTime, UserName = account.UserName!, PersonId = person.Id, Act = SignInAct.NewPassword, Succeeded = true,
            Address = HttpContext.Connection.RemoteIpAddress?.ToString(),
        });
        // It changes the security stamp: the link is dead, and other sign-ins end within a minute.
        var result = await users.ResetPasswordAsync(account, token, New!);
        if (!result.Succeeded)
        {
            foreach (var error in result.Errors)
                ModelState.AddModelError(nameof(New), error.Description);
            db.ChangeTracker.Clear();
            return Page();
        }
        this.Note("Đã đặt mật khẩu mới. Đăng nhập bằng mật khẩu này; các máy khác đang đăng nhập sẽ phải đăng nhập lại");
        return LocalRedirect("/dang-nhap");
    }

    /// <summary>The account of a link that is still good, unless its owner has left or it is locked for good.</summary>
    private async Task<(Account Account, Person Person, string Token)?> FindAsync()
    {
        if (Link?.Split('-', 2) is not [var number, var token] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            || await users.FindByIdAsync(number) is not { } account || Admin.Accounts.IsLockedForGood(account, db.Clock.GetUtcNow())
            || !await users.VerifyUserTokenAsync(account, users.Options.Tokens.PasswordResetTokenProvider, UserManager<Account>.ResetPasswordTokenPurpose, token))
            return null;
        var (_, organization) = await snapshots.ReadAsync(db);
        return organization.Person(account.PersonId) is { Active: true } person ? (account, person, token) : null;
    }
}
