using System.Diagnostics;
using BacSon.Tests.Support;

namespace BacSon.Host.Tests;

/// <summary>What is built can also be handed over: a build that runs here may still refuse to be published.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "bacson-tests", Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task What_was_built_can_be_published_and_carries_its_settings_and_styles()
    {
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        using var publish = Process.Start(new ProcessStartInfo("dotnet", $"publish host/App --no-build -c {configuration} -o \"{_directory}\"") { WorkingDirectory = Checkout.Root, RedirectStandardOutput = true })!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, said);
        Assert.All(new[] { "BacSon.App.dll", "appsettings.json", "BacSon.Environment.dll", "wwwroot/ui/base.css", "wwwroot/ui/calendar.css", "wwwroot/ui/ui.js" },
            file => Assert.True(File.Exists(Path.Combine(_directory, file)), file));
        Assert.False(File.Exists(Path.Combine(_directory, "Catalogue.json")));
    }
}
