using System.Net;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Executed;

/// <summary>The parts of a chip.</summary>
/// <param name="Location">Where it is in the machine.</param>
/// <param name="Board">The number of its board.</param>
/// <param name="BadCores">Physical cores that do not work, as bits.</param>
/// <param name="Monitor">The physical core that the boot ROM makes the monitor.</param>
/// <param name="Ethernet">The address of its board, if it has the Ethernet.</param>
internal sealed record ChipPlan(ChipLocation Location, int Board, uint BadCores, int Monitor, IPAddress? Ethernet);
