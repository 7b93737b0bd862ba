using System.Text;
using SpiNNMan.Async.Tests.Documentation;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>The diagram of the library's folders in the page on its architecture is that of the code.</summary>
internal sealed class HousePlanTests
{
    private const string Root = "SpiNNMan.Async";

    [Test]
    public void The_diagram_shows_the_folders_and_which_use_which()
    {
        ILookup<string, string> uses = new Namespaces(Layers.Loaded, Root).Uses
            .Select(static use => (From: Folder(use.From), To: Folder(use.To)))
            .Where(static use => !string.Equals(use.From, use.To, StringComparison.Ordinal) && use is { From: not "Simulation", To: not "Simulation" })
            .Distinct()
            .ToLookup(static use => use.From, static use => use.To, StringComparer.Ordinal);
        var diagram = new StringBuilder("```mermaid\nflowchart TD\n");
        foreach ((string from, string to) in uses.SelectMany(static from => from.Select(to => (From: from.Key, To: to))).OrderBy(static arrow => arrow.From, StringComparer.Ordinal).ThenBy(static arrow => arrow.To, StringComparer.Ordinal))
        {
            // An arrow that others lead along as well says nothing new.
            if (!uses[from].Where(other => !string.Equals(other, to, StringComparison.Ordinal)).Any(other => Reaches(uses, other, to, [])))
                diagram.Append($"    {from} --> {to}\n");
        }

        GeneratedPage.AssertPartIs(diagram.Append("```\n").ToString(), "house", "docs", "architecture.md");
    }

    /// <summary>A namespace as a node of the diagram: all of Multiplexing is one, and so are the subjects of Wire.Scp.</summary>
    private static string Folder(string name) => name switch
    {
        "" => "Transceiver",
        _ when name.StartsWith("Multiplexing", StringComparison.Ordinal) => "Multiplexing",
        _ when name.StartsWith("Simulation", StringComparison.Ordinal) => "Simulation",
        _ when name.StartsWith("Connections", StringComparison.Ordinal) => "Connections",
        _ when name.StartsWith("Wire.Scp", StringComparison.Ordinal) => "Wire.Scp",
        _ => name,
    };

    private static bool Reaches(ILookup<string, string> uses, string from, string to, HashSet<string> seen) =>
        uses[from].Contains(to, StringComparer.Ordinal) || uses[from].Where(seen.Add).Any(next => Reaches(uses, next, to, seen));
}
