namespace SpiNNMan.Async.Connections;

/// <summary>The first word of a message to or from the proxy of the spalloc service, which carries datagrams to a job's boards.</summary>
/// <remarks>Protocol: models.md, "Jobs".</remarks>
internal enum ProxyProtocol : uint
{
    /// <summary>0: open a channel to a board.</summary>
    Open = 0,

    /// <summary>1: close a channel.</summary>
    Close = 1,

    /// <summary>2: a datagram by a channel to one board.</summary>
    Message = 2,

    /// <summary>3: open a channel that is not bound to a board.</summary>
    OpenUnbound = 3,

    /// <summary>4: a datagram by a channel that is not bound.</summary>
    MessageTo = 4,

    /// <summary>5: the proxy refuses.</summary>
    Error = 5,
}
