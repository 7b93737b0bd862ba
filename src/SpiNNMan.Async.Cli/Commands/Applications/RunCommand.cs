using System.CommandLine;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.LogDictionaries;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.SourcePlaces;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Emulation.Debugging.Symbols;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Applications;

/// <summary><c>spinnman run HOST FILE</c>: loads an application, runs it until it ends, and removes it.</summary>
internal sealed class RunCommand
{
    /// <summary>The time between two looks at cores that may wait at a barrier.</summary>
    private static readonly TimeSpan s_barrierInterval = TimeSpan.FromMilliseconds(10);

    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<string> _file = ApplicationOptions.CreateFile();
    private readonly Option<CoreSelection> _cores = CoreSelection.CreateOption("Where it goes");
    private readonly Option<byte?> _id = ApplicationOptions.CreateIdOption();
    private readonly Option<string> _method = ApplicationOptions.CreateMethod();
    private readonly Option<double?> _timeout = ApplicationOptions.CreateTimeout();
    private readonly Option<bool> _sync = new("--sync") { Description = "Let the cores go on whenever all of them wait at a barrier." };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Do not show what the cores printed." };
    private readonly Option<bool> _replace = ApplicationOptions.CreateReplace();
    private readonly Option<string?> _elf = ProgramOptions.CreateElf("The program with its symbols and lines, as the linker wrote it: tells where cores that failed are in it. [default: the file beside FILE that ends with .elf]");
    private readonly Command _command;
    private readonly DictionaryOptions _dictionaries;
    private readonly Terminal _terminal;

    private RunCommand(Terminal terminal)
    {
        _terminal = terminal;
        _command = new Command("run", "Load an application, start it, wait until all cores have ended, show what they printed, and stop it. Ends with 0 only if all ended well.")
        {
            _host, _file, _cores, _id, _method, _timeout, _sync, _quiet, _replace, _elf,
        };
        _dictionaries = DictionaryOptions.AddTo(_command);
        _command.SetAction(RunAsync);
    }

    public static Command Create(Terminal terminal) => new RunCommand(terminal)._command;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        ApplicationImage image = await ApplicationOptions.ReadImageAsync(parsed.GetRequiredValue(_file), cancellationToken);
        ProgramSymbols symbols = await ProgramOptions.ReadAsync(_terminal, parsed.GetValue(_elf), parsed.GetRequiredValue(_file), cancellationToken);
        LogExpander expander = await _dictionaries.ReadAsync(_terminal, parsed, parsed.GetRequiredValue(_file), cancellationToken);
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, parsed.GetRequiredValue(_host), cancellationToken);
        CoreLocation[] cores = CoreSelection.Choose(parsed.GetValue(_cores), transceiver.Machine);
        if (!parsed.GetValue(_replace))
            await CoresInUse.ThrowIfAnyAsync(transceiver, cores, cancellationToken);

        await using ApplicationSession application = await LoadDisplay.RunAsync(_terminal, progress => transceiver.Applications.StartAsync(
            image,
            cores,
            new StartOptions
            {
                ApplicationId = parsed.GetValue(_id),
                CleanUpTimeout = Grace.CleanUpTimeout,
                Load = new LoadOptions { Method = ApplicationOptions.ToMethod(parsed.GetRequiredValue(_method)), Progress = progress },
            },
            cancellationToken));
        long start = _terminal.TimeProvider.GetTimestamp();
        CoreStateException? error = null;
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            Task telling = new RunNotice(_terminal, application, $"{parsed.GetRequiredValue(_host)}", isSync: parsed.GetValue(_sync)).RunAsync(stop.Token);
            try
            {
                await WaitAsync(application, parsed, cancellationToken);
            }
            catch (CoreStateException exception)
            {
                error = exception;
            }
            finally
            {
                await stop.CancelAsync();
                await telling;
            }
        }

        TimeSpan time = _terminal.TimeProvider.GetElapsedTime(start);
        PartialResult<IReadOnlyList<Iobuf>> output = parsed.GetValue(_quiet) ? new([], Error: null) : await ReadOutputAsync(application, error, cancellationToken);
        IReadOnlyList<CorePlaces> places = error is null || !symbols.Functions.Any
            ? []
            : await new PlaceReader(transceiver, symbols, _terminal.TimeProvider).ReadAsync(error.Failures.Select(static failure => failure.Info).OfType<CoreInfo>(), cancellationToken);
        await ShowAsync(parsed, application, expander.Expand(error), places, time, [.. output.Value.Where(static iobuf => iobuf.Text.Length > 0).Select(expander.Expand)]);
        output.ThrowIfIncomplete();
        return error is null ? ExitCodes.Success : ExitCodes.Failure;
    }

    /// <summary>Waits until all cores have ended. With <c>--sync</c>, it also lets the cores go on whenever all of them wait at a barrier.</summary>
    private async Task WaitAsync(ApplicationSession application, ParseResult parsed, CancellationToken cancellationToken)
    {
        TimeSpan? timeout = parsed.GetValue(_timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        if (!parsed.GetValue(_sync))
        {
            await application.WaitForStateAsync([CoreState.Finished], new WaitOptions { Timeout = timeout }, cancellationToken);
            return;
        }

        CoreState[] awaited = [CoreState.Finished, CoreState.Sync0, CoreState.Sync1];
        long start = _terminal.TimeProvider.GetTimestamp();
        CoreState opened = CoreState.Sync1;
        while (true)
        {
            TimeSpan? left = timeout - _terminal.TimeProvider.GetElapsedTime(start);
            var options = new WaitOptions { Timeout = left < TimeSpan.Zero ? TimeSpan.Zero : left, PollInterval = s_barrierInterval };
            await application.WaitForStateAsync(awaited, options, cancellationToken);
            IReadOnlyDictionary<CoreLocation, CoreState> states = await application.GetStatesAsync(cancellationToken);
            if (states.Values.All(static state => state == CoreState.Finished))
                return;

            // Some cores have left the barrier since the wait ended.
            if (!states.Values.All(awaited.Contains))
                continue;

            // There are two barriers, which take turns. A core that still waits at the last one has not received its signal, so the signal is sent again. Cores that wait at the other barrier ignore it.
            if (!states.Values.Contains(opened))
                opened = opened == CoreState.Sync0 ? CoreState.Sync1 : CoreState.Sync0;

            await application.SendSignalAsync(opened == CoreState.Sync0 ? Signal.Sync0 : Signal.Sync1, cancellationToken);
        }
    }

    private static Task<PartialResult<IReadOnlyList<Iobuf>>> ReadOutputAsync(ApplicationSession application, CoreStateException? error, CancellationToken cancellationToken)
    {
        IEnumerable<CoreLocation> cores = error?.Reason == CoreFailureReason.Silent ? application.Cores.Except(error.Failures.Select(static failure => failure.Core)) : application.Cores;
        return PartialResult.FromAsync(application.GetIobufAsync(cores, cancellationToken: cancellationToken));
    }

    private async Task ShowAsync(ParseResult parsed, ApplicationSession application, CoreStateException? error, IReadOnlyList<CorePlaces> places, TimeSpan time, IReadOnlyList<Iobuf> output)
    {
        if (parsed.WantsJson())
        {
            var result = new RunResult(
                application.ApplicationId,
                application.Cores.Count,
                RunResult.OutcomeOf(error),
                Math.Round(application.Loading!.Elapsed.TotalSeconds, 4),
                Math.Round(time.TotalSeconds, 4),
                [.. output.Select(static iobuf => new IobufResult(iobuf.Core.X, iobuf.Core.Y, iobuf.Core.Core, iobuf.Text))],
                PlaceText.AddTo(RunResult.FailuresOf(error), places));
            await _terminal.WriteJsonAsync(result, CliJson.Default.RunResult);
            if (error is not null)
                await _terminal.WriteErrorAsync(error.Message, ErrorKinds.Of(error), ExitCodes.Failure);

            return;
        }

        var printed = new PrintedText(_terminal.Out);
        foreach (Iobuf iobuf in output)
            await printed.ShowAsync(iobuf);

        await printed.EndLineAsync();

        if (error is not null)
        {
            await _terminal.Error.WriteAsync(error.GetReport() + PlaceText.Of(places));
            await _terminal.Error.WriteLineAsync($"spinnman: {error.Message}");
            return;
        }

        await _terminal.Error.WriteLineAsync(
            $"{Quantities.Count(application.Cores.Count, "core")} ended: loaded in {Quantities.Time(application.Loading!.Elapsed)}, ran {Quantities.Time(time)}.");
    }
}
