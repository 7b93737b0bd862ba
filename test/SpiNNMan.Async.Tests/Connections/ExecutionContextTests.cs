using System.Diagnostics;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>A connection does not keep alive what was in the execution context of whoever opened it.</summary>
[CancelAfter(60_000)]
internal sealed class ExecutionContextTests
{
    private static readonly AsyncLocal<object?> s_local = new();

    [Test]
    public async Task What_was_in_the_openers_context_can_be_collected([Values] bool udp, [Values] bool listening, CancellationToken token)
    {
        var world = new SimulatedWorld();
        var options = udp
            ? new ScampConnectionOptions()
            : world.Options with { TimeProvider = TimeProvider.System, Network = new InMemoryNetwork() };
        await using var board = new ScriptedBoard(options.Network, TimeProvider.System);
        (ScampConnection scamp, WeakReference kept) = await Task.Run(() => OpenAsync(board, options, listening, token), token);
        await using ScampConnection disposing = scamp;

        // What other threads still have on their stacks, or in their hands, goes with their next work, and they may not get any for a while on a busy computer.
        TimeSpan most = Pace.Scale(TimeSpan.FromSeconds(5));
        long start = Stopwatch.GetTimestamp();
        while (kept.IsAlive && Stopwatch.GetElapsedTime(start) < most)
        {
            await Task.WhenAll(Enumerable.Range(0, ThreadPool.ThreadCount).Select(_ => Task.Run(Thread.Yield, token)));
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(kept.IsAlive, Is.False);
        GC.KeepAlive(scamp);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<(ScampConnection Scamp, WeakReference Kept)> OpenAsync(ScriptedBoard board, ScampConnectionOptions options, bool listening, CancellationToken token)
    {
        var value = new object();
        s_local.Value = value;
        ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, options, token);
        if (listening)
            scamp.Subscribe(static _ => { });

        await scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0x100, 10_000, token);
        s_local.Value = null;
        return (scamp, new WeakReference(value));
    }
}
