using BenchmarkDotNet.Attributes;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Benchmarks.Parts;

/// <summary>Thirty-two datagrams through the system's loopback, a pump and its channel; the figures are for one.</summary>
[MemoryDiagnoser]
public class PumpBenchmarks
{
    private const int Datagrams = 32;

    private readonly DatagramPool _pool = new(512);
    private Loopback _raw = null!;
    private Loopback _pumped = null!;
    private Loopback _portable = null!;
    private ReceivePump _pump = null!;
    private ReceivePump _portablePump = null!;

    [GlobalSetup]
    public void Open()
    {
        _raw = new Loopback();
        _pumped = new Loopback();
        _portable = new Loopback();
        _pump = new ReceivePump(_pumped.Replace(portable: false), _pool, TimeProvider.System);
        _portablePump = new ReceivePump(_portable.Replace(portable: true), _pool, TimeProvider.System);
        _pump.Start();
        _portablePump.Start();
    }

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        await _pump.DisposeAsync();
        await _portablePump.DisposeAsync();
        _raw.Dispose();
        _pumped.Dispose();
        _portable.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Datagrams, Description = "a socket")]
    public void Raw()
    {
        for (int i = 0; i < Datagrams; i++)
            _raw.SendAndReceive();
    }

    [Benchmark(OperationsPerInvoke = Datagrams, Description = "pump and channel")]
    public Task Pump() => ReceiveAsync(_pumped, _pump);

    [Benchmark(OperationsPerInvoke = Datagrams, Description = "pump and channel, the runtime's sockets only")]
    public Task PortablePump() => ReceiveAsync(_portable, _portablePump);

    private static async Task ReceiveAsync(Loopback loopback, ReceivePump pump)
    {
        for (int i = 0; i < Datagrams; i++)
            loopback.Send();

        for (int received = 0; received < Datagrams && await pump.Batches.WaitToReadAsync();)
        {
            while (pump.Batches.TryRead(out DatagramBatch? batch))
            {
                received += batch.Count;
                batch.Return();
            }
        }
    }
}
