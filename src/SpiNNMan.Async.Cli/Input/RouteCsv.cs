using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;

namespace SpiNNMan.Async.Cli.Input;

/// <summary>Reads routes from CSV, as <c>spinnman routes --csv</c> writes it.</summary>
internal static class RouteCsv
{
    /// <summary>The columns that there can be.</summary>
    public const string Header = "x,y,application,key,mask,links,cores";

    private static readonly string[] s_columns = Header.Split(',');

    /// <summary>Reads all lines.</summary>
    /// <param name="lines">The lines, with their numbers.</param>
    /// <param name="name">The name of the file, for messages.</param>
    /// <exception cref="CommandFailedException">A line is no route.</exception>
    public static List<FileRoute> Read(IReadOnlyList<(int Number, string Text)> lines, string name)
    {
        string[] columns = [.. lines[0].Text.Split(',').Select(static column => column.Trim().ToLowerInvariant())];
        foreach (string column in columns)
        {
            if (!s_columns.Contains(column, StringComparer.Ordinal))
                throw new CommandFailedException($"{name}, line {lines[0].Number}: the first line must name columns, some of {Header}; '{column}' is none of them.");
        }

        foreach (string needed in (string[])["key", "mask"])
        {
            if (!columns.Contains(needed, StringComparer.Ordinal))
                throw new CommandFailedException($"{name}, line {lines[0].Number}: the column {needed} is missing.");
        }

        if (columns.Distinct(StringComparer.Ordinal).Count() < columns.Length)
            throw new CommandFailedException($"{name}, line {lines[0].Number}: a column is named twice.");

        return [.. lines.Skip(1).Select(line => ReadLine(columns, line.Text, $"{name}, line {line.Number}"))];
    }

    private static FileRoute ReadLine(string[] columns, string line, string place)
    {
        string[] cells = line.Split(',');
        if (cells.Length != columns.Length)
            throw new CommandFailedException($"{place}: there are {cells.Length} fields, and {columns.Length} columns.");

        var fields = new RouteFields(place);
        foreach ((int index, string column) in columns.Index())
        {
            string cell = cells[index].Trim();
            switch (column)
            {
                case "x":
                    fields.X = Number(cell, column, place);
                    break;
                case "y":
                    fields.Y = Number(cell, column, place);
                    break;
                case "application":
                    fields.ApplicationId = Number(cell, column, place);
                    break;
                case "key":
                    fields.Key = Number(cell, column, place);
                    break;
                case "mask":
                    fields.Mask = Number(cell, column, place);
                    break;
                case "links":
                    fields.Links = List(cell, column, place);
                    break;
                default:
                    fields.Cores = List(cell, column, place);
                    break;
            }
        }

        return fields.ToRoute();
    }

    private static long[] List(string cell, string column, string place) =>
        [.. cell.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => Number(word, column, place))];

    private static long Number(string cell, string column, string place) => Numbers.TryParse(cell, out long number)
        ? number
        : throw new CommandFailedException($"{place}: '{cell}' in the column {column} is no number.");
}
