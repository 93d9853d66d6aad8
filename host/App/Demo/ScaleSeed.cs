using System.Globalization;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Documents;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Search;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Demo;

/// <summary>Many units, each with its head, many duties and a full register of documents: for measuring. Nobody made here has an account.</summary>
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
        var headIds = heads.Select(x => x.Id).ToArray();
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
                    OfficerId = i / people % 2 == 0 ? headIds[i % people] : null,
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
        var documents = await DocumentsAsync(db, today, Math.Min(MostDocuments, duties / 2), cancel);
        Console.WriteLine($"Đã lập {people} người, {people} đơn vị và {duties} nhiệm vụ ({open} đang thực hiện), {documents} văn bản đến.");
        return 0;
    }

    /// <summary>Half as many documents as duties, up to so many, came in over the past two years; one in fifty waits to be given, one in ten has a duty of those made above.</summary>
    private const int MostDocuments = 50_000;

    private static readonly string[] Issuers = ["UBND tỉnh", "Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Sở Xây dựng", "Sở Tư pháp", "Sở Nông nghiệp và Môi trường", "Sở Giáo dục và Đào tạo", "Công an tỉnh", "Bảo hiểm xã hội tỉnh"];

    private static readonly string[] Subjects = ["rà soát hộ nghèo, hộ cận nghèo", "công khai dự toán ngân sách", "tiếp công dân, xử lý đơn", "phòng, chống thiên tai", "cải cách hành chính", "chuyển đổi số", "vệ sinh môi trường", "bảo hiểm y tế hộ gia đình", "trật tự an toàn giao thông", "an toàn thực phẩm"];

    private static async Task<int> DocumentsAsync(PlatformDb db, DateOnly today, int documents, CancellationToken cancel)
    {
        var now = db.Clock.GetUtcNow().UtcDateTime;
        var numbers = new Dictionary<int, int>();
        var duties = await db.Duties.OrderBy(x => x.Id).Select(x => x.Id).Take(documents / 10).ToListAsync(cancel);
        var linked = 0;
        for (var done = 0; done < documents; done += 5_000)
        {
            var made = new List<Document>();
            for (var i = done; i < Math.Min(done + 5_000, documents); i++)
            {
                var on = today.AddDays(-730 + (int)(730L * i / documents));
                var (issuer, about) = (Issuers[i % Issuers.Length], $"Về việc {Subjects[i / 7 % Subjects.Length]}, đợt {i % 97 + 1}");
                var number = numbers[on.Year] = numbers.GetValueOrDefault(on.Year) + 1;
                var symbol = $"{i + 1}/{(i % 3 == 0 ? "KH-UBND" : "CV-VP")}";
                made.Add(new Document
                {
                    Flow = DocumentFlow.Incoming, ArrivalNumber = number, Year = on.Year, RegisteredOn = on, Number = symbol, IssuedOn = on.AddDays(-3), Issuer = issuer, IssuerKey = DocumentWords.IssuerKey(issuer), Abstract = about,
                    DueOn = i % 4 == 0 ? on.AddDays(20) : null, Urgency = i % 40 == 0 ? DocumentUrgency.Urgent : DocumentUrgency.Normal, IdentityKey = DocumentWords.IdentityKey(issuer, symbol, on.AddDays(-3)),
                    Handling = i % 10 == 0 ? DocumentHandling.Assigned : i % 50 == 2 ? DocumentHandling.ToAssign : DocumentHandling.ForInformation, EnteredAt = now,
                });
            }
            db.Documents.AddRange(made);
            db.Act = "Lập dữ liệu lớn";
            await db.SaveChangesAsync(cancel);
            await using (var transaction = await db.Database.BeginTransactionAsync(cancel))
            {
                foreach (var document in made)
                    await SearchIndex.AddAsync(db, SearchIndex.Document, document.Id, DocumentBook.SearchText(document), cancel);
                foreach (var document in made.Where(x => x.Handling == DocumentHandling.Assigned && linked < duties.Count).ToList())
                {
                    var (duty, source) = (duties[linked++], document.Id);
                    await db.Duties.Where(x => x.Id == duty).ExecuteUpdateAsync(set => set.SetProperty(x => x.DocumentId, source), cancel);
                }
                await transaction.CommitAsync(cancel);
            }
            db.ChangeTracker.Clear();
            Console.WriteLine($"… {Math.Min(done + 5_000, documents)}/{documents} văn bản");
        }
        return documents;
    }
}
