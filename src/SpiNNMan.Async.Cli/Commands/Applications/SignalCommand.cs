using System.CommandLine;
using System.CommandLine.Parsing;
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

/// <summary><c>spinnman signal HOST APPID SIGNAL</c>: sends a signal to all cores of an application.</summary>
internal static class SignalCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<HostTarget> host = HostTarget.CreateArgument();
        Argument<byte> id = ApplicationOptions.CreateId();
        var signal = new Argument<Signal>("SIGNAL")
        {
            Description = $"One of {string.Join(", ", Enum.GetNames<Signal>()).ToLowerInvariant()}.",
            HelpName = "SIGNAL",
            CustomParser = ParseSignal,
        };
        signal.Suggest(Completions.NamesOf<Signal>());
        var command = new Command("signal", "Send a signal to all cores of an application.") { host, id, signal };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Transceiver transceiver = await OpeningDisplay.OpenAsync(terminal, parsed.GetRequiredValue(host), cancellationToken);
            byte application = parsed.GetValue(id);
            Signal sent = parsed.GetValue(signal);
            using WaitNotice notice = terminal.WaitFor("Waiting for chips to answer");
            PartialResult<CoreInfos> cores = await ApplicationOptions.FindCoresAsync(transceiver, application, cancellationToken);
            await transceiver.Applications.SendSignalAsync(application, sent, cancellationToken: cancellationToken);
            if (parsed.WantsJson())
                await terminal.WriteJsonAsync(new SignalResult(JsonNames.Of(sent), application, cores.Value.Count), CliJson.Default.SignalResult);
            else
                await terminal.Error.WriteLineAsync($"Sent {JsonNames.Of(sent)} to {Quantities.Count(cores.Value.Count, "core")}.");

            cores.ThrowIfIncomplete();

            return ExitCodes.Success;
        });
        return command;
    }

    private static Signal ParseSignal(ArgumentResult result)
    {
        string name = result.Tokens[0].Value;
        if (Names.TryParse(name, out Signal signal))
            return signal;

        result.AddError($"'{name}' is no signal; they are {string.Join(", ", Enum.GetNames<Signal>()).ToLowerInvariant()}.");
        return default;
    }
}
