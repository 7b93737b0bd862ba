using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Boards;

/// <summary>What was read from one board.</summary>
/// <typeparam name="T">What was read.</typeparam>
/// <param name="Board">The board.</param>
/// <param name="Value">What its BMP told.</param>
public readonly record struct BoardReading<T>(BoardLocation Board, T Value);
