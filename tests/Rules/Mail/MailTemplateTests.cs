using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Reminders;

namespace BacSon.Rules.Tests.Mail;

/// <summary>What a wording may say and what it cannot lose.</summary>
public sealed class MailTemplateTests
{
    private static readonly MailSample Nobody = new(new Dictionary<string, string>(), new Uri("https://dieuhanh.bacson.example"), CalendarData.Shipped().ToCalendar(), new DateOnly(2026, 11, 25), new DateTime(2026, 11, 25, 2, 0, 0, DateTimeKind.Utc));

    public static TheoryData<string> Keys => [.. All.Select(x => x.Key)];
    private static readonly MailTemplate[] All = [DigestMail.Daily, DigestMail.Report];

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_wording_of_the_code_can_be_used_and_uses_no_place_that_stays_empty(string key)
    {
        var template = All.Single(x => x.Key == key);
        Assert.Null(template.Fault(template.Default));
        var mail = template.Sample(template.Default, Nobody);
        foreach (var text in new[] { mail.Subject, mail.Text, mail.Html })
            Assert.DoesNotContain(template.Places, x => text.Contains(MailTemplate.Named(x), StringComparison.Ordinal));
        Assert.Contains("https://dieuhanh.bacson.example/", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nhắc việc {tuần}: {tóm tắt}", null, null, "Subject", "Không có chỗ điền {tuần} ở phần này")]
    [InlineData("Nhắc việc {kính gửi} {tóm tắt}", null, null, "Subject", "Không có chỗ điền {kính gửi} ở phần này")]
    [InlineData("Nhắc việc", null, null, "Subject", "Không được bỏ chỗ điền {tóm tắt}")]
    [InlineData("", null, null, "Subject", "Chưa nhập tiêu đề")]
    [InlineData("Nhắc {tóm tắt", null, null, "Subject", "Dấu ngoặc nhọn")]
    [InlineData("Nhắc {{tóm tắt}}", null, null, "Subject", "Dấu ngoặc nhọn")]
    [InlineData(null, "{kính gửi}\n{tình hình}", null, "Opening", "Không được bỏ chỗ điền {nhận thay}")]
    [InlineData(null, null, "Trân trọng.", "Closing", "Không được bỏ chỗ điền {xem tất cả}")]
    [InlineData(null, null, "Xem {xem tất cả} nhé", "Closing", "phải đứng riêng một dòng")]
    public void What_it_cannot_be_is_said_in_words_beside_its_part(string? subject, string? opening, string? closing, string field, string said)
    {
        var code = DigestMail.Daily.Default;
        var fault = DigestMail.Daily.Fault(new MailWording(subject ?? code.Subject, opening ?? code.Opening, closing ?? code.Closing));
        Assert.Equal(field, fault?.Field);
        Assert.Contains(said, fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wording_is_words_and_never_markup_and_what_is_filled_in_is_not_read_again()
    {
        var mail = DigestMail.Daily.Sample(new MailWording("<b>{tóm tắt}", "<script>alert(1)</script>\n{nhận thay}", "{xem tất cả}"), Nobody with { Settings = new Dictionary<string, string> { ["full-name"] = "{ngày}" } });
        Assert.DoesNotContain("<script", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<script>alert(1)</script>", mail.Text, StringComparison.Ordinal);
        Assert.Equal("{ngày}", MailTemplate.Fill("{việc}", new Dictionary<string, string> { ["việc"] = "{ngày}", ["ngày"] = "25/11/2026" }));
    }

    [Fact]
    public void The_list_of_duties_and_its_links_stand_in_every_wording()
    {
        var mail = DigestMail.Daily.Sample(new MailWording("{tóm tắt}", "{nhận thay}", "{xem tất cả}"), Nobody);
        foreach (var text in new[] { mail.Text, mail.Html })
        {
            Assert.Contains("Nhiệm vụ mẫu số 1", text, StringComparison.Ordinal);
            Assert.Contains("https://dieuhanh.bacson.example/viec/1", text, StringComparison.Ordinal);
            Assert.Contains("https://dieuhanh.bacson.example/lam-viec", text, StringComparison.Ordinal);
        }
    }
}
