using BacSon.Kernel.Calendar;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Papers;
using BacSon.Kernel.Reports;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

/// <summary>What the Kernel's other registers bring to the office head's desk.</summary>
internal static class DeskSources
{
    /// <summary>How far ahead a report is prepared.</summary>
    private const int ReportDays = 10;

    /// <summary>Duties of people who work in the unit no longer: the first thing that a reorganisation forgets.</summary>
    public static readonly DeskSource LeftBehind = new(5, async (db, viewer, today, cancel) =>
    {
        var groups = await DutyLedger.LeftBehind(db, today).GroupBy(x => new { x.OfficerId, x.LeadUnitId }).Select(x => new { x.Key.OfficerId, x.Key.LeadUnitId, Count = x.Count() }).ToListAsync(cancel);
        return groups.Count == 0 ? null : new DeskSection("ban-giao", "Nhiệm vụ của người đã chuyển công tác", groups.Sum(x => x.Count), "/ban-giao", [.. groups.OrderByDescending(x => x.Count).Take(OfficeDesk.Shown)
            .Select(x => new DeskLine($"/ban-giao?nguoi={x.OfficerId}", viewer.Organization.PersonName(x.OfficerId), $"Không còn ở {viewer.Organization.UnitName(x.LeadUnitId)}, chưa bàn giao", WordTone.Soon, $"{Vi.Number(x.Count)} nhiệm vụ"))]);
    });

    public static readonly DeskSource Reports = new(10, async (db, viewer, today, cancel) =>
    {
        var until = today.AddDays(ReportDays);
        var due = ReportBook.Rows(db, viewer, sent: false, until);
        var count = await due.CountAsync(cancel);
        var rows = await due.Take(OfficeDesk.Shown).ToListAsync(cancel);
        return count == 0 ? null : new DeskSection("bao-cao", $"Báo cáo đến hạn trong {ReportDays} ngày", count, "/bao-cao", [.. rows.Select(x => new DeskLine($"/bao-cao/{x.DutyId}", x.Title,
            $"{viewer.Organization.UnitName(x.UnitId)}, gửi {x.SendTo}, thời hạn {Vi.Date(x.DueOn)}", x.DueOn < today ? WordTone.Late : WordTone.Soon, x.DueOn < today ? "Quá hạn gửi" : "Chưa gửi"))]);
    });

    public static readonly DeskSource Papers = new(20, async (db, _, _, cancel) =>
    {
        var waiting = db.Papers.AsNoTracking().Where(x => x.State == PaperState.AwaitingSignature || x.State == PaperState.Signed);
        var count = await waiting.CountAsync(cancel);
        var rows = await waiting.OrderBy(x => x.Id).Take(OfficeDesk.Shown).Select(x => new { x.Id, x.Title, x.State, x.Kind, x.MadeAt }).ToListAsync(cancel);
        return count == 0 ? null : new DeskSection("giay-to", "Giấy tờ chờ ký, chờ phát hành", count, "/giay-to", [.. rows.Select(x => new DeskLine($"/giay-to/{x.Id}", x.Title,
            $"{x.Kind.Title()}, lập ngày {Vi.Date(DateOnly.FromDateTime(x.MadeAt.ToOffice()))}", WordTone.Wait, x.State.Title()))]);
    });

    public static readonly DeskSource Slips = new(30, async (db, viewer, _, cancel) =>
    {
        var count = MailQueue.HandsOut(viewer) ? await db.Mails.CountAsync(x => x.State == MailState.ToPrint, cancel) : 0;
        return count == 0 ? null : new DeskSection("phat-giay", "Phiếu chờ giao tận tay", count, "/phat-giay",
            [new DeskLine("/phat-giay", "In và giao phiếu theo thôn, đơn vị", "Người nhận không có thư điện tử, nhận bằng giấy hoặc điện thoại", WordTone.Soon, $"{Vi.Number(count)} phiếu")]);
    });
}
