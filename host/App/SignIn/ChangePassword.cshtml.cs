using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.App.SignIn;

[Authorize(Policies.Staff)]
internal sealed class ChangePasswordPage(UserManager<Account> users, SignInManager<Account> signIn) : PageModel
{
    [BindProperty, Required, Display(Name = "Mật khẩu hiện tại"), StringLength(200), DataType(DataType.Password)]
    public string? Current { get; set; }

    [BindProperty, Required, Display(Name = "Mật khẩu mới"), StringLength(200), DataType(DataType.Password)]
    public string? New { get; set; }

    [BindProperty, Required, Display(Name = "Nhập lại mật khẩu mới"), StringLength(200), DataType(DataType.Password)]
    public string? Again { get; set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        if (ModelState.IsValid && New != Again)
            ModelState.AddModelError(nameof(Again), "Hai lần nhập mật khẩu mới không giống nhau");
        if (!ModelState.IsValid || await users.GetUserAsync(User) is not { } account)
            return Page();
        if (New == Current)
        {
            ModelState.AddModelError(nameof(New), "Mật khẩu mới phải khác mật khẩu hiện tại");
            return Page();
        }
        account.MustChangePassword = false;
        var result = await users.ChangePasswordAsync(account, Current!, New!);
        if (!result.Succeeded)
        {
            foreach (var error in result.Errors)
                ModelState.AddModelError(error.Code == nameof(IdentityErrorDescriber.PasswordMismatch) ? nameof(Current) : nameof(New), error.Description);
            return Page();
        }
        await signIn.RefreshSignInAsync(account);
        this.Note("Đã đổi mật khẩu. Các máy khác đang đăng nhập bằng tài khoản này sẽ phải đăng nhập lại");
        return LocalRedirect(OwnAccount.StartPages.Door);
    }
}
