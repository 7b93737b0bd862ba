using SpiNNMan.Async.Simulation.Chips;

namespace SpiNNMan.Async.Simulation.Programs;

/// <summary>Whether and how images are executed.</summary>
/// <param name="IsOn">Whether they are.</param>
/// <param name="Memory">How much memory the chips whose cores execute may take together.</param>
/// <param name="HostLoad">How large a part of a core of this computer executing may take, in real time.</param>
internal sealed record ProgramSettings(bool IsOn, PageBudget Memory, double HostLoad)
{
    /// <summary>Nothing is executed.</summary>
    public static ProgramSettings Off { get; } = new(IsOn: false, new PageBudget(0), 1);
}
