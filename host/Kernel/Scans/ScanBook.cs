using System.Security.Cryptography;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Scans;

/// <summary>
/// Papers photographed page by page. Pictures under way lie in a directory of their own, never among the proofs; each is
/// drawn anew without its metadata when it arrives. What is finished becomes a proof of the duty like any other.
/// </summary>
public sealed class ScanBook(PlatformDb db, DutyLedger ledger, EvidenceStore evidence, StoragePaths storage)
{
    /// <summary>Pages of one paper.</summary>
    public const int MostPages = 40;

    /// <summary>Days after which an unfinished scan is forgotten.</summary>
    public const int KeptDays = 30;

    private const int MostUnfinished = 5;

    /// <summary>The unfinished scans of this person for a duty, newest first.</summary>
    public Task<List<Scan>> UnfinishedAsync(long dutyId, Viewer by, CancellationToken cancel = default) =>
        db.Scans.AsNoTracking().Include(x => x.Pages).Where(x => x.DutyId == dutyId && x.PersonId == by.Id).OrderByDescending(x => x.Id).ToListAsync(cancel);

    /// <summary>A scan with its pages in their order. Throws <see cref="Refusal"/> for one that is not this person's.</summary>
    public async Task<Scan> ReadAsync(long dutyId, long scanId, Viewer by, CancellationToken cancel = default)
    {
        await OpenDutyAsync(dutyId, by, cancel);
        return await db.Scans.Include(x => x.Pages.OrderBy(page => page.Place).ThenBy(page => page.Id)).FirstOrDefaultAsync(x => x.Id == scanId && x.DutyId == dutyId && x.PersonId == by.Id, cancel)
            ?? throw new Refusal("Không tìm thấy bản quét này, hoặc đã quét xong");
    }

    /// <summary>Begins a paper: its name is kept before any picture travels.</summary>
    public async Task<Scan> StartAsync(long dutyId, string? title, Viewer by, CancellationToken cancel = default)
    {
        await OpenDutyAsync(dutyId, by, cancel);
        var name = DutyLedger.Required(title, "Chưa nhập tên tài liệu", "Title", 200);
        if (await db.Scans.CountAsync(x => x.PersonId == by.Id, cancel) >= MostUnfinished)
            throw new Refusal($"Đang có {MostUnfinished} tài liệu quét dở. Quét xong hoặc bỏ bớt rồi quét tài liệu mới", "Title");
        var scan = new Scan { DutyId = dutyId, PersonId = by.Id, Title = name, StartedAt = db.Clock.GetUtcNow().UtcDateTime };
        db.Scans.Add(scan);
        db.Act = "Bắt đầu quét tài liệu";
        await db.SaveChangesAsync(cancel);
        return scan;
    }

    /// <summary>Adds a page at the end. The same picture sent again changes nothing. Throws <see cref="Refusal"/> for what is no picture.</summary>
    public async Task AddPageAsync(Scan scan, Stream picture, CancellationToken cancel = default)
    {
        var pages = await db.ScanPages.AsNoTracking().Where(x => x.ScanId == scan.Id).ToListAsync(cancel);
        if (pages.Count >= MostPages)
            throw new Refusal($"Mỗi tài liệu có nhiều nhất {MostPages} trang", "Pictures");
        try
        {
            var bytes = await FileStore.ReadBoundedAsync(picture, cancel);
            if (FileStore.ContentTypeOf(bytes) is not ("image/jpeg" or "image/png"))
                throw new Refusal("Tệp không phải ảnh. Trang đã nhận vẫn được giữ");
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            if (pages.Exists(x => x.Sha256 == hash))
                return;
            var drawn = FileStore.Redraw(bytes, ScanDrawing.Side);
            Directory.CreateDirectory(DirectoryOf(scan.Id));
            var path = PathOf(scan.Id, hash);
            var fresh = $"{path}.{Guid.NewGuid():N}";
            await File.WriteAllBytesAsync(fresh, drawn, cancel);
            File.Move(fresh, path, overwrite: true);
            db.ScanPages.Add(new ScanPage { ScanId = scan.Id, Sha256 = hash, Place = pages.Count == 0 ? 1 : pages.Max(x => x.Place) + 1 });
            await db.SaveChangesAsync(cancel);
        }
        catch (Refusal refusal) when (refusal.Field is null)
        {
            throw new Refusal(refusal.Message, "Pictures");
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            // The same picture arrived twice at the same moment: one of them is there. Or the scan was finished meanwhile.
            if (!await db.Scans.AnyAsync(x => x.Id == scan.Id, cancel))
                throw new Refusal("Tài liệu này đã quét xong hoặc đã bỏ", "Pictures");
        }
    }

    /// <summary>Turns a page to so many degrees clockwise (0, 90, 180, 270) and forgets its cut, which was of the other direction.</summary>
    public async Task TurnAsync(Scan scan, long pageId, int degrees, CancellationToken cancel = default)
    {
        var page = PageOf(scan, pageId);
        if (degrees is not (0 or 90 or 180 or 270))
            throw new Refusal("Chưa chọn chiều xoay");
        if (page.Turn == degrees)
            return;
        (page.Turn, page.CutLeft, page.CutTop, page.CutRight, page.CutBottom) = (degrees, 0, 0, 0, 0);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Cuts so many percent of each edge away, 0 to <see cref="ScanPage.MostCut"/>.</summary>
    public async Task CutAsync(Scan scan, long pageId, int? left, int? top, int? right, int? bottom, CancellationToken cancel = default)
    {
        var page = PageOf(scan, pageId);
        foreach (var (edge, field) in new[] { (left, "CutLeft"), (top, "CutTop"), (right, "CutRight"), (bottom, "CutBottom") })
            if (edge is not (>= 0 and <= ScanPage.MostCut))
                throw new Refusal($"Phần cắt là số nguyên từ 0 đến {ScanPage.MostCut} (phần trăm)", field);
        (page.CutLeft, page.CutTop, page.CutRight, page.CutBottom) = (left!.Value, top!.Value, right!.Value, bottom!.Value);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Puts a page at a place, counted from 1.</summary>
    public async Task MoveAsync(Scan scan, long pageId, int place, CancellationToken cancel = default)
    {
        var page = PageOf(scan, pageId);
        var others = scan.Pages.Where(x => x != page).OrderBy(x => x.Place).ThenBy(x => x.Id).ToList();
        if (place < 1 || place > others.Count + 1)
            throw new Refusal("Vị trí không đúng. Tải lại trang rồi làm lại");
        others.Insert(place - 1, page);
        for (var i = 0; i < others.Count; i++)
            others[i].Place = i + 1;
        await db.SaveChangesAsync(cancel);
    }

    public async Task RemoveAsync(Scan scan, long pageId, CancellationToken cancel = default)
    {
        var page = PageOf(scan, pageId);
        scan.Pages.Remove(page);
        await db.SaveChangesAsync(cancel);
        if (Directory.Exists(DirectoryOf(scan.Id)))
            File.Delete(PathOf(scan.Id, page.Sha256));
    }

    /// <summary>Binds the pages into one PDF, which becomes a proof of the duty; then the scan is gone.</summary>
    public async Task<EvidenceFile> FinishAsync(Scan scan, Viewer by, CancellationToken cancel = default)
    {
        if (scan.Pages.Count == 0)
            throw new Refusal("Chưa có trang nào. Chụp hoặc chọn ảnh trước", "Pictures");
        var duty = await OpenDutyAsync(scan.DutyId, by, cancel);
        var bound = ScanDrawing.Bind([.. scan.Pages.OrderBy(x => x.Place).ThenBy(x => x.Id).Select(x => (x, (Func<byte[]>)(() => ReadPicture(scan, x))))], scan.Title, FileStore.LargestFile);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var file = await evidence.AttachAsync(duty, null, $"{scan.Title}.pdf", new MemoryStream(bound), scan.Title, by, cancel);
        db.Scans.Remove(scan);
        db.Act = "Quét xong tài liệu";
        await db.SaveChangesAsync(cancel);
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
        DropPictures(scan.Id);
        return file;
    }

    /// <summary>Gives a paper up with its pages.</summary>
    public async Task DropAsync(Scan scan, CancellationToken cancel = default)
    {
        db.Scans.Remove(scan);
        db.Act = "Bỏ bản quét";
        await db.SaveChangesAsync(cancel);
        DropPictures(scan.Id);
    }

    /// <summary>A page as it will stand in the PDF, small enough for a telephone.</summary>
    public byte[] Preview(Scan scan, long pageId)
    {
        var page = PageOf(scan, pageId);
        return ScanDrawing.Draw(ReadPicture(scan, page), page, 700, 70);
    }

    /// <summary>Forgets what was begun long ago, and pictures that no scan owns any more. Gives how many scans.</summary>
    public async Task<int> TidyAsync(CancellationToken cancel = default)
    {
        var before = db.Clock.GetUtcNow().UtcDateTime.AddDays(-KeptDays);
        var gone = await db.Scans.Where(x => x.StartedAt < before).ExecuteDeleteAsync(cancel);
        var kept = (await db.Scans.Select(x => x.Id).ToListAsync(cancel)).ToHashSet();
        if (Directory.Exists(storage.Scans))
            foreach (var directory in Directory.EnumerateDirectories(storage.Scans))
                if (!long.TryParse(Path.GetFileName(directory), out var id) || !kept.Contains(id))
                    Directory.Delete(directory, recursive: true);
        return gone;
    }

    private async Task<Duty> OpenDutyAsync(long dutyId, Viewer by, CancellationToken cancel)
    {
        var duty = await ledger.ReadAsync(dutyId, by, cancel);
        if (!by.CanWorkOn(duty))
            throw new NotAllowed();
        return duty.Stage is DutyStage.Open or DutyStage.AwaitingAcceptance ? duty : throw new Refusal("Nhiệm vụ đã kết thúc, không đính kèm thêm được");
    }

    private static ScanPage PageOf(Scan scan, long id) => scan.Pages.Find(x => x.Id == id) ?? throw new Refusal("Không tìm thấy trang này");
    // Pages under way are in no backup: after a restore their records stand without them.
    private byte[] ReadPicture(Scan scan, ScanPage page)
    {
        try
        {
            return File.ReadAllBytes(PathOf(scan.Id, page.Sha256));
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new Refusal("Ảnh của một trang không còn trên máy chủ. Bỏ trang không hiện hình rồi chụp lại", "Pictures");
        }
    }

    private string DirectoryOf(long scan) => Path.Combine(storage.Scans, scan.ToString(System.Globalization.CultureInfo.InvariantCulture));
    private string PathOf(long scan, string hash) => Path.Combine(DirectoryOf(scan), hash);

    private void DropPictures(long scan)
    {
        if (Directory.Exists(DirectoryOf(scan)))
            Directory.Delete(DirectoryOf(scan), recursive: true);
    }
}

/// <summary>Forgets scans that were never finished.</summary>
public sealed class TidyScans(ScanBook scans) : IJob
{
    public async Task<JobResult> RunAsync(CancellationToken cancel)
    {
        var gone = await scans.TidyAsync(cancel);
        return new JobResult($"bỏ {gone} bản quét dở", gone);
    }
}
