using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Documents;

/// <summary>What the register shows of a document.</summary>
internal sealed record DocumentRow(long Id, int? ArrivalNumber, DateOnly RegisteredOn, string Number, DateOnly IssuedOn, string Issuer, string Abstract, DateOnly? DueOn,
    DocumentUrgency Urgency, DocumentHandling Handling, string? Recipients);

/// <summary>The register: incoming and issued documents, newest first.</summary>
[Authorize(Policies.Staff)]
internal sealed class DocumentsPage(PlatformDb db, CurrentViewer current, DocumentBook book) : PageModel
{
    public const int PageSize = 20;

    /// <summary>The issuers offered are those of so many of the last documents.</summary>
    private const int IssuersOf = 300;

    private Dictionary<long, (int All, int Done, int Late)> _duties = [];

    public Viewer Viewer { get; private set; } = null!;
    public DocumentFilter Filter { get; private set; } = new();
    public IReadOnlyList<DocumentRow> Rows { get; private set; } = [];
    public IReadOnlyList<string> Issuers { get; private set; } = [];
    public int Total { get; private set; }
    public int Number { get; private set; } = 1;
    public DateOnly Today { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        Today = db.Clock.OfficeToday();
        Filter = DocumentFilter.Read(name => Request.Query[name]);
        var visible = book.Visible(Viewer).AsNoTracking();
        var listed = Filter.Apply(db, visible, Today);
        Total = await listed.CountAsync(cancel);
        Number = int.TryParse(Request.Query[PageLinksTagHelper.Parameter], out var page) && page > 0 && (page - 1) * (long)PageSize < Total ? page : 1;
        Rows = await listed.OrderByDescending(x => x.RegisteredOn).ThenByDescending(x => x.Id).Skip((Number - 1) * PageSize).Take(PageSize)
            .Select(x => new DocumentRow(x.Id, x.ArrivalNumber, x.RegisteredOn, x.Number, x.IssuedOn, x.Issuer, x.Abstract, x.DueOn, x.Urgency, x.Handling, x.Recipients)).ToListAsync(cancel);
        if (Filter.Flow == DocumentFlow.Incoming)
            Issuers = [.. (await visible.Where(x => x.Flow == DocumentFlow.Incoming).OrderByDescending(x => x.RegisteredOn).ThenByDescending(x => x.Id).Take(IssuersOf)
                .Select(x => x.Issuer).ToListAsync(cancel)).GroupBy(DocumentWords.IssuerKey).OrderByDescending(x => x.Count()).Select(x => x.First())];
        long?[] ids = [.. Rows.Select(x => (long?)x.Id)];
        var today = Today;
        // What few may see is counted on no list.
        _duties = (await book.DutiesFor(Viewer).Where(x => ids.Contains(x.DocumentId) && x.Stage != DutyStage.Cancelled)
            .Select(x => new { x.DocumentId, Done = x.Stage == DutyStage.Done, Late = x.Stage == DutyStage.Open && !x.Paused && x.DueOn < today }).ToListAsync(cancel))
            .GroupBy(x => x.DocumentId!.Value).ToDictionary(x => x.Key, x => (x.Count(), x.Count(y => y.Done), x.Count(y => y.Late)));
    }

    /// <summary>What is still to be done about a document, what is wrong first.</summary>
    public (WordTone Tone, string Text) Word(DocumentRow row) => row.Handling switch
    {
        DocumentHandling.ForInformation => (WordTone.Open, "Để biết"),
        DocumentHandling.ToAssign => row.DueOn < Today ? (WordTone.Late, "Quá hạn, chưa giao việc") : (WordTone.Soon, "Chưa giao việc"),
        _ when !_duties.TryGetValue(row.Id, out var of) => (WordTone.Open, "Đã giao việc"),
        _ when _duties[row.Id] is { Late: > 0 } of => (WordTone.Late, $"{Vi.Number(of.Late)} nhiệm vụ quá hạn"),
        _ when _duties[row.Id] is var of && of.Done == of.All => (WordTone.Done, $"Hoàn thành {Vi.Number(of.All)} nhiệm vụ"),
        _ => (WordTone.Wait, $"Hoàn thành {Vi.Number(_duties[row.Id].Done)}/{Vi.Number(_duties[row.Id].All)} nhiệm vụ"),
    };
}
