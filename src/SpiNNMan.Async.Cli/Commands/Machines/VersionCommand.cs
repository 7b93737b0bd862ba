using System.CommandLine;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Machines;

/// <summary><c>spinnman version HOST</c>: asks a board which software it runs.</summary>
internal static class VersionCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<HostTarget> host = HostTarget.CreateArgument();
        var command = new Command("version", "Ask a board which software it runs.") { host };
        command.SetAction((parsed, cancellationToken) => RunAsync(terminal, parsed.GetRequiredValue(host), parsed.WantsJson(), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, HostTarget host, bool json, CancellationToken cancellationToken)
    {
        await using ScampConnection scamp = await host.ConnectAsync(cancellationToken);
        VersionInfo version = await scamp.GetVersionAsync(cancellationToken: cancellationToken);
        if (json)
        {
            await terminal.WriteJsonAsync(VersionResult.From(version), CliJson.Default.VersionResult);
            return ExitCodes.Success;
        }

        await terminal.Out.WriteLineAsync(version.ToString());
        if (version.Core.Chip == ChipLocation.Root)
            await terminal.Error.WriteLineAsync("It is still finding its chips; ask again in a moment.");

        return ExitCodes.Success;
    }
}
