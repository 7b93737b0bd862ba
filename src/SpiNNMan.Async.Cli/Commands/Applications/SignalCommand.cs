using System.CommandLine;
using System.CommandLine.Parsing;
using SpiNNMan.Async.Cli.Arguments;
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
        var command = new Command("signal", "Send a signal to all cores of an application.") { host, id, signal };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Transceiver transceiver = await parsed.GetRequiredValue(host).OpenTransceiverAsync(cancellationToken);
            byte application = parsed.GetValue(id);
            Signal sent = parsed.GetValue(signal);
            await transceiver.Applications.SendSignalAsync(application, sent, cancellationToken: cancellationToken);
            if (parsed.WantsJson())
                await terminal.WriteJsonAsync(new SignalResult(sent.ToString(), [application]), CliJson.Default.SignalResult);

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
