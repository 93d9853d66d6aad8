using System.Reflection;
using BacSon.App.Jobs;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BacSon.App;

/// <summary>What both the web host and the verbs need.</summary>
internal static class PlatformSetup
{
    public static IServiceCollection AddPlatform(this IServiceCollection services, PlatformOptions platform)
    {
        services.AddSingleton(platform);
        services.AddSingleton(platform.Storage);
        services.AddSingleton(platform.Mail);
        services.AddSingleton(platform.Site);
        services.AddSingleton(TimeProvider.System);
        services.AddPlatformDb(platform);
        services.AddKernel(Modules.All);
        services.AddSingleton(Mail.DeliverMail.Spec);
        services.AddSingleton<JobRunner>();
        services.AddSingleton<Status.StatusTallies>();
        return services;
    }
}

internal static class Startup
{
    /// <summary>Migrates, brings the catalogue to what is shipped, loads the calendar, and in Development makes the sample commune on first start.</summary>
    public static async Task PrepareAsync(IServiceProvider services, IHostEnvironment environment, PlatformOptions platform)
    {
        await using var scope = services.CreateAsyncScope();
        await MigrateAsync(scope.ServiceProvider);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        if (environment.IsDevelopment() && !await db.Units.AnyAsync())
        {
            Console.WriteLine("Lần chạy đầu: đang lập xã mẫu…");
            await Demo.DemoSeed.RunAsync(services, Console.WriteLine);
        }
    }

    /// <summary>Applies migrations, then brings shipped data (calendar, catalogue) up to date. Safe to repeat, on several hosts too.</summary>
    public static async Task<int> MigrateAsync(IServiceProvider scope, CancellationToken cancel = default)
    {
        var db = scope.GetRequiredService<PlatformDb>();
        var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).Count();
        if (pending > 0)
            await db.Database.MigrateAsync(cancel);
        var known = await db.CalendarYears.Select(x => x.Year).ToListAsync(cancel);
        var shipped = CalendarData.Shipped();
        foreach (var year in shipped.Years.Where(x => !known.Contains(x.Year)))
        {
            db.CalendarYears.Add(year);
            db.CalendarDays.AddRange(shipped.Days.Where(x => x.Date.Year == year.Year));
        }
        db.Act = "Nạp lịch làm việc kèm theo phần mềm";
        await db.SaveChangesAsync(cancel);
        await scope.GetRequiredService<CatalogueBook>().SyncAsync(cancel);
        return pending;
    }

    public static void SayWhere(WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
        Console.WriteLine($"BacSon.Platform đang chạy tại {string.Join(", ", app.Urls)}"));
}

/// <summary>Data Protection keeps its keys in whichever database is configured, so that two hosts share sign-ins.</summary>
internal static class DataProtectionSetup
{
    public static IDataProtectionBuilder PersistKeysToPlatformDb(this IDataProtectionBuilder builder, PlatformOptions platform) =>
        platform.UsesSqlServer ? builder.PersistKeysToDbContext<SqlServerDb>() : builder.PersistKeysToDbContext<SqliteDb>();
}

/// <summary>Pages of the Kernel and of the modules: their compiled views and nothing found by magic.</summary>
internal static class PageParts
{
    public static void Add(ApplicationPartManager parts, Assembly assembly)
    {
        parts.ApplicationParts.Add(new AssemblyPart(assembly));
        parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(assembly));
    }
}

/// <summary>Names of the rate limits.</summary>
internal static class RateLimits
{
    public const string SignIn = "sign-in";
    public const string Public = "public";
}

/// <summary>
/// Strict headers on every answer. No inline script or style anywhere, so none is allowed (CSP Level 3); a page that needs
/// another policy sets it itself before the answer starts.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public const string Policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    // Hangfire's own pages colour states and bars by style attributes, and its charts add a style element; its scripts come
    // from files, so nothing else is loosened, and only administrators come here.
    private const string DashboardPolicy = Policy + "; style-src 'self' 'unsafe-inline'";

    public Task InvokeAsync(HttpContext http)
    {
        // Asked now: the dashboard moves its part of the path into the path base.
        var policy = http.Request.Path.StartsWithSegments("/jobs") && !DashboardPages.Ours(http.Request.Path) ? DashboardPolicy : Policy;
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.TryAdd("Content-Security-Policy", policy);
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("Referrer-Policy", "same-origin");
            headers.XFrameOptions = "DENY"; // antiforgery would say SAMEORIGIN
            headers.TryAdd("Permissions-Policy", "camera=(self), geolocation=(), microphone=()");
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
            // What a signed-in person sees stays out of shared caches and of the back button after signing out.
            if (http.User.Identity?.IsAuthenticated == true)
                headers.TryAdd("Cache-Control", "no-store");
            return Task.CompletedTask;
        });
        return next(http);
    }
}

/// <summary>An act that a page does not have, or a refusal that it did not catch: a sentence for the reader and the right status, never an exception page.</summary>
internal sealed class RefusalFilter : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        // An act that the page does not have is no address of ours. Razor Pages would run its nameless act, or show it unread.
        if (!HttpMethods.IsGet(context.HttpContext.Request.Method) && !HttpMethods.IsHead(context.HttpContext.Request.Method)
            && (context.HandlerMethod is not { } act || act.Name is null && context.HttpContext.Request.Query["handler"].ToString() != ""))
        {
            context.Result = new NotFoundResult();
            return;
        }
        var executed = await next();
        if (executed.Exception is not Refusal refusal || executed.ExceptionHandled || context.HandlerInstance is not PageModel page)
            return;
        executed.ExceptionHandled = true;
        if (refusal is NotAllowed || HttpMethods.IsGet(context.HttpContext.Request.Method))
        {
            executed.Result = new StatusCodeResult(refusal is NotAllowed ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound);
            return;
        }
        page.Refuse(refusal);
        executed.Result = page.Page();
    }
}

/// <summary>Fills what the layouts read: the commune, the person, the menu filtered by rights.</summary>
internal sealed class ShellFiller(UiShell shell, CurrentViewer current, PlatformDb db, Snapshots snapshots, IEnumerable<IModule> modules) : IAsyncPageFilter
{
    private static readonly MenuItem[] HostMenu =
    [
        new("Tình hình thực hiện", "/tinh-hinh", Policies.Status, 10),
        new("Việc của tôi", "/lam-viec", Policies.Staff, 20),
        new("Chờ xác nhận", "/xac-nhan", Policies.Status, 25),
        new("Kế hoạch", "/ke-hoach", Policies.Staff, 30),
        new("Danh mục nhiệm vụ", "/danh-muc", Policies.Staff, 40),
        new("Tính thời hạn", "/tinh-thoi-han", Policies.Staff, 50),
        new("Quản trị", "/quan-tri", Policies.Administer, 90),
    ];

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var (_, organization) = await snapshots.ReadAsync(db);
        shell.CommuneName = organization.Setting(SettingNames.Commune) ?? shell.CommuneName;
        shell.ProvinceName = organization.Setting(SettingNames.Province) ?? "";
        shell.Address = organization.Setting(SettingNames.Address) ?? "";
        shell.Phone = organization.Setting(SettingNames.Phone) ?? "";
        shell.CurrentPath = context.HttpContext.Request.Path;
        shell.PublicMenu = [new("Trang chủ", "/", "", 1), new("Tính thời hạn", "/tinh-thoi-han", "", 2), new("Đăng nhập", "/dang-nhap", "", 9)];
        if (await current.FindAsync() is { } viewer)
        {
            shell.PersonName = viewer.Person.FullName;
            shell.Position = organization.TitleOf(viewer.Id);
            shell.Menu = [.. HostMenu.Concat(modules.SelectMany(x => x.Menu)).Where(x => Policies.Meets(viewer, x.Policy)).OrderBy(x => x.Order)];
        }
        await next();
    }
}

/// <summary>Ready when the database answers and no migration is pending.</summary>
internal sealed class ReadyCheck(PlatformDb db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any()
                ? HealthCheckResult.Unhealthy("migrations pending") : HealthCheckResult.Healthy();
        }
        catch (System.Data.Common.DbException problem)
        {
            return HealthCheckResult.Unhealthy("database", problem);
        }
    }
}

/// <summary>Degraded, not unready, while a job is silent for longer than its schedule allows: pages answer all the same.</summary>
internal sealed class SilentJobsCheck(ScheduleBook book, ScheduleWatch watch) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var silent = await book.SilentAsync(watch.UpSince, cancellationToken);
            return silent.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"silent: {string.Join(", ", silent.Select(x => x.Spec.Id))}");
        }
        catch (System.Data.Common.DbException problem)
        {
            // That the database is away the other check says.
            return HealthCheckResult.Degraded("database", problem);
        }
    }
}
