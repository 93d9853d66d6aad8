using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Search;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

/// <summary>What a new duty needs; the rest the ledger finds.</summary>
public sealed record NewDuty(PapiArea Area, string Title, DateOnly StartOn, Term Term)
{
    public string? What { get; init; }
    public string? Product { get; init; }
    public string? NextStep { get; init; }
    public string? CatalogueKey { get; init; }
    public string? OccurrenceKey { get; init; }
    public long? PlanItemId { get; init; }
    public string? LegalBasis { get; init; }
    public string? TermText { get; init; }
    public TermSource TermSource { get; init; } = TermSource.Default;
    public string? SourceDocument { get; init; }

    /// <summary>The document of the register that it comes from.</summary>
    public long? DocumentId { get; init; }

    /// <summary>The leader's direction that it begins with, and whose it is.</summary>
    public string? Direction { get; init; }
    public int? DirectionById { get; init; }
    public int? LeadUnitId { get; init; }
    public int? OfficerId { get; init; }
    public DueShift? Shift { get; init; }
    public AccepterKind Accepter { get; init; }
    public bool RequiresEvidence { get; init; }
    public bool Confidential { get; init; }
    public IReadOnlyList<NewShare> Shares { get; init; } = [];
}

/// <summary>A coordinating unit's share of a new duty.</summary>
public sealed record NewShare(int UnitId, string What, DateOnly? DueOn = null, string? Product = null);

/// <summary>
/// The one ledger of dated obligations. Each method is one act of the office: it checks the right and the rule, writes the
/// record, its line of history and its audit entry in one transaction, and refuses with a <see cref="Refusal"/> in words.
/// </summary>
public sealed partial class DutyLedger(PlatformDb db, Snapshots snapshots)
{
    private DateOnly Today => db.Clock.OfficeToday();

    /// <summary>Opens a duty. Modules call it inside the transaction of their own record.</summary>
    /// <returns>The duty, or the one already made for the same occurrence.</returns>
    public async Task<Duty> OpenAsync(NewDuty given, Viewer? by, CancellationToken cancel = default)
    {
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        if (by is { CanOpen: false })
            throw new NotAllowed();
        var title = Required(given.Title, "Chưa nhập nội dung nhiệm vụ", nameof(given.Title), 500);
        if (given.LeadUnitId is { } unit && organization.Unit(unit) is not { To: null })
            throw new Refusal("Đơn vị chủ trì đã kết thúc hoạt động. Chọn đơn vị đang hoạt động", nameof(given.LeadUnitId));
        if (given.OccurrenceKey is { } key && await db.Duties.FirstOrDefaultAsync(x => x.OccurrenceKey == key, cancel) is { } made)
            return made;

        var duty = new Duty
        {
            Area = given.Area,
            Title = title,
            What = Optional(given.What, 4000),
            Product = Optional(given.Product, 400),
            NextStep = Optional(given.NextStep, 300),
            CatalogueKey = given.CatalogueKey,
            OccurrenceKey = given.OccurrenceKey,
            PlanItemId = given.PlanItemId,
            LegalBasis = Optional(given.LegalBasis, 1500),
            TermText = Optional(given.TermText, 600),
            TermSource = given.TermSource,
            SourceDocument = Optional(given.SourceDocument, 500),
            DocumentId = given.DocumentId,
            LeadUnitId = given.LeadUnitId,
            OfficerId = given.OfficerId,
            AssignedOn = Today,
            StartOn = given.StartOn,
            TermAmount = given.Term.Amount,
            TermUnit = given.Term.Unit,
            TermKind = given.Term.Kind,
            Shift = given.Shift,
            Accepter = given.Accepter,
            RequiresEvidence = given.RequiresEvidence,
            Confidential = given.Confidential,
            CreatedAt = db.Clock.GetUtcNow().UtcDateTime,
            CreatedById = by?.Id,
        };
        duty.DueOn = duty.OriginalDueOn = DutyClock.Compute(calendar, duty)
            ?? throw new InvalidOperationException("A new duty has no pause.");
        foreach (var share in given.Shares.Where(x => x.UnitId != given.LeadUnitId).DistinctBy(x => x.UnitId))
            duty.Shares.Add(NewShareOf(calendar, duty, share));

        await using var transaction = await BeginAsync(cancel);
        db.Act ??= "Giao nhiệm vụ";
        await MarkGivenAsync(given.DocumentId, cancel);
        db.Duties.Add(duty);
        await db.SaveChangesAsync(cancel);
        Log(duty, DutyEventKind.Opened, duty.LeadUnitId is null
            ? "Mở nhiệm vụ, chưa có đơn vị chủ trì"
            : $"Giao {organization.UnitName(duty.LeadUnitId)} chủ trì");
        if (given is { Direction: { } direction, DirectionById: { } leader })
            WriteDirection(duty, direction, leader, organization);
        if (!duty.Confidential)
            await SearchIndex.AddAsync(db, SearchIndex.Duty, duty.Id, SearchText(duty), cancel);
        await db.SaveChangesAsync(cancel);
        await CommitAsync(transaction, cancel);
        return duty;
    }

    /// <summary>Gives a duty to a unit or moves it there. The due date stays, history keeps both names.</summary>
    public async Task AssignAsync(long id, int unitId, string? reason, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var (duty, organization, _) = await ReadOpenAsync(id, by, version, cancel);
        if (!by.CanAssign(duty))
            throw new NotAllowed();
        if (duty.Stage != DutyStage.Open)
            throw new Refusal("Nhiệm vụ đã báo cáo hoàn thành, đang chờ xác nhận. Cần chuyển đơn vị thì trả lại trước", "UnitId");
        if (organization.Unit(unitId) is not { } unit || !unit.StandsOn(Today))
            throw new Refusal("Chưa chọn đơn vị chủ trì", "UnitId");
        if (duty.LeadUnitId == unitId)
            throw new Refusal($"{unit.Name} đang chủ trì nhiệm vụ này", "UnitId");
        var from = duty.LeadUnitId;
        if (from is not null)
            reason = Required(reason, "Chưa nhập lý do chuyển đơn vị", "Reason", 1000);
        duty.LeadUnitId = unitId;
        duty.OfficerId = null;
        duty.AssignedOn = Today;
        db.Act = from is null ? "Giao nhiệm vụ" : "Chuyển đơn vị";
        Log(duty, DutyEventKind.Assigned, from is null
            ? $"Giao {unit.Name} chủ trì{Because(reason)}"
            : $"Đã chuyển từ {organization.UnitName(from)} sang {unit.Name}{Because(reason)}; thời hạn giữ nguyên");
        FoldOwnShare(duty, unit);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Changes what a duty says (not its dates). The clock is never reset by an edit.</summary>
    public async Task DescribeAsync(long id, string title, string? what, string? product, string? nextStep, Viewer by, Guid version, CancellationToken cancel = default)
    {
        var (duty, _, _) = await ReadOpenAsync(id, by, version, cancel);
        if (!by.CanAssign(duty) && duty.CreatedById != by.Id)
            throw new NotAllowed();
        duty.Title = Required(title, "Chưa nhập nội dung nhiệm vụ", "Title", 500);
        duty.What = Optional(what, 4000);
        duty.Product = Optional(product, 400);
        duty.NextStep = Optional(nextStep, 300);
        db.Act = "Sửa nội dung nhiệm vụ";
        await using var transaction = await BeginAsync(cancel);
        if (!duty.Confidential)
            await SearchIndex.SetAsync(db, SearchIndex.Duty, duty.Id, SearchText(duty), cancel);
        await db.SaveChangesAsync(cancel);
        await CommitAsync(transaction, cancel);
    }

    /// <summary>The unit says within one working day of receiving it that the duty is not its own; it goes to the office head.</summary>
    public async Task ReturnAsNotOursAsync(long id, string? reason, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var (duty, organization, calendar) = await ReadOpenAsync(id, by, version, cancel);
        if (!by.CanLead(duty))
            throw new NotAllowed();
        if (duty.Stage != DutyStage.Open)
            throw new Refusal("Nhiệm vụ đã báo cáo hoàn thành, không trả lại Văn phòng được nữa", "Reason");
        if (calendar.WorkingDaysBetween(duty.AssignedOn, Today) > 1)
            throw new Refusal($"Chỉ trả lại được trong 01 ngày làm việc kể từ ngày được giao ({Vi.Date(duty.AssignedOn)}). Cần chuyển, đề nghị liên hệ Chánh Văn phòng", "Reason");
        reason = Required(reason, "Chưa nhập lý do trả lại", "Reason", 1000);
        var unit = organization.UnitName(duty.LeadUnitId);
        duty.LeadUnitId = null;
        duty.OfficerId = null;
        db.Act = "Trả lại Văn phòng: không thuộc nhiệm vụ";
        Log(duty, DutyEventKind.NotOurs, $"{unit} trả lại Văn phòng, không thuộc nhiệm vụ: {reason}; thời hạn giữ nguyên");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The unit's head names who does it.</summary>
    public async Task NameOfficerAsync(long id, int officerId, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var (duty, organization, _) = await ReadOpenAsync(id, by, version, cancel);
        if (!by.CanName(duty))
            throw new NotAllowed();
        if (duty.LeadUnitId is not { } unit || organization.Members(unit).FirstOrDefault(x => x.Id == officerId) is not { } officer)
            throw new Refusal("Chưa chọn người thực hiện của đơn vị chủ trì", "OfficerId");
        duty.OfficerId = officer.Id;
        db.Act = "Phân công người thực hiện";
        Log(duty, DutyEventKind.OfficerNamed, $"Phân công {officer.FullName} thực hiện");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Writes down a leader's <i>ý kiến chỉ đạo</i>: it stands first on the duty and in the mail.</summary>
    public async Task DirectAsync(long id, string? direction, int? directedBy, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var (duty, organization, _) = await ReadOpenAsync(id, by, version, cancel);
        if (!by.CanAssign(duty))
            throw new NotAllowed();
        WriteDirection(duty, direction, directedBy ?? by.Id, organization);
        db.Act = "Ghi ý kiến chỉ đạo";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>What has been done so far and what is in the way. Progress is words, never a typed percentage.</summary>
    public async Task ReportProgressAsync(long id, string? text, string? nextStep, Viewer by, CancellationToken cancel = default)
    {
        var (duty, _, _) = await ReadOpenAsync(id, by, null, cancel);
        if (!by.CanWorkOn(duty))
            throw new NotAllowed();
        text = Required(text, "Chưa nhập kết quả, vướng mắc", "Progress", 2000);
        if (!string.IsNullOrWhiteSpace(nextStep))
            duty.NextStep = Optional(nextStep, 300);
        db.Act = "Báo cáo tiến độ";
        Log(duty, DutyEventKind.Progress, text);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Writes down what happened around a duty and changes nothing else; the system itself notes without a viewer.</summary>
    public async Task NoteAsync(long id, string? text, Viewer? by, CancellationToken cancel = default)
    {
        var duty = by is null ? await db.Duties.FirstOrDefaultAsync(x => x.Id == id, cancel) ?? throw NotFound() : await ReadAsync(id, by, cancel);
        if (by is not null && !by.CanWorkOn(duty) && !by.CanAssign(duty))
            throw new NotAllowed();
        Log(duty, DutyEventKind.Note, Required(text, "Chưa nhập diễn biến", "Note", 2000));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The unit declares the duty done. Refused without proof where its kind asks for it.</summary>
    public async Task DeclareDoneAsync(long id, string? note, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var (duty, organization, calendar) = await ReadOpenAsync(id, by, version, cancel);
        if (!by.CanWorkOn(duty))
            throw new NotAllowed();
        if (duty.Stage != DutyStage.Open)
            throw new Refusal("Nhiệm vụ đã báo cáo hoàn thành, đang chờ xác nhận");
        if (duty.Paused)
            throw new Refusal("Nhiệm vụ đang tạm dừng tính thời hạn. Cho tính tiếp rồi báo cáo hoàn thành");
        var nobodyElse = DutyClock.NobodyElseSees(organization, duty);
        if ((duty.RequiresEvidence || nobodyElse) && !await db.Evidence.AnyAsync(x => x.DutyId == id && x.ShareId == null, cancel))
            throw new Refusal("Chưa có tài liệu, hình ảnh chứng minh nên chưa báo cáo hoàn thành được", "Files");
        note = Optional(note, 2000);
        duty.Stage = DutyStage.AwaitingAcceptance;
        duty.DeclaredOn = Today;
        duty.DeclaredById = by.Id;
        duty.Returned = false;
        db.Act = "Báo cáo hoàn thành";
        Log(duty, DutyEventKind.Declared, note is null ? "Báo cáo hoàn thành" : $"Báo cáo hoàn thành: {note}");
        if (duty.Accepter == AccepterKind.SelfClosing)
        {
            Close(duty, null);
            Log(duty, DutyEventKind.Accepted, "Hoàn thành: loại nhiệm vụ này tự kết thúc khi văn bản đã ban hành");
        }
        else if (nobodyElse)
        {
            Close(duty, null);
            Log(duty, DutyEventKind.Accepted, "Hoàn thành: việc kín do Chủ tịch trực tiếp thực hiện, ngoài Chủ tịch không ai được xem để xác nhận");
        }
        else if (DutyClock.AccepterOn(organization, calendar, duty, Today) is null)
        {
            throw new Refusal("Chưa có người xác nhận cho nhiệm vụ này. Đề nghị quản trị khai báo lãnh đạo phụ trách đơn vị");
        }
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Confirms one declared duty. The day it was declared decides whether it was on time.</summary>
    public async Task AcceptAsync(long id, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var duty = await ReadToAcceptAsync(id, by, version, cancel);
        Close(duty, by.Id);
        duty.AcceptedAt = db.Clock.GetUtcNow().UtcDateTime;
        db.Act = "Xác nhận hoàn thành";
        Log(duty, DutyEventKind.Accepted, "Xác nhận hoàn thành");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Sends a declared duty back with a reason; the due date stays.</summary>
    public async Task SendBackAsync(long id, string? reason, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var duty = await ReadToAcceptAsync(id, by, version, cancel);
        duty.ReturnReason = Required(reason, "Chưa nhập lý do trả lại", "Reason", 1000);
        duty.Stage = DutyStage.Open;
        duty.Returned = true;
        duty.ReturnedOn = Today;
        duty.DeclaredOn = null;
        duty.DeclaredById = null;
        db.Act = "Trả lại";
        Log(duty, DutyEventKind.SentBack, $"Trả lại, đề nghị bổ sung: {duty.ReturnReason}");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Stops a duty for a reason: it counts in no rate, and can still be found.</summary>
    public async Task CancelAsync(long id, string? reason, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var (duty, _, _) = await ReadOpenAsync(id, by, version, cancel);
        if (!by.CanDecide(duty))
            throw new NotAllowed();
        reason = Required(reason, "Chưa nhập lý do thôi thực hiện", "Reason", 1000);
        duty.Stage = DutyStage.Cancelled;
        duty.CancelledOn = Today;
        duty.Paused = false;
        db.Act = "Thôi thực hiện";
        Log(duty, DutyEventKind.Cancelled, $"Thôi thực hiện: {reason}");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Adds a coordinating unit with its own date, not after the lead's.</summary>
    public async Task AddShareAsync(long id, NewShare share, Viewer by, CancellationToken cancel = default)
    {
        var (duty, organization, calendar) = await ReadOpenAsync(id, by, null, cancel);
        if (!by.CanLead(duty) && !by.CanAssign(duty))
            throw new NotAllowed();
        if (organization.Unit(share.UnitId) is not { } unit || !unit.StandsOn(Today))
            throw new Refusal("Chưa chọn đơn vị phối hợp", "ShareUnitId");
        if (unit.Id == duty.LeadUnitId || duty.Shares.Any(x => x.UnitId == unit.Id))
            throw new Refusal($"{unit.Name} đã tham gia nhiệm vụ này", "ShareUnitId");
        duty.Shares.Add(NewShareOf(calendar, duty, share));
        db.Act = "Thêm đơn vị phối hợp";
        Log(duty, DutyEventKind.ShareAdded, $"Thêm {unit.Name} phối hợp: {share.What}");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Changes what a coordinating unit is to do, and by when, until it has reported it done.</summary>
    public async Task ChangeShareAsync(long shareId, string? what, DateOnly? dueOn, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var (duty, share, unit, calendar) = await ReadShareAsync(shareId, by, version, cancel);
        var before = share.DueOn;
        share.What = Required(what, "Chưa nhập nội dung phối hợp", "ShareWhat", 500);
        share.DueOn = ShareDue(calendar, duty, dueOn);
        db.Act = "Sửa phần phối hợp";
        Log(duty, DutyEventKind.ShareChanged, $"Sửa phần phối hợp của {unit}: {share.What}; thời hạn {(share.DueOn == before ? $"{Vi.Date(before)}" : $"từ {Vi.Date(before)} thành {Vi.Date(share.DueOn)}")}");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>A unit no longer coordinates, for a reason. What it has already reported done stays.</summary>
    public async Task RemoveShareAsync(long shareId, string? reason, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var (duty, share, unit, _) = await ReadShareAsync(shareId, by, version, cancel);
        reason = Required(reason, "Chưa nhập lý do bỏ đơn vị phối hợp", "Reason", 1000);
        db.DutyShares.Remove(share);
        db.Act = "Bỏ đơn vị phối hợp";
        Log(duty, DutyEventKind.ShareRemoved, $"Bỏ {unit} phối hợp ({share.What}): {reason}");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>A coordinating unit reports its share done.</summary>
    public async Task ReportShareDoneAsync(long shareId, string? note, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var share = await db.DutyShares.FirstOrDefaultAsync(x => x.Id == shareId, cancel) ?? throw NotFound();
        var (duty, _, _) = await ReadOpenAsync(share.DutyId, by, null, cancel);
        if (!by.CanWorkOn(share))
            throw new NotAllowed();
        ExpectVersion(share, version);
        if (share.DoneOn is not null)
            throw new Refusal("Phần phối hợp này đã báo cáo hoàn thành");
        share.DoneOn = Today;
        share.DoneNote = Required(note, "Chưa nhập kết quả phối hợp", "Note", 1000);
        db.Act = "Báo cáo hoàn thành phần phối hợp";
        Log(duty, DutyEventKind.ShareDone, $"{by.Organization.UnitName(share.UnitId)} hoàn thành phần phối hợp: {share.DoneNote}");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>A duty with its shares, pauses and extensions, if this person may see it.</summary>
    public async Task<Duty> ReadAsync(long id, Viewer by, CancellationToken cancel = default)
    {
        var duty = await db.Duties.Include(x => x.Shares).Include(x => x.Pauses).Include(x => x.Extensions).AsSplitQuery()
            .FirstOrDefaultAsync(x => x.Id == id, cancel);
        return duty is not null && by.CanSee(duty) ? duty : throw NotFound();
    }

    /// <summary>What happened to a duty, newest first.</summary>
    public Task<List<DutyEvent>> HistoryAsync(long id, CancellationToken cancel = default) =>
        db.DutyEvents.AsNoTracking().Where(x => x.DutyId == id).OrderByDescending(x => x.Id).Take(200).ToListAsync(cancel);

    // Whoever may add a coordinating unit may change its share and take it away.
    private async Task<(Duty, DutyShare, string Unit, WorkingCalendar)> ReadShareAsync(long shareId, Viewer by, Guid? version, CancellationToken cancel)
    {
        var share = await db.DutyShares.FirstOrDefaultAsync(x => x.Id == shareId, cancel) ?? throw NotFound();
        var (duty, organization, calendar) = await ReadOpenAsync(share.DutyId, by, null, cancel);
        if (!by.CanLead(duty) && !by.CanAssign(duty))
            throw new NotAllowed();
        ExpectVersion(share, version);
        if (share.DoneOn is not null)
            throw new Refusal("Phần phối hợp này đã báo cáo hoàn thành, không sửa hoặc bỏ được nữa");
        return (duty, share, organization.UnitName(share.UnitId), calendar);
    }

    private async Task<(Duty, OrganizationOn, WorkingCalendar)> ReadOpenAsync(long id, Viewer by, Guid? version, CancellationToken cancel)
    {
        var duty = await ReadAsync(id, by, cancel);
        if (duty.Stage is DutyStage.Done or DutyStage.Cancelled)
            throw new Refusal("Nhiệm vụ đã kết thúc, không thay đổi được nữa");
        ExpectVersion(duty, version);
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        return (duty, organization, calendar);
    }

    private async Task<Duty> ReadToAcceptAsync(long id, Viewer by, Guid? version, CancellationToken cancel)
    {
        var (duty, organization, calendar) = await ReadOpenAsync(id, by, version, cancel);
        if (duty.Stage != DutyStage.AwaitingAcceptance)
            throw new Refusal("Nhiệm vụ chưa báo cáo hoàn thành");
        if (duty.IsDoneBy(by.Id))
            throw new NotAllowed("Người thực hiện không tự xác nhận hoàn thành.");
        var accepter = DutyClock.AccepterOn(organization, calendar, duty, Today)?.Person;
        if (accepter?.Id != by.Id && !by.ActsAsChairman && !by.CanDecide(duty))
            throw new NotAllowed($"Người xác nhận nhiệm vụ này là {accepter?.FullName ?? "chưa xác định"}.");
        return duty;
    }

    private void ExpectVersion(IVersioned record, Guid? version)
    {
        if (version is { } read && record.Version != read)
            throw new EditConflict();
    }

    private static void Close(Duty duty, int? acceptedBy)
    {
        duty.Stage = DutyStage.Done;
        duty.DoneOn = duty.DeclaredOn;
        duty.AcceptedById = acceptedBy;
    }

    private static DutyShare NewShareOf(WorkingCalendar calendar, Duty duty, NewShare share) => new()
    {
        UnitId = share.UnitId,
        What = Required(share.What, "Chưa nhập nội dung phối hợp", "ShareWhat", 500),
        Product = Optional(share.Product, 400),
        DueOn = ShareDue(calendar, duty, share.DueOn),
    };

    private static DateOnly ShareDue(WorkingCalendar calendar, Duty duty, DateOnly? wanted)
    {
        var due = wanted ?? calendar.OnOrBefore(calendar.PreviousWorkingDay(duty.DueOn));
        return due <= duty.DueOn ? due
            : throw new Refusal($"Thời hạn phối hợp không được sau thời hạn của đơn vị chủ trì ({Vi.Date(duty.DueOn)})", "ShareDueOn");
    }

    /// <summary>A line of history that another part of the Kernel writes with its own record; the caller has asked for the right and saves.</summary>
    internal void Tell(Duty duty, string text, DutyEventKind kind = DutyEventKind.Note) => Log(duty, kind, text);

    private void Log(Duty duty, DutyEventKind kind, string text) => Log(duty.Id, kind, text);

    private void Log(long dutyId, DutyEventKind kind, string text) => db.DutyEvents.Add(new DutyEvent
    {
        DutyId = dutyId,
        At = db.Clock.GetUtcNow().UtcDateTime,
        Kind = kind,
        PersonId = db.Acting.PersonId,
        By = db.Acting.Name,
        Text = text.Length <= 2000 ? text : text[..1999] + "…",
    });

    private async Task<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction?> BeginAsync(CancellationToken cancel) =>
        db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;

    private static async Task CommitAsync(Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction? own, CancellationToken cancel)
    {
        if (own is not null)
            await own.CommitAsync(cancel);
    }

    private static string SearchText(Duty duty) => $"{duty.Title} {duty.SourceDocument} {duty.Product}";
    private static string Because(string? reason) => string.IsNullOrWhiteSpace(reason) ? "" : $": {reason.Trim()}";
    private static Refusal NotFound() => new("Không tìm thấy nhiệm vụ này, hoặc tài khoản này không có quyền xem");

    internal static string Required(string? text, string message, string field, int most)
    {
        var clean = Vi.Normalize(text ?? "");
        if (clean.Length == 0)
            throw new Refusal(message, field);
        return clean.Length <= most ? clean : throw new Refusal($"Nội dung dài quá {most} ký tự", field);
    }

    internal static string? Optional(string? text, int most, string? field = null)
    {
        var clean = Vi.Normalize(text ?? "");
        return clean.Length == 0 ? null : clean.Length <= most ? clean : throw new Refusal($"Nội dung dài quá {most} ký tự", field);
    }
}
