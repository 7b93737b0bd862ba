namespace SpiNNMan.Async.Cli.Results.Transfers;

/// <summary>A block of memory of a neighbour that was read or written through a link, as JSON.</summary>
internal sealed record LinkTransferResult(int X, int Y, int Link, int NeighbourX, int NeighbourY, uint Address, int Bytes, double Seconds, double MegabytesPerSecond)
{
    /// <summary>The bytes that were read, in base 64, unless they were written to a file.</summary>
    public byte[]? DataBase64 { get; init; }

    /// <summary>The file that the bytes were written to, if they were.</summary>
    public string? File { get; init; }
}
