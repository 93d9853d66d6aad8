using BacSon.App.Backups;
using BacSon.Kernel;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Verbs;

/// <summary>Everything into one file, back, and the trial whether it would come back.</summary>
internal static class BackupVerb
{
    public static async Task<int> BackupAsync(IServiceProvider services, string file, CancellationToken cancel)
    {
        var made = await services.GetRequiredService<BackupFile>().MakeAsync(file, cancel);
        Console.WriteLine($"Đã sao lưu cơ sở dữ liệu và {made.Files} tệp vào {file} ({made.Size}{(services.GetRequiredService<PlatformOptions>().Backup.Secret is null ? "" : ", đã mã hóa")}).");
        return 0;
    }

    public static async Task<int> RestoreAsync(IServiceProvider services, string file, CancellationToken cancel)
    {
        var platform = services.GetRequiredService<PlatformOptions>();
        var database = platform.UsesSqlServer ? "" : new SqliteConnectionStringBuilder(platform.ConnectionString).DataSource;
        var (count, _) = await services.GetRequiredService<BackupFile>().RestoreAsync(file, platform.Storage, database, cancel);
        await services.GetRequiredService<PlatformDb>().Database.MigrateAsync(cancel);
        Console.WriteLine($"Đã phục hồi cơ sở dữ liệu và {count} tệp.");
        return 0;
    }

    public static async Task<int> DrillAsync(IServiceProvider services, string file, CancellationToken cancel)
    {
        var result = await services.GetRequiredService<BackupDrill>().RunAsync(file, cancel);
        foreach (var fault in result.Faults)
            Console.WriteLine(fault);
        Console.WriteLine($"Diễn tập phục hồi {file}: {(result.Faults.Count == 0 ? "phục hồi được" : $"{result.Faults.Count} sai lệch")}; {result.Summary}.");
        return result.Faults.Count == 0 ? 0 : 1;
    }
}
