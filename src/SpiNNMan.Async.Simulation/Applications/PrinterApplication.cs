using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Sends a line of text to the host by IP tag 0, again and again.</summary>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed class PrinterApplication : IVirtualCoreApplication
{
    /// <inheritdoc/>
    public string Name => "printer";

    /// <summary>The text that it prints. The default is <c>tick</c>.</summary>
    public string Text { get; init => field = OptionChecks.NotNull(value); } = "tick";

    /// <summary>How long it waits between lines, more than zero and up to a day. The default is one second.</summary>
    public TimeSpan Interval { get; init => field = OptionChecks.Positive(value); } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core)
    {
        core.PrintToHost(Text + "\n");
        core.Schedule(Interval, () => OnStart(core));
    }

    /// <summary>Does nothing: this program takes no messages.</summary>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        // A message to this program is lost, as on a core whose program does not listen.
    }
}
