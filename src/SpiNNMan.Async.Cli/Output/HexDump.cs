using System.Globalization;
using System.Text;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>Shows bytes as text.</summary>
internal static class HexDump
{
    private const int BytesPerLine = 16;

    /// <summary>Writes sixteen bytes a line: the address, the bytes in hexadecimal, and the bytes as characters.</summary>
    public static string Of(ReadOnlySpan<byte> data, uint address)
    {
        var text = new StringBuilder();
        for (int offset = 0; offset < data.Length; offset += BytesPerLine)
        {
            ReadOnlySpan<byte> line = data.Slice(offset, Math.Min(BytesPerLine, data.Length - offset));
            text.Append(CultureInfo.InvariantCulture, $"{address + (ulong)offset:x8} ");
            for (int i = 0; i < BytesPerLine; i++)
            {
                text.Append(i == BytesPerLine / 2 ? "  " : " ");
                text.Append(i < line.Length ? line[i].ToString("x2", CultureInfo.InvariantCulture) : "  ");
            }

            text.Append("  |");
            foreach (byte value in line)
                text.Append(value is >= 0x20 and < 0x7F ? (char)value : '.');

            text.Append("|\n");
        }

        return text.ToString();
    }
}
