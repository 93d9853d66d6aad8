using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Jobs;

/// <summary>The rhythms that an office has; everything else is written as a cron.</summary>
internal enum Rhythm { WorkingDays, Daily, Weekly, Monthly, LastWorkingDay, Quarterly, Cron }

/// <summary>One job as the page lists it.</summary>
internal sealed record ScheduleRow(JobPlan Plan, JobRun? Last, IReadOnlyList<JobTime> Next, SilentJob? Silent);

/// <summary>
/// The schedules of all jobs inside the dashboard: read out in words, with their next times on the working calendar, and
/// changed for a reason. Everything works by ordinary forms.
/// </summary>
[Authorize(Policies.WatchJobs)]
internal sealed class SchedulesPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, ScheduleBook book, Schedules schedules, ScheduleWatch watch) : PageModel
{
    public const string Path = "/jobs/lich-chay";
    private const int NextRuns = 5;
    private const string DayOfMonthRange = "Ngày từ 1 đến 28 thì tháng nào cũng có. Cuối tháng thì chọn «Ngày làm việc cuối cùng của tháng»";

    [BindProperty] public string? JobId { get; set; }
    [BindProperty] public Guid? Version { get; set; }
    [BindProperty] public long? ChangeId { get; set; }
    [BindProperty, Display(Name = "Nhịp chạy")] public Rhythm Rhythm { get; set; }
    [BindProperty, Display(Name = "Vào lúc")] public TimeOnly? Time { get; set; }
    [BindProperty, Display(Name = "Thứ")] public DayOfWeek? Weekday { get; set; }
    [BindProperty, Display(Name = "Ngày trong tháng"), Range(1, 28, ErrorMessage = DayOfMonthRange)] public int? Day { get; set; }
    [BindProperty, Display(Name = "Lịch (cron, 5 ô: phút, giờ, ngày, tháng, thứ)"), StringLength(120)] public string? Cron { get; set; }
    [BindProperty, Display(Name = "Khi trúng ngày nghỉ")] public OffDays OffDays { get; set; }
    [BindProperty, Display(Name = "Lý do"), StringLength(500)] public string? Reason { get; set; }
    [BindProperty, Display(Name = "Lý do"), StringLength(500)] public string? SwitchReason { get; set; }

    /// <summary>Whether the person may change schedules and run jobs, not only look.</summary>
    public bool MayChange => current.Found is { IsAdministrator: true };

    public IReadOnlyList<ScheduleRow> Rows { get; private set; } = [];
    public ScheduleRow? Edited { get; private set; }
    public IReadOnlyList<JobScheduleChange> History { get; private set; } = [];
    public WorkingCalendar Calendar { get; private set; } = null!;
    public DateTime Now { get; private set; }

    /// <summary>What was typed, read out, before it is saved.</summary>
    public JobTimes? Preview { get; private set; }
    public IReadOnlyList<JobTime> PreviewNext { get; private set; } = [];

    public static IEnumerable<SelectListItem> Rhythms =>
    [
        new("Mỗi ngày làm việc", nameof(Rhythm.WorkingDays)), new("Hằng ngày", nameof(Rhythm.Daily)), new("Hằng tuần, vào thứ", nameof(Rhythm.Weekly)), new("Hằng tháng, vào ngày", nameof(Rhythm.Monthly)),
        new("Ngày làm việc cuối cùng của tháng", nameof(Rhythm.LastWorkingDay)), new("Hằng quý, vào ngày của tháng đầu quý", nameof(Rhythm.Quarterly)), new("Tự nhập lịch cron", nameof(Rhythm.Cron)),
    ];

    public static IEnumerable<SelectListItem> Weekdays => new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday }
        .Select(x => new SelectListItem(Vi.UpperFirst(CronWords.Read($"0 0 * * {(int)x}")[6..]), x.ToString()));

    public static IEnumerable<SelectListItem> OffDayChoices => Enum.GetValues<OffDays>().Select(x => new SelectListItem(x.Title(), x.ToString()));

    public async Task<IActionResult> OnGetAsync(string? viec, CancellationToken cancel)
    {
        JobId = viec;
        await ReadAsync(cancel);
        if (viec is not null && Edited is null)
            return NotFound();
        if (Edited is { } row)
            Show(row.Plan.Times);
        return Page();
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        await AdministerAsync();
        await ReadAsync(cancel);
        if (ModelState.IsValid && Edited is { } row)
        {
            try
            {
                if (Version != row.Plan.Version)
                    throw new EditConflict();
                var times = Typed();
                await book.CheckAsync(row.Plan, times, cancel);
                Preview = times;
                PreviewNext = Upcoming(times);
            }
            catch (Refusal refusal)
            {
                Complain(refusal);
            }
        }
        return Page();
    }

    public Task<IActionResult> OnPostSaveAsync(CancellationToken cancel) => ActAsync("Đã lưu lịch mới", () => book.SetAsync(JobId, Typed(), Reason, Version ?? Guid.NewGuid(), cancel), cancel);

    public Task<IActionResult> OnPostResetAsync(CancellationToken cancel) => ActAsync("Đã về lịch mặc định", () => book.ResetAsync(JobId, SwitchReason, Version ?? Guid.NewGuid(), cancel), cancel);

    public Task<IActionResult> OnPostOffAsync(CancellationToken cancel) => ActAsync("Đã tắt; việc này không tự chạy cho đến khi bật lại", () => book.SwitchAsync(JobId, false, SwitchReason, Version ?? Guid.NewGuid(), cancel), cancel);

    public Task<IActionResult> OnPostOnAsync(CancellationToken cancel) => ActAsync("Đã bật lại", () => book.SwitchAsync(JobId, true, SwitchReason, Version ?? Guid.NewGuid(), cancel), cancel);

    public Task<IActionResult> OnPostReturnAsync(CancellationToken cancel) => ActAsync("Đã trở lại lịch cũ", () => book.ReturnAsync(ChangeId ?? 0, Version ?? Guid.NewGuid(), cancel), cancel);

    public async Task<IActionResult> OnPostRunAsync(CancellationToken cancel)
    {
        await AdministerAsync();
        JobPlan plan;
        try
        {
            plan = await book.ReadAsync(JobId, cancel);
        }
        catch (Refusal)
        {
            return NotFound();
        }
        // The trail first: a job that cannot be enqueued was still asked for, and one that ran was always asked for.
        AuditTrail.Note(db, "Chạy ngay", "Job", plan.Spec.Id, "{}");
        await db.SaveChangesAsync(cancel);
        schedules.RunNow(plan.Spec.Id, RunCause.Person);
        this.Note($"Đã xếp «{plan.Spec.Title}» vào hàng chạy; kết quả hiện ở trang này khi xong");
        return LocalRedirect(Path);
    }

    private async Task<IActionResult> ActAsync(string done, Func<Task> act, CancellationToken cancel)
    {
        await AdministerAsync();
        await ReadAsync(cancel);
        if (Edited is null)
            return NotFound();
        try
        {
            if (ModelState.IsValid)
            {
                await act();
                await watch.ApplyAsync(cancel);
                this.Note($"{Edited.Plan.Spec.Title}: {Vi.LowerFirst(done)}");
                return LocalRedirect($"{Path}?viec={Uri.EscapeDataString(Edited.Plan.Spec.Id)}#sua");
            }
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            Complain(refusal);
            db.ChangeTracker.Clear();
        }
        await ReadAsync(cancel);
        return Page();
    }

    private async Task AdministerAsync()
    {
        if (!(await current.RequireAsync()).IsAdministrator)
            throw new NotAllowed();
    }

    private void Complain(Refusal refusal)
    {
        var switching = Request.Query["handler"].ToString() is "Off" or "On" or "Reset";
        ModelState.AddModelError(refusal.Field switch
        {
            // A schedule built from a rhythm has no cron of its own to complain beside.
            "Cron" => switching ? "" : Rhythm == Rhythm.Cron ? nameof(Cron) : nameof(Rhythm),
            "Reason" when switching => nameof(SwitchReason),
            var field => field ?? "",
        }, refusal.Message);
        if (refusal is EditConflict)
            Version = null;
    }

    /// <summary>The times that the form says. Throws <see cref="Refusal"/> for what a rhythm still needs.</summary>
    private JobTimes Typed()
    {
        if (!Enum.IsDefined(Rhythm) || !Enum.IsDefined(OffDays))
            throw new Refusal("Chưa chọn nhịp chạy", nameof(Rhythm));
        if (Rhythm == Rhythm.Cron)
            return new JobTimes(Cron ?? "", OffDays);
        var time = Time ?? throw new Refusal("Chưa nhập giờ chạy", nameof(Time));
        var at = string.Create(CultureInfo.InvariantCulture, $"{time.Minute} {time.Hour}");
        return Rhythm switch
        {
            Rhythm.WorkingDays => new JobTimes($"{at} * * *", OffDays.Skip),
            Rhythm.Daily => new JobTimes($"{at} * * *", OffDays),
            Rhythm.Weekly => new JobTimes($"{at} * * {(Weekday ?? throw new Refusal("Chưa chọn thứ", nameof(Weekday))).ToString()[..3].ToUpperInvariant()}", OffDays),
            Rhythm.Monthly => new JobTimes($"{at} {DayOfMonth()} * *", OffDays),
            Rhythm.LastWorkingDay => new JobTimes($"{at} L * *", OffDays.Before),
            Rhythm.Quarterly => new JobTimes($"{at} {DayOfMonth()} 1,4,7,10 *", OffDays),
            _ => throw new Refusal("Chưa chọn nhịp chạy", nameof(Rhythm)),
        };
        int DayOfMonth() => Day is >= 1 and <= 28 ? Day.Value
            : throw new Refusal(Day is null ? "Chưa nhập ngày trong tháng" : DayOfMonthRange, nameof(Day));
    }

    // The form opens with the rhythm that the times are, where they are one.
    private void Show(JobTimes times)
    {
        (Cron, OffDays) = (times.Cron, times.OffDays);
        Rhythm = Rhythm.Cron;
        if (times.Cron.Split(' ') is not [var minute, var hour, var day, var month, var weekday] || !TimeOnly.TryParseExact($"{hour}:{minute}", "H:m", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return;
        Time = time;
        var named = Enum.GetValues<DayOfWeek>().Where(x => x.ToString()[..3].Equals(weekday, StringComparison.OrdinalIgnoreCase)).Select(x => (DayOfWeek?)x).FirstOrDefault();
        (Rhythm, Day, Weekday) = (day, month, weekday) switch
        {
            ("*", "*", "*") => (times.OffDays == OffDays.Skip ? Rhythm.WorkingDays : Rhythm.Daily, Day, Weekday),
            ("*", "*", _) when named is not null => (Rhythm.Weekly, Day, named),
            ("L", "*", "*") when times.OffDays == OffDays.Before => (Rhythm.LastWorkingDay, Day, Weekday),
            (_, "*", "*") when int.TryParse(day, CultureInfo.InvariantCulture, out var of) => (Rhythm.Monthly, of, Weekday),
            (_, "1,4,7,10", "*") when int.TryParse(day, CultureInfo.InvariantCulture, out var of) => (Rhythm.Quarterly, of, Weekday),
            _ => (Rhythm.Cron, Day, Weekday),
        };
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        (Calendar, _) = await snapshots.ReadAsync(db, cancel);
        Now = db.Clock.GetUtcNow().UtcDateTime;
        var silent = (await book.SilentAsync(watch.UpSince, cancel)).ToDictionary(x => x.Spec.Id);
        var rows = new List<ScheduleRow>();
        foreach (var plan in await book.ReadAsync(cancel))
            rows.Add(new ScheduleRow(plan, await db.JobRuns.AsNoTracking().Where(x => x.JobId == plan.Spec.Id).OrderByDescending(x => x.StartedAt).FirstOrDefaultAsync(cancel),
                plan.Enabled ? Upcoming(plan.Times) : [], silent.GetValueOrDefault(plan.Spec.Id)));
        Rows = rows;
        Edited = rows.Find(x => x.Plan.Spec.Id == JobId);
        History = Edited is null ? [] : await book.HistoryAsync(Edited.Plan.Spec.Id, cancel);
    }

    // Five runs, and what is passed over between them, as far as it can be read at a glance.
    private List<JobTime> Upcoming(JobTimes times)
    {
        var shown = new List<JobTime>();
        var runs = 0;
        foreach (var time in ScheduleClock.After(times, Calendar, Now))
        {
            shown.Add(time);
            if (time.Runs && ++runs == NextRuns || shown.Count == NextRuns * 3)
                break;
        }
        return shown;
    }

    public static (WordTone Tone, string Word) Words(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Running => (WordTone.Wait, "Đang chạy"),
        JobOutcome.Succeeded => (WordTone.Done, "Xong"),
        JobOutcome.Failed => (WordTone.Late, "Chạy hỏng"),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome."),
    };

    /// <summary>«41 giây», «0,3 giây».</summary>
    public static string Took(JobRun run) => run.FinishedAt is { } end ? $"{Vi.Decimal((end - run.StartedAt).TotalSeconds, (end - run.StartedAt).TotalSeconds < 10 ? 1 : 0)} giây" : "chưa xong";

    /// <summary>«T5 27/11 07:00».</summary>
    public static string Short(DateTime at) => $"{Vi.ShortWeekday(DateOnly.FromDateTime(at))} {Vi.DayMonth(DateOnly.FromDateTime(at))} {at:HH:mm}";

    /// <summary>What a run made up for, or null.</summary>
    public static string? MadeUp(JobRun run) => run.Missed > 0 && run.MissedSince is { } since ? $"bù cho {(run.Missed >= ScheduleClock.MostCounted ? "hơn " : "")}{Vi.Number(run.Missed)} lần lỡ từ {Vi.Moment(since.ToOffice())}"
        : run.Cause == RunCause.CatchUp && run.DueAt is { } due ? $"bù cho lần lỡ {Vi.Moment(due.ToOffice())}" : null;
}
