using BenchmarkDotNet.Attributes;
using SpiNNMan.Async.Benchmarks.Boards;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Benchmarks;

/// <summary>A mebibyte, with eight requests on their way; the figures are for all of it.</summary>
[MemoryDiagnoser]
public class BulkReadBenchmarks
{
    private const int Window = 8;
    private readonly byte[] _memory = new byte[1 << 20];
    private RawBoard _raw = null!;
    private ScampConnection _scamp = null!;

    [GlobalSetup]
    public async Task OpenAsync()
    {
        _raw = new RawBoard();
        _scamp = await ScampConnection.ConnectAsync(BoardProcess.EndPoint, new ScampConnectionOptions { MaxWindow = Window });
    }

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        _raw.Dispose();
        await _scamp.DisposeAsync();
    }

    [Benchmark(Baseline = true, Description = "a socket and a loop")]
    public Task Raw() => _raw.ReadAsync(_memory, Window);

    [Benchmark(Description = "ReadMemoryAsync")]
    public Task Read() => _scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0x6000_0000, _memory).AsTask();

    [Benchmark(Description = "WriteMemoryAsync")]
    public Task Write() => _scamp.WriteMemoryAsync(new ChipLocation(0, 0), 0x6000_0000, _memory).AsTask();
}
