using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Documents;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.LeaderWeek;
using BacSon.Kernel.Links;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Meetings;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Papers;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Reports;
using BacSon.Kernel.Results;
using BacSon.Kernel.Scans;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Kernel;

/// <summary>What the Kernel offers to the host and to every module.</summary>
public static class KernelServices
{
    public static IServiceCollection AddKernel(this IServiceCollection services, IReadOnlyList<IModule> modules)
    {
        foreach (var module in modules)
        {
            services.AddSingleton(module);
            module.AddServices(services);
        }
        services.AddSingleton<Snapshots>();
        services.AddScoped<Acting>();
        services.AddScoped<AuditChain>();
        services.AddScoped<AuditSearch>();
        services.AddScoped<DutyLedger>();
        services.AddScoped<OfficeDesk>();
        services.AddSingleton(DeskSources.LeftBehind);
        services.AddSingleton(DeskSources.Reports);
        services.AddSingleton(DeskSources.Papers);
        services.AddSingleton(DeskSources.Slips);
        services.AddScoped<CalendarKeeper>();
        services.AddScoped<OrganizationBook>();
        services.AddScoped<PeopleBook>();
        services.AddScoped<DelegationBook>();
        services.AddScoped<WishBook>();
        services.AddScoped<CatalogueBook>();
        services.AddScoped<CatalogueSheet>();
        services.AddScoped<LawKeeper>();
        services.AddScoped<LapseWatch>();
        services.AddScoped<PlanBook>();
        services.AddScoped<DocumentBook>();
        services.AddScoped<DocumentImport>();
        services.AddSingleton<FileStore>();
        services.AddScoped<EvidenceStore>();
        services.AddScoped<WorkResults>();
        services.AddScoped<MeetingBook>();
        services.AddScoped<TaskLinkBook>();
        services.AddScoped<ScanBook>();
        services.AddScoped<WeekBook>();
        services.AddScoped<Contracts.ILeaderWeekSource, ReceptionSource>();
        services.AddScoped<PaperBook>();
        services.AddScoped<OfficePapers>();
        services.AddScoped<PlanReport>();
        services.AddScoped<UnitPlans>();
        services.AddScoped<ReportBook>();
        services.AddScoped<ReminderSweep>();
        services.AddScoped<Urging>();
        services.AddScoped<MailQueue>();
        services.AddScoped<MailGate>();
        services.AddScoped<MailTemplateBook>();
        services.AddSingleton(DigestMail.Daily);
        services.AddSingleton(DigestMail.Report);
        services.AddSingleton(UrgingMail.Template);
        services.AddScoped<ScheduleBook>();
        foreach (var job in Jobs.Concat(modules.SelectMany(x => x.Jobs)))
            services.AddSingleton(job);
        return services;
    }

    /// <summary>The Kernel's own jobs; the host adds the delivery of mail.</summary>
    public static readonly IReadOnlyList<JobSpec> Jobs =
    [
        JobSpec.Of<MakeRecurringDuties>("duties.recur", "Mở nhiệm vụ định kỳ", "Mở trước các nhiệm vụ định kỳ theo danh mục và kế hoạch năm, mỗi kỳ một lần.", "30 5 * * *", floorMinutes: 60),
        JobSpec.Of<FillLeaderWeek>("leaders.week", "Cập nhật lịch tuần lãnh đạo", "Lấy các buổi tiếp công dân và việc khác của lãnh đạo từ hồ sơ vào lịch công tác bốn tuần tới; việc đã sửa tay giữ nguyên.", "50 5 * * *", floorMinutes: 30),
        JobSpec.Of<SendReminders>("reminders.send", "Nhắc việc hằng ngày", "Gom nhiệm vụ quá hạn, sắp đến hạn của từng người thành một thư mỗi ngày làm việc.", "0 7 * * *", floorMinutes: 60, OffDays.Skip),
        JobSpec.Of<WarnOfLapses>("catalogue.lapses", "Báo văn bản sắp hết hiệu lực", "Báo cho cán bộ pháp chế và quản trị, mỗi văn bản một lần, trước khi căn cứ hoặc thời hạn trong danh mục hết hiệu lực 03 tháng.", "15 7 * * *", floorMinutes: 60, OffDays.Skip),
        JobSpec.Of<SealAudit>("audit.seal", "Niêm phong nhật ký", "Nối các bản ghi nhật ký mới vào chuỗi niêm phong và ghi mốc ra ngoài cơ sở dữ liệu.", "* * * * *"),
        JobSpec.Of<TidyRuns>("runs.tidy", "Dọn các lần chạy cũ", "Bỏ các lần chạy không có gì để làm quá 07 ngày và mọi lần chạy quá 02 năm; phần còn lại giữ nguyên.", "40 2 * * *", floorMinutes: 60),
        JobSpec.Of<TidyScans>("scans.tidy", "Dọn các bản quét dở", "Bỏ các tài liệu quét dở quá 30 ngày cùng ảnh từng trang của chúng.", "55 2 * * *", floorMinutes: 60),
        JobSpec.Of<TidySignIns>("signins.tidy", "Dọn lịch sử đăng nhập", "Bỏ các lần đăng nhập quá 01 năm; xóa khỏi thư đã lưu các đường dẫn đặt lại mật khẩu đã hết hạn.", "50 2 * * *", floorMinutes: 60),
    ];
}
