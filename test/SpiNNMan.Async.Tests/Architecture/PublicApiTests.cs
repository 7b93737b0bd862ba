using System.Xml.Linq;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>Every package lists the members that its users may rely on.</summary>
internal sealed class PublicApiTests
{
    private static IEnumerable<string> Packages => Directory.EnumerateFiles(Repository.PathTo("src"), "*.csproj", SearchOption.AllDirectories)
        .Where(static project => XDocument.Load(project).Descendants() is var elements
            && !elements.Any(static element => element.Name.LocalName is "OutputType" or "PackAsTool" || (element.Name.LocalName is "IsPackable" && element.Value is "false")))
        .Select(Repository.Shorten);

    [Test]
    public void Packages_are_found() => Assert.That(Packages, Has.Member("src/SpiNNMan.Async/SpiNNMan.Async.csproj").And.Member("src/SpiNNMan.Async.Simulation/SpiNNMan.Async.Simulation.csproj"));

    [TestCaseSource(nameof(Packages))]
    public void A_package_lists_its_public_members(string project)
    {
        string folder = Path.GetDirectoryName(Repository.PathTo(project))!;
        string[] shipped = File.ReadAllLines(Path.Combine(folder, "PublicAPI.Shipped.txt"));
        string[] unshipped = File.ReadAllLines(Path.Combine(folder, "PublicAPI.Unshipped.txt"));

        Assert.That(File.ReadAllText(Repository.PathTo(project)), Does.Contain("Microsoft.CodeAnalysis.PublicApiAnalyzers"));
        Assert.That((shipped[0], unshipped[0]), Is.EqualTo(("#nullable enable", "#nullable enable")));
        Assert.That(shipped.Concat(unshipped).Where(static line => line is not "#nullable enable"), Is.Unique);
    }
}
