using System.Reflection;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The pages for those who come from other tools name members and commands that there are.</summary>
internal sealed partial class ComingFromTests
{
    private static readonly HashSet<string> s_members = new(
        new[] { typeof(Transceiver).Assembly, typeof(VirtualMachine).Assembly }.SelectMany(static assembly => assembly.GetExportedTypes())
            .SelectMany(static type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static).Select(static member => member.Name).Append(type.Name)),
        StringComparer.Ordinal);

    [TestCase("docs/coming-from-rig.md", 35)]
    [TestCase("docs/coming-from-ybug.md", 8)]
    public void Every_member_is_there(string page, int least)
    {
        string[] named = [.. Member().Matches(File.ReadAllText(Repository.PathTo(page))).Select(static match => match.Groups["name"].Value)];

        Assert.That(named, Has.Length.GreaterThanOrEqualTo(least), "names are found");
        Assert.That(named.Where(static name => !s_members.Contains(name)), Is.Empty);
    }

    [TestCase("docs/coming-from-rig.md", 7)]
    [TestCase("docs/coming-from-ybug.md", 20)]
    public void Every_command_is_there(string page, int least)
    {
        string[] commands = [.. Heading().Matches(File.ReadAllText(Repository.PathTo("docs", "command-line.md"))).SelectMany(static match => match.Groups["names"].Value.Split(", "))];
        string[] named = [.. Command().Matches(File.ReadAllText(Repository.PathTo(page))).Select(static match => match.Groups["name"].Value)];

        Assert.That(named, Has.Length.GreaterThanOrEqualTo(least), "commands are found");
        Assert.That(named.Except(commands, StringComparer.Ordinal), Is.Empty);
    }

    [GeneratedRegex(@"`(?:await )?(?:[A-Z]\w+\.)+(?<name>[A-Z]\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Member();

    [GeneratedRegex("`spinnman (?<name>[a-z]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();

    [GeneratedRegex("^## (?<names>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();
}
