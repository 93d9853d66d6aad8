using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

/// <summary>A list of duties as a text for a Zalo group. It holds no personal data: what was typed by hand may name a citizen, so such duties are told by their number.</summary>
internal static class DutyMessage
{
    public const string Partial = "/BacSon.Kernel/Duties/_Zalo.cshtml";
    private const int Most = 15;

    /// <summary>What runs and is overdue or due within <paramref name="workingDays"/>; of what is confidential not even the number. Empty for nothing.</summary>
    public static async Task<string> WriteAsync(PlatformDb db, IQueryable<Duty> duties, string title, WorkingCalendar calendar, DateOnly today, SiteAddress site, int workingDays = 7, CancellationToken cancel = default)
    {
        var until = calendar.AddWorkingDays(today, workingDays);
        var listed = duties.AsNoTracking().Where(x => x.Stage == DutyStage.Open && !x.Paused && !x.Confidential && x.DueOn <= until);
        var due = await listed.OrderBy(x => x.DueOn).ThenBy(x => x.Id).Take(Most + 1).Select(x => new { x.Id, x.Title, x.CatalogueKey, x.PlanItemId, x.OccurrenceKey, x.CreatedById, x.DueOn }).ToListAsync(cancel);
        if (due.Count == 0)
            return "";
        var more = due.Count > Most ? await listed.CountAsync(cancel) - Most : 0;
        string?[] keys = [.. due.Select(x => x.CatalogueKey).OfType<string>().Distinct()];
        var kinds = await db.Catalogue.AsNoTracking().Where(x => keys.Contains(x.Key)).ToDictionaryAsync(x => x.Key, x => x.Title, cancel);
        var lines = due.Take(Most).Select((x, i) =>
        {
            var name = Duty.NamesNobody(x.PlanItemId, x.OccurrenceKey, x.CatalogueKey, x.CreatedById) ? x.Title
                : x.CatalogueKey is { } key && kinds.TryGetValue(key, out var kind) ? $"{kind} (nhiệm vụ số {x.Id})" : $"{Duty.ByNumber}{x.Id}";
            return $"{i + 1}. {name}. Thời hạn {Vi.DueDate(x.DueOn, today, calendar.WorkingDaysBetween(today, x.DueOn))}. {site.Link($"/viec/{x.Id}")}";
        });
        return $"{title}, ngày {Vi.Date(today)}: các nhiệm vụ quá hạn và đến hạn trong {workingDays} ngày làm việc tới\n{string.Join('\n', lines)}{(more > 0 ? $"\nVà {Vi.Number(more)} nhiệm vụ khác." : "")}";
    }
}
