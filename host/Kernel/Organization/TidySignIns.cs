using BacSon.Kernel.Jobs;
using BacSon.Kernel.Mail;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Organization;

/// <summary>
/// Forgets sign-ins older than a year. When a person came and from which address is personal data, kept to look into a
/// misused account and no longer than that needs. Links for a new password that nobody can use any more go out of stored mails.
/// </summary>
public sealed class TidySignIns(PlatformDb db) : IJob
{
    public async Task<JobResult> RunAsync(CancellationToken cancel)
    {
        var now = db.Clock.GetUtcNow().UtcDateTime;
        var (year, dead) = (now.AddYears(-1), now - MailSecrets.LinkLasts);
        var gone = await db.SignIns.Where(x => x.At < year).ExecuteDeleteAsync(cancel);
        // Where a link of one purpose was used from is kept as long, for the same reason.
        gone += await db.TaskLinkUses.Where(x => x.At < year).ExecuteDeleteAsync(cancel);
        var blanked = await MailSecrets.BlankAsync(db, db.Mails.Where(x => x.CreatedAt < dead), cancel: cancel);
        return new JobResult($"bỏ {gone} lần đăng nhập quá 01 năm, xóa {blanked} đường dẫn hết hạn trong thư", gone + blanked);
    }
}
