using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Evidence;

/// <summary>
/// Keeps the products and proofs of duties: what may be attached, by whom, until when. Their contents lie in the <see cref="FileStore"/>,
/// each original sealed under its hash.
/// </summary>
public sealed class EvidenceStore(PlatformDb db, FileStore files)
{
    private const int MostFilesOfDuty = 200;

    /// <summary>Attaches a file to a duty or to a coordinating share of it. Throws <see cref="Refusal"/> when it is not a picture or a PDF, too large, or not this person's duty.</summary>
    public async Task<EvidenceFile> AttachAsync(Duty duty, long? shareId, string fileName, Stream content, string? caption, Viewer by, CancellationToken cancel = default)
    {
        var share = shareId is { } id ? duty.Shares.FirstOrDefault(x => x.Id == id) ?? throw new Refusal("Không tìm thấy phần phối hợp này") : null;
        if (share is null ? !by.CanWorkOn(duty) : !by.CanWorkOn(share))
            throw new NotAllowed();
        return await KeepAsync(duty, shareId, fileName, content, caption, by.Id, "Files", cancel);
    }

    /// <summary>Keeps what somebody without an account sent for a duty; whether he may is for the caller to know. What is already there is given back, not kept twice.</summary>
    internal Task<EvidenceFile> ReceiveAsync(Duty duty, string fileName, Stream content, string caption, string field, CancellationToken cancel = default) =>
        KeepAsync(duty, null, fileName, content, caption, null, field, cancel);

    private async Task<EvidenceFile> KeepAsync(Duty duty, long? shareId, string fileName, Stream content, string? caption, int? byId, string field, CancellationToken cancel)
    {
        if (duty.Stage is DutyStage.Done or DutyStage.Cancelled)
            throw new Refusal("Nhiệm vụ đã kết thúc, không đính kèm thêm được");
        if (await db.Evidence.CountAsync(x => x.DutyId == duty.Id, cancel) >= MostFilesOfDuty)
            throw new Refusal($"Mỗi nhiệm vụ có tối đa {MostFilesOfDuty} tệp", field);
        var kept = await files.KeepAsync(fileName, content, field, cancel);
        // Who sends by a link may send again what broke off.
        if (byId is null && await db.Evidence.FirstOrDefaultAsync(x => x.DutyId == duty.Id && x.UploadedById == null && x.Sha256 == kept.Sha256, cancel) is { } same)
            return same;
        var file = new EvidenceFile
        {
            DutyId = duty.Id,
            ShareId = shareId,
            FileName = kept.FileName,
            ContentType = kept.ContentType,
            Size = kept.Size,
            Sha256 = kept.Sha256,
            PublicSha256 = kept.PublicSha256,
            Caption = DutyLedger.Optional(caption, 300),
            UploadedById = byId,
            UploadedAt = db.Clock.GetUtcNow().UtcDateTime,
        };
        db.Evidence.Add(file);
        db.DutyEvents.Add(new DutyEvent
        {
            DutyId = duty.Id,
            At = file.UploadedAt,
            Kind = DutyEventKind.Evidence,
            PersonId = db.Acting.PersonId,
            By = db.Acting.Name,
            Text = $"Đính kèm {file.FileName}",
        });
        db.Act = "Đính kèm sản phẩm, chứng cứ";
        await db.SaveChangesAsync(cancel);
        return file;
    }

    /// <summary>Opens an original or, for a picture, its public copy. Throws <see cref="FileNotFoundException"/> when the file is gone from the disk.</summary>
    public (Stream Content, string Type) Open(EvidenceFile file, bool publicCopy) => publicCopy && file.PublicSha256 is { } hash
        ? (files.Open(hash), "image/jpeg")
        : (files.Open(file.Sha256), file.ContentType);
}
