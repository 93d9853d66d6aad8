using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;
using MiniExcelLibs;

namespace BacSon.Kernel.Catalogue;

/// <summary>One row of a catalogue sheet: what it would change and what is wrong with it.</summary>
/// <param name="Row">Its number in the sheet, from 1.</param>
/// <param name="Changes">Vietnamese sentences; empty where the row says what the catalogue says.</param>
public sealed record CatalogueSheetRow(int Row, string Key, string Title, IReadOnlyList<string> Changes, IReadOnlyList<string> Errors)
{
    internal string? NewTitle { get; init; }
    internal string? NewField { get; init; }
    internal string? NewDays { get; init; }
    internal bool? On { get; init; }
    internal LawTarget? Target { get; init; }
    internal LawInput? Law { get; init; }
}

/// <summary>
/// The catalogue as an Excel sheet: one row for each term of a kind, one for a kind without. What comes in is compared with
/// what the sheet would say now, so that an untouched sheet changes nothing; a changed term is a correction and names its text.
/// </summary>
public sealed class CatalogueSheet(PlatformDb db, LawKeeper keeper)
{
    /// <summary>The largest file, in megabytes.</summary>
    public const int Megabytes = 2;

    private static readonly string[] Columns =
    [
        "Mã", "Tên nhiệm vụ", "Lĩnh vực", "Nhắc trước", "Đang dùng", "Mã thời hạn", "Áp dụng từ", "Áp dụng đến", "Cách tính", "Số lượng", "Đơn vị tính", "Tính từ", "Mức tin cậy",
        "Văn bản đối chiếu", "Điều, khoản", "Đường dẫn",
    ];

    private enum Column { Key, Title, Field, Days, On, Term, From, To, Kind, Amount, Unit, FromText, Trust, Document, Article, Link }

    private static readonly Column[] OfTerm = [Column.Kind, Column.Amount, Column.Unit, Column.FromText, Column.Document, Column.Article, Column.Link];

    /// <summary>The whole catalogue as it is today.</summary>
    public async Task<MemoryStream> WriteAsync(CancellationToken cancel = default)
    {
        var (entries, fields) = await ReadAsync(cancel);
        using var sheets = new DataSet { Locale = CultureInfo.InvariantCulture };
        var list = sheets.Tables.Add("Danh mục");
        foreach (var column in Columns)
            list.Columns.Add(column);
        foreach (var entry in entries)
            foreach (var cells in RowsOf(entry, fields))
                list.Rows.Add([.. cells]);
        var values = sheets.Tables.Add("Giá trị dùng được");
        string[][] choices = [[.. fields.Values.Order(StringComparer.Ordinal)], ["Bật", "Tắt"], [.. Enum.GetValues<TermKind>().Select(TermWords.Title)], [.. Enum.GetValues<TermUnit>().Select(TermWords.Title)]];
        foreach (var column in new[] { Column.Field, Column.On, Column.Kind, Column.Unit })
            values.Columns.Add(Columns[(int)column]);
        for (var row = 0; row < choices.Max(x => x.Length); row++)
            values.Rows.Add([.. choices.Select(x => row < x.Length ? x[row] : "")]);
        var file = new MemoryStream();
        MiniExcel.SaveAs(file, sheets);
        file.Position = 0;
        return file;
    }

    /// <summary>Understands the rows against the catalogue as it is now. Saves nothing. Throws <see cref="Refusal"/> for what is no such sheet.</summary>
    public async Task<IReadOnlyList<CatalogueSheetRow>> UnderstandAsync(IReadOnlyList<string?[]> cells, Viewer by, CancellationToken cancel = default)
    {
        if (!by.KeepsLaw)
            throw new NotAllowed();
        var (entries, fields) = await ReadAsync(cancel);
        var known = entries.ToDictionary(x => x.Key);
        int[]? map = null;
        var rows = new List<CatalogueSheetRow>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < cells.Count; i++)
        {
            var row = cells[i].Select(Flat).ToArray();
            if (row.All(x => x.Length == 0))
                continue;
            if (map is null)
            {
                var folded = row.Select(Vi.Fold).ToArray();
                map = [.. Columns.Select(x => Array.IndexOf(folded, Vi.Fold(x)))];
                if (map[(int)Column.Key] < 0)
                    throw new Refusal("Dòng đầu phải là tên các cột như trong tệp lấy từ danh mục", "File");
                continue;
            }
            if (rows.Count >= PlanImport.MostRows)
                throw new Refusal($"Mỗi lần nhập tối đa {PlanImport.MostRows} dòng", "File");
            string? At(Column column) => map[(int)column] is >= 0 and var at ? at < row.Length ? row[at] : "" : null;
            rows.Add(await UnderstandAsync(i + 1, At, known, fields, seen, by, cancel));
        }
        return rows;
    }

    /// <summary>Stands for what the rows would change: what is confirmed must be what was shown.</summary>
    public static string DigestOf(IEnumerable<CatalogueSheetRow> rows) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', rows.Where(x => x.Changes.Count > 0).Select(x => $"{x.Row}|{x.Key}|{string.Join('|', x.Changes)}")))));

    /// <summary>Saves all rows or none, each act with its line of history. Open duties keep their terms. Throws <see cref="Refusal"/> while a row has an error.</summary>
    public async Task SaveAsync(IReadOnlyList<CatalogueSheetRow> rows, string? reason, Viewer by, CancellationToken cancel = default)
    {
        if (rows.Count(x => x.Errors.Count > 0) is > 0 and var wrong)
            throw new Refusal($"Còn {Vi.Number(wrong)} dòng cần sửa, chưa lưu dòng nào");
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        foreach (var row in rows.Where(x => x.Changes.Count > 0))
        {
            async Task<CatalogueEntry> NowAsync()
            {
                db.ChangeTracker.Clear();
                return await db.Catalogue.AsNoTracking().FirstAsync(x => x.Key == row.Key, cancel);
            }
            if ((row.NewTitle ?? row.NewField ?? row.NewDays) is not null && await NowAsync() is var entry)
                await keeper.SetAsync(row.Key, row.NewTitle ?? entry.Title, row.NewField ?? entry.FieldCode, row.NewDays ?? entry.RemindBefore, reason, by, entry.Version, cancel);
            if (row.On is { } on)
                await keeper.SwitchAsync(row.Key, on, reason, by, (await NowAsync()).Version, cancel);
            if (row is { Target: { } target, Law: { } law })
            {
                var version = (await NowAsync()).Version;
                var preview = await keeper.PreviewAsync(row.Key, target, law with { Reason = reason }, by, version, cancel);
                await keeper.SaveAsync(row.Key, target, law with { Reason = reason }, preview.Digest, by, version, cancel);
            }
        }
        await transaction.CommitAsync(cancel);
    }

    private async Task<(List<CatalogueEntry> Entries, Dictionary<string, string> Fields)> ReadAsync(CancellationToken cancel)
    {
        var entries = await db.Catalogue.AsNoTracking().Include(x => x.Terms).OrderBy(x => x.Area).ThenBy(x => x.Tier).ThenBy(x => x.Key).ToListAsync(cancel);
        return (entries, await db.Fields.AsNoTracking().ToDictionaryAsync(x => x.Code, x => x.Name, cancel));
    }

    // A kind's own cells stand in its first row only: an empty one changes nothing.
    private static IEnumerable<string[]> RowsOf(CatalogueEntry entry, Dictionary<string, string> fields)
    {
        var terms = TermsOf(entry);
        for (var i = 0; i < Math.Max(1, terms.Count); i++)
        {
            var cells = new string[Columns.Length];
            Array.Fill(cells, "");
            cells[(int)Column.Key] = entry.Key;
            if (i == 0)
            {
                cells[(int)Column.Title] = Flat(entry.Title);
                cells[(int)Column.Field] = fields.GetValueOrDefault(entry.FieldCode, entry.FieldCode);
                cells[(int)Column.Days] = entry.RemindBefore.Replace(",", ", ", StringComparison.Ordinal);
                cells[(int)Column.On] = entry.On ? "Bật" : "Tắt";
            }
            if (i < terms.Count)
                foreach (var column in Enum.GetValues<Column>().Where(x => x >= Column.Term))
                    cells[(int)column] = CellOf(entry, terms[i], column);
            yield return cells;
        }
    }

    private static List<CatalogueTerm> TermsOf(CatalogueEntry entry) => entry.CountsTerm ? [.. entry.Terms.OrderBy(x => x.ValidFrom).ThenBy(x => x.Id)] : [];

    private static string CellOf(CatalogueEntry entry, CatalogueTerm term, Column column) => column switch
    {
        Column.Term => term.Id.ToString(CultureInfo.InvariantCulture),
        Column.From => term.ValidFrom is { } from ? Vi.Date(from) : "",
        Column.To => term.ValidTo is { } to ? Vi.Date(to) : "",
        Column.Kind => TermWords.Title(term.Kind),
        Column.Amount => term.Kind is TermKind.Immediately or TermKind.FixedDate ? "" : Math.Abs(term.Amount).ToString(CultureInfo.InvariantCulture),
        Column.Unit => TermWords.Title(term.Unit),
        Column.FromText => Flat(term.FromText),
        Column.Trust => CatalogueBook.SourceOf(entry, term) switch { Duties.TermSource.Law => "Theo luật", Duties.TermSource.Recalled => "Nhớ lại, chờ kiểm tra", _ => "Mặc định của xã" },
        Column.Document => Flat(term.Document),
        Column.Article => Flat(term.Article),
        Column.Link => Flat(term.Link),
        _ => "",
    };

    private async Task<CatalogueSheetRow> UnderstandAsync(int number, Func<Column, string?> at, Dictionary<string, CatalogueEntry> known, Dictionary<string, string> fields, HashSet<string> seen, Viewer by, CancellationToken cancel)
    {
        var key = at(Column.Key) ?? "";
        if (!known.TryGetValue(key, out var entry))
            return new CatalogueSheetRow(number, key, key, [], [key.Length == 0 ? "Chưa có mã loại nhiệm vụ" : $"Danh mục không có mã {Clip(key)}"]);
        List<string> changes = [], errors = [];
        var row = new CatalogueSheetRow(number, key, entry.Title, changes, errors);
        if (!seen.Add($"{key}|{at(Column.Term)}"))
            errors.Add("Đã có dòng khác cho cùng thời hạn này");
        if (at(Column.Title) is { Length: > 0 } title && title != Flat(entry.Title))
        {
            if (title.Length > 500)
                errors.Add("Tên nhiệm vụ dài hơn 500 ký tự");
            row = row with { NewTitle = title };
            changes.Add($"Tên thành «{Clip(title)}»");
        }
        if (at(Column.Field) is { Length: > 0 } field && field != fields.GetValueOrDefault(entry.FieldCode))
        {
            if (fields.FirstOrDefault(x => Vi.Fold(x.Value) == Vi.Fold(field)).Key is { } code)
            {
                row = row with { NewField = code };
                changes.Add($"Lĩnh vực thành {fields[code]}");
            }
            else
                errors.Add($"Không có lĩnh vực «{Clip(field)}»");
        }
        if (at(Column.Days) is { Length: > 0 } days)
            try
            {
                if (LawKeeper.ReadDays(days) is var read && read != entry.RemindBefore)
                {
                    row = row with { NewDays = read };
                    changes.Add($"Nhắc trước thành {read.Replace(",", ", ", StringComparison.Ordinal)} ngày làm việc");
                }
            }
            catch (Refusal refusal)
            {
                errors.Add(refusal.Message);
            }
        if (at(Column.On) is { Length: > 0 } on)
        {
            if (Vi.Fold(on) is not ("bat" or "tat"))
                errors.Add("Cột Đang dùng chỉ nhận Bật hoặc Tắt");
            else if (Vi.Fold(on) == "bat" != entry.On)
            {
                row = row with { On = !entry.On };
                changes.Add(entry.On ? "Tắt" : "Bật");
            }
        }
        return at(Column.Term) is { Length: > 0 } id ? await UnderstandTermAsync(row, id, at, entry, by, changes, errors, cancel) : Without(row, at, errors);
    }

    private static CatalogueSheetRow Without(CatalogueSheetRow row, Func<Column, string?> at, List<string> errors)
    {
        if (OfTerm.Any(x => at(x) is { Length: > 0 }))
            errors.Add("Dòng có thời hạn nhưng không có mã thời hạn. Thời hạn mới thêm ở trang của loại nhiệm vụ, mục Thêm văn bản mới");
        return row;
    }

    private async Task<CatalogueSheetRow> UnderstandTermAsync(CatalogueSheetRow row, string id, Func<Column, string?> at, CatalogueEntry entry, Viewer by, List<string> changes, List<string> errors, CancellationToken cancel)
    {
        if (TermsOf(entry).Find(x => CellOf(entry, x, Column.Term) == id) is not { } term)
        {
            errors.Add($"Loại nhiệm vụ này không có mã thời hạn {Clip(id)}. Lấy lại tệp từ danh mục rồi sửa");
            return row;
        }
        string Cell(Column column) => at(column) ?? CellOf(entry, term, column);
        bool Changed(Column column) => Cell(column) != CellOf(entry, term, column);
        if (Changed(Column.From) || Changed(Column.To))
            errors.Add("Thời gian áp dụng không sửa ở đây: thêm văn bản mới ở trang của loại nhiệm vụ");
        if (!OfTerm.Any(Changed))
            return row;
        var input = new LawInput(Cell(Column.Document), Cell(Column.Article), Cell(Column.Link), "Xem thử")
        {
            Kind = Pick<TermKind>(Cell(Column.Kind), TermWords.Title), Unit = Pick<TermUnit>(Cell(Column.Unit), TermWords.Title),
            Amount = int.TryParse(Cell(Column.Amount), NumberStyles.None, CultureInfo.InvariantCulture, out var amount) ? amount : null,
            // What was not touched is kept as it is, line breaks too.
            FromText = Changed(Column.FromText) ? Cell(Column.FromText) : term.FromText,
            ExtensionAmount = term.ExtensionAmount, ExtensionUnit = term.ExtensionUnit, ExtensionMaxTimes = term.ExtensionMaxTimes, ExtensionCondition = term.ExtensionCondition,
        };
        if (Cell(Column.Amount).Length > 0 && input.Amount is null)
            errors.Add("Số lượng phải là số nguyên");
        else
            try
            {
                var target = new LawTarget(false, term.Id);
                var preview = await keeper.PreviewAsync(row.Key, target, input, by, entry.Version, cancel);
                changes.AddRange(preview.Says);
                if (preview.Open.Count > 0)
                    changes.Add($"{Vi.Number(preview.Open.Count)} nhiệm vụ đang thực hiện giữ thời hạn cũ");
                return row with { Target = target, Law = input };
            }
            catch (Refusal refusal) when (refusal is not NotAllowed)
            {
                errors.Add(refusal.Field == "Document" ? "Đã sửa thời hạn nhưng chưa nhập văn bản đối chiếu" : refusal.Message);
            }
        return row;
    }

    private static T? Pick<T>(string text, Func<T, string> title) where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(x => Vi.Fold(title(x!.Value)) == Vi.Fold(text));

    private static string Flat(string? text) => Vi.Normalize((text ?? "").Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' '));

    private static string Clip(string text) => text.Length <= 80 ? text : text[..79] + "…";
}
