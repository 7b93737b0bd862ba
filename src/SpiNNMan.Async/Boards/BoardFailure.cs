using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Boards;

/// <summary>What went wrong with one board while something was done to many through their BMPs.</summary>
/// <param name="Board">The board; of what is done to a whole frame at once, the first of its boards.</param>
/// <param name="Error">What went wrong.</param>
public sealed record BoardFailure(BoardLocation Board, SpinnakerException Error);
