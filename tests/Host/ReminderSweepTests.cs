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

namespace BacSon.Host.Tests;

/// <summary>The sweep writes digests with the reminders they cover, whole or not at all, once.</summary>
public sealed class ReminderSweepTests(PlatformHost host) : IClassFixture<PlatformHost>, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        host.Clock.GoTo(PlatformHost.Wednesday);
        await host.WithDbAsync(async db =>
        {
            await db.Reminders.ExecuteDeleteAsync();
            await db.MailAttempts.ExecuteDeleteAsync();
            await db.Mails.ExecuteDeleteAsync();
            db.Delegations.RemoveRange(db.Delegations);
            await db.SaveChangesAsync();
            return await db.Duties.Where(x => x.Stage != DutyStage.Cancelled).ExecuteUpdateAsync(set => set.SetProperty(x => x.Stage, DutyStage.Cancelled));
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Each_person_gets_one_digest_with_the_reminders_it_covers_and_a_second_run_writes_nothing()
    {
        var commune = await host.CommuneAsync();
        var first = await OpenAsync(commune, commune.Economy, "Niêm yết dự toán");
        var second = await OpenAsync(commune, commune.Economy, "Công khai kết luận");
        await OpenAsync(commune, commune.Culture, "Rà soát hộ nghèo");

        Assert.Equal((2, 3), await SweepAsync());
        Assert.Equal((0, 0), await SweepAsync());

        var mails = await MailsAsync();
        Assert.Equal(new int?[] { commune.Head, commune.OtherHead }.Order(), mails.Select(x => x.PersonId).Order());
        var mine = mails.Single(x => x.PersonId == commune.Head);
        Assert.Contains("2 nhiệm vụ", mine.Subject, StringComparison.Ordinal);
        Assert.Contains($"/viec/{first}\n", mine.Body!.Text, StringComparison.Ordinal);
        var told = await host.WithDbAsync(db => db.Reminders.AsNoTracking().Where(x => x.MailId == mine.Id).ToListAsync());
        Assert.Equal([first, second], told.Select(x => x.DutyId).Order());
        Assert.All(told, x => Assert.Equal((commune.Head, 0L, ReminderReason.Lead, PlatformHost.Wednesday), (x.PersonId, x.ShareId, x.Reason, x.On)));
        var due = await host.WithDbAsync(db => db.Duties.Where(x => x.Id == first).Select(x => x.DueOn).SingleAsync());
        Assert.Equal(due, told.Single(x => x.DutyId == first).DueOn);
    }

    [Fact]
    public async Task Whom_another_host_has_told_is_passed_over_and_the_others_are_told()
    {
        var commune = await host.CommuneAsync();
        await OpenAsync(commune, commune.Economy, "Niêm yết dự toán");
        await OpenAsync(commune, commune.Culture, "Rà soát hộ nghèo");
        await host.InScopeAsync(async services =>
        {
            services.GetRequiredService<MailQueue>().Enqueue("ReminderDigest", "Ngô Văn Thành", "truongphong@bacson.example", new ComposedMail("Thư", "Chữ", "<p>Chữ</p>"),
                $"digest:{commune.Head}:2026-11-25");
            await services.GetRequiredService<PlatformDb>().SaveChangesAsync();
        });

        Assert.Equal((1, 1), await SweepAsync());

        Assert.Equal(2, (await MailsAsync()).Count);
        Assert.Equal(commune.OtherHead, Assert.Single(await host.WithDbAsync(db => db.Reminders.ToListAsync())).PersonId);
    }

    [Fact]
    public async Task Whatever_reaches_a_substitute_says_for_whom_and_as_what_he_receives_it()
    {
        var commune = await host.CommuneAsync();
        // The office head, and the leader in charge, are away; each of what follows reaches one of their substitutes alone.
        await DelegateAsync(commune.OfficeHead, commune.Administrator, DelegationKind.InCharge);
        await DelegateAsync(commune.Deputy, commune.Observer, DelegationKind.Acting);
        await host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.Transparency, "Chưa có đơn vị", PlatformHost.Wednesday, new Term(3, TermUnit.WorkingDay)), viewer));
        var declared = await OpenAsync(commune, commune.Economy, "Đã báo cáo");
        await host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(declared, null, viewer));

        await SweepAsync();

        var mails = await MailsAsync();
        Assert.DoesNotContain(mails, x => x.PersonId == commune.OfficeHead || x.PersonId == commune.Deputy);
        Assert.Contains("nhận thư này thay đồng chí Đỗ Thị Kim Oanh, phụ trách đơn vị đến hết ngày 27/11/2026.", mails.Single(x => x.PersonId == commune.Administrator).Body!.Text, StringComparison.Ordinal);
        Assert.Contains("nhận thư này thay đồng chí Phạm Minh Tuấn, quyền Phó Chủ tịch Ủy ban nhân dân xã đến hết ngày 27/11/2026.", mails.Single(x => x.PersonId == commune.Observer).Body!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_officers_reminders_reach_who_stands_in_for_him_but_for_what_is_confidential()
    {
        var commune = await host.CommuneAsync();
        await DelegateAsync(commune.Officer, commune.Administrator, DelegationKind.Authorised);
        var open = await OpenAsync(commune, commune.Economy, "Niêm yết dự toán");
        await host.ActAsync(commune.Head, (ledger, viewer) => ledger.NameOfficerAsync(open, commune.Officer, viewer));
        await host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(new NewDuty(PapiArea.AntiCorruption, "Việc kín", PlatformHost.Wednesday, new Term(3, TermUnit.WorkingDay))
            { LeadUnitId = commune.Economy, OfficerId = commune.Officer, Confidential = true }, viewer));

        await SweepAsync();

        var told = await host.WithDbAsync(db => db.Reminders.Where(x => x.Reason == ReminderReason.Officer).Select(x => new { x.PersonId, Open = x.DutyId == open }).ToListAsync());
        Assert.Equal([(commune.Officer, false), (commune.Administrator, true)], told.Select(x => (x.PersonId, x.Open)).Order());
        Assert.Contains("nhận thư này thay đồng chí Nguyễn Văn Hùng", (await MailsAsync()).Single(x => x.PersonId == commune.Administrator).Body!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_substitute_is_away_too_it_comes_back_to_who_gave_it()
    {
        var commune = await host.CommuneAsync();
        await OpenAsync(commune, commune.Economy, "Niêm yết dự toán");
        await DelegateAsync(commune.Head, commune.UnitDeputy, DelegationKind.Authorised);
        await DelegateAsync(commune.UnitDeputy, commune.Officer, DelegationKind.Authorised);

        await SweepAsync();

        Assert.Equal(commune.Head, Assert.Single(await MailsAsync()).PersonId);
    }

    [Fact]
    public async Task Of_a_confidential_duty_without_an_officer_the_chairman_hears_each_working_day()
    {
        var commune = await host.CommuneAsync();
        await host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(new NewDuty(PapiArea.AntiCorruption, "Tin báo kín", PlatformHost.Wednesday, new Term(20, TermUnit.WorkingDay))
            { LeadUnitId = commune.Economy, Confidential = true }, viewer));

        await SweepAsync();

        var mail = Assert.Single(await MailsAsync());
        Assert.Equal((commune.Chairman, "Nhắc việc ngày 25/11/2026: 1 nhiệm vụ chưa có người thực hiện"), (mail.PersonId!.Value, mail.Subject));
        Assert.Contains("Việc kín chưa có người thực hiện: 1 nhiệm vụ", mail.Body!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Tin báo kín", mail.Body!.Text, StringComparison.Ordinal);
        host.Clock.GoTo(PlatformHost.Wednesday.AddDays(1));
        await SweepAsync();
        Assert.Equal(2, (await MailsAsync()).Count);
    }

    private Task DelegateAsync(int from, int to, DelegationKind kind) => host.WithDbAsync(db =>
    {
        db.Delegations.Add(new Delegation { FromPersonId = from, ToPersonId = to, Kind = kind, From = PlatformHost.Wednesday, To = new DateOnly(2026, 11, 27), Reason = "Nghỉ phép" });
        return db.SaveChangesAsync();
    });

    [Fact]
    public async Task On_a_day_off_nobody_is_told_and_days_of_being_down_end_in_one_mail()
    {
        var commune = await host.CommuneAsync();
        await OpenAsync(commune, commune.Economy, "Niêm yết dự toán");

        host.Clock.GoTo(new DateOnly(2026, 11, 28));
        Assert.Equal((0, 0), await SweepAsync());
        host.Clock.GoTo(new DateOnly(2026, 12, 7));
        await SweepAsync();

        Assert.Contains("1 nhiệm vụ quá hạn", Assert.Single(await MailsAsync(), x => x.PersonId == commune.Head).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_chain_ends_in_the_readers_mailbox()
    {
        await using var server = SmtpSink.Start();
        var commune = await host.CommuneAsync();
        await OpenAsync(commune, commune.Economy, "Công khai đợt thu đóng góp");
        await SweepAsync();
        await host.InScopeAsync(services => new DeliverMail(services.GetRequiredService<MailQueue>(),
            new App.MailOptions("127.0.0.1", server.Port, null, null, App.MailSecurity.None, "nhacviec@bacson.example", "UBND xã Bắc Sơn", host.Storage)).RunAsync(CancellationToken.None));

        var mail = Assert.Single(server.Taken);
        Assert.Equal(["truongphong@bacson.example"], mail.To);
        var message = mail.Parse();
        Assert.StartsWith("Nhắc việc ngày 25/11/2026: 1 nhiệm vụ", message.Subject, StringComparison.Ordinal);
        Assert.Contains("Kính gửi đồng chí Trưởng phòng Kinh tế,", message.TextBody!, StringComparison.Ordinal);
        Assert.Contains("Công khai đợt thu đóng góp", message.HtmlBody!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_due_date_that_the_calendar_moved_is_told_once_to_its_people_also_where_it_is_far()
    {
        var commune = await host.CommuneAsync();
        var far = (await host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.Transparency, "Công khai quyết toán", PlatformHost.Wednesday, new Term(60, TermUnit.WorkingDay)) { LeadUnitId = commune.Economy, OfficerId = commune.Officer }, viewer))).Id;
        var before = await host.WithDbAsync(db => db.Duties.Where(x => x.Id == far).Select(x => x.DueOn).SingleAsync());
        Assert.Equal((0, 0), await SweepAsync());

        // On the evening of a day off the administrator takes 11/12/2026 out of the working days.
        host.Clock.GoTo(new DateOnly(2026, 11, 29), new TimeOnly(20, 0));
        await KeepAsync(commune, new DayEdit(new DateOnly(2026, 12, 11), DayKind.Holiday, "Nghỉ thử"));
        host.Clock.GoTo(new DateOnly(2026, 11, 30));
        Assert.Equal((2, 2), await SweepAsync());
        Assert.Equal((0, 0), await SweepAsync());

        var mails = await MailsAsync();
        Assert.Equal(new int?[] { commune.Head, commune.Officer }.Order(), mails.Select(x => x.PersonId).Order());
        Assert.All(mails, mail =>
        {
            Assert.Equal("Nhắc việc ngày 30/11/2026: 1 nhiệm vụ thay đổi thời hạn", mail.Subject);
            Assert.Contains("Thời hạn thay đổi theo lịch làm việc: 1 nhiệm vụ", mail.Body!.Text, StringComparison.Ordinal);
            Assert.Contains($"Thời hạn trước đây: {Kernel.Ui.Vi.DateWithDay(before)}", mail.Body!.Text, StringComparison.Ordinal);
        });
        host.Clock.GoTo(new DateOnly(2026, 12, 1));
        Assert.Equal((0, 0), await SweepAsync());

        await KeepAsync(commune, new DayEdit(new DateOnly(2026, 12, 11), null));
    }

    private Task KeepAsync(Commune commune, DayEdit edit) => host.InScopeAsync(async services =>
    {
        var keeper = services.GetRequiredService<CalendarKeeper>();
        var preview = await keeper.PreviewAsync([edit]);
        await keeper.SaveAsync([edit], preview.Digest, await PlatformHost.ViewerAsync(services, commune.Administrator));
    });

    private async Task<long> OpenAsync(Commune commune, int unit, string title) => (await host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
        new NewDuty(PapiArea.Transparency, title, PlatformHost.Wednesday, new Term(3, TermUnit.WorkingDay)) { LeadUnitId = unit, Product = "Biên bản" }, viewer))).Id;

    private Task<(int People, int Reminders)> SweepAsync() => host.InScopeAsync(services => services.GetRequiredService<ReminderSweep>().RunAsync());

    private Task<List<MailMessage>> MailsAsync() => host.WithDbAsync(db => db.Mails.AsNoTracking().Include(x => x.Body).ToListAsync());

    [Fact]
    public async Task Who_has_no_account_is_led_to_no_page_that_asks_him_to_sign_in()
    {
        await using var own = new PlatformHost();
        var commune = await own.CommuneAsync();
        var duty = await own.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(new NewDuty(PapiArea.Transparency, "Niêm yết danh sách", new DateOnly(2026, 11, 27), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { LeadUnitId = commune.Economy }, viewer));
        await own.WithDbAsync(async db =>
        {
            db.Users.Remove(await db.Users.SingleAsync(x => x.PersonId == commune.Head));
            return await db.SaveChangesAsync();
        });
        await own.InScopeAsync(services => services.GetRequiredService<ReminderSweep>().RunAsync());
        var mail = await own.WithDbAsync(db => db.Mails.Include(x => x.Body).SingleAsync(x => x.PersonId == commune.Head));
        Assert.Contains("Niêm yết danh sách", mail.Body!.Text, StringComparison.Ordinal);
        Assert.Contains("Báo kết quả qua đường dẫn một việc đã gửi riêng, hoặc gọi Văn phòng.", mail.Body.Text, StringComparison.Ordinal);
        foreach (var page in new[] { $"/viec/{duty.Id}", "/lam-viec" })
            Assert.DoesNotContain(page, mail.Body.Text + mail.Body.Html, StringComparison.Ordinal);
    }
}
