using System.Text;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Input;
using SpiNNMan.Async.Cli.Processes;

namespace SpiNNMan.Async.Cli.LogDictionaries;

/// <summary>The messages of a program, by their numbers: a dictionary that the tool chain writes when it compiles.</summary>
/// <remarks>Protocol: models.md, "Log dictionaries".</remarks>
internal static class LogDictionary
{
    /// <summary>The bytes that every SQLite file begins with.</summary>
    private static readonly byte[] s_sqlite = "SQLite format 3\0"u8.ToArray();

    /// <summary>Reads a dictionary: an SQLite file, or a file of text.</summary>
    /// <param name="file">The name of the file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="CommandFailedException">The file is no dictionary.</exception>
    public static async Task<IReadOnlyDictionary<long, LogMessage>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        byte[] content = await InputFiles.ReadAsync(file, InputFiles.MostOfList, "a log dictionary", cancellationToken);
        Dictionary<long, LogMessage> messages = content.AsSpan().StartsWith(s_sqlite) ? ReadSqlite(file) : ReadText(content, file);
        return messages.Count > 0 ? messages : throw new CommandFailedException($"{file} has no messages: it is no log dictionary.");
    }

    private static Dictionary<long, LogMessage> ReadSqlite(string file) => ToolBuild.IsFull
        ? SqliteLogDictionary.Read(file)
        : throw new CommandFailedException($"{file} is a database. {ToolBuild.DescribeLack("SQLite")} A dictionary as text can be read.");

    /// <summary>Reads lines of the form <c>NUMBER,PREFIX,FORMAT</c>. Lines that do not begin with a digit are comments or headings.</summary>
    private static Dictionary<long, LogMessage> ReadText(byte[] content, string file)
    {
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (ArgumentException exception)
        {
            throw new CommandFailedException($"{file} is neither an SQLite file nor text: it is no log dictionary.", exception);
        }

        var messages = new Dictionary<long, LogMessage>();
        foreach ((int index, string line) in text.Split('\n').Index())
        {
            if (line.Length == 0 || !char.IsAsciiDigit(line[0]))
                continue;

            // The prefix may have commas between its brackets.
            int first = line.IndexOf(',', StringComparison.Ordinal);
            int second = first < 0 ? -1 : line.IndexOf("): ,", first, StringComparison.Ordinal);
            second = second >= 0 ? second + 3 : first < 0 ? -1 : line.IndexOf(',', first + 1);
            if (second < 0 || !long.TryParse(line[..first], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long number))
                throw new CommandFailedException($"{file}, line {index + 1}: NUMBER,PREFIX,TEXT is expected.");

            if (!messages.TryAdd(number, new LogMessage(line[(first + 1)..second], line[(second + 1)..].TrimEnd('\r'))))
                throw new CommandFailedException($"{file}, line {index + 1}: the number {number} is there twice.");
        }

        return messages;
    }
}
