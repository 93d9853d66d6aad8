using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

/// <summary>Makes a new commune's units and villages in one act: the common ones by a tick, further ones a line each.</summary>
[Authorize(Policies.Administer)]
internal sealed class FirstUnitsPage(PlatformDb db, CurrentViewer current, OrganizationBook book) : PageModel
{
    /// <summary>At most so many lines in one box.</summary>
    private const int MostLines = 100;

    /// <summary>Units made here stand after the common ones, villages after all units.</summary>
    private const int FirstOther = 100, FirstVillage = 300;

    [BindProperty, Display(Name = "Đơn vị thường có của xã")]
    public List<string> Codes { get; set; } = [];

    [BindProperty, Display(Name = "Đơn vị khác"), StringLength(10_000)]
    public string? Others { get; set; }

    [BindProperty, Display(Name = "Thôn"), StringLength(10_000)]
    public string? Villages { get; set; }

    [BindProperty, Display(Name = "Hoạt động từ ngày")]
    public DateOnly? From { get; set; }

    /// <summary>The common units that the commune does not have yet.</summary>
    public IReadOnlyList<StandardUnit> Proposed { get; private set; } = [];

    public IEnumerable<SelectListItem> Choices => Proposed.Select(x => new SelectListItem(x.Name, x.Code));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        Codes = [.. Proposed.Select(x => x.Code)];
        From = new DateOnly(2025, 7, 1);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var kept = await ReadAsync(cancel);
        try
        {
            if (ModelState.IsValid)
            {
                var made = await MakeAsync(kept, cancel);
                this.Note($"Đã lập {Vi.Number(made)} đơn vị, thôn");
                return LocalRedirect("/quan-tri/bat-dau");
            }
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            db.ChangeTracker.Clear();
        }
        return Page();
    }

    private async Task<int> MakeAsync(List<Unit> kept, CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        var wanted = Proposed.Where(x => Codes.Contains(x.Code)).ToList();
        var taken = kept.Select(x => x.Code).Concat(wanted.Select(x => x.Code)).ToHashSet(StringComparer.Ordinal);
        var ids = kept.ToDictionary(x => x.Code, x => x.Id);
        var others = Lines(Others, nameof(Others), x => x, kept);
        var villages = Lines(Villages, nameof(Villages), FirstDayProposals.VillageName, kept);
        if (wanted.Count + others.Count + villages.Count == 0)
            throw new Refusal("Chưa chọn đơn vị nào và chưa nhập dòng nào");
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        foreach (var (unit, place) in FirstDayProposals.Units.Select((unit, i) => (unit, i + 1)).Where(x => wanted.Contains(x.unit)))
            ids[unit.Code] = await book.AddUnitAsync(new UnitFacts(unit.Code, unit.Name, unit.ShortName, unit.Kind, unit.Parent is { } parent && ids.TryGetValue(parent, out var above) ? above : null, place, From), viewer, cancel);
        int? leadership = ids.TryGetValue("LD", out var leaders) ? leaders : null;
        var order = Math.Max(FirstOther, kept.Where(x => x.Order < FirstVillage).Select(x => x.Order + 1).DefaultIfEmpty(0).Max());
        foreach (var name in others)
        {
            var kind = FirstDayProposals.KindOf(name);
            await book.AddUnitAsync(new UnitFacts(FirstDayProposals.CodeOf(name, taken), name, Short(name), kind, kind == UnitKind.MassOrganisation ? null : leadership, order++, From), viewer, cancel);
        }
        order = Math.Max(FirstVillage, kept.Select(x => x.Order + 1).DefaultIfEmpty(0).Max());
        foreach (var (name, number) in villages.Select((x, i) => (x, kept.Count(unit => unit.Kind == UnitKind.Village) + i + 1)))
        {
            var code = $"T{number.ToString("00", CultureInfo.InvariantCulture)}";
            await book.AddUnitAsync(new UnitFacts(taken.Add(code) ? code : FirstDayProposals.CodeOf(name, taken), Vi.UpperFirst(name), Short(Vi.UpperFirst(name)), UnitKind.Village, null, order++, From), viewer, cancel);
        }
        await transaction.CommitAsync(cancel);
        return wanted.Count + others.Count + villages.Count;
    }

    // A short name has at most 80 letters; a longer one is cut at a word and can be edited.
    private static string Short(string name) => name.Length <= 80 ? name : name[..name.LastIndexOf(' ', 80)];

    private static List<string> Lines(string? text, string field, Func<string, string> name, List<Unit> kept)
    {
        var lines = (text ?? "").Split('\n').Select(Vi.Normalize).Where(x => x.Length > 0).Select(name).ToList();
        if (lines.Count > MostLines)
            throw new Refusal($"Mỗi lần nhập nhiều nhất {MostLines} dòng", field);
        if (lines.Find(x => x.Length > 200) is { } length)
            throw new Refusal($"Tên dài hơn 200 ký tự: {length[..40]}…", field);
        if (lines.GroupBy(Vi.Fold).FirstOrDefault(x => x.Count() > 1) is { } twice)
            throw new Refusal($"«{twice.First()}» có hai dòng", field);
        if (lines.Find(x => kept.Exists(unit => unit.To is null && Vi.Fold(unit.Name) == Vi.Fold(x))) is { } there)
            throw new Refusal($"«{there}» đã có trong danh sách đơn vị", field);
        return lines;
    }

    private async Task<List<Unit>> ReadAsync(CancellationToken cancel)
    {
        var kept = await db.Units.AsNoTracking().ToListAsync(cancel);
        Proposed = [.. FirstDayProposals.Units.Where(x => !kept.Exists(unit => unit.Code == x.Code || Vi.Fold(unit.Name) == Vi.Fold(x.Name)))];
        return kept;
    }
}
