using System.Text.Json;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Documents;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Papers;

/// <summary>A paper about to be drafted.</summary>
/// <param name="OnceKey">A second draft with the same key is not made: the first is given.</param>
public sealed record NewPaper(PaperKind Kind, string Title, PaperContent Content, int? UnitId = null, string? OnceKey = null);

/// <summary>What the edit form may change: words, never the layout.</summary>
/// <param name="Texts">Headings and paragraphs in their order; an empty paragraph is left out.</param>
public sealed record PaperEdit(string? Abstract, IReadOnlyList<string?> Texts, string? Recipients, int? SignerId);

/// <summary>Papers of the office: drafted from records, edited, signed outside, numbered from the office's register, frozen when issued.</summary>
public sealed class PaperBook(PlatformDb db, Snapshots snapshots, FileStore files, DocumentBook documents)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 20;

    private const int MostRecipients = 30;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a person may see: the office and the leaders all, a unit its own, observers the issued reports of the plan.</summary>
    public IQueryable<Paper> Visible(Viewer viewer)
    {
        var papers = db.Papers.AsQueryable();
        if (viewer.ActsAsChairman || viewer.ActsAsOfficeHead || viewer.Roles.Contains(Role.DeputyChairman))
            return papers;
        if (viewer.SeesAll)
            return papers.Where(x => x.State == PaperState.Issued && x.Kind == PaperKind.PlanReport);
        var me = viewer.Id;
        int?[] units = [.. viewer.Units.Union(viewer.LedUnits).Select(x => (int?)x)];
        return papers.Where(x => x.MadeById == me || units.Contains(x.UnitId));
    }

    public static bool CanManage(Viewer viewer) => viewer.ActsAsOfficeHead || viewer.ActsAsChairman;

    /// <summary>Its maker, the head and deputies of its unit, the office.</summary>
    public static bool CanEdit(Paper paper, Viewer viewer) => CanManage(viewer) || paper.MadeById == viewer.Id || paper.UnitId is { } unit && viewer.HeadedUnits.Contains(unit);

    public static PaperContent ContentOf(Paper paper) => JsonSerializer.Deserialize<PaperContent>(paper.Content, Json) ?? throw new InvalidOperationException($"Paper {paper.Id} has no content.");

    public static PaperNumber? NumberOf(Paper paper) => paper is { Number: { } number, IssuedOn: { } on } ? new PaperNumber(number, on) : null;

    /// <summary>A paper with its history, if this person may see it.</summary>
    public async Task<Paper> ReadAsync(long id, Viewer viewer, CancellationToken cancel = default) =>
        await Visible(viewer).Include(x => x.Events.OrderBy(e => e.Id)).FirstOrDefaultAsync(x => x.Id == id, cancel) ?? throw new Refusal("Không tìm thấy giấy tờ này");

    /// <summary>Makes a draft, or gives the one already made with the same key. Whoever calls it has checked the right to make it.</summary>
    public async Task<Paper> DraftAsync(NewPaper given, Viewer by, CancellationToken cancel = default)
    {
        if (given.OnceKey is { } key && await db.Papers.FirstOrDefaultAsync(x => x.OnceKey == key, cancel) is { } made)
            return made;
        var paper = new Paper
        {
            Kind = given.Kind,
            Title = given.Title.Length <= 500 ? given.Title : given.Title[..500],
            UnitId = given.UnitId,
            OnceKey = given.OnceKey,
            Content = JsonSerializer.Serialize(given.Content, Json),
            Symbol = given.Content.Symbol,
            MadeById = by.Id,
            MadeAt = db.Clock.GetUtcNow().UtcDateTime,
        };
        Log(paper, "Lập dự thảo");
        db.Papers.Add(paper);
        db.Act = "Lập dự thảo giấy tờ";
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException) when (given.OnceKey is not null)
        {
            // Another made the same in the same moment.
            db.ChangeTracker.Clear();
            return await db.Papers.FirstAsync(x => x.OnceKey == given.OnceKey, cancel);
        }
        return paper;
    }

    /// <summary>Changes the words of a draft. Throws <see cref="Refusal"/> at the field that is wrong, <see cref="EditConflict"/>.</summary>
    public async Task EditAsync(long id, PaperEdit edit, Guid? version, Viewer by, CancellationToken cancel = default)
    {
        var paper = await StepAsync(id, version, by, cancel, PaperState.Draft);
        var content = ContentOf(paper);
        var said = content.Blocks.Where(x => x.Kind != PaperBlockKind.Table).ToList();
        if (edit.Texts.Count != said.Count)
            throw new EditConflict();
        var place = 0;
        var blocks = new List<PaperBlock>();
        foreach (var block in content.Blocks)
        {
            if (block.Kind == PaperBlockKind.Table)
            {
                blocks.Add(block);
                continue;
            }
            var i = place++;
            if (edit.Texts[i] is { Length: > 4000 })
                throw new Refusal("Đoạn dài quá 4.000 ký tự", $"Texts[{i}]");
            if (DutyLedger.Optional(edit.Texts[i], 4000) is { } text)
                blocks.Add(block with { Text = text });
        }
        if (blocks.Count == 0)
            throw new Refusal("Giấy tờ phải còn ít nhất một đoạn", "Texts[0]");
        var recipients = (edit.Recipients ?? "").Split('\n').Select(Vi.Normalize).Where(x => x.Length > 0).ToList();
        if (recipients.Count is 0 or > MostRecipients || recipients.Exists(x => x.Length > 200))
            throw new Refusal($"Nơi nhận có từ 1 đến {MostRecipients} dòng, mỗi dòng nhiều nhất 200 ký tự", "Recipients");
        var organization = (await snapshots.ReadAsync(db, cancel)).Organization;
        var signer = edit.SignerId is { } person ? PaperOffice.Signers(organization).Where(x => x.PersonId == person).Select(x => x.Signer).FirstOrDefault() ?? throw new Refusal("Chưa chọn người ký", "SignerId") : content.Signer;
        var abstractText = DutyLedger.Required(edit.Abstract, "Chưa nhập trích yếu", "Abstract", 400);
        paper.Content = JsonSerializer.Serialize(content with { Abstract = abstractText, Blocks = blocks, Recipients = recipients, Signer = signer }, Json);
        Log(paper, "Sửa dự thảo");
        db.Act = "Sửa dự thảo giấy tờ";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Sends a draft to be signed.</summary>
    public async Task SubmitAsync(long id, Guid? version, Viewer by, CancellationToken cancel = default) =>
        await MoveAsync(await StepAsync(id, version, by, cancel, PaperState.Draft), PaperState.AwaitingSignature, "Trình ký", cancel);

    /// <summary>Gives a paper back to be changed, for a reason.</summary>
    public async Task GiveBackAsync(long id, string? reason, Guid? version, Viewer by, CancellationToken cancel = default)
    {
        var paper = await StepAsync(id, version, by, cancel, PaperState.AwaitingSignature);
        reason = DutyLedger.Required(reason, "Chưa nhập lý do trả lại", "Reason", 1000);
        await MoveAsync(paper, PaperState.Draft, $"Trả lại: {reason}", cancel);
    }

    /// <summary>Gives a paper up, for a reason; what is issued stays.</summary>
    public async Task DropAsync(long id, string? reason, Guid? version, Viewer by, CancellationToken cancel = default)
    {
        var paper = await StepAsync(id, version, by, cancel, PaperState.Draft, PaperState.AwaitingSignature, PaperState.Signed);
        reason = DutyLedger.Required(reason, "Chưa nhập lý do thôi phát hành", "Reason", 1000);
        // What it was made of may be made again.
        paper.OnceKey = null;
        await MoveAsync(paper, PaperState.Dropped, $"Thôi phát hành: {reason}", cancel);
    }

    /// <summary>Keeps the signed copy whole. Throws <see cref="Refusal"/> at «Signed» when it is no PDF.</summary>
    public async Task AttachSignedAsync(long id, string fileName, Stream? content, Guid? version, Viewer by, CancellationToken cancel = default)
    {
        var paper = await StepAsync(id, version, by, cancel, PaperState.AwaitingSignature);
        if (content is null)
            throw new Refusal("Chưa chọn bản đã ký", "Signed");
        var kept = await files.KeepAsync(fileName, content, "Signed", cancel);
        if (kept.ContentType != "application/pdf")
            throw new Refusal("Bản đã ký phải là tệp PDF", "Signed");
        (paper.SignedName, paper.SignedType, paper.SignedSha256) = (kept.FileName, kept.ContentType, kept.Sha256);
        await MoveAsync(paper, PaperState.Signed, $"Gắn bản đã ký {kept.FileName}", cancel);
    }

    /// <summary>
    /// Writes number and date of the office's own register on it, freezes the Word file and enters it among the issued documents,
    /// in one transaction. A number stands once a year in its series.
    /// </summary>
    public async Task IssueAsync(long id, int? number, DateOnly? on, Guid? version, Viewer by, CancellationToken cancel = default)
    {
        var paper = await StepAsync(id, version, by, cancel, PaperState.Signed);
        if (!CanManage(by))
            throw new NotAllowed();
        if (number is not (>= 1 and <= 99_999))
            throw new Refusal("Số từ 1 đến 99.999", "Number");
        var day = on ?? throw new Refusal("Chưa nhập ngày ban hành", "IssuedOn");
        if (day > db.Clock.OfficeToday() || day < db.Clock.OfficeToday().AddYears(-1))
            throw new Refusal("Ngày ban hành không được sau hôm nay", "IssuedOn");
        if (await db.Papers.AnyAsync(x => x.Symbol == paper.Symbol && x.NumberYear == day.Year && x.Number == number, cancel))
            throw new Refusal($"Số {number}/{paper.Symbol} năm {day.Year} đã dùng", "Number");
        (paper.Number, paper.NumberYear, paper.IssuedOn) = (number, day.Year, day);
        var content = ContentOf(paper);
        var word = await files.KeepOwnAsync("giay-to.docx", WordType, WordPaper.Write(content, NumberOf(paper)), cancel);
        paper.WordSha256 = word.Sha256;
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var document = await documents.EnterIssuedAsync(new DocumentInput($"{NumberOf(paper)!.Text}/{paper.Symbol}", day, content.Office, content.TypeName is { } type ? $"{type}: {content.Abstract}" : content.Abstract)
        {
            Signer = content.Signer.Name,
            Recipients = string.Join("; ", content.Recipients.Where(x => !x.StartsWith("Lưu", StringComparison.Ordinal))),
        }, null, cancel);
        paper.DocumentId = document.Id;
        await MoveAsync(paper, PaperState.Issued, $"Phát hành số {NumberOf(paper)!.Text}/{paper.Symbol} ngày {Vi.Date(day)}", cancel);
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
    }

    /// <summary>The media type of .docx (ECMA-376).</summary>
    public const string WordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>The Word file: as it was issued, or of the draft as it stands.</summary>
    public async Task<byte[]> WordAsync(Paper paper, CancellationToken cancel = default)
    {
        if (paper.WordSha256 is not { } hash)
            return WordPaper.Write(ContentOf(paper));
        using var copy = new MemoryStream();
        await using var kept = files.Open(hash);
        await kept.CopyToAsync(copy, cancel);
        return copy.ToArray();
    }

    private async Task<Paper> StepAsync(long id, Guid? version, Viewer by, CancellationToken cancel, params PaperState[] from)
    {
        var paper = await ReadAsync(id, by, cancel);
        if (!CanEdit(paper, by))
            throw new NotAllowed();
        if (paper.Version != version)
            throw new EditConflict();
        return from.Contains(paper.State) ? paper : throw new Refusal($"Giấy tờ này đang ở bước «{paper.State.Title()}», không làm việc này được");
    }

    private async Task MoveAsync(Paper paper, PaperState to, string said, CancellationToken cancel)
    {
        paper.State = to;
        Log(paper, said);
        db.Act = said.Split(':')[0];
        await db.SaveChangesAsync(cancel);
    }

    private void Log(Paper paper, string text) => paper.Events.Add(new PaperEvent { At = db.Clock.GetUtcNow().UtcDateTime, By = db.Acting.Name, Text = text });
}
