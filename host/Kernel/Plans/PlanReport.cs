using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Papers;
using BacSon.Kernel.Results;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;
using MiniExcelLibs;

namespace BacSon.Kernel.Plans;

/// <summary>A period of the plan's own reports: q1 … q4, h1, year.</summary>
public sealed record PlanPeriod(string Key, StatusPeriod Period)
{
    public static readonly IReadOnlyList<string> Keys = ["q1", "q2", "q3", "q4", "h1", "year"];

    /// <summary>Null for a key that is none of <see cref="Keys"/> (of whatever case).</summary>
    public static PlanPeriod? Of(int year, string? key) => key?.ToLowerInvariant() switch
    {
        "q1" or "q2" or "q3" or "q4" => new(key.ToLowerInvariant(), StatusPeriod.Quarter(new DateOnly(year, (key[1] - '0') * 3, 1))),
        "h1" => new("h1", new StatusPeriod($"{year}-H1", $"6 tháng đầu năm {year}", new DateOnly(year, 1, 1), new DateOnly(year, 6, 30))),
        "year" => new("year", StatusPeriod.Year(year)),
        _ => null,
    };

    /// <summary>As papers write it: «quý III năm 2026».</summary>
    public string LongTitle => Key[0] == 'q' ? Vi.LongQuarter(Period.From) : Vi.LowerFirst(Period.Title);
}

/// <summary>What a plan item's duties say of a period; one row without an item gathers none.</summary>
public sealed record PlanItemFigures(PlanItem Item, IReadOnlyDictionary<ResultKind, int> Counts)
{
    public int Of(ResultKind kind) => Counts.GetValueOrDefault(kind);
    public int Total => ResultKinds.Ends.Sum(Of);
}

/// <summary>A duty that is late at the end of the period, or falls due in the next one.</summary>
public sealed record PlanDuty(string Title, int? UnitId, DateOnly DueOn);

/// <summary>All that the plan's report of a period says, counted from the duties of its items. What is confidential is not counted.</summary>
/// <param name="AsOf">The end of the period, or today while it runs.</param>
public sealed record PlanReportData(Plan Plan, PlanPeriod Period, DateOnly AsOf, IReadOnlyList<PlanItemFigures> Items, IReadOnlyList<PlanDuty> Late, int LateTotal, IReadOnlyList<PlanDuty> Next, int NextTotal)
{
    public int Of(ResultKind kind, PapiArea? area = null) => Items.Where(x => area is null || x.Item.Area == area).Sum(x => x.Of(kind));
    public int Total(PapiArea? area = null) => ResultKinds.Ends.Sum(x => Of(x, area));

    /// <summary>On time ÷ (on time + late + open overdue); null where nothing has come due.</summary>
    public double? Rate(PapiArea? area = null) => Of(ResultKind.OnTime, area) + Of(ResultKind.Late, area) + Of(ResultKind.Overdue, area) is > 0 and var due ? (double)Of(ResultKind.OnTime, area) / due : null;

    public IEnumerable<PapiArea> Areas => Items.Select(x => x.Item.Area).Distinct().Order();
}

/// <summary>The plan's own report of a quarter, a half-year or a year, as Word and as Excel.</summary>
public sealed class PlanReport(PlatformDb db, Snapshots snapshots, PlanBook book)
{
    private const int MostLate = 100;
    private const int MostNext = 60;

    /// <summary>Counts a period. Throws <see cref="Refusal"/> for a year without a plan or a period that has not begun.</summary>
    public async Task<PlanReportData> ReadAsync(int year, string? key, CancellationToken cancel = default)
    {
        var plan = await db.Plans.AsNoTracking().FirstOrDefaultAsync(x => x.Year == year, cancel) ?? throw new Refusal($"Chưa có kế hoạch năm {year}", "Period");
        var period = PlanPeriod.Of(year, key) ?? throw new Refusal("Kỳ báo cáo là q1, q2, q3, q4, h1 hoặc year", "Period");
        var today = db.Clock.OfficeToday();
        if (period.Period.From > today)
            throw new Refusal($"{Vi.UpperFirst(period.Period.Title)} chưa bắt đầu", "Period");
        var items = await book.ItemsAsync(plan.Id, cancel);
        var ids = items.Select(x => (long?)x.Id).ToList();
        var duties = db.Duties.AsNoTracking().Where(x => ids.Contains(x.PlanItemId) && !x.Confidential);
        var counts = new Dictionary<long, Dictionary<ResultKind, int>>();
        foreach (var kind in ResultKinds.Ends)
            foreach (var x in await ResultKinds.Of(db, duties, kind, period.Period, today).GroupBy(x => x.PlanItemId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel))
            {
                if (!counts.TryGetValue(x.Key, out var of))
                    counts[x.Key] = of = [];
                of[kind] = x.Count;
            }
        var late = ResultKinds.Of(db, duties, ResultKind.Overdue, period.Period, today);
        var until = period.Period.To.AddMonths(period.Key[0] == 'q' ? 3 : period.Key == "h1" ? 6 : 12);
        var after = period.Period.To;
        var next = duties.Where(x => x.Stage == DutyStage.Open && x.DueOn > after && x.DueOn <= until);
        return new PlanReportData(plan, period, period.Period.Holds(today) ? today : period.Period.To,
            [.. items.Select(x => new PlanItemFigures(x, counts.GetValueOrDefault(x.Id) ?? []))],
            await late.OrderBy(x => x.DueOn).ThenBy(x => x.Id).Take(MostLate).Select(x => new PlanDuty(x.Title, x.LeadUnitId, x.DueOn)).ToListAsync(cancel), await late.CountAsync(cancel),
            await next.OrderBy(x => x.DueOn).ThenBy(x => x.Id).Take(MostNext).Select(x => new PlanDuty(x.Title, x.LeadUnitId, x.DueOn)).ToListAsync(cancel), await next.CountAsync(cancel));
    }

    /// <summary>The report as a paper, its number blank.</summary>
    public async Task<PaperContent> ContentAsync(PlanReportData data, CancellationToken cancel = default)
    {
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        var (period, plan) = (data.Period, data.Plan);
        string Rate(double? rate) => rate is null ? Vi.NoData : Vi.Percent(rate);
        List<PaperBlock> blocks =
        [
            PaperBlock.Heading("I. Tình hình chỉ đạo, triển khai"),
            PaperBlock.Paragraph($"{plan.Title} có {Vi.Number(data.Items.Count)} mục thuộc {Vi.Number(data.Areas.Count())} nội dung, giao {Vi.Number(data.Items.Select(x => x.Item.LeadUnitId).Distinct().Count())} đơn vị chủ trì. {Vi.UpperFirst(period.LongTitle)} theo dõi {Vi.Number(data.Total())} nhiệm vụ của kế hoạch. Số liệu tính đến ngày {Vi.Date(data.AsOf)}{(data.AsOf < period.Period.To ? ", kỳ báo cáo chưa kết thúc" : "")}."),
            PaperBlock.Heading("II. Kết quả thực hiện theo các nội dung"),
            PaperBlock.Paragraph($"Hoàn thành đúng hạn {Vi.Number(data.Of(ResultKind.OnTime))} nhiệm vụ, hoàn thành quá hạn {Vi.Number(data.Of(ResultKind.Late))}, đang thực hiện trong hạn {Vi.Number(data.Of(ResultKind.InTime))}, đang thực hiện quá hạn {Vi.Number(data.Of(ResultKind.Overdue))}, chờ xác nhận hoàn thành {Vi.Number(data.Of(ResultKind.Awaiting))}, thôi thực hiện {Vi.Number(data.Of(ResultKind.Cancelled))}. Tỷ lệ đúng hạn: {Rate(data.Rate())}."),
            PaperBlock.Table([6, 2, 2, 2, 2, 2, 2], ["Nội dung", "Tổng số", "Đúng hạn", "Quá hạn", "Đang làm, trong hạn", "Đang làm, quá hạn", "Tỷ lệ đúng hạn"],
                [.. data.Areas.Select(area => (IReadOnlyList<string>)[area.NumberedTitle(), Vi.Number(data.Total(area)), Vi.Number(data.Of(ResultKind.OnTime, area)), Vi.Number(data.Of(ResultKind.Late, area)), Vi.Number(data.Of(ResultKind.InTime, area)), Vi.Number(data.Of(ResultKind.Overdue, area)), Rate(data.Rate(area))]),
                    ["Cộng", Vi.Number(data.Total()), Vi.Number(data.Of(ResultKind.OnTime)), Vi.Number(data.Of(ResultKind.Late)), Vi.Number(data.Of(ResultKind.InTime)), Vi.Number(data.Of(ResultKind.Overdue)), Rate(data.Rate())]]),
            PaperBlock.Heading("III. Tồn tại, hạn chế"),
        ];
        if (data.LateTotal == 0)
            blocks.Add(PaperBlock.Paragraph("Không có nhiệm vụ quá hạn khi kết thúc kỳ."));
        else
        {
            blocks.Add(PaperBlock.Paragraph($"{Vi.Number(data.LateTotal)} nhiệm vụ quá hạn{(data.LateTotal > data.Late.Count ? $", {Vi.Number(data.Late.Count)} nhiệm vụ quá hạn lâu nhất gồm" : " gồm")}:"));
            blocks.AddRange(data.Late.Select(x => PaperBlock.Paragraph($"- {x.Title}: {organization.UnitName(x.UnitId)}, thời hạn {Vi.Date(x.DueOn)}, {(calendar.WorkingDaysBetween(x.DueOn, data.AsOf) is > 0 and var days ? $"quá hạn {Vi.Number(days)} ngày làm việc" : "hết hạn khi kết thúc kỳ")}.")));
        }
        blocks.Add(PaperBlock.Paragraph("Nguyên nhân: …"));
        blocks.Add(PaperBlock.Heading("IV. Nhiệm vụ kỳ tới"));
        if (data.NextTotal == 0)
            blocks.Add(PaperBlock.Paragraph("Chưa có nhiệm vụ nào đến hạn trong kỳ tới."));
        else
        {
            blocks.Add(PaperBlock.Paragraph($"{Vi.Number(data.NextTotal)} nhiệm vụ đến hạn{(data.NextTotal > data.Next.Count ? $", {Vi.Number(data.Next.Count)} nhiệm vụ đến hạn sớm nhất gồm" : " gồm")}:"));
            blocks.Add(PaperBlock.Table([7, 4, 2], ["Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"], [.. data.Next.Select(x => (IReadOnlyList<string>)[x.Title, organization.UnitName(x.UnitId), Vi.Date(x.DueOn)])]));
        }
        blocks.Add(PaperBlock.Paragraph($"Trên đây là báo cáo kết quả thực hiện {Vi.LowerFirst(plan.Title)} {period.LongTitle}"));
        return OfficePapers.New(organization, db.Clock.OfficeToday(), "Báo cáo", "BC-UBND", $"Kết quả thực hiện {Vi.LowerFirst(plan.Title)} {period.LongTitle}") with
        {
            Blocks = blocks,
            Recipients = ["UBND tỉnh", "Thường trực Đảng ủy, Thường trực Hội đồng nhân dân xã", "Chủ tịch, các Phó Chủ tịch UBND xã", "Các đơn vị thuộc xã", "Lưu: VT, VP"],
            Appendices = [new PaperAppendix($"Kết quả từng mục của kế hoạch {period.LongTitle}",
            [
                PaperBlock.Table([2, 9, 5, 2, 2, 2, 2, 2], ["Mục", "Nội dung", "Đơn vị chủ trì", "Tổng", "Đúng hạn", "Quá hạn", "Trong hạn", "Đang quá hạn"],
                    [.. data.Items.Select(x => (IReadOnlyList<string>)[x.Item.Number, x.Item.Content, organization.UnitName(x.Item.LeadUnitId), Vi.Number(x.Total), Vi.Number(x.Of(ResultKind.OnTime)), Vi.Number(x.Of(ResultKind.Late)), Vi.Number(x.Of(ResultKind.InTime)), Vi.Number(x.Of(ResultKind.Overdue))])]),
            ])],
        };
    }

    /// <summary>The same figures as Excel.</summary>
    public async Task<MemoryStream> SheetAsync(PlanReportData data, CancellationToken cancel = default)
    {
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        Dictionary<string, object?> Line(string head, string value, int total, Func<ResultKind, int> of, double? rate)
        {
            var line = new Dictionary<string, object?> { [head] = value, ["Tổng số"] = total };
            foreach (var kind in ResultKinds.Ends)
                line[ResultKinds.Title(kind)] = of(kind);
            line["Tỷ lệ đúng hạn (%)"] = rate is { } r ? Math.Round(r * 100, 1, MidpointRounding.AwayFromZero) : null;
            return line;
        }
        var file = new MemoryStream();
        await file.SaveAsAsync(new Dictionary<string, object>
        {
            ["Nội dung"] = data.Areas.Select(x => Line("Nội dung", x.NumberedTitle(), data.Total(x), kind => data.Of(kind, x), data.Rate(x))).Append(Line("Nội dung", "Cộng", data.Total(), kind => data.Of(kind), data.Rate())).ToList(),
            ["Mục kế hoạch"] = data.Items.Select(x => new Dictionary<string, object?> { ["Mục"] = x.Item.Number, ["Nội dung"] = x.Item.Content, ["Đơn vị chủ trì"] = organization.UnitName(x.Item.LeadUnitId) }
                .Concat(Line("", "", x.Total, x.Of, null).Where(y => y.Key is not ("" or "Tỷ lệ đúng hạn (%)"))).ToDictionary()).ToList(),
            ["Quá hạn"] = data.Late.Select(x => new Dictionary<string, object?> { ["Nhiệm vụ"] = x.Title, ["Đơn vị chủ trì"] = organization.UnitName(x.UnitId), ["Thời hạn"] = Vi.Date(x.DueOn), ["Quá hạn (ngày làm việc)"] = calendar.WorkingDaysBetween(x.DueOn, data.AsOf) }).DefaultIfEmpty(new Dictionary<string, object?> { ["Nhiệm vụ"] = "Không có", ["Đơn vị chủ trì"] = null, ["Thời hạn"] = null, ["Quá hạn (ngày làm việc)"] = null }).ToList(),
        }, cancellationToken: cancel);
        file.Position = 0;
        return file;
    }

    /// <summary>A name for the file: «bao-cao-ke-hoach-2026-q3».</summary>
    public static string FileName(PlanReportData data) => string.Create(CultureInfo.InvariantCulture, $"bao-cao-ke-hoach-{data.Plan.Year}-{data.Period.Key}");
}
