using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.Kernel.Documents;

/// <summary>Brings incoming documents in from the province's list: columns named once, a dry run, then the new ones are saved.</summary>
[Authorize(Policies.Staff)]
internal sealed class DocumentImportPage(PlatformDb db, CurrentViewer current, DocumentImport import) : PageModel
{
    private const int MostShown = 100;
    private const int LongestPaste = 4_000_000;

    [BindProperty, Display(Name = "Tệp Excel")] public new IFormFile? File { get; set; }
    [BindProperty, Display(Name = "Các ô đã chép"), StringLength(LongestPaste), DataType(VietnameseBinding.Cells)] public string? Pasted { get; set; }
    [BindProperty, Display(Name = "Chỉ lưu để tra cứu: không đưa các văn bản này vào danh sách chưa giao việc")] public bool FileOnly { get; set; }

    public DocumentSheet? Sheet { get; private set; }

    public IReadOnlyList<ImportedDocument> Shown => [.. Sheet!.Rows.OrderBy(x => x.State switch { ImportedState.Wrong => 0, ImportedState.Changed => 1, ImportedState.New => 2, _ => 3 }).ThenBy(x => x.Row).Take(MostShown)];

    public static (WordTone Tone, string Text) Word(ImportedState state) => state switch
    {
        ImportedState.New => (WordTone.Done, "Mới"),
        ImportedState.Same => (WordTone.Open, "Đã có trong sổ"),
        ImportedState.Changed => (WordTone.Soon, "Khác với sổ"),
        _ => (WordTone.Late, "Cần sửa"),
    };

    public async Task OnGetAsync() => await RequireAsync();

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        await RequireAsync();
        await ReadAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancel)
    {
        var viewer = await RequireAsync();
        await ReadAsync(cancel);
        if (!ModelState.IsValid || Sheet is null)
            return Page();
        try
        {
            var saved = await import.SaveAsync(Sheet, FileOnly, viewer, cancel);
            this.Note(saved == 0 ? "Mọi văn bản của tệp đã có trong sổ, không có gì để lưu"
                : $"Đã lưu {Vi.Number(saved)} văn bản mới; {Vi.Number(Sheet.Count(ImportedState.Same) + Sheet.Count(ImportedState.Changed))} văn bản đã có trong sổ được giữ nguyên{(Sheet.Count(ImportedState.Wrong) is > 0 and var wrong ? $"; {Vi.Number(wrong)} dòng cần sửa chưa lưu" : "")}");
            return LocalRedirect("/van-ban");
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            db.ChangeTracker.Clear();
            return Page();
        }
    }

    private async Task<Viewer> RequireAsync()
    {
        var viewer = await current.RequireAsync();
        return viewer.KeepsDocuments ? viewer : throw new NotAllowed();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        try
        {
            IReadOnlyList<string?[]> cells;
            if (File is not null)
            {
                await using var stream = File.OpenReadStream();
                cells = PlanImport.ReadExcel(stream, DocumentImport.Megabytes, DocumentImport.MostRows + 100);
                // The browser does not send a file twice: what was read goes on as pasted cells, so that saving needs no second choice.
                Pasted = string.Join('\n', cells.Select(row => string.Join('\t', row.Select(cell => cell?.Replace('\n', ' ').Replace('\t', ' ')))));
                ModelState.Remove(nameof(Pasted));
                if (Pasted.Length > LongestPaste)
                    throw new Refusal("Bảng tính có quá nhiều chữ. Bỏ bớt các cột không cần rồi thử lại", nameof(File));
            }
            else if (ModelState.ContainsKey(nameof(Pasted)) && ModelState[nameof(Pasted)]!.Errors.Count > 0)
            {
                return;
            }
            else if (!string.IsNullOrWhiteSpace(Pasted))
            {
                cells = PlanImport.ReadPaste(Pasted);
            }
            else
            {
                ModelState.AddModelError(nameof(File), "Chưa chọn tệp và chưa dán ô nào");
                return;
            }
            Sheet = await import.ReadAsync(cells, cancel);
            if (Sheet.Missing.Count > 0)
                ModelState.AddModelError(nameof(File), $"Tệp thiếu cột: {string.Join(", ", Sheet.Missing)}.{(Sheet.Headings.Count == 0 ? "" : $" Các cột đọc được: {string.Join(", ", Sheet.Headings.Take(20))}.")} Tệp đặt tên khác thì khai ở «Tên các cột trong tệp», hoặc lấy lại danh sách có đủ cột");
            else if (Sheet.Rows.Count == 0)
                ModelState.AddModelError(nameof(File), "Không đọc được dòng văn bản nào");
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
        }
    }
}
