using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Prints a line into its buffer for output, and ends.</summary>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed class HelloApplication : IVirtualCoreApplication
{
    /// <inheritdoc/>
    public string Name => "hello";

    /// <summary>What it prints. The default is <c>hello, world</c>.</summary>
    public string Text { get; init; } = "hello, world";

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core)
    {
        core.Print(Text + "\n");
        core.Exit(0);
    }

    /// <summary>Messages are not for it.</summary>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        // Nothing to do: what is sent to it is lost, as on a core whose program does not listen.
    }
}
