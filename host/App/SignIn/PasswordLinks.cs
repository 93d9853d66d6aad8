using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BacSon.Kernel;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace BacSon.App.SignIn;

/// <summary>
/// The token of a mailed link: good for <see cref="MailSecrets.LinkLasts"/> by the host's clock and once, because it holds the
/// account's security stamp, which a new password changes. Identity's own provider asks the machine's clock, which no test can turn.
/// </summary>
internal sealed class PasswordLinks(IDataProtectionProvider protection, TimeProvider clock) : IUserTwoFactorTokenProvider<Account>
{
    private readonly IDataProtector _protector = protection.CreateProtector("BacSon.PasswordLinks");

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Account> manager, Account user) => Task.FromResult(false);

    public async Task<string> GenerateAsync(string purpose, UserManager<Account> manager, Account user) =>
        Base64Url.EncodeToString(_protector.Protect(Encoding.UTF8.GetBytes($"{Until()}|{await ContentAsync(purpose, manager, user)}")));

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(_protector.Unprotect(Base64Url.DecodeFromChars(token))).Split('|', 2);
            return long.Parse(parts[0], CultureInfo.InvariantCulture) >= clock.GetUtcNow().UtcTicks && parts[1] == await ContentAsync(purpose, manager, user);
        }
        catch (Exception problem) when (problem is CryptographicException or FormatException)
        {
            return false;
        }
    }

    private string Until() => (clock.GetUtcNow() + MailSecrets.LinkLasts).UtcTicks.ToString(CultureInfo.InvariantCulture);

    private static async Task<string> ContentAsync(string purpose, UserManager<Account> manager, Account user) => $"{user.Id}|{purpose}|{await manager.GetSecurityStampAsync(user)}";
}

/// <summary>What an account tells its owner by mail.</summary>
internal static class AccountMails
{
    public const string SecondStepReset = "SecondStepReset";

    public static ComposedMail Link(string name, string userName, string token, IReadOnlyDictionary<string, string> settings, SiteAddress site)
    {
        var twins = Begin("Đặt lại mật khẩu", settings, site, out var office);
        twins.Paragraph($"Kính gửi {name},");
        twins.Paragraph($"Có người vừa đề nghị đặt lại mật khẩu của tài khoản {userName}. Nếu đúng là mình, mở đường dẫn dưới đây để đặt mật khẩu mới. Đường dẫn dùng được một lần, trong {MailSecrets.LinkLasts.TotalMinutes:0} phút.");
        twins.Link("Đặt mật khẩu mới", MailSecrets.PasswordPath + token);
        twins.Paragraph("Nếu không đề nghị việc này thì bỏ qua thư này: mật khẩu vẫn như cũ. Không chuyển thư này cho người khác.");
        twins.Footer([$"Thư gửi tự động từ phần mềm của {office}."]);
        return twins.Finish();
    }

    public static ComposedMail Reset(string name, string by, IReadOnlyDictionary<string, string> settings, SiteAddress site)
    {
        var twins = Begin("Đăng nhập hai lớp đã được đặt lại", settings, site, out var office);
        twins.Paragraph($"Kính gửi {name},");
        twins.Paragraph($"Quản trị hệ thống {by} vừa đặt lại đăng nhập hai lớp của tài khoản này. Mã trên điện thoại và các mã khôi phục cũ không dùng được nữa.");
        twins.Paragraph("Đăng nhập bằng mật khẩu rồi cài lại đăng nhập hai lớp. Nếu không đề nghị việc này, đề nghị báo ngay cho quản trị hệ thống.");
        twins.Link("Cài đăng nhập hai lớp", "hai-lop");
        twins.Footer([$"Thư gửi tự động từ phần mềm của {office}."]);
        return twins.Finish();
    }

    private static MailTwins Begin(string subject, IReadOnlyDictionary<string, string> settings, SiteAddress site, out string office)
    {
        office = settings.GetValueOrDefault(SettingNames.FullName) is { Length: > 0 } name ? name : "Ủy ban nhân dân xã Bắc Sơn";
        return new MailTwins(office, subject, site.Url);
    }
}
