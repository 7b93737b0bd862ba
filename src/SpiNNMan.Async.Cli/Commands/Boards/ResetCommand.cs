using System.CommandLine;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Boards;

/// <summary><c>spinnman reset BMPS</c>: resets the chips of boards.</summary>
internal static class ResetCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("reset", "Reset the chips of boards through their BMPs: they wait to be booted then.");
        var bmps = BmpArguments.AddTo(command);
        var fpgas = new Option<bool>("--fpgas") { Description = "Reset the FPGAs as well." };
        command.Options.Add(fpgas);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new BmpControllerOptions { Connection = BmpArguments.Patience };
            await using BmpController boards = await bmps.ConnectAsync(terminal, parsed, options, cancellationToken);
            using WaitNotice notice = terminal.WaitFor("Waiting for BMPs to reset their boards");
            await boards.ResetAsync(includeFpgas: parsed.GetValue(fpgas), cancellationToken: cancellationToken);
            if (parsed.WantsJson())
            {
                foreach (BoardLocation board in boards.Boards)
                    await terminal.WriteJsonAsync(new ResetResult(board.Cabinet, board.Frame, board.Board), CliJson.Default.ResetResult);

                return ExitCodes.Success;
            }

            int count = boards.Boards.Count();
            await terminal.Error.WriteLineAsync($"Reset {Quantities.Count(count, "board")}; 'spinnman boot' boots a machine.");
            return ExitCodes.Success;
        });
        return command;
    }
}
