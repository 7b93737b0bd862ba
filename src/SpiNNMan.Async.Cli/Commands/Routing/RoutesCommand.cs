using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpiNNMan.Async.Access;
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

/// <summary><c>spinnman routes HOST [X,Y ...]</c>: shows or clears the multicast routes of chips.</summary>
internal sealed class RoutesCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<CoreLocation[]> _chips = CoreArguments.CreateChips();
    private readonly Option<int?> _application = new("--app") { Description = "Only those of this application.", HelpName = "ID" };
    private readonly Option<bool> _csv = new("--csv") { Description = "Write each route as a line of CSV, which 'routes load' reads." };
    private readonly Option<bool> _clear = new("--clear") { Description = "Clear them instead of showing them." };

    private readonly Terminal _terminal;

    private RoutesCommand(Terminal terminal)
    {
        _terminal = terminal;
        _application.RequireWithin(0, byte.MaxValue);
    }

    public static Command Create(Terminal terminal)
    {
        var definition = new RoutesCommand(terminal);
        var command = new Command("routes", "Show or clear the multicast routes of chips, or load some.") { definition._host, definition._chips, definition._application, definition._csv, definition._clear };
        command.Subcommands.Add(RoutesLoadCommand.Create(terminal));
        command.Validators.Add(result =>
        {
            if (result.GetValue(definition._csv) && result.GetValue(definition._clear))
                result.AddError("--csv and --clear exclude each other.");
        });
        command.ExcludeJson(definition._csv);
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, parsed.GetRequiredValue(_host), cancellationToken);
        using WaitNotice notice = _terminal.WaitFor("Waiting for chips to answer about their routes");
        IReadOnlyList<ChipLocation>? chips = CoreArguments.ChipsOf(parsed.GetValue(_chips), transceiver.Machine);
        byte? application = (byte?)parsed.GetValue(_application);
        if (parsed.GetValue(_clear))
        {
            await transceiver.Routing.ClearAsync(application, chips, cancellationToken);
            int count = chips?.Count ?? transceiver.Machine.Chips.Count;
            if (parsed.WantsJson())
                await _terminal.WriteJsonAsync(new ClearedRoutesResult(count, application), CliJson.Default.ClearedRoutesResult);
            else
                await _terminal.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Cleared the routes of {(application is { } one ? $"application {one}" : "all applications")} on {Quantities.Count(count, "chip")}."));

            return ExitCodes.Success;
        }

        PartialResult<IReadOnlyDictionary<ChipLocation, IReadOnlyList<MulticastRoute>>> tables =
            await PartialResult.FromAsync(transceiver.Routing.GetAsync(chips, application, cancellationToken));
        RouteResult[] routes = [.. tables.Value
            .OrderBy(static chip => chip.Key.X).ThenBy(static chip => chip.Key.Y)
            .SelectMany(static chip => chip.Value.Select(route => RouteResult.From(chip.Key, route)))];
        if (parsed.WantsJson())
        {
            foreach (RouteResult route in routes)
                await _terminal.WriteJsonAsync(route, CliJson.Default.RouteResult);
        }
        else if (parsed.GetValue(_csv))
        {
            await _terminal.Out.WriteLineAsync(RouteCsv.Header);
            foreach (RouteResult route in routes)
                await _terminal.Out.WriteLineAsync(route.ToCsv());
        }
        else
        {
            await ShowAsync(routes);
        }

        tables.ThrowIfIncomplete();
        return ExitCodes.Success;
    }

    private async Task ShowAsync(RouteResult[] routes)
    {
        if (routes.Length == 0)
        {
            await _terminal.Error.WriteLineAsync("There are no routes.");
            return;
        }

        var table = new TextTable("Chip", "Application", "Key", "Mask", "Links", "Cores");
        foreach (RouteResult route in routes)
        {
            table.AddRow(
                string.Create(CultureInfo.InvariantCulture, $"{route.X},{route.Y}"),
                route.ApplicationId.ToString(CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"0x{route.Key:X8}"),
                string.Create(CultureInfo.InvariantCulture, $"0x{route.Mask:X8}"),
                string.Join(' ', route.Links),
                string.Join(' ', route.PhysicalCores));
        }

        table.WriteTo(_terminal.OutConsole);
    }
}
