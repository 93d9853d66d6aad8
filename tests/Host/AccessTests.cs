using System.Net;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Host.Tests;

public sealed class AccessTests(PlatformHost host) : IClassFixture<PlatformHost>
{
    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_and_the_right_one_no_longer_helps()
    {
        await host.CommuneAsync();
        var browser = host.Browser();
        for (var i = 0; i < 5; i++)
            await browser.SubmitAsync("/dang-nhap", new() { ["UserName"] = "truongphongvh", ["Password"] = "sai-mat-khau" });
        var answer = await browser.SubmitAsync("/dang-nhap", new() { ["UserName"] = "truongphongvh", ["Password"] = PlatformHost.Password });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("tạm khóa", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(6, await host.WithDbAsync(db => db.SignIns.CountAsync(x => x.UserName == "truongphongvh" && !x.Succeeded)));
    }

    [Fact]
    public async Task A_wrong_name_and_a_wrong_password_get_the_same_answer_and_what_was_typed_stays()
    {
        await host.CommuneAsync();
        foreach (var name in new[] { "khong-co-nguoi-nay", "congchuc" })
        {
            var answer = await host.Browser().SubmitAsync("/dang-nhap", new() { ["UserName"] = name, ["Password"] = "sai-mat-khau" });
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.Contains("Tên đăng nhập hoặc mật khẩu không đúng", page, StringComparison.Ordinal);
            Assert.Contains($"value=\"{name}\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("sai-mat-khau", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Outside_Development_no_sample_person_and_no_password_is_shown()
    {
        var page = await host.Browser().ReadAsync("/dang-nhap");
        Assert.DoesNotContain("Người của xã mẫu", page, StringComparison.Ordinal);
        Assert.DoesNotContain(App.Demo.DemoSeed.Password, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task Signing_in_never_leads_to_another_site(string target)
    {
        await host.CommuneAsync();
        var answer = await host.Browser().SubmitAsync($"/dang-nhap?ve={Uri.EscapeDataString(target)}", new() { ["UserName"] = "congchuc", ["Password"] = PlatformHost.Password, ["ve"] = target });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.DoesNotContain("evil", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        await host.CommuneAsync();
        var answer = await host.Browser().Http.PostAsync("/dang-nhap", new FormUrlEncodedContent(new Dictionary<string, string> { ["UserName"] = "congchuc", ["Password"] = PlatformHost.Password }), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_person_who_has_left_is_out_at_the_next_request()
    {
        using var own = new PlatformHost();
        var commune = await own.CommuneAsync();
        var browser = await own.SignInAsync("congchuc");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/ke-hoach")).StatusCode);
        await own.InScopeAsync(async services =>
        {
            var db = (Kernel.PlatformDb)services.GetService(typeof(Kernel.PlatformDb))!;
            (await db.People.FindAsync(commune.Officer))!.Active = false;
            await db.SaveChangesAsync();
        });
        Assert.NotEqual(HttpStatusCode.OK, (await browser.GetAsync("/ke-hoach")).StatusCode);
    }

    /// <summary>Who may open what: a page, and the people who get it. Everyone else gets nothing.</summary>
    [Theory]
    [InlineData("/tinh-hinh", "chutich phochutich chanhvanphong hdnd")]
    [InlineData("/quan-tri", "quantri")]
    [InlineData("/jobs", "chutich chanhvanphong quantri")]
    [InlineData("/jobs/lich-chay", "chutich chanhvanphong quantri")]
    [InlineData("/jobs/lan-chay", "chutich chanhvanphong quantri")]
    [InlineData("/danh-muc/commune-legal-document-posting/sua", "quantri")]
    [InlineData("/danh-muc/nhap", "quantri")]
    [InlineData("/danh-muc/commune-legal-document-posting/thoi-han/moi", "quantri")]
    [InlineData("/quan-tri/thu/tam-dung", "quantri")]
    [InlineData("/quan-tri/thu/gui-thu", "quantri")]
    [InlineData("/quan-tri/mau-thu", "quantri")]
    [InlineData("/quan-tri/mau-thu/nhac-viec", "quantri")]
    [InlineData("/quan-tri/nhat-ky", "quantri")]
    [InlineData("/ke-hoach", "chutich phochutich chanhvanphong truongphong phophong congchuc quantri hdnd")]
    [InlineData("/ke-hoach/nam-moi", "chutich chanhvanphong")]
    [InlineData("/tai-khoan", "chutich phochutich chanhvanphong truongphong phophong congchuc quantri hdnd")]
    [InlineData("/quan-tri/dang-nhap", "quantri")]
    [InlineData("/lam-viec", "chutich phochutich chanhvanphong truongphong phophong congchuc quantri hdnd")]
    public async Task Each_page_opens_for_whom_it_is_and_for_nobody_else(string path, string allowed)
    {
        await host.CommuneAsync();
        foreach (var user in "chutich phochutich chanhvanphong truongphong phophong congchuc quantri hdnd".Split(' '))
        {
            var answer = await (await host.SignInAsync(user)).GetAsync(path);
            Assert.True((answer.StatusCode == HttpStatusCode.OK) == allowed.Split(' ').Contains(user), $"{user} at {path}: {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_delegation_gives_the_rights_until_the_end_of_its_last_day()
    {
        using var own = new PlatformHost();
        var commune = await own.CommuneAsync();
        await own.InScopeAsync(async services =>
        {
            var db = (Kernel.PlatformDb)services.GetService(typeof(Kernel.PlatformDb))!;
            db.Delegations.Add(new Delegation { FromPersonId = commune.OtherHead, ToPersonId = commune.Officer, Kind = DelegationKind.Authorised, From = PlatformHost.Wednesday, To = PlatformHost.Wednesday.AddDays(2), Reason = "Nghỉ phép" });
            await db.SaveChangesAsync();
        });
        async Task<bool> Heads() => await own.InScopeAsync(async services => (await PlatformHost.ViewerAsync(services, commune.Officer)).HeadedUnits.Contains(commune.Culture));
        Assert.True(await Heads());
        own.Clock.Utc = BacSon.Tests.Support.TestClock.At(PlatformHost.Wednesday.AddDays(2), 23, 59);
        Assert.True(await Heads());
        own.Clock.Utc = BacSon.Tests.Support.TestClock.At(PlatformHost.Wednesday.AddDays(3), 0, 0);
        Assert.False(await Heads());
    }
}
