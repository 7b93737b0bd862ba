namespace SpiNNMan.Async.Wire.Streaming;

/// <summary>The SDP ports of the programs that stream memory.</summary>
internal static class StreamPort
{
    /// <summary>Control of the router, of the extra monitor and of the gatherer.</summary>
    public const byte Control = 4;

    /// <summary>Streams to the host, of the extra monitor.</summary>
    public const byte Out = 5;

    /// <summary>Routes, of the extra monitor.</summary>
    public const byte Routes = 6;

    /// <summary>Data from the host, of the gatherer.</summary>
    public const byte In = 6;
}
