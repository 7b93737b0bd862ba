using SpiNNMan.Async.Simulation.Chips;

namespace SpiNNMan.Async.Simulation.Programs;

/// <summary>Memory of an emulated chip, as the model reaches it.</summary>
/// <param name="bytes">The memory.</param>
/// <param name="written">Is told what was written, so that code that was there is forgotten.</param>
internal sealed class EmulatedMemory(EmulatedMemory.View bytes, Action<uint, uint> written) : IMemoryBlock
{
    /// <summary>All of a memory.</summary>
    internal delegate Span<byte> View();

    public void Read(uint offset, Span<byte> destination) => bytes().Slice((int)offset, destination.Length).CopyTo(destination);

    public void Write(uint offset, ReadOnlySpan<byte> source)
    {
        source.CopyTo(bytes()[(int)offset..]);
        written(offset, (uint)source.Length);
    }
}
