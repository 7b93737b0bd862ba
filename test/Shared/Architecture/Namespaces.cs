using ArchUnitNET.Domain;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>The namespaces below one, and which of them use which, as the compiled code has it. A namespace is named by what follows the name of the one above; the empty name is that one itself.</summary>
internal sealed class Namespaces(ArchUnitNET.Domain.Architecture code, string root)
{
    /// <summary>Those that have types.</summary>
    public IEnumerable<string> All => Types.Select(Shorten).Distinct(StringComparer.Ordinal);

    /// <summary>What types use of other namespaces.</summary>
    public IEnumerable<(string From, string To, string Type, string Used)> Uses =>
        Types.SelectMany(type => type.Dependencies.Select(use => use.Target).Where(used => used is not GenericParameter && IsWithin(used))
            .Select(used => (From: Shorten(type), To: Shorten(used), Type: type.FullName, Used: used.FullName))
            .Where(static use => !string.Equals(use.From, use.To, StringComparison.Ordinal)))
            .Distinct();

    /// <summary>The sets of namespaces of which each uses each, by way of others or not.</summary>
    public IReadOnlyList<string> Cycles
    {
        get
        {
            ILookup<string, string> uses = Uses.ToLookup(static use => use.From, static use => use.To, StringComparer.Ordinal);
            Dictionary<string, HashSet<string>> reached = All.ToDictionary(static name => name, name => Reach(uses, name), StringComparer.Ordinal);
            return [.. reached.Where(from => from.Value.Contains(from.Key))
                .Select(from => string.Join(" - ", from.Value.Where(to => reached[to].Contains(from.Key)).Order(StringComparer.Ordinal)))
                .Distinct(StringComparer.Ordinal)];
        }
    }

    /// <summary>What types of some namespaces use of others that they may not use.</summary>
    public IReadOnlyList<string> UsesOf(string[] layer, string[] mayUse) =>
        [.. Uses.Where(use => layer.Contains(use.From, StringComparer.Ordinal) && !mayUse.Contains(use.To, StringComparer.Ordinal)).Select(static use => $"{use.Type} uses {use.Used}")];

    private static HashSet<string> Reach(ILookup<string, string> uses, string from)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Queue<string>([from]);
        while (pending.TryDequeue(out string? name))
        {
            foreach (string next in uses[name].Where(reached.Add))
                pending.Enqueue(next);
        }

        return reached;
    }

    private IEnumerable<IType> Types => code.Types.Where(IsWithin);

    private bool IsWithin(IType type) => type.Namespace?.FullName is { } name && (string.Equals(name, root, StringComparison.Ordinal) || name.StartsWith(root + ".", StringComparison.Ordinal));

    private string Shorten(IType type) => type.Namespace.FullName[root.Length..].TrimStart('.');
}
