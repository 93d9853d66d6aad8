using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BacSon.Tests.Support;

namespace BacSon.Host.Tests;

/// <summary>The verbs as an administrator runs them: each a process of its own on a directory of its own.</summary>
public sealed class VerbTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "bacson-tests", Guid.NewGuid().ToString("N"));

    public VerbTests() => Directory.CreateDirectory(_directory);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task<(int Code, string Said)> RunAsync(string arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", $"\"{Path.Combine(AppContext.BaseDirectory, "BacSon.App.dll")}\" {arguments}") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory };
        start.Environment["Storage__Directory"] = Path.Combine(_directory, "data");
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await said + await errors);
    }

    [Fact]
    public async Task Help_lists_every_verb()
    {
        var (code, said) = await RunAsync("--help");
        Assert.Equal(0, code);
        Assert.All(new[] { "migrate", "create-admin", "seed", "remind", "due", "audit", "schedule", "report", "backup", "restore" }, verb => Assert.Contains($"  {verb}", said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_plans_own_report_is_written_as_Word_and_what_cannot_be_is_said_in_a_sentence()
    {
        Assert.Equal(0, (await RunAsync("migrate")).Code);
        await using (var db = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_directory, "data", "bacson.db")};Pooling=False"))
        {
            await db.OpenAsync();
            await using var insert = db.CreateCommand();
            insert.CommandText = $"INSERT INTO Plan (Year, Title, Version) VALUES (2026, 'Kế hoạch nâng cao Chỉ số PAPI năm 2026', '{Guid.NewGuid()}')";
            await insert.ExecuteNonQueryAsync();
        }
        var (code, said) = await RunAsync("report quy1.docx --plan 2026 --period q1");
        Assert.True(code == 0, said);
        using (var word = DocumentFormat.OpenXml.Packaging.WordprocessingDocument.Open(Path.Combine(_directory, "quy1.docx"), isEditable: false))
            Assert.Contains("quý I năm 2026", word.MainDocumentPart!.Document!.Body!.InnerText, StringComparison.Ordinal);
        foreach (var (arguments, told) in new[] { ("report a.txt --plan 2026 --period q1", ".docx"), ("report a.docx --plan 2031 --period q1", "Chưa có kế hoạch năm 2031"), ("report a.docx --plan 2026 --period q5", "q1, q2, q3, q4, h1 hoặc year"), ("report khong-co/a.docx --plan 2026 --period q1", "Không ghi được tệp") })
        {
            var refused = await RunAsync(arguments);
            Assert.Equal((1, true), (refused.Code, refused.Said.Contains(told, StringComparison.Ordinal)));
            Assert.DoesNotContain("   at ", refused.Said, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("due --from 2026-11-23 --amount 1 --unit working-day", 0, "2026-11-25")]
    [InlineData("due --from 2026-12-31 --amount 1 --unit working-day", 0, "2027-01-04")]
    [InlineData("due --from 2026-02-30 --amount 1 --unit working-day", 1, "--from")]
    [InlineData("due --from 2026-11-23 --amount nhiều --unit working-day", 1, "--amount")]
    [InlineData("due --from 2026-11-23 --amount 1 --unit fortnight", 1, "--unit")]
    [InlineData("due --from 2026-11-23", 1, "--amount")]
    [InlineData("remind --on hôm-nay", 1, "yyyy-MM-dd")]
    [InlineData("seed demo", 1, "--yes")]
    [InlineData("migrat", 1, "migrat")]
    public async Task A_verb_answers_with_its_result_or_fails_with_a_sentence_and_never_an_exception(string arguments, int code, string says)
    {
        var result = await RunAsync(arguments);
        Assert.Equal((code, true), (result.Code, result.Said.Contains(says, StringComparison.Ordinal)));
        Assert.DoesNotContain("   at ", result.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Database__Provider", "Oracle", "Database:Provider")]
    [InlineData("Database__Provider", "SqlServer", "ConnectionStrings:Platform")]
    [InlineData("Mail__Port", "70000", "Mail:Port")]
    [InlineData("Mail__Security", "Maybe", "Mail:Security")]
    [InlineData("Site__PublicUrl", "bacson", "Site:PublicUrl")]
    [InlineData("Backup__Keep", "0/4/12", "Backup:Keep")]
    [InlineData("Backup__Secret", "ngan", "Backup:Secret")]
    [InlineData("Database__MigrateWithoutBackup", "có", "Database:MigrateWithoutBackup")]
    [InlineData("Telemetry__Endpoint", "may-do", "Telemetry:Endpoint")]
    [InlineData("Logs__Keep", "-1", "Logs:Keep")]
    [InlineData("Storage__MinimumFree", "nhiều", "Storage:MinimumFree")]
    [InlineData("Proxy__Known", "may-chu-web", "Proxy:Known")]
    public async Task A_bad_setting_stops_the_start_with_a_sentence_that_names_it(string name, string value, string named)
    {
        var (code, said) = await RunAsync("migrate", (name, value));
        Assert.NotEqual(0, code);
        Assert.Contains(named, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedule_is_listed_set_and_reset_from_the_command_line_for_a_reason()
    {
        Assert.Equal(0, (await RunAsync("migrate")).Code);
        Assert.Contains("reminders.send\tbật\t0 7 * * *\t07:00 mỗi ngày làm việc", (await RunAsync("schedule list")).Said, StringComparison.Ordinal);
        Assert.NotEqual(0, (await RunAsync("schedule set reminders.send \"15 7 * * MON-FRI\"")).Code);
        var dense = await RunAsync("schedule set reminders.send \"* * * * *\" --reason \"Thử\"");
        Assert.Equal((1, true), (dense.Code, dense.Said.Contains("Quá dày", StringComparison.Ordinal)));
        Assert.Equal(1, (await RunAsync("schedule set khong.co \"15 7 * * *\" --reason \"Thử\"")).Code);
        var set = await RunAsync("schedule set reminders.send \"15 7 * * MON-FRI\" --reason \"Sau giao ban\"");
        Assert.Equal((0, true), (set.Code, set.Said.Contains("07:15 từ thứ Hai đến thứ Sáu", StringComparison.Ordinal)));
        Assert.Contains("mặc định 0 7 * * *", (await RunAsync("schedule list")).Said, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("schedule reset reminders.send --reason \"Hết thử\"")).Code);
        Assert.Equal(1, (await RunAsync("schedule reset reminders.send --reason \"Lần nữa\"")).Code);
    }

    [Fact]
    public async Task Mail_goes_over_TLS_to_a_server_that_is_trusted_and_knows_us_and_waits_otherwise()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        // Far wider than any clock of a test machine: its dates are not what is tried.
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var trusted = Path.Combine(_directory, "trusted.pem");
        await File.WriteAllTextAsync(trusted, made.ExportCertificatePem());
        await using var server = SmtpSink.Start();
        server.Certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        server.Credentials = ("nhacviec", "mat-khau-thu");
        (string, string)[] mail = [("Mail__Host", "127.0.0.1"), ("Mail__Port", $"{server.Port}"), ("Mail__Security", "StartTls"), ("Mail__UserName", "nhacviec")];
        Assert.Equal(0, (await RunAsync("seed scale --people 2 --duties 10")).Code);

        var untrusted = await RunAsync("remind", [.. mail, ("Mail__Password", "mat-khau-thu")]);
        Assert.NotEqual(0, untrusted.Code);
        Assert.Contains("chứng chỉ của máy chủ không được tin cậy", untrusted.Said, StringComparison.Ordinal);
        var wrong = await RunAsync("remind", [.. mail, ("Mail__Password", "sai"), ("SSL_CERT_FILE", trusted)]);
        Assert.NotEqual(0, wrong.Code);
        Assert.Contains("tên đăng nhập hoặc mật khẩu", wrong.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", untrusted.Said + wrong.Said, StringComparison.Ordinal);
        Assert.Empty(server.Taken);

        Assert.Equal(0, (await RunAsync("remind", [.. mail, ("Mail__Password", "mat-khau-thu"), ("SSL_CERT_FILE", trusted)])).Code);
        Assert.Equal(2, server.Taken.Count);
    }

    [Fact]
    public async Task From_an_empty_directory_to_delivered_reminders_a_whole_trail_and_a_backup_that_comes_back()
    {
        await using var server = SmtpSink.Start();
        var mail = new[] { ("Mail__Host", "127.0.0.1"), ("Mail__Port", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Mail__Security", "None") };
        Assert.Equal(0, (await RunAsync("migrate")).Code);
        Assert.Contains("mới nhất", (await RunAsync("migrate")).Said, StringComparison.Ordinal);

        var weak = await RunAsync("create-admin --user quan.tri --name \"Hoàng Minh Đức\"", ("BACSON_ADMIN_PASSWORD", "123"));
        Assert.Equal(1, weak.Code);
        Assert.Equal(0, (await RunAsync("create-admin --user quan.tri --name \"Hoàng Minh Đức\"", ("BACSON_ADMIN_PASSWORD", "Mot-cau-dai-2026"))).Code);

        Assert.Equal(0, (await RunAsync("seed scale --people 4 --duties 40")).Code);
        var first = await RunAsync("remind", mail);
        Assert.Equal(0, first.Code);
        var sent = server.Taken.Count;
        var second = await RunAsync("remind", mail);
        Assert.Equal(0, second.Code);
        Assert.Equal(sent, server.Taken.Count);

        Assert.Contains("toàn vẹn", (await RunAsync("audit verify")).Said, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("backup sao-luu.zip")).Code);
        Assert.Equal(1, (await RunAsync("backup sao-luu.zip")).Code);
        Assert.Equal(1, (await RunAsync("restore sao-luu.zip")).Code);
        Assert.Contains("phục hồi được", (await RunAsync("restore --drill sao-luu.zip")).Said, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_directory, "hong.zip"), "không phải tệp sao lưu");
        Assert.Equal(1, (await RunAsync("restore --drill hong.zip")).Code);
        var elsewhere = ("Storage__Directory", Path.Combine(_directory, "moi"));
        Assert.Equal(0, (await RunAsync("restore sao-luu.zip", elsewhere)).Code);
        Assert.Contains("toàn vẹn", (await RunAsync("audit verify", elsewhere)).Said, StringComparison.Ordinal);
        Assert.Contains("mới nhất", (await RunAsync("migrate", elsewhere)).Said, StringComparison.Ordinal);
    }
}
