using Spectre.Console;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>A list of names and values, one pair a line.</summary>
internal sealed class Facts
{
    private const int Gap = 2;

    private readonly List<(string Name, Cell Value)> _rows = [];

    /// <summary>Adds a name and its value.</summary>
    public void Add(string name, Cell value) => _rows.Add((name, value));

    /// <summary>Writes the list, with the values in one column. A long value goes on below its beginning.</summary>
    public void WriteTo(IAnsiConsole console)
    {
        int width = _rows.Max(static row => row.Name.Length);
        foreach ((string name, Cell value) in _rows)
            HangingText.Write(console, $"[bold]{Markup.Escape(name.PadRight(width))}[/]", width + Gap, value);
    }
}
