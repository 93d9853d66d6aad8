using System.Text;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.Kernel.LeaderWeek;

/// <summary>The leaders' week: on the screen, on one lying A4, as text for Zalo.</summary>
[Authorize(Policies.Staff)]
internal sealed class WeekPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, WeekBook book) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "tuan")] public string? Asked { get; set; }
    [BindProperty] public bool Replaces { get; set; }

    public Viewer Viewer { get; private set; } = null!;
    public WorkingCalendar Calendar { get; private set; } = null!;
    public DateOnly Monday { get; private set; }
    public IReadOnlyList<LeaderEvent> Events { get; private set; } = [];
    public PublishedWeek? Published { get; private set; }
    public bool CanEdit { get; private set; }
    private IReadOnlyList<Delegation> _away = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        Replaces = Published?.ReplacesInvitations ?? false;
    }

    public Task<IActionResult> OnPostPublishAsync(CancellationToken cancel) => ActAsync(async () => await book.PublishAsync(Monday, Replaces, Viewer, cancel) ? "Đã công bố lịch tuần" : "Đã lưu lịch tuần đã công bố", cancel);

    public Task<IActionResult> OnPostCopyAsync(CancellationToken cancel) => ActAsync(async () => $"Đã chép {Vi.Number(await book.CopyAsync(Monday, Viewer, cancel))} việc từ tuần trước", cancel);

    private async Task<IActionResult> ActAsync(Func<Task<string>> act, CancellationToken cancel)
    {
        await ReadAsync(cancel);
        if (!CanEdit)
            return StatusCode(403);
        try
        {
            this.Note(ModelState.IsValid ? await act() : throw new Refusal("Giá trị gửi lên không đúng. Tải lại trang rồi làm lại"));
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Note(refusal.Message, WordTone.Soon);
        }
        return LocalRedirect(Path(Monday));
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        (Calendar, _) = await snapshots.ReadAsync(db, cancel);
        Monday = Weeks.Read(Asked) ?? Weeks.MondayOf(db.Clock.OfficeToday());
        Events = await book.ReadAsync(Monday, Monday.AddDays(6), cancel);
        if (Viewer.OnlyObserves)
            Events = [.. Events.Where(x => x.Public)];
        Published = await book.PublishedAsync(Monday, cancel);
        _away = await book.AwayAsync(Monday, Monday.AddDays(6), cancel);
        CanEdit = WeekBook.CanEdit(Viewer);
    }

    public static string Path(DateOnly monday) => $"/lich-tuan?tuan={Weeks.Key(monday)}";
    public IReadOnlyList<string> Clashes(LeaderEvent one) => WeekBook.Clashes(one, Events, _away, Viewer.Organization);

    /// <summary>The days to show: the working week, and a day off on which something stands.</summary>
    public IEnumerable<DateOnly> Days => Enumerable.Range(0, 7).Select(Monday.AddDays).Where(x => x.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) || Calendar.IsWorkingDay(x) || Events.Any(e => e.Day == x));

    public string? DayName(DateOnly day) => Calendar.KindOf(day) is DayKind.WorkingDay or DayKind.Weekend ? null : Calendar.NameOf(day);

    public string Leaders(LeaderEvent x) => string.Join(", ", x.Leaders.Select(y => Viewer.Organization.PersonName(y.PersonId)));

    /// <summary>The week as a message: officials' names and titles, nothing of anyone else.</summary>
    public string Message
    {
        get
        {
            var text = new StringBuilder($"LỊCH CÔNG TÁC TUẦN {Weeks.Key(Monday)[6..]} ({Vi.Date(Monday)} - {Vi.Date(Monday.AddDays(6))})");
            foreach (var day in Days.Where(day => Events.Any(x => x.Day == day && x.CancelReason is null)))
            {
                text.Append('\n').Append(Vi.UpperFirst(Vi.Weekday(day))).Append(", ").Append(Vi.Date(day));
                foreach (var x in Events.Where(x => x.Day == day && x.CancelReason is null))
                    text.Append("\n- ").Append(x.Hours).Append(": ").Append(x.What).Append(x.Leaders.Count > 0 ? $"; {Leaders(x)}" : "").Append(x.Place is { } place ? $"; {place}" : "");
            }
            if (Published is { ReplacesInvitations: true })
                text.Append("\nLịch này thay giấy mời họp.");
            return text.ToString();
        }
    }
}
