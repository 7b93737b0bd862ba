using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Counts the cores of an application that are in a state, over the whole machine. Monitors before version 4 only.</summary>
/// <remarks>
/// <code>
/// argument 1  1, point to point
/// argument 2  operation 1 [25:22], mode 2 [21:20], state [19:16], mask 0xFF [15:8], application [7:0]
/// argument 3  0xFFFF, the whole machine
/// reply       the number of cores
/// </code>
/// See <see cref="CountStateOnBoard"/> for later monitors, and <see cref="QueryRegionState"/> for the other modes. Protocol: scp.md, "Counting cores".
/// </remarks>
public readonly struct CountState : IScpRequest<uint>
{
    /// <summary>Makes the request.</summary>
    /// <param name="applicationId">The application, 0 to 255; users take 16 and up.</param>
    /// <param name="state">The state, 0 to 15.</param>
    /// <exception cref="InvalidParameterException">The state is above 15.</exception>
    public CountState(byte applicationId, CoreState state)
    {
        InvalidParameterException.ThrowIfOutside((byte)state, 0, (byte)CoreState.Idle, nameof(state));
        ApplicationId = applicationId;
        State = state;
    }

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <summary>The state.</summary>
    public CoreState State { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Signal;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(ChipLocation.Root, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new((uint)SignalType.PointToPoint, RegionWords.Query(StateQuery.Count, State, ApplicationId), RegionWords.AllBlocks);

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
        reply.TryReadWord(0, nameof(CountState), out response, out error);
}
