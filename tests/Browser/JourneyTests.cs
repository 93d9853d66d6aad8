using BacSon.Kernel;
using BacSon.Kernel.Duties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BacSon.Browser.Tests;

/// <summary>What the platform is for, done by hand: a duty is answered and accepted.</summary>
public sealed class JourneyTests(BrowserHost host)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_unit_head_answers_a_duty_and_the_deputy_in_charge_accepts_it_with_and_without_scripts(bool scripts)
    {
        await using var head = await host.OpenAsync(People.UnitHead, scripts);
        var duty = await AnyOpenAsync();

        await head.GoAsync($"/viec/{duty.Id}");
        await PressAsync(head, "Báo cáo hoàn thành");
        Assert.Null((await ReadAsync(duty.Id)).DeclaredOn); // the product is not there yet

        await head.GoAsync($"/viec/{duty.Id}");
        await head.Page.Locator("[name=Progress]").FillAsync("Đã lập xong biên bản, trình ký");
        await head.Page.Locator("[name=Uploads]").SetInputFilesAsync(new FilePayload { Name = "Biên bản.pdf", MimeType = "application/pdf", Buffer = await PaperAsync() });
        await PressAsync(head, "Báo cáo tiến độ");
        var shown = await head.Page.Locator("main").InnerTextAsync();
        Assert.Contains("Biên bản.pdf", shown, StringComparison.Ordinal);
        Assert.Contains("Đã lập xong biên bản, trình ký", shown, StringComparison.Ordinal);

        await PressAsync(head, "Báo cáo hoàn thành");
        Assert.Equal(DutyStage.AwaitingAcceptance, (await ReadAsync(duty.Id)).Stage);
        Assert.Equal(0, await head.Page.GetByRole(AriaRole.Button, new() { Name = "Xác nhận hoàn thành", Exact = true }).CountAsync());

        await using var deputy = await host.OpenAsync(People.Deputy, scripts);
        await deputy.GoAsync("/xac-nhan");
        await deputy.Page.Locator($"input[name=Chosen][value^='{duty.Id}:']").CheckAsync();
        await PressAsync(deputy, "Xác nhận hoàn thành các nhiệm vụ đã chọn");
        Assert.Equal(0, await deputy.Page.Locator($"input[name=Chosen][value^='{duty.Id}:']").CountAsync());
        Assert.NotNull((await ReadAsync(duty.Id)).DoneOn);
        await deputy.GoAsync($"/viec/{duty.Id}");
        Assert.Matches("Hoàn thành (đúng|trước) hạn", await deputy.Page.Locator("main").InnerTextAsync());
        Assert.Empty(head.TakeComplaints());
        Assert.Empty(deputy.TakeComplaints());
    }

    [Fact]
    public async Task A_duty_is_opened_from_the_list_and_reported_on_with_the_keyboard_alone()
    {
        await using var window = await host.OpenAsync(People.UnitHead);
        await window.GoAsync("/lam-viec");
        var keys = window.Page.Keyboard;
        await TabToAsync(window, "x => x.matches('main a[href^=\"/viec/\"]') && /^\\/viec\\/\\d+$/.test(x.pathname)");
        await keys.PressAsync("Enter");
        await window.Page.WaitForURLAsync(url => System.Text.RegularExpressions.Regex.IsMatch(url, @"/viec/\d+"));
        await TabToAsync(window, "x => x.name === 'Progress'");
        await keys.TypeAsync("Đang tổng hợp số liệu các thôn");
        await TabToAsync(window, "x => x.tagName === 'BUTTON' && x.textContent.trim() === 'Báo cáo tiến độ'");
        await keys.PressAsync("Enter");
        await window.Page.GetByText("Đang tổng hợp số liệu các thôn").First.WaitForAsync();
        Assert.Empty(window.TakeComplaints());
    }

    private static async Task TabToAsync(Window window, string test)
    {
        for (var i = 0; i < 150; i++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            if (await window.Page.EvaluateAsync<bool>($"() => ({test})(document.activeElement)"))
                return;
        }
        Assert.Fail($"{test} is not reached with the Tab key");
    }

    private static Task PressAsync(Window window, string button) => window.PressAsync(window.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }));

    // A real PDF: the browser prints one.
    private async Task<byte[]> PaperAsync()
    {
        await using var window = await host.OpenAsync();
        await window.GoAsync("/tinh-thoi-han");
        return await window.Page.PdfAsync();
    }

    private async Task<Duty> ReadAsync(long id)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PlatformDb>().Duties.AsNoTracking().SingleAsync(x => x.Id == id);
    }

    // A duty of the Economy department in time, without proof, which the deputy in charge accepts.
    private async Task<Duty> AnyOpenAsync()
    {
        var today = new DateOnly(2026, 11, 25);
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        return await db.Duties.AsNoTracking().Where(x => x.Stage == DutyStage.Open && x.DueOn > today && x.RequiresEvidence && !x.Paused && !x.Confidential
            && x.Accepter == AccepterKind.LeaderInCharge && db.Units.Any(unit => unit.Id == x.LeadUnitId && unit.Code == "KT")
            && !x.Shares.Any() && !db.Evidence.Any(file => file.DutyId == x.Id)).OrderBy(x => x.DueOn).ThenBy(x => x.Id).FirstAsync();
    }
}
