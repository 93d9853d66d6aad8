using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace BacSon.Kernel.Organization;

/// <summary>Names of the authorization policies: every page and endpoint names one, or stands on the public list.</summary>
public static class Policies
{
    /// <summary>Anyone of the office who has an account.</summary>
    public const string Staff = "staff";

    /// <summary>The status page: leaders, office head, observers.</summary>
    public const string Status = "status";

    /// <summary>Administration: people, calendar, mail, audit, jobs.</summary>
    public const string Administer = "administer";

    /// <summary>Looking at the jobs, their schedules and runs: administrators, who may also change them, the chairman and the office head.</summary>
    public const string WatchJobs = "watch-jobs";

    /// <summary>Changes of the legal catalogue: the legal officer, administrators.</summary>
    public const string Law = "law";

    public static readonly IReadOnlyList<string> All = [Staff, Status, Administer, WatchJobs, Law];

    /// <summary>Whether the organization of the day gives this person the policy. An unknown policy is given to nobody.</summary>
    public static bool Meets(Viewer viewer, string policy) => policy switch
    {
        Staff => true,
        Status => viewer.SeesStatus,
        Administer => viewer.IsAdministrator,
        WatchJobs => viewer.IsAdministrator || viewer.ActsAsChairman || viewer.ActsAsOfficeHead,
        Law => viewer.KeepsLaw,
        _ => false,
    };
}

/// <summary>The person who is signed in, with the rights of the day. One per request.</summary>
public sealed class CurrentViewer(IHttpContextAccessor http, PlatformDb db, Snapshots snapshots)
{
    private bool _looked;
    private Viewer? _viewer;

    /// <summary>The viewer, or null when nobody is signed in or the person is no longer active.</summary>
    public async Task<Viewer?> FindAsync()
    {
        if (_looked)
            return _viewer;
        if (http.HttpContext?.User is { Identity.IsAuthenticated: true } user
            && int.TryParse(user.FindFirst("person")?.Value, CultureInfo.InvariantCulture, out var id))
        {
            var (_, organization) = await snapshots.ReadAsync(db);
            if (organization.Person(id) is { Active: true } person)
            {
                _viewer = new Viewer(organization, person);
                db.Acting.PersonId = person.Id;
                db.Acting.Name = person.FullName;
                db.Acting.Origin = http.HttpContext.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null;
            }
        }
        _looked = true;
        return _viewer;
    }

    /// <summary>The viewer that this request's policy has looked for; null before, and where there is none.</summary>
    public Viewer? Found => _viewer;

    /// <summary>The viewer on a page that needs one. Throws <see cref="NotAllowed"/> where there is none.</summary>
    public async Task<Viewer> RequireAsync() => await FindAsync() ?? throw new NotAllowed("Phiên làm việc đã hết, đề nghị đăng nhập lại");
}
