using System.Net;

namespace SpiNNMan.Async.Live.Notifications;

/// <summary>The answer of a listener to the announcement of a run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="EndPoint">Where it listens.</param>
/// <param name="After">How long it took; <see langword="null"/> if nothing listens there.</param>
/// <param name="Remark">The unusual feature of the answer; <see langword="null"/> if nothing is.</param>
public sealed record ListenerAnswer(string Name, IPEndPoint EndPoint, TimeSpan? After, string? Remark = null)
{
    /// <summary>Whether this computer or the listener's says that nothing listens there.</summary>
    public bool IsRefused => After is null;
}
