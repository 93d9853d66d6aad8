using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

/// <summary>What waits for this person: many declarations confirmed at once, one returned with a reason, extensions decided.</summary>
[Authorize(Policies.Staff)]
internal sealed class ConfirmPage(PlatformDb db, DutyLedger ledger, CurrentViewer current, Snapshots snapshots) : PageModel
{
    [BindProperty] public List<ChosenDuty> Chosen { get; set; } = [];
    [BindProperty, Display(Name = "Nhiệm vụ")] public ChosenDuty? BackId { get; set; }
    [BindProperty, Display(Name = "Lý do trả lại"), StringLength(1000)] public string? Reason { get; set; }
    [BindProperty] public long ExtensionId { get; set; }
    [BindProperty] public bool? Grant { get; set; }
    [BindProperty, Display(Name = "Lý do quyết định"), StringLength(1000)] public string? DecisionReason { get; set; }
    [BindProperty] public Guid? Version { get; set; }
    [TempData] public string[]? Failed { get; set; }

    public Viewer Viewer { get; private set; } = null!;
    public IReadOnlyList<AwaitingDuty> Awaiting { get; private set; } = [];
    public IReadOnlyList<AskedExtension> Extensions { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancel) => ReadAsync(cancel);

    public async Task<IActionResult> OnPostAcceptAsync(CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        if (Chosen.Count == 0)
            ModelState.AddModelError("", "Chưa chọn nhiệm vụ nào");
        if (!ModelState.IsValid)
            return await AgainAsync(cancel);
        var failed = new List<string>();
        var done = 0;
        foreach (var (id, version) in Chosen.DistinctBy(x => x.Id).Take(500))
        {
            try
            {
                await ledger.AcceptAsync(id, Viewer, version, cancel);
                done++;
            }
            catch (Refusal refusal)
            {
                failed.Add($"Nhiệm vụ số {id}: {refusal.Message}");
            }
            // What a refused act has already changed in memory must not be saved with the next one.
            db.ChangeTracker.Clear();
        }
        this.Note(failed.Count == 0 ? $"Đã xác nhận hoàn thành {Vi.Number(done)} nhiệm vụ" : $"Đã xác nhận {Vi.Number(done)} nhiệm vụ, {Vi.Number(failed.Count)} nhiệm vụ không được", failed.Count == 0 ? WordTone.Done : WordTone.Soon);
        Failed = failed.Count == 0 ? null : [.. failed.Take(10)];
        return LocalRedirect("/xac-nhan");
    }

    public Task<IActionResult> OnPostSendBackAsync(CancellationToken cancel) =>
        ActAsync(viewer => BackId is { } back ? ledger.SendBackAsync(back.Id, Reason, viewer, back.Version, cancel) : throw new Refusal("Chưa chọn nhiệm vụ", nameof(BackId)), "Đã trả lại nhiệm vụ", field => field ?? nameof(BackId), cancel);

    public Task<IActionResult> OnPostDecideAsync(CancellationToken cancel) =>
        ActAsync(viewer => ledger.DecideExtensionAsync(ExtensionId, Grant ?? throw new Refusal("Chưa chọn đồng ý hay không đồng ý gia hạn"), DecisionReason, viewer, Version ?? Guid.Empty, cancel),
            Grant == true ? "Đã đồng ý gia hạn" : "Đã không đồng ý gia hạn", field => field == "Reason" ? nameof(DecisionReason) : field ?? "", cancel);

    // The ledger names the field of its own words.
    private async Task<IActionResult> ActAsync(Func<Viewer, Task> act, string done, Func<string?, string> mine, CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        if (!ModelState.IsValid)
            return await AgainAsync(cancel);
        try
        {
            await act(Viewer);
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError(mine(refusal.Field), refusal.Message);
            if (refusal is EditConflict)
                Version = null;
            return await AgainAsync(cancel);
        }
        this.Note(done);
        return LocalRedirect("/xac-nhan");
    }

    private async Task<IActionResult> AgainAsync(CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await ReadAsync(cancel);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        var (calendar, _) = await snapshots.ReadAsync(db, cancel);
        Awaiting = await Decisions.AwaitingAsync(db, Viewer, calendar, all: true, cancel);
        Extensions = await Decisions.ExtensionsAsync(db, Viewer, all: true, cancel);
    }
}
