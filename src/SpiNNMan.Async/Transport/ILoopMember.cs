namespace SpiNNMan.Async.Transport;

/// <summary>Something that receives when an <see cref="EventLoop"/> tells it that there is something to receive.</summary>
internal interface ILoopMember
{
    /// <summary>Datagrams, or an error, are waiting. Whatever is left is told of again.</summary>
    void OnReadable();
}
