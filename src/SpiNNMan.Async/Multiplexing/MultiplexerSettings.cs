using Microsoft.Extensions.Logging;
using Polly;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Multiplexing.Engine;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>The settings of a multiplexer, from the options of a connection.</summary>
internal sealed record MultiplexerSettings : EngineSettings
{
    /// <summary>The strategies of a user around the resends of each request.</summary>
    public Action<ResiliencePipelineBuilder>? ConfigureResending { get; init; }

    /// <summary>The meaning of a missing route, for messages of errors.</summary>
    public required string Absence { get; init; }

    public required bool RunContinuationsAsynchronously { get; init; }

    /// <summary>Takes the faults of users' code.</summary>
    public required ILogger Logger { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    /// <summary>The far end, as its measurements name it; <see langword="null"/> for one without measurements of its own.</summary>
    public MeteredPlace? Place { get; init; }
}
