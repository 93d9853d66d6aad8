using BacSon.Kernel.Ui;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace BacSon.Kernel.Papers;

/// <summary>
/// Writes a paper as Word in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I: A4, Times New Roman, the two heads, number, place
/// and date, body, recipients and signature. The number stays blank until the office's register gives it; no signature or seal is ever drawn.
/// </summary>
public static class WordPaper
{
    // Twentieths of a point. Margins (Phụ lục I, phần I, mục 3): top and bottom 20–25 mm, left 30–35 mm, right 15–20 mm.
    private const uint Top = 1134, Bottom = 1134, Left = 1701, Right = 992;
    private const int PageWidth = 11906, PageHeight = 16838;
    private const int TextWidth = PageWidth - (int)Left - (int)Right;

    /// <summary>The Word file. Texts are made safe for XML: what a paper cannot hold is left out.</summary>
    public static byte[] Write(PaperContent paper, PaperNumber? number = null)
    {
        using var file = new MemoryStream();
        using (var word = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var main = word.AddMainDocumentPart();
            Styles(main);
            var header = PageNumber(main);
            var body = new Body();
            body.Append(Head(paper, number));
            body.Append(Centered("", after: 0));
            if (paper.TypeName is { } type)
            {
                body.Append(Centered(Vi.Capitals(type), 28, bold: true, after: 0));
                body.Append(Centered(paper.Abstract, 28, bold: true, after: 0));
                body.Append(Line(TextWidth, 0.34));
            }
            if (paper.Addressees.Count == 1)
                body.Append(Centered($"Kính gửi: {paper.Addressees[0]}", 28, after: 120));
            else if (paper.Addressees.Count > 1)
            {
                body.Append(Paragraph("Kính gửi:", indent: 2268, after: 0));
                foreach (var (addressee, i) in paper.Addressees.Select((x, i) => (x, i)))
                    body.Append(Paragraph($"- {addressee}{(i == paper.Addressees.Count - 1 ? "." : ";")}", indent: 2835, after: i == paper.Addressees.Count - 1 ? 120 : 0));
            }
            foreach (var (basis, i) in paper.Bases.Select((x, i) => (x, i)))
                body.Append(Paragraph($"{basis}{(i == paper.Bases.Count - 1 ? "." : ";")}", first: 720, italic: true));
            Append(body, paper.Blocks, TextWidth, end: true);
            body.Append(Foot(paper));
            if (paper.Appendices.Count > 0)
            {
                // The section that ends with the foot stands; the appendices lie.
                body.Append(new Paragraph(new ParagraphProperties(Section(header, lying: false, first: true))));
                foreach (var (appendix, i) in paper.Appendices.Select((x, i) => (x, i)))
                {
                    body.Append(Centered(paper.Appendices.Count == 1 ? "Phụ lục" : $"Phụ lục {Roman(i + 1)}", 28, bold: true, after: 0, newPage: i > 0));
                    body.Append(Centered(Vi.Capitals(appendix.Title), 28, bold: true, after: 60));
                    body.Append(Centered($"(Kèm theo {paper.TypeName ?? "Công văn"} số {number?.Text ?? "…"}/{paper.Symbol})", 26, italic: true, after: 120));
                    Append(body, appendix.Blocks, PageHeight - (int)Top - (int)Bottom, end: false);
                }
                body.Append(Section(header, lying: true, first: false));
            }
            else
                body.Append(Section(header, lying: false, first: true));
            main.Document = new Document(body);
        }
        return file.ToArray();
    }

    private static void Append(Body body, IReadOnlyList<PaperBlock> blocks, int width, bool end)
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            switch (block.Kind)
            {
                case PaperBlockKind.Heading:
                    body.Append(Paragraph(block.Text!, first: 720, bold: true, keep: true));
                    break;
                case PaperBlockKind.Paragraph:
                    // The body closes with «./.».
                    var text = block.Text ?? "";
                    body.Append(Paragraph(end && i == blocks.Count - 1 ? text.TrimEnd('.') + "./." : text, first: 720));
                    break;
                default:
                    body.Append(Table(block, width));
                    body.Append(Paragraph("", after: 0));
                    break;
            }
        }
    }

    private static Table Head(PaperContent paper, PaperNumber? number)
    {
        int left = TextWidth * 42 / 100, right = TextWidth - left;
        var office = Split(Vi.Capitals(paper.Office));
        var cell = new List<OpenXmlElement>();
        cell.AddRange(office.Select(x => Centered(x, 26, bold: true, after: 0)));
        cell.Add(Line(left, 0.4));
        cell.Add(Centered(PaperOffice.NumberText(paper.Symbol, number), 26, after: 0));
        if (paper.TypeName is null)
            cell.Add(Centered($"V/v {Vi.LowerFirst(paper.Abstract)}", 24, after: 0));
        return Frame([left, right], [cell,
        [
            Centered("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 24, bold: true, after: 0),
            Centered("Độc lập - Tự do - Hạnh phúc", 26, bold: true, after: 0),
            Line(right, 0.56),
            Centered(PaperOffice.DateText(paper.Place, number?.On, paper.Year), 26, italic: true, after: 0),
        ]]);
    }

    // «ỦY BAN NHÂN DÂN» and what it is of, a line each.
    private static string[] Split(string office) => office.StartsWith("ỦY BAN NHÂN DÂN ", StringComparison.Ordinal) ? ["ỦY BAN NHÂN DÂN", office["ỦY BAN NHÂN DÂN ".Length..]] : [office];

    private static Table Foot(PaperContent paper)
    {
        var recipients = new List<OpenXmlElement> { Paragraph("Nơi nhận:", size: 24, bold: true, italic: true, after: 0, left: true) };
        recipients.AddRange(paper.Recipients.Select((x, i) => Paragraph($"- {x}{(i == paper.Recipients.Count - 1 ? "." : ";")}", size: 22, after: 0, left: true)));
        var signature = new List<OpenXmlElement>();
        signature.AddRange(paper.Signer.Power.Select(x => Centered(x, 26, bold: true, after: 0)));
        signature.AddRange(Enumerable.Range(0, 4).Select(_ => Centered("", after: 0)));
        signature.Add(Centered(paper.Signer.Name, 28, bold: true, after: 0));
        return Frame([TextWidth / 2, TextWidth - TextWidth / 2], [recipients, signature]);
    }

    private static Table Frame(int[] widths, IReadOnlyList<IReadOnlyList<OpenXmlElement>> cells)
    {
        var row = new TableRow(new TableRowProperties(new CantSplit()));
        for (var i = 0; i < widths.Length; i++)
            row.Append(new TableCell([new TableCellProperties(new TableCellWidth { Type = TableWidthUnitValues.Dxa, Width = Text(widths[i]) }), .. cells[i]]));
        return new Table(new TableProperties(new TableWidth { Type = TableWidthUnitValues.Dxa, Width = Text(widths.Sum()) }, new TableLayout { Type = TableLayoutValues.Fixed }),
            new TableGrid(widths.Select(x => new GridColumn { Width = Text(x) })), row);
    }

    private static Table Table(PaperBlock block, int width)
    {
        var parts = block.Widths!.Sum();
        int[] widths = [.. block.Widths!.Select(x => width * x / parts)];
        var table = new Table(
            new TableProperties(new TableWidth { Type = TableWidthUnitValues.Dxa, Width = Text(widths.Sum()) },
                new TableBorders(new TopBorder { Val = BorderValues.Single, Size = 4 }, new LeftBorder { Val = BorderValues.Single, Size = 4 }, new BottomBorder { Val = BorderValues.Single, Size = 4 },
                    new RightBorder { Val = BorderValues.Single, Size = 4 }, new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 }, new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 }),
                new TableLayout { Type = TableLayoutValues.Fixed }),
            new TableGrid(widths.Select(x => new GridColumn { Width = Text(x) })));
        table.Append(Row(block.Head!, widths, head: true));
        foreach (var row in block.Rows!)
            table.Append(Row(row, widths, head: false));
        return table;
    }

    private static TableRow Row(IReadOnlyList<string> cells, int[] widths, bool head)
    {
        var row = new TableRow(head ? new TableRowProperties(new CantSplit(), new TableHeader()) : new TableRowProperties(new CantSplit()));
        for (var i = 0; i < widths.Length; i++)
        {
            var text = i < cells.Count ? cells[i] : "";
            row.Append(new TableCell(new TableCellProperties(new TableCellWidth { Type = TableWidthUnitValues.Dxa, Width = Text(widths[i]) }, new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center }),
                head ? Centered(text, 24, bold: true, after: 0) : Paragraph(text, size: 24, after: 0, left: true)));
        }
        return row;
    }

    private static Paragraph Centered(string text, int size = 28, bool bold = false, bool italic = false, int after = 120, bool newPage = false) =>
        new(new ParagraphProperties(newPage ? new PageBreakBefore() : null!, new SpacingBetweenLines { Before = "0", After = Text(after) }, new Justification { Val = JustificationValues.Center }), Run(text, size, bold, italic));

    private static Paragraph Paragraph(string text, int size = 28, bool bold = false, bool italic = false, int after = 120, int first = 0, int indent = 0, bool keep = false, bool left = false) =>
        new(new ParagraphProperties(keep ? new KeepNext() : null!, new SpacingBetweenLines { Before = "0", After = Text(after) },
            first > 0 ? new Indentation { FirstLine = Text(first) } : indent > 0 ? new Indentation { Left = Text(indent) } : null!,
            new Justification { Val = left ? JustificationValues.Left : JustificationValues.Both }), Run(text, size, bold, italic));

    // A short rule in the middle of its column: the border of an empty paragraph, drawn in from both sides.
    private static Paragraph Line(int width, double part)
    {
        var side = (int)(width * (1 - part) / 2);
        return new(new ParagraphProperties(new ParagraphBorders(new TopBorder { Val = BorderValues.Single, Size = 6, Space = 1 }), new SpacingBetweenLines { Before = "20", After = "60", Line = "120", LineRule = LineSpacingRuleValues.Exact },
            new Indentation { Left = Text(side), Right = Text(side) }), Run("", 8, false, false));
    }

    private static Run Run(string text, int size, bool bold, bool italic)
    {
        var properties = new RunProperties();
        if (bold)
            properties.Append(new Bold());
        if (italic)
            properties.Append(new Italic());
        properties.Append(new FontSize { Val = Text(size) }, new FontSizeComplexScript { Val = Text(size) });
        var run = new Run(properties);
        var lines = Safe(text).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0)
                run.Append(new Break());
            run.Append(new Text(lines[i]) { Space = SpaceProcessingModeValues.Preserve });
        }
        return run;
    }

    private static void Styles(MainDocumentPart main)
    {
        var styles = main.AddNewPart<StyleDefinitionsPart>();
        styles.Styles = new Styles(
            new DocDefaults(
                new RunPropertiesDefault(new RunPropertiesBaseStyle(
                    new RunFonts { Ascii = Font, HighAnsi = Font, EastAsia = Font, ComplexScript = Font }, new FontSize { Val = "28" }, new FontSizeComplexScript { Val = "28" }, new Languages { Val = "vi-VN" })),
                new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "120", Line = "264", LineRule = LineSpacingRuleValues.Auto }))),
            new Style(new StyleName { Val = "Normal" }) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true });
    }

    internal const string Font = "Times New Roman";

    // Arabic numerals in the middle of the top margin, not on the first page (Phụ lục I, phần I, mục 7).
    private static string PageNumber(MainDocumentPart main)
    {
        var part = main.AddNewPart<HeaderPart>();
        part.Header = new Header(new Paragraph(new ParagraphProperties(new Justification { Val = JustificationValues.Center }),
            new SimpleField(new Run(new RunProperties(new FontSize { Val = "26" }), new Text("2"))) { Instruction = "PAGE" }));
        return main.GetIdOfPart(part);
    }

    private static SectionProperties Section(string header, bool lying, bool first)
    {
        var section = new SectionProperties(
            new HeaderReference { Type = HeaderFooterValues.Default, Id = header },
            new SectionType { Val = SectionMarkValues.NextPage },
            lying ? new PageSize { Width = PageHeight, Height = PageWidth, Orient = PageOrientationValues.Landscape } : new PageSize { Width = PageWidth, Height = PageHeight },
            lying ? new PageMargin { Top = (int)Left, Bottom = (int)Right, Left = Top, Right = Bottom, Header = 567, Footer = 567, Gutter = 0 } : new PageMargin { Top = (int)Top, Bottom = (int)Bottom, Left = Left, Right = Right, Header = 567, Footer = 567, Gutter = 0 });
        if (first)
            section.Append(new TitlePage());
        return section;
    }

    private static string Text(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // XML 1.0 knows no control characters but tab and line break.
    internal static string Safe(string text) => string.Concat(text.ReplaceLineEndings("\n").EnumerateRunes().Where(x => x.Value is '\n' or '\t' || x.Value >= 0x20 && x.Value is not (0xFFFE or 0xFFFF) && !System.Text.Rune.IsControl(x)).Select(x => x.ToString())).Normalize();

    private static string Roman(int n) => n switch { 1 => "I", 2 => "II", 3 => "III", 4 => "IV", 5 => "V", _ => Text(n) };
}
