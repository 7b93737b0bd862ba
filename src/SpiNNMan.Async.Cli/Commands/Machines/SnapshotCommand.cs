using System.CommandLine;
using System.Text;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Commands.Machines;

/// <summary><c>spinnman snapshot HOST [FILE]</c>: writes the parts and the state of a machine to a file.</summary>
internal static class SnapshotCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<HostTarget> host = HostTarget.CreateArgument();
        var file = new Argument<string?>("FILE") { Description = "Where to write it; standard output if none is named.", Arity = ArgumentArity.ZeroOrOne };
        file.RequireText();
        var command = new Command("snapshot", "Write what a machine has as JSON, to be kept, compared, or read by other SpiNNaker software.") { host, file };
        var discovery = DiscoveryArguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string? target = parsed.GetValue(file);
            if (target is not null)
                OutputFiles.RequireWritable(target);

            var options = new TransceiverOptions { Discovery = await discovery.ReadAsync(parsed, cancellationToken), TransientTagTimeout = null };
            await using Transceiver transceiver = await OpeningDisplay.OpenAsync(terminal, parsed.GetRequiredValue(host), options, cancellationToken);
            string json = transceiver.TakeSnapshot().ToJson();
            if (target is not null)
                await WriteAsync(terminal, target, Encoding.UTF8.GetBytes(json + "\n"), parsed.WantsJson(), cancellationToken);
            else
                await terminal.Out.WriteLineAsync(json);

            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task WriteAsync(Terminal terminal, string target, byte[] content, bool json, CancellationToken cancellationToken)
    {
        await OutputFile.WriteAsync(target, content, cancellationToken);
        if (json)
            await terminal.WriteJsonAsync(new FileResult(target, content.Length), CliJson.Default.FileResult);
    }
}
