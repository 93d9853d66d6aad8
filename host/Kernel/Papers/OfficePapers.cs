using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Meetings;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Papers;

/// <summary>A unit with late duties, for the choice of whom to urge.</summary>
public sealed record LateUnit(int UnitId, int Count, DateOnly OldestDue);

/// <summary>Drafts the office's own papers from records. What is confidential stands in none of them.</summary>
public sealed class OfficePapers(PlatformDb db, Snapshots snapshots, PaperBook papers)
{
    private const int MostListed = 300;

    private IQueryable<Duty> Late(DateOnly today) => db.Duties.AsNoTracking().Where(x => !x.Confidential && x.Stage == DutyStage.Open && !x.Paused && x.DueOn < today && x.LeadUnitId != null);

    /// <summary>Units with late duties, those late longest first.</summary>
    public async Task<IReadOnlyList<LateUnit>> LateUnitsAsync(CancellationToken cancel = default) =>
        [.. (await Late(db.Clock.OfficeToday()).GroupBy(x => x.LeadUnitId!.Value).Select(g => new { g.Key, Count = g.Count(), Oldest = g.Min(x => x.DueOn) }).ToListAsync(cancel))
            .Select(x => new LateUnit(x.Key, x.Count, x.Oldest)).OrderBy(x => x.OldestDue).ThenBy(x => x.UnitId)];

    /// <summary>One official letter for each unit with its late duties as an appendix; once a day for each. Gives the drafts.</summary>
    public async Task<IReadOnlyList<Paper>> UrgeAsync(IReadOnlyCollection<int> units, Viewer by, CancellationToken cancel = default)
    {
        if (!PaperBook.CanManage(by))
            throw new NotAllowed();
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        var today = db.Clock.OfficeToday();
        var made = new List<Paper>();
        if (units.Count == 0)
            throw new Refusal("Chưa chọn đơn vị nào", "Chosen");
        foreach (var id in units.Distinct())
        {
            var rows = await Late(today).Where(x => x.LeadUnitId == id).OrderBy(x => x.DueOn).ThenBy(x => x.Id).Take(MostListed).Select(x => new { x.Title, x.DueOn, x.OfficerId, x.NextStep }).ToListAsync(cancel);
            if (rows.Count == 0 || organization.Unit(id) is not { } unit)
                continue;
            var content = New(organization, today, null, "UBND-VP", "Đôn đốc thực hiện nhiệm vụ quá hạn") with
            {
                Addressees = [unit.Name],
                Blocks =
                [
                    PaperBlock.Paragraph($"Qua theo dõi, tính đến ngày {Vi.Date(today)}, {unit.Name} còn {Vi.Number(rows.Count)} nhiệm vụ đã quá thời hạn hoàn thành (danh mục tại Phụ lục kèm theo)."),
                    PaperBlock.Paragraph($"Ủy ban nhân dân xã đề nghị {unit.Name} khẩn trương hoàn thành các nhiệm vụ nêu trên, báo cáo kết quả, lý do chậm và ngày hoàn thành của từng nhiệm vụ trước ngày {Vi.Date(calendar.AddWorkingDays(today, 3))}."),
                    PaperBlock.Paragraph("Đề nghị Thủ trưởng đơn vị chỉ đạo thực hiện"),
                ],
                Recipients = ["Như trên", "Chủ tịch, các Phó Chủ tịch UBND xã (để báo cáo)", "Lưu: VT, VP"],
                Appendices = [new PaperAppendix($"Nhiệm vụ quá hạn của {unit.Name}",
                [
                    PaperBlock.Table([1, 8, 4, 3, 3, 5], ["TT", "Nhiệm vụ", "Người thực hiện", "Thời hạn", "Quá hạn", "Việc tiếp theo"],
                        [.. rows.Select((x, i) => (IReadOnlyList<string>)[$"{i + 1}", x.Title, x.OfficerId is null ? "Chưa phân công" : organization.PersonName(x.OfficerId), Vi.Date(x.DueOn), $"{Vi.Number(calendar.WorkingDaysBetween(x.DueOn, today))} ngày làm việc", x.NextStep ?? ""])]),
                ])],
            };
            made.Add(await papers.DraftAsync(new NewPaper(PaperKind.UrgingLetter, $"Đôn đốc {unit.Name}: {Vi.Number(rows.Count)} nhiệm vụ quá hạn", content, id, string.Create(CultureInfo.InvariantCulture, $"urge:{id}:{today:yyyy-MM-dd}")), by, cancel));
        }
        return made;
    }

    /// <summary>The slip that gives a duty to its unit. Throws <see cref="NotAllowed"/> for whoever may not assign it.</summary>
    public async Task<Paper> AssignAsync(long dutyId, Viewer by, CancellationToken cancel = default)
    {
        var duty = await by.Visible(db.Duties).AsNoTracking().Include(x => x.Shares).FirstOrDefaultAsync(x => x.Id == dutyId, cancel) ?? throw new Refusal("Không tìm thấy nhiệm vụ này");
        if (!PaperBook.CanManage(by) || duty.Confidential)
            throw new NotAllowed();
        if (duty.LeadUnitId is not { } unit)
            throw new Refusal("Nhiệm vụ chưa có đơn vị chủ trì");
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        var today = db.Clock.OfficeToday();
        string[] bases = [.. new[] { duty.SourceDocument, duty.LegalBasis }.OfType<string>().Where(x => x.Length > 0).Select(x => $"Căn cứ {x.TrimEnd('.')}")];
        List<IReadOnlyList<string>> rows = [["Nội dung nhiệm vụ", duty.Title], ["Đơn vị chủ trì", organization.UnitName(unit)]];
        if (duty.OfficerId is not null)
            rows.Add(["Người thực hiện", organization.PersonName(duty.OfficerId)]);
        if (duty.Shares.Count > 0)
            rows.Add(["Đơn vị phối hợp", string.Join("\n", duty.Shares.Select(x => $"{organization.UnitName(x.UnitId)}: {x.What}, trước ngày {Vi.Date(x.DueOn)}"))]);
        if (duty.What is { Length: > 0 } what)
            rows.Add(["Phải làm gì", what]);
        rows.Add(["Sản phẩm", duty.Product ?? "Báo cáo kết quả thực hiện"]);
        rows.Add(["Thời hạn hoàn thành", Vi.Date(duty.DueOn)]);
        if (duty.Direction is { Length: > 0 } direction)
            rows.Add(["Ý kiến chỉ đạo", duty.DirectionById is null ? direction : $"{direction} ({organization.PersonName(duty.DirectionById)})"]);
        var content = New(organization, today, "Phiếu giao việc", "PGV-UBND", organization.UnitName(unit)) with
        {
            Bases = bases,
            Blocks = [PaperBlock.Paragraph("Ủy ban nhân dân xã giao nhiệm vụ như sau:"), PaperBlock.Table([3, 7], ["Mục", "Nội dung"], rows), PaperBlock.Paragraph("Đơn vị báo cáo kết quả trên phần mềm theo dõi nhiệm vụ; không đúng nhiệm vụ của đơn vị thì trả lại trong 01 ngày làm việc")],
            Recipients = [organization.UnitName(unit), .. duty.Shares.Select(x => organization.UnitName(x.UnitId)).Distinct(), "Lưu: VT, VP"],
        };
        return await papers.DraftAsync(new NewPaper(PaperKind.AssignmentSlip, $"Phiếu giao việc: {duty.Title}", content, unit, string.Create(CultureInfo.InvariantCulture, $"slip:{dutyId}:{unit}")), by, cancel);
    }

    /// <summary>The notice of the conclusions of a giao ban. Throws <see cref="Refusal"/> while it has none.</summary>
    public async Task<Paper> NoticeAsync(WeeklyMeeting meeting, Viewer by, CancellationToken cancel = default)
    {
        if (!MeetingBook.CanConclude(by))
            throw new NotAllowed();
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        if (meeting.Rows.Count == 0 && meeting.General is null)
            throw new Refusal("Chưa ghi kết luận cuộc họp này");
        var chair = meeting.ChairId is { } id ? PaperOffice.Signers(organization).Where(x => x.PersonId == id).Select(x => x.Signer).FirstOrDefault() : null;
        var post = meeting.ChairId is { } person ? organization.TitleOf(person) : "Chủ tịch Ủy ban nhân dân xã";
        var blocks = new List<PaperBlock>
        {
            PaperBlock.Paragraph($"Ngày {Vi.Date(meeting.HeldOn)}, {(meeting.ChairId is null ? "" : $"đồng chí {organization.PersonName(meeting.ChairId)}, ")}{post} chủ trì họp giao ban tuần. Sau khi nghe các đơn vị báo cáo và ý kiến thảo luận, {post} kết luận như sau:"),
        };
        blocks.AddRange((meeting.General ?? "").Split('\n').Select(x => x.Trim()).Where(x => x.Length > 0).Select(PaperBlock.Paragraph));
        blocks.AddRange(meeting.Rows.OrderBy(x => x.Place).Select((x, i) => PaperBlock.Paragraph($"{i + 1}. {x.Text.TrimEnd('.')}.{(x.UnitId is { } unit ? $" Đơn vị chủ trì: {organization.UnitName(unit)}; hoàn thành trước ngày {Vi.Date(x.DueOn)}{(x.Product is { } product ? $"; sản phẩm: {product}" : "")}." : "")}")));
        blocks.Add(PaperBlock.Paragraph("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân thông báo để các đơn vị thực hiện"));
        var units = meeting.Rows.Select(x => x.UnitId).OfType<int>().Distinct().Select(x => organization.UnitName(x));
        var content = New(organization, db.Clock.OfficeToday(), "Thông báo", "TB-UBND", $"Kết luận của {post} tại cuộc họp giao ban ngày {Vi.Date(meeting.HeldOn)}") with
        {
            Blocks = blocks,
            Signer = PaperOffice.Signers(organization).Where(x => x.Signer.Power[0] == "TL. CHỦ TỊCH").Select(x => x.Signer).FirstOrDefault() ?? chair ?? PaperOffice.Chairman(organization),
            Recipients = ["Chủ tịch, các Phó Chủ tịch UBND xã", .. units, "Lưu: VT, VP"],
        };
        return await papers.DraftAsync(new NewPaper(PaperKind.MeetingNotice, $"Thông báo kết luận giao ban ngày {Vi.Date(meeting.HeldOn)}", content, null, string.Create(CultureInfo.InvariantCulture, $"meeting:{meeting.Id}")), by, cancel);
    }

    /// <summary>The minutes of a hand-over: who gave, who received, each duty with its date and where it stands.</summary>
    internal async Task<Paper> HandOverAsync(Person from, HandedOver handed, Viewer by, CancellationToken cancel = default)
    {
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        var today = db.Clock.OfficeToday();
        string Named(Person x) => organization.TitleOf(x.Id) is { Length: > 0 } title ? $"{Vi.UpperFirst(x.AddressAs ?? "ông (bà)")} {x.FullName}, {title}" : $"{Vi.UpperFirst(x.AddressAs ?? "ông (bà)")} {x.FullName}";
        string Stands(DateOnly due) => due < today ? $"Quá hạn {Vi.Number(calendar.WorkingDaysBetween(due, today))} ngày làm việc" : "Đang thực hiện trong hạn";
        long[] ids = [.. handed.Parts.SelectMany(x => x.Work.Duties).Select(x => x.Id)];
        var files = await db.Evidence.Where(x => ids.Contains(x.DutyId)).GroupBy(x => x.DutyId).Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, cancel);
        var blocks = new List<PaperBlock>
        {
            PaperBlock.Paragraph($"Hôm nay, ngày {Vi.Date(today)}, tại {PaperOffice.Name(organization)}, chúng tôi gồm:"),
            PaperBlock.Paragraph($"1. Người bàn giao: {Named(from)}."),
        };
        blocks.AddRange(handed.Parts.Select((x, i) => PaperBlock.Paragraph($"{i + 2}. Người nhận bàn giao: {Named(x.To)} ({organization.UnitName(x.Work.UnitId)}).")));
        blocks.Add(PaperBlock.Paragraph("Hai bên thống nhất bàn giao các nhiệm vụ đang thực hiện sau đây, cùng hồ sơ, tài liệu kèm theo; thời hạn của từng nhiệm vụ giữ nguyên:"));
        foreach (var (work, to) in handed.Parts)
            blocks.Add(PaperBlock.Table([2, 8, 4, 4, 5, 2], ["TT", $"Nhiệm vụ giao {to.FullName}", "Thời hạn", "Tình trạng", "Việc tiếp theo", "Số tệp"],
                [.. work.Duties.Select(x => (x.Title, x.DueOn, x.NextStep ?? "", Files: files.GetValueOrDefault(x.Id))).Concat(work.Shares.Select(x => ($"Phối hợp: {x.Share.What} ({x.Title})", x.Share.DueOn, "", Files: 0)))
                    .Select((x, i) => (IReadOnlyList<string>)[$"{i + 1}", x.Item1, Vi.Date(x.Item2), Stands(x.Item2), x.Item3, x.Files == 0 ? "" : Vi.Number(x.Files)])]));
        blocks.Add(PaperBlock.Paragraph("Từ ngày bàn giao, người nhận chịu trách nhiệm thực hiện, báo cáo các nhiệm vụ trên. Biên bản lập thành 03 bản, mỗi bên giữ 01 bản, 01 bản lưu tại Văn phòng."));
        blocks.Add(PaperBlock.Table([1, 1], ["Người bàn giao", "Người nhận bàn giao"], [["(Ký, ghi rõ họ tên)\n\n\n\n" + from.FullName, "(Ký, ghi rõ họ tên)\n\n\n\n" + string.Join("\n\n\n\n", handed.Parts.Select(x => x.To.FullName).Distinct())]]));
        var content = New(organization, today, "Biên bản", "BB-UBND", $"Bàn giao công việc của {from.AddressAs ?? "ông (bà)"} {from.FullName}") with { Blocks = blocks, Recipients = ["Như trên", "Lưu: VT, VP"] };
        return await papers.DraftAsync(new NewPaper(PaperKind.HandOverMinutes, $"Biên bản bàn giao công việc của {from.FullName}", content, handed.Parts[0].Work.UnitId), by, cancel);
    }

    internal static PaperContent New(OrganizationOn organization, DateOnly today, string? type, string symbol, string abstractText) =>
        new(PaperOffice.Name(organization), PaperOffice.Place(organization), type, symbol, abstractText) { Signer = PaperOffice.Chairman(organization), Year = today.Year };
}
