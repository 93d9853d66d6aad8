using System.Data.Common;
using System.Globalization;
using System.Threading.RateLimiting;
using BacSon.App;
using BacSon.App.Backups;
using BacSon.App.Jobs;
using BacSon.App.SignIn;
using BacSon.App.Verbs;
using BacSon.App.Watch;
using BacSon.Kernel;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Hangfire;
using Hangfire.Dashboard;
using Hangfire.InMemory;
using Hangfire.SqlServer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

if (CommandLine.IsVerb(args))
    return await CommandLine.RunAsync(args);

// Settings and assets lie beside the program, from wherever it is started.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
PlatformOptions platform;
try
{
    platform = PlatformOptions.Read(builder.Configuration);
}
catch (BadConfiguration problem)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 2;
}
// Without this a start from the build output in Production serves empty style sheets with status 200.
builder.WebHost.UseStaticWebAssets();
if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null)
    builder.WebHost.UseUrls($"http://localhost:{(platform.Site.Url.Scheme == "http" ? platform.Site.Url.Port : 5080)}");
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
});

LogFiles.Add(builder.Logging, platform, builder.Environment.IsDevelopment());

var services = builder.Services;
Telemetry.Add(services, platform);
services.AddPlatform(platform);
services.AddAccess(platform);
services.AddUi();
services.AddScoped<ShellFiller>();
services.AddHttpContextAccessor();
services.AddDataProtection().SetApplicationName("BacSon.Platform").PersistKeysToPlatformDb(platform);
services.AddRazorPages(pages => pages.RootDirectory = "/")
    .AddMvcOptions(mvc =>
    {
        mvc.AddVietnameseBinding();
        mvc.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
        mvc.Filters.Add<RefusalFilter>();
        mvc.Filters.AddService<ShellFiller>();
    })
    // No script of ours reads the framework's rules, whose sentences are English.
    .AddViewOptions(views => views.HtmlHelperOptions.ClientValidationEnabled = false)
    .ConfigureApplicationPartManager(parts =>
    {
        foreach (var assembly in new[] { typeof(PlatformDb).Assembly }.Concat(Modules.All.Select(x => x.GetType().Assembly)))
            PageParts.Add(parts, assembly);
    });
services.AddAntiforgery(x =>
{
    x.Cookie.Name = "bacson-form";
    x.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
});
services.AddOpenApi();
services.AddHealthChecks().AddCheck<ReadyCheck>("database", tags: ["ready"]).AddCheck<SilentJobsCheck>("jobs", tags: ["ready"]).AddCheck<VitalsCheck>("vitals", tags: ["ready"]).AddCheck<MailPauseCheck>("mail", tags: ["ready"]);
services.Configure<ForwardedHeadersOptions>(headers =>
{
    headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
    // As many as are known, one behind the other; the first unknown one is the citizen.
    headers.ForwardLimit = null;
    headers.KnownProxies.Clear();
    headers.KnownIPNetworks.Clear();
    foreach (var network in platform.Watch.Proxies)
        headers.KnownIPNetworks.Add(network);
});
services.AddRateLimiter(limits =>
{
    limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
    limits.AddPolicy(RateLimits.SignIn, http => RateLimitPartition.GetFixedWindowLimiter(http.Connection.RemoteIpAddress?.ToString() ?? "",
        _ => new FixedWindowRateLimiterOptions { PermitLimit = builder.Configuration.GetValue("RateLimits:SignInPerTenMinutes", 60), Window = TimeSpan.FromMinutes(10) }));
    limits.AddPolicy(RateLimits.Public, http => RateLimitPartition.GetFixedWindowLimiter(http.Connection.RemoteIpAddress?.ToString() ?? "",
        _ => new FixedWindowRateLimiterOptions { PermitLimit = builder.Configuration.GetValue("RateLimits:PublicPerMinute", 120), Window = TimeSpan.FromMinutes(1) }));
});
// Registered by itself: Hangfire's own way keeps the storage in a static field, where a second host of the process finds the first one's.
services.AddSingleton<JobStorage>(_ => platform.UsesSqlServer
    ? new SqlServerStorage(platform.ConnectionString, new SqlServerStorageOptions { SchemaName = "Hangfire", QueuePollInterval = TimeSpan.FromSeconds(15), EnableHeavyMigrations = true })
    : new InMemoryStorage(new InMemoryStorageOptions { IdType = InMemoryStorageIdType.Guid }));
services.AddHangfire(hangfire => hangfire.SetDataCompatibilityLevel(CompatibilityLevel.Version_180).UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings());
services.AddSingleton<Schedules>();
services.AddSingleton<ScheduleWatch>();
if (builder.Configuration.GetValue("Jobs:Run", true))
{
    services.AddHangfireServer(server => server.WorkerCount = 2);
    services.AddHostedService(x => x.GetRequiredService<ScheduleWatch>());
}

var app = builder.Build();
try
{
    await Startup.PrepareAsync(app.Services, app.Environment, platform);
}
catch (Exception problem) when (problem is BackupFailed or BadConfiguration)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return problem is BadConfiguration ? 2 : 1;
}
catch (Exception problem) when (problem is DbException or DbUpdateException)
{
    await Console.Error.WriteLineAsync($"Không dùng được cơ sở dữ liệu: {problem.GetBaseException().Message} Xem ops/runbook.md.");
    return 1;
}

app.UseForwardedHeaders();
app.UseMiddleware<RequestLog>();
app.UseExceptionHandler("/loi/500");
app.UseStatusCodePagesWithReExecute("/loi/{0}");
app.UseMiddleware<SecurityHeaders>();
if (platform.Site.Url.Scheme == "https" && !app.Environment.IsDevelopment())
    app.UseHsts();
app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "public, max-age=3600" });
// The dashboard says its language by that of the request. The culture of numbers stays: a job run from there inherits it.
app.UseWhen(http => http.Request.Path.StartsWithSegments("/jobs"), jobs => jobs.Use((http, next) =>
{
    CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("vi-VN");
    return next(http);
}));
app.UseRouting();
app.UseRateLimiter();
app.UseAuthentication();
app.UseMiddleware<BacSon.App.Admin.ChangePasswordFirst>();
app.UseMiddleware<SecondStepFirst>();
app.UseAuthorization();
app.Use(next => http => DashboardPages.AuditAsync(http, next));
app.MapRazorPages();
app.MapPlatformEndpoints();
// An unknown address is not found, for anyone: without this the fallback policy would send a citizen to sign in.
app.MapFallback(() => Results.NotFound()).AllowAnonymous();
DashboardWords.Install();
DashboardPages.Install();
app.MapHangfireDashboardWithAuthorizationPolicy(Policies.WatchJobs, "/jobs", new DashboardOptions
{
    DashboardTitle = "Lịch chạy tự động",
    AppPath = BacSon.App.OwnAccount.StartPages.Door,
    DisplayStorageConnectionString = false,
    // The runner's one argument is the job's id: people read its title.
    DisplayNameFunc = (_, job) => app.Services.GetServices<JobSpec>().FirstOrDefault(x => x.Id == job.Args.FirstOrDefault() as string)?.Title ?? job.ToString(),
    // The policy above has already let in who may look; Hangfire's own default would refuse all but local requests.
    Authorization = [],
    IsReadOnlyFunc = dashboard => dashboard.GetHttpContext().RequestServices.GetRequiredService<CurrentViewer>().Found is not { IsAdministrator: true },
});
await app.Services.GetRequiredService<ScheduleWatch>().ApplyAsync();
_ = app.Services.GetService<Gauges>();
await Startup.SayWhereAsync(app);
await app.RunAsync();
return 0;

/// <summary>The host. Public for the tests that start it.</summary>
public partial class Program;
