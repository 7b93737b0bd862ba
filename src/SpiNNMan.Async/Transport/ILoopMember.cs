namespace SpiNNMan.Async.Transport;

/// <summary>A receiver that an <see cref="EventLoop"/> calls when there is something to receive.</summary>
internal interface ILoopMember
{
    /// <summary>Receives datagrams, or an error. If some are left, it is called again.</summary>
    void OnReadable();
}
