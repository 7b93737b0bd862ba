using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Memory;

/// <summary>Reads one word of memory as a core sees it, and answers with its value: unlike <see cref="ReadMemory"/> it needs no array.</summary>
internal readonly struct ReadWord(CoreLocation core, uint address) : IScpRequest<uint>
{
    public ScpCommand Command => ScpCommand.Read;

    public SdpEndpoint Destination => new(core, 0);

    public ScpArguments Arguments => new(address, sizeof(uint), (uint)AccessUnits.For(address, sizeof(uint)));

    public ReadOnlySpan<byte> Data => default;

    public Repeatability Repeatability => Repeatability.Repeatable;

    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    public bool TryParseResponse(in ScpReply reply, out uint response, out PacketError error) =>
        reply.TryReadWord(0, nameof(ReadMemory), out response, out error);
}
