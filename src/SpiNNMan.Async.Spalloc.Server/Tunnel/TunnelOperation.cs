namespace SpiNNMan.Async.Spalloc.Server.Tunnel;

/// <summary>The first word of a message of the tunnel.</summary>
internal enum TunnelOperation : uint
{
    /// <summary>0: open a channel to a board.</summary>
    Open = 0,

    /// <summary>1: close a channel.</summary>
    Close = 1,

    /// <summary>2: a datagram of a channel.</summary>
    Message = 2,

    /// <summary>3: open a channel that all boards of the job can send to.</summary>
    OpenUnconnected = 3,

    /// <summary>4: a datagram to a board, by such a channel.</summary>
    MessageTo = 4,

    /// <summary>5: a channel could not be opened.</summary>
    Error = 5,
}
