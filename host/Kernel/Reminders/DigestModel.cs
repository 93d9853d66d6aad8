using BacSon.Kernel.Organization;

namespace BacSon.Kernel.Reminders;

/// <summary>One duty as a digest tells it.</summary>
/// <param name="WorkingDaysLeft">Working days to the due date; negative when late, 0 on the day.</param>
/// <param name="Why">Law, plan item or document, short.</param>
/// <param name="UnitName">The lead unit, also where the reader's unit only coordinates; empty where none is named yet.</param>
/// <param name="MovedFrom">The due date before the working calendar moved it, while that is news.</param>
/// <param name="Coordination">A coordinating share, not the duty itself.</param>
public sealed record DigestLine(long DutyId, PapiArea Area, string Title, string Why, DateOnly DueOn, int WorkingDaysLeft,
    string? NextStep, string? Direction, string? DirectionBy, string UnitName, string? OfficerName, bool Coordination, string? ReturnReason, bool Confidential,
    DateOnly? MovedFrom = null);

/// <summary>One for whom the reader stands in, and as what.</summary>
/// <param name="Post">The post of the one who is away; may be empty.</param>
/// <param name="Until">The last day, counted in.</param>
public sealed record DigestAbsence(string Name, string Post, DelegationKind Kind, DateOnly Until);

/// <summary>Everything one person is told on one working day. The mail is composed from this alone.</summary>
public sealed record DigestModel(
    Person Person, string Title, string? UnitName, IReadOnlyList<DigestAbsence> InPlaceOf, DateOnly Today, DateOnly NextMailOn,
    IReadOnlyList<DigestLine> Overdue, IReadOnlyList<DigestLine> DueSoon, IReadOnlyList<DigestLine> Returned,
    IReadOnlyList<DigestLine> ToAccept, IReadOnlyList<DigestLine> Escalated, IReadOnlyList<DigestLine> Unassigned, IReadOnlyList<DigestLine> Moved,
    int AwaitingOthers, int OpenTotal, DateOnly? NextEscalationOn, string? NextEscalationTo, IReadOnlyDictionary<string, string> Settings, Uri Site)
{
    /// <summary>The time of day that the figures are of, where the mail goes later than that; null where it goes at once.</summary>
    public TimeOnly? AsOf { get; init; }

    /// <summary>Who has no account (a village head) is led to no page that asks him to sign in.</summary>
    public bool CanSignIn { get; init; } = true;

    /// <summary>Nothing to tell: no mail is written.</summary>
    public bool IsEmpty => Overdue.Count + DueSoon.Count + Returned.Count + ToAccept.Count + Escalated.Count + Unassigned.Count + Moved.Count == 0;
}

/// <summary>A composed mail: a subject that is the whole report, plain text and HTML that say the same in the same order.</summary>
public sealed record ComposedMail(string Subject, string Text, string Html);
