using System.Net;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Live.Databases;

/// <summary>A chip of the machine that a run uses.</summary>
/// <param name="Chip">Where it is.</param>
/// <param name="NearestEthernet">The chip with the Ethernet of its board.</param>
/// <param name="Address">The address of the board, if it is this chip that has the Ethernet.</param>
/// <param name="Processors">How many cores it has.</param>
public sealed record DatabaseChip(ChipLocation Chip, ChipLocation NearestEthernet, IPAddress? Address = null, int Processors = 18);
