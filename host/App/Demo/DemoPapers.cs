using SkiaSharp;

namespace BacSon.App.Demo;

/// <summary>
/// Small real files that stand for products and proofs: a page as PDF and a picture as JPEG for each content of PAPI.
/// Where the machine has no typeface with Vietnamese letters the page is drawn without words; its title stands in the file.
/// </summary>
internal sealed class DemoPapers
{
    private readonly SKTypeface? _face = SKFontManager.Default.MatchCharacter('ế');
    private readonly Dictionary<string, byte[]> _made = [];

    /// <summary>A page in A4 with a title.</summary>
    public byte[] Page(string title) => Made($"pdf:{title}", () =>
    {
        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = title, Author = "UBND xã Bắc Sơn (dữ liệu mẫu)" }))
        {
            var canvas = document.BeginPage(595, 842);
            Draw(canvas, title, 595, 842, SKColors.White);
            document.EndPage();
            document.Close();
        }
        return stream.ToArray();
    });

    /// <summary>A picture of a notice board.</summary>
    public byte[] Picture(string title) => Made($"jpg:{title}", () =>
    {
        using var surface = SKSurface.Create(new SKImageInfo(360, 240));
        Draw(surface.Canvas, title, 360, 240, new SKColor(0xE9, 0xF1, 0xE4));
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, 80);
        return data.ToArray();
    });

    private byte[] Made(string key, Func<byte[]> make) => _made.TryGetValue(key, out var known) ? known : _made[key] = make();

    private void Draw(SKCanvas canvas, string title, float width, float height, SKColor paper)
    {
        canvas.Clear(paper);
        using var ink = new SKPaint { Color = new SKColor(0x22, 0x2A, 0x33), IsAntialias = true };
        using var frame = new SKPaint { Color = new SKColor(0x8A, 0x2B, 0x22), Style = SKPaintStyle.Stroke, StrokeWidth = 3 };
        canvas.DrawRect(16, 16, width - 32, height - 32, frame);
        if (_face is not null)
        {
            using var large = new SKFont(_face, 18);
            using var small = new SKFont(_face, 11);
            canvas.DrawText("ỦY BAN NHÂN DÂN XÃ BẮC SƠN", 40, 60, SKTextAlign.Left, small, ink);
            var y = 100f;
            foreach (var line in Lines(title, large, width - 80))
            {
                canvas.DrawText(line, 40, y, SKTextAlign.Left, large, ink);
                y += 26;
            }
            canvas.DrawText("Tài liệu của xã mẫu, không có giá trị pháp lý.", 40, y + 14, SKTextAlign.Left, small, ink);
        }
        using var rule = new SKPaint { Color = new SKColor(0xB5, 0xBC, 0xC4), StrokeWidth = 1 };
        for (var y = height / 2; y < height - 40; y += 22)
            canvas.DrawLine(40, y, width - 40, y, rule);
    }

    private static IEnumerable<string> Lines(string text, SKFont font, float width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && font.MeasureText(longer) > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = longer;
            }
        }
        yield return line;
    }
}
