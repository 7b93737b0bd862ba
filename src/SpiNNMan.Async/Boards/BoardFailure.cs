using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Boards;

/// <summary>The failure of one board in an operation on many through their BMPs.</summary>
/// <param name="Board">The board. If a whole frame failed, the first of its boards.</param>
/// <param name="Error">The error.</param>
public sealed record BoardFailure(BoardLocation Board, SpinnakerException Error);
