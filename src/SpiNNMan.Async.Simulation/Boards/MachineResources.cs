using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The things that all boards of a machine share besides their clock. Some of them can be changed while the boards run.</summary>
internal sealed class MachineResources(BoardOptions options)
{
    /// <summary>The memory of this computer that all chips together may take.</summary>
    public PageBudget Memory { get; } = new(options.MemoryLimit);

    /// <summary>The hosts on the network of the boards.</summary>
    public HostNetwork Hosts => options.Hosts;

    /// <summary>How long commands take now.</summary>
    public MonitorPace Pace { get; set; } = options.Pace;

    /// <summary>The part of the packets of flood fills that chips miss.</summary>
    public double FloodFillLoss { get; set; } = options.FloodFillLoss;

    /// <summary>The part of the replies to flood-fill blocks that is lost for each waiting block.</summary>
    public double FloodReplyLoss { get; set; } = options.FloodReplyLoss;
}
