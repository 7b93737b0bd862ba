using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Runs until it is stopped, and does nothing. Or it hangs, so that the soft watchdog finds it.</summary>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed class IdleApplication : IVirtualCoreApplication
{
    /// <inheritdoc/>
    public string Name => Hangs ? "hang" : "idle";

    /// <summary>Whether it answers nothing, not even memory commands. The default is <see langword="false"/>.</summary>
    public bool Hangs { get; init; }

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core)
    {
        if (Hangs)
            core.Hang();
    }

    /// <summary>Does nothing: this program takes no messages.</summary>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        // A message to this program is lost, as on a core whose program does not listen.
    }
}
