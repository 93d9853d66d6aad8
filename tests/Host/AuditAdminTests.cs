using System.Data.Common;
using System.IO.Compression;
using System.Net;
using BacSon.App.Admin;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>The audit trail as administrators search it, open it, check it and take it out.</summary>
public sealed class AuditAdminTests : IDisposable
{
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private async Task<(Commune Commune, PageClient Browser)> AdministratorAsync()
    {
        var commune = await _host.CommuneAsync();
        return (commune, await _host.SignInAsync("quantri"));
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    private Task NoteAsync(string act, int count, string changes = "{}", int? person = null) => _host.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<PlatformDb>();
        for (var i = 0; i < count; i++)
            AuditTrail.Note(db, act, "Setting", $"thu{i % 7}", changes);
        await db.SaveChangesAsync();
    }, person);

    public static TheoryData<string> Searches => ["all", "person", "system", "kind", "record", "key", "act", "days", "act and days", "person and kind"];

    [Theory]
    [MemberData(nameof(Searches))]
    public async Task Each_search_reads_its_page_along_an_index_and_sorts_nothing(string search)
    {
        await _host.CommuneAsync();
        await NoteAsync("Việc thử", 300);
        var (since, until) = (_host.Clock.Utc.AddDays(-2), _host.Clock.Utc.AddDays(1));
        var (filter, people) = search switch
        {
            "person" => (new AuditFilter(), new int?[] { 3 }),
            "system" => (new AuditFilter(), [null]),
            "kind" => (new AuditFilter(Subject: "Setting"), null),
            "record" => (new AuditFilter(Subject: "Setting", SubjectKey: "thu1"), null),
            "key" => (new AuditFilter(SubjectKey: "thu1"), null),
            "act" => (new AuditFilter(Act: "Việc thử"), null),
            "days" => (new AuditFilter(Since: since, Until: until), null),
            "act and days" => (new AuditFilter(Act: "Việc thử", Since: since, Until: until), null),
            "person and kind" => (new AuditFilter(Subject: "Setting"), [3]),
            _ => (new AuditFilter(), (int?[]?)null),
        };
        foreach (var (before, at) in new[] { ((long?)null, (DateTime?)null), (200, _host.Clock.Utc) })
        {
            var plan = await _host.InScopeAsync(async services =>
            {
                var db = services.GetRequiredService<PlatformDb>();
                Assert.SkipUnless(db.Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal), "The plan is that of the embedded database.");
                await db.Database.OpenConnectionAsync();
                await using DbCommand command = services.GetRequiredService<AuditSearch>().Query(filter, people, before, at).Take(51).CreateDbCommand();
                command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
                await using var reader = await command.ExecuteReaderAsync();
                var steps = new List<string>();
                while (await reader.ReadAsync())
                    steps.Add(reader.GetString(3));
                return steps;
            });
            Assert.NotEmpty(plan);
            Assert.DoesNotContain(plan, x => x.Contains("TEMP B-TREE", StringComparison.Ordinal) || x.StartsWith("SCAN", StringComparison.Ordinal) && !x.Contains("USING INDEX", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Pages_follow_one_another_without_a_gap_or_a_repetition_though_many_entries_share_an_instant()
    {
        var (_, browser) = await AdministratorAsync();
        await NoteAsync("Việc thử", 120);
        var seen = new List<string>();
        var path = "/quan-tri/nhat-ky?viec=" + Uri.EscapeDataString("Việc thử");
        while (path != "")
        {
            var page = await browser.ReadAsync(path);
            seen.AddRange(System.Text.RegularExpressions.Regex.Matches(page, "href=\"/quan-tri/nhat-ky/(\\d+)\"").Select(x => x.Groups[1].Value));
            path = System.Text.RegularExpressions.Regex.Match(page, "rel=\"next\" href=\"([^\"]+)\"").Groups[1].Value;
        }
        Assert.Equal(120, seen.Count);
        Assert.Equal(120, seen.Distinct().Count());
    }

    [Fact]
    public async Task An_act_is_chosen_from_those_that_occur_and_a_person_by_name()
    {
        var (commune, browser) = await AdministratorAsync();
        await NoteAsync("Việc của Thành", 1, person: commune.Head);
        await NoteAsync("Việc của hệ thống", 1);
        var page = await browser.ReadAsync("/quan-tri/nhat-ky");
        Assert.Contains("<option value=\"Việc của Thành\"", page, StringComparison.Ordinal);
        var his = await browser.ReadAsync("/quan-tri/nhat-ky?nguoi=ngo+van+thanh&viec=" + Uri.EscapeDataString("Việc của Thành"));
        Assert.Contains("Thông tin của xã thu0", his, StringComparison.Ordinal);
        Assert.Contains("Không có bản ghi nào", await browser.ReadAsync("/quan-tri/nhat-ky?nguoi=ngo+van+thanh&viec=" + Uri.EscapeDataString("Việc của hệ thống")), StringComparison.Ordinal);
        Assert.Contains("Việc của hệ thống", await browser.ReadAsync("/quan-tri/nhat-ky?nguoi=he+thong&tu=25/11/2026"), StringComparison.Ordinal);
        var acts = await _host.InScopeAsync(services => services.GetRequiredService<AuditSearch>().ActsAsync());
        Assert.Equal((await _host.WithDbAsync(db => db.AuditEntries.Select(x => x.Act).Distinct().ToListAsync())).Order(StringComparer.Ordinal), acts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_entry_shows_before_and_after_who_when_from_where_and_its_hash()
    {
        var (commune, browser) = await AdministratorAsync();
        await _host.InScopeAsync(async services =>
        {
            services.GetRequiredService<Acting>().Origin = "192.0.2.7";
            var db = services.GetRequiredService<PlatformDb>();
            (await db.People.FindAsync(commune.Head))!.Email = "moi@bacson.example";
            db.Act = "Sửa thông tin";
            await db.SaveChangesAsync();
            await services.GetRequiredService<AuditChain>().SealAsync();
        }, commune.Administrator);
        var entry = await _host.WithDbAsync(db => db.AuditEntries.OrderByDescending(x => x.Id).FirstAsync());
        var page = await browser.ReadAsync($"/quan-tri/nhat-ky/{entry.Id}");
        foreach (var shown in new[] { "Thư điện tử", "truongphong@bacson.example", "moi@bacson.example", "Hoàng Minh Đức", "192.0.2.7", entry.ContentHash, entry.Hash!, entry.PreviousHash!, "Nội dung nguyên vẹn" })
            Assert.Contains(shown, page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/quan-tri/nhat-ky/999999")).StatusCode);

        // From where is part of what is sealed.
        await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Id == entry.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.Origin, "192.0.2.8")));
        Assert.Contains("Nội dung đã bị sửa", await browser.ReadAsync($"/quan-tri/nhat-ky/{entry.Id}"), StringComparison.Ordinal);
        Assert.Contains($"Bản ghi số {entry.Seal} đã bị sửa nội dung", await TextAsync(await browser.SubmitAsync("/quan-tri/nhat-ky", [], "/quan-tri/nhat-ky?handler=Verify")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_from_before_its_origin_was_kept_is_still_true() => await _host.InScopeAsync(async services =>
    {
        await _host.CommuneAsync();
        var entry = new AuditEntry { At = _host.Clock.Utc, Who = "Hệ thống", Act = "Thêm", Subject = "Setting", SubjectKey = "1", Changes = "{}", ContentHash = "" };
        // As the first release hashed it.
        var then = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{entry.At:yyyy-MM-ddTHH:mm:ss.fffffff}\u001f\u001fHệ thống\u001fThêm\u001fSetting\u001f1\u001f{{}}")));
        Assert.Equal(then, AuditChain.ContentHash(entry));
        entry.Origin = "";
        Assert.NotEqual(then, AuditChain.ContentHash(entry));
    });

    [Fact]
    public async Task What_is_taken_out_as_Excel_is_bounded_written_down_holds_no_formula_and_nothing_confidential()
    {
        var (commune, browser) = await AdministratorAsync();
        await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(new NewDuty(PapiArea.AntiCorruption, "Nhiệm vụ giấu", PlatformHost.Wednesday, new Term(5, TermUnit.WorkingDay)) { LeadUnitId = commune.Economy, OfficerId = commune.Head, Confidential = true }, viewer));
        await NoteAsync("=1+1", 1, "{\"Name\":[\"@SUM(A1)\",\"-2+3\"]}");
        var (type, sheet) = await ExportAsync("/quan-tri/nhat-ky");
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", type);
        Assert.Contains("=1+1", sheet, StringComparison.Ordinal);
        Assert.Contains("@SUM(A1)", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("<f>", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("x:f>", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("giấu", sheet, StringComparison.Ordinal);
        Assert.Contains("hạn chế người xem", sheet, StringComparison.Ordinal);

        await NoteAsync("Việc thử", AuditSheet.Most + 5);
        var (_, bounded) = await ExportAsync("/quan-tri/nhat-ky?viec=" + Uri.EscapeDataString("Việc thử"));
        Assert.Equal(AuditSheet.Most + 2, System.Text.RegularExpressions.Regex.Count(bounded, "<(?:x:)?row[ >]"));
        Assert.Contains("Còn nữa", bounded, StringComparison.Ordinal);
        var written = await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Act == "Xuất nhật ký ra Excel").OrderBy(x => x.Id).ToListAsync());
        Assert.Equal([commune.Administrator, commune.Administrator], written.Select(x => x.PersonId!.Value));
        Assert.Contains($"{AuditSheet.Most}", written[1].Changes, StringComparison.Ordinal);

        async Task<(string? Type, string Sheet)> ExportAsync(string path)
        {
            var file = await browser.SubmitAsync(path, [], path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "handler=Export");
            using var zip = new ZipArchive(await file.Content.ReadAsStreamAsync());
            using var reader = new StreamReader(zip.Entries.Single(x => x.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal)).Open());
            return (file.Content.Headers.ContentType!.MediaType, await reader.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task The_anchors_outside_the_database_can_be_taken_away_by_an_administrator_only()
    {
        var (_, browser) = await AdministratorAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/quan-tri/nhat-ky/moc")).StatusCode);
        Assert.DoesNotContain("Tải tệp mốc niêm phong", await browser.ReadAsync("/quan-tri/nhat-ky"), StringComparison.Ordinal);
        await _host.InScopeAsync(services => services.GetRequiredService<AuditChain>().SealAsync());
        var head = await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Seal != null).OrderByDescending(x => x.Seal).Select(x => x.Hash).FirstAsync());
        Assert.Contains("Tải tệp mốc niêm phong", await browser.ReadAsync("/quan-tri/nhat-ky"), StringComparison.Ordinal);
        var file = await browser.GetAsync("/quan-tri/nhat-ky/moc");
        Assert.Equal("text/plain", file.Content.Headers.ContentType!.MediaType);
        Assert.Contains(head!, await file.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await (await _host.SignInAsync("congchuc")).GetAsync("/quan-tri/nhat-ky/moc")).StatusCode);
    }

    [Fact]
    public async Task Whatever_the_trail_writes_down_is_read_by_a_Vietnamese_name() => await _host.InScopeAsync(services =>
    {
        // Of Identity's own tables nothing is used.
        var entities = services.GetRequiredService<PlatformDb>().GetService<IDesignTimeModel>().Model.GetEntityTypes().Where(x => x.ClrType.Namespace!.StartsWith("BacSon.", StringComparison.Ordinal)).ToList();
        Assert.True(entities.Count > 25);
        var nameless = entities.SelectMany(type => type.GetProperties().Where(x => !x.IsPrimaryKey() && AuditTrail.Writes(type.ClrType, x.Name) && !AuditWords.Knows(x.Name)).Select(x => $"{type.ClrType.Name}.{x.Name}"))
            .Concat(entities.Where(type => type.GetProperties().Any(x => AuditTrail.Writes(type.ClrType, x.Name)) && !AuditWords.Subjects.ContainsKey(type.ClrType.Name)).Select(x => x.ClrType.Name));
        Assert.Empty(nameless);
        return Task.CompletedTask;
    });
}
