using System.CommandLine;
using System.Globalization;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Input;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results.Routes;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Cli.Commands.Routing;

/// <summary><c>spinnman routes load HOST X,Y FILE --app-id N</c>: loads multicast routes of a file into a chip.</summary>
internal sealed class RoutesLoadCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<ChipLocation> _chip = new("X,Y") { Description = "The chip that gets them.", CustomParser = Numbers.ParseChip };
    private readonly Argument<string> _file = new("FILE") { Description = "The routes, as 'spinnman routes' writes them with --json or --csv, or a table as boards load it; - is standard input." };
    private readonly Option<int> _application = new("--app-id") { Description = "The application that has them: they go when it is stopped.", HelpName = "N", Required = true };
    private readonly Terminal _terminal;

    private RoutesLoadCommand(Terminal terminal)
    {
        _terminal = terminal;
        _file.RequireText();
        _application.RequireWithin(1, byte.MaxValue);
    }

    public static Command Create(Terminal terminal)
    {
        var definition = new RoutesLoadCommand(terminal);
        var command = new Command("load", "Load multicast routes of a file into a chip, after those that it has, and read them back.") { definition._host, definition._chip, definition._file, definition._application };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        ChipLocation chip = parsed.GetRequiredValue(_chip);
        byte application = (byte)parsed.GetValue(_application);
        IReadOnlyList<MulticastRoute> routes = await ReadAsync(parsed.GetRequiredValue(_file), chip, cancellationToken);
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, parsed.GetRequiredValue(_host), cancellationToken);
        CoreArguments.ChipsOf([new CoreLocation(chip, 0)], transceiver.Machine);
        int first;
        using (_terminal.WaitFor($"Loading {Quantities.Count(routes.Count, "route")} into chip {chip}"))
            first = await transceiver.Routing.LoadAsync(chip, routes, application, cancellationToken);

        if (parsed.WantsJson())
        {
            await _terminal.WriteJsonAsync(new LoadedRoutesResult(chip.X, chip.Y, application, first, routes.Count), CliJson.Default.LoadedRoutesResult);
        }
        else
        {
            await _terminal.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"Loaded {Quantities.Count(routes.Count, "route")} of application {application} into chip {chip}, from entry {first} on."));
        }

        return ExitCodes.Success;
    }

    private async Task<IReadOnlyList<MulticastRoute>> ReadAsync(string file, ChipLocation chip, CancellationToken cancellationToken)
    {
        const string What = "a file of routes";
        if (file is not "-")
            return RouteFile.Read(await InputFiles.ReadAsync(file, InputFiles.MostOfList, What, cancellationToken), file, chip);

        await using Stream input = _terminal.OpenInput();
        return RouteFile.Read(await InputFiles.ReadAsync(input, "Standard input", InputFiles.MostOfList, What, cancellationToken), "Standard input", chip);
    }
}
