using System.CommandLine;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Applications;

/// <summary><c>spinnman stop HOST [APPID]</c>: stops an application, or all of them. It does not matter who started them.</summary>
internal static class StopCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<HostTarget> host = HostTarget.CreateArgument();
        Argument<byte> id = ApplicationOptions.CreateId();
        id.Arity = ArgumentArity.ZeroOrOne;
        var all = new Option<bool>("--all") { Description = "Stop every application of users, and clear the tags of hosts on all boards: for what a program that crashed left behind." };
        var command = new Command("stop", "Stop an application, free its cores, memory and routing entries, and make sure that it has stopped.") { host, id, all };
        command.Validators.Add(result =>
        {
            if (result.GetResult(id) is { Tokens.Count: > 0 } == result.GetValue(all))
                result.AddError("Name either the application's identifier or --all.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Transceiver transceiver = await OpeningDisplay.OpenAsync(terminal, parsed.GetRequiredValue(host), cancellationToken);
            bool everything = parsed.GetValue(all);
            byte application = everything ? (byte)0 : parsed.GetValue(id);
            using WaitNotice notice = terminal.WaitFor(everything ? "Waiting for all applications to stop" : $"Waiting for application {application} to stop");
            PartialResult<CoreInfos> cores = default;
            if (everything)
            {
                await transceiver.Applications.StopAllAsync(cancellationToken: cancellationToken);
            }
            else
            {
                cores = await ApplicationOptions.FindCoresAsync(transceiver, application, cancellationToken);
                await transceiver.Applications.StopAsync(application, cores.Value.Cores, cancellationToken);
            }

            cores.ThrowIfIncomplete();
            if (parsed.WantsJson())
                await terminal.WriteJsonAsync(new StopResult(everything ? null : application, everything ? null : cores.Value.Count), CliJson.Default.StopResult);
            else
                await terminal.Error.WriteLineAsync(everything ? "Stopped every application, and cleared the tags." : $"Stopped application {application}.");

            return ExitCodes.Success;
        });
        return command;
    }
}
