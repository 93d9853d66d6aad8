using System.IO.Compression;
using BacSon.Kernel;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Verbs;

/// <summary>
/// One file that holds the database, the evidence and the audit anchors. The database is copied by SQLite's own online
/// backup, so it is consistent while others write. SQL Server has its own backup: ops/runbook.md says how.
/// </summary>
internal static class BackupVerb
{
    private const string DatabaseEntry = "bacson.db";

    public static async Task<int> BackupAsync(IServiceProvider services, string file, CancellationToken cancel)
    {
        var db = services.GetRequiredService<PlatformDb>();
        var storage = services.GetRequiredService<StoragePaths>();
        if (!db.Database.IsSqlite())
            throw new VerbFailed("Cơ sở dữ liệu SQL Server được sao lưu bằng lệnh BACKUP DATABASE của nó; xem ops/runbook.md.");
        if (File.Exists(file))
            throw new VerbFailed($"Tệp {file} đã có.");
        var copy = Path.Combine(storage.Directory, $"backup-{Guid.NewGuid():N}.db");
        var fresh = file + ".new";
        try
        {
            await using (var source = new SqliteConnection(db.Database.GetConnectionString()))
            await using (var target = new SqliteConnection($"Data Source={copy};Pooling=False"))
            {
                await source.OpenAsync(cancel);
                await target.OpenAsync(cancel);
                source.BackupDatabase(target);
            }
            var count = 0;
            await using (var zip = await ZipFile.OpenAsync(fresh, ZipArchiveMode.Create, cancel))
            {
                await zip.CreateEntryFromFileAsync(copy, DatabaseEntry, cancel);
                if (File.Exists(storage.AuditAnchors))
                    await zip.CreateEntryFromFileAsync(storage.AuditAnchors, Path.GetFileName(storage.AuditAnchors), cancel);
                // Files are written before the rows that name them: all that the copied database names is here.
                if (Directory.Exists(storage.Files))
                    foreach (var path in Directory.EnumerateFiles(storage.Files, "*", SearchOption.AllDirectories).Where(x => Path.GetFileName(x).Length == 64))
                    {
                        await zip.CreateEntryFromFileAsync(path, "files/" + Path.GetRelativePath(storage.Files, path).Replace('\\', '/'), CompressionLevel.NoCompression, cancel);
                        if (++count % 500 == 0)
                            Console.WriteLine($"… {count} tệp");
                    }
            }
            File.Move(fresh, file);
            Console.WriteLine($"Đã sao lưu cơ sở dữ liệu và {count} tệp vào {file} ({new FileInfo(file).Length / 1024} KB).");
            return 0;
        }
        finally
        {
            File.Delete(copy);
            File.Delete(fresh);
        }
    }

    public static async Task<int> RestoreAsync(IServiceProvider services, string file, CancellationToken cancel)
    {
        var storage = services.GetRequiredService<StoragePaths>();
        var database = new SqliteConnectionStringBuilder(services.GetRequiredService<PlatformOptions>().ConnectionString).DataSource;
        if (services.GetRequiredService<PlatformOptions>().UsesSqlServer)
            throw new VerbFailed("Cơ sở dữ liệu SQL Server được phục hồi bằng lệnh RESTORE DATABASE của nó; xem ops/runbook.md.");
        if (!File.Exists(file))
            throw new VerbFailed($"Không có tệp {file}.");
        if (File.Exists(database))
            throw new VerbFailed($"{database} đã có. Dừng chương trình, chuyển dữ liệu cũ đi chỗ khác rồi phục hồi.");
        await using var zip = await ZipFile.OpenReadAsync(file, cancel);
        if (zip.GetEntry(DatabaseEntry) is not { } entry)
            throw new VerbFailed($"{file} không phải tệp sao lưu của chương trình này.");
        var root = Path.GetFullPath(storage.Directory) + Path.DirectorySeparatorChar;
        var count = 0;
        foreach (var part in zip.Entries.Where(x => x.FullName != DatabaseEntry && x.Name.Length > 0))
        {
            var path = Path.GetFullPath(Path.Combine(storage.Directory, part.FullName));
            if (!path.StartsWith(root, StringComparison.Ordinal))
                throw new VerbFailed($"{file} có đường dẫn ra ngoài thư mục dữ liệu: {part.FullName}.");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await part.ExtractToFileAsync(path, overwrite: true, cancel);
            count++;
        }
        // The database last: a restore that was cut off leaves none, and can be run again.
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(database))!);
        await entry.ExtractToFileAsync(database + ".new", overwrite: true, cancel);
        File.Move(database + ".new", database);
        await services.GetRequiredService<PlatformDb>().Database.MigrateAsync(cancel);
        Console.WriteLine($"Đã phục hồi cơ sở dữ liệu và {count} tệp.");
        return 0;
    }
}
