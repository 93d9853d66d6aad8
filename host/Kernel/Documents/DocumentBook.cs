using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Search;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Documents;

/// <summary>What is typed of a document.</summary>
/// <param name="RegisteredOn">Ngày đến of an incoming document; of an issued one its issue date stands for it.</param>
/// <param name="ArrivalNumber">Số đến; null takes the next free one of the year.</param>
public sealed record DocumentInput(string? Number, DateOnly? IssuedOn, string? Issuer, string? Abstract, DateOnly? RegisteredOn = null, int? ArrivalNumber = null)
{
    public DateOnly? DueOn { get; init; }
    public DocumentUrgency Urgency { get; init; }
    public string? Signer { get; init; }
    public string? Recipients { get; init; }
    public string? Note { get; init; }
}

/// <summary>The document stands in the register already.</summary>
public sealed class DocumentEnteredBefore(long id, string message) : Refusal(message, nameof(DocumentInput.Number))
{
    /// <summary>The one that was entered first.</summary>
    public long Id { get; } = id;
}

/// <summary>
/// The register of incoming and issued documents and what the office does with them. Each method is one act: it checks the
/// right and the rule, writes the record, its search words and its audit entry in one transaction, and refuses with a
/// <see cref="Refusal"/> in words.
/// </summary>
public sealed partial class DocumentBook(PlatformDb db, DutyLedger ledger, FileStore files)
{
    /// <summary>Files of one document.</summary>
    public const int MostFiles = 20;

    private const int MostDirections = 30;
    private const int LastArrivalNumber = 9_999_999;

    private DateOnly Today => db.Clock.OfficeToday();

    /// <summary>What this person may read: the whole register, or the documents from which he has or sees a duty.</summary>
    public IQueryable<Document> Visible(Viewer viewer)
    {
        if (viewer.ReadsDocuments)
            return db.Documents;
        if (viewer.OnlyObserves)
            return db.Documents.Where(x => false);
        var seen = viewer.Visible(db.Duties).Where(x => x.DocumentId != null).Select(x => x.DocumentId);
        return db.Documents.Where(x => seen.Contains(x.Id));
    }

    /// <summary>A document with its files and directions, if this person may read it.</summary>
    public async Task<Document> ReadAsync(long id, Viewer by, CancellationToken cancel = default) =>
        await Visible(by).Include(x => x.Files).Include(x => x.Directions).AsSplitQuery().FirstOrDefaultAsync(x => x.Id == id, cancel) ?? throw NotFound();

    /// <summary>The next free arrival number of a year.</summary>
    public async Task<int> NextNumberAsync(int year, CancellationToken cancel = default) =>
        (await db.Documents.Where(x => x.Flow == DocumentFlow.Incoming && x.Year == year).MaxAsync(x => x.ArrivalNumber, cancel) ?? 0) + 1;

    /// <summary>Enters an incoming document. Throws <see cref="DocumentEnteredBefore"/> when it stands in the register already.</summary>
    public Task<Document> EnterIncomingAsync(DocumentInput given, Viewer by, CancellationToken cancel = default) => EnterAsync(DocumentFlow.Incoming, given, by, cancel);

    /// <summary>
    /// Enters a document that the commune issued. Whoever issues a paper calls it inside the transaction of the paper; the
    /// right to issue is the paper's to check, so <paramref name="by"/> is null there.
    /// </summary>
    public Task<Document> EnterIssuedAsync(DocumentInput given, Viewer? by, CancellationToken cancel = default) => EnterAsync(DocumentFlow.Issued, given, by, cancel);

    private async Task<Document> EnterAsync(DocumentFlow flow, DocumentInput given, Viewer? by, CancellationToken cancel)
    {
        if (by is { KeepsDocuments: false })
            throw new NotAllowed();
        var document = new Document { Flow = flow, Number = "", Issuer = "", IssuerKey = "", Abstract = "", IdentityKey = "" };
        Fill(document, given);
        document.Handling = flow == DocumentFlow.Incoming ? DocumentHandling.ToAssign : DocumentHandling.ForInformation;
        document.EnteredById = by?.Id ?? db.Acting.PersonId;
        document.EnteredAt = db.Clock.GetUtcNow().UtcDateTime;
        await RefuseTwinAsync(document, cancel);
        if (flow == DocumentFlow.Incoming)
            await NumberAsync(document, given.ArrivalNumber, cancel);
        await SaveAsync(document, given.ArrivalNumber is null, flow == DocumentFlow.Incoming ? "Vào sổ văn bản đến" : "Vào sổ văn bản đi", cancel);
        return document;
    }

    /// <summary>Corrects what was typed. Duties already given keep their own dates and words.</summary>
    public async Task ChangeAsync(long id, DocumentInput given, Viewer by, Guid version, CancellationToken cancel = default)
    {
        if (!by.KeepsDocuments)
            throw new NotAllowed();
        var document = await ReadAsync(id, by, cancel);
        Expect(document, version);
        var year = document.Year;
        Fill(document, given);
        await RefuseTwinAsync(document, cancel);
        if (document.Flow == DocumentFlow.Incoming && (given.ArrivalNumber != document.ArrivalNumber || document.Year != year))
            await NumberAsync(document, given.ArrivalNumber, cancel);
        await SaveAsync(document, false, "Sửa văn bản trong sổ", cancel);
    }

    /// <summary>Says that nobody is to do anything about it, or takes that back. What duties came of stays assigned.</summary>
    public async Task FileAsync(long id, bool forInformation, Viewer by, Guid version, CancellationToken cancel = default)
    {
        if (!by.KeepsDocuments)
            throw new NotAllowed();
        var document = await ReadAsync(id, by, cancel);
        Expect(document, version);
        if (document.Handling == DocumentHandling.Assigned)
            throw new Refusal("Văn bản này đã giao việc");
        document.Handling = forInformation ? DocumentHandling.ForInformation : DocumentHandling.ToAssign;
        db.Act = forInformation ? "Văn bản để biết, không giao việc" : "Văn bản cần giao việc";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Attaches a picture or a PDF. Throws <see cref="Refusal"/> at «Files» for anything else, or too much of it.</summary>
    public async Task AttachAsync(long id, string fileName, Stream content, Viewer by, CancellationToken cancel = default)
    {
        if (!by.KeepsDocuments)
            throw new NotAllowed();
        if (!await db.Documents.AnyAsync(x => x.Id == id, cancel))
            throw NotFound();
        if (await db.DocumentFiles.CountAsync(x => x.DocumentId == id, cancel) >= MostFiles)
            throw new Refusal($"Mỗi văn bản có tối đa {MostFiles} tệp", "Files");
        var kept = await files.KeepAsync(fileName, content, cancel: cancel);
        db.DocumentFiles.Add(new DocumentFile
        {
            DocumentId = id,
            FileName = kept.FileName,
            ContentType = kept.ContentType,
            Size = kept.Size,
            Sha256 = kept.Sha256,
            PublicSha256 = kept.PublicSha256,
            UploadedById = by.Id,
            UploadedAt = db.Clock.GetUtcNow().UtcDateTime,
        });
        db.Act = "Đính kèm tệp của văn bản";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>
    /// Writes down a leader's <i>ý kiến chỉ đạo</i>. The newest one is carried to the duties of the document that are still open
    /// and stands first there and in the mail; one that is older than another stays on the document.
    /// </summary>
    /// <param name="leaderId">Whose it is; who keeps the register writes for any leader, a leader for himself.</param>
    /// <param name="givenOn">Office date; null for today.</param>
    /// <returns>How many duties it reached.</returns>
    public async Task<int> DirectAsync(long id, string? text, int? leaderId, DateOnly? givenOn, Viewer by, CancellationToken cancel = default)
    {
        if (!by.KeepsDocuments && !by.Leads)
            throw new NotAllowed();
        var document = await ReadAsync(id, by, cancel);
        var leader = by.KeepsDocuments ? leaderId : leaderId ?? by.Id;
        if (leader is not { } whose || Leaders(by.Organization).All(x => x.Id != whose))
            throw new Refusal("Chưa chọn lãnh đạo cho ý kiến chỉ đạo", "LeaderId");
        if (!by.KeepsDocuments && !by.AnswersFor.Contains(whose))
            throw new Refusal("Lãnh đạo chỉ ghi ý kiến chỉ đạo của mình", "LeaderId");
        var on = givenOn ?? Today;
        if (on > Today)
            throw new Refusal($"Ngày chỉ đạo không được sau hôm nay ({Vi.Date(Today)})", "GivenOn");
        if (on < document.IssuedOn)
            throw new Refusal($"Ngày chỉ đạo không được trước ngày ban hành văn bản ({Vi.Date(document.IssuedOn)})", "GivenOn");
        if (document.Directions.Count >= MostDirections)
            throw new Refusal($"Mỗi văn bản có tối đa {MostDirections} ý kiến chỉ đạo", "DirectionText");
        var given = new DocumentDirection
        {
            DocumentId = id,
            LeaderId = whose,
            GivenOn = on,
            Text = DutyLedger.Required(text, "Chưa nhập ý kiến chỉ đạo", "DirectionText", 2000),
            RecordedAt = db.Clock.GetUtcNow().UtcDateTime,
            RecordedById = by.Id,
        };
        var newest = document.Directions.TrueForAll(x => x.GivenOn <= on);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        db.Act = "Ghi ý kiến chỉ đạo về văn bản";
        document.Directions.Add(given);
        await db.SaveChangesAsync(cancel);
        await SearchIndex.AddAsync(db, SearchIndex.Document, id, given.Text, cancel);
        db.Act = "Ghi ý kiến chỉ đạo";
        var reached = newest ? await ledger.DirectFromDocumentAsync(id, given.Text, whose, cancel) : 0;
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
        return reached;
    }

    /// <summary>Whose directions are written down: the chairman and his deputies.</summary>
    public static IEnumerable<Person> Leaders(OrganizationOn organization) =>
        organization.People.Where(x => organization.RolesOf(x.Id).Any(role => role is Role.Chairman or Role.DeputyChairman));

    /// <summary>The direction that stands first on the duties of a document: the last one given.</summary>
    public static DocumentDirection? Newest(Document document) => document.Directions.OrderBy(x => x.GivenOn).ThenBy(x => x.Id).LastOrDefault();

    /// <summary>What the search finds a document by; its directions are added to it.</summary>
    internal static string SearchText(Document document) => $"{document.Number} {document.Abstract} {document.Issuer} {document.ArrivalNumber} {document.Signer}";

    // What was read of a sheet is checked by the same rule as what is typed.
    internal void Fill(Document document, DocumentInput given)
    {
        document.Number = DutyLedger.Required(given.Number, "Chưa nhập số, ký hiệu", nameof(given.Number), 100);
        document.IssuedOn = Within(given.IssuedOn, "Chưa nhập ngày ban hành", nameof(given.IssuedOn), "Ngày ban hành");
        document.Issuer = DutyLedger.Required(given.Issuer, "Chưa nhập cơ quan ban hành", nameof(given.Issuer), 200);
        document.Abstract = DutyLedger.Required(given.Abstract, "Chưa nhập trích yếu", nameof(given.Abstract), 1000);
        document.RegisteredOn = document.Flow == DocumentFlow.Issued ? document.IssuedOn : Within(given.RegisteredOn, "Chưa nhập ngày đến", nameof(given.RegisteredOn), "Ngày đến");
        if (document.RegisteredOn < document.IssuedOn)
            throw new Refusal($"Ngày đến không được trước ngày ban hành ({Vi.Date(document.IssuedOn)})", nameof(given.RegisteredOn));
        if (given.DueOn is { } due && (due < document.IssuedOn || due > document.IssuedOn.AddYears(5)))
            throw new Refusal(due < document.IssuedOn ? $"Hạn trong văn bản không được trước ngày ban hành ({Vi.Date(document.IssuedOn)})" : "Hạn trong văn bản cách ngày ban hành quá 5 năm. Kiểm tra lại năm", nameof(given.DueOn));
        if (given.ArrivalNumber is < 1 or > LastArrivalNumber)
            throw new Refusal($"Số đến phải từ 1 đến {Vi.Number(LastArrivalNumber)}", nameof(given.ArrivalNumber));
        if (!Enum.IsDefined(given.Urgency))
            throw new Refusal("Chưa chọn mức độ khẩn", nameof(given.Urgency));
        document.Year = document.RegisteredOn.Year;
        document.DueOn = given.DueOn;
        document.Urgency = given.Urgency;
        document.Signer = DutyLedger.Optional(given.Signer, 120, nameof(given.Signer));
        document.Recipients = DutyLedger.Optional(given.Recipients, 1000, nameof(given.Recipients));
        document.Note = DutyLedger.Optional(given.Note, 1000, nameof(given.Note));
        document.IssuerKey = DocumentWords.IssuerKey(document.Issuer);
        document.IdentityKey = DocumentWords.IdentityKey(document.Issuer, document.Number, document.IssuedOn);
        if (document.IssuerKey.Length == 0)
            throw new Refusal("Chưa nhập cơ quan ban hành", nameof(given.Issuer));
    }

    private DateOnly Within(DateOnly? day, string missing, string field, string label)
    {
        if (day is not { } date)
            throw new Refusal(missing, field);
        if (date > Today)
            throw new Refusal($"{label} không được sau hôm nay ({Vi.Date(Today)})", field);
        return date >= Today.AddYears(-20) ? date : throw new Refusal($"{label} cách hôm nay quá 20 năm. Kiểm tra lại năm", field);
    }

    private async Task RefuseTwinAsync(Document document, CancellationToken cancel)
    {
        var (key, id) = (document.IdentityKey, document.Id);
        if (await db.Documents.AsNoTracking().FirstOrDefaultAsync(x => x.IdentityKey == key && x.Id != id, cancel) is { } first)
            throw new DocumentEnteredBefore(first.Id, $"Văn bản này đã có trong sổ: {Place(first)}");
    }

    private async Task NumberAsync(Document document, int? wanted, CancellationToken cancel)
    {
        var (year, id) = (document.Year, document.Id);
        document.ArrivalNumber = wanted ?? await NextNumberAsync(year, cancel);
        if (wanted is not null && await db.Documents.AsNoTracking().FirstOrDefaultAsync(x => x.Flow == DocumentFlow.Incoming && x.Year == year && x.ArrivalNumber == wanted && x.Id != id, cancel) is { } holder)
            throw new Refusal($"Số đến {wanted} năm {year} đã dùng cho văn bản số {holder.Number} của {holder.Issuer}. Số trống tiếp theo: {await NextNumberAsync(year, cancel)}", nameof(DocumentInput.ArrivalNumber));
    }

    /// <summary>Saves the record and its words. Whoever was quicker with the same number or document is met here, by the unique indexes.</summary>
    private async Task SaveAsync(Document document, bool numbered, string act, CancellationToken cancel)
    {
        var isNew = document.Id == 0;
        for (var tries = 0; ; tries++)
        {
            await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
            try
            {
                db.Act = act;
                if (isNew && db.Entry(document).State == EntityState.Detached)
                    db.Documents.Add(document);
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateException) when (transaction is not null && isNew && tries < 5)
            {
                await transaction.RollbackAsync(cancel);
                await RefuseTwinAsync(document, cancel);
                if (document.Flow != DocumentFlow.Incoming)
                    throw;
                await NumberAsync(document, numbered ? null : document.ArrivalNumber, cancel);
                continue;
            }
            await SearchIndex.SetAsync(db, SearchIndex.Document, document.Id, SearchText(document), cancel);
            foreach (var direction in document.Directions)
                await SearchIndex.AddAsync(db, SearchIndex.Document, document.Id, direction.Text, cancel);
            if (transaction is not null)
                await transaction.CommitAsync(cancel);
            return;
        }
    }

    /// <summary>«số đến 2114 ngày 18/11/2026», or for an issued one its number.</summary>
    internal static string Place(Document document) => document.Flow == DocumentFlow.Incoming
        ? $"số đến {document.ArrivalNumber} ngày {Vi.Date(document.RegisteredOn)}" : $"văn bản đi số {document.Number} ngày {Vi.Date(document.IssuedOn)}";

    private static void Expect(Document document, Guid version)
    {
        if (document.Version != version)
            throw new EditConflict();
    }

    private static Refusal NotFound() => new("Không tìm thấy văn bản này, hoặc tài khoản này không có quyền xem");
}
