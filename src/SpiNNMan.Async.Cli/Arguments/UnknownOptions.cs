using System.CommandLine;
using System.CommandLine.Parsing;

namespace SpiNNMan.Async.Cli.Arguments;

/// <summary>Finds words that look like options and are none. The parser would take such a word as a value, for example as the name of a file.</summary>
internal static class UnknownOptions
{
    private const string EndOfOptions = "--";

    /// <summary>Describes the first word that looks like an option and is none, with the nearest options; <see langword="null"/> if there is no such word.</summary>
    /// <param name="args">The words as the user typed them.</param>
    /// <param name="parsed">The result of the parser.</param>
    public static string? Describe(IEnumerable<string> args, ParseResult parsed)
    {
        HashSet<string> values = [.. parsed.Tokens.Where(static token => token.Type == TokenType.Argument).Select(static token => token.Value)];
        if (args.TakeWhile(static word => word is not EndOfOptions).FirstOrDefault(word => LooksLikeOption(word) && values.Contains(word)) is not { } unknown)
            return null;

        string name = unknown.Split('=', ':')[0];
        Command command = parsed.CommandResult.Command;
        IEnumerable<Option> options = command.Options.Concat(command.Parents.OfType<Command>().SelectMany(static parent => parent.Options).Where(static option => option.Recursive));
        string nearest = NearestNames.Sentence(name, options.SelectMany(static option => option.Aliases.Prepend(option.Name)));
        string where = command is RootCommand ? "spinnman" : $"'{command.Name}'";
        return $"'{name}' is no option of {where}.{nearest} A value that begins with - stands behind {EndOfOptions}, or after = in --option=value.";
    }

    // A lone - is a standard stream, and -4 a number.
    private static bool LooksLikeOption(string word) => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]) && word[1] is not '.';
}
