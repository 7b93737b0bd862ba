using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Waits at a barrier, runs for some ticks, prints that it did, and ends, as simulations do.</summary>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed class TicksApplication : IVirtualCoreApplication
{
    private static readonly TimeSpan s_longestTick = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public string Name => "ticks";

    /// <summary>How many ticks it runs, up to 1,000,000,000. The default is 100.</summary>
    public int Ticks { get; init => field = OptionChecks.Within(value, 0, 1_000_000_000); } = 100;

    /// <summary>How long a tick is, more than zero and up to a minute. The default is 1 ms.</summary>
    public TimeSpan Tick { get; init => field = OptionChecks.Within(value, OptionChecks.ShortestTime, s_longestTick); } = TimeSpan.FromMilliseconds(1);

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core) => core.WaitAtBarrier();

    /// <inheritdoc/>
    public void OnBarrier(IVirtualCore core) => core.Schedule(Ticks * Tick, () =>
    {
        core.Print($"{Ticks} ticks done\n");
        core.Exit(0);
    });

    /// <summary>Does nothing: this program takes no messages.</summary>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        // A message to this program is lost, as on a core whose program does not listen.
    }
}
