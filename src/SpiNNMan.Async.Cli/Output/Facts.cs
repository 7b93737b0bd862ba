using Spectre.Console;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>A list of names and values, one pair a line.</summary>
internal sealed class Facts
{
    private readonly List<(string Name, string Value)> _rows = [];

    /// <summary>Adds a name and its value.</summary>
    public void Add(string name, string value) => _rows.Add((name, value));

    /// <summary>Writes the list, with the values in one column.</summary>
    public void WriteTo(IAnsiConsole console)
    {
        int width = _rows.Max(static row => row.Name.Length);
        foreach ((string name, string value) in _rows)
            console.MarkupLine($"[bold]{Markup.Escape(name.PadRight(width))}[/]  {Tables.Cell(value)}");
    }
}
