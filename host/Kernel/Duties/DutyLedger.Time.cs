using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

/// <summary>A due date that a change of the calendar moves. A confidential duty is told without its title.</summary>
public sealed record MovedDue(long DutyId, string? Title, int? LeadUnitId, DateOnly From, DateOnly To);

public sealed partial class DutyLedger
{
    /// <summary>
    /// Asks for a later date; the old one stands until the leader in charge decides. A term of the law is prolonged only as
    /// the law allows: so many times, so far.
    /// </summary>
    public async Task AskExtensionAsync(long id, DateOnly? until, string? reason, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var (duty, _, calendar) = await ReadOpenAsync(id, by, version, cancel);
        if (!by.CanLead(duty) && duty.OfficerId != by.Id)
            throw new NotAllowed();
        if (duty.Stage != DutyStage.Open || duty.Paused)
            throw new Refusal("Chỉ đề nghị gia hạn khi nhiệm vụ đang thực hiện", "Until");
        if (until is not { } asked)
            throw new Refusal("Chưa nhập ngày đề nghị gia hạn", "Until");
        if (asked <= duty.DueOn)
            throw new Refusal($"Ngày đề nghị phải sau thời hạn hiện tại ({Vi.Date(duty.DueOn)})", "Until");
        if (duty.Extensions.Any(x => x.Decision == ExtensionDecision.Pending))
            throw new Refusal("Đã có một đề nghị gia hạn đang chờ quyết định", "Until");
        await CheckLegalLimitAsync(calendar, duty, asked, cancel);
        duty.Extensions.Add(new DutyExtension
        {
            RequestedById = by.Id,
            RequestedOn = Today,
            DueBefore = duty.DueOn,
            AskedUntil = calendar.OnOrAfter(asked),
            Reason = Required(reason, "Chưa nhập lý do đề nghị gia hạn", "Reason", 1000),
        });
        db.Act = "Đề nghị gia hạn";
        Log(duty, DutyEventKind.ExtensionAsked, $"Đề nghị gia hạn đến ngày {Vi.Date(calendar.OnOrAfter(asked))}: {reason!.Trim()}");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>How far the law lets this term be prolonged, or null where the term is the commune's own and a leader may decide freely.</summary>
    public async Task<(int TimesLeft, DateOnly? Latest, string? Condition)?> LegalExtensionAsync(WorkingCalendar calendar, Duty duty, CancellationToken cancel = default)
    {
        if (duty.TermSource == TermSource.Default || duty.CatalogueKey is null)
            return null;
        var entry = await db.Catalogue.AsNoTracking().Include(x => x.Terms).FirstOrDefaultAsync(x => x.Key == duty.CatalogueKey, cancel);
        // A duty that kept its term when a new law came is prolonged under the version that it kept.
        bool Kept(Catalogue.CatalogueTerm version) => new Term(version.Amount, version.Unit, version.Kind) == duty.Term;
        var now = entry?.TermOn(duty.StartOn);
        if ((now is null || Kept(now) ? now : entry!.Terms.Find(Kept) ?? now) is not { IsDefault: false } term)
            return null;
        var used = duty.Extensions.Count(x => x.Decision == ExtensionDecision.Granted);
        if (term.ExtensionAmount is not { } amount || term.ExtensionUnit is not { } unit)
            return (0, null, null);
        var left = Math.Max(0, (term.ExtensionMaxTimes ?? 1) - used);
        var latest = LegalClock.Due(calendar, duty.DueOn, new Term(amount, unit));
        return (left, left == 0 ? null : latest, term.ExtensionCondition);
    }

    private async Task CheckLegalLimitAsync(WorkingCalendar calendar, Duty duty, DateOnly asked, CancellationToken cancel)
    {
        if (await LegalExtensionAsync(calendar, duty, cancel) is not { } limit)
            return;
        if (limit.TimesLeft == 0)
            throw new Refusal(duty.Extensions.Any(x => x.Decision == ExtensionDecision.Granted)
                ? $"Không gia hạn được nữa. Thời hạn này đã gia hạn đến ngày {Vi.Date(duty.DueOn)}"
                : "Thời hạn này theo luật, căn cứ không cho gia hạn", "Until");
        if (limit.Latest is { } latest && asked > latest)
            throw new Refusal($"Chậm nhất là {Vi.DateWithDay(latest)} theo căn cứ của thời hạn này", "Until");
    }

    /// <summary>The leader in charge decides, with a sentence of reason either way.</summary>
    public async Task DecideExtensionAsync(long extensionId, bool grant, string? reason, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var extension = await db.DutyExtensions.FirstOrDefaultAsync(x => x.Id == extensionId, cancel) ?? throw NotFound();
        var (duty, _, calendar) = await ReadOpenAsync(extension.DutyId, by, null, cancel);
        ExpectVersion(extension, version);
        if (extension.Decision != ExtensionDecision.Pending)
            throw new Refusal("Đề nghị gia hạn này đã được quyết định");
        if (duty.Stage != DutyStage.Open)
            throw new Refusal("Nhiệm vụ đã báo cáo hoàn thành nên không quyết định gia hạn nữa. Nếu chưa đạt thì trả lại, đề nghị vẫn chờ quyết định");
        if (!by.CanDecide(duty))
            throw new NotAllowed();
        if (extension.RequestedById == by.Id)
            throw new NotAllowed("Người đề nghị không tự quyết định gia hạn.");
        extension.DecisionReason = Required(reason, "Chưa nhập lý do quyết định", "Reason", 1000);
        extension.Decision = grant ? ExtensionDecision.Granted : ExtensionDecision.Refused;
        extension.DecidedById = by.Id;
        extension.DecidedOn = Today;
        if (grant)
        {
            duty.DueOn = DutyClock.Compute(calendar, duty) ?? duty.DueOn;
            db.Act = "Đồng ý gia hạn";
            Log(duty, DutyEventKind.ExtensionGranted, $"Đã gia hạn đến ngày {Vi.Date(duty.DueOn)}: {extension.DecisionReason}");
        }
        else
        {
            db.Act = "Không đồng ý gia hạn";
            Log(duty, DutyEventKind.ExtensionRefused, $"Không đồng ý gia hạn: {extension.DecisionReason}");
        }
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Stops the clock from today, for a reason.</summary>
    public async Task PauseAsync(long id, string? reason, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var (duty, _, _) = await ReadOpenAsync(id, by, version, cancel);
        if (!by.CanLead(duty) && !by.CanAssign(duty))
            throw new NotAllowed();
        if (duty.Paused || duty.Stage != DutyStage.Open)
            throw new Refusal("Nhiệm vụ không ở trạng thái tạm dừng được");
        if (duty.DueOn < Today)
            throw new Refusal("Nhiệm vụ đã quá hạn, không tạm dừng tính thời hạn được", "Reason");
        reason = Required(reason, "Chưa nhập lý do tạm dừng", "Reason", 600);
        duty.Pauses.Add(new DutyPause { From = Today, Reason = reason });
        duty.Paused = true;
        db.Act = "Tạm dừng tính thời hạn";
        Log(duty, DutyEventKind.Paused, $"Tạm dừng tính thời hạn: {reason}");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Starts the clock again: the days in between are not counted.</summary>
    public async Task ResumeAsync(long id, Viewer by, Guid? version = null, CancellationToken cancel = default)
    {
        var (duty, _, calendar) = await ReadOpenAsync(id, by, version, cancel);
        if (!by.CanLead(duty) && !by.CanAssign(duty))
            throw new NotAllowed();
        if (duty.Pauses.SingleOrDefault(x => x.To is null) is not { } pause)
            throw new Refusal("Nhiệm vụ không tạm dừng");
        pause.To = Today;
        duty.Paused = false;
        duty.DueOn = DutyClock.Compute(calendar, duty) ?? duty.DueOn;
        db.Act = "Tính tiếp thời hạn";
        Log(duty, DutyEventKind.Resumed, $"Tính tiếp thời hạn; thời hạn mới {Vi.DateWithDay(duty.DueOn)}");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Open duties whose due date a changed calendar moves, earliest first. Nothing is saved.</summary>
    public async Task<List<MovedDue>> MovedByAsync(WorkingCalendar changed, CancellationToken cancel = default) =>
        [.. (await MovingAsync(changed, tracked: false, cancel)).Select(x => new MovedDue(x.Duty.Id, x.Duty.Confidential ? null : x.Duty.Title, x.Duty.LeadUnitId, x.Duty.DueOn, x.To))
            .OrderBy(x => x.From).ThenBy(x => x.DutyId)];

    /// <summary>Moves the open due dates that the calendar, as it now is, touches: each with its audit entry. The caller saves the calendar in the same transaction.</summary>
    public async Task<int> FollowCalendarAsync(WorkingCalendar changed, string reason, CancellationToken cancel = default)
    {
        var moving = await MovingAsync(changed, tracked: true, cancel);
        var earlier = moving.Where(x => x.To < x.Duty.DueOn).ToDictionary(x => x.Duty.Id, x => x.To);
        // A coordinating unit's date is never after the lead's.
        foreach (var share in await db.DutyShares.Where(x => x.DoneOn == null && db.Duties.Any(duty => duty.Id == x.DutyId && duty.Stage == DutyStage.Open)).ToListAsync(cancel))
            if (earlier.TryGetValue(share.DutyId, out var latest) && share.DueOn > latest)
                share.DueOn = latest;
        foreach (var (duty, to) in moving)
        {
            Log(duty, DutyEventKind.CalendarMoved, $"Lịch làm việc thay đổi ({reason}): thời hạn từ {Vi.Date(duty.DueOn)} thành {Vi.Date(to)}");
            // Several changes on one day are one move for who reads of it the next morning.
            duty.MovedFrom = duty.MovedOn == Today && duty.MovedFrom is { } from ? from : duty.DueOn;
            duty.MovedOn = Today;
            duty.DueOn = to;
        }
        db.Act = $"Thay đổi lịch làm việc: {reason}";
        await db.SaveChangesAsync(cancel);
        return moving.Count;
    }

    private async Task<List<(Duty Duty, DateOnly To)>> MovingAsync(WorkingCalendar changed, bool tracked, CancellationToken cancel)
    {
        var query = db.Duties.Include(x => x.Pauses).Include(x => x.Extensions).AsSplitQuery()
            .Where(x => x.Stage == DutyStage.Open && !x.Paused);
        var open = await (tracked ? query : query.AsNoTracking()).ToListAsync(cancel);
        return [.. open.Select(duty => (Duty: duty, To: DutyClock.Compute(changed, duty))).Where(x => x.To is { } to && to != x.Duty.DueOn).Select(x => (x.Duty, x.To!.Value))];
    }
}
