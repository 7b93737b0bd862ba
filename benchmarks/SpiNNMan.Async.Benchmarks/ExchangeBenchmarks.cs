using BenchmarkDotNet.Attributes;
using SpiNNMan.Async.Benchmarks.Boards;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Benchmarks;

/// <summary>Single requests, each awaited by its caller; the figures are for one request.</summary>
[MemoryDiagnoser]
public class ExchangeBenchmarks
{
    private const int Requests = 2048;
    private static readonly ChipLocation s_chip = new(0, 0);
    private static readonly WriteMemory s_write = new(s_chip, 0x6000_0000, new byte[sizeof(uint)]);

    private RawBoard _raw = null!;
    private ScampConnection _scamp = null!;
    private ScampConnection _inline = null!;

    /// <summary>How many callers there are.</summary>
    [Params(1, 8)]
    public int Window { get; set; }

    [GlobalSetup]
    public async Task OpenAsync()
    {
        _raw = new RawBoard();
        _scamp = await ScampConnection.ConnectAsync(BoardProcess.EndPoint);
        _inline = await ScampConnection.ConnectAsync(BoardProcess.EndPoint, new ScampConnectionOptions { RunContinuationsAsynchronously = false });
    }

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        _raw.Dispose();
        await _scamp.DisposeAsync();
        await _inline.DisposeAsync();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Requests, Description = "a socket and a loop")]
    public Task Raw() => _raw.WriteWordsAsync(Requests, Window);

    [Benchmark(OperationsPerInvoke = Requests, Description = "write a word")]
    public Task Write() => RunAsync(static scamp => scamp.ExecuteAsync<WriteMemory, Acknowledgement>(s_write), _scamp);

    [Benchmark(OperationsPerInvoke = Requests, Description = "write a word, boxed request")]
    public Task WriteBoxed() => RunAsync(static scamp => scamp.ExecuteAsync(s_write), _scamp);

    [Benchmark(OperationsPerInvoke = Requests, Description = "write a word, inline")]
    public Task WriteInline() => RunAsync(static scamp => scamp.ExecuteAsync<WriteMemory, Acknowledgement>(s_write), _inline);

    [Benchmark(OperationsPerInvoke = Requests, Description = "read a word")]
    public Task Read() => RunAsync(static scamp => scamp.ReadWordAsync(s_chip, 0x6000_0000), _scamp);

    [Benchmark(OperationsPerInvoke = Requests, Description = "version")]
    public Task Version() => RunAsync(static scamp => scamp.GetVersionAsync(), _scamp);

    private Task RunAsync<T>(Func<ScampConnection, ValueTask<T>> request, ScampConnection scamp)
    {
        var callers = new Task[Window];
        for (int caller = 0; caller < callers.Length; caller++)
            callers[caller] = CallAsync(request, scamp, Requests / Window);

        return Task.WhenAll(callers);
    }

    private static async Task CallAsync<T>(Func<ScampConnection, ValueTask<T>> request, ScampConnection scamp, int count)
    {
        for (int i = 0; i < count; i++)
            await request(scamp);
    }
}
