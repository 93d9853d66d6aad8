using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace BacSon.Kernel.Documents;

/// <summary>Enters a document with its files, all or nothing.</summary>
[Authorize(Policies.Staff)]
internal sealed class NewDocumentPage(PlatformDb db, CurrentViewer current, DocumentBook book) : DocumentFormPage
{
    /// <summary>«assign» goes on to giving duties.</summary>
    [BindProperty] public string? Then { get; set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await RequireAsync();
        RegisteredOn = db.Clock.OfficeToday();
        if (Flow == DocumentFlow.Incoming)
            ArrivalNumber = Proposed = await book.NextNumberAsync(RegisteredOn.Value.Year, cancel);
        else
            Issuer = $"UBND {(await current.RequireAsync()).Organization.Setting(SettingNames.Commune)}".Trim();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var viewer = await RequireAsync();
        if (!ModelState.IsValid)
            return Page();
        try
        {
            if (Then is not (null or "assign"))
                throw new Refusal("Chưa chọn việc cần làm sau khi vào sổ");
            // A page opened on the last day of a year proposes a number of that year.
            var year = db.Clock.OfficeToday().Year;
            if (Proposed is { } proposed && proposed > Math.Max(await book.NextNumberAsync(year, cancel), await book.NextNumberAsync(year - 1, cancel)))
            {
                Proposed = await book.NextNumberAsync(year, cancel);
                throw new Refusal("Số đến được đề xuất không còn đúng. Xem lại số đến rồi gửi lại", nameof(ArrivalNumber));
            }
            await using var transaction = Files is { Count: > 0 } ? await db.Database.BeginTransactionAsync(cancel) : null;
            var document = Flow == DocumentFlow.Incoming ? await book.EnterIncomingAsync(Input, viewer, cancel) : await book.EnterIssuedAsync(Input, viewer, cancel);
            await AttachAsync(book, document.Id, Files, viewer, cancel);
            if (transaction is not null)
                await transaction.CommitAsync(cancel);
            this.Note(Flow == DocumentFlow.Incoming ? $"Đã vào sổ, số đến {document.ArrivalNumber}" : "Đã vào sổ văn bản đi");
            return LocalRedirect(Then == "assign" && Flow == DocumentFlow.Incoming ? $"/van-ban/{document.Id}/giao-viec" : $"/van-ban/{document.Id}");
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            Refused(refusal);
            db.ChangeTracker.Clear();
            return Page();
        }
        catch (Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            // Inside the files' transaction whoever was quicker with the same number is met only here.
            db.ChangeTracker.Clear();
            Refused(new EditConflict("Người khác vừa vào sổ cùng số đến hoặc cùng văn bản này. Nội dung đang nhập vẫn được giữ; gửi lại để lấy số tiếp theo"));
            return Page();
        }
    }

    private async Task<Viewer> RequireAsync()
    {
        var viewer = await current.RequireAsync();
        Flow = Request.Query["so"] == "di" ? DocumentFlow.Issued : DocumentFlow.Incoming;
        return viewer.KeepsDocuments ? viewer : throw new NotAllowed();
    }
}
