using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Prints a line into its output buffer, and ends.</summary>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed class HelloApplication : IVirtualCoreApplication
{
    /// <inheritdoc/>
    public string Name => "hello";

    /// <summary>The text that it prints. The default is <c>hello, world</c>.</summary>
    public string Text { get; init; } = "hello, world";

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core)
    {
        core.Print(Text + "\n");
        core.Exit(0);
    }

    /// <summary>Does nothing: this program takes no messages.</summary>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        // A message to this program is lost, as on a core whose program does not listen.
    }
}
