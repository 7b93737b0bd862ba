using System;

namespace SpiNNMan.Async.Generators;

/// <summary>A line of the table of system variables.</summary>
internal sealed class SystemVariableRow
{
    private const int Columns = 8;
    private const string Nothing = "-";

    private readonly string[] _cells;

    private SystemVariableRow(string[] cells) => _cells = cells;

    public string Offset => _cells[0];

    public string Type => _cells[1];

    public string Name => _cells[2];

    public string PythonName => _cells[3];

    /// <summary>The name in the firmware as an expression of C#.</summary>
    public string FirmwareName => Optional(_cells[4]) is { } name ? $"\"{name}\"" : "null";

    public string? Size => Optional(_cells[5]);

    public string? Default => Optional(_cells[6]);

    public string Description => _cells[7];

    /// <summary>Reads a line. Lines that are empty or begin with # say nothing.</summary>
    /// <exception cref="FormatException">The line does not have eight columns.</exception>
    public static SystemVariableRow? Parse(string line)
    {
        if (string.IsNullOrWhiteSpace(line) || line[0] == '#')
            return null;

        string[] cells = line.Split('\t');
        return cells.Length == Columns ? new SystemVariableRow(cells) : throw new FormatException($"'{line}' has {cells.Length} columns, and not {Columns}");
    }

    private static string? Optional(string cell) => string.Equals(cell, Nothing, StringComparison.Ordinal) ? null : cell;
}
