using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Calendar;

/// <summary>One exception of the working calendar as it shall be; without a kind the date becomes an ordinary day again.</summary>
public sealed record DayEdit(DateOnly Date, DayKind? Kind, string Name = "", DayStatus Status = DayStatus.Confirmed, string? Basis = null);

/// <summary>What a change of the calendar would do.</summary>
/// <param name="Edits">The edits that change something, in order of date.</param>
/// <param name="Moved">The open due dates that move, earliest first.</param>
/// <param name="Digest">Names exactly this change on exactly this state: what is confirmed is what was seen.</param>
public sealed record CalendarPreview(IReadOnlyList<DayEdit> Edits, IReadOnlyList<MovedDue> Moved, string Digest)
{
    /// <summary>What the change is, in words that fit into the audit trail («ngày lễ 05/02/2027»).</summary>
    public string Reason => Edits.Count == 1
        ? $"{(Edits[0].Kind is { } kind ? kind.Title() : "bỏ ngày ngoại lệ")} {Vi.Date(Edits[0].Date)}"
        : $"{Vi.Number(Edits.Count)} ngày, từ {Vi.Date(Edits[0].Date)} đến {Vi.Date(Edits[^1].Date)}";
}

/// <summary>What users read of the days of the calendar.</summary>
public static class CalendarWords
{
    public static string Title(this DayKind kind) => kind switch
    {
        DayKind.WorkingDay => "ngày làm việc",
        DayKind.Weekend => "ngày nghỉ hằng tuần",
        DayKind.Holiday => "ngày lễ",
        DayKind.CompensatoryDayOff => "ngày nghỉ bù",
        DayKind.SwappedDayOff => "ngày nghỉ hoán đổi",
        DayKind.MakeUpWorkingDay => "ngày làm bù",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of day."),
    };

    public static string Title(this DayStatus status) => status switch
    {
        DayStatus.Confirmed => "Chính thức",
        DayStatus.Expected => "Dự kiến",
        DayStatus.Recalled => "Nhớ lại, chờ kiểm tra",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown status of a day."),
    };
}

/// <summary>
/// Changes the working calendar. Every change is previewed, because it moves legal deadlines; it is confirmed with the digest
/// of the preview, and then the days, the moved due dates and their audit entries are saved in one transaction.
/// </summary>
public sealed class CalendarKeeper(PlatformDb db, DutyLedger ledger)
{
    /// <summary>At most so many days in one change.</summary>
    public const int Most = 400;

    /// <summary>A working day swapped for a day off: the pair as one change.</summary>
    /// <param name="off">The weekday on which the office is closed.</param>
    /// <param name="worked">The Saturday or Sunday worked for it.</param>
    public static IReadOnlyList<DayEdit> Swap(DateOnly off, DateOnly worked, DayStatus status, string? basis) =>
    [
        new(off, DayKind.SwappedDayOff, $"nghỉ hoán đổi, làm bù ngày {Vi.Date(worked)}", status, basis),
        new(worked, DayKind.MakeUpWorkingDay, $"làm bù cho ngày {Vi.Date(off)}", status, basis),
    ];

    /// <summary>The other half of a swap, found by the date that its name tells; null for any other day.</summary>
    public async Task<CalendarDay?> PartnerAsync(CalendarDay day, CancellationToken cancel = default)
    {
        DayKind? other = day.Kind switch { DayKind.SwappedDayOff => DayKind.MakeUpWorkingDay, DayKind.MakeUpWorkingDay => DayKind.SwappedDayOff, _ => null };
        if (other is not { } kind)
            return null;
        var date = Vi.Date(day.Date);
        return await db.CalendarDays.AsNoTracking().FirstOrDefaultAsync(x => x.Kind == kind && x.Name.Contains(date), cancel);
    }

    /// <summary>
    /// What the edits would change and move; nothing is saved. Throws <see cref="Refusal"/> when a date cannot be what it
    /// shall be, or when nothing would change.
    /// </summary>
    public async Task<CalendarPreview> PreviewAsync(IReadOnlyList<DayEdit> edits, CancellationToken cancel = default)
    {
        var (wanted, kept) = await ReadAsync(edits, cancel);
        return await PreviewAsync(wanted, kept, cancel);
    }

    /// <summary>
    /// Saves the change that was previewed. When the days or the moved due dates are no longer those of the preview, nothing is
    /// saved and the new preview is given back.
    /// </summary>
    /// <returns>The due dates moved, or the preview that must be looked at again.</returns>
    public async Task<(int Moved, CalendarPreview? Again)> SaveAsync(IReadOnlyList<DayEdit> edits, string? digest, Viewer by, CancellationToken cancel = default)
    {
        if (!by.IsAdministrator)
            throw new NotAllowed();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (wanted, kept) = await ReadAsync(edits, cancel);
        var preview = await PreviewAsync(wanted, kept, cancel);
        if (preview.Digest != digest)
            return (0, preview);
        foreach (var edit in preview.Edits)
        {
            var day = await db.CalendarDays.FirstOrDefaultAsync(x => x.Date == edit.Date, cancel);
            if (edit.Kind is not { } kind)
            {
                db.CalendarDays.Remove(day!);
                continue;
            }
            if (day is null)
                db.CalendarDays.Add(day = new CalendarDay { Date = edit.Date });
            (day.Kind, day.Name, day.Status, day.Basis) = (kind, edit.Name, edit.Status, edit.Basis);
        }
        var moved = await ledger.FollowCalendarAsync(Changed(kept, preview.Edits, await YearsAsync(cancel)), preview.Reason, cancel);
        await transaction.CommitAsync(cancel);
        return (moved, null);
    }

    /// <summary>Says that all days off of a year have been entered, and on which notice they rest: only then the year no longer warns.</summary>
    public async Task CoverYearAsync(int? year, string? basis, Viewer by, CancellationToken cancel = default)
    {
        if (!by.IsAdministrator)
            throw new NotAllowed();
        if (year is not { } covered || covered < 2000 || covered > 2100)
            throw new Refusal("Năm không đúng", "Year");
        if (await db.CalendarYears.AnyAsync(x => x.Year == covered, cancel))
            throw new Refusal($"Lịch năm {covered} đã được ghi nhận đủ", "Year");
        var (from, to) = (new DateOnly(covered, 1, 1), new DateOnly(covered, 12, 31));
        // Điều 112 Bộ luật Lao động 2019: a year has eleven public holidays and more; with fewer it is not complete.
        if (await db.CalendarDays.CountAsync(x => x.Kind == DayKind.Holiday && x.Date >= from && x.Date <= to, cancel) < 11)
            throw new Refusal($"Năm {covered} chưa nhập đủ ngày lễ (ít nhất 11 ngày theo Điều 112 Bộ luật Lao động). Nhập đủ rồi ghi nhận", "Year");
        db.CalendarYears.Add(new CalendarYear { Year = covered, LegalBasis = DutyLedger.Required(basis, "Chưa nhập căn cứ của lịch nghỉ", "YearBasis", 1000) });
        db.Act = "Ghi nhận đủ lịch năm";
        await db.SaveChangesAsync(cancel);
    }

    private async Task<(List<DayEdit> Wanted, Dictionary<DateOnly, CalendarDay> Kept)> ReadAsync(IReadOnlyList<DayEdit> edits, CancellationToken cancel)
    {
        if (edits.Count > Most)
            throw new Refusal($"Mỗi lần thay đổi nhiều nhất {Most} ngày");
        var kept = await db.CalendarDays.AsNoTracking().ToDictionaryAsync(x => x.Date, cancel);
        var wanted = new List<DayEdit>();
        foreach (var given in edits.OrderBy(x => x.Date))
        {
            var edit = given with { Name = Vi.Normalize(given.Name), Basis = DutyLedger.Optional(given.Basis, 500) };
            if (edit.Date.Year is < 2000 or > 2100)
                throw new Refusal("Ngày phải trong khoảng năm 2000 đến năm 2100", "Date");
            if (wanted.Any(x => x.Date == edit.Date))
                throw new Refusal($"Ngày {Vi.Date(edit.Date)} có hai lần trong cùng một thay đổi", "Date");
            if (edit.Kind is null ? !kept.ContainsKey(edit.Date)
                : kept.GetValueOrDefault(edit.Date) is { } same && same.Kind == edit.Kind && same.Name == edit.Name && same.Status == edit.Status && same.Basis == edit.Basis)
                continue;
            if (edit.Kind is { } kind)
            {
                if (kind is DayKind.WorkingDay or DayKind.Weekend)
                    throw new Refusal("Chưa chọn loại ngày", "Kind");
                if (CalendarData.Misfit(kind, edit.Date) is { } misfit)
                    throw new Refusal(misfit, "Date");
                if (edit.Name.Length is 0 or > 200)
                    throw new Refusal(edit.Name.Length == 0 ? "Chưa nhập tên ngày" : "Tên ngày dài hơn 200 ký tự", "Name");
            }
            wanted.Add(edit);
        }
        return wanted.Count > 0 ? (wanted, kept) : throw new Refusal("Lịch làm việc đã đúng như vậy, không có gì thay đổi");
    }

    private async Task<CalendarPreview> PreviewAsync(List<DayEdit> wanted, Dictionary<DateOnly, CalendarDay> kept, CancellationToken cancel)
    {
        var moved = await ledger.MovedByAsync(Changed(kept, wanted, await YearsAsync(cancel)), cancel);
        var seen = new StringBuilder();
        foreach (var edit in wanted)
            seen.Append(CultureInfo.InvariantCulture, $"{edit.Date:O}|{edit.Kind}|{edit.Name}|{edit.Status}|{edit.Basis}|{kept.GetValueOrDefault(edit.Date)?.Version}\n");
        foreach (var due in moved)
            seen.Append(CultureInfo.InvariantCulture, $"{due.DutyId}|{due.From:O}|{due.To:O}\n");
        return new CalendarPreview(wanted, moved, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seen.ToString()))));
    }

    private Task<List<int>> YearsAsync(CancellationToken cancel) => db.CalendarYears.AsNoTracking().Select(x => x.Year).ToListAsync(cancel);

    private static WorkingCalendar Changed(Dictionary<DateOnly, CalendarDay> kept, IReadOnlyList<DayEdit> edits, IEnumerable<int> years)
    {
        var touched = edits.Select(x => x.Date).ToHashSet();
        return new WorkingCalendar(kept.Values.Where(x => !touched.Contains(x.Date)).Concat(edits.Where(x => x.Kind is not null)
            .Select(x => new CalendarDay { Date = x.Date, Kind = x.Kind!.Value, Name = x.Name, Status = x.Status, Basis = x.Basis })), years);
    }
}
