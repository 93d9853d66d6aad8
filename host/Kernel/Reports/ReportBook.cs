using System.Text.Json;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Reports;

/// <summary>A report in the list.</summary>
public sealed record ReportRow(long DutyId, string Title, int? UnitId, DateOnly DueOn, DutyStage Stage, bool Paused, DateOnly? DoneOn, string SendTo, DateOnly? SentOn, string? SentNumber);

/// <summary>What is typed when a report is sent.</summary>
public sealed record ReportSending(DateOnly? On, string? Number, string? Via, string? Note);

/// <summary>Periodic reports: a duty each in the ledger, its figures prefilled from records, its sending proved.</summary>
public sealed class ReportBook(PlatformDb db, DutyLedger ledger, EvidenceStore evidence, FileStore files)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Brings the kinds to what is shipped; what the commune edited stays. Runs after the catalogue has been synced.</summary>
    public async Task SyncAsync(CancellationToken cancel = default)
    {
        var kept = await db.ReportKinds.ToDictionaryAsync(x => x.Key, cancel);
        foreach (var shipped in ShippedReport.All)
        {
            if (!kept.TryGetValue(shipped.Key, out var kind))
                db.ReportKinds.Add(kind = new ReportKind { Key = shipped.Key, SendTo = shipped.To });
            if (!kind.EditedHere)
                (kind.SendTo, kind.Form, kind.Channel, kind.CutOffDay, kind.CutOffMonths, kind.SinceYear) = (shipped.To, Blank(shipped.Form), Blank(shipped.Channel), shipped.CutOffDay, shipped.CutOffMonths, shipped.Since == "year");
        }
        db.Act = "Nạp danh mục báo cáo định kỳ";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The reports this person may see: those still to be sent by date, or those sent, newest first.</summary>
    public IQueryable<ReportRow> List(Viewer viewer, bool sent) => Rows(db, viewer, sent);

    internal static IQueryable<ReportRow> Rows(PlatformDb db, Viewer viewer, bool sent, DateOnly? until = null)
    {
        var duties = viewer.Visible(db.Duties.AsNoTracking());
        if (until is { } last)
            duties = duties.Where(x => x.DueOn <= last);
        duties = sent ? duties.Where(x => x.Stage == DutyStage.AwaitingAcceptance || x.Stage == DutyStage.Done) : duties.Where(x => x.Stage == DutyStage.Open);
        var rows = from duty in duties
                   join kind in db.ReportKinds on duty.CatalogueKey equals kind.Key
                   join found in db.ReportIssues on duty.Id equals found.DutyId into issues
                   from issue in issues.DefaultIfEmpty()
                   select new { duty, kind, issue };
        rows = sent ? rows.OrderByDescending(x => x.duty.DeclaredOn).ThenByDescending(x => x.duty.Id) : rows.OrderBy(x => x.duty.DueOn).ThenBy(x => x.duty.Id);
        return rows.Select(x => new ReportRow(x.duty.Id, x.duty.Title, x.duty.LeadUnitId, x.duty.DueOn, x.duty.Stage, x.duty.Paused, x.duty.DoneOn, x.kind.SendTo, x.issue == null ? null : x.issue.SentOn, x.issue == null ? null : x.issue.SentNumber));
    }

    /// <summary>The kind of a report's duty. Throws <see cref="Refusal"/> for a duty that is no report.</summary>
    public async Task<ReportKind> KindOfAsync(Duty duty, CancellationToken cancel = default) =>
        await db.ReportKinds.FirstOrDefaultAsync(x => x.Key == duty.CatalogueKey, cancel) ?? throw new Refusal("Nhiệm vụ này không phải báo cáo định kỳ");

    /// <summary>The issue as it is kept, or a fresh one counted from the records and not yet kept.</summary>
    public async Task<ReportIssue> IssueAsync(Duty duty, ReportKind kind, CancellationToken cancel = default) =>
        await db.ReportIssues.FirstOrDefaultAsync(x => x.DutyId == duty.Id, cancel) ?? await CountAsync(duty, kind, cancel);

    /// <summary>The last report of the kind that was sent before this one.</summary>
    public Task<ReportIssue?> LastAsync(Duty duty, CancellationToken cancel = default) =>
        db.ReportIssues.AsNoTracking().Where(x => x.Kind == duty.CatalogueKey && x.DutyId != duty.Id && x.SentOn != null).OrderByDescending(x => x.CutOffOn).ThenByDescending(x => x.Id).FirstOrDefaultAsync(cancel);

    public static IReadOnlyList<FigureValue> FiguresOf(ReportIssue issue) => JsonSerializer.Deserialize<List<FigureValue>>(issue.Figures, Json) ?? [];

    private async Task<ReportIssue> CountAsync(Duty duty, ReportKind kind, CancellationToken cancel)
    {
        var cron = await db.Catalogue.AsNoTracking().Where(x => x.Key == kind.Key).Select(x => x.Cron).FirstAsync(cancel);
        var (from, to) = Period(kind, cron, duty.StartOn);
        var figures = new List<FigureValue>();
        foreach (var figure in ShippedReport.All.FirstOrDefault(x => x.Key == kind.Key)?.Figures ?? [])
            figures.Add(new FigureValue(figure.Name, figure.Count is { } count ? await ValueAsync(figure, count, from, to, cancel) : null, null));
        return new ReportIssue { DutyId = duty.Id, Kind = kind.Key, CountFrom = from, CutOffOn = to, Figures = JsonSerializer.Serialize(figures, Json) };
    }

    /// <summary>From the day after the cut-off before to the cut-off of this report.</summary>
    internal static (DateOnly From, DateOnly To) Period(ReportKind kind, string? cron, DateOnly nominal)
    {
        var to = kind.CutOffOf(nominal);
        var before = cron is null ? [] : OccurrenceRule.Nominal(cron, nominal.AddYears(-2), nominal.AddDays(-1)).ToList();
        // The report year ends with the last report of the year before.
        DateOnly? last = kind.SinceYear ? before.LastOrDefault(x => x.Year < nominal.Year) : before.LastOrDefault();
        return (last is { } found && found != default ? kind.CutOffOf(found).AddDays(1) : new DateOnly(to.Year, 1, 1), to);
    }

    // What is confidential stands in no report.
    private Task<long> ValueAsync(ReportFigure figure, FigureCount count, DateOnly from, DateOnly to, CancellationToken cancel)
    {
        var duties = db.Duties.AsNoTracking().Where(x => !x.Confidential);
        if (figure.Kinds is { Count: > 0 } kinds)
            duties = duties.Where(x => kinds.Contains(x.CatalogueKey));
        if (figure.Area is { } area)
            duties = duties.Where(x => x.Area == area);
        return (count switch
        {
            FigureCount.Opened => duties.Where(x => x.AssignedOn >= from && x.AssignedOn <= to),
            FigureCount.Done => duties.Where(x => x.Stage == DutyStage.Done && x.DoneOn >= from && x.DoneOn <= to),
            FigureCount.Late => duties.Where(x => x.Stage == DutyStage.Done && x.DoneOn >= from && x.DoneOn <= to && x.DoneOn > x.DueOn),
            FigureCount.Overdue => duties.Where(x => x.Stage == DutyStage.Open && !x.Paused && x.DueOn < to),
            _ => throw new ArgumentOutOfRangeException(nameof(count), count, "Unknown."),
        }).LongCountAsync(cancel);
    }

    /// <summary>Counts again and keeps what was typed; a name with nothing typed says what the records say. Throws <see cref="EditConflict"/>, <see cref="NotAllowed"/>.</summary>
    public async Task SaveFiguresAsync(long dutyId, IReadOnlyDictionary<string, string?> typed, Guid? version, Viewer by, CancellationToken cancel = default)
    {
        var (duty, kind) = await OpenAsync(dutyId, typed, version, by, cancel);
        await KeepAsync(duty, kind, typed, cancel);
        db.Act = "Ghi số liệu báo cáo";
        await SaveAsync(version, cancel);
    }

    /// <summary>
    /// Records that the report was sent: figures and file are frozen, the file becomes the duty's proof and the duty is declared
    /// done, in one transaction. Throws <see cref="Refusal"/> at the field that is wrong.
    /// </summary>
    public async Task SendAsync(long dutyId, IReadOnlyDictionary<string, string?> typed, ReportSending sending, string fileName, Stream? content, Guid? version, Viewer by, CancellationToken cancel = default)
    {
        var (duty, kind) = await OpenAsync(dutyId, typed, version, by, cancel);
        var today = db.Clock.OfficeToday();
        var on = sending.On ?? throw new Refusal("Chưa nhập ngày gửi", "SentOn");
        if (on > today || on < duty.AssignedOn.AddYears(-1))
            throw new Refusal($"Ngày gửi không được sau hôm nay ({Vi.Date(today)})", "SentOn");
        var number = DutyLedger.Required(sending.Number, "Chưa nhập số, ký hiệu của báo cáo", "SentNumber", 60);
        var via = DutyLedger.Required(sending.Via, "Chưa nhập cách gửi", "SentVia", 200);
        if (content is null)
            throw new Refusal("Chưa gắn bản báo cáo đã ký", "Signed");
        using var bytes = new MemoryStream();
        var kept = await files.KeepAsync(fileName, content, "Signed", cancel);
        await using (var again = files.Open(kept.Sha256))
            await again.CopyToAsync(bytes, cancel);
        bytes.Position = 0;
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var issue = await KeepAsync(duty, kind, typed, cancel);
        (issue.FileName, issue.ContentType, issue.Size, issue.Sha256) = (kept.FileName, kept.ContentType, kept.Size, kept.Sha256);
        (issue.SentOn, issue.SentNumber, issue.SentVia, issue.SentNote, issue.SentById) = (on, number, via, DutyLedger.Optional(sending.Note, 1000), by.Id);
        db.Act = "Gửi báo cáo";
        await SaveAsync(version, cancel);
        await evidence.AttachAsync(duty, null, kept.FileName, bytes, $"Báo cáo số {number} ngày {Vi.Date(on)}", by, cancel);
        await ledger.DeclareDoneAsync(dutyId, $"Đã gửi {kind.SendTo} ngày {Vi.Date(on)}, {via}", by, null, cancel);
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
    }

    /// <summary>Sets to whom, on which form and up to which day a kind of report counts. Throws <see cref="Refusal"/>, <see cref="EditConflict"/>.</summary>
    public async Task SetKindAsync(string key, string? sendTo, string? form, string? channel, int? cutOffDay, int cutOffMonths, bool sinceYear, Guid version, Viewer by, CancellationToken cancel = default)
    {
        if (!CanSetKinds(by))
            throw new NotAllowed();
        var kind = await db.ReportKinds.FirstOrDefaultAsync(x => x.Key == key, cancel) ?? throw new Refusal("Không có loại báo cáo này");
        if (kind.Version != version)
            throw new EditConflict();
        if (cutOffDay is not (>= 0 and <= 31))
            throw new Refusal("Ngày chốt số liệu từ 1 đến 31; nhập 0 nếu chốt trong ngày gửi", "CutOffDay");
        if (cutOffMonths is not (0 or -1))
            throw new Refusal("Chưa chọn tháng chốt số liệu", "CutOffMonths");
        kind.SendTo = DutyLedger.Required(sendTo, "Chưa nhập nơi nhận", "SendTo", 400);
        (kind.Form, kind.Channel, kind.CutOffDay, kind.CutOffMonths, kind.SinceYear, kind.EditedHere) = (DutyLedger.Optional(form, 400), DutyLedger.Optional(channel, 200), cutOffDay.Value, cutOffMonths, sinceYear, true);
        db.Act = "Sửa loại báo cáo";
        await db.SaveChangesAsync(cancel);
    }

    public static bool CanSetKinds(Viewer by) => by.IsAdministrator || by.ActsAsOfficeHead || by.ActsAsChairman;

    // What the form was made from comes first: on another version nothing else that is wrong matters.
    private async Task<(Duty, ReportKind)> OpenAsync(long dutyId, IReadOnlyDictionary<string, string?> typed, Guid? version, Viewer by, CancellationToken cancel)
    {
        var duty = await ledger.ReadAsync(dutyId, by, cancel);
        var kind = await KindOfAsync(duty, cancel);
        if (!by.CanWorkOn(duty))
            throw new NotAllowed();
        if (duty.Stage != DutyStage.Open)
            throw new Refusal("Báo cáo này đã gửi, số liệu giữ nguyên như khi gửi");
        var asked = ShippedReport.All.FirstOrDefault(x => x.Key == kind.Key)?.Figures ?? [];
        var kept = await db.ReportIssues.Where(x => x.DutyId == dutyId).Select(x => x.Version).FirstOrDefaultAsync(cancel);
        return kept == version && typed.Keys.All(name => asked.Any(x => x.Name == name)) ? (duty, kind) : throw new EditConflict();
    }

    private async Task<ReportIssue> KeepAsync(Duty duty, ReportKind kind, IReadOnlyDictionary<string, string?> typed, CancellationToken cancel)
    {
        var issue = await db.ReportIssues.FirstOrDefaultAsync(x => x.DutyId == duty.Id, cancel);
        var counted = await CountAsync(duty, kind, cancel);
        if (issue is null)
            db.ReportIssues.Add(issue = counted);
        (issue.CountFrom, issue.CutOffOn) = (counted.CountFrom, counted.CutOffOn);
        issue.Figures = JsonSerializer.Serialize(FiguresOf(counted).Select((x, i) => x with { Typed = DutyLedger.Optional(typed.GetValueOrDefault(x.Name), 200) is { } value && value != (x.Counted is { } count ? Vi.Number(count) : null) ? value : null }), Json);
        return issue;
    }

    // Two who keep the first figures of an issue at once meet at its unique duty.
    private async Task SaveAsync(Guid? version, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException) when (version == Guid.Empty)
        {
            throw new EditConflict();
        }
    }

    private static string? Blank(string text) => text.Length == 0 ? null : text;
}
