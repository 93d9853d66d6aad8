using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Documents;

/// <summary>One duty that is to come of a document.</summary>
/// <param name="Row">Its place in the form, for the messages.</param>
/// <param name="DueOn">Null for the document's own date.</param>
public sealed record DutyOfDocument(int Row, int? UnitId, string? Title, DateOnly? DueOn, string? Product, int? OfficerId, IReadOnlyList<int> Coordinating);

public sealed partial class DocumentBook
{
    /// <summary>Duties given at once.</summary>
    public const int MostRows = 30;

    /// <summary>
    /// What is told of the duties that came of documents: all of them to who reads the whole register, so that nothing is given
    /// twice, to others what they may see. What is confidential is told to nobody here; which duties open is the viewer's to say.
    /// </summary>
    public IQueryable<Duty> DutiesFor(Viewer viewer) =>
        (viewer.ReadsDocuments ? db.Duties : viewer.Visible(db.Duties)).AsNoTracking().Where(x => x.DocumentId != null && !x.Confidential);

    /// <summary>
    /// Gives duties from a document, all or none. Each carries the document's name and its newest direction; a date after the
    /// document's own needs a reason. Throws <see cref="EditConflict"/> when somebody else gave duties from it meanwhile, and
    /// <see cref="Refusal"/> whose field is «Rows[i].…».
    /// </summary>
    public async Task<IReadOnlyList<Duty>> AssignAsync(long id, PapiArea area, IReadOnlyList<DutyOfDocument> rows, string? reason, Viewer by, Guid version, CancellationToken cancel = default)
    {
        if (!by.KeepsDocuments && !by.Leads)
            throw new NotAllowed();
        if (!Enum.IsDefined(area))
            throw new Refusal("Chưa chọn nội dung PAPI", "Area");
        if (rows.Count == 0)
            throw new Refusal("Chưa nhập nhiệm vụ nào", "Rows[0].UnitId");
        if (rows.Count > MostRows)
            throw new Refusal($"Mỗi lần giao tối đa {MostRows} nhiệm vụ");
        var document = await ReadAsync(id, by, cancel);
        if (document.Version != version)
            throw new EditConflict(document is { AssignedAt: { } at, AssignedById: { } giver }
                ? $"{by.Organization.PersonName(giver)} vừa giao việc từ văn bản này lúc {Vi.Time(at.ToOffice())}. Nội dung đang nhập vẫn được giữ; xem các nhiệm vụ đã giao ở trên, bỏ dòng trùng rồi giao lại"
                : "Người khác vừa lưu văn bản này. Nội dung đang nhập vẫn được giữ; xem bản mới rồi giao lại");
        var direction = Newest(document);
        reason = DutyLedger.Optional(reason, 400, "Reason");
        var given = rows.Select(row => NewDutyOf(document, direction, area, row, reason, by)).ToList();
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        document.Handling = DocumentHandling.Assigned;
        document.AssignedAt = db.Clock.GetUtcNow().UtcDateTime;
        document.AssignedById = by.Id;
        db.Act = "Giao việc từ văn bản";
        await db.SaveChangesAsync(cancel);
        var duties = new List<Duty>();
        foreach (var duty in given)
        {
            db.Act = "Giao nhiệm vụ";
            duties.Add(await ledger.OpenAsync(duty, by, cancel));
        }
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
        return duties;
    }

    private NewDuty NewDutyOf(Document document, DocumentDirection? direction, PapiArea area, DutyOfDocument row, string? reason, Viewer by)
    {
        string Field(string name) => $"Rows[{row.Row}].{name}";
        var organization = by.Organization;
        if (row.UnitId is not { } unit)
            throw new Refusal($"Dòng {row.Row + 1}: chưa chọn đơn vị chủ trì", Field(nameof(row.UnitId)));
        if (organization.Units.All(x => x.Id != unit))
            throw new Refusal($"Dòng {row.Row + 1}: đơn vị chủ trì đã kết thúc hoạt động. Chọn đơn vị đang hoạt động", Field(nameof(row.UnitId)));
        var title = DutyLedger.Required(row.Title, $"Dòng {row.Row + 1}: chưa nhập nội dung nhiệm vụ", Field(nameof(row.Title)), 500);
        if ((row.DueOn ?? document.DueOn) is not { } due)
            throw new Refusal($"Dòng {row.Row + 1}: chưa nhập thời hạn hoàn thành; văn bản không ghi hạn", Field(nameof(row.DueOn)));
        if (due < Today)
            throw new Refusal($"Dòng {row.Row + 1}: thời hạn {Vi.Date(due)} trước hôm nay ({Vi.Date(Today)})", Field(nameof(row.DueOn)));
        if (due > Today.AddYears(5))
            throw new Refusal($"Dòng {row.Row + 1}: thời hạn cách hôm nay quá 5 năm. Kiểm tra lại năm", Field(nameof(row.DueOn)));
        var later = document.DueOn is { } own && due > own;
        if (later && reason is null)
            throw new Refusal($"Dòng {row.Row + 1}: thời hạn {Vi.Date(due)} sau hạn trong văn bản ({Vi.Date(document.DueOn)}). Nhập lý do hoặc sửa thời hạn", "Reason");
        if (row.OfficerId is { } officer && organization.Members(unit).All(x => x.Id != officer))
            throw new Refusal($"Dòng {row.Row + 1}: người thực hiện phải thuộc đơn vị chủ trì", Field(nameof(row.OfficerId)));
        if (row.Coordinating.FirstOrDefault(x => organization.Units.All(y => y.Id != x)) is not 0)
            throw new Refusal($"Dòng {row.Row + 1}: chưa chọn đơn vị phối hợp", Field(nameof(row.Coordinating)));
        return new NewDuty(area, title, due, new Term(0, TermUnit.CalendarDay, TermKind.FixedDate))
        {
            Product = DutyLedger.Optional(row.Product, 400, Field(nameof(row.Product))),
            LeadUnitId = unit,
            OfficerId = row.OfficerId,
            SourceDocument = DocumentWords.Name(document),
            DocumentId = document.Id,
            Direction = direction?.Text,
            DirectionById = direction?.LeaderId,
            TermText = later ? $"Hạn trong văn bản {Vi.Date(document.DueOn)}; giao đến {Vi.Date(due)}: {reason}" : document.DueOn is null ? null : $"Hạn trong văn bản {Vi.Date(document.DueOn)}",
            Shares = [.. row.Coordinating.Distinct().Where(x => x != unit).Select(x => new NewShare(x, $"Phối hợp: {title}"[..Math.Min(500, title.Length + 10)]))],
        };
    }
}
