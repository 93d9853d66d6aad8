using System.Security.Cryptography;
using BacSon.App.Verbs;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Backups;

/// <summary>What a drill found.</summary>
/// <param name="Faults">One Vietnamese sentence each; empty when the backup can be trusted.</param>
internal sealed record DrillResult(IReadOnlyList<string> Faults, string Summary);

/// <summary>
/// Restores a backup into a directory of its own beside the data, as a real restore does, and looks whether all is there:
/// the database sound and brought to this version, the audit trail whole, every file what its name says. Nothing of the
/// drill stays. Throws <see cref="BackupFailed"/> when the file does not even open.
/// </summary>
internal sealed class BackupDrill(PlatformOptions platform, BackupFile backup)
{
    private const int MostNamed = 20;

    public async Task<DrillResult> RunAsync(string file, CancellationToken cancel)
    {
        var directory = Path.Combine(platform.Storage.Directory, $"drill-{Guid.NewGuid():N}");
        var storage = new StoragePaths(directory);
        try
        {
            var (files, slip) = await backup.RestoreAsync(file, storage, storage.Database, cancel);
            var connection = new SqliteConnectionStringBuilder(Databases.SqliteConnection(storage.Database)) { Pooling = false }.ToString();
            var faults = new List<string>();
            await CheckDatabaseAsync(connection, faults, cancel);
            if (faults.Count > 0)
                return new DrillResult(faults, "cơ sở dữ liệu hỏng");
            // By the clock of the backup: what was not yet sealed then is no fault for being old today.
            await using var services = new ServiceCollection().AddLogging().AddPlatform(platform with { Storage = storage, ConnectionString = connection })
                .AddSingleton<TimeProvider>(new ShiftedClock(slip.MadeAt)).BuildServiceProvider();
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            await db.Database.MigrateAsync(cancel);
            var trail = await scope.ServiceProvider.GetRequiredService<AuditChain>().VerifyAsync(cancel);
            faults.AddRange(trail.Faults);
            var sound = await CheckFilesAsync(db, storage, faults, cancel);
            var people = await db.People.CountAsync(cancel);
            var duties = await db.Duties.CountAsync(cancel);
            return new DrillResult(faults, $"{people} người, {duties} nhiệm vụ, {trail.Sealed + trail.Unsealed} bản ghi nhật ký, {sound} tệp đúng mã băm");
        }
        catch (SqliteException problem)
        {
            return new DrillResult([$"Không đọc được cơ sở dữ liệu trong bản sao lưu: {problem.Message}"], "cơ sở dữ liệu hỏng");
        }
        finally
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task CheckDatabaseAsync(string connection, List<string> faults, CancellationToken cancel)
    {
        await using var database = new SqliteConnection(connection);
        await database.OpenAsync(cancel);
        await using var command = database.CreateCommand();
        command.CommandText = $"PRAGMA integrity_check({MostNamed})";
        await using (var rows = await command.ExecuteReaderAsync(cancel))
            while (await rows.ReadAsync(cancel))
                if (rows.GetString(0) is not "ok" and var said)
                    faults.Add($"Cơ sở dữ liệu hỏng: {said}");
        command.CommandText = "PRAGMA foreign_key_check";
        await using (var rows = await command.ExecuteReaderAsync(cancel))
            while (faults.Count < MostNamed && await rows.ReadAsync(cancel))
                faults.Add($"Bảng {rows.GetString(0)} có dòng trỏ đến dòng không có trong bảng {rows.GetString(2)}.");
    }

    private static async Task<int> CheckFilesAsync(PlatformDb db, StoragePaths storage, List<string> faults, CancellationToken cancel)
    {
        var sound = new HashSet<string>();
        foreach (var path in BackupFile.EvidencePaths(storage.Files))
        {
            await using var stream = File.OpenRead(path);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
            if (hash == Path.GetFileName(path))
                sound.Add(hash);
            else if (faults.Count < MostNamed)
                faults.Add($"Tệp {Path.GetFileName(path)[..12]}… không đúng mã băm của nó.");
        }
        await foreach (var file in db.Evidence.AsNoTracking().Select(x => new { x.Id, x.Sha256, x.PublicSha256 }).AsAsyncEnumerable().WithCancellation(cancel))
            if ((!sound.Contains(file.Sha256) || file.PublicSha256 is { } hash && !sound.Contains(hash)) && faults.Count < MostNamed)
                faults.Add($"Thiếu tệp chứng cứ số {file.Id}.");
        return sound.Count;
    }
}
