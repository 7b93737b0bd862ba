namespace SpiNNMan.Async.Emulation.Debugging.Symbols;

/// <summary>Which line of source each instruction is of: the line table of DWARF 2 to 5.</summary>
internal sealed class LineTable
{
    /// <summary>A program of which nothing is known.</summary>
    public static readonly LineTable Empty = new([]);

    private readonly LineRow[] _rows;

    private LineTable(List<LineRow> rows) => _rows = [.. rows.OrderBy(static row => row.Address).ThenByDescending(static row => row.IsEnd)];

    /// <summary>Each line that has instructions, once.</summary>
    public IEnumerable<SourceLine> Lines => _rows.Where(static row => !row.IsEnd && row.Line.Line != 0).Select(static row => row.Line).Distinct();

    /// <summary>Whether there are any.</summary>
    public bool Any => _rows.Length > 0;

    /// <summary>Reads the table of a file. A unit that is damaged, or of a kind that is not known, is left out.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="InvalidDataException">A section of the file is damaged.</exception>
    public static LineTable Read(ElfFile file)
    {
        List<LineRow> rows = [];
        ReadOnlySpan<byte> left = file.Find(".debug_line").Span;
        ReadOnlyMemory<byte> strings = file.Find(".debug_str");
        ReadOnlyMemory<byte> lineStrings = file.Find(".debug_line_str");
        while (left.Length >= 4)
        {
            uint length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(left);
            if (length > left.Length - 4) break;
            try
            {
                rows.AddRange(LineProgram.Run(left.Slice(4, (int)length), strings, lineStrings));
            }
            catch (InvalidDataException)
            {
                // The others may be well.
            }

            left = left[(4 + (int)length)..];
        }

        return new LineTable(rows);
    }

    /// <summary>The line of an address, if it is known.</summary>
    public SourceLine? Find(uint address)
    {
        int low = 0;
        int high = _rows.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_rows[middle].Address <= address) low = middle + 1;
            else high = middle;
        }

        return low == 0 || _rows[low - 1].IsEnd || _rows[low - 1].Line.Line == 0 ? null : _rows[low - 1].Line;
    }
}
