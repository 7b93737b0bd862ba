using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Spalloc.Server;

/// <summary>A virtual machine whose boards are handed out to jobs.</summary>
/// <remarks>The machine is the caller's, who disposes of it after the service. While the service runs, it alone switches the boards.</remarks>
public sealed record SpallocMachine
{
    /// <summary>Names a machine.</summary>
    /// <param name="name">The name that clients use: not empty.</param>
    /// <param name="machine">The machine: of SpiNN-5 boards, since triads have no others.</param>
    /// <exception cref="InvalidParameterException">There is no name, or the boards are of another kind.</exception>
    public SpallocMachine(string name, VirtualMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        if (string.IsNullOrWhiteSpace(name))
            throw new InvalidParameterException(nameof(name), name, "clients need a name for the machine");
        if (machine.Options is { Triads: null, Board: not BoardType.Spin5 })
            throw new InvalidParameterException(nameof(machine), machine.Options.Board, "the allocation service hands out SpiNN-5 boards: start the machine with Board = Spin5, or with Triads");

        Name = name;
        Machine = machine;
    }

    /// <summary>The name that clients use.</summary>
    public string Name { get; }

    /// <summary>The machine.</summary>
    public VirtualMachine Machine { get; }

    /// <summary>The tags that clients can ask for instead of a name. The default is <c>default</c>, the tag of requests that name none.</summary>
    public IReadOnlyList<string> Tags { get; init => field = [.. OptionChecks.NotNull(value)]; } = ["default"];
}
