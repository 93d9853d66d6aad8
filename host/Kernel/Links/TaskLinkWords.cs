using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Links;

/// <summary>How links of one purpose are told.</summary>
public static class TaskLinkWords
{
    public static string Title(this TaskLinkState state) => state switch
    {
        TaskLinkState.Living => "Đang dùng được",
        TaskLinkState.Expired => "Đã hết hạn",
        TaskLinkState.Revoked => "Đã thu hồi",
        _ => "Nhiệm vụ đã kết thúc",
    };

    public static WordTone Tone(this TaskLinkState state) => state switch { TaskLinkState.Living => WordTone.Done, TaskLinkState.Revoked => WordTone.Back, _ => WordTone.Open };

    public static string Title(this TaskLinkUseKind kind) => kind switch
    {
        TaskLinkUseKind.Opened => "Mở đường dẫn",
        TaskLinkUseKind.Reported => "Gửi báo cáo",
        TaskLinkUseKind.Picture => "Gửi ảnh",
        _ => "Mở khi đường dẫn không dùng được nữa",
    };
}
