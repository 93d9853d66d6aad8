using System.Globalization;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.LeaderWeek;
using BacSon.Kernel.Links;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Meetings;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Papers;
using BacSon.Kernel.Plans;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Demo;

/// <summary>The office's week: the conclusions of the last giao bans and the papers that came of them.</summary>
internal sealed partial class DemoCommune
{
    private sealed record Concluded(string Unit, string Text, string Product, int Days);

    private static readonly (string General, Concluded[] Rows)[] Meetings =
    [
        ("Các đơn vị chủ động rà soát nhiệm vụ đến hạn trong tháng, báo cáo sớm khi có vướng mắc.",
            [new("KT", "Kiểm tra tiến độ đường Đồng Tâm - Suối Tre, báo cáo khối lượng còn lại", "Báo cáo", 12), new("VHXH", "Rà soát danh sách hộ chưa tham gia bảo hiểm y tế theo từng thôn", "Danh sách", 20)]),
        ("Thực hiện nghiêm lịch tiếp công dân, chuẩn bị hồ sơ trước buổi tiếp một ngày làm việc.",
            [new("VP", "Tổng hợp kiến nghị của cử tri trước kỳ họp Hội đồng nhân dân xã", "Bảng tổng hợp", 9), new("PVHCC", "Niêm yết lại danh mục thủ tục hành chính sửa đổi tại bộ phận một cửa", "Biên bản niêm yết", 6)]),
    ];

    private void PutOfficeWeek()
    {
        // The last two meetings before today, the older one first.
        var day = Today;
        var held = new List<DateOnly>();
        while (held.Count < Meetings.Length)
        {
            if (WeeklyMeeting.DayOf(_calendar, day) is { } found && found < Today)
                held.Insert(0, found);
            day = day.AddDays(-7);
        }
        foreach (var (on, said) in held.Zip(Meetings))
            At(on.ToDateTime(new TimeOnly(10, 30)), () => ConcludeAsync(on, said.General, said.Rows));
        At(Wd(-1).ToDateTime(new TimeOnly(15, 30)), DraftAsync);
        At(Wd(-4).ToDateTime(new TimeOnly(9, 20)), AskVillagesAsync);
        At(Wd(-1).ToDateTime(new TimeOnly(16, 10)), HearVillagesAsync);
        // The leaders' week is filled and made known on the last working day before it; this one may have begun.
        foreach (var monday in new[] { Weeks.MondayOf(Today), Weeks.MondayOf(Today).AddDays(7) })
            At(_calendar.PreviousWorkingDay(monday < Today ? monday : Today).ToDateTime(new TimeOnly(16, 30)), () => ScheduleAsync(monday));
    }

    private async Task ConcludeAsync(DateOnly on, string general, Concluded[] rows)
    {
        var office = await AsAsync(Person("P05"));
        var book = _services.GetRequiredService<MeetingBook>();
        await book.SaveAsync(on, Person("P01"), general, [.. rows.Where(x => _units.ContainsKey(x.Unit)).Select(x => new ConclusionRow(0, x.Text, Unit(x.Unit), _calendar.OnOrAfter(on.AddDays(x.Days)), x.Product)), new ConclusionRow(0, "Các đơn vị chấp hành nghiêm giờ giấc, nội quy cơ quan", null, null, null)],
            Guid.Empty, open: true, office, _cancel);
        var papers = _services.GetRequiredService<PaperBook>();
        var notice = await _services.GetRequiredService<OfficePapers>().NoticeAsync((await book.FindAsync(on, _cancel))!, office, _cancel);
        if (on < WeeklyMeeting.DayOf(_calendar, Today))
        {
            // The older one was signed and issued the same day.
            await papers.SubmitAsync(notice.Id, notice.Version, office, _cancel);
            var at = await VersionAsync(notice.Id);
            await papers.AttachSignedAsync(notice.Id, "thong-bao-da-ky.pdf", new MemoryStream(_papers.Page(notice.Title)), at, office, _cancel);
            await papers.IssueAsync(notice.Id, on.DayOfYear / 2, on, await VersionAsync(notice.Id), office, _cancel);
        }
    }

    private static readonly (int Day, string From, string? To, string What, string Place, string[] Leaders, bool Public)[] Week =
    [
        (0, "08:00", "10:00", "Họp giao ban tuần", "Phòng họp UBND xã", ["P01", "P02", "P03", "P05"], false),
        (0, "14:00", "16:30", "Kiểm tra tiến độ đường Đồng Tâm - Suối Tre", "Thôn Đồng Tâm", ["P03"], true),
        (1, "08:00", "11:00", "Làm việc với đoàn kiểm tra cải cách hành chính của tỉnh", "Phòng họp UBND xã", ["P01", "P05"], true),
        (2, "14:00", "16:00", "Đối thoại với Nhân dân về phương án bồi thường khu dân cư Trung Sơn", "Nhà văn hóa thôn Trung Sơn", ["P01", "P03"], true),
        (3, "14:00", null, "Họp Ban Chỉ đạo chuyển đổi số", "Phòng họp trực tuyến", ["P02"], true),
        (4, "08:00", "10:00", "Dự họp Thường trực Hội đồng nhân dân xã", "Hội trường xã", ["P01", "P02"], false),
    ];

    private async Task ScheduleAsync(DateOnly monday)
    {
        var office = await AsAsync(Person("P05"));
        var book = _services.GetRequiredService<WeekBook>();
        foreach (var (day, from, to, what, place, leaders, open) in Week.Where(x => _calendar.IsWorkingDay(monday.AddDays(x.Day))))
            await book.SaveAsync(0, new EventInput(monday.AddDays(day), TimeOnly.ParseExact(from, "HH:mm", CultureInfo.InvariantCulture), to is null ? null : TimeOnly.ParseExact(to, "HH:mm", CultureInfo.InvariantCulture), what, place, [.. leaders.Select(Person)], Person(leaders[0]), Unit("VP"), null, open), null, office, _cancel);
        BySystem();
        await book.FillAsync(_cancel);
        if (monday <= Today)
            await book.PublishAsync(monday, replacesInvitations: true, await AsAsync(Person("P05")), _cancel);
    }

    private const string VillageTask = "Niêm yết danh sách hộ nghèo, hộ cận nghèo tại nhà văn hóa các thôn";
    private readonly Dictionary<string, string> _links = [];

    /// <summary>A task that every village has a part in: their heads are reminded, some on paper, and report by links of one purpose.</summary>
    private async Task AskVillagesAsync()
    {
        var villages = _units.Values.Select(id => _db.Units.Find(id)!).Where(x => x.Kind == UnitKind.Village).OrderBy(x => x.Order).ToList();
        if (villages.Count == 0)
            return;
        var head = await AsAsync(await HeadAsync(Unit("VHXH")));
        var duty = await _services.GetRequiredService<DutyLedger>().OpenAsync(new NewDuty(PapiArea.General, VillageTask, Wd(2), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate))
        {
            LeadUnitId = Unit("VHXH"), Product = "Ảnh bảng niêm yết của từng thôn", RequiresEvidence = true,
            Shares = [.. villages.Select(x => new NewShare(x.Id, "Niêm yết danh sách tại nhà văn hóa, chụp ảnh gửi Phòng Văn hóa - Xã hội", Wd(1)))],
        }, head, _cancel);
        foreach (var made in await _services.GetRequiredService<TaskLinkBook>().MakeAsync(duty.Id, new NewTaskLinks([.. villages.Select(x => x.Id)], null, "Niêm yết danh sách hộ nghèo, hộ cận nghèo tại nhà văn hóa thôn, chụp ảnh bảng niêm yết", Wd(3)), head, _cancel))
            _links[made.Link.Recipient] = made.Secret;
    }

    private async Task HearVillagesAsync()
    {
        foreach (var (recipient, secret) in _links.Take(3))
        {
            _db.ChangeTracker.Clear();
            var book = _services.GetRequiredService<TaskLinkBook>();
            await book.ReportAsync(secret, new TaskReport(Today.AddDays(-1) is var day && day > Wd(-1) ? Wd(-1) : day, "Nhà văn hóa thôn", "Đã niêm yết, Nhân dân đến xem"), null, _cancel);
            await book.AddPictureAsync(secret, "niem-yet.png", new MemoryStream(_papers.Picture(recipient)), null, _cancel);
        }
        // What was printed before has been handed over by now; the last slips wait.
        var last = await _db.Mails.Where(x => x.State == MailState.ToPrint).MaxAsync(x => (DateTime?)x.CreatedAt, _cancel);
        var printed = await _db.Mails.Where(x => x.State == MailState.ToPrint && x.CreatedAt < last).Select(x => x.Id).ToListAsync(_cancel);
        await _services.GetRequiredService<MailQueue>().HandedOverAsync(printed, await AsAsync(Person("P05")), _cancel);
        BySystem();
    }

    private async Task DraftAsync()
    {
        var office = await AsAsync(Person("P05"));
        var made = _services.GetRequiredService<OfficePapers>();
        var worst = (await made.LateUnitsAsync(_cancel)).Take(2).Select(x => x.UnitId).ToList();
        if (worst.Count > 0)
        {
            var letters = await made.UrgeAsync(worst, office, _cancel);
            await _services.GetRequiredService<PaperBook>().SubmitAsync(letters[0].Id, await VersionAsync(letters[0].Id), office, _cancel);
        }
        var last = Today.AddMonths(-3);
        var report = _services.GetRequiredService<PlanReport>();
        if (await _db.Plans.AnyAsync(x => x.Year == last.Year, _cancel))
        {
            var data = await report.ReadAsync(last.Year, $"q{(last.Month + 2) / 3}", _cancel);
            await _services.GetRequiredService<PaperBook>().DraftAsync(new NewPaper(PaperKind.PlanReport, $"Báo cáo kết quả kế hoạch {data.Period.LongTitle}", await report.ContentAsync(data, _cancel), Unit("VP"), $"plan:{last.Year}:{data.Period.Key}"), office, _cancel);
        }
    }

    private async Task<Guid> VersionAsync(long paper)
    {
        _db.ChangeTracker.Clear();
        return await _db.Papers.Where(x => x.Id == paper).Select(x => x.Version).FirstAsync(_cancel);
    }
}
