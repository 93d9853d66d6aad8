using System.Globalization;
using System.Text.Json;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

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
        ["Document"] = "Văn bản",
        ["DocumentDirection"] = "Ý kiến chỉ đạo về văn bản",
        ["DocumentFile"] = "Tệp của văn bản",
        ["EvidenceFile"] = "Tài liệu, hình ảnh chứng minh",
        ["Plan"] = "Kế hoạch",
        ["PlanItem"] = "Mục kế hoạch",
        ["PlanAnswer"] = "Mục khắc phục nội dung yếu",
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
        ["FormerUnitName"] = "Tên trước đây của đơn vị",
        ["Setting"] = "Thông tin của xã",
        ["WeeklyMeeting"] = "Giao ban",
        ["Paper"] = "Giấy tờ",
        ["LeaderEvent"] = "Việc trong lịch tuần",
        ["LeaderEventPerson"] = "Lãnh đạo dự",
        ["PublishedWeek"] = "Lịch tuần đã công bố",
        ["TaskLink"] = "Đường dẫn một việc",
        ["Scan"] = "Bản quét dở",
        ["PaperEvent"] = "Diễn biến giấy tờ",
        ["ReportKind"] = "Loại báo cáo",
        ["ReportIssue"] = "Báo cáo định kỳ",
        ["MeetingConclusion"] = "Kết luận giao ban",
        ["PersonWish"] = "Mong muốn riêng của cán bộ",
        ["CalendarAddress"] = "Địa chỉ lịch riêng",
        ["MailMessage"] = "Thư gửi đi",
        ["MailPause"] = "Tạm dừng gửi thư",
        ["MailTemplateText"] = "Mẫu thư",
        ["AuditEntry"] = "Nhật ký hệ thống",
        ["Job"] = "Việc chạy tự động",
        ["JobSchedule"] = "Lịch chạy tự động",
    };

    private static readonly Dictionary<string, string> Properties = new()
    {
        ["Title"] = "Tên, nội dung", ["What"] = "Nội dung cụ thể", ["Product"] = "Sản phẩm", ["NextStep"] = "Việc tiếp theo", ["LegalBasis"] = "Căn cứ",
        ["Day"] = "Ngày", ["PreparingUnitId"] = "Đơn vị chuẩn bị", ["Others"] = "Thành phần khác", ["Public"] = "Công khai", ["SourceKey"] = "Lấy từ hồ sơ", ["SourceGone"] = "Hồ sơ không còn", ["CancelReason"] = "Lý do hoãn", ["Sequence"] = "Lần thay đổi", ["ChangedAt"] = "Thay đổi lúc", ["EventId"] = "Việc trong lịch tuần",
        ["Part"] = "Nội dung thành phần PAPI", ["StartedAt"] = "Bắt đầu lúc", ["Recipient"] = "Người nhận", ["VillageId"] = "Thôn", ["Ask"] = "Việc đề nghị", ["LastDay"] = "Dùng đến hết ngày", ["RevokedById"] = "Người thu hồi", ["Reports"] = "Số báo cáo đã nhận", ["Pictures"] = "Số ảnh đã nhận",
        ["Monday"] = "Tuần từ ngày", ["PublishedAt"] = "Công bố lúc", ["PublishedById"] = "Người công bố", ["ReplacesInvitations"] = "Thay giấy mời họp",
        ["OnceKey"] = "Lập từ", ["Content"] = "Nội dung giấy tờ", ["MadeById"] = "Người lập", ["MadeAt"] = "Lập lúc", ["Symbol"] = "Ký hiệu", ["NumberYear"] = "Năm của số", ["WordSha256"] = "Mã tệp Word đã phát hành",
        ["SignedName"] = "Bản đã ký", ["SignedType"] = "Loại tệp bản đã ký", ["SignedSha256"] = "Mã bản đã ký", ["PaperId"] = "Giấy tờ",
        ["SendTo"] = "Nơi nhận", ["Form"] = "Mẫu", ["Channel"] = "Gửi qua", ["CutOffDay"] = "Ngày chốt số liệu", ["CutOffMonths"] = "Tháng chốt số liệu", ["SinceYear"] = "Lũy kế từ đầu năm", ["EditedHere"] = "Xã đã sửa",
        ["CountFrom"] = "Số liệu từ ngày", ["CutOffOn"] = "Số liệu đến hết ngày", ["Figures"] = "Số liệu", ["SentOn"] = "Ngày gửi", ["SentNumber"] = "Số, ký hiệu", ["SentVia"] = "Gửi qua", ["SentNote"] = "Ghi chú", ["SentById"] = "Người gửi",
        ["HeldOn"] = "Ngày họp", ["ChairId"] = "Chủ trì", ["General"] = "Kết luận chung", ["MeetingId"] = "Cuộc họp", ["Place"] = "Thứ tự", ["Text"] = "Nội dung", ["DutyId"] = "Nhiệm vụ",
        ["TermText"] = "Thời hạn theo quy định", ["SourceDocument"] = "Văn bản", ["Direction"] = "Ý kiến chỉ đạo", ["LeadUnitId"] = "Đơn vị chủ trì",
        ["OfficerId"] = "Người thực hiện", ["AssignedOn"] = "Ngày giao", ["StartOn"] = "Ngày bắt đầu tính", ["DueOn"] = "Thời hạn", ["OriginalDueOn"] = "Thời hạn ban đầu", ["MovedOn"] = "Ngày lịch làm việc đổi thời hạn", ["MovedFrom"] = "Thời hạn trước khi lịch đổi",
        ["Stage"] = "Trạng thái", ["Paused"] = "Tạm dừng", ["DeclaredOn"] = "Ngày báo cáo hoàn thành", ["DeclaredById"] = "Người báo cáo", ["DoneOn"] = "Ngày hoàn thành",
        ["AcceptedById"] = "Người xác nhận", ["AcceptedAt"] = "Xác nhận lúc", ["Returned"] = "Trả lại", ["ReturnedOn"] = "Ngày trả lại", ["ReturnReason"] = "Lý do trả lại",
        ["Reason"] = "Lý do", ["From"] = "Từ ngày", ["To"] = "Đến hết ngày", ["UnitId"] = "Đơn vị", ["PersonId"] = "Người", ["LeaderId"] = "Lãnh đạo", ["Role"] = "Vai trò",
        ["FullName"] = "Họ và tên", ["Email"] = "Thư điện tử", ["Phone"] = "Số điện thoại", ["Notice"] = "Cách nhận nhắc việc", ["Active"] = "Đang làm việc",
        ["UserName"] = "Tên đăng nhập", ["LockoutEnd"] = "Khóa đến", ["AccessFailedCount"] = "Số lần nhập sai", ["MustChangePassword"] = "Phải đặt mật khẩu mới", ["TwoFactorEnabled"] = "Đăng nhập hai lớp",
        ["Value"] = "Giá trị", ["Name"] = "Tên", ["ShortName"] = "Tên ngắn", ["Code"] = "Mã", ["Kind"] = "Loại", ["Order"] = "Thứ tự", ["ParentId"] = "Thuộc đơn vị",
        ["SuccessorId"] = "Đơn vị kế thừa", ["Status"] = "Mức chắc chắn", ["Basis"] = "Căn cứ", ["On"] = "Bật", ["FieldCode"] = "Lĩnh vực", ["State"] = "Trạng thái",
        ["Attempts"] = "Số lần gửi", ["AskedUntil"] = "Đề nghị đến ngày", ["DecidedOn"] = "Ngày quyết định", ["Decision"] = "Quyết định", ["DecisionReason"] = "Lý do quyết định",
        ["DecidedById"] = "Người quyết định", ["RequestedById"] = "Người đề nghị", ["RequestedOn"] = "Ngày đề nghị", ["DueBefore"] = "Thời hạn cũ", ["DoneNote"] = "Kết quả phối hợp",
        ["Flow"] = "Sổ văn bản", ["ArrivalNumber"] = "Số đến", ["RegisteredOn"] = "Ngày đến", ["IssuedOn"] = "Ngày ban hành", ["Issuer"] = "Cơ quan ban hành", ["IssuerKey"] = "Khóa cơ quan ban hành",
        ["Abstract"] = "Trích yếu", ["Urgency"] = "Mức độ khẩn", ["Signer"] = "Người ký", ["Recipients"] = "Nơi nhận", ["Note"] = "Ghi chú", ["IdentityKey"] = "Khóa chống nhập trùng", ["Handling"] = "Việc phải giao",
        ["AssignedAt"] = "Giao việc lúc", ["AssignedById"] = "Người giao việc", ["EnteredById"] = "Người vào sổ", ["EnteredAt"] = "Vào sổ lúc", ["DocumentId"] = "Văn bản trong sổ", ["GivenOn"] = "Ngày chỉ đạo",
        ["Text"] = "Nội dung", ["RecordedAt"] = "Ghi lúc", ["RecordedById"] = "Người ghi",
        ["PaperNumber"] = "Số, ký hiệu", ["Rank"] = "Cấp chức vụ", ["DutyId"] = "Nhiệm vụ", ["Area"] = "Nội dung PAPI", ["Content"] = "Nội dung", ["Year"] = "Năm",
        ["Responsibilities"] = "Lĩnh vực được phân công", ["AddressAs"] = "Xưng hô", ["LegalBasisText"] = "Căn cứ", ["Accepter"] = "Người xác nhận theo loại",
        ["RequiresEvidence"] = "Phải có chứng cứ", ["CreatedAt"] = "Lập lúc", ["CreatedById"] = "Người lập", ["CatalogueKey"] = "Loại nhiệm vụ", ["FileName"] = "Tên tệp",
        ["FromPersonId"] = "Người ủy quyền", ["ToPersonId"] = "Người được ủy quyền", ["RevokedAt"] = "Thôi, thu hồi lúc", ["CancelledOn"] = "Ngày thôi thực hiện",
        ["DigestAt"] = "Giờ gửi thư nhắc việc", ["ExtraDays"] = "Nhắc thêm trước", ["StartPage"] = "Trang mở đầu", ["NoShortcuts"] = "Không dùng phím tắt",
        ["MadeAt"] = "Lập lúc", ["LastUsedAt"] = "Đọc gần nhất",
        ["Note"] = "Ghi chú", ["Unit"] = "Đơn vị tính", ["Sources"] = "Nguồn", ["Article"] = "Điều, khoản", ["Document"] = "Văn bản", ["EntryKey"] = "Loại nhiệm vụ", ["ValidFrom"] = "Có hiệu lực từ", ["ValidTo"] = "Hết hiệu lực sau",
        ["AppliesTo"] = "Áp dụng cho", ["AppliesUntil"] = "Áp dụng đến", ["Confidence"] = "Mức tin cậy", ["ConfirmedScope"] = "Phạm vi đã xác nhận", ["Consequence"] = "Hậu quả khi quá hạn", ["EditedHere"] = "Đã sửa tại xã",
        ["Event"] = "Sự kiện bắt đầu", ["EvidenceText"] = "Chứng cứ cần có", ["Nominal"] = "Ngày danh nghĩa", ["Period"] = "Kỳ", ["PostingDays"] = "Số ngày niêm yết", ["PostingPlaces"] = "Nơi niêm yết",
        ["RecurrenceIsDefault"] = "Nhịp lặp là mặc định", ["RecurrenceText"] = "Nhịp lặp", ["RemindBefore"] = "Nhắc trước", ["ResponsibleUnitText"] = "Đơn vị thực hiện", ["SeedRef"] = "Mã nguồn dữ liệu", ["Shift"] = "Khi trúng ngày nghỉ",
        ["LawEditedOver"] = "Sửa trên bản kèm phần mềm", ["ShippedHash"] = "Mã băm bản kèm phần mềm", ["Source"] = "Nguồn", ["Tier"] = "Mức căn cứ", ["Trigger"] = "Cách phát sinh", ["Amount"] = "Số lượng", ["ExtensionAmount"] = "Số lượng gia hạn", ["ExtensionCondition"] = "Điều kiện gia hạn",
        ["ExtensionMaxTimes"] = "Số lần gia hạn nhiều nhất", ["ExtensionUnit"] = "Đơn vị tính gia hạn", ["FromText"] = "Tính từ", ["IsDefault"] = "Là mặc định", ["Confidential"] = "Việc kín", ["DirectionAt"] = "Chỉ đạo lúc",
        ["DirectionById"] = "Người chỉ đạo", ["OccurrenceKey"] = "Mã kỳ", ["PlanItemId"] = "Mục kế hoạch", ["TermAmount"] = "Thời hạn (số lượng)", ["TermKind"] = "Cách tính thời hạn", ["TermSource"] = "Nguồn của thời hạn",
        ["TermUnit"] = "Đơn vị tính thời hạn", ["Caption"] = "Chú thích", ["ContentType"] = "Dạng tệp", ["PublicSha256"] = "Mã băm bản công khai", ["Sha256"] = "Mã băm tệp", ["ShareId"] = "Phần phối hợp", ["Size"] = "Dung lượng (byte)",
        ["UploadedAt"] = "Đính kèm lúc", ["UploadedById"] = "Người đính kèm", ["EmailConfirmed"] = "Đã xác nhận thư điện tử", ["LockoutEnabled"] = "Khóa khi nhập sai nhiều lần", ["PhoneNumber"] = "Số điện thoại của tài khoản",
        ["PhoneNumberConfirmed"] = "Đã xác nhận số điện thoại", ["TwoFactorEnabled"] = "Đăng nhập hai lớp", ["SortKey"] = "Khóa xếp tên", ["CopiedFromYear"] = "Chép từ năm", ["CatalogueKeys"] = "Loại nhiệm vụ", ["CoordinatingNote"] = "Ghi chú phối hợp",
        ["Number"] = "Số mục", ["PlanId"] = "Kế hoạch", ["Proposed"] = "Đang đề nghị", ["Rhythm"] = "Nhịp thực hiện", ["Schedule"] = "Tiến độ",
        ["By"] = "Người thực hiện", ["At"] = "Lúc", ["ResumedAt"] = "Gửi trở lại lúc", ["ResumedBy"] = "Người cho gửi trở lại", ["Lasting"] = "Đang kéo dài", ["ToAddress"] = "Địa chỉ thư",
        ["Subject"] = "Tiêu đề", ["Opening"] = "Lời mở đầu", ["Closing"] = "Lời kết", ["DefaultThen"] = "Lời mặc định lúc đổi", ["Filter"] = "Điều kiện lọc", ["Rows"] = "Số bản ghi",
        ["JobId"] = "Việc chạy tự động", ["Act"] = "Thao tác", ["Jobs"] = "Số lần chạy", ["Cron"] = "Lịch chạy", ["OffDays"] = "Khi trúng ngày nghỉ", ["Enabled"] = "Đang bật", ["DefaultCron"] = "Lịch mặc định",
        ["EntryKey"] = "Loại nhiệm vụ", ["ValidFrom"] = "Áp dụng từ ngày", ["ValidTo"] = "Áp dụng đến hết ngày", ["Amount"] = "Số lượng", ["Document"] = "Văn bản", ["Article"] = "Điều, khoản, điểm",
        ["Link"] = "Đường dẫn đến văn bản", ["FromText"] = "Tính từ", ["CheckedBy"] = "Người đối chiếu", ["CheckedAt"] = "Đối chiếu lúc", ["LawEditedAt"] = "Văn bản sửa tại xã lúc",
        ["EditedHere"] = "Tên, lĩnh vực sửa tại xã", ["RemindBefore"] = "Nhắc trước", ["IsDefault"] = "Mặc định của xã", ["RecurrenceIsDefault"] = "Nhịp mặc định của xã",
        ["TermSource"] = "Nguồn của thời hạn", ["TermAmount"] = "Số lượng của thời hạn", ["TermUnit"] = "Đơn vị tính của thời hạn", ["TermKind"] = "Cách tính thời hạn",
    };

    private static readonly Dictionary<string, string> Values = new()
    {
        ["Open"] = "Đang thực hiện", ["AwaitingAcceptance"] = "Chờ xác nhận hoàn thành", ["Done"] = "Hoàn thành", ["Cancelled"] = "Thôi thực hiện",
        ["Pending"] = "Chờ quyết định", ["Granted"] = "Đồng ý gia hạn", ["Refused"] = "Không đồng ý", ["Confirmed"] = "Chính thức", ["Expected"] = "Dự kiến", ["Recalled"] = "Nhớ lại, chờ kiểm tra",
        ["Incoming"] = "Văn bản đến", ["Issued"] = "Văn bản đi", ["ToAssign"] = "Chưa giao việc", ["Assigned"] = "Đã giao việc", ["ForInformation"] = "Để biết, không giao việc",
        ["Normal"] = "Thường", ["Urgent"] = "Khẩn", ["VeryUrgent"] = "Thượng khẩn", ["Express"] = "Hỏa tốc",
        ["true"] = "có", ["false"] = "không",
    };

    /// <summary>Whether a property of a record is read by a Vietnamese name.</summary>
    public static bool Knows(string property) => Properties.ContainsKey(property);

    public static string Subject(string subject) => Subjects.GetValueOrDefault(subject, subject);

    /// <summary>
    /// Entries with their changes. What a confidential duty says, and what hangs on it, is read by its officer and the chairman,
    /// not by who administers the machine.
    /// </summary>
    public static async Task<IReadOnlyList<(AuditEntry Entry, IReadOnlyList<AuditChange> Changes)>> ReadAsync(PlatformDb db, OrganizationOn organization, IReadOnlyList<AuditEntry> entries, CancellationToken cancel)
    {
        var confidential = new HashSet<long>();
        foreach (var duties in entries.Select(x => x.DutyId).OfType<long>().Distinct().Chunk(500))
            confidential.UnionWith(await db.Duties.AsNoTracking().Where(x => x.Confidential && duties.Contains(x.Id)).Select(x => x.Id).ToListAsync(cancel));
        return [.. entries.Select(x => (x, Changes(x, organization, x.DutyId is { } duty && confidential.Contains(duty))))];
    }

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
            (_, "Stage" or "Decision" or "Status" or "Flow" or "Handling" or "Urgency") => Values.GetValueOrDefault(text, text),
            _ => text,
        };
    }
}
