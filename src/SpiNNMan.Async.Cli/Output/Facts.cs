using Spectre.Console;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>Names and values, one pair a line.</summary>
internal sealed class Facts
{
    private readonly List<(string Name, string Value)> _rows = [];

    /// <summary>Adds a pair.</summary>
    public void Add(string name, string value) => _rows.Add((name, value));

    /// <summary>Writes them, the values one below the other.</summary>
    public void WriteTo(IAnsiConsole console)
    {
        int width = _rows.Max(static row => row.Name.Length);
        foreach ((string name, string value) in _rows)
            console.MarkupLine($"[bold]{Markup.Escape(name.PadRight(width))}[/]  {Tables.Cell(value)}");
    }
}
