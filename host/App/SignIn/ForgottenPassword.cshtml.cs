using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using BacSon.Kernel;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.SignIn;

/// <summary>Asks for a link by mail. Who asks learns nothing of whether an account exists, from the answer or from how long it takes.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class ForgottenPasswordPage(UserManager<Account> users, PlatformDb db, Snapshots snapshots, MailQueue queue, SiteAddress site) : PageModel
{
    /// <summary>Mails to one account within an hour.</summary>
    public const int MostAnHour = 3;

    public const string Answer = "Nếu thông tin vừa nhập khớp với một tài khoản có địa chỉ thư điện tử, thư hướng dẫn sẽ đến trong vài phút. Không thấy thư, đề nghị liên hệ quản trị hệ thống";

    // Several accounts may share an address, such as that of a small unit.
    private const int MostAccounts = 5;

    /// <summary>Each answer takes this long; what is done within it takes some milliseconds.</summary>
    internal static readonly TimeSpan Takes = TimeSpan.FromMilliseconds(300);

    [BindProperty, Required, Display(Name = "Tên đăng nhập hoặc địa chỉ thư điện tử"), StringLength(200)]
    public string? Who { get; set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid)
            return Page();
        var clock = Stopwatch.StartNew();
        await WriteAsync(Who!.Trim(), cancel);
        // A timer counts whole milliseconds and may be early by one.
        while (Takes - clock.Elapsed is var rest && rest > TimeSpan.Zero)
            await Task.Delay(rest + TimeSpan.FromMilliseconds(1), cancel);
        this.Note(Answer);
        return LocalRedirect("/quen-mat-khau");
    }

    private async Task WriteAsync(string who, CancellationToken cancel)
    {
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        var now = db.Clock.GetUtcNow();
        var hour = now.UtcDateTime.AddHours(-1);
        int[] people = [.. organization.People.Where(x => string.Equals(x.Email, who, StringComparison.OrdinalIgnoreCase)).Take(MostAccounts).Select(x => x.Id)];
        var name = users.NormalizeName(who);
        var accounts = await db.Users.Where(x => x.NormalizedUserName == name || people.Contains(x.PersonId)).OrderBy(x => x.Id).Take(MostAccounts).ToListAsync(cancel);
        foreach (var account in accounts)
        {
            if (organization.Person(account.PersonId) is not { Active: true, Email: { Length: > 0 } address } person || Admin.Accounts.IsLockedForGood(account, now)
                || await db.Mails.CountAsync(x => x.Kind == MailSecrets.PasswordLink && x.PersonId == person.Id && x.CreatedAt > hour, cancel) >= MostAnHour)
                continue;
            var token = $"{account.Id}-{await users.GeneratePasswordResetTokenAsync(account)}";
            queue.Enqueue(MailSecrets.PasswordLink, person.FullName, address, AccountMails.Link(person.FullName, account.UserName!, token, organization.Settings, site)).PersonId = person.Id;
        }
        await db.SaveChangesAsync(cancel);
    }
}
