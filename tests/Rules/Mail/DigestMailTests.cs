using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;

namespace BacSon.Rules.Tests.Mail;

/// <summary>The one mail of the day, on Wednesday 25/11/2026.</summary>
public sealed partial class DigestMailTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);
    private const string Economy = "Phòng Kinh tế";

    [Fact]
    public void The_subject_to_a_head_counts_what_is_late_and_what_falls_due_this_week() =>
        Assert.Equal("Nhắc việc ngày 25/11/2026: 2 nhiệm vụ quá hạn, 3 nhiệm vụ đến hạn trong tuần",
            Subject(Head() with { Overdue = [Late(3), Late(1)], DueSoon = [Soon(1), Soon(2), Soon(2)] }));

    [Fact]
    public void The_subject_says_what_falls_due_today_and_what_only_later() =>
        Assert.Equal("Nhắc việc ngày 25/11/2026: 2 nhiệm vụ đến hạn trong tuần (1 hôm nay), 1 nhiệm vụ sắp đến hạn",
            Subject(Head() with { DueSoon = [Soon(0), Soon(1), Line("Sau", new DateOnly(2026, 11, 30), 3)] }));

    [Fact]
    public void The_subject_to_a_leader_reports_units_with_most_first() =>
        Assert.Equal("Báo cáo nhiệm vụ quá hạn thuộc lĩnh vực phụ trách: Phòng Kinh tế 4, Trung tâm Dịch vụ tổng hợp 1",
            Subject(Deputy() with { Escalated = [Late(9, unit: "Trung tâm Dịch vụ tổng hợp"), Late(5), Late(4), Late(3), Late(3)] }));

    [Fact]
    public void The_chairman_is_reported_to_about_all_units() =>
        Assert.Equal("Báo cáo nhiệm vụ quá hạn của các đơn vị: Phòng Kinh tế 1; 2 nhiệm vụ chờ xác nhận hoàn thành",
            Subject(Chairman() with { Escalated = [Late(7)], ToAccept = [Soon(1), Soon(2)] }));

    [Fact]
    public void Who_is_several_things_gets_one_subject_for_all_of_them() =>
        Assert.Equal("Nhắc việc ngày 25/11/2026: 1 nhiệm vụ quá hạn, 1 nhiệm vụ được trả lại, 1 nhiệm vụ chưa có đơn vị chủ trì, 1 nhiệm vụ của đơn vị chưa có thủ trưởng, 1 nhiệm vụ chờ xác nhận hoàn thành; nhiệm vụ quá hạn thuộc lĩnh vực phụ trách: Phòng Kinh tế 1",
            Subject(Head() with { Overdue = [Late(1)], Returned = [Soon(2)], Unassigned = [Late(2, unit: ""), Late(2)], ToAccept = [Soon(1)], Escalated = [Late(3)] }));

    [Fact]
    public void A_date_that_the_calendar_moved_is_told_with_the_date_before_it()
    {
        var mail = DigestMail.Compose(Head() with { Moved = [Soon(9) with { MovedFrom = new DateOnly(2026, 12, 3) }] });
        Assert.Equal("Nhắc việc ngày 25/11/2026: 1 nhiệm vụ thay đổi thời hạn", mail.Subject);
        Assert.Contains("Thời hạn trước đây: 03/12/2026 (thứ Năm), thay đổi theo lịch làm việc", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subject_of_many_units_names_five_and_counts_the_rest()
    {
        var subject = Subject(Chairman() with { Escalated = [.. Enumerable.Range(1, 9).Select(i => Late(7, unit: $"Trường Tiểu học Bắc Sơn {i}"))] });
        Assert.EndsWith("Trường Tiểu học Bắc Sơn 5 1 và 4 đơn vị khác", subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Trưởng phòng", "Phòng Kinh tế", "Kính gửi đồng chí Trưởng phòng Kinh tế,")]
    [InlineData("Trưởng phòng", "Phòng Văn hóa - Xã hội", "Kính gửi đồng chí Trưởng phòng Văn hóa - Xã hội,")]
    [InlineData("Chánh Văn phòng", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "Kính gửi đồng chí Chánh Văn phòng,")]
    [InlineData("Chủ tịch Ủy ban nhân dân xã", "Lãnh đạo Ủy ban nhân dân xã", "Kính gửi đồng chí Chủ tịch UBND xã,")]
    [InlineData("Phó Chủ tịch Ủy ban nhân dân xã", "Lãnh đạo Ủy ban nhân dân xã", "Kính gửi đồng chí Phó Chủ tịch UBND xã Ngô Văn Thành,")]
    [InlineData("Giám đốc Trạm Y tế xã", "Trạm Y tế xã", "Kính gửi đồng chí Giám đốc Trạm Y tế xã,")]
    [InlineData("Hiệu trưởng", "Trường Tiểu học Bắc Sơn 1", "Kính gửi đồng chí Hiệu trưởng Trường Tiểu học Bắc Sơn 1,")]
    [InlineData("Công chức", "Phòng Kinh tế", "Kính gửi đồng chí Ngô Văn Thành,")]
    [InlineData("", null, "Kính gửi đồng chí Ngô Văn Thành,")]
    public void It_opens_by_post(string title, string? unit, string greeting) =>
        Assert.Contains(greeting, DigestMail.Compose(Head() with { Title = title, UnitName = unit, Overdue = [Late(1)] }).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("ông", "Kính gửi ông Ngô Văn Thành, Trưởng phòng Kinh tế,")]
    [InlineData(null, "Kính gửi Ông/Bà Ngô Văn Thành, Trưởng phòng Kinh tế,")]
    public void The_office_may_say_ông_and_bà_instead(string? addressAs, string greeting)
    {
        var model = Head() with { Overdue = [Late(1, direction: "Làm ngay")], InPlaceOf = [Away("Lê Văn Cảnh")], Settings = Settings("ông/bà") };
        model.Person.AddressAs = addressAs;
        var text = DigestMail.Compose(model).Text;
        Assert.Contains(greeting, text, StringComparison.Ordinal);
        Assert.Contains("Ông/Bà nhận thư này thay Ông/Bà Lê Văn Cảnh, ủy quyền đến hết ngày 27/11/2026.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("đồng chí", text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(DelegationKind.Authorised, "Trưởng phòng", "ủy quyền")]
    [InlineData(DelegationKind.InCharge, "Trưởng phòng", "phụ trách đơn vị")]
    [InlineData(DelegationKind.Acting, "Trưởng phòng", "quyền Trưởng phòng")]
    [InlineData(DelegationKind.Acting, "", "quyền thủ trưởng đơn vị")]
    public void Who_stands_in_is_told_for_whom_as_what_and_until_when(DelegationKind kind, string post, string words) =>
        Assert.Contains($"Đồng chí nhận thư này thay đồng chí Ngô Văn Thành, {words} đến hết ngày 27/11/2026.",
            DigestMail.Compose(Head() with { Overdue = [Late(1)], InPlaceOf = [Away("Ngô Văn Thành") with { Kind = kind, Post = post }] }).Text, StringComparison.Ordinal);

    [Fact]
    public void A_line_says_what_how_late_whose_direction_why_what_next_and_where()
    {
        var line = Line("Công khai đợt thu đóng góp đường Đồng Tâm - Suối Tre", new DateOnly(2026, 11, 19), -3, next: "lấy xác nhận của Ban Giám sát đầu tư của cộng đồng",
            why: "Điều 13 Luật Thực hiện dân chủ ở cơ sở", direction: "Báo cáo trước thứ Sáu", officer: "Nguyễn Văn Hùng", id: 42);
        Assert.Contains(
            """
            1. Công khai đợt thu đóng góp đường Đồng Tâm - Suối Tre
               Quá hạn 3 ngày làm việc (thời hạn 19/11/2026, thứ Năm)
               Ý kiến chỉ đạo của đồng chí Trần Quốc Hùng: Báo cáo trước thứ Sáu
               Căn cứ: Điều 13 Luật Thực hiện dân chủ ở cơ sở
               Người thực hiện: Nguyễn Văn Hùng
               Việc tiếp theo: lấy xác nhận của Ban Giám sát đầu tư của cộng đồng
               https://dieuhanh.bacson.example/viec/42
            """.ReplaceLineEndings("\n"), DigestMail.Compose(Head() with { Overdue = [line] }).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "Còn 3 ngày làm việc (30/11/2026, thứ Hai)")]
    [InlineData(0, "Đến hạn hôm nay (25/11/2026, thứ Tư)")]
    public void What_is_not_late_says_how_long_there_is(int left, string words) =>
        Assert.Contains(words, DigestMail.Compose(Head() with { DueSoon = [Line("Việc", left == 0 ? Today : new DateOnly(2026, 11, 30), left)] }).Text, StringComparison.Ordinal);

    [Fact]
    public void A_coordinating_share_names_the_unit_that_leads() =>
        Assert.Contains("1. Phối hợp với Văn phòng: số liệu tiếp công dân",
            DigestMail.Compose(Head() with { Overdue = [Late(1, unit: "Văn phòng") with { Title = "số liệu tiếp công dân", Coordination = true }] }).Text, StringComparison.Ordinal);

    [Fact]
    public void A_returned_duty_says_why() =>
        Assert.Contains("Lý do trả lại: Thiếu ảnh tại nhà văn hóa", DigestMail.Compose(Head() with { Returned = [Soon(2) with { ReturnReason = "Thiếu ảnh tại nhà văn hóa" }] }).Text, StringComparison.Ordinal);

    [Fact]
    public void A_unit_without_anything_late_is_told_so_and_one_with_is_not()
    {
        const string Words = "Đơn vị không có nhiệm vụ quá hạn.";
        Assert.Contains(Words, DigestMail.Compose(Head() with { DueSoon = [Soon(1)] }).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Words, DigestMail.Compose(Head() with { Overdue = [Late(1)] }).Text, StringComparison.Ordinal);
        // Who heads no unit is told nothing of one.
        Assert.DoesNotContain("Đơn vị", DigestMail.Compose(Head() with { Title = "Công chức", OpenTotal = 0, DueSoon = [Soon(1)] }).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_ends_at_forty_lines_with_a_count_and_the_whole_list()
    {
        var mail = DigestMail.Compose(Head() with { Overdue = [.. Enumerable.Range(1, 45).Select(i => Late(2) with { Title = $"Việc thứ {i}." })] });
        Assert.Contains("Việc thứ 40.", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Việc thứ 41.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Quá hạn: 45 nhiệm vụ", mail.Text, StringComparison.Ordinal);
        Assert.Contains("và 5 nhiệm vụ khác:\nhttps://dieuhanh.bacson.example/lam-viec\n", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("nhiệm vụ khác", DigestMail.Compose(Head() with { Overdue = [.. Enumerable.Range(1, 40).Select(_ => Late(2))] }).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_to_a_leader_is_grouped_by_unit_and_capped_as_one_section()
    {
        var text = DigestMail.Compose(Deputy() with { Escalated = [.. Enumerable.Range(1, 30).Select(_ => Late(4)), .. Enumerable.Range(1, 20).Select(_ => Late(4, unit: "Trạm Y tế xã"))] }).Text;
        Assert.Contains("Nhiệm vụ quá hạn thuộc lĩnh vực phụ trách: 50 nhiệm vụ", text, StringComparison.Ordinal);
        Assert.True(text.IndexOf("\nPhòng Kinh tế: 30 nhiệm vụ\n", StringComparison.Ordinal) < text.IndexOf("\nTrạm Y tế xã: 20 nhiệm vụ\n", StringComparison.Ordinal));
        Assert.Contains("và 10 nhiệm vụ khác", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_says_who_sent_it_whom_to_call_when_the_next_comes_and_who_hears_of_it()
    {
        var text = DigestMail.Compose(Head() with { Overdue = [Late(1)], NextEscalationOn = new DateOnly(2026, 11, 27), NextEscalationTo = "Lãnh đạo phụ trách" }).Text;
        Assert.EndsWith(
            """
            Trân trọng.

            --{0}
            Thư gửi tự động từ phần mềm của UBND xã Bắc Sơn. Cần trao đổi, đề nghị gọi số 0000 000 100.
            Mỗi ngày làm việc có nhiều nhất một thư, ngày nghỉ không gửi. Thư tiếp theo sớm nhất ngày 26/11/2026 (thứ Năm).
            Nhiệm vụ quá hạn lâu nhất, nếu chưa hoàn thành, được báo cáo Lãnh đạo phụ trách ngày 27/11/2026 (thứ Sáu).

            """.ReplaceLineEndings("\n").Replace("{0}", " ", StringComparison.Ordinal), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_confidential_duty_nothing_is_told_whatever_the_model_carries()
    {
        var line = Late(8, unit: "Đơn vị bị phản ánh", direction: "Nội dung giấu một", officer: "Tên giấu") with
        {
            Title = "Nội dung giấu hai", Why = "Nội dung giấu ba", NextStep = "Nội dung giấu bốn", ReturnReason = "Nội dung giấu năm", DirectionBy = "Người giấu", Confidential = true, DutyId = 77,
        };
        var mail = DigestMail.Compose(Chairman() with { Overdue = [line], DueSoon = [line], Returned = [line], ToAccept = [line], Escalated = [line], Unassigned = [line], Moved = [line] });
        foreach (var part in new[] { mail.Subject, mail.Text, mail.Html })
        {
            Assert.DoesNotContain("giấu", part, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("bị phản ánh", part, StringComparison.OrdinalIgnoreCase);
        }
        Assert.Contains("Nhiệm vụ thuộc diện bảo mật", mail.Text, StringComparison.Ordinal);
        Assert.Contains("https://dieuhanh.bacson.example/viec/77", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_twins_say_the_same_words_in_the_same_order_with_the_same_links()
    {
        var mail = DigestMail.Compose(Everything());
        var body = mail.Html[mail.Html.IndexOf("<body", StringComparison.Ordinal)..];
        var said = WebUtility.HtmlDecode(Tag().Replace(body, " "));
        Assert.Equal(Words(Url().Replace(mail.Text, " ")), Words(said));
        Assert.Equal(Url().Matches(mail.Text).Select(x => x.Value), Href().Matches(body).Select(x => WebUtility.HtmlDecode(x.Groups[1].Value)));
    }

    [Fact]
    public void Whatever_people_typed_stays_text()
    {
        const string Typed = "<script>alert(1)</script> \"A\" & 'B' <img src=x onerror=alert(2)>";
        var mail = DigestMail.Compose(Everything() with
        {
            Overdue = [Late(1, unit: Typed, direction: Typed, officer: Typed) with { Title = Typed, Why = Typed, NextStep = Typed, DirectionBy = Typed, ReturnReason = Typed }],
            InPlaceOf = [Away(Typed) with { Post = Typed, Kind = DelegationKind.Acting }],
        });
        Assert.DoesNotContain("<script", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", mail.Html, StringComparison.Ordinal);
        Assert.Contains(Typed, mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_break_in_what_people_typed_makes_no_second_line()
    {
        var mail = DigestMail.Compose(Chairman() with { Escalated = [Late(8, unit: "Phòng\r\nBcc: x@evil.example") with { Title = "Một\r\nhai\u2028ba", NextStep = "làm\nngay" }] });
        Assert.DoesNotContain('\r', mail.Subject);
        Assert.DoesNotContain('\n', mail.Subject);
        Assert.Contains("Phòng Bcc: x@evil.example 1", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("Việc tiếp theo: làm ngay\n", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nhai", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nBcc:", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_mail_uses_a_word_that_the_glossary_forbids()
    {
        string[] forbidden = ["bạn", "vui lòng", "trễ", "muộn", "vượt cấp", "tác vụ", "hệ thống", "dashboard", "deadline", "upload", "tải lên", "nhắc nhở", "bằng chứng", "phê duyệt", "thúc giục", "quý khách", "rất tiếc", "!"];
        var mail = DigestMail.Compose(Everything());
        foreach (var word in forbidden)
            Assert.DoesNotMatch(new Regex($@"(?<!\p{{L}}){Regex.Escape(word)}(?!\p{{L}})", RegexOptions.IgnoreCase), mail.Subject + "\n" + mail.Text);
    }

    [Fact]
    public void No_line_is_longer_than_a_mail_server_takes_and_nothing_is_fetched_from_elsewhere()
    {
        var endless = new string('ế', 4_000) + string.Concat(Enumerable.Repeat(" & <ế>", 400));
        var mail = DigestMail.Compose(Everything() with { Overdue = [Late(1, direction: endless) with { Title = endless, Why = endless, NextStep = endless }] });
        Assert.True(mail.Subject.Length <= 300);
        Assert.DoesNotContain("src=", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", mail.Html, StringComparison.Ordinal);
        // A runaway text is cut, so that one duty cannot fill a mail.
        Assert.All(mail.Text.Split('\n'), x => Assert.InRange(x.Length, 0, 400));
        // RFC 5321 section 4.5.3.1.6 allows 998 octets a line: ordinary words stay below, the longest is re-encoded on sending.
        Assert.All(DigestMail.Compose(Everything()).Html.Split('\n'), x => Assert.InRange(Encoding.UTF8.GetByteCount(x), 0, 998));
    }

    private static string Subject(DigestModel model) => DigestMail.Compose(model).Subject;

    private static DigestModel Head() => new(new Person { Id = 1, FullName = "Ngô Văn Thành", SortKey = "" }, "Trưởng phòng", Economy, [], Today, new DateOnly(2026, 11, 26),
        [], [], [], [], [], [], [], 0, 22, null, null, Settings("đồng chí"), new Uri("https://dieuhanh.bacson.example"));

    private static DigestModel Deputy() => Head() with { Title = "Phó Chủ tịch Ủy ban nhân dân xã", UnitName = "Lãnh đạo Ủy ban nhân dân xã", OpenTotal = 0 };
    private static DigestModel Chairman() => Deputy() with { Title = "Chủ tịch Ủy ban nhân dân xã" };

    private static DigestModel Everything() => Head() with
    {
        InPlaceOf = [Away("Lê Văn Cảnh")],
        Overdue = [Late(3, direction: "Làm \"ngay\" & báo cáo", officer: "Nguyễn Văn Hùng"), Late(1, unit: "Văn phòng") with { Coordination = true }],
        DueSoon = [Soon(0), Soon(2)],
        Returned = [Soon(1) with { ReturnReason = "Thiếu ảnh" }],
        ToAccept = [.. Enumerable.Range(0, 41).Select(_ => Soon(2, unit: "Trạm Y tế xã"))],
        Escalated = [Late(7), Late(5, unit: "Trạm Y tế xã"), Late(7) with { Confidential = true }],
        Unassigned = [Late(2, unit: ""), Late(1, unit: "Đoàn Thanh niên")],
        Moved = [Soon(9) with { MovedFrom = Today.AddDays(8) }],
        AwaitingOthers = 4,
        NextEscalationOn = new DateOnly(2026, 11, 27),
        NextEscalationTo = "Lãnh đạo phụ trách",
    };

    private static DigestAbsence Away(string name) => new(name, "Trưởng phòng", DelegationKind.Authorised, new DateOnly(2026, 11, 27));

    private static Dictionary<string, string> Settings(string salutation) => new()
    {
        [SettingNames.Commune] = "xã Bắc Sơn", [SettingNames.FullName] = "Ủy ban nhân dân xã Bắc Sơn", [SettingNames.Phone] = "0000 000 100", [SettingNames.Salutation] = salutation,
    };

    private static DigestLine Late(int days, string unit = Economy, string? direction = null, string? officer = null) =>
        Line("Trả lời phản ánh về thu gom rác", Today.AddDays(-days), -days, "trình ký văn bản trả lời", unit: unit, direction: direction, officer: officer);

    private static DigestLine Soon(int days, string unit = Economy) => Line("Niêm yết dự toán ngân sách", Today.AddDays(days), days, unit: unit);

    private static DigestLine Line(string title, DateOnly due, int left, string? next = null, string why = "Luật Ngân sách nhà nước", string unit = Economy, string? direction = null, string? officer = null, long id = 7) =>
        new(id, PapiArea.Transparency, title, why, due, left, next, direction, direction is null ? null : "Trần Quốc Hùng", unit, officer, false, null, false);

    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(x => x.Value);

    [GeneratedRegex(@"<[^>]*>")] private static partial Regex Tag();
    [GeneratedRegex(@"https?://\S+")] private static partial Regex Url();
    [GeneratedRegex("href=\"([^\"]*)\"")] private static partial Regex Href();
    [GeneratedRegex(@"[\p{L}\p{N}]+")] private static partial Regex Word();
}
