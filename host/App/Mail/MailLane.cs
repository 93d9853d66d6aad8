using System.Globalization;
using System.Net.Sockets;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Mail;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Text;

namespace BacSon.App.Mail;

/// <summary>The mail server cannot be reached, does not let us in, or the pickup directory cannot be written: no single mail's fault.</summary>
internal sealed class MailServerDown(string message, Exception problem) : Exception(message, problem);

/// <summary>One way along which mails leave, one after the other.</summary>
internal abstract class MailLane(MailOptions options) : IAsyncDisposable
{
    protected MailOptions Options { get; } = options;

    /// <summary>The way that the configuration names: a server, or the pickup directory where none is named.</summary>
    /// <param name="longest">How long opening it, and sending a mail, may each take, where somebody waits for it.</param>
    public static MailLane For(MailOptions options, TimeSpan? longest = null) => options.Host is null ? new PickupLane(options) : new SmtpLane(options, longest);

    /// <summary>Makes the lane ready, again after it was lost. Throws <see cref="MailServerDown"/>.</summary>
    public abstract Task OpenAsync(CancellationToken cancel);

    /// <summary>
    /// Sends one mail and says what came of it. It cannot be cancelled, only times out: a mail cut off while the server
    /// takes it would go twice. Throws <see cref="MailServerDown"/> when the server will take no mail at all.
    /// </summary>
    public abstract Task<MailResult> SendAsync(MailMessage mail);

    /// <summary>A second lane of the same kind, not yet open.</summary>
    public abstract MailLane Another();

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The message of a row: always the same, to the boundary, so that a second copy can be recognised. Throws <see cref="ParseException"/> for an address that is none.</summary>
    protected MimeMessage Compose(MailMessage mail)
    {
        var body = new MultipartAlternative
        {
            new TextPart(TextFormat.Plain) { Text = mail.Body!.Text },
            new TextPart(TextFormat.Html) { Text = mail.Body.Html },
        };
        var boundary = "=-" + mail.MessageId[..Math.Min(mail.MessageId.Length, 32)].Replace('@', '-');
        body.ContentType.Boundary = boundary;
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            MessageId = mail.MessageId,
            Date = new DateTimeOffset(DateTime.SpecifyKind(mail.CreatedAt, DateTimeKind.Utc)).ToOffset(OfficeTime.Zone.GetUtcOffset(mail.CreatedAt)),
            Body = mail.Attachments.Count == 0 ? body : WithFiles(body, mail.Attachments, boundary + "-f"),
        };
        message.From.Add(new MailboxAddress(Options.FromName, Options.FromAddress));
        message.To.Add(new MailboxAddress(mail.ToName, mail.ToAddress ?? ""));
        // RFC 3834: keeps absence notices from answering a machine.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private static Multipart WithFiles(MimeEntity body, IEnumerable<MailAttachment> files, string boundary)
    {
        var mixed = new Multipart("mixed") { body };
        mixed.ContentType.Boundary = boundary;
        foreach (var file in files.OrderBy(x => x.Id))
            mixed.Add(new MimePart(MimeKit.ContentType.Parse(file.ContentType))
            {
                Content = new MimeContent(new MemoryStream(file.Content)),
                ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
                ContentTransferEncoding = ContentEncoding.Base64,
                FileName = file.FileName,
            });
        return mixed;
    }

    protected static MailResult BadAddress(MailMessage mail) => new(mail, MailOutcome.Refused, $"Địa chỉ thư không đúng: {mail.ToAddress}");
}

/// <summary>One kept connection to the SMTP server.</summary>
internal sealed class SmtpLane(MailOptions options, TimeSpan? longest = null) : MailLane(options)
{
    private readonly TimeSpan _longestOpen = longest ?? TimeSpan.FromSeconds(20);
    private readonly TimeSpan _longestSend = longest ?? TimeSpan.FromSeconds(60);

    private SmtpClient? _client;

    public override async Task OpenAsync(CancellationToken cancel)
    {
        if (_client is { IsConnected: true })
            return;
        _client?.Dispose();
        _client = new SmtpClient();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bound.CancelAfter(_longestOpen);
        // Nagle's algorithm would hold each short command until the server's delayed ACK, about 40 ms a mail.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(Options.Host!, Options.Port, bound.Token);
            await _client.ConnectAsync(socket, Options.Host!, Options.Port, Security(Options.Security), bound.Token);
            if (Options.UserName is { } user)
                await _client.AuthenticateAsync(user, Options.Password ?? "", bound.Token);
        }
        catch (Exception problem) when (!cancel.IsCancellationRequested)
        {
            _client.Dispose();
            _client = null;
            socket.Dispose();
            throw Down(problem is OperationCanceledException ? "không trả lời" : Words(problem), problem);
        }
    }

    public override async Task<MailResult> SendAsync(MailMessage mail)
    {
        MimeMessage message;
        try
        {
            message = Compose(mail);
        }
        catch (ParseException)
        {
            return BadAddress(mail);
        }
        using (message)
        {
            using var bound = new CancellationTokenSource(_longestSend);
            try
            {
                return new MailResult(mail, MailOutcome.Sent, "250 " + await _client!.SendAsync(message, bound.Token));
            }
            catch (SmtpCommandException refused)
            {
                // RFC 5321 section 4.2.1: 4yz may succeed later, 5yz to the recipient or the content will not. A refused
                // sender is the office's own setting: the mail waits until that is put right. MailKit has sent RSET.
                var forGood = (int)refused.StatusCode >= 500 && refused.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted;
                return new MailResult(mail, forGood ? MailOutcome.Refused : MailOutcome.TryAgain, Words(refused));
            }
            catch (ServiceNotAuthenticatedException refused)
            {
                throw Down(Words(refused), refused);
            }
            catch (Exception lost) when (lost is IOException or SocketException or ProtocolException or OperationCanceledException or ServiceNotConnectedException)
            {
                // The server may have taken it or not: it goes again under the same Message-ID, over a new connection.
                _client!.Dispose();
                _client = null;
                return new MailResult(mail, MailOutcome.TryAgain, lost is OperationCanceledException ? "Máy chủ thư không trả lời" : Words(lost));
            }
        }
    }

    public override MailLane Another() => new SmtpLane(Options);

    public override async ValueTask DisposeAsync()
    {
        if (_client is null)
            return;
        try
        {
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await _client.DisconnectAsync(quit: true, bound.Token);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ProtocolException or OperationCanceledException or CommandException)
        {
            // QUIT is a courtesy: everything sent is recorded already.
        }
        _client.Dispose();
    }

    private MailServerDown Down(string said, Exception problem) =>
        new($"Máy chủ thư {Options.Host}:{Options.Port.ToString(CultureInfo.InvariantCulture)}: {said}", problem);

    // What an administrator reads in the queue and in the alarm. The server's own answer stays as it was given.
    private static string Words(Exception problem) => problem switch
    {
        SmtpCommandException refused => $"{(int)refused.StatusCode} {refused.Message}",
        SslHandshakeException => "không thiết lập được kết nối bảo mật; chứng chỉ của máy chủ không được tin cậy, hết hạn hoặc không đúng tên máy",
        AuthenticationException or ServiceNotAuthenticatedException => "máy chủ không nhận tên đăng nhập hoặc mật khẩu của hộp thư gửi",
        NotSupportedException => "máy chủ không hỗ trợ cách bảo mật hoặc cách đăng nhập đã khai báo",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "không có máy chủ thư nào trả lời ở cổng này",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => "không tìm thấy tên máy",
        SocketException => "không kết nối được qua mạng",
        ProtocolException or IOException => "kết nối bị ngắt giữa chừng",
        _ => $"lỗi chưa rõ ({problem.GetType().Name})",
    };

    private static SecureSocketOptions Security(MailSecurity security) => security switch
    {
        MailSecurity.Auto => SecureSocketOptions.Auto,
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.SslOnConnect => SecureSocketOptions.SslOnConnect,
        _ => throw new ArgumentOutOfRangeException(nameof(security), security, null),
    };
}

/// <summary>Writes .eml files where no server is named. A file is named by its mail, so that a second copy replaces the first.</summary>
internal sealed class PickupLane(MailOptions options) : MailLane(options)
{
    public override Task OpenAsync(CancellationToken cancel)
    {
        try
        {
            Directory.CreateDirectory(Options.PickupDirectory);
            return Task.CompletedTask;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Down(problem);
        }
    }

    public override async Task<MailResult> SendAsync(MailMessage mail)
    {
        var file = Path.Combine(Options.PickupDirectory, mail.Id.ToString("D8", CultureInfo.InvariantCulture) + ".eml");
        try
        {
            using var message = Compose(mail);
            // Whoever empties the directory never sees half a mail.
            var unfinished = file + ".tmp";
            await message.WriteToAsync(unfinished);
            File.Move(unfinished, file, overwrite: true);
            return new MailResult(mail, MailOutcome.Sent, Path.GetFileName(file));
        }
        catch (ParseException)
        {
            return BadAddress(mail);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Down(problem);
        }
    }

    public override MailLane Another() => new PickupLane(Options);

    private MailServerDown Down(Exception problem) => new($"Thư mục thư {Options.PickupDirectory}: {problem.Message}", problem);
}
