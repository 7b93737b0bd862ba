using System.Text.RegularExpressions;
using System.Xml.Linq;
using SpiNNMan.Async.Model;
using static SpiNNMan.Async.Tests.Documentation.MarkdownDocument;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>What the code and the pages refer to is there.</summary>
internal sealed partial class ReferenceDocTests
{
    [Test]
    public void The_sections_that_comments_name_are_there()
    {
        string path = Path.ChangeExtension(typeof(CpuInfo).Assembly.Location, ".xml");
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        int found = 0;
        foreach (XElement member in XDocument.Load(path).Descendants("member"))
        {
            foreach (Match reference in Reference().Matches(Spaces().Replace(member.Value, " ")))
            {
                found++;
                if (All.TryGetValue(reference.Groups[1].Value, out MarkdownDocument? page) && !page.Headings.Contains(reference.Groups[2].Value, StringComparer.Ordinal))
                    missing.Add($"{member.Attribute("name")?.Value}: {reference.Value}");
            }
        }

        Assert.That(missing, Is.Empty);
        Assert.That(found, Is.GreaterThan(100));
    }

    [Test]
    public void Links_lead_somewhere()
    {
        var broken = new List<string>();
        foreach (MarkdownDocument page in All.Values)
        {
            foreach (Match link in Link().Matches(page.Text))
            {
                string file = link.Groups[1].Value is "" ? page.Name : link.Groups[1].Value;
                if (!All.TryGetValue(file, out MarkdownDocument? target) || (link.Groups[2].Success && !target.Anchors.Contains(link.Groups[2].Value, StringComparer.Ordinal)))
                    broken.Add($"{page.Name}: {link.Value}");
            }
        }

        Assert.That(broken, Is.Empty);
    }

    [GeneratedRegex(@"(\w+\.md), ""([^""]+)""")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    // Between the pages; other links are not theirs.
    [GeneratedRegex(@"\]\((\w*(?:\.md)?)(?:#([\w-]+))?\)")]
    private static partial Regex Link();
}
