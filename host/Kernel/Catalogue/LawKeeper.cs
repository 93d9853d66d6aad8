using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Catalogue;

/// <summary>What of a kind's law is meant: a new version, one that is there, or the rhythm in which it recurs.</summary>
/// <param name="TermId">The version, or null.</param>
public sealed record LawTarget(bool New, int? TermId)
{
    public const string NewKey = "moi";
    public const string RhythmKey = "ky";

    public bool Rhythm => !New && TermId is null;

    /// <summary>Reads the last part of the address; null for what is none of these.</summary>
    public static LawTarget? Parse(string? key) => key switch
    {
        NewKey => new LawTarget(true, null),
        RhythmKey => new LawTarget(false, null),
        _ when int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => new LawTarget(false, id),
        _ => null,
    };
}

/// <summary>What the legal officer says of a term, as typed. Names are those of the page's fields.</summary>
public sealed record LawInput(string? Document, string? Article, string? Link, string? Reason)
{
    /// <summary>First day of a new version.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Bases that a new version takes the place of: they end the day before.</summary>
    public IReadOnlyList<int> Replaced { get; init; } = [];
    public int? Amount { get; init; }
    public TermUnit? Unit { get; init; }
    public TermKind? Kind { get; init; }
    public string? FromText { get; init; }
    public int? ExtensionAmount { get; init; }
    public TermUnit? ExtensionUnit { get; init; }
    public int? ExtensionMaxTimes { get; init; }
    public string? ExtensionCondition { get; init; }

    /// <summary>Open duties under the version take it over; otherwise they keep the term with which they were opened.</summary>
    public bool MoveOpen { get; init; }
}

/// <summary>What would happen, before it does.</summary>
/// <param name="Says">Vietnamese sentences.</param>
/// <param name="Open">Open duties that the version touches, with the due date that it would give them.</param>
/// <param name="Digest">Stands for all of it: what is confirmed must be what was shown.</param>
public sealed record LawPreview(IReadOnlyList<string> Says, IReadOnlyList<LawMove> Open, string Digest);

/// <summary>
/// What the legal officer does to the catalogue: he confirms or corrects terms, enters new laws, sets how a kind is carried
/// here. Each act is saved in one transaction with its line of history, the duties it moves and the audit trail; it stands
/// against whatever a later release ships. Throws <see cref="Refusal"/> in words.
/// </summary>
public sealed class LawKeeper(PlatformDb db, DutyLedger ledger)
{
    private const int LongestReason = 500;

    // The longest term of each unit that a law gives; beyond it a number is a slip.
    private static readonly Dictionary<TermUnit, int> Most = new() { [TermUnit.WorkingDay] = 500, [TermUnit.CalendarDay] = 1000, [TermUnit.Month] = 120, [TermUnit.Year] = 20 };

    private sealed record Prepared(CatalogueEntry Entry, LawChange Change, string Act, string Document, string Reason, List<string> Says);

    /// <summary>What the input would do. Nothing is saved, and the context forgets what it tried.</summary>
    public async Task<LawPreview> PreviewAsync(string key, LawTarget target, LawInput input, Viewer by, Guid version, CancellationToken cancel = default)
    {
        try
        {
            return await PreviewAsync(await PrepareAsync(key, target, input, by, version, cancel), input, cancel);
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Saves what was previewed.</summary>
    /// <param name="digest">Of the preview that is confirmed.</param>
    /// <returns>How many duties moved; or the preview as it now is, when it is another than the one confirmed: then nothing was saved.</returns>
    public async Task<(int Moved, LawPreview? Again)> SaveAsync(string key, LawTarget target, LawInput input, string? digest, Viewer by, Guid version, CancellationToken cancel = default)
    {
        var ready = await PrepareAsync(key, target, input, by, version, cancel);
        var preview = await PreviewAsync(ready, input, cancel);
        if (preview.Digest != digest)
        {
            db.ChangeTracker.Clear();
            return (0, preview);
        }
        var moved = input.MoveOpen ? await ledger.FollowLawAsync(ready.Change, ready.Document, cancel) : 0;
        if (preview.Open.Count > 0)
            ready.Says.Add(input.MoveOpen ? $"Đã chuyển {Vi.Number(moved)} nhiệm vụ đang thực hiện" : $"{Vi.Number(preview.Open.Count)} nhiệm vụ đang thực hiện giữ thời hạn cũ");
        ready.Entry.LawEditedAt = db.Clock.GetUtcNow().UtcDateTime;
        ready.Entry.LawEditedOver = ready.Entry.ShippedHash;
        Tell(key, ready.Act, string.Join(". ", ready.Says), ready.Reason);
        db.Act = ready.Act;
        await db.SaveChangesAsync(cancel);
        return (moved, null);
    }

    /// <summary>Sets the title, the field (and with it the unit) and the days of reminding.</summary>
    /// <param name="remindBefore">Working days before the due date, as in «7, 3, 1».</param>
    /// <returns>Whether anything was another than before; otherwise nothing is saved.</returns>
    public async Task<bool> SetAsync(string key, string? title, string? field, string? remindBefore, string? reason, Viewer by, Guid version, CancellationToken cancel = default)
    {
        var entry = await ReadAsync(key, by.KeepsLaw, version, cancel);
        title = DutyLedger.Required(title, "Chưa nhập tên nhiệm vụ", "Title", 500);
        var fields = await db.Fields.AsNoTracking().ToDictionaryAsync(x => x.Code, x => x.Name, cancel);
        if (field is null || !fields.TryGetValue(field, out var name))
            throw new Refusal("Chưa chọn lĩnh vực", "FieldCode");
        var days = ReadDays(remindBefore);
        reason = DutyLedger.Required(reason, "Chưa nhập lý do", "Reason", LongestReason);
        List<string> says = [];
        if (title != entry.Title)
            says.Add($"Tên: «{entry.Title}» thành «{title}»");
        if (field != entry.FieldCode)
            says.Add($"Lĩnh vực: {fields.GetValueOrDefault(entry.FieldCode, entry.FieldCode)} thành {name}");
        entry.EditedHere |= says.Count > 0;
        if (days != entry.RemindBefore)
            says.Add($"Nhắc trước: {Spaced(entry.RemindBefore)} thành {Spaced(days)} ngày làm việc");
        if (says.Count == 0)
            return false;
        (entry.Title, entry.FieldCode, entry.RemindBefore) = (title, field, days);
        await SaveAsync(key, "Sửa loại nhiệm vụ", says, reason, cancel);
        return true;
    }

    /// <summary>Switches a kind on or off: what is off makes no new duties; what was made stays.</summary>
    public async Task SwitchAsync(string key, bool on, string? reason, Viewer by, Guid version, CancellationToken cancel = default)
    {
        var entry = await ReadAsync(key, MaySwitch(by), version, cancel);
        reason = DutyLedger.Required(reason, "Chưa nhập lý do", "Reason", LongestReason);
        if (entry.On == on)
            throw new Refusal(on ? "Loại nhiệm vụ này đang bật" : "Loại nhiệm vụ này đang tắt");
        entry.On = on;
        await SaveAsync(key, on ? "Bật loại nhiệm vụ" : "Tắt loại nhiệm vụ", [on ? "Đang tắt thành đang bật" : "Đang bật thành đang tắt"], reason, cancel);
    }

    public static bool MaySwitch(Viewer by) => by.KeepsLaw || by.ActsAsOfficeHead;

    /// <summary>What was changed of a kind here, newest first.</summary>
    public Task<List<CatalogueChange>> HistoryAsync(string key, CancellationToken cancel = default) =>
        db.CatalogueChanges.AsNoTracking().Where(x => x.EntryKey == key).OrderByDescending(x => x.Id).Take(50).ToListAsync(cancel);

    /// <summary>Reads «7, 3, 1»: one to six different working days, in the order in which they come.</summary>
    public static string ReadDays(string? text)
    {
        var parts = (text ?? "").Split([',', ';', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var days = parts.Select(x => int.TryParse(x, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is > 0 and <= ReminderPolicy.Longest ? day : 0).Distinct().OrderDescending().ToList();
        return days.Count is > 0 and <= 6 && !days.Contains(0) ? string.Join(',', days)
            : throw new Refusal($"Ngày nhắc không đúng. Nhập từ một đến sáu số, mỗi số từ 1 đến {ReminderPolicy.Longest}, ví dụ 7, 3, 1", "RemindBefore");
    }

    private static string Spaced(string days) => days.Replace(",", ", ", StringComparison.Ordinal);

    private async Task SaveAsync(string key, string act, List<string> says, string reason, CancellationToken cancel)
    {
        Tell(key, act, string.Join(". ", says), reason);
        db.Act = act;
        await db.SaveChangesAsync(cancel);
    }

    private void Tell(string key, string act, string what, string reason) => db.CatalogueChanges.Add(new CatalogueChange
    {
        EntryKey = key, At = db.Clock.GetUtcNow().UtcDateTime, PersonId = db.Acting.PersonId, By = db.Acting.Name, Act = act,
        What = what.Length <= 2000 ? what : what[..1999] + "…", Reason = reason,
    });

    private async Task<CatalogueEntry> ReadAsync(string key, bool allowed, Guid version, CancellationToken cancel)
    {
        if (!allowed)
            throw new NotAllowed();
        var entry = await db.Catalogue.Include(x => x.Terms).Include(x => x.Bases).AsSplitQuery().FirstOrDefaultAsync(x => x.Key == key, cancel)
            ?? throw new Refusal("Không có loại nhiệm vụ này trong danh mục");
        return entry.Version == version ? entry : throw new EditConflict();
    }

    private async Task<LawPreview> PreviewAsync(Prepared ready, LawInput input, CancellationToken cancel)
    {
        var open = await ledger.UnderAsync(ready.Change, cancel);
        // Why, and whether open duties move, is decided with the preview in view.
        var shown = JsonSerializer.SerializeToUtf8Bytes(new { Input = input with { Reason = null, MoveOpen = false }, Open = open.Select(x => new { x.DutyId, x.From, x.To }) });
        return new LawPreview([.. ready.Says], open, Convert.ToHexStringLower(SHA256.HashData(shown)));
    }

    // Everything is done to the tracked entry: whoever only looks lets the context forget it.
    private async Task<Prepared> PrepareAsync(string key, LawTarget target, LawInput input, Viewer by, Guid version, CancellationToken cancel)
    {
        var entry = await ReadAsync(key, by.KeepsLaw, version, cancel);
        var document = DutyLedger.Required(input.Document, "Chưa nhập văn bản", "Document", 300);
        var article = Bounded(input.Article, 500, "Article");
        var link = Link(input.Link);
        var reason = DutyLedger.Required(input.Reason, "Chưa nhập lý do", "Reason", LongestReason);
        var named = article is null ? document : $"{document}, {article}";
        var says = new List<string>();
        if (target.New)
            return NewVersion(entry, input, document, article, link, named, reason, says);
        if (target.Rhythm)
            return Rhythm(entry, link, named, reason, says);
        var term = entry.Terms.Find(x => x.Id == target.TermId) ?? throw new Refusal("Thời hạn này không còn trong danh mục. Mở lại trang của loại nhiệm vụ");
        var written = ReadTerm(entry, input);
        var corrected = !term.SaysTheSame(written) || term.IsDefault;
        var before = CatalogueBook.TermText(entry, term);
        if (!term.SaysTheSame(written))
            Copy(written, term);
        term.IsDefault = false;
        Check(term, document, article, link);
        says.Add(corrected ? $"Sửa thời hạn «{before}» thành «{CatalogueBook.TermText(entry, term)}» theo {named}" : $"Đã đối chiếu thời hạn «{before}» với {named}");
        if (link is not null)
            says.Add($"Nguồn: {link}");
        return new Prepared(entry, Change(entry, term, term.ValidFrom, term.ValidTo), corrected ? "Sửa thời hạn theo văn bản" : "Đối chiếu thời hạn", named, reason, says);
    }

    private Prepared NewVersion(CatalogueEntry entry, LawInput input, string document, string? article, string? link, string named, string reason, List<string> says)
    {
        var from = input.ValidFrom ?? throw new Refusal("Chưa nhập ngày bắt đầu áp dụng", "ValidFrom");
        var today = db.Clock.OfficeToday();
        if (from < today.AddYears(-10) || from > today.AddYears(5))
            throw new Refusal("Ngày bắt đầu áp dụng phải trong 10 năm trước và 5 năm tới. Kiểm tra lại năm", "ValidFrom");
        if (entry.AppliesUntil is { } until && from > until)
            throw new Refusal($"Nhiệm vụ này không còn phát sinh sau ngày {Vi.Date(until)}", "ValidFrom");
        if (entry.Bases.Any(x => x.Document == document && x.Article == article && x.ValidFrom == from))
            throw new Refusal($"Đã có văn bản này áp dụng từ ngày {Vi.Date(from)}", "Document");
        CatalogueTerm? term = null;
        DateOnly? to = null;
        says.Add($"{named}, áp dụng từ ngày {Vi.Date(from)}");
        if (entry.CountsTerm)
        {
            term = ReadTerm(entry, input);
            var place = CatalogueVersions.Place(entry.Terms, from)
                ?? throw new Refusal($"Đã có thời hạn áp dụng từ ngày {Vi.Date(from)}. Cần sửa, chọn Đối chiếu, sửa ở thời hạn đó", "ValidFrom");
            foreach (var cut in place.Cut)
            {
                cut.ValidTo = from.AddDays(-1);
                says.Add($"Thời hạn «{CatalogueBook.TermText(entry, cut)}» áp dụng đến hết ngày {Vi.Date(cut.ValidTo)}");
            }
            (term.ValidFrom, term.ValidTo, to) = (from, place.To, place.To);
            Check(term, document, article, link);
            entry.Terms.Add(term);
            says.Add($"Thời hạn mới: {CatalogueBook.TermText(entry, term)}{(to is { } last ? $", đến hết ngày {Vi.Date(last)} vì đã có thời hạn tiếp theo" : "")}");
            if (place.Gap is var (gapFrom, gapTo))
                says.Add($"Lưu ý: từ ngày {Vi.Date(gapFrom)} đến hết ngày {Vi.Date(gapTo)} danh mục không có thời hạn nào");
        }
        foreach (var id in input.Replaced.Distinct())
        {
            var basis = entry.Bases.Find(x => x.Id == id && Replaceable(x, from)) ?? throw new Refusal("Văn bản bị thay thế phải đang áp dụng vào ngày văn bản mới bắt đầu áp dụng. Chọn lại", "Replaced");
            basis.ValidTo = from.AddDays(-1);
            says.Add($"{basis.Document} áp dụng đến hết ngày {Vi.Date(basis.ValidTo)}");
        }
        entry.Bases.Add(new CatalogueBasis { Document = document, Article = article, ValidFrom = from, ValidTo = to });
        if (link is not null)
            says.Add($"Nguồn: {link}");
        return new Prepared(entry, Change(entry, term, from, to), "Thêm văn bản mới", named, reason, says);
    }

    /// <summary>Whether a new document from a day may end this one: it began before and is still in force then.</summary>
    public static bool Replaceable(CatalogueBasis basis, DateOnly from) => (basis.ValidFrom is null || basis.ValidFrom < from) && (basis.ValidTo is null || basis.ValidTo >= from);

    private Prepared Rhythm(CatalogueEntry entry, string? link, string named, string reason, List<string> says)
    {
        if (entry.Trigger != CatalogueTrigger.Recurring)
            throw new Refusal("Loại nhiệm vụ này không định kỳ");
        (entry.RecurrenceIsDefault, entry.Confidence, entry.ConfirmedScope) = (false, Confidence.Confirmed, "deadline+basis");
        entry.Source = link is null ? named : $"{named} ({link})";
        (entry.CheckedBy, entry.CheckedAt) = (db.Acting.Name, db.Clock.GetUtcNow().UtcDateTime);
        says.Add($"Đã đối chiếu nhịp định kỳ «{entry.RecurrenceText}» với {named}");
        if (link is not null)
            says.Add($"Nguồn: {link}");
        return new Prepared(entry, Change(entry, null, null, null), "Đối chiếu nhịp định kỳ", named, reason, says);
    }

    private static LawChange Change(CatalogueEntry entry, CatalogueTerm? term, DateOnly? from, DateOnly? to) => new(entry.Key, from, to,
        term is not null && entry.CountsTerm ? new Term(term.Amount, term.Unit, term.Kind) : null,
        CatalogueBook.TermText(entry, entry.CountsTerm ? term : null), CatalogueBook.SourceOf(entry, entry.CountsTerm ? term : null), day => CatalogueBook.BasisText(entry, day));

    private void Check(CatalogueTerm term, string document, string? article, string? link) =>
        (term.Document, term.Article, term.Link, term.CheckedBy, term.CheckedAt) = (document, article, link, db.Acting.Name, db.Clock.GetUtcNow().UtcDateTime);

    private static void Copy(CatalogueTerm from, CatalogueTerm to) =>
        (to.Amount, to.Unit, to.Kind, to.FromText, to.ExtensionAmount, to.ExtensionUnit, to.ExtensionMaxTimes, to.ExtensionCondition)
        = (from.Amount, from.Unit, from.Kind, from.FromText, from.ExtensionAmount, from.ExtensionUnit, from.ExtensionMaxTimes, from.ExtensionCondition);

    /// <summary>The term as typed; throws <see cref="Refusal"/> for what no law says.</summary>
    public static CatalogueTerm ReadTerm(CatalogueEntry entry, LawInput input)
    {
        var kind = input.Kind ?? throw new Refusal("Chưa chọn cách tính", "Kind");
        var unit = input.Unit ?? throw new Refusal("Chưa chọn đơn vị tính", "Unit");
        var counts = kind is TermKind.NoLaterThan or TermKind.AtLeastBefore or TermKind.MinimumDuration;
        var amount = (int)Math.Min(int.MaxValue, Math.Abs((long)(input.Amount ?? (counts ? throw new Refusal("Chưa nhập số lượng", "Amount") : 0))));
        if (input.Amount < 0 && kind != TermKind.AtLeastBefore || counts && amount == 0 || amount > Most[unit])
            throw new Refusal($"Số lượng phải từ 1 đến {Most[unit]} {TermWords.Title(unit)}", "Amount");
        var text = Bounded(input.FromText, 600, "FromText");
        if (text is null && counts)
            throw new Refusal("Chưa nhập tính từ ngày nào", "FromText");
        var extension = input.ExtensionAmount;
        if (extension is < 1 or > 1000)
            throw new Refusal("Mỗi lần gia hạn phải từ 1 đến 1.000", "ExtensionAmount");
        if (extension is not null && input.ExtensionUnit is null)
            throw new Refusal("Chưa chọn đơn vị tính của gia hạn", "ExtensionUnit");
        if (input.ExtensionMaxTimes is < 1 or > 20)
            throw new Refusal("Số lần gia hạn phải từ 1 đến 20", "ExtensionMaxTimes");
        return new CatalogueTerm
        {
            EntryKey = entry.Key,
            Amount = counts ? kind == TermKind.AtLeastBefore ? -amount : amount : 0,
            Unit = unit,
            Kind = kind,
            FromText = text,
            ExtensionAmount = extension,
            ExtensionUnit = extension is null ? null : input.ExtensionUnit,
            ExtensionMaxTimes = extension is null ? null : input.ExtensionMaxTimes,
            ExtensionCondition = extension is null ? null : Bounded(input.ExtensionCondition, 600, "ExtensionCondition"),
        };
    }

    private static string? Bounded(string? text, int most, string field)
    {
        var clean = Vi.Normalize(text ?? "");
        return clean.Length == 0 ? null : clean.Length <= most ? clean : throw new Refusal($"Nội dung dài quá {most} ký tự", field);
    }

    private static string? Link(string? text) => Bounded(text, 500, "Link") is not { } typed ? null
        : Uri.TryCreate(typed, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? typed
        : throw new Refusal("Đường dẫn không đúng. Nhập cả https:// ở đầu, hoặc để trống", "Link");
}

/// <summary>What users read for units and kinds of terms.</summary>
public static class TermWords
{
    public static string Title(TermUnit unit) => unit switch
    {
        TermUnit.WorkingDay => "ngày làm việc",
        TermUnit.CalendarDay => "ngày",
        TermUnit.Month => "tháng",
        TermUnit.Year => "năm",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Unknown unit."),
    };

    public static string Title(TermKind kind) => kind switch
    {
        TermKind.NoLaterThan => "Chậm nhất, tính từ ngày có sự kiện",
        TermKind.AtLeastBefore => "Ít nhất trước ngày có sự kiện",
        TermKind.MinimumDuration => "Kéo dài ít nhất",
        TermKind.Immediately => "Ngay trong ngày",
        TermKind.FixedDate => "Ngày ấn định",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of term."),
    };
}
