using SkiaSharp;

namespace BacSon.Kernel.Scans;

/// <summary>Draws pages as they were turned and cut, and binds them into one PDF.</summary>
internal static class ScanDrawing
{
    // A4 in points (1/72 inch).
    private const float Short = 595;
    private const float Long = 842;

    /// <summary>Longest side in pixels: about 200 to the inch on A4.</summary>
    public const int Side = 2339;

    // From good to still readable: the first that fits is taken.
    private static readonly (int Side, int Quality)[] Steps = [(Side, 80), (Side, 60), (1654, 55)];

    /// <summary>The page as JPEG, turned and then cut, its longest side at most <paramref name="side"/> pixels.</summary>
    public static byte[] Draw(byte[] picture, ScanPage page, int side, int quality)
    {
        using var source = SKBitmap.Decode(picture) ?? throw new Refusal("Không mở được ảnh này. Chọn ảnh khác hoặc chụp lại");
        var (width, height) = page.Turn is 90 or 270 ? (source.Height, source.Width) : (source.Width, source.Height);
        var cut = SKRectI.Create(width * page.CutLeft / 100, height * page.CutTop / 100, 0, 0);
        cut.Right = Math.Max(cut.Left + 1, width - width * page.CutRight / 100);
        cut.Bottom = Math.Max(cut.Top + 1, height - height * page.CutBottom / 100);
        var scale = Math.Min(1f, (float)side / Math.Max(cut.Width, cut.Height));
        using var surface = SKSurface.Create(new SKImageInfo(Math.Max(1, (int)(cut.Width * scale)), Math.Max(1, (int)(cut.Height * scale))));
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        canvas.Scale(scale);
        canvas.Translate(-cut.Left, -cut.Top);
        switch (page.Turn)
        {
            case 90: canvas.Translate(width, 0); canvas.RotateDegrees(90); break;
            case 180: canvas.Translate(width, height); canvas.RotateDegrees(180); break;
            case 270: canvas.Translate(0, height); canvas.RotateDegrees(270); break;
        }
        canvas.DrawBitmap(source, 0, 0, new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
    }

    /// <summary>One PDF of all pages, each on an A4 sheet of its own direction. Throws <see cref="Refusal"/> when it stays too large at the lowest quality.</summary>
    public static byte[] Bind(IReadOnlyList<(ScanPage Page, Func<byte[]> Read)> pages, string title, long largest)
    {
        foreach (var (side, quality) in Steps)
        {
            using var stream = new MemoryStream();
            using (var document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = title }))
            {
                foreach (var (page, read) in pages)
                {
                    using var image = SKImage.FromEncodedData(Draw(read(), page, side, quality));
                    var (width, height) = image.Width > image.Height ? (Long, Short) : (Short, Long);
                    var scale = Math.Min(width / image.Width, height / image.Height);
                    var (w, h) = (image.Width * scale, image.Height * scale);
                    document.BeginPage(width, height).DrawImage(image, SKRect.Create((width - w) / 2, (height - h) / 2, w, h), new SKSamplingOptions(SKFilterMode.Linear));
                    document.EndPage();
                }
                document.Close();
            }
            if (stream.Length <= largest)
                return stream.ToArray();
        }
        throw new Refusal("Tài liệu lớn hơn 20 MB. Tách thành nhiều tài liệu, mỗi tài liệu ít trang hơn");
    }
}
