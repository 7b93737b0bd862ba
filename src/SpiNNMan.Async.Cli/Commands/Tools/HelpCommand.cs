using System.CommandLine;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Commands.Tools;

/// <summary><c>spinnman help [COMMAND]</c>: shows the help of a command, as <c>COMMAND --help</c> does.</summary>
internal static class HelpCommand
{
    /// <param name="terminal">Where the help is written.</param>
    /// <param name="root">The command that has all others.</param>
    public static Command Create(Terminal terminal, RootCommand root)
    {
        var words = new Argument<string[]>("COMMAND") { Description = "The command, and its subcommand if it has some; for instance: help power cycle.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("help", "Show how a command is used, or all commands.") { words };
        words.Validators.Add(result =>
        {
            Command at = root;
            foreach (string word in result.Tokens.Select(static token => token.Value))
            {
                if (at.Subcommands.FirstOrDefault(part => string.Equals(part.Name, word, StringComparison.Ordinal)) is { } part)
                {
                    at = part;
                    continue;
                }

                result.AddError($"'{word}' is no command.{NearestNames.Sentence(word, at.Subcommands.Select(static part => part.Name))}");
                return;
            }
        });
        words.CompletionSources.Add(_ => root.Subcommands.Select(static part => new System.CommandLine.Completions.CompletionItem(part.Name)));
        command.SetAction((parsed, cancellationToken) =>
            root.Parse([.. parsed.GetValue(words) ?? [], "--help"]).InvokeAsync(new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false }, cancellationToken));
        return command;
    }
}
