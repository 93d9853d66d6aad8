using System.CommandLine;
using System.Globalization;
using BacSon.App.Jobs;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Verbs;

/// <summary>
/// What the program does from a command line. A verb builds no web host, no Hangfire and no sign-in; it prints a short
/// result and exits with something other than 0 when it fails.
/// </summary>
internal static class CommandLine
{
    /// <summary>A word is a verb, also one that does not exist: a mistyped verb must not start the host. Settings of the host begin with a dash.</summary>
    public static bool IsVerb(string[] args) => args.Length > 0 && (!args[0].StartsWith('-') && !args[0].StartsWith('/') && !args[0].Contains('=', StringComparison.Ordinal) || args[0] is "--help" or "-h" or "-?" or "--version");

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            return await Build().Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception problem) when (problem is BadConfiguration or Refusal or Mail.MailServerDown or VerbFailed or Backups.BackupFailed or System.Data.Common.DbException or IOException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return problem is BadConfiguration ? 2 : 1;
        }
    }

    /// <summary>All verbs, as the tests also read them.</summary>
    internal static RootCommand Build()
    {
        var root = new RootCommand("BacSon.Platform: chạy không tham số để mở trang; hoặc một trong các lệnh dưới đây.");
        var backedUp = new Option<bool>("--backed-up") { Description = "SQL Server: đã sao lưu bằng BACKUP DATABASE" };
        var migrate = Verb("migrate", "Tạo hoặc nâng cấp cơ sở dữ liệu (SQLite được sao lưu trước), nạp lịch làm việc và danh mục kèm theo.", async (services, parsed, cancel) =>
        {
            var count = await Startup.MigrateAsync(services, cancel, parsed.GetValue(backedUp));
            Console.WriteLine(count == 0 ? "Cơ sở dữ liệu đã ở bản mới nhất." : $"Đã áp dụng {count} bản nâng cấp.");
            return 0;
        });
        migrate.Add(backedUp);
        root.Subcommands.Add(migrate);

        var user = new Option<string>("--user") { Description = "Tên đăng nhập", Required = true };
        var name = new Option<string>("--name") { Description = "Họ và tên", Required = true };
        var email = new Option<string?>("--email") { Description = "Thư điện tử" };
        var admin = Verb("create-admin", "Lập tài khoản quản trị đầu tiên. Mật khẩu đọc từ biến BACSON_ADMIN_PASSWORD hoặc hỏi trên màn hình.",
            (services, parsed, cancel) => AdminVerb.RunAsync(services, parsed.GetValue(user)!, parsed.GetValue(name)!, parsed.GetValue(email), cancel));
        admin.Add(user);
        admin.Add(name);
        admin.Add(email);
        root.Subcommands.Add(admin);

        var seed = new Command("seed", "Lập dữ liệu mẫu.");
        var yes = new Option<bool>("--yes") { Description = "Vẫn lập khi không phải môi trường Development (không có tài khoản mẫu)" };
        var demo = Verb("demo", "Lập xã mẫu trên cơ sở dữ liệu trống (chỉ dùng ngoài môi trường thật).", async (services, parsed, cancel) =>
        {
            if (!Demo.DemoSeed.IsDevelopment(services) && !parsed.GetValue(yes))
                throw new VerbFailed("Đây không phải môi trường Development. Chắc chắn muốn lập xã mẫu thì thêm --yes; khi đó không có tài khoản nào.");
            await Startup.MigrateAsync(services, cancel);
            await Demo.DemoSeed.RunAsync(services, Console.WriteLine, cancel);
            return 0;
        });
        demo.Add(yes);
        seed.Subcommands.Add(demo);
        var people = new Option<int>("--people") { Description = "Số người, mỗi người là thủ trưởng một đơn vị", Required = true };
        var duties = new Option<int>("--duties") { Description = "Số nhiệm vụ", Required = true };
        var scale = Verb("scale", "Lập dữ liệu lớn để đo tốc độ. Những người này không đăng nhập được.",
            (services, parsed, cancel) => Demo.ScaleSeed.RunAsync(services, parsed.GetValue(people), parsed.GetValue(duties), cancel));
        scale.Add(people);
        scale.Add(duties);
        seed.Subcommands.Add(scale);
        root.Subcommands.Add(seed);

        var on = new Option<string?>("--on") { Description = "Ngày nhắc, yyyy-MM-dd; mặc định hôm nay" };
        var remind = Verb("remind", "Chạy cả chuỗi nhắc việc một lần: viết thư nhắc, gửi thư.", async (services, cancel) =>
        {
            var (found, reminders) = await SweepAsync(services, cancel);
            var delivered = await ActivatorUtilities.CreateInstance<Mail.DeliverMail>(services).RunAsync(cancel);
            Console.WriteLine($"{found} thư nhắc cho {reminders} lượt nhắc; gửi thư: {delivered.Summary}.");
            return 0;
        }, parsed => parsed.GetValue(on));
        remind.Add(on);
        root.Subcommands.Add(remind);

        var from = new Option<string>("--from") { Description = "Ngày bắt đầu tính, yyyy-MM-dd", Required = true };
        var amount = new Option<string>("--amount") { Description = "Số ngày, tháng hoặc năm", Required = true };
        var unit = new Option<string>("--unit") { Description = "working-day, calendar-day, month hoặc year", Required = true };
        var explain = new Option<bool>("--explain") { Description = "Giải thích từng ngày" };
        var due = Verb("due", "Tính ngày hết hạn theo lịch làm việc.", (services, parsed, cancel) =>
            DueAsync(services, parsed.GetValue(from), parsed.GetValue(amount), parsed.GetValue(unit), parsed.GetValue(explain), cancel));
        due.Add(from);
        due.Add(amount);
        due.Add(unit);
        due.Add(explain);
        root.Subcommands.Add(due);

        var audit = new Command("audit", "Nhật ký hệ thống.");
        audit.Subcommands.Add(Verb("verify", "Kiểm tra chuỗi niêm phong của nhật ký.", async (services, cancel) =>
        {
            var chain = services.GetRequiredService<AuditChain>();
            var result = await chain.VerifyAsync(cancel);
            foreach (var fault in result.Faults)
                Console.WriteLine(fault);
            Console.WriteLine($"{result.Sealed} bản ghi đã niêm phong, {result.Unsealed} chưa niêm phong: {(result.Faults.Count == 0 ? "toàn vẹn" : $"{result.Faults.Count} sai lệch")}.");
            return result.Faults.Count == 0 ? 0 : 1;
        }));
        root.Subcommands.Add(audit);

        var schedule = new Command("schedule", "Lịch chạy tự động, như trang /jobs/lich-chay.");
        schedule.Subcommands.Add(Verb("list", "Liệt kê các việc, lịch đang dùng và lịch mặc định.", async (services, cancel) =>
        {
            foreach (var plan in await services.GetRequiredService<ScheduleBook>().ReadAsync(cancel))
                Console.WriteLine($"{plan.Spec.Id}\t{(plan.Enabled ? "bật" : "tắt")}\t{plan.Times.Cron}\t{CronWords.Read(plan.Times)}{(plan.Differs ? $"\tmặc định {plan.Spec.Default.Cron}" : "")}\t{plan.Spec.Title}");
            return 0;
        }));
        var job = new Argument<string>("ID") { Description = "Mã việc, xem schedule list" };
        var cron = new Argument<string>("CRON") { Description = "Lịch 5 ô trong ngoặc kép, giờ Hà Nội, ví dụ \"30 6 * * MON-FRI\"" };
        var why = new Option<string>("--reason") { Description = "Lý do, ghi vào các lần đổi", Required = true };
        var offDays = new Option<OffDays?>("--off-days") { Description = "Khi trúng ngày nghỉ: Run, Skip, Before, After; mặc định giữ như đang dùng" };
        var set = Verb("set", "Đổi lịch của một việc; máy đang chạy áp dụng trong nửa phút.", async (services, parsed, cancel) =>
        {
            var book = services.GetRequiredService<ScheduleBook>();
            var plan = await book.ReadAsync(parsed.GetValue(job), cancel);
            await book.SetAsync(plan.Spec.Id, new JobTimes(parsed.GetValue(cron)!, parsed.GetValue(offDays) ?? plan.Times.OffDays), parsed.GetValue(why), cancel: cancel);
            Console.WriteLine($"{plan.Spec.Title}: {CronWords.Read((await book.ReadAsync(plan.Spec.Id, cancel)).Times)}.");
            return 0;
        });
        set.Add(job);
        set.Add(cron);
        set.Add(why);
        set.Add(offDays);
        schedule.Subcommands.Add(set);
        var reset = Verb("reset", "Về lịch mặc định.", async (services, parsed, cancel) =>
        {
            var book = services.GetRequiredService<ScheduleBook>();
            await book.ResetAsync(parsed.GetValue(job), parsed.GetValue(why), cancel: cancel);
            var plan = await book.ReadAsync(parsed.GetValue(job), cancel);
            Console.WriteLine($"{plan.Spec.Title}: {CronWords.Read(plan.Times)}.");
            return 0;
        });
        reset.Add(job);
        reset.Add(why);
        schedule.Subcommands.Add(reset);
        foreach (var (word, turnOn, says) in new[] { ("on", true, "Bật một việc."), ("off", false, "Tắt một việc.") })
        {
            var turn = Verb(word, says, async (services, parsed, cancel) =>
            {
                var book = services.GetRequiredService<ScheduleBook>();
                await book.SwitchAsync(parsed.GetValue(job), turnOn, parsed.GetValue(why), cancel: cancel);
                var plan = await book.ReadAsync(parsed.GetValue(job), cancel);
                Console.WriteLine($"{plan.Spec.Title}: {(plan.Enabled ? CronWords.Read(plan.Times) : "đã tắt")}.");
                return 0;
            });
            turn.Add(job);
            turn.Add(why);
            schedule.Subcommands.Add(turn);
        }
        root.Subcommands.Add(schedule);

        var paper = new Argument<string>("FILE") { Description = "Tệp Word sẽ ghi (.docx)" };
        var year = new Option<int>("--plan") { Description = "Năm của kế hoạch", Required = true };
        var period = new Option<string>("--period") { Description = "q1, q2, q3, q4, h1 hoặc year", Required = true };
        var report = Verb("report", "Ghi báo cáo kết quả thực hiện kế hoạch năm ra tệp Word, như trang /ke-hoach/NĂM/bao-cao.", async (services, parsed, cancel) =>
        {
            var file = parsed.GetValue(paper)!;
            if (!file.EndsWith(".docx", StringComparison.OrdinalIgnoreCase))
                throw new VerbFailed("Tên tệp phải kết thúc bằng .docx.");
            var made = services.GetRequiredService<Kernel.Plans.PlanReport>();
            var data = await made.ReadAsync(parsed.GetValue(year), parsed.GetValue(period), cancel);
            var word = Kernel.Papers.WordPaper.Write(await made.ContentAsync(data, cancel));
            try
            {
                await File.WriteAllBytesAsync(file, word, cancel);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw new VerbFailed($"Không ghi được tệp {file}: kiểm tra thư mục, quyền ghi và chỗ trống.");
            }
            Console.WriteLine($"Đã ghi {file}: {data.Plan.Title}, {data.Period.Period.Title}, {data.Total()} nhiệm vụ, tính đến ngày {Kernel.Ui.Vi.Date(data.AsOf)}.");
            return 0;
        });
        report.Add(paper);
        report.Add(year);
        report.Add(period);
        root.Subcommands.Add(report);

        var target = new Argument<string>("FILE") { Description = "Tệp sao lưu (.zip)" };
        var backup = Verb("backup", "Sao lưu cơ sở dữ liệu và tệp vào một tệp .zip, cả khi đang chạy.", (services, parsed, cancel) => BackupVerb.BackupAsync(services, parsed.GetValue(target)!, cancel));
        backup.Add(target);
        root.Subcommands.Add(backup);
        var source = new Argument<string>("FILE") { Description = "Tệp sao lưu (.zip)" };
        var drill = new Option<bool>("--drill") { Description = "Chỉ diễn tập: phục hồi vào thư mục tạm, kiểm tra rồi xóa; chạy được khi chương trình đang mở" };
        var restore = Verb("restore", "Phục hồi từ tệp sao lưu vào thư mục dữ liệu còn trống; dừng chương trình trước.",
            (services, parsed, cancel) => parsed.GetValue(drill) ? BackupVerb.DrillAsync(services, parsed.GetValue(source)!, cancel) : BackupVerb.RestoreAsync(services, parsed.GetValue(source)!, cancel));
        restore.Add(source);
        restore.Add(drill);
        root.Subcommands.Add(restore);
        return root;
    }

    private static async Task<(int People, int Reminders)> SweepAsync(IServiceProvider services, CancellationToken cancel)
    {
        try
        {
            return await services.GetRequiredService<ReminderSweep>().RunAsync(cancel);
        }
        catch (System.Data.Common.DbException)
        {
            // A database that is not there yet, or of an earlier release: asked only when the sweep stumbles, for the question
            // costs a plain morning as much as a hundred mails.
            if (!(await services.GetRequiredService<PlatformDb>().Database.GetPendingMigrationsAsync(cancel)).Any())
                throw;
            await Startup.MigrateAsync(services, cancel);
            return await services.GetRequiredService<ReminderSweep>().RunAsync(cancel);
        }
    }

    private static async Task<int> DueAsync(IServiceProvider services, string? from, string? amount, string? unit, bool explain, CancellationToken cancel)
    {
        if (!DueDateQuery.TryRead(from, amount, unit, out var query, out var field, out var message))
            throw new VerbFailed($"--{field}: {message}");
        // The commune's own calendar where there is one, else the shipped one: the verb needs no database.
        var calendar = CalendarData.Shipped().ToCalendar();
        var db = services.GetRequiredService<PlatformDb>();
        if (await db.Database.CanConnectAsync(cancel) && !(await db.Database.GetPendingMigrationsAsync(cancel)).Any())
            calendar = (await services.GetRequiredService<Snapshots>().ReadAsync(db, cancel)).Calendar;
        var deadline = query.Explain(calendar, services.GetRequiredService<TimeProvider>().OfficeToday());
        Console.WriteLine(deadline.Due!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (explain)
        {
            foreach (var sentence in deadline.Sentences)
                Console.WriteLine(sentence);
            foreach (var day in deadline.Days)
                Console.WriteLine($"{Vi.Date(day.Date)} {Vi.ShortWeekday(day.Date),-2} {day.Label}");
        }
        return 0;
    }

    private static Command Verb(string name, string description, Func<IServiceProvider, CancellationToken, Task<int>> run, Func<ParseResult, string?>? on = null) =>
        Verb(name, description, (services, _, cancel) => run(services, cancel), on);

    private static Command Verb(string name, string description, Func<IServiceProvider, ParseResult, CancellationToken, Task<int>> run, Func<ParseResult, string?>? on = null)
    {
        var command = new Command(name, description);
        command.SetAction(async (parsed, cancel) =>
        {
            await using var services = Services(on?.Invoke(parsed));
            await using var scope = services.CreateAsyncScope();
            var acting = scope.ServiceProvider.GetRequiredService<Acting>();
            (acting.Name, acting.Origin) = ($"Lệnh {name}", $"Dòng lệnh trên máy {System.Environment.MachineName}");
            return await run(scope.ServiceProvider, parsed, cancel);
        });
        return command;
    }

    private static ServiceProvider Services(string? on)
    {
        var environment = System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? System.Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? "Production";
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, $"appsettings.{environment}.json"), optional: true)
            .AddEnvironmentVariables().Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        // What the database refuses reaches the person once, as the verb's own sentence.
        services.AddLogging(log => log.AddConsole().SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None));
        services.AddPlatform(PlatformOptions.Read(configuration));
        if (on is not null)
        {
            if (!DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                throw new VerbFailed("--on: ngày phải theo dạng yyyy-MM-dd");
            services.AddSingleton<TimeProvider>(new ShiftedClock(OfficeTime.ToUtc(day, new TimeOnly(7, 0))));
        }
        return services.BuildServiceProvider();
    }
}

/// <summary>A verb could not do what was asked; the message is for the one who typed it.</summary>
internal sealed class VerbFailed(string message) : Exception(message);

/// <summary>A clock that began at another instant and goes on from there.</summary>
internal sealed class ShiftedClock(DateTime beginsUtc) : TimeProvider
{
    private readonly TimeSpan _shift = beginsUtc - System.GetUtcNow().UtcDateTime;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _shift;
}
