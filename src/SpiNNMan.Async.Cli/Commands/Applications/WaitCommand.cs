using System.CommandLine;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Applications;

/// <summary><c>spinnman wait HOST APPID STATE</c>: waits until all cores of an application are in a state.</summary>
internal static class WaitCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<HostTarget> host = HostTarget.CreateArgument();
        Argument<byte> id = ApplicationOptions.CreateId();
        var states = new Argument<CoreState[]>("STATE")
        {
            Description = "The states, one of which every core must be in; finished by default.",
            Arity = ArgumentArity.ZeroOrMore,
            CustomParser = ApplicationOptions.ParseStates,
        };
        Option<double?> timeout = ApplicationOptions.CreateTimeout();
        var command = new Command("wait", "Wait until all cores that run an application now are in a state. Ends with 1 if one has a run-time error, or the time is up.") { host, id, states, timeout };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Transceiver transceiver = await parsed.GetRequiredValue(host).OpenTransceiverAsync(cancellationToken);
            byte application = parsed.GetValue(id);
            CoreState[] awaited = parsed.GetValue(states) is { Length: > 0 } named ? named : [CoreState.Finished];
            PartialResult<CoreInfos> found = await ApplicationOptions.FindCoresAsync(transceiver, application, cancellationToken);

            // The states of cores on chips that do not answer are unknown, so there is no way to wait for them.
            found.ThrowIfIncomplete();
            CoreInfos cores = found.Value;
            long start = terminal.TimeProvider.GetTimestamp();
            CoreStateException? error = null;
            try
            {
                var options = new WaitOptions { Timeout = parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
                await transceiver.Applications.WaitForStateAsync(cores.Cores, awaited, options, cancellationToken);
            }
            catch (CoreStateException exception)
            {
                error = exception;
            }

            double time = Math.Round(terminal.TimeProvider.GetElapsedTime(start).TotalSeconds, 4);
            if (parsed.WantsJson())
            {
                string outcome = error is null ? "reached" : RunResult.OutcomeOf(error);
                string[] names = [.. awaited.Select(static state => state.ToString())];
                await terminal.WriteJsonAsync(new WaitResult(application, cores.Count, names, outcome, time, RunResult.FailuresOf(error)), CliJson.Default.WaitResult);
            }
            else if (error is not null)
            {
                await terminal.Error.WriteAsync(error.GetReport());
                await terminal.Error.WriteLineAsync($"spinnman: {error.Message}");
            }

            return error is null ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }
}
