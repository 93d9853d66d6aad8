using QRCoder;

namespace BacSon.Kernel.Ui;

/// <summary>A text as a picture that a telephone reads (ISO/IEC 18004).</summary>
public static class QrPicture
{
    /// <summary>A data address (PNG), which the content policy allows.</summary>
    public static string Of(string text)
    {
        using var maker = new QRCodeGenerator();
        using var code = maker.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        return "data:image/png;base64," + Convert.ToBase64String(picture.GetGraphic(5));
    }
}
