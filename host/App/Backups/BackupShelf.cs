using System.Globalization;
using System.Text.RegularExpressions;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Jobs;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Backups;

/// <summary>How many backups stay: the newest of each of the last days, weeks (Monday to Sunday) and months.</summary>
internal sealed record KeepRule(int Days, int Weeks, int Months)
{
    /// <summary>Reads «7/4/12».</summary>
    public static bool TryParse(string text, out KeepRule rule)
    {
        var parts = text.Split('/');
        rule = new KeepRule(0, 0, 0);
        if (parts.Length != 3 || !parts.All(x => int.TryParse(x, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1000))
            return false;
        var numbers = parts.Select(x => int.Parse(x, CultureInfo.InvariantCulture)).ToArray();
        rule = new KeepRule(numbers[0], numbers[1], numbers[2]);
        return rule.Days > 0;
    }

    /// <summary>The days whose backup stays. The newest always does.</summary>
    public HashSet<DateOnly> Stay(IReadOnlyCollection<DateOnly> days)
    {
        var newest = days.OrderDescending().ToList();
        return [.. newest.Take(Days),
            .. newest.GroupBy(x => x.AddDays(-(((int)x.DayOfWeek + 6) % 7))).Take(Weeks).Select(x => x.First()),
            .. newest.GroupBy(x => (x.Year, x.Month)).Take(Months).Select(x => x.First())];
    }
}

/// <summary>The directory of backups: one a day by schedule, and one before each upgrade. It removes nothing that it did not name itself.</summary>
internal sealed partial class BackupShelf(PlatformOptions platform, BackupFile backup, TimeProvider clock)
{
    private string Directory => platform.Backup.Directory;

    /// <summary>Backups by schedule, newest first. One of a day to come was made by a wrong clock: it counts for nothing and stays.</summary>
    public IReadOnlyList<(string File, DateOnly Day)> Daily() => !System.IO.Directory.Exists(Directory) ? [] :
        [.. System.IO.Directory.EnumerateFiles(Directory).Select(x => (File: x, Match: Name().Match(Path.GetFileName(x)))).Where(x => x.Match.Success)
            .Select(x => (x.File, Read: DateOnly.TryParseExact(x.Match.Groups[1].ValueSpan, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day), day))
            .Where(x => x.Read && x.day <= clock.OfficeToday()).Select(x => (x.File, x.day)).OrderByDescending(x => x.day)];

    /// <summary>Makes today's backup, then removes what the rule does not keep; null when today's is there already.</summary>
    /// <param name="remove">Whether old ones may go.</param>
    public async Task<(MadeBackup Made, int Removed)?> MakeDailyAsync(bool remove, CancellationToken cancel)
    {
        var today = clock.OfficeToday();
        if (Daily().Any(x => x.Day == today))
            return null;
        var made = await backup.MakeAsync(Path.Combine(Directory, $"bacson-{today:yyyy-MM-dd}{backup.Extension}"), cancel);
        if (!remove)
            return (made, 0);
        // Only now, with a new one whole on the disk, may an old one go.
        var kept = Daily();
        var stay = platform.Backup.Keep.Stay([.. kept.Select(x => x.Day).Distinct()]);
        var removed = 0;
        foreach (var (file, _) in kept.Where(x => !stay.Contains(x.Day)))
        {
            File.Delete(file);
            removed++;
        }
        return (made, removed);
    }

    /// <summary>Makes the backup before an upgrade of the database.</summary>
    public Task<MadeBackup> MakeBeforeUpgradeAsync(CancellationToken cancel) =>
        backup.MakeAsync(Path.Combine(Directory, string.Create(CultureInfo.InvariantCulture, $"before-{BackupFile.Version}-{clock.OfficeNow():yyyyMMdd-HHmmss}{backup.Extension}")), cancel);

    [GeneratedRegex(@"^bacson-(\d{4}-\d{2}-\d{2})\.zip(\.enc)?$")]
    private static partial Regex Name();
}

/// <summary>Makes the day's backup by schedule. Since a drill failed no old one goes until a drill succeeds: among them may be the last good one.</summary>
internal sealed class MakeBackup(BackupShelf shelf, PlatformDb db) : IJob
{
    public static readonly JobSpec Spec = JobSpec.Of<MakeBackup>("backup.make", "Sao lưu hằng ngày",
        "Sao lưu cơ sở dữ liệu và tệp vào thư mục sao lưu, mỗi ngày một tệp, rồi bỏ các tệp cũ theo số bản phải giữ.", "30 1 * * *", floorMinutes: 60) with { On = false };

    public async Task<JobResult> RunAsync(CancellationToken cancel)
    {
        var doubted = await db.JobRuns.Where(x => x.JobId == DrillBackup.Spec.Id && x.Outcome != JobOutcome.Running).OrderByDescending(x => x.Id).Select(x => (JobOutcome?)x.Outcome)
            .FirstOrDefaultAsync(cancel) == JobOutcome.Failed;
        return await shelf.MakeDailyAsync(!doubted, cancel) is var (made, removed)
            ? new JobResult($"{Path.GetFileName(made.File)}, {made.Size}, {made.Files} tệp{(removed == 0 ? "" : $"; bỏ {removed} bản cũ")}{(doubted ? "; giữ mọi bản cũ vì lần diễn tập gần nhất không đạt" : "")}", 1)
            : new JobResult("hôm nay đã có bản sao lưu", 0);
    }
}

/// <summary>Tries by schedule whether the newest backup can be restored.</summary>
internal sealed class DrillBackup(BackupShelf shelf, BackupDrill drill) : IJob
{
    public static readonly JobSpec Spec = JobSpec.Of<DrillBackup>("backup.drill", "Diễn tập phục hồi",
        "Phục hồi thử bản sao lưu mới nhất vào một thư mục tạm, kiểm tra cơ sở dữ liệu, nhật ký và từng tệp, rồi xóa thư mục tạm.", "30 3 * * SUN", floorMinutes: 60) with { On = false };

    public async Task<JobResult> RunAsync(CancellationToken cancel)
    {
        if (shelf.Daily() is not [var newest, ..])
            throw new BackupFailed("Chưa có bản sao lưu theo lịch nào để diễn tập.");
        var result = await drill.RunAsync(newest.File, cancel);
        return result.Faults.Count == 0 ? new JobResult(result.Summary, 1)
            : throw new BackupFailed($"{Path.GetFileName(newest.File)} có {result.Faults.Count} sai lệch: {result.Faults[0]}");
    }
}
