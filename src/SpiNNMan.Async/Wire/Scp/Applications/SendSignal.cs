using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Sends a signal to all cores of an application.</summary>
/// <remarks>
/// <code>
/// argument 1  type: 0 multicast, 2 nearest neighbour
/// argument 2  signal [23:16], mask [15:8], application [7:0]
/// argument 3  0xFFFF
/// </code>
/// It may be repeated, except for the signals that cause an event at each arrival: timer and user. Protocol: scp.md, "Signals".
/// </remarks>
public readonly struct SendSignal : IScpRequest<Acknowledgement>
{
    private readonly byte _applicationMask;

    /// <summary>Makes the request.</summary>
    /// <param name="applicationId">The application, 0 to 255; users take 16 and up.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="type">How it spreads. The default comes from <see cref="SignalTypes.For"/>.</param>
    /// <param name="applicationMask">The bits of a core's application that must be those of <paramref name="applicationId"/>. The default is all.</param>
    /// <exception cref="InvalidParameterException">The signal is above 15, or the type neither multicast nor nearest neighbour.</exception>
    public SendSignal(byte applicationId, Signal signal, SignalType? type = null, byte applicationMask = 0xFF)
    {
        InvalidParameterException.ThrowIfOutside((byte)signal, 0, 15, nameof(signal));
        Type = type ?? SignalTypes.For(signal);
        if (Type is not (SignalType.Multicast or SignalType.NearestNeighbour))
            throw new InvalidParameterException(nameof(type), type, "it must be multicast or nearest neighbour");

        _applicationMask = applicationMask;
        ApplicationId = applicationId;
        Signal = signal;
    }

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <summary>The signal.</summary>
    public Signal Signal { get; }

    /// <summary>How it spreads.</summary>
    public SignalType Type { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Signal;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(ChipLocation.Root, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new((uint)Type, ((uint)Signal << 16) | ((uint)_applicationMask << 8) | ApplicationId, 0xFFFF);

    /// <inheritdoc/>
    public Repeatability Repeatability => Signal is Signal.Timer or > Signal.Exit ? Repeatability.NotRepeatable : Repeatability.Repeatable;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) =>
        Acknowledgement.TryParse(reply, out response, out error);
}
