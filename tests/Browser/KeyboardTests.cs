using BacSon.App.Demo;
using Microsoft.Playwright;

namespace BacSon.Browser.Tests;

/// <summary>Without a mouse, and without scripts.</summary>
public sealed class KeyboardTests(BrowserHost host)
{
    private const string Focused = "() => document.activeElement?.id || document.activeElement?.textContent?.trim() || ''";

    [Fact]
    public async Task The_first_tab_offers_the_main_content_and_enter_goes_there()
    {
        await using var window = await host.OpenAsync(People.UnitHead);
        await window.GoAsync("/lam-viec");
        await window.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Đến nội dung chính", await window.Page.EvaluateAsync<string>(Focused));
        Assert.True(await window.Page.GetByText("Đến nội dung chính").IsVisibleAsync());
        await window.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("noi-dung", await window.Page.EvaluateAsync<string>(Focused));
    }

    [Fact]
    public async Task One_signs_in_and_out_with_the_keyboard_alone()
    {
        await using var window = await host.OpenAsync();
        await window.GoAsync("/dang-nhap");
        await TabToAsync(window, "UserName");
        await window.Page.Keyboard.TypeAsync(People.UnitHead);
        await window.Page.Keyboard.PressAsync("Tab");
        await window.Page.Keyboard.TypeAsync(DemoSeed.Password);
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.WaitForURLAsync("**/lam-viec");
        await TabToAsync(window, "Đăng xuất");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.WaitForURLAsync(url => !url.Contains("/lam-viec", StringComparison.Ordinal));
        await window.GoAsync("/lam-viec");
        Assert.Equal("/dang-nhap", new Uri(window.Page.Url).AbsolutePath);
    }

    [Fact]
    public async Task A_citizen_counts_a_term_on_a_phone_without_scripts()
    {
        await using var window = await host.OpenAsync(scripts: false, width: 360);
        await window.GoAsync("/tinh-thoi-han?from=06/11/2026&amount=15&unit=working-day");
        // The day counted by hand in the office's glossary: Tuesday 24/11/2026 is a holiday.
        Assert.Contains("30/11/2026", await window.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_lead_to_the_search_the_list_of_keys_and_the_rows_but_not_from_within_a_field()
    {
        await using var window = await host.OpenAsync(People.OfficeHead);
        var keyboard = window.Page.Keyboard;
        await window.GoAsync("/viec");
        await keyboard.PressAsync("j");
        await keyboard.PressAsync("j");
        await keyboard.PressAsync("k");
        var first = await window.Page.Locator("main .work .what > a").First.GetAttributeAsync("href");
        Assert.Equal(first, await window.Page.EvaluateAsync<string>("() => document.activeElement.getAttribute('href')"));
        Assert.NotEqual("none", await window.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
        await keyboard.PressAsync("o");
        await window.Page.WaitForURLAsync("**" + first);

        await keyboard.PressAsync("/");
        Assert.Equal("tim", await window.Page.EvaluateAsync<string>(Focused));
        await keyboard.TypeAsync("g?kj/");
        Assert.Equal("g?kj/", await window.Page.Locator("#tim").InputValueAsync());
        await window.Page.EvaluateAsync("() => document.activeElement.blur()");
        await keyboard.PressAsync("?");
        await window.Page.WaitForURLAsync("**/phim-tat");
        await keyboard.PressAsync("g");
        await keyboard.PressAsync("k");
        await window.Page.WaitForURLAsync("**/ke-hoach*");
    }

    [Fact]
    public async Task Who_switches_single_keys_off_presses_them_in_vain_until_he_switches_them_on()
    {
        await using var window = await host.OpenAsync(People.Observer);
        async Task Switch(bool on)
        {
            await window.GoAsync("/tai-khoan/trang");
            await window.Page.Locator("input[type=checkbox][name=Shortcuts]").SetCheckedAsync(on);
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Lưu" }).ClickAsync();
            await window.Page.GetByText("Đã lưu trang mở đầu, phím tắt").WaitForAsync();
        }
        await Switch(false);
        await window.GoAsync("/ke-hoach");
        foreach (var key in new[] { "/", "?", "j", "g", "v" })
            await window.Page.Keyboard.PressAsync(key);
        Assert.Equal("BODY", await window.Page.EvaluateAsync<string>("() => document.activeElement.tagName"));
        Assert.Contains("/ke-hoach", window.Page.Url, StringComparison.Ordinal);
        await Switch(true);
        await window.Page.Keyboard.PressAsync("/");
        Assert.Equal("tim", await window.Page.EvaluateAsync<string>(Focused));
    }

    private static async Task TabToAsync(Window window, string idOrText)
    {
        for (var i = 0; i < 40; i++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            if (await window.Page.EvaluateAsync<string>(Focused) == idOrText)
                return;
        }
        Assert.Fail($"{idOrText} is not reached with the Tab key");
    }
}
