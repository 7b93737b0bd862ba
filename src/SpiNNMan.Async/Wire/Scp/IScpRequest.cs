using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp;

/// <summary>A command to a monitor, an application core or a BMP.</summary>
/// <remarks>Requests are immutable, and are encoded without being changed: one may be sent by many callers at once.
/// A struct that leaves a member to its default here is boxed each time it is sent; the requests of this library state all of them.
/// Protocol: scp.md, "Request".</remarks>
public interface IScpRequest
{
    /// <summary>The command.</summary>
    ScpCommand Command { get; }

    /// <summary>The core and port it is sent to. For a BMP the chip is (0, 0) and the core is the board.</summary>
    SdpEndpoint Destination { get; }

    /// <summary>The three argument words.</summary>
    ScpArguments Arguments { get; }

    /// <summary>The data after the arguments, at most <see cref="ScpMessage.MaxDataSize"/> bytes. Most commands have none.</summary>
    ReadOnlySpan<byte> Data => default;

    /// <summary>Whether it may be sent again without knowing if the first one was carried out.</summary>
    Repeatability Repeatability => Repeatability.Repeatable;

    /// <summary>How long the board may take over it.</summary>
    TimeoutClass TimeoutClass => TimeoutClass.Prompt;
}
