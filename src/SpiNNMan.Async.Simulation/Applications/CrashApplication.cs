using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Stops with a run-time error.</summary>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed class CrashApplication : IVirtualCoreApplication
{
    private const byte SoftwareError = 13;

    /// <inheritdoc/>
    public string Name => "crash";

    /// <summary>The error. The default is 13, an error that the program noticed itself.</summary>
    public byte RuntimeError { get; init; } = SoftwareError;

    /// <summary>How long it runs before, up to a day. The default is no time.</summary>
    public TimeSpan After { get; init => field = OptionChecks.NotNegative(value); }

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core) => core.Schedule(After, () => core.Fail(RuntimeError));

    /// <summary>Messages are not for it.</summary>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        // Nothing to do: what is sent to it is lost, as on a core whose program does not listen.
    }
}
