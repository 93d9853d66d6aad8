using System.Globalization;
using System.Text.Json;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;

namespace BacSon.App.Admin;

/// <summary>One property that a change touched, as people read it.</summary>
internal sealed record AuditChange(string Property, string Before, string After);

/// <summary>Turns audit entries, which name tables and properties, into words.</summary>
internal static class AuditWords
{
    /// <summary>Kinds of records by the name under which the trail keeps them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Subjects = new Dictionary<string, string>
    {
        ["Duty"] = "Nhiệm vụ",
        ["DutyShare"] = "Phần phối hợp",
        ["DutyPause"] = "Tạm dừng tính thời hạn",
        ["DutyExtension"] = "Đề nghị gia hạn",
        ["EvidenceFile"] = "Tài liệu, hình ảnh chứng minh",
        ["Plan"] = "Kế hoạch",
        ["PlanItem"] = "Mục kế hoạch",
        ["PlanItemUnit"] = "Đơn vị phối hợp của mục kế hoạch",
        ["CatalogueEntry"] = "Loại nhiệm vụ",
        ["CatalogueTerm"] = "Thời hạn trong danh mục",
        ["CatalogueBasis"] = "Căn cứ trong danh mục",
        ["CalendarDay"] = "Ngày của lịch làm việc",
        ["CalendarYear"] = "Năm của lịch làm việc",
        ["Unit"] = "Đơn vị",
        ["Field"] = "Lĩnh vực",
        ["FieldAssignment"] = "Giao lĩnh vực",
        ["LeaderInCharge"] = "Lãnh đạo phụ trách",
        ["Person"] = "Cán bộ, công chức",
        ["Position"] = "Chức vụ",
        ["RoleGrant"] = "Vai trò",
        ["Delegation"] = "Ủy quyền",
        ["Account"] = "Tài khoản",
        ["Setting"] = "Thông tin của xã",
        ["MailMessage"] = "Thư gửi đi",
        ["Job"] = "Việc chạy tự động",
        ["JobSchedule"] = "Lịch chạy tự động",
    };

    private static readonly Dictionary<string, string> Properties = new()
    {
        ["Title"] = "Tên, nội dung", ["What"] = "Nội dung cụ thể", ["Product"] = "Sản phẩm", ["NextStep"] = "Việc tiếp theo", ["LegalBasis"] = "Căn cứ",
        ["TermText"] = "Thời hạn theo quy định", ["SourceDocument"] = "Văn bản", ["Direction"] = "Ý kiến chỉ đạo", ["LeadUnitId"] = "Đơn vị chủ trì",
        ["OfficerId"] = "Người thực hiện", ["AssignedOn"] = "Ngày giao", ["StartOn"] = "Ngày bắt đầu tính", ["DueOn"] = "Thời hạn", ["OriginalDueOn"] = "Thời hạn ban đầu",
        ["Stage"] = "Trạng thái", ["Paused"] = "Tạm dừng", ["DeclaredOn"] = "Ngày báo cáo hoàn thành", ["DeclaredById"] = "Người báo cáo", ["DoneOn"] = "Ngày hoàn thành",
        ["AcceptedById"] = "Người xác nhận", ["AcceptedAt"] = "Xác nhận lúc", ["Returned"] = "Trả lại", ["ReturnedOn"] = "Ngày trả lại", ["ReturnReason"] = "Lý do trả lại",
        ["Reason"] = "Lý do", ["From"] = "Từ ngày", ["To"] = "Đến hết ngày", ["UnitId"] = "Đơn vị", ["PersonId"] = "Người", ["LeaderId"] = "Lãnh đạo", ["Role"] = "Vai trò",
        ["FullName"] = "Họ và tên", ["Email"] = "Thư điện tử", ["Phone"] = "Số điện thoại", ["Notice"] = "Cách nhận nhắc việc", ["Active"] = "Đang làm việc",
        ["UserName"] = "Tên đăng nhập", ["LockoutEnd"] = "Khóa đến", ["AccessFailedCount"] = "Số lần nhập sai", ["MustChangePassword"] = "Phải đặt mật khẩu mới",
        ["Value"] = "Giá trị", ["Name"] = "Tên", ["ShortName"] = "Tên ngắn", ["Code"] = "Mã", ["Kind"] = "Loại", ["Order"] = "Thứ tự", ["ParentId"] = "Thuộc đơn vị",
        ["SuccessorId"] = "Đơn vị kế thừa", ["Status"] = "Mức chắc chắn", ["Basis"] = "Căn cứ", ["On"] = "Bật", ["FieldCode"] = "Lĩnh vực", ["State"] = "Trạng thái",
        ["Attempts"] = "Số lần gửi", ["AskedUntil"] = "Đề nghị đến ngày", ["DecidedOn"] = "Ngày quyết định", ["Decision"] = "Quyết định", ["DecisionReason"] = "Lý do quyết định",
        ["DecidedById"] = "Người quyết định", ["RequestedById"] = "Người đề nghị", ["RequestedOn"] = "Ngày đề nghị", ["DueBefore"] = "Thời hạn cũ", ["DoneNote"] = "Kết quả phối hợp",
        ["PaperNumber"] = "Số, ký hiệu", ["Rank"] = "Cấp chức vụ", ["DutyId"] = "Nhiệm vụ", ["Area"] = "Nội dung PAPI", ["Content"] = "Nội dung", ["Year"] = "Năm",
        ["Responsibilities"] = "Lĩnh vực được phân công", ["AddressAs"] = "Xưng hô", ["LegalBasisText"] = "Căn cứ", ["Accepter"] = "Người xác nhận theo loại",
        ["RequiresEvidence"] = "Phải có chứng cứ", ["CreatedAt"] = "Lập lúc", ["CreatedById"] = "Người lập", ["CatalogueKey"] = "Loại nhiệm vụ", ["FileName"] = "Tên tệp",
        ["FromPersonId"] = "Người ủy quyền", ["ToPersonId"] = "Người được ủy quyền", ["RevokedAt"] = "Thôi ủy quyền lúc", ["CancelledOn"] = "Ngày thôi thực hiện",
        ["JobId"] = "Việc chạy tự động", ["Act"] = "Thao tác", ["Jobs"] = "Số lần chạy", ["Cron"] = "Lịch chạy", ["OffDays"] = "Khi trúng ngày nghỉ", ["Enabled"] = "Đang bật", ["DefaultCron"] = "Lịch mặc định",
    };

    private static readonly Dictionary<string, string> Values = new()
    {
        ["Open"] = "Đang thực hiện", ["AwaitingAcceptance"] = "Chờ xác nhận hoàn thành", ["Done"] = "Hoàn thành", ["Cancelled"] = "Thôi thực hiện",
        ["Pending"] = "Chờ quyết định", ["Granted"] = "Đồng ý gia hạn", ["Refused"] = "Không đồng ý", ["Confirmed"] = "Chính thức", ["Expected"] = "Dự kiến", ["Recalled"] = "Nhớ lại, chờ kiểm tra",
        ["true"] = "có", ["false"] = "không",
    };

    public static string Subject(string subject) => Subjects.GetValueOrDefault(subject, subject);

    /// <summary>The changes of an entry; without values where they must not be read here.</summary>
    public static IReadOnlyList<AuditChange> Changes(AuditEntry entry, OrganizationOn organization, bool hidden)
    {
        using var json = JsonDocument.Parse(entry.Changes);
        return [.. json.RootElement.EnumerateObject().Select(x => new AuditChange(Properties.GetValueOrDefault(x.Name, x.Name),
            hidden ? "" : Text(entry.Subject, x.Name, x.Value[0], organization), hidden ? "(hạn chế người xem)" : Text(entry.Subject, x.Name, x.Value[1], organization)))];
    }

    private static string Text(string subject, string property, JsonElement value, OrganizationOn organization)
    {
        if (value.ValueKind is JsonValueKind.Null)
            return "";
        var text = value.ToString();
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return Values[text.ToLowerInvariant()];
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number))
            return property switch
            {
                "LeadUnitId" or "UnitId" or "ParentId" or "SuccessorId" => organization.UnitName(number),
                "OfficerId" or "PersonId" or "LeaderId" or "FromPersonId" or "ToPersonId" => organization.PersonName(number),
                _ when property.EndsWith("ById", StringComparison.Ordinal) => organization.PersonName(number),
                _ => text,
            };
        if (text.Length == 10 && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return Vi.Date(day);
        if (text.Length > 18 && text.EndsWith('Z') && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant))
            return Vi.Moment(instant.ToOffice());
        return (subject, property) switch
        {
            ("RoleGrant", "Role") when Enum.TryParse<Role>(text, out var role) => role.Title(),
            ("Unit", "Kind") when Enum.TryParse<UnitKind>(text, out var kind) => kind.Title(),
            ("CalendarDay", "Kind") when Enum.TryParse<DayKind>(text, out var kind) => kind.Title(),
            ("Position", "Rank") when Enum.TryParse<PositionRank>(text, out var rank) => rank.Title(),
            ("Person", "Notice") when Enum.TryParse<NoticeChannel>(text, out var channel) => channel.Title(),
            ("Delegation", "Kind") when Enum.TryParse<DelegationKind>(text, out var kind) => kind.Title(),
            ("JobSchedule", "OffDays") when Enum.TryParse<BacSon.Kernel.Jobs.OffDays>(text, out var offDays) => BacSon.Kernel.Jobs.CronWords.Title(offDays),
            ("MailMessage", "State") when Enum.TryParse<MailState>(text, out var state) => state.Title(),
            (_, "Stage" or "Decision" or "Status") => Values.GetValueOrDefault(text, text),
            _ => text,
        };
    }
}
