using System.Text.RegularExpressions;
using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Documents;

/// <summary>How documents are named, compared and told.</summary>
public static partial class DocumentWords
{
    public static string Title(this DocumentUrgency urgency) => urgency switch
    {
        DocumentUrgency.Normal => "Thường",
        DocumentUrgency.Urgent => "Khẩn",
        DocumentUrgency.VeryUrgent => "Thượng khẩn",
        DocumentUrgency.Express => "Hỏa tốc",
        _ => throw new ArgumentOutOfRangeException(nameof(urgency), urgency, "Unknown urgency."),
    };

    public static string Title(this DocumentHandling handling) => handling switch
    {
        DocumentHandling.ToAssign => "Chưa giao việc",
        DocumentHandling.Assigned => "Đã giao việc",
        DocumentHandling.ForInformation => "Để biết, không giao việc",
        _ => throw new ArgumentOutOfRangeException(nameof(handling), handling, "Unknown handling."),
    };

    /// <summary>Reads «khẩn», «Hoả tốc», «thường» or nothing; false for any other word.</summary>
    public static bool TryUrgency(string? text, out DocumentUrgency urgency)
    {
        var folded = Vi.Fold(text).Replace("hoa toc hen gio", "hoa toc", StringComparison.Ordinal);
        urgency = Enum.GetValues<DocumentUrgency>().FirstOrDefault(x => Vi.Fold(x.Title()) == folded);
        return folded is "" or "binh thuong" or "khong" || Vi.Fold(urgency.Title()) == folded;
    }

    /// <summary>
    /// The kind of a document by the letters of its symbol (Nghị định 30/2020/NĐ-CP, Phụ lục III): «Công văn» has none of its
    /// own, so whatever names no kind is one.
    /// </summary>
    public static string KindOf(string number)
    {
        var letters = Vi.Normalize(number).Split('/').ElementAtOrDefault(^1)?.Split('-')[0] ?? "";
        if (letters.Length == 0 && number.Contains('/', StringComparison.Ordinal))
            letters = number.Split('/')[1].Split('-')[0];
        return letters switch
        {
            "NQ" => "Nghị quyết", "QĐ" => "Quyết định", "CT" => "Chỉ thị", "QC" => "Quy chế", "TB" => "Thông báo", "HD" => "Hướng dẫn", "CTr" => "Chương trình",
            "KH" => "Kế hoạch", "PA" => "Phương án", "ĐA" => "Đề án", "BC" => "Báo cáo", "BB" => "Biên bản", "TTr" => "Tờ trình", "CĐ" => "Công điện", "GM" => "Giấy mời",
            _ => "Công văn",
        };
    }

    /// <summary>«Công văn số 1286/UBND-NC ngày 12/11/2026 của UBND tỉnh».</summary>
    public static string Name(Document document) => $"{KindOf(document.Number)} số {document.Number} ngày {Vi.Date(document.IssuedOn)} của {document.Issuer}";

    /// <summary>An issuer as it is compared: «Ủy ban nhân dân tỉnh» and «UBND tỉnh» are one.</summary>
    public static string IssuerKey(string issuer) => NotWord().Replace(Vi.Fold(issuer), " ").Trim()
        .Replace("uy ban nhan dan", "ubnd", StringComparison.Ordinal).Replace("hoi dong nhan dan", "hdnd", StringComparison.Ordinal)
        .Replace("mat tran to quoc", "mttq", StringComparison.Ordinal);

    /// <summary>What makes a document the same one: issuer, number and symbol, issue date.</summary>
    public static string IdentityKey(string issuer, string number, DateOnly issuedOn)
    {
        var folded = Vi.Fold(number);
        folded = Leading().Replace(folded, "");
        return $"{IssuerKey(issuer)}|{string.Concat(folded.Where(c => !char.IsWhiteSpace(c)))}|{issuedOn:yyyyMMdd}";
    }

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex NotWord();

    // «Số: 12/KH-UBND» as some sheets write it; «012/…» is «12/…».
    [GeneratedRegex(@"^(so[: ]+)?0*(?=[0-9])")]
    private static partial Regex Leading();
}
