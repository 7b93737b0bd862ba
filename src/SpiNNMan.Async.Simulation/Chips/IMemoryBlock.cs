namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>Memory that programs reach without the model: what the model reads and writes must be there, too.</summary>
internal interface IMemoryBlock
{
    /// <summary>Copies bytes out, all of them inside of the memory.</summary>
    void Read(uint offset, Span<byte> destination);

    /// <summary>Copies bytes in, all of them inside of the memory.</summary>
    void Write(uint offset, ReadOnlySpan<byte> source);
}
