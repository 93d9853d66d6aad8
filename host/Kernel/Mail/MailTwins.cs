using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Mail;

/// <summary>One labelled sentence under an item, such as «Việc tiếp theo: …».</summary>
/// <param name="Quiet">Shown in the softer colour.</param>
internal readonly record struct MailDetail(string Label, string Text, bool Quiet);

/// <summary>
/// Writes the plain text and the HTML of a mail at once: each call adds the same words to both. The HTML is one table with
/// its styles inline (mail programs never see a stylesheet), no image, no tracking; everything put in is encoded.
/// </summary>
internal sealed class MailTwins
{
    // Vietnamese stays readable in the source; what means something to HTML is encoded all the same.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private const string LinkStyle = "color:#17478f";
    private const string Cell = "padding:10px 0 12px;border-top:1px solid #ddd4c5";

    private readonly StringBuilder _text = new(8_000);
    private readonly StringBuilder _html = new(24_000);
    private readonly string _subject;
    private readonly string _site;
    private int _items;

    /// <param name="office">Full name of the office: the masthead.</param>
    /// <param name="subject">One line; also the first heading, so that a printed mail keeps its title.</param>
    public MailTwins(string office, string subject, Uri site)
    {
        _subject = subject;
        _site = site.AbsoluteUri.TrimEnd('/');
        var masthead = Vi.Capitals(office);
        _text.Append(masthead).Append("\n\n").Append(subject).Append("\n\n");
        _html.Append(
            """
            <!doctype html>
            <html lang="vi">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>
            """).Append(Html(subject)).Append(
            """
            </title>
            <style>
            @media (prefers-color-scheme: dark) {
              body, .page { background: #14110e !important; color: #f1eadf !important; }
              .sheet { background: #1e1a16 !important; border-color: #3b342b !important; }
              a { color: #9fc5ff !important; } .quiet { color: #bfb4a5 !important; } td { border-color: #3b342b !important; }
              .late { color: #ff9f94 !important; } .soon { color: #f4c465 !important; } .open { color: #cfc5b6 !important; }
              span.late { background: #3f1b18 !important; } span.soon { background: #3a2a0c !important; } span.open { background: #302a23 !important; }
            }
            </style>
            </head>
            <body style="margin:0;background:#f5f1e8;color:#1f1a15;font:16px/1.5 Arial,'Segoe UI',Roboto,'Noto Sans',sans-serif">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="page" style="background:#f5f1e8"><tr><td align="center" style="padding:16px 8px">
            <table role="presentation" width="640" cellpadding="0" cellspacing="0" class="sheet" style="width:100%;max-width:640px;background:#ffffff;border:1px solid #ddd4c5;text-align:left">
            <tr><td style="background:#7a1815;color:#fff4e4;padding:12px 20px;font-weight:bold;letter-spacing:.03em;border-bottom:4px double #c39a5b">
            """).Append(Html(masthead)).Append(
            """
            </td></tr>
            <tr><td style="padding:18px 20px 8px">
            <h1 style="margin:0 0 12px;font-size:20px;line-height:1.35">
            """).Append(Html(subject)).Append("</h1>\n<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\">\n");
    }

    public void Paragraph(string sentence)
    {
        _text.Append(sentence).Append("\n\n");
        _html.Append("<tr><td style=\"padding:0 0 10px\">").Append(Html(sentence)).Append("</td></tr>\n");
    }

    /// <param name="tone">late, soon or open: the words say it too, the colour only helps.</param>
    public void Heading(string heading, string tone)
    {
        _text.Append(heading).Append('\n').Append('-', heading.Length).Append("\n\n");
        _html.Append("<tr><td style=\"padding:16px 0 6px\"><h2 class=\"").Append(tone).Append("\" style=\"margin:0;font-size:17px;color:").Append(Ink(tone)).Append("\">")
            .Append(Html(heading)).Append("</h2></td></tr>\n");
    }

    public void Subheading(string heading)
    {
        _text.Append(heading).Append("\n\n");
        _html.Append("<tr><td style=\"padding:8px 0 6px\"><h3 style=\"margin:0;font-size:16px\">").Append(Html(heading)).Append("</h3></td></tr>\n");
    }

    /// <summary>One numbered line: its title with the link, how late or near it is, and its details in the order given.</summary>
    public void Item(string title, string when, string due, string tone, IReadOnlyList<MailDetail> details, string? link)
    {
        var number = (++_items).ToString(CultureInfo.InvariantCulture);
        _text.Append(number).Append(". ").Append(title).Append("\n   ").Append(when).Append(' ').Append(due).Append('\n');
        _html.Append("<tr><td style=\"").Append(Cell).Append("\">").Append(number).Append(". ").Append(link is null ? "<b>" : $"<a href=\"{Html(link)}\" style=\"{LinkStyle};font-weight:bold\">")
            .Append(Html(title)).Append(link is null ? "</b>" : "</a>").Append("\n<br><span class=\"").Append(tone).Append("\" style=\"font-weight:bold;background:").Append(Paper(tone)).Append(";color:").Append(Ink(tone)).Append("\">")
            .Append(Html(when)).Append("</span> ").Append(Html(due)).Append('\n');
        foreach (var (label, text, quiet) in details)
        {
            _text.Append("   ").Append(label).Append(' ').Append(text).Append('\n');
            _html.Append(quiet ? "<br><span class=\"quiet\" style=\"color:#5a5148\">" : "<br><span>").Append(Html(label)).Append(' ').Append(Html(text)).Append("</span>\n");
        }
        if (link is not null)
            _text.Append("   ").Append(link).Append('\n');
        _text.Append('\n');
        _html.Append("</td></tr>\n");
    }

    /// <param name="path">Within the site, without a leading slash.</param>
    public void Link(string words, string path)
    {
        var link = $"{_site}/{path}";
        _text.Append(words).Append(":\n").Append(link).Append("\n\n");
        _html.Append("<tr><td style=\"").Append(Cell).Append("\"><a href=\"").Append(Html(link)).Append("\" style=\"").Append(LinkStyle).Append(";font-weight:bold\">").Append(Html(words)).Append("</a></td></tr>\n");
    }

    public void Footer(IReadOnlyList<string> sentences)
    {
        // «-- » alone on a line is where mail programs see a signature begin (RFC 3676 section 4.3).
        _text.Append("-- \n").AppendJoin('\n', sentences).Append('\n');
        _html.Append("</table>\n</td></tr>\n<tr><td class=\"quiet\" style=\"padding:12px 20px 16px;border-top:1px solid #ddd4c5;font-size:14px;color:#5a5148\">")
            .AppendJoin("<br>\n", sentences.Select(Html)).Append("</td></tr>\n");
    }

    public ComposedMail Finish() => new(_subject, _text.ToString(), _html.Append("</table></td></tr></table>\n</body>\n</html>\n").ToString());

    private static string Html(string text) => Encoder.Encode(text);

    private static string Ink(string tone) => tone switch { "late" => "#a81016", "soon" => "#7a4700", _ => "#4a443c" };
    private static string Paper(string tone) => tone switch { "late" => "#fce9e5", "soon" => "#fdf0d2", _ => "#eee9df" };
}
