using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Reminders;
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
        services.AddScoped<DutyLedger>();
        services.AddScoped<CalendarKeeper>();
        services.AddScoped<OrganizationBook>();
        services.AddScoped<PeopleBook>();
        services.AddScoped<DelegationBook>();
        services.AddScoped<CatalogueBook>();
        services.AddScoped<PlanBook>();
        services.AddScoped<EvidenceStore>();
        services.AddScoped<ReminderSweep>();
        services.AddScoped<MailQueue>();
        services.AddScoped<ScheduleBook>();
        foreach (var job in Jobs.Concat(modules.SelectMany(x => x.Jobs)))
            services.AddSingleton(job);
        return services;
    }

    /// <summary>The Kernel's own jobs; the host adds the delivery of mail.</summary>
    public static readonly IReadOnlyList<JobSpec> Jobs =
    [
        JobSpec.Of<MakeRecurringDuties>("duties.recur", "Mở nhiệm vụ định kỳ", "Mở trước các nhiệm vụ định kỳ theo danh mục và kế hoạch năm, mỗi kỳ một lần.", "30 5 * * *", floorMinutes: 60),
        JobSpec.Of<SendReminders>("reminders.send", "Nhắc việc hằng ngày", "Gom nhiệm vụ quá hạn, sắp đến hạn của từng người thành một thư mỗi ngày làm việc.", "0 7 * * *", floorMinutes: 60, OffDays.Skip),
        JobSpec.Of<SealAudit>("audit.seal", "Niêm phong nhật ký", "Nối các bản ghi nhật ký mới vào chuỗi niêm phong và ghi mốc ra ngoài cơ sở dữ liệu.", "* * * * *"),
        JobSpec.Of<TidyRuns>("runs.tidy", "Dọn các lần chạy cũ", "Bỏ các lần chạy không có gì để làm quá 07 ngày và mọi lần chạy quá 02 năm; phần còn lại giữ nguyên.", "40 2 * * *", floorMinutes: 60),
    ];
}
