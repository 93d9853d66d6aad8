using System.Security.Cryptography;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;

namespace BacSon.Kernel.Evidence;

/// <summary>
/// Keeps products and proofs. A file is what its content says, not its name; a picture's public copy is drawn anew, so that
/// no place, camera or hidden data goes with it. The original stays sealed under its hash.
/// </summary>
public sealed class EvidenceStore(PlatformDb db, StoragePaths storage)
{
    /// <summary>20 MB, as the form says.</summary>
    public const long LargestFile = 20 * 1024 * 1024;

    /// <summary>A picture is refused before it is decoded when it claims more pixels: a small file may unfold into gigabytes.</summary>
    public const long MostPixels = 50_000_000;

    private const int PublicSide = 2000;
    private const int MostFilesOfDuty = 50;

    /// <summary>Attaches a file to a duty or to a coordinating share of it. Throws <see cref="Refusal"/> when it is not a picture or a PDF, too large, or not this person's duty.</summary>
    public async Task<EvidenceFile> AttachAsync(Duty duty, long? shareId, string fileName, Stream content, string? caption, Viewer by, CancellationToken cancel = default)
    {
        var share = shareId is { } id ? duty.Shares.FirstOrDefault(x => x.Id == id) ?? throw new Refusal("Không tìm thấy phần phối hợp này") : null;
        if (share is null ? !by.CanWorkOn(duty) : !by.CanWorkOn(share))
            throw new NotAllowed();
        if (duty.Stage is DutyStage.Done or DutyStage.Cancelled)
            throw new Refusal("Nhiệm vụ đã kết thúc, không đính kèm thêm được");
        if (await db.Evidence.CountAsync(x => x.DutyId == duty.Id, cancel) >= MostFilesOfDuty)
            throw new Refusal($"Mỗi nhiệm vụ có tối đa {MostFilesOfDuty} tệp", "Files");
        var bytes = await ReadBoundedAsync(content, cancel);
        var type = ContentTypeOf(bytes) ?? throw new Refusal("Tệp không phải ảnh hoặc PDF. Nội dung đã nhập vẫn được giữ", "Files");
        var publicCopy = type == "application/pdf" ? null : Redraw(bytes);
        var file = new EvidenceFile
        {
            DutyId = duty.Id,
            ShareId = shareId,
            FileName = SafeName(fileName),
            ContentType = type,
            Size = bytes.Length,
            Sha256 = await KeepAsync(bytes, cancel),
            PublicSha256 = publicCopy is null ? null : await KeepAsync(publicCopy, cancel),
            Caption = DutyLedger.Optional(caption, 300),
            UploadedById = by.Id,
            UploadedAt = db.Clock.GetUtcNow().UtcDateTime,
        };
        db.Evidence.Add(file);
        db.DutyEvents.Add(new DutyEvent
        {
            DutyId = duty.Id,
            At = file.UploadedAt,
            Kind = DutyEventKind.Evidence,
            PersonId = db.Acting.PersonId,
            By = db.Acting.Name,
            Text = $"Đính kèm {file.FileName}",
        });
        db.Act = "Đính kèm sản phẩm, chứng cứ";
        await db.SaveChangesAsync(cancel);
        return file;
    }

    /// <summary>Opens an original or, for a picture, its public copy. Throws <see cref="FileNotFoundException"/> when the file is gone from the disk.</summary>
    public (Stream Content, string Type) Open(EvidenceFile file, bool publicCopy) => publicCopy && file.PublicSha256 is { } hash
        ? (File.OpenRead(PathOf(hash)), "image/jpeg")
        : (File.OpenRead(PathOf(file.Sha256)), file.ContentType);

    /// <summary>What the first bytes say: JPEG, PNG or PDF; null for anything else.</summary>
    public static string? ContentTypeOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : bytes.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : bytes.StartsWith("%PDF-"u8) && bytes.Length > 32 && bytes[^Math.Min(bytes.Length, 2048)..].IndexOf("%%EOF"u8) >= 0 ? "application/pdf"
        : null;

    private static async Task<byte[]> ReadBoundedAsync(Stream content, CancellationToken cancel)
    {
        using var buffer = new MemoryStream();
        var block = new byte[81920];
        int read;
        while ((read = await content.ReadAsync(block, cancel)) > 0)
        {
            if (buffer.Length + read > LargestFile)
                throw new Refusal("Tệp lớn hơn 20 MB. Chọn ảnh nhỏ hơn hoặc chụp lại", "Files");
            buffer.Write(block, 0, read);
        }
        return buffer.ToArray();
    }

    /// <summary>Draws the picture anew: upright as its orientation says, at most 2,000 pixels a side, with nothing of its metadata.</summary>
    internal static byte[] Redraw(byte[] bytes)
    {
        using var codec = SKCodec.Create(new MemoryStream(bytes)) ?? throw Unreadable();
        if ((long)codec.Info.Width * codec.Info.Height > MostPixels)
            throw new Refusal("Ảnh có quá nhiều điểm ảnh. Chọn ảnh nhỏ hơn hoặc chụp lại", "Files");
        using var decoded = SKBitmap.Decode(codec) ?? throw Unreadable();
        var turned = codec.EncodedOrigin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (width, height) = turned ? (decoded.Height, decoded.Width) : (decoded.Width, decoded.Height);
        var scale = Math.Min(1f, (float)PublicSide / Math.Max(width, height));
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

    private static Refusal Unreadable() => new("Không mở được ảnh này. Chọn ảnh khác hoặc chụp lại", "Files");

    // Written beside and moved into place: a half-written file never bears a hash.
    private async Task<string> KeepAsync(byte[] bytes, CancellationToken cancel)
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
