using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Documents;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>The register of documents, the directions on them and the duties that come of them. Today is Wednesday 25/11/2026.</summary>
public sealed class DocumentTests : IDisposable
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private static DateOnly December(int day) => new(2026, 12, day);

    private Task<T> BookAsync<T>(int personId, Func<DocumentBook, Viewer, Task<T>> act) => _host.InScopeAsync(
        async services => await act(services.GetRequiredService<DocumentBook>(), await PlatformHost.ViewerAsync(services, personId)), personId);

    private Task<Document> EnterAsync(Commune commune, string number, string what = "Về việc rà soát công tác tiếp công dân", string issuer = "UBND tỉnh", DateOnly? due = null, int? arrival = null, DateOnly? arrived = null) =>
        BookAsync(commune.OfficeHead, (book, viewer) => book.EnterIncomingAsync(new DocumentInput(number, new DateOnly(2026, 11, 12), issuer, what, arrived ?? PlatformHost.Wednesday, arrival) { DueOn = due }, viewer));

    private Task<IReadOnlyList<Duty>> AssignAsync(int by, Document document, params DutyOfDocument[] rows) =>
        BookAsync(by, async (book, viewer) => await book.AssignAsync(document.Id, PapiArea.General, rows, null, viewer, (await _host.WithDbAsync(db => db.Documents.SingleAsync(x => x.Id == document.Id))).Version));

    private static DutyOfDocument Row(int row, int unit, string title, DateOnly? due = null) => new(row, unit, title, due, "Báo cáo", null, []);

    private Task<List<Duty>> DutiesAsync() => _host.WithDbAsync(db => db.Duties.AsNoTracking().Include(x => x.Shares).OrderBy(x => x.Id).ToListAsync());

    private static Dictionary<string, string> Fields(string number, string issuer = "UBND tỉnh") => new()
    {
        ["RegisteredOn"] = "25/11/2026", ["Number"] = number, ["IssuedOn"] = "12/11/2026", ["Issuer"] = issuer, ["Abstract"] = "Về việc rà soát công tác tiếp công dân", ["Urgency"] = "1", ["DueOn"] = "10/12/2026",
    };

    [Fact]
    public async Task A_document_is_entered_with_the_proposed_number_and_a_second_time_refused_with_a_link_to_the_first()
    {
        await _host.CommuneAsync();
        var office = await _host.SignInAsync("chanhvanphong");
        Assert.Matches("<input[^>]*id=\"ArrivalNumber\"[^>]*value=\"1\"|<input[^>]*value=\"1\"[^>]*id=\"ArrivalNumber\"", await office.ReadAsync("/van-ban/moi"));
        var answer = await office.SubmitShownAsync("/van-ban/moi", Fields("1286/UBND-NC"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var first = await _host.WithDbAsync(db => db.Documents.AsNoTracking().SingleAsync());
        Assert.Equal((1, 2026, DocumentUrgency.Urgent, December(10), DocumentHandling.ToAssign), (first.ArrivalNumber!.Value, first.Year, first.Urgency, first.DueOn!.Value, first.Handling));

        // The issuer written out, the number spaced: it is the same document.
        var twice = await office.SubmitShownAsync("/van-ban/moi", Fields("Số: 1286 / UBND-NC", "Ủy ban nhân dân tỉnh"));
        Assert.Equal(HttpStatusCode.OK, twice.StatusCode);
        var page = WebUtility.HtmlDecode(await twice.Content.ReadAsStringAsync());
        Assert.Contains("Văn bản này đã có trong sổ: số đến 1 ngày 25/11/2026", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/van-ban/{first.Id}\">Xem văn bản đã có", page, StringComparison.Ordinal);
        Assert.Contains("value=\"Số: 1286 / UBND-NC\"", page, StringComparison.Ordinal);
        Assert.Equal(1, await _host.WithDbAsync(db => db.Documents.CountAsync()));
    }

    [Fact]
    public async Task Arrival_numbers_begin_anew_on_the_first_of_January_and_none_is_used_twice_in_a_year()
    {
        var commune = await _host.CommuneAsync();
        await EnterAsync(commune, "1/UBND-VP", arrival: 2114);
        Assert.Equal(2115, (await EnterAsync(commune, "2/UBND-VP")).ArrivalNumber);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => EnterAsync(commune, "3/UBND-VP", arrival: 2114));
        Assert.Equal(("ArrivalNumber", "Số đến 2114 năm 2026 đã dùng cho văn bản số 1/UBND-VP của UBND tỉnh. Số trống tiếp theo: 2116"), (refusal.Field, refusal.Message));
        _host.Clock.GoTo(new DateOnly(2027, 1, 1));
        Assert.Equal((1, 2027), (await EnterAsync(commune, "4/UBND-VP", arrived: new DateOnly(2027, 1, 1))) is var fresh ? (fresh.ArrivalNumber!.Value, fresh.Year) : default);
        // What arrived on the last day of the old year is numbered there, also when it is entered later.
        Assert.Equal((2116, 2026), (await EnterAsync(commune, "5/UBND-VP", arrived: new DateOnly(2026, 12, 31))) is var late ? (late.ArrivalNumber!.Value, late.Year) : default);
    }

    [Fact]
    public async Task Two_who_enter_at_the_same_time_get_two_numbers()
    {
        var commune = await _host.CommuneAsync();
        var office = await _host.SignInAsync("chanhvanphong");
        var html = await office.ReadAsync("/van-ban/moi");
        Assert.Contains("name=\"Proposed\" value=\"1\"", html, StringComparison.Ordinal);
        await EnterAsync(commune, "9/UBND-VP");
        // The page still proposes 1, which is gone.
        var token = Regex.Match(html, "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value;
        var fields = Fields("10/UBND-VP");
        (fields["ArrivalNumber"], fields["Proposed"], fields["__RequestVerificationToken"]) = ("1", "1", token);
        Assert.Equal(HttpStatusCode.Redirect, (await office.Http.PostAsync("/van-ban/moi", new FormUrlEncodedContent(fields))).StatusCode);
        Assert.Equal([1, 2], await _host.WithDbAsync(db => db.Documents.OrderBy(x => x.Id).Select(x => x.ArrivalNumber!.Value).ToListAsync()));
    }

    [Theory]
    [InlineData("chanhvanphong", true, true, true)]
    [InlineData("quantri", true, true, true)]
    [InlineData("chutich", true, false, true)]
    [InlineData("phochutich", true, false, true)]
    [InlineData("hdnd", false, false, false)]
    [InlineData("truongphong", true, false, false)]
    [InlineData("congchuc", true, false, false)]
    [InlineData("truongphongvh", false, false, false)]
    public async Task Who_reads_keeps_and_gives_from_the_register(string user, bool reads, bool keeps, bool gives)
    {
        var commune = await _host.CommuneAsync();
        var document = await EnterAsync(commune, "1286/UBND-NC", due: December(10));
        await AssignAsync(commune.OfficeHead, document, Row(0, commune.Economy, "Rà soát các cơ sở"));
        await EnterAsync(commune, "77/UBND-VP", "Về việc chúc Tết");
        var browser = await _host.SignInAsync(user);
        async Task<bool> Opens(string path) => (await browser.GetAsync(path)).StatusCode == HttpStatusCode.OK;
        var page = $"/van-ban/{document.Id}";
        Assert.Equal((reads, keeps, keeps, keeps, gives), (await Opens(page), await Opens("/van-ban/moi"), await Opens($"{page}/sua"), await Opens("/van-ban/nhap"), await Opens($"{page}/giao-viec")));
        var register = await browser.ReadAsync("/van-ban");
        Assert.Equal(reads, register.Contains("rà soát công tác tiếp công dân", StringComparison.Ordinal));
        // The other document concerns no unit: only who reads the whole register finds it.
        var all = user is "chanhvanphong" or "quantri" or "chutich" or "phochutich";
        Assert.Equal(all, register.Contains("chúc Tết", StringComparison.Ordinal));
        Assert.Equal(all, (await browser.ReadAsync("/tim?q=chuc+tet")).Contains("href=\"/van-ban/", StringComparison.Ordinal));
        if (reads)
            Assert.Equal((gives, keeps), (await browser.ReadAsync(page)) is var html ? (html.Contains("handler=Direct", StringComparison.Ordinal), html.Contains("handler=Attach", StringComparison.Ordinal)) : default);
    }

    [Fact]
    public async Task What_is_confidential_never_shows_that_it_came_of_a_document()
    {
        var commune = await _host.CommuneAsync();
        var document = await EnterAsync(commune, "1286/UBND-NC", due: December(10));
        await AssignAsync(commune.OfficeHead, document, Row(0, commune.Culture, "Báo cáo số liệu"));
        await _host.ActAsync(commune.Chairman, (ledger, viewer) => ledger.OpenAsync(new NewDuty(PapiArea.General, "Xác minh tin báo kín", new DateOnly(2026, 11, 20), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate))
        {
            LeadUnitId = commune.Economy, OfficerId = commune.Officer, Confidential = true, DocumentId = document.Id,
        }, viewer));
        foreach (var user in new[] { "chanhvanphong", "phochutich", "chutich", "congchuc" })
        {
            var browser = await _host.SignInAsync(user);
            var page = await browser.ReadAsync($"/van-ban/{document.Id}");
            Assert.DoesNotContain("Xác minh", page, StringComparison.Ordinal);
            Assert.Contains(user == "congchuc" ? "Nhiệm vụ giao từ văn bản này (0)" : "Nhiệm vụ giao từ văn bản này (1)", page, StringComparison.Ordinal);
            // It is late, and its document does not stand among the late ones for that.
            Assert.Contains("<b>0</b> văn bản đến", await browser.ReadAsync("/van-ban?viec=qua-han"), StringComparison.Ordinal);
        }
        // The direction reaches it all the same, and is not counted.
        Assert.Equal(1, await BookAsync(commune.Chairman, (book, viewer) => book.DirectAsync(document.Id, "Làm ngay", null, null, viewer)));
        Assert.All(await DutiesAsync(), x => Assert.Equal("Làm ngay", x.Direction));
    }

    [Fact]
    public async Task Many_duties_come_of_one_document_in_one_form_each_with_its_name_its_date_and_the_direction()
    {
        var commune = await _host.CommuneAsync();
        var document = await EnterAsync(commune, "1286/UBND-NC", due: December(10));
        await BookAsync(commune.OfficeHead, (book, viewer) => book.DirectAsync(document.Id, "Giao Văn phòng chủ trì, báo cáo Chủ tịch trước", commune.Chairman, null, viewer));
        var office = await _host.SignInAsync("chanhvanphong");
        var page = $"/van-ban/{document.Id}/giao-viec";
        Assert.Equal(5, Regex.Count(await office.ReadAsync(page), "name=\"Rows\\[\\d\\]\\.UnitId\""));
        var answer = await office.SubmitShownAsync(page, new()
        {
            ["Rows[0].UnitId"] = $"{commune.Office}", ["Rows[0].Title"] = "Rà soát sổ tiếp công dân", ["Rows[0].Product"] = "Báo cáo", ["Rows[0].Coordinating"] = $"{commune.Culture}",
            ["Rows[2].UnitId"] = $"{commune.Economy}", ["Rows[2].Title"] = "Báo cáo đơn thư đất đai", ["Rows[2].DueOn"] = "04/12/2026", ["Rows[2].OfficerId"] = $"{commune.Officer}", ["Area"] = "3",
        });
        Assert.Equal($"/van-ban/{document.Id}", answer.Headers.Location!.ToString());
        var duties = await DutiesAsync();
        Assert.Equal([(commune.Office, December(10), (int?)null), (commune.Economy, December(4), commune.Officer)], duties.Select(x => (x.LeadUnitId!.Value, x.DueOn, x.OfficerId)));
        Assert.All(duties, x => Assert.Equal(("Công văn số 1286/UBND-NC ngày 12/11/2026 của UBND tỉnh", document.Id, "Giao Văn phòng chủ trì, báo cáo Chủ tịch trước", commune.Chairman, PapiArea.Accountability),
            (x.SourceDocument, x.DocumentId, x.Direction, x.DirectionById, x.Area)));
        Assert.Equal(commune.Culture, Assert.Single(duties[0].Shares).UnitId);
        Assert.Contains($"href=\"/van-ban/{document.Id}\">Công văn số 1286", await office.ReadAsync($"/viec/{duties[0].Id}"), StringComparison.Ordinal);
        var shown = await office.ReadAsync($"/van-ban/{document.Id}");
        foreach (var what in new[] { "Rà soát sổ tiếp công dân", "Báo cáo đơn thư đất đai", "Nguyễn Văn Hùng thực hiện", "phối hợp: Phòng VH-XH", "Đỗ Thị Kim Oanh giao ngày 25/11/2026", "Đã giao việc" })
            Assert.Contains(what, shown, StringComparison.Ordinal);
        Assert.Contains("<b>2</b> nhiệm vụ", await office.ReadAsync($"/viec?vb={document.Id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_wrong_row_and_none_is_given_and_what_was_typed_is_kept_also_when_a_row_is_added()
    {
        var commune = await _host.CommuneAsync();
        var document = await EnterAsync(commune, "1286/UBND-NC", due: December(10));
        var office = await _host.SignInAsync("chanhvanphong");
        var page = $"/van-ban/{document.Id}/giao-viec";
        async Task<string> Refused(Dictionary<string, string> more)
        {
            var fields = new Dictionary<string, string> { ["Rows[0].UnitId"] = $"{commune.Office}", ["Rows[0].Title"] = "Rà soát sổ", ["Rows[1].UnitId"] = $"{commune.Economy}", ["Rows[1].Title"] = "Báo cáo đơn thư" };
            foreach (var (name, value) in more)
                fields[name] = value;
            var answer = await office.SubmitShownAsync(page, fields);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Empty(await DutiesAsync());
            var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.Contains("Rà soát sổ</textarea>", html, StringComparison.Ordinal);
            return html;
        }
        Assert.Contains("Dòng 2: thời hạn 24/11/2026 trước hôm nay (25/11/2026)", await Refused(new() { ["Rows[1].DueOn"] = "24/11/2026" }), StringComparison.Ordinal);
        Assert.Contains("Dòng 2: người thực hiện phải thuộc đơn vị chủ trì", await Refused(new() { ["Rows[1].OfficerId"] = $"{commune.OtherHead}" }), StringComparison.Ordinal);
        Assert.Contains("Dòng 3: chưa chọn đơn vị chủ trì", await Refused(new() { ["Rows[2].Title"] = "Không có đơn vị" }), StringComparison.Ordinal);
        Assert.Contains("Dòng 2: thời hạn 15/12/2026 sau hạn trong văn bản (10/12/2026). Nhập lý do hoặc sửa thời hạn", await Refused(new() { ["Rows[1].DueOn"] = "15/12/2026" }), StringComparison.Ordinal);

        var html = await office.ReadAsync(page);
        var form = SentForm.Read(new Uri(office.Http.BaseAddress!, page), html).First(x => x.Posts && x.Action.AbsolutePath == page);
        var token = Regex.Match(html, "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value;
        var added = await office.Http.PostAsync($"{page}?handler=Row", new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. Enumerable.Range(0, 5).Select(i => new KeyValuePair<string, string>($"Rows[{i}].Title", i == 4 ? "Đang gõ dở" : ""))]));
        var six = WebUtility.HtmlDecode(await added.Content.ReadAsStringAsync());
        Assert.Equal(6, Regex.Count(six, "name=\"Rows\\[\\d\\]\\.UnitId\""));
        Assert.Contains("Đang gõ dở</textarea>", six, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"errors\"", six, StringComparison.Ordinal);
        Assert.NotEmpty(form.Fields);

        // With its reason the later date is given, and the duty says why.
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitShownAsync(page, new() { ["Rows[0].UnitId"] = $"{commune.Economy}", ["Rows[0].Title"] = "Báo cáo đơn thư", ["Rows[0].DueOn"] = "15/12/2026", ["Reason"] = "UBND tỉnh đồng ý cho báo cáo chậm" })).StatusCode);
        Assert.Equal("Hạn trong văn bản 10/12/2026; giao đến 15/12/2026: UBND tỉnh đồng ý cho báo cáo chậm", Assert.Single(await DutiesAsync()).TermText);
    }

    [Fact]
    public async Task Of_two_who_give_from_the_same_document_the_second_is_told_and_nothing_is_doubled()
    {
        var commune = await _host.CommuneAsync();
        var document = await EnterAsync(commune, "1286/UBND-NC", due: December(10));
        var page = $"/van-ban/{document.Id}/giao-viec";
        var second = await _host.SignInAsync("quantri");
        var html = await second.ReadAsync(page);
        await AssignAsync(commune.OfficeHead, document, Row(0, commune.Economy, "Báo cáo đơn thư"));
        var version = Regex.Match(html, "name=\"Version\" value=\"([^\"]+)\"").Groups[1].Value;
        var token = Regex.Match(html, "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value;
        Dictionary<string, string> Sent(string seen) => new() { ["Version"] = seen, ["__RequestVerificationToken"] = token, ["Rows[0].UnitId"] = $"{commune.Economy}", ["Rows[0].Title"] = "Báo cáo đơn thư của xã", ["Area"] = "0" };
        var answer = await second.Http.PostAsync($"{page}?handler=Assign", new FormUrlEncodedContent(Sent(version)));
        var told = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains("Đỗ Thị Kim Oanh vừa giao việc từ văn bản này lúc 08:30", told, StringComparison.Ordinal);
        Assert.Contains("Đã giao từ văn bản này (1)", told, StringComparison.Ordinal);
        Assert.Contains("Báo cáo đơn thư của xã</textarea>", told, StringComparison.Ordinal);
        Assert.Single(await DutiesAsync());
        // Told of it he may still mean it: the page carries the new version.
        var fresh = Regex.Match(told, "name=\"Version\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.NotEqual(version, fresh);
        Assert.Equal(HttpStatusCode.Redirect, (await second.Http.PostAsync($"{page}?handler=Assign", new FormUrlEncodedContent(Sent(fresh)))).StatusCode);
        Assert.Equal(2, (await DutiesAsync()).Count);
    }

    [Fact]
    public async Task A_later_direction_reaches_the_open_duties_and_the_mail_and_an_older_one_stays_on_the_document()
    {
        var commune = await _host.CommuneAsync();
        var document = await EnterAsync(commune, "1286/UBND-NC", due: new DateOnly(2026, 11, 27));
        var duties = await AssignAsync(commune.OfficeHead, document, Row(0, commune.Economy, "Báo cáo đơn thư"), Row(1, commune.Culture, "Việc đã xong"));
        await _host.ActAsync(commune.OtherHead, (ledger, viewer) => ledger.DeclareDoneAsync(duties[1].Id, null, viewer));
        await _host.ActAsync(commune.Chairman, (ledger, viewer) => ledger.AcceptAsync(duties[1].Id, viewer));
        var chairman = await _host.SignInAsync("chutich");
        var page = $"/van-ban/{document.Id}";
        var answer = await chairman.SubmitAsync(page, new() { ["LeaderId"] = $"{commune.Chairman}", ["GivenOn"] = "25/11/2026", ["DirectionText"] = "Kiểm tra thực tế trước, báo cáo sau" }, $"{page}?handler=Direct");
        Assert.Contains("chuyển đến 1 nhiệm vụ đang mở", await chairman.ReadAsync(answer.Headers.Location!.ToString()), StringComparison.Ordinal);
        // What was written on paper last week is put in later: it is kept in its place and carried nowhere.
        Assert.Equal(0, await BookAsync(commune.OfficeHead, (book, viewer) => book.DirectAsync(document.Id, "Văn phòng tham mưu", commune.Deputy, new DateOnly(2026, 11, 20), viewer)));
        var after = await DutiesAsync();
        Assert.Equal(["Kiểm tra thực tế trước, báo cáo sau", null], after.Select(x => x.Direction));
        Assert.Equal(commune.Chairman, after[0].DirectionById);
        var shown = await chairman.ReadAsync(page);
        Assert.True(shown.IndexOf("Kiểm tra thực tế trước", StringComparison.Ordinal) < shown.IndexOf("Văn phòng tham mưu", StringComparison.Ordinal));
        Assert.Contains("Ý kiến chỉ đạo (2)", shown, StringComparison.Ordinal);
        // It is found by the words of its directions, without marks.
        Assert.Contains($"href=\"{page}\"", await chairman.ReadAsync("/van-ban?q=kiem+tra+thuc+te"), StringComparison.Ordinal);
        Assert.Contains($"href=\"{page}\"", await chairman.ReadAsync("/tim?q=1286+tham+muu"), StringComparison.Ordinal);

        await _host.InScopeAsync(services => services.GetRequiredService<ReminderSweep>().RunAsync());
        var mail = await _host.WithDbAsync(db => db.Mails.Where(x => x.PersonId == commune.Head).Select(x => x.Body!.Text).SingleAsync());
        Assert.Contains("Ý kiến chỉ đạo của đồng chí Trần Quốc Hùng: Kiểm tra thực tế trước, báo cáo sau", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leader_writes_only_his_own_direction_and_nobody_one_of_tomorrow()
    {
        var commune = await _host.CommuneAsync();
        var document = await EnterAsync(commune, "1286/UBND-NC");
        async Task<string> Refused(int by, int? leader, DateOnly? on) => (await Assert.ThrowsAsync<Refusal>(() => BookAsync(by, (book, viewer) => book.DirectAsync(document.Id, "Làm ngay", leader, on, viewer)))).Message;
        Assert.Equal("Lãnh đạo chỉ ghi ý kiến chỉ đạo của mình", await Refused(commune.Deputy, commune.Chairman, null));
        Assert.Equal("Chưa chọn lãnh đạo cho ý kiến chỉ đạo", await Refused(commune.OfficeHead, commune.Head, null));
        Assert.Equal("Ngày chỉ đạo không được sau hôm nay (25/11/2026)", await Refused(commune.OfficeHead, commune.Chairman, new DateOnly(2026, 11, 26)));
        await Assert.ThrowsAsync<NotAllowed>(() => BookAsync(commune.Observer, (book, viewer) => book.DirectAsync(document.Id, "Làm ngay", commune.Chairman, null, viewer)));
    }

    [Fact]
    public async Task A_documents_file_is_kept_whole_and_reaches_who_may_read_it_only()
    {
        var commune = await _host.CommuneAsync();
        var document = await EnterAsync(commune, "1286/UBND-NC", due: December(10));
        var office = await _host.SignInAsync("chanhvanphong");
        async Task<HttpResponseMessage> Attach(byte[] content)
        {
            var token = Regex.Match(await office.ReadAsync($"/van-ban/{document.Id}"), "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value;
            using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(content), "Files", "cong-van.pdf" } };
            return await office.Http.PostAsync($"/van-ban/{document.Id}?handler=Attach", form);
        }
        Assert.Contains("Tệp không phải ảnh hoặc PDF", WebUtility.HtmlDecode(await (await Attach([1, 2, 3])).Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Attach(Pdf)).StatusCode);
        var file = await _host.WithDbAsync(db => db.DocumentFiles.SingleAsync());
        var address = $"/van-ban/{document.Id}/tep/{file.Id}";
        Assert.Equal(Pdf, await (await office.GetAsync(address)).Content.ReadAsByteArrayAsync());
        var head = await _host.SignInAsync("truongphong");
        Assert.Equal(HttpStatusCode.NotFound, (await head.GetAsync(address)).StatusCode);
        await AssignAsync(commune.OfficeHead, document, Row(0, commune.Economy, "Báo cáo đơn thư"));
        Assert.Equal(Pdf, await (await head.GetAsync(address)).Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_register_is_filtered_by_issuer_urgency_date_and_what_is_still_to_be_given()
    {
        var commune = await _host.CommuneAsync();
        var late = await EnterAsync(commune, "1/UBND-NC", "Báo cáo đất đai", due: new DateOnly(2026, 11, 20), arrived: new DateOnly(2026, 11, 18));
        var given = await EnterAsync(commune, "2/SNV-TCBC", "Sắp xếp thôn", issuer: "Sở Nội vụ", due: December(10));
        await AssignAsync(commune.OfficeHead, given, Row(0, commune.Culture, "Góp ý phương án"));
        var office = await _host.SignInAsync("chanhvanphong");
        async Task<List<long>> Shown(string query) => [.. Regex.Matches(await office.ReadAsync("/van-ban?" + query), "class=\"what\"><a href=\"/van-ban/(\\d+)\"").Select(x => long.Parse(x.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal([given.Id, late.Id], await Shown(""));
        Assert.Equal([given.Id], await Shown("cq=so+noi+vu"));
        Assert.Equal([late.Id], await Shown("viec=chua-giao"));
        Assert.Equal([late.Id], await Shown("viec=qua-han"));
        Assert.Equal([given.Id], await Shown("tu=25/11/2026"));
        Assert.Equal([late.Id], await Shown("den=2026-11-24"));
        Assert.Equal([late.Id], await Shown("q=dat+dai"));
        Assert.Equal([], await Shown("khan=3"));
        // The duty of the other becomes late, and so does its document.
        _host.Clock.GoTo(December(11));
        office = await _host.SignInAsync("chanhvanphong");
        Assert.Equal([given.Id, late.Id], await Shown("viec=qua-han"));
        var page = $"/van-ban/{late.Id}";
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitAsync(page, new(), $"{page}?handler=File")).StatusCode);
        Assert.Equal([given.Id], await Shown("viec=qua-han"));
        Assert.Equal([late.Id], await Shown("viec=de-biet"));
    }

    [Fact]
    public async Task An_issued_document_is_entered_in_the_transaction_of_what_issues_it_and_found_in_its_own_register()
    {
        var commune = await _host.CommuneAsync();
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            await using (var transaction = await db.Database.BeginTransactionAsync())
            {
                await services.GetRequiredService<DocumentBook>().EnterIssuedAsync(new DocumentInput("55/UBND-VP", PlatformHost.Wednesday, "UBND xã Bắc Sơn", "V/v đôn đốc thực hiện nhiệm vụ"), null);
                await transaction.RollbackAsync();
            }
            db.ChangeTracker.Clear();
            await using var second = await db.Database.BeginTransactionAsync();
            await services.GetRequiredService<DocumentBook>().EnterIssuedAsync(new DocumentInput("56/UBND-VP", PlatformHost.Wednesday, "UBND xã Bắc Sơn", "V/v đôn đốc thực hiện nhiệm vụ") { Recipients = "Các phòng" }, null);
            await second.CommitAsync();
        }, commune.OfficeHead);
        var page = await (await _host.SignInAsync("chanhvanphong")).ReadAsync("/van-ban?so=di");
        Assert.Contains("56/UBND-VP", page, StringComparison.Ordinal);
        Assert.Contains("Các phòng", page, StringComparison.Ordinal);
        Assert.DoesNotContain("55/UBND-VP", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_corrects_an_old_copy_is_told_and_the_search_follows_the_correction()
    {
        var commune = await _host.CommuneAsync();
        var document = await EnterAsync(commune, "1286/UBND-NC");
        var office = await _host.SignInAsync("chanhvanphong");
        var page = $"/van-ban/{document.Id}/sua";
        Assert.Equal(HttpStatusCode.Redirect, (await office.SubmitShownAsync(page, new() { ["Abstract"] = "Về việc phòng, chống thiên tai" })).StatusCode);
        Assert.Contains("phòng, chống thiên tai", await office.ReadAsync("/van-ban?q=thien+tai"), StringComparison.Ordinal);
        Assert.Contains("<b>0</b> văn bản đến", await office.ReadAsync("/van-ban?q=tiep+cong+dan"), StringComparison.Ordinal);
        var refused = await office.SubmitShownAsync(page, new() { ["Abstract"] = "Bản của tôi", ["Version"] = $"{document.Version}" });
        var html = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Contains("Người khác vừa lưu hồ sơ này", html, StringComparison.Ordinal);
        Assert.Contains("Bản của tôi</textarea>", html, StringComparison.Ordinal);
    }
}
