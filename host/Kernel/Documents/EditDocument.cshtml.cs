using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Documents;

/// <summary>Corrects a document and adds files to it.</summary>
[Authorize(Policies.Staff)]
internal sealed class EditDocumentPage(PlatformDb db, CurrentViewer current, DocumentBook book) : DocumentFormPage
{
    public Document Document { get; private set; } = null!;
    [BindProperty] public Guid? Version { get; set; }

    public async Task OnGetAsync(long id, CancellationToken cancel)
    {
        await RequireAsync(id, cancel);
        (ArrivalNumber, RegisteredOn, Number, IssuedOn, Issuer, Abstract) = (Document.ArrivalNumber, Document.RegisteredOn, Document.Number, Document.IssuedOn, Document.Issuer, Document.Abstract);
        (DueOn, Urgency, Signer, Recipients, Note) = (Document.DueOn, (int)Document.Urgency, Document.Signer, Document.Recipients, Document.Note);
    }

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        var viewer = await RequireAsync(id, cancel);
        if (!ModelState.IsValid)
            return Page();
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await book.ChangeAsync(id, Input, viewer, Version ?? Guid.Empty, cancel);
            await AttachAsync(book, id, Files, viewer, cancel);
            await transaction.CommitAsync(cancel);
            this.Note("Đã lưu văn bản");
            return LocalRedirect($"/van-ban/{id}");
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            Refused(refusal);
            if (refusal is EditConflict)
                Version = null;
        }
        catch (DbUpdateException)
        {
            Refused(new EditConflict("Người khác vừa vào sổ cùng số đến hoặc cùng văn bản này. Nội dung đang nhập vẫn được giữ; xem lại rồi lưu"));
            Version = null;
        }
        db.ChangeTracker.Clear();
        await RequireAsync(id, cancel);
        return Page();
    }

    private async Task<Viewer> RequireAsync(long id, CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        if (!viewer.KeepsDocuments)
            throw new NotAllowed();
        Document = await book.ReadAsync(id, viewer, cancel);
        Flow = Document.Flow;
        return viewer;
    }
}
