using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

/// <summary>A declared duty that waits for someone's confirmation.</summary>
public sealed record AwaitingDuty(long Id, string Title, PapiArea Area, int? LeadUnitId, int? OfficerId, int? DeclaredById, DateOnly DeclaredOn,
    DateOnly DueOn, AccepterKind Accepter, bool Confidential, int Files, Guid Version)
{
    /// <summary>What the box of this row sends.</summary>
    public ChosenDuty Box => new(Id, Version);
}

/// <summary>A request for a later date that waits for a decision.</summary>
public sealed record AskedExtension(long Id, long DutyId, string Title, int? LeadUnitId, int RequestedById, DateOnly RequestedOn, DateOnly DueBefore,
    DateOnly AskedUntil, string Reason, Guid Version);

/// <summary>What waits for one person: declarations to confirm, extensions to decide. The doer is never among them.</summary>
public static class Decisions
{
    /// <summary>More than this nobody reads at once; the oldest come first.</summary>
    private const int Most = 2_000;

    /// <summary>Declared duties that this person is to confirm today; with <paramref name="all"/> also those that another is asked first but that he may confirm too.</summary>
    public static async Task<List<AwaitingDuty>> AwaitingAsync(PlatformDb db, Viewer viewer, WorkingCalendar calendar, bool all = false, CancellationToken cancel = default)
    {
        var me = viewer.Id;
        var waiting = await viewer.Visible(db.Duties).AsNoTracking()
            .Where(x => x.Stage == DutyStage.AwaitingAcceptance && x.DeclaredById != me && x.OfficerId != me)
            .OrderBy(x => x.DeclaredOn).ThenBy(x => x.Id).Take(Most)
            .Select(x => new AwaitingDuty(x.Id, x.Title, x.Area, x.LeadUnitId, x.OfficerId, x.DeclaredById, x.DeclaredOn ?? x.DueOn, x.DueOn, x.Accepter, x.Confidential,
                db.Evidence.Count(file => file.DutyId == x.Id), x.Version))
            .ToListAsync(cancel);
        return [.. waiting.Where(x => AccepterOf(x, viewer, calendar)?.Id == me || all && MayConfirm(x, viewer))];
    }

    /// <summary>Who is asked to confirm it today.</summary>
    public static Person? AccepterOf(AwaitingDuty x, Viewer viewer, WorkingCalendar calendar) => DutyClock.AccepterOn(viewer.Organization, calendar, AsDuty(x), viewer.Organization.Day)?.Person;

    private static bool MayConfirm(AwaitingDuty x, Viewer viewer) => viewer.CanDecide(AsDuty(x));

    private static Duty AsDuty(AwaitingDuty x) => new()
    {
        Title = x.Title, LeadUnitId = x.LeadUnitId, OfficerId = x.OfficerId, DeclaredById = x.DeclaredById, DeclaredOn = x.DeclaredOn, Accepter = x.Accepter, Confidential = x.Confidential,
    };

    /// <summary>Pending extensions of the units that this person is in charge of; with <paramref name="all"/> of all that he may decide.</summary>
    public static async Task<List<AskedExtension>> ExtensionsAsync(PlatformDb db, Viewer viewer, bool all = false, CancellationToken cancel = default)
    {
        var me = viewer.Id;
        int?[] led = [.. viewer.LedUnits.Select(x => (int?)x)];
        var chairman = viewer.ActsAsChairman;
        var everything = all && chairman;
        // Of a confidential duty only the chairman can be asked, whoever is in charge of its unit.
        var duties = viewer.Visible(db.Duties).Where(x => x.Stage == DutyStage.Open && (everything || led.Contains(x.LeadUnitId) || chairman && x.Confidential));
        return await db.DutyExtensions.AsNoTracking().Where(x => x.Decision == ExtensionDecision.Pending && x.RequestedById != me)
            .Join(duties, x => x.DutyId, x => x.Id, (x, duty) => new { x, duty })
            .OrderBy(x => x.x.DueBefore).ThenBy(x => x.x.Id).Take(Most)
            .Select(x => new AskedExtension(x.x.Id, x.duty.Id, x.duty.Title, x.duty.LeadUnitId, x.x.RequestedById, x.x.RequestedOn, x.x.DueBefore, x.x.AskedUntil, x.x.Reason, x.x.Version))
            .ToListAsync(cancel);
    }
}
