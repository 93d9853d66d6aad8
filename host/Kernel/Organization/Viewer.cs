using BacSon.Kernel.Duties;

namespace BacSon.Kernel.Organization;

/// <summary>
/// The person who looks or acts, with what the organization of the day lets him see and do.
/// Every right over a duty is decided here, so that lists, pages and acts cannot disagree.
/// </summary>
public sealed class Viewer
{
    private readonly HashSet<int> _units;
    private readonly HashSet<int> _headed;
    private readonly HashSet<int> _led;
    private readonly HashSet<int> _deputyOf;
    private readonly HashSet<int> _answersFor;

    public Viewer(OrganizationOn organization, Person person)
    {
        Organization = organization;
        Person = person;
        Roles = new HashSet<Role>(organization.RolesOf(person.Id));
        // Who stands in for another acts in his units too, until the end of the last day.
        _answersFor = [person.Id, .. organization.StandsInFor(person.Id).Select(x => x.FromPersonId)];
        _headed = [.. _answersFor.SelectMany(organization.HeadedBy)];
        _led = [.. _answersFor.SelectMany(organization.LedBy)];
        _deputyOf = [.. _answersFor.SelectMany(organization.PositionsOf).Where(x => x.Rank == PositionRank.Deputy).Select(x => x.UnitId).OfType<int>()];
        _units = [.. organization.PositionsOf(person.Id).Select(x => x.UnitId).OfType<int>(), .. _headed, .. _deputyOf];
        ActsAsChairman = _answersFor.Any(id => organization.HasRole(id, Role.Chairman));
        ActsAsOfficeHead = _answersFor.Any(id => organization.HasRole(id, Role.OfficeHead));
    }

    public OrganizationOn Organization { get; }
    public Person Person { get; }
    public int Id => Person.Id;
    public IReadOnlySet<Role> Roles { get; }
    public bool ActsAsChairman { get; }
    public bool ActsAsOfficeHead { get; }
    public bool IsAdministrator => Roles.Contains(Role.Administrator);

    /// <summary>Says what the law is: confirms and corrects terms, enters new laws.</summary>
    public bool KeepsLaw => IsAdministrator || Roles.Contains(Role.LegalOfficer);

    /// <summary>Himself and those for whom he stands in today.</summary>
    public IReadOnlySet<int> AnswersFor => _answersFor;

    /// <summary>Units in which the person works or for whose head or deputy he stands in.</summary>
    public IReadOnlySet<int> Units => _units;

    /// <summary>Units that the person heads today.</summary>
    public IReadOnlySet<int> HeadedUnits => _headed;

    /// <summary>Units of which the person is the leader in charge today.</summary>
    public IReadOnlySet<int> LedUnits => _led;

    /// <summary>Sees the work of all units: chairman, office head, observers.</summary>
    public bool SeesAll => ActsAsChairman || ActsAsOfficeHead || Roles.Contains(Role.Observer);

    /// <summary>
    /// Looks on and nothing else (Đảng ủy, Thường trực HĐND): reads the same figures, and of duties only what the plan or the
    /// law itself says. What somebody typed may name a petitioner: titles given by hand, reports, proofs, documents.
    /// </summary>
    public bool OnlyObserves => Roles.Count == 1 && Roles.Contains(Role.Observer) && _answersFor.Count == 1;

    /// <summary>Sees the status page: leaders and who stands in for them, the office head, observers.</summary>
    public bool SeesStatus => SeesAll || Roles.Contains(Role.DeputyChairman) || _led.Count > 0;

    /// <summary>The units whose figures the status page shows; null for all. A deputy sees those he is in charge of.</summary>
    public IReadOnlySet<int>? StatusUnits => SeesAll ? null : _led;

    public bool CanSee(Duty duty)
    {
        if (duty.Confidential)
            return duty.OfficerId == Id || ActsAsChairman;
        return SeesAll || IsOfficer(duty.OfficerId) || duty.CreatedById == Id
            || duty.LeadUnitId is { } lead && (_units.Contains(lead) || _led.Contains(lead))
            || duty.Shares.Any(share => IsOfficer(share.OfficerId) || _units.Contains(share.UnitId));
    }

    /// <summary>What a search by words may find for this viewer: one that finds a name says that it is there, and who only observes is told no name.</summary>
    public IQueryable<Duty> Searchable(IQueryable<Duty> found) => OnlyObserves ? found.Where(x => x.PlanItemId != null || x.OccurrenceKey != null && x.CatalogueKey != null && x.CreatedById == null) : found;

    /// <summary>The same rule as <see cref="CanSee"/>, for a query.</summary>
    public IQueryable<Duty> Visible(IQueryable<Duty> duties)
    {
        var me = Id;
        if (!ActsAsChairman)
            duties = duties.Where(x => !x.Confidential || x.OfficerId == me);
        if (SeesAll)
            return duties;
        int[] units = [.. _units];
        int?[] officers = [.. _answersFor.Select(x => (int?)x)];
        int?[] seen = [.. _units.Union(_led).Select(x => (int?)x)];
        return duties.Where(x => seen.Contains(x.LeadUnitId) || officers.Contains(x.OfficerId) || x.CreatedById == me
            || x.Shares.Any(share => officers.Contains(share.OfficerId) || units.Contains(share.UnitId)));
    }

    // What is confidential was entrusted to one person: his substitute does not come to see it.
    private bool IsOfficer(int? officerId) => officerId is { } id && _answersFor.Contains(id);

    /// <summary>Reports, attaches, declares: the unit's head and deputies, the officer named and who stands in for him.</summary>
    public bool CanWorkOn(Duty duty) => duty.OfficerId == Id || !duty.Confidential && (CanLead(duty) || IsOfficer(duty.OfficerId));

    /// <summary>Returns what is not theirs, asks for an extension: the unit's head and deputies.</summary>
    public bool CanLead(Duty duty) => duty.LeadUnitId is { } lead && (_headed.Contains(lead) || _deputyOf.Contains(lead));

    /// <summary>Names the officer; of a confidential duty, which its unit's head may not see, the chairman does.</summary>
    public bool CanName(Duty duty) => CanLead(duty) || duty.Confidential && ActsAsChairman;

    public bool CanWorkOn(DutyShare share) => IsOfficer(share.OfficerId) || _headed.Contains(share.UnitId) || _deputyOf.Contains(share.UnitId);

    /// <summary>Gives and moves duties: the office head, the chairman, the leader in charge.</summary>
    public bool CanAssign(Duty duty) => ActsAsOfficeHead || CanDecide(duty);

    /// <summary>Decides extensions, stops duties, writes directions: the leader in charge and the chairman.</summary>
    public bool CanDecide(Duty duty) => ActsAsChairman || duty.LeadUnitId is { } lead && _led.Contains(lead);

    /// <summary>
    /// Keeps the register of documents and gives duties from it: the office head and who stands in for him, the deputies of his
    /// unit, and an administrator who works there.
    /// </summary>
    public bool KeepsDocuments => ActsAsOfficeHead || Organization.OfficeHead is { } head && Organization.UnitOf(head.Id) is { } office
        && (_deputyOf.Contains(office) || IsAdministrator && _units.Contains(office));

    /// <summary>Reads the whole register: who keeps it, the leaders.</summary>
    public bool ReadsDocuments => KeepsDocuments || SeesAll && !OnlyObserves || Leads;

    /// <summary>A leader of the commune, or who stands in for the chairman: writes directions on documents.</summary>
    public bool Leads => ActsAsChairman || Roles.Contains(Role.DeputyChairman);

    /// <summary>Opens duties by hand and from events.</summary>
    public bool CanOpen => ActsAsChairman || KeepsDocuments || ActsAsOfficeHead || _headed.Count > 0
        || Roles.Any(x => x is Role.DeputyChairman or Role.UnitHead or Role.UnitDeputy or Role.Officer or Role.OneStopClerk);
}
