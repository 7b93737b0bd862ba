using System.Globalization;
using System.Text.RegularExpressions;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>A table of offsets, sizes and fields out of a page, and what a type makes of each byte.</summary>
internal static partial class ByteTable
{
    /// <summary>Changes one byte after the other, and looks which fields of what is read change with it: those of the row the byte is in, and no others.</summary>
    /// <param name="rows">The rows: offset, size, field.</param>
    /// <param name="start">Bytes that can be read, of which changing any bit below is no error.</param>
    /// <param name="read">Reads bytes; <see langword="null"/> if they are refused.</param>
    /// <param name="fields">What tells the field of each row, by the row's text; <see langword="null"/> for bytes that nobody reads.</param>
    /// <param name="toggled">The bits to change, where it is not the lowest: by offset; none where a byte is not to be looked at.</param>
    public static void Check<T>(
        string[][] rows, byte[] start, Func<byte[], T?> read, IReadOnlyDictionary<string, Func<T, object?>?> fields, IReadOnlyDictionary<int, byte>? toggled = null)
        where T : class
    {
        Assert.That(rows.Select(row => row[2]), Is.EqualTo(fields.Keys), "every row must be one that is looked at");
        Dictionary<string, string> before = Read(read(start) ?? throw new InvalidOperationException("The bytes to start from cannot be read."), fields);
        for (int offset = 0; offset < start.Length; offset++)
        {
            byte bits = toggled?.GetValueOrDefault(offset, (byte)1) ?? 1;
            if (bits == 0)
                continue;

            string expected = RowOf(rows, offset, start.Length);
            byte[] bytes = [.. start];
            bytes[offset] ^= bits;
            T? changed = read(bytes);
            IEnumerable<string> differing = changed is null ? [expected] : Read(changed, fields).Where(field => !string.Equals(before[field.Key], field.Value, StringComparison.Ordinal)).Select(field => field.Key);

            Assert.That(differing, Is.EqualTo(fields[expected] is null ? Array.Empty<string>() : [expected]), $"byte {offset}");
        }
    }

    /// <summary>Changes one field after the other, and looks which bytes change with it: those of its row, and no others.</summary>
    /// <param name="rows">The rows: offset, size, field.</param>
    /// <param name="start">The bytes of a message.</param>
    /// <param name="changed">The bytes of the message with another value, all bits different, in the field of a row.</param>
    public static void CheckWritten(string[][] rows, byte[] start, IReadOnlyDictionary<string, byte[]> changed)
    {
        Assert.That(changed.Keys, Is.SubsetOf(rows.Select(row => row[2])));
        foreach ((string field, byte[] bytes) in changed)
        {
            string[] row = rows.First(one => string.Equals(one[2], field, StringComparison.Ordinal));
            int offset = int.Parse(row[0], CultureInfo.InvariantCulture);
            IEnumerable<int> differing = Enumerable.Range(0, start.Length).Where(index => start[index] != bytes[index]);

            Assert.That(differing, Is.EqualTo(Enumerable.Range(offset, SizeOf(row[1], start.Length - offset))), field);
        }
    }

    /// <summary>The bytes that a size stands for: a type, a number of them, a number of bytes, or everything to the end.</summary>
    public static int SizeOf(string size, int rest)
    {
        Match match = Size().Match(size);
        if (!match.Success)
            return size.Contains("..", StringComparison.Ordinal) ? rest : int.Parse(size, CultureInfo.InvariantCulture);

        int count = match.Groups[1].Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 1;
        return count * int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) / 8;
    }

    private static string RowOf(string[][] rows, int offset, int length)
    {
        foreach (string[] row in rows)
        {
            int start = int.Parse(row[0], CultureInfo.InvariantCulture);
            if (offset >= start && offset < start + SizeOf(row[1], length - start))
                return row[2];
        }

        throw new InvalidOperationException($"No row of the table has byte {offset}.");
    }

    private static Dictionary<string, string> Read<T>(T value, IReadOnlyDictionary<string, Func<T, object?>?> fields) =>
        fields.Where(field => field.Value is not null).ToDictionary(field => field.Key, field => Show(field.Value!(value)), StringComparer.Ordinal);

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => text,
        System.Collections.IEnumerable items => string.Join(",", items.Cast<object?>().Select(Show)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    [GeneratedRegex(@"^(?:(\d+) (?:x )?)?[ui](8|16|32|64)$")]
    private static partial Regex Size();
}
