using System.Globalization;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Meetings;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Status;

/// <summary>
/// Before the giao ban the chairman, and who stands in for him, get the state of the commune by mail with the same on one A4.
/// Once a week each, whenever it runs: on the day of the giao ban, or later in the week when the program was down.
/// </summary>
internal sealed class SendMondayStatus(PlatformDb db, Snapshots snapshots, StatusTallies tallies, MailQueue queue, MailTemplateBook wordings, SiteAddress site) : IJob
{
    public static readonly JobSpec Spec = JobSpec.Of<SendMondayStatus>("status.monday", "Tình hình thực hiện trước giao ban", "Gửi Chủ tịch UBND xã tình hình thực hiện nhiệm vụ trước giao ban, mỗi tuần một thư.", "30 6 * * MON", floorMinutes: 60, OffDays.After);

    public async Task<JobResult> RunAsync(CancellationToken cancel)
    {
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        var today = db.Clock.OfficeToday();
        var written = 0;
        if (WeeklyMeeting.DayOf(calendar, today) is { } meeting && meeting <= today && calendar.IsWorkingDay(today))
            foreach (var person in organization.People.Where(x => new Viewer(organization, x).ActsAsChairman))
                written += await WriteAsync(person, meeting, organization, cancel) ? 1 : 0;
        return new JobResult($"{written} thư", written);
    }

    private async Task<bool> WriteAsync(Person person, DateOnly meeting, OrganizationOn organization, CancellationToken cancel)
    {
        var once = string.Create(CultureInfo.InvariantCulture, $"monday:{person.Id}:{meeting:yyyy-MM-dd}");
        if (await db.Mails.AnyAsync(x => x.OnceKey == once, cancel))
            return false;
        var today = db.Clock.OfficeToday();
        var view = await tallies.ReadAsync(db, snapshots, new Viewer(organization, person), StatusPeriod.Quarter(today), cancel);
        var head = await db.AuditEntries.AsNoTracking().Where(x => x.Seal != null).OrderByDescending(x => x.Seal).Select(x => new { x.Seal, x.Hash }).FirstOrDefaultAsync(cancel);
        var wording = await wordings.WordingAsync(MondayMail.Template, cancel);
        var mail = queue.Enqueue("MondayStatus", person, MondayMail.Compose(wording, view, organization, person, meeting, head is null ? null : $"{head.Seal} {head.Hash}", site.Url), once);
        mail.Attachments.Add(new MailAttachment { FileName = string.Create(CultureInfo.InvariantCulture, $"tinh-hinh-{meeting:yyyy-MM-dd}.docx"), ContentType = Kernel.Papers.PaperBook.WordType, Content = Kernel.Papers.WordPaper.Write(StatusSheet.Compose(view, organization, meeting)) });
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException)
        {
            // Another host wrote it in the same moment: its key is unique.
            db.ChangeTracker.Clear();
            return false;
        }
    }
}

/// <summary>The words of the mail.</summary>
internal static class MondayMail
{
    private const int MostUnits = 8;

    public static readonly MailTemplate Template = new("tinh-hinh-tuan", "Tình hình thực hiện trước giao ban", "Gửi Chủ tịch UBND xã lúc 06:30 ngày giao ban, mỗi tuần một thư.",
        new MailWording("Tình hình thực hiện nhiệm vụ {tuần}: {tóm tắt}", "{kính gửi}\nTình hình thực hiện nhiệm vụ tính đến ngày {ngày}:", "{xem tình hình}\n{xem giao ban}\nTrân trọng."),
        [
            new("tuần", "tuần vừa qua, ví dụ tuần 47", MailParts.Subject | MailParts.Text),
            new("tóm tắt", "tỷ lệ đúng hạn, số nhiệm vụ quá hạn, số việc cần quyết định", MailParts.Subject, Compulsory: true),
            new("kính gửi", "lời chào theo chức vụ của người nhận", MailParts.Opening),
            new("ngày", "ngày gửi", MailParts.Subject | MailParts.Text),
            new("xem tình hình", "đường dẫn đến trang Tình hình thực hiện", MailParts.Closing, Compulsory: true, OwnLine: true),
            new("xem giao ban", "đường dẫn đến danh sách giao ban", MailParts.Closing, OwnLine: true),
        ], "Tỷ lệ đúng hạn, nhiệm vụ quá hạn theo đơn vị, việc cần quyết định; phần mềm tự viết.",
        (wording, sample) => Write(wording, sample.Settings, sample.Site, sample.Today, "Kính gửi đồng chí Chủ tịch UBND xã,", "91,4% đúng hạn, 11 nhiệm vụ quá hạn, 3 việc cần quyết định", twins => twins.Paragraph("Phòng Mẫu: 4 nhiệm vụ quá hạn, lâu nhất 3 ngày làm việc."), null));

    /// <param name="anchor">Number and hash of the last sealed audit entry: kept in a mailbox it proves that nothing before it was changed since.</param>
    public static ComposedMail Compose(MailWording wording, StatusView view, OrganizationOn organization, Person person, DateOnly meeting, string? anchor, Uri site)
    {
        var whole = view.Whole.Now;
        var decisions = view.Decisions.Total;
        var summary = $"{(whole.Rate is { } rate ? $"{Vi.Percent(rate)} đúng hạn" : "chưa có nhiệm vụ đến hạn")}, {Vi.Number(whole.Overdue)} nhiệm vụ quá hạn{(decisions > 0 ? $", {Vi.Number(decisions)} việc cần quyết định" : "")}";
        return Write(wording, organization.Settings, site, meeting, Greeting(person, organization), summary, twins =>
        {
            twins.Paragraph($"Toàn xã: {Vi.Number(whole.Total)} nhiệm vụ trong {view.Period.Title}; hoàn thành đúng hạn {Vi.Number(whole.OnTime)}, hoàn thành quá hạn {Vi.Number(whole.Late)}, đang thực hiện trong hạn {Vi.Number(whole.InTime)}, đang thực hiện quá hạn {Vi.Number(whole.Overdue)}, chờ xác nhận hoàn thành {Vi.Number(whole.Awaiting)}.");
            var late = view.ByUnit.Where(x => x.Line.Now.Overdue > 0).ToList();
            if (late.Count > 0)
                twins.Subheading("Quá hạn theo đơn vị");
            foreach (var unit in late.Take(MostUnits))
                twins.Paragraph($"{unit.Line.Title}: {Vi.Number(unit.Line.Now.Overdue)} nhiệm vụ quá hạn, lâu nhất {Vi.Number(unit.LongestLate)} ngày làm việc.");
            if (late.Count > MostUnits)
                twins.Paragraph($"Còn {Vi.Number(late.Count - MostUnits)} đơn vị khác có nhiệm vụ quá hạn.");
            if (decisions > 0)
                twins.Subheading("Cần quyết định");
            foreach (var x in view.Decisions.Shown)
                twins.Paragraph($"{x.Title ?? "Nhiệm vụ có nội dung kín"}: {Word(x)}.");
        }, anchor);
    }

    private static string Greeting(Person person, OrganizationOn organization)
    {
        var post = organization.TitleOf(person.Id);
        return organization.Setting(SettingNames.Salutation) == "ông/bà" || post.Length == 0
            ? $"Kính gửi {person.AddressAs ?? "Ông/Bà"} {person.FullName}{(post.Length == 0 ? "" : $", {post}")},"
            : $"Kính gửi đồng chí {post},";
    }

    internal static string Word(Decision x) => x.Kind switch
    {
        DecisionKind.Extension => $"đề nghị gia hạn đến ngày {Vi.Date(x.AskedUntil)}",
        DecisionKind.Overdue => $"quá hạn từ ngày {Vi.Date(x.DueOn)}",
        DecisionKind.Acceptance => $"chờ xác nhận hoàn thành từ ngày {Vi.Date(x.Since)}",
        DecisionKind.Unassigned => "chưa có đơn vị chủ trì",
        _ => throw new ArgumentOutOfRangeException(nameof(x), x.Kind, "Unknown."),
    };

    private static ComposedMail Write(MailWording wording, IReadOnlyDictionary<string, string> settings, Uri site, DateOnly meeting, string greeting, string summary, Action<MailTwins> between, string? anchor)
    {
        var office = settings.GetValueOrDefault(SettingNames.FullName) is { Length: > 0 } name ? name : "Ủy ban nhân dân xã Bắc Sơn";
        var values = new Dictionary<string, string>
        {
            ["tuần"] = $"tuần {ISOWeek.GetWeekOfYear(meeting.AddDays(-7).ToDateTime(TimeOnly.MinValue))}",
            ["tóm tắt"] = summary,
            ["kính gửi"] = greeting,
            ["ngày"] = Vi.Date(meeting),
        };
        var twins = new MailTwins(office, Vi.Normalize(MailTemplate.Fill(wording.Subject, values)), site);
        var own = new Dictionary<string, Action>
        {
            ["xem tình hình"] = () => twins.Link("Mở Tình hình thực hiện", "tinh-hinh"),
            ["xem giao ban"] = () => twins.Link("Danh sách giao ban", $"giao-ban?ngay={meeting.ToString("O", CultureInfo.InvariantCulture)}"),
        };
        MailTemplate.Write(twins, wording.Opening, values, own);
        between(twins);
        MailTemplate.Write(twins, wording.Closing, values, own);
        twins.Footer(
        [
            $"Thư gửi tự động từ phần mềm của {office} trước giao ban, mỗi tuần một thư.",
            .. anchor is null ? Array.Empty<string>() : [$"Mốc niêm phong nhật ký: {anchor}. Giữ thư này để đối chiếu khi cần chứng minh nhật ký không bị sửa."],
        ]);
        return twins.Finish();
    }
}
