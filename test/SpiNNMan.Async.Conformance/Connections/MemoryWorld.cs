using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>A network in memory, where every address and port is free, and its clock.</summary>
internal sealed class MemoryWorld
{
    public MemoryWorld() => Options = new ConnectionOptions { Network = new InMemoryNetwork(Time), TimeProvider = Time };

    public SimulatedTime Time { get; } = new();

    public ConnectionOptions Options { get; }

    /// <summary>Somebody at this address and port; 0 for any port.</summary>
    public async Task<UdpConnection> PeerAsync(ConnectionCase record, string address, int port) =>
        record.Own(await UdpConnection.OpenAsync(options: Options with { LocalHost = address, LocalPort = port }));

    /// <summary>Lets time pass until something is done.</summary>
    public Task<T> RunAsync<T>(ValueTask<T> task) => Time.RunUntilAsync(task.AsTask());
}
