using System.Globalization;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Papers;

/// <summary>What the list shows of a paper.</summary>
internal sealed record PaperRow(long Id, PaperKind Kind, PaperState State, string Title, int? UnitId, DateTime MadeAt, string Symbol, int? Number, DateOnly? IssuedOn);

/// <summary>The papers this person may see, newest first.</summary>
[Authorize(Policies.Staff)]
internal sealed class PapersPage(CurrentViewer current, PaperBook book, OfficePapers papers, Meetings.MeetingBook meetings) : PageModel
{
    public Viewer Viewer { get; private set; } = null!;
    public PaperState? State { get; private set; }
    public PaperKind? Kind { get; private set; }
    public IReadOnlyList<PaperRow> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public int Number { get; private set; } = 1;
    public bool CanManage { get; private set; }

    /// <summary>The slip of a duty, from its page.</summary>
    public Task<IActionResult> OnPostSlipAsync(long duty, CancellationToken cancel) => DraftAsync(async viewer => await papers.AssignAsync(duty, viewer, cancel));

    /// <summary>The notice of a giao ban's conclusions, from its page.</summary>
    public Task<IActionResult> OnPostNoticeAsync(DateOnly day, CancellationToken cancel) => DraftAsync(async viewer =>
        await papers.NoticeAsync(await meetings.FindAsync(day, cancel) ?? throw new Refusal("Chưa ghi kết luận cuộc họp này"), viewer, cancel));

    private async Task<IActionResult> DraftAsync(Func<Viewer, Task<Paper>> draft)
    {
        try
        {
            var paper = await draft(await current.RequireAsync());
            this.Note($"Đã có dự thảo {Vi.LowerFirst(paper.Kind.Title())}");
            return LocalRedirect($"/giay-to/{paper.Id}");
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Note(refusal.Message, WordTone.Soon);
            return LocalRedirect("/giay-to");
        }
    }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        CanManage = PaperBook.CanManage(Viewer);
        State = Enum.TryParse<PaperState>(Request.Query["tt"], out var state) && Enum.IsDefined(state) ? state : null;
        Kind = Enum.TryParse<PaperKind>(Request.Query["loai"], out var kind) && Enum.IsDefined(kind) ? kind : null;
        var papers = book.Visible(Viewer).AsNoTracking();
        if (State is { } wanted)
            papers = papers.Where(x => x.State == wanted);
        if (Kind is { } one)
            papers = papers.Where(x => x.Kind == one);
        Total = await papers.CountAsync(cancel);
        Number = int.TryParse(Request.Query[PageLinksTagHelper.Parameter], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0 && (page - 1) * (long)PaperBook.PageSize < Total ? page : 1;
        Rows = await papers.OrderByDescending(x => x.Id).Skip((Number - 1) * PaperBook.PageSize).Take(PaperBook.PageSize)
            .Select(x => new PaperRow(x.Id, x.Kind, x.State, x.Title, x.UnitId, x.MadeAt, x.Symbol, x.Number, x.IssuedOn)).ToListAsync(cancel);
    }

    public static WordTone Tone(PaperState state) => state switch
    {
        PaperState.Issued => WordTone.Done,
        PaperState.AwaitingSignature => WordTone.Wait,
        PaperState.Signed => WordTone.Soon,
        _ => WordTone.Open,
    };
}
