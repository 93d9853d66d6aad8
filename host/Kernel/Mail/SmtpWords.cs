using System.Globalization;
using System.Text.RegularExpressions;

namespace BacSon.Kernel.Mail;

/// <summary>What a mail server's answer means.</summary>
public enum MailTrouble
{
    Accepted, NoSuchMailbox, BadAddress, NoSuchDomain, MailboxClosed, MailboxFull, TooBig, Spam, TryLater, Busy, SenderRefused, SignInRefused, Encryption, Forged, NoRoute, Content, Talk, Refused, Unknown,
}

/// <summary>An answer of a mail server as people read it.</summary>
/// <param name="Sentence">What happened, in Vietnamese.</param>
/// <param name="ToDo">What an administrator can do about it; null where there is nothing to do.</param>
/// <param name="Technical">The server's own words, for who maintains it; null where the answer is a sentence of ours.</param>
public sealed record MailReading(MailTrouble Trouble, string Sentence, string? ToDo, string? Technical);

/// <summary>
/// Reads the answers of mail servers: the reply code of RFC 5321 section 4.2, the enhanced status code of RFC 3463 (with
/// RFC 7372 for refusals over SPF, DKIM and DMARC, RFC 4954 for signing in, RFC 7505 and 7504 for domains without mail), and
/// the few words by which servers tell what their code does not.
/// </summary>
public static partial class SmtpWords
{
    private static readonly Dictionary<MailTrouble, (string Sentence, string? ToDo)> Words = new()
    {
        [MailTrouble.Accepted] = ("Máy chủ thư đã nhận", null),
        [MailTrouble.NoSuchMailbox] = ("Không có hộp thư này", "Hỏi lại người nhận địa chỉ thư, sửa trong mục Cán bộ, công chức"),
        [MailTrouble.BadAddress] = ("Địa chỉ thư viết không đúng", "Sửa địa chỉ trong mục Cán bộ, công chức"),
        [MailTrouble.NoSuchDomain] = ("Tên miền của địa chỉ không có hoặc không nhận thư", "Xem lại phần sau dấu @ của địa chỉ"),
        [MailTrouble.MailboxClosed] = ("Hộp thư bị khóa hoặc tạm ngừng nhận thư", "Báo người nhận liên hệ nơi cấp hộp thư"),
        [MailTrouble.MailboxFull] = ("Hộp thư của người nhận đã đầy", "Báo người nhận xóa bớt thư"),
        [MailTrouble.TooBig] = ("Thư lớn quá mức máy chủ nhận", "Hỏi nơi cấp dịch vụ thư về mức giới hạn"),
        [MailTrouble.Spam] = ("Máy chủ cho là thư rác hoặc chặn địa chỉ mạng của cơ quan", "Hỏi nơi cấp dịch vụ thư, đề nghị gỡ chặn cho hộp thư gửi của cơ quan"),
        [MailTrouble.TryLater] = ("Máy chủ nhận hẹn gửi lại sau (cách lọc thư lạ)", "Không phải làm gì, thư tự gửi lại"),
        [MailTrouble.Busy] = ("Máy chủ thư đang bận hoặc tạm ngừng", "Không phải làm gì, thư tự gửi lại; kéo dài thì báo nơi cấp dịch vụ thư"),
        [MailTrouble.SenderRefused] = ("Máy chủ không nhận hộp thư gửi của cơ quan", "Xem lại địa chỉ gửi khai trong cấu hình, mục Mail:From"),
        [MailTrouble.SignInRefused] = ("Máy chủ không nhận tên đăng nhập hoặc mật khẩu của hộp thư gửi", "Xem lại cấu hình, mục Mail:UserName và Mail:Password"),
        [MailTrouble.Encryption] = ("Máy chủ đòi kết nối bảo mật hoặc không bảo mật được kết nối", "Xem lại cấu hình, mục Mail:Security và cổng"),
        [MailTrouble.Forged] = ("Máy chủ nhận không xác thực được tên miền gửi (SPF, DKIM hoặc DMARC)", "Báo nơi quản lý tên miền của cơ quan khai bản ghi xác thực thư"),
        [MailTrouble.NoRoute] = ("Máy chủ gửi không chuyển được tới máy chủ của người nhận", "Thư tự gửi lại; kéo dài thì báo nơi cấp dịch vụ thư"),
        [MailTrouble.Content] = ("Máy chủ không nhận dạng nội dung của thư", "Báo người bảo trì phần mềm"),
        [MailTrouble.Talk] = ("Máy chủ không hiểu câu lệnh gửi thư", "Xem lại máy chủ và cổng khai trong cấu hình, báo người bảo trì phần mềm"),
        [MailTrouble.Refused] = ("Máy chủ từ chối thư mà không nói rõ vì sao", "Xem câu trả lời nguyên văn, hỏi nơi cấp dịch vụ thư"),
        [MailTrouble.Unknown] = ("Máy chủ trả lời không rõ", "Xem câu trả lời nguyên văn"),
    };

    // RFC 3463 section 3 and the registry that it opens. The first figure (4 or 5) says only whether it may pass.
    private static readonly Dictionary<string, MailTrouble> Enhanced = new()
    {
        ["1.0"] = MailTrouble.BadAddress, ["1.1"] = MailTrouble.NoSuchMailbox, ["1.2"] = MailTrouble.NoSuchDomain, ["1.3"] = MailTrouble.BadAddress, ["1.4"] = MailTrouble.BadAddress,
        ["1.6"] = MailTrouble.NoSuchMailbox, ["1.7"] = MailTrouble.SenderRefused, ["1.8"] = MailTrouble.SenderRefused, ["1.10"] = MailTrouble.NoSuchDomain,
        ["2.0"] = MailTrouble.MailboxClosed, ["2.1"] = MailTrouble.MailboxClosed, ["2.2"] = MailTrouble.MailboxFull, ["2.3"] = MailTrouble.TooBig, ["2.4"] = MailTrouble.MailboxClosed,
        ["3.0"] = MailTrouble.Busy, ["3.1"] = MailTrouble.Busy, ["3.2"] = MailTrouble.Busy, ["3.3"] = MailTrouble.Talk, ["3.4"] = MailTrouble.TooBig, ["3.5"] = MailTrouble.NoRoute,
        ["4.0"] = MailTrouble.NoRoute, ["4.1"] = MailTrouble.NoRoute, ["4.2"] = MailTrouble.NoRoute, ["4.3"] = MailTrouble.NoRoute, ["4.4"] = MailTrouble.NoRoute, ["4.5"] = MailTrouble.Busy,
        ["4.6"] = MailTrouble.NoRoute, ["4.7"] = MailTrouble.TryLater,
        ["5.0"] = MailTrouble.Talk, ["5.1"] = MailTrouble.Talk, ["5.2"] = MailTrouble.Talk, ["5.3"] = MailTrouble.Busy, ["5.4"] = MailTrouble.Talk, ["5.5"] = MailTrouble.Talk, ["5.6"] = MailTrouble.TooBig,
        ["6.0"] = MailTrouble.Content, ["6.1"] = MailTrouble.Content, ["6.2"] = MailTrouble.Content, ["6.3"] = MailTrouble.Content, ["6.4"] = MailTrouble.Content, ["6.5"] = MailTrouble.Content,
        ["6.6"] = MailTrouble.Content, ["6.7"] = MailTrouble.BadAddress,
        ["7.1"] = MailTrouble.Spam, ["7.2"] = MailTrouble.MailboxClosed, ["7.4"] = MailTrouble.Encryption, ["7.5"] = MailTrouble.Encryption, ["7.6"] = MailTrouble.Encryption,
        ["7.8"] = MailTrouble.SignInRefused, ["7.9"] = MailTrouble.SignInRefused, ["7.10"] = MailTrouble.Encryption, ["7.11"] = MailTrouble.Encryption, ["7.12"] = MailTrouble.SignInRefused,
        ["7.13"] = MailTrouble.MailboxClosed, ["7.14"] = MailTrouble.SignInRefused,
        ["7.20"] = MailTrouble.Forged, ["7.21"] = MailTrouble.Forged, ["7.22"] = MailTrouble.Forged, ["7.23"] = MailTrouble.Forged, ["7.24"] = MailTrouble.Forged, ["7.25"] = MailTrouble.Spam,
        ["7.26"] = MailTrouble.Forged, ["7.27"] = MailTrouble.SenderRefused,
    };

    // RFC 5321 section 4.2.3, RFC 4954 section 6 (signing in), RFC 3207 (454), RFC 7504 (521, 556).
    private static readonly Dictionary<int, MailTrouble> Reply = new()
    {
        [421] = MailTrouble.Busy, [450] = MailTrouble.TryLater, [451] = MailTrouble.Busy, [452] = MailTrouble.Busy, [454] = MailTrouble.Encryption, [455] = MailTrouble.Busy,
        [432] = MailTrouble.SignInRefused, [500] = MailTrouble.Talk, [501] = MailTrouble.Talk, [502] = MailTrouble.Talk, [503] = MailTrouble.Talk, [504] = MailTrouble.Talk, [521] = MailTrouble.NoSuchDomain,
        [523] = MailTrouble.Encryption, [530] = MailTrouble.SignInRefused, [534] = MailTrouble.SignInRefused, [535] = MailTrouble.SignInRefused, [538] = MailTrouble.Encryption, [550] = MailTrouble.Refused,
        [551] = MailTrouble.NoSuchMailbox, [552] = MailTrouble.MailboxFull, [553] = MailTrouble.BadAddress, [554] = MailTrouble.Refused, [555] = MailTrouble.Talk, [556] = MailTrouble.NoSuchDomain,
    };

    /// <summary>Reads an answer as it was recorded. Answers that begin with no code are sentences of ours and stay as they are.</summary>
    public static MailReading Read(string answer)
    {
        if (Code().Match(answer) is not { Success: true } code)
            return new MailReading(MailTrouble.Unknown, answer, null, null);
        var number = int.Parse(code.Groups["reply"].Value, CultureInfo.InvariantCulture);
        var trouble = Trouble(number, code.Groups["enhanced"].Value, answer);
        var (sentence, todo) = Words[trouble];
        return new MailReading(trouble, sentence, todo, answer);
    }

    private static MailTrouble Trouble(int reply, string enhanced, string answer)
    {
        if (reply is >= 200 and < 400)
            return MailTrouble.Accepted;
        // 530 is «sign in first» whatever class the enhanced code has (RFC 4954 section 6).
        var coded = reply is 530 or 534 or 535 ? Reply[reply] : Enhanced.TryGetValue(enhanced, out var known) ? known : Reply.GetValueOrDefault(reply, MailTrouble.Unknown);
        // A policy (7.0, 7.1) that may pass is how greylisting says its no (RFC 6647 section 2.7).
        if (reply < 500 && (enhanced is "7.0" or "7.1"))
            coded = MailTrouble.TryLater;
        if (coded == MailTrouble.SignInRefused)
            return coded;
        // The words are asked where the code says little, or says what servers are known to say of something else.
        return coded switch
        {
            _ when Greylist().IsMatch(answer) && reply < 500 => MailTrouble.TryLater,
            MailTrouble.Spam or MailTrouble.Refused when Proof().IsMatch(answer) => MailTrouble.Forged,
            MailTrouble.Refused or MailTrouble.Unknown or MailTrouble.TryLater or MailTrouble.Busy or MailTrouble.MailboxClosed or MailTrouble.Content when Junk().IsMatch(answer) => MailTrouble.Spam,
            MailTrouble.Refused or MailTrouble.Unknown or MailTrouble.Busy or MailTrouble.TryLater or MailTrouble.MailboxClosed when Full().IsMatch(answer) => MailTrouble.MailboxFull,
            MailTrouble.MailboxFull when reply == 552 && enhanced == "" && Size().IsMatch(answer) => MailTrouble.TooBig,
            MailTrouble.Refused or MailTrouble.Unknown or MailTrouble.Spam when Missing().IsMatch(answer) => MailTrouble.NoSuchMailbox,
            MailTrouble.Unknown when reply is >= 500 and < 600 => MailTrouble.Refused,
            MailTrouble.Unknown when reply is >= 400 and < 500 => MailTrouble.Busy,
            _ => coded,
        };
    }

    [GeneratedRegex(@"^(?<reply>[2-5]\d\d)(?:[ -]+[245]\.(?<enhanced>\d{1,3}\.\d{1,3})\b)?(?=\D|$)")]
    private static partial Regex Code();

    [GeneratedRegex(@"gr[ae]y-?list", RegexOptions.IgnoreCase)]
    private static partial Regex Greylist();

    [GeneratedRegex(@"\bspam|black-?list|block-?list|\bdnsbl|\brbl\b|reputation|\bblocked\b|unsolicited|\bvirus", RegexOptions.IgnoreCase)]
    private static partial Regex Junk();

    [GeneratedRegex(@"\bspf\b|\bdkim\b|\bdmarc\b", RegexOptions.IgnoreCase)]
    private static partial Regex Proof();

    [GeneratedRegex(@"quota|mailbox (?:is )?full|insufficient storage for", RegexOptions.IgnoreCase)]
    private static partial Regex Full();

    [GeneratedRegex(@"\bsize\b|too (?:big|large)", RegexOptions.IgnoreCase)]
    private static partial Regex Size();

    [GeneratedRegex(@"(?:no such|unknown|invalid|not found|does(?: not|n't) exist).{0,20}(?:user|mailbox|recipient|account|address)|(?:user|mailbox|recipient|account).{0,20}(?:unknown|not found|unavailable|does(?: not|n't) exist)", RegexOptions.IgnoreCase)]
    private static partial Regex Missing();
}
