using System.Xml.Linq;
using BacSon.Kernel.Papers;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;

namespace BacSon.Rules.Tests.Papers;

/// <summary>The layout of Nghị định 30/2020/NĐ-CP, Phụ lục I, in a Word file.</summary>
public sealed class WordPaperTests
{
    private static PaperContent Report(params PaperBlock[] blocks) => new("Ủy ban nhân dân xã Bắc Sơn", "Bắc Sơn", "Báo cáo", "BC-UBND", "Kết quả thực hiện kế hoạch quý III năm 2026")
    {
        Bases = ["Căn cứ Luật Tổ chức chính quyền địa phương", "Căn cứ Kế hoạch số 12/KH-UBND"],
        Blocks = blocks.Length == 0 ? [PaperBlock.Heading("I. Kết quả"), PaperBlock.Paragraph("Đã hoàn thành 12 nhiệm vụ.")] : blocks,
        Signer = new PaperSigner(["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "Phạm Minh Tuấn"),
        Recipients = ["UBND tỉnh", "Các đơn vị thuộc xã", "Lưu: VT, VP"],
        Year = 2026,
    };

    private static PaperAppendix Appendix(int rows) => new("Danh mục nhiệm vụ", [PaperBlock.Table([1, 6, 2], ["TT", "Nhiệm vụ", "Thời hạn"], [.. Enumerable.Range(1, rows).Select(i => (IReadOnlyList<string>)[$"{i}", $"Nhiệm vụ số {i}", "25/11/2026"])])]);

    private static T Open<T>(byte[] word, Func<WordprocessingDocument, T> read)
    {
        using var file = WordprocessingDocument.Open(new MemoryStream(word), isEditable: false);
        return read(file);
    }

    private static string TextOf(byte[] word) => Open(word, x => string.Join('\n', x.MainDocumentPart!.Document!.Body!.Descendants<Paragraph>().Select(p => p.InnerText)));

    [Fact]
    public void What_is_written_is_valid_WordprocessingML_with_and_without_appendices_as_report_and_as_letter()
    {
        foreach (var paper in new[] { Report(), Report() with { Appendices = [Appendix(3), Appendix(2)] }, Report() with { TypeName = null, Symbol = "UBND-VP", Addressees = ["Phòng Kinh tế", "Trạm Y tế xã"] } })
            Open(WordPaper.Write(paper, new PaperNumber(7, new DateOnly(2026, 2, 5))), file =>
            {
                var faults = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(file).Select(x => $"{x.Path?.XPath}: {x.Description}").ToList();
                Assert.True(faults.Count == 0, string.Join('\n', faults.Take(5)));
                return 0;
            });
    }

    [Fact]
    public void Margins_paper_and_font_are_those_of_the_decree_and_the_appendix_lies()
    {
        Open(WordPaper.Write(Report() with { Appendices = [Appendix(3)] }), file =>
        {
            var sections = file.MainDocumentPart!.Document!.Body!.Descendants<SectionProperties>().ToList();
            Assert.Equal(2, sections.Count);
            double Mm(long twips) => twips / 1440d * 25.4;
            var (size, margin) = (sections[0].GetFirstChild<PageSize>()!, sections[0].GetFirstChild<PageMargin>()!);
            Assert.Equal((210, 297), ((int)Math.Round(Mm(size.Width!.Value)), (int)Math.Round(Mm(size.Height!.Value))));
            Assert.InRange(Mm(margin.Top!.Value), 20, 25);
            Assert.InRange(Mm(margin.Bottom!.Value), 20, 25);
            Assert.InRange(Mm(margin.Left!.Value), 30, 35);
            Assert.InRange(Mm(margin.Right!.Value), 15, 20);
            // The number of the page stands from the second sheet on.
            Assert.NotNull(sections[0].GetFirstChild<TitlePage>());
            Assert.Null(sections[1].GetFirstChild<TitlePage>());
            Assert.Equal(PageOrientationValues.Landscape, sections[1].GetFirstChild<PageSize>()!.Orient!.Value);
            Assert.Equal("Times New Roman", file.MainDocumentPart.StyleDefinitionsPart!.Styles!.DocDefaults!.Descendants<RunFonts>().Single().Ascii!.Value);
            Assert.Contains("PAGE", file.MainDocumentPart.HeaderParts.Single().Header!.InnerXml, StringComparison.Ordinal);
            return 0;
        });
    }

    [Fact]
    public void A_number_and_a_day_that_nobody_gave_stay_blank_and_given_ones_take_their_zeros()
    {
        var draft = TextOf(WordPaper.Write(Report()));
        Assert.Contains("Số: …/BC-UBND", draft, StringComparison.Ordinal);
        Assert.Contains("Bắc Sơn, ngày … tháng … năm 2026", draft, StringComparison.Ordinal);
        var issued = TextOf(WordPaper.Write(Report(), new PaperNumber(7, new DateOnly(2027, 2, 5))));
        Assert.Contains("Số: 07/BC-UBND", issued, StringComparison.Ordinal);
        Assert.Contains("Bắc Sơn, ngày 05 tháng 02 năm 2027", issued, StringComparison.Ordinal);
        Assert.Contains("Bắc Sơn, ngày 20 tháng 3 năm 2027", TextOf(WordPaper.Write(Report(), new PaperNumber(12, new DateOnly(2027, 3, 20)))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_has_its_heads_its_kind_and_its_end_and_a_letter_its_subject_under_the_number()
    {
        var report = TextOf(WordPaper.Write(Report()));
        foreach (var line in new[] { "ỦY BAN NHÂN DÂN", "XÃ BẮC SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "BÁO CÁO", "Căn cứ Luật Tổ chức chính quyền địa phương;", "Căn cứ Kế hoạch số 12/KH-UBND.", "Đã hoàn thành 12 nhiệm vụ./.", "KT. CHỦ TỊCH", "Phạm Minh Tuấn", "Nơi nhận:", "- Các đơn vị thuộc xã;", "- Lưu: VT, VP." })
            Assert.Contains(line, report.Split('\n'));
        var letter = TextOf(WordPaper.Write(Report() with { TypeName = null, Symbol = "UBND-VP", Abstract = "Đôn đốc thực hiện nhiệm vụ quá hạn", Addressees = ["Phòng Kinh tế"] }));
        Assert.Contains("V/v đôn đốc thực hiện nhiệm vụ quá hạn", letter, StringComparison.Ordinal);
        Assert.Contains("Kính gửi: Phòng Kinh tế", letter, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\0b\u0001c\u001b")]
    [InlineData("<w:p>]]>&amp;</w:p>")]
    [InlineData("\ud800 lẻ")]
    [InlineData("hai\r\ndòng\u2028ba")]
    public void Whatever_is_typed_the_file_opens_and_is_valid(string text)
    {
        var word = WordPaper.Write(Report(PaperBlock.Heading(text), PaperBlock.Table([1, 1], [text, "b"], [[text], ["x", text, "thừa"]]), PaperBlock.Paragraph(text)) with { Abstract = text, Recipients = [text] });
        Open(word, file =>
        {
            Assert.Empty(new OpenXmlValidator().Validate(file));
            _ = XDocument.Parse(file.MainDocumentPart!.Document!.OuterXml);
            return 0;
        });
    }

    [Fact]
    public void A_long_appendix_repeats_its_head_and_splits_no_row()
    {
        Open(WordPaper.Write(Report() with { Appendices = [Appendix(400)] }), file =>
        {
            var rows = file.MainDocumentPart!.Document!.Body!.Elements<Table>().Last(x => x.Elements<TableRow>().Count() > 1).Elements<TableRow>().ToList();
            Assert.Equal(401, rows.Count);
            Assert.NotNull(rows[0].TableRowProperties!.GetFirstChild<TableHeader>());
            Assert.All(rows, x => Assert.NotNull(x.TableRowProperties!.GetFirstChild<CantSplit>()));
            return 0;
        });
    }
}
