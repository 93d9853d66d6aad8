using BacSon.Kernel.Calendar;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Organization;

/// <summary>Who receives and decides on a day, and for whom and as what he stands in.</summary>
public sealed record Answering(Person Person, Person? InPlaceOf = null, Delegation? By = null);

/// <summary>
/// The commune's people and units as they are on one day (office date). Read once, kept by <see cref="Snapshots"/>.
/// </summary>
public sealed class OrganizationOn
{
    private readonly Dictionary<int, Unit> _units;
    private readonly Dictionary<int, Person> _people;
    private readonly ILookup<int, Position> _positionsByPerson;
    private readonly ILookup<int, Role> _rolesByPerson;
    private readonly Dictionary<int, Person> _heads = [];
    private readonly Dictionary<int, int> _leaders;
    private readonly Dictionary<string, int> _fields;
    private readonly List<Delegation> _delegations;
    private readonly Dictionary<string, string> _settings;
    private readonly ILookup<int, FormerUnitName> _formerNames;
    private readonly Dictionary<int, PersonWish> _wishes;
    private readonly Dictionary<int, IReadOnlyList<int>> _extraDays;

    private OrganizationOn(DateOnly day, List<Unit> units, List<Person> people, List<Position> positions, List<RoleGrant> roles,
        List<LeaderInCharge> leaders, List<FieldAssignment> fields, List<Delegation> delegations, List<Setting> settings, List<PersonWish> wishes, List<FormerUnitName> formerNames)
    {
        Day = day;
        _units = units.ToDictionary(x => x.Id);
        _people = people.ToDictionary(x => x.Id);
        bool Runs(DateOnly from, DateOnly? to) => from <= day && (to is null || to >= day);
        var current = positions.Where(x => Runs(x.From, x.To)).OrderBy(x => x.Rank).ToList();
        _positionsByPerson = current.ToLookup(x => x.PersonId);
        _rolesByPerson = roles.Where(x => Runs(x.From, x.To)).ToLookup(x => x.PersonId, x => x.Role);
        foreach (var position in current.Where(x => x is { Rank: PositionRank.Head, UnitId: not null }))
            if (_people.TryGetValue(position.PersonId, out var head) && head.Active)
                _heads.TryAdd(position.UnitId!.Value, head);
        _leaders = leaders.Where(x => Runs(x.From, x.To)).GroupBy(x => x.UnitId).ToDictionary(x => x.Key, x => x.Last().LeaderId);
        _fields = fields.Where(x => Runs(x.From, x.To)).GroupBy(x => x.FieldCode).ToDictionary(x => x.Key, x => x.Last().UnitId);
        _delegations = [.. delegations.Where(x => x.RunsOn(day))];
        _settings = settings.ToDictionary(x => x.Name, x => x.Value);
        _wishes = wishes.ToDictionary(x => x.PersonId);
        _extraDays = wishes.Where(x => x.ExtraDays.Length > 0).ToDictionary(x => x.PersonId, x => x.ReadExtraDays());
        _formerNames = formerNames.OrderByDescending(x => x.To).ToLookup(x => x.UnitId);
        Units = [.. units.Where(x => x.StandsOn(day)).OrderBy(x => x.Order)];
        People = [.. people.Where(x => x.Active).OrderBy(x => x.SortKey, StringComparer.Ordinal)];
        Chairman = WithRole(Role.Chairman);
        OfficeHead = WithRole(Role.OfficeHead);
    }

    public DateOnly Day { get; }

    /// <summary>Units that stand on the day, in the office's order.</summary>
    public IReadOnlyList<Unit> Units { get; }

    /// <summary>Active people in the order of Vietnamese given names.</summary>
    public IReadOnlyList<Person> People { get; }

    public Person? Chairman { get; }
    public Person? OfficeHead { get; }

    public static async Task<OrganizationOn> LoadAsync(PlatformDb db, DateOnly day, CancellationToken cancel = default) => new(day,
        await db.Units.AsNoTracking().ToListAsync(cancel),
        await db.People.AsNoTracking().ToListAsync(cancel),
        await db.Positions.AsNoTracking().ToListAsync(cancel),
        await db.RoleGrants.AsNoTracking().ToListAsync(cancel),
        await db.LeadersInCharge.AsNoTracking().ToListAsync(cancel),
        await db.FieldAssignments.AsNoTracking().ToListAsync(cancel),
        await db.Delegations.AsNoTracking().Where(x => x.To >= day && x.From <= day).ToListAsync(cancel),
        await db.Settings.AsNoTracking().ToListAsync(cancel),
        await db.PersonWishes.AsNoTracking().ToListAsync(cancel),
        await db.FormerUnitNames.AsNoTracking().ToListAsync(cancel));

    /// <summary>A unit by its number, also a closed one; null for an unknown number.</summary>
    public Unit? Unit(int? id) => id is { } known ? _units.GetValueOrDefault(known) : null;

    public Unit? UnitByCode(string code) => _units.Values.FirstOrDefault(x => x.Code == code);

    /// <summary>What lists show where a unit stands; «Chưa có đơn vị chủ trì» where none does.</summary>
    public string UnitName(int? id) => Unit(id)?.Name ?? "Chưa có đơn vị chủ trì";

    /// <summary>What a unit was called on a day or after it, before its present name: the newest first; none for an unknown number.</summary>
    public IEnumerable<FormerUnitName> FormerNames(int? unitId, DateOnly since = default) => _formerNames[unitId ?? 0].Where(x => x.To >= since);

    public Person? Person(int? id) => id is { } known ? _people.GetValueOrDefault(known) : null;
    public string PersonName(int? id) => Person(id)?.FullName ?? "";
    public IEnumerable<Position> PositionsOf(int personId) => _positionsByPerson[personId];
    public IEnumerable<Role> RolesOf(int personId) => _rolesByPerson[personId];
    public bool HasRole(int personId, Role role) => _rolesByPerson[personId].Contains(role);
    public string? Setting(string name) => _settings.GetValueOrDefault(name);

    /// <summary>What the person wishes for himself; null for nothing.</summary>
    public PersonWish? WishOf(int personId) => _wishes.GetValueOrDefault(personId);

    /// <summary>Further working days before a due date on which the person wishes to be reminded.</summary>
    public IReadOnlyList<int> ExtraDaysOf(int personId) => _extraDays.GetValueOrDefault(personId, []);

    /// <summary>All settings of the commune by name.</summary>
    public IReadOnlyDictionary<string, string> Settings => _settings;

    /// <summary>The title of the person's first position, such as «Trưởng phòng».</summary>
    public string TitleOf(int personId) => _positionsByPerson[personId].FirstOrDefault()?.Title ?? "";

    /// <summary>The unit where the person holds the first position, or null.</summary>
    public int? UnitOf(int personId) => _positionsByPerson[personId].FirstOrDefault(x => x.UnitId is not null)?.UnitId;

    public IEnumerable<Person> Members(int unitId) =>
        People.Where(person => _positionsByPerson[person.Id].Any(position => position.UnitId == unitId));

    /// <summary>The head by position, present or not.</summary>
    public Person? HeadOf(int? unitId) => unitId is { } id ? _heads.GetValueOrDefault(id) : null;

    /// <summary>Who answers for the unit on this day: the head, or whom he authorised while away.</summary>
    public Answering? ActingHeadOf(int? unitId) => HeadOf(unitId) is { } head ? ActingFor(head) : null;

    /// <summary>
    /// Who answers for a person on this day: himself, or whom he authorised while away. What was entrusted is not passed
    /// on by him who was trusted: when he is away too, it comes back to who gave it.
    /// </summary>
    public Answering ActingFor(Person person) =>
        _delegations.Find(x => x.FromPersonId == person.Id) is { } delegation && Person(delegation.ToPersonId) is { Active: true } other
            && !_delegations.Exists(x => x.FromPersonId == other.Id)
            ? new Answering(other, person, delegation)
            : new Answering(person);

    /// <summary>Delegations by which this person answers for others today.</summary>
    public IEnumerable<Delegation> StandsInFor(int personId) => _delegations.Where(x => x.ToPersonId == personId);

    /// <summary>The leader in charge of a unit, of its parent where it has none; the chairman where nobody is named.</summary>
    public Person? LeaderOf(int? unitId) => Person(ChargeOf(unitId)) ?? Chairman;

    /// <summary>The number of the leader named for a unit, or for its parent where none is named; null where nobody is.</summary>
    public int? ChargeOf(int? unitId)
    {
        for (var unit = Unit(unitId); unit is not null; unit = Unit(unit.ParentId))
            if (_leaders.TryGetValue(unit.Id, out var leader) && Person(leader) is { Active: true })
                return leader;
        return null;
    }

    /// <summary>Units of which this person is the leader in charge.</summary>
    public IEnumerable<int> LedBy(int personId) => _units.Keys.Where(unit => LeaderOf(unit)?.Id == personId);

    /// <summary>Units that this person heads today, by position or by standing in for the head.</summary>
    public IEnumerable<int> HeadedBy(int personId) => _units.Keys.Where(unit =>
        ActingHeadOf(unit) is { } acting && (acting.Person.Id == personId || acting.InPlaceOf?.Id == personId));

    /// <summary>The unit to which a field leads on the day, or null: such a duty goes to the office head.</summary>
    public int? UnitForField(string? field) => field is not null && _fields.TryGetValue(field, out var unit) ? unit : null;

    private Person? WithRole(Role role) => People.FirstOrDefault(person => HasRole(person.Id, role));
}

/// <summary>Names of the settings that the code reads.</summary>
public static class SettingNames
{
    public const string Commune = "commune";
    public const string FullName = "commune-full-name";
    public const string Province = "province";
    public const string PapiProvince = "papi-province";
    public const string Place = "document-place";
    public const string Phone = "switchboard";
    public const string Hotline = "hotline";
    public const string Address = "address";

    /// <summary>The first day for which duties are made (yyyy-MM-dd): nothing earlier is asked of anyone.</summary>
    public const string StartedOn = "started-on";

    /// <summary>What one duty of each kind weighs in the commune's own assessment.</summary>
    public const string ResultCoefficients = "result-coefficients";

    /// <summary>«đồng chí» or «ông/bà».</summary>
    public const string Salutation = "salutation";

    /// <summary>Set when the sample commune was seeded: a sample is never mistaken for an office.</summary>
    public const string Sample = "sample";
}

/// <summary>
/// Calendar and organization kept in memory, keyed by the data version that every change raises in its own
/// transaction, so that two hosts never answer from a stale copy for longer than one request.
/// </summary>
public sealed class Snapshots
{
    private sealed record Kept(string Database, long Version, DateOnly Day, WorkingCalendar Calendar, OrganizationOn Organization);

    private volatile Kept? _kept;

    /// <summary>The working calendar and the organization on the day of the database's clock.</summary>
    public async Task<(WorkingCalendar Calendar, OrganizationOn Organization)> ReadAsync(PlatformDb db, CancellationToken cancel = default)
    {
        var day = db.Clock.OfficeToday();
        var version = await db.DataVersions.AsNoTracking().Where(x => x.Name == DataVersion.Reference).Select(x => x.Value).FirstOrDefaultAsync(cancel);
        var database = db.Database.GetConnectionString() ?? "";
        // Inside a transaction only its own reading counts: what it changed may still be rolled back.
        var inTransaction = db.Database.CurrentTransaction is not null;
        if ((inTransaction ? db.Kept as Kept : _kept) is { } kept && kept.Version == version && kept.Day == day && kept.Database == database)
            return (kept.Calendar, kept.Organization);
        var calendar = new WorkingCalendar(
            await db.CalendarDays.AsNoTracking().ToListAsync(cancel),
            await db.CalendarYears.AsNoTracking().Select(x => x.Year).ToListAsync(cancel));
        var organization = await OrganizationOn.LoadAsync(db, day, cancel);
        var read = new Kept(database, version, day, calendar, organization);
        if (inTransaction)
            db.Kept = read;
        else
            _kept = read;
        return (calendar, organization);
    }
}
