using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Links;

/// <summary>Links to be made: to the heads of villages, to one other recipient, or to both.</summary>
/// <param name="LastDay">The last day on which they answer, office date.</param>
public sealed record NewTaskLinks(IReadOnlyList<int> VillageIds, string? Other, string? Ask, DateOnly? LastDay);

/// <summary>A link just made, with the secret that is told this once.</summary>
public sealed record MadeTaskLink(TaskLink Link, string Secret);

/// <summary>What a recipient reports.</summary>
/// <param name="On">The day on which it was done, office date.</param>
public sealed record TaskReport(DateOnly? On, string? Place, string? Result);

/// <summary>
/// Links of one purpose. They are made by who works on a duty, answer until the end of their last day, and let the recipient
/// report and send pictures. They never declare a duty done: that stays with the unit.
/// </summary>
public sealed class TaskLinkBook(PlatformDb db, DutyLedger ledger, EvidenceStore store, SiteAddress site)
{
    /// <summary>How many days a link can answer.</summary>
    public const int MostDays = 90;

    private const int MostOfDuty = 200;
    private static readonly TimeSpan OpenedAgainAfter = TimeSpan.FromHours(1);

    private DateOnly Today => db.Clock.OfficeToday();
    private DateTime Now => db.Clock.GetUtcNow().UtcDateTime;

    /// <summary>Whether this person may make and revoke links of a duty. What is confidential is opened to nobody.</summary>
    public static bool CanManage(Viewer viewer, Duty duty) => !duty.Confidential && (viewer.CanWorkOn(duty) || viewer.CanAssign(duty));

    public static bool Runs(Duty duty) => duty.Stage is DutyStage.Open or DutyStage.AwaitingAcceptance;

    /// <summary>The villages that stand, in the office's order.</summary>
    public static IEnumerable<Unit> Villages(OrganizationOn organization) => organization.Units.Where(x => x.Kind == UnitKind.Village);

    /// <summary>How the head of a village is called: «Trưởng thôn Đồng Tâm».</summary>
    public static string HeadOf(Unit village) => $"Trưởng {Vi.LowerFirst(village.Name)}";

    public string AddressOf(string secret) => site.Link($"/mot-viec/{secret}");

    /// <summary>The links of a duty with their uses, the newest first.</summary>
    public Task<List<TaskLink>> OfDutyAsync(long dutyId, CancellationToken cancel = default) =>
        db.TaskLinks.AsNoTracking().Include(x => x.Uses.OrderByDescending(use => use.Id).Take(20)).AsSplitQuery().Where(x => x.DutyId == dutyId).OrderByDescending(x => x.Id).ToListAsync(cancel);

    /// <summary>Makes a link for each recipient. One that a recipient had for the same duty answers no more: he has one at a time.</summary>
    public async Task<IReadOnlyList<MadeTaskLink>> MakeAsync(long dutyId, NewTaskLinks given, Viewer by, CancellationToken cancel = default)
    {
        var duty = await OpenDutyAsync(dutyId, by, cancel);
        var villages = given.VillageIds.Distinct().Select(x => by.Organization.Unit(x) is { Kind: UnitKind.Village } unit && unit.StandsOn(Today) ? unit : throw new Refusal("Thôn đã chọn không còn hoạt động", "VillageIds")).ToList();
        var other = DutyLedger.Optional(given.Other, 90, "Other");
        if (villages.Count == 0 && other is null)
            throw new Refusal("Chưa chọn thôn hoặc người nhận", "VillageIds");
        var ask = DutyLedger.Required(given.Ask, "Chưa nhập việc đề nghị thực hiện", "Ask", 500);
        var last = given.LastDay ?? throw new Refusal("Chưa nhập ngày hết hạn", "LastDay");
        if (last < Today)
            throw new Refusal($"Ngày hết hạn không được trước hôm nay ({Vi.Date(Today)})", "LastDay");
        if (last > Today.AddDays(MostDays))
            throw new Refusal($"Đường dẫn dùng được nhiều nhất {MostDays} ngày, đến hết ngày {Vi.Date(Today.AddDays(MostDays))}", "LastDay");
        var kept = await db.TaskLinks.Where(x => x.DutyId == dutyId).ToListAsync(cancel);
        if (kept.Count + villages.Count + 1 > MostOfDuty)
            throw new Refusal($"Mỗi nhiệm vụ có nhiều nhất {MostOfDuty} đường dẫn", "VillageIds");
        var made = new List<MadeTaskLink>();
        foreach (var (name, village) in villages.Select(x => (HeadOf(x), (int?)x.Id)).Concat(other is not null ? [(other, null)] : []))
        {
            foreach (var before in kept.Where(x => x.RevokedAt is null && x.Recipient == name))
                (before.RevokedAt, before.RevokedById) = (Now, by.Id);
            var secret = AddressSecret.New();
            var link = new TaskLink { DutyId = dutyId, Recipient = name, VillageId = village, Ask = ask, SecretHash = AddressSecret.Hash(secret), LastDay = last, MadeAt = Now, MadeById = by.Id };
            db.TaskLinks.Add(link);
            made.Add(new MadeTaskLink(link, secret));
        }
        db.Act = "Lập đường dẫn một việc";
        ledger.Tell(duty, $"Lập đường dẫn một việc cho {string.Join(", ", made.Select(x => x.Link.Recipient))}; dùng đến hết ngày {Vi.Date(last)}");
        await db.SaveChangesAsync(cancel);
        return made;
    }

    /// <summary>A link answers no more, from this moment.</summary>
    public async Task RevokeAsync(long dutyId, long linkId, Guid? version, Viewer by, CancellationToken cancel = default)
    {
        var duty = await ledger.ReadAsync(dutyId, by, cancel);
        if (!CanManage(by, duty))
            throw new NotAllowed();
        var link = await db.TaskLinks.FirstOrDefaultAsync(x => x.Id == linkId && x.DutyId == dutyId, cancel) ?? throw new Refusal("Không tìm thấy đường dẫn này");
        if (link.Version != version)
            throw new EditConflict();
        if (link.RevokedAt is not null)
            throw new Refusal("Đường dẫn này đã thu hồi");
        (link.RevokedAt, link.RevokedById) = (Now, by.Id);
        db.Act = "Thu hồi đường dẫn một việc";
        ledger.Tell(duty, $"Thu hồi đường dẫn một việc của {link.Recipient}");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The link of a secret and its duty, or null for a secret that nobody has. Looked up by the hash: the time it takes tells nothing of a guess.</summary>
    public async Task<(TaskLink Link, Duty Duty)?> FindAsync(string secret, CancellationToken cancel = default)
    {
        if (secret.Length != AddressSecret.Length)
            return null;
        var hash = AddressSecret.Hash(secret);
        return await db.TaskLinks.FirstOrDefaultAsync(x => x.SecretHash == hash, cancel) is { } link
            ? (link, await db.Duties.FirstAsync(x => x.Id == link.DutyId, cancel)) : null;
    }

    /// <summary>Writes down that a link was opened, once an hour, or tried after it ended.</summary>
    public async Task SeenAsync(TaskLink link, bool living, string? address, CancellationToken cancel = default)
    {
        var (kind, since) = (living ? TaskLinkUseKind.Opened : TaskLinkUseKind.Refused, Now - OpenedAgainAfter);
        if (await db.TaskLinkUses.AnyAsync(x => x.LinkId == link.Id && x.Kind == kind && x.At > since && x.Address == address, cancel))
            return;
        db.TaskLinkUses.Add(new TaskLinkUse { LinkId = link.Id, At = Now, Kind = kind, Address = address });
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Takes a report into the history of the duty. The same report sent again counts once. Throws <see cref="Refusal"/> at the field that is wrong.</summary>
    public async Task ReportAsync(string secret, TaskReport given, string? address, CancellationToken cancel = default)
    {
        var (link, duty) = await LivingAsync(secret, cancel);
        var on = given.On ?? throw new Refusal("Chưa nhập ngày thực hiện", "DoneOn");
        if (on > Today)
            throw new Refusal($"Ngày thực hiện không được sau hôm nay ({Vi.Date(Today)})", "DoneOn");
        if (on < Today.AddYears(-1))
            throw new Refusal("Ngày thực hiện cách đây quá một năm. Kiểm tra lại năm", "DoneOn");
        var place = DutyLedger.Optional(given.Place, 200, "Place");
        var result = DutyLedger.Required(given.Result, "Chưa nhập kết quả, vướng mắc", "Result", 1000);
        var text = $"Thực hiện ngày {Vi.Date(on)}{(place is null ? "" : $", tại {place}")}: {result}";
        var content = AddressSecret.Hash(text);
        if (await db.TaskLinkUses.AnyAsync(x => x.LinkId == link.Id && x.Kind == TaskLinkUseKind.Reported && x.Content == content, cancel))
            return;
        if (link.Reports >= TaskLink.MostReports)
            throw new Refusal($"Đường dẫn này đã gửi {TaskLink.MostReports} lần báo cáo. Cần gửi thêm, liên hệ Văn phòng", "Result");
        link.Reports++;
        ActAs(link);
        db.TaskLinkUses.Add(new TaskLinkUse { LinkId = link.Id, At = Now, Kind = TaskLinkUseKind.Reported, Address = address, Content = content });
        db.Act = "Báo cáo qua đường dẫn một việc";
        ledger.Tell(duty, text, DutyEventKind.Progress);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Takes one picture as a proof of the duty. The same picture sent again counts once: an upload that broke off can be repeated.</summary>
    public async Task AddPictureAsync(string secret, string fileName, Stream content, string? address, CancellationToken cancel = default)
    {
        var (link, duty) = await LivingAsync(secret, cancel);
        ActAs(link);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var file = await store.ReceiveAsync(duty, fileName, content, link.Recipient, "Pictures", cancel);
        if (await db.TaskLinkUses.AnyAsync(x => x.LinkId == link.Id && x.Kind == TaskLinkUseKind.Picture && x.Content == file.Sha256, cancel))
            return;
        if (link.Pictures >= TaskLink.MostPictures)
            throw new Refusal($"Đường dẫn này đã gửi {TaskLink.MostPictures} ảnh. Cần gửi thêm, liên hệ Văn phòng", "Pictures");
        link.Pictures++;
        db.TaskLinkUses.Add(new TaskLinkUse { LinkId = link.Id, At = Now, Kind = TaskLinkUseKind.Picture, Address = address, Content = file.Sha256 });
        db.Act = "Gửi ảnh qua đường dẫn một việc";
        await db.SaveChangesAsync(cancel);
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
    }

    // What comes by a link is the recipient's: the trail and the history bear his name.
    private void ActAs(TaskLink link) => (db.Acting.PersonId, db.Acting.Name) = (null, $"{link.Recipient} (đường dẫn một việc)");

    private async Task<(TaskLink, Duty)> LivingAsync(string secret, CancellationToken cancel)
    {
        if (await FindAsync(secret, cancel) is not var (link, duty))
            throw new Refusal("Đường dẫn này không đúng");
        return link.StateOn(Today, Runs(duty)) == TaskLinkState.Living ? (link, duty) : throw new Refusal("Đường dẫn này không dùng được nữa");
    }

    private async Task<Duty> OpenDutyAsync(long id, Viewer by, CancellationToken cancel)
    {
        var duty = await ledger.ReadAsync(id, by, cancel);
        if (!CanManage(by, duty))
            throw new NotAllowed();
        return Runs(duty) ? duty : throw new Refusal("Nhiệm vụ đã kết thúc, không lập đường dẫn được nữa");
    }
}
