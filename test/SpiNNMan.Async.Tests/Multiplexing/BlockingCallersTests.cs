using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Multiplexing;

/// <summary>By default a caller may block where it is resumed, and holds up nobody.</summary>
[CancelAfter(60_000)]
internal sealed class BlockingCallersTests
{
    private static readonly ChipLocation s_chip = new(0, 0);

    [Test]
    public async Task Callers_that_block_hold_up_no_others([Values] bool transfers, CancellationToken token)
    {
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token);
        using var release = new ManualResetEventSlim();
        // Not on this thread: a reply that is there at once does not take its caller elsewhere.
        Task[] blocked = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(
            async () =>
            {
                await ReadAsync(scamp, transfers, token).ConfigureAwait(false);
                release.Wait(token);
            },
            token))];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (int time = 0; time < 50; time++)
                await ReadAsync(scamp, transfers, token).ConfigureAwait(false);
        }));

        Assert.That(Array.TrueForAll(blocked, static task => !task.IsCompleted), Is.True);
        release.Set();
        await Task.WhenAll(blocked);
    }

    [Test]
    public async Task A_caller_that_sends_where_it_was_resumed_and_blocks_for_the_reply_gets_it([Values] bool transfers, CancellationToken token)
    {
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token);

        await ReadAsync(scamp, transfers, token).ConfigureAwait(false);
        for (int time = 0; time < 20; time++)
        {
            // What is sent here is collected until this caller returns, which it does not before it has the reply.
            Task reading = ReadAsync(scamp, transfers, token);
            Assert.That(((IAsyncResult)reading).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(30)), Is.True);
            await ReadAsync(scamp, transfers, token).ConfigureAwait(false);
        }

        Assert.That(scamp.Statistics.TimedOut, Is.Zero);
    }

    [Test]
    public async Task One_of_many_callers_that_blocks_for_a_reply_gets_it(CancellationToken token)
    {
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token);
        int blocked = 0;

        // While many are resumed, one thread resumes them and receives for them. It must not be the only one.
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async caller =>
        {
            for (int time = 0; time < 200; time++)
            {
                await ReadAsync(scamp, transfer: false, token).ConfigureAwait(false);
                if (time % 50 != caller)
                    continue;

                Task reading = ReadAsync(scamp, transfer: false, token);
                Assert.That(((IAsyncResult)reading).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(30)), Is.True);
                Interlocked.Increment(ref blocked);
            }
        })).WaitAsync(token);

        Assert.That(blocked, Is.EqualTo(16 * 4));
        await scamp.CloseAsync();
        Assert.That(scamp.OutstandingBuffers, Is.Zero);
    }

    [Test]
    public async Task One_of_many_callers_may_close_the_connection_and_wait_for_it(CancellationToken token)
    {
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        for (int round = 0; round < 20; round++)
        {
            await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token);
            int closedFor = 0;
            await Task.WhenAll(Enumerable.Range(0, 16).Select(async caller =>
            {
                try
                {
                    for (int time = 0; ; time++)
                    {
                        await ReadAsync(scamp, transfer: false, token).ConfigureAwait(false);
#pragma warning disable VSTHRD103 // A caller that blocks is what is tested.
                        if (caller == 3 && time == 20)
                            Assert.That(scamp.CloseAsync().AsTask().Wait(TimeSpan.FromSeconds(30)), Is.True);
#pragma warning restore VSTHRD103
                    }
                }
                catch (SpinnakerConnectionClosedException)
                {
                    Interlocked.Increment(ref closedFor);
                }
            })).WaitAsync(token);

            // A thread may be sending something that has been failed: it gives the buffers back when it is done.
            Assert.That(closedFor, Is.EqualTo(16));
            Assert.That(SpinWait.SpinUntil(() => scamp.OutstandingBuffers == 0, TimeSpan.FromSeconds(30)), Is.True);
        }
    }

    private static Task ReadAsync(ScampConnection scamp, bool transfer, CancellationToken token) => transfer
        ? scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 256, token).AsTask()
        : scamp.ReadWordAsync(s_chip, 0x6000_0000, token).AsTask();
}
