using System.Security.Cryptography;
using BacSon.Kernel.Ui;
using SkiaSharp;

namespace BacSon.Kernel.Evidence;

/// <summary>A file on the disk, named by its content. A record that keeps one copies these columns.</summary>
/// <param name="Size">Bytes of the original.</param>
/// <param name="Sha256">Of the original, lower-case hex.</param>
/// <param name="PublicSha256">Of a picture's public copy, without place and camera; null for what is no picture.</param>
public sealed record KeptFile(string FileName, string ContentType, long Size, string Sha256, string? PublicSha256);

/// <summary>
/// The files directory. What is kept lies under its SHA-256 and is never written over; who keeps it is a matter of records.
/// A file is what its content says, not its name; a picture's public copy is drawn anew.
/// </summary>
public sealed class FileStore(StoragePaths storage)
{
    /// <summary>20 MB, as the form says.</summary>
    public const long LargestFile = 20 * 1024 * 1024;

    /// <summary>A picture is refused before it is decoded when it claims more pixels: a small file may unfold into gigabytes.</summary>
    public const long MostPixels = 50_000_000;

    private const int PublicSide = 2000;

    /// <summary>Keeps a picture or a PDF that somebody attached. Throws <see cref="Refusal"/> at <paramref name="field"/> when it is neither, or too large.</summary>
    public async Task<KeptFile> KeepAsync(string fileName, Stream content, string field = "Files", CancellationToken cancel = default)
    {
        try
        {
            var bytes = await ReadBoundedAsync(content, cancel);
            var type = ContentTypeOf(bytes) ?? throw new Refusal("Tệp không phải ảnh hoặc PDF. Nội dung đã nhập vẫn được giữ", field);
            var publicCopy = type == "application/pdf" ? null : Redraw(bytes);
            return new KeptFile(SafeName(fileName), type, bytes.Length, await WriteAsync(bytes, cancel), publicCopy is null ? null : await WriteAsync(publicCopy, cancel));
        }
        catch (Refusal refusal) when (refusal.Field is null)
        {
            throw new Refusal(refusal.Message, field);
        }
    }

    /// <summary>Keeps what this program made itself (a Word file, a sheet), as it is.</summary>
    public async Task<KeptFile> KeepOwnAsync(string fileName, string contentType, byte[] content, CancellationToken cancel = default) =>
        new(SafeName(fileName), contentType, content.Length, await WriteAsync(content, cancel), null);

    /// <summary>Opens a kept file by its hash. Throws <see cref="FileNotFoundException"/> when it is gone from the disk.</summary>
    public Stream Open(string sha256) => File.OpenRead(PathOf(sha256));

    /// <summary>What the first bytes say: JPEG, PNG or PDF; null for anything else.</summary>
    public static string? ContentTypeOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : bytes.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : bytes.StartsWith("%PDF-"u8) && bytes.Length > 32 && bytes[^Math.Min(bytes.Length, 2048)..].IndexOf("%%EOF"u8) >= 0 ? "application/pdf"
        : null;

    /// <summary>The whole of a stream. Throws <see cref="Refusal"/> beyond <see cref="LargestFile"/>.</summary>
    internal static async Task<byte[]> ReadBoundedAsync(Stream content, CancellationToken cancel)
    {
        using var buffer = new MemoryStream();
        var block = new byte[81920];
        int read;
        while ((read = await content.ReadAsync(block, cancel)) > 0)
        {
            if (buffer.Length + read > LargestFile)
                throw new Refusal("Tệp lớn hơn 20 MB. Chọn ảnh nhỏ hơn hoặc chụp lại");
            buffer.Write(block, 0, read);
        }
        return buffer.ToArray();
    }

    /// <summary>Draws the picture anew: upright as its orientation says, at most so many pixels a side, with nothing of its metadata.</summary>
    internal static byte[] Redraw(byte[] bytes, int longest = PublicSide)
    {
        using var codec = SKCodec.Create(new MemoryStream(bytes)) ?? throw Unreadable();
        if ((long)codec.Info.Width * codec.Info.Height > MostPixels)
            throw new Refusal("Ảnh có quá nhiều điểm ảnh. Chọn ảnh nhỏ hơn hoặc chụp lại");
        using var decoded = SKBitmap.Decode(codec) ?? throw Unreadable();
        var turned = codec.EncodedOrigin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (width, height) = turned ? (decoded.Height, decoded.Width) : (decoded.Width, decoded.Height);
        var scale = Math.Min(1f, (float)longest / Math.Max(width, height));
        using var surface = SKSurface.Create(new SKImageInfo(Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)))) ?? throw Unreadable();
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        canvas.Scale(scale);
        // EXIF orientation (CIPA DC-008, tag 0x0112): SkiaSharp does not apply it while decoding.
        switch (codec.EncodedOrigin)
        {
            case SKEncodedOrigin.TopRight: canvas.Translate(width, 0); canvas.Scale(-1, 1); break;
            case SKEncodedOrigin.BottomRight: canvas.Translate(width, height); canvas.RotateDegrees(180); break;
            case SKEncodedOrigin.BottomLeft: canvas.Translate(0, height); canvas.Scale(1, -1); break;
            case SKEncodedOrigin.LeftTop: canvas.RotateDegrees(90); canvas.Scale(1, -1); break;
            case SKEncodedOrigin.RightTop: canvas.Translate(width, 0); canvas.RotateDegrees(90); break;
            case SKEncodedOrigin.RightBottom: canvas.Translate(width, height); canvas.RotateDegrees(90); canvas.Scale(-1, 1); break;
            case SKEncodedOrigin.LeftBottom: canvas.Translate(0, height); canvas.RotateDegrees(270); break;
        }
        canvas.DrawBitmap(decoded, 0, 0, new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, 85);
        return data.ToArray();
    }

    private static Refusal Unreadable() => new("Không mở được ảnh này. Chọn ảnh khác hoặc chụp lại");

    // Written beside and moved into place: a half-written file never bears a hash.
    private async Task<string> WriteAsync(byte[] bytes, CancellationToken cancel)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var path = PathOf(hash);
        if (File.Exists(path))
            return hash;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var fresh = $"{path}.{Guid.NewGuid():N}";
        await using (var stream = new FileStream(fresh, FileMode.CreateNew))
        {
            await stream.WriteAsync(bytes, cancel);
            stream.Flush(flushToDisk: true);
        }
        File.Move(fresh, path, overwrite: true);
        return hash;
    }

    private string PathOf(string hash) => Path.Combine(storage.Files, hash[..2], hash);

    private static string SafeName(string name)
    {
        var clean = Vi.Normalize(string.Concat(Path.GetFileName(name.Replace('\\', '/')).Select(c => char.IsControl(c) || "<>:\"/\\|?*".Contains(c) ? '_' : c)));
        return clean.Length == 0 ? "tep" : clean.Length <= 200 ? clean : clean[^200..];
    }
}
