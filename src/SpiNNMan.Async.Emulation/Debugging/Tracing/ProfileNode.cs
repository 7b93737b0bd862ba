namespace SpiNNMan.Async.Emulation.Debugging.Tracing;

/// <summary>A function, by the way of calls on which it was reached.</summary>
/// <param name="name">Its name.</param>
internal sealed class ProfileNode(string name)
{
    private readonly Dictionary<string, ProfileNode> _children = new(StringComparer.Ordinal);

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>The clocks that it took itself.</summary>
    public long Clocks { get; set; }

    /// <summary>The functions that it called.</summary>
    public IEnumerable<ProfileNode> Children => _children.Values;

    /// <summary>The functions that it called, by name.</summary>
    public ProfileNode Child(string child)
    {
        if (!_children.TryGetValue(child, out ProfileNode? node)) _children[child] = node = new ProfileNode(child);
        return node;
    }

    /// <summary>All ways of calls below this one that took time, with their clocks.</summary>
    public IEnumerable<(IReadOnlyList<string> Stack, long Clocks)> Stacks() => Walk([name]);

    private IEnumerable<(IReadOnlyList<string> Stack, long Clocks)> Walk(string[] way)
    {
        if (Clocks > 0) yield return (way, Clocks);
        foreach (ProfileNode child in _children.Values)
        {
            foreach (var stack in child.Walk([.. way, child.Name])) yield return stack;
        }
    }
}
