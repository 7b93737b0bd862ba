using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Boot;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Support;

/// <summary>The datagrams by which a host boots a board.</summary>
internal static class BootDatagrams
{
    private const int BlockSize = 1024;

    public static IEnumerable<byte[]> Make()
    {
        byte[] image = VirtualBootImage.Create();
        for (int at = 0; at < image.Length; at += sizeof(uint))
            image.AsSpan(at, sizeof(uint)).Reverse();

        byte[][] blocks = [.. image.Chunk(BlockSize)];
        yield return Message(1, 0, (uint)blocks.Length - 1, []);
        for (uint block = 0; block < blocks.Length; block++)
            yield return Message(3, 0xFF00 + block, 0, blocks[block]);

        yield return Message(5, 1, 0, []);
    }

    private static byte[] Message(uint operation, uint first, uint third, byte[] data)
    {
        var message = new byte[18 + data.Length];
        BinaryPrimitives.WriteUInt16BigEndian(message, 1);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(2), operation);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(6), first);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(14), third);
        data.CopyTo(message, 18);
        return message;
    }
}
