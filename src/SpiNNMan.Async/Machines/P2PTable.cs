using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Machines;

/// <summary>The point-to-point routing table of a chip: which chips it can reach, and by which link.</summary>
/// <remarks>
/// <code>
/// one column (all y of one x) after the other, 128 bytes each
/// word y / 8 of a column: eight routes of three bits, that of y in bits 3 (y mod 8) + 2 to 3 (y mod 8)
/// </code>
/// Protocol: models.md, "Point-to-point table".
/// </remarks>
public sealed class P2PTable
{
    /// <summary>The most columns and rows a table has.</summary>
    public const int MaxSize = 256;

    private const int RoutesPerWord = 8;
    private const int BitsPerRoute = 3;
    private const int ColumnSize = MaxSize / RoutesPerWord * sizeof(uint);

    private readonly P2PTableRoute[] _routes;

    private P2PTable(int width, int height, P2PTableRoute[] routes)
    {
        Width = width;
        Height = height;
        _routes = routes;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The chips that there is a route to, column by column.</summary>
    public IEnumerable<ChipLocation> Chips
    {
        get
        {
            for (int index = 0; index < _routes.Length; index++)
            {
                if (_routes[index] != P2PTableRoute.None)
                    yield return new ChipLocation((byte)(index / Height), (byte)(index % Height));
            }
        }
    }

    /// <summary>Where a column starts, in bytes from the start of the table.</summary>
    /// <param name="column">The column, 0 to 255.</param>
    /// <exception cref="InvalidParameterException">The column is out of range.</exception>
    public static int GetColumnOffset(int column)
    {
        InvalidParameterException.ThrowIfOutside(column, 0, MaxSize - 1, nameof(column));
        return column * ColumnSize;
    }

    /// <summary>How many bytes of each column to read for a machine.</summary>
    /// <param name="height">The rows of the machine, 0 to 256.</param>
    /// <exception cref="InvalidParameterException">The height is out of range.</exception>
    public static int GetColumnByteCount(int height)
    {
        InvalidParameterException.ThrowIfOutside(height, 0, MaxSize, nameof(height));
        return (height + RoutesPerWord - 1) / RoutesPerWord * sizeof(uint);
    }

    /// <summary>Reads a table from its columns.</summary>
    /// <param name="width">The columns of the machine, 0 to 256.</param>
    /// <param name="height">The rows of the machine, 0 to 256.</param>
    /// <param name="columns">The bytes of each column, at least <see cref="GetColumnByteCount"/> each; further columns are ignored.</param>
    /// <param name="table">The table.</param>
    /// <param name="error">Which column ends where; its offset is from the start of that column.</param>
    /// <returns><see langword="false"/> if a column is missing or too short.</returns>
    /// <exception cref="InvalidParameterException">Width or height is out of range.</exception>
    public static bool TryParse(
        int width, int height, IReadOnlyList<ReadOnlyMemory<byte>> columns, [NotNullWhen(true)] out P2PTable? table, out PacketError error)
    {
        ArgumentNullException.ThrowIfNull(columns);
        InvalidParameterException.ThrowIfOutside(width, 0, MaxSize, nameof(width));
        int needed = GetColumnByteCount(height);
        table = null;
        var routes = new P2PTableRoute[width * height];
        for (int x = 0; x < width; x++)
        {
            ReadOnlySpan<byte> column = x < columns.Count ? columns[x].Span : default;
            if (column.Length < needed)
            {
                error = new PacketError(
                    PacketErrorKind.TooShort, nameof(P2PTable), column.Length, $"column {x} takes {needed} bytes, {column.Length} are there");
                return false;
            }

            ReadColumn(column, routes.AsSpan(x * height, height));
        }

        table = new P2PTable(width, height, routes);
        error = default;
        return true;
    }

    /// <summary>Reads one column to where the caller wants it; nothing is allocated.</summary>
    /// <param name="column">The bytes of the column, at least <see cref="GetColumnByteCount"/>.</param>
    /// <param name="routes">Where the routes go, one for each row of the machine, 0 to 256.</param>
    /// <param name="error">Where the column ends.</param>
    /// <returns><see langword="false"/> if the column is too short.</returns>
    /// <exception cref="InvalidParameterException">There are too many rows.</exception>
    public static bool TryParseColumn(ReadOnlySpan<byte> column, Span<P2PTableRoute> routes, out PacketError error)
    {
        int needed = GetColumnByteCount(routes.Length);
        error = column.Length < needed ? PacketError.TooShort(nameof(P2PTable), column.Length, needed, column.Length) : default;
        if (column.Length < needed)
            return false;

        ReadColumn(column, routes);
        return true;
    }

    /// <summary>Whether there is a route to a chip.</summary>
    public bool IsRoute(ChipLocation chip) => GetRoute(chip) != P2PTableRoute.None;

    /// <summary>The route to a chip; <see cref="P2PTableRoute.None"/> for one outside the machine.</summary>
    public P2PTableRoute GetRoute(ChipLocation chip) =>
        chip.X < Width && chip.Y < Height ? _routes[(chip.X * Height) + chip.Y] : P2PTableRoute.None;

    private static void ReadColumn(ReadOnlySpan<byte> column, Span<P2PTableRoute> routes)
    {
        for (int y = 0; y < routes.Length; y++)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(column[(y / RoutesPerWord * sizeof(uint))..]);
            routes[y] = (P2PTableRoute)((word >> (y % RoutesPerWord * BitsPerRoute)) & 7);
        }
    }
}
