using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>What all boards of a machine share besides their clock.</summary>
internal sealed class MachineResources(VirtualMachineOptions options)
{
    /// <summary>How much memory of this computer there is for all chips.</summary>
    public PageBudget Memory { get; } = new(options.MemoryLimit);

    /// <summary>Who is on the network of the boards.</summary>
    public HostNetwork Hosts { get; } = new(options);

    /// <summary>How long commands take now.</summary>
    public ServiceTime ServiceTime { get; set; } = options.ServiceTime;
}
