using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Testing;

/// <summary>The machine of a test, and the way to it.</summary>
public sealed record TestMachineOptions : SpinnakerOptions
{
    /// <summary>The machine. The default is a booted board of four chips.</summary>
    /// <remarks>The network, the clock, the addresses and the ports are those of the test, whatever is set here.</remarks>
    public VirtualMachineOptions Machine { get; set => field = Writable(OptionChecks.NotNull(value)); } = new() { Board = BoardType.Spin3 };

    /// <summary>How programs talk to the machine. The default is the default of a <see cref="Async.Transceiver"/>.</summary>
    /// <remarks>The host, the network and the clock are those of the test. The BMPs are those of the machine, unless some are set here.</remarks>
    public TransceiverOptions Transceiver { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>How long a datagram takes from the host to a board and from a board to the host, a microsecond to a day. The default is 50 microseconds.</summary>
    public TimeSpan Latency { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromMicroseconds(50);

    /// <summary>Whether the clock stands still while the thread pool of this process has work. The default is <see langword="false"/>.</summary>
    /// <remarks>Set it if the program under test moves work to other threads, for instance by <see cref="Task.Run(Action)"/>. Such tests must not run beside others.</remarks>
    public bool WaitsForThreadPool { get; set => field = Writable(value); }

    /// <inheritdoc/>
    protected override IEnumerable<SpinnakerOptions> Parts => [Machine, Transceiver];
}
