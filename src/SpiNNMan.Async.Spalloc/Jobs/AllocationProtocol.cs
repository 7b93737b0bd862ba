namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>How a service is talked to.</summary>
public enum AllocationProtocol
{
    /// <summary>Lines of JSON over TCP.</summary>
    Classic,

    /// <summary>Resources over HTTP, and a tunnel through a websocket.</summary>
    Rest,
}
