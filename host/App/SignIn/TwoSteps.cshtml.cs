using System.ComponentModel.DataAnnotations;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.App.SignIn;

/// <summary>One's own second step: set up, new recovery codes, turned off where it may be.</summary>
[Authorize(Policies.Staff)]
internal sealed class TwoStepsPage(PlatformDb db, UserManager<Account> users, SignInManager<Account> signIn, SecondStep steps, CurrentViewer current) : PageModel
{
    /// <summary>The key that the page began with, sealed; empty once it is set up.</summary>
    [BindProperty, StringLength(600)]
    public string? Setup { get; set; }

    [BindProperty, Display(Name = "Mã 6 số trên ứng dụng"), StringLength(20)]
    public string? Code { get; set; }

    [BindProperty, Display(Name = "Mật khẩu hiện tại"), StringLength(200), DataType(DataType.Password)]
    public string? Password { get; set; }

    [BindProperty, Display(Name = "Mã 6 số trên ứng dụng"), StringLength(20)]
    public string? OffCode { get; set; }

    public Account Account { get; private set; } = null!;
    public bool MustHave { get; private set; }
    public string Picture { get; private set; } = "";
    public string GroupedKey { get; private set; } = "";
    public int CodesLeft { get; private set; }

    /// <summary>Shown on this answer only.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        await ReadAsync();
        return await ShowAsync();
    }

    public Task<IActionResult> OnPostTurnOnAsync() => ActAsync(async _ => Codes = await steps.TurnOnAsync(Account, Setup, Code));

    public Task<IActionResult> OnPostNewCodesAsync() => ActAsync(async _ => Codes = await steps.NewCodesAsync(Account, Code));

    public Task<IActionResult> OnPostTurnOffAsync() => ActAsync(async by =>
    {
        try
        {
            await steps.TurnOffAsync(Account, Password ?? "", OffCode, by);
        }
        catch (Refusal refusal) when (refusal.Field == nameof(Code))
        {
            throw new Refusal(refusal.Message, nameof(OffCode));
        }
        this.Note("Đã tắt đăng nhập hai lớp");
    });

    private async Task<IActionResult> ActAsync(Func<Viewer, Task> act)
    {
        var by = await ReadAsync();
        try
        {
            if (ModelState.IsValid)
            {
                await act(by);
                // The security stamp is another one: this window stays, all others end.
                await signIn.RefreshSignInAsync(Account);
                return Codes.Count > 0 ? Page() : LocalRedirect("/tai-khoan");
            }
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            db.ChangeTracker.Clear();
            await ReadAsync();
        }
        return await ShowAsync();
    }

    private async Task<Viewer> ReadAsync()
    {
        var viewer = await current.RequireAsync();
        Account = await users.GetUserAsync(User) ?? throw new NotAllowed();
        MustHave = steps.Compulsory(viewer);
        return viewer;
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (Account.TwoFactorEnabled)
        {
            CodesLeft = await users.CountRecoveryCodesAsync(Account);
            return Page();
        }
        // A setup that was not this account's, or was spoilt, begins anew.
        if (steps.KeyOf(Account, Setup) is not { } key)
        {
            // The field is unseen: what was wrong with it is said above the form.
            var spoilt = ModelState.GetFieldValidationState(nameof(Setup)) == Microsoft.AspNetCore.Mvc.ModelBinding.ModelValidationState.Invalid;
            ModelState.Remove(nameof(Setup));
            if (spoilt)
                ModelState.AddModelError("", SecondStep.SpoiltSetup);
            Setup = steps.NewSetup(Account);
            key = steps.KeyOf(Account, Setup)!;
        }
        var viewer = await current.RequireAsync();
        Picture = SecondStep.Picture(key, Account.UserName!, $"UBND {viewer.Organization.Setting(SettingNames.Commune) ?? "xã"}");
        GroupedKey = string.Join(' ', key.Chunk(4).Select(x => new string(x)));
        return Page();
    }
}
