using BenchmarkDotNet.Attributes;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Benchmarks.Parts;

/// <summary>What the multiplexer adds to a datagram sent and one received; the figures are for one exchange.</summary>
/// <remarks>No system call is in it but for the baseline. The difference that one lost datagram makes, times 128, is the way through evidence, Polly and resend.</remarks>
[MemoryDiagnoser]
public class MultiplexerBenchmarks
{
    private const int Exchanges = 128;
    private static readonly WriteMemory s_write = new(new ChipLocation(0, 0), 0x6000_0000, new byte[sizeof(uint)]);

    private Loopback _loopback = null!;
    private AnsweringSocket _socket = null!;
    private RequestMultiplexer _multiplexer = null!;

    [GlobalSetup]
    public void Open()
    {
        var options = new ScpConnectionOptions { RunContinuationsAsynchronously = false, MaxWindow = 32 };
        var pool = new DatagramPool(options.MaxDatagramSize);
        _loopback = new Loopback();
        _socket = new AnsweringSocket(pool);
        _multiplexer = new RequestMultiplexer(_socket, pool, options.ToSettings("the benchmark"));
    }

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        _loopback.Dispose();
        await _multiplexer.DisposeAsync();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Exchanges, Description = "a datagram sent and received over loopback")]
    public void Raw()
    {
        for (int i = 0; i < Exchanges; i++)
            _loopback.SendAndReceive();
    }

    [Benchmark(OperationsPerInvoke = Exchanges, Description = "one caller")]
    public Task OneAtATime() => RunAsync(callers: 1);

    [Benchmark(OperationsPerInvoke = Exchanges, Description = "8 callers, replies in batches")]
    public Task Eight() => RunAsync(callers: 8);

    [Benchmark(OperationsPerInvoke = Exchanges, Description = "8 callers, one datagram of 128 lost")]
    public Task OneLost()
    {
        _socket.LoseAfter(Exchanges / 2);
        return RunAsync(callers: 8);
    }

    private Task RunAsync(int callers)
    {
        var calls = new Task[callers];
        for (int caller = 0; caller < callers; caller++)
            calls[caller] = CallAsync(Exchanges / callers);

        Task all = Task.WhenAll(calls);
        while (!all.IsCompleted)
            _socket.Answer(_multiplexer);

        return all;
    }

    private async Task CallAsync(int count)
    {
        for (int i = 0; i < count; i++)
            await _multiplexer.ExecuteAsync<WriteMemory, Acknowledgement>(s_write, ChipLocation.Root, CancellationToken.None);
    }
}
