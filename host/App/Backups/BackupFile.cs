using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using BacSon.Kernel;
using Microsoft.Data.Sqlite;

namespace BacSon.App.Backups;

/// <summary>A backup could not be made, opened or trusted; the message says why, for the administrator.</summary>
internal sealed class BackupFailed(string message) : Exception(message);

/// <summary>A backup that was made.</summary>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Files">How many evidence files are inside.</param>
internal sealed record MadeBackup(string File, long Bytes, int Files)
{
    public string Size => Bytes < 10 * 1024 * 1024 ? $"{Bytes / 1024} KB" : $"{Bytes / 1024 / 1024} MB";
}

/// <summary>What a backup says about itself.</summary>
/// <param name="MadeAt">When its copy of the database was taken (UTC).</param>
/// <param name="Program">Version of the program that made it.</param>
internal sealed record BackupSlip(DateTime MadeAt, string Program);

/// <summary>
/// One file that holds the database, the evidence and the audit anchors; encrypted when <c>Backup:Secret</c> is set. The
/// database is copied by SQLite's own online backup, so it is consistent while others write. SQL Server has its own backup:
/// ops/runbook.md says how. Throws <see cref="BackupFailed"/>.
/// </summary>
internal sealed partial class BackupFile(PlatformOptions platform, TimeProvider clock)
{
    private const string DatabaseEntry = "bacson.db";
    private const string SlipEntry = "backup.json";
    private const string OnSqlServer = "Cơ sở dữ liệu SQL Server được sao lưu bằng lệnh BACKUP DATABASE và phục hồi bằng RESTORE DATABASE của nó; xem ops/runbook.md.";

    private readonly StoragePaths _storage = platform.Storage;

    /// <summary>The version of this program, as backups before an upgrade are named by it.</summary>
    public static string Version { get; } = typeof(BackupFile).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>What is added to «.zip» in the name of an encrypted file.</summary>
    public string Extension => platform.Backup.Secret is null ? ".zip" : ".zip.enc";

    /// <summary>Writes a backup. It appears under its name only when it is whole; a half one is not left behind.</summary>
    public async Task<MadeBackup> MakeAsync(string file, CancellationToken cancel)
    {
        if (platform.UsesSqlServer)
            throw new BackupFailed(OnSqlServer);
        file = Path.GetFullPath(file);
        if (File.Exists(file))
            throw new BackupFailed($"Tệp {file} đã có.");
        var copy = Path.Combine(_storage.Directory, $"backup-{Guid.NewGuid():N}.db");
        var fresh = $"{file}.{Guid.NewGuid():N}.new";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            RemoveLeftovers(_storage.Directory);
            RemoveLeftovers(Path.GetDirectoryName(file)!);
            var kept = Kept();
            CheckRoom(Path.GetDirectoryName(file)!, kept);
            // Before the database: an anchor may speak of no entry that its copy lacks.
            var anchors = File.Exists(_storage.AuditAnchors) ? await File.ReadAllBytesAsync(_storage.AuditAnchors, cancel) : null;
            var slip = new BackupSlip(clock.GetUtcNow().UtcDateTime, Version);
            await CopyDatabaseAsync(copy, cancel);
            var count = 0;
            await using (var target = new FileStream(fresh, Private(FileMode.CreateNew, FileAccess.Write)))
            {
                await using (var sealing = platform.Backup.Secret is { } secret ? new SealingStream(target, secret) : null)
                await using (var zip = new ZipArchive((Stream?)sealing ?? target, ZipArchiveMode.Create, leaveOpen: true))
                {
                    await zip.CreateEntryFromFileAsync(copy, DatabaseEntry, cancel);
                    await WriteAsync(zip, SlipEntry, JsonSerializer.SerializeToUtf8Bytes(slip), cancel);
                    if (anchors is not null)
                        await WriteAsync(zip, Path.GetFileName(_storage.AuditAnchors), anchors, cancel);
                    // Files are written before the rows that name them: all that the copied database names is here.
                    foreach (var path in EvidencePaths(_storage.Files))
                    {
                        await zip.CreateEntryFromFileAsync(path, "files/" + Path.GetRelativePath(_storage.Files, path).Replace('\\', '/'), CompressionLevel.NoCompression, cancel);
                        count++;
                    }
                }
                target.Flush(flushToDisk: true);
            }
            File.Move(fresh, file);
            return new MadeBackup(file, new FileInfo(file).Length, count);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new BackupFailed($"Không sao lưu được vào {file}: {Words(problem)}.");
        }
        finally
        {
            foreach (var left in new[] { copy, copy + "-wal", copy + "-shm", copy + "-journal", fresh })
                if (File.Exists(left))
                    File.Delete(left);
        }
    }

    /// <summary>
    /// Puts the files and, last, the database back: one that was cut off leaves no database, and can be run again. The schema
    /// stays as it was then.
    /// </summary>
    /// <param name="storage">Where to; what bears the same name there is written over.</param>
    /// <param name="database">File of the database, which must not exist.</param>
    public async Task<(int Files, BackupSlip Slip)> RestoreAsync(string file, StoragePaths storage, string database, CancellationToken cancel)
    {
        if (platform.UsesSqlServer)
            throw new BackupFailed(OnSqlServer);
        if (!File.Exists(file))
            throw new BackupFailed($"Không có tệp {file}.");
        // A log that an older database left behind would be played into the one restored.
        if (new[] { "", "-wal", "-shm", "-journal" }.FirstOrDefault(x => File.Exists(database + x)) is { } there)
            throw new BackupFailed($"{database}{there} đã có. Dừng chương trình, chuyển dữ liệu cũ đi chỗ khác rồi phục hồi.");
        Directory.CreateDirectory(storage.Directory);
        var plain = Path.Combine(storage.Directory, $"restore-{Guid.NewGuid():N}.zip");
        try
        {
            if (SealedFile.IsSealed(file))
            {
                CheckRoom(storage, new FileInfo(file).Length);
                await using var opened = new FileStream(plain, Private(FileMode.CreateNew, FileAccess.Write));
                await SealedFile.OpenAsync(file, opened, platform.Backup.Secret ?? throw new BackupFailed($"{file} đã được mã hóa: đặt Backup:Secret như khi sao lưu."), cancel);
            }
            await using var zip = await ZipFile.OpenReadAsync(File.Exists(plain) ? plain : file, cancel);
            CheckRoom(storage, zip.Entries.Sum(x => x.Length));
            return await UnpackAsync(zip, file, storage, database, cancel);
        }
        catch (InvalidDataException)
        {
            throw new BackupFailed($"{file} không phải tệp sao lưu của chương trình này hoặc đã hỏng.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new BackupFailed($"Không phục hồi được từ {file}: {Words(problem)}.");
        }
        finally
        {
            File.Delete(plain);
        }
    }

    /// <summary>Files kept under their hash; a half-written one bears another name.</summary>
    public static IEnumerable<string> EvidencePaths(string directory) => Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(x => Path.GetFileName(x).Length == 64) : [];

    private static async Task<(int Files, BackupSlip Slip)> UnpackAsync(ZipArchive zip, string file, StoragePaths storage, string database, CancellationToken cancel)
    {
        if (zip.GetEntry(DatabaseEntry) is not { } entry)
            throw new BackupFailed($"{file} không phải tệp sao lưu của chương trình này.");
        // Files of before there were slips know their time by their own clock only.
        var slip = new BackupSlip(entry.LastWriteTime.UtcDateTime, "");
        if (zip.GetEntry(SlipEntry) is { } written)
        {
            await using var stream = await written.OpenAsync(cancel);
            try
            {
                slip = await JsonSerializer.DeserializeAsync<BackupSlip>(stream, cancellationToken: cancel) ?? slip;
            }
            catch (JsonException)
            {
                throw new BackupFailed($"{file} đã hỏng: không đọc được {SlipEntry}.");
            }
        }
        var root = Path.GetFullPath(storage.Directory) + Path.DirectorySeparatorChar;
        var count = 0;
        foreach (var part in zip.Entries.Where(x => x.FullName is not (DatabaseEntry or SlipEntry) && x.Name.Length > 0))
        {
            var path = Path.GetFullPath(Path.Combine(storage.Directory, part.FullName));
            if (!path.StartsWith(root, StringComparison.Ordinal))
                throw new BackupFailed($"{file} có đường dẫn ra ngoài thư mục dữ liệu: {part.FullName}.");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await part.ExtractToFileAsync(path, overwrite: true, cancel);
            count++;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(database))!);
        await entry.ExtractToFileAsync(database + ".new", overwrite: true, cancel);
        File.Move(database + ".new", database);
        return (count, slip);
    }

    // A copy that is not sound is no backup: better to hear of it now than on the day it is needed.
    private async Task CopyDatabaseAsync(string copy, CancellationToken cancel)
    {
        await using var source = new SqliteConnection(platform.ConnectionString);
        await using var target = new SqliteConnection($"Data Source={copy};Pooling=False");
        await source.OpenAsync(cancel);
        await target.OpenAsync(cancel);
        source.BackupDatabase(target);
        await using var check = target.CreateCommand();
        check.CommandText = "PRAGMA quick_check(1)";
        if (await check.ExecuteScalarAsync(cancel) is not "ok")
            throw new BackupFailed("Cơ sở dữ liệu đang dùng bị hỏng nên không sao lưu được; giữ nguyên các bản sao lưu cũ và xem ops/runbook.md.");
    }

    private static async Task WriteAsync(ZipArchive zip, string name, byte[] bytes, CancellationToken cancel)
    {
        await using var stream = await zip.CreateEntry(name).OpenAsync(cancel);
        await stream.WriteAsync(bytes, cancel);
    }

    // The database is written twice: its copy beside it, and into the file. What is left afterwards must still do for a day's work.
    private void CheckRoom(string target, (long Database, long Files) kept)
    {
        foreach (var (directory, need) in new[] { (_storage.Directory, kept.Database), (target, kept.Database + kept.Files) })
            if (DiskRoom.Free(directory) is { } free && free - need < platform.Watch.LeastFree)
                throw new BackupFailed($"Không đủ chỗ để sao lưu vào {target}: ổ đĩa còn {free / 1024 / 1024} MB, cần {need / 1024 / 1024} MB và chừa lại {platform.Watch.LeastFree / 1024 / 1024} MB.");
    }

    // A drill takes none of the room that a day's work needs; a real restore may take all there is.
    private void CheckRoom(StoragePaths storage, long need)
    {
        var least = storage.Directory == _storage.Directory ? 0 : platform.Watch.LeastFree;
        if (DiskRoom.Free(storage.Directory) is { } free && free - need < least)
            throw new BackupFailed($"Không đủ chỗ để phục hồi vào {storage.Directory}: ổ đĩa còn {free / 1024 / 1024} MB, cần {need / 1024 / 1024} MB và chừa lại {least / 1024 / 1024} MB.");
    }

    // What a power cut left of an earlier backup, restore or drill; a day old, so that nobody is at work on it.
    private void RemoveLeftovers(string directory)
    {
        var before = clock.GetUtcNow().UtcDateTime.AddDays(-1);
        foreach (var left in new DirectoryInfo(directory).EnumerateFileSystemInfos().Where(x => Leftover().IsMatch(x.Name) && x.LastWriteTimeUtc < before).ToList())
        {
            if (left is DirectoryInfo drill)
                drill.Delete(recursive: true);
            else
                left.Delete();
        }
    }

    [GeneratedRegex(@"^(backup-[0-9a-f]{32}\.db(-wal|-shm|-journal)?|restore-[0-9a-f]{32}\.zip|drill-[0-9a-f]{32}|.+\.[0-9a-f]{32}\.new)$")]
    private static partial Regex Leftover();

    private (long Database, long Files) Kept()
    {
        var database = new SqliteConnectionStringBuilder(platform.ConnectionString).DataSource;
        long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
        return (Length(database) + Length(database + "-wal"), EvidencePaths(_storage.Files).Sum(Length));
    }

    private static FileStreamOptions Private(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access };
        // What a backup holds is for its owner only.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    // ENOSPC, ERROR_DISK_FULL and SQLITE_FULL.
    private static string Words(Exception problem) => problem.HResult is 28 or unchecked((int)0x80070070) || problem is SqliteException { SqliteErrorCode: 13 } ? "ổ đĩa đã đầy" : problem.Message.TrimEnd('.');
}

/// <summary>Free space of the disk that a directory lies on.</summary>
internal static class DiskRoom
{
    /// <summary>In bytes; null where it cannot be told (a network share on Windows).</summary>
    public static long? Free(string directory)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
