using System.Text.Json;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using Hangfire.Dashboard;

namespace BacSon.App.Jobs;

/// <summary>Our pages within Hangfire's dashboard: they stand in its menu and under its address, and are pages of the platform.</summary>
internal static class DashboardPages
{
    private static readonly Lock Once = new();
    private static bool _installed;

    /// <summary>Whether an address under /jobs is a page of ours, with our strict policy and no style of Hangfire's.</summary>
    public static bool Ours(PathString path) => path.StartsWithSegments("/jobs/lich-chay") || path.StartsWithSegments("/jobs/lan-chay");

    /// <summary>
    /// Writes what an administrator does on Hangfire's own pages (run, requeue, delete) into the audit trail, when it was
    /// accepted: the address says which act, its form which jobs.
    /// </summary>
    public static async Task AuditAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path;
        await next(http);
        if (!HttpMethods.IsPost(http.Request.Method) || !path.StartsWithSegments("/jobs", out var act) || Ours(path) || act == "/stats" || http.Response.StatusCode >= 400)
            return;
        var jobs = http.Request.HasFormContentType ? (await http.Request.ReadFormAsync()).Where(x => x.Key.StartsWith("jobs", StringComparison.Ordinal)).SelectMany(x => x.Value).ToList() : [];
        var db = http.RequestServices.GetRequiredService<PlatformDb>();
        AuditTrail.Note(db, "Thao tác trong bảng Hangfire", "Job", jobs.Count is > 0 and < 4 ? string.Join(", ", jobs) : act.Value!,
            JsonSerializer.Serialize(new Dictionary<string, object?[]> { ["Act"] = [null, act.Value], ["Jobs"] = [null, jobs.Count] }));
        await db.SaveChangesAsync();
    }

    /// <summary>Puts them into the dashboard's menu, once for the process: Hangfire keeps its menus in static fields.</summary>
    public static void Install()
    {
        lock (Once)
        {
            if (_installed)
                return;
            _installed = true;
            NavigationMenu.Items.Insert(0, page => new MenuItem("Lịch chạy", page.Url.To("/lich-chay")));
        }
    }
}
