using System.Buffers.Binary;
using System.Numerics;
using SpiNNMan.Async.Live.Databases;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>Works on many keys at once: this is done for each event that comes.</summary>
internal static class KeyWords
{
    /// <summary>Reads keys of 32 bits.</summary>
    /// <param name="elements">The keys, low bytes first.</param>
    /// <param name="prefix">The common part of all keys.</param>
    /// <param name="keys">Where they go.</param>
    /// <returns>How many there are.</returns>
    public static int ReadWords(ReadOnlySpan<byte> elements, uint prefix, Span<uint> keys)
    {
        int count = elements.Length / sizeof(uint);
        int done = 0;
        if (BitConverter.IsLittleEndian)
        {
            var common = new Vector<uint>(prefix);
            for (; done + Vector<uint>.Count <= count; done += Vector<uint>.Count)
                (Vector.AsVectorUInt32(new Vector<byte>(elements[(done * sizeof(uint))..])) | common).CopyTo(keys[done..]);
        }

        for (; done < count; done++)
            keys[done] = prefix | BinaryPrimitives.ReadUInt32LittleEndian(elements[(done * sizeof(uint))..]);

        return count;
    }

    /// <summary>Reads keys of 16 bits.</summary>
    /// <inheritdoc cref="ReadWords"/>
    public static int ReadHalfWords(ReadOnlySpan<byte> elements, uint prefix, Span<uint> keys)
    {
        int count = elements.Length / sizeof(ushort);
        for (int index = 0; index < count; index++)
            keys[index] = prefix | BinaryPrimitives.ReadUInt16LittleEndian(elements[(index * sizeof(ushort))..]);

        return count;
    }

    /// <summary>Whether all keys are of one range.</summary>
    public static bool AreAllIn(KeyRange range, ReadOnlySpan<uint> keys)
    {
        var first = new Vector<uint>(range.FirstKey);
        var count = new Vector<uint>((uint)range.Count);
        Vector<uint> outside = Vector<uint>.Zero;
        for (; keys.Length >= Vector<uint>.Count; keys = keys[Vector<uint>.Count..])
            outside |= Vector.GreaterThanOrEqual(new Vector<uint>(keys) - first, count);

        if (outside != Vector<uint>.Zero)
            return false;

        foreach (uint key in keys)
        {
            if (!range.Contains(key))
                return false;
        }

        return true;
    }
}
