using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Waits at one barrier after the other, and runs between them.</summary>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed class BarrierApplication : IVirtualCoreApplication
{
    private int _passed;

    /// <inheritdoc/>
    public string Name => "barrier";

    /// <summary>How many barriers it goes through before it ends, 1 to 1,000,000,000. The default is 2.</summary>
    public int Barriers { get; init => field = OptionChecks.Within(value, 1, 1_000_000_000); } = 2;

    /// <summary>How long it runs between barriers, up to a day. The default is 10 ms.</summary>
    public TimeSpan Interval { get; init => field = OptionChecks.NotNegative(value); } = TimeSpan.FromMilliseconds(10);

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core) => core.WaitAtBarrier();

    /// <inheritdoc/>
    public void OnBarrier(IVirtualCore core)
    {
        _passed++;
        core.Schedule(Interval, () =>
        {
            if (_passed < Barriers)
                core.WaitAtBarrier();
            else
                core.Exit(0);
        });
    }

    /// <summary>Does nothing: this program takes no messages.</summary>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        // A message to this program is lost, as on a core whose program does not listen.
    }
}
