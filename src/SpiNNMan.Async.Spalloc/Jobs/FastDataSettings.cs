using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>The cores that move data fast on one board of a job. They must have been loaded, and their routes set up, before.</summary>
/// <param name="Gatherer">The core that gathers, in the job's own coordinates.</param>
/// <param name="Ethernet">The chip with the board's Ethernet, in the job's own coordinates.</param>
/// <param name="EthernetAddress">The board's address.</param>
/// <param name="Tag">The IP tag of the gatherer, 0 to 7.</param>
public sealed record FastDataSettings(CoreLocation Gatherer, ChipLocation Ethernet, string EthernetAddress, int Tag);
