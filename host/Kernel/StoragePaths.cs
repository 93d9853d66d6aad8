namespace BacSon.Kernel;

/// <summary>Where the platform keeps what is not in the database. One directory, so that one copy backs it up.</summary>
/// <param name="Directory">Absolute path of Storage:Directory.</param>
public sealed record StoragePaths(string Directory)
{
    /// <summary>Originals and public copies of evidence, named by their SHA-256.</summary>
    public string Files => Path.Combine(Directory, "files");

    /// <summary>Pages of papers that are still being scanned; a finished one lies among the files.</summary>
    public string Scans => Path.Combine(Directory, "scans");

    /// <summary>Daily heads of the audit chain.</summary>
    public string AuditAnchors => Path.Combine(Directory, "audit-anchors.txt");

    /// <summary>The embedded database.</summary>
    public string Database => Path.Combine(Directory, "bacson.db");

    /// <summary>Mails as .eml files when no server is named.</summary>
    public string Pickup => Path.Combine(Directory, "mail");
}
