using System.Buffers.Binary;
using System.Globalization;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Routing;

/// <summary>An entry of a chip's multicast routing table: where packets go whose key fits.</summary>
/// <param name="Key">The bits that the key of a packet must have where the mask is set.</param>
/// <param name="Mask">The bits of the key that are looked at.</param>
/// <param name="Route">The destinations of such packets.</param>
/// <param name="ApplicationId">The application that has the entry; only known of entries that were read from a chip, and not written.</param>
/// <remarks>
/// <code>
///  0  u16  index of the entry; in the table's copy, the end of the block it starts
///  2  u8   0; in the table's copy, the application that has it
///  3  u8   0; in the table's copy, its core and whether it is allocated
///  4  u32  route     8  u32  key     12  u32  mask
/// </code>
/// Protocol: models.md, "Multicast routing table".
/// </remarks>
public readonly record struct MulticastRoute(uint Key, uint Mask, Route Route, byte ApplicationId = 0)
{
    /// <summary>The length of an entry in bytes.</summary>
    public const int Size = 16;

    /// <summary>The most entries that can be loaded at once: the table has 1024, of which the monitor has one.</summary>
    public const int MaxEntries = 1023;

    /// <summary>The length in bytes of the end mark of a table to load: all ones.</summary>
    public const int EndSize = Size;

    private const byte UnusedRoute = 0xFF;

    // The top byte of the route is not part of it, so that only the 18 cores of a chip can be named.
    private const uint RouteField = 0x00FF_FFFF;

    /// <summary>Whether a packet with <paramref name="key"/> fits.</summary>
    public bool Matches(uint key) => (key & Mask) == Key;

    /// <summary>Reads an entry from the start of <paramref name="source"/>; bytes after it are ignored.</summary>
    /// <param name="source">The bytes, at least <see cref="Size"/>.</param>
    /// <param name="entry">The entry; <see langword="null"/> if it is not used, or ends the table.</param>
    /// <param name="error">The fault in the bytes.</param>
    public static bool TryParse(ReadOnlySpan<byte> source, out MulticastRoute? entry, out PacketError error)
    {
        entry = null;
        if (source.Length < Size)
        {
            error = PacketError.TooShort(nameof(MulticastRoute), source.Length, Size, source.Length);
            return false;
        }

        error = default;
        uint route = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        if (route >> 24 != UnusedRoute)
        {
            entry = new MulticastRoute(
                BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
                BinaryPrimitives.ReadUInt32LittleEndian(source[12..]),
                Route.FromWord(route & RouteField),
                source[2]);
        }

        return true;
    }

    /// <summary>The length in bytes of a table to load, with its end mark.</summary>
    /// <param name="count">How many entries, 0 to 1023.</param>
    /// <exception cref="InvalidParameterException">There are too many.</exception>
    public static int GetTableSize(int count)
    {
        InvalidParameterException.ThrowIfOutside(count, 0, MaxEntries, nameof(count));
        return (count * Size) + EndSize;
    }

    /// <summary>Writes a table as it is put into a chip's memory to be loaded.</summary>
    /// <param name="destination">Where to write, at least <see cref="GetTableSize"/> bytes.</param>
    /// <param name="entries">The entries in order, at most 1023.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="InvalidParameterException">There are too many entries.</exception>
    /// <exception cref="ArgumentException">The destination is too short; nothing is written.</exception>
    public static int WriteTable(Span<byte> destination, ReadOnlySpan<MulticastRoute> entries)
    {
        InvalidParameterException.ThrowIfOutside(entries.Length, 0, MaxEntries, nameof(entries));
        int size = GetTableSize(entries.Length);
        if (destination.Length < size)
            throw new ArgumentException($"The table takes {size} bytes, {destination.Length} are there.", nameof(destination));

        for (int index = 0; index < entries.Length; index++)
            entries[index].Write(destination[(index * Size)..], (ushort)index);

        destination.Slice(entries.Length * Size, EndSize).Fill(byte.MaxValue);
        return size;
    }

    /// <summary>Reads the copy of a table that a chip keeps, as far as there are whole entries; entries that are not used are left out.</summary>
    /// <param name="source">The copy of the table.</param>
    /// <param name="applicationId">The application whose entries are wanted; those of all if left out.</param>
    public static IReadOnlyList<MulticastRoute> ReadTable(ReadOnlySpan<byte> source, byte? applicationId = null)
    {
        var entries = new MulticastRoute[source.Length / Size];
        return entries[..ReadTable(source, entries, applicationId)];
    }

    /// <summary>Reads the copy of a table that a chip keeps, as far as there are whole entries, to where the caller wants them; nothing is allocated.</summary>
    /// <param name="source">The copy of the table.</param>
    /// <param name="destination">Where the entries go; one for each <see cref="Size"/> bytes of the source is always enough.</param>
    /// <param name="applicationId">The application whose entries are wanted; those of all if left out.</param>
    /// <returns>How many entries there are.</returns>
    /// <exception cref="ArgumentException">There are more entries than the destination has room for.</exception>
    public static int ReadTable(ReadOnlySpan<byte> source, Span<MulticastRoute> destination, byte? applicationId = null)
    {
        int count = 0;
        for (; source.Length >= Size; source = source[Size..])
        {
            if (!TryParse(source, out MulticastRoute? entry, out _) || entry is not { } used || (applicationId ?? used.ApplicationId) != used.ApplicationId)
                continue;

            if (count == destination.Length)
                throw new ArgumentException($"There are more than {count} entries.", nameof(destination));

            destination[count++] = used;
        }

        return count;
    }

    /// <summary>Writes the entry to the start of <paramref name="destination"/>.</summary>
    /// <param name="destination">Where to write, at least <see cref="Size"/> bytes.</param>
    /// <param name="index">Its place in the table that is loaded.</param>
    /// <exception cref="ArgumentException">The destination is too short; nothing is written.</exception>
    /// <exception cref="InvalidParameterException">The route names a core above 17; nothing is written.</exception>
    public void Write(Span<byte> destination, ushort index)
    {
        Route.Cores.ThrowIfBeyond(RouteField >> LinkSet.MaxLinks, nameof(Route), "an entry of a multicast table has room for cores 0 to 17");
        if (destination.Length < Size)
            throw new ArgumentException($"An entry takes {Size} bytes, {destination.Length} are there.", nameof(destination));

        BinaryPrimitives.WriteUInt16LittleEndian(destination, index);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Route.Word);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], Key);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], Mask);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{Key:X8}/0x{Mask:X8} -> links {Route.Links}, cores {Route.Cores}");
}
