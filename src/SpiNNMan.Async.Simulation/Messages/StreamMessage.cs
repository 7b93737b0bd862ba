using System.Buffers.Binary;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>A message of the programs that stream memory. It consists of words: the first is a command, the second the number of a transaction.</summary>
internal readonly ref struct StreamMessage(in SdpMessage message)
{
    private readonly ReadOnlySpan<byte> _bytes = message.Data.Span;

    /// <summary>The number of whole words.</summary>
    public int Count => _bytes.Length / sizeof(uint);

    public uint Command => this[0];

    public uint Transaction => this[1];

    /// <summary>A word; 0 if the message is shorter.</summary>
    public uint this[int number] => number < Count ? BinaryPrimitives.ReadUInt32LittleEndian(_bytes[(number * sizeof(uint))..]) : 0;

    /// <summary>The bytes of the whole words, beginning with a number.</summary>
    public ReadOnlySpan<byte> From(int number) => number < Count ? _bytes[(number * sizeof(uint))..(Count * sizeof(uint))] : [];
}
