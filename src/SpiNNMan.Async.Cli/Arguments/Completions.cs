using System.CommandLine;
using System.CommandLine.Completions;

namespace SpiNNMan.Async.Cli.Arguments;

/// <summary>Tells shells which words fit an argument or option.</summary>
internal static class Completions
{
    /// <summary>Suggests these words only.</summary>
    public static T Suggest<T>(this T argument, IEnumerable<string> words)
        where T : Argument
    {
        argument.CompletionSources.Clear();
        argument.CompletionSources.Add(_ => words.Select(static word => new CompletionItem(word)));
        return argument;
    }

    /// <inheritdoc cref="Suggest{T}(T, IEnumerable{string})"/>
    public static void SuggestWords(this Option option, IEnumerable<string> words) => SuggestWords(option, _ => words);

    /// <summary>Suggests words that depend on what was typed so far.</summary>
    public static void SuggestWords(this Option option, Func<string, IEnumerable<string>> words)
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add(context => words(context.WordToComplete).Select(static word => new CompletionItem(word)));
    }

    /// <summary>The names of the values of an enumeration, in small letters.</summary>
    public static IEnumerable<string> NamesOf<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(static name => name.ToLowerInvariant());
}
