using System.Security.Cryptography;
using BacSon.Kernel;
using BacSon.App.SignIn;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

/// <summary>
/// The accounts with which people sign in. A password that an administrator makes is random, shown once and good for one
/// sign-in: its owner must choose another before doing anything else. Every act ends the account's other sign-ins, because
/// the security stamp changes.
/// </summary>
internal sealed class Accounts(PlatformDb db, UserManager<Account> users, PeopleBook people, SecondStep steps, MailQueue queue, SiteAddress site)
{
    // Without 0/O, 1/I/l: it is read from a paper or over the telephone.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Locked by an administrator, until one unlocks it; a lock for wrong passwords ends by itself.</summary>
    public static bool IsLockedForGood(Account account, DateTimeOffset now) => account.LockoutEnd > now.AddYears(1);

    internal const string NameRule = "Tên đăng nhập gồm 3 đến 60 chữ không dấu, số, dấu chấm hoặc gạch nối";

    internal static bool BadName(string name) => name.Length is < 3 or > 60 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'));

    /// <returns>The one-time password.</returns>
    public async Task<string> CreateAsync(int personId, string? userName, Viewer by, CancellationToken cancel = default)
    {
        Administer(by);
        if (await db.People.AsNoTracking().FirstOrDefaultAsync(x => x.Id == personId, cancel) is not { Active: true })
            throw new Refusal("Người này đã thôi làm việc");
        if (await db.Users.AnyAsync(x => x.PersonId == personId, cancel))
            throw new Refusal("Người này đã có tài khoản");
        var name = userName?.Trim().ToLowerInvariant() ?? "";
        if (BadName(name))
            throw new Refusal(NameRule, "UserName");
        if (await users.FindByNameAsync(name) is not null)
            throw new Refusal("Tên đăng nhập này đã có", "UserName");
        var password = NewPassword();
        db.Act = "Lập tài khoản";
        Check(await users.CreateAsync(new Account { PersonId = personId, UserName = name, LockoutEnabled = true, MustChangePassword = true }, password));
        return password;
    }

    /// <returns>The one-time password.</returns>
    public async Task<string> NewPasswordAsync(int personId, Viewer by, CancellationToken cancel = default)
    {
        Administer(by);
        var account = await FindAsync(personId, cancel);
        var password = NewPassword();
        account.PasswordHash = users.PasswordHasher.HashPassword(account, password);
        account.MustChangePassword = true;
        account.AccessFailedCount = 0;
        db.Act = "Cấp mật khẩu dùng một lần";
        Check(await users.UpdateSecurityStampAsync(account));
        return password;
    }

    public async Task LockAsync(int personId, Viewer by, CancellationToken cancel = default)
    {
        Administer(by);
        if (personId == by.Id)
            throw new Refusal("Không tự khóa tài khoản của chính mình");
        await people.KeepAnAdministratorAsync(personId, cancel);
        var account = await FindAsync(personId, cancel);
        account.LockoutEnd = DateTimeOffset.MaxValue;
        db.Act = "Khóa tài khoản";
        Check(await users.UpdateSecurityStampAsync(account));
    }

    /// <summary>
    /// Takes the second step off another person's account, whose phone is gone, and tells its owner. Nobody does it for himself:
    /// it would be the way around it. The reason stands in the audit trail.
    /// </summary>
    public async Task ResetSecondStepAsync(int personId, string? reason, Viewer by, CancellationToken cancel = default)
    {
        Administer(by);
        if (personId == by.Id)
            throw new Refusal("Không tự đặt lại đăng nhập hai lớp của chính mình. Đề nghị một quản trị hệ thống khác làm");
        var account = await FindAsync(personId, cancel);
        if (!account.TwoFactorEnabled)
            throw new Refusal("Người này chưa bật đăng nhập hai lớp");
        var person = await db.People.AsNoTracking().FirstAsync(x => x.Id == personId, cancel);
        db.Act = $"Đặt lại đăng nhập hai lớp: {DutyLedger.Required(reason, "Chưa nhập lý do đặt lại", "ResetReason", 150)}";
        queue.Enqueue(AccountMails.SecondStepReset, person, AccountMails.Reset(person.FullName, by.Person.FullName, by.Organization.Settings, site));
        await steps.RemoveAsync(account);
    }

    public async Task UnlockAsync(int personId, Viewer by, CancellationToken cancel = default)
    {
        Administer(by);
        var account = await FindAsync(personId, cancel);
        account.LockoutEnd = null;
        account.AccessFailedCount = 0;
        db.Act = "Mở khóa tài khoản";
        Check(await users.UpdateSecurityStampAsync(account));
    }

    /// <summary>Four groups of four letters: 79 bits, and longer than the least length.</summary>
    internal static string NewPassword() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4)));

    private async Task<Account> FindAsync(int personId, CancellationToken cancel) =>
        await db.Users.FirstOrDefaultAsync(x => x.PersonId == personId, cancel) ?? throw new Refusal("Người này chưa có tài khoản");

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new Refusal(string.Join(". ", result.Errors.Select(x => x.Description)));
    }

    private static void Administer(Viewer by)
    {
        if (!by.IsAdministrator)
            throw new NotAllowed();
    }
}

/// <summary>Who signed in with a one-time password chooses a new one before anything else, pages, files and interfaces alike.</summary>
internal sealed class ChangePasswordFirst(RequestDelegate next)
{
    /// <summary>The claim of such a sign-in.</summary>
    public const string Claim = "must-change-password";

    private static readonly HashSet<string> Open = new(StringComparer.OrdinalIgnoreCase) { "/doi-mat-khau", "/dang-xuat", "/health/live", "/health/ready" };

    public Task InvokeAsync(HttpContext http)
    {
        if (!http.User.HasClaim(x => x.Type == Claim) || Open.Contains(http.Request.Path.Value ?? ""))
            return next(http);
        http.Response.Redirect("/doi-mat-khau");
        return Task.CompletedTask;
    }
}
