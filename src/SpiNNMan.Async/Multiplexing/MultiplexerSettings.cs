using Microsoft.Extensions.Logging;
using Polly;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>What a multiplexer needs of a connection's options.</summary>
internal sealed record MultiplexerSettings
{
    public required int MaxWindow { get; init; }

    public required TimeSpan InitialTimeout { get; init; }

    public required TimeSpan MinTimeout { get; init; }

    public required TimeSpan MaxTimeout { get; init; }

    public required TimeSpan GiveUpAfter { get; init; }

    public required int ResendWhenOvertakenBy { get; init; }

    /// <summary>The most requests in flight to one chip that is not the board's own Ethernet chip.</summary>
    public required int RemoteChipWindow { get; init; }

    /// <summary>What a user puts round the resends of each request.</summary>
    public Action<ResiliencePipelineBuilder>? ConfigureResending { get; init; }

    public required bool RunContinuationsAsynchronously { get; init; }

    /// <summary>Where it is told what users' code did that it must not do.</summary>
    public required ILogger Logger { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    /// <summary>The board, as errors name it.</summary>
    public required string Peer { get; init; }
}
