using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Organization;

/// <summary>What users read for the kinds of units, posts, roles and delegations: the glossary's wording.</summary>
public static class OrganizationWords
{
    public static string Title(this Role role) => role switch
    {
        Role.Chairman => "Chủ tịch UBND xã",
        Role.DeputyChairman => "Phó Chủ tịch UBND xã",
        Role.OfficeHead => "Chánh Văn phòng",
        Role.UnitHead => "Thủ trưởng đơn vị",
        Role.UnitDeputy => "Cấp phó của đơn vị",
        Role.Officer => "Công chức (viên chức) được giao",
        Role.OneStopClerk => "Công chức tiếp nhận và trả kết quả",
        Role.Editor => "Biên tập trang thông tin",
        Role.DenunciationHandler => "Người xử lý tố cáo, tin báo kín",
        Role.Administrator => "Quản trị hệ thống",
        Role.VillageHead => "Trưởng thôn",
        Role.Supervisor => "Thành viên Ban Thanh tra nhân dân, Ban Giám sát đầu tư của cộng đồng",
        Role.Observer => "Thường trực HĐND, Đảng ủy (chỉ xem)",
        Role.LegalOfficer => "Cán bộ pháp chế",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Unknown role."),
    };

    public static string Title(this UnitKind kind) => kind switch
    {
        UnitKind.Leadership => "Lãnh đạo",
        UnitKind.Council => "Hội đồng nhân dân",
        UnitKind.Department => "Phòng, Văn phòng",
        UnitKind.OneStop => "Trung tâm Phục vụ hành chính công",
        UnitKind.Police => "Công an",
        UnitKind.Military => "Ban Chỉ huy Quân sự",
        UnitKind.PublicService => "Đơn vị sự nghiệp",
        UnitKind.Team => "Tổ, ban",
        UnitKind.School => "Trường học",
        UnitKind.Front => "Mặt trận Tổ quốc",
        UnitKind.MassOrganisation => "Đoàn thể",
        UnitKind.FormerPost => "Chức danh trước ngày 01/7/2025",
        UnitKind.Village => "Thôn",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of unit."),
    };

    public static string Title(this PositionRank rank) => rank switch
    {
        PositionRank.Head => "Người đứng đầu",
        PositionRank.Deputy => "Cấp phó",
        PositionRank.Member => "Thành viên",
        _ => throw new ArgumentOutOfRangeException(nameof(rank), rank, "Unknown rank."),
    };

    public static string Title(this NoticeChannel channel) => channel switch
    {
        NoticeChannel.Mail => "Thư điện tử",
        NoticeChannel.Print => "Phiếu in",
        NoticeChannel.Phone => "Điện thoại",
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "Unknown channel."),
    };

    public static string Title(this DelegationKind kind) => kind switch
    {
        DelegationKind.Authorised => "Ủy quyền",
        DelegationKind.InCharge => "Phụ trách đơn vị",
        DelegationKind.Acting => "Quyền (Q.)",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of delegation."),
    };

    /// <summary>What one person is for another until a day: «ủy quyền», «phụ trách đơn vị», «quyền Trưởng phòng».</summary>
    /// <param name="post">The post of the one who is away; may be empty.</param>
    public static string As(this DelegationKind kind, string post) => kind switch
    {
        DelegationKind.Authorised => "ủy quyền",
        DelegationKind.InCharge => "phụ trách đơn vị",
        DelegationKind.Acting => post.Length == 0 ? "quyền thủ trưởng đơn vị" : $"quyền {post}",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of delegation."),
    };

    /// <summary>What was tried and how it ended, for the lists of sign-ins.</summary>
    public static string Title(this SignInRecord record) => (record.Act, record.Succeeded) switch
    {
        (SignInAct.Password, true) => "Đăng nhập",
        (SignInAct.Password, false) => "Nhập sai mật khẩu, hoặc tài khoản đang khóa",
        (SignInAct.CodeAsked, _) => "Đúng mật khẩu, chờ mã xác thực",
        (SignInAct.Code, true) => "Đăng nhập bằng mã xác thực",
        (SignInAct.Code, false) => "Nhập sai mã xác thực",
        (SignInAct.RecoveryCode, true) => "Đăng nhập bằng mã khôi phục",
        (SignInAct.RecoveryCode, false) => "Nhập sai mã khôi phục",
        (SignInAct.NewPassword, _) => "Đặt lại mật khẩu qua thư",
        _ => throw new ArgumentOutOfRangeException(nameof(record), record.Act, "Unknown act."),
    };

    /// <summary>«từ ngày 01/07/2025», «từ ngày 01/07/2025 đến hết ngày 30/11/2026».</summary>
    public static string Span(DateOnly from, DateOnly? to) =>
        to is { } last ? $"từ ngày {Vi.Date(from)} đến hết ngày {Vi.Date(last)}" : $"từ ngày {Vi.Date(from)}";
}
