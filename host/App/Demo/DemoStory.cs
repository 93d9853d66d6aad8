using System.Text.RegularExpressions;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;

namespace BacSon.App.Demo;

/// <summary>
/// The dated situations, acted out one after another. What happened stands in the sample's file; here stands by which act
/// of the ledger each of its moments comes about.
/// </summary>
internal sealed partial class DemoCommune
{
    /// <summary>How a situation is played.</summary>
    /// <param name="Acts">
    /// One word for each moment of the timeline: O opens the duty, o happened before it was opened, N notes, P reports progress,
    /// D declares, A accepts, R sends back, E asks an extension, F refuses it, C stops the duty, U returns it as not theirs,
    /// T gives it to its unit, L delegates, Z pauses, x leaves no line; a dot between two that happen at one moment.
    /// </param>
    /// <param name="Next">The next step as the digest tells it.</param>
    private sealed record Play(string Acts, string? Next = null)
    {
        /// <summary>The term that leads to the due date; null for a date that was given.</summary>
        public Term? Term { get; init; }

        /// <summary>The term in force of the catalogue leads to the due date.</summary>
        public bool Law { get; init; }

        /// <summary>The moment from which the term runs.</summary>
        public int From { get; init; }

        /// <summary>Opened so many working days from the anchor, before its first moment.</summary>
        public int? Opened { get; init; }
        public string? Source { get; init; }
        public string? Product { get; init; }
        public string? Share { get; init; }

        /// <summary>The term in words, where the file's are its author's.</summary>
        public string? Words { get; init; }

        /// <summary>Who opens it; null for the office head's plan work and the officer's own.</summary>
        public string? By { get; init; }

        /// <summary>It is about a duty that recurs and is made by the nightly job.</summary>
        public bool Recurs { get; init; }

        /// <summary>A day off does not keep it from beginning.</summary>
        public bool AnyDay { get; init; }
    }

    private static Term Working(int days) => new(days, TermUnit.WorkingDay);

    private static readonly Dictionary<string, Play> Plays = new()
    {
        ["S01"] = new("O T N x", "trình Chủ tịch dự thảo báo cáo rà soát") { By = "P09", Share = "Số liệu tiếp công dân, xử lý đơn theo Công văn số 1286/UBND-NC", Product = "Báo cáo rà soát" },
        ["S02"] = new("O D A", "trình ký kế hoạch tuyên truyền") { Product = "Kế hoạch tuyên truyền tháng tới" },
        ["S03"] = new("O", "xác định đơn vị chủ trì, giao nhiệm vụ") { By = "P09", Source = "Công văn của Sở Nội vụ về phương án sắp xếp thôn", Product = "Văn bản góp ý" },
        ["S04"] = new("O U T", "tổng hợp số chuyến thu gom, gửi báo cáo") { Source = "Ý kiến chỉ đạo tại giao ban đầu tuần", Product = "Báo cáo, ảnh" },
        ["S05"] = new("O L", "tổng hợp đề xuất của các thôn, trình ký") { Product = "Bảng tổng hợp nhu cầu vốn" },
        ["S06"] = new("O E", "chờ hướng dẫn của Sở Nội vụ") { Product = "Quy chế làm việc sửa đổi" },
        ["S07"] = new("O E F", "hoàn thiện hồ sơ quyết toán, trình ký") { Product = "Hồ sơ quyết toán" },
        ["S08"] = new("O C", "trình ký kế hoạch hội thi") { Product = "Kế hoạch hội thi" },
        ["S09"] = new("o o O", "trả lời 3 ý kiến còn lại rồi công khai kết quả") { Law = true, From = 2 },
        ["S10"] = new("O P P", "thu phiếu lấy ý kiến các hộ, kiểm phiếu") { Product = "Biên bản kiểm phiếu" },
        ["S11"] = new("O N N", "lấy xác nhận của Ban Giám sát đầu tư của cộng đồng") { Law = true },
        ["S12"] = new("O Z", "chờ văn bản của UBND tỉnh cho tổ chức bầu") { Law = true },
        ["S13"] = new("O P", "phát tiếp đủ 03 ngày, ghi sổ phát thanh") { Law = true, AnyDay = true },
        ["S14"] = new("O P", "giữ niêm yết đủ 30 ngày, lập biên bản kết thúc") { Term = new(30, TermUnit.CalendarDay, TermKind.MinimumDuration) },
        ["S15"] = new("O P P", "gửi bản sao hồ sơ cho người yêu cầu") { Law = true, Share = "Bản sao hồ sơ quy hoạch khu dân cư Trung Sơn" },
        ["S16"] = new("O N N", "lập biên bản kết thúc niêm yết, gỡ danh sách"),
        ["S17"] = new("O", "phúc tra tại hộ, lập biên bản") { Words = "Thời hạn nội bộ: không quá 03 ngày làm việc kể từ ngày nhận" },
        ["S18"] = new("O P D R", "niêm yết lại đủ 30 ngày") { Term = new(30, TermUnit.CalendarDay, TermKind.MinimumDuration) },
        ["S19"] = new("O P", "liên hệ thôn Suối Tre, thôn Thượng Sơn, đủ 15 nơi xác nhận"),
        ["S20"] = new("O D A", "niêm yết, đăng biểu quyết toán") { Law = true },
        ["S21"] = new("P P", "phát hành thông báo kết luận của buổi trước; chuẩn bị 4 lượt tiếp") { Recurs = true },
        ["S22"] = new("o O E", "tổ chức đối thoại, lập biên bản") { Law = true, From = 1, By = "P10" },
        ["S23"] = new("O", "kiểm tra điều kiện thụ lý, trình Chủ tịch") { Law = true },
        ["S24"] = new("O P", "trình phiếu đề xuất xử lý hai nội dung") { Law = true },
        ["S25"] = new("O", "trình ký thông báo tiếp nhận hoặc từ chối nêu lý do") { Law = true },
        ["S26"] = new("o O", "trình ký kết luận kiểm tra") { Law = true, From = 1 },
        ["S27"] = new("O D", "niêm yết phí, lệ phí tại quầy 2"),
        ["S28"] = new("O", "trình ký văn bản trả lời, gửi bản giấy cho Trưởng ban") { Law = true },
        ["S29"] = new("O P", "bổ sung trả lời của 2 đơn vị, trình ký thông báo") { Law = true, Share = "Trả lời ý kiến của Nhân dân tại hội nghị đối thoại" },
        ["S30"] = new("O N", "liên hệ Tổ hòa giải thôn Cầu Đá, bắt đầu hòa giải") { Law = true },
        ["S31"] = new("P P", "đôn đốc 17 người chưa nộp bản kê khai") { Recurs = true },
        ["S32"] = new("O N P", "xem trả lời qua mã biên nhận") { Term = Working(10) },
        ["S33"] = new("P P P.D.A", "ra thông báo kết luận") { Opened = -10 },
        ["S34"] = new("O P P", "ký văn bản xin lỗi, gửi trước ngày hẹn") { Term = Working(15), Share = "Khảo sát lại hiện trạng, gửi kết quả cho Trung tâm" },
        ["S35"] = new("O P N", "trả kết quả theo ngày đã hẹn lại") { Term = Working(10), Words = "10 ngày làm việc (mặc định nội bộ)" },
        ["S36"] = new("O Z", "chờ công dân bổ sung hồ sơ") { Law = true },
        ["S37"] = new("O", "xem lại quy trình tại quầy 2, báo cáo biện pháp") { Term = Working(3) },
        ["S38"] = new("O N", "đôn đốc thôn Bãi Cát, thôn Hạ Sơn gửi số liệu") { Words = "Kỳ cập nhật số liệu hằng tháng (mặc định)" },
        ["S39"] = new("O P", "hoàn thiện báo cáo tự đánh giá, gửi văn bản đăng ký") { Law = true },
        ["S40"] = new("O N N", "đề nghị gia hạn hoặc lập lại tiến độ, kèm biên bản giám sát") { Product = "Biên bản nghiệm thu nền đường" },
        ["S41"] = new("O D A", "công bố kết quả khảo sát") { Term = Working(15), Product = "Báo cáo khảo sát, trả lời góp ý" },
        ["S42"] = new("O P P N", "kiểm tra lại cơ sở, trả lời người phản ánh") { Law = true },
        ["S43"] = new("O P N P N", "làm lại nền thoát nước tại điểm tập kết, trả lời người phản ánh") { Law = true },
        ["S44"] = new("O", "trình quyết định xử phạt") { Law = true, Share = "Phối hợp lập biên bản vi phạm hành chính" },
        ["S45"] = new("D R", "chụp ảnh mới của tháng này, báo cáo lại") { Opened = -10 },
        ["S46"] = new("O N", "sửa số điện thoại trực trên trang Lãnh đạo xã") { Words = "Thời hạn cập nhật trang do xã đặt (mặc định)" },
        ["S47"] = new("O", "soạn câu trả lời về lịch tiêm chủng") { Law = true },
        ["S48"] = new("O D", "ký, đóng dấu, trả kết quả") { Term = Working(1) },
        ["S49"] = new("O D", "đối chiếu số liệu hệ thống của tỉnh"),
    };

    /// <summary>
    /// Lines of the history that are not the file's: of a confidential matter that something happened, never what; and what
    /// the file says in its author's words.
    /// </summary>
    private static readonly Dictionary<string, string?[]> Reworded = new()
    {
        ["S23"] = ["Đã tiếp nhận, vào sổ theo mã"],
        ["S32"] = ["Có tin mới trong mục tin báo kín", "Chuyển thẳng Chủ tịch UBND xã", "Đã hỏi lại qua mã biên nhận"],
        ["S02"] = [null, "đính kèm kế hoạch đã ký (PDF)", null],
        ["S18"] = [null, null, "đã niêm yết, kèm biên bản", null],
        ["S46"] = [null, "Quá thời hạn cập nhật của trang"],
        ["S49"] = [null, "nhập tệp từ hệ thống của tỉnh: 612 hồ sơ, 71,6% trực tuyến"],
    };

    private sealed class Stage
    {
        public long Id;
        public int Doer;
        public DateOnly Due;
    }

    private void PutStory()
    {
        foreach (var situation in _facts.DemoStory)
            PutSituation(situation, Plays[situation.Id]);
    }

    private void PutSituation(DemoSituation told, Play play)
    {
        var stage = new Stage();
        var acts = play.Acts.Split(' ');
        if (acts.Length != told.Timeline.Count)
            throw new InvalidOperationException($"{told.Id}: {told.Timeline.Count} moments, {acts.Length} acts.");
        var entry = told.LegalKey is { } key ? _catalogue[key] : null;
        var (start, term, due) = Dates(told, play, entry);
        var last = (play.Opened is { } days ? Wd(days) : DayOf(told.Timeline[0], play.AnyDay)).ToDateTime(new TimeOnly(8, 0));
        if (last > _now)
            last = Wd(-1).ToDateTime(new TimeOnly(16, 0));
        if (play.Opened is not null)
            PutNext(last, () => OpenAsync(told, play, entry, stage, start, term, null, []));
        if (play.Recurs)
            PutNext(last, () => AdoptAsync(told, play, entry!, stage, due));
        var before = new List<string>();
        for (var i = 0; i < acts.Length; i++)
        {
            var moment = told.Timeline[i];
            var day = i == play.From && acts[i] == "O" && play.Law && start <= Today && entry?.TermOn(start)?.Kind != TermKind.AtLeastBefore ? start : DayOf(moment, play.AnyDay);
            var (time, text) = TimeAndText(moment.What);
            if (Reworded.TryGetValue(told.Id, out var words) && words[i] is { } reworded)
                text = reworded;
            // What was late was declared after its last day, wherever days off have put that.
            if (told.State == "DoneLate" && acts[i] == "D" && day <= due)
                day = _calendar.NextWorkingDay(due);
            if (acts[i] == "x")
                continue;
            if (acts[i] == "o")
            {
                before.Add($"{text} (ngày {Vi.Date(day)})");
                continue;
            }
            var when = day.ToDateTime(time ?? new TimeOnly(8, 15)).AddMinutes(time is null ? _chance.Next(150) : 0);
            foreach (var act in acts[i].Split('.'))
                PutNext(when, () => ActAsync(act, told, play, entry, stage, start, term, text, before));
            if (acts[i] == "O" && told.Id != "S01")
                PutShares();
            if (told.Id == "S01" && i == 2)
                PutShares();
        }

        void PutShares()
        {
            foreach (var share in told.Coordinating ?? [])
            {
                PutNext(last.AddMinutes(5), () => AddShareAsync(share, play, stage));
                if (share.State == "DoneOnTime")
                {
                    var day = Wd(share.Due.Day!.Value);
                    var at = day.ToDateTime(new TimeOnly(15, 30));
                    At(at <= last ? last.AddMinutes(20) : at, () => ReportShareAsync(share, stage));
                }
            }
        }

        // Moments keep their order; one that would lie after now fell on the last working day before.
        void PutNext(DateTime when, Func<Task> act)
        {
            if (when > _now)
                when = Wd(-1).ToDateTime(new TimeOnly(16, 50)) is var evening && evening < _now ? evening : _now;
            if (when <= last)
                when = last.AddMinutes(10) <= _now ? last.AddMinutes(10) : last;
            last = when;
            At(when, act);
        }
    }

    /// <summary>The day from which the term runs, the term, and the due date to which they lead; so chosen that the situation stands in its state today.</summary>
    private (DateOnly Start, Term Term, DateOnly Due) Dates(DemoSituation told, Play play, CatalogueEntry? entry)
    {
        var state = Enum.Parse<DutyState>(told.State);
        // Counted in calendar days a term may end on a day off and roll to where it no longer fits: it then began a little earlier or later.
        bool Fits(DateOnly due) => state switch
        {
            DutyState.OpenOverdue => due < Today && due <= Wd(-1),
            DutyState.OpenInTime or DutyState.AwaitingAcceptance => due >= (play.AnyDay ? Today : _anchor),
            _ => true,
        };
        if (told.Id == "S39")
        {
            // Counted back: the day the certificate ends is what the due date was counted from.
            var law = TermOf(entry!, DayOf(told.Timeline[0], false));
            var ends = _anchor.AddDays(told.Due!.Day!.Value).AddMonths(Math.Abs(law.Amount));
            while (!Fits(LegalClock.Due(_calendar, ends, law)!.Value))
                ends = ends.AddDays(1);
            return (ends, law, LegalClock.Due(_calendar, ends, law)!.Value);
        }
        if (play.Law || play.Term is not null)
        {
            var nominal = DayOf(told.Timeline[play.From], play.AnyDay);
            foreach (var start in Enumerable.Range(0, 20).SelectMany(i => new[] { _calendar.AddWorkingDays(nominal, -i), _calendar.AddWorkingDays(nominal, i) }).Where(x => x <= Today))
            {
                var term = play.Term ?? TermOf(entry!, start);
                var due = LegalClock.Due(_calendar, start, term)!.Value;
                if (Fits(due))
                    return (start, term, due);
            }
            throw new InvalidOperationException($"{told.Id}: no day leads to its state.");
        }
        var given = told.Due switch
        {
            null => Wd(20),
            { Day: { } day, DayUnit: "cd" } => _calendar.OnOrBefore(_anchor.AddDays(day)),
            { Day: { } day } => Wd(day),
            _ => _anchor,
        };
        // Its date was prolonged once already: it was opened with an earlier one.
        return told.Id == "S07" ? (Wd(-10), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate), Wd(-10)) : (given, new Term(0, TermUnit.CalendarDay, TermKind.FixedDate), given);
    }

    private static Term TermOf(CatalogueEntry entry, DateOnly start)
    {
        var term = entry.TermOn(start) ?? throw new InvalidOperationException($"{entry.Key} has no term on {start}.");
        return new Term(term.Amount, term.Unit, term.Kind);
    }

    private DateOnly DayOf(DemoMoment moment, bool anyDay)
    {
        if (moment.DayUnit == "wd")
            return Wd(moment.Day);
        var day = _anchor.AddDays(moment.Day);
        // Before the morning is over nothing has been done today.
        var latest = _now.Hour < 11 ? Today.AddDays(-1) : Today;
        return anyDay ? day < latest ? day : latest : _calendar.OnOrBefore(day);
    }

    /// <summary>«09:10 trả kết quả» is a time and what happened then.</summary>
    private static (TimeOnly? Time, string Text) TimeAndText(string what) => Regex.Match(what, @"^(\d\d):(\d\d) (.+)$") is { Success: true } match
        ? (TimeOnly.ParseExact($"{match.Groups[1].Value}:{match.Groups[2].Value}", "HH:mm", System.Globalization.CultureInfo.InvariantCulture), Vi.UpperFirst(match.Groups[3].Value))
        : (null, what);

    private async Task OpenAsync(DemoSituation told, Play play, CatalogueEntry? entry, Stage stage, DateOnly start, Term term, string? text, List<string> before)
    {
        var confidential = told.Flags.Contains("confidential");
        var opener = play.By ?? (told.Module == "Plan" ? "P05" : null);
        // Plan work is given to the unit first, whose head then names the officer.
        var given = told.Id == "S04" ? "KT" : told.Id is "S01" or "S03" ? null : told.Unit;
        var unit = given is { } code ? Unit(code) : (int?)null;
        int? lead = told.Lead is { } person ? Person(person) : null;
        if (opener is not null)
            await AsAsync(Person(opener));
        else if (confidential && told.Module == "AntiCorruption")
            BySystem();
        else
            await AsAsync(lead ?? await HeadAsync(unit));
        var by = _db.Acting.PersonId is { } id ? await AsAsync(id) : null;
        var named = told.Module != "Plan" || confidential ? lead : null;
        var law = play.Law && entry is not null ? entry.TermOn(told.Id == "S39" ? DayOf(told.Timeline[0], false) : start) : null;
        var document = told.Document is { } paper ? _facts.Documents.First(x => x.Code == paper) : null;
        var duty = await _ledger.OpenAsync(new NewDuty(told.Module == "Plan" ? PapiArea.General : Enum.Parse<PapiArea>(told.Module), told.Title, start, term)
        {
            CatalogueKey = entry?.Key,
            LegalBasis = entry is null ? null : Short(string.Join("; ", entry.BasesOn(start).Select(x => string.IsNullOrWhiteSpace(x.Article) ? x.Document : $"{x.Document}, {x.Article}")), 1500),
            TermText = law is not null ? CatalogueBook.TermText(entry!, law) : Vi.UpperFirst(play.Words ?? told.Due?.From ?? ""),
            TermSource = law is not null ? CatalogueBook.SourceOf(entry!, law) : TermSource.Default,
            SourceDocument = play.Source ?? (document is null ? null : $"{(document.Number.Contains("/TB-", StringComparison.Ordinal) ? "Thông báo" : "Công văn")} số {document.Number} của {document.Issuer}"),
            DocumentId = told.Document is { } source && _documents.TryGetValue(source, out var registered) ? registered : null,
            LeadUnitId = unit,
            OfficerId = named,
            Product = play.Product ?? entry?.Product,
            NextStep = play.Next,
            What = entry is null || confidential ? null : entry.Event,
            Accepter = told.Accepter is null && entry is not null || told.Id == "S48" ? entry!.Accepter : AccepterKind.LeaderInCharge,
            RequiresEvidence = told.Id is not ("S32" or "S23"),
            Confidential = confidential,
        }, by, _cancel);
        (stage.Id, stage.Due) = (duty.Id, duty.DueOn);
        stage.Doer = lead ?? (unit is null ? Person("P05") : await HeadAsync(unit));
        foreach (var earlier in before)
            await _ledger.NoteAsync(duty.Id, earlier, null, _cancel);
        if (text is not null && !text.StartsWith("Giao ", StringComparison.Ordinal))
            await _ledger.NoteAsync(duty.Id, text, null, _cancel);
        if (named is null && lead is { } officer && told.Id is not ("S01" or "S04") && unit is not null)
            await NameAsync(duty.Id, officer, unit.Value);
    }

    private async Task NameAsync(long id, int officer, int unit)
    {
        var head = await HeadAsync(unit);
        // The head does it himself: nobody needs to be named.
        if (head == officer)
            return;
        _db.ChangeTracker.Clear();
        _clock.Set(_clock.OfficeNow().AddMinutes(4));
        await _ledger.NameOfficerAsync(id, officer, await AsAsync(head), cancel: _cancel);
    }

    /// <summary>What recurs has been made already, or is made now if its year had not begun: the situation is about that duty.</summary>
    private async Task AdoptAsync(DemoSituation told, Play play, CatalogueEntry entry, Stage stage, DateOnly given)
    {
        var nominal = told.Id == "S31" ? new DateOnly(_anchor.Year, 12, 31) : _anchor.AddDays((DayOfWeek.Thursday - _anchor.DayOfWeek + 7) % 7);
        BySystem();
        var duty = await _ledger.OpenAsync(new NewDuty(entry.Area, entry.Title, nominal, new Term(0, TermUnit.CalendarDay, TermKind.FixedDate))
        {
            CatalogueKey = entry.Key,
            OccurrenceKey = $"{entry.Key}:{nominal:yyyy-MM-dd}",
            Shift = entry.Shift,
            LeadUnitId = Unit(told.Unit!),
            LegalBasis = Short(string.Join("; ", entry.BasesOn(nominal).Select(x => string.IsNullOrWhiteSpace(x.Article) ? x.Document : $"{x.Document}, {x.Article}")), 1500),
            TermText = entry.RecurrenceText,
            TermSource = CatalogueBook.SourceOf(entry, null),
            Product = entry.Product,
            Accepter = entry.Accepter,
            RequiresEvidence = entry.RequiresEvidence,
        }, null, _cancel);
        (stage.Id, stage.Due, stage.Doer) = (duty.Id, duty.DueOn, Person(told.Lead!));
        await _ledger.DescribeAsync(duty.Id, told.Title, duty.What, duty.Product, play.Next, await AsAsync(Person("P05")), duty.Version, _cancel);
        await NameAsync(duty.Id, stage.Doer, Unit(told.Unit!));
    }

    private async Task ActAsync(string act, DemoSituation told, Play play, CatalogueEntry? entry, Stage stage, DateOnly start, Term term, string text, List<string> before)
    {
        switch (act)
        {
            case "O":
                await OpenAsync(told, play, entry, stage, start, term, text, before);
                break;
            case "N":
                BySystem();
                await _ledger.NoteAsync(stage.Id, text, null, _cancel);
                break;
            case "P":
                await _ledger.ReportProgressAsync(stage.Id, text, null, await AsAsync(stage.Doer), _cancel);
                break;
            case "D":
                if (told.Id == "S45")
                    await AttachSameAsLastMonthAsync(stage);
                await DeclareAsync(stage.Id, text, accept: false);
                break;
            case "A":
                await _ledger.AcceptAsync(stage.Id, await AsAsync(Person(told.Accepter!)), cancel: _cancel);
                break;
            case "R":
                await _ledger.SendBackAsync(stage.Id, Vi.UpperFirst(text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()), await AsAsync(Person(told.Accepter!)), cancel: _cancel);
                break;
            case "E":
                await AskExtensionAsync(told, stage, text);
                break;
            case "F":
                await DecideAsync(stage, false, "đã gia hạn một lần");
                break;
            case "C":
                await _ledger.CancelAsync(stage.Id, "trùng hội thi của tỉnh", await AsAsync(Person("P01")), cancel: _cancel);
                break;
            case "U":
                await _ledger.ReturnAsNotOursAsync(stage.Id, "việc thu gom rác do Trung tâm Dịch vụ tổng hợp xã thực hiện", await AsAsync(await HeadAsync(Unit("KT"))), cancel: _cancel);
                break;
            case "T":
                await GiveAsync(told, stage);
                break;
            case "L":
                await DelegateAsync(stage);
                break;
            case "Z":
                await _ledger.PauseAsync(stage.Id, told.Id == "S12" ? "theo văn bản của UBND tỉnh, chờ sắp xếp thôn" : "chờ công dân bổ sung hồ sơ (Mẫu 02)", await AsAsync(await HeadAsync(Unit(told.Unit!))), cancel: _cancel);
                break;
            default:
                throw new InvalidOperationException($"{told.Id}: no act «{act}».");
        }
    }

    private async Task GiveAsync(DemoSituation told, Stage stage)
    {
        var unit = Unit(told.Unit!);
        if (told.Id == "S01")
        {
            var chairman = await AsAsync(Person("P01"));
            await _ledger.AssignAsync(stage.Id, unit, null, chairman, cancel: _cancel);
            await _ledger.DirectAsync(stage.Id, _facts.Documents.First(x => x.Code == told.Document).Direction, null, chairman, cancel: _cancel);
        }
        else
        {
            await _ledger.AssignAsync(stage.Id, unit, "đã chuyển từ Phòng Kinh tế, thời hạn giữ nguyên", await AsAsync(Person("P05")), cancel: _cancel);
        }
        await NameAsync(stage.Id, Person(told.Lead!), unit);
    }

    private async Task AskExtensionAsync(DemoSituation told, Stage stage, string text)
    {
        var asked = told.Extension!;
        var reason = told.Id switch { "S06" => "chờ hướng dẫn của Sở Nội vụ", "S22" => "vụ việc phức tạp, chưa đối thoại", _ => "chưa đủ hồ sơ của nhà thầu" };
        var duty = await _ledger.ReadAsync(stage.Id, await AsAsync(await HeadAsync(Unit(told.Unit!))), _cancel);
        if (told.Id == "S07")
        {
            // The date that stands was itself granted, five days into the work.
            var refusedOn = _clock.OfficeNow();
            _clock.Set(During(Wd(-12), 9, 10));
            await _ledger.AskExtensionAsync(stage.Id, Wd(-5), "chờ biên bản nghiệm thu của thôn", await AsAsync(await HeadAsync(Unit(told.Unit!))), cancel: _cancel);
            _clock.Set(During(Wd(-11), 9, 10));
            await DecideAsync(stage, true, "lý do khách quan, chỉ gia hạn lần này");
            _clock.Set(refusedOn);
            duty = await _ledger.ReadAsync(stage.Id, await AsAsync(await HeadAsync(Unit(told.Unit!))), _cancel);
        }
        var until = asked.AskedUnit == "wd" ? _calendar.AddWorkingDays(duty.DueOn, asked.AskedDays) : duty.DueOn.AddDays(asked.AskedDays);
        await _ledger.AskExtensionAsync(stage.Id, until, reason, await AsAsync(await HeadAsync(Unit(told.Unit!))), cancel: _cancel);
    }

    private async Task DecideAsync(Stage stage, bool grant, string reason)
    {
        var pending = (await _ledger.ReadAsync(stage.Id, await AsAsync(Person("P03")), _cancel)).Extensions.Single(x => x.Decision == ExtensionDecision.Pending);
        await _ledger.DecideExtensionAsync(pending.Id, grant, reason, await AsAsync(Person("P03")), cancel: _cancel);
    }

    /// <summary>The head is away: his deputy answers for the unit and gets its mail until the end of the last day.</summary>
    private async Task DelegateAsync(Stage stage)
    {
        await AsAsync(Person("P11"));
        _db.Delegations.Add(new Delegation { FromPersonId = Person("P11"), ToPersonId = Person("P12"), Kind = DelegationKind.Authorised, From = Wd(-2), To = Wd(3), Reason = "Nghỉ phép" });
        _db.Act = "Ủy quyền";
        await _db.SaveChangesAsync(_cancel);
        await _ledger.NoteAsync(stage.Id, $"Trưởng phòng nghỉ phép, ủy quyền Phó Trưởng phòng đến hết ngày {Vi.Date(Wd(3))}", null, _cancel);
    }

    private async Task AddShareAsync(DemoShare share, Play play, Stage stage)
    {
        var duty = await _ledger.ReadAsync(stage.Id, await AsAsync(Person("P05")), _cancel);
        var by = await AsAsync(await HeadAsync(duty.LeadUnitId));
        var due = Wd(share.Due.Day!.Value);
        await _ledger.AddShareAsync(stage.Id, new NewShare(Unit(share.Unit), play.Share!, due < duty.DueOn ? due : duty.DueOn), by, _cancel);
    }

    private async Task ReportShareAsync(DemoShare share, Stage stage)
    {
        var unit = Unit(share.Unit);
        var duty = await _ledger.ReadAsync(stage.Id, await AsAsync(Person("P05")), _cancel);
        await _ledger.ReportShareDoneAsync(duty.Shares.Single(x => x.UnitId == unit).Id, "Đã gửi phần phối hợp cho đơn vị chủ trì", await AsAsync(await HeadAsync(unit)), cancel: _cancel);
    }

    /// <summary>The same picture as for the unit's duty a month ago: the store knows it by its hash.</summary>
    private async Task AttachSameAsLastMonthAsync(Stage stage)
    {
        var by = await AsAsync(stage.Doer);
        var duty = await _ledger.ReadAsync(stage.Id, by, _cancel);
        await AttachAsync(duty, by, "Đoạn đường phụ nữ tự quản.jpg");
    }
}
