using System.ComponentModel.DataAnnotations;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BacSon.App.Status;

/// <summary>A province's official PAPI results over the years, and which province stands beside the commune's figures.</summary>
[Authorize(Policies.Staff)]
internal sealed class PapiPage(PlatformDb db, CurrentViewer current) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "tinh"), Display(Name = "Tỉnh, thành phố"), StringLength(60)]
    public string? ProvinceKey { get; set; }

    public PapiResults Papi { get; } = PapiResults.Read();
    public PapiProvince? Province { get; private set; }

    /// <summary>The commune's choice, or null.</summary>
    public PapiProvince? Chosen { get; private set; }
    public bool MayChoose { get; private set; }
    public bool SeesStatus { get; private set; }
    public IEnumerable<SelectListItem> Choices => Papi.Provinces.Select(x => new SelectListItem(x.Name, x.Key));

    public async Task OnGetAsync() => await FillAsync();

    /// <summary>Makes the province the one that everyone sees beside the commune's figures.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await FillAsync();
        if (!MayChoose)
            throw new NotAllowed();
        if (Papi.Find(ProvinceKey) is not { } province)
        {
            ModelState.AddModelError("tinh", "Chưa chọn tỉnh, thành phố");
            return Page();
        }
        if (Chosen != province)
        {
            var setting = await db.Settings.FindAsync([SettingNames.PapiProvince], cancel);
            if (setting is null)
                db.Settings.Add(new Setting { Name = SettingNames.PapiProvince, Value = province.Name });
            else
                setting.Value = province.Name;
            db.Act = "Chọn tỉnh để xem kết quả PAPI";
            await db.SaveChangesAsync(cancel);
        }
        this.Note($"Đã chọn {province.Name} để xem kết quả PAPI bên cạnh số liệu của xã");
        return Redirect("/papi?tinh=" + province.Key);
    }

    private async Task FillAsync()
    {
        var viewer = await current.RequireAsync();
        MayChoose = viewer.ActsAsChairman || viewer.ActsAsOfficeHead || viewer.IsAdministrator;
        SeesStatus = viewer.SeesStatus;
        Chosen = Papi.Find(viewer.Organization.Setting(SettingNames.PapiProvince));
        Province = Papi.Find(ProvinceKey) ?? Chosen;
        ProvinceKey ??= Province?.Key;
    }

    /// <summary>A line of scores, broken where two years were measured differently: a break stands between them as a gap.</summary>
    public IReadOnlyList<double?> Line(int content)
    {
        var line = new List<double?>();
        foreach (var year in Papi.Years)
        {
            if (line.Count > 0 && Papi.BreaksAt(content, year))
                line.Add(null);
            var of = Province?.In(year);
            line.Add(content == 0 ? of?.Total : of?.Contents[content - 1]);
        }
        return line;
    }
}
