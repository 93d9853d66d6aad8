using System.ComponentModel.DataAnnotations;
using BacSon.App.OwnAccount;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Documents;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Search;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Find;

/// <summary>One thing that was found.</summary>
/// <param name="Word">The state of a duty; null for whatever has none.</param>
internal sealed record FoundItem(string Path, string Title, string Detail, (WordTone Tone, string Text)? Word = null);

/// <summary>What was found of one kind: how much in all, and the part of it that is shown.</summary>
internal sealed record FoundGroup(string Key, string Title, string Unit, int Total, IReadOnlyList<FoundItem> Items);

/// <summary>
/// One box over everything that a person may see, without case and marks; the last word may be a beginning. What grows with
/// the years (duties, documents, plan items) answers from the index of words; people, units and the catalogue are a few hundred and
/// read whole: people and units from the kept organization, so that a new name is found at once.
/// </summary>
[Authorize(Policies.Staff)]
internal sealed class FindPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, DocumentBook documents) : PageModel
{
    public const int PageSize = 20;

    /// <summary>Shown of each kind while all kinds stand together.</summary>
    private const int First = 5;

    [BindProperty(SupportsGet = true, Name = "q"), Display(Name = "Từ cần tìm"), StringLength(100)]
    public string? Words { get; set; }

    /// <summary>One kind alone, by its key.</summary>
    [BindProperty(SupportsGet = true, Name = "nhom"), StringLength(20)]
    public string? Group { get; set; }

    [BindProperty(SupportsGet = true, Name = PageLinksTagHelper.Parameter)]
    public int? Number { get; set; }

    public bool Asked => SearchIndex.Words(Words).Count > 0;
    public IReadOnlyList<FoundGroup> Groups { get; private set; } = [];
    public int Shown { get; private set; } = 1;

    public string Address(string? group) => $"/tim?q={Uri.EscapeDataString(Words ?? "")}{(group is null ? "" : $"&nhom={group}")}";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid || !Asked)
            return;
        var viewer = await current.RequireAsync();
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        var asked = SearchIndex.Words(Words);
        var groups = new List<FoundGroup>();
        async Task Look(string key, Func<Task<FoundGroup>> find)
        {
            if ((Group is null || Group == key) && await find() is { Total: > 0 } found)
                groups.Add(found);
        }
        await Look("viec", () => DutiesAsync("viec", "Nhiệm vụ", Duties(db, viewer, Words!), viewer, calendar, cancel));
        await Look("van-ban", () => DocumentsAsync(viewer, cancel));
        await Look("han-che", async () =>
        {
            var own = await viewer.Visible(db.Duties.AsNoTracking()).Where(x => x.Confidential).Select(x => new { x.Id, x.Title, x.SourceDocument, x.Product }).ToListAsync(cancel);
            var ids = own.Where(x => SearchIndex.Holds(asked, $"{x.Title} {x.SourceDocument} {x.Product}")).Select(x => x.Id).ToList();
            return await DutiesAsync("han-che", "Nhiệm vụ hạn chế người xem", db.Duties.Where(x => EF.Parameter(ids).Contains(x.Id)), viewer, calendar, cancel);
        });
        await Look("can-bo", () => Kept("can-bo", "Cán bộ, công chức", "người", organization.People.Where(x => SearchIndex.Holds(asked, $"{x.FullName} {organization.TitleOf(x.Id)} {organization.Unit(organization.UnitOf(x.Id))?.Name}")),
            x => new FoundItem(viewer.IsAdministrator ? $"/quan-tri/can-bo/{x.Id}" : $"/viec?nguoi={x.Id}", x.FullName, Joined(organization.TitleOf(x.Id), organization.Unit(organization.UnitOf(x.Id))?.Name))));
        await Look("don-vi", () => Kept("don-vi", "Đơn vị", "đơn vị", organization.Units.Where(x => SearchIndex.Holds(asked, $"{x.Name} {x.ShortName} {x.Code}")),
            x => new FoundItem(viewer.IsAdministrator ? $"/quan-tri/don-vi/{x.Id}" : $"/viec?dv={x.Id}", x.Name, organization.ActingHeadOf(x.Id) is { } head ? $"{Vi.UpperFirst(organization.TitleOf(head.Person.Id))} {head.Person.FullName}".Trim() : "")));
        await Look("ke-hoach", () => PlanItemsAsync(viewer, organization, cancel));
        await Look("danh-muc", async () =>
        {
            var kinds = await db.Catalogue.AsNoTracking().OrderBy(x => x.Area).ThenBy(x => x.Key).Select(x => new { x.Key, x.Title, x.Event, x.Area }).ToListAsync(cancel);
            return await Kept("danh-muc", "Danh mục nhiệm vụ theo luật", "loại nhiệm vụ", kinds.Where(x => SearchIndex.Holds(asked, $"{x.Title} {x.Event}")), x => new FoundItem($"/danh-muc/{x.Key}", x.Title, x.Area.NumberedTitle()));
        });
        await Look("trang", () => Kept("trang", "Trang của phần mềm", "trang", ProgramPage.All.Where(x => x.OpensFor(viewer) && SearchIndex.Holds(asked, x.Title)), x => new FoundItem(x.Path, x.Title, "")));
        Groups = groups;
    }

    /// <summary>The duties that hold all words and that this person may see; what few may see has no words in the index.</summary>
    internal static IQueryable<Duty> Duties(PlatformDb db, Viewer viewer, string words)
    {
        var found = SearchIndex.Find(db, SearchIndex.Duty, words)!;
        return viewer.Searchable(viewer.Visible(db.Duties).Where(x => !x.Confidential && found.Contains(x.Id)));
    }

    private async Task<FoundGroup> DutiesAsync(string key, string title, IQueryable<Duty> duties, Viewer viewer, WorkingCalendar calendar, CancellationToken cancel)
    {
        var total = await duties.CountAsync(cancel);
        var (skip, take) = Part(total);
        var rows = await duties.Ordered(DutyOrder.LateFirst, db).Skip(skip).Take(take).AsRows(viewer).ToListAsync(cancel);
        var organization = viewer.Organization;
        return new FoundGroup(key, title, "nhiệm vụ", total, [.. rows.Select(x => new FoundItem($"/viec/{x.Id}", x.Title,
            Joined(organization.UnitName(x.LeadUnitId), organization.PersonName(x.OfficerId), $"thời hạn {Vi.Date(x.DueOn)}"), DutyRows.Word(x, calendar, organization.Day)))]);
    }

    private async Task<FoundGroup> DocumentsAsync(Viewer viewer, CancellationToken cancel)
    {
        var found = SearchIndex.Find(db, SearchIndex.Document, Words)!;
        var held = documents.Visible(viewer).AsNoTracking().Where(x => found.Contains(x.Id));
        var total = await held.CountAsync(cancel);
        var (skip, take) = Part(total);
        var rows = await held.OrderByDescending(x => x.RegisteredOn).ThenByDescending(x => x.Id).Skip(skip).Take(take).ToListAsync(cancel);
        return new FoundGroup("van-ban", "Văn bản", "văn bản", total, [.. rows.Select(x => new FoundItem($"/van-ban/{x.Id}", x.Abstract,
            Joined(DocumentWords.Name(x), x.ArrivalNumber is { } number ? $"số đến {number}" : null)))]);
    }

    private async Task<FoundGroup> PlanItemsAsync(Viewer viewer, OrganizationOn organization, CancellationToken cancel)
    {
        var found = SearchIndex.Find(db, SearchIndex.PlanItem, Words)!;
        var items = db.PlanItems.AsNoTracking().Where(x => found.Contains(x.Id)).Join(db.Plans, x => x.PlanId, x => x.Id, (item, plan) => new { item.Id, item.Number, item.Content, item.Area, item.LeadUnitId, item.Order, plan.Year });
        var total = await items.CountAsync(cancel);
        var (skip, take) = Part(total);
        var rows = await items.OrderByDescending(x => x.Year).ThenBy(x => x.Order).ThenBy(x => x.Id).Skip(skip).Take(take).ToListAsync(cancel);
        return new FoundGroup("ke-hoach", "Mục kế hoạch", "mục", total, [.. rows.Select(x => new FoundItem(
            PlanBook.MayEdit(viewer) ? $"/ke-hoach/{x.Year}/muc/{x.Id}" : $"/ke-hoach/{x.Year}#nd-{(int)x.Area}", x.Content, $"Kế hoạch {x.Year}, mục {x.Number}, {organization.UnitName(x.LeadUnitId)}"))]);
    }

    private Task<FoundGroup> Kept<T>(string key, string title, string unit, IEnumerable<T> found, Func<T, FoundItem> show)
    {
        var all = found.ToList();
        var (skip, take) = Part(all.Count);
        return Task.FromResult(new FoundGroup(key, title, unit, all.Count, [.. all.Skip(skip).Take(take).Select(show)]));
    }

    private (int Skip, int Take) Part(int total)
    {
        if (Group is null)
            return (0, First);
        Shown = Math.Clamp(Number ?? 1, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        return ((Shown - 1) * PageSize, PageSize);
    }

    private static string Joined(params string?[] parts) => string.Join(" · ", parts.Where(x => !string.IsNullOrEmpty(x)));
}
