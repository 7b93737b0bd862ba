using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Asks about the cores of an application and a state, over some chips. Monitors before version 4 only.</summary>
/// <remarks>
/// <code>
/// argument 1  1, point to point
/// argument 2  level [27:26], operation 1 [25:22], mode [21:20], state [19:16], mask [15:8], application [7:0]
/// argument 3  blocks of the region
/// reply       the answer, see StateQuery
/// </code>
/// Protocol: scp.md, "Counting cores".
/// </remarks>
public readonly struct QueryRegionState : IScpRequest<uint>
{
    private readonly ChipLocation _chip;
    private readonly ushort _blocks;
    private readonly uint _word;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">A chip of the region, which asks the others.</param>
    /// <param name="level">The size of the region's 16 blocks: 64, 16, 4 or 1 chips a side for 0 to 3.</param>
    /// <param name="blocks">The blocks of the region that are meant, a bit each; at least one.</param>
    /// <param name="query">The question.</param>
    /// <param name="applicationId">The application, 0 to 255; users take 16 and up.</param>
    /// <param name="state">The state, 0 to 15.</param>
    /// <param name="applicationMask">The bits of a core's application that must be those of <paramref name="applicationId"/>. The default is all.</param>
    /// <exception cref="InvalidParameterException">The level, the query or the state is out of range, or there is no block.</exception>
    public QueryRegionState(ChipLocation chip, int level, ushort blocks, StateQuery query, byte applicationId, CoreState state, byte applicationMask = 0xFF)
    {
        RegionWords.Check(level, blocks, nameof(level), nameof(blocks));
        InvalidParameterException.ThrowIfOutside((uint)query, 0, (uint)StateQuery.Count, nameof(query));
        InvalidParameterException.ThrowIfOutside((byte)state, 0, (byte)CoreState.Idle, nameof(state));
        _chip = chip;
        _blocks = blocks;
        _word = RegionWords.Query(query, state, applicationId, applicationMask, level);
    }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Signal;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new((uint)SignalType.PointToPoint, _word, _blocks);

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Gathering;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out uint response, out PacketError error) =>
        reply.TryReadWord(0, nameof(QueryRegionState), out response, out error);
}
