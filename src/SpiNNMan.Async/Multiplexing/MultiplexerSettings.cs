using Microsoft.Extensions.Logging;
using Polly;
using SpiNNMan.Async.Multiplexing.Engine;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>What a multiplexer needs of a connection's options.</summary>
internal sealed record MultiplexerSettings : EngineSettings
{
    /// <summary>What a user puts round the resends of each request.</summary>
    public Action<ResiliencePipelineBuilder>? ConfigureResending { get; init; }

    /// <summary>What it means that there is no way to what was asked, as errors say it.</summary>
    public required string Absence { get; init; }

    public required bool RunContinuationsAsynchronously { get; init; }

    /// <summary>Where it is told what users' code did that it must not do.</summary>
    public required ILogger Logger { get; init; }

    public required TimeProvider TimeProvider { get; init; }
}
