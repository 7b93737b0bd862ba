using System.Net;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>A tag of a board, and the gatherers that send by it.</summary>
internal sealed record TagTarget(IPAddress Board, ChipLocation Ethernet, byte Tag, IReadOnlyList<Gatherer> Gatherers);
