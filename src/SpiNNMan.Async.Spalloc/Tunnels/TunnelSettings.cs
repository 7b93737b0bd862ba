using System.Net.WebSockets;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Services;

namespace SpiNNMan.Async.Spalloc.Tunnels;

/// <summary>The settings of a tunnel.</summary>
internal sealed record TunnelSettings
{
    public required ServiceSettings Service { get; init; }

    /// <summary>The number of the job.</summary>
    public required int JobId { get; init; }

    /// <summary>The boards of the job.</summary>
    public required IReadOnlyList<BoardHost> Hosts { get; init; }

    /// <summary>The name of the resource that switches the boards, for people.</summary>
    public required string PowerResource { get; init; }

    /// <summary>Opens the websocket; throws a <see cref="JobLostException"/> if the job is over.</summary>
    public required Func<CancellationToken, Task<WebSocket>> Open { get; init; }
}
