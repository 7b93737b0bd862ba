using System.Globalization;
using Microsoft.Data.Sqlite;

namespace SpiNNMan.Async.Live.Databases;

/// <summary>Asks a database, whatever its age, for rows of what it has.</summary>
internal sealed class DatabaseTables(SqliteConnection connection)
{
    private readonly Dictionary<string, HashSet<string>> _columns = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether there is a table or view with all these columns.</summary>
    public bool Has(string table, params ReadOnlySpan<string> columns)
    {
        HashSet<string> there = ColumnsOf(table);
        foreach (string column in columns)
        {
            if (!there.Contains(column))
                return false;
        }

        return there.Count > 0;
    }

    /// <summary>The rows of a table; a column that it has not got is <see langword="null"/> in each.</summary>
    public IEnumerable<object?[]> Rows(string table, string columns, string order = "")
    {
        HashSet<string> there = ColumnsOf(table);
        if (there.Count == 0)
            yield break;

        using SqliteCommand command = connection.CreateCommand();
        string selected = string.Join(", ", columns.Split(' ').Select(column => there.Contains(column) ? column : "NULL"));

        // Names of columns are those of this class's callers, and never anybody's input.
#pragma warning disable CA2100
        command.CommandText = $"SELECT {selected} FROM {table}{(order.Length == 0 ? "" : $" ORDER BY {order}")}";
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (int index = 0; index < row.Length; index++)
                row[index] = reader.IsDBNull(index) ? null : reader.GetValue(index);

            yield return row;
        }
    }

    /// <summary>A whole number, however it was stored; some tools store keys as signed ones, or as text.</summary>
    public static long Number(object? value) => value switch
    {
        long number => number,
        double number => (long)number,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) => number,
        _ => 0,
    };

    /// <summary>A text, however it was stored.</summary>
    public static string? Text(object? value) => value is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture);

    private HashSet<string> ColumnsOf(string table)
    {
        if (_columns.TryGetValue(table, out HashSet<string>? known))
            return known;

        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info($table)";
        command.Parameters.AddWithValue("$table", table);
        var columns = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
            columns.Add(reader.GetString(0));

        _columns[table] = columns;
        return columns;
    }
}
