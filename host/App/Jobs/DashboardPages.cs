using Hangfire.Dashboard;

namespace BacSon.App.Jobs;

/// <summary>Our pages within Hangfire's dashboard: they stand in its menu and under its address, and are pages of the platform.</summary>
internal static class DashboardPages
{
    private static readonly Lock Once = new();
    private static bool _installed;

    /// <summary>Whether an address under /jobs is a page of ours, with our strict policy and no style of Hangfire's.</summary>
    public static bool Ours(PathString path) => path.StartsWithSegments("/jobs/lich-chay") || path.StartsWithSegments("/jobs/lan-chay");

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
