using System.Net;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Documents;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Meetings;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>Đảng ủy and Thường trực HĐND read the same figures, and no petitioner's name anywhere.</summary>
public sealed class ObserverTests : IDisposable
{
    private const string Petitioner = "Lò Thị Ban";
    private static readonly DateOnly Due = new(2026, 11, 26);
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private async Task<(Commune Commune, Duty Typed, Duty Recurring)> PrepareAsync()
    {
        var commune = await _host.CommuneAsync();
        var document = await _host.InScopeAsync(async services => await services.GetRequiredService<DocumentBook>()
            .EnterIncomingAsync(new DocumentInput("15/BTD", PlatformHost.Wednesday, "Ban Tiếp công dân tỉnh", $"Chuyển đơn của bà {Petitioner}", PlatformHost.Wednesday), await PlatformHost.ViewerAsync(services, commune.OfficeHead)), commune.OfficeHead);
        var typed = await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(new NewDuty(PapiArea.Accountability, $"Giải quyết đơn của bà {Petitioner}", Due, new Term(0, TermUnit.CalendarDay, TermKind.FixedDate))
        { LeadUnitId = commune.Economy, OfficerId = commune.Officer, What = $"Mời bà {Petitioner} làm việc", DocumentId = document.Id, SourceDocument = $"Đơn của bà {Petitioner}", NextStep = $"Gặp bà {Petitioner}", Product = $"Trả lời bà {Petitioner}", Shares = [new NewShare(commune.Culture, $"Xác minh hộ bà {Petitioner}")] }, viewer));
        var recurring = await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(new NewDuty(PapiArea.Accountability, "Tiếp công dân định kỳ tuần 48", Due, new Term(0, TermUnit.CalendarDay, TermKind.FixedDate))
        { LeadUnitId = commune.Economy, OfficerId = commune.Officer, OccurrenceKey = "weekly-citizen-reception:2026-11-26", CatalogueKey = "weekly-citizen-reception" }, null));
        await _host.InScopeAsync(async services =>
        {
            var viewer = await PlatformHost.ViewerAsync(services, commune.Officer);
            var ledger = services.GetRequiredService<DutyLedger>();
            foreach (var id in new[] { typed.Id, recurring.Id })
            {
                await ledger.ReportProgressAsync(id, $"Đã tiếp bà {Petitioner}", null, viewer);
                await services.GetRequiredService<EvidenceStore>().AttachAsync(await ledger.ReadAsync(id, viewer), null, $"{Petitioner}.pdf", new MemoryStream("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"u8.ToArray()), $"Đơn của bà {Petitioner}", viewer);
                services.GetRequiredService<PlatformDb>().ChangeTracker.Clear();
            }
            await ledger.AskExtensionAsync(typed.Id, new DateOnly(2026, 12, 4), $"Bà {Petitioner} đi vắng", viewer);
        }, commune.Officer);
        await _host.InScopeAsync(async services => await services.GetRequiredService<MeetingBook>().SaveAsync(new DateOnly(2026, 11, 23), commune.Chairman, $"Giải quyết dứt điểm đơn của bà {Petitioner}", [new ConclusionRow(0, $"Đối thoại với bà {Petitioner}", commune.Economy, new DateOnly(2026, 12, 1), "Biên bản")], Guid.Empty, open: true, await PlatformHost.ViewerAsync(services, commune.OfficeHead)), commune.OfficeHead);
        return (commune, typed, recurring);
    }

    [Fact]
    public async Task No_page_list_search_file_or_sheet_that_an_observer_opens_names_a_petitioner()
    {
        var (_, typed, recurring) = await PrepareAsync();
        _host.Clock.Utc = BacSon.Tests.Support.TestClock.At(new DateOnly(2026, 12, 14));
        var (observer, office) = (await _host.SignInAsync("hdnd"), await _host.SignInAsync("chanhvanphong"));
        string[] pages = ["/tinh-hinh", "/lam-viec", "/viec", $"/viec/{typed.Id}", $"/viec/{recurring.Id}", "/giao-ban?ngay=2026-11-23", "/giao-ban", "/ket-qua", "/van-ban", "/giay-to", "/lich-tuan", "/bao-cao", "/viec?q=lo+thi+ban", "/tim?q=lo+thi+ban"];
        foreach (var page in pages)
            Assert.DoesNotContain(Petitioner, await observer.ReadAsync(page), StringComparison.Ordinal);
        // The office reads the name where the observer does not: the words above say something.
        Assert.Contains(Petitioner, await office.ReadAsync($"/viec/{typed.Id}"), StringComparison.Ordinal);
        var number = $"Nhiệm vụ số {typed.Id}";
        Assert.Contains(number, await observer.ReadAsync("/viec"), StringComparison.Ordinal);
        Assert.Contains(number, await observer.ReadAsync($"/viec/{typed.Id}"), StringComparison.Ordinal);
        Assert.Contains("Tiếp công dân định kỳ tuần 48", await observer.ReadAsync($"/viec/{recurring.Id}"), StringComparison.Ordinal);
        // A search that found the name would say that it is there.
        Assert.DoesNotContain(number, await observer.ReadAsync($"/viec?q={Uri.EscapeDataString("lo thi ban")}"), StringComparison.Ordinal);
        Assert.DoesNotContain(number, await observer.ReadAsync($"/tim?q={Uri.EscapeDataString("lo thi ban")}"), StringComparison.Ordinal);
        var files = await _host.WithDbAsync(db => db.Evidence.Select(x => $"/viec/{x.DutyId}/tep/{x.Id}").ToListAsync());
        foreach (var file in files)
            Assert.Equal(HttpStatusCode.NotFound, (await observer.GetAsync(file)).StatusCode);
        foreach (var sheet in new[] { "/viec?tep=xlsx", "/ket-qua?tep=xlsx" })
        {
            var answer = await observer.GetAsync(sheet);
            if (answer.Content.Headers.ContentType?.MediaType?.Contains("sheet", StringComparison.Ordinal) != true)
                continue;
            using var zip = new System.IO.Compression.ZipArchive(await answer.Content.ReadAsStreamAsync());
            foreach (var entry in zip.Entries)
                Assert.DoesNotContain(Petitioner, await new StreamReader(entry.Open()).ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_figures_are_those_that_the_office_head_reads()
    {
        var (commune, _, _) = await PrepareAsync();
        async Task<List<(int?, int?, string)>> CountAsync(int person) => await _host.InScopeAsync(async services => (await services.GetRequiredService<WorkResults>().CountAsync(await PlatformHost.ViewerAsync(services, person), StatusPeriod.Month(PlatformHost.Wednesday)))
            .Select(x => (x.UnitId, x.OfficerId, string.Join(' ', x.Counts.OrderBy(y => y.Key).Select(y => $"{y.Key}={y.Value}")))).ToList());
        var office = await CountAsync(commune.OfficeHead);
        Assert.NotEmpty(office);
        Assert.Equal(office, await CountAsync(commune.Observer));
    }
}
