namespace SpiNNMan.Async.Benchmarks.Wire;

/// <summary>One kind of message or model: written to bytes, and read from bytes.</summary>
internal abstract class WireCase
{
    /// <summary>Where things are written.</summary>
    protected byte[] Destination { get; } = new byte[1500];

    /// <summary>Writes it.</summary>
    /// <returns>How many bytes that takes; -1 for what is only read.</returns>
    public abstract int Write();

    /// <summary>Reads it.</summary>
    /// <returns>Whether that is possible.</returns>
    public abstract bool Read();
}
