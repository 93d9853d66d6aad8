namespace BacSon.Kernel.Ui;

/// <summary>One entry of the officers' menu, supplied by a module or by the host.</summary>
/// <param name="Title">Vietnamese, first word capital ("Văn bản đến, ý kiến chỉ đạo").</param>
/// <param name="Path">Address from the root ("/lam-viec").</param>
/// <param name="Policy">Name of the authorization policy of the page; whoever does not meet it does not see the entry.</param>
/// <param name="Order">Small numbers stand first.</param>
public sealed record MenuItem(string Title, string Path, string Policy, int Order);

/// <summary>A page that opens with «g» and then a key.</summary>
public sealed record Shortcut(char Key, string Title, string Path);

/// <summary>
/// What the layouts need to know, filled by the host once per request. The layouts read it and ask nobody else.
/// </summary>
public sealed class UiShell
{
    /// <summary>Name of the commune as inside a sentence: "xã Bắc Sơn".</summary>
    public string CommuneName { get; set; } = "xã Bắc Sơn";

    /// <summary>Name of the province as inside a sentence: "tỉnh Lạng Sơn"; empty leaves it out.</summary>
    public string ProvinceName { get; set; } = "tỉnh Lạng Sơn";

    /// <summary>Postal address for the citizens' footer; empty leaves the line out.</summary>
    public string Address { get; set; } = "";

    /// <summary>A telephone that is answered, as it is read ("0000 000 199"); empty leaves the line out.</summary>
    public string Phone { get; set; } = "";

    /// <summary>Mail address for citizens; empty leaves the line out.</summary>
    public string Email { get; set; } = "";

    /// <summary>The signed-in person's full name, or null on pages before sign-in.</summary>
    public string? PersonName { get; set; }

    /// <summary>Position and unit as shown after the name ("Trưởng phòng Kinh tế"); may be empty.</summary>
    public string Position { get; set; } = "";

    /// <summary>The officers' menu, already filtered by what this person may see and put in order.</summary>
    public IReadOnlyList<MenuItem> Menu { get; set; } = [];

    /// <summary>The citizens' menu; its entries have no policy.</summary>
    public IReadOnlyList<MenuItem> PublicMenu { get; set; } = [];

    /// <summary>What stands above every officers' page of this person until it is put right, with the address where that is done; or null.</summary>
    public Crumb? Alarm { get; set; }

    /// <summary>Path of the page being shown ("/lam-viec/12").</summary>
    public string CurrentPath { get; set; } = "/";

    /// <summary>Where the signed-in person's day begins; the masthead leads there.</summary>
    public string HomePath { get; set; } = "/";

    /// <summary>The pages that keys open for this person.</summary>
    public IReadOnlyList<Shortcut> Shortcuts { get; set; } = [];

    /// <summary>Whether single keys act: never before sign-in, and not for who has switched them off.</summary>
    public bool ShortcutsOn { get; set; }

    /// <summary>The keys as the script reads them, «v=/lam-viec t=/tinh-hinh»; empty while they are off.</summary>
    public string Keys => ShortcutsOn ? string.Join(' ', Shortcuts.Select(x => $"{x.Key}={x.Path}")) : "";

    /// <summary>Where the sign-out button posts to.</summary>
    public string SignOutPath { get; set; } = "/dang-xuat";

    /// <summary>"Ủy ban nhân dân xã Bắc Sơn".</summary>
    public string AuthorityName => $"Ủy ban nhân dân {CommuneName}";

    /// <summary>The entry under which the current page stands: the longest path that leads to it, or else to the nearest page above it.</summary>
    /// <param name="above">Pages above the current one, outermost first.</param>
    public MenuItem? Current(IReadOnlyList<MenuItem> menu, IReadOnlyList<Crumb> above) =>
        above.Select(x => x.Path).Append(CurrentPath).Reverse().Select(path => Leading(menu, path)).FirstOrDefault(x => x is not null);

    private static MenuItem? Leading(IReadOnlyList<MenuItem> menu, string path) => menu
        .Where(m => path.Equals(m.Path, StringComparison.OrdinalIgnoreCase)
            || (m.Path != "/" && path.StartsWith(m.Path + "/", StringComparison.OrdinalIgnoreCase)))
        .MaxBy(m => m.Path.Length);
}

/// <summary>Where the two layouts stand. Officers' is the default of every page; a page for citizens says <c>Layout = Layouts.Public</c>.</summary>
public static class Layouts
{
    /// <summary>For officers: menu, name, sign-out form.</summary>
    public const string Officer = "/BacSon.Kernel/Ui/_Layout.cshtml";

    /// <summary>For citizens: holds no POST form, so that pages can be cached.</summary>
    public const string Public = "/BacSon.Kernel/Ui/_PublicLayout.cshtml";
}
