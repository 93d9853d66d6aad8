using System.Net;
using BacSon.App;
using BacSon.App.Mail;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BacSon.Host.Tests;

/// <summary>What administrators do with mails, over HTTP and over real SMTP conversations.</summary>
public sealed class MailAdminTests : IAsyncLifetime
{
    private readonly SmtpSink _server = SmtpSink.Start();
    private readonly PlatformHost _host;

    public MailAdminTests() => _host = new PlatformHost("Production", ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{_server.Port}"), ("Mail:Security", "None"));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task<(Commune Commune, PageClient Browser)> AdministratorAsync()
    {
        var commune = await _host.CommuneAsync();
        return (commune, await _host.SignInAsync("quantri"));
    }

    private Task EnqueueAsync(int count) => _host.InScopeAsync(async services =>
    {
        var queue = services.GetRequiredService<MailQueue>();
        for (var i = 1; i <= count; i++)
            queue.Enqueue("Test", "Ngô Văn Thành", $"nguoi{i}@bacson.example", new ComposedMail($"Nhắc việc số {i}", "Chữ\n", "<p>Chữ</p>"), $"test:{i}");
        await services.GetRequiredService<PlatformDb>().SaveChangesAsync();
    });

    private Task<int> DeliverAsync() => _host.InScopeAsync(async services => (await new DeliverMail(services.GetRequiredService<MailQueue>(), services.GetRequiredService<MailOptions>()).RunAsync(CancellationToken.None)).Count);

    private Task<List<MailMessage>> RowsAsync() => _host.WithDbAsync(db => db.Mails.AsNoTracking().OrderBy(x => x.Id).ToListAsync());

    private Task PauseAsync(int administrator, string reason = "Kiểm tra hộp thư gửi") => _host.InScopeAsync(async services =>
        await services.GetRequiredService<MailGate>().PauseAsync(reason, await PlatformHost.ViewerAsync(services, administrator)), administrator);

    // Of the mails alone: when the clock is turned on, jobs have fallen silent too.
    private async Task<HealthStatus> HealthAsync()
    {
        var report = await _host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(x => x.Name == "mail" && x.Tags.Contains("ready"));
        return Assert.Single(report.Entries).Value.Status;
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    [Fact]
    public async Task While_mails_are_held_back_none_leaves_and_all_queue_and_administrators_read_it_on_each_page()
    {
        var (_, browser) = await AdministratorAsync();
        await EnqueueAsync(3);
        const string path = "/quan-tri/thu/tam-dung";
        Assert.Contains("Chưa nhập lý do tạm dừng", await TextAsync(await browser.SubmitAsync(path, new() { ["Reason"] = " " }, path + "?handler=Pause")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync(path, new() { ["Reason"] = "Kiểm tra hộp thư gửi" }, path + "?handler=Pause")).StatusCode);

        Assert.Equal(0, await DeliverAsync());
        Assert.Empty(_server.Taken);
        Assert.All(await RowsAsync(), x => Assert.Equal((MailState.Queued, 0, (Guid?)null), (x.State, x.Attempts, x.ClaimedBy)));
        foreach (var page in new[] { "/quan-tri", "/lam-viec" })
            Assert.Contains("Đang tạm dừng gửi thư từ", await browser.ReadAsync(page), StringComparison.Ordinal);
        Assert.DoesNotContain("tạm dừng gửi thư", await (await _host.SignInAsync("congchuc")).ReadAsync("/lam-viec"), StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync());

        _host.Clock.Utc += MailGate.Longest + TimeSpan.FromMinutes(1);
        browser = await _host.SignInAsync("quantri");
        Assert.Equal(HealthStatus.Degraded, await HealthAsync());
        Assert.Contains("đã quá 24 giờ: 3 thư đang chờ", await browser.ReadAsync("/quan-tri"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync(path, [], path + "?handler=Resume")).StatusCode);
        Assert.DoesNotContain("Đang tạm dừng gửi thư từ", await browser.ReadAsync("/quan-tri"), StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync());
        Assert.Equal(3, await DeliverAsync());
        Assert.Equal(["Tạm dừng gửi thư", "Gửi thư trở lại"], await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Subject == "MailPause").OrderBy(x => x.Id).Select(x => x.Act).ToListAsync()));
    }

    [Fact]
    public async Task Mails_held_back_in_the_midst_of_a_batch_stop_after_those_in_hand_and_go_on_later_each_once()
    {
        var (commune, _) = await AdministratorAsync();
        await EnqueueAsync(200);
        var (paused, takenThen) = (0, int.MaxValue);
        _server.OnMessage = async _ =>
        {
            if (_server.Taken.Count >= 9 && Interlocked.Exchange(ref paused, 1) == 0)
            {
                await PauseAsync(commune.Administrator);
                takenThen = _server.Taken.Count;
            }
            return null;
        };

        await DeliverAsync();

        // Each of the eight lanes may have one mail in hand when they are held back, and one that it began before that was seen.
        var left = _server.Taken.Count;
        Assert.InRange(left, 10, Math.Min(199, takenThen + 16));
        var rows = await RowsAsync();
        Assert.Equal(left, rows.Count(x => x.State == MailState.Sent));
        Assert.All(rows.Where(x => x.State != MailState.Sent), x => Assert.Equal((MailState.Queued, (Guid?)null), (x.State, x.ClaimedBy)));
        Assert.Equal(0, await DeliverAsync());
        Assert.Equal(left, _server.Taken.Count);

        await _host.InScopeAsync(async services =>
        {
            var gate = services.GetRequiredService<MailGate>();
            await gate.ResumeAsync((await gate.CurrentAsync())!.Id, await PlatformHost.ViewerAsync(services, commune.Administrator));
        }, commune.Administrator);
        await Task.WhenAll(DeliverAsync(), DeliverAsync());
        Assert.Equal(200, _server.Taken.Count);
        Assert.Equal(200, _server.Taken.Select(x => x.Parse().MessageId).Distinct().Count());
    }

    [Fact]
    public async Task Only_one_pause_lasts_at_a_time_and_only_an_administrator_makes_one()
    {
        var (commune, _) = await AdministratorAsync();
        async Task<bool> TryAsync(int person)
        {
            try
            {
                await PauseAsync(person);
                return true;
            }
            catch (Refusal)
            {
                return false;
            }
        }
        Assert.False(await TryAsync(commune.Head));
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TryAsync(commune.Administrator)))).Count(x => x));
        Assert.Equal(1, await _host.WithDbAsync(db => db.MailPauses.CountAsync()));
    }

    [Fact]
    public async Task A_mail_that_was_taken_back_for_a_reason_never_leaves_and_one_in_a_sweep_s_hands_cannot_be()
    {
        var (commune, browser) = await AdministratorAsync();
        await EnqueueAsync(2);
        var rows = await RowsAsync();
        var path = $"/quan-tri/thu/{rows[0].Id}";
        // A sweep of another host holds both.
        var held = await _host.InScopeAsync(services => services.GetRequiredService<MailQueue>().ClaimAsync(10));
        Assert.Contains("không thôi gửi được", await TextAsync(await browser.SubmitAsync(path, new() { ["Reason"] = "Viết sai" }, path + "?handler=Cancel")), StringComparison.Ordinal);
        Assert.Equal(MailState.Queued, (await RowsAsync())[0].State);

        // It died: its claim ends. What it says when it comes back to life does not bring the mail back.
        _host.Clock.Utc += MailQueue.Lease + TimeSpan.FromSeconds(1);
        Assert.Contains("Chưa nhập lý do thôi gửi", await TextAsync(await browser.SubmitAsync(path, new() { ["Reason"] = "" }, path + "?handler=Cancel")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync(path, new() { ["Reason"] = "Viết sai" }, path + "?handler=Cancel")).StatusCode);
        await _host.InScopeAsync(services => services.GetRequiredService<MailQueue>().RecordAsync([new MailResult(held[0], MailOutcome.TryAgain, "450 later")]));

        Assert.Equal(MailState.Cancelled, (await RowsAsync())[0].State);
        Assert.Equal(1, await DeliverAsync());
        Assert.Equal(["nguoi2@bacson.example"], _server.Taken.SelectMany(x => x.To));
        var entry = await _host.WithDbAsync(db => db.AuditEntries.SingleAsync(x => x.Act == "Thôi gửi thư"));
        Assert.Equal(((int?)commune.Administrator, $"{rows[0].Id}"), (entry.PersonId, entry.SubjectKey));
        Assert.Contains("Viết sai", System.Text.RegularExpressions.Regex.Unescape(entry.Changes), StringComparison.Ordinal);
        Assert.Contains("Viết sai", await browser.ReadAsync(path), StringComparison.Ordinal);
        // An administrator may think again.
        await browser.SubmitAsync(path, [], path + "?handler=Retry");
        Assert.Equal(1, await DeliverAsync());
    }

    [Fact]
    public async Task All_that_wait_for_their_next_try_can_be_sent_now()
    {
        var (_, browser) = await AdministratorAsync();
        _server.OnRecipient = _ => "450 4.7.1 Greylisting in action";
        await EnqueueAsync(3);
        await DeliverAsync();
        _server.OnRecipient = _ => null;
        Assert.Equal(0, await DeliverAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync("/quan-tri/thu", [], "/quan-tri/thu?handler=RetryWaiting")).StatusCode);
        Assert.Equal(3, await DeliverAsync());
        Assert.Equal(3, _server.Taken.Count);
    }

    [Theory]
    [InlineData("550 5.1.1 no such mailbox", false, "Không có hộp thư này")]
    [InlineData("550 5.1.1 no such mailbox", true, "Không có hộp thư này")]
    [InlineData("552 5.2.2 over quota", true, "Hộp thư của người nhận đã đầy")]
    [InlineData("450 4.2.1 greylisted", true, "Máy chủ nhận hẹn gửi lại sau")]
    public async Task What_a_server_answered_is_read_in_words_with_its_own_words_folded_beside(string answer, bool enhanced, string words)
    {
        var (_, browser) = await AdministratorAsync();
        _server.Enhanced = enhanced;
        _server.OnRecipient = _ => answer;
        await EnqueueAsync(1);
        await DeliverAsync();
        var id = (await RowsAsync())[0].Id;
        foreach (var path in new[] { "/quan-tri/thu", $"/quan-tri/thu/{id}" })
        {
            var page = await browser.ReadAsync(path);
            Assert.Contains(words, page, StringComparison.Ordinal);
            Assert.Contains(answer, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_test_mail_goes_at_once_and_its_answer_is_said_in_words()
    {
        var (_, browser) = await AdministratorAsync();
        const string path = "/quan-tri/thu/gui-thu";
        async Task<string> TryAsync(string address) => await TextAsync(await browser.SubmitAsync(path, new() { ["Address"] = address }, path + "?handler=Test"));

        Assert.Contains("Máy chủ thư đã nhận", await TryAsync("ai-do@noi-khac.example"), StringComparison.Ordinal);
        Assert.Contains("Đến quantri@bacson.example", await TryAsync(""), StringComparison.Ordinal);
        Assert.Equal(["ai-do@noi-khac.example", "quantri@bacson.example"], _server.Taken.SelectMany(x => x.To));
        Assert.StartsWith("Thư thử ", _server.Taken[0].Parse().Subject, StringComparison.Ordinal);

        _server.OnRecipient = _ => "550 5.1.1 no such mailbox";
        var refused = await TryAsync("khong-co@bacson.example");
        Assert.Contains("Không gửi được thư thử", refused, StringComparison.Ordinal);
        Assert.Contains("Không có hộp thư này", refused, StringComparison.Ordinal);
        Assert.Contains("550 5.1.1 no such mailbox", refused, StringComparison.Ordinal);
        foreach (var bad in new[] { "không phải địa chỉ", "a@b@c", "Tên <a@b.example>", "a@b.example\r\nBcc: c@d.example" })
            Assert.Contains("Thư điện tử không đúng", await TryAsync(bad), StringComparison.Ordinal);
        _server.OnSender = () => "530 5.7.0 Authentication required";
        Assert.Contains("máy chủ không nhận tên đăng nhập hoặc mật khẩu của hộp thư gửi", await TryAsync(""), StringComparison.Ordinal);

        Assert.Equal(2, _server.Taken.Count);
        Assert.Empty(await RowsAsync());
        Assert.Equal(4, await _host.WithDbAsync(db => db.AuditEntries.CountAsync(x => x.Act == "Gửi thư thử")));
    }

    [Fact]
    public async Task A_test_mail_to_a_server_that_is_not_there_or_says_nothing_ends_in_time()
    {
        var (_, browser) = await AdministratorAsync();
        const string path = "/quan-tri/thu/gui-thu";
        _server.OnMessage = async _ => { await Task.Delay(TestMail.Longest + TimeSpan.FromSeconds(4)); return null; };
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Contains("Máy chủ thư không trả lời", await TextAsync(await browser.SubmitAsync(path, [], path + "?handler=Test")), StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TestMail.Longest - TimeSpan.FromSeconds(1), TestMail.Longest + TimeSpan.FromSeconds(15));
        _server.OnMessage = _ => Task.FromResult<string?>(null);

        await using var nobody = SmtpSink.Reserved();
        using var other = new PlatformHost("Production", ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{nobody.Port}"));
        await other.CommuneAsync();
        Assert.Contains("không có máy chủ thư nào trả lời ở cổng này", await TextAsync(await (await other.SignInAsync("quantri")).SubmitAsync(path, [], path + "?handler=Test")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mail_s_own_wording_can_be_used_and_leaves_no_place_unfilled() => await _host.InScopeAsync(async services =>
    {
        await _host.CommuneAsync();
        var templates = services.GetServices<MailTemplate>().ToList();
        Assert.True(templates.Count >= 3);
        Assert.Equal(templates.Count, templates.Select(x => x.Key).Distinct().Count());
        foreach (var template in templates)
        {
            Assert.Null(template.Fault(template.Default));
            var mail = await services.GetRequiredService<MailTemplateBook>().SampleAsync(template, template.Default);
            Assert.DoesNotContain(template.Places, x => (mail.Subject + mail.Text + mail.Html).Contains(MailTemplate.Named(x), StringComparison.Ordinal));
            Assert.Contains("http://localhost/", mail.Text, StringComparison.Ordinal);
        }
    });

    private const string Daily = "/quan-tri/mau-thu/nhac-viec";

    private static Dictionary<string, string> Wording(string subject = "Việc ngày {ngày}: {tóm tắt}", string opening = "Kính gửi {họ tên} <script>alert(1)</script>,\n{nhận thay}\n{tình hình}", string closing = "{xem tất cả}\nVăn phòng kính báo.", string reason = "Theo ý kiến Chánh Văn phòng") =>
        new() { ["Subject"] = subject, ["Opening"] = opening, ["Closing"] = closing, ["Reason"] = reason };

    [Fact]
    public async Task A_changed_wording_is_that_of_the_next_digest_and_cannot_lose_its_list_or_link()
    {
        var (commune, browser) = await AdministratorAsync();
        foreach (var (wrong, said) in new[] { (Wording(subject: "Việc {hôm nay}: {tóm tắt}"), "Không có chỗ điền {hôm nay}"), (Wording(closing: "Hết."), "Không được bỏ chỗ điền {xem tất cả}"), (Wording(subject: "{tóm tắt"), "Dấu ngoặc nhọn"), (Wording(reason: ""), "Chưa nhập lý do") })
        {
            var page = await TextAsync(await browser.SubmitAsync(Daily, wrong, Daily + "?handler=Save"));
            Assert.Contains(said, page, StringComparison.Ordinal);
            Assert.Contains("Kính gửi {họ tên}", page, StringComparison.Ordinal);
        }
        Assert.Equal(0, await _host.WithDbAsync(db => db.MailTemplates.CountAsync()));

        var shown = await browser.SubmitAsync(Daily, Wording(), Daily + "?handler=Show");
        var policy = string.Join(';', shown.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("sandbox", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", await shown.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Văn phòng kính báo.", await TextAsync(await browser.SubmitAsync(Daily, Wording(), Daily + "?handler=Preview")), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync(Daily, Wording(), Daily + "?handler=Save")).StatusCode);
        var duty = await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.Transparency, "Niêm yết dự toán", PlatformHost.Wednesday, new Term(1, TermUnit.WorkingDay)) { LeadUnitId = commune.Economy }, viewer));
        await _host.InScopeAsync(services => services.GetRequiredService<ReminderSweep>().RunAsync(CancellationToken.None));
        await DeliverAsync();

        var mail = _server.Taken.Single(x => x.To[0] == "truongphong@bacson.example").Parse();
        Assert.StartsWith("Việc ngày 25/11/2026: 1 nhiệm vụ", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("Kính gửi Ngô Văn Thành <script>alert(1)</script>,", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", mail.HtmlBody, StringComparison.OrdinalIgnoreCase);
        foreach (var body in new[] { mail.TextBody, mail.HtmlBody })
        {
            Assert.Contains($"/viec/{duty.Id}", body, StringComparison.Ordinal);
            Assert.Contains("/lam-viec", body, StringComparison.Ordinal);
        }
        Assert.Contains("Văn phòng kính báo.", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wording_goes_back_by_one_click_or_to_the_code_s_own_and_a_release_overwrites_nothing()
    {
        var (_, browser) = await AdministratorAsync();
        await browser.SubmitAsync(Daily, Wording(), Daily + "?handler=Save");
        var old = await _host.WithDbAsync(db => db.MailTemplates.Select(x => x.Version).SingleAsync());
        await browser.SubmitAsync(Daily, Wording(subject: "Lần hai {tóm tắt}"), Daily + "?handler=Save");
        // Whoever read the page before the second change overwrites nothing.
        Assert.Contains("Người khác vừa lưu", await TextAsync(await browser.SubmitAsync(Daily, new(Wording(subject: "Lần ba {tóm tắt}")) { ["Version"] = old.ToString() }, Daily + "?handler=Save")), StringComparison.Ordinal);
        async Task<string> SubjectAsync() => await _host.InScopeAsync(async services => (await services.GetRequiredService<MailTemplateBook>().WordingAsync(DigestMail.Daily)).Subject);
        Assert.Equal("Lần hai {tóm tắt}", await SubjectAsync());

        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync(Daily, [], Daily + "?handler=Return")).StatusCode);
        Assert.Equal("Việc ngày {ngày}: {tóm tắt}", await SubjectAsync());

        // A release brings another default: what was set stays, and the page says what moved.
        await _host.WithDbAsync(db => db.MailTemplates.ExecuteUpdateAsync(set => set.SetProperty(x => x.DefaultThen, string.Join('\u001f', "Tiêu đề của bản trước {tóm tắt}", DigestMail.Daily.Default.Opening, DigestMail.Daily.Default.Closing))));
        Assert.Equal("Việc ngày {ngày}: {tóm tắt}", await SubjectAsync());
        Assert.Contains("mặc định có bản mới", await browser.ReadAsync("/quan-tri/mau-thu"), StringComparison.Ordinal);
        Assert.Contains("Tiêu đề của bản trước {tóm tắt}", await browser.ReadAsync(Daily), StringComparison.Ordinal);

        Assert.Contains("Chưa nhập lý do", await TextAsync(await browser.SubmitAsync(Daily, new() { ["ResetReason"] = "" }, Daily + "?handler=Reset")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync(Daily, new() { ["ResetReason"] = "Dùng lời chung" }, Daily + "?handler=Reset")).StatusCode);
        Assert.Equal(DigestMail.Daily.Default.Subject, await SubjectAsync());
        Assert.Equal(4, await _host.WithDbAsync(db => db.MailTemplateChanges.CountAsync()));
        Assert.Equal(4, await _host.WithDbAsync(db => db.AuditEntries.CountAsync(x => x.Subject == "MailTemplateText")));
    }

    [Fact]
    public async Task A_stored_wording_that_lost_a_compulsory_place_is_not_used()
    {
        var (_, browser) = await AdministratorAsync();
        await browser.SubmitAsync(Daily, Wording(), Daily + "?handler=Save");
        await _host.WithDbAsync(db => db.MailTemplates.ExecuteUpdateAsync(set => set.SetProperty(x => x.Closing, "Hết.")));
        Assert.Equal(DigestMail.Daily.Default, await _host.InScopeAsync(services => services.GetRequiredService<MailTemplateBook>().WordingAsync(DigestMail.Daily)));
        Assert.Contains("Lời đã đổi không còn dùng được", await browser.ReadAsync(Daily), StringComparison.Ordinal);
    }
}
