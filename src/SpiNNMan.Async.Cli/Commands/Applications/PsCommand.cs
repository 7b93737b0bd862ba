using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO.Enumeration;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.SourcePlaces;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Emulation.Debugging.Symbols;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Applications;

/// <summary><c>spinnman ps HOST</c>: lists the cores and what runs on them.</summary>
internal sealed class PsCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Option<CoreSelection> _cores = CoreSelection.CreateOption("Only these cores");
    private readonly Option<byte?> _id = new("--app-id") { Description = "Only this application.", HelpName = "N" };
    private readonly Option<string?> _name = new("--name") { Description = "Only applications of this name; * stands for any letters.", HelpName = "NAME" };
    private readonly Option<CoreState[]> _states = new("--state")
    {
        Description = "Only cores in these states.",
        HelpName = "STATE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = ApplicationOptions.ParseStates,
    };

    private readonly Option<bool> _all = new("--all") { Description = "Cores without an application, too." };
    private readonly Option<bool> _summary = new("--summary") { Description = "Count the cores of each application in each state, instead of listing them." };
    private readonly Option<string?> _elf = ProgramOptions.CreateElf("The program with its symbols and lines, as the linker wrote it: tells where the first cores of the list are in it.");
    private readonly Terminal _terminal;

    private PsCommand(Terminal terminal)
    {
        _terminal = terminal;
        _id.RequireWithin(byte.MinValue, byte.MaxValue);
        _states.SuggestWords(Completions.NamesOf<CoreState>());
    }

    public static Command Create(Terminal terminal)
    {
        var definition = new PsCommand(terminal);
        var command = new Command("ps", "List the cores that run an application: where, in what state, which.")
        {
            definition._host, definition._cores, definition._id, definition._name, definition._states, definition._all, definition._summary, definition._elf,
        };
        command.Validators.Add(definition.Check);
        command.SetAction(definition.RunAsync);
        return command;
    }

    private void Check(CommandResult result)
    {
        if (result.GetValue(_summary) && result.GetResult(_elf) is not null)
            result.AddError("--summary and --elf exclude each other.");
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        ProgramSymbols symbols = await ProgramOptions.ReadAsync(parsed.GetValue(_elf), cancellationToken);
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, parsed.GetRequiredValue(_host), cancellationToken);
        CoreLocation[] cores = CoreSelection.Choose(parsed.GetValue(_cores), transceiver.Machine);
        IReadOnlyCollection<CoreState>? states = parsed.GetValue(_states) is { Length: > 0 } chosen ? chosen : parsed.GetValue(_all) ? null : ApplicationOptions.Busy;
        using WaitNotice notice = _terminal.WaitFor("Waiting for chips to tell what their cores run");
        PartialResult<CoreInfos> infos = await PartialResult.FromAsync(transceiver.Applications.GetCoreInfosAsync(cores, states, cancellationToken));
        byte? id = parsed.GetValue(_id);
        string? name = parsed.GetValue(_name);
        CoreInfo[] shown = [.. infos.Value.Where(info =>
            (id is null || info.ApplicationId == id) && (name is null || FileSystemName.MatchesSimpleExpression(name, info.ApplicationName, ignoreCase: false)))];
        IReadOnlyList<CorePlaces> places = symbols.Functions.Any ? await new PlaceReader(transceiver, symbols, _terminal.TimeProvider).ReadAsync(shown, cancellationToken) : [];
        if (parsed.WantsJson())
            await WriteJsonAsync(shown, places, parsed.GetValue(_summary));
        else if (shown.Length == 0)
            await _terminal.Error.WriteLineAsync("No core is like that.");
        else
            (parsed.GetValue(_summary) ? Summarise(shown) : List(shown)).WriteTo(_terminal.OutConsole);

        if (places.Count > 0 && !parsed.WantsJson())
            await ShowAsync(places, shown.Length);

        infos.ThrowIfIncomplete();
        return ExitCodes.Success;
    }

    private async Task ShowAsync(IReadOnlyList<CorePlaces> places, int count)
    {
        await _terminal.Out.WriteAsync("\n" + PlaceText.Of(places));
        if (count > places.Count)
            await _terminal.Error.WriteLineAsync($"{Quantities.Count(count - places.Count, "further core")} {(count - places.Count == 1 ? "was" : "were")} not asked; --cores names others.");
    }

    private static TextTable List(CoreInfo[] infos)
    {
        var table = new TextTable("X", "Y", "P", "State", "Application", "App ID");
        foreach (CoreInfo info in infos)
        {
            string state = info.State == CoreState.RunTimeException ? $"{info.State}: {info.RunTimeError}" : info.State.ToString();
            table.AddRow(Number(info.Core.X), Number(info.Core.Y), Number(info.Core.Core), Coloured(info.State, state), info.ApplicationName, Number(info.ApplicationId));
        }

        return table;
    }

    private static TextTable Summarise(CoreInfo[] infos)
    {
        var table = new TextTable("App ID", "Application", "State", "Cores");
        foreach (IGrouping<(byte Id, string Name, CoreState State), CoreInfo> group in Group(infos))
            table.AddRow(Number(group.Key.Id), group.Key.Name, Coloured(group.Key.State, group.Key.State.ToString()), Number(group.Count()));

        return table;
    }

    private static IEnumerable<IGrouping<(byte Id, string Name, CoreState State), CoreInfo>> Group(CoreInfo[] infos) => infos
        .GroupBy(static info => (info.ApplicationId, info.ApplicationName, info.State))
        .OrderBy(static group => group.Key.ApplicationId)
        .ThenBy(static group => group.Key.State);

    private async Task WriteJsonAsync(CoreInfo[] infos, IReadOnlyList<CorePlaces> places, bool isSummary)
    {
        if (isSummary)
        {
            foreach (IGrouping<(byte Id, string Name, CoreState State), CoreInfo> group in Group(infos))
                await _terminal.WriteJsonAsync(new CoreSummaryResult(group.Key.Id, group.Key.Name, JsonNames.Of(group.Key.State), group.Count()), CliJson.Default.CoreSummaryResult);

            return;
        }

        foreach (CoreInfo info in infos)
        {
            CorePlaces? found = places.FirstOrDefault(core => core.Core == info.Core);
            await _terminal.WriteJsonAsync(CoreResult.From(info) with { Places = found?.Places, StackProblem = found?.StackProblem }, CliJson.Default.CoreResult);
        }
    }

    private static Cell Coloured(CoreState state, string text) => new(text, state switch
    {
        CoreState.RunTimeException or CoreState.Watchdog => "red",
        CoreState.Running => "green",
        _ => null,
    });

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
