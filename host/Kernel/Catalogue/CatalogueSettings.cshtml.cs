using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Catalogue;

/// <summary>How a kind of duty is carried in this commune: its title, its field, when it is reminded.</summary>
[Authorize(Policies.Law)]
internal sealed class CatalogueSettingsPage(PlatformDb db, CurrentViewer current, LawKeeper keeper) : PageModel
{
    [BindProperty, Display(Name = "Tên nhiệm vụ"), StringLength(500), DataType(DataType.MultilineText)]
    public string? Title { get; set; }

    [BindProperty, Display(Name = "Lĩnh vực"), StringLength(40)]
    public string? FieldCode { get; set; }

    [BindProperty, Display(Name = "Nhắc trước (ngày làm việc)"), StringLength(40)]
    public string? RemindBefore { get; set; }

    [BindProperty, Display(Name = "Lý do"), StringLength(500), DataType(DataType.MultilineText)]
    public string? Reason { get; set; }

    [BindProperty]
    public Guid Version { get; set; }

    public CatalogueEntry Entry { get; private set; } = null!;
    public List<SelectListItem> Fields { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string key, CancellationToken cancel)
    {
        if (!await ReadAsync(key, cancel))
            return NotFound();
        (Title, FieldCode, RemindBefore) = (Entry.Title, Entry.FieldCode, Entry.RemindBefore.Replace(",", ", ", StringComparison.Ordinal));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string key, CancellationToken cancel)
    {
        try
        {
            if (ModelState.IsValid)
            {
                var changed = await keeper.SetAsync(key, Title, FieldCode, RemindBefore, Reason, await current.RequireAsync(), Version, cancel);
                this.Note(changed ? "Đã lưu loại nhiệm vụ" : "Các nội dung này đang dùng, không có gì thay đổi");
                return LocalRedirect($"/danh-muc/{Uri.EscapeDataString(key)}");
            }
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            db.ChangeTracker.Clear();
        }
        return await ReadAsync(key, cancel) ? Page() : NotFound();
    }

    private async Task<bool> ReadAsync(string key, CancellationToken cancel)
    {
        if (await db.Catalogue.AsNoTracking().FirstOrDefaultAsync(x => x.Key == key, cancel) is not { } entry)
            return false;
        Entry = entry;
        if (!ModelState.ContainsKey(nameof(Version)))
            Version = entry.Version;
        Fields = [.. (await db.Fields.AsNoTracking().ToListAsync(cancel)).OrderBy(x => Vi.TitleKey(x.Name), StringComparer.Ordinal).Select(x => new SelectListItem(x.Name, x.Code))];
        return true;
    }
}
