using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Simulation.Faults;

/// <summary>The faults of a network on the datagrams that go one way. Each is decided for each datagram on its own.</summary>
/// <remarks>Protocol: virtual-machine.md, "Faults".</remarks>
public sealed record LinkFaults : SpinnakerOptions
{
    /// <summary>Nothing goes wrong.</summary>
    public static LinkFaults None { get; } = Shared(new LinkFaults());

    /// <summary>The share of datagrams that get lost, 0 to 1. The default is 0.</summary>
    public double Loss
    {
        get;
        set => field = Writable(OptionChecks.Share(value));
    }

    /// <summary>The share of datagrams that arrive twice, 0 to 1. The default is 0.</summary>
    public double Duplication
    {
        get;
        set => field = Writable(OptionChecks.Share(value));
    }

    /// <summary>The share of datagrams that are overtaken by the next one, 0 to 1; one that nothing overtakes within ten
    /// milliseconds goes on. The default is 0.</summary>
    public double Reordering
    {
        get;
        set => field = Writable(OptionChecks.Share(value));
    }

    /// <summary>The share of datagrams of which one bit is changed, 0 to 1. The default is 0.</summary>
    public double Corruption
    {
        get;
        set => field = Writable(OptionChecks.Share(value));
    }

    /// <summary>How long every datagram takes, up to a day. The default is no time.</summary>
    public TimeSpan Delay
    {
        get;
        set => field = Writable(OptionChecks.NotNegative(value));
    }

    /// <summary>How much longer it may take, evenly spread; datagrams may overtake each other by it; up to a day. The default is no time.</summary>
    public TimeSpan Jitter
    {
        get;
        set => field = Writable(OptionChecks.NotNegative(value));
    }

    /// <summary>The words by which fault files and command lines name them: shares, and times in milliseconds.</summary>
    public static IReadOnlyList<string> Names { get; } = ["loss", "duplicate", "reorder", "corrupt", "delay", "jitter"];

    /// <summary>Whether what is so named is a share, 0 to 1, and not a time in milliseconds.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static bool IsShare(string name) => name is "loss" or "duplicate" or "reorder" or "corrupt";

    /// <summary>The same with one of them changed.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="value">A share, or milliseconds.</param>
    /// <exception cref="InvalidParameterException">There is no such fault, or the value is out of range.</exception>
    public LinkFaults With(string name, double value) => name switch
    {
        "loss" => this with { Loss = value },
        "duplicate" => this with { Duplication = value },
        "reorder" => this with { Reordering = value },
        "corrupt" => this with { Corruption = value },
        "delay" => this with { Delay = Milliseconds(value) },
        "jitter" => this with { Jitter = Milliseconds(value) },
        _ => throw new InvalidParameterException(nameof(name), name, $"it must be one of {string.Join(", ", Names)}"),
    };

    private static TimeSpan Milliseconds(double value) => value >= 0 && value <= OptionChecks.LongestTime.TotalMilliseconds
        ? TimeSpan.FromMilliseconds(value)
        : throw new InvalidParameterException(nameof(value), value, $"it must be 0 to {OptionChecks.LongestTime.TotalMilliseconds} milliseconds");
}
