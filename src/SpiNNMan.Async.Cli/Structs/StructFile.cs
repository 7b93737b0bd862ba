using System.Globalization;
using SpiNNMan.Async.Cli.Errors;

namespace SpiNNMan.Async.Cli.Structs;

/// <summary>Reads files that define the structures of the system software, as the tools of the field have them.</summary>
internal static class StructFile
{
    private const int MostBytes = 1 << 16;

    /// <summary>Reads the definitions.</summary>
    /// <param name="text">The file.</param>
    /// <param name="name">Its name, for errors.</param>
    /// <exception cref="CommandFailedException">A line makes no sense. The message says which, and why.</exception>
    public static IReadOnlyList<StructDefinition> Parse(string text, string name)
    {
        var reader = new Reader(name);
        foreach ((int index, string line) in text.ReplaceLineEndings("\n").Split('\n').Index())
            reader.Read(line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), index + 1);

        return reader.Finish();
    }

    private static bool TryNumber(string text, out long number) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? long.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private sealed class Reader(string file)
    {
        private readonly List<StructDefinition> _definitions = [];
        private readonly List<StructField> _fields = [];
        private string? _name;
        private int _size;
        private uint _base;

        public void Read(string[] words, int line)
        {
            switch (words)
            {
                case []:
                    return;
                case ["name", "=", var name]:
                    End(line);
                    _name = name;
                    return;
                case ["size", "=", var text]:
                    _size = (int)NumberOf(text, 1, MostBytes, line);
                    return;
                case ["base", "=", var text]:
                    _base = (uint)NumberOf(text, 0, uint.MaxValue, line);
                    return;
                case [var field, var pack, var offset, _, _]:
                    _fields.Add(FieldOf(field, pack, offset, line));
                    return;
                default:
                    throw Wrong(line, "a line is 'name = NAME', 'size = N', 'base = N', or a field with its name, pack letter, offset, format and default");
            }
        }

        public List<StructDefinition> Finish()
        {
            End(line: 0);
            return _definitions.Count > 0 ? _definitions : throw new CommandFailedException($"{file} defines no structure.");
        }

        private void End(int line)
        {
            if (_name is null && _fields.Count > 0)
                throw Wrong(line, "a structure begins with 'name = NAME'");
            if (_name is not null && _size == 0)
                throw new CommandFailedException($"{file}: structure {_name} has no size.");
            if (_name is not null && _fields.Find(field => field.Offset + field.Length > _size) is { } outside)
                throw new CommandFailedException($"{file}: field {outside.Name} of {_name} ends behind the structure.");
            if (_name is not null)
                _definitions.Add(new StructDefinition(_name, _size, _base, [.. _fields.OrderBy(static field => field.Offset)]));

            _fields.Clear();
            (_name, _size, _base) = (null, 0, 0);
        }

        private StructField FieldOf(string name, string pack, string offset, int line)
        {
            int count = 1;
            if (name.IndexOf('[', StringComparison.Ordinal) is > 0 and var at && name.EndsWith(']'))
            {
                count = (int)NumberOf(name[(at + 1)..^1], 1, MostBytes, line);
                name = name[..at];
            }

            int size = pack switch
            {
                "C" or "c" => 1,
                "v" or "s" => 2,
                "V" or "l" => 4,
                ['A', ..] => (int)NumberOf(pack.Length > 1 ? pack[1..] : "1", 1, MostBytes, line),
                _ => throw Wrong(line, $"'{pack}' is none of the pack letters C, c, v, s, V, l and A with a length"),
            };
            return new StructField(name, pack[0], size, (int)NumberOf(offset, 0, MostBytes, line), count);
        }

        private long NumberOf(string text, long least, long most, int line) => TryNumber(text, out long number) && number >= least && number <= most
            ? number
            : throw Wrong(line, string.Create(CultureInfo.InvariantCulture, $"'{text}' is no number from {least} to {most}"));

        private CommandFailedException Wrong(int line, string what) => new(string.Create(CultureInfo.InvariantCulture, $"{file}, line {line}: {what}."));
    }
}
