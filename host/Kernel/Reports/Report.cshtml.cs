using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.Kernel.Reports;

/// <summary>A figure as the form shows and sends it.</summary>
internal sealed class FigureInput
{
    public string? Name { get; set; }
    [StringLength(200)] public string? Value { get; set; }
}

/// <summary>One issue of a report: to whom, up to which day, its figures, the issue before, and its sending.</summary>
[Authorize(Policies.Staff)]
internal sealed class ReportPage(CurrentViewer current, DutyLedger ledger, ReportBook book, FileStore files, PlatformDb db) : PageModel
{
    [BindProperty] public List<FigureInput> Figures { get; set; } = [];
    [BindProperty] public Guid? Version { get; set; }
    [BindProperty, Display(Name = "Ngày gửi")] public DateOnly? SentOn { get; set; }
    [BindProperty, Display(Name = "Số, ký hiệu"), StringLength(60)] public string? SentNumber { get; set; }
    [BindProperty, Display(Name = "Gửi qua"), StringLength(200)] public string? SentVia { get; set; }
    [BindProperty, Display(Name = "Ghi chú"), StringLength(1000)] public string? SentNote { get; set; }
    [BindProperty, Display(Name = "Bản báo cáo đã ký (PDF hoặc ảnh, tối đa 20 MB)")] public IFormFile? Signed { get; set; }

    public Viewer Viewer { get; private set; } = null!;
    public Duty Duty { get; private set; } = null!;
    public ReportKind Kind { get; private set; } = null!;
    public ReportIssue Issue { get; private set; } = null!;
    public IReadOnlyList<FigureValue> Values { get; private set; } = [];
    public ReportIssue? Last { get; private set; }
    public bool CanWork => Duty.Stage == DutyStage.Open && Viewer.CanWorkOn(Duty);

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        await ReadAsync(id, cancel);
        Version = Issue.Version;
        Figures = [.. Values.Select(x => new FigureInput { Name = x.Name, Value = x.Said })];
        SentVia = Kind.Channel;
        return Page();
    }

    public Task<IActionResult> OnPostAsync(long id, CancellationToken cancel) => TryAsync(id, "Đã lưu số liệu", () => Signed is not null
        // Nothing that was chosen is dropped in silence.
        ? throw new Refusal("Bản đã ký chỉ gắn khi ghi nhận đã gửi. Bỏ chọn tệp, hoặc ghi nhận đã gửi", nameof(Signed)) : book.SaveFiguresAsync(id, Typed, Version, Viewer, cancel), cancel);

    public Task<IActionResult> OnPostSendAsync(long id, CancellationToken cancel) => TryAsync(id, "Đã ghi nhận báo cáo đã gửi, chờ xác nhận hoàn thành", async () =>
    {
        await using var content = Signed?.OpenReadStream();
        await book.SendAsync(id, Typed, new ReportSending(SentOn, SentNumber, SentVia, SentNote), Signed?.FileName ?? "", content, Version, Viewer, cancel);
    }, cancel);

    /// <summary>The frozen copy of this issue or of the one before.</summary>
    public async Task<IActionResult> OnGetFileAsync(long id, bool last, CancellationToken cancel)
    {
        await ReadAsync(id, cancel);
        return (last ? Last : Issue) is { Sha256: { } hash, ContentType: { } type, FileName: { } name } ? File(files.Open(hash), type, name) : NotFound();
    }

    private Dictionary<string, string?> Typed => Figures.DistinctBy(x => x.Name).ToDictionary(x => x.Name ?? "", x => x.Value);

    private async Task<IActionResult> TryAsync(long id, string note, Func<Task> act, CancellationToken cancel)
    {
        await ReadAsync(id, cancel);
        if (ModelState.IsValid)
        {
            try
            {
                await act();
                this.Note(note);
                return LocalRedirect($"/bao-cao/{id}");
            }
            catch (Refusal refusal) when (refusal is not NotAllowed)
            {
                this.Refuse(refusal);
                db.ChangeTracker.Clear();
            }
        }
        await ReadAsync(id, cancel);
        if (!ModelState.ContainsKey(nameof(Version)))
            Version = Issue.Version;
        return Page();
    }

    private async Task ReadAsync(long id, CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        Duty = await ledger.ReadAsync(id, Viewer, cancel);
        Kind = await book.KindOfAsync(Duty, cancel);
        Issue = await book.IssueAsync(Duty, Kind, cancel);
        Values = ReportBook.FiguresOf(Issue);
        Last = await book.LastAsync(Duty, cancel);
    }
}
