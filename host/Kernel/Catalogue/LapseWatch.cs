using BacSon.Kernel.Calendar;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Catalogue;

/// <summary>A kind of which a law lapses.</summary>
public sealed record LapsingKind(CatalogueEntry Entry, IReadOnlyList<LawLapse> Lapses);

/// <summary>Finds laws that end with nothing after them, and tells those who keep the law once for each.</summary>
public sealed class LapseWatch(PlatformDb db, Snapshots snapshots, MailQueue queue, SiteAddress site)
{
    private const int Listed = 40;

    /// <summary>The kinds concerned, by the day on which the first lapses.</summary>
    public async Task<IReadOnlyList<LapsingKind>> ReadAsync(CancellationToken cancel = default)
    {
        var today = db.Clock.OfficeToday();
        var entries = await db.Catalogue.AsNoTracking().Include(x => x.Terms).Include(x => x.Bases).AsSplitQuery().ToListAsync(cancel);
        return [.. entries.Select(x => new LapsingKind(x, CatalogueVersions.Lapsing(x, today))).Where(x => x.Lapses.Count > 0)
            .OrderBy(x => x.Lapses[0].LastDay).ThenBy(x => x.Entry.Key, StringComparer.Ordinal)];
    }

    /// <summary>Writes one mail to each legal officer and administrator about the lapses he has not been told of.</summary>
    /// <returns>How many mails were written.</returns>
    public async Task<int> TellAsync(CancellationToken cancel = default)
    {
        var kinds = await ReadAsync(cancel);
        if (kinds.Count == 0)
            return 0;
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        var written = 0;
        foreach (var person in organization.People.Where(x => new Viewer(organization, x).KeepsLaw))
        {
            var told = (await db.LapseNotices.AsNoTracking().Where(x => x.PersonId == person.Id).Select(x => new { x.EntryKey, x.What, x.LastDay }).ToListAsync(cancel))
                .Select(x => (x.EntryKey, x.What, x.LastDay)).ToHashSet();
            var fresh = kinds.Select(x => x with { Lapses = [.. x.Lapses.Where(y => !told.Contains((x.Entry.Key, Key(y), y.LastDay)))] }).Where(x => x.Lapses.Count > 0).ToList();
            if (fresh.Count == 0)
                continue;
            var mail = queue.Enqueue("LawLapse", person, Compose(fresh, organization.Settings));
            db.LapseNotices.AddRange(fresh.SelectMany(x => x.Lapses, (x, y) => new LapseNotice { EntryKey = x.Entry.Key, What = Key(y), LastDay = y.LastDay, PersonId = person.Id, Mail = mail }));
            try
            {
                await db.SaveChangesAsync(cancel);
                written++;
            }
            catch (DbUpdateException)
            {
                // Another host told him in the same moment: the unique key holds, and the mail goes with it.
            }
            db.ChangeTracker.Clear();
        }
        return written;
    }

    private static string Key(LawLapse lapse) => lapse.What.Length <= 400 ? lapse.What : lapse.What[..400];

    private ComposedMail Compose(List<LapsingKind> kinds, IReadOnlyDictionary<string, string> settings)
    {
        var office = settings.GetValueOrDefault(SettingNames.FullName) is { Length: > 0 } name ? name : "Ủy ban nhân dân xã Bắc Sơn";
        var subject = $"Văn bản hết hiệu lực: {Vi.Number(kinds.Count)} loại nhiệm vụ cần căn cứ mới";
        var twins = new MailTwins(office, subject, site.Url);
        twins.Paragraph("Căn cứ hoặc thời hạn của các loại nhiệm vụ dưới đây hết hiệu lực mà danh mục chưa có văn bản tiếp theo. Đề nghị kiểm tra, nhập văn bản mới hoặc ghi rõ văn bản được kéo dài.");
        foreach (var kind in kinds.Take(Listed))
        {
            twins.Subheading(kind.Entry.Title);
            foreach (var lapse in kind.Lapses)
                twins.Paragraph(lapse.Sentence + ".");
            twins.Link("Mở loại nhiệm vụ này", $"danh-muc/{kind.Entry.Key}");
        }
        twins.Link("Xem tất cả trong danh mục", "danh-muc?hieu-luc=sap-het");
        twins.Footer([$"Thư gửi tự động từ phần mềm của {office}; mỗi văn bản chỉ báo một lần."]);
        return twins.Finish();
    }
}

/// <summary>Tells of laws that lapse.</summary>
public sealed class WarnOfLapses(LapseWatch watch) : IJob
{
    public async Task<JobResult> RunAsync(CancellationToken cancel)
    {
        var written = await watch.TellAsync(cancel);
        return new JobResult($"{written} thư", written);
    }
}
