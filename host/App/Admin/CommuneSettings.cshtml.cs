using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BacSon.App.Admin;

/// <summary>What papers, mails and the portal say of the commune.</summary>
[Authorize(Policies.Administer)]
internal sealed class CommuneSettingsPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, OrganizationBook book) : PageModel
{
    [BindProperty, Display(Name = "Tên xã"), StringLength(100)]
    public string? Commune { get; set; }

    [BindProperty, Display(Name = "Tên cơ quan"), StringLength(200)]
    public string? FullName { get; set; }

    [BindProperty, Display(Name = "Tỉnh"), StringLength(100)]
    public string? Province { get; set; }

    [BindProperty, Display(Name = "Địa danh trên văn bản"), StringLength(100)]
    public string? Place { get; set; }

    [BindProperty, Display(Name = "Địa chỉ"), StringLength(300)]
    public string? Address { get; set; }

    [BindProperty, Display(Name = "Số điện thoại cơ quan"), StringLength(30), Phone]
    public string? Phone { get; set; }

    [BindProperty, Display(Name = "Đường dây nóng"), StringLength(30), Phone]
    public string? Hotline { get; set; }

    [BindProperty, Display(Name = "Ngày bắt đầu sử dụng")]
    public DateOnly? StartedOn { get; set; }

    [BindProperty, Display(Name = "Xưng hô trong thư gửi cán bộ"), StringLength(20)]
    public string? Salutation { get; set; }

    public static readonly SelectListItem[] Salutations = [new("đồng chí", "đồng chí"), new("ông/bà", "ông/bà")];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        (Commune, FullName, Province, Place) = (organization.Setting(SettingNames.Commune), organization.Setting(SettingNames.FullName), organization.Setting(SettingNames.Province), organization.Setting(SettingNames.Place));
        (Address, Phone, Hotline) = (organization.Setting(SettingNames.Address), organization.Setting(SettingNames.Phone), organization.Setting(SettingNames.Hotline));
        StartedOn = DateOnly.TryParseExact(organization.Setting(SettingNames.StartedOn), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        Salutation = organization.Setting(SettingNames.Salutation) ?? "đồng chí";
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (ModelState.IsValid && !Salutations.Any(x => x.Value == Salutation))
            ModelState.AddModelError(nameof(Salutation), "Chưa chọn xưng hô trong thư gửi cán bộ");
        if (!ModelState.IsValid)
            return Page();
        try
        {
            await book.SaveSettingsAsync(new Dictionary<string, string?>
            {
                [SettingNames.Commune] = Commune,
                [SettingNames.FullName] = FullName,
                [SettingNames.Province] = Province,
                [SettingNames.Place] = Place,
                [SettingNames.Address] = Address,
                [SettingNames.Phone] = Phone,
                [SettingNames.Hotline] = Hotline,
                [SettingNames.StartedOn] = StartedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                [SettingNames.Salutation] = Salutation,
            }, await current.RequireAsync(), cancel);
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            ModelState.AddModelError(refusal.Field switch { SettingNames.Commune => nameof(Commune), SettingNames.StartedOn => nameof(StartedOn), _ => "" }, refusal.Message);
            return Page();
        }
        this.Note("Đã lưu thông tin của xã");
        return RedirectToPage();
    }
}
