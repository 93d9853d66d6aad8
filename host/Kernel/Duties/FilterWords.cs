using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Duties;

/// <summary>One part of a filter in words, and the filter without it.</summary>
internal sealed record FilterChip(string Text, DutyFilter Without);

/// <summary>A filter as people read it.</summary>
internal static class FilterWords
{
    private static readonly IReadOnlyDictionary<string, string> More = new Dictionary<string, string>
    {
        ["mo"] = "Đang mở",
        ["ty-le"] = "Đã đến hạn (cơ sở tính tỷ lệ đúng hạn)",
        ["tra-lai"] = "Trả lại, đề nghị bổ sung",
        ["gia-han"] = "Đã đề nghị gia hạn",
        ["chua-giao"] = "Chưa có đơn vị chủ trì",
        ["chua-giao-moi"] = "Chưa có đơn vị chủ trì, chưa giao lần nào",
        ["khong-thuoc"] = "Trả lại Văn phòng vì không thuộc nhiệm vụ",
        ["chua-phan-cong"] = "Chưa có người thực hiện",
    };

    /// <summary>Choices of a state, the empty one first.</summary>
    public static IEnumerable<(string Key, string Text)> States(string empty) =>
        [("", empty), .. DutyFilter.StateKeys.Select(x => (x.Key, x.Value.Title())), .. More.Where(x => x.Key != "mo" || empty != x.Value).Select(x => (x.Key, x.Value))];

    public static string State(string key) => More.TryGetValue(key, out var text) ? text : DutyFilter.StateKeys[key].Title();

    /// <summary>The parts that are set, each with the filter that remains when it is taken away.</summary>
    public static IReadOnlyList<FilterChip> Chips(DutyFilter filter, OrganizationOn organization)
    {
        var chips = new List<FilterChip>();
        void Add(bool set, Func<string> text, DutyFilter without)
        {
            if (set)
                chips.Add(new FilterChip(text(), without));
        }
        Add(filter.State is not null, () => State(filter.State!), filter with { State = null });
        Add(filter.Area is not null, () => filter.Area!.Value.NumberedTitle(), filter with { Area = null });
        Add(filter.UnitId is not null, () => filter.UnitId == 0 ? More["chua-giao"] : organization.Unit(filter.UnitId)?.Name ?? "Đơn vị không có trong danh sách", filter with { UnitId = null });
        Add(filter.InCharge, () => "Các đơn vị phụ trách", filter with { InCharge = false });
        Add(filter.ShareUnitId is not null, () => $"Phối hợp: {organization.Unit(filter.ShareUnitId)?.Name ?? "đơn vị không có trong danh sách"}", filter with { ShareUnitId = null });
        Add(filter.OfficerId is not null, () => filter.OfficerId == 0 ? "Chưa phân công người thực hiện" : $"Người thực hiện: {organization.Person(filter.OfficerId)?.FullName ?? "không có trong danh sách"}", filter with { OfficerId = null });
        Add(filter is { Result: not null, Period: not null }, () => Results.ResultKinds.Title(Results.ResultKinds.Keys[filter.Result!]), filter with { Result = null });
        Add(filter.Period is not null, () => Vi.UpperFirst(filter.Period!.Title), filter with { Period = null, Result = null });
        if (filter.DueFrom is { } from && filter.DueFrom == filter.DueTo)
            chips.Add(new FilterChip($"Đến hạn {Vi.DateWithDay(from)}", filter with { DueFrom = null, DueTo = null }));
        else
        {
            Add(filter.DueFrom is not null, () => $"Thời hạn từ ngày {Vi.Date(filter.DueFrom)}", filter with { DueFrom = null });
            Add(filter.DueTo is not null, () => $"Thời hạn đến hết ngày {Vi.Date(filter.DueTo)}", filter with { DueTo = null });
        }
        Add(filter.PlanItemId is not null, () => "Một mục của kế hoạch", filter with { PlanItemId = null });
        Add(filter.DocumentId is not null, () => "Giao từ một văn bản", filter with { DocumentId = null });
        Add(filter.CatalogueKey is not null, () => "Một loại nhiệm vụ trong danh mục", filter with { CatalogueKey = null });
        Add(filter.Words is not null, () => $"Có chữ: {filter.Words}", filter with { Words = null });
        return chips;
    }
}
