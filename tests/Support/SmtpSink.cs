using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;

namespace BacSon.Tests.Support;

/// <summary>A message that a <see cref="SmtpSink"/> took.</summary>
internal sealed record SunkMail(string From, IReadOnlyList<string> To, byte[] Raw)
{
    public MimeMessage Parse() => MimeMessage.Load(new MemoryStream(Raw));
    public string RawText => Encoding.UTF8.GetString(Raw);
}

/// <summary>
/// A small real mail server (RFC 5321, no pipelining) on loopback that keeps what it takes and misbehaves as a test asks.
/// </summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly ConcurrentQueue<SunkMail> _taken = [];
    private readonly ConcurrentDictionary<TcpClient, Task> _talks = [];
    private readonly CancellationTokenSource _stop = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    private SmtpSink(int port) => Port = port;

    public int Port { get; }
    public IReadOnlyList<SunkMail> Taken => [.. _taken];
    public int Connections { get; private set; }

    /// <summary>When given, STARTTLS is offered (RFC 3207) and no mail is taken without it.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>When given, AUTH PLAIN is offered (RFC 4616) and no mail is taken without it.</summary>
    public (string User, string Password)? Credentials { get; set; }

    /// <summary>Whether enhanced status codes are offered (RFC 2034), as most servers do.</summary>
    public bool Enhanced { get; set; }

    /// <summary>The answer to RCPT TO of an address; null takes it.</summary>
    public Func<string, string?> OnRecipient { get; set; } = _ => null;

    /// <summary>The answer to MAIL FROM; null takes it.</summary>
    public Func<string?> OnSender { get; set; } = () => null;

    /// <summary>The answer to a whole message, asked after it is kept when it is null: what happens here happens between taking and saying so.</summary>
    public Func<SunkMail, Task<string?>> OnMessage { get; set; } = _ => Task.FromResult<string?>(null);

    /// <summary>Whether the connection breaks in the midst of the next message.</summary>
    public Func<bool> DropInData { get; set; } = () => false;

    public static SmtpSink Start()
    {
        var sink = Reserved();
        sink.Listen();
        return sink;
    }

    /// <summary>A port where nobody answers, until <see cref="Listen"/>.</summary>
    public static SmtpSink Reserved()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return new SmtpSink(((IPEndPoint)probe.LocalEndpoint).Port);
    }

    public void Listen()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener?.Stop();
        await _accepting;
        foreach (var client in _talks.Keys)
            client.Dispose();
        await Task.WhenAll(_talks.Values);
        _stop.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                _talks[client] = TalkAsync(client);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        try
        {
            client.NoDelay = true;
            Stream stream = client.GetStream();
            var (secured, known) = (false, false);
            var reader = new LineReader(stream);
            await SayAsync("220 sink.test ESMTP");
            var from = "";
            var to = new List<string>();
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                var verb = line.Split(' ', 2)[0].ToUpperInvariant();
                switch (verb)
                {
                    case "EHLO":
                        await SayAsync($"250-sink.test\r\n250-8BITMIME\r\n{(Enhanced ? "250-ENHANCEDSTATUSCODES\r\n" : "")}{(Certificate is not null && !secured ? "250-STARTTLS\r\n" : "")}{(Credentials is not null && (secured || Certificate is null) ? "250-AUTH PLAIN\r\n" : "")}250 SIZE 50000000");
                        break;
                    case "STARTTLS" when Certificate is not null && !secured:
                        await SayAsync("220 go on");
                        var tls = new SslStream(stream);
                        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _stop.Token);
                        (stream, reader, secured) = (tls, new LineReader(tls), true);
                        break;
                    case "AUTH" when Credentials is { } asked:
                        var given = line.Split(' ') is [_, "PLAIN", var coded] ? Encoding.UTF8.GetString(Convert.FromBase64String(coded)).Split('\0') : [];
                        known = given is [_, var user, var password] && (user, password) == asked;
                        await SayAsync(known ? "235 welcome" : "535 5.7.8 wrong name or password");
                        break;
                    case "MAIL" when Certificate is not null && !secured || Credentials is not null && !known:
                        await SayAsync("530 5.7.0 sign in first");
                        break;
                    case "HELO" or "NOOP":
                        await SayAsync("250 OK");
                        break;
                    case "RSET":
                        to.Clear();
                        await SayAsync("250 OK");
                        break;
                    case "MAIL":
                        to.Clear();
                        from = Address(line);
                        await SayAsync(OnSender() ?? "250 OK");
                        break;
                    case "RCPT":
                        var answer = OnRecipient(Address(line));
                        if (answer is null)
                            to.Add(Address(line));
                        await SayAsync(answer ?? "250 OK");
                        break;
                    case "DATA" when to.Count == 0:
                        await SayAsync("503 no recipient");
                        break;
                    case "DATA":
                        await SayAsync("354 go on");
                        if (DropInData())
                        {
                            await reader.ReadLineAsync(_stop.Token);
                            client.Client.Close(0);
                            return;
                        }
                        var mail = new SunkMail(from, [.. to], await reader.ReadDataAsync(_stop.Token));
                        var refusal = await OnMessage(mail);
                        if (refusal is null)
                            _taken.Enqueue(mail);
                        to.Clear();
                        await SayAsync(refusal ?? $"250 2.0.0 queued as {_taken.Count}");
                        break;
                    case "QUIT":
                        await SayAsync("221 bye");
                        return;
                    default:
                        await SayAsync("500 unknown");
                        break;
                }
            }

            async Task SayAsync(string words) => await stream.WriteAsync(Encoding.ASCII.GetBytes(words + "\r\n"), _stop.Token);
        }
        catch (Exception gone) when (gone is IOException or SocketException or System.Security.Authentication.AuthenticationException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side left, or the sink stops.
        }
        finally
        {
            client.Dispose();
        }
    }

    private static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];

    private sealed class LineReader(Stream stream)
    {
        private readonly byte[] _buffer = new byte[64 * 1024];
        private int _from, _to;

        public async Task<string?> ReadLineAsync(CancellationToken cancel)
        {
            using var line = new MemoryStream();
            return await ReadInto(line, cancel) ? Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length).TrimEnd('\r', '\n') : null;
        }

        /// <summary>Up to the line with a single dot; a doubled dot at the start of a line is one (RFC 5321 section 4.5.2).</summary>
        public async Task<byte[]> ReadDataAsync(CancellationToken cancel)
        {
            using var data = new MemoryStream();
            using var line = new MemoryStream();
            while (true)
            {
                line.SetLength(0);
                if (!await ReadInto(line, cancel))
                    throw new IOException("The connection ended within a message.");
                var bytes = line.GetBuffer().AsMemory(0, (int)line.Length);
                if (bytes.Span.SequenceEqual(".\r\n"u8))
                    return data.ToArray();
                data.Write(bytes.Span[0] == '.' ? bytes.Span[1..] : bytes.Span);
            }
        }

        private async Task<bool> ReadInto(MemoryStream line, CancellationToken cancel)
        {
            while (true)
            {
                if (_from == _to)
                {
                    (_from, _to) = (0, await stream.ReadAsync(_buffer, cancel));
                    if (_to == 0)
                        return false;
                }
                var end = _buffer.AsSpan(_from, _to - _from).IndexOf((byte)'\n');
                var count = end < 0 ? _to - _from : end + 1;
                line.Write(_buffer, _from, count);
                _from += count;
                if (end >= 0)
                    return true;
            }
        }
    }
}
