using System.Text.RegularExpressions;
using BacSon.Kernel;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BacSon.Browser.Tests;

/// <summary>The office's week as its people live it: the document on Monday, the deputy's word on it, the village's answer, the paper on the phone.</summary>
public sealed partial class OfficeWeekTests(BrowserHost host)
{
    [GeneratedRegex(@"/mot-viec/[A-Za-z0-9_-]{32}")]
    private static partial Regex LinkAddress();

    private async Task<T> WithDbAsync<T>(Func<PlatformDb, Task<T>> read)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<PlatformDb>());
    }

    private static Task PressAsync(Window window, string button) => window.PressAsync(window.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First);

    private static async Task<byte[]> PhotoAsync(Window window, string name)
    {
        await window.Page.SetContentAsync($"<body style='margin:0;background:#dfe8d8;font:40px sans-serif'><p>{name}</p></body>");
        return await window.Page.ScreenshotAsync(new PageScreenshotOptions { Type = ScreenshotType.Jpeg });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_document_becomes_two_duties_the_deputys_direction_stands_first_and_the_unit_head_reads_it(bool scripts)
    {
        var mark = scripts ? "có mã" : "không mã";
        await using var office = await host.OpenAsync(People.OfficeHead, scripts);
        await office.GoAsync("/van-ban/moi");
        await office.Page.Locator("[name=Number]").FillAsync($"77{(scripts ? 1 : 2)}/UBND-NC");
        await office.Page.Locator("[name=IssuedOn]").FillAsync("31/02/2026");
        await office.Page.Locator("[name=Issuer]").FillAsync("UBND tỉnh");
        await office.Page.Locator("[name=Abstract]").FillAsync($"Về việc rà soát công khai quy hoạch ({mark})");
        await PressAsync(office, "Vào sổ, giao việc");
        // What is wrong is said, and what was typed is still there.
        Assert.Equal($"Về việc rà soát công khai quy hoạch ({mark})", await office.Page.Locator("[name=Abstract]").InputValueAsync());
        await office.Page.Locator("[name=IssuedOn]").FillAsync("20/11/2026");
        await PressAsync(office, "Vào sổ, giao việc");
        foreach (var (row, unit) in new[] { (0, "Phòng Kinh tế"), (1, "Phòng Văn hóa - Xã hội") })
        {
            await office.Page.Locator($"[name='Rows[{row}].UnitId']").SelectOptionAsync(new SelectOptionValue { Label = unit });
            await office.Page.Locator($"[name='Rows[{row}].Title']").FillAsync($"Rà soát công khai quy hoạch, {unit} ({mark})");
            await office.Page.Locator($"[name='Rows[{row}].DueOn']").FillAsync("04/12/2026");
        }
        await PressAsync(office, "Giao nhiệm vụ");
        var id = await WithDbAsync(db => db.Documents.Where(x => x.Abstract.Contains(mark)).Select(x => x.Id).SingleAsync());
        Assert.Equal(2, await WithDbAsync(db => db.Duties.CountAsync(x => x.DocumentId == id)));
        Assert.Equal(2, await office.Page.Locator("main").GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Rà soát công khai quy hoạch") }).CountAsync());

        await using var deputy = await host.OpenAsync(People.Deputy, scripts);
        await deputy.GoAsync($"/van-ban/{id}");
        if (await deputy.Page.Locator("details:not([open]) [name=DirectionText]").CountAsync() > 0)
            await deputy.Page.Locator("details:has([name=DirectionText]) > summary").ClickAsync();
        await deputy.Page.Locator("[name=DirectionText]").FillAsync($"Làm xong trước kỳ họp ({mark})");
        await deputy.PressAsync(deputy.Page.Locator("form:has([name=DirectionText]) button"));

        await using var head = await host.OpenAsync(People.UnitHead, scripts);
        await head.GoAsync("/lam-viec?xem=don-vi&q=" + Uri.EscapeDataString("ra soat cong khai quy hoach"));
        await head.PressAsync(head.Page.GetByRole(AriaRole.Link, new() { Name = $"Rà soát công khai quy hoạch, Phòng Kinh tế ({mark})", Exact = true }));
        var first = await head.Page.Locator("main section").First.InnerTextAsync();
        Assert.Contains($"Làm xong trước kỳ họp ({mark})", first, StringComparison.Ordinal);
        Assert.Empty(office.TakeComplaints());
        Assert.Empty(head.TakeComplaints());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_village_head_answers_on_a_320_pixel_phone_by_his_link_and_the_office_sees_it(bool scripts)
    {
        var duty = await WithDbAsync(async db => await db.Duties.Where(x => x.Stage == DutyStage.Open && !x.Confidential && db.Units.Any(unit => unit.Id == x.LeadUnitId && unit.Code == "VHXH")).OrderByDescending(x => x.Id).Skip(scripts ? 0 : 1).Select(x => x.Id).FirstAsync());
        await using var office = await host.OpenAsync(People.OfficeHead, scripts);
        await office.GoAsync($"/viec/{duty}/duong-dan");
        await office.Page.Locator("[name=VillageIds]").First.CheckAsync();
        await office.Page.Locator("[name=Ask]").FillAsync("Niêm yết danh sách, chụp ảnh bảng niêm yết");
        await PressAsync(office, "Lập đường dẫn");
        if (scripts)
            Assert.Equal([], await office.FaultsAsync());
        var link = LinkAddress().Match(await office.Page.ContentAsync()).Value;
        Assert.NotEqual("", link);

        await using var phone = await host.OpenAsync(user: null, scripts, width: 320);
        var photos = scripts ? new[] { await PhotoAsync(phone, "Bảng 1"), await PhotoAsync(phone, "Bảng 2") } : [Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")];
        Assert.Equal(200, await phone.GoAsync(link));
        if (scripts)
        {
            Assert.Equal([], await phone.FaultsAsync());
            await PictureAsync(phone);
        }
        await PressAsync(phone, "Gửi báo cáo");
        Assert.Contains("Chưa nhập kết quả, vướng mắc", await phone.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await phone.Page.GetByLabel("Kết quả, vướng mắc").FillAsync("Đã niêm yết, 12 hộ đến xem");
        await PressAsync(phone, "Gửi báo cáo");
        Assert.Contains("Đã nhận báo cáo", await phone.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        if (scripts)
        {
            // The first try finds no network: nothing is lost, it is sent when the network is back.
            var broken = 1;
            await phone.Page.RouteAsync("**/*handler=Pictures", route => broken-- > 0 ? route.AbortAsync() : route.ContinueAsync());
        }
        await phone.Page.Locator("[name=Pictures]").SetInputFilesAsync(photos.Select((x, i) => new FilePayload { Name = $"anh-{i}.{(scripts ? "jpg" : "png")}", MimeType = scripts ? "image/jpeg" : "image/png", Buffer = x }));
        if (scripts)
        {
            await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Gửi ảnh" }).ClickAsync();
            await phone.Page.GetByText("có mạng là gửi tiếp").WaitForAsync();
            await phone.Page.EvaluateAsync("() => dispatchEvent(new Event('online'))");
            await phone.Page.GetByText("Đã gửi 1 báo cáo, 2 ảnh.").WaitForAsync();
            // The network that was away is all that the browser complained of.
            Assert.All(phone.TakeComplaints(), x => Assert.Contains("ERR_FAILED", x, StringComparison.Ordinal));
        }
        else
        {
            await PressAsync(phone, "Gửi ảnh");
            Assert.Contains("Đã gửi 1 báo cáo, 1 ảnh.", await phone.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(DutyStage.Open, await WithDbAsync(db => db.Duties.Where(x => x.Id == duty).Select(x => x.Stage).SingleAsync()));
        await office.GoAsync($"/viec/{duty}");
        var shown = await office.Page.Locator("main").InnerTextAsync();
        Assert.Contains("Đã niêm yết, 12 hộ đến xem", shown, StringComparison.Ordinal);
        Assert.Contains("gửi qua đường dẫn một việc", shown, StringComparison.Ordinal);

        office.Page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await office.GoAsync($"/viec/{duty}/duong-dan");
        await PressAsync(office, "Thu hồi đường dẫn của Trưởng thôn Đồng Tâm");
        Assert.Equal(410, await phone.GoAsync(link));
        Assert.Contains("đã được thu hồi", await phone.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    // The README's picture of it; an ordinary run only looks whether it is there.
    private static async Task PictureAsync(Window phone)
    {
        var file = Path.Combine(Checkout.Root, "ops", "pictures", "one-task.png");
        if (Environment.GetEnvironmentVariable("BACSON_PICTURES") == "1")
        {
            await phone.Page.SetViewportSizeAsync(360, 1040);
            await phone.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
            await phone.Page.SetViewportSizeAsync(320, 900);
        }
        Assert.InRange(new FileInfo(file).Length, 10_000, 200_000);
        Assert.Contains("ops/pictures/one-task.png", await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "README.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_officer_photographs_a_paper_page_by_page_turns_one_and_attaches_one_pdf(bool scripts)
    {
        var (duty, user) = await WithDbAsync(async db => (await db.Duties.Where(x => x.Stage == DutyStage.Open && !x.Confidential && db.Users.Any(account => account.PersonId == x.OfficerId && account.UserName == People.Officer)).OrderBy(x => x.Id).Select(x => x.Id).FirstAsync(), People.Officer));
        await using var phone = await host.OpenAsync(user, scripts, width: 390);
        byte[][] photos = scripts ? [await PhotoAsync(phone, "Trang 1"), await PhotoAsync(phone, "Trang 2")] : [Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")];
        await phone.GoAsync($"/viec/{duty}/quet");
        await phone.Page.GetByLabel("Tên tài liệu").FillAsync($"Biên bản {(scripts ? "có" : "không")} mã");
        await PressAsync(phone, "Bắt đầu");
        await phone.Page.Locator("[name=Pictures]").SetInputFilesAsync(photos.Select((x, i) => new FilePayload { Name = $"{i}.{(scripts ? "jpg" : "png")}", MimeType = scripts ? "image/jpeg" : "image/png", Buffer = x }));
        if (scripts)
        {
            await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Gửi ảnh" }).ClickAsync();
            await phone.Page.GetByText("2. Xem lại 2 trang").WaitForAsync();
            await phone.Page.WaitForLoadStateAsync(LoadState.Load);
            Assert.Equal([], await phone.FaultsAsync());
        }
        else
            await PressAsync(phone, "Gửi ảnh");
        await PressAsync(phone, "Xoay phải trang 1");
        Assert.Equal(90, await WithDbAsync(db => db.ScanPages.Where(x => db.Scans.Any(scan => scan.Id == x.ScanId && scan.Title == $"Biên bản {(scripts ? "có" : "không")} mã")).OrderBy(x => x.Place).Select(x => x.Turn).FirstAsync()));
        await PressAsync(phone, "Xong, đính kèm vào nhiệm vụ");
        Assert.Contains($"Biên bản {(scripts ? "có" : "không")} mã", await phone.Page.Locator(".proofs").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("application/pdf", await WithDbAsync(db => db.Evidence.OrderByDescending(x => x.Id).Select(x => x.ContentType).FirstAsync()));
    }

    [Fact]
    public async Task A_unit_head_hands_over_all_that_an_officer_has_and_the_minutes_name_both()
    {
        var (unit, officer) = await WithDbAsync(async db =>
        {
            var kt = await db.Units.Where(x => x.Code == "KT").Select(x => x.Id).SingleAsync();
            return (kt, await db.Duties.Where(x => x.LeadUnitId == kt && x.Stage == DutyStage.Open && !x.Confidential && x.OfficerId != null && !db.Users.Any(account => account.PersonId == x.OfficerId && (account.UserName == People.Officer || account.UserName == People.UnitHead)))
                .GroupBy(x => x.OfficerId!.Value).OrderBy(x => x.Count()).ThenBy(x => x.Key).Select(x => x.Key).FirstAsync());
        });
        await using var head = await host.OpenAsync(People.UnitHead);
        head.Page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await head.GoAsync($"/ban-giao?nguoi={officer}");
        await head.Page.Locator($"[name='To[{unit}]']").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await PressAsync(head, "Bàn giao, lập biên bản");
        var minutes = await head.Page.Locator("main").InnerTextAsync();
        Assert.Contains("BIÊN BẢN", minutes, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(await WithDbAsync(db => db.People.Where(x => x.Id == officer).Select(x => x.FullName).SingleAsync()), minutes, StringComparison.Ordinal);
        Assert.Equal(0, await WithDbAsync(db => db.Duties.CountAsync(x => x.LeadUnitId == unit && x.OfficerId == officer && x.Stage == DutyStage.Open && !x.Confidential)));
        Assert.Empty(head.TakeComplaints());
    }
}
