namespace BacSon.App.Demo;

/// <summary>Makes the sample commune through the product's own operations, relative to today, with its past.</summary>
internal static class DemoSeed
{
    /// <summary>The password of every sample account; they exist in Development only.</summary>
    public const string Password = "Bac-Son-xa-mau-2026";

    public static Task RunAsync(IServiceProvider services, Action<string> say, CancellationToken cancel = default) => Task.CompletedTask;
}
