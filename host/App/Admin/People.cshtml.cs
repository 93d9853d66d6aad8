using System.ComponentModel.DataAnnotations;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

/// <summary>A line of the list of people.</summary>
internal sealed record PersonRow(Person Person, string Title, string Unit, string Roles, string? UserName);

[Authorize(Policies.Administer)]
internal sealed class PeoplePage(PlatformDb db, Snapshots snapshots) : PageModel
{
    public const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "q"), StringLength(100)]
    public string? Words { get; set; }

    [BindProperty(SupportsGet = true, Name = "dv")]
    public int? UnitId { get; set; }

    /// <summary>«thieu-thu»: told by mail without an address; «da-thoi»: works here no longer.</summary>
    [BindProperty(SupportsGet = true, Name = "loc"), StringLength(20)]
    public string? Which { get; set; }

    [BindProperty(SupportsGet = true, Name = PageLinksTagHelper.Parameter)]
    public int? Number { get; set; }

    public OrganizationOn Organization { get; private set; } = null!;
    public List<PersonRow> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public int Shown { get; private set; } = 1;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        // A commune has some hundred people: all are in memory already, and names are compared there without marks.
        (_, Organization) = await snapshots.ReadAsync(db, cancel);
        IEnumerable<Person> people = Which == "da-thoi"
            ? await db.People.AsNoTracking().Where(x => !x.Active).OrderBy(x => x.SortKey).ToListAsync(cancel)
            : Organization.People;
        if (Which == "thieu-thu")
            people = people.Where(x => x.Notice == NoticeChannel.Mail && string.IsNullOrWhiteSpace(x.Email));
        if (UnitId is { } unit)
            people = people.Where(x => Organization.PositionsOf(x.Id).Any(position => position.UnitId == unit));
        foreach (var word in Vi.Fold(Words).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            people = people.Where(x => Vi.Fold($"{x.FullName} {x.Email} {Organization.TitleOf(x.Id)}").Contains(word, StringComparison.Ordinal));
        var found = people.ToList();
        Total = found.Count;
        Shown = Math.Clamp(Number ?? 1, 1, Math.Max(1, (Total + PageSize - 1) / PageSize));
        var page = found.Skip((Shown - 1) * PageSize).Take(PageSize).ToList();
        var ids = page.Select(x => x.Id).ToList();
        var accounts = await db.Users.AsNoTracking().Where(x => ids.Contains(x.PersonId)).ToDictionaryAsync(x => x.PersonId, x => x.UserName, cancel);
        Rows = [.. page.Select(x => new PersonRow(x, Organization.TitleOf(x.Id), Organization.Unit(Organization.UnitOf(x.Id))?.ShortName ?? "",
            string.Join(", ", Organization.RolesOf(x.Id).Order().Select(role => role.Title())), accounts.GetValueOrDefault(x.Id)))];
    }
}
