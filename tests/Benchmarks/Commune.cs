using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using BacSon.App;
using BacSon.App.SignIn;
using BacSon.App.Verbs;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Benchmarks;

/// <summary>A measured commune: a data directory of its own, and the program as its Release build starts it.</summary>
internal sealed partial class Commune : IDisposable
{
    private const string Password = "Do-toc-do-2026-xa-mau";
    private static readonly string Program = Path.Combine(Checkout.Root, "host", "App", "bin", "Release", "net10.0", "BacSon.App.dll");
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "bacson-bench", Guid.NewGuid().ToString("N"));
    private const string Key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    private Process? _host;
    private CookieContainer? _signedIn;

    private Commune()
    {
        if (!File.Exists(Program))
            throw new FileNotFoundException("Build the solution in Release first: dotnet build -c Release", Program);
    }

    public Uri Address { get; private set; } = null!;

    public static async Task<Commune> SeedAsync(int people, int duties)
    {
        var commune = new Commune();
        await commune.RunAsync("seed", "scale", "--people", $"{people}", "--duties", $"{duties}");
        return commune;
    }

    /// <summary>Runs a verb as a whole process and gives how long it took. Throws when it fails.</summary>
    public async Task<TimeSpan> RunAsync(params string[] verb) => await RunAsync([], verb);

    /// <summary>As above, with settings of its own.</summary>
    public async Task<TimeSpan> RunAsync(Dictionary<string, string> settings, params string[] verb)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(settings, verb);
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', verb)}: {await said}{complained}");
        return clock.Elapsed;
    }

    /// <summary>A copy of its data in a directory of its own, so that each run finds the same morning.</summary>
    public Commune Copy()
    {
        var copy = new Commune();
        Directory.CreateDirectory(copy._directory);
        foreach (var file in Directory.GetFiles(_directory))
            File.Copy(file, Path.Combine(copy._directory, Path.GetFileName(file)));
        return copy;
    }

    /// <summary>Starts the host without its jobs, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = new Uri($"http://localhost:{((IPEndPoint)free.LocalEndpoint).Port}/");
        }
        _host = Start(new() { ["Site__PublicUrl"] = Address.ToString().TrimEnd('/'), ["Jobs__Run"] = "false", ["RateLimits__SignInPerTenMinutes"] = "10000" }, []);
        _ = _host.StandardOutput.ReadToEndAsync();
        _ = _host.StandardError.ReadToEndAsync();
        using var http = new HttpClient { BaseAddress = Address };
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if ((await http.GetAsync("health/ready")).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (patience.Elapsed < TimeSpan.FromMinutes(1))
            {
                await Task.Delay(200);
            }
        }
    }

    /// <summary>Gives the chairman of the seeded people an account; nobody of them has one.</summary>
    public async Task LetChairmanSignInAsync()
    {
        var file = Databases.SqliteConnection(Path.Combine(_directory, "bacson.db"));
        using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(file).Options, Modules.All, TimeProvider.System, new Acting());
        var chairman = await db.RoleGrants.Where(x => x.Role == Role.Chairman).Select(x => x.PersonId).SingleAsync();
        var account = AdminVerb.NewAccount(chairman, "chu.tich", Password);
        // Outside Development a chairman signs in with two steps.
        account.TwoFactorEnabled = true;
        db.Users.Add(account);
        await db.SaveChangesAsync();
        db.Add(new Microsoft.AspNetCore.Identity.IdentityUserToken<int> { UserId = account.Id, LoginProvider = "[AspNetUserStore]", Name = "AuthenticatorKey", Value = Key });
        await db.SaveChangesAsync();
    }

    /// <summary>A browser of its own, signed in as the chairman. He signs in once: a code of the second step is good for one sign-in.</summary>
    public async Task<HttpClient> SignInAsync()
    {
        if (_signedIn is null)
        {
            var cookies = new CookieContainer();
            using var first = Browser(cookies);
            await PostAsync(first, "dang-nhap", new() { ["UserName"] = "chu.tich", ["Password"] = Password });
            await PostAsync(first, "dang-nhap/ma", new() { ["Code"] = AuthenticatorCodes.At(Key, TimeProvider.System.GetUtcNow().UtcDateTime) });
            _signedIn = cookies;
        }
        var own = new CookieContainer();
        own.Add(_signedIn.GetCookies(Address));
        return Browser(own);
    }

    private HttpClient Browser(CookieContainer cookies) => new(new SocketsHttpHandler { CookieContainer = cookies, UseCookies = true, AllowAutoRedirect = false }) { BaseAddress = Address };

    private static async Task PostAsync(HttpClient http, string path, Dictionary<string, string> fields)
    {
        fields["__RequestVerificationToken"] = Token().Match(await http.GetStringAsync(path)).Groups[1].Value;
        using var answer = await http.PostAsync(path, new FormUrlEncodedContent(fields));
        if (answer.StatusCode != HttpStatusCode.Redirect)
            throw new InvalidOperationException($"{path} answered {answer.StatusCode}");
    }

    public void Dispose()
    {
        if (_host is { HasExited: false })
            _host.Kill(entireProcessTree: true);
        _host?.WaitForExit();
        _host?.Dispose();
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    private Process Start(Dictionary<string, string> settings, string[] verb)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. verb]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Storage__Directory"] = _directory;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
