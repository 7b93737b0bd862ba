using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SpiNNMan.Async.Spalloc.Server.Allocation;

namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>How a laboratory is run.</summary>
internal sealed record LaboratoryOptions
{
    /// <summary>How boards are handed out.</summary>
    public AllocatorOptions Allocator { get; init; } = new();

    /// <summary>How long to wait before boards that could not be switched are switched again.</summary>
    public TimeSpan PowerRetryDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often boards are tried to be switched.</summary>
    public int PowerAttempts { get; init; } = 2;

    /// <summary>Where jobs are kept over a restart; nowhere if <see langword="null"/>.</summary>
    public string? StateFile { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where events are logged.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
