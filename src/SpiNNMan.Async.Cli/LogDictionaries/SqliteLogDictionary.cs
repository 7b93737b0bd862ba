using System.Globalization;
using Microsoft.Data.Sqlite;
using SpiNNMan.Async.Cli.Errors;

namespace SpiNNMan.Async.Cli.LogDictionaries;

/// <summary>Reads the messages of an SQLite file, such as <c>logs.sqlite3</c>.</summary>
/// <remarks>Protocol: models.md, "Log dictionaries".</remarks>
internal static class SqliteLogDictionary
{
    private const string Tables = """
        SELECT log.log_id, log.log_level, file.file_name, log.line_num, log.original, file.last_build
        FROM log JOIN file ON file.file_id = log.file_id
        """;

    private const string View = "SELECT log_id, log_level, file_name, line_num, original, last_build FROM replacer_view";

    /// <summary>Reads all messages.</summary>
    /// <param name="file">The name of the file.</param>
    /// <exception cref="CommandFailedException">The file is damaged, or has other tables.</exception>
    public static Dictionary<long, LogMessage> Read(string file)
    {
        try
        {
            var settings = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
            using var connection = new SqliteConnection(settings.ToString());
            connection.Open();
            HashSet<string> names = ReadNames(connection);

            // Not all files have the view, and the tables say the same.
            bool hasTables = names.Contains("log") && names.Contains("file");
            return hasTables || names.Contains("replacer_view")
                ? ReadMessages(connection, hasTables ? Tables : View, file)
                : throw new CommandFailedException($"{file} is no log dictionary: it has neither the tables log and file, nor replacer_view.");
        }
        catch (SqliteException exception)
        {
            throw new CommandFailedException($"{file} cannot be read as a log dictionary ({exception.Message}).", exception);
        }
    }

    private static HashSet<string> ReadNames(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')";
        using SqliteDataReader reader = command.ExecuteReader();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (reader.Read())
            names.Add(reader.GetString(0));

        return names;
    }

    private static Dictionary<long, LogMessage> ReadMessages(SqliteConnection connection, string query, string file)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = query;
        using SqliteDataReader reader = command.ExecuteReader();
        var messages = new Dictionary<long, LogMessage>();
        while (reader.Read())
        {
            // Columns of SQLite may hold anything, whatever their types are.
            if (reader.GetValue(0) is not long number || reader.GetValue(4) is not string format)
                throw new CommandFailedException($"{file} is damaged: a message has no number or no text.");

            messages[number] = new LogMessage(PrefixOf(reader), format);
        }

        return messages;
    }

    private static string PrefixOf(SqliteDataReader reader)
    {
        string level = reader.GetValue(1) switch
        {
            10L => "[DEBUG]",
            20L => "[INFO]",
            30L => "[WARN]",
            40L => "[ERROR]",
            { } other => string.Create(CultureInfo.InvariantCulture, $"[{other}]"),
        };

        // The program may be older than the file that it was compiled from is now.
        string isOld = reader.GetValue(5) is 0L ? "*" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{level} ({reader.GetValue(2)}: {reader.GetValue(3)}{isOld}): ");
    }
}
