namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Takes the datagrams that come for one transfer.</summary>
internal interface IStreamReceiver
{
    /// <summary>Takes a datagram, which is the caller's again when this returns.</summary>
    /// <returns>Whether the caller that waits must look at it.</returns>
    bool Take(ReadOnlySpan<byte> datagram);
}
