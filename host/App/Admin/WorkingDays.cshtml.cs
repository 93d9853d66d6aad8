using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

[Authorize(Policies.Administer)]
internal sealed class WorkingDaysPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, CalendarKeeper keeper) : PageModel
{
    /// <summary>Moved due dates that a preview lists; the rest is counted.</summary>
    public const int Listed = 50;
    private const long LargestFile = 1024 * 1024;

    [BindProperty(SupportsGet = true, Name = "nam")]
    public int? ShownYear { get; set; }

    /// <summary>The exception to be edited: fills the form.</summary>
    [BindProperty(SupportsGet = true, Name = "ngay")]
    public DateOnly? Edited { get; set; }

    [BindProperty, Display(Name = "Ngày")]
    public DateOnly? Date { get; set; }

    [BindProperty, Display(Name = "Loại ngày")]
    public DayKind? Kind { get; set; }

    [BindProperty, Display(Name = "Tên ngày"), StringLength(200)]
    public string? Name { get; set; }

    [BindProperty, Display(Name = "Mức chắc chắn")]
    public DayStatus? Status { get; set; }

    [BindProperty, Display(Name = "Căn cứ"), StringLength(500)]
    public string? Basis { get; set; }

    [BindProperty, Display(Name = "Ngày nghỉ")]
    public DateOnly? OffDate { get; set; }

    [BindProperty, Display(Name = "Ngày làm bù")]
    public DateOnly? WorkedDate { get; set; }

    [BindProperty, Display(Name = "Mức chắc chắn")]
    public DayStatus? SwapStatus { get; set; }

    [BindProperty, Display(Name = "Căn cứ"), StringLength(500)]
    public string? SwapBasis { get; set; }

    [BindProperty, Display(Name = "Tệp CSV hoặc JSON")]
    public IFormFile? Table { get; set; }

    [BindProperty, Display(Name = "Hoặc dán các dòng"), StringLength(60_000)]
    public string? Pasted { get; set; }

    [BindProperty, Display(Name = "Căn cứ của lịch nghỉ cả năm"), StringLength(1000)]
    public string? YearBasis { get; set; }

    /// <summary>The previewed change, carried to its confirmation.</summary>
    [BindProperty, StringLength(200_000)]
    public string? Change { get; set; }

    [BindProperty, StringLength(64)]
    public string? Digest { get; set; }

    public int Year { get; private set; }
    public DateOnly Today { get; private set; }
    public WorkingCalendar Calendar { get; private set; } = null!;
    public OrganizationOn Organization { get; private set; } = null!;
    public List<CalendarDay> Days { get; private set; } = [];
    public CalendarPreview? Preview { get; private set; }
    public bool ChangedMeanwhile { get; private set; }
    public CalendarImport? Import { get; private set; }

    public static IEnumerable<SelectListItem> Kinds => new[] { DayKind.Holiday, DayKind.CompensatoryDayOff, DayKind.SwappedDayOff, DayKind.MakeUpWorkingDay }
        .Select(x => new SelectListItem(Vi.UpperFirst(x.Title()), x.ToString()));

    public static IEnumerable<SelectListItem> Statuses => Enum.GetValues<DayStatus>().Select(x => new SelectListItem(x.Title(), x.ToString()));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        if (Edited is { } date && Calendar.EntryOn(date) is { } day)
            (Date, Kind, Name, Status, Basis) = (day.Date, day.Kind, day.Name, day.Status, day.Basis);
    }

    public Task<IActionResult> OnPostDayAsync(CancellationToken cancel) => ShowAsync(() =>
    {
        var date = Date ?? throw new Refusal("Chưa nhập ngày", nameof(Date));
        return Task.FromResult<IReadOnlyList<DayEdit>>([new(date, Kind ?? throw new Refusal("Chưa chọn loại ngày", nameof(Kind)), Name ?? "",
            Status ?? throw new Refusal("Chưa chọn mức chắc chắn", nameof(Status)), Basis)]);
    }, cancel);

    public Task<IActionResult> OnPostSwapAsync(CancellationToken cancel) => ShowAsync(() =>
    {
        var off = OffDate ?? throw new Refusal("Chưa nhập ngày nghỉ", nameof(OffDate));
        var worked = WorkedDate ?? throw new Refusal("Chưa nhập ngày làm bù", nameof(WorkedDate));
        if (CalendarData.Misfit(DayKind.SwappedDayOff, off) is { } wrongOff)
            throw new Refusal(wrongOff, nameof(OffDate));
        if (CalendarData.Misfit(DayKind.MakeUpWorkingDay, worked) is { } wrongWorked)
            throw new Refusal(wrongWorked, nameof(WorkedDate));
        return Task.FromResult(CalendarKeeper.Swap(off, worked, SwapStatus ?? throw new Refusal("Chưa chọn mức chắc chắn", nameof(SwapStatus)), SwapBasis));
    }, cancel);

    /// <summary>Makes an exception an ordinary day again; a swap goes as the pair it is.</summary>
    public Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel) => ShowAsync(async () =>
    {
        var day = await FindAsync(cancel);
        var edits = new List<DayEdit> { new(day.Date, null) };
        if (await keeper.PartnerAsync(day, cancel) is { } partner)
            edits.Add(new DayEdit(partner.Date, null));
        return edits;
    }, cancel);

    /// <summary>An expected or recalled day is now sure; a swap as the pair it is.</summary>
    public Task<IActionResult> OnPostSureAsync(CancellationToken cancel) => ShowAsync(async () =>
    {
        var day = await FindAsync(cancel);
        var edits = new List<DayEdit> { new(day.Date, day.Kind, day.Name, DayStatus.Confirmed, day.Basis) };
        if (await keeper.PartnerAsync(day, cancel) is { } partner)
            edits.Add(new DayEdit(partner.Date, partner.Kind, partner.Name, DayStatus.Confirmed, partner.Basis));
        return edits;
    }, cancel);

    public Task<IActionResult> OnPostImportAsync(CancellationToken cancel) => ShowAsync(async () =>
    {
        if (Table is { Length: > LargestFile })
            throw new Refusal("Tệp lớn hơn 1 MB. Lịch một năm chỉ vài chục dòng, kiểm tra lại tệp", nameof(Table));
        var text = Pasted;
        if (Table is { Length: 0 })
            throw new Refusal("Tệp không có nội dung", nameof(Table));
        if (Table is { } file)
        {
            using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
            text = await reader.ReadToEndAsync(cancel);
        }
        if (string.IsNullOrWhiteSpace(text))
            throw new Refusal("Chưa chọn tệp và chưa dán dòng nào", nameof(Table));
        Import = text.TrimStart('\uFEFF', ' ', '\r', '\n').StartsWith('[') ? CalendarData.ReadYears(text.TrimStart('\uFEFF')) : CalendarData.ReadCsv(text);
        return Import.Errors.Count > 0
            ? []
            : [.. Import.Days.Select(x => new DayEdit(x.Date, x.Kind, x.Name, x.Status, x.Basis))];
    }, cancel);

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancel)
    {
        try
        {
            if (!ModelState.IsValid)
                throw new Refusal("Không đọc được thay đổi đã xem thử. Nhập lại và xem thử lần nữa");
            var (moved, again) = await keeper.SaveAsync(Read(Change), Digest, await current.RequireAsync(), cancel);
            if (again is null)
            {
                this.Note(moved == 0 ? "Đã lưu lịch làm việc. Không có thời hạn nào thay đổi" : $"Đã lưu lịch làm việc và tính lại {Vi.Number(moved)} thời hạn đang chạy");
                return Back();
            }
            (Preview, ChangedMeanwhile) = (again, true);
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError("", refusal.Message);
        }
        await ReadAsync(cancel);
        Carry();
        return Page();
    }

    public async Task<IActionResult> OnPostCoverAsync(CancellationToken cancel)
    {
        try
        {
            if (ModelState.IsValid)
            {
                await keeper.CoverYearAsync(ShownYear, YearBasis, await current.RequireAsync(), cancel);
                this.Note($"Đã ghi nhận đủ ngày nghỉ năm {ShownYear}");
                return Back();
            }
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError(refusal.Field == nameof(YearBasis) ? nameof(YearBasis) : "", refusal.Message);
        }
        await ReadAsync(cancel);
        return Page();
    }

    /// <summary>The marks of a day in the year's grid.</summary>
    public IReadOnlyList<GridDay> Month(int month) => [.. Enumerable.Range(1, DateTime.DaysInMonth(Year, month)).Select(number =>
    {
        var date = new DateOnly(Year, month, number);
        var marks = Calendar.IsWorkingDay(date) ? DayMarks.None : DayMarks.Off;
        var (text, swap) = Calendar.KindOf(date) switch
        {
            DayKind.Holiday => ("lễ", false),
            DayKind.CompensatoryDayOff => ("nghỉ bù", true),
            DayKind.SwappedDayOff => ("đổi", true),
            DayKind.MakeUpWorkingDay => ("làm bù", true),
            _ => ("", false),
        };
        if (swap)
            marks |= DayMarks.Swap;
        if (Calendar.EntryOn(date) is { Status: not DayStatus.Confirmed })
            marks |= DayMarks.Uncertain;
        if (date == Today)
            marks |= DayMarks.Today;
        return new GridDay(date, text, marks);
    })];

    private async Task<CalendarDay> FindAsync(CancellationToken cancel) =>
        await db.CalendarDays.AsNoTracking().FirstOrDefaultAsync(x => x.Date == Date, cancel) ?? throw new Refusal("Ngày này không còn trong danh sách ngày ngoại lệ");

    private async Task<IActionResult> ShowAsync(Func<Task<IReadOnlyList<DayEdit>>> edits, CancellationToken cancel)
    {
        try
        {
            if (ModelState.IsValid && await edits() is { Count: > 0 } wanted)
                Preview = await keeper.PreviewAsync(wanted, cancel);
        }
        catch (Refusal refusal)
        {
            this.Refuse(refusal);
        }
        await ReadAsync(cancel);
        Carry();
        return Page();
    }

    private void Carry()
    {
        if (Preview is null)
            return;
        // What was typed must not stand in the way of what the confirmation carries.
        ModelState.Remove(nameof(Change));
        ModelState.Remove(nameof(Digest));
        (Change, Digest) = (JsonSerializer.Serialize(Preview.Edits), Preview.Digest);
    }

    private static List<DayEdit> Read(string? change)
    {
        try
        {
            return JsonSerializer.Deserialize<List<DayEdit>>(change ?? "") ?? [];
        }
        catch (JsonException)
        {
            throw new Refusal("Không đọc được thay đổi đã xem thử. Nhập lại và xem thử lần nữa");
        }
    }

    private RedirectToPageResult Back() => RedirectToPage(new { nam = ShownYear });

    private async Task ReadAsync(CancellationToken cancel)
    {
        (Calendar, Organization) = await snapshots.ReadAsync(db, cancel);
        Today = Organization.Day;
        Year = ShownYear is >= 2000 and <= 2100 ? ShownYear.Value : Preview?.Edits[0].Date.Year ?? Edited?.Year ?? Today.Year;
        ShownYear = Year;
        var (from, to) = (new DateOnly(Year, 1, 1), new DateOnly(Year, 12, 31));
        Days = await db.CalendarDays.AsNoTracking().Where(x => x.Date >= from && x.Date <= to).OrderBy(x => x.Date).ToListAsync(cancel);
    }
}
