using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Ui;
using MiniExcelLibs;
using MiniExcelLibs.Attributes;

namespace BacSon.App.Admin;

/// <summary>Entries of the audit trail as an Excel file.</summary>
internal static class AuditSheet
{
    /// <summary>The media type of .xlsx (ECMA-376).</summary>
    public const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Rows in a file at most; what was found beyond them is told in its last row.</summary>
    public const int Most = 10_000;

    // Excel itself takes 32,767 characters in a cell.
    private const int LongestCell = 32_000;

    private sealed class Row
    {
        [ExcelColumn(Name = "Bản ghi", Width = 10)] public long? Id { get; init; }
        [ExcelColumn(Name = "Lúc (giờ Hà Nội)", Width = 20)] public string? At { get; init; }
        [ExcelColumn(Name = "Người thực hiện", Width = 26)] public string? Who { get; init; }
        [ExcelColumn(Name = "Từ đâu", Width = 20)] public string? Origin { get; init; }
        [ExcelColumn(Name = "Việc đã làm", Width = 34)] public required string Act { get; init; }
        [ExcelColumn(Name = "Loại hồ sơ", Width = 24)] public string? Subject { get; init; }
        [ExcelColumn(Name = "Mã hồ sơ", Width = 14)] public string? Key { get; init; }
        [ExcelColumn(Name = "Trước và sau", Width = 80)] public string? Changes { get; init; }
        [ExcelColumn(Name = "Số niêm phong", Width = 14)] public long? Seal { get; init; }
    }

    /// <summary>MiniExcel writes texts as texts, never as formulas, whatever they begin with.</summary>
    public static async Task<MemoryStream> WriteAsync(IReadOnlyList<(AuditEntry Entry, IReadOnlyList<AuditChange> Changes)> entries, bool more, CancellationToken cancel)
    {
        var rows = entries.Select(x => new Row
        {
            Id = x.Entry.Id,
            At = x.Entry.At.ToOffice().ToString("dd'/'MM'/'yyyy HH':'mm':'ss", System.Globalization.CultureInfo.InvariantCulture),
            Who = Cell(x.Entry.Who),
            Origin = Cell(x.Entry.Origin),
            Act = Cell(x.Entry.Act)!,
            Subject = Cell(AuditWords.Subject(x.Entry.Subject)),
            Key = Cell(x.Entry.SubjectKey),
            Changes = Cell(string.Join('\n', x.Changes.Select(change => $"{change.Property}: {(change.Before == "" ? "trống" : change.Before)} → {(change.After == "" ? "trống" : change.After)}"))),
            Seal = x.Entry.Seal,
        }).ToList();
        if (more)
            rows.Add(new Row { Act = $"Còn nữa: tệp chỉ có {Vi.Number(Most)} bản ghi mới nhất, thu hẹp điều kiện lọc để lấy phần còn lại" });
        var file = new MemoryStream();
        await file.SaveAsAsync(rows, sheetName: "Nhật ký", cancellationToken: cancel);
        file.Position = 0;
        return file;
    }

    // XML knows no control characters but tab and line break.
    private static string? Cell(string? text)
    {
        if (text is null)
            return null;
        var clean = string.Concat(text.Select(x => char.IsControl(x) && x is not ('\n' or '\t') || x is '\ufffe' or '\uffff' ? ' ' : x));
        return clean.Length <= LongestCell ? clean : clean[..LongestCell] + "…";
    }
}
