using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BacSon.Kernel.Links;

/// <summary>The links of one purpose of a duty: make them for several villages at once, see what came, revoke.</summary>
[Authorize(Policies.Staff)]
internal sealed class TaskLinksPage(PlatformDb db, CurrentViewer current, DutyLedger ledger, TaskLinkBook book) : PageModel
{
    [BindProperty, Display(Name = "Thôn nhận")] public List<int> VillageIds { get; set; } = [];
    [BindProperty, Display(Name = "Người nhận khác"), StringLength(90)] public string? Other { get; set; }
    [BindProperty, Display(Name = "Việc đề nghị thực hiện"), DataType(DataType.MultilineText), StringLength(500)] public string? Ask { get; set; }
    [BindProperty, Display(Name = "Dùng đến hết ngày")] public DateOnly? LastDay { get; set; }
    [BindProperty] public long LinkId { get; set; }
    [BindProperty] public Guid? Version { get; set; }

    public Viewer Viewer { get; private set; } = null!;
    public Duty Duty { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public IReadOnlyList<TaskLink> Links { get; private set; } = [];
    public IReadOnlyList<MadeTaskLink> Made { get; private set; } = [];
    public bool Runs => TaskLinkBook.Runs(Duty);
    public IEnumerable<SelectListItem> Villages => TaskLinkBook.Villages(Viewer.Organization).Select(x => new SelectListItem(x.Name, x.Id.ToString(CultureInfo.InvariantCulture)));

    public TaskLinkState StateOf(TaskLink link) => link.StateOn(Today, Runs);
    public string AddressOf(MadeTaskLink made) => book.AddressOf(made.Secret);
    public string Phone => Viewer.Organization.Setting(SettingNames.Phone) ?? "";

    /// <summary>What is sent over Zalo: the task and its address, nothing of anybody.</summary>
    public string Message(MadeTaskLink made) => $"Kính gửi {made.Link.Recipient},\n{made.Link.Ask}\nBáo kết quả và gửi ảnh tại: {AddressOf(made)}\nĐường dẫn chỉ dùng cho việc này, đến hết ngày {Vi.Date(made.Link.LastDay)}. Không chuyển cho người khác.";

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (await ReadAsync(id, cancel) is { } no)
            return no;
        Fill();
        return Page();
    }

    /// <summary>Makes the links and shows their addresses in this answer only: no address of ours tells them a second time.</summary>
    public async Task<IActionResult> OnPostMakeAsync(long id, CancellationToken cancel)
    {
        if (await ReadAsync(id, cancel) is { } no)
            return no;
        if (ModelState.IsValid)
        {
            try
            {
                Made = await book.MakeAsync(id, new NewTaskLinks(VillageIds, Other, Ask, LastDay), Viewer, cancel);
                ModelState.Clear();
                (VillageIds, Other) = ([], null);
            }
            catch (Refusal refusal) when (refusal is not NotAllowed)
            {
                this.Refuse(refusal);
            }
        }
        db.ChangeTracker.Clear();
        await ReadAsync(id, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeAsync(long id, CancellationToken cancel)
    {
        if (await ReadAsync(id, cancel) is { } no)
            return no;
        try
        {
            if (!ModelState.IsValid)
                throw new Refusal("Giá trị gửi lên không đúng. Tải lại trang rồi làm lại");
            await book.RevokeAsync(id, LinkId, Version, Viewer, cancel);
            this.Note("Đã thu hồi đường dẫn");
            return LocalRedirect($"/viec/{id}/duong-dan");
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
        }
        db.ChangeTracker.Clear();
        await ReadAsync(id, cancel);
        Fill();
        return Page();
    }

    private void Fill() => (Ask, LastDay) = (Duty.Title, Duty.DueOn < Today ? Today.AddDays(7) : Duty.DueOn > Today.AddDays(TaskLinkBook.MostDays) ? Today.AddDays(TaskLinkBook.MostDays) : Duty.DueOn);

    private async Task<IActionResult?> ReadAsync(long id, CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        Today = db.Clock.OfficeToday();
        Duty = await ledger.ReadAsync(id, Viewer, cancel);
        if (!TaskLinkBook.CanManage(Viewer, Duty))
            return StatusCode(403);
        Links = await book.OfDutyAsync(id, cancel);
        return null;
    }
}
