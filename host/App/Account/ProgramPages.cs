using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;

namespace BacSon.App.OwnAccount;

/// <summary>A page of the program that has no number of a record in its address: it can be found by name, some by a key.</summary>
/// <param name="Key">With «g» before it the page opens; null for none.</param>
/// <param name="Start">A day may begin here.</param>
/// <param name="May">What the page asks beside its policy; null for nothing.</param>
internal sealed record ProgramPage(string Title, string Path, string Policy, char? Key = null, bool Start = false, Func<Viewer, bool>? May = null)
{
    public static readonly IReadOnlyList<ProgramPage> All =
    [
        new("Việc của tôi, việc của đơn vị", "/lam-viec", Policies.Staff, 'v', Start: true),
        new("Tình hình thực hiện", "/tinh-hinh", Policies.Status, 't', Start: true),
        new("Chờ xác nhận, đề nghị gia hạn", "/xac-nhan", Policies.Status, 'x', Start: true),
        new("Văn bản đến, ý kiến chỉ đạo", "/van-ban", Policies.Staff, 'b', Start: true),
        new("Vào sổ văn bản đến", "/van-ban/moi", Policies.Staff, May: x => x.KeepsDocuments),
        new("Nhập văn bản đến từ tệp", "/van-ban/nhap", Policies.Staff, May: x => x.KeepsDocuments),
        new("Kế hoạch năm", "/ke-hoach", Policies.Staff, 'k', Start: true),
        new("Danh mục nhiệm vụ theo luật", "/danh-muc", Policies.Staff, 'd', Start: true),
        new("Danh mục bằng Excel", "/danh-muc/nhap", Policies.Law),
        new("Danh sách nhiệm vụ", "/viec", Policies.Staff, 'n', Start: true),
        new("Tính thời hạn", "/tinh-thoi-han", Policies.Staff, 'h'),
        new("Quản trị", "/quan-tri", Policies.Administer, 'q', Start: true),
        new("Mở nhiệm vụ", "/viec/mo", Policies.Staff, 'm', May: x => x.CanOpen),
        new("Ủy quyền khi vắng", "/uy-quyen", Policies.Staff, 'u'),
        new("Kết quả PAPI của tỉnh", "/papi", Policies.Staff),
        new("Tài khoản, các lần đăng nhập của mình", "/tai-khoan", Policies.Staff),
        new("Đăng nhập hai lớp", "/hai-lop", Policies.Staff),
        new("Cách nhận nhắc việc", "/tai-khoan/nhac-viec", Policies.Staff),
        new("Lịch riêng trên điện thoại", "/tai-khoan/lich", Policies.Staff),
        new("Trang mở đầu, dùng phím tắt", "/tai-khoan/trang", Policies.Staff),
        new("Đổi mật khẩu", "/doi-mat-khau", Policies.Staff),
        new("Phím tắt", "/phim-tat", Policies.Staff),
        new("Bắt đầu, các bước đưa phần mềm vào sử dụng", "/quan-tri/bat-dau", Policies.Administer),
        new("Lịch làm việc, ngày nghỉ", "/quan-tri/lich", Policies.Administer),
        new("Đơn vị", "/quan-tri/don-vi", Policies.Administer),
        new("Cán bộ, công chức, tài khoản, vai trò", "/quan-tri/can-bo", Policies.Administer),
        new("Lĩnh vực", "/quan-tri/linh-vuc", Policies.Administer),
        new("Thông tin của xã", "/quan-tri/xa", Policies.Administer),
        new("Thư gửi đi", "/quan-tri/thu", Policies.Administer),
        new("Mẫu thư", "/quan-tri/mau-thu", Policies.Administer),
        new("Tạm dừng, gửi lại thư", "/quan-tri/thu/tam-dung", Policies.Administer),
        new("Gửi thư thử", "/quan-tri/thu/gui-thu", Policies.Administer),
        new("Lịch sử đăng nhập", "/quan-tri/dang-nhap", Policies.Administer),
        new("Nhật ký hệ thống", "/quan-tri/nhat-ky", Policies.Administer),
        new("Lịch chạy tự động", "/jobs/lich-chay", Policies.WatchJobs),
        new("Các lần chạy", "/jobs/lan-chay", Policies.WatchJobs),
    ];

    /// <summary>Whether the page opens for this person.</summary>
    public bool OpensFor(Viewer viewer) => Policies.Meets(viewer, Policy) && May?.Invoke(viewer) != false;

    /// <summary>The pages that a key opens for this person.</summary>
    public static IReadOnlyList<Shortcut> ShortcutsOf(Viewer viewer) =>
        [.. All.Where(x => x.Key is not null && x.OpensFor(viewer)).Select(x => new Shortcut(x.Key!.Value, x.Title, x.Path))];
}

/// <summary>Where a person's day begins: the one place that decides, for signing in, the public page's link and the masthead.</summary>
internal static class StartPages
{
    /// <summary>The page that leads each person to his own.</summary>
    public const string Door = "/trang-chu";

    /// <summary>The pages among which this person may choose.</summary>
    public static IReadOnlyList<ProgramPage> Choices(Viewer viewer) => [.. ProgramPage.All.Where(x => x.Start && x.OpensFor(viewer))];

    /// <summary>What he wished, as long as he may open it, or else what his role says.</summary>
    public static string Of(Viewer viewer) => viewer.Organization.WishOf(viewer.Id)?.StartPage is { } wished && Choices(viewer).Any(x => x.Path == wished) ? wished : ByRole(viewer);

    /// <summary>
    /// Leaders and observers begin with how things stand; the office head and whoever has duties of his own with these; who
    /// only administers with that. Who stands in for another begins as he does.
    /// </summary>
    public static string ByRole(Viewer viewer) =>
        viewer.ActsAsChairman || viewer.Roles.Contains(Role.DeputyChairman) ? "/tinh-hinh"
        : viewer.ActsAsOfficeHead ? "/lam-viec"
        : viewer.SeesStatus ? "/tinh-hinh"
        : viewer is { IsAdministrator: true, Units.Count: 0 } ? "/quan-tri"
        : "/lam-viec";
}
