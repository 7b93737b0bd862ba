using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Streaming;

/// <summary>A request to an extra monitor or a gatherer that is answered by nothing but OK.</summary>
/// <remarks>Each may be repeated: it sets something to a value, or does nothing the second time. Protocol: streaming.md, "Requests".</remarks>
internal readonly struct MonitorRequest : IScpRequest<Acknowledgement>
{
    private readonly byte[]? _data;

    private MonitorRequest(CoreLocation core, byte port, MonitorCommand command, ScpArguments arguments = default, byte[]? data = null)
    {
        Destination = new SdpEndpoint(core, port);
        Command = (ScpCommand)command;
        Arguments = arguments;
        _data = data;
    }

    public ScpCommand Command { get; }

    public SdpEndpoint Destination { get; }

    public ScpArguments Arguments { get; }

    public ReadOnlySpan<byte> Data => _data;

    public Repeatability Repeatability => Repeatability.Repeatable;

    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    public static MonitorRequest SetFirstTimeout(CoreLocation core, RouterTimeout timeout) => new(core, StreamPort.Control, MonitorCommand.SetFirstTimeout, new ScpArguments(timeout.Value));

    public static MonitorRequest SetSecondTimeout(CoreLocation core, RouterTimeout timeout) => new(core, StreamPort.Control, MonitorCommand.SetSecondTimeout, new ScpArguments(timeout.Value));

    /// <summary>Says which kinds of packets are sent again: three arguments and a byte, in another order than the bits of the status.</summary>
    public static MonitorRequest SetPackets(CoreLocation core, ReinjectedPackets packets) => new(
        core,
        StreamPort.Control,
        MonitorCommand.SetPackets,
        new ScpArguments(Has(packets, ReinjectedPackets.Multicast), Has(packets, ReinjectedPackets.PointToPoint), Has(packets, ReinjectedPackets.FixedRoute)),
        [Has(packets, ReinjectedPackets.NearestNeighbour)]);

    public static MonitorRequest ResetCounters(CoreLocation core) => new(core, StreamPort.Control, MonitorCommand.ResetCounters);

    public static MonitorRequest ClearQueue(CoreLocation core) => new(core, StreamPort.Control, MonitorCommand.ClearQueue);

    public static MonitorRequest LoadApplicationRoutes(CoreLocation core) => new(core, StreamPort.Routes, MonitorCommand.LoadApplicationRoutes);

    public static MonitorRequest LoadSystemRoutes(CoreLocation core) => new(core, StreamPort.Routes, MonitorCommand.LoadSystemRoutes);

    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) => Acknowledgement.TryParse(reply, out response, out error);

    private static byte Has(ReinjectedPackets packets, ReinjectedPackets kind) => (packets & kind) != ReinjectedPackets.None ? (byte)1 : (byte)0;
}
