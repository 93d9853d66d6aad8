using System.Text;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

public sealed class DutyLifeTests : IDisposable
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private async Task<(Commune, Duty)> OpenAsync(Action<NewDutyChoice>? choose = null)
    {
        var commune = await _host.CommuneAsync();
        var choice = new NewDutyChoice { Unit = commune.Economy };
        choose?.Invoke(choice);
        var duty = await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.Transparency, "Công khai dự toán", PlatformHost.Wednesday, new Term(choice.Days, TermUnit.WorkingDay)) { LeadUnitId = choice.Unit, RequiresEvidence = choice.Evidence, TermSource = TermSource.Default }, viewer));
        return (commune, duty);
    }

    private sealed class NewDutyChoice
    {
        public int? Unit { get; set; }
        public bool Evidence { get; set; } = true;
        public int Days { get; set; } = 5;
    }

    private Task<Duty> ReadAsync(long id) => _host.WithDbAsync(db => db.Duties.Include(x => x.Extensions).Include(x => x.Shares).SingleAsync(x => x.Id == id));

    private Task AttachAsync(int by, long id, byte[] content, string name = "bien-ban.pdf") => _host.InScopeAsync(async services =>
    {
        var viewer = await PlatformHost.ViewerAsync(services, by);
        var duty = await services.GetRequiredService<DutyLedger>().ReadAsync(id, viewer);
        await services.GetRequiredService<EvidenceStore>().AttachAsync(duty, null, name, new MemoryStream(content), null, viewer);
    }, by);

    [Fact]
    public async Task The_due_date_is_computed_from_the_event_and_the_term()
    {
        var (_, duty) = await OpenAsync();
        // Five working days after Wednesday 25/11/2026: 26, 27, 30/11, 01, 02/12.
        Assert.Equal(new DateOnly(2026, 12, 2), duty.DueOn);
    }

    [Fact]
    public async Task Without_proof_a_duty_that_asks_for_it_cannot_be_declared_done()
    {
        var (commune, duty) = await OpenAsync();
        var refusal = await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(duty.Id, null, viewer)));
        Assert.Contains("Chưa có tài liệu, hình ảnh chứng minh", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(DutyStage.Open, (await ReadAsync(duty.Id)).Stage);
    }

    [Theory]
    [InlineData("anh.png", "<html><script>alert(1)</script></html>")]
    [InlineData("bien-ban.pdf", "MZ this is a program")]
    [InlineData("anh.jpg", "")]
    public async Task A_file_that_is_not_what_it_claims_is_refused(string name, string content)
    {
        var (commune, duty) = await OpenAsync();
        await Assert.ThrowsAsync<Refusal>(() => AttachAsync(commune.Head, duty.Id, Encoding.UTF8.GetBytes(content), name));
        Assert.Equal(0, await _host.WithDbAsync(db => db.Evidence.CountAsync()));
    }

    [Fact]
    public async Task The_doer_never_confirms_his_own_work_and_the_leader_in_charge_does()
    {
        var (commune, duty) = await OpenAsync();
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.NameOfficerAsync(duty.Id, commune.Officer, viewer));
        await AttachAsync(commune.Officer, duty.Id, Pdf);
        await _host.ActAsync(commune.Officer, (ledger, viewer) => ledger.DeclareDoneAsync(duty.Id, "Đã niêm yết", viewer));
        foreach (var notHim in new[] { commune.Officer, commune.Head, commune.OtherHead, commune.Administrator })
            await Assert.ThrowsAnyAsync<Refusal>(() => _host.ActAsync(notHim, (ledger, viewer) => ledger.AcceptAsync(duty.Id, viewer)));
        Assert.Equal(DutyStage.AwaitingAcceptance, (await ReadAsync(duty.Id)).Stage);
        await _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.AcceptAsync(duty.Id, viewer));
        var done = await ReadAsync(duty.Id);
        Assert.Equal((DutyStage.Done, PlatformHost.Wednesday, (int?)commune.Deputy), (done.Stage, done.DoneOn, done.AcceptedById));
        Assert.Equal(DutyState.DoneOnTime, done.StateOn(PlatformHost.Wednesday));
    }

    [Fact]
    public async Task What_is_declared_is_neither_moved_to_another_unit_nor_given_a_later_date()
    {
        var (commune, duty) = await OpenAsync(x => x.Evidence = false);
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.AskExtensionAsync(duty.Id, new DateOnly(2026, 12, 10), "Chờ số liệu", viewer));
        var asked = (await ReadAsync(duty.Id)).Extensions.Single();
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(duty.Id, null, viewer));
        await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.DecideExtensionAsync(asked.Id, true, "Đồng ý", viewer)));
        await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.AssignAsync(duty.Id, commune.Culture, "Đúng lĩnh vực", viewer)));
        Assert.Equal((commune.Economy, duty.DueOn), ((await ReadAsync(duty.Id)).LeadUnitId!.Value, (await ReadAsync(duty.Id)).DueOn));
        await _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.SendBackAsync(duty.Id, "Thiếu biểu", viewer));
        await _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.DecideExtensionAsync(asked.Id, true, "Đồng ý", viewer));
        Assert.Equal(new DateOnly(2026, 12, 10), (await ReadAsync(duty.Id)).DueOn);
    }

    [Fact]
    public async Task A_confidential_duty_that_only_the_chairman_sees_ends_when_he_declares_it_and_never_without_proof()
    {
        var commune = await _host.CommuneAsync();
        var duty = await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.AntiCorruption, "Tin báo kín", PlatformHost.Wednesday, new Term(5, TermUnit.WorkingDay)) { OfficerId = commune.Chairman, Confidential = true }, viewer));
        await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.Chairman, (ledger, viewer) => ledger.DeclareDoneAsync(duty.Id, null, viewer)));
        await AttachAsync(commune.Chairman, duty.Id, Pdf);
        await _host.ActAsync(commune.Chairman, (ledger, viewer) => ledger.DeclareDoneAsync(duty.Id, "Đã xử lý", viewer));
        var done = await ReadAsync(duty.Id);
        Assert.Equal((DutyStage.Done, (int?)null), (done.Stage, done.AcceptedById));
    }

    [Fact]
    public async Task After_the_duty_has_ended_no_share_of_it_is_reported()
    {
        var (commune, duty) = await OpenAsync(x => x.Evidence = false);
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.AddShareAsync(duty.Id, new NewShare(commune.Culture, "Gửi số liệu"), viewer));
        var share = (await ReadAsync(duty.Id)).Shares.Single();
        await _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.CancelAsync(duty.Id, "Tỉnh đã bãi bỏ", viewer));
        await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.OtherHead, (ledger, viewer) => ledger.ReportShareDoneAsync(share.Id, "Đã gửi", viewer)));
        Assert.Null((await ReadAsync(duty.Id)).Shares.Single().DoneOn);
    }

    [Fact]
    public async Task The_day_it_was_declared_decides_lateness_not_the_day_it_was_accepted()
    {
        var (commune, duty) = await OpenAsync(x => x.Evidence = false);
        _host.Clock.GoTo(duty.DueOn);
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(duty.Id, null, viewer));
        _host.Clock.GoTo(duty.DueOn.AddDays(1));
        await _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.AcceptAsync(duty.Id, viewer));
        Assert.Equal(DutyState.DoneOnTime, (await ReadAsync(duty.Id)).StateOn(duty.DueOn.AddDays(1)));
    }

    [Fact]
    public async Task Sent_back_with_a_reason_it_is_open_again_and_the_due_date_stays()
    {
        var (commune, duty) = await OpenAsync(x => x.Evidence = false);
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(duty.Id, null, viewer));
        await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.SendBackAsync(duty.Id, "  ", viewer)));
        await _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.SendBackAsync(duty.Id, "Thiếu ảnh tại thôn", viewer));
        var back = await ReadAsync(duty.Id);
        Assert.Equal((DutyStage.Open, true, "Thiếu ảnh tại thôn", duty.DueOn), (back.Stage, back.Returned, back.ReturnReason!, back.DueOn));
    }

    [Fact]
    public async Task Unanswered_for_three_working_days_it_goes_to_the_next_above()
    {
        var (commune, duty) = await OpenAsync(x => x.Evidence = false);
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(duty.Id, null, viewer));
        Assert.Equal(commune.Deputy, await AccepterAsync(duty.Id));
        _host.Clock.GoTo(new DateOnly(2026, 11, 29)); // Sunday: two working days have passed
        Assert.Equal(commune.Deputy, await AccepterAsync(duty.Id));
        _host.Clock.GoTo(new DateOnly(2026, 11, 30)); // the third
        Assert.Equal(commune.Chairman, await AccepterAsync(duty.Id));
    }

    [Fact]
    public async Task What_is_not_the_units_own_goes_back_within_one_working_day_with_its_date_unchanged()
    {
        var (commune, duty) = await OpenAsync();
        _host.Clock.GoTo(PlatformHost.Wednesday.AddDays(1));
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.ReturnAsNotOursAsync(duty.Id, "Thuộc lĩnh vực văn hóa", viewer));
        var back = await ReadAsync(duty.Id);
        Assert.Null(back.LeadUnitId);
        Assert.Equal(duty.DueOn, back.DueOn);
        await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.AssignAsync(duty.Id, commune.Culture, null, viewer));
        Assert.Equal((commune.Culture, duty.DueOn), ((await ReadAsync(duty.Id)).LeadUnitId!.Value, (await ReadAsync(duty.Id)).DueOn));
    }

    [Fact]
    public async Task After_one_working_day_it_can_no_longer_be_returned_as_not_ours()
    {
        var (commune, duty) = await OpenAsync();
        _host.Clock.GoTo(PlatformHost.Wednesday.AddDays(2));
        var refusal = await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.Head, (ledger, viewer) => ledger.ReturnAsNotOursAsync(duty.Id, "Muộn", viewer)));
        Assert.Contains("01 ngày làm việc", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Until_an_extension_is_decided_the_old_date_stands_and_the_asker_does_not_decide()
    {
        var (commune, duty) = await OpenAsync();
        var until = new DateOnly(2026, 12, 5); // a Saturday
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.AskExtensionAsync(duty.Id, until, "Chờ số liệu", viewer));
        var asked = (await ReadAsync(duty.Id)).Extensions.Single();
        Assert.Equal(duty.DueOn, (await ReadAsync(duty.Id)).DueOn);
        await Assert.ThrowsAnyAsync<Refusal>(() => _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DecideExtensionAsync(asked.Id, true, "Tự quyết", viewer)));
        await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.DecideExtensionAsync(asked.Id, true, "", viewer)));
        await _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.DecideExtensionAsync(asked.Id, true, "Lý do khách quan", viewer));
        Assert.Equal(new DateOnly(2026, 12, 7), (await ReadAsync(duty.Id)).DueOn);
    }

    [Fact]
    public async Task The_law_bounds_its_own_extensions()
    {
        var commune = await _host.CommuneAsync();
        var duty = await _host.InScopeAsync(async services => await services.GetRequiredService<CatalogueBook>()
            .OpenFromEventAsync("info-request-complex-answer", new DateOnly(2026, 11, 6), "TT-0029", commune.Economy, await PlatformHost.ViewerAsync(services, commune.OfficeHead)), commune.OfficeHead);
        Assert.Equal((new DateOnly(2026, 11, 30), TermSource.Law), (duty.DueOn, duty.TermSource));
        await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.Head, (ledger, viewer) => ledger.AskExtensionAsync(duty.Id, new DateOnly(2026, 12, 16), "Quá 15 ngày", viewer)));
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.AskExtensionAsync(duty.Id, new DateOnly(2026, 12, 15), "Đúng 15 ngày", viewer));
        var asked = (await ReadAsync(duty.Id)).Extensions.Single();
        await _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.DecideExtensionAsync(asked.Id, true, "Đồng ý", viewer));
        var refusal = await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.Head, (ledger, viewer) => ledger.AskExtensionAsync(duty.Id, new DateOnly(2026, 12, 20), "Lần hai", viewer)));
        Assert.Contains("Không gia hạn được nữa", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_clock_does_not_count_the_days_in_between()
    {
        var (commune, duty) = await OpenAsync();
        _host.Clock.GoTo(new DateOnly(2026, 11, 26));
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.PauseAsync(duty.Id, "Chờ công dân bổ sung", viewer));
        _host.Clock.GoTo(new DateOnly(2026, 12, 10));
        Assert.Equal(DutyState.OpenInTime, (await ReadAsync(duty.Id)).StateOn(new DateOnly(2026, 12, 10)));
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.ResumeAsync(duty.Id, viewer));
        // One of five days was counted on 26/11; 11, 14, 15 and 16/12 are the other four.
        Assert.Equal(new DateOnly(2026, 12, 16), (await ReadAsync(duty.Id)).DueOn);
    }

    [Fact]
    public async Task A_share_cannot_be_due_after_the_lead_and_is_late_on_its_own()
    {
        var (commune, duty) = await OpenAsync();
        await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.Head, (ledger, viewer) => ledger.AddShareAsync(duty.Id, new NewShare(commune.Culture, "Số liệu", duty.DueOn.AddDays(1)), viewer)));
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.AddShareAsync(duty.Id, new NewShare(commune.Culture, "Số liệu", new DateOnly(2026, 11, 27)), viewer));
        var share = (await ReadAsync(duty.Id)).Shares.Single();
        await Assert.ThrowsAnyAsync<Refusal>(() => _host.ActAsync(commune.Head, (ledger, viewer) => ledger.ReportShareDoneAsync(share.Id, "Không phải của tôi", viewer)));
        await _host.ActAsync(commune.OtherHead, (ledger, viewer) => ledger.ReportShareDoneAsync(share.Id, "Đã gửi số liệu", viewer));
        Assert.Equal(PlatformHost.Wednesday, (await ReadAsync(duty.Id)).Shares.Single().DoneOn);
    }

    [Fact]
    public async Task Who_may_add_a_share_may_change_and_remove_it_until_it_is_done()
    {
        var (commune, duty) = await OpenAsync();
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.AddShareAsync(duty.Id, new NewShare(commune.Culture, "Số liệu"), viewer));
        var share = (await ReadAsync(duty.Id)).Shares.Single();
        await Assert.ThrowsAsync<NotAllowed>(() => _host.ActAsync(commune.OtherHead, (ledger, viewer) => ledger.ChangeShareAsync(share.Id, "Không làm", null, viewer)));
        await Assert.ThrowsAsync<NotAllowed>(() => _host.ActAsync(commune.OtherHead, (ledger, viewer) => ledger.RemoveShareAsync(share.Id, "Không làm", viewer)));
        await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.Head, (ledger, viewer) => ledger.ChangeShareAsync(share.Id, "Số liệu", duty.DueOn.AddDays(1), viewer)));

        await _host.ActAsync(commune.UnitDeputy, (ledger, viewer) => ledger.ChangeShareAsync(share.Id, "Số liệu hộ nghèo", new DateOnly(2026, 11, 27), viewer, share.Version));
        var changed = (await ReadAsync(duty.Id)).Shares.Single();
        Assert.Equal(("Số liệu hộ nghèo", new DateOnly(2026, 11, 27)), (changed.What, changed.DueOn));
        await Assert.ThrowsAsync<EditConflict>(() => _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.RemoveShareAsync(share.Id, "Trùng", viewer, share.Version)));
        await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.RemoveShareAsync(share.Id, " ", viewer)));
        await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.RemoveShareAsync(share.Id, "Đã có số liệu", viewer));
        Assert.Empty((await ReadAsync(duty.Id)).Shares);
        Assert.True(await _host.WithDbAsync(db => db.DutyEvents.AnyAsync(x => x.DutyId == duty.Id && x.Kind == DutyEventKind.ShareRemoved && x.Text.Contains("Đã có số liệu"))));
        Assert.Equal(["Thêm đơn vị phối hợp", "Sửa phần phối hợp", "Bỏ đơn vị phối hợp"], await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Subject == "DutyShare").OrderBy(x => x.Id).Select(x => x.Act).ToListAsync()));

        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.AddShareAsync(duty.Id, new NewShare(commune.Culture, "Lần hai"), viewer));
        var done = (await ReadAsync(duty.Id)).Shares.Single().Id;
        await _host.ActAsync(commune.OtherHead, (ledger, viewer) => ledger.ReportShareDoneAsync(done, "Đã gửi", viewer));
        await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.Head, (ledger, viewer) => ledger.ChangeShareAsync(done, "Khác", null, viewer)));
        await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.Head, (ledger, viewer) => ledger.RemoveShareAsync(done, "Thừa", viewer)));
    }

    private Task<int?> AccepterAsync(long id) => _host.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<PlatformDb>();
        var (calendar, organization) = await services.GetRequiredService<Snapshots>().ReadAsync(db);
        return DutyClock.AccepterOn(organization, calendar, await db.Duties.SingleAsync(x => x.Id == id), db.Clock.OfficeToday())?.Person.Id;
    });

    [Fact]
    public async Task Who_is_named_to_do_it_is_never_asked_to_confirm_it_even_when_another_declares_it()
    {
        var (commune, duty) = await OpenAsync(x => x.Evidence = false);
        // The leader in charge does it himself, and the unit's head declares it.
        await _host.WithDbAsync(db => db.Duties.Where(x => x.Id == duty.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.OfficerId, commune.Deputy)));
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(duty.Id, null, viewer));
        Assert.Equal(commune.Chairman, await AccepterAsync(duty.Id));
        await Assert.ThrowsAsync<NotAllowed>(() => _host.ActAsync(commune.Deputy, (ledger, viewer) => ledger.AcceptAsync(duty.Id, viewer)));
        await _host.ActAsync(commune.Chairman, (ledger, viewer) => ledger.AcceptAsync(duty.Id, viewer));
        Assert.Equal(_host.Clock.Utc, (await ReadAsync(duty.Id)).AcceptedAt);
    }

    [Fact]
    public async Task Of_a_confidential_duty_the_chairman_is_asked_for_each_decision_because_nobody_else_may_see_it()
    {
        var commune = await _host.CommuneAsync();
        var duty = await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.AntiCorruption, "Xác minh tin báo kín", PlatformHost.Wednesday, new Term(5, TermUnit.WorkingDay)) { LeadUnitId = commune.Economy, OfficerId = commune.Officer, Confidential = true }, viewer));
        // Its unit's head may not see it: the chairman names another officer.
        await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.Head, (ledger, viewer) => ledger.NameOfficerAsync(duty.Id, commune.UnitDeputy, viewer)));
        await _host.ActAsync(commune.Chairman, (ledger, viewer) => ledger.NameOfficerAsync(duty.Id, commune.UnitDeputy, viewer));
        await _host.ActAsync(commune.UnitDeputy, (ledger, viewer) => ledger.AskExtensionAsync(duty.Id, new DateOnly(2026, 12, 7), "Chờ hồ sơ", viewer));
        Task<int> AskedAsync(int person) => _host.InScopeAsync(async services =>
            (await Decisions.ExtensionsAsync(services.GetRequiredService<PlatformDb>(), await PlatformHost.ViewerAsync(services, person))).Count);
        Assert.Equal((1, 0), (await AskedAsync(commune.Chairman), await AskedAsync(commune.Deputy)));
        await _host.ActAsync(commune.UnitDeputy, (ledger, viewer) => ledger.DeclareDoneAsync(duty.Id, null, viewer));
        Assert.Equal(commune.Chairman, await AccepterAsync(duty.Id));
    }

    [Fact]
    public async Task A_unit_that_comes_to_lead_a_duty_no_longer_coordinates_in_it()
    {
        var (commune, duty) = await OpenAsync();
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.AddShareAsync(duty.Id, new NewShare(commune.Culture, "Số liệu"), viewer));
        await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.AssignAsync(duty.Id, commune.Culture, "Đúng lĩnh vực", viewer));
        var moved = await ReadAsync(duty.Id);
        Assert.Equal(commune.Culture, moved.LeadUnitId);
        Assert.Empty(moved.Shares);
        Assert.True(await _host.WithDbAsync(db => db.DutyEvents.AnyAsync(x => x.DutyId == duty.Id && x.Kind == DutyEventKind.ShareRemoved)));
    }

    [Fact]
    public async Task What_is_declared_done_can_no_longer_be_returned_as_not_ours()
    {
        var (commune, duty) = await OpenAsync(x => x.Evidence = false);
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.DeclareDoneAsync(duty.Id, null, viewer));
        await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.Head, (ledger, viewer) => ledger.ReturnAsNotOursAsync(duty.Id, "Nhầm", viewer)));
        Assert.Equal(commune.Economy, (await ReadAsync(duty.Id)).LeadUnitId);
    }

    [Fact]
    public async Task Of_two_people_saving_the_same_duty_the_second_is_told_and_nothing_is_overwritten()
    {
        var (commune, duty) = await OpenAsync();
        await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.DescribeAsync(duty.Id, "Tên của người thứ nhất", null, null, null, viewer, duty.Version));
        await Assert.ThrowsAsync<EditConflict>(() => _host.ActAsync(commune.Chairman, (ledger, viewer) => ledger.DescribeAsync(duty.Id, "Tên của người thứ hai", null, null, null, viewer, duty.Version)));
        Assert.Equal("Tên của người thứ nhất", (await ReadAsync(duty.Id)).Title);
    }

    [Fact]
    public async Task A_unit_sees_its_own_work_and_not_anothers()
    {
        var (commune, duty) = await OpenAsync();
        await _host.ActAsync(commune.Officer, (ledger, viewer) => ledger.ReadAsync(duty.Id, viewer));
        await Assert.ThrowsAsync<Refusal>(() => _host.ActAsync(commune.OtherHead, (ledger, viewer) => ledger.ReadAsync(duty.Id, viewer)));
        Assert.Equal(0, await _host.InScopeAsync(async services => await (await PlatformHost.ViewerAsync(services, commune.OtherHead)).Visible(services.GetRequiredService<PlatformDb>().Duties).CountAsync()));
    }

    [Fact]
    public async Task Search_finds_words_without_marks()
    {
        var (commune, duty) = await OpenAsync();
        var found = await _host.InScopeAsync(async services => await new DutyFilter { Words = "cong khai du to" }
            .Apply(services.GetRequiredService<PlatformDb>(), await PlatformHost.ViewerAsync(services, commune.Chairman), PlatformHost.Wednesday).Select(x => x.Id).ToListAsync());
        Assert.Equal([duty.Id], found);
    }

    [Fact]
    public async Task What_recurs_is_made_once_however_often_the_job_runs()
    {
        await _host.CommuneAsync();
        Task<int> Make() => _host.InScopeAsync(services => services.GetRequiredService<CatalogueBook>().MakeRecurringAsync());
        Assert.True(await Make() > 20);
        Assert.Equal(0, await Make());
        Assert.Equal(0, await _host.WithDbAsync(db => db.Duties.CountAsync(x => x.StartOn < PlatformHost.Wednesday)));
    }

    [Fact]
    public async Task Each_change_of_state_leaves_an_audit_entry_with_before_and_after()
    {
        var (commune, duty) = await OpenAsync();
        await _host.ActAsync(commune.Head, (ledger, viewer) => ledger.NameOfficerAsync(duty.Id, commune.Officer, viewer));
        var entry = await _host.WithDbAsync(db => db.AuditEntries.Where(x => x.Subject == "Duty").OrderBy(x => x.Id).LastAsync());
        Assert.Equal(("Phân công người thực hiện", "Ngô Văn Thành"), (entry.Act, entry.Who));
        Assert.Contains($"\"OfficerId\":[null,{commune.Officer}]", entry.Changes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_SQL_Server_cannot_translate_fails_here_although_SQLite_answers_it()
    {
        await OpenAsync();
        Assert.True(Translation.Shared.Translated.Count > 5);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _host.WithDbAsync(db => db.Duties.CountAsync(x => x.DueOn.DayOfWeek == DayOfWeek.Monday)));
    }
}
