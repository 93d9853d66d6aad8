using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

/// <summary>All units in the office's order, the closed ones after those that stand.</summary>
[Authorize(Policies.Administer)]
internal sealed class UnitsPage(PlatformDb db, Snapshots snapshots) : PageModel
{
    public OrganizationOn Organization { get; private set; } = null!;
    public List<Unit> Units { get; private set; } = [];
    public Dictionary<int, int> Open { get; private set; } = [];
    public DateOnly Today { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        (_, Organization) = await snapshots.ReadAsync(db, cancel);
        Today = db.Clock.OfficeToday();
        Units = [.. (await db.Units.AsNoTracking().ToListAsync(cancel)).OrderBy(x => x.To is not null).ThenBy(x => x.Order)];
        Open = await db.Duties.AsNoTracking().Where(x => x.LeadUnitId != null && (x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance))
            .GroupBy(x => x.LeadUnitId!.Value).Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, cancel);
    }
}

/// <summary>Lists that administrators choose from.</summary>
internal static class Choices
{
    public static IEnumerable<SelectListItem> StandingUnits(OrganizationOn organization, int? besides = null) =>
        organization.Units.Where(x => x.To is null && x.Id != besides).Select(x => new SelectListItem(x.Name, x.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public static IEnumerable<SelectListItem> Leaders(OrganizationOn organization) => organization.People
        .Where(x => organization.HasRole(x.Id, Role.Chairman) || organization.HasRole(x.Id, Role.DeputyChairman))
        .OrderBy(x => !organization.HasRole(x.Id, Role.Chairman))
        .Select(x => new SelectListItem($"{x.FullName}, {organization.TitleOf(x.Id)}", x.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public static IEnumerable<SelectListItem> Of<T>(Func<T, string> title) where T : struct, Enum => Enum.GetValues<T>().Select(x => new SelectListItem(title(x), x.ToString()));
}
