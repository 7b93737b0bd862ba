using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>What all boards of a machine share besides their clock, and what of it can be changed while they run.</summary>
internal sealed class MachineResources(BoardOptions options)
{
    /// <summary>How much memory of this computer there is for all chips.</summary>
    public PageBudget Memory { get; } = new(options.MemoryLimit);

    /// <summary>Who is on the network of the boards.</summary>
    public HostNetwork Hosts => options.Hosts;

    /// <summary>How long commands take now.</summary>
    public MonitorPace Pace { get; set; } = options.Pace;

    /// <summary>How large a part of the packets of flood fills chips miss.</summary>
    public double FloodFillLoss { get; set; } = options.FloodFillLoss;

    /// <summary>How large a part of the replies to their blocks gets lost for each that waits.</summary>
    public double FloodReplyLoss { get; set; } = options.FloodReplyLoss;
}
