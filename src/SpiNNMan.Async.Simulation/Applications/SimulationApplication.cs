using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Behaves as the programs of neural simulations do. It starts paused and takes run times from hosts by messages to a port.
/// It waits for a synchronisation signal before each run, and rests when
/// the time is up.</summary>
/// <remarks>
/// The states are PAUSE at first, SYNC0 once there is a run time, RUN after the signal, WAIT when the time is up, and SYNC1 after the next run time. SYNC0 and SYNC1 alternate. There are six commands.
/// 6: stop and leave. 7: new run time
/// (until which tick, whether for ever, and which tick it is now). 8: leave. 9: free the output (the third argument says whether to answer). 10: pause. 11: tell the time.
/// The port and the length of a
/// tick are taken from the first region of the program's data, if there is one. Protocol: virtual-machine.md, "Programs on cores".
/// </remarks>
public sealed class SimulationApplication : IVirtualCoreApplication, ISimulatedProgram
{
    /// <summary>The port that controls runs, unless the data of the program name another.</summary>
    public const byte ControlPort = SimulationRun.ControlPort;

    private readonly SimulationRun _run;

    /// <summary>Makes the program.</summary>
    public SimulationApplication() => _run = new SimulationRun(this);

    /// <summary>The longest that a tick can be.</summary>
    internal static TimeSpan LongestTick { get; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public string Name { get; init => field = OptionChecks.NotNull(value); } = "simulation";

    /// <summary>How long a tick is, more than zero and up to a minute. The default is 1 ms.</summary>
    public TimeSpan Tick
    {
        get;
        init => field = OptionChecks.Within(value, OptionChecks.ShortestTime, LongestTick);
    } = TimeSpan.FromMilliseconds(1);

    /// <inheritdoc/>
    public bool UsesSpin1Api => true;

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core) => _run.Start(core, Tick);

    /// <inheritdoc/>
    public void OnBarrier(IVirtualCore core) => _run.OnBarrier(core);

    /// <inheritdoc/>
    public void OnMessage(IVirtualCore core, in SdpMessage message) => _run.OnMessage(core, message);
}
