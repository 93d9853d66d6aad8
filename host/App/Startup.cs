using System.Reflection;
using BacSon.App.Jobs;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
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
        // What writes mails stands before what sends them, in the list as on the clock.
        services.AddSingleton(Status.SendMondayStatus.Spec);
        services.AddSingleton(Mail.DeliverMail.Spec);
        services.AddSingleton(Backups.MakeBackup.Spec);
        services.AddSingleton(Backups.DrillBackup.Spec);
        services.AddSingleton<Backups.BackupFile>();
        services.AddSingleton<Backups.BackupShelf>();
        services.AddSingleton<Backups.BackupDrill>();
        services.AddSingleton(SilentMail.Template);
        services.AddSingleton(Status.MondayMail.Template);
        services.AddScoped<Mail.TestMail>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<Status.StatusTallies>();
        services.AddScoped<OwnAccount.CalendarFile>();
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
        if (!environment.IsDevelopment())
            await RefuseSampleAsync(db);
        if (environment.IsDevelopment() && !await db.Units.AnyAsync())
        {
            Console.WriteLine("Lần chạy đầu: đang lập xã mẫu…");
            await Demo.DemoSeed.RunAsync(services, Console.WriteLine);
        }
    }

    /// <summary>
    /// Applies migrations, then brings shipped data (calendar, catalogue) up to date. Safe to repeat, on several hosts too. A
    /// database that holds something is backed up first. Throws <see cref="Backups.BackupFailed"/>, and changes nothing, when it cannot be.
    /// </summary>
    /// <param name="backedUp">The SQL Server database was backed up by its own means.</param>
    public static async Task<int> MigrateAsync(IServiceProvider scope, CancellationToken cancel = default, bool backedUp = false)
    {
        var db = scope.GetRequiredService<PlatformDb>();
        var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).Count();
        if (pending > 0)
        {
            if ((await db.Database.GetAppliedMigrationsAsync(cancel)).Any())
                await BackUpAsync(scope, pending, backedUp, cancel);
            await db.Database.MigrateAsync(cancel);
        }
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
        await scope.GetRequiredService<Kernel.Reports.ReportBook>().SyncAsync(cancel);
        await scope.GetRequiredService<PlanBook>().IndexMissingAsync(cancel);
        return pending;
    }

    private static async Task BackUpAsync(IServiceProvider scope, int pending, bool backedUp, CancellationToken cancel)
    {
        var platform = scope.GetRequiredService<PlatformOptions>();
        if (!platform.UsesSqlServer)
        {
            var made = await scope.GetRequiredService<Backups.BackupShelf>().MakeBeforeUpgradeAsync(cancel);
            Console.WriteLine($"Trước khi nâng cấp cơ sở dữ liệu đã sao lưu vào {made.File} ({made.Size}).");
        }
        else if (!backedUp && !platform.Backup.MigrateWithout)
            throw new Backups.BackupFailed($"Cơ sở dữ liệu SQL Server còn {pending} bản nâng cấp chưa áp dụng. Sao lưu bằng lệnh BACKUP DATABASE của nó trước, rồi chạy migrate --backed-up hoặc đặt Database:MigrateWithoutBackup = true.");
    }

    // Everybody may read the common password of the sample's people. Only where they are is anything verified: it is slow on purpose.
    private static async Task RefuseSampleAsync(PlatformDb db)
    {
        if (!await db.Users.AnyAsync(x => x.UserName == "duc.hm" || x.UserName == "hung.tq"))
            return;
        var hasher = new PasswordHasher<Account>();
        foreach (var account in (await db.Users.AsNoTracking().ToListAsync()).DistinctBy(x => x.PasswordHash))
            if (account.PasswordHash is { } hash && hasher.VerifyHashedPassword(account, hash, Demo.DemoSeed.Password) != PasswordVerificationResult.Failed)
                throw new BadConfiguration("Storage:Directory: cơ sở dữ liệu này có tài khoản của xã mẫu, ai cũng biết mật khẩu. Ngoài môi trường Development phải dùng thư mục dữ liệu khác, còn trống.");
    }

    /// <summary>Says the address once it answers and, while nobody administers, what to do next.</summary>
    public static async Task SayWhereAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var nobody = !await scope.ServiceProvider.GetRequiredService<PlatformDb>().RoleGrants.AnyAsync(x => x.Role == Role.Administrator);
        var begin = scope.ServiceProvider.GetRequiredService<SiteAddress>().Link("/quan-tri/bat-dau");
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            Console.WriteLine($"BacSon.Platform đang chạy tại {string.Join(", ", app.Urls)}");
            if (nobody)
                Console.WriteLine($"Chưa có người quản trị. Lập tài khoản đầu tiên: dotnet BacSon.App.dll create-admin --user admin --name \"Họ và tên\"; rồi đăng nhập và khai báo ban đầu tại {begin}");
        });
    }
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
internal sealed class ShellFiller(UiShell shell, CurrentViewer current, PlatformDb db, Snapshots snapshots, MailGate gate, IEnumerable<IModule> modules) : IAsyncPageFilter
{
    private static readonly MenuItem[] HostMenu =
    [
        new("Tình hình thực hiện", "/tinh-hinh", Policies.Status, 10),
        new("Việc của tôi", "/lam-viec", Policies.Staff, 20),
        new("Chờ xác nhận", "/xac-nhan", Policies.Status, 25),
        new("Văn bản", "/van-ban", Policies.Staff, 27),
        new("Giấy tờ", "/giay-to", Policies.Staff, 29),
        new("Lịch tuần", "/lich-tuan", Policies.Staff, 26),
        new("Giao ban", "/giao-ban", Policies.Staff, 28),
        new("Kế hoạch", "/ke-hoach", Policies.Staff, 30),
        new("Báo cáo", "/bao-cao", Policies.Staff, 33),
        new("Kết quả công việc", "/ket-qua", Policies.Staff, 35),
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
        shell.PublicMenu = [new("Trang chủ", "/", "", 1), new("Lịch công tác", "/lich-cong-tac", "", 2), new("Tính thời hạn", "/tinh-thoi-han", "", 3), new("Đăng nhập", "/dang-nhap", "", 9)];
        if (await current.FindAsync() is { } viewer)
        {
            shell.PersonName = viewer.Person.FullName;
            shell.Position = organization.TitleOf(viewer.Id);
            shell.HomePath = OwnAccount.StartPages.Of(viewer);
            shell.Shortcuts = OwnAccount.ProgramPage.ShortcutsOf(viewer);
            shell.ShortcutsOn = organization.WishOf(viewer.Id) is not { NoShortcuts: true };
            // Who can let mails go on is told on each page that they are held back.
            if (viewer.IsAdministrator && await gate.CurrentAsync() is { } pause)
                shell.Alarm = new($"Đang tạm dừng gửi thư từ {Vi.Moment(pause.At.ToOffice())}{(gate.TooLong(pause) ? ", đã quá 24 giờ" : "")}: {pause.Reason}", Admin.MailPausePage.Path);
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

/// <summary>Degraded while mails are held back for longer than a day: nobody is told of anything.</summary>
internal sealed class MailPauseCheck(MailGate gate) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await gate.CurrentAsync(cancellationToken) is { } pause && gate.TooLong(pause) ? HealthCheckResult.Degraded("mail paused for more than 24 hours") : HealthCheckResult.Healthy();
        }
        catch (System.Data.Common.DbException problem)
        {
            // That the database is away the other check says.
            return HealthCheckResult.Degraded("database", problem);
        }
    }
}
