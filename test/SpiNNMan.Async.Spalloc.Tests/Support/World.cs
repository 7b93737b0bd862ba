using System.Net.WebSockets;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Spalloc.Transports;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>A clock, a network and a service by both protocols, in which minutes take milliseconds.</summary>
internal sealed class World : IAllocationTransport, IDisposable
{
    public World(int boards = 24, TimeSpan? latency = null)
    {
        Lab = new Lab(Time, boards);
        Classic = new ClassicServer(Lab, Time);
        Rest = new RestServer(Lab, Time, Network = new InMemoryNetwork(Time, latency ?? TimeSpan.FromMicroseconds(50)));
    }

    public SimulatedTime Time { get; } = new();

    public InMemoryNetwork Network { get; }

    public Lab Lab { get; }

    public ClassicServer Classic { get; }

    public RestServer Rest { get; }

    public KeptLog Log { get; } = new();

    public BoardAllocatorOptions Options => new() { Transport = this, TimeProvider = Time, Owner = "me@example.org", LoggerFactory = Log };

    public BoardAllocator Open(bool rest = false, BoardAllocatorOptions? options = null) =>
        BoardAllocator.Open(rest ? "https://user1:pw1@spalloc.example/spalloc" : "spalloc://spalloc.example", options ?? Options);

    /// <summary>Runs something on the clock, by a thread that has nothing else to do.</summary>
    public Task RunAsync(Func<Task> act, CancellationToken cancellationToken = default) => Task.Run(() => Time.RunUntilAsync(act(), cancellationToken), cancellationToken);

    public Task DelayAsync(double seconds, CancellationToken cancellationToken = default) => Task.Delay(TimeSpan.FromSeconds(seconds), Time, cancellationToken);

    Task<Stream> IAllocationTransport.ConnectAsync(string host, int port, CancellationToken cancellationToken) => Task.FromResult(Classic.Accept());

    HttpMessageHandler IAllocationTransport.CreateHandler() => Rest.CreateHandler();

    Task<WebSocket> IAllocationTransport.OpenWebSocketAsync(Uri uri, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken) => Rest.OpenWebSocketAsync(uri, headers);

    public void Dispose() => Lab.Stop();
}
