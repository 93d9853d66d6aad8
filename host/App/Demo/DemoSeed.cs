using BacSon.App.Verbs;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Demo;

/// <summary>
/// Makes the sample commune through the product's own operations, relative to today, with its past. Everything is one
/// transaction: there is a whole sample or none. The same day and the same files make the same commune.
/// </summary>
internal static class DemoSeed
{
    /// <summary>The password of every sample account; they exist in Development only.</summary>
    public const string Password = "Bac-Son-xa-mau-2026";

    /// <summary>Seeds the migrated, empty database of the services. Accounts are made in Development only.</summary>
    /// <exception cref="VerbFailed">The database already has units, people or duties.</exception>
    public static Task RunAsync(IServiceProvider services, Action<string> say, CancellationToken cancel = default) => RunAsync(
        services.GetRequiredService<PlatformOptions>(), services.GetRequiredService<TimeProvider>(), IsDevelopment(services), say, cancel);

    /// <summary>The same with everything named.</summary>
    /// <param name="platform">Names the database and the storage.</param>
    /// <param name="now">Whose today the commune is made for.</param>
    /// <param name="accounts">Whether the staff may sign in with <see cref="Password"/>.</param>
    /// <param name="say">Takes progress, one Vietnamese line each.</param>
    public static async Task RunAsync(PlatformOptions platform, TimeProvider now, bool accounts, Action<string> say, CancellationToken cancel = default)
    {
        var clock = new DemoClock(now.GetUtcNow());
        await using var services = new ServiceCollection().AddPlatform(platform).AddSingleton<TimeProvider>(clock).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        if (await db.Units.AnyAsync(cancel) || await db.People.AnyAsync(cancel) || await db.Duties.AnyAsync(cancel))
            throw new VerbFailed("Cơ sở dữ liệu đã có đơn vị, người hoặc nhiệm vụ. Chỉ lập xã mẫu trên cơ sở dữ liệu trống.");
        var commune = new DemoCommune(scope.ServiceProvider, clock, now.OfficeNow(), accounts, say, cancel);
        await commune.MakeAsync();
    }

    /// <summary>The web host knows its environment; a verb has only the variables.</summary>
    public static bool IsDevelopment(IServiceProvider services) => services.GetService<IHostEnvironment>()?.IsDevelopment()
        ?? (System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? System.Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"))
            ?.Equals(Environments.Development, StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>A clock that stands where the simulation puts it.</summary>
internal sealed class DemoClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Puts the office's wall clock to an instant.</summary>
    public void Set(DateTime office) => _now = new DateTimeOffset(OfficeTime.ToUtc(DateOnly.FromDateTime(office), TimeOnly.FromDateTime(office)));
}
