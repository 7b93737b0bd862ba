using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Sends every message back to where it came from, data and all; EIEIO on port 1 goes out by an IP tag instead, if one is named.</summary>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed class EchoApplication : IVirtualCoreApplication
{
    /// <summary>The port on which programs take EIEIO.</summary>
    public const byte EieioPort = 1;

    /// <summary>An IP tag of the board, 0 to 7, by which the data of messages to port 1 is sent out, so that a tag that strips headers
    /// delivers the EIEIO message as it came; by default <see langword="null"/>, and port 1 echoes as the others do.</summary>
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
