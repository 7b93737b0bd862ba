using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Testing;

/// <summary>A board or its BMP, behind one address.</summary>
/// <param name="Board">The number of the board.</param>
/// <param name="IsBmp">Whether it is the BMP.</param>
/// <param name="Location">The chip of the board with the Ethernet.</param>
internal sealed record ObservedDevice(int Board, bool IsBmp, ChipLocation Location);
