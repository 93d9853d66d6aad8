using System.Net;
using System.Net.Sockets;
using BacSon.App.Demo;
using BacSon.Browser.Tests;
using BacSon.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Playwright;

// One host, one sample commune and one browser for all; the tests take turns, because some of them change what others read.
[assembly: AssemblyFixture(typeof(BrowserHost))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace BacSon.Browser.Tests;

/// <summary>
/// The real host on a real port with the sample commune, on Wednesday 25/11/2026 at nine, and a browser.
/// Where no browser is found the tests are skipped and say so.
/// </summary>
public sealed class BrowserHost : IAsyncLifetime
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly Dictionary<string, string> _signedIn = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private Site? _site;

    internal IServiceProvider Services => _site!.Services;
    internal TestClock Clock { get; } = new(TestClock.At(new DateOnly(2026, 11, 25), 9, 0));
    internal Uri Url { get; private set; } = new("http://localhost");

    public async ValueTask InitializeAsync()
    {
        var program = Environment.GetEnvironmentVariable("BACSON_TEST_BROWSER") ?? Browsers.FirstOrDefault(File.Exists);
        if (program is null)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
        _site = new Site(Clock, FreePort());
        _site.StartServer();
        Url = _site.ClientOptions.BaseAddress;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_site is not null)
            await _site.DisposeAsync();
    }

    /// <summary>A window of its own, signed in as a person of the sample commune, or as a citizen when <paramref name="user"/> is null.</summary>
    internal async Task<Window> OpenAsync(string? user = null, bool scripts = true, int width = 1280)
    {
        Assert.SkipWhen(_browser is null, $"no browser at {string.Join(", ", Browsers)}; set BACSON_TEST_BROWSER to one");
        var options = new BrowserNewContextOptions
        {
            BaseURL = Url.ToString(),
            JavaScriptEnabled = scripts,
            Locale = "vi-VN",
            TimezoneId = "Asia/Ho_Chi_Minh",
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            StorageState = user is null ? null : await SignedInAsync(user),
        };
        return await Window.OpenAsync(await _browser.NewContextAsync(options));
    }

    // The cookies of a sign-in done once through the page, so that each test need not repeat it.
    private async Task<string> SignedInAsync(string user)
    {
        if (_signedIn.TryGetValue(user, out var known))
            return known;
        await using var window = await OpenAsync();
        await window.SignInAsync(user, DemoSeed.Password);
        return _signedIn[user] = await window.Page.Context.StorageStateAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Site : WebApplicationFactory<Program>
    {
        private readonly string _directory = Path.Combine(Path.GetTempPath(), "bacson-tests", Guid.NewGuid().ToString("N"));
        private readonly TestClock _clock;
        private readonly int _port;

        public Site(TestClock clock, int port)
        {
            (_clock, _port) = (clock, port);
            Directory.CreateDirectory(_directory);
            UseKestrel(port);
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseSetting("Storage:Directory", _directory);
            builder.UseSetting("Site:PublicUrl", $"http://localhost:{_port}");
            builder.UseSetting("Jobs:Run", "false");
            builder.UseSetting("RateLimits:SignInPerTenMinutes", "100000");
            builder.UseSetting("RateLimits:PublicPerMinute", "100000");
            builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock)));
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            if (Directory.Exists(_directory))
                Directory.Delete(_directory, recursive: true);
        }
    }
}
