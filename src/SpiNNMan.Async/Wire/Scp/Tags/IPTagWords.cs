namespace SpiNNMan.Async.Wire.Scp.Tags;

/// <summary>The words that the commands about IP tags have in common.</summary>
internal static class IPTagWords
{
    /// <summary>Argument 1: flags, operation and tag.</summary>
    public static uint First(IPTagOperation operation, byte tag, bool strip = false, bool reverse = false, bool useSender = false) =>
        (useSender ? 1u << 30 : 0) | (reverse ? 1u << 29 : 0) | (strip ? 1u << 28 : 0) | ((uint)operation << 16) | tag;
}
