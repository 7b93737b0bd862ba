using System.Text.RegularExpressions;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>The commands of a page, as it shows them: after "$", what is typed in a shell, and after "(gdb)", what is typed in the debugger.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Text">The command.</param>
internal readonly partial record struct GuideCommand(string Prompt, string Text)
{
    /// <summary>Reads the first console block under a heading of a page.</summary>
    public static IReadOnlyList<GuideCommand> Read(string page, string heading)
    {
        string text = File.ReadAllText(Repository.PathTo("docs", "guides", page));
        string part = text[text.IndexOf($"## {heading}\n", StringComparison.Ordinal)..];
        const string begin = "```console\n";
        int start = part.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        string block = part[start..part.IndexOf("```", start, StringComparison.Ordinal)];
        return [.. CommandLine().Matches(block).Select(static match => new GuideCommand(match.Groups["prompt"].Value, match.Groups["text"].Value))];
    }

    [GeneratedRegex(@"^(?<prompt>\$|\(gdb\)) (?<text>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CommandLine();
}
