using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Commands.Applications;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Profiling;
using SpiNNMan.Async.Cli.SourcePlaces;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Emulation.Debugging.Symbols;
using SpiNNMan.Async.Emulation.Debugging.Tracing;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Profiling;

namespace SpiNNMan.Async.Cli.Commands.Programs;

/// <summary><c>spinnman profile HOST CORES</c>: samples where cores are in their programs, without changing these.</summary>
internal sealed class ProfileCommand
{
    private const int MostFunctions = 20;
    private const int MostCores = 18;

    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<CoreLocation[]> _cores = CoreArguments.CreateCores();
    private readonly Option<string?> _elf = ProgramOptions.CreateElf("The program with its symbols and lines, as the linker wrote it.");
    private readonly Option<double> _seconds = new("--seconds") { Description = "For how long samples are taken.", HelpName = "S", DefaultValueFactory = static _ => 10 };
    private readonly Option<double> _interval = new("--interval") { Description = "Milliseconds between two samples of a core; more if the machine takes longer.", HelpName = "MS", DefaultValueFactory = static _ => 10 };
    private readonly Option<string?> _folded = new("--folded") { Description = "Write folded stacks to a file, for flamegraph.pl and its like.", HelpName = "FILE" };
    private readonly Option<string?> _speedscope = new("--speedscope") { Description = "Write a file for speedscope.app.", HelpName = "FILE" };
    private readonly Terminal _terminal;

    private ProfileCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new ProfileCommand(terminal);
        definition._seconds.RequireWithin(0.001, 86_400);
        definition._interval.RequireWithin(0.1, 60_000);
        foreach (Option option in (Option[])[definition._folded, definition._speedscope])
            option.RequireText();

        var command = new Command("profile", "Sample where cores are in their programs, without changing these, and tell the functions that take the time.")
        {
            definition._host, definition._cores, definition._elf, definition._seconds, definition._interval, definition._folded, definition._speedscope,
        };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        foreach (string file in new[] { parsed.GetValue(_folded), parsed.GetValue(_speedscope) }.OfType<string>())
            OutputFiles.RequireWritable(file);

        ProgramSymbols symbols = await ProgramOptions.ReadAsync(parsed.GetValue(_elf), cancellationToken);
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, parsed.GetRequiredValue(_host), cancellationToken);
        IReadOnlyList<CoreLocation> cores = await ChooseAsync(transceiver, parsed.GetValue(_cores), cancellationToken);
        var options = new ProfileOptions { Duration = TimeSpan.FromSeconds(parsed.GetValue(_seconds)), Interval = TimeSpan.FromMilliseconds(parsed.GetValue(_interval)) };
        IReadOnlyList<CoreProfile> profiles;
        using (_terminal.WaitFor($"Sampling {Quantities.Count(cores.Count, "core")} for {Quantities.Time(options.Duration)}"))
            profiles = await transceiver.Chips.ProfileAsync(cores, options, cancellationToken);

        var text = new ProfileText(profiles, symbols);
        await WriteFilesAsync(text, parsed, cancellationToken);
        if (parsed.WantsJson())
        {
            foreach (CoreProfile profile in profiles)
                await _terminal.WriteJsonAsync(ProfileResult.Of(profile, text), CliJson.Default.ProfileResult);
        }
        else
        {
            Show(profiles, text);
        }

        return ExitCodes.Success;
    }

    /// <summary>The cores that the user named, or all that an application runs on.</summary>
    private static async Task<IReadOnlyList<CoreLocation>> ChooseAsync(Transceiver transceiver, CoreLocation[]? named, CancellationToken cancellationToken)
    {
        if (CoreArguments.CoresOf(named, transceiver.Machine) is { } cores)
            return cores;

        CoreInfos busy = await transceiver.Applications.GetCoreInfosAsync(cores: null, ApplicationOptions.Busy, cancellationToken);
        CoreLocation[] running = [.. busy.Select(static info => info.Core)];
        return running.Length > 0 ? running : throw new CommandFailedException("No core runs an application; 'spinnman ps' shows what there is.");
    }

    private async Task WriteFilesAsync(ProfileText text, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_folded) is { } folded)
        {
            using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            ProfileFiles.WriteFolded(writer, text.Nodes());
            await OutputFile.WriteAsync(folded, System.Text.Encoding.UTF8.GetBytes(writer.ToString()), cancellationToken);
        }

        if (parsed.GetValue(_speedscope) is { } speedscope)
        {
            using var json = new MemoryStream();
            ProfileFiles.WriteSpeedscope(json, text.Nodes(), unit: "none", perCount: 1);
            await OutputFile.WriteAsync(speedscope, json.ToArray(), cancellationToken);
        }
    }

    private void Show(IReadOnlyList<CoreProfile> profiles, ProfileText text)
    {
        var cores = new TextTable("Core", "Load", "Samples", "Mailbox busy", "No answer");
        foreach (CoreProfile profile in profiles.Take(MostCores))
            cores.AddRow(ProfileText.NameOf(profile), Share(profile.Load), Number(profile.SampleCount), Number(profile.Busy), Number(profile.Unanswered));

        cores.WriteTo(_terminal.OutConsole);
        if (profiles.Count > MostCores)
            _terminal.OutConsole.WriteLine($"{Quantities.Count(profiles.Count - MostCores, "more core")}; --json tells of all.");

        long all = profiles.Sum(static profile => profile.SampleCount);
        IReadOnlyList<FunctionResult> functions = text.Functions();
        if (all == 0)
            return;

        _terminal.OutConsole.WriteLine();
        bool hasLines = functions.Any(static function => function.Line is not null);
        var table = hasLines ? new TextTable("Function", "Samples", "Share", "Line") : new TextTable("Function", "Samples", "Share");
        foreach (FunctionResult function in functions.Take(MostFunctions))
        {
            Cell[] cells = [function.Function, Number(function.SampleCount), Share((double)function.SampleCount / all)];
            table.AddRow(hasLines ? [.. cells, function.Line ?? ""] : cells);
        }

        table.WriteTo(_terminal.OutConsole);
        if (functions.Count > MostFunctions)
            _terminal.OutConsole.WriteLine($"{Quantities.Count(functions.Count - MostFunctions, "more function")}; --json tells of all.");
    }

    private static string Share(double share) => share.ToString("0.0%", CultureInfo.InvariantCulture);

    private static string Number(long number) => Quantities.Count(number);
}
