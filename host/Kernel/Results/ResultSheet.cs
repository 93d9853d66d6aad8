using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;
using MiniExcelLibs;

namespace BacSon.Kernel.Results;

/// <summary>The Excel file for the assessment council: units, people, the duties behind them, and how all was counted.</summary>
internal static class ResultSheet
{
    private static readonly ResultKind[] Columns =
        [ResultKind.Carried, ResultKind.Given, ResultKind.OnTime, ResultKind.Late, ResultKind.InTime, ResultKind.Overdue, ResultKind.Awaiting, ResultKind.Cancelled, ResultKind.SentBack, ResultKind.Extended];

    public static async Task<MemoryStream> WriteAsync(PlatformDb db, Viewer viewer, WorkingCalendar calendar, StatusPeriod period, IReadOnlyList<ResultRow> rows, ResultCoefficients coefficients, CancellationToken cancel)
    {
        var organization = viewer.Organization;
        var today = db.Clock.OfficeToday();

        Dictionary<string, object?> Line(ResultRow row, params (string Name, object? Value)[] head)
        {
            var line = head.ToDictionary(x => x.Name, x => x.Value);
            line[ResultKinds.Title(null)] = row.Total;
            foreach (var kind in Columns)
                line[ResultKinds.Title(kind)] = row.Of(kind);
            line["Ngày chờ giao (ngày làm việc)"] = row.RoutingDays;
            line["Tỷ lệ đúng hạn (%)"] = row.Rate is { } rate ? Math.Round(rate * 100, 1, MidpointRounding.AwayFromZero) : null;
            if (coefficients.Of(row) is { } points)
                line["Điểm quy đổi theo hệ số của xã"] = points;
            return line;
        }

        // The same order and bound as any list of duties; where each ended in this period is read from the same definitions.
        var ends = new Dictionary<long, string>();
        var scope = WorkResults.Scope(db, viewer);
        foreach (var kind in ResultKinds.Ends)
            foreach (var id in await ResultKinds.Of(db, scope, kind, period, today).OrderBy(x => x.Id).Select(x => x.Id).Take(DutyRows.MostInFile).ToListAsync(cancel))
                ends[id] = ResultKinds.Title(kind);
        var duties = await ResultKinds.Of(db, scope, null, period, today).OrderBy(x => x.LeadUnitId).ThenBy(x => x.DueOn).ThenBy(x => x.Id).AsRows(viewer).Take(DutyRows.MostInFile).ToListAsync(cancel);

        var how = new List<(string, string)>
        {
            ("Kỳ", $"{Vi.UpperFirst(period.Title)}, từ ngày {Vi.Date(period.From)} đến hết ngày {Vi.Date(period.To)}"),
            ("Tính đến", Vi.Date(period.Holds(today) ? today : period.To)),
            ("Người xuất", viewer.Person.FullName),
            ("Tổng số nhiệm vụ", "Kỳ trước chuyển sang + giao trong kỳ = sáu cột tình trạng cộng lại"),
            ("Tỷ lệ đúng hạn", "Hoàn thành đúng hạn ÷ (hoàn thành đúng hạn + hoàn thành quá hạn + đang thực hiện, quá hạn)"),
            ("Ngày chờ giao", "Ngày làm việc từ khi mở nhiệm vụ đến khi đơn vị nhận, của nhiệm vụ giao trong kỳ phải chuyển đơn vị hoặc giao sau"),
            ("Xếp hạng", "Phần mềm không xếp hạng"),
        };
        how.AddRange(coefficients.Values.OrderBy(x => x.Key).Select(x => ($"Hệ số: {Vi.LowerFirst(ResultKinds.Title(x.Key))}", Vi.Decimal(x.Value))));
        if (duties.Count == DutyRows.MostInFile)
            how.Add(("Danh sách nhiệm vụ", $"Chỉ gồm {Vi.Number(DutyRows.MostInFile)} nhiệm vụ đầu"));

        var file = new MemoryStream();
        await file.SaveAsAsync(new Dictionary<string, object>
        {
            ["Đơn vị"] = rows.GroupBy(x => x.UnitId).Select(g => Line(ResultRow.Sum(g.Key, g), ("Đơn vị", organization.UnitName(g.Key)))).ToList(),
            ["Cá nhân"] = rows.Select(x => Line(x, ("Đơn vị", organization.UnitName(x.UnitId)), ("Họ và tên", x.OfficerId == 0 ? "Chưa phân công người thực hiện" : organization.PersonName(x.OfficerId)))).ToList(),
            ["Nhiệm vụ"] = duties.Select(x => new Dictionary<string, object?>
            {
                ["Mã"] = x.Id,
                ["Nội dung nhiệm vụ"] = x.Title,
                ["Đơn vị chủ trì"] = organization.UnitName(x.LeadUnitId),
                ["Người thực hiện"] = organization.PersonName(x.OfficerId),
                ["Thời hạn"] = Vi.Date(x.DueOn),
                ["Ngày hoàn thành"] = x.DoneOn is { } done ? Vi.Date(done) : null,
                ["Tình trạng trong kỳ"] = ends.GetValueOrDefault(x.Id),
                ["Sản phẩm"] = x.Product,
            }).ToList(),
            ["Cách tính"] = how.Select(x => new Dictionary<string, object?> { ["Mục"] = x.Item1, ["Nội dung"] = x.Item2 }).ToList(),
        }, cancellationToken: cancel);
        file.Position = 0;
        return file;
    }
}
