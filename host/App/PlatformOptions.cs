using System.Globalization;
using System.Net;
using BacSon.Kernel;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace BacSon.App;

/// <summary>How a mail server is spoken to.</summary>
internal enum MailSecurity { Auto, None, StartTls, SslOnConnect }

/// <summary>Where mails go. Without a host they become .eml files in the pickup directory.</summary>
internal sealed record MailOptions(string? Host, int Port, string? UserName, string? Password, MailSecurity Security, string FromAddress, string FromName, string PickupDirectory);

/// <summary>Where backups lie, how many stay, and the office's secret that encrypts them; without one they are plain.</summary>
/// <param name="MigrateWithout">Lets an existing SQL Server database be upgraded: its own backup was made.</param>
internal sealed record BackupOptions(string Directory, Backups.KeepRule Keep, string? Secret, bool MigrateWithout);

/// <summary>How the program is watched, and through whom it is reached.</summary>
/// <param name="LogDays">Days that log files stay; 0 writes none.</param>
/// <param name="Telemetry">Where metrics and traces go (OTLP over HTTP); null sends none.</param>
/// <param name="LeastFree">Bytes that the disk must have free.</param>
/// <param name="Proxies">Whose forwarded headers are believed.</param>
internal sealed record WatchOptions(int LogDays, Uri? Telemetry, long LeastFree, IReadOnlyList<IPNetwork> Proxies);

/// <summary>A value of the configuration that cannot be used; the message names it, for the administrator.</summary>
internal sealed class BadConfiguration(string message) : Exception(message);

/// <summary>The configuration, read and checked once before anything starts.</summary>
internal sealed record PlatformOptions(bool UsesSqlServer, string ConnectionString, StoragePaths Storage, MailOptions Mail, SiteAddress Site)
{
    public required BackupOptions Backup { get; init; }
    public required WatchOptions Watch { get; init; }

    /// <summary>Reads the fixed names of the configuration. Throws <see cref="BadConfiguration"/> with a sentence that names the bad value.</summary>
    public static PlatformOptions Read(IConfiguration configuration)
    {
        var directory = Path.GetFullPath(Text("Storage:Directory") ?? "./data");
        var storage = new StoragePaths(directory);
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new BadConfiguration($"Storage:Directory = \"{directory}\": không tạo được thư mục ({problem.Message})");
        }
        var provider = Text("Database:Provider") ?? "Sqlite";
        var connection = Text("ConnectionStrings:Platform");
        var sqlServer = provider.Equals("SqlServer", StringComparison.OrdinalIgnoreCase);
        if (!sqlServer && !provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
            throw new BadConfiguration($"Database:Provider = \"{provider}\": chỉ nhận Sqlite hoặc SqlServer");
        try
        {
            if (sqlServer)
                _ = new SqlConnectionStringBuilder(connection ?? throw new BadConfiguration("ConnectionStrings:Platform: chưa có chuỗi kết nối cho SqlServer"));
            else if (connection is not null)
                _ = new SqliteConnectionStringBuilder(connection);
        }
        catch (ArgumentException problem)
        {
            throw new BadConfiguration($"ConnectionStrings:Platform: không đọc được chuỗi kết nối ({problem.Message})");
        }
        var host = Text("Mail:Host");
        var from = Text("Mail:From") ?? "UBND xã Bắc Sơn <nhacviec@bacson.example>";
        if (!MimeKit.MailboxAddress.TryParse(from, out var address))
            throw new BadConfiguration($"Mail:From = \"{from}\": không phải địa chỉ thư");
        var security = Text("Mail:Security") ?? "Auto";
        if (!Enum.TryParse<MailSecurity>(security, ignoreCase: true, out var mailSecurity) || int.TryParse(security, out _))
            throw new BadConfiguration($"Mail:Security = \"{security}\": chỉ nhận Auto, None, StartTls hoặc SslOnConnect");
        var site = Text("Site:PublicUrl") ?? "http://localhost:5080";
        if (!Uri.TryCreate(site, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new BadConfiguration($"Site:PublicUrl = \"{site}\": phải là địa chỉ đầy đủ, ví dụ https://dieuhanh.bacson.gov.vn");
        return new PlatformOptions(sqlServer, connection ?? Databases.SqliteConnection(storage.Database), storage,
            new MailOptions(host, Port("Mail:Port", mailSecurity == MailSecurity.SslOnConnect ? 465 : 587), Text("Mail:UserName"), Text("Mail:Password"), mailSecurity,
                address.Address, address.Name is { Length: > 0 } name ? name : "UBND xã Bắc Sơn", Path.GetFullPath(Text("Mail:PickupDirectory") ?? storage.Pickup)),
            new SiteAddress(url))
        {
            Backup = new BackupOptions(Path.GetFullPath(Text("Backup:Directory") ?? Path.Combine(directory, "backups")), Keep(), Secret(), Flag("Database:MigrateWithoutBackup")),
            Watch = new WatchOptions(Number("Logs:Keep", 30, 0, 3660), Endpoint(), Number("Storage:MinimumFree", 1024, 0, 100_000_000) * 1024L * 1024, Proxies()),
        };

        Backups.KeepRule Keep() => Backups.KeepRule.TryParse(Text("Backup:Keep") ?? "7/4/12", out var rule) ? rule
            : throw new BadConfiguration($"Backup:Keep = \"{Text("Backup:Keep")}\": phải là số bản giữ theo ngày/tuần/tháng, ví dụ 7/4/12");

        string? Secret() => Text("Backup:Secret") is not { } secret ? null : secret.Length >= 16 ? secret
            : throw new BadConfiguration("Backup:Secret: cần ít nhất 16 ký tự");

        bool Flag(string name) => (Text(name) ?? "false").ToUpperInvariant() switch
        {
            "TRUE" => true,
            "FALSE" => false,
            _ => throw new BadConfiguration($"{name} = \"{Text(name)}\": chỉ nhận true hoặc false"),
        };

        int Number(string name, int otherwise, int from, int to) => Text(name) is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to ? number
            : throw new BadConfiguration($"{name} = \"{text}\": phải là số từ {from} đến {to}");

        Uri? Endpoint() => Text("Telemetry:Endpoint") is not { } text ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https" ? endpoint
            : throw new BadConfiguration($"Telemetry:Endpoint = \"{text}\": phải là địa chỉ đầy đủ, ví dụ http://localhost:4318");

        IReadOnlyList<IPNetwork> Proxies() => [.. (Text("Proxy:Known") ?? "127.0.0.0/8, ::1").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(x => IPAddress.TryParse(x, out var one) ? new IPNetwork(one, one.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128)
                : IPNetwork.TryParse(x, out var network) ? network
                : throw new BadConfiguration($"Proxy:Known = \"{x}\": phải là địa chỉ IP hoặc dải địa chỉ, cách nhau dấu phẩy, ví dụ 10.0.0.5, 192.168.10.0/24"))];

        string? Text(string name) => configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

        int Port(string name, int otherwise)
        {
            if (Text(name) is not { } text)
                return otherwise;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
                ? port : throw new BadConfiguration($"{name} = \"{text}\": phải là số từ 1 đến 65535");
        }
    }
}
