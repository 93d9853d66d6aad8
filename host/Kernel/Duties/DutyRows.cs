using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;
using MiniExcelLibs;
using MiniExcelLibs.Attributes;

namespace BacSon.Kernel.Duties;

/// <summary>What a list shows of a duty.</summary>
public sealed record DutyRow(long Id, string Title, PapiArea Area, int? LeadUnitId, int? OfficerId, DateOnly DueOn, DutyStage Stage, bool Paused,
    bool Returned, string? ReturnReason, string? NextStep, DateOnly? DoneOn, bool Confidential, bool ExtensionAsked, string? Product, Guid Version)
{
    /// <summary>What the box of this row sends.</summary>
    public ChosenDuty Box => new(Id, Version);

    /// <summary>As a record that <see cref="Viewer"/> and <see cref="DutyStates"/> can judge; it holds what the row holds and is never saved.</summary>
    internal Duty AsDuty() => new()
    {
        Id = Id, Title = Title, LeadUnitId = LeadUnitId, OfficerId = OfficerId, DueOn = DueOn, Stage = Stage, Paused = Paused,
        Returned = Returned, DoneOn = DoneOn, Confidential = Confidential,
    };
}

/// <summary>In which order a list stands.</summary>
public enum DutyOrder
{
    /// <summary>Open before what waits and what is done, then by due date: what is late comes first.</summary>
    LateFirst,
    DueLast,
    ByUnit,
    DoneLast,
}

/// <summary>Reads the rows of lists, so that every list of duties is read and worded in one way.</summary>
public static class DutyRows
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 20;

    /// <summary>An Excel file holds at most so many rows.</summary>
    public const int MostInFile = 5_000;

    /// <summary>Orders a query; each order ends with the id, so that pages never repeat a row.</summary>
    public static IQueryable<Duty> Ordered(this IQueryable<Duty> duties, DutyOrder order, PlatformDb db) => order switch
    {
        // The same order as the indexes (LeadUnitId, Stage, DueOn) and (OfficerId, Stage, DueOn) stand in.
        DutyOrder.LateFirst => duties.OrderBy(x => x.Stage).ThenBy(x => x.DueOn).ThenBy(x => x.Id),
        DutyOrder.DueLast => duties.OrderByDescending(x => x.DueOn).ThenByDescending(x => x.Id),
        DutyOrder.ByUnit => duties.OrderBy(x => db.Units.Where(unit => unit.Id == x.LeadUnitId).Select(unit => unit.Order).FirstOrDefault())
            .ThenBy(x => x.Stage).ThenBy(x => x.DueOn).ThenBy(x => x.Id),
        DutyOrder.DoneLast => duties.OrderByDescending(x => x.DoneOn).ThenByDescending(x => x.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Unknown order."),
    };

    /// <summary>What the list shows of each duty to this viewer: who only observes reads no words that somebody typed.</summary>
    public static IQueryable<DutyRow> AsRows(this IQueryable<Duty> duties, Viewer viewer)
    {
        var observes = viewer.OnlyObserves;
        return duties.AsNoTracking().Select(x => new DutyRow(x.Id, observes && x.PlanItemId == null && (x.OccurrenceKey == null || x.CatalogueKey == null || x.CreatedById != null) ? Duty.ByNumber + x.Id.ToString() : x.Title, x.Area,
            x.LeadUnitId, x.OfficerId, x.DueOn, x.Stage, x.Paused, x.Returned, observes ? null : x.ReturnReason, observes ? null : x.NextStep, x.DoneOn, x.Confidential,
            x.Extensions.Any(e => e.Decision == ExtensionDecision.Pending), observes ? null : x.Product, x.Version));
    }

    /// <summary>The word of a duty: what is wrong first, always with the working days.</summary>
    /// <param name="today">Office date.</param>
    public static (WordTone Tone, string Text) Word(DutyRow row, WorkingCalendar calendar, DateOnly today)
    {
        var left = calendar.WorkingDaysBetween(today, row.DueOn);
        var remaining = Vi.Remaining(row.DueOn, today, left);
        return row.AsDuty().StateOn(today) switch
        {
            _ when row is { Paused: true, Stage: DutyStage.Open } => (WordTone.Wait, "Tạm dừng tính thời hạn"),
            DutyState.OpenOverdue => (WordTone.Late, remaining),
            DutyState.OpenInTime when row.Returned => (WordTone.Back, $"Trả lại, {Vi.LowerFirst(remaining)}"),
            DutyState.OpenInTime => (left <= DutyRows.SoonWorkingDays ? WordTone.Soon : WordTone.Open, Vi.UpperFirst(remaining)),
            DutyState.AwaitingAcceptance => (WordTone.Wait, "Chờ xác nhận hoàn thành"),
            DutyState.DoneOnTime => (WordTone.Done, calendar.WorkingDaysBetween(row.DoneOn!.Value, row.DueOn) is > 0 and var early
                ? $"Hoàn thành trước hạn {Vi.Number(early)} ngày làm việc" : "Hoàn thành đúng hạn"),
            DutyState.DoneLate => (WordTone.Soon, calendar.WorkingDaysBetween(row.DueOn, row.DoneOn!.Value) is > 0 and var late
                ? $"Hoàn thành quá hạn {Vi.Number(late)} ngày làm việc" : "Hoàn thành quá hạn"),
            _ => (WordTone.Open, DutyState.Cancelled.Title()),
        };
    }

    /// <summary>From so many working days on a duty is «sắp đến hạn».</summary>
    public const int SoonWorkingDays = 3;

    /// <summary>A weekday, and that it is worked in place of a day off.</summary>
    public static string? DayRemark(WorkingCalendar calendar, DateOnly day) => calendar.KindOf(day) switch
    {
        DayKind.MakeUpWorkingDay => "làm bù",
        DayKind.Weekend => "ngày nghỉ",
        DayKind.WorkingDay => null,
        _ => WorkingCalendar.ShortName(calendar.NameOf(day)),
    };

    private sealed class SheetRow
    {
        [ExcelColumn(Name = "Mã", Width = 8)] public long Id { get; init; }
        [ExcelColumn(Name = "Nội dung nhiệm vụ", Width = 60)] public required string Title { get; init; }
        [ExcelColumn(Name = "Nội dung PAPI", Width = 32)] public required string Area { get; init; }
        [ExcelColumn(Name = "Đơn vị chủ trì", Width = 30)] public required string Unit { get; init; }
        [ExcelColumn(Name = "Người thực hiện", Width = 24)] public required string Officer { get; init; }
        [ExcelColumn(Name = "Thời hạn", Width = 13, Format = "dd/MM/yyyy")] public DateTime Due { get; init; }
        [ExcelColumn(Name = "Tình trạng", Width = 34)] public required string State { get; init; }
        [ExcelColumn(Name = "Sản phẩm", Width = 36)] public string? Product { get; init; }
        [ExcelColumn(Name = "Việc tiếp theo", Width = 36)] public string? Next { get; init; }
    }

    /// <summary>The list as an Excel file of at most <see cref="MostInFile"/> rows; MiniExcel writes texts as texts, never as formulas.</summary>
    internal static async Task<MemoryStream> SheetAsync(IQueryable<Duty> ordered, Viewer viewer, WorkingCalendar calendar, DateOnly today, CancellationToken cancel)
    {
        var organization = viewer.Organization;
        var rows = await ordered.AsRows(viewer).Take(MostInFile).ToListAsync(cancel);
        var file = new MemoryStream();
        await file.SaveAsAsync(rows.Select(row => new SheetRow
        {
            Id = row.Id,
            Title = row.Title,
            Area = row.Area.NumberedTitle(),
            Unit = organization.UnitName(row.LeadUnitId),
            Officer = organization.PersonName(row.OfficerId),
            Due = row.DueOn.ToDateTime(TimeOnly.MinValue),
            State = Word(row, calendar, today).Text,
            Product = row.Product,
            Next = row.NextStep,
        }).ToList(), sheetName: "Nhiệm vụ", cancellationToken: cancel);
        file.Position = 0;
        return file;
    }

    /// <summary>The media type of .xlsx (ECMA-376).</summary>
    internal const string SheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

/// <summary>One page of a list, for the partial <c>_Rows.cshtml</c>.</summary>
internal sealed record DutyTable(IReadOnlyList<DutyRow> Rows, Viewer Viewer, WorkingCalendar Calendar, DateOnly Today, string Name)
{
    public const string Partial = "/BacSon.Kernel/Duties/_Rows.cshtml";

    /// <summary>Name of the form that the tick boxes belong to; null for a list without.</summary>
    public string? TickForm { get; init; }

    public bool ShowUnit { get; init; }

    /// <summary>False where every row is the same person's.</summary>
    public bool ShowOfficer { get; init; } = true;

    /// <summary>Address of this very list with one row opened for a quick report; null for a list without.</summary>
    public Func<long?, string>? Quick { get; init; }

    /// <summary>The opened row.</summary>
    public long? Opened { get; init; }

    /// <summary>Where the quick report is posted to.</summary>
    public string QuickAction { get; init; } = "";

    /// <summary>Duties whose ticks were sent and refused: they stay ticked.</summary>
    public IReadOnlyCollection<long> Ticked { get; init; } = [];

    /// <summary>Address that sorts by a column, or null for a list in its one order.</summary>
    public Func<DutyOrder, string>? Sort { get; init; }

    public DutyOrder Order { get; init; }

    /// <summary>Columns of the table, for rows that span all of them.</summary>
    public int Columns => 5 + (ShowOfficer ? 1 : 0) + (TickForm is null ? 0 : 1) + (ShowUnit ? 1 : 0) + (Quick is null ? 0 : 1);

    /// <summary>The break that stands between two rows of a list by date, or null.</summary>
    public DaysOff? BreakBetween(DutyRow? before, DutyRow after)
    {
        if (before is null || before.Stage != DutyStage.Open || after.Stage != DutyStage.Open || before.DueOn > after.DueOn)
            return null;
        var from = before.DueOn < Today ? Today : before.DueOn;
        return Calendar.DaysOffAfter(from) is { } off && off.From > from && off.To < after.DueOn ? off : null;
    }
}
