namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>Memory that programs reach without the model. The model's reads and writes use it too.</summary>
internal interface IMemoryBlock
{
    /// <summary>Copies bytes out. All of them must be inside the memory.</summary>
    void Read(uint offset, Span<byte> destination);

    /// <summary>Copies bytes in. All of them must be inside the memory.</summary>
    void Write(uint offset, ReadOnlySpan<byte> source);
}
