using System.Linq.Expressions;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Results;

/// <summary>
/// What the work of a period is counted by. <see cref="Carried"/> and <see cref="Given"/> make the whole; the six after them are
/// where each of it ended, and add up to the whole again. The last three say how it went and overlap with them.
/// </summary>
public enum ResultKind { Carried, Given, OnTime, Late, Cancelled, InTime, Overdue, Awaiting, SentBack, Extended, Routed }

/// <summary>The one definition of each figure, for counting and for the list that the figure opens.</summary>
public static class ResultKinds
{
    /// <summary>Where the work of a period can have ended: together the whole.</summary>
    public static readonly IReadOnlyList<ResultKind> Ends = [ResultKind.OnTime, ResultKind.Late, ResultKind.InTime, ResultKind.Overdue, ResultKind.Awaiting, ResultKind.Cancelled];

    /// <summary>As addresses write them; «tong» is the whole.</summary>
    public static readonly IReadOnlyDictionary<string, ResultKind?> Keys = new Dictionary<string, ResultKind?>
    {
        ["tong"] = null,
        ["ky-truoc"] = ResultKind.Carried,
        ["giao"] = ResultKind.Given,
        ["dung-han"] = ResultKind.OnTime,
        ["qua-han"] = ResultKind.Late,
        ["con-han"] = ResultKind.InTime,
        ["con-qua-han"] = ResultKind.Overdue,
        ["cho-xac-nhan"] = ResultKind.Awaiting,
        ["thoi"] = ResultKind.Cancelled,
        ["tra-lai"] = ResultKind.SentBack,
        ["gia-han"] = ResultKind.Extended,
        ["chuyen"] = ResultKind.Routed,
    };

    public static string KeyOf(ResultKind? kind) => Keys.First(x => x.Value == kind).Key;

    /// <summary>What users read; null is the whole.</summary>
    public static string Title(ResultKind? kind) => kind switch
    {
        null => "Tổng số nhiệm vụ",
        ResultKind.Carried => "Kỳ trước chuyển sang",
        ResultKind.Given => "Giao trong kỳ",
        ResultKind.OnTime => "Hoàn thành đúng hạn",
        ResultKind.Late => "Hoàn thành quá hạn",
        ResultKind.InTime => "Đang thực hiện, trong hạn",
        ResultKind.Overdue => "Đang thực hiện, quá hạn",
        ResultKind.Awaiting => "Chờ xác nhận hoàn thành",
        ResultKind.Cancelled => "Thôi thực hiện",
        ResultKind.SentBack => "Bị trả lại, đề nghị bổ sung",
        ResultKind.Extended => "Được gia hạn",
        ResultKind.Routed => "Chuyển đơn vị, giao muộn",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown."),
    };

    /// <summary>
    /// The duties of a period that a figure counts; null is the whole. A running period is counted as of today, a past one as it
    /// stood when it ended.
    /// </summary>
    /// <param name="today">Office date.</param>
    public static IQueryable<Duty> Of(PlatformDb db, IQueryable<Duty> duties, ResultKind? kind, StatusPeriod period, DateOnly today)
    {
        var (from, to) = (period.From, period.To);
        duties = duties.Where(x => x.AssignedOn <= to);
        if (kind is ResultKind.OnTime or ResultKind.Late or ResultKind.Cancelled or ResultKind.InTime or ResultKind.Overdue or ResultKind.Awaiting)
            return duties.Where(Ended(kind.Value, from, to, period.Holds(today) ? today.AddDays(-1) : to));
        duties = duties.Where(x => x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance
            || x.Stage == DutyStage.Done && x.DoneOn >= from || x.Stage == DutyStage.Cancelled && x.CancelledOn >= from);
        var (since, before) = (OfficeTime.ToUtc(from, TimeOnly.MinValue), OfficeTime.ToUtc(to.AddDays(1), TimeOnly.MinValue));
        return kind switch
        {
            null => duties,
            ResultKind.Carried => duties.Where(x => x.AssignedOn < from),
            ResultKind.Given => duties.Where(x => x.AssignedOn >= from),
            ResultKind.SentBack => duties.Where(x => db.DutyEvents.Any(e => e.DutyId == x.Id && e.Kind == DutyEventKind.SentBack && e.At >= since && e.At < before)),
            ResultKind.Extended => duties.Where(x => x.Extensions.Any(e => e.Decision == ExtensionDecision.Granted && e.DecidedOn >= from && e.DecidedOn <= to)),
            ResultKind.Routed => duties.Where(x => x.AssignedOn >= from && db.DutyEvents.Any(e => e.DutyId == x.Id && e.Kind == DutyEventKind.Assigned)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown."),
        };
    }

    // lastOver: what was due by then and is not done is overdue. The day of the term itself is still in time.
    private static Expression<Func<Duty, bool>> Ended(ResultKind kind, DateOnly from, DateOnly to, DateOnly lastOver) => kind switch
    {
        ResultKind.OnTime => x => x.Stage == DutyStage.Done && x.DoneOn >= from && x.DoneOn <= to && x.DoneOn <= x.DueOn,
        ResultKind.Late => x => x.Stage == DutyStage.Done && x.DoneOn >= from && x.DoneOn <= to && x.DoneOn > x.DueOn,
        ResultKind.Cancelled => x => x.Stage == DutyStage.Cancelled && x.CancelledOn >= from && x.CancelledOn <= to,
        ResultKind.Awaiting => x => x.Stage == DutyStage.AwaitingAcceptance && x.DeclaredOn <= to,
        ResultKind.InTime => x => (x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance && x.DeclaredOn > to || x.Stage == DutyStage.Done && x.DoneOn > to || x.Stage == DutyStage.Cancelled && x.CancelledOn > to)
            && (x.Stage == DutyStage.Open && x.Paused || x.DueOn > lastOver),
        ResultKind.Overdue => x => (x.Stage == DutyStage.Open && !x.Paused || x.Stage == DutyStage.AwaitingAcceptance && x.DeclaredOn > to || x.Stage == DutyStage.Done && x.DoneOn > to || x.Stage == DutyStage.Cancelled && x.CancelledOn > to)
            && x.DueOn <= lastOver,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No end."),
    };
}

/// <summary>The figures of a unit, or of one person in it (<paramref name="OfficerId"/> 0: what nobody was named for).</summary>
/// <param name="RoutingDays">Working days from the opening of the duties given in the period until this unit had them: lost before it could begin.</param>
public sealed record ResultRow(int? UnitId, int? OfficerId, IReadOnlyDictionary<ResultKind, int> Counts, int RoutingDays)
{
    public int Of(ResultKind kind) => Counts.GetValueOrDefault(kind);
    public int Total => Of(ResultKind.Carried) + Of(ResultKind.Given);

    /// <summary>On time ÷ (on time + late + open overdue), 0 to 1; null where nothing has come due.</summary>
    public double? Rate => Of(ResultKind.OnTime) + Of(ResultKind.Late) + Of(ResultKind.Overdue) is > 0 and var due ? (double)Of(ResultKind.OnTime) / due : null;

    public static ResultRow Sum(int? unit, IEnumerable<ResultRow> rows)
    {
        var all = rows.ToList();
        return new ResultRow(unit, null, Enum.GetValues<ResultKind>().ToDictionary(x => x, x => all.Sum(row => row.Of(x))), all.Sum(x => x.RoutingDays));
    }
}

/// <summary>
/// Results of the work per unit and person, counted from the duties. It counts and never ranks: rows stand in the office's own
/// order, and coefficients are the commune's (Nghị định 335/2025/NĐ-CP leaves them to who assesses).
/// </summary>
public sealed class WorkResults(PlatformDb db, Snapshots snapshots)
{
    /// <summary>The periods that the page offers: this month and eleven before, this quarter and four before, this year and the last.</summary>
    public static IReadOnlyList<StatusPeriod> Offered(DateOnly today) =>
    [
        .. Enumerable.Range(0, 12).Select(x => StatusPeriod.Month(today.AddDays(1 - today.Day).AddMonths(-x))),
        .. Enumerable.Range(0, 5).Select(x => StatusPeriod.Quarter(today.AddDays(1 - today.Day).AddMonths(-3 * x))),
        StatusPeriod.Year(today.Year), StatusPeriod.Year(today.Year - 1),
    ];

    /// <summary>The duties whose results a person may see: all, those of the units he leads or heads, or his own.</summary>
    public static IQueryable<Duty> Scope(PlatformDb db, Viewer viewer)
    {
        var duties = viewer.Visible(db.Duties.AsNoTracking());
        if (viewer.SeesAll)
            return duties;
        int?[] units = [.. Units(viewer).Select(x => (int?)x)];
        var me = viewer.Id;
        return units.Length > 0 ? duties.Where(x => units.Contains(x.LeadUnitId)) : duties.Where(x => x.OfficerId == me);
    }

    /// <summary>The units whose figures a person sees who does not see all; none for who sees but his own.</summary>
    public static IReadOnlyCollection<int> Units(Viewer viewer) => [.. viewer.LedUnits.Union(viewer.HeadedUnits)];

    /// <summary>A row for each person of each unit, in the office's order; <see cref="ResultRow.Sum"/> makes the units' rows of them.</summary>
    public async Task<IReadOnlyList<ResultRow>> CountAsync(Viewer viewer, StatusPeriod period, CancellationToken cancel = default)
    {
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        var today = db.Clock.OfficeToday();
        var counts = new Dictionary<(int? Unit, int? Officer), Dictionary<ResultKind, int>>();
        foreach (var kind in Enum.GetValues<ResultKind>())
            foreach (var x in await ResultKinds.Of(db, Scope(db, viewer), kind, period, today).GroupBy(x => new { x.LeadUnitId, x.OfficerId }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel))
            {
                if (!counts.TryGetValue((x.Key.LeadUnitId, x.Key.OfficerId), out var row))
                    counts[(x.Key.LeadUnitId, x.Key.OfficerId)] = row = [];
                row[kind] = x.Count;
            }
        // Few are routed; days can only be counted on the calendar.
        var routed = await ResultKinds.Of(db, Scope(db, viewer), ResultKind.Routed, period, today).Select(x => new { x.LeadUnitId, x.OfficerId, x.CreatedAt, x.AssignedOn }).ToListAsync(cancel);
        var lost = routed.GroupBy(x => (x.LeadUnitId, x.OfficerId))
            .ToDictionary(g => g.Key, g => g.Sum(x => Math.Max(0, calendar.WorkingDaysBetween(DateOnly.FromDateTime(x.CreatedAt.ToOffice()), x.AssignedOn))));
        return [.. counts.Select(x => new ResultRow(x.Key.Unit, x.Key.Officer ?? 0, x.Value, lost.GetValueOrDefault(x.Key)))
            .OrderBy(x => organization.Unit(x.UnitId)?.Order ?? int.MaxValue).ThenBy(x => x.UnitId).ThenBy(x => x.OfficerId == 0).ThenBy(x => organization.Person(x.OfficerId)?.SortKey, StringComparer.Ordinal).ThenBy(x => x.OfficerId)];
    }

    /// <summary>The commune's own coefficients; none until it sets them.</summary>
    public async Task<ResultCoefficients> CoefficientsAsync(CancellationToken cancel = default) =>
        ResultCoefficients.Read((await snapshots.ReadAsync(db, cancel)).Organization.Setting(SettingNames.ResultCoefficients));

    /// <summary>Sets the coefficients, or with none given takes them away. Throws <see cref="NotAllowed"/>, or <see cref="Refusal"/> at the field that is out of bounds.</summary>
    public async Task SetCoefficientsAsync(ResultCoefficients coefficients, Viewer by, CancellationToken cancel = default)
    {
        if (!CanSetCoefficients(by))
            throw new NotAllowed();
        foreach (var (kind, value) in coefficients.Values)
            if (value is < 0 or > 100)
                throw new Refusal("Hệ số phải từ 0 đến 100", kind.ToString());
        var setting = await db.Settings.FirstOrDefaultAsync(x => x.Name == SettingNames.ResultCoefficients, cancel);
        if (coefficients.Values.Count == 0 && setting is not null)
            db.Settings.Remove(setting);
        else if (coefficients.Values.Count > 0 && setting is null)
            db.Settings.Add(new Setting { Name = SettingNames.ResultCoefficients, Value = coefficients.ToString() });
        else if (setting is not null)
            setting.Value = coefficients.ToString();
        db.Act = "Đặt hệ số kết quả công việc";
        await db.SaveChangesAsync(cancel);
    }

    public static bool CanSetCoefficients(Viewer by) => by.ActsAsChairman || by.ActsAsOfficeHead;
}

/// <summary>What one duty of each kind weighs in the commune's own assessment; a kind without one is not weighed.</summary>
public sealed record ResultCoefficients(IReadOnlyDictionary<ResultKind, double> Values)
{
    /// <summary>The kinds that can be weighed.</summary>
    public static readonly IReadOnlyList<ResultKind> Weighed = [ResultKind.OnTime, ResultKind.Late, ResultKind.Overdue, ResultKind.SentBack, ResultKind.Extended];

    public static ResultCoefficients Read(string? setting) => new((setting ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(x => x.Split('='))
        .ToDictionary(x => Enum.Parse<ResultKind>(x[0]), x => double.Parse(x[1], System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>As the setting keeps it.</summary>
    public override string ToString() => string.Join(';', Values.OrderBy(x => x.Key).Select(x => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{x.Key}={x.Value}")));

    /// <summary>The weighed sum of a row; null where the commune set no coefficient.</summary>
    public double? Of(ResultRow row) => Values.Count == 0 ? null : Values.Sum(x => x.Value * row.Of(x.Key));
}
