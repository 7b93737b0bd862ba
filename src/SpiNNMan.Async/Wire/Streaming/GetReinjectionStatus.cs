using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Streaming;

/// <summary>Asks an extra monitor for its status.</summary>
internal readonly struct GetReinjectionStatus(CoreLocation core) : IScpRequest<ReinjectionStatus>
{
    public ScpCommand Command => (ScpCommand)MonitorCommand.GetStatus;

    public SdpEndpoint Destination => new(core, StreamPort.Control);

    public ScpArguments Arguments => default;

    public ReadOnlySpan<byte> Data => default;

    public Repeatability Repeatability => Repeatability.Repeatable;

    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    public bool TryParseResponse(in ScpReply reply, out ReinjectionStatus response, out PacketError error) => ReinjectionStatus.TryParse(reply.Payload, out response, out error);
}
