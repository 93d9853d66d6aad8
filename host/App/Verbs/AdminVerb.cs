using System.Globalization;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Verbs;

/// <summary>Makes the first administrator: outside Development there is no account and no default password.</summary>
internal static class AdminVerb
{
    public static async Task<int> RunAsync(IServiceProvider services, string userName, string fullName, string? email, CancellationToken cancel)
    {
        await Startup.MigrateAsync(services, cancel);
        var db = services.GetRequiredService<PlatformDb>();
        userName = userName.Trim().ToLowerInvariant();
        if (userName.Length is < 3 or > 60 || userName.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')))
            throw new VerbFailed("Tên đăng nhập gồm 3 đến 60 chữ không dấu, số, dấu chấm hoặc gạch nối.");
        if (await db.Users.AnyAsync(x => x.NormalizedUserName == userName.ToUpperInvariant(), cancel))
            throw new VerbFailed($"Tên đăng nhập {userName} đã có.");
        var password = System.Environment.GetEnvironmentVariable("BACSON_ADMIN_PASSWORD") ?? Ask();
        if (password.Length < 12)
            throw new VerbFailed("Mật khẩu cần ít nhất 12 ký tự.");
        var today = db.Clock.OfficeToday();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var person = new Person { FullName = Vi.Normalize(fullName), SortKey = Vi.SortKey(fullName), Email = email };
        db.People.Add(person);
        await db.SaveChangesAsync(cancel);
        db.RoleGrants.Add(new RoleGrant { PersonId = person.Id, Role = Role.Administrator, From = today });
        if (!await db.Settings.AnyAsync(x => x.Name == SettingNames.StartedOn, cancel))
            db.Settings.Add(new Setting { Name = SettingNames.StartedOn, Value = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) });
        db.Users.Add(NewAccount(person.Id, userName, password));
        db.Act = "Lập tài khoản quản trị đầu tiên";
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        Console.WriteLine($"Đã lập tài khoản quản trị {userName}.");
        return 0;
    }

    /// <summary>An account as ASP.NET Core Identity stores it. Without a password it cannot sign in until it gets one.</summary>
    public static Account NewAccount(int personId, string userName, string? password)
    {
        var account = new Account
        {
            PersonId = personId,
            UserName = userName,
            NormalizedUserName = userName.ToUpperInvariant(),
            SecurityStamp = Guid.NewGuid().ToString("N"),
            LockoutEnabled = true,
        };
        if (password is not null)
            account.PasswordHash = new PasswordHasher<Account>().HashPassword(account, password);
        return account;
    }

    private static string Ask()
    {
        if (Console.IsInputRedirected)
            return Console.In.ReadLine() ?? "";
        Console.Write("Mật khẩu: ");
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0)
                typed.Length--;
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }
        Console.WriteLine();
        return typed.ToString();
    }
}
