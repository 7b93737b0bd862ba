namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>Draws events as dots of text: time goes to the right, and atoms from the top down.</summary>
/// <remarks>It keeps no events, only which of its small squares of time and atoms have one. So it takes the same memory at every rate.</remarks>
internal sealed class RasterPlot
{
    private const int Columns = 1024;
    private const int MostRows = 256;
    private const int WordBits = 64;
    private const int DotColumns = 2;
    private const int DotRows = 4;
    private const char FirstBraille = '\u2800';
    private const long Never = long.MinValue;

    // The bits of the dots of a Braille character, row by row.
    private static readonly int[] s_bits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

    private readonly int _atoms;
    private readonly int _rows;
    private readonly int _words;
    private readonly long _ticksPerColumn;
    private readonly ulong[] _squares;
    private long _latest = Never;

    /// <param name="atoms">The number of atoms.</param>
    /// <param name="window">The time that the plot shows.</param>
    public RasterPlot(int atoms, TimeSpan window)
    {
        _atoms = Math.Max(1, atoms);
        _rows = Math.Min(_atoms, MostRows);
        _words = (_rows + WordBits - 1) / WordBits;
        _ticksPerColumn = Math.Max(1, window.Ticks / Columns);
        _squares = new ulong[Columns * _words];
    }

    /// <summary>Adds an event.</summary>
    /// <param name="atom">The atom.</param>
    /// <param name="at">The time, from any beginning that is the same for all.</param>
    public void Add(int atom, TimeSpan at)
    {
        long column = ColumnOf(at);
        Advance(column);
        if (column <= _latest - Columns || (uint)atom >= (uint)_atoms)
            return;

        int row = (int)((long)atom * _rows / _atoms);
        _squares[WordOf(column) + (row / WordBits)] |= 1UL << (row % WordBits);
    }

    /// <summary>Draws the plot.</summary>
    /// <param name="width">The columns of text.</param>
    /// <param name="height">The rows of text.</param>
    /// <param name="now">The time at the right edge.</param>
    /// <param name="hasUnicode">Whether the terminal shows Braille characters; the dots of one character are one sign otherwise.</param>
    /// <returns>The rows of text.</returns>
    public string[] Draw(int width, int height, TimeSpan now, bool hasUnicode)
    {
        var dots = new int[height, width];
        long last = ColumnOf(now);
        long right = Scale(last, DotColumns * width);
        for (long column = Math.Max(last, 0) - Columns + 1; column <= last; column++)
        {
            if (column < 0 || column > _latest || column <= _latest - Columns)
                continue;

            long x = (DotColumns * width) - 1 - (right - Scale(column, DotColumns * width));
            if (x >= 0)
                DrawColumn(dots, column, (int)x, height);
        }

        return [.. Enumerable.Range(0, height).Select(row => string.Concat(Enumerable.Range(0, width).Select(column => SignOf(dots[row, column], hasUnicode))))];
    }

    private static long Scale(long column, int dots) => (long)((Int128)column * dots / Columns);

    private static char SignOf(int dots, bool hasUnicode)
    {
        if (hasUnicode)
            return dots == 0 ? ' ' : (char)(FirstBraille + dots);

        const int upper = 0x01 | 0x08 | 0x02 | 0x10;
        return ((dots & upper) != 0, (dots & ~upper) != 0) switch
        {
            (true, true) => ':',
            (true, false) => '\'',
            (false, true) => '.',
            _ => ' ',
        };
    }

    private void DrawColumn(int[,] dots, long column, int x, int height)
    {
        int start = WordOf(column);
        for (int row = 0; row < _rows; row++)
        {
            if ((_squares[start + (row / WordBits)] & (1UL << (row % WordBits))) == 0)
                continue;

            // With fewer atoms than dots, an atom is in the middle of its share.
            int y = (int)((((2L * row) + 1) * DotRows * height) / (2L * _rows));
            dots[y / DotRows, x / DotColumns] |= s_bits[(y % DotRows * DotColumns) + (x % DotColumns)];
        }
    }

    private long ColumnOf(TimeSpan at) => Math.Max(0, at.Ticks) / _ticksPerColumn;

    private int WordOf(long column) => (int)(column % Columns) * _words;

    private void Advance(long column)
    {
        if (column <= _latest)
            return;

        long first = _latest == Never ? column - Columns + 1 : Math.Max(_latest + 1, column - Columns + 1);
        for (long clear = Math.Max(0, first); clear <= column; clear++)
            Array.Clear(_squares, WordOf(clear), _words);

        _latest = column;
    }
}
