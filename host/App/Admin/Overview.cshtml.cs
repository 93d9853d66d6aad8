using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

/// <summary>One door of the administration with the figure that says whether to open it.</summary>
internal sealed record AdminDoor(string Title, string Path, string Icon, string Says);

/// <summary>Something that an administrator should set right now.</summary>
internal sealed record AdminWarning(WordTone Tone, string Word, string Sentence, string Path);

[Authorize(Policies.Administer)]
internal sealed class OverviewPage(PlatformDb db, Snapshots snapshots, IEnumerable<JobSpec> specs, LapseWatch lapses, FirstDay day, MailGate gate) : PageModel
{
    /// <summary>From this month on a missing next year is said: days off are published in the autumn.</summary>
    private const int WarnFromMonth = 11;

    public List<AdminWarning> Warnings { get; } = [];
    public List<AdminDoor> Doors { get; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        var today = organization.Day;
        var mails = await db.Mails.AsNoTracking().Where(x => x.State != MailState.Sent)
            .GroupBy(x => x.State).Select(x => new { State = x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.State, x => x.Count, cancel);
        int Mails(MailState state) => mails.GetValueOrDefault(state);
        var runs = await LastRuns.ReadAsync(db, specs, cancel);
        var unsealed = await db.AuditEntries.AsNoTracking().LongCountAsync(x => x.Seal == null, cancel);
        var accounts = await db.Users.AsNoTracking().CountAsync(cancel);
        var withoutMail = organization.People.Count(x => x.Notice == NoticeChannel.Mail && string.IsNullOrWhiteSpace(x.Email));
        var withoutHead = organization.Units.Where(x => x.Kind is not (UnitKind.FormerPost or UnitKind.Village) && organization.HeadOf(x.Id) is null).ToList();
        var failedJobs = runs.Where(x => x.Last is { Outcome: JobOutcome.Failed }).ToList();
        var never = runs.Count(x => x.Last is null);

        var steps = await day.ReadAsync(cancel);
        if (!steps[^1].Done && steps.FirstOrDefault(x => !x.Done) is { } next)
            Warnings.Add(new(WordTone.Soon, "Bắt đầu", $"Đã xong {Vi.Number(steps.Count(x => x.Done))} trong {Vi.Number(steps.Count)} bước đưa phần mềm vào sử dụng; bước tiếp theo: {Vi.LowerFirst(next.Title)}.", "/quan-tri/bat-dau"));
        if (await gate.CurrentAsync(cancel) is { } pause)
            Warnings.Add(new(gate.TooLong(pause) ? WordTone.Late : WordTone.Soon, "Tạm dừng thư", $"Tạm dừng gửi thư từ {Vi.Moment(pause.At.ToOffice())}{(gate.TooLong(pause) ? ", đã quá 24 giờ" : "")}: {Vi.Number(Mails(MailState.Queued) + Mails(MailState.Waiting))} thư đang chờ.", MailPausePage.Path));
        if (Mails(MailState.Failed) > 0)
            Warnings.Add(new(WordTone.Late, "Không gửi được", $"{Vi.Number(Mails(MailState.Failed))} thư không gửi được: xem trả lời của máy chủ thư rồi gửi lại.", "/quan-tri/thu?tt=khong-gui-duoc"));
        foreach (var job in failedJobs)
            Warnings.Add(new(WordTone.Late, "Chạy hỏng", $"«{job.Spec.Title}» chạy hỏng lúc {Vi.Moment(job.Last!.StartedAt.ToOffice())}.", $"/jobs/lich-chay#{job.Spec.Id}"));
        foreach (var year in new[] { today.Year, today.Year + 1 }.Where(x => !calendar.Covers(x) && (x == today.Year || today.Month >= WarnFromMonth)))
            Warnings.Add(new(WordTone.Soon, "Thiếu lịch", $"Chưa có ngày nghỉ năm {year}: thời hạn rơi vào năm {year} đang tính theo tuần thường, thứ Hai đến thứ Sáu.", $"/quan-tri/lich?nam={year}"));
        if (Mails(MailState.ToPrint) > 0)
            Warnings.Add(new(WordTone.Soon, "Chờ in", $"{Vi.Number(Mails(MailState.ToPrint))} phiếu nhắc việc chờ in cho người nhận bằng giấy hoặc điện thoại.", "/phat-giay"));
        if (withoutMail > 0)
            Warnings.Add(new(WordTone.Soon, "Thiếu địa chỉ", $"{Vi.Number(withoutMail)} người nhận nhắc việc bằng thư nhưng chưa có địa chỉ thư điện tử.", "/quan-tri/can-bo?loc=thieu-thu"));
        if (withoutHead.Count > 0)
            Warnings.Add(new(WordTone.Soon, "Thiếu người", $"Chưa có người đứng đầu: {Vi.Join(withoutHead.Take(6).Select(x => x.ShortName))}{(withoutHead.Count > 6 ? " và đơn vị khác" : "")}.", "/quan-tri/don-vi"));

        var lapsing = await lapses.ReadAsync(cancel);
        if (lapsing.Count > 0)
            Warnings.Add(new(WordTone.Soon, "Hết hiệu lực", $"{Vi.Number(lapsing.Count)} loại nhiệm vụ có căn cứ hoặc thời hạn sắp hết, đã hết hiệu lực mà chưa có văn bản tiếp theo.", "/danh-muc?hieu-luc=sap-het"));

        var waiting = Mails(MailState.Queued) + Mails(MailState.Waiting);
        Doors.AddRange(
        [
            new("Bắt đầu", "/quan-tri/bat-dau", "done", $"Các bước đưa phần mềm vào sử dụng: đã xong {Vi.Number(steps.Count(x => x.Done))} trong {Vi.Number(steps.Count)} bước."),
            new("Lịch làm việc", "/quan-tri/lich", "calendar", calendar.Covers(today.Year) ? $"Năm {today.Year} có đủ ngày nghỉ, ngày làm bù." : $"Chưa có ngày nghỉ năm {today.Year}."),
            new("Đơn vị", "/quan-tri/don-vi", "board", $"{Vi.Number(organization.Units.Count)} đơn vị đang hoạt động, lãnh đạo phụ trách."),
            new("Lĩnh vực", "/quan-tri/linh-vuc", "doc", "Mỗi lĩnh vực do đơn vị nào chủ trì, từ ngày nào."),
            new("Cán bộ, công chức", "/quan-tri/can-bo", "person", $"{Vi.Number(organization.People.Count)} người, {Vi.Number(accounts)} tài khoản."),
            new("Lịch sử đăng nhập", "/quan-tri/dang-nhap", "lock", "Ai đăng nhập, lúc nào, từ địa chỉ nào; lần nhập sai."),
            new("Thư gửi đi", "/quan-tri/thu", "mail", waiting == 0 ? "Không có thư chờ gửi." : $"{Vi.Number(waiting)} thư chờ gửi."),
            new("Mẫu thư", "/quan-tri/mau-thu", "mail", "Tiêu đề, lời mở đầu, lời kết của thư phần mềm viết."),
            new("Nhật ký hệ thống", "/quan-tri/nhat-ky", "doc", unsealed == 0 ? "Mọi bản ghi đã niêm phong." : $"{Vi.Number(unsealed)} bản ghi chờ niêm phong."),
            new("Lịch chạy tự động", "/jobs/lich-chay", "clock", never == 0 ? $"{Vi.Number(runs.Count)} việc, lần gần nhất {LastMoment(runs)}." : $"{Vi.Number(runs.Count)} việc, {Vi.Number(never)} việc chưa chạy lần nào."),
            new("Thông tin của xã", "/quan-tri/xa", "pin", organization.Setting(SettingNames.FullName) ?? organization.Setting(SettingNames.Commune) ?? "Chưa nhập tên xã."),
            new("Danh mục nhiệm vụ theo luật", "/danh-muc", "doc", "Căn cứ, thời hạn, văn bản mới; bật, tắt loại nhiệm vụ."),
        ]);
    }

    private static string LastMoment(IReadOnlyList<LastRun> runs) => Vi.Moment(runs.Max(x => x.Last!.StartedAt).ToOffice());
}

/// <summary>A declared job and its newest run, or null when it never ran.</summary>
internal sealed record LastRun(JobSpec Spec, JobRun? Last);

/// <summary>The newest run of each declared job; one look into the index for each, because the table grows by a row a minute.</summary>
internal static class LastRuns
{
    public static async Task<IReadOnlyList<LastRun>> ReadAsync(PlatformDb db, IEnumerable<JobSpec> specs, CancellationToken cancel)
    {
        var runs = new List<LastRun>();
        foreach (var spec in specs)
            runs.Add(new LastRun(spec, await db.JobRuns.AsNoTracking().Where(x => x.JobId == spec.Id).OrderByDescending(x => x.StartedAt).FirstOrDefaultAsync(cancel)));
        return runs;
    }
}
