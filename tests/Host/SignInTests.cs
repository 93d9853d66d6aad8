using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using BacSon.App.Jobs;
using BacSon.App.SignIn;
using BacSon.Kernel;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>A forgotten password, the second step and the history of sign-ins, over the pages themselves.</summary>
public sealed partial class SignInTests : IDisposable
{
    private const string NewPassword = "cau-mat-khau-moi-cua-nam-2026";
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    private async Task<TimeSpan> AskAsync(string who, PageClient? browser = null)
    {
        browser ??= _host.Browser();
        var clock = Stopwatch.StartNew();
        var answer = await browser.SubmitAsync("/quen-mat-khau", new() { ["Who"] = who });
        var took = clock.Elapsed;
        Assert.Equal("/quen-mat-khau", answer.Headers.Location?.OriginalString);
        Assert.Contains(ForgottenPasswordPage.Answer, await browser.ReadAsync("/quen-mat-khau"), StringComparison.Ordinal);
        return took;
    }

    private Task<List<MailMessage>> MailsAsync() => _host.WithDbAsync(db => db.Mails.AsNoTracking().Include(x => x.Body).Where(x => x.Kind == MailSecrets.PasswordLink).OrderBy(x => x.Id).ToListAsync());

    private async Task<string> LinkAsync() => "/" + LinkIn().Match((await MailsAsync())[^1].Body!.Text).Value;

    private static Task<HttpResponseMessage> SetAsync(PageClient browser, string link, string password = NewPassword, string? again = null) =>
        browser.SubmitAsync(link, new() { ["New"] = password, ["Again"] = again ?? password }, "/dat-lai-mat-khau");

    private async Task<HttpResponseMessage> SignInAnswerAsync(string user, string password) => await _host.Browser().SubmitAsync("/dang-nhap", new() { ["UserName"] = user, ["Password"] = password });

    [Fact]
    public async Task A_forgotten_password_link_works_once_ends_other_sign_ins_and_is_in_both_histories()
    {
        var commune = await _host.CommuneAsync();
        var elsewhere = await _host.SignInAsync("congchuc");
        await AskAsync("congchuc");
        var mail = Assert.Single(await MailsAsync());
        Assert.Equal(("congchuc@bacson.example", MailState.Queued), (mail.ToAddress, mail.State));
        Assert.Contains("http://localhost/" + MailSecrets.PasswordPath, mail.Body!.Html, StringComparison.Ordinal);
        var link = await LinkAsync();
        var browser = _host.Browser();
        Assert.Contains("Hai lần nhập", await TextAsync(await SetAsync(browser, link, again: "khac-voi-o-tren-2026")), StringComparison.Ordinal);
        Assert.Contains("ít nhất 12 ký tự", await TextAsync(await SetAsync(browser, link, "ngan")), StringComparison.Ordinal);
        Assert.Equal("/dang-nhap", (await SetAsync(browser, link)).Headers.Location?.OriginalString);

        Assert.Equal(HttpStatusCode.OK, (await SignInAnswerAsync("congchuc", PlatformHost.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAnswerAsync("congchuc", NewPassword)).StatusCode);
        Assert.Contains("Đường dẫn này đã dùng", await browser.ReadAsync(link), StringComparison.Ordinal);
        _host.Clock.Utc = _host.Clock.Utc.AddSeconds(61);
        Assert.Contains("/dang-nhap", (await elsewhere.GetAsync("/ke-hoach")).Headers.Location?.OriginalString ?? "", StringComparison.Ordinal);
        Assert.True(await _host.WithDbAsync(db => db.SignIns.AnyAsync(x => x.PersonId == commune.Officer && x.Act == SignInAct.NewPassword && x.Succeeded)));
        Assert.Equal("Nguyễn Văn Hùng", await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Act == "Đặt lại mật khẩu qua thư").Select(x => x.Who).SingleAsync()));
    }

    [Fact]
    public async Task A_forgotten_password_link_is_dead_after_sixty_minutes_and_when_anything_of_it_is_changed()
    {
        await _host.CommuneAsync();
        await AskAsync("congchuc@BACSON.example");
        var link = await LinkAsync();
        _host.Clock.Utc = _host.Clock.Utc.AddMinutes(60);
        Assert.Contains("Đặt mật khẩu mới", await _host.Browser().ReadAsync(link), StringComparison.Ordinal);
        foreach (var wrong in new[] { link[..^3] + "abc", link.Replace("t=", "t=9", StringComparison.Ordinal), "/dat-lai-mat-khau?t=1-", "/dat-lai-mat-khau?t=%00", "/dat-lai-mat-khau" })
            Assert.Contains("Đề nghị gửi thư mới", await _host.Browser().ReadAsync(wrong), StringComparison.Ordinal);
        _host.Clock.Utc = _host.Clock.Utc.AddSeconds(1);
        Assert.Contains("đã quá 60 phút", await _host.Browser().ReadAsync(link), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_for_a_link_learns_nothing_and_who_has_left_is_locked_or_has_no_mail_gets_none()
    {
        var commune = await _host.CommuneAsync();
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            (await db.People.FindAsync(commune.Officer))!.Active = false;
            (await db.People.FindAsync(commune.UnitDeputy))!.Email = null;
            (await db.Users.SingleAsync(x => x.PersonId == commune.Head)).LockoutEnd = DateTimeOffset.MaxValue;
            await db.SaveChangesAsync();
        });
        foreach (var who in new[] { "congchuc", "phophong", "truongphong", "khong-co-nguoi-nay", "'; DROP TABLE Account;--", "chanhvanphong" })
            Assert.True(await AskAsync(who) >= ForgottenPasswordPage.Takes, who);
        Assert.Equal("chanhvanphong@bacson.example", Assert.Single(await MailsAsync()).ToAddress);
    }

    [Fact]
    public async Task An_account_gets_at_most_three_links_within_an_hour()
    {
        await _host.CommuneAsync();
        for (var i = 0; i < 5; i++)
            await AskAsync("congchuc");
        Assert.Equal(ForgottenPasswordPage.MostAnHour, (await MailsAsync()).Count);
        _host.Clock.Utc = _host.Clock.Utc.AddMinutes(61);
        await AskAsync("congchuc");
        Assert.Equal(ForgottenPasswordPage.MostAnHour + 1, (await MailsAsync()).Count);
    }

    [Fact]
    public async Task No_administrator_reads_a_living_link_in_the_mails_and_a_sent_or_dead_one_is_not_even_stored()
    {
        await _host.CommuneAsync();
        await AskAsync("congchuc");
        await AskAsync("congchuc");
        var mails = await MailsAsync();
        var token = (await LinkAsync()).Split("t=")[1];
        var administrator = await _host.SignInAsync("quantri");
        foreach (var page in new[] { $"/quan-tri/thu/{mails[1].Id}", $"/quan-tri/thu/{mails[1].Id}/xem", "/phat-giay", "/quan-tri/thu", "/quan-tri/nhat-ky" })
            Assert.DoesNotContain(token[..20], await administrator.ReadAsync(page), StringComparison.Ordinal);
        Assert.DoesNotContain(token[..20], string.Concat(await _host.WithDbAsync(db => db.AuditEntries.Select(x => x.Changes).ToListAsync())), StringComparison.Ordinal);

        await _host.InScopeAsync(services => services.GetRequiredService<MailQueue>().RecordAsync([new MailResult(mails[1], MailOutcome.Sent, "250 ok")]));
        Assert.DoesNotMatch(LinkIn(), (await MailsAsync())[1].Body!.Text);
        Assert.Matches(LinkIn(), (await MailsAsync())[0].Body!.Text);
        _host.Clock.Utc = _host.Clock.Utc.AddMinutes(61);
        await TidyAsync();
        Assert.All(await MailsAsync(), x => Assert.DoesNotMatch(LinkIn(), x.Body!.Text + x.Body.Html));
    }

    [Fact]
    public async Task In_Production_an_administrator_opens_no_page_before_the_second_step_is_set_up_and_cannot_turn_it_off()
    {
        var commune = await _host.CommuneAsync();
        await _host.WithDbAsync(db => db.Set<Microsoft.AspNetCore.Identity.IdentityUserToken<int>>().ExecuteDeleteAsync());
        await _host.WithDbAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(x => x.TwoFactorEnabled, false)));
        foreach (var user in new[] { "chutich", "quantri" })
        {
            var browser = await _host.SignInAsync(user);
            foreach (var closed in new[] { "/quan-tri", "/quan-tri/can-bo", "/lam-viec", "/tai-khoan", "/jobs", "/tinh-hinh", "/api/v1/schedules" })
                Assert.Equal("/hai-lop", (await browser.GetAsync(closed)).Headers.Location?.OriginalString);
            var codes = await TurnOnAsync(browser);
            Assert.Equal(SecondStep.RecoveryCodes, codes.Count);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/tai-khoan")).StatusCode);
            Assert.DoesNotContain(codes[0], await browser.ReadAsync("/hai-lop"), StringComparison.Ordinal);
            Assert.DoesNotContain("handler=TurnOff", await browser.ReadAsync("/hai-lop"), StringComparison.Ordinal);
            var refused = await TextAsync(await browser.SubmitAsync("/hai-lop", new() { ["Password"] = PlatformHost.Password, ["OffCode"] = "123456" }, "/hai-lop?handler=TurnOff"));
            Assert.Contains("không tắt được", refused, StringComparison.Ordinal);
        }
        // Whoever becomes an administrator is led there too, in the same sign-in.
        var officer = await _host.SignInAsync("congchuc");
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync("/lam-viec")).StatusCode);
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            db.RoleGrants.Add(new RoleGrant { PersonId = commune.Officer, Role = Role.Administrator, From = PlatformHost.Wednesday });
            await db.SaveChangesAsync();
        });
        Assert.Equal("/hai-lop", (await officer.GetAsync("/lam-viec")).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task With_the_second_step_the_password_alone_opens_nothing_and_a_code_is_good_once()
    {
        await _host.CommuneAsync();
        var owner = await _host.SignInAsync("congchuc");
        var page = await (await owner.GetAsync("/hai-lop")).Content.ReadAsStringAsync();
        Assert.Contains("data:image/png;base64,", page, StringComparison.Ordinal);
        await TurnOnAsync(owner);
        var key = await KeyAsync("congchuc");

        var browser = _host.Browser();
        Assert.Equal("/dang-nhap/ma?ve=%2Fke-hoach", (await browser.SubmitAsync("/dang-nhap?ve=/ke-hoach", new() { ["UserName"] = "congchuc", ["Password"] = PlatformHost.Password, ["ve"] = "/ke-hoach" })).Headers.Location?.OriginalString);
        Assert.Contains("/dang-nhap", (await browser.GetAsync("/ke-hoach")).Headers.Location?.OriginalString ?? "", StringComparison.Ordinal);
        // The code with which it was turned on is used up.
        Assert.Contains("đã dùng", await TextAsync(await browser.SubmitAsync("/dang-nhap/ma", new() { ["Code"] = AuthenticatorCodes.At(key, _host.Clock.Utc) })), StringComparison.Ordinal);
        _host.Clock.Utc = _host.Clock.Utc.AddSeconds(30);
        var code = AuthenticatorCodes.At(key, _host.Clock.Utc);
        var answer = await browser.SubmitAsync("/dang-nhap/ma?ve=/ke-hoach", new() { ["Code"] = $"{code[..3]} {code[3..]}", ["ve"] = "/ke-hoach" });
        Assert.Equal("/ke-hoach", answer.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/ke-hoach")).StatusCode);

        var other = _host.Browser();
        await other.SubmitAsync("/dang-nhap", new() { ["UserName"] = "congchuc", ["Password"] = PlatformHost.Password });
        Assert.Contains("đã dùng", await TextAsync(await other.SubmitAsync("/dang-nhap/ma", new() { ["Code"] = code })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recovery_code_is_good_once_and_wrong_codes_of_either_kind_lock_the_account()
    {
        await _host.CommuneAsync();
        var codes = await TurnOnAsync(await _host.SignInAsync("congchuc"));
        var stored = string.Join(' ', await _host.WithDbAsync(db => db.Set<Microsoft.AspNetCore.Identity.IdentityUserToken<int>>().Select(x => x.Value!).ToListAsync()));
        Assert.All(codes, x => Assert.DoesNotContain(x, stored, StringComparison.OrdinalIgnoreCase));
        async Task<PageClient> HalfAsync()
        {
            var half = _host.Browser();
            await half.SubmitAsync("/dang-nhap", new() { ["UserName"] = "congchuc", ["Password"] = PlatformHost.Password });
            return half;
        }
        static Task<HttpResponseMessage> RecoverAsync(PageClient half, string code) => half.SubmitAsync("/dang-nhap/ma", new() { ["RecoveryCode"] = code }, "/dang-nhap/ma?handler=Recovery");
        Assert.Equal(HttpStatusCode.Redirect, (await RecoverAsync(await HalfAsync(), codes[3].ToLowerInvariant())).StatusCode);
        Assert.Contains("đã dùng", await TextAsync(await RecoverAsync(await HalfAsync(), codes[3])), StringComparison.Ordinal);
        var guesser = await HalfAsync();
        await guesser.SubmitAsync("/dang-nhap/ma", new() { ["Code"] = "000000" });
        await RecoverAsync(guesser, "ABCDE-FGHJK");
        await guesser.SubmitAsync("/dang-nhap/ma", new() { ["Code"] = "111111" });
        await RecoverAsync(guesser, "<script>alert(1)</script>");
        Assert.Contains("tạm khóa", await TextAsync(await RecoverAsync(guesser, codes[4])), StringComparison.Ordinal);
        Assert.Contains("tạm khóa", await TextAsync(await guesser.SubmitAsync("/dang-nhap/ma", new() { ["Code"] = "222222" })), StringComparison.Ordinal);
        Assert.Contains("tạm khóa", await TextAsync(await SignInAnswerAsync("congchuc", PlatformHost.Password)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_right_password_the_page_for_the_code_does_not_open()
    {
        await _host.CommuneAsync();
        Assert.Equal("/dang-nhap", (await _host.Browser().GetAsync("/dang-nhap/ma")).Headers.Location?.OriginalString);
        var browser = _host.Browser();
        await browser.SubmitAsync("/dang-nhap", new() { ["UserName"] = "quantri", ["Password"] = "sai-mat-khau" });
        Assert.Equal("/dang-nhap", (await browser.GetAsync("/dang-nhap/ma")).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task After_a_new_password_by_mail_the_second_step_is_still_asked()
    {
        await _host.CommuneAsync();
        await AskAsync("quantri");
        await SetAsync(_host.Browser(), await LinkAsync());
        Assert.Equal("/dang-nhap/ma", (await SignInAnswerAsync("quantri", NewPassword)).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Where_it_is_not_compulsory_the_second_step_is_turned_off_by_password_and_code_and_by_neither_alone()
    {
        await _host.CommuneAsync();
        var owner = await _host.SignInAsync("congchuc");
        await TurnOnAsync(owner);
        var key = await KeyAsync("congchuc");
        _host.Clock.Utc = _host.Clock.Utc.AddSeconds(30);
        Task<HttpResponseMessage> OffAsync(string password, string code) => owner.SubmitAsync("/hai-lop", new() { ["Password"] = password, ["OffCode"] = code }, "/hai-lop?handler=TurnOff");
        Assert.Contains("Mật khẩu không đúng", await TextAsync(await OffAsync("sai-mat-khau", AuthenticatorCodes.At(key, _host.Clock.Utc))), StringComparison.Ordinal);
        Assert.Contains("Mã không đúng", await TextAsync(await OffAsync(PlatformHost.Password, "000000")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await OffAsync(PlatformHost.Password, AuthenticatorCodes.At(key, _host.Clock.Utc))).StatusCode);
        Assert.Equal("/lam-viec", (await SignInAnswerAsync("congchuc", PlatformHost.Password)).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task An_administrator_resets_the_second_step_of_another_who_is_told_and_never_his_own()
    {
        var commune = await _host.CommuneAsync();
        var administrator = await _host.SignInAsync("quantri");
        var path = $"/quan-tri/can-bo/{commune.Chairman}";
        Assert.Contains("Chưa nhập lý do đặt lại", await TextAsync(await administrator.SubmitAsync(path, [], path + "?handler=ResetSecondStep")), StringComparison.Ordinal);
        Assert.True(await _host.WithDbAsync(db => db.Users.Where(x => x.PersonId == commune.Chairman).Select(x => x.TwoFactorEnabled).SingleAsync()));
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.SubmitAsync(path, new() { ["ResetReason"] = "Mất điện thoại" }, path + "?handler=ResetSecondStep")).StatusCode);
        var mail = await _host.WithDbAsync(db => db.Mails.Include(x => x.Body).SingleAsync(x => x.PersonId == commune.Chairman));
        Assert.Contains("Hoàng Minh Đức", mail.Body!.Text, StringComparison.Ordinal);
        Assert.Equal("Hoàng Minh Đức", await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Act == "Đặt lại đăng nhập hai lớp: Mất điện thoại" && x.Subject == "Account").Select(x => x.Who).SingleAsync()));
        Assert.Equal("/hai-lop", (await (await _host.SignInAsync("chutich")).GetAsync("/tinh-hinh")).Headers.Location?.OriginalString);
        var own = $"/quan-tri/can-bo/{commune.Administrator}";
        Assert.Contains("Không tự đặt lại", await TextAsync(await administrator.SubmitAsync(own, [], own + "?handler=ResetSecondStep")), StringComparison.Ordinal);
        Assert.True(await _host.WithDbAsync(db => db.Users.Where(x => x.PersonId == commune.Administrator).Select(x => x.TwoFactorEnabled).SingleAsync()));
    }

    [Fact]
    public async Task No_key_and_no_code_is_written_into_the_audit_trail()
    {
        await _host.CommuneAsync();
        var codes = await TurnOnAsync(await _host.SignInAsync("congchuc"));
        var half = _host.Browser();
        await half.SubmitAsync("/dang-nhap", new() { ["UserName"] = "congchuc", ["Password"] = PlatformHost.Password });
        await half.SubmitAsync("/dang-nhap/ma", new() { ["RecoveryCode"] = codes[0] }, "/dang-nhap/ma?handler=Recovery");
        var key = await KeyAsync("congchuc");
        var trail = string.Concat(await _host.WithDbAsync(db => db.AuditEntries.Select(x => x.Act + x.Subject + x.SubjectKey + x.Changes).ToListAsync()));
        Assert.Contains("Bật đăng nhập hai lớp", trail, StringComparison.Ordinal);
        Assert.All(codes.Append(key).Append("UsedCodeStep").Append("IdentityUserToken"), x => Assert.DoesNotContain(x, trail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Everyone_reads_his_own_sign_ins_and_only_administrators_those_of_all()
    {
        await _host.CommuneAsync();
        await SignInAnswerAsync("congchuc", "sai-mat-khau");
        await SignInAnswerAsync("khong-co-ai", "sai-mat-khau");
        var officer = await _host.SignInAsync("congchuc");
        var own = await officer.ReadAsync("/tai-khoan");
        Assert.Contains("Nhập sai mật khẩu", own, StringComparison.Ordinal);
        Assert.Contains("href=\"/tai-khoan\"><b>Nguyễn Văn Hùng", own, StringComparison.Ordinal);
        Assert.DoesNotContain("khong-co-ai", own, StringComparison.Ordinal);
        var administrator = await _host.SignInAsync("quantri");
        Assert.Contains("khong-co-ai", await administrator.ReadAsync("/quan-tri/dang-nhap"), StringComparison.Ordinal);
        var wrong = await administrator.ReadAsync("/quan-tri/dang-nhap?q=nguyen+van+hung&kq=khong&tu=25/11/2026&den=25/11/2026");
        Assert.Contains("1–1 trong 1 lần", wrong, StringComparison.Ordinal);
        Assert.Contains("Không có lần nào theo điều kiện lọc", await administrator.ReadAsync("/quan-tri/dang-nhap?den=24/11/2026"), StringComparison.Ordinal);
        Assert.Contains("Ngày không đúng", await administrator.ReadAsync("/quan-tri/dang-nhap?den=31/02/2026"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_ins_are_forgotten_after_a_year()
    {
        await _host.CommuneAsync();
        await SignInAnswerAsync("congchuc", PlatformHost.Password);
        _host.Clock.Utc = _host.Clock.Utc.AddYears(1);
        await SignInAnswerAsync("truongphong", PlatformHost.Password);
        await TidyAsync();
        Assert.Equal(2, await _host.WithDbAsync(db => db.SignIns.CountAsync()));
        _host.Clock.Utc = _host.Clock.Utc.AddSeconds(1);
        await TidyAsync();
        Assert.Equal("truongphong", await _host.WithDbAsync(db => db.SignIns.Select(x => x.UserName).SingleAsync()));
    }

    private Task TidyAsync() => _host.Services.GetRequiredService<JobRunner>().RunNowAsync("signins.tidy", RunCause.Person, CancellationToken.None);

    private Task<string> KeyAsync(string user) => _host.WithDbAsync(db => db.Set<Microsoft.AspNetCore.Identity.IdentityUserToken<int>>().Where(x => x.Name == "AuthenticatorKey" && x.UserId == db.Users.Single(u => u.UserName == user).Id).Select(x => x.Value!).SingleAsync());

    /// <summary>Sets the second step up as its page says. Gives the recovery codes.</summary>
    private async Task<List<string>> TurnOnAsync(PageClient browser)
    {
        var page = await (await browser.GetAsync("/hai-lop")).Content.ReadAsStringAsync();
        var key = TypedKey().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        var setup = SetupField().Match(page).Groups[1].Value;
        var wrong = await TextAsync(await browser.SubmitAsync("/hai-lop", new() { ["Code"] = "abc", ["Setup"] = setup }, "/hai-lop?handler=TurnOn"));
        Assert.Contains("Mã không đúng", wrong, StringComparison.Ordinal);
        var token = SentForm.Read(new Uri("http://localhost/hai-lop"), page).First(x => x.Handler == "TurnOn").Token!;
        var answer = await browser.Http.PostAsync("/hai-lop?handler=TurnOn", new FormUrlEncodedContent(new Dictionary<string, string> { ["Code"] = AuthenticatorCodes.At(key, _host.Clock.Utc), ["Setup"] = setup, [SentForm.TokenName] = token }));
        return [.. RecoveryCode().Matches(await answer.Content.ReadAsStringAsync()).Select(x => x.Groups[1].Value)];
    }

    [GeneratedRegex(@"dat-lai-mat-khau\?t=[\w-]+")]
    private static partial Regex LinkIn();

    [GeneratedRegex("class=\"mono\"[^>]*>([A-Z2-7 ]+)<")]
    private static partial Regex TypedKey();

    [GeneratedRegex("name=\"Setup\" value=\"([^\"]+)\"")]
    private static partial Regex SetupField();

    [GeneratedRegex("class=\"code\"[^>]*>([A-Z0-9-]{11})<")]
    private static partial Regex RecoveryCode();
}
