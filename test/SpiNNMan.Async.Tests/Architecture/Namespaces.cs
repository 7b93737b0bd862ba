using ArchUnitNET.Domain;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>Which namespaces use which, as the compiled code has it.</summary>
internal static class Namespaces
{
    /// <summary>The namespaces below one that have types, as what follows its name; the empty one is itself.</summary>
    public static IEnumerable<string> Within(string root) => TypesWithin(root).Select(type => Shorten(type, root)).Distinct(StringComparer.Ordinal);

    /// <summary>What types use of other namespaces below one.</summary>
    public static IEnumerable<(string From, string To, string Type, string Used)> UsesWithin(string root) =>
        TypesWithin(root).SelectMany(type => type.Dependencies.Select(use => use.Target).Where(used => used is not GenericParameter && IsWithin(used, root))
            .Select(used => (From: Shorten(type, root), To: Shorten(used, root), Type: type.FullName, Used: used.FullName))
            .Where(static use => !string.Equals(use.From, use.To, StringComparison.Ordinal)))
            .Distinct();

    /// <summary>The sets of namespaces below one of which each uses each, by way of others or not.</summary>
    public static IReadOnlyList<string> CyclesWithin(string root)
    {
        ILookup<string, string> uses = UsesWithin(root).ToLookup(static use => use.From, static use => use.To, StringComparer.Ordinal);
        Dictionary<string, HashSet<string>> reached = Within(root).ToDictionary(static name => name, name => Reach(uses, name), StringComparer.Ordinal);
        return [.. reached.Where(from => from.Value.Contains(from.Key))
            .Select(from => string.Join(" - ", from.Value.Where(to => reached[to].Contains(from.Key)).Order(StringComparer.Ordinal)))
            .Distinct(StringComparer.Ordinal)];
    }

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

    private static IEnumerable<IType> TypesWithin(string root) => Layers.Loaded.Types.Where(type => IsWithin(type, root));

    private static bool IsWithin(IType type, string root) => type.Namespace?.FullName is { } name && (string.Equals(name, root, StringComparison.Ordinal) || name.StartsWith(root + ".", StringComparison.Ordinal));

    private static string Shorten(IType type, string root) => type.Namespace.FullName[root.Length..].TrimStart('.');
}
