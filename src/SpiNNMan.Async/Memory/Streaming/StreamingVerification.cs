namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>How much of a transfer is compared with the memory of the chip afterwards. The network on the chips has no protection of its own: a lost word shows in no other way.</summary>
public enum StreamingVerification
{
    /// <summary>Nothing is compared.</summary>
    None,

    /// <summary>Up to eight pieces of 256 bytes, evenly spread from the first byte to the last, are compared by SCP.</summary>
    Sample,

    /// <summary>All of it is streamed back and compared.</summary>
    Full,
}
