using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Mail;

/// <summary>What users read of a mail: the glossary's wording.</summary>
public static class MailWords
{
    public static string Title(this MailState state) => state switch
    {
        MailState.Queued => "Chờ gửi",
        MailState.Sent => "Đã gửi",
        MailState.Waiting => "Chờ gửi lại",
        MailState.Failed => "Không gửi được",
        MailState.ToPrint => "Chờ in phiếu",
        MailState.Cancelled => "Đã thôi gửi",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };

    public static WordTone Tone(this MailState state) => state switch
    {
        MailState.Sent => WordTone.Done,
        MailState.Failed => WordTone.Late,
        MailState.Waiting or MailState.ToPrint => WordTone.Soon,
        MailState.Cancelled => WordTone.Open,
        _ => WordTone.Wait,
    };

    /// <summary>The state as addresses write it.</summary>
    public static string Key(this MailState state) => state switch
    {
        MailState.Queued => "cho-gui",
        MailState.Sent => "da-gui",
        MailState.Waiting => "cho-gui-lai",
        MailState.Failed => "khong-gui-duoc",
        MailState.ToPrint => "cho-in",
        MailState.Cancelled => "thoi-gui",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };
}
