using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Catalogue;

/// <summary>The legal catalogue as all staff read it: what law lays on the commune, by content of PAPI.</summary>
[Authorize(Policies.Staff)]
internal sealed class CataloguePage(PlatformDb db, Snapshots snapshots, CurrentViewer current) : PageModel
{
    public const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "nd")]
    public int? Area { get; set; }

    /// <summary>«cot-loi» or «mo-rong».</summary>
    [BindProperty(SupportsGet = true, Name = "bac"), StringLength(20)]
    public string? Tier { get; set; }

    [BindProperty(SupportsGet = true, Name = "linh-vuc"), StringLength(40)]
    public string? FieldCode { get; set; }

    /// <summary>«co» or «khong».</summary>
    [BindProperty(SupportsGet = true, Name = "bat"), StringLength(10)]
    public string? On { get; set; }

    /// <summary>«da-kiem» or «nho-lai».</summary>
    [BindProperty(SupportsGet = true, Name = "tin"), StringLength(10)]
    public string? Trust { get; set; }

    /// <summary>«sap-het»: a law of it lapses.</summary>
    [BindProperty(SupportsGet = true, Name = "hieu-luc"), StringLength(10)]
    public string? Lapsing { get; set; }

    [BindProperty(SupportsGet = true, Name = "q"), StringLength(100)]
    public string? Words { get; set; }

    [BindProperty(SupportsGet = true, Name = PageLinksTagHelper.Parameter)]
    public int? Number { get; set; }

    public OrganizationOn Organization { get; private set; } = null!;
    public List<CatalogueEntry> Entries { get; private set; } = [];
    public List<Field> Fields { get; private set; } = [];
    public int Total { get; private set; }

    /// <summary>What lapses, by the key of the kind.</summary>
    public Dictionary<string, IReadOnlyList<LawLapse>> Lapses { get; private set; } = [];
    public bool KeepsLaw { get; private set; }
    public int Shown { get; private set; } = 1;
    public bool Filtered => Area is not null || Tier is not null || FieldCode is not null || On is not null || Trust is not null || Lapsing is not null || Words is not null;
    public string FieldName(string code) => Fields.Find(x => x.Code == code)?.Name ?? code;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        (_, Organization) = await snapshots.ReadAsync(db, cancel);
        Fields = [.. (await db.Fields.AsNoTracking().ToListAsync(cancel)).OrderBy(x => Vi.TitleKey(x.Name), StringComparer.Ordinal)];
        KeepsLaw = (await current.RequireAsync()).KeepsLaw;
        IQueryable<CatalogueEntry> entries = db.Catalogue.AsNoTracking().Include(x => x.Terms).Include(x => x.Bases).AsSplitQuery();
        if (Area is >= 0 and <= 8)
            entries = entries.Where(x => x.Area == (PapiArea)Area.Value);
        if (Tier is "cot-loi" or "mo-rong")
            entries = entries.Where(x => x.Tier == (Tier == "cot-loi" ? CatalogueTier.Core : CatalogueTier.Extended));
        if (FieldCode is { } field)
            entries = entries.Where(x => x.FieldCode == field);
        if (On is "co" or "khong")
            entries = entries.Where(x => x.On == (On == "co"));
        if (Trust is "da-kiem" or "nho-lai")
            entries = entries.Where(x => x.Confidence == (Trust == "da-kiem" ? Confidence.Confirmed : Confidence.Recalled));
        // Some hundred short rows: dates and words are compared without marks in memory.
        var found = await entries.OrderBy(x => x.Area).ThenBy(x => x.Tier).ThenBy(x => x.Key).ToListAsync(cancel);
        Lapses = found.Select(x => (x.Key, Lapses: CatalogueVersions.Lapsing(x, Organization.Day))).Where(x => x.Lapses.Count > 0).ToDictionary(x => x.Key, x => x.Lapses);
        foreach (var word in Vi.Fold(Words).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            found = found.FindAll(x => Vi.Fold($"{x.Title} {x.Event} {x.RecurrenceText} {x.Key}").Contains(word, StringComparison.Ordinal));
        if (Lapsing == "sap-het")
            found = found.FindAll(x => Lapses.ContainsKey(x.Key));
        Total = found.Count;
        Shown = Math.Clamp(Number ?? 1, 1, Math.Max(1, (Total + PageSize - 1) / PageSize));
        Entries = [.. found.Skip((Shown - 1) * PageSize).Take(PageSize)];
    }
}
