using System.Text.RegularExpressions;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.LogDictionaries;

/// <summary>Turns the numbers that cores print into messages, line by line. Any other line stays as it is.</summary>
/// <param name="dictionaries">The messages by the letters of the dictionaries; that without a letter has none.</param>
/// <remarks>Protocol: models.md, "Log dictionaries".</remarks>
internal sealed partial class LogExpander(IReadOnlyDictionary<string, IReadOnlyDictionary<long, LogMessage>> dictionaries)
{
    private const char Separator = '\u001E';

    private readonly Dictionary<CoreLocation, string> _begun = [];

    /// <summary>Leaves all text as it is.</summary>
    public static LogExpander None { get; } = new(new Dictionary<string, IReadOnlyDictionary<long, LogMessage>>(StringComparer.Ordinal));

    /// <summary>Whether there is any dictionary.</summary>
    public bool Any => dictionaries.Count > 0;

    /// <summary>Expands all that a core printed.</summary>
    public Iobuf Expand(Iobuf whole) => Any ? whole with { Text = string.Join('\n', whole.Text.Split('\n').Select(ExpandLine)) } : whole;

    /// <summary>Expands the ends of texts in the report of cores that failed.</summary>
    public CoreStateException? Expand(CoreStateException? error) => Any && error is not null
        ? new CoreStateException(
            error.Reason,
            error.States,
            [.. error.Failures.Select(failure => failure with { OutputTail = failure.OutputTail is { } tail ? string.Join('\n', tail.Split('\n').Select(ExpandLine)) : null })],
            error.CoreCount,
            error.Elapsed)
        : error;

    /// <summary>Expands a piece of the text of a core. A number that may go on in the next piece is kept back until then.</summary>
    public Iobuf ExpandNext(Iobuf piece)
    {
        if (!Any)
            return piece;

        string text = _begun.GetValueOrDefault(piece.Core, "") + piece.Text;
        int end = text.LastIndexOf('\n') + 1;
        bool maybeNumber = end < text.Length && MaybeNumber().IsMatch(text.AsSpan(end));
        if (maybeNumber)
            _begun[piece.Core] = text[end..];
        else
            _begun.Remove(piece.Core);

        return Expand(piece with { Text = maybeNumber ? text[..end] : text });
    }

    /// <summary>The pieces that were kept back, expanded. There is nothing more to come.</summary>
    public IReadOnlyList<Iobuf> Flush()
    {
        Iobuf[] rest = [.. _begun.Select(begun => Expand(new Iobuf(begun.Key, begun.Value)))];
        _begun.Clear();
        return rest;
    }

    /// <summary>Expands one line.</summary>
    public string ExpandLine(string line)
    {
        string[] parts = line.Split(Separator);
        Match number = Number().Match(parts[0]);
        if (!number.Success
            || !dictionaries.TryGetValue(number.Groups["letter"].Value, out IReadOnlyDictionary<long, LogMessage>? messages)
            || !long.TryParse(number.Groups["digits"].ValueSpan, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long id)
            || !messages.TryGetValue(id, out LogMessage? message))
        {
            return line;
        }

        return LogFormat.Fill(message.Format, parts.AsSpan(1)) is { } text ? message.Prefix + text : line;
    }

    [GeneratedRegex("^(?<letter>[A-Za-z]?)(?<digits>[0-9]+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex("^[A-Za-z]?([0-9]+(\u001E|$)|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MaybeNumber();
}
