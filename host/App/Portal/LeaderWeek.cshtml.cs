using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.LeaderWeek;
using BacSon.Kernel.Organization;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using File = Ical.Net.Calendar;

namespace BacSon.App.Portal;

/// <summary>The leaders' week as citizens read it: public events of published weeks, this week and the next.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.Public)]
internal sealed class LeaderWeekPage(PlatformDb db, Snapshots snapshots, WeekBook book) : PageModel
{
    public OrganizationOn Organization { get; private set; } = null!;
    public WorkingCalendar Calendar { get; private set; } = null!;
    public IReadOnlyList<(DateOnly Monday, bool Published, IReadOnlyList<LeaderEvent> Events)> Weeks { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        (Calendar, Organization) = await snapshots.ReadAsync(db, cancel);
        var monday = Kernel.LeaderWeek.Weeks.MondayOf(db.Clock.OfficeToday());
        var events = await book.PublicAsync(monday, monday.AddDays(13), cancelled: false, cancel);
        var weeks = new List<(DateOnly, bool, IReadOnlyList<LeaderEvent>)>();
        foreach (var of in new[] { monday, monday.AddDays(7) })
            weeks.Add((of, await book.PublishedAsync(of, cancel) is not null, [.. events.Where(x => Kernel.LeaderWeek.Weeks.MondayOf(x.Day) == of)]));
        Weeks = weeks;
    }
}

/// <summary>The same as an iCalendar file (RFC 5545): an event keeps its UID, a change raises its SEQUENCE, what is called off stays as CANCELLED.</summary>
internal static class LeaderWeekFile
{
    private const int WeeksAhead = 5;
    private const int WeeksBack = 2;

    public static async Task<string> WriteAsync(PlatformDb db, Snapshots snapshots, WeekBook book, SiteAddress site, CancellationToken cancel)
    {
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        var monday = Kernel.LeaderWeek.Weeks.MondayOf(db.Clock.OfficeToday());
        var file = new File { ProductId = "-//BacSon.Platform//Lich cong tac lanh dao//VI" };
        file.AddProperty("X-WR-CALNAME", $"Lịch công tác lãnh đạo, UBND {organization.Setting(SettingNames.Commune)}");
        file.AddProperty("X-PUBLISHED-TTL", "PT4H");
        var stamp = new CalDateTime(db.Clock.GetUtcNow().UtcDateTime);
        foreach (var x in await book.PublicAsync(monday.AddDays(-7 * WeeksBack), monday.AddDays(7 * WeeksAhead), cancelled: true, cancel))
            file.Events.Add(new CalendarEvent
            {
                Uid = $"lich-{x.Id}@{site.Url.Host}",
                DtStamp = stamp,
                Sequence = x.Sequence,
                Status = x.CancelReason is null ? "CONFIRMED" : "CANCELLED",
                // Instants: no reader has to know the zone.
                Start = x.From is { } from ? new CalDateTime(OfficeTime.ToUtc(x.Day, from)) : new CalDateTime(x.Day.Year, x.Day.Month, x.Day.Day),
                End = x.From is null ? null : new CalDateTime(OfficeTime.ToUtc(x.Day, x.Ends!.Value)),
                Summary = x.What,
                Location = x.Place ?? "",
                Description = string.Join(", ", x.Leaders.Select(y => organization.PersonName(y.PersonId))),
            });
        return new CalendarSerializer(file).SerializeToString() ?? "";
    }
}
