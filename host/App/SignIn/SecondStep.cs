using System.Security.Cryptography;
using System.Text;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace BacSon.App.SignIn;

/// <summary>
/// Codes of an authenticator app (RFC 6238: SHA-1, six digits, half a minute). One step to either side is allowed for clocks
/// that differ; an accepted code is not accepted again (section 5.2), whichever host is asked.
/// </summary>
internal sealed class AuthenticatorCodes(PlatformDb db) : AuthenticatorTokenProvider<Account>
{
    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        if (await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key || Step(key, token, db.Clock.GetUtcNow().UtcDateTime) is not { } step)
            return false;
        // One statement: of two who send the same code in the same moment one wins.
        if (await db.Users.Where(x => x.Id == user.Id && x.UsedCodeStep < step).ExecuteUpdateAsync(set => set.SetProperty(x => x.UsedCodeStep, step)) == 0)
            return false;
        db.Entry(user).Property(x => x.UsedCodeStep).OriginalValue = user.UsedCodeStep = step;
        return true;
    }

    /// <summary>The time step of a code that is right at this instant (UTC), or null.</summary>
    public static long? Step(string key, string? code, DateTime now) =>
        new Totp(Base32Encoding.ToBytes(key)).VerifyTotp(now, Digits(code), out var step, VerificationWindow.RfcSpecifiedNetworkDelay) ? step : null;

    /// <summary>The code that an app shows at this instant (UTC).</summary>
    public static string At(string key, DateTime now) => new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(now);

    /// <summary>Apps show a code as «123 456».</summary>
    private static string Digits(string? code) => string.Concat((code ?? "").Where(char.IsAsciiDigit));
}

/// <summary>
/// The second step of an account: a code of an authenticator app after the password. Each act is the owner's own, or an
/// administrator's in <see cref="Admin.Accounts"/>. Keys and codes are shown to the owner and written into no trail and no log.
/// </summary>
internal sealed class SecondStep(PlatformDb db, UserManager<Account> users, IUserStore<Account> store, IDataProtectionProvider protection, IHostEnvironment environment)
{
    /// <summary>Recovery codes given at once.</summary>
    public const int RecoveryCodes = 10;

    public const string SpoiltSetup = "Lần cài này không còn dùng được. Quét lại mã mới ở dưới";

    private readonly IDataProtector _protector = protection.CreateProtector("BacSon.SecondStep");

    /// <summary>Administrators and the chairman sign in with two steps, but for trying out on a developer's machine.</summary>
    public static bool Compulsory(Viewer viewer, IHostEnvironment environment) =>
        !environment.IsDevelopment() && (viewer.IsAdministrator || viewer.Roles.Contains(Role.Chairman));

    public bool Compulsory(Viewer viewer) => Compulsory(viewer, environment);

    /// <summary>A new key, kept by the page until its first code is typed: nothing is stored before that.</summary>
    public string NewSetup(Account account) => _protector.Protect($"{account.Id}|{users.GenerateNewAuthenticatorKey()}");

    /// <summary>The key of a setup that this account began, or null.</summary>
    public string? KeyOf(Account account, string? setup)
    {
        try
        {
            return setup is not null && _protector.Unprotect(setup).Split('|') is [var id, var key] && id == $"{account.Id}" ? key : null;
        }
        catch (Exception problem) when (problem is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>What an app reads.</summary>
    public static string Picture(string key, string userName, string issuer) => QrPicture.Of(new OtpUri(OtpType.Totp, key, userName, issuer).ToString());

    /// <summary>Turns it on by the first code of the app. Gives the recovery codes.</summary>
    public async Task<IReadOnlyList<string>> TurnOnAsync(Account account, string? setup, string? code)
    {
        if (account.TwoFactorEnabled)
            throw new Refusal("Đăng nhập hai lớp đang bật");
        if (KeyOf(account, setup) is not { } key)
            throw new Refusal(SpoiltSetup, "Setup");
        if (AuthenticatorCodes.Step(key, code, db.Clock.GetUtcNow().UtcDateTime) is not { } step)
            throw new Refusal("Mã không đúng. Nhập 6 số đang hiện trên ứng dụng; kiểm tra giờ của điện thoại", "Code");
        await using var transaction = await db.Database.BeginTransactionAsync();
        await ((IUserAuthenticatorKeyStore<Account>)store).SetAuthenticatorKeyAsync(account, key, default);
        account.UsedCodeStep = step;
        db.Act = "Bật đăng nhập hai lớp";
        Check(await users.SetTwoFactorEnabledAsync(account, true));
        var codes = await GiveCodesAsync(account);
        await transaction.CommitAsync();
        return codes;
    }

    /// <summary>Turns it off, for whom it is not compulsory, by the password and a code.</summary>
    public async Task TurnOffAsync(Account account, string? password, string? code, Viewer by)
    {
        if (Compulsory(by))
            throw new Refusal("Quản trị hệ thống và Chủ tịch UBND xã phải đăng nhập hai lớp, không tắt được");
        await ProveAsync(account, code, password);
        db.Act = "Tắt đăng nhập hai lớp";
        await RemoveAsync(account);
    }

    /// <summary>New recovery codes; those before are worth nothing any more.</summary>
    public async Task<IReadOnlyList<string>> NewCodesAsync(Account account, string? code)
    {
        await ProveAsync(account, code, null);
        Kernel.Audit.AuditTrail.Note(db, "Cấp mã khôi phục mới", nameof(Account), $"{account.Id}", "{}");
        return await GiveCodesAsync(account);
    }

    /// <summary>Key, recovery codes and the second step itself; other sign-ins of the account end. The caller names the act.</summary>
    public async Task RemoveAsync(Account account)
    {
        account.TwoFactorEnabled = false;
        await ((IUserAuthenticatorKeyStore<Account>)store).SetAuthenticatorKeyAsync(account, "", default);
        await ((IUserTwoFactorRecoveryCodeStore<Account>)store).ReplaceCodesAsync(account, [], default);
        Check(await users.UpdateSecurityStampAsync(account));
    }

    private async Task<IReadOnlyList<string>> GiveCodesAsync(Account account)
    {
        db.Act ??= "Cấp mã khôi phục mới";
        return [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes) ?? []];
    }

    // Whoever sits down at an open window must not guess his way on: wrong ones count as they do when signing in.
    private async Task ProveAsync(Account account, string? code, string? password)
    {
        if (!account.TwoFactorEnabled)
            throw new Refusal("Đăng nhập hai lớp đang tắt");
        if (await users.IsLockedOutAsync(account))
            throw new Refusal("Tài khoản tạm khóa 15 phút vì nhập sai nhiều lần. Cần gấp, đề nghị liên hệ quản trị hệ thống");
        if (password is not null && !await users.CheckPasswordAsync(account, password))
        {
            await users.AccessFailedAsync(account);
            throw new Refusal("Mật khẩu không đúng", "Password");
        }
        if (!await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code ?? ""))
        {
            await users.AccessFailedAsync(account);
            throw new Refusal("Mã không đúng, hoặc đã dùng. Chờ ứng dụng hiện mã mới rồi nhập lại", "Code");
        }
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new Refusal(string.Join(". ", result.Errors.Select(x => x.Description)));
    }
}

/// <summary>
/// Accounts as Identity keeps them, but recovery codes as hashes: whoever reads the database or a backup of it signs in with
/// none. Their 47 bits are guessed by nobody who pays for each guess with PBKDF2.
/// </summary>
internal sealed class AccountStore(PlatformDb db, IdentityErrorDescriber errors) : UserOnlyStore<Account, PlatformDb, int>(db, errors)
{
    public override Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        base.ReplaceCodesAsync(user, [.. recoveryCodes.Select(x => Hash(user, x))], cancellationToken);

    public override async Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        // The names are Identity's own.
        var kept = (await GetTokenAsync(user, "[AspNetUserStore]", "RecoveryCodes", cancellationToken) ?? "").Split(';').ToList();
        if (!kept.Remove(Hash(user, code)))
            return false;
        await base.ReplaceCodesAsync(user, kept, cancellationToken);
        return true;
    }

    private static string Hash(Account user, string code) =>
        Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes($"recovery code of account {user.Id}"), 100_000, HashAlgorithmName.SHA256, 32));
}

/// <summary>Whoever must sign in with two steps and has only one sets the second up before anything else, pages, files and interfaces alike.</summary>
internal sealed class SecondStepFirst(RequestDelegate next)
{
    /// <summary>The claim of a sign-in to an account that has the second step.</summary>
    public const string Claim = "second-step";

    private static readonly HashSet<string> Open = new(StringComparer.OrdinalIgnoreCase) { "/hai-lop", "/doi-mat-khau", "/dang-xuat", "/health/live", "/health/ready" };

    public async Task InvokeAsync(HttpContext http, CurrentViewer current, IHostEnvironment environment)
    {
        if (http.User.Identity?.IsAuthenticated != true || http.User.HasClaim(x => x.Type == Claim) || Open.Contains(http.Request.Path.Value ?? "")
            || await current.FindAsync() is not { } viewer || !SecondStep.Compulsory(viewer, environment))
        {
            await next(http);
            return;
        }
        http.Response.Redirect("/hai-lop");
    }
}
