using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Ui;

namespace BacSon.App.Demo;

/// <summary>The everyday work of the last sixty working days: as many done, late and open as the sample says, by unit and content.</summary>
internal sealed partial class DemoCommune
{
    /// <summary>A kind of everyday work: from the catalogue where it has a key, else with a term of the office's own.</summary>
    /// <param name="Text">What tells one from another; {thon}, {so}, {ngay}, {tuan} are filled in.</param>
    private sealed record Routine(string? Key, string Text, int WorkingDays = 0, string? Product = null);

    private static readonly Dictionary<(string Unit, PapiArea Area), Routine[]> Routines = new()
    {
        [("VP", PapiArea.Accountability)] =
        [
            new("petition-triage", "đơn số {so}, nhận ngày {ngay}"), new("reception-result-notice", "buổi tiếp ngày {ngay}, {thon}"),
            new("complaint-acceptance", "đơn số {so}, nhận ngày {ngay}"), new("voter-petition-answer", "tiếp xúc cử tri {thon} ngày {ngay}"),
            new("people-inspection-reply", "kiến nghị tại {thon} ngày {ngay}"),
        ],
        [("VP", PapiArea.Transparency)] =
        [
            new("info-proactive-5-days", "văn bản ban hành ngày {ngay}"), new("info-request-simple-post", "phiếu yêu cầu số {so} ngày {ngay}"),
            new("info-request-direct", "phiếu yêu cầu số {so} ngày {ngay}"), new("supervision-result-disclosure", "{thon}, văn bản ngày {ngay}"),
        ],
        [("VP", PapiArea.AntiCorruption)] =
        [
            new(null, "Kiểm tra việc chấp hành giờ giấc làm việc, {tuan}", 5, "Biên bản kiểm tra"),
            new("gift-report", "rà soát tại {thon} ngày {ngay}"),
            new(null, "Tổng hợp phản ánh qua đường dây nóng về thái độ phục vụ, {tuan}", 8, "Bảng tổng hợp phản ánh"),
        ],
        [("VP", PapiArea.Participation)] =
        [
            new("community-meeting-decision-transmit", "{thon}, họp ngày {ngay}"), new("public-consultation-feedback", "{thon}, kết thúc ngày {ngay}"),
            new("democracy-village-head-relay", "{thon}, ngày {ngay}"), new(null, "Hướng dẫn {thon} rà soát quy ước", 10, "Biên bản làm việc"),
        ],
        [("KT", PapiArea.Transparency)] =
        [
            new("investment-project-disclosure", "đường trục {thon}"), new("poor-household-village-meeting", "{thon}, ngày {ngay}"),
            new("planning-publication", "điểm dân cư {thon}"), new("budget-settlement-disclosure", "nguồn bổ sung có mục tiêu cho {thon}"),
            new("info-proactive-5-days", "giá vật tư nông nghiệp, {tuan}"),
        ],
        [("KT", PapiArea.Environment)] =
        [
            new("pollution-report-first-response", "phản ánh số {so} tại {thon}"), new("pollution-report-feedback", "phản ánh số {so} tại {thon}"),
            new("environment-registration-receipt", "hồ sơ số {so}, {thon}"), new(null, "Kiểm tra nguồn thải chăn nuôi tại {thon}", 10, "Biên bản kiểm tra"),
        ],
        [("KT", PapiArea.PublicServices)] =
        [
            new(null, "Nghiệm thu đoạn đường bê tông {thon}", 10, "Biên bản nghiệm thu"), new(null, "Kiểm tra, sửa chữa công trình cấp nước {thon}", 7, "Biên bản kiểm tra"),
            new(null, "Tổng hợp nhu cầu xi măng làm đường nội đồng {thon}", 8, "Bảng tổng hợp"),
        ],
        [("KT", PapiArea.Participation)] = [new("voluntary-contribution-disclosure", "công trình chiếu sáng {thon}"), new(null, "Họp {thon} bàn tuyến đường đăng ký năm sau", 8, "Biên bản họp thôn")],
        [("VHXH", PapiArea.Transparency)] = [new("social-assistance-review", "hồ sơ số {so}, {thon}"), new("info-proactive-5-days", "chính sách bảo trợ xã hội, {tuan}")],
        [("VHXH", PapiArea.PublicServices)] =
        [
            new(null, "Đối chiếu danh sách tham gia bảo hiểm y tế {thon}", 7, "Danh sách đối chiếu"), new(null, "Rà soát trẻ em trong độ tuổi đến trường {thon}", 8, "Danh sách rà soát"),
            new(null, "Xác minh hồ sơ người có công {thon}, số {so}", 10, "Biên bản xác minh"),
        ],
        [("VHXH", PapiArea.EGovernance)] =
        [
            new("website-question-answer", "câu hỏi số {so} ngày {ngay}"), new("social-channel-interaction", "câu hỏi của người dân {thon} ngày {ngay}"),
            new(null, "Biên tập tin, bài về {thon} đăng trang thông tin điện tử", 5, "Đường dẫn bài đăng"),
        ],
        [("VHXH", PapiArea.AntiCorruption)] =
        [
            new("asset-declaration-redo", "bản kê khai số {so}"), new("asset-declaration-first", "hồ sơ số {so}"),
            new(null, "Rà soát vị trí phải chuyển đổi công tác, đợt ngày {ngay}", 10, "Danh sách vị trí công tác"),
        ],
        [("PVHCC", PapiArea.Procedures)] =
        [
            new("dossier-resolution", "hồ sơ số {so} ngày {ngay}"), new("civil-status-change", "hồ sơ số {so}, {thon}"), new("regulation-feedback-answer", "phản ánh số {so} ngày {ngay}"),
            new("procedure-posting", "quyết định công bố số {so}"), new("marital-status-certificate", "hồ sơ số {so} ngày {ngay}"),
        ],
        [("PVHCC", PapiArea.EGovernance)] = [new(null, "Hướng dẫn nộp hồ sơ trực tuyến tại {thon}", 6, "Biên bản, ảnh buổi hướng dẫn"), new("dossier-digitisation", "hồ sơ nhận ngày {ngay}")],
        [("CA", PapiArea.PublicServices)] =
        [
            new(null, "Kiểm tra an toàn phòng cháy, chữa cháy tại {thon}", 8, "Biên bản kiểm tra"), new(null, "Rà soát cư trú tại {thon}", 10, "Danh sách rà soát"),
            new(null, "Tổng hợp tình hình an ninh trật tự, {tuan}", 4, "Báo cáo tuần"),
        ],
        [("QS", PapiArea.PublicServices)] = [new(null, "Phúc tra lực lượng dự bị động viên tại {thon}", 10, "Danh sách phúc tra")],
        [("TYT", PapiArea.PublicServices)] =
        [
            new(null, "Tiêm chủng mở rộng tại {thon}", 7, "Sổ tiêm chủng"), new(null, "Kiểm tra an toàn thực phẩm cơ sở ăn uống tại {thon}", 10, "Biên bản kiểm tra"),
            new(null, "Khám sàng lọc người cao tuổi {thon}", 8, "Danh sách khám"),
        ],
        [("TTDV", PapiArea.Environment)] = [new(null, "Thu gom rác tồn đọng tại {thon}", 5, "Ảnh trước và sau khi dọn"), new(null, "Vệ sinh điểm tập kết rác {thon}, {tuan}", 7, "Biên bản, ảnh")],
        [("DTT", PapiArea.Participation)] = [new("democracy-broadcast-3-days", "bản tin số {so} ngày {ngay}"), new(null, "Biên tập, phát chuyên mục pháp luật, {tuan}", 5, "Kịch bản, sổ phát thanh"), new(null, "Kiểm tra cụm loa {thon}", 8, "Biên bản kiểm tra")],
        [("MN", PapiArea.PublicServices)] = [new(null, "Công khai thực đơn bán trú, {tuan}", 4, "Ảnh bảng công khai"), new(null, "Họp phụ huynh lớp của trẻ {thon}", 10, "Biên bản họp")],
        [("TH1", PapiArea.PublicServices)] = [new(null, "Sinh hoạt chuyên môn với phụ huynh học sinh {thon}", 7, "Biên bản"), new(null, "Tự kiểm tra an toàn trường học, đợt ngày {ngay}", 10, "Biên bản tự kiểm tra")],
        [("TH2", PapiArea.PublicServices)] = [new(null, "Khảo sát nhu cầu bán trú của phụ huynh {thon}", 8, "Bảng tổng hợp"), new(null, "Tự kiểm tra an toàn trường học, đợt ngày {ngay}", 10, "Biên bản tự kiểm tra")],
        [("THCS", PapiArea.PublicServices)] = [new(null, "Vận động học sinh {thon} đi học chuyên cần", 7, "Báo cáo"), new(null, "Kiểm tra bếp ăn, nước uống học sinh, đợt ngày {ngay}", 10, "Biên bản kiểm tra")],
        [("MTTQ", PapiArea.Participation)] = [new(null, "Giám sát thực hiện dân chủ ở cơ sở tại {thon}", 10, "Biên bản giám sát"), new(null, "Tổng hợp ý kiến, kiến nghị của Nhân dân {thon}", 6, "Bảng tổng hợp")],
        [("HPN", PapiArea.Environment)] = [new(null, "Ra quân vệ sinh đoạn đường phụ nữ tự quản {thon}", 6, "Ảnh, danh sách tham gia"), new(null, "Hướng dẫn phân loại rác tại {thon}", 10, "Biên bản, ảnh")],
        [("DTN", PapiArea.Procedures)] = [new(null, "Hỗ trợ nộp hồ sơ trực tuyến tại {thon}", 6, "Danh sách hỗ trợ"), new(null, "Tuyên truyền bưu chính công ích tại {thon}", 10, "Ảnh, biên bản")],
    };

    private readonly HashSet<string> _titles = [];
    private int _number = 40;

    private void PutBackground()
    {
        foreach (var row in _facts.DemoBackground.Rows)
        {
            var area = Enum.Parse<PapiArea>(row.Module);
            var kinds = Routines[(row.Unit, area)];
            var turn = _chance.Next(kinds.Length);
            for (var i = 0; i < row.DoneOnTime; i++)
                PutDone(row.Unit, area, kinds[turn++ % kinds.Length], -58 + (int)((i + 0.5) * 56 / row.DoneOnTime), late: 0);
            for (var i = 0; i < row.DoneLate; i++)
                PutDone(row.Unit, area, kinds[turn++ % kinds.Length], -54 + (int)((i + 0.5) * 46 / row.DoneLate), late: 1 + _chance.Next(4));
            for (var i = 0; i < row.OpenInTime; i++)
                PutOpen(row.Unit, area, kinds, turn++, 2 + (int)((i + 0.5) * 13 / row.OpenInTime));
        }
    }

    private Term TermOf(Routine kind, DateOnly start)
    {
        if (kind.Key is null)
            return new Term(kind.WorkingDays, TermUnit.WorkingDay);
        var term = _catalogue[kind.Key].TermOn(start) ?? throw new InvalidOperationException($"{kind.Key} has no term on {start}.");
        return new Term(term.Amount, term.Unit, term.Kind);
    }

    private DateOnly DueOf(Routine kind, DateOnly start) => LegalClock.Due(_calendar, start, TermOf(kind, start))!.Value;

    // The latest day on which it can have begun to be due by the target.
    private DateOnly StartFor(Routine kind, DateOnly target, DateOnly notAfter)
    {
        var start = _calendar.OnOrBefore(target < notAfter ? target : notAfter);
        while (DueOf(kind, start) > target)
            start = _calendar.PreviousWorkingDay(start);
        return start;
    }

    private void PutDone(string unit, PapiArea area, Routine kind, int target, int late)
    {
        var start = StartFor(kind, Wd(target), Wd(-1));
        var due = DueOf(kind, start);
        // A posting or broadcast lasts until its last day: nobody ends it early.
        var early = TermOf(kind, start).Kind == TermKind.MinimumDuration ? 0 : _chance.Next(3);
        var declare = late > 0 ? _calendar.AddWorkingDays(due, late) : _calendar.AddWorkingDays(due, -early);
        PutRoutine(unit, area, kind, start, declare < start ? start : declare);
    }

    private void PutOpen(string unit, PapiArea area, Routine[] kinds, int turn, int target)
    {
        // A short term begun at the latest yesterday is due at once; such a kind is left to the next that runs long enough.
        var kind = Enumerable.Range(turn, kinds.Length).Select(i => kinds[i % kinds.Length]).FirstOrDefault(x => DueOf(x, Wd(-1)) >= Wd(2))
            ?? throw new InvalidOperationException($"{unit}, {area}: every kind is too short to be open.");
        var start = StartFor(kind, Wd(target), Wd(-1));
        while (DueOf(kind, start) < Wd(1))
            start = _calendar.NextWorkingDay(start);
        PutRoutine(unit, area, kind, start, null);
    }

    private void PutRoutine(string unit, PapiArea area, Routine kind, DateOnly start, DateOnly? declare) => At(During(start, 8, 10), async () =>
    {
        var unitId = Unit(unit);
        var head = await AsAsync(await HeadAsync(unitId));
        var text = Fill(kind, start);
        var duty = kind.Key is { } key
            ? await _book.OpenFromEventAsync(key, start, text, unitId, head, _cancel)
            : await _ledger.OpenAsync(new NewDuty(area, text, start, TermOf(kind, start))
            {
                LeadUnitId = unitId,
                Product = kind.Product,
                NextStep = kind.Product is null ? null : $"Hoàn thành {Vi.LowerFirst(kind.Product)}, báo cáo kết quả",
                TermText = $"{kind.WorkingDays:00} ngày làm việc theo chương trình công tác của đơn vị",
                SourceDocument = $"Kế hoạch số {_facts.Documents.First(x => x.Code == "VB04").Number} của UBND xã Bắc Sơn",
                RequiresEvidence = true,
            }, head, _cancel);
        if (declare is { } day)
            PutDoing(duty, day);
        else if (OfficerFor(unitId, area) is { } officer)
            PutNaming(duty.Id, officer, start);
    });

    private string Fill(Routine kind, DateOnly start)
    {
        while (true)
        {
            var village = _facts.Villages[_number % _facts.Villages.Count].FullName;
            var text = kind.Text.Replace("{thon}", village, StringComparison.Ordinal).Replace("{so}", $"{_number++}", StringComparison.Ordinal)
                .Replace("{ngay}", Vi.DayMonth(start), StringComparison.Ordinal).Replace("{tuan}", Vi.LowerFirst(Vi.Week(start)), StringComparison.Ordinal);
            if (_titles.Add($"{kind.Key}{text}"))
                return text;
            if (!kind.Text.Contains("{thon}", StringComparison.Ordinal) || _titles.Contains($"{kind.Key}{text}, đợt ngày {Vi.DayMonth(start)}"))
            {
                // The same week or day again, or every village has had its turn: the village and the day tell them apart.
                text = kind.Text.Contains("{thon}", StringComparison.Ordinal) ? $"{text}, đợt ngày {Vi.DayMonth(start)} (số {_number})" : $"{text}, {village}";
                if (_titles.Add($"{kind.Key}{text}"))
                    return text;
                continue;
            }
            text = $"{text}, đợt ngày {Vi.DayMonth(start)}";
            _titles.Add($"{kind.Key}{text}");
            return text;
        }
    }
}
