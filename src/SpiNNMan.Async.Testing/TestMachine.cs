using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Testing;

/// <summary>A virtual machine for a test: on a network in memory and on a simulated clock, with a log of all requests and with scripted replies.</summary>
/// <remarks>
/// Everything happens in the same order each time, and an hour of waiting passes at once. Nothing moves unless <see cref="RunAsync{T}"/> moves the clock, so the program under test runs in it.
/// Protocol: virtual-machine.md, "Time".
/// </remarks>
public sealed class TestMachine : IAsyncDisposable
{
    private static readonly IPAddress s_address = IPAddress.Parse("10.0.0.1");

    private readonly List<Transceiver> _opened = [];
    private readonly Lock _gate = new();
    private bool _disposed;

    private TestMachine(SimulatedTime time, ObservedNetwork network, VirtualMachine machine, TransceiverOptions options)
    {
        Time = time;
        Network = network.Inner;
        Received = network.Log;
        Script = network.Script;
        Virtual = machine;
        Options = options;
    }

    /// <summary>The machine itself: its boards, its memory and what can break.</summary>
    public VirtualMachine Virtual { get; }

    /// <summary>The clock. It begins at 1 January 2020, and stands still except in <see cref="RunAsync{T}"/>.</summary>
    public SimulatedTime Time { get; }

    /// <summary>The network on which the machine is, for connections that a test opens itself.</summary>
    public InMemoryNetwork Network { get; }

    /// <summary>Options that reach the machine, with its host, network, clock and BMPs. They are read-only: make a copy by <c>with</c> to change something.</summary>
    public TransceiverOptions Options { get; }

    /// <summary>The requests and messages that came to the machine.</summary>
    public RequestLog Received { get; }

    /// <summary>Replies that are given in place of those of the machine.</summary>
    public RequestScript Script { get; }

    /// <summary>Starts a machine.</summary>
    /// <param name="options">The machine. The default is a booted board of four chips.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="InvalidParameterException">An option of the machine is not possible.</exception>
    public static async Task<TestMachine> StartAsync(TestMachineOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TestMachineOptions();
        options.MakeReadOnly();
        var time = new SimulatedTime { WaitsForThreadPool = options.WaitsForThreadPool };
        var network = new ObservedNetwork(new InMemoryNetwork(time, options.Latency), time);
        VirtualMachine machine = await VirtualMachine.StartAsync(
            options.Machine with { BindAddress = s_address, BmpAddress = null, UseTruePorts = true, Network = network, TimeProvider = time }, cancellationToken).ConfigureAwait(false);
        network.Name(machine);
        return new TestMachine(time, network, machine, OptionsFor(options.Transceiver, machine, network.Inner, time));
    }

    /// <inheritdoc cref="StartAsync(TestMachineOptions?, CancellationToken)"/>
    public static Task<TestMachine> StartAsync(CancellationToken cancellationToken) => StartAsync(options: null, cancellationToken);

    /// <summary>Opens the machine. Disposing of the test machine closes it.</summary>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="TransceiverOpenException">The machine could not be opened, for instance because of a fault that the test has set.</exception>
    /// <exception cref="ObjectDisposedException">The machine is disposed of.</exception>
    public async Task<Transceiver> OpenAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        Transceiver transceiver = await RunAsync(token => Transceiver.OpenAsync(Options, token), cancellationToken).ConfigureAwait(false);
        lock (_gate)
            _opened.Add(transceiver);

        return transceiver;
    }

    /// <summary>Runs the code under test, and moves the clock from timer to timer until the code has ended.</summary>
    /// <param name="work">The code. It begins at once, on the calling thread and without a synchronization context.</param>
    /// <param name="cancellationToken">Ends the waiting, and is given to the code.</param>
    /// <returns>The result of the code. What it throws is thrown again.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    /// <exception cref="InvalidOperationException">A rule of the script threw.</exception>
    /// <exception cref="ObjectDisposedException">The machine is disposed of.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        ThrowIfDisposed();
        T result = await Time.RunUntilAsync(WithoutContext(work, cancellationToken), cancellationToken).ConfigureAwait(false);
        Script.ThrowIfFailed();
        return result;
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    /// <returns>A task that ends with the code. What it throws is thrown again.</returns>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        ThrowIfDisposed();
        await Time.RunUntilAsync(WithoutContext(work, cancellationToken), cancellationToken).ConfigureAwait(false);
        Script.ThrowIfFailed();
    }

    /// <summary>Lets a time pass, in which boards, programs and connections go on.</summary>
    /// <param name="duration">The time, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Advance(TimeSpan duration) => Time.Advance(duration);

    /// <summary>Reads the memory of a chip without a request.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="address">The address of the first byte.</param>
    /// <param name="length">The number of bytes, 0 or more.</param>
    /// <exception cref="InvalidParameterException">There is no such chip or memory, or the length is negative.</exception>
    /// <exception cref="InvalidOperationException">The machine is not booted.</exception>
    public byte[] ReadMemory(ChipLocation chip, uint address, int length)
    {
        InvalidParameterException.ThrowIfOutside(length, 0, Array.MaxLength, nameof(length));
        var bytes = new byte[length];
        Virtual.ReadMemory(chip, address, bytes);
        return bytes;
    }

    /// <summary>Writes the memory of a chip without a request.</summary>
    /// <inheritdoc cref="VirtualMachine.WriteMemory"/>
    public void WriteMemory(ChipLocation chip, uint address, ReadOnlySpan<byte> data) => Virtual.WriteMemory(chip, address, data);

    /// <summary>Finds out the state of a core without a request.</summary>
    /// <param name="core">The core, 0 to 17.</param>
    /// <exception cref="InvalidParameterException">There is no such core.</exception>
    /// <exception cref="InvalidOperationException">The machine is not booted.</exception>
    public CoreState GetCoreState(CoreLocation core)
    {
        byte[] block = ReadMemory(core.Chip, MemoryMap.GetCoreInfoAddress(core.Core), CoreInfo.Size);
        return CoreInfo.TryParse(core, block, out CoreInfo info, out _) ? info.State : throw new InvalidOperationException($"The block of core {core} cannot be read: memory of the monitor was overwritten.");
    }

    /// <summary>Sets a fault of the network by its name, in both directions. Other faults stay as they are.</summary>
    /// <param name="name">One of <see cref="TestFaults.Names"/>.</param>
    /// <param name="value">How strong it is: a share of the datagrams, 0 to 1, or milliseconds. The default comes from <see cref="TestFaults.GetDefault"/>.</param>
    /// <exception cref="InvalidParameterException">There is no such fault, or the value is out of range.</exception>
    public void SetFault(string name, double? value = null) => Virtual.Faults = Virtual.Faults.With(name, value ?? TestFaults.GetDefault(name));

    /// <summary>Repairs the network. Dead monitors and broken links stay as they are.</summary>
    public void ClearFaults() => Virtual.Faults = FaultOptions.None;

    /// <summary>Closes what <see cref="OpenAsync"/> has opened, then the machine.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;

        Transceiver[] opened;
        lock (_gate)
            opened = [.. _opened];

        foreach (Transceiver transceiver in opened)
            await Time.RunUntilAsync(WithoutContext(_ => transceiver.DisposeAsync().AsTask(), CancellationToken.None)).ConfigureAwait(false);

        await Time.RunUntilAsync(WithoutContext(_ => Virtual.DisposeAsync().AsTask(), CancellationToken.None)).ConfigureAwait(false);
    }

    private static TransceiverOptions OptionsFor(TransceiverOptions wanted, VirtualMachine machine, InMemoryNetwork network, SimulatedTime time)
    {
        TransceiverOptions options = wanted with
        {
            Host = s_address.ToString(),
            Connection = wanted.Connection with { Network = network, TimeProvider = time, RunContinuationsAsynchronously = false },
            BoardEndPoint = static address => new IPEndPoint(address, ScpMessage.Port),
            Bmps = wanted.Bmps is { Count: > 0 } bmps ? bmps : [.. machine.Bmps.Select(static bmp => new BmpConnectionData(bmp.EndPoint.Address.ToString(), Enumerable.Range(0, bmp.Boards.Count)))],
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Starts code without a synchronization context. With one, it would go on elsewhere after each await, while the clock runs ahead.</summary>
    private static TTask WithoutContext<TTask>(Func<CancellationToken, TTask> work, CancellationToken cancellationToken)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return work(cancellationToken);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
}
