using BacSon.Kernel;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Papers;
using BacSon.Kernel.Ui;

namespace BacSon.App.Status;

/// <summary>The state of the commune on one A4 as Word, to be printed and pencilled on: what the chairman takes to the giao ban.</summary>
internal static class StatusSheet
{
    // So many rows leave room for the hand on one sheet.
    private const int MostUnits = 8;
    private const int MostDecisions = 5;

    public static PaperContent Compose(StatusView view, OrganizationOn organization, DateOnly on)
    {
        static string Rate(double? rate) => rate is null ? Vi.NoData : Vi.Percent(rate);
        var whole = view.Whole.Now;
        List<PaperBlock> blocks =
        [
            PaperBlock.Paragraph($"Toàn xã: {Vi.Number(whole.Total)} nhiệm vụ, đúng hạn {Rate(whole.Rate)}; quá hạn {Vi.Number(whole.Overdue)}, chờ xác nhận {Vi.Number(whole.Awaiting)}."),
            PaperBlock.Table([8, 2, 2, 2, 2], ["Nội dung", "Tổng số", "Quá hạn", "Chờ xác nhận", "Đúng hạn"],
                [.. view.Areas.Select(x => (IReadOnlyList<string>)[x.Title, Vi.Number(x.Now.Total), Vi.Number(x.Now.Overdue), Vi.Number(x.Now.Awaiting), Rate(x.Now.Rate)])]),
        ];
        var late = view.ByUnit.Where(x => x.Line.Now.Overdue > 0).ToList();
        if (late.Count > 0)
            blocks.Add(PaperBlock.Table([8, 2, 3, 3], ["Đơn vị có nhiệm vụ quá hạn", "Quá hạn", "Lâu nhất", "Ý kiến"],
                [.. late.Take(MostUnits).Select(x => (IReadOnlyList<string>)[x.Line.Title, Vi.Number(x.Line.Now.Overdue), $"{Vi.Number(x.LongestLate)} ngày làm việc", ""]),
                    .. late.Count > MostUnits ? [(IReadOnlyList<string>)[$"{Vi.Number(late.Count - MostUnits)} đơn vị khác", Vi.Number(late.Skip(MostUnits).Sum(x => x.Line.Now.Overdue)), "", ""]] : Array.Empty<IReadOnlyList<string>>()]));
        if (view.Decisions.Total > 0)
            blocks.Add(PaperBlock.Table([8, 5, 3], [$"Cần quyết định ({Vi.Number(view.Decisions.Total)})", "Việc", "Ý kiến"],
                [.. view.Decisions.Shown.Take(MostDecisions).Select(x => (IReadOnlyList<string>)[x.Title ?? "Nhiệm vụ có nội dung kín", MondayMail.Word(x), ""])]));
        return new PaperContent(PaperOffice.Name(organization), PaperOffice.Place(organization), "Tình hình thực hiện nhiệm vụ", "VP", $"Phục vụ giao ban ngày {Vi.Date(on)}")
        {
            Blocks = blocks, Signer = new PaperSigner(["VĂN PHÒNG"], ""), Recipients = ["Chủ tịch UBND xã", "Lưu: VP"], Year = on.Year,
        };
    }
}
