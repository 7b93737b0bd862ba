using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Spalloc.Transports;

namespace SpiNNMan.Async.Spalloc.Services;

/// <summary>The settings of every part that talks to a service.</summary>
internal sealed record ServiceSettings
{
    public required IAllocationTransport Transport { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>How long one attempt may take.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How long to wait before a connection is tried again.</summary>
    public required TimeSpan ReconnectDelay { get; init; }

    /// <summary>How long something is tried in all.</summary>
    public required TimeSpan GiveUpAfter { get; init; }

    /// <summary>How long to wait for a notification before asking without one.</summary>
    public required TimeSpan PollInterval { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Whether versions that are not known are talked to.</summary>
    public bool IgnoreVersion { get; init; }

    /// <summary>Whose jobs they are if a request does not say.</summary>
    public required string Owner { get; init; }

    /// <summary>Whether who waits goes on on the thread that completes what they wait for, as on simulated clocks.</summary>
    public bool Inline => !ReferenceEquals(Time, TimeProvider.System);

    /// <summary>How tasks are completed.</summary>
    public TaskCreationOptions Completion => Inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously;
}
