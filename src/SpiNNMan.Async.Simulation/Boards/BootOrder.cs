using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>Boards that are to be booted together.</summary>
/// <param name="Layout">The part of the machine that they are.</param>
/// <param name="Root">The number in it of the board that has the image.</param>
/// <param name="Ports">What there is on the boards, in the order of their numbers.</param>
internal sealed record BootOrder(MachineLayout Layout, int Root, IReadOnlyList<BoardPort> Ports)
{
    /// <summary>The software begins to answer.</summary>
    public Action Speak { get; init; } = static () => { };

    /// <summary>The software is ready.</summary>
    public Action Finish { get; init; } = static () => { };
}
