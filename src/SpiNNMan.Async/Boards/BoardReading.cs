using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Boards;

/// <summary>A value that was read from one board.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Board">The board.</param>
/// <param name="Value">The value.</param>
public readonly record struct BoardReading<T>(BoardLocation Board, T Value);
