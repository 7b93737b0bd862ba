using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Counts the cores of an application that are in a state, over one board. Monitors from version 4 on.</summary>
/// <remarks>
/// <code>
/// argument 1  application
/// argument 2  state
/// reply       the number of cores; the bytes after it mean nothing
/// </code>
/// A board that did not hear from all its chips in time says so with <see cref="ScpResult.P2PNoReply"/>, which is taken as an answer here if a count
/// comes with it. The board answers one such request at a time. Its answer to a second one has no number, which is an error.
/// Protocol: scp.md, "Counting cores".
/// </remarks>
public readonly struct CountStateOnBoard : IScpRequest<StateCount>
{
    private readonly ChipLocation _board;

    /// <summary>Makes the request.</summary>
    /// <param name="board">The chip with the board's Ethernet: others count only some of the board.</param>
    /// <param name="applicationId">The application, 0 to 255; users take 16 and up.</param>
    /// <param name="state">The state, 0 to 15.</param>
    /// <exception cref="InvalidParameterException">The state is above 15.</exception>
    public CountStateOnBoard(ChipLocation board, byte applicationId, CoreState state)
    {
        InvalidParameterException.ThrowIfOutside((byte)state, 0, (byte)CoreState.Idle, nameof(state));
        _board = board;
        ApplicationId = applicationId;
        State = state;
    }

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <summary>The state.</summary>
    public CoreState State { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Count;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_board, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(ApplicationId, (uint)State);

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Gathering;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result is ScpResult.Ok or ScpResult.P2PNoReply;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out StateCount response, out PacketError error)
    {
        bool parsed = reply.TryReadWord(0, nameof(CountStateOnBoard), out uint count, out error);
        response = new StateCount(count, reply.Result == ScpResult.Ok);
        return parsed;
    }
}
