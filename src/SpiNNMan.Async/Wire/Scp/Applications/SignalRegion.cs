using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Sends a signal to the cores of an application on some chips. Monitors before version 4 only.</summary>
/// <remarks>
/// <code>
/// argument 1  1, point to point
/// argument 2  level [27:26], operation 2 [25:22], signal [19:16], mask [15:8], application [7:0]
/// argument 3  blocks of the region
/// </code>
/// It may be repeated, except for the signals that cause an event at each arrival: timer and user. Protocol: scp.md, "Signals".
/// </remarks>
public readonly struct SignalRegion : IScpRequest<Acknowledgement>
{
    private readonly ChipLocation _chip;
    private readonly ushort _blocks;
    private readonly uint _word;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">A chip of the region, which asks the others.</param>
    /// <param name="level">The size of the region's 16 blocks: 64, 16, 4 or 1 chips a side for 0 to 3.</param>
    /// <param name="blocks">The blocks of the region that are meant, a bit each; at least one.</param>
    /// <param name="applicationId">The application, 0 to 255; users take 16 and up.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="applicationMask">The bits of a core's application that must be those of <paramref name="applicationId"/>. The default is all.</param>
    /// <exception cref="InvalidParameterException">The level or the signal is out of range, or there is no block.</exception>
    public SignalRegion(ChipLocation chip, int level, ushort blocks, byte applicationId, Signal signal, byte applicationMask = 0xFF)
    {
        RegionWords.Check(level, blocks, nameof(level), nameof(blocks));
        InvalidParameterException.ThrowIfOutside((byte)signal, 0, 15, nameof(signal));
        _chip = chip;
        _blocks = blocks;
        _word = RegionWords.Signal(signal, applicationId, applicationMask, level);
        Signal = signal;
    }

    /// <summary>The signal.</summary>
    public Signal Signal { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Signal;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new((uint)SignalType.PointToPoint, _word, _blocks);

    /// <inheritdoc/>
    public Repeatability Repeatability => Signal is Signal.Timer or > Signal.Exit ? Repeatability.NotRepeatable : Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Gathering;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) =>
        Acknowledgement.TryParse(reply, out response, out error);
}
