using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Testing;

/// <summary>The faults of a network by their names, so that one test can run under each of them.</summary>
/// <remarks>Protocol: virtual-machine.md, "Faults".</remarks>
public static class TestFaults
{
    private const double DefaultShare = 0.05;
    private const double DefaultMilliseconds = 5;

    /// <summary>All names: loss, duplicate, reorder, corrupt, delay, jitter.</summary>
    public static IReadOnlyList<string> Names => LinkFaults.Names;

    /// <summary>The names of the faults that a correct program does not notice, except by the time it takes: all but corrupt.</summary>
    /// <remarks>The protocol has no checksum beyond that of UDP, so a datagram that is changed on its way can change the data.</remarks>
    public static IReadOnlyList<string> Harmless { get; } = [.. LinkFaults.Names.Where(static name => name is not "corrupt")];

    /// <summary>How strong a fault is if a test does not say it: five datagrams of a hundred, or 5 ms.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="InvalidParameterException">There is no such fault.</exception>
    public static double GetDefault(string name)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
            throw new InvalidParameterException(nameof(name), name, $"it must be one of {string.Join(", ", Names)}");

        return LinkFaults.IsShare(name) ? DefaultShare : DefaultMilliseconds;
    }
}
