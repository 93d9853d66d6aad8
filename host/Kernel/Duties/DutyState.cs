using System.Linq.Expressions;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Duties;

/// <summary>What users read of a duty: derived from its facts and today's date, never stored.</summary>
public enum DutyState { OpenInTime, OpenOverdue, AwaitingAcceptance, DoneOnTime, DoneLate, Cancelled }

/// <summary>The one definition of the states, for a record in hand and for a query.</summary>
public static class DutyStates
{
    /// <summary>The five states that add up to the whole; what is cancelled counts nowhere.</summary>
    public static readonly IReadOnlyList<DutyState> Counted =
        [DutyState.DoneOnTime, DutyState.DoneLate, DutyState.OpenInTime, DutyState.OpenOverdue, DutyState.AwaitingAcceptance];

    public static DutyState StateOn(this Duty duty, DateOnly today) => duty.Stage switch
    {
        DutyStage.Open => !duty.Paused && duty.DueOn < today ? DutyState.OpenOverdue : DutyState.OpenInTime,
        DutyStage.AwaitingAcceptance => DutyState.AwaitingAcceptance,
        DutyStage.Done => duty.DoneOn > duty.DueOn ? DutyState.DoneLate : DutyState.DoneOnTime,
        DutyStage.Cancelled => DutyState.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(duty), duty.Stage, "Unknown stage."),
    };

    public static Expression<Func<Duty, bool>> Is(DutyState state, DateOnly today) => state switch
    {
        DutyState.OpenInTime => x => x.Stage == DutyStage.Open && (x.Paused || x.DueOn >= today),
        DutyState.OpenOverdue => x => x.Stage == DutyStage.Open && !x.Paused && x.DueOn < today,
        DutyState.AwaitingAcceptance => x => x.Stage == DutyStage.AwaitingAcceptance,
        DutyState.DoneOnTime => x => x.Stage == DutyStage.Done && x.DoneOn <= x.DueOn,
        DutyState.DoneLate => x => x.Stage == DutyStage.Done && x.DoneOn > x.DueOn,
        DutyState.Cancelled => x => x.Stage == DutyStage.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };

    /// <summary>The glossary's wording.</summary>
    public static string Title(this DutyState state) => state switch
    {
        DutyState.OpenInTime => "Đang thực hiện, trong hạn",
        DutyState.OpenOverdue => "Đang thực hiện, quá hạn",
        DutyState.AwaitingAcceptance => "Chờ xác nhận hoàn thành",
        DutyState.DoneOnTime => "Hoàn thành đúng hạn",
        DutyState.DoneLate => "Hoàn thành quá hạn",
        DutyState.Cancelled => "Thôi thực hiện",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };
}

/// <summary>How far a term may be relied on, as readers see it.</summary>
internal static class TermSources
{
    public static TrustSource Trust(this TermSource source) => source switch
    {
        TermSource.Law => TrustSource.Law,
        TermSource.Recalled => TrustSource.Recalled,
        TermSource.Default => TrustSource.Default,
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "Unknown."),
    };
}

/// <summary>A duty's due date: computed by the legal clock from its event, its term, its pauses and what was granted.</summary>
public static class DutyClock
{
    /// <summary>The due date as the calendar now has it; null while the clock stands still.</summary>
    public static DateOnly? Compute(WorkingCalendar calendar, Duty duty)
    {
        // A granted date is a decision with a date of its own: it stands, moved only off a day off.
        var granted = duty.Extensions.Where(x => x.Decision == ExtensionDecision.Granted).OrderBy(x => x.Id).LastOrDefault();
        if (duty.Pauses.Any(x => x.To is null))
            return null;
        if (granted is not null)
        {
            var stoodStill = duty.Pauses.Where(x => x.From >= granted.DecidedOn).Sum(x => x.To!.Value.DayNumber - x.From.DayNumber);
            return calendar.OnOrAfter(granted.AskedUntil.AddDays(stoodStill));
        }
        if (duty.TermKind == TermKind.FixedDate)
            return duty.Shift is { } shift ? LegalClock.Shift(calendar, duty.StartOn, shift) : duty.StartOn;
        return LegalClock.Due(calendar, duty.StartOn, duty.Term, Pauses(duty));
    }

    /// <summary>The day-by-day explanation of a term; for a fixed date see <see cref="LegalClock.Shift"/>.</summary>
    public static Deadline Explain(WorkingCalendar calendar, Duty duty, DateOnly today) =>
        LegalClock.Explain(calendar, duty.StartOn, duty.Term, Pauses(duty), today: today);

    private static List<Pause> Pauses(Duty duty) => [.. duty.Pauses.Select(x => new Pause(x.From, x.To, x.Reason))];

    /// <summary>
    /// Who confirms a declared duty on a day: the one its kind names, never who declared or did it; unanswered for three
    /// working days, the next above him. A confidential duty only the chairman may see, so nobody else is asked.
    /// </summary>
    public static Answering? AccepterOn(OrganizationOn organization, WorkingCalendar calendar, Duty duty, DateOnly day)
    {
        var chairman = organization.Chairman;
        Person?[] chain = duty.Confidential ? [chairman]
            : duty.Accepter == AccepterKind.OfficeHead
            ? [organization.OfficeHead, organization.LeaderOf(duty.LeadUnitId), chairman]
            : [organization.LeaderOf(duty.LeadUnitId), chairman, organization.OfficeHead];
        var able = chain.OfType<Person>().Where(x => !duty.IsDoneBy(x.Id)).DistinctBy(x => x.Id).ToList();
        if (able.Count == 0)
            return null;
        var waited = duty.DeclaredOn is { } since ? Math.Max(0, calendar.WorkingDaysBetween(since, day)) : 0;
        var accepter = able[Math.Min(waited / AcceptanceWorkingDays, Math.Min(1, able.Count - 1))];
        var answering = organization.ActingFor(accepter);
        return duty.IsDoneBy(answering.Person.Id) ? new Answering(accepter) : answering;
    }

    /// <summary>
    /// A confidential duty that the chairman does himself: nobody else may see it, so nobody else can confirm it. It ends when
    /// he declares it, and never without proof.
    /// </summary>
    public static bool NobodyElseSees(OrganizationOn organization, Duty duty) =>
        duty.Confidential && organization.Chairman is { } chairman && duty.OfficerId == chairman.Id;

    /// <summary>Working days after which an unanswered declaration goes to the next above.</summary>
    public const int AcceptanceWorkingDays = 3;
}
