using System.Buffers;
using Polly;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Transfers;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>What users hand over may throw anything: that ends what it belongs to, and nothing else.</summary>
[CancelAfter(60_000)]
internal sealed class UserCodeTests
{
    private static readonly ChipLocation s_chip = new(0, 0);

    [Test]
    public async Task Progress_that_throws_ends_its_transfer([Values(256, 100_000)] int length, [Values] bool inline, CancellationToken token)
    {
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(
            board.EndPoint, new ScampConnectionOptions { RunContinuationsAsynchronously = !inline }, token);
        var progress = new OnProgress<TransferProgress>(_ => throw new InvalidOperationException("Not now."));

        Task reading = scamp.ReadMemoryAsync(s_chip, 0x100, new byte[length], progress, token).AsTask();

        Assert.That(async () => await reading.WaitAsync(token), Throws.TypeOf<CallbackException>().With.InnerException.TypeOf<InvalidOperationException>());
        Assert.That(await scamp.ReadMemoryAsync(s_chip, 0x300, 64, token), Is.EqualTo(ScriptedBoard.MemoryAt(0x300, 64)));
    }

    [Test]
    public async Task Memory_that_throws_ends_its_transfer([Values] bool writing, [Range(0, 12)] int uses, CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board();
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        using var memory = new FailingMemory(uses);

        Func<Task> moving = () => world.Time.RunUntilAsync(
            writing ? scamp.WriteMemoryAsync(s_chip, 0x100, memory.Memory, cancellationToken: token).AsTask()
                : scamp.ReadMemoryAsync(s_chip, 0x100, memory.Memory, cancellationToken: token).AsTask(),
            token);

        await Assert.ThatAsync(moving, Throws.InstanceOf<Exception>().With.Message.Contain("The memory is gone."));
        Assert.That((scamp.Statistics.InFlight, scamp.Statistics.Queued), Is.EqualTo((0, 0)));
        byte[] healthy = await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x300, 20_000, token).AsTask(), token);
        Assert.That(healthy, Is.EqualTo(ScriptedBoard.MemoryAt(0x300, 20_000)));
    }

    [Test]
    public async Task A_strategy_ends_its_request_whatever_it_does([Values] Misdeed misdeed, CancellationToken token)
    {
        var world = new SimulatedWorld();
        bool silent = true;
        await using ScriptedBoard board = world.Board(answer: request => silent ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(
            board.EndPoint,
            world.Options with { MaxWindow = 1, ConfigureResending = builder => builder.AddStrategy(_ => new Misbehaving(misdeed), new MisbehavingOptions()) },
            token);

        Task<uint> reading = world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x100, token).AsTask(), token);

        Assert.That(async () => await reading, Throws.InstanceOf<SpinnakerException>());
        Assert.That(world.Time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1)));
        silent = false;
        await world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x100, token).AsTask(), token);
    }

    [Test]
    public async Task A_socket_that_throws_at_a_request_ends_it_and_is_logged([Range(0, 3)] int at, CancellationToken token)
    {
        // The second datagram is sent by the timer, the third by the resend policy.
        var world = new SimulatedWorld();
        var log = new RecordingLog();
        var network = new FaultyNetwork(world.Network)
        {
            OnSend = count =>
            {
                if (count == at)
                    throw new InvalidOperationException("The tunnel is upside down.");
            },
        };
        bool silent = true;
        await using ScriptedBoard board = world.Board(answer: request => silent ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { Network = network, LoggerFactory = log }, token);

        Task<uint> reading = world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x100, token).AsTask(), token);

        Assert.That(
            async () => await reading,
            Throws.TypeOf<SpinnakerConnectionException>().With.InnerException.TypeOf<InvalidOperationException>().And.Message.Contain("The tunnel is upside down."));
        Assert.That(log.Errors, Is.Not.Empty);
        silent = false;
        byte[] healthy = await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x300, 20_000, token).AsTask(), token);
        Assert.That(healthy, Is.EqualTo(ScriptedBoard.MemoryAt(0x300, 20_000)));
        Assert.That((scamp.Statistics.InFlight, scamp.Statistics.Queued), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_socket_that_throws_at_a_piece_ends_its_transfer([Range(0, 9)] int at, CancellationToken token)
    {
        var world = new SimulatedWorld();
        var network = new FaultyNetwork(world.Network)
        {
            OnSend = count =>
            {
                if (count == at)
                    throw new InvalidOperationException("The tunnel is upside down.");
            },
        };
        await using ScriptedBoard board = world.Board();
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { Network = network }, token);

        int buffers = scamp.OutstandingBuffers;
        Task<byte[]> reading = world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x100, 20_000, token).AsTask(), token);

        Assert.That(async () => await reading, Throws.TypeOf<SpinnakerConnectionException>());
        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x100, 20_000, token).AsTask(), token);
        Assert.That(scamp.OutstandingBuffers, Is.EqualTo(buffers));
    }

    [Test]
    public async Task A_socket_that_throws_at_a_receive_is_logged_and_the_connection_hears_what_follows([Range(0, 2)] int at, CancellationToken token)
    {
        var world = new SimulatedWorld();
        var log = new RecordingLog();
        var network = new FaultyNetwork(world.Network)
        {
            OnReceive = count =>
            {
                if (count == at)
                    throw new InvalidOperationException("The tunnel is upside down.");
            },
        };
        await using ScriptedBoard board = world.Board();
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { Network = network, LoggerFactory = log }, token);
        for (int request = 0; request < at; request++)
            await world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x100, token).AsTask().ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default), token);

        byte[] healthy = await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x300, 20_000, token).AsTask(), token);

        Assert.That(healthy, Is.EqualTo(ScriptedBoard.MemoryAt(0x300, 20_000)));
        Assert.That(log.Errors, Is.Not.Empty.And.All.TypeOf<InvalidOperationException>());
        Assert.That(scamp.Statistics.WireErrors, Is.EqualTo(1));
    }

    [Test]
    public async Task A_socket_that_throws_when_it_is_closed_is_logged_and_the_connection_is_closed(CancellationToken token)
    {
        var world = new SimulatedWorld();
        var log = new RecordingLog();
        var network = new FaultyNetwork(world.Network) { OnDispose = () => throw new InvalidOperationException("It is stuck.") };
        UdpConnection connection = await UdpConnection.OpenAsync(
            options: new ConnectionOptions { Network = network, TimeProvider = world.Time, LoggerFactory = log }, cancellationToken: token);
        Task<byte[]> receiving = connection.ReceiveAsync(cancellationToken: token).AsTask();
        Subscription<ReceivedDatagram> reader = connection.SubscribeAsync(cancellationToken: token);

        await connection.DisposeAsync().AsTask().WaitAsync(token);

        await Assert.ThrowsAsync<SpinnakerConnectionClosedException>(() => receiving);
        await foreach (ReceivedDatagram unexpected in reader)
            Assert.Fail($"{unexpected} came from nowhere.");
        Assert.That(log.Errors, Is.Not.Empty);
    }

    [Test]
    public async Task A_plain_send_at_which_the_socket_throws_fails_with_an_error_of_the_library(CancellationToken token)
    {
        var world = new SimulatedWorld();
        var network = new FaultyNetwork(world.Network) { OnSend = _ => throw new InvalidOperationException("The tunnel is upside down.") };
        await using ScriptedBoard board = world.Board();
        await using UdpConnection connection = await UdpConnection.OpenAsync(
            options: new ConnectionOptions { Network = network, TimeProvider = world.Time }, cancellationToken: token);

        Assert.That(async () => await connection.SendToAsync(new byte[4], board.EndPoint, token), Throws.TypeOf<SpinnakerConnectionException>());
    }

    [Test]
    public async Task A_log_that_throws_keeps_nobody_waiting(CancellationToken token)
    {
        var world = new SimulatedWorld();
        using var log = new ThrowingLog();
        var network = new FaultyNetwork(world.Network)
        {
            OnReceive = count =>
            {
                if (count == 0)
                    throw new InvalidOperationException("The tunnel is upside down.");
            },
        };
        await using ScriptedBoard board = world.Board();
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { Network = network, LoggerFactory = log }, token);

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x300, 20_000, token).AsTask(), token);

        Assert.That(log.Calls, Is.GreaterThan(0));
    }

    /// <summary>What a strategy does.</summary>
    public enum Misdeed
    {
        ThrowsCancellation,
        ThrowsSomething,
        FailsWithCancellation,
        ReturnsNothing,
    }

    private sealed class MisbehavingOptions : ResilienceStrategyOptions;

    private sealed class Misbehaving(Misdeed misdeed) : ResilienceStrategy
    {
        protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
            Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state) => misdeed switch
            {
                Misdeed.ThrowsCancellation => throw new OperationCanceledException("Not now."),
                Misdeed.ThrowsSomething => throw new InvalidOperationException("Not now."),
                Misdeed.FailsWithCancellation => ValueTask.FromResult(Outcome.FromException<TResult>(new OperationCanceledException("Not now."))),
                _ => ValueTask.FromResult(Outcome.FromResult(default(TResult)!)),
            };
    }

    private sealed class FailingMemory(int uses) : MemoryManager<byte>
    {
        private readonly byte[] _bytes = new byte[20 * 256];
        private int _uses;

        public override Span<byte> GetSpan() => _uses++ < uses ? _bytes : throw new InvalidOperationException("The memory is gone.");

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        public override Memory<byte> Memory => CreateMemory(_bytes.Length);

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class ThrowingLog : Microsoft.Extensions.Logging.ILoggerFactory, Microsoft.Extensions.Logging.ILogger
    {
        public int Calls { get; private set; }

        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(Microsoft.Extensions.Logging.ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(
            Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            Calls++;
            throw new InvalidOperationException("The disk is full.");
        }

        public void Dispose()
        {
        }
    }
}
