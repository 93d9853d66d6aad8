using System.Buffers;
using System.Globalization;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Reminders;

/// <summary>
/// Composes the one mail of the day from its model alone. The plain text and the HTML are written side by side, call by
/// call, so that neither can say what the other does not.
/// </summary>
internal static class DigestMail
{
    /// <summary>A section longer than this ends with a count and the link to the whole list: nobody reads the hundredth line of a mail.</summary>
    internal const int LongestSection = 40;

    private const int UnitsInSubject = 5;
    private const int LongestSubject = 300;
    private const int LongestDetail = 300;
    private static readonly SearchValues<char> LineBreaks = SearchValues.Create([.. Enumerable.Range(0, 32).Select(x => (char)x), '\u0085', '\u2028', '\u2029']);
    private const string ConfidentialTitle = "Nhiệm vụ thuộc diện bảo mật";

    private static readonly MailPlace[] Places =
    [
        new("kính gửi", "lời chào theo chức vụ của người nhận", MailParts.Opening),
        new("nhận thay", "câu nói rõ nhận thay ai, đến hết ngày nào; trống khi không nhận thay", MailParts.Opening, Compulsory: true),
        new("tình hình", "câu nói có bao nhiêu nhiệm vụ cần chú ý", MailParts.Opening),
        new("họ tên", "họ và tên người nhận", MailParts.Text),
        new("đơn vị", "đơn vị của người nhận; trống khi không có", MailParts.Text),
        new("ngày", "ngày gửi, ví dụ 25/11/2026", MailParts.Subject | MailParts.Text),
        new("tóm tắt", "số nhiệm vụ quá hạn, đến hạn, chờ xác nhận", MailParts.Subject, Compulsory: true),
        new("tình hình chung", "số nhiệm vụ đang chờ xác nhận; câu nói đơn vị không có nhiệm vụ quá hạn", MailParts.Closing),
        new("xem tất cả", "đường dẫn đến toàn bộ nhiệm vụ", MailParts.Closing, Compulsory: true, OwnLine: true),
    ];

    private const string Between = "Danh sách nhiệm vụ, mỗi nhiệm vụ có đường dẫn; phần mềm tự viết và không bỏ được. Cuối thư là cơ quan gửi, số điện thoại và ngày có thư tiếp theo";

    /// <summary>The wording of the digest.</summary>
    public static readonly MailTemplate Daily = new("nhac-viec", "Nhắc việc hằng ngày", "Mỗi ngày làm việc một thư cho từng người có nhiệm vụ quá hạn, sắp đến hạn, được trả lại hoặc chờ xác nhận.",
        new MailWording("Nhắc việc ngày {ngày}: {tóm tắt}", "{kính gửi}\n{nhận thay}\n{tình hình}", "{tình hình chung}\n{xem tất cả}\nTrân trọng."), Places, Between,
        (wording, sample) => Compose(Sample(sample) with { Overdue = [Line(sample, 1, -2)], DueSoon = [Line(sample, 2, 1)], OpenTotal = 7, AwaitingOthers = 1 }, daily: wording));

    /// <summary>The wording of the digest to a leader who has nothing of his own in it.</summary>
    public static readonly MailTemplate Report = new("bao-cao-qua-han", "Báo cáo nhiệm vụ quá hạn", "Gửi lãnh đạo phụ trách, sau đó Chủ tịch UBND xã, về nhiệm vụ quá hạn lâu của các đơn vị, khi người nhận không có nhiệm vụ của mình.",
        new MailWording("Báo cáo {tóm tắt}", "{kính gửi}\n{nhận thay}\n{tình hình}", "{tình hình chung}\n{xem tất cả}\nTrân trọng."), Places, Between,
        (wording, sample) => Compose(Sample(sample) with { Title = "Phó Chủ tịch Ủy ban nhân dân xã", UnitName = "Lãnh đạo Ủy ban nhân dân xã", Escalated = [Line(sample, 1, -3), Line(sample, 2, -4)] }, report: wording));

    // About nobody: the preview of a wording tells no duty of the office.
    private static DigestModel Sample(MailSample sample) => new(new Person { FullName = "Nguyễn Văn Mẫu", SortKey = "" }, "Trưởng phòng", "Phòng Kinh tế", [], sample.Today, sample.Calendar.NextWorkingDay(sample.Today), [], [], [], [], [], [], [], 0, 0,
        null, null, sample.Settings, sample.Site);

    private static DigestLine Line(MailSample sample, long id, int left) => new(id, PapiArea.Transparency, $"Nhiệm vụ mẫu số {id}", "Kế hoạch mẫu", sample.Calendar.AddWorkingDays(sample.Today, left), left, "báo cáo hoàn thành", null, null, "Phòng Kinh tế", "Trần Thị Mẫu",
        false, null, false);

    /// <summary>The subject is the whole report on one line; text and HTML say the same in the same order. Never fails on what users typed.</summary>
    /// <param name="daily">The wording of <see cref="Daily"/>; the code's own by default.</param>
    /// <param name="report">The wording of <see cref="Report"/>; the code's own by default.</param>
    public static ComposedMail Compose(DigestModel model, MailWording? daily = null, MailWording? report = null)
    {
        var (summary, reports) = Summary(model);
        var wording = reports ? report ?? Report.Default : daily ?? Daily.Default;
        List<string> general = [];
        if (model.AwaitingOthers > 0)
            general.Add($"{Count(model.AwaitingOthers)} đã báo cáo hoàn thành, đang chờ xác nhận.");
        if (model.OpenTotal > 0 && model.Overdue.Count == 0)
            general.Add("Đơn vị không có nhiệm vụ quá hạn.");
        var values = new Dictionary<string, string>
        {
            ["ngày"] = Vi.Date(model.Today),
            ["tóm tắt"] = summary,
            ["kính gửi"] = OneLine(Greeting(model)),
            ["nhận thay"] = string.Join('\n', model.InPlaceOf.Select(away =>
                $"{Second(model)} nhận thư này thay {ThirdPerson(model)} {OneLine(away.Name)}, {OneLine(away.Kind.As(away.Post))} đến hết ngày {Vi.Date(away.Until)}.")),
            ["tình hình"] = Opening(model),
            ["họ tên"] = OneLine(model.Person.FullName),
            ["đơn vị"] = OneLine(model.UnitName ?? ""),
            ["tình hình chung"] = string.Join('\n', general),
        };
        var subject = Clip(Vi.Normalize(MailTemplate.Fill(wording.Subject, values)), LongestSubject);
        var office = Named(model, SettingNames.FullName, "Ủy ban nhân dân xã Bắc Sơn");
        var twins = new MailTwins(office, subject, model.Site);

        var own = new Dictionary<string, Action>
        {
            ["xem tất cả"] = () =>
            {
                if (model.CanSignIn)
                    twins.Link(model.OpenTotal > 0 ? $"Xem tất cả {Count(model.OpenTotal)} chưa kết thúc của đơn vị" : "Xem tất cả nhiệm vụ", "lam-viec");
            },
        };
        MailTemplate.Write(twins, wording.Opening, values, own);

        Section(twins, model, "Quá hạn", "late", model.Overdue);
        Section(twins, model, "Sắp đến hạn", "soon", model.DueSoon);
        Section(twins, model, "Trả lại, đề nghị bổ sung", "soon", model.Returned);
        Escalated(twins, model);
        Section(twins, model, "Chờ xác nhận hoàn thành", "open", model.ToAccept);
        var (withoutOfficer, withoutUnit, withoutHead) = Unassigned(model);
        Section(twins, model, "Việc kín chưa có người thực hiện", "late", withoutOfficer);
        Section(twins, model, "Chưa có đơn vị chủ trì", "late", withoutUnit);
        Section(twins, model, "Đơn vị chủ trì chưa có thủ trưởng", "late", withoutHead);

        Section(twins, model, "Thời hạn thay đổi theo lịch làm việc", "open", model.Moved);
        MailTemplate.Write(twins, wording.Closing, values, own);

        twins.Footer(
        [
            $"Thư gửi tự động từ phần mềm của {Sender(model)}.{(model.Settings.GetValueOrDefault(SettingNames.Phone) is { Length: > 0 } phone ? $" Cần trao đổi, đề nghị gọi số {phone}." : "")}",
            $"Mỗi ngày làm việc có nhiều nhất một thư, ngày nghỉ không gửi. Thư tiếp theo sớm nhất ngày {Vi.DateWithDay(model.NextMailOn)}.",
            .. model is { NextEscalationOn: { } on, NextEscalationTo: { Length: > 0 } to }
                ? [$"Nhiệm vụ quá hạn lâu nhất, nếu chưa hoàn thành, được báo cáo {to} ngày {Vi.DateWithDay(on)}."] : Array.Empty<string>(),
        ]);
        return twins.Finish();
    }

    /// <summary>The whole report on one line, and whether it is told to a leader who has nothing of his own in it.</summary>
    private static (string Summary, bool Reports) Summary(DigestModel model)
    {
        var week = EndOfWeek(model.Today);
        var thisWeek = model.DueSoon.Count(x => x.DueOn <= week);
        var today = model.DueSoon.Count(x => x.DueOn == model.Today);
        var later = model.DueSoon.Count - thisWeek;
        var (withoutOfficer, withoutUnit, withoutHead) = Unassigned(model);
        List<string> own = [];
        if (model.Overdue.Count > 0)
            own.Add($"{Count(model.Overdue.Count)} quá hạn");
        if (thisWeek > 0)
            own.Add($"{Count(thisWeek)} đến hạn trong tuần{(today > 0 ? $" ({Vi.Number(today)} hôm nay)" : "")}");
        if (later > 0)
            own.Add($"{Count(later)} sắp đến hạn");
        if (model.Returned.Count > 0)
            own.Add($"{Count(model.Returned.Count)} được trả lại");
        if (withoutOfficer.Count > 0)
            own.Add($"{Count(withoutOfficer.Count)} chưa có người thực hiện");
        if (withoutUnit.Count > 0)
            own.Add($"{Count(withoutUnit.Count)} chưa có đơn vị chủ trì");
        if (withoutHead.Count > 0)
            own.Add($"{Count(withoutHead.Count)} của đơn vị chưa có thủ trưởng");
        if (model.ToAccept.Count > 0)
            own.Add($"{Count(model.ToAccept.Count)} chờ xác nhận hoàn thành");
        if (model.Moved.Count > 0)
            own.Add($"{Count(model.Moved.Count)} thay đổi thời hạn");

        // A leader who has nothing of his own is reported to, not reminded.
        var late = model.Escalated.Count == 0 ? "" : $"{LateInField(model)} {Units(model.Escalated)}";
        return late.Length > 0 && own.Count == 0 ? (late, true)
            : late.Length > 0 && own.Count == 1 && model.ToAccept.Count > 0 ? ($"{late}; {own[0]}", true)
            : ($"{string.Join(", ", own)}{(late.Length > 0 ? $"; {late}" : "")}", false);
    }

    private static (List<DigestLine> WithoutOfficer, List<DigestLine> WithoutUnit, List<DigestLine> WithoutHead) Unassigned(DigestModel model) =>
        ([.. model.Unassigned.Where(x => x.Confidential)], [.. model.Unassigned.Where(x => !x.Confidential && x.UnitName.Length == 0)],
        [.. model.Unassigned.Where(x => !x.Confidential && x.UnitName.Length > 0)]);

    private static string LateInField(DigestModel model) => IsChairman(model) ? "nhiệm vụ quá hạn của các đơn vị:" : "nhiệm vụ quá hạn thuộc lĩnh vực phụ trách:";

    /// <summary>«Phòng Kinh tế 4, Trung tâm Dịch vụ tổng hợp 1»: most first. What is confidential names no unit.</summary>
    private static string Units(IReadOnlyList<DigestLine> lines)
    {
        var units = ByUnit(lines).Select(x => $"{x.Unit} {Vi.Number(x.Lines.Count)}").ToList();
        return units.Count <= UnitsInSubject
            ? string.Join(", ", units)
            : $"{string.Join(", ", units[..UnitsInSubject])} và {Vi.Number(units.Count - UnitsInSubject)} đơn vị khác";
    }

    private static List<(string Unit, List<DigestLine> Lines)> ByUnit(IReadOnlyList<DigestLine> lines) =>
        [.. lines.GroupBy(x => x.Confidential ? Vi.LowerFirst(ConfidentialTitle) : x.UnitName.Length == 0 ? "chưa có đơn vị chủ trì" : OneLine(x.UnitName))
            .Select(x => (Unit: x.Key, Lines: x.ToList())).OrderByDescending(x => x.Lines.Count)];

    private static string Greeting(DigestModel model)
    {
        var post = Post(model);
        if (model.Settings.GetValueOrDefault(SettingNames.Salutation) == "ông/bà")
            return post.Length == 0
                ? $"Kính gửi {model.Person.AddressAs ?? "Ông/Bà"} {model.Person.FullName},"
                : $"Kính gửi {model.Person.AddressAs ?? "Ông/Bà"} {model.Person.FullName}, {post},";
        if (post.Length == 0)
            return $"Kính gửi đồng chí {model.Person.FullName},";
        // One holds the post: the post alone. Several may: the name stands after it.
        return post.StartsWith("Phó ", StringComparison.Ordinal) ? $"Kính gửi đồng chí {post} {model.Person.FullName}," : $"Kính gửi đồng chí {post},";
    }

    /// <summary>The post by which a leader or a head is addressed, with its unit where the title does not name it; empty for others.</summary>
    private static string Post(DigestModel model)
    {
        string[] leading = ["Chủ tịch", "Phó ", "Chánh ", "Trưởng ", "Giám đốc", "Hiệu trưởng", "Chỉ huy trưởng", "Bí thư"];
        if (!leading.Any(x => model.Title.StartsWith(x, StringComparison.Ordinal)))
            return "";
        var title = model.Title.Replace("Ủy ban nhân dân", "UBND", StringComparison.Ordinal);
        // Only a bare rank («Trưởng phòng», «Hiệu trưởng») needs its unit: «Trưởng phòng Kinh tế», «Hiệu trưởng Trường Tiểu học Bắc Sơn 1».
        if (model.UnitName is not { Length: > 0 } unit || title is not ("Trưởng phòng" or "Phó Trưởng phòng" or "Giám đốc" or "Phó Giám đốc" or "Hiệu trưởng" or "Phó Hiệu trưởng" or "Chỉ huy trưởng"))
            return title;
        return title.EndsWith(" phòng", StringComparison.Ordinal) && unit.StartsWith("Phòng ", StringComparison.Ordinal) ? title + unit["Phòng".Length..] : $"{title} {unit}";
    }

    private static bool IsChairman(DigestModel model) =>
        model.Title.StartsWith("Chủ tịch ", StringComparison.Ordinal) && (model.Title.Contains("Ủy ban nhân dân", StringComparison.Ordinal) || model.Title.Contains("UBND", StringComparison.Ordinal));

    private static string Opening(DigestModel model)
    {
        List<string> said = [];
        var own = model.Overdue.Count + model.DueSoon.Count + model.Returned.Count;
        if (own > 0 && model.OpenTotal > 0)
            said.Add($"Đơn vị có {Count(own)} cần chú ý.");
        else if (own > 0)
            said.Add($"{Second(model)} có {Count(own)} cần chú ý.");
        if (model.Escalated.Count > 0)
            said.Add($"Có {Count(model.Escalated.Count)} quá hạn {(IsChairman(model) ? "của các đơn vị" : "thuộc lĩnh vực phụ trách")}.");
        if (model.ToAccept.Count > 0)
            said.Add($"Có {Count(model.ToAccept.Count)} chờ xác nhận hoàn thành.");
        if (model.Unassigned.Count > 0)
            said.Add($"Có {Count(model.Unassigned.Count)} chưa có người nhận.");
        if (model.Moved.Count > 0)
            said.Add($"Có {Count(model.Moved.Count)} thay đổi thời hạn do lịch làm việc thay đổi.");
        if (model.AsOf is { } asOf)
            said.Add($"Số liệu tính đến {Vi.Time(asOf)}.");
        said.Add(!model.CanSignIn ? "Báo kết quả qua đường dẫn một việc đã gửi riêng, hoặc gọi Văn phòng." : own > 0 ? "Mỗi nhiệm vụ dưới đây có đường dẫn để báo cáo." : "Mỗi nhiệm vụ dưới đây có đường dẫn để xem.");
        return string.Join(' ', said);
    }

    private static void Section(MailTwins twins, DigestModel model, string heading, string tone, IReadOnlyList<DigestLine> lines)
    {
        if (lines.Count == 0)
            return;
        twins.Heading($"{heading}: {Count(lines.Count)}", tone);
        foreach (var line in lines.Take(LongestSection))
            Line(twins, model, line, unit: ReferenceEquals(lines, model.ToAccept) || line.UnitName != model.UnitName && !line.Coordination);
        More(twins, model, lines.Count - LongestSection);
    }

    private static void Escalated(MailTwins twins, DigestModel model)
    {
        if (model.Escalated.Count == 0)
            return;
        twins.Heading($"{Vi.UpperFirst(LateInField(model))} {Count(model.Escalated.Count)}", "late");
        var left = LongestSection;
        foreach (var (unit, lines) in ByUnit(model.Escalated))
        {
            if (left == 0)
                break;
            twins.Subheading($"{Vi.UpperFirst(unit)}: {Count(lines.Count)}");
            foreach (var line in lines.Take(left))
                Line(twins, model, line, unit: false);
            left -= Math.Min(left, lines.Count);
        }
        More(twins, model, model.Escalated.Count - LongestSection);
    }

    private static void More(MailTwins twins, DigestModel model, int more)
    {
        if (more > 0 && !model.CanSignIn)
            twins.Paragraph($"và {Count(more)} khác");
        else if (more > 0)
            twins.Link($"và {Count(more)} khác", "lam-viec");
    }

    private static void Line(MailTwins twins, DigestModel model, DigestLine line, bool unit)
    {
        var when = Vi.UpperFirst(Vi.Remaining(line.DueOn, model.Today, line.WorkingDaysLeft));
        var due = line.WorkingDaysLeft < 0 ? $"(thời hạn {Vi.Date(line.DueOn)}, {Vi.Weekday(line.DueOn)})" : $"({Vi.Date(line.DueOn)}, {Vi.Weekday(line.DueOn)})";
        var tone = line.WorkingDaysLeft < 0 ? "late" : line.WorkingDaysLeft <= 3 ? "soon" : "open";
        if (line.Confidential)
        {
            // No name, no content, no unit in any mail, whatever the model carries.
            twins.Item(ConfidentialTitle, when, due, tone, [], Link(model, line));
            return;
        }
        List<MailDetail> details = [];
        void Tell(string label, string? text, bool quiet)
        {
            if (text is { Length: > 0 })
                details.Add(new MailDetail(label, Clip(OneLine(text), LongestDetail), quiet));
        }
        Tell(line.DirectionBy is { Length: > 0 } by ? $"Ý kiến chỉ đạo của {ThirdPerson(model)} {OneLine(by)}:" : "Ý kiến chỉ đạo:", line.Direction, quiet: false);
        Tell("Lý do trả lại:", line.ReturnReason, quiet: false);
        Tell("Thời hạn trước đây:", line.MovedFrom is { } from ? $"{Vi.DateWithDay(from)}, thay đổi theo lịch làm việc" : null, quiet: false);
        Tell("Căn cứ:", line.Why, quiet: true);
        Tell("Đơn vị chủ trì:", unit ? line.UnitName : null, quiet: true);
        Tell("Người thực hiện:", line.OfficerName == model.Person.FullName ? null : line.OfficerName, quiet: true);
        Tell("Việc tiếp theo:", line.NextStep, quiet: false);
        var title = Clip(OneLine(line.Title), LongestDetail);
        twins.Item(!line.Coordination ? title : line.UnitName.Length > 0 ? $"Phối hợp với {OneLine(line.UnitName)}: {title}" : $"Phối hợp: {title}", when, due, tone, details, Link(model, line));
    }

    private static string? Link(DigestModel model, DigestLine line) => !model.CanSignIn ? null : model.Site.AbsoluteUri.TrimEnd('/') + "/viec/" + line.DutyId.ToString(CultureInfo.InvariantCulture);

    // What people typed may hold line breaks: here each part is one line.
    private static string OneLine(string text) => text.AsSpan().IndexOfAny(LineBreaks) < 0 ? text : Vi.Normalize(text);

    private static string Second(DigestModel model) => model.Settings.GetValueOrDefault(SettingNames.Salutation) == "ông/bà" ? "Ông/Bà" : "Đồng chí";
    private static string ThirdPerson(DigestModel model) => model.Settings.GetValueOrDefault(SettingNames.Salutation) == "ông/bà" ? "Ông/Bà" : "đồng chí";
    private static string Sender(DigestModel model) => $"UBND {Named(model, SettingNames.Commune, "xã Bắc Sơn")}";
    private static string Named(DigestModel model, string setting, string otherwise) => model.Settings.GetValueOrDefault(setting) is { Length: > 0 } name ? name : otherwise;
    private static string Count(int count) => $"{Vi.Number(count)} nhiệm vụ";
    private static DateOnly EndOfWeek(DateOnly day) => day.AddDays((7 - (int)day.DayOfWeek) % 7);

    private static string Clip(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        var end = text.LastIndexOf(' ', longest - 1);
        return text[..(end > 0 ? end : longest - 1)] + "…";
    }
}
