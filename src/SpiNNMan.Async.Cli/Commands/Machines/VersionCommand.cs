using System.CommandLine;
using System.Reflection;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Machines;

/// <summary><c>spinnman version [HOST]</c>: asks a board which software it runs or, without a host, tells the version of this program.</summary>
internal static class VersionCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<HostTarget?> host = HostTarget.CreateOptionalArgument();
        var command = new Command("version", "Ask a board which software it runs; without a host, tell which version of spinnman this is.") { host };
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(host) is { } board
            ? RunAsync(terminal, board, parsed.WantsJson(), cancellationToken)
            : TellOwnAsync(terminal, parsed.WantsJson()));
        return command;
    }

    private static async Task<int> TellOwnAsync(Terminal terminal, bool json)
    {
        string version = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        if (json)
        {
            await terminal.WriteJsonAsync(new ToolVersionResult(version), CliJson.Default.ToolVersionResult);
            return ExitCodes.Success;
        }

        await terminal.Out.WriteLineAsync($"spinnman {version}");
        await terminal.Error.WriteLineAsync("Which software a board runs: spinnman version HOST");
        return ExitCodes.Success;
    }

    private static async Task<int> RunAsync(Terminal terminal, HostTarget host, bool json, CancellationToken cancellationToken)
    {
        using WaitNotice notice = terminal.WaitFor($"Waiting for an answer of {host}");
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
