using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Meetings;

/// <summary>The list of a giao ban per unit, on the screen and on paper, and what was concluded there.</summary>
[Authorize(Policies.Staff)]
internal sealed class MeetingPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, MeetingBook book, SiteAddress site) : PageModel
{
    private const int MostEarlier = 12;

    [BindProperty(SupportsGet = true, Name = "ngay")]
    public string? Asked { get; set; }

    public Viewer Viewer { get; private set; } = null!;
    public WorkingCalendar Calendar { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public MeetingList List { get; private set; } = null!;
    public WeeklyMeeting? Meeting { get; private set; }
    public bool CanConclude { get; private set; }

    /// <summary>Days of meetings with conclusions, newest first.</summary>
    public IReadOnlyList<DateOnly> Earlier { get; private set; } = [];

    /// <summary>What is late or due for the units' group.</summary>
    public string Message { get; private set; } = "";
    public DateOnly Previous { get; private set; }
    public DateOnly Next { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        (Calendar, _) = await snapshots.ReadAsync(db, cancel);
        Today = db.Clock.OfficeToday();
        var day = Wanted(Asked, Calendar, Today);
        List = await book.ListAsync(day, Viewer, cancel);
        Meeting = await book.FindAsync(day, cancel);
        // The general text may name what only leaders discuss; heads read their own rows.
        CanConclude = MeetingBook.CanConclude(Viewer) && day <= Today;
        (Previous, Next) = (Near(Calendar, day, -7), Near(Calendar, day, 7));
        Earlier = await db.Meetings.AsNoTracking().OrderByDescending(x => x.HeldOn).Take(MostEarlier).Select(x => x.HeldOn).ToListAsync(cancel);
        Message = await DutyMessage.WriteAsync(db, Viewer.Visible(db.Duties), "Giao ban tuần", Calendar, Today, site, cancel: cancel);
    }

    /// <summary>The rows of conclusions that this person may read.</summary>
    public IEnumerable<MeetingConclusion> Conclusions => Meeting?.Rows.Where(x => Viewer.SeesStatus && !Viewer.OnlyObserves || x.UnitId is { } unit && Viewer.Units.Contains(unit)) ?? [];

    /// <summary>The meeting that an address asks for; the one of this week, or after it the next one, where it names none.</summary>
    internal static DateOnly Wanted(string? asked, WorkingCalendar calendar, DateOnly today)
    {
        if (DateOnly.TryParseExact(asked, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var given) && given.Year is >= 2024 and <= 2100 && WeeklyMeeting.DayOf(calendar, given) is { } known)
            return known;
        return WeeklyMeeting.DayOf(calendar, today) is { } thisWeek && today <= thisWeek.AddDays(3) ? thisWeek : Near(calendar, today, 7);
    }

    private static DateOnly Near(WorkingCalendar calendar, DateOnly day, int step)
    {
        for (day = day.AddDays(step); ; day = day.AddDays(step))
            if (WeeklyMeeting.DayOf(calendar, day) is { } found)
                return found;
    }

    public static string Path(DateOnly day) => $"/giao-ban?ngay={day.ToString("O", CultureInfo.InvariantCulture)}";
    public static string ConcludePath(DateOnly day) => $"/giao-ban/{day.ToString("O", CultureInfo.InvariantCulture)}/ket-luan";

    public (WordTone Tone, string Text) Word(DutyRow row) => DutyRows.Word(row, Calendar, Today);
    public string UnitName(int? unit) => Viewer.Organization.UnitName(unit);

    /// <summary>Opens all of one kind of a unit.</summary>
    public string PathOf(int? unit, string state) => state switch
    {
        "den-han" => new DutyFilter { UnitId = unit ?? 0, State = "trong-han", DueFrom = List.HeldOn, DueTo = List.Until }.ToPath(),
        _ => new DutyFilter { UnitId = unit ?? 0, State = state }.ToPath(),
    };
}
