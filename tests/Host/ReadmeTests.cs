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

    [Fact]
    public void The_papers_for_operators_name_only_settings_and_verbs_that_exist()
    {
        var asked = new Asked();
        PlatformOptions.Read(asked);
        var papers = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "ops")).Where(x => Path.GetExtension(x) is ".md" or ".env" or ".service" or ".yaml" or "" or ".sh").ToList();
        Assert.True(papers.Count > 6);
        var verbs = CommandLine.Build().Subcommands.SelectMany(x => x.Subcommands.Count == 0 ? [x.Name] : x.Subcommands.Select(y => $"{x.Name} {y.Name}")).ToHashSet();
        var seen = 0;
        foreach (var paper in papers)
        {
            var text = File.ReadAllText(paper);
            foreach (var name in Setting().Matches(text).Select(x => x.Value.Replace("__", ":", StringComparison.Ordinal)).Where(x => !x.StartsWith("ASPNETCORE", StringComparison.Ordinal)))
                Assert.True(asked.Names.Contains(name), $"{Path.GetFileName(paper)} names the setting {name}, which nothing reads.");
            foreach (var other in Paper().Matches(text).Select(x => x.Value))
                Assert.True(Path.Exists(Path.Combine(Checkout.Root, other)), $"{Path.GetFileName(paper)} names {other}, which is not there.");
            foreach (var said in Command().Matches(text).Select(x => x.Groups[1].Value.TrimEnd()))
            {
                seen++;
                Assert.True(verbs.Any(x => said == x || said.StartsWith(x + " ", StringComparison.Ordinal)), $"{Path.GetFileName(paper)} names the command {said}, which is none.");
            }
        }
        Assert.True(seen > 20, $"only {seen} commands were found");
    }

    [GeneratedRegex(@"\b(Storage|Database|ConnectionStrings|Backup|Logs|Telemetry|Proxy|Mail|Site)(:|__)[A-Z][A-Za-z]+")]
    private static partial Regex Setting();

    [GeneratedRegex(@"(?:`bacson |^bacson |bacson-platform |BacSon\.App\.dll (?!""\$@""))([a-z][a-z-]*(?: [a-z-]+)?)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"\b(?:ops|host)/[A-Za-z/.-]*[A-Za-z]")]
    private static partial Regex Paper();

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
