using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>A clock and a network in which everything happens in the same order each time.</summary>
internal sealed class SimulatedWorld
{
    public SimulatedWorld(TimeSpan? latency = null) => Network = new InMemoryNetwork(Time, latency);

    public SimulatedTime Time { get; } = new();

    public InMemoryNetwork Network { get; }

    /// <summary>Options for a connection that lives in this world.</summary>
    public ScampConnectionOptions Options => new() { Network = Network, TimeProvider = Time, RunContinuationsAsynchronously = false };

    public ScriptedBoard Board(LinkFaults? faults = null, Func<byte[], IEnumerable<byte[]>>? answer = null) => new(Network, Time, faults, answer);
}
