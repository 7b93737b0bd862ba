using System.CommandLine;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Commands.Tools;

/// <summary><c>spinnman completion SHELL</c>: writes the script that makes a shell complete commands and options.</summary>
internal static class CompletionCommand
{
    // The scripts ask the tool for completions: its arguments are "[suggest:N]" and the line that was typed.
    private const string Bash = """
        _spinnman() {
            local line="${COMP_LINE:0:$COMP_POINT}" word
            word="${line##*[[:space:]]}"
            mapfile -t COMPREPLY < <(compgen -W "$(spinnman "[suggest:$COMP_POINT]" "$line" 2>/dev/null)" -- "$word")
            # Bash takes : and = for the end of a word.
            COMPREPLY=("${COMPREPLY[@]#"${word%"${word##*[:=]}"}"}")
        }
        complete -o default -F _spinnman spinnman
        """;

    private const string Zsh = """
        _spinnman() {
            local -a found
            found=("${(@f)$(spinnman "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            if [[ -n "$found" ]]; then compadd -- $found; else _files; fi
        }
        compdef _spinnman spinnman
        """;

    private const string Fish = """
        function __spinnman
            set -l line (commandline -cp)
            spinnman "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c spinnman -a '(__spinnman)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName spinnman -ScriptBlock {
            param($word, $ast, $position)
            spinnman "[suggest:$position]" "$ast" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh.", HelpName = "SHELL" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Write what makes a shell complete commands and options, for instance: source <(spinnman completion bash)") { shell };
        command.SetAction(async parsed =>
        {
            string name = parsed.GetRequiredValue(shell);
            string script = name switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                _ => PowerShell,
            };
            if (parsed.WantsJson())
                await terminal.WriteJsonAsync(new CompletionResult(name, script), CliJson.Default.CompletionResult);
            else
                await terminal.Out.WriteLineAsync(script);

            return ExitCodes.Success;
        });
        return command;
    }
}
