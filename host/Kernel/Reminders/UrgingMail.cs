using System.Globalization;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Reminders;

/// <summary>A duty in a mail that urges. What is confidential never comes here.</summary>
internal sealed record UrgedLine(long DutyId, string Title, DateOnly DueOn, int WorkingDaysLeft, string? Direction, string? NextStep, string UnitName, string? OfficerName);

/// <summary>Everything that the mail says.</summary>
internal sealed record UrgingModel(string Name, string Post, string By, string ByPost, DateOnly Today, IReadOnlyList<UrgedLine> Lines, IReadOnlyDictionary<string, string> Settings, Uri Site);

/// <summary>Composes the mail by which the office urges a unit's head, from its model alone.</summary>
internal static class UrgingMail
{
    private const int LongestDetail = 300;

    private static readonly MailPlace[] Places =
    [
        new("kính gửi", "lời chào theo chức vụ của người nhận", MailParts.Opening),
        new("người đôn đốc", "chức vụ, họ và tên người đôn đốc", MailParts.Text),
        new("ngày", "ngày gửi, ví dụ 25/11/2026", MailParts.Subject | MailParts.Text),
        new("tóm tắt", "số nhiệm vụ được đôn đốc, số quá hạn", MailParts.Subject, Compulsory: true),
        new("xem tất cả", "đường dẫn đến toàn bộ nhiệm vụ", MailParts.Closing, Compulsory: true, OwnLine: true),
    ];

    /// <summary>The wording that an administrator may change.</summary>
    public static readonly MailTemplate Template = new("don-doc", "Đôn đốc", "Văn phòng đôn đốc thủ trưởng đơn vị ngoài thư nhắc việc hằng ngày, mỗi nhiệm vụ nhiều nhất một lần một ngày.",
        new MailWording("Đôn đốc ngày {ngày}: {tóm tắt}", "{kính gửi}\n{người đôn đốc} đề nghị đơn vị báo cáo kết quả các nhiệm vụ dưới đây.", "{xem tất cả}\nTrân trọng."), Places,
        "Danh sách nhiệm vụ được đôn đốc, mỗi nhiệm vụ có đường dẫn; phần mềm tự viết và không bỏ được",
        (wording, sample) => Compose(new UrgingModel("Nguyễn Văn Mẫu", "Trưởng phòng", "Trần Thị Mẫu", "Chánh Văn phòng", sample.Today,
            [new UrgedLine(1, "Nhiệm vụ mẫu số 1", sample.Today.AddDays(-2), -2, null, "báo cáo hoàn thành", "Phòng Kinh tế", null)], sample.Settings, sample.Site), wording));

    public static ComposedMail Compose(UrgingModel model, MailWording wording)
    {
        var late = model.Lines.Count(x => x.DueOn < model.Today);
        var comrade = model.Settings.GetValueOrDefault(SettingNames.Salutation) != "ông/bà";
        var values = new Dictionary<string, string>
        {
            ["ngày"] = Vi.Date(model.Today),
            ["tóm tắt"] = $"{Vi.Number(model.Lines.Count)} nhiệm vụ{(late == 0 ? "" : $", {Vi.Number(late)} quá hạn")}",
            ["kính gửi"] = Vi.Normalize($"Kính gửi {(comrade ? "đồng chí" : "Ông/Bà")} {model.Name}{(model.Post.Length == 0 ? "" : $", {model.Post}")},"),
            ["người đôn đốc"] = Vi.Normalize($"{Vi.UpperFirst(model.ByPost)} {model.By}"),
        };
        var commune = model.Settings.GetValueOrDefault(SettingNames.Commune) is { Length: > 0 } name ? name : "xã Bắc Sơn";
        var office = model.Settings.GetValueOrDefault(SettingNames.FullName) is { Length: > 0 } full ? full : $"Ủy ban nhân dân {commune}";
        var twins = new MailTwins(office, Vi.Normalize(MailTemplate.Fill(wording.Subject, values)), model.Site);
        var own = new Dictionary<string, Action> { ["xem tất cả"] = () => twins.Link("Xem tất cả nhiệm vụ của đơn vị", "lam-viec?xem=don-vi") };
        MailTemplate.Write(twins, wording.Opening, values, own);
        twins.Heading($"Đề nghị báo cáo: {Vi.Number(model.Lines.Count)} nhiệm vụ", late > 0 ? "late" : "soon");
        foreach (var line in model.Lines)
        {
            List<MailDetail> details = [];
            void Tell(string label, string? text, bool quiet)
            {
                if (Vi.Normalize(text) is { Length: > 0 } said)
                    details.Add(new MailDetail(label, said.Length <= LongestDetail ? said : said[..(LongestDetail - 1)] + "…", quiet));
            }
            Tell("Ý kiến chỉ đạo:", line.Direction, false);
            Tell("Đơn vị chủ trì:", line.UnitName, true);
            Tell("Người thực hiện:", line.OfficerName, true);
            Tell("Việc tiếp theo:", line.NextStep, false);
            twins.Item(Vi.Normalize(line.Title), Vi.UpperFirst(Vi.Remaining(line.DueOn, model.Today, line.WorkingDaysLeft)), $"(thời hạn {Vi.Date(line.DueOn)}, {Vi.Weekday(line.DueOn)})",
                line.DueOn < model.Today ? "late" : "soon", details, $"{model.Site.AbsoluteUri.TrimEnd('/')}/viec/{line.DutyId.ToString(CultureInfo.InvariantCulture)}");
        }
        MailTemplate.Write(twins, wording.Closing, values, own);
        twins.Footer([$"Thư gửi tự động từ phần mềm của UBND {commune}.{(model.Settings.GetValueOrDefault(SettingNames.Phone) is { Length: > 0 } phone ? $" Cần trao đổi, đề nghị gọi số {phone}." : "")}"]);
        return twins.Finish();
    }
}
