using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.Kernel.Scans;

/// <summary>Begins a scan for a duty, or goes on with one that was left.</summary>
[Authorize(Policies.Staff)]
internal sealed class ScansPage(PlatformDb db, CurrentViewer current, DutyLedger ledger, ScanBook book) : PageModel
{
    [BindProperty, Display(Name = "Tên tài liệu"), StringLength(200)] public string? Title { get; set; }

    public Duty Duty { get; private set; } = null!;
    public IReadOnlyList<Scan> Unfinished { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel) => await ReadAsync(id, cancel) is { } no ? no : Page();

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        if (await ReadAsync(id, cancel) is { } no)
            return no;
        if (ModelState.IsValid)
        {
            try
            {
                var scan = await book.StartAsync(id, Title, await current.RequireAsync(), cancel);
                return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/viec/{id}/quet/{scan.Id}"));
            }
            catch (Refusal refusal) when (refusal is not NotAllowed)
            {
                this.Refuse(refusal);
                db.ChangeTracker.Clear();
            }
        }
        return Page();
    }

    private async Task<IActionResult?> ReadAsync(long id, CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        Duty = await ledger.ReadAsync(id, viewer, cancel);
        if (!viewer.CanWorkOn(Duty))
            return StatusCode(403);
        Unfinished = await book.UnfinishedAsync(id, viewer, cancel);
        return null;
    }
}

/// <summary>One paper page by page: pictures arrive one by one, are turned, cut and put in order by plain forms, and become one PDF.</summary>
[Authorize(Policies.Staff)]
internal sealed class ScanPageModel(PlatformDb db, CurrentViewer current, DutyLedger ledger, ScanBook book) : PageModel
{
    [BindProperty, Display(Name = "Ảnh từng trang")] public List<IFormFile>? Pictures { get; set; }
    [BindProperty] public long PageId { get; set; }
    [BindProperty] public int? Turn { get; set; }
    [BindProperty] public int? Place { get; set; }
    [BindProperty, Display(Name = "Trái")] public int? CutLeft { get; set; }
    [BindProperty, Display(Name = "Trên")] public int? CutTop { get; set; }
    [BindProperty, Display(Name = "Phải")] public int? CutRight { get; set; }
    [BindProperty, Display(Name = "Dưới")] public int? CutBottom { get; set; }

    public Viewer Viewer { get; private set; } = null!;
    public Duty Duty { get; private set; } = null!;
    public Scan Scan { get; private set; } = null!;

    public string Path => string.Create(CultureInfo.InvariantCulture, $"/viec/{Duty.Id}/quet/{Scan.Id}");

    public async Task OnGetAsync(long id, long scan, CancellationToken cancel) => await ReadAsync(id, scan, cancel);

    public async Task<IActionResult> OnPostAddAsync(long id, long scan, CancellationToken cancel)
    {
        await ReadAsync(id, scan, cancel);
        var sent = 0;
        try
        {
            if (Pictures is not { Count: > 0 } pictures)
                throw new Refusal("Chưa chọn ảnh", nameof(Pictures));
            foreach (var picture in pictures)
            {
                await using var content = picture.OpenReadStream();
                await book.AddPageAsync(Scan, content, cancel);
                sent++;
            }
            this.Note($"Đã nhận {Vi.Number(sent)} ảnh");
            return LocalRedirect(Path + "#trang");
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            ModelState.AddModelError(refusal.Field ?? nameof(Pictures), sent == 0 ? refusal.Message : $"Đã nhận {Vi.Number(sent)} ảnh; ảnh tiếp theo chưa nhận được: {Vi.LowerFirst(refusal.Message)}");
        }
        return await AgainAsync(id, scan, cancel);
    }

    public Task<IActionResult> OnPostTurnAsync(long id, long scan, CancellationToken cancel) => ActAsync(id, scan, () => book.TurnAsync(Scan, PageId, Turn ?? -1, cancel), cancel);
    public Task<IActionResult> OnPostMoveAsync(long id, long scan, CancellationToken cancel) => ActAsync(id, scan, () => book.MoveAsync(Scan, PageId, Place ?? throw new Refusal("Chưa chọn vị trí"), cancel), cancel);
    public Task<IActionResult> OnPostCutAsync(long id, long scan, CancellationToken cancel) => ActAsync(id, scan, () => book.CutAsync(Scan, PageId, CutLeft, CutTop, CutRight, CutBottom, cancel), cancel);
    public Task<IActionResult> OnPostRemoveAsync(long id, long scan, CancellationToken cancel) => ActAsync(id, scan, () => book.RemoveAsync(Scan, PageId, cancel), cancel);

    public async Task<IActionResult> OnPostFinishAsync(long id, long scan, CancellationToken cancel)
    {
        await ReadAsync(id, scan, cancel);
        try
        {
            var file = await book.FinishAsync(Scan, Viewer, cancel);
            this.Note($"Đã đính kèm {file.FileName}");
            return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/viec/{id}#chung-cu"));
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
        }
        return await AgainAsync(id, scan, cancel);
    }

    public async Task<IActionResult> OnPostDropAsync(long id, long scan, CancellationToken cancel)
    {
        await ReadAsync(id, scan, cancel);
        await book.DropAsync(Scan, cancel);
        this.Note("Đã bỏ bản quét");
        return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/viec/{id}/quet"));
    }

    private async Task<IActionResult> ActAsync(long id, long scan, Func<Task> act, CancellationToken cancel)
    {
        await ReadAsync(id, scan, cancel);
        if (ModelState.IsValid)
        {
            try
            {
                await act();
                return LocalRedirect($"{Path}#t{PageId.ToString(CultureInfo.InvariantCulture)}");
            }
            catch (Refusal refusal) when (refusal is not NotAllowed)
            {
                this.Refuse(refusal);
            }
        }
        return await AgainAsync(id, scan, cancel);
    }

    private async Task<IActionResult> AgainAsync(long id, long scan, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await ReadAsync(id, scan, cancel);
        return Page();
    }

    private async Task ReadAsync(long id, long scan, CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        Duty = await ledger.ReadAsync(id, Viewer, cancel);
        Scan = await book.ReadAsync(id, scan, Viewer, cancel);
    }
}
