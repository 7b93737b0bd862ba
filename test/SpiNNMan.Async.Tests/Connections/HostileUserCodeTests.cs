using System.Net;
using Polly;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>What users hand over that blocks, comes back in, or breaks the rules of what it implements.</summary>
[CancelAfter(60_000)]
internal sealed class HostileUserCodeTests
{
    private static readonly ChipLocation s_chip = new(0, 0);

    public enum Deed
    {
        Reads,
        ReadsAndWaits,
        DisposesConnection,
        DisposesAndWaits,
        Cancels,
    }

    [Test]
    public async Task Progress_may_use_its_connection([Values] Deed deed, [Values] bool inline, CancellationToken token)
    {
        if (inline && (deed is Deed.ReadsAndWaits or Deed.DisposesAndWaits))
            Assert.Ignore("It would wait for the thread that it is on.");
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, new ScampConnectionOptions { RunContinuationsAsynchronously = !inline }, token);
        using var cancelling = new CancellationTokenSource();
        List<Task> others = [];
#pragma warning disable VSTHRD002 // It is what some progress objects do.
        var progress = new OnProgress<TransferProgress>(_ =>
        {
            switch (deed)
            {
                case Deed.Reads:
                    others.Add(scamp.ReadWordAsync(s_chip, 0x100, token).AsTask());
                    break;
                case Deed.ReadsAndWaits:
                    scamp.ReadWordAsync(s_chip, 0x100, token).AsTask().Wait(token);
                    break;
                case Deed.DisposesConnection:
                    others.Add(scamp.DisposeAsync().AsTask());
                    break;
                case Deed.DisposesAndWaits:
                    scamp.DisposeAsync().AsTask().Wait(token);
                    break;
                default:
                    cancelling.Cancel();
                    break;
            }
        });
#pragma warning restore VSTHRD002

        Exception? error = null;
        try
        {
            await scamp.ReadMemoryAsync(s_chip, 0x100, new byte[20_000], progress, cancelling.Token).AsTask().WaitAsync(token);
        }
        catch (Exception exception) when (exception is SpinnakerException or OperationCanceledException && !token.IsCancellationRequested)
        {
            error = exception;
        }

        await Task.WhenAll(others).WaitAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await scamp.DisposeAsync().AsTask().WaitAsync(token);
        Assert.That(scamp.OutstandingBuffers, Is.Zero);
        if (deed is Deed.Reads or Deed.ReadsAndWaits)
            Assert.That(error, Is.Null);
    }

    [Test]
    public async Task A_strategy_that_never_ends_keeps_no_connection_from_closing_and_no_caller_from_leaving(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: _ => []);
        ScampConnection scamp = await ScampConnection.ConnectAsync(
            board.EndPoint, world.Options with { ConfigureResending = builder => builder.AddStrategy(_ => new Endless(), new EndlessOptions()) }, token);
        using var cancelling = new CancellationTokenSource();
        Task<uint> cancelled = scamp.ReadWordAsync(s_chip, 0x100, cancelling.Token).AsTask();
        Task<uint> closed = scamp.ReadWordAsync(s_chip, 0x104, token).AsTask();
        world.Time.Advance(TimeSpan.FromSeconds(3));

        await cancelling.CancelAsync();
        Assert.That(async () => await cancelled, Throws.InstanceOf<OperationCanceledException>());
        Task disposing = scamp.DisposeAsync().AsTask();
        Assert.That(async () => await closed, Throws.InstanceOf<SpinnakerConnectionException>());
        await world.Time.RunUntilAsync(disposing, token);
    }

    public static IEnumerable<Exception> Errors()
    {
        yield return new OperationCanceledException("Not now.");
        yield return new ObjectDisposedException("tunnel");
        yield return new SpinnakerTimeoutException("Not in time.");
        yield return new SpinnakerConnectionClosedException("It is closed, says the socket.");
        yield return new SpinnakerConnectionException("No way.");
        yield return new System.Net.Sockets.SocketException(10013);
        yield return new FormatException();
    }

    [Test]
    public async Task A_socket_that_throws_anything_at_anything_hangs_nothing(
        [ValueSource(nameof(Errors))] Exception error, [Values] bool sending, [Range(0, 4)] int at, [Values] bool always, CancellationToken token)
    {
        var world = new SimulatedWorld();
        void Throw(int count)
        {
            if (count == at || (always && count > at))
                throw error;
        }

        var network = new FaultyNetwork(world.Network) { OnSend = sending ? Throw : null, OnReceive = sending ? null : Throw };
        int requests = 0;
        await using ScriptedBoard board = world.Board(answer: request => ++requests % 3 == 1 ? [] : [ScriptedBoard.Answer(request)]);
        ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { Network = network }, token);

        for (int turn = 0; turn < 6; turn++)
        {
            Task reading = turn % 2 == 0 ? scamp.ReadWordAsync(s_chip, 0x100, token).AsTask() : scamp.ReadMemoryAsync(s_chip, 0x100, 5000, token).AsTask();
            try
            {
                await world.Time.RunUntilAsync(reading, token);
            }
            catch (SpinnakerException)
            {
                // What it ends with is its own affair; that it ends is what counts.
            }
        }

        Assert.That((scamp.Statistics.InFlight, scamp.Statistics.Queued), Is.EqualTo((0, 0)));
        await world.Time.RunUntilAsync(scamp.DisposeAsync().AsTask(), token);
        Assert.That(scamp.OutstandingBuffers, Is.Zero);
        Assert.That(world.Time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(40)));
    }

    [Test]
    public async Task A_socket_that_tells_lengths_and_senders_that_cannot_be_is_survived([Values(-1, 0, 1, 14, 100_000, int.MinValue, int.MaxValue)] int length, [Values] bool knowsSender, CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board();
        var network = new LyingSockets(world.Network, 0, length, knowsSender);
        ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { Network = network }, token);

        Task told = scamp.ReadWordAsync(s_chip, 0x100, token).AsTask();
        await world.Time.RunUntilAsync(told.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default), token);
        Assert.That(told.Exception?.InnerException, Is.Null.Or.InstanceOf<SpinnakerException>());
        byte[] healthy = await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x300, 5000, token).AsTask(), token);

        Assert.That(healthy, Is.EqualTo(ScriptedBoard.MemoryAt(0x300, 5000)));
        await world.Time.RunUntilAsync(scamp.DisposeAsync().AsTask(), token);
        Assert.That(scamp.OutstandingBuffers, Is.Zero);
    }

    private sealed class EndlessOptions : ResilienceStrategyOptions;

    private sealed class Endless : ResilienceStrategy
    {
        protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
            Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
        {
            await new TaskCompletionSource().Task;
            return Outcome.FromResult(default(TResult)!);
        }
    }

    private sealed class LyingSockets(IDatagramNetwork network, int at, int length, bool knowsSender) : IDatagramNetwork
    {
        public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
            new Lying(network.Open(local, remote, receiveBufferSize, shareAddress), at, length, knowsSender);

        private sealed class Lying(IDatagramSocket socket, int at, int length, bool knowsSender) : IDatagramSocket
        {
            private int _received;

            public IPEndPoint LocalEndPoint => socket.LocalEndPoint;

            public IPEndPoint? RemoteEndPoint => socket.RemoteEndPoint;

            public void Send(ReadOnlySpan<byte> datagram) => socket.Send(datagram);

            public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination) => socket.SendTo(datagram, destination);

            public async ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
            {
                ReceivedLength received = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
                return _received++ == at ? new ReceivedLength(length, knowsSender ? received.RemoteEndPoint : null!) : received;
            }

            public ValueTask DisposeAsync() => socket.DisposeAsync();
        }
    }
}
