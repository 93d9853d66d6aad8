using BacSon.App;
using BacSon.App.Backups;
using BacSon.App.Jobs;
using BacSon.App.Verbs;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Organization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>Backups are whole, secret when asked for, kept as the rule says, and come back.</summary>
public sealed class BackupTests : IDisposable
{
    private PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private void Use(params (string, string?)[] settings)
    {
        _host.Dispose();
        _host = new PlatformHost("Production", settings);
    }

    private string Shelf => Path.Combine(_host.Storage, "backups");
    private BackupFile Files => _host.Services.GetRequiredService<BackupFile>();
    private Task<DrillResult> DrillAsync(string file) => _host.Services.GetRequiredService<BackupDrill>().RunAsync(file, CancellationToken.None);
    private Task<JobResult> MakeAsync() => _host.Services.GetRequiredService<JobRunner>().RunAsync(MakeBackup.Spec, RunCause.Person, CancellationToken.None);

    private Task AddSettingAsync(string name, string value) => _host.WithDbAsync(async db =>
    {
        db.Settings.Add(new Setting { Name = name, Value = value });
        await db.SaveChangesAsync();
        return 0;
    });

    [Fact]
    public async Task What_is_written_during_a_backup_is_in_it_whole_or_not_at_all()
    {
        await _host.CommuneAsync();
        var file = Path.Combine(_host.Storage, "giua-chung.zip");
        using var stop = new CancellationTokenSource();
        var wrote = 0;
        // Two rows in each transaction, sealed at once: a torn copy has one without the other, or an anchor without its entry.
        var writing = Task.Run(async () =>
        {
            for (; !stop.IsCancellationRequested; wrote++)
                await _host.InScopeAsync(async services =>
                {
                    var db = services.GetRequiredService<PlatformDb>();
                    db.Settings.Add(new Setting { Name = $"thu-a-{wrote}", Value = new string('x', 900) });
                    db.Settings.Add(new Setting { Name = $"thu-b-{wrote}", Value = new string('x', 900) });
                    await db.SaveChangesAsync();
                    await services.GetRequiredService<AuditChain>().SealAsync();
                });
        });
        while (wrote < 5 && !writing.IsCompleted)
            await Task.Delay(10);
        var before = wrote;
        for (var i = 0; i < 4; i++)
            await Files.MakeAsync($"{file}{i}", CancellationToken.None);
        await stop.CancelAsync();
        await writing;
        Assert.True(wrote > before, "nothing was written during the backups");
        for (var i = 0; i < 4; i++)
        {
            Assert.Empty((await DrillAsync($"{file}{i}")).Faults);
            var to = new StoragePaths(Path.Combine(_host.Storage, $"thu{i}"));
            await Files.RestoreAsync($"{file}{i}", to, to.Database, CancellationToken.None);
            Assert.Equal(await CountAsync(to.Database, "thu-a-"), await CountAsync(to.Database, "thu-b-"));
            Assert.True(await CountAsync(to.Database, "thu-a-") >= 5);
        }
        Assert.Empty(Directory.EnumerateFiles(_host.Storage, "backup-*"));
    }

    private static async Task<long> CountAsync(string database, string prefix)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM \"Setting\" WHERE \"Name\" LIKE '{prefix}%'";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    [Fact]
    public async Task The_daily_backup_is_off_until_switched_on_made_once_a_day_and_old_ones_go_but_nothing_foreign()
    {
        Use(("Backup:Keep", "2/0/0"));
        await _host.CommuneAsync();
        Assert.False((await _host.InScopeAsync(x => x.GetRequiredService<ScheduleBook>().ReadAsync("backup.make"))).Enabled);
        Directory.CreateDirectory(Shelf);
        foreach (var name in new[] { "bacson-2026-11-22.zip", "bacson-2026-11-23.zip", "bacson-2026-11-24.zip.enc", "bacson-2026-11-20.zip.ban-rieng", "before-1.0.0-20261101-000000.zip", "ghi-chu.txt", "bacson-2026-99-99.zip" })
            await File.WriteAllTextAsync(Path.Combine(Shelf, name), "");
        var result = await MakeAsync();
        Assert.Contains("bacson-2026-11-25.zip", result.Summary, StringComparison.Ordinal);
        Assert.Contains("bỏ 2 bản cũ", result.Summary, StringComparison.Ordinal);
        Assert.Equal(["bacson-2026-11-20.zip.ban-rieng", "bacson-2026-11-24.zip.enc", "bacson-2026-11-25.zip", "bacson-2026-99-99.zip", "before-1.0.0-20261101-000000.zip", "ghi-chu.txt"],
            Directory.EnumerateFiles(Shelf).Select(x => Path.GetFileName(x)).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await MakeAsync()).Count);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Shelf, "bacson-2026-11-25.zip")));
        var drilled = await _host.Services.GetRequiredService<JobRunner>().RunAsync(DrillBackup.Spec, RunCause.Person, CancellationToken.None);
        Assert.Contains("9 người", drilled.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_made_by_a_wrong_clock_drives_none_away_and_after_a_failed_drill_all_old_ones_stay()
    {
        Use(("Backup:Keep", "1/0/0"));
        await _host.CommuneAsync();
        Directory.CreateDirectory(Shelf);
        await File.WriteAllTextAsync(Path.Combine(Shelf, "bacson-2030-01-01.zip"), "");
        await File.WriteAllTextAsync(Path.Combine(Shelf, "bacson-2026-11-24.zip"), "không mở được");
        var runner = _host.Services.GetRequiredService<JobRunner>();
        await Assert.ThrowsAsync<BackupFailed>(() => runner.RunAsync(DrillBackup.Spec, RunCause.Person, CancellationToken.None));
        Assert.Contains("giữ mọi bản cũ", (await MakeAsync()).Summary, StringComparison.Ordinal);
        Assert.Equal(3, Directory.EnumerateFiles(Shelf).Count());
        // Today's can be trusted: from the next day on the rule holds again.
        await runner.RunAsync(DrillBackup.Spec, RunCause.Person, CancellationToken.None);
        _host.Clock.GoTo(new DateOnly(2026, 11, 26));
        Assert.Contains("bỏ 2 bản cũ", (await MakeAsync()).Summary, StringComparison.Ordinal);
        Assert.Equal(["bacson-2026-11-26.zip", "bacson-2030-01-01.zip"], Directory.EnumerateFiles(Shelf).Select(x => Path.GetFileName(x)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_power_cut_left_goes_with_the_next_backup_once_it_is_a_day_old()
    {
        await _host.CommuneAsync();
        var number = Guid.NewGuid().ToString("N");
        Directory.CreateDirectory(Shelf);
        var drill = Directory.CreateDirectory(Path.Combine(_host.Storage, $"drill-{number}"));
        string[] files = [Path.Combine(_host.Storage, $"backup-{number}.db"), Path.Combine(_host.Storage, $"restore-{number}.zip"), Path.Combine(Shelf, $"bacson-2026-11-20.zip.{number}.new")];
        foreach (var file in files)
            await File.WriteAllTextAsync(file, "");
        void Age(DateTime written)
        {
            foreach (var file in files)
                File.SetLastWriteTimeUtc(file, written);
            drill.LastWriteTimeUtc = written;
        }
        var now = _host.Clock.GetUtcNow().UtcDateTime;
        Age(now.AddHours(-23));
        await Files.MakeAsync(Path.Combine(Shelf, "mot.zip"), CancellationToken.None);
        Assert.All(files, x => Assert.True(File.Exists(x)));
        Age(now.AddHours(-25));
        await Files.MakeAsync(Path.Combine(Shelf, "hai.zip"), CancellationToken.None);
        Assert.All(files, x => Assert.False(File.Exists(x)));
        Assert.False(Directory.Exists(drill.FullName));
        Assert.Equal(2, Directory.EnumerateFiles(Shelf).Count());
    }

    [Fact]
    public async Task Nothing_is_restored_beside_the_log_of_an_older_database()
    {
        await _host.CommuneAsync();
        var file = Path.Combine(_host.Storage, "thu.zip");
        await Files.MakeAsync(file, CancellationToken.None);
        var to = new StoragePaths(Path.Combine(_host.Storage, "noi-khac"));
        Directory.CreateDirectory(to.Directory);
        await File.WriteAllTextAsync(to.Database + "-wal", "");
        Assert.Contains("-wal đã có", (await Assert.ThrowsAsync<BackupFailed>(() => Files.RestoreAsync(file, to, to.Database, CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(to.Database));
    }

    [Fact]
    public async Task Without_room_on_the_disk_no_backup_is_begun_no_old_one_goes_and_the_run_says_why()
    {
        Use(("Storage:MinimumFree", "100000000"), ("Backup:Keep", "1/0/0"));
        await _host.CommuneAsync();
        Directory.CreateDirectory(Shelf);
        var old = Path.Combine(Shelf, "bacson-2026-11-20.zip");
        await File.WriteAllTextAsync(old, "");
        Assert.Contains("Không đủ chỗ", (await Assert.ThrowsAsync<BackupFailed>(MakeAsync)).Message, StringComparison.Ordinal);
        Assert.Equal([old], Directory.EnumerateFiles(Shelf));
        Assert.Equal(JobOutcome.Failed, await _host.WithDbAsync(db => db.JobRuns.Select(x => x.Outcome).SingleAsync()));
        Assert.Equal("Degraded", await (await _host.Browser().GetAsync("/health/ready")).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("7/4/12", 7 + 3 + 10)]
    [InlineData("1/0/0", 1)]
    public void Days_weeks_and_months_stay_as_the_rule_says_and_the_newest_always(string text, int stay)
    {
        Assert.True(KeepRule.TryParse(text, out var rule));
        // Every day of 2026 to Wednesday 25 November: 7 days reach back into the week before; 3 more weeks; of 11 months the newest is there.
        var days = Enumerable.Range(0, 329).Select(x => new DateOnly(2026, 1, 1).AddDays(x)).ToList();
        var kept = rule.Stay(days);
        Assert.Equal(new DateOnly(2026, 11, 25), kept.Max());
        Assert.InRange(kept.Count, stay - 1, stay + 1);
    }

    [Fact]
    public void A_rule_that_would_keep_no_day_is_no_rule() =>
        Assert.All(new[] { "0/4/12", "7/4", "", "-1/0/0", "a/b/c", "7/4/12/1" }, x => Assert.False(KeepRule.TryParse(x, out _)));

    [Fact]
    public async Task With_a_secret_nothing_plain_is_written_and_only_that_secret_opens_the_whole_file()
    {
        Use(("Backup:Secret", "mot-cau-dai-cua-xa-2026"));
        await _host.CommuneAsync();
        await MakeAsync();
        var file = Path.Combine(Shelf, "bacson-2026-11-25.zip.enc");
        var bytes = await File.ReadAllBytesAsync(file);
        Assert.Equal(-1, bytes.AsSpan().IndexOf("bacson.db"u8));
        Assert.Equal(-1, bytes.AsSpan().IndexOf("PK"u8.ToArray().Concat(new byte[] { 3, 4 }).ToArray()));
        Assert.Empty((await DrillAsync(file)).Faults);
        bytes[^100] ^= 1;
        await File.WriteAllBytesAsync(file + ".sai", bytes);
        await Assert.ThrowsAsync<BackupFailed>(() => DrillAsync(file + ".sai"));
        await File.WriteAllBytesAsync(file + ".cut", bytes[..(bytes.Length / 2)]);
        await Assert.ThrowsAsync<BackupFailed>(() => DrillAsync(file + ".cut"));
        var platform = _host.Services.GetRequiredService<PlatformOptions>();
        foreach (var secret in new[] { "mot-cau-khac-cua-xa-2026", null })
        {
            var to = new StoragePaths(Path.Combine(_host.Storage, "noi-khac"));
            var other = new BackupFile(platform with { Backup = platform.Backup with { Secret = secret } }, TimeProvider.System);
            Assert.Contains("Backup:Secret", (await Assert.ThrowsAsync<BackupFailed>(() => other.RestoreAsync(file, to, to.Database, CancellationToken.None))).Message, StringComparison.Ordinal);
            Assert.False(File.Exists(to.Database));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(SealingStream.Piece - 1)]
    [InlineData(SealingStream.Piece)]
    [InlineData(SealingStream.Piece + 1)]
    [InlineData(2 * SealingStream.Piece)]
    public async Task What_is_sealed_opens_as_it_was_at_every_length_and_not_when_a_piece_is_missing(int length)
    {
        var plain = new byte[length];
        new Random(length).NextBytes(plain);
        var file = Path.Combine(_host.Storage, "thu.enc");
        await using (var target = File.Create(file))
        await using (var sealing = new SealingStream(target, "mot-cau-dai-cua-xa"))
            await sealing.WriteAsync(plain);
        Assert.True(SealedFile.IsSealed(file));
        using var opened = new MemoryStream();
        await SealedFile.OpenAsync(file, opened, "mot-cau-dai-cua-xa", CancellationToken.None);
        Assert.Equal(plain, opened.ToArray());
        if (length > SealingStream.Piece)
        {
            await using (var cut = File.OpenWrite(file))
                cut.SetLength(SealingStream.HeadLength + SealingStream.Piece + SealingStream.TagLength);
            await Assert.ThrowsAsync<BackupFailed>(() => SealedFile.OpenAsync(file, Stream.Null, "mot-cau-dai-cua-xa", CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_drill_finds_a_changed_file_a_missing_one_and_a_trail_that_was_touched()
    {
        await _host.CommuneAsync();
        await _host.InScopeAsync(x => x.GetRequiredService<AuditChain>().SealAsync());
        var name = new string('a', 64);
        Directory.CreateDirectory(Path.Combine(_host.Storage, "files", "aa"));
        await File.WriteAllTextAsync(Path.Combine(_host.Storage, "files", "aa", name), "không phải nội dung cũ");
        await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Seal == 1).ExecuteUpdateAsync(set => set.SetProperty(x => x.Act, "Việc khác")));
        var file = Path.Combine(_host.Storage, "thu.zip");
        await Files.MakeAsync(file, CancellationToken.None);
        var faults = (await DrillAsync(file)).Faults;
        Assert.Contains(faults, x => x.Contains("không đúng mã băm", StringComparison.Ordinal));
        Assert.Contains(faults, x => x.Contains("số 1 đã bị sửa nội dung", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateDirectories(_host.Storage, "drill-*"));
        await File.WriteAllTextAsync(file + "x", "đây không phải tệp sao lưu");
        await Assert.ThrowsAsync<BackupFailed>(() => DrillAsync(file + "x"));
    }

    private Task GoBackToTheFirstSchemaAsync() => _host.WithDbAsync(async db =>
    {
        await db.GetService<IMigrator>().MigrateAsync("Initial");
        await db.Database.ExecuteSqlRawAsync("""INSERT INTO "JobRun" ("JobId", "StartedAt", "Outcome", "Count", "Summary", "Host") VALUES ('reminders.send', '2026-11-25 00:00:00', 1, 38, '38 người', 'may-chu')""");
        return 0;
    });

    [Fact]
    public async Task An_upgrade_backs_the_old_database_up_first_and_that_file_is_the_way_back()
    {
        await _host.CommuneAsync();
        await GoBackToTheFirstSchemaAsync();

        Assert.NotEqual(0, await _host.InScopeAsync(services => Startup.MigrateAsync(services)));

        var file = Assert.Single(Directory.EnumerateFiles(Shelf));
        Assert.StartsWith($"before-{BackupFile.Version}-20261125-", Path.GetFileName(file), StringComparison.Ordinal);
        await AddSettingAsync("sau-nang-cap", "x");
        var to = new StoragePaths(Path.Combine(_host.Storage, "ve"));
        await Files.RestoreAsync(file, to, to.Database, CancellationToken.None);
        // As of before: the old schema for the older program, its row, and nothing of what came later.
        await using var connection = new SqliteConnection($"Data Source={to.Database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM \"__EFMigrationsHistory\"";
        Assert.Equal(1L, await command.ExecuteScalarAsync());
        command.CommandText = "SELECT \"Summary\" FROM \"JobRun\"";
        Assert.Equal("38 người", await command.ExecuteScalarAsync());
        command.CommandText = "SELECT COUNT(*) FROM \"JobSchedule\"";
        await Assert.ThrowsAsync<SqliteException>(() => command.ExecuteScalarAsync());
        Assert.Equal(0, await CountAsync(to.Database, "sau-nang-cap"));
        Assert.Equal(0, await _host.InScopeAsync(services => Startup.MigrateAsync(services)));
        Assert.Single(Directory.EnumerateFiles(Shelf));
    }

    [Fact]
    public async Task An_upgrade_whose_backup_fails_changes_nothing_and_a_new_database_needs_none()
    {
        await _host.CommuneAsync();
        Assert.False(Directory.Exists(Shelf));
        await GoBackToTheFirstSchemaAsync();
        // Where the directory should be lies a file.
        await File.WriteAllTextAsync(Shelf, "");
        await Assert.ThrowsAsync<BackupFailed>(() => _host.InScopeAsync(services => Startup.MigrateAsync(services)));
        Assert.NotEmpty(await _host.WithDbAsync(db => db.Database.GetPendingMigrationsAsync()));
    }
}
