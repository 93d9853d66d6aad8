using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Reminders;

/// <summary>What came of urging: how many duties and mails, and why some were left out.</summary>
internal sealed record Urged(int Duties, int Mails, IReadOnlyList<string> Refused);

/// <summary>
/// Đôn đốc: reminds the heads of units of chosen duties at once, beside the daily digest. One mail per head, each duty at most
/// once a day (the unique index of the reminders holds that), with a line in the duty's history; all in one transaction.
/// </summary>
public sealed class Urging(PlatformDb db, Snapshots snapshots, MailQueue mails, MailTemplateBook templates, SiteAddress site)
{
    /// <summary>The kind under which these mails stand in the queue.</summary>
    public const string MailKind = "Urging";

    /// <summary>Duties urged at once.</summary>
    public const int Most = 200;

    /// <summary>Urges what may be urged; each other duty is named with the reason. Throws <see cref="EditConflict"/> when another urged the same ones at this moment.</summary>
    internal async Task<Urged> UrgeAsync(IReadOnlyCollection<long> ids, Viewer by, CancellationToken cancel = default)
    {
        var today = db.Clock.OfficeToday();
        var now = db.Clock.GetUtcNow().UtcDateTime;
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        long[] wanted = [.. ids.Distinct().Take(Most)];
        var duties = await by.Visible(db.Duties).AsNoTracking().Where(x => wanted.Contains(x.Id)).OrderBy(x => x.DueOn).ThenBy(x => x.Id).ToListAsync(cancel);
        var told = (await db.Reminders.AsNoTracking().Where(x => x.On == today && x.Reason == ReminderReason.Urged && wanted.Contains(x.DutyId)).Select(x => x.DutyId).ToListAsync(cancel)).ToHashSet();
        var refused = new List<string>();
        var byHead = new Dictionary<int, (Answering Head, List<Duty> Duties)>();
        foreach (var duty in duties)
        {
            var why = !by.CanAssign(duty) ? "tài khoản này không có quyền đôn đốc"
                : duty.Confidential ? "nhiệm vụ hạn chế người xem không đôn đốc qua thư"
                : duty.Stage != DutyStage.Open ? "nhiệm vụ không còn đang thực hiện"
                : duty.Paused ? "đang tạm dừng tính thời hạn"
                : duty.LeadUnitId is null ? "chưa có đơn vị chủ trì"
                : told.Contains(duty.Id) ? "hôm nay đã đôn đốc"
                : organization.ActingHeadOf(duty.LeadUnitId) is null ? $"{organization.UnitName(duty.LeadUnitId)} chưa có thủ trưởng" : null;
            if (why is not null)
            {
                refused.Add($"{(duty.Title.Length <= 90 ? duty.Title : duty.Title[..89] + "…")}: {why}");
                continue;
            }
            var head = organization.ActingHeadOf(duty.LeadUnitId)!;
            if (!byHead.TryGetValue(head.Person.Id, out var of))
                byHead[head.Person.Id] = of = (head, []);
            of.Duties.Add(duty);
        }
        if (byHead.Count == 0)
            return new Urged(0, 0, refused);
        var wording = await templates.WordingAsync(UrgingMail.Template, cancel);
        try
        {
            await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
            foreach (var (head, mine) in byHead.Values)
            {
                var lines = mine.Select(x => new UrgedLine(x.Id, x.Title, x.DueOn, calendar.WorkingDaysBetween(today, x.DueOn), x.Direction, x.NextStep, organization.UnitName(x.LeadUnitId),
                    organization.Person(x.OfficerId)?.FullName)).ToList();
                var mail = mails.Enqueue(MailKind, head.Person, UrgingMail.Compose(new UrgingModel(head.Person.FullName, organization.TitleOf(head.Person.Id), by.Person.FullName, organization.TitleOf(by.Id), today, lines,
                    organization.Settings, site.Url), wording));
                db.Reminders.AddRange(mine.Select(x => new Reminder
                {
                    PersonId = head.Person.Id,
                    DutyId = x.Id,
                    Reason = ReminderReason.Urged,
                    DueOn = x.DueOn,
                    Step = today.DayNumber,
                    On = today,
                    Mail = mail,
                }));
                db.DutyEvents.AddRange(mine.Select(x => new DutyEvent
                {
                    DutyId = x.Id,
                    At = now,
                    Kind = DutyEventKind.Urged,
                    PersonId = db.Acting.PersonId,
                    By = db.Acting.Name,
                    Text = $"Đôn đốc: nhắc {head.Person.FullName}, {organization.UnitName(x.LeadUnitId)}, thời hạn {Vi.Date(x.DueOn)}",
                }));
            }
            await db.SaveChangesAsync(cancel);
            if (transaction is not null)
                await transaction.CommitAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            throw new EditConflict("Người khác vừa đôn đốc các nhiệm vụ này. Chưa gửi thư nào; xem lại danh sách rồi chọn lại");
        }
        return new Urged(byHead.Values.Sum(x => x.Duties.Count), byHead.Count, refused);
    }
}
