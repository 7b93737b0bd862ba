using System.Buffers.Binary;
using CsCheck;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Receiving;

namespace SpiNNMan.Async.Live.Tests.Receiving;

/// <summary>What is done with many keys at once is what would be done with each.</summary>
internal sealed class KeyWordsTests
{
    private const int MostKeys = 255;

    [Test]
    public void Keys_are_read_as_one_by_one() =>
        Gen.Select(Gen.Byte.Array[0, MostKeys * sizeof(uint)], Gen.UInt).Sample((elements, prefix) =>
        {
            var keys = new uint[MostKeys * 2];
            uint[] words = [.. elements.Chunk(sizeof(uint)).Where(static one => one.Length == sizeof(uint)).Select(one => prefix | BinaryPrimitives.ReadUInt32LittleEndian(one))];
            uint[] halves = [.. elements.Chunk(sizeof(ushort)).Where(static one => one.Length == sizeof(ushort)).Select(one => prefix | BinaryPrimitives.ReadUInt16LittleEndian(one))];

            return keys.AsSpan(0, KeyWords.ReadWords(elements, prefix, keys)).SequenceEqual(words) && keys.AsSpan(0, KeyWords.ReadHalfWords(elements, prefix, keys)).SequenceEqual(halves);
        });

    [Test]
    public void Whether_all_are_of_a_range_is_what_each_says() =>
        Gen.Select(Gen.UInt, Gen.Int[1, 1000], Gen.Int[-3, 1003].Array[0, MostKeys], Gen.Bool).Sample((first, count, offsets, isClose) =>
        {
            var range = new KeyRange(first, 0, count);
            uint[] keys = [.. offsets.Select(offset => first + (uint)(isClose ? Math.Clamp(offset, 0, count - 1) : offset))];

            return KeyWords.AreAllIn(range, keys) == keys.All(range.Contains);
        });

    [Test]
    public void Each_place_is_looked_at([Range(1, 70)] int count)
    {
        var range = new KeyRange(0xFFFFFFF0, 0, 16);
        for (int place = 0; place < count; place++)
        {
            uint[] keys = [.. Enumerable.Repeat(0xFFFFFFFFu, count)];
            Assert.That(KeyWords.AreAllIn(range, keys), Is.True);
            keys[place] = 0;
            Assert.That(KeyWords.AreAllIn(range, keys), Is.False);
        }
    }
}
