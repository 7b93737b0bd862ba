namespace SpiNNMan.Async.Simulation.Faults;

/// <summary>What goes wrong on the network between the host and the simulated devices, each way for itself.</summary>
/// <remarks>Protocol: virtual-machine.md, "Faults".</remarks>
public sealed record FaultOptions
{
    /// <summary>Nothing goes wrong: the default.</summary>
    public static FaultOptions None { get; } = new();

    /// <summary>What happens to datagrams on their way to a board or BMP.</summary>
    public LinkFaults Ingress { get; init; } = LinkFaults.None;

    /// <summary>What happens to datagrams on their way from a board or BMP.</summary>
    public LinkFaults Egress { get; init; } = LinkFaults.None;
}
