using System.Globalization;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Papers;

public enum PaperBlockKind { Heading, Paragraph, Table }

/// <summary>One part of the body of a paper, from top to bottom.</summary>
/// <param name="Text">Of a heading or a paragraph.</param>
/// <param name="Head">Column heads of a table; repeated on each page.</param>
/// <param name="Widths">Of the columns, as parts of the whole.</param>
public sealed record PaperBlock(PaperBlockKind Kind, string? Text = null, IReadOnlyList<string>? Head = null, IReadOnlyList<IReadOnlyList<string>>? Rows = null, IReadOnlyList<int>? Widths = null)
{
    public static PaperBlock Heading(string text) => new(PaperBlockKind.Heading, text);
    public static PaperBlock Paragraph(string text) => new(PaperBlockKind.Paragraph, text);
    public static PaperBlock Table(IReadOnlyList<int> widths, IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows) => new(PaperBlockKind.Table, null, head, rows, widths);
}

/// <summary>An appendix on sheets of its own, lying.</summary>
public sealed record PaperAppendix(string Title, IReadOnlyList<PaperBlock> Blocks);

/// <summary>Who signs, in which power: «TM. ỦY BAN NHÂN DÂN», «KT. CHỦ TỊCH», «PHÓ CHỦ TỊCH» (Nghị định 30/2020/NĐ-CP, Điều 13).</summary>
public sealed record PaperSigner(IReadOnlyList<string> Power, string Name);

/// <summary>What an administrative paper says, apart from how it is laid out. Everything in it is Vietnamese and was composed by this program or typed.</summary>
/// <param name="TypeName">«Báo cáo», printed in capitals; null for an official letter, whose abstract stands under its number.</param>
/// <param name="Symbol">After the number: «BC-UBND», or of a letter «UBND-VP».</param>
/// <param name="Abstract">Trích yếu.</param>
public sealed record PaperContent(string Office, string Place, string? TypeName, string Symbol, string Abstract)
{
    public IReadOnlyList<string> Addressees { get; init; } = [];

    /// <summary>Căn cứ, each without its closing mark.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];
    public IReadOnlyList<PaperBlock> Blocks { get; init; } = [];
    public required PaperSigner Signer { get; init; }

    /// <summary>Nơi nhận, each without dash and closing mark; the last is «Lưu: VT, VP».</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];
    public IReadOnlyList<PaperAppendix> Appendices { get; init; } = [];

    /// <summary>The year that stands in the date while the day is not known.</summary>
    public int Year { get; init; }
}

/// <summary>Number and date from the office's own register.</summary>
public sealed record PaperNumber(int Number, DateOnly On)
{
    /// <summary>Below ten with a zero (Nghị định 30/2020/NĐ-CP, Phụ lục I).</summary>
    public string Text => Number.ToString(Number < 10 ? "00" : "0", CultureInfo.InvariantCulture);
}

/// <summary>The office that issues and those who sign for it, read from the organization of a day.</summary>
public static class PaperOffice
{
    /// <summary>The full name in its setting.</summary>
    public static string Name(OrganizationOn organization) => organization.Setting(SettingNames.FullName) is { Length: > 0 } name ? name : "Ủy ban nhân dân xã Bắc Sơn";

    public static string Place(OrganizationOn organization) => organization.Setting(SettingNames.Place) is { Length: > 0 } place ? place : "Bắc Sơn";

    /// <summary>Those who may sign, the chairman first; each in his own power.</summary>
    public static IReadOnlyList<(int PersonId, PaperSigner Signer)> Signers(OrganizationOn organization) =>
    [
        .. organization.People.Where(x => organization.HasRole(x.Id, Role.Chairman)).Select(x => (x.Id, new PaperSigner(["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], x.FullName))),
        .. organization.People.Where(x => organization.HasRole(x.Id, Role.DeputyChairman)).Select(x => (x.Id, new PaperSigner(["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], x.FullName))),
        .. organization.People.Where(x => organization.HasRole(x.Id, Role.OfficeHead)).Select(x => (x.Id, new PaperSigner(["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"], x.FullName))),
    ];

    /// <summary>The chairman, or an empty line where there is none yet.</summary>
    public static PaperSigner Chairman(OrganizationOn organization) => Signers(organization) is [var first, ..] ? first.Signer : new PaperSigner(["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "");

    /// <summary>«ngày 05 tháng 02 năm 2026», with dots for what is not known: day below ten and months one and two take a zero.</summary>
    public static string DateText(string place, DateOnly? on, int year) => on is { } date
        ? string.Create(CultureInfo.InvariantCulture, $"{place}, ngày {date.Day:00} tháng {(date.Month <= 2 ? date.Month.ToString("00", CultureInfo.InvariantCulture) : date.Month.ToString(CultureInfo.InvariantCulture))} năm {date.Year}")
        : string.Create(CultureInfo.InvariantCulture, $"{place}, ngày … tháng … năm {year}");

    /// <summary>«Số: 12/BC-UBND».</summary>
    public static string NumberText(string symbol, PaperNumber? number) => $"Số: {number?.Text ?? "…"}/{symbol}";
}
