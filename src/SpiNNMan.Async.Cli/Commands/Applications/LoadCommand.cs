using System.CommandLine;
using System.Globalization;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Applications;

/// <summary><c>spinnman load HOST FILE</c>: loads an application onto cores, and leaves it there.</summary>
internal sealed class LoadCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<string> _file = ApplicationOptions.CreateFile();
    private readonly Option<CoreSelection> _cores = CoreSelection.CreateOption("Where it goes");
    private readonly Option<byte?> _id = ApplicationOptions.CreateIdOption();
    private readonly Option<string> _method = ApplicationOptions.CreateMethod();
    private readonly Option<bool> _start = new("--start") { Description = "Start it once all cores have it; otherwise they wait for 'spinnman signal HOST APPID start'." };
    private readonly Option<bool> _replace = ApplicationOptions.CreateReplace();
    private readonly Terminal _terminal;

    private LoadCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new LoadCommand(terminal);
        var command = new Command("load", "Load an application onto cores, check that all have it, and leave it there.")
        {
            definition._host, definition._file, definition._cores, definition._id, definition._method, definition._start, definition._replace,
        };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        ApplicationImage image = await ApplicationOptions.ReadImageAsync(parsed.GetRequiredValue(_file), cancellationToken);
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, parsed.GetRequiredValue(_host), cancellationToken);
        CoreLocation[] cores = CoreSelection.Choose(parsed.GetValue(_cores), transceiver.Machine);
        if (!parsed.GetValue(_replace))
            await CoresInUse.ThrowIfAnyAsync(transceiver, cores, cancellationToken);

        bool starts = parsed.GetValue(_start);
        ApplicationSession application = await LoadDisplay.RunAsync(_terminal, progress => transceiver.Applications.StartAsync(
            image,
            cores,
            new StartOptions
            {
                ApplicationId = parsed.GetValue(_id),
                StartsAtOnce = starts,
                CleanUpTimeout = Grace.CleanUpTimeout,
                Load = new LoadOptions { Method = ApplicationOptions.ToMethod(parsed.GetRequiredValue(_method)), Progress = progress },
            },
            cancellationToken));
        application.Detach();
        LoadResult loading = application.Loading!;
        if (parsed.WantsJson())
        {
            var result = new LoadCommandResult(
                loading.ApplicationId, loading.Cores.Count, ApplicationOptions.NameOf(loading.Methods[0]), loading.Repaired, Math.Round(loading.Elapsed.TotalSeconds, 4), starts);
            await _terminal.WriteJsonAsync(result, CliJson.Default.LoadCommandResult);
            return ExitCodes.Success;
        }

        await _terminal.Error.WriteLineAsync($"Loaded {image} onto {Quantities.Count(loading.Cores.Count, "core")} in {Quantities.Time(loading.Elapsed)}; they {(starts ? "run" : "wait for the start signal")}.");
        await _terminal.Out.WriteLineAsync(loading.ApplicationId.ToString(CultureInfo.InvariantCulture));
        return ExitCodes.Success;
    }
}
