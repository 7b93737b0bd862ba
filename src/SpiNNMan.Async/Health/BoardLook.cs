using System.Collections.Immutable;

namespace SpiNNMan.Async.Health;

/// <summary>The result of one look at a board.</summary>
/// <param name="Board">The board.</param>
/// <param name="Chips">Its chips.</param>
internal sealed record BoardLook(BoardHealth Board, ImmutableArray<ChipHealth> Chips);
