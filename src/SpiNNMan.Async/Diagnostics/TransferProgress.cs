namespace SpiNNMan.Async.Diagnostics;

/// <summary>How far a transfer has come.</summary>
/// <param name="BytesDone">The number of bytes moved so far, in any order.</param>
/// <param name="BytesTotal">The bytes to move in all.</param>
public readonly record struct TransferProgress(long BytesDone, long BytesTotal);
