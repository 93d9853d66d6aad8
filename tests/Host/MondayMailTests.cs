using BacSon.App.Status;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>The chairman's mail before the giao ban.</summary>
public sealed class MondayMailTests : IDisposable
{
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private void Go(DateOnly day, int hour = 6, int minute = 30) => _host.Clock.Utc = OfficeTime.ToUtc(day, new TimeOnly(hour, minute));

    private Task RunAsync() => _host.InScopeAsync(services => ActivatorUtilities.CreateInstance<SendMondayStatus>(services).RunAsync(CancellationToken.None));

    private Task<List<MailMessage>> MailsAsync() => _host.WithDbAsync(db => db.Mails.AsNoTracking().Include(x => x.Body).Include(x => x.Attachments).Where(x => x.Kind == "MondayStatus").OrderBy(x => x.Id).ToListAsync());

    private Task OpenAsync(Commune commune, string title, int? unit, DateOnly due, bool confidential = false) => _host.ActAsync(confidential ? commune.Chairman : commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
        new NewDuty(PapiArea.Transparency, title, due, new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { LeadUnitId = unit, OfficerId = confidential ? commune.UnitDeputy : null, Confidential = confidential, TermSource = TermSource.Default }, viewer));

    [Fact]
    public async Task On_the_day_of_the_giao_ban_the_chairman_reads_what_is_late_and_what_to_decide_once_a_week_however_often_the_job_runs()
    {
        var commune = await _host.CommuneAsync();
        await OpenAsync(commune, "Công khai quyết toán", commune.Economy, new DateOnly(2026, 11, 26));
        await OpenAsync(commune, "Việc chưa giao", null, new DateOnly(2026, 12, 31));
        await OpenAsync(commune, "Tin báo kín số 7", commune.Economy, new DateOnly(2026, 11, 10), confidential: true);
        Go(new DateOnly(2026, 11, 29));
        await RunAsync();
        Assert.Empty(await MailsAsync());
        Go(new DateOnly(2026, 11, 30));
        for (var i = 0; i < 3; i++)
            await RunAsync();
        var mail = Assert.Single(await MailsAsync());
        Assert.Equal((commune.Chairman, "chutich@bacson.example"), (mail.PersonId!.Value, mail.ToAddress));
        Assert.Equal("Tình hình thực hiện nhiệm vụ tuần 48: 0% đúng hạn, 2 nhiệm vụ quá hạn, 2 việc cần quyết định", mail.Subject);
        foreach (var said in new[] { "Phòng Kinh tế: 2 nhiệm vụ quá hạn", "Việc chưa giao: chưa có đơn vị chủ trì", "giao-ban?ngay=2026-11-30", "tinh-hinh", "Kính gửi đồng chí Chủ tịch Ủy ban nhân dân xã," })
            Assert.Contains(said, mail.Body!.Text, StringComparison.Ordinal);
        var sheet = Assert.Single(mail.Attachments);
        Assert.Equal("tinh-hinh-2026-11-30.docx", sheet.FileName);
        using (var word = DocumentFormat.OpenXml.Packaging.WordprocessingDocument.Open(new MemoryStream(sheet.Content), isEditable: false))
        {
            Assert.Contains("Phục vụ giao ban ngày 30/11/2026", word.MainDocumentPart!.Document!.Body!.InnerText, StringComparison.Ordinal);
            Assert.DoesNotContain("Tin báo kín số 7", word.MainDocumentPart.Document.Body.InnerText, StringComparison.Ordinal);
        }
        // A mail may be read over a shoulder: what is confidential has no name in it.
        Assert.DoesNotContain("Tin báo kín số 7", mail.Body!.Text + mail.Body.Html, StringComparison.Ordinal);
        Go(new DateOnly(2026, 12, 7));
        await RunAsync();
        Assert.Equal(2, (await MailsAsync()).Count);
    }

    [Theory]
    // The week of Quốc khánh begins to work on Thursday.
    [InlineData("2026-08-31", 0)]
    [InlineData("2026-09-03", 1)]
    // Tết: nothing in the whole week.
    [InlineData("2026-02-18", 0)]
    // Down on Monday: caught up on Tuesday, not on Saturday.
    [InlineData("2026-12-01", 1)]
    [InlineData("2026-12-05", 0)]
    public async Task It_goes_on_working_days_only_and_is_caught_up_within_the_week(string day, int mails)
    {
        await _host.CommuneAsync();
        Go(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        await RunAsync();
        Assert.Equal(mails, (await MailsAsync()).Count);
    }

    [Fact]
    public async Task Who_stands_in_for_the_chairman_reads_it_too_and_the_anchor_of_the_audit_trail_leaves_the_house_with_it()
    {
        var commune = await _host.CommuneAsync();
        var head = await _host.InScopeAsync(async services =>
        {
            await services.GetRequiredService<Kernel.Audit.AuditChain>().SealAsync();
            return await services.GetRequiredService<PlatformDb>().AuditEntries.Where(x => x.Seal != null).OrderByDescending(x => x.Seal).Select(x => x.Hash).FirstAsync();
        });
        await _host.WithDbAsync(async db =>
        {
            db.Delegations.Add(new Delegation { FromPersonId = commune.Chairman, ToPersonId = commune.Deputy, From = new DateOnly(2026, 11, 30), To = new DateOnly(2026, 12, 2), Reason = "Đi công tác" });
            return await db.SaveChangesAsync();
        });
        Go(new DateOnly(2026, 11, 30));
        await RunAsync();
        var mails = await MailsAsync();
        Assert.Equal([commune.Chairman, commune.Deputy], mails.Select(x => x.PersonId!.Value).Order());
        Assert.All(mails, x => Assert.Contains(head!, x.Body!.Text, StringComparison.Ordinal));
    }
}
