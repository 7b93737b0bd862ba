using System.CommandLine;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.SourcePlaces;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Emulation.Debugging.Symbols;
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
        states.Suggest(Completions.NamesOf<CoreState>());
        Option<double?> timeout = ApplicationOptions.CreateTimeout();
        Option<string?> elf = ProgramOptions.CreateElf("The program with its symbols and lines, as the linker wrote it: tells where cores that failed are in it.");
        var command = new Command("wait", "Wait until all cores that run an application now are in a state. Ends with 1 if one has a run-time error, or the time is up.") { host, id, states, timeout, elf };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            ProgramSymbols symbols = await ProgramOptions.ReadAsync(parsed.GetValue(elf), cancellationToken);
            await using Transceiver transceiver = await OpeningDisplay.OpenAsync(terminal, parsed.GetRequiredValue(host), cancellationToken);
            byte application = parsed.GetValue(id);
            CoreState[] awaited = parsed.GetValue(states) is { Length: > 0 } named ? named : [CoreState.Finished];
            PartialResult<CoreInfos> found = await ApplicationOptions.FindCoresAsync(transceiver, application, cancellationToken);

            // The states of cores on chips that do not answer are unknown, so there is no way to wait for them.
            found.ThrowIfIncomplete();
            CoreInfos cores = found.Value;
            var progress = new StateNotice($"Waiting until the cores of application {application} are in {string.Join(" or ", awaited.Select(JsonNames.Of))}");
            using var notice = new WaitNotice(terminal, () => progress.Text);
            long start = terminal.TimeProvider.GetTimestamp();
            CoreStateException? error = null;
            try
            {
                var options = new WaitOptions { Timeout = parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null, Progress = progress };
                await transceiver.Applications.WaitForStateAsync(cores.Cores, awaited, options, cancellationToken);
            }
            catch (CoreStateException exception)
            {
                error = exception;
            }

            IReadOnlyList<CorePlaces> places = error is null || !symbols.Functions.Any
                ? []
                : await new PlaceReader(transceiver, symbols, terminal.TimeProvider).ReadAsync(error.Failures.Select(static failure => failure.Info).OfType<CoreInfo>(), cancellationToken);
            double time = Math.Round(terminal.TimeProvider.GetElapsedTime(start).TotalSeconds, 4);
            if (parsed.WantsJson())
            {
                string outcome = error is null ? "reached" : RunResult.OutcomeOf(error);
                string[] names = [.. awaited.Select(JsonNames.Of)];
                await terminal.WriteJsonAsync(new WaitResult(application, cores.Count, names, outcome, time, PlaceText.AddTo(RunResult.FailuresOf(error), places)), CliJson.Default.WaitResult);
                if (error is not null)
                    await terminal.WriteErrorAsync(error.Message, ErrorKinds.Of(error), ExitCodes.Failure);
            }
            else if (error is not null)
            {
                await terminal.Error.WriteAsync(error.GetReport() + PlaceText.Of(places));
                await terminal.Error.WriteLineAsync($"spinnman: {error.Message}");
            }

            return error is null ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }
}
