using System.Globalization;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Demo;

/// <summary>Many units, each with its head, and many duties: for measuring. Nobody made here has an account.</summary>
internal static class ScaleSeed
{
    /// <summary>
    /// Up to 20,000 duties all fall due within a week; of more, only as many as a commune has open at once are open and the
    /// rest were done over the past two years, on time but for every ninth.
    /// </summary>
    private const int MostOpen = 20_000;

    public static async Task<int> RunAsync(IServiceProvider services, int people, int duties, CancellationToken cancel)
    {
        if (people is < 1 or > 10_000 || duties is < 1 or > 2_000_000)
            throw new Verbs.VerbFailed("--people từ 1 đến 10000, --duties từ 1 đến 2000000.");
        await Startup.MigrateAsync(services, cancel);
        var db = services.GetRequiredService<PlatformDb>();
        if (await db.Duties.AnyAsync(cancel))
            throw new Verbs.VerbFailed("Cơ sở dữ liệu đã có nhiệm vụ. Chỉ lập dữ liệu lớn trên cơ sở dữ liệu trống.");
        var today = db.Clock.OfficeToday();
        var (calendar, _) = await services.GetRequiredService<Snapshots>().ReadAsync(db, cancel);
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        db.Act = "Lập dữ liệu lớn";

        var since = today.AddYears(-3);
        var units = Enumerable.Range(1, people).Select(i => new Unit { Code = $"D{i}", Name = $"Đơn vị {i}", ShortName = $"Đơn vị {i}", Kind = UnitKind.Department, Order = i, From = since }).ToList();
        var heads = Enumerable.Range(1, people).Select(i => new Person { FullName = $"Nguyễn Văn Số {i}", SortKey = Vi.SortKey($"Nguyễn Văn Số {i}"), Email = $"nguoi{i}@bacson.example" }).ToList();
        var chairman = new Person { FullName = "Trần Văn Chủ", SortKey = Vi.SortKey("Trần Văn Chủ"), Email = "chutich@bacson.example" };
        db.AddRange(units);
        db.AddRange(heads);
        db.Add(chairman);
        if (!await db.Settings.AnyAsync(x => x.Name == SettingNames.StartedOn, cancel))
            db.Add(new Setting { Name = SettingNames.StartedOn, Value = today.AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) });
        await db.SaveChangesAsync(cancel);
        db.AddRange(units.Zip(heads, (unit, head) => new Position { PersonId = head.Id, UnitId = unit.Id, Title = "Trưởng đơn vị", Rank = PositionRank.Head, From = since }));
        db.AddRange(heads.Select(x => new RoleGrant { PersonId = x.Id, Role = Role.UnitHead, From = since }));
        db.Add(new RoleGrant { PersonId = chairman.Id, Role = Role.Chairman, From = since });
        await db.SaveChangesAsync(cancel);
        var unitIds = units.Select(x => x.Id).ToArray();
        db.ChangeTracker.Clear();

        var week = new List<DateOnly>();
        for (var day = calendar.OnOrAfter(today); week.Count < 6; day = calendar.NextWorkingDay(day))
            week.Add(day);
        var open = Math.Min(duties, MostOpen);
        var now = db.Clock.GetUtcNow().UtcDateTime;
        for (var done = 0; done < duties; done += 5_000)
        {
            for (var i = done; i < Math.Min(done + 5_000, duties); i++)
            {
                var isOpen = i < open;
                var due = isOpen ? week[i / people % week.Count] : calendar.OnOrBefore(today.AddDays(-(i * 7 % 730)));
                db.Duties.Add(new Duty
                {
                    Area = (PapiArea)(1 + i % 8),
                    Title = $"Nhiệm vụ số {i + 1} của đơn vị {i % people + 1}",
                    LegalBasis = "Kế hoạch nâng cao Chỉ số PAPI",
                    NextStep = "Lập báo cáo, trình ký",
                    LeadUnitId = unitIds[i % people],
                    AssignedOn = due.AddDays(-30),
                    StartOn = due,
                    TermKind = TermKind.FixedDate,
                    DueOn = due,
                    OriginalDueOn = due,
                    Stage = isOpen ? DutyStage.Open : DutyStage.Done,
                    DeclaredOn = isOpen ? null : i % 9 == 0 ? due.AddDays(2) : due,
                    DoneOn = isOpen ? null : i % 9 == 0 ? due.AddDays(2) : due,
                    CreatedAt = now,
                });
            }
            db.Act = "Lập dữ liệu lớn";
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
            Console.WriteLine($"… {Math.Min(done + 5_000, duties)}/{duties} nhiệm vụ");
        }
        Console.WriteLine($"Đã lập {people} người, {people} đơn vị và {duties} nhiệm vụ ({open} đang thực hiện).");
        return 0;
    }
}
