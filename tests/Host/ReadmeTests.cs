using System.Text.RegularExpressions;
using BacSon.App;
using BacSon.App.Verbs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using BacSon.Tests.Support;

namespace BacSon.Host.Tests;

/// <summary>What the README promises exists.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Text = Read();

    [Fact]
    public void The_README_names_exactly_the_settings_that_the_program_reads()
    {
        var asked = new Asked();
        PlatformOptions.Read(asked);
        var named = SettingRow().Matches(Text).Select(x => x.Groups[1].Value).ToHashSet();
        Assert.True(named.Count > 5, "no settings were found in the README");
        Assert.Equal(asked.Names.Order(), named.Order());
    }

    [Fact]
    public void The_README_names_exactly_the_verbs_that_the_program_has()
    {
        var root = CommandLine.Build();
        var named = VerbRow().Matches(Text[Text.IndexOf("| verb |", StringComparison.Ordinal)..]).SelectMany(x => Code().Matches(x.Groups[1].Value)).Select(x => x.Groups[1].Value);
        var has = root.Subcommands.SelectMany(x => x.Subcommands.Count == 0 ? [x.Name] : x.Subcommands.Select(y => $"{x.Name} {y.Name}"));
        Assert.Equal(has.Order(), named.Order());
        Assert.All(root.Subcommands, x => Assert.True(CommandLine.IsVerb([x.Name]), $"{x.Name} would start the web host"));
    }

    private static string Read() => File.ReadAllText(Path.Combine(Checkout.Root, "README.md"));

    [GeneratedRegex(@"^\| `([A-Za-z]+:[A-Za-z]+)` \|", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    [GeneratedRegex(@"^\| (`[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex VerbRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    // An empty configuration that remembers what it was asked for.
    private sealed class Asked : IConfiguration
    {
        public HashSet<string> Names { get; } = [];

        public string? this[string key]
        {
            get
            {
                Names.Add(key);
                return key == "Storage:Directory" ? Path.GetTempPath() : null;
            }
            set => throw new NotSupportedException();
        }

        public IEnumerable<IConfigurationSection> GetChildren() => [];
        public IChangeToken GetReloadToken() => throw new NotSupportedException();
        public IConfigurationSection GetSection(string key) => throw new NotSupportedException();
    }
}
