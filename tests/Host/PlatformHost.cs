using System.Net;
using System.Text.RegularExpressions;
using BacSon.App;
using BacSon.App.SignIn;
using BacSon.App.Verbs;
using BacSon.Kernel;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using BacSon.Tests.Support;
using Hangfire.Logging;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BacSon.Host.Tests;

/// <summary>
/// The real host on a real SQLite file (or on SQL Server where BACSON_TEST_SQLSERVER names one), a clock that the test turns,
/// and a small commune. Every query that runs on SQLite is also translated for SQL Server.
/// </summary>
public sealed class PlatformHost : WebApplicationFactory<Program>
{
    public const string Password = "mat-khau-thu-nghiem-2026";

    // Slow on purpose in earnest, and nine people have one in most tests.
    private static readonly IOptions<PasswordHasherOptions> Hashing = Options.Create(new PasswordHasherOptions { IterationCount = 1000 });

    /// <summary><see cref="Password"/> as it is stored.</summary>
    internal static readonly string PasswordHash = new PasswordHasher<Account>(Hashing).HashPassword(null!, Password);

    /// <summary>Wednesday; Tuesday 24/11/2026 was a holiday.</summary>
    public static readonly DateOnly Wednesday = new(2026, 11, 25);

    private readonly string _directory = Path.Combine(Path.GetTempPath(), "bacson-tests", Guid.NewGuid().ToString("N"));
    private readonly string _environment;
    private readonly Dictionary<string, string?> _settings;

    public PlatformHost() : this("Production") { }

    internal PlatformHost(string environment, params (string Name, string? Value)[] settings) : this(environment, fresh: false, settings) { }

    private PlatformHost(string environment, bool fresh, params (string Name, string? Value)[] settings)
    {
        _environment = environment;
        Clock = new TestClock(TestClock.At(Wednesday));
        Directory.CreateDirectory(_directory);
        _settings = new Dictionary<string, string?>
        {
            ["Storage:Directory"] = _directory,
            ["Site:PublicUrl"] = "http://localhost",
            ["Jobs:Run"] = "false",
            ["RateLimits:SignInPerTenMinutes"] = "100000",
            ["RateLimits:PublicPerMinute"] = "100000",
        };
        foreach (var (name, value) in settings)
            _settings[name] = value;
        if (!fresh)
            File.WriteAllBytes(new StoragePaths(_directory).Database, Migrated.Value);
    }

    // Migrations, calendar and catalogue of a database that nobody has used yet: made once by a real first start and copied,
    // because the first start is the dearest second of most tests. What it must do itself is asked of a program of its own.
    private static readonly Lazy<byte[]> Migrated = new(() =>
    {
        using var first = new PlatformHost("Production", fresh: true);
        _ = first.Services;
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        using (var file = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={new StoragePaths(first._directory).Database};Pooling=False"))
        {
            file.Open();
            using var close = file.CreateCommand();
            close.CommandText = "PRAGMA wal_checkpoint(TRUNCATE); DELETE FROM DataProtectionKey;";
            close.ExecuteNonQuery();
        }
        return File.ReadAllBytes(new StoragePaths(first._directory).Database);
    });

    internal TestClock Clock { get; }
    internal string Storage => _directory;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_environment);
        foreach (var (name, value) in _settings)
            builder.UseSetting(name, value);
        builder.ConfigureServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            services.ConfigureDbContext<SqliteDb>(db => db.AddInterceptors(Translation.Shared));
            services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = Hashing.Value.IterationCount);
        });
    }

    protected override Microsoft.Extensions.Hosting.IHost CreateHost(Microsoft.Extensions.Hosting.IHostBuilder builder)
    {
        var host = base.CreateHost(builder);
        // Hangfire keeps its log in a static field: the last host's, which another test may have disposed by now.
        LogProvider.SetCurrentLogProvider(new NoLogs());
        return host;
    }

    private sealed class NoLogs : ILogProvider, ILog
    {
        public ILog GetLogger(string name) => this;
        public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Runs in a scope of its own, acting as a person or as the system.</summary>
    internal async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> run, int? actingAs = null)
    {
        await using var scope = Services.CreateAsyncScope();
        if (actingAs is { } id)
        {
            var acting = scope.ServiceProvider.GetRequiredService<Acting>();
            acting.PersonId = id;
            acting.Name = (await scope.ServiceProvider.GetRequiredService<PlatformDb>().People.FindAsync(id))!.FullName;
        }
        return await run(scope.ServiceProvider);
    }

    internal Task InScopeAsync(Func<IServiceProvider, Task> run, int? actingAs = null) =>
        InScopeAsync(async services => { await run(services); return 0; }, actingAs);

    internal Task<T> WithDbAsync<T>(Func<PlatformDb, Task<T>> read) => InScopeAsync(services => read(services.GetRequiredService<PlatformDb>()));

    /// <summary>The rights of a person on the clock's day.</summary>
    internal static async Task<Viewer> ViewerAsync(IServiceProvider services, int personId)
    {
        var (_, organization) = await services.GetRequiredService<Snapshots>().ReadAsync(services.GetRequiredService<PlatformDb>());
        return new Viewer(organization, organization.Person(personId)!);
    }

    /// <summary>One act of the ledger by a person.</summary>
    internal Task<T> ActAsync<T>(int personId, Func<DutyLedger, Viewer, Task<T>> act) => InScopeAsync(
        async services => await act(services.GetRequiredService<DutyLedger>(), await ViewerAsync(services, personId)), personId);

    internal Task ActAsync(int personId, Func<DutyLedger, Viewer, Task> act) => ActAsync(personId, async (ledger, viewer) => { await act(ledger, viewer); return 0; });

    /// <summary>A commune of two departments, made once.</summary>
    internal async Task<Commune> CommuneAsync()
    {
        var made = await WithDbAsync(db => db.Units.AnyAsync());
        return made ? await WithDbAsync(Commune.ReadAsync) : await InScopeAsync(services => Commune.MakeAsync(services.GetRequiredService<PlatformDb>(), Clock));
    }

    /// <summary>A browser without scripts that keeps its cookies and does not follow redirects by itself.</summary>
    internal PageClient Browser() => new(CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true }));

    internal async Task<PageClient> SignInAsync(string userName, string password = Password)
    {
        var browser = Browser();
        await SignInAsync(browser, userName, password);
        return browser;
    }

    /// <summary>Signs in as the pages ask it: where the account has a second step, with the code that its app would show.</summary>
    internal async Task<HttpResponseMessage> SignInAsync(PageClient browser, string userName, string password)
    {
        var answer = await browser.SubmitAsync("/dang-nhap", new() { ["UserName"] = userName, ["Password"] = password });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        if (answer.Headers.Location!.OriginalString != "/dang-nhap/ma")
            return answer;
        // The clock of a test stands still, and a code is good once: as if half a minute had gone since the last sign-in.
        await WithDbAsync(db => db.Users.Where(x => x.UserName == userName).ExecuteUpdateAsync(set => set.SetProperty(x => x.UsedCodeStep, 0)));
        answer = await browser.SubmitAsync("/dang-nhap/ma", new() { ["Code"] = AuthenticatorCodes.At(Key, Clock.Utc) });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer;
    }

    /// <summary>The key in the app of whoever was given the second step here.</summary>
    internal const string Key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    /// <summary>Outside Development administrators and the chairman open no page without the second step: they have set it up.</summary>
    internal static async Task GiveSecondStepAsync(PlatformDb db)
    {
        var must = await db.RoleGrants.Where(x => x.Role == Role.Administrator || x.Role == Role.Chairman).Select(x => x.PersonId).ToListAsync();
        foreach (var account in await db.Users.Where(x => must.Contains(x.PersonId)).ToListAsync())
        {
            account.TwoFactorEnabled = true;
            db.Add(new Microsoft.AspNetCore.Identity.IdentityUserToken<int> { UserId = account.Id, LoginProvider = "[AspNetUserStore]", Name = "AuthenticatorKey", Value = Key });
        }
        await db.SaveChangesAsync();
    }
}

/// <summary>The people of the test commune by what they are.</summary>
internal sealed record Commune(int Chairman, int Deputy, int OfficeHead, int Head, int UnitDeputy, int Officer, int OtherHead, int Administrator, int Observer, int Office, int Economy, int Culture)
{
    private static readonly (string User, string Name, string Title, string? Unit, PositionRank Rank, Role[] Roles)[] People =
    [
        ("chutich", "Trần Quốc Hùng", "Chủ tịch Ủy ban nhân dân xã", "LD", PositionRank.Head, [Role.Chairman]),
        ("phochutich", "Phạm Minh Tuấn", "Phó Chủ tịch Ủy ban nhân dân xã", "LD", PositionRank.Deputy, [Role.DeputyChairman]),
        ("chanhvanphong", "Đỗ Thị Kim Oanh", "Chánh Văn phòng", "VP", PositionRank.Head, [Role.OfficeHead, Role.UnitHead]),
        ("truongphong", "Ngô Văn Thành", "Trưởng phòng", "KT", PositionRank.Head, [Role.UnitHead]),
        ("phophong", "Đặng Thị Thu Hiền", "Phó Trưởng phòng", "KT", PositionRank.Deputy, [Role.UnitDeputy, Role.Officer]),
        ("congchuc", "Nguyễn Văn Hùng", "Công chức", "KT", PositionRank.Member, [Role.Officer]),
        ("truongphongvh", "Dương Thị Lan", "Trưởng phòng", "VHXH", PositionRank.Head, [Role.UnitHead]),
        ("quantri", "Hoàng Minh Đức", "Công chức", "VP", PositionRank.Member, [Role.Administrator, Role.Officer]),
        ("hdnd", "Nguyễn Đức Thịnh", "Phó Chủ tịch Hội đồng nhân dân xã", null, PositionRank.Member, [Role.Observer]),
    ];

    public static async Task<Commune> MakeAsync(PlatformDb db, TestClock clock)
    {
        var since = new DateOnly(2025, 7, 1);
        Unit[] units =
        [
            new() { Code = "LD", Name = "Lãnh đạo Ủy ban nhân dân xã", ShortName = "Lãnh đạo", Kind = UnitKind.Leadership, Order = 1, From = since },
            new() { Code = "VP", Name = "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", ShortName = "Văn phòng", Kind = UnitKind.Department, Order = 2, From = since },
            new() { Code = "KT", Name = "Phòng Kinh tế", ShortName = "Phòng Kinh tế", Kind = UnitKind.Department, Order = 3, From = since },
            new() { Code = "VHXH", Name = "Phòng Văn hóa - Xã hội", ShortName = "Phòng VH-XH", Kind = UnitKind.Department, Order = 4, From = since },
        ];
        db.AddRange(units);
        db.Settings.Add(new Setting { Name = SettingNames.Commune, Value = "xã Bắc Sơn" });
        db.Settings.Add(new Setting { Name = SettingNames.StartedOn, Value = "2026-11-25" });
        await db.SaveChangesAsync();
        foreach (var (user, name, title, unit, rank, roles) in People)
        {
            var person = new Person { FullName = name, SortKey = Vi.SortKey(name), Email = $"{user}@bacson.example" };
            db.People.Add(person);
            await db.SaveChangesAsync();
            db.Positions.Add(new Position { PersonId = person.Id, UnitId = units.FirstOrDefault(x => x.Code == unit)?.Id, Title = title, Rank = rank, From = since });
            db.RoleGrants.AddRange(roles.Select(role => new RoleGrant { PersonId = person.Id, Role = role, From = since }));
            var account = AdminVerb.NewAccount(person.Id, user, null);
            account.PasswordHash = PlatformHost.PasswordHash;
            db.Users.Add(account);
        }
        await db.SaveChangesAsync();
        await PlatformHost.GiveSecondStepAsync(db);
        var commune = await ReadAsync(db);
        // The deputy is in charge of the economy; what is led by nobody is the chairman's.
        db.LeadersInCharge.Add(new LeaderInCharge { LeaderId = commune.Deputy, UnitId = commune.Economy, From = since });
        await db.SaveChangesAsync();
        return commune;
    }

    public static async Task<Commune> ReadAsync(PlatformDb db)
    {
        var users = await db.Users.ToDictionaryAsync(x => x.UserName!, x => x.PersonId);
        var units = await db.Units.ToDictionaryAsync(x => x.Code, x => x.Id);
        return new Commune(users["chutich"], users["phochutich"], users["chanhvanphong"], users["truongphong"], users["phophong"], users["congchuc"],
            users["truongphongvh"], users["quantri"], users["hdnd"], units["VP"], units["KT"], units["VHXH"]);
    }
}

/// <summary>Reads pages and submits their forms as a browser without scripts does.</summary>
internal sealed partial class PageClient(HttpClient http)
{
    public HttpClient Http => http;

    public Task<HttpResponseMessage> GetAsync(string path) => http.GetAsync(path);

    public async Task<string> ReadAsync(string path)
    {
        var answer = await http.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {(int)answer.StatusCode}");
        return WebUtility.HtmlDecode(text);
    }

    /// <summary>
    /// Opens the page, then posts the fields to it or to one of its handlers, with what the form there carries unseen. A duty
    /// is ticked by its number; its box sends the version too.
    /// </summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, Dictionary<string, string> fields, string? to = null)
    {
        var html = await (await http.GetAsync(page)).Content.ReadAsStringAsync();
        if (Token().Match(html) is { Success: true } token)
            fields[SentForm.TokenName] = token.Groups[1].Value;
        var address = new Uri(http.BaseAddress!, page);
        var target = new Uri(address, to ?? page);
        var form = SentForm.Read(address, html).FirstOrDefault(x => x.Posts && x.Action.AbsolutePath == target.AbsolutePath && x.Handler == Handler(target)
            && x.Fields.All(field => field.Kind != "hidden" || !fields.TryGetValue(field.Name, out var given) || given == field.Value));
        foreach (var field in form?.Fields ?? [])
        {
            if (field.Kind == "hidden")
                fields.TryAdd(field.Name, field.Value);
            else if (field.Name is "Chosen" or "BackId" && fields.TryGetValue(field.Name, out var id))
                fields[field.Name] = field.Choices.FirstOrDefault(x => x.StartsWith(id + ":", StringComparison.Ordinal)) ?? id;
        }
        return await http.PostAsync(target, new FormUrlEncodedContent(fields));
    }

    /// <summary>Opens the page and sends its form as it stands there, ticks and choices too, with these fields typed anew.</summary>
    public async Task<HttpResponseMessage> SubmitShownAsync(string page, Dictionary<string, string> typed)
    {
        var address = new Uri(http.BaseAddress!, page);
        var form = SentForm.Read(address, await (await http.GetAsync(page)).Content.ReadAsStringAsync()).First(x => x.Posts && x.Action.AbsolutePath == address.AbsolutePath);
        return await http.SendAsync(form.Request(form.Fields.Where(x => x.Kind != "file" && !typed.ContainsKey(x.Name)).SelectMany(x => x.Shown, (x, shown) => (x.Name, new Typing("", shown)))
            .Concat(typed.Select(x => (x.Key, new Typing("", x.Value))))));
    }

    private static string Handler(Uri address) => SentForm.Query(address).FirstOrDefault(x => x.Name == "handler").Value ?? "";

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
