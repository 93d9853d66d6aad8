using System.Text.Json;
using System.Text.RegularExpressions;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Search;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Documents;

/// <summary>A field that is read of a sheet.</summary>
/// <param name="Key">Stable; stands in the setting.</param>
/// <param name="Title">As the office says it.</param>
/// <param name="Names">Headings by which it is recognised, as people write them.</param>
public sealed record DocumentColumn(string Key, string Title, bool Required, params string[] Names);

/// <summary>What a row of the sheet would come to.</summary>
public enum ImportedState { New, Same, Changed, Wrong }

/// <summary>One row: what was read, what it would come to, and why where it is wrong or differs.</summary>
/// <param name="Row">Its number in the sheet, from 1.</param>
/// <param name="ExistingId">The document that stands in the register already.</param>
public sealed record ImportedDocument(int Row, DocumentInput Input, ImportedState State, IReadOnlyList<string> Remarks, long? ExistingId = null);

/// <summary>What was read of a sheet.</summary>
/// <param name="Headings">The headings of the sheet, in its order.</param>
/// <param name="Columns">For each of <see cref="DocumentImport.Columns"/> the heading it was found under; null where it was not.</param>
public sealed record DocumentSheet(IReadOnlyList<string> Headings, IReadOnlyList<string?> Columns, IReadOnlyList<ImportedDocument> Rows)
{
    public IReadOnlyList<string> Missing => [.. DocumentImport.Columns.Where((column, i) => column.Required && Columns[i] is null).Select(x => x.Title)];

    public int Count(ImportedState state) => Rows.Count(x => x.State == state);
}

/// <summary>
/// Brings the incoming documents of the province's document system in, from its Excel list or from pasted cells. Reading
/// saves nothing; saving writes the new ones only, so that the same file may come every day.
/// </summary>
public sealed partial class DocumentImport(PlatformDb db, DocumentBook book)
{
    /// <summary>Rows of one file.</summary>
    public const int MostRows = 5_000;

    /// <summary>The largest file, in MB.</summary>
    public const int Megabytes = 5;

    /// <summary>The setting that keeps which heading of the office's file is which field.</summary>
    public const string Setting = "documents.columns";

    private const int LongestSetting = 1000;
    private const int HeadingsWithin = 20;
    private const int NamedRows = 10;

    public static readonly IReadOnlyList<DocumentColumn> Columns =
    [
        new("arrival", "Số đến", false, "Số đến", "Số văn bản đến", "Số VB đến", "Số thứ tự đến"),
        new("arrived", "Ngày đến", true, "Ngày đến", "Ngày nhận", "Ngày tiếp nhận", "Ngày vào sổ"),
        new("number", "Số, ký hiệu", true, "Số ký hiệu", "Số, ký hiệu", "Số/ký hiệu", "Số hiệu", "Số và ký hiệu", "Số ký hiệu văn bản"),
        new("issued", "Ngày ban hành", true, "Ngày văn bản", "Ngày ban hành", "Ngày VB", "Ngày ký", "Ngày tháng văn bản"),
        new("issuer", "Cơ quan ban hành", true, "Cơ quan ban hành", "Đơn vị ban hành", "Nơi ban hành", "Nơi gửi", "Tác giả", "Tên cơ quan, tổ chức ban hành"),
        new("abstract", "Trích yếu", true, "Trích yếu", "Trích yếu nội dung", "Nội dung trích yếu", "Tên loại và trích yếu nội dung", "Tên loại và trích yếu nội dung văn bản"),
        new("due", "Hạn trong văn bản", false, "Hạn xử lý", "Hạn giải quyết", "Hạn trả lời", "Thời hạn xử lý", "Hạn trong văn bản", "Hạn xử lý văn bản"),
        new("urgency", "Mức độ khẩn", false, "Độ khẩn", "Mức độ khẩn", "Mức khẩn"),
        new("signer", "Người ký", false, "Người ký"),
    ];

    private static readonly Dictionary<string, int> Known = Columns.SelectMany((column, i) => column.Names, (column, name) => (column, name))
        .GroupBy(x => Heading(x.name)).ToDictionary(x => x.Key, x => Columns.ToList().IndexOf(x.First().column));

    /// <summary>Understands the cells and compares them with the register. Throws <see cref="Refusal"/> at «File» when there is too much.</summary>
    public async Task<DocumentSheet> ReadAsync(IReadOnlyList<string?[]> cells, CancellationToken cancel = default)
    {
        var mapped = await MappingAsync(cancel);
        var (at, headings, places) = FindHeadings(cells, mapped);
        var columns = places.Select(x => x < 0 ? null : headings[x]).ToList();
        if (at < 0 || Columns.Where((column, i) => column.Required && places[i] < 0).Any())
            return new DocumentSheet([.. headings.Where(x => x.Length > 0).Distinct()], columns, []);
        var rows = new List<ImportedDocument>();
        for (var i = at + 1; i < cells.Count; i++)
        {
            var row = cells[i].Select(x => Vi.Normalize(x)).ToArray();
            if (row.All(x => x.Length == 0))
                continue;
            if (rows.Count >= MostRows)
                throw new Refusal($"Mỗi lần nhập tối đa {Vi.Number(MostRows)} dòng. Chia tệp theo tháng hoặc quý rồi nhập từng phần", "File");
            rows.Add(Understand(i + 1, column => places[column] >= 0 && places[column] < row.Length ? row[places[column]] : ""));
        }
        return new DocumentSheet([.. headings.Where(x => x.Length > 0).Distinct()], columns, await CompareAsync(rows, cancel));
    }

    /// <summary>Writes the new rows and nothing else; in one transaction. Gives how many.</summary>
    /// <param name="forInformation">They are only kept to be found again: nothing waits to be given of them.</param>
    public async Task<int> SaveAsync(DocumentSheet sheet, bool forInformation, Viewer by, CancellationToken cancel = default)
    {
        if (!by.KeepsDocuments)
            throw new NotAllowed();
        var now = db.Clock.GetUtcNow().UtcDateTime;
        var next = new Dictionary<int, int>();
        var saved = 0;
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            foreach (var chunk in sheet.Rows.Where(x => x.State == ImportedState.New).Chunk(500))
            {
                var documents = new List<Document>();
                foreach (var row in chunk)
                {
                    var document = Make(row.Input);
                    document.Handling = forInformation ? DocumentHandling.ForInformation : DocumentHandling.ToAssign;
                    document.EnteredById = by.Id;
                    document.EnteredAt = now;
                    document.ArrivalNumber = row.Input.ArrivalNumber;
                    if (document.ArrivalNumber is null)
                    {
                        // A number that the sheet leaves out comes after all that it names.
                        if (!next.TryGetValue(document.Year, out var free))
                            free = Math.Max(await book.NextNumberAsync(document.Year, cancel),
                                sheet.Rows.Where(x => x.State == ImportedState.New && x.Input.RegisteredOn?.Year == document.Year).Max(x => x.Input.ArrivalNumber ?? 0) + 1);
                        document.ArrivalNumber = free;
                        next[document.Year] = free + 1;
                    }
                    documents.Add(document);
                }
                db.Documents.AddRange(documents);
                db.Act = "Nhập văn bản đến từ tệp";
                await db.SaveChangesAsync(cancel);
                foreach (var document in documents)
                    await SearchIndex.AddAsync(db, SearchIndex.Document, document.Id, DocumentBook.SearchText(document), cancel);
                saved += documents.Count;
                db.ChangeTracker.Clear();
            }
            await transaction.CommitAsync(cancel);
            return saved;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            throw new EditConflict("Người khác vừa vào sổ một văn bản của tệp này. Chưa lưu dòng nào; xem thử lại rồi lưu");
        }
    }

    /// <summary>The headings that the office named, folded, for each of <see cref="Columns"/>; null where it named none.</summary>
    public async Task<IReadOnlyList<string?>> NamedAsync(CancellationToken cancel = default)
    {
        var named = await MappingAsync(cancel);
        return [.. Columns.Select(x => named.GetValueOrDefault(x.Key))];
    }

    /// <summary>Remembers which heading is which field, for every later file of the same form. Throws <see cref="Refusal"/> whose field is «Names[i].Heading».</summary>
    public async Task RememberAsync(IReadOnlyList<string?> headings, Viewer by, CancellationToken cancel = default)
    {
        if (!by.KeepsDocuments)
            throw new NotAllowed();
        var mapping = Columns.Select((column, i) => (column.Key, Heading: Vi.Normalize(headings.ElementAtOrDefault(i)), Index: i)).Where(x => x.Heading.Length > 0).ToList();
        if (mapping.GroupBy(x => Heading(x.Heading)).FirstOrDefault(x => x.Count() > 1) is { } twice)
            throw new Refusal($"Cột «{twice.First().Heading}» đã khai cho nội dung khác. Mỗi cột chỉ khai một lần", $"Names[{twice.Last().Index}].Heading");
        if (mapping.FirstOrDefault(x => Heading(x.Heading).Length == 0) is { Key: not null } empty)
            throw new Refusal("Tên cột phải có chữ hoặc số", $"Names[{empty.Index}].Heading");
        var value = JsonSerializer.Serialize(mapping.ToDictionary(x => x.Key, x => Heading(x.Heading)));
        if (value.Length > LongestSetting)
            throw new Refusal("Tên các cột quá dài, không nhớ được. Rút ngắn tên cột trong tệp rồi thử lại");
        if (await db.Settings.FirstOrDefaultAsync(x => x.Name == Setting, cancel) is { } kept)
            kept.Value = value;
        else
            db.Settings.Add(new Setting { Name = Setting, Value = value });
        db.Act = "Chọn cột của tệp văn bản đến";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Glossary 15, sentence 22: «Đã đọc 5.000 dòng: 4.997 dòng đúng, 3 dòng cần sửa (dòng 18, 204, 1.977). Chưa lưu dòng nào.»</summary>
    public static string Summary(DocumentSheet sheet)
    {
        var wrong = sheet.Rows.Where(x => x.State == ImportedState.Wrong).Select(x => x.Row).ToList();
        var right = sheet.Rows.Count - wrong.Count;
        return $"Đã đọc {Vi.Number(sheet.Rows.Count)} dòng: {Vi.Number(right)} dòng đúng{(wrong.Count == 0 ? "" : $", {Vi.Number(wrong.Count)} dòng cần sửa (dòng {string.Join(", ", wrong.Take(NamedRows).Select(x => Vi.Number(x)))}{(wrong.Count > NamedRows ? ", …" : "")})")}. Chưa lưu dòng nào.";
    }

    private async Task<Dictionary<string, string>> MappingAsync(CancellationToken cancel)
    {
        var value = await db.Settings.AsNoTracking().Where(x => x.Name == Setting).Select(x => x.Value).FirstOrDefaultAsync(cancel);
        try
        {
            return value is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(value) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    // What the office chose comes before what is recognised by itself. The headings are the row that names most fields;
    // a sheet that names none shows its first full row, so that its columns can be chosen.
    private static (int Row, string[] Headings, int[] Places) FindHeadings(IReadOnlyList<string?[]> cells, Dictionary<string, string> mapped)
    {
        var best = (Row: -1, Headings: Array.Empty<string>(), Places: Columns.Select(_ => -1).ToArray(), Found: 1);
        for (var i = 0; i < Math.Min(cells.Count, HeadingsWithin); i++)
        {
            var headings = cells[i].Select(x => Vi.Normalize(x)).Select(x => x[..Math.Min(x.Length, 100)]).ToArray();
            var folded = headings.Select(Heading).ToArray();
            var places = Columns.Select((column, field) => mapped.TryGetValue(column.Key, out var chosen) && Array.IndexOf(folded, chosen) is >= 0 and var own ? own
                : Array.FindIndex(folded, x => Known.TryGetValue(x, out var known) && known == field)).ToArray();
            // One column is one field: what was chosen for another is not recognised again.
            for (var field = 0; field < places.Length; field++)
                if (places[field] >= 0 && !mapped.ContainsKey(Columns[field].Key) && places.Where((x, other) => other != field && mapped.ContainsKey(Columns[other].Key)).Contains(places[field]))
                    places[field] = -1;
            var found = places.Count(x => x >= 0);
            if (found > best.Found)
                best = (i, headings, places, found);
        }
        if (best.Row < 0 && cells.Take(HeadingsWithin).FirstOrDefault(x => x.Count(cell => !string.IsNullOrWhiteSpace(cell)) >= 3) is { } first)
            best.Headings = [.. first.Select(x => Vi.Normalize(x)).Select(x => x[..Math.Min(x.Length, 100)])];
        return (best.Row, best.Headings, best.Places);
    }

    private ImportedDocument Understand(int row, Func<int, string> at)
    {
        var errors = new List<string>();
        DateOnly? Day(int column)
        {
            var text = at(column);
            if (text.Length == 0)
                return null;
            // The system may write the time after the date.
            if (Typed.TryDate(text, out var day) || Typed.TryDate(text.Split(' ')[0], out day))
                return day;
            errors.Add($"{Columns[column].Title} «{Short(text)}» không đúng. Ghi theo dạng ngày/tháng/năm");
            return null;
        }
        int? arrival = null;
        if (at(0) is { Length: > 0 } typed)
        {
            if (Typed.TryWhole(typed, out var number) && number is > 0 and <= int.MaxValue)
                arrival = (int)number;
            else
                errors.Add($"Số đến «{Short(typed)}» không phải là số");
        }
        if (!DocumentWords.TryUrgency(at(7), out var urgency))
            errors.Add($"Mức độ khẩn «{Short(at(7))}» không có. Ghi Thường, Khẩn, Thượng khẩn hoặc Hỏa tốc");
        var input = new DocumentInput(at(2), Day(3), at(4), at(5), Day(1), arrival) { DueOn = Day(6), Urgency = urgency, Signer = at(8) };
        if (errors.Count == 0)
        {
            try
            {
                Make(input);
            }
            catch (Refusal refusal)
            {
                errors.Add(refusal.Message);
            }
        }
        return new ImportedDocument(row, input, errors.Count > 0 ? ImportedState.Wrong : ImportedState.New, errors);
    }

    private Document Make(DocumentInput input)
    {
        var document = new Document { Flow = DocumentFlow.Incoming, Number = "", Issuer = "", IssuerKey = "", Abstract = "", IdentityKey = "" };
        book.Fill(document, input);
        return document;
    }

    private async Task<IReadOnlyList<ImportedDocument>> CompareAsync(List<ImportedDocument> rows, CancellationToken cancel)
    {
        static string KeyOf(DocumentInput x) => DocumentWords.IdentityKey(Vi.Normalize(x.Issuer), Vi.Normalize(x.Number), x.IssuedOn!.Value);
        var keys = rows.Where(x => x.State != ImportedState.Wrong).ToDictionary(x => x.Row, x => KeyOf(x.Input));
        var known = new Dictionary<string, Document>();
        foreach (var chunk in keys.Values.Distinct().Chunk(500))
        {
            string[] some = chunk;
            foreach (var document in await db.Documents.AsNoTracking().Where(x => EF.Parameter(some).Contains(x.IdentityKey)).ToListAsync(cancel))
                known[document.IdentityKey] = document;
        }
        var numbers = new Dictionary<(int, int), string>();
        foreach (var year in rows.Where(x => x.Input is { ArrivalNumber: not null, RegisteredOn: not null }).GroupBy(x => x.Input.RegisteredOn!.Value.Year))
        {
            foreach (var chunk in year.Select(x => x.Input.ArrivalNumber).Distinct().Chunk(500))
            {
                var some = chunk;
                foreach (var taken in await db.Documents.AsNoTracking().Where(x => x.Flow == DocumentFlow.Incoming && x.Year == year.Key && EF.Parameter(some).Contains(x.ArrivalNumber))
                    .Select(x => new { x.ArrivalNumber, x.IdentityKey }).ToListAsync(cancel))
                    numbers[(year.Key, taken.ArrivalNumber!.Value)] = taken.IdentityKey;
            }
        }
        var first = new Dictionary<string, int>();
        var used = new Dictionary<(int, int), int>();
        return [.. rows.Select(Compared)];

        ImportedDocument Compared(ImportedDocument row)
        {
            if (row.State == ImportedState.Wrong)
                return row;
            var key = keys[row.Row];
            if (!first.TryAdd(key, row.Row))
                return row with { State = ImportedState.Wrong, Remarks = [$"Trùng với dòng {Vi.Number(first[key])}: cùng cơ quan, số, ký hiệu và ngày ban hành"] };
            if (known.TryGetValue(key, out var document))
            {
                var differences = Differences(document, row.Input);
                return row with { State = differences.Count == 0 ? ImportedState.Same : ImportedState.Changed, Remarks = differences, ExistingId = document.Id };
            }
            if (row.Input is { ArrivalNumber: { } number, RegisteredOn: { } on })
            {
                if (numbers.TryGetValue((on.Year, number), out var holder) && holder != key)
                    return row with { State = ImportedState.Wrong, Remarks = [$"Số đến {number} năm {on.Year} đã dùng cho văn bản khác trong sổ"] };
                if (!used.TryAdd((on.Year, number), row.Row))
                    return row with { State = ImportedState.Wrong, Remarks = [$"Số đến {number} đã có ở dòng {Vi.Number(used[(on.Year, number)])}"] };
            }
            return row;
        }
    }

    // What the register says and the file says otherwise; it is told, never written over.
    private static List<string> Differences(Document document, DocumentInput input)
    {
        var said = new List<string>();
        void Tell(string title, string? here, string? there)
        {
            if (there is { Length: > 0 } && Vi.Normalize(here) != Vi.Normalize(there))
                said.Add($"{title}: trong sổ «{Short(here ?? "")}», trong tệp «{Short(there)}»");
        }
        Tell("Số đến", document.ArrivalNumber is { } number ? $"{number}" : "", input.ArrivalNumber is { } other ? $"{other}" : null);
        Tell("Ngày đến", Vi.Date(document.RegisteredOn), Vi.Date(input.RegisteredOn));
        Tell("Trích yếu", document.Abstract, input.Abstract);
        Tell("Hạn", document.DueOn is { } due ? Vi.Date(due) : "", input.DueOn is { } asked ? Vi.Date(asked) : null);
        if (input.Urgency != DocumentUrgency.Normal)
            Tell("Mức độ khẩn", document.Urgency.Title(), input.Urgency.Title());
        return said;
    }

    private static string Short(string text) => text.Length <= 80 ? text : text[..79] + "…";

    private static string Heading(string text) => NotWord().Replace(Vi.Fold(text), " ").Trim();

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex NotWord();
}
