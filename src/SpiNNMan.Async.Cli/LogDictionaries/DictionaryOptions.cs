using System.CommandLine;
using System.CommandLine.Parsing;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.LogDictionaries;

/// <summary>The option <c>--dictionary</c>, and the places where dictionaries lie.</summary>
internal sealed class DictionaryOptions
{
    /// <summary>The name that the tool chain gives to a dictionary.</summary>
    private const string UsualName = "logs.sqlite3";

    /// <summary>The variable that older versions of the tool chain look at.</summary>
    private const string Variable = "C_LOGS_DICT";

    private readonly Option<string[]> _files = new("--dictionary")
    {
        Description = "The log dictionary of the program, which turns the numbers that it prints into messages; LETTER=FILE for one whose numbers have a letter in front. May be given several times.",
        HelpName = "FILE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private DictionaryOptions() => _files.Validators.Add(Check);

    /// <summary>Adds the option to a command.</summary>
    public static DictionaryOptions AddTo(Command command)
    {
        var options = new DictionaryOptions();
        command.Options.Add(options._files);
        return options;
    }

    /// <summary>Reads the dictionaries that the user named. If there are none, it reads that of the environment, or one beside the image.</summary>
    /// <param name="terminal">The environment, and the place of warnings.</param>
    /// <param name="parsed">The words of the user.</param>
    /// <param name="image">The image of the program; <see langword="null"/> if it is not known.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="CommandFailedException">A file that the user named is no dictionary.</exception>
    public async Task<LogExpander> ReadAsync(Terminal terminal, ParseResult parsed, string? image, CancellationToken cancellationToken)
    {
        var dictionaries = new Dictionary<string, IReadOnlyDictionary<long, LogMessage>>(StringComparer.Ordinal);
        foreach (string word in parsed.GetValue(_files) ?? [])
        {
            (string letter, string file) = Split(word);
            dictionaries[letter] = await LogDictionary.ReadAsync(file, cancellationToken);
        }

        if (dictionaries.Count == 0 && Find(terminal, image) is { } found)
        {
            try
            {
                dictionaries[""] = await LogDictionary.ReadAsync(found, cancellationToken);
            }
            catch (Exception exception) when (exception is CommandFailedException or IOException or UnauthorizedAccessException)
            {
                // The user did not ask for this file, so that it must not keep a program from running.
                await terminal.Error.WriteLineAsync($"warning: the log dictionary is not used: {exception.Message}");
            }
        }

        return dictionaries.Count > 0 ? new LogExpander(dictionaries) : LogExpander.None;
    }

    private static string? Find(Terminal terminal, string? image)
    {
        if (terminal.Variable(Variable) is { Length: > 0 } named)
            return named;

        if (image is null || !File.Exists(image))
            return null;

        string usual = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(image))!, UsualName);
        return ((string[])[usual, Path.ChangeExtension(image, ".dict")]).FirstOrDefault(File.Exists);
    }

    private static (string Letter, string File) Split(string word) => word.Length > 1 && word[1] == '=' && char.IsAsciiLetter(word[0]) ? (word[..1], word[2..]) : ("", word);

    private static void Check(OptionResult result)
    {
        string[] letters = [.. result.Tokens.Select(static token => Split(token.Value).Letter)];
        if (result.Tokens.Any(static token => Split(token.Value).File.Length == 0))
            result.AddError("--dictionary must not be empty.");
        else if (letters.Distinct(StringComparer.Ordinal).Count() < letters.Length)
            result.AddError("--dictionary names two files for the same numbers; LETTER=FILE names one for those with a letter in front.");
    }
}
