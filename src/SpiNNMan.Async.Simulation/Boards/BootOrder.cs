using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The boards that are to be booted together.</summary>
/// <param name="Layout">The part of the machine that the boards form.</param>
/// <param name="Root">The number, in that part, of the board that has the image.</param>
/// <param name="Ports">The parts of the boards, in the order of the boards' numbers.</param>
internal sealed record BootOrder(MachineLayout Layout, int Root, IReadOnlyList<BoardPort> Ports)
{
    /// <summary>Called when the software begins to answer.</summary>
    public Action Speak { get; init; } = static () => { };

    /// <summary>Called when the software is ready.</summary>
    public Action Finish { get; init; } = static () => { };
}
