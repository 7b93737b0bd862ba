using Microsoft.Data.Sqlite;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>Log dictionaries, and what a program prints that has them.</summary>
internal static class LogFiles
{
    /// <summary>Lines of every kind: numbers with and without arguments and letters, text, and a number that no dictionary has.</summary>
    public const string Printed = "5\u001E7\u001E3f800000\nplain 5\nA5\n9999\n6\u001E1";

    /// <summary>A dictionary of text, for the letter A.</summary>
    public const string Lettered = "ID,preface,original\n5,[WARN] (a,b.c: 1): ,\"letter\"\n";

    /// <summary>Writes a dictionary as a database.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="hasView">Whether it has the view that some versions of the tool chain make.</param>
    public static Task WriteDatabaseAsync(string path, bool hasView = false) => ExecuteAsync(path, $"""
        CREATE TABLE directory (directory_id INTEGER PRIMARY KEY, src_path TEXT, dest_path TEXT);
        CREATE TABLE file (file_id INTEGER PRIMARY KEY, directory_id INTEGER, file_name TEXT, convert_time INTEGER, last_build INTEGER);
        CREATE TABLE log (log_id INTEGER PRIMARY KEY, log_level INTEGER, line_num INTEGER, original TEXT, file_id INTEGER);
        INSERT INTO directory VALUES (1, '/src', '/dest');
        INSERT INTO file VALUES (1, 1, 'weird,file.c', 0, 1), (2, 1, 'old.c', 0, 0);
        INSERT INTO log VALUES (5, 20, 36, '"%d at %f"', 1), (6, 40, 8, 'it is %d\n', 2);
        {(hasView ? "CREATE VIEW replacer_view AS SELECT log_id, log_level, file_name, line_num, original, last_build FROM log NATURAL JOIN file;" : "")}
        """);

    /// <summary>Executes statements of SQL on a database.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="sql">The statements.</param>
    public static async Task ExecuteAsync(string path, string sql)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
