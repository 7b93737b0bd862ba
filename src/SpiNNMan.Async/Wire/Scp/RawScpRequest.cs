using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp;

/// <summary>A command without a type of its own, such as a command of an application or of another firmware.</summary>
/// <remarks>The answer is the payload as it comes. It is not repeated unless it is said to be repeatable. Protocol: scp.md, "Other commands".</remarks>
public readonly struct RawScpRequest : IScpRequest<byte[]>
{
    private readonly ReadOnlyMemory<byte> _data;
    private readonly int _minResponseSize;

    /// <summary>Makes the request.</summary>
    /// <param name="command">The command; any number.</param>
    /// <param name="destination">The core and port that take it.</param>
    /// <param name="arguments">The three arguments.</param>
    /// <param name="data">The data after them, at most 256 bytes. It is not copied until the request is sent.</param>
    /// <param name="minResponseSize">The least bytes that its answer has when all is well, 0 or more: a shorter one is an error.</param>
    /// <exception cref="InvalidParameterException">There is too much data, the core or port does not fit, or the size is negative.</exception>
    public RawScpRequest(
        ScpCommand command, SdpEndpoint destination, ScpArguments arguments = default, ReadOnlyMemory<byte> data = default, int minResponseSize = 0)
    {
        InvalidParameterException.ThrowIfOutside(destination.Core, 0, SdpEndpoint.MaxCore, nameof(destination));
        InvalidParameterException.ThrowIfOutside(destination.Port, 0, SdpEndpoint.MaxPort, nameof(destination));
        InvalidParameterException.ThrowIfOutside(data.Length, 0, ScpMessage.MaxDataSize, nameof(data));
        InvalidParameterException.ThrowIfOutside(minResponseSize, 0, int.MaxValue, nameof(minResponseSize));
        Command = command;
        Destination = destination;
        Arguments = arguments;
        _data = data;
        _minResponseSize = minResponseSize;
    }

    /// <inheritdoc/>
    public ScpCommand Command { get; }

    /// <inheritdoc/>
    public SdpEndpoint Destination { get; }

    /// <inheritdoc/>
    public ScpArguments Arguments { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => _data.Span;

    /// <inheritdoc/>
    /// <remarks>The default is that it may not be sent again.</remarks>
    public Repeatability Repeatability { get; init; } = Repeatability.NotRepeatable;

    /// <inheritdoc/>
    /// <remarks>The default is <see cref="TimeoutClass.Prompt"/>.</remarks>
    public TimeoutClass TimeoutClass { get; init; } = TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out byte[] response, out PacketError error)
    {
        bool enough = reply.HasPayload(_minResponseSize, nameof(RawScpRequest), out error);
        response = enough ? reply.Payload.ToArray() : [];
        return enough;
    }
}
