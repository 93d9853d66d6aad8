using System.Diagnostics;
using System.Text.Json;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using MailAddress = System.Net.Mail.MailAddress;

namespace BacSon.App.Mail;

/// <summary>What came of a test mail.</summary>
/// <param name="Reading">The server's answer in words.</param>
internal sealed record TestMailResult(bool Sent, string To, MailReading Reading, TimeSpan Took);

/// <summary>
/// Sends one mail along the way that all mails go, past the queue, and says at once what the server answered. It goes also
/// while mails are held back: it is how an administrator learns whether they may go on.
/// </summary>
internal sealed class TestMail(PlatformDb db, Snapshots snapshots, MailOptions options, SiteAddress site)
{
    /// <summary>Opening the way, and sending, may each take so long: somebody is waiting.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(12);

    /// <summary>Where mails go, for who configures it: «thu.bacson.example:587», or the pickup directory.</summary>
    public string Way => options.Host is { } host ? $"{host}:{options.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : options.PickupDirectory;

    public bool HasServer => options.Host is not null;

    /// <summary>
    /// Sends it to a typed address, or to the acting person's own. Throws <see cref="NotAllowed"/> for whoever is not an
    /// administrator, <see cref="Refusal"/> for an address that is none.
    /// </summary>
    public async Task<TestMailResult> SendAsync(string? address, Viewer by, CancellationToken cancel)
    {
        if (!by.IsAdministrator)
            throw new NotAllowed();
        address = string.IsNullOrWhiteSpace(address) ? by.Person.Email : address.Trim();
        if (address is null)
            throw new Refusal("Chưa nhập địa chỉ; tài khoản này cũng chưa có địa chỉ thư điện tử", "Address");
        if (!MailAddress.TryCreate(address, out var read) || read.Address != address)
            throw new Refusal("Thư điện tử không đúng. Nhập theo dạng ten@vidu.vn", "Address");
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        var now = db.Clock.GetUtcNow().UtcDateTime;
        // The trail first: what cannot be sent was still asked for.
        AuditTrail.Note(db, "Gửi thư thử", nameof(MailMessage), "thu-thu", JsonSerializer.Serialize(new Dictionary<string, object?[]> { [nameof(MailMessage.ToAddress)] = [null, address] }));
        await db.SaveChangesAsync(cancel);

        var office = organization.Settings.GetValueOrDefault(SettingNames.FullName) is { Length: > 0 } name ? name : "Ủy ban nhân dân xã Bắc Sơn";
        var subject = $"Thư thử {Vi.Moment(now.ToOffice())}";
        var twins = new MailTwins(office, subject, site.Url);
        twins.Paragraph("Đây là thư thử do quản trị hệ thống gửi để kiểm tra đường gửi thư. Nhận được thư này là đường gửi thư hoạt động. Không phải làm gì.");
        twins.Footer([$"Thư gửi từ phần mềm của {office}."]);
        var composed = twins.Finish();
        var mail = new MailMessage
        {
            MessageId = $"{Guid.NewGuid():N}@{site.Url.Host}",
            Kind = "Test",
            ToAddress = address,
            ToName = address,
            Subject = composed.Subject,
            Body = new MailBody { Text = composed.Text, Html = composed.Html },
            CreatedAt = now,
        };
        var clock = Stopwatch.StartNew();
        await using var lane = MailLane.For(options, Longest);
        try
        {
            await lane.OpenAsync(cancel);
            var result = await lane.SendAsync(mail);
            return new TestMailResult(result.Outcome == MailOutcome.Sent, address, HasServer ? SmtpWords.Read(result.Answer) : new MailReading(MailTrouble.Accepted, "Chưa khai máy chủ thư; thư đã ghi thành tệp trong thư mục chờ chuyển", null, result.Answer), clock.Elapsed);
        }
        catch (MailServerDown down)
        {
            // Our sentence says what it means; what the machine or the server said stands beside it.
            return new TestMailResult(false, address, new MailReading(MailTrouble.Unknown, down.Message, null, down.InnerException?.Message), clock.Elapsed);
        }
    }
}
