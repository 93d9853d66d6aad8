using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.EntityFrameworkCore;
using File = Ical.Net.Calendar;

namespace BacSon.App.OwnAccount;

/// <summary>
/// A person's own open due dates as an iCalendar file (RFC 5545): what he does himself or stands in for, what the units that
/// he heads lead or coordinate. All-day events; alarms at eight on the working days on which he is reminded too.
/// </summary>
internal sealed class CalendarFile(PlatformDb db, Snapshots snapshots, SiteAddress site)
{
    public const string Type = "text/calendar; charset=utf-8";

    /// <summary>What is late for longer than so many days no calendar shows.</summary>
    public const int DaysBack = 30;

    private const int MostEvents = 1_000;
    private const int AlarmHour = 8;

    private sealed record Entry(string Uid, long DutyId, string Title, DateOnly Due, int? LeadUnitId, bool Confidential, string? CatalogueKey);

    /// <summary>The file of this person's own dates as they are now.</summary>
    public async Task<string> WriteAsync(Viewer viewer, CancellationToken cancel)
    {
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        var file = new File { ProductId = "-//BacSon.Platform//Thoi han cong viec//VI" };
        file.AddProperty("X-WR-CALNAME", $"Thời hạn công việc, UBND {organization.Setting(SettingNames.Commune)}");
        file.AddProperty("X-PUBLISHED-TTL", "PT4H");
        var kinds = await db.Catalogue.AsNoTracking().Select(x => new { x.Key, x.RemindBefore }).ToDictionaryAsync(x => x.Key, x => ReminderPolicy.Parse(x.RemindBefore), cancel);
        var written = new CalDateTime(db.Clock.GetUtcNow().UtcDateTime);
        foreach (var entry in await EntriesAsync(viewer, organization.Day, cancel))
        {
            var title = entry.Confidential ? "Nhiệm vụ thuộc diện bảo mật" : entry.Title;
            var one = new CalendarEvent
            {
                Uid = $"{entry.Uid}@{site.Url.Host}",
                DtStamp = written,
                Start = new CalDateTime(entry.Due.Year, entry.Due.Month, entry.Due.Day),
                Summary = title,
                Description = entry.Confidential ? "" : $"Đơn vị chủ trì: {organization.UnitName(entry.LeadUnitId)}",
                Url = new Uri(site.Link($"/viec/{entry.DutyId}")),
                Transparency = "TRANSPARENT",
            };
            var before = entry.CatalogueKey is { } kind && kinds.TryGetValue(kind, out var own) ? own : ReminderPolicy.Default;
            foreach (var days in before.Concat(organization.ExtraDaysOf(viewer.Id)).Distinct().OrderDescending())
            {
                var day = calendar.AddWorkingDays(entry.Due, -days);
                if (day >= organization.Day)
                    one.Alarms.Add(new Alarm
                    {
                        Action = "DISPLAY", Description = $"{title}: {Vi.Remaining(days)}",
                        Trigger = new Trigger(Duration.FromHours((day.DayNumber - entry.Due.DayNumber) * 24 + AlarmHour)),
                    });
            }
            file.Events.Add(one);
        }
        return new CalendarSerializer(file).SerializeToString() ?? "";
    }

    private async Task<IReadOnlyList<Entry>> EntriesAsync(Viewer viewer, DateOnly today, CancellationToken cancel)
    {
        var (me, from) = (viewer.Id, today.AddDays(-DaysBack));
        int?[] officers = [.. viewer.AnswersFor.Select(x => (int?)x)];
        int?[] headed = [.. viewer.HeadedUnits.Select(x => (int?)x)];
        int[] units = [.. viewer.HeadedUnits];
        var open = viewer.Visible(db.Duties.AsNoTracking()).Where(x => x.Stage == DutyStage.Open && !x.Paused);
        var duties = await open.Where(x => x.DueOn >= from && (x.OfficerId == me || !x.Confidential && (officers.Contains(x.OfficerId) || headed.Contains(x.LeadUnitId))))
            .OrderBy(x => x.DueOn).ThenBy(x => x.Id).Take(MostEvents)
            .Select(x => new { x.Id, x.Title, x.DueOn, x.LeadUnitId, x.Confidential, x.CatalogueKey }).ToListAsync(cancel);
        var shares = await db.DutyShares.AsNoTracking().Where(x => x.DoneOn == null && x.DueOn >= from && (officers.Contains(x.OfficerId) || units.Contains(x.UnitId)))
            .Join(open.Where(x => !x.Confidential), x => x.DutyId, x => x.Id, (share, duty) => new { share.Id, share.DutyId, share.What, share.DueOn, duty.LeadUnitId })
            .OrderBy(x => x.DueOn).ThenBy(x => x.Id).Take(MostEvents).ToListAsync(cancel);
        return [.. duties.Select(x => new Entry($"viec-{x.Id}", x.Id, x.Title, x.DueOn, x.LeadUnitId, x.Confidential, x.CatalogueKey)),
            .. shares.Select(x => new Entry($"phoi-hop-{x.Id}", x.DutyId, x.What.StartsWith("Phối hợp", StringComparison.OrdinalIgnoreCase) ? x.What : $"Phối hợp: {x.What}", x.DueOn, x.LeadUnitId, false, null))];
    }
}
