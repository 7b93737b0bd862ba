using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Sends every message back to its sender, with the data. If an IP tag is named, EIEIO on port 1 goes out by that tag instead.</summary>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed class EchoApplication : IVirtualCoreApplication
{
    /// <summary>The port on which programs take EIEIO.</summary>
    public const byte EieioPort = 1;

    /// <summary>An IP tag of the board, 0 to 7, by which the data of messages to port 1 is sent out. If the tag strips headers, the host gets the EIEIO message as it came.
    /// The default is <see langword="null"/>: port 1 echoes as the other ports do.</summary>
    public byte? EieioTag
    {
        get;
        init
        {
            if (value is { } tag)
                InvalidParameterException.ThrowIfOutside(tag, 0, 7, nameof(EieioTag));
            field = value;
        }
    }

    /// <inheritdoc/>
    public string Name => "echo";

    /// <inheritdoc/>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        SdpHeader header = message.Header;
        SdpHeader answer = header.Destination.Port == EieioPort && EieioTag is { } tag
            ? new SdpHeader(SdpFlags.ReplyNotExpected, tag, SdpEndpoint.Host(core.Ethernet), header.Destination)
            : new SdpHeader(SdpFlags.ReplyNotExpected, header.Tag, header.Source, header.Destination);
        core.Send(new SdpMessage(answer, message.Data));
    }
}
