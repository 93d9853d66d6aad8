namespace BacSon.Kernel;

/// <summary>The address under which people reach the platform (Site:PublicUrl): links in mails begin with it.</summary>
public sealed record SiteAddress(Uri Url)
{
    /// <summary>An absolute link to a path that begins with a slash.</summary>
    public string Link(string path) => new Uri(Url, path).AbsoluteUri;
}
