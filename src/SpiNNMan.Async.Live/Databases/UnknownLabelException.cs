using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Live.Databases;

/// <summary>A run has nothing of that label.</summary>
public sealed class UnknownLabelException : SpinnakerException
{
    private const int MostListed = 12;

    internal UnknownLabelException(string label, IReadOnlyList<string> labels, string where)
        : this(label, NearestNames.Find(label, labels), labels, where)
    {
    }

    private UnknownLabelException(string label, IReadOnlyList<string> nearest, IReadOnlyList<string> labels, string where)
        : base($"{where} has no label '{label}'. {Advise(nearest, labels)}")
    {
        Label = label;
        Nearest = nearest;
    }

    /// <summary>The label that was asked for.</summary>
    public string Label { get; }

    /// <summary>Those that look most like it, the nearest first; none if all look quite different.</summary>
    public IReadOnlyList<string> Nearest { get; }

    private static string Advise(IReadOnlyList<string> nearest, IReadOnlyList<string> labels)
    {
        if (nearest.Count > 0)
            return $"Did you mean {string.Join(" or ", nearest.Select(static name => $"'{name}'"))}?";

        if (labels.Count == 0)
            return "It has no labels at all: the network has nothing that sends or takes live events.";

        string more = labels.Count > MostListed ? $" and {labels.Count - MostListed} more" : "";
        return $"It has {string.Join(", ", labels.Take(MostListed).Select(static name => $"'{name}'"))}{more}.";
    }
}
