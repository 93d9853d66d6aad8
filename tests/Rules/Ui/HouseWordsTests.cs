using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace BacSon.Rules.Tests.Ui;

/// <summary>Reads the sources themselves: what a page says, and the style sheets it says it with.</summary>
public sealed partial class HouseWordsTests
{
    // Machine-made Vietnamese (glossary). A word that is right in another place is listed in the form in which it is wrong.
    private static readonly string[] Forbidden =
    [
        "gửi biểu mẫu", "trường này là bắt buộc", "trường bắt buộc", "tùy chọn", "tuỳ chọn", "bảng điều khiển", "tải lên", "tải xuống",
        "thông báo đẩy", "người dùng", "hết hạn phiên", "được tạo thành công", "rất tiếc", "ối,", "kích hoạt", "xử lý thành công",
        "khách hàng", "dữ liệu trống", "giờ trước", "phút trước", "ngày làm việc kinh doanh", "lý do cho việc từ chối",
        "được thực hiện bởi", "của bạn", "bạn cần", "bạn có", "lỗi hệ thống", "đã có lỗi xảy ra", "thành công!", "quý khách",
    ];

    private static string Root => BacSon.Tests.Support.Checkout.Root;

    private static IEnumerable<string> Sources(string pattern) => new[] { "host", "modules" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories))
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}") && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}"));

    /// <summary>What a reader may see: pages without their comments, and the string literals of code.</summary>
    private static IEnumerable<string> Said(string file)
    {
        var text = File.ReadAllText(file);
        if (file.EndsWith(".cshtml", StringComparison.Ordinal)) return [PageComment().Replace(text, "")];
        return Literal().Matches(LineComment().Replace(text, "")).Select(m => m.Value);
    }

    private static string? FirstForbidden(string said)
    {
        // "Cơ sở dữ liệu trống" is an empty database, as the operator's verbs name it; an empty list is never "dữ liệu trống".
        var text = said.Normalize(NormalizationForm.FormC).ToLowerInvariant().Replace("cơ sở dữ liệu", "");
        return Forbidden.FirstOrDefault(text.Contains);
    }

    [Fact]
    public void No_page_and_no_message_uses_machine_made_Vietnamese()
    {
        var files = Sources("*.cshtml").Concat(Sources("*.cs")).ToList();
        Assert.True(files.Count > 20, "The sources were not found.");
        var found = from file in files
                    from said in Said(file)
                    let word = FirstForbidden(said)
                    where word is not null
                    select $"{Path.GetRelativePath(Root, file)}: \"{word}\"";
        Assert.Empty(found.Distinct());
    }

    [Fact]
    public void Machine_made_words_are_seen_in_literals_and_pages_also_when_decomposed_and_passed_over_in_comments()
    {
        Assert.Equal("tùy chọn", FirstForbidden("Tùy chọn khác".Normalize(NormalizationForm.FormD)));
        Assert.Null(FirstForbidden("Đính kèm tệp"));
        Assert.Equal(["\"Tải lên\"", "\"\"\"Của bạn\"\"\""], Literal().Matches(LineComment().Replace("""
            var a = "Tải lên"; // "Rất tiếc"
            var b = ""
            """.Replace("\"\"", "\"\"\"Của bạn\"\"\""), "")).Select(m => m.Value));
    }

    [Fact]
    public void Pages_carry_no_inline_style_or_script_for_the_content_policy_refuses_them()
    {
        var found = from file in Sources("*.cshtml")
                    from Match match in Inline().Matches(PageComment().Replace(File.ReadAllText(file), ""))
                    select $"{Path.GetRelativePath(Root, file)}: {match.Value}";
        Assert.Empty(found);
    }

    [Fact]
    public void Every_icon_that_a_page_names_is_drawn_and_every_class_it_names_is_styled()
    {
        var drawn = Regex.Matches(Ui("icons.svg"), "symbol id=\"([a-z]+)\"").Select(m => m.Groups[1].Value).ToHashSet();
        var styled = Regex.Matches(Ui("base.css") + Ui("work.css") + Ui("calendar.css"), @"\.([a-zA-Z][\w-]*)").Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Contains("late", drawn);
        Assert.Contains("word", styled);
        var missing = new List<string>();
        foreach (var file in Sources("*.cshtml"))
        {
            var text = PageComment().Replace(File.ReadAllText(file), "");
            var name = Path.GetRelativePath(Root, file);
            missing.AddRange(Regex.Matches(text, "(?:<icon name=|<empty-state [^>]*icon=)\"([a-z]+)\"").Select(m => m.Groups[1].Value).Where(i => !drawn.Contains(i)).Select(i => $"{name}: icon {i}"));
            missing.AddRange(Regex.Matches(text, "class=\"([^\"@]*)\"").SelectMany(m => m.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(c => !styled.Contains(c)).Select(c => $"{name}: class {c}"));
        }
        Assert.Empty(missing);
    }

    [Fact]
    public void A_page_for_citizens_carries_less_than_fifteen_kilobytes_of_style_and_no_form_that_posts_in_its_layout()
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(Ui("base.css")), 5_000, 15 * 1024);
        var layout = File.ReadAllText(Path.Combine(Root, "host", "Kernel", "Ui", "_PublicLayout.cshtml"));
        Assert.DoesNotContain("work.css", layout, StringComparison.Ordinal);
        Assert.DoesNotContain("method=\"post\"", layout, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("TempData", layout, StringComparison.Ordinal);
        Assert.DoesNotContain("PersonName", layout, StringComparison.Ordinal);
    }

    // WCAG 2.2, 1.4.3 (text 4.5:1) and 1.4.11 (borders of controls 3:1), computed from the tokens themselves.
    [Theory]
    [InlineData("ink", "paper", 7), InlineData("ink", "sheet", 7), InlineData("ink", "tint", 7)]
    [InlineData("ink-2", "paper", 4.5), InlineData("ink-2", "sheet", 4.5), InlineData("ink-2", "tint", 4.5)]
    [InlineData("link", "paper", 4.5), InlineData("link", "sheet", 4.5), InlineData("link", "tint", 4.5), InlineData("act-ink", "act", 4.5)]
    [InlineData("late", "late-b", 4.5), InlineData("late", "sheet", 4.5), InlineData("soon", "soon-b", 4.5), InlineData("done", "done-b", 4.5)]
    [InlineData("done", "sheet", 4.5), InlineData("wait", "wait-b", 4.5), InlineData("open", "open-b", 4.5), InlineData("son-ink", "son", 4.5)]
    [InlineData("late", "paper", 4.5), InlineData("link", "late-b", 4.5), InlineData("link", "soon-b", 4.5), InlineData("link", "done-b", 4.5), InlineData("link", "wait-b", 4.5)]
    [InlineData("bronze", "sheet", 4.5), InlineData("edge", "sheet", 3), InlineData("edge", "paper", 3), InlineData("focus", "paper", 3), InlineData("focus", "sheet", 3)]
    public void Text_and_borders_stand_out_in_light_and_in_dark(string front, string back, double least)
    {
        var css = Ui("base.css");
        var dark = css.IndexOf("prefers-color-scheme: dark", StringComparison.Ordinal);
        var end = css.IndexOf("*, ::before", StringComparison.Ordinal);
        var light = Tokens(css[..dark]);
        var night = new Dictionary<string, string>(light);
        foreach (var (name, value) in Tokens(css[dark..end])) night[name] = value;
        Assert.NotEqual(light["paper"], night["paper"]);
        Assert.InRange(Contrast(light[front], light[back]), least, 21);
        Assert.InRange(Contrast(night[front], night[back]), least, 21);
    }

    private static string Ui(string name) => File.ReadAllText(Path.Combine(Root, "host", "Kernel", "wwwroot", name));

    private static Dictionary<string, string> Tokens(string css) => Regex.Matches(css, @"--([a-z0-9-]+): (#[0-9a-f]{3,6});").ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string hex)
    {
        if (hex.Length == 4) hex = $"#{hex[1]}{hex[1]}{hex[2]}{hex[2]}{hex[3]}{hex[3]}";
        double Part(int at)
        {
            var c = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * Part(1) + 0.7152 * Part(3) + 0.0722 * Part(5);
    }

    [GeneratedRegex(@"@\*.*?\*@|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex PageComment();

    // A comment that starts within a literal (an address with //) is preceded by a colon or a quotation mark.
    [GeneratedRegex(@"(?<![:""'])//[^\n]*")]
    private static partial Regex LineComment();

    [GeneratedRegex("\"\"\".*?\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"", RegexOptions.Singleline)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\sstyle\s*=\s*[""']|<style\b|\son[a-z]+\s*=\s*[""']|<script\b(?![^>]*\bsrc=)[^>]*>|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
