using System.Net;
using System.Text;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.App.Mail;
using BacSon.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace BacSon.Host.Tests;

/// <summary>What the machine that watches sees, and what it must not see.</summary>
public sealed class WatchTests : IDisposable
{
    private PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private async Task<string> ReadyAsync() => await (await _host.Browser().GetAsync("/health/ready")).Content.ReadAsStringAsync();

    private Task SealAsync() => _host.InScopeAsync(x => x.GetRequiredService<AuditChain>().SealAsync());

    private Task AddMailAsync(DateTime notBefore) => _host.WithDbAsync(async db =>
    {
        db.Mails.Add(new MailMessage { MessageId = $"{Guid.NewGuid():N}@thu", Kind = "Thu", ToName = "Một người", ToAddress = "x@bacson.example", Subject = "Thử", CreatedAt = notBefore, NotBefore = notBefore, Body = new MailBody { Text = "", Html = "" } });
        await db.SaveChangesAsync();
        return 0;
    });

    [Fact]
    public async Task Health_is_degraded_while_a_mail_is_due_for_more_than_half_an_hour()
    {
        await _host.CommuneAsync();
        await SealAsync();
        var now = _host.Clock.GetUtcNow().UtcDateTime;
        await AddMailAsync(now.AddMinutes(-29));
        await AddMailAsync(now.AddHours(1));
        Assert.Equal("Healthy", await ReadyAsync());
        await AddMailAsync(now.AddMinutes(-31));
        Assert.Equal("Degraded", await ReadyAsync());
        await _host.WithDbAsync(db => db.Mails.ExecuteUpdateAsync(set => set.SetProperty(x => x.State, MailState.Sent)));
        Assert.Equal("Healthy", await ReadyAsync());
    }

    [Fact]
    public async Task Health_is_degraded_while_an_audit_entry_stays_unsealed_for_more_than_five_minutes()
    {
        await _host.CommuneAsync();
        await SealAsync();
        await _host.WithDbAsync(async db => { db.Settings.Add(new Setting { Name = "thu", Value = "x" }); await db.SaveChangesAsync(); return 0; });
        Assert.Equal("Healthy", await ReadyAsync());
        await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Seal == null).ExecuteUpdateAsync(set => set.SetProperty(x => x.At, x => x.At.AddMinutes(-6))));
        Assert.Equal("Degraded", await ReadyAsync());
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("10.9.8.7", false)]
    public async Task The_address_that_a_proxy_forwards_is_believed_from_a_known_proxy_only(string? known, bool believed)
    {
        _host.Dispose();
        _host = new PlatformHost("Production", ("Proxy:Known", known), ("RateLimits:PublicPerMinute", "2"));
        // Real connections over loopback: a test server's requests come from nowhere.
        _host.UseKestrel(0);
        _host.StartServer();
        await _host.CommuneAsync();
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _host.ClientOptions.BaseAddress };
        async Task<HttpStatusCode> AskAsync(string from)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/due-date?from=2026-11-23&amount=1&unit=working-day");
            request.Headers.Add("X-Forwarded-For", from);
            return (await http.SendAsync(request)).StatusCode;
        }
        List<HttpStatusCode> said = [];
        for (var i = 1; i <= 4; i++)
            said.Add(await AskAsync($"203.0.113.{i}"));
        Assert.Equal(believed ? 0 : 2, said.Count(x => x == HttpStatusCode.TooManyRequests));

        using var signIn = new HttpRequestMessage(HttpMethod.Get, "/dang-nhap");
        signIn.Headers.Add("X-Forwarded-Proto", "https");
        signIn.Headers.Add("X-Forwarded-For", "203.0.113.9");
        using var form = await http.SendAsync(signIn);
        var html = await form.Content.ReadAsStringAsync();
        var formCookie = form.Headers.GetValues("Set-Cookie").Single(x => x.StartsWith("bacson-form=", StringComparison.Ordinal));
        using var post = new HttpRequestMessage(HttpMethod.Post, "/dang-nhap")
        {
            Content = new FormUrlEncodedContent([new("UserName", "truongphong"), new("Password", PlatformHost.Password), new("__RequestVerificationToken", System.Text.RegularExpressions.Regex.Match(html, "__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value)]),
        };
        // By hand, as the browser behind the proxy would: over this plain connection a client keeps a secure one back.
        post.Headers.Add("Cookie", formCookie.Split(';')[0]);
        post.Headers.Add("X-Forwarded-Proto", "https");
        post.Headers.Add("X-Forwarded-For", "203.0.113.9");
        using var signedIn = await http.SendAsync(post);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.Equal(believed, formCookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(x => x.StartsWith("bacson=", StringComparison.Ordinal));
        Assert.Equal(believed, cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(believed ? "203.0.113.9" : "127.0.0.1", (await _host.WithDbAsync(db => db.SignIns.OrderByDescending(x => x.Id).Select(x => x.Address).FirstAsync()))!.Replace("::ffff:", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_tells_of_requests_and_failures_without_anything_that_a_person_typed_or_is_called()
    {
        var commune = await _host.CommuneAsync();
        var stranger = _host.Browser();
        await stranger.SubmitAsync("/dang-nhap", new() { ["UserName"] = "nguoi-la-mat", ["Password"] = "mat-khau-sai-bi-mat" });
        var head = await _host.SignInAsync("truongphong");
        await head.GetAsync("/lam-viec?q=Bui-Thi-Kin-Dao");
        await head.GetAsync("/khong-co/Bui-Thi-Kin-Dao");
        var duty = await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.Transparency, "Hồ sơ ông Lò Văn Kín", new DateOnly(2026, 11, 26), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { LeadUnitId = commune.Economy }, viewer));
        using (var upload = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes("không phải ảnh")), "Files", "cccd-Lo-Van-Kin.jpg" } })
            await head.Http.PostAsync($"/viec/{duty.Id}?handler=Attach", upload);
        // A failure whose message quotes a name and an address.
        var logs = _host.Services.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>();
        var log = logs.CreateLogger("BacSon.Thu");
        Microsoft.Extensions.Logging.LoggerExtensions.LogError(log, new InvalidOperationException("Lò Văn Kín <kin@bacson.example>", new FormatException("Bùi Thị Kín")), "Thư {Answer}", "550 <kin@bacson.example> unknown");
        Microsoft.Extensions.Logging.LoggerExtensions.LogError(log, new DbUpdateException("Bùi Thị Kín", new Microsoft.Data.Sqlite.SqliteException("SQLite Error 13: 'database or disk is full'.", 13)), "Không ghi được");
        await AddMailAsync(_host.Clock.GetUtcNow().UtcDateTime.AddMinutes(-1));
        await _host.InScopeAsync(services => ActivatorUtilities.CreateInstance<DeliverMail>(services).RunAsync(CancellationToken.None));
        var file = Assert.Single(Directory.EnumerateFiles(Path.Combine(_host.Storage, "logs"), "bacson-*.jsonl"));
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var text = await new StreamReader(stream).ReadToEndAsync();
        Assert.Contains("\"Route\":\"dang-nhap\"", text, StringComparison.Ordinal);
        Assert.Contains($"\"Person\":{commune.Head}", text, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException", text, StringComparison.Ordinal);
        Assert.Contains("database or disk is full", text, StringComparison.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            System.Text.Json.JsonDocument.Parse(line).Dispose();
        foreach (var word in new[] { "nguoi-la-mat", "mat-khau-sai", "truongphong", "Kin-Dao", "Kín", "Lo-Van-Kin", "bacson.example", "Ngô Văn Thành", PlatformHost.Password, "__RequestVerificationToken", "Một người" })
            Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task With_an_endpoint_metrics_and_traces_arrive_there_and_tell_of_nobody()
    {
        await using var collector = WebApplication.CreateSlimBuilder().Build();
        var taken = new System.Collections.Concurrent.ConcurrentDictionary<string, string>();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var bytes = new MemoryStream();
            await request.Body.CopyToAsync(bytes);
            taken.AddOrUpdate(signal, Encoding.UTF8.GetString(bytes.ToArray()), (_, before) => before + Encoding.UTF8.GetString(bytes.ToArray()));
        });
        await collector.StartAsync();
        _host.Dispose();
        _host = new PlatformHost("Production", ("Telemetry:Endpoint", collector.Urls.Single()));
        await _host.CommuneAsync();
        await _host.Browser().SubmitAsync("/dang-nhap", new() { ["UserName"] = "nguoi-la-mat", ["Password"] = "mat-khau-sai-bi-mat" });
        await (await _host.SignInAsync("truongphong")).GetAsync("/lam-viec?q=Bui-Thi-Kin-Dao");
        await AddMailAsync(_host.Clock.GetUtcNow().UtcDateTime.AddMinutes(-1));
        await _host.Services.GetRequiredService<BacSon.App.Jobs.JobRunner>().RunAsync(DeliverMail.Spec, BacSon.Kernel.Jobs.RunCause.Person, CancellationToken.None);
        await _host.Services.GetRequiredService<BacSon.App.Jobs.JobRunner>().RunAsync(_host.Services.GetServices<BacSon.Kernel.Jobs.JobSpec>().Single(x => x.Id == "reminders.send"), BacSon.Kernel.Jobs.RunCause.Person, CancellationToken.None);
        await Assert.ThrowsAsync<BacSon.App.Backups.BackupFailed>(() => _host.Services.GetRequiredService<BacSon.App.Jobs.JobRunner>().RunAsync(BacSon.App.Backups.DrillBackup.Spec, BacSon.Kernel.Jobs.RunCause.Person, CancellationToken.None));
        // Days later nothing has run any more: every job is silent.
        _host.Clock.GoTo(new DateOnly(2026, 12, 2));
        Assert.True(_host.Services.GetRequiredService<MeterProvider>().ForceFlush(20_000));
        Assert.True(_host.Services.GetRequiredService<TracerProvider>().ForceFlush(20_000));
        foreach (var name in new[] { "bacson.mail.queue.age", "bacson.audit.unsealed.age", "bacson.storage.free", "bacson.mail.deliveries", "bacson.reminders.due", "bacson.reminders.digests", "bacson.job.duration", "bacson.job.silent", "mail.deliver", "reminders.send", "Succeeded", "backup.drill", "Failed", "http.server.request.duration" })
            Assert.Contains(name, taken["metrics"], StringComparison.Ordinal);
        foreach (var name in new[] { "mail.send", "dang-nhap", "mail.deliver", "bacson-platform" })
            Assert.Contains(name, taken["traces"], StringComparison.Ordinal);
        foreach (var word in new[] { "nguoi-la-mat", "mat-khau-sai", "truongphong", "Kin-Dao", "bacson.example", "Một người" })
            Assert.DoesNotContain(word, taken["metrics"] + taken["traces"], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_a_clock_that_ran_ahead_wrote_down_does_not_silence_the_alarm()
    {
        await _host.CommuneAsync();
        var up = _host.Clock.GetUtcNow().UtcDateTime;
        _host.Clock.GoTo(new DateOnly(2028, 1, 1));
        await _host.Services.GetRequiredService<BacSon.App.Jobs.JobRunner>().RunAsync(DeliverMail.Spec, BacSon.Kernel.Jobs.RunCause.Person, CancellationToken.None);
        _host.Clock.GoTo(new DateOnly(2026, 12, 2));
        var silent = await _host.InScopeAsync(x => x.GetRequiredService<BacSon.Kernel.Jobs.ScheduleBook>().SilentAsync(up));
        Assert.Contains(silent, x => x.Spec.Id == DeliverMail.Spec.Id);
    }

    [Fact]
    public void Without_an_endpoint_nothing_of_telemetry_is_there()
    {
        Assert.Null(_host.Services.GetService<MeterProvider>());
        Assert.Null(_host.Services.GetService<TracerProvider>());
        Assert.Null(_host.Services.GetService<BacSon.App.Watch.Gauges>());
    }

    [Fact]
    public async Task Where_the_people_of_the_sample_may_sign_in_the_program_does_not_run_outside_Development()
    {
        await _host.CommuneAsync();
        var prepare = () => BacSon.App.Startup.PrepareAsync(_host.Services, _host.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.IWebHostEnvironment>(), _host.Services.GetRequiredService<BacSon.App.PlatformOptions>());
        await prepare();
        await _host.WithDbAsync(async db =>
        {
            var person = new Person { FullName = "Hoàng Minh Đức", SortKey = "duc" };
            db.People.Add(person);
            await db.SaveChangesAsync();
            db.Users.Add(BacSon.App.Verbs.AdminVerb.NewAccount(person.Id, "duc.hm", BacSon.App.Demo.DemoSeed.Password));
            await db.SaveChangesAsync();
            return 0;
        });
        Assert.Contains("xã mẫu", (await Assert.ThrowsAsync<BacSon.App.BadConfiguration>(prepare)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_days_to_keep_no_log_file_is_written()
    {
        _host.Dispose();
        _host = new PlatformHost("Production", ("Logs:Keep", "0"));
        await _host.CommuneAsync();
        await _host.Browser().GetAsync("/");
        Assert.False(Directory.Exists(Path.Combine(_host.Storage, "logs")));
    }
}
