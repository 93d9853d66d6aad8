using System.Text.RegularExpressions;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Mail;

/// <summary>The parts of a wording.</summary>
[Flags]
public enum MailParts { Subject = 1, Opening = 2, Closing = 4, Text = Opening | Closing }

/// <summary>A named place in a wording, filled in when the mail is written.</summary>
/// <param name="Name">As it stands between the braces.</param>
/// <param name="Meaning">What will stand there, in Vietnamese.</param>
/// <param name="In">Where it may stand.</param>
/// <param name="Compulsory">It must stand in one of these parts: without it the mail would not say what it is written for.</param>
/// <param name="OwnLine">It becomes a paragraph of its own (a link) and stands alone on its line.</param>
public sealed record MailPlace(string Name, string Meaning, MailParts In, bool Compulsory = false, bool OwnLine = false);

/// <summary>What a sample of a mail is written from.</summary>
/// <param name="Now">The instant of the sample (UTC).</param>
public sealed record MailSample(IReadOnlyDictionary<string, string> Settings, Uri Site, WorkingCalendar Calendar, DateOnly Today, DateTime Now);

/// <summary>
/// A kind of mail whose wording an administrator may change: what its code declares. What the mail tells (the list of duties)
/// stands between opening and closing and is no part of the wording, so that no wording can lose it.
/// </summary>
/// <param name="Key">Stable; stands in addresses and in the database.</param>
/// <param name="Between">What stands between opening and closing, in Vietnamese; null where nothing does.</param>
/// <param name="Sample">Writes a mail about nobody with a wording that has been checked.</param>
public sealed partial record MailTemplate(string Key, string Title, string Does, MailWording Default, IReadOnlyList<MailPlace> Places, string? Between, Func<MailWording, MailSample, ComposedMail> Sample)
{
    public const int LongestSubject = 200;
    public const int LongestText = 2000;

    /// <summary>Why a wording cannot be used, beside its field; null when it can.</summary>
    public Refusal? Fault(MailWording wording)
    {
        foreach (var (part, text, field, longest) in new[]
        {
            (MailParts.Subject, wording.Subject, "Subject", LongestSubject), (MailParts.Opening, wording.Opening, "Opening", LongestText), (MailParts.Closing, wording.Closing, "Closing", LongestText),
        })
        {
            if (text.Length > longest)
                return new Refusal($"Dài quá {Vi.Number(longest)} ký tự", field);
            if (part == MailParts.Subject && (text.Length == 0 || text.Contains('\n', StringComparison.Ordinal)))
                return new Refusal(text.Length == 0 ? "Chưa nhập tiêu đề" : "Tiêu đề chỉ có một dòng", field);
            var here = Places.Where(x => x.In.HasFlag(part)).ToList();
            foreach (var line in text.Split('\n'))
                foreach (Match match in Brace().Matches(line))
                {
                    if (match.Groups["name"] is not { Success: true, Value: var name })
                        return new Refusal("Dấu ngoặc nhọn chỉ dùng quanh tên một chỗ điền, ví dụ " + Named(here.FirstOrDefault() ?? Places[0]), field);
                    if (here.Find(x => x.Name == name) is not { } place)
                        return new Refusal($"Không có chỗ điền {{{name}}} ở phần này. {(here.Count == 0 ? "Phần này không có chỗ điền nào" : "Dùng được: " + string.Join(", ", here.Select(Named)))}", field);
                    if (place.OwnLine && line.Trim() != Named(place))
                        return new Refusal($"Chỗ điền {Named(place)} phải đứng riêng một dòng", field);
                }
        }
        foreach (var place in Places.Where(x => x.Compulsory))
            if (!(place.In.HasFlag(MailParts.Subject) && wording.Subject.Contains(Named(place), StringComparison.Ordinal) || place.In.HasFlag(MailParts.Opening) && wording.Opening.Contains(Named(place), StringComparison.Ordinal)
                || place.In.HasFlag(MailParts.Closing) && wording.Closing.Contains(Named(place), StringComparison.Ordinal)))
                return new Refusal($"Không được bỏ chỗ điền {Named(place)}: {place.Meaning}", place.In.HasFlag(MailParts.Subject) ? "Subject" : place.In.HasFlag(MailParts.Opening) ? "Opening" : "Closing");
        return null;
    }

    /// <summary>«{ngày}».</summary>
    public static string Named(MailPlace place) => $"{{{place.Name}}}";

    /// <summary>Fills the places of a text. What is filled in is not read again: braces in a person's words stay what they are.</summary>
    internal static string Fill(string text, IReadOnlyDictionary<string, string> values) => Brace().Replace(text, x => values.GetValueOrDefault(x.Groups["name"].Value, ""));

    /// <summary>Writes the lines of an opening or closing as paragraphs; what is filled in may be several, or none.</summary>
    /// <param name="own">What is written where a place stands alone on its line and is more than words.</param>
    internal static void Write(MailTwins twins, string text, IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, Action> own)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
            if (line.Length > 2 && line[0] == '{' && own.TryGetValue(line[1..^1], out var write))
                write();
            else
                foreach (var paragraph in Fill(line, values).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    twins.Paragraph(paragraph);
    }

    [GeneratedRegex(@"\{(?<name>[^{}\n]+)\}|[{}]")]
    private static partial Regex Brace();
}
