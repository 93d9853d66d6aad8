namespace BacSon.Kernel;

/// <summary>
/// The ledger says no, and why, in Vietnamese that the person may read. Nothing has been saved.
/// Pages show the message beside the field named, or in the summary when it names none.
/// </summary>
public class Refusal(string message, string? field = null) : Exception(message)
{
    /// <summary>The name of the input that the message belongs to, or null.</summary>
    public string? Field { get; } = field;
}

/// <summary>The acting person has no right to this act.</summary>
public sealed class NotAllowed(string message = "Tài khoản này không có quyền thực hiện việc này. Cần thực hiện, đề nghị liên hệ Chánh Văn phòng.") : Refusal(message);

/// <summary>Somebody else saved the record after it was read here.</summary>
public sealed class EditConflict(string message = "Người khác vừa lưu hồ sơ này. Nội dung đang nhập vẫn được giữ; xem bản mới rồi lưu lại.") : Refusal(message);
