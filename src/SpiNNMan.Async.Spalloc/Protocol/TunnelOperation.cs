namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The first word of a frame of the tunnel, which carries datagrams to a job's boards.</summary>
/// <remarks>Protocol: spalloc.md, "The tunnel".</remarks>
internal enum TunnelOperation : uint
{
    /// <summary>0: open a channel to a board.</summary>
    Open = 0,

    /// <summary>1: close a channel.</summary>
    Close = 1,

    /// <summary>2: a datagram by a channel to one board.</summary>
    Message = 2,

    /// <summary>3: open a channel that is not bound to a board.</summary>
    OpenUnconnected = 3,

    /// <summary>4: a datagram by a channel that is not bound.</summary>
    MessageTo = 4,

    /// <summary>5: the service refuses.</summary>
    Error = 5,
}
