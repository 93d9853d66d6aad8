namespace BacSon.Kernel.Ui;

/// <summary>What a page says when the answer is not what was asked for; shown by the partial <c>/BacSon.Kernel/Ui/_Problem.cshtml</c>.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Title">What is wrong.</param>
/// <param name="WhatToDo">What to do, one or two sentences.</param>
/// <param name="Reference">Number under which the event was recorded, read out on the telephone; or null.</param>
public sealed record Problem(int Status, string Title, string WhatToDo, string? Reference = null)
{
    /// <summary>Path of the partial.</summary>
    public const string Partial = "/BacSon.Kernel/Ui/_Problem.cshtml";

    /// <summary>The wording for a status; what has no wording of its own is worded as 500.</summary>
    /// <param name="status">HTTP status code.</param>
    /// <param name="phone">A telephone that is answered, or empty.</param>
    /// <param name="reference">Number under which the event was recorded, or null.</param>
    public static Problem For(int status, string phone = "", string? reference = null) => status switch
    {
        400 => new(status, "Phiên làm việc đã hết, đề nghị đăng nhập lại", "Nội dung vừa gửi chưa được lưu. Quay lại trang trước, sao chép nội dung đã nhập nếu cần, rồi đăng nhập lại và gửi lại."),
        401 or 403 => new(status, "Tài khoản này không có quyền xem hồ sơ", "Cần xem, đề nghị liên hệ Chánh Văn phòng."),
        404 => new(status, "Không tìm thấy trang này", "Kiểm tra lại địa chỉ. Nội dung đã hết thời hạn niêm yết thì được rút khỏi trang công khai theo quy định."),
        413 => new(status, "Tệp lớn hơn mức cho phép", "Chọn ảnh nhỏ hơn hoặc chụp lại, rồi gửi lại."),
        429 => new(status, "Đã gửi nhiều lần trong thời gian ngắn", phone == "" ? "Đề nghị thử lại sau 10 phút." : $"Đề nghị thử lại sau 10 phút hoặc gọi số {phone}."),
        _ => new(status, "Phần mềm chưa thực hiện được", "Việc này đã được ghi lại, đề nghị thử lại sau ít phút." + (phone == "" ? "" : $" Cần gấp, đề nghị gọi số {phone}."), reference),
    };
}
