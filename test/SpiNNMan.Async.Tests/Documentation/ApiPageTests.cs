using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The page that lists all that users can name, a line each.</summary>
internal sealed partial class ApiPageTests
{
    private const string Root = "SpiNNMan.Async";

    /// <summary>The subjects in the order in which users meet them.</summary>
    private static readonly string[] s_order =
        ["", "Machines", "Memory", "Applications", "Iobufs", "Routing", "Tags", "Chips", "Boards", "Booting", "Machines.Discovery", "Machines.Snapshots", "Machines.Variables", "Access", "Connections", "Diagnostics", "Errors"];

    [Test]
    public void The_page_lists_what_is_public()
    {
        Dictionary<string, string> summaries = XDocument.Load(Path.Combine(AppContext.BaseDirectory, Root + ".xml")).Descendants("member")
            .Where(static member => member.Attribute("name")!.Value.StartsWith("T:", StringComparison.Ordinal))
            .ToDictionary(static member => member.Attribute("name")!.Value[2..], static member => FirstSentence(member.Element("summary")), StringComparer.Ordinal);
        var page = new StringBuilder("# The public types\n\nAll that a program can name, by subject, made of the code. What is not here is internal.\n");
        foreach (IGrouping<string, Type> subject in typeof(Transceiver).Assembly.GetExportedTypes().Where(static type => !type.IsNested)
            .GroupBy(static type => type.Namespace![Root.Length..].TrimStart('.'), StringComparer.Ordinal)
            .OrderBy(static subject => Place(subject.Key)).ThenBy(static subject => subject.Key, StringComparer.Ordinal))
        {
            page.Append($"\n## {(subject.Key.Length == 0 ? Root : Root + "." + subject.Key)}\n\n");
            foreach (Type type in subject.OrderBy(static type => type.Name, StringComparer.Ordinal))
                page.Append($"- `{NameOf(type)}`: {summaries[type.FullName!]}\n");
        }

        GeneratedPage.AssertIs(page.ToString(), "docs", "api.md");
    }

    private static int Place(string subject) => Array.IndexOf(s_order, subject) is >= 0 and int place ? place : s_order.Length;

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(static argument => argument.Name))}>"
        : type.Name;

    private static string FirstSentence(XElement? summary)
    {
        string text = Spaces().Replace(string.Concat(summary!.Nodes().Select(static node => node switch
        {
            XText words => words.Value,
            XElement { Name.LocalName: "see" } see => LastName((see.Attribute("cref") ?? see.Attribute("langword") ?? see.Attribute("href"))!.Value),
            XElement { Name.LocalName: "paramref" or "typeparamref" } named => named.Attribute("name")!.Value,
            XElement other => other.Value,
            _ => "",
        })).Trim(), " ");
        return SentenceEnd().Match(text) is { Success: true } end ? text[..(end.Index + 1)] : text;
    }

    private static string LastName(string reference) => reference.Split('(')[0].Split('.')[^1].Split('`')[0];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    /// <summary>The point before a new sentence.</summary>
    [GeneratedRegex(@"[.:](?= [A-Z])")]
    private static partial Regex SentenceEnd();
}
