using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>Memory of chips, as far as requests have touched it.</summary>
internal sealed class RecordedMemory
{
    private const int PayloadOffset = 14;

    private readonly Dictionary<(ChipLocation Chip, int Link, uint Address), byte> _found = [];
    private readonly Dictionary<(ChipLocation Chip, int Link, uint Address), byte> _written = [];

    /// <summary>Takes over what a recorded request tells of memory.</summary>
    public void Remember(RecordedRequest request)
    {
        if (MemoryAccess.Of(request.Connection, request.Content) is not { } access)
            return;

        if (access.IsWrite)
            Write(access, request.Content.Data);
        else if (request.Answers[^1] is { } answer)
            Found(access, answer.AsSpan(PayloadOffset));
    }

    /// <summary>Puts in what is there from the start, where the recording says nothing else.</summary>
    public void Prepare(ChipLocation chip, uint address, ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
            _found.TryAdd((chip, -1, address + (uint)i), bytes[i]);
    }

    /// <summary>The same memory before anything was written.</summary>
    public RecordedMemory Before()
    {
        var before = new RecordedMemory();
        foreach (((ChipLocation Chip, int Link, uint Address) cell, byte value) in _found)
            before._found[cell] = value;

        return before;
    }

    public byte[] Read(MemoryAccess access) => [.. Enumerable.Range(0, access.Length).Select(i => ByteAt((access.Chip, access.Link, access.Address + (uint)i)))];

    public void Write(MemoryAccess access, ReadOnlySpan<byte> data)
    {
        for (int i = 0; i < access.Length; i++)
            _written[(access.Chip, access.Link, access.Address + (uint)i)] = data[i];
    }

    /// <summary>What was written here and not, or otherwise, in <paramref name="expected"/>.</summary>
    public string? Difference(RecordedMemory expected)
    {
        foreach (((ChipLocation Chip, int Link, uint Address) cell, byte value) in expected._written)
        {
            if (!_written.TryGetValue(cell, out byte actual) || actual != value)
                return $"memory: expected {value:x2} at 0x{cell.Address:x8} of {cell.Chip}{Across(cell.Link)}, got {(_written.ContainsKey(cell) ? $"{actual:x2}" : "nothing written")}";
        }

        RecordedMemory before = Before();
        foreach (((ChipLocation Chip, int Link, uint Address) cell, byte value) in _written)
        {
            // Written again as it was is not changed.
            if (!expected._written.ContainsKey(cell) && value != before.ByteAt(cell))
                return $"memory: nothing is to be written at 0x{cell.Address:x8} of {cell.Chip}{Across(cell.Link)}, got {value:x2}";
        }

        return null;
    }

    private static string Across(int link) => link < 0 ? "" : $" across link {link}";

    private void Found(MemoryAccess access, ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < Math.Min(bytes.Length, access.Length); i++)
        {
            (ChipLocation Chip, int Link, uint Address) cell = (access.Chip, access.Link, access.Address + (uint)i);
            if (!_written.ContainsKey(cell))
                _found[cell] = bytes[i];
        }
    }

    // Where the recording says nothing, the bytes that memory has in all recordings.
    private byte ByteAt((ChipLocation Chip, int Link, uint Address) cell)
    {
        if (_written.TryGetValue(cell, out byte value) || _found.TryGetValue(cell, out value))
            return value;

        uint address = cell.Address;
        return unchecked((byte)((31 * address) + (7 * (address >> 8)) + (17u * cell.Chip.X) + (59u * cell.Chip.Y) + 5));
    }
}
