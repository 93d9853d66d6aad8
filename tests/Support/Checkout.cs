namespace BacSon.Tests.Support;

/// <summary>The source tree that the tests were built from.</summary>
internal static class Checkout
{
    /// <summary>The directory of the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "BacSon.Platform.sln")))
                return at.FullName;
        throw new DirectoryNotFoundException("The tests run from within the source tree.");
    }
}
