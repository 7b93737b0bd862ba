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

    /// <summary>The error. The default is 13, an error that the program itself reported.</summary>
    public byte RuntimeError { get; init; } = SoftwareError;

    /// <summary>How long it runs before the error, up to a day. The default is no time.</summary>
    public TimeSpan After { get; init => field = OptionChecks.NotNegative(value); }

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core) => core.Schedule(After, () => core.Fail(RuntimeError));

    /// <summary>Does nothing: this program takes no messages.</summary>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        // A message to this program is lost, as on a core whose program does not listen.
    }
}
