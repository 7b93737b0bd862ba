using System.CommandLine;
using System.Globalization;
using SpiNNMan.Async.Cli.Allocation;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Input;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Snapshots;

namespace SpiNNMan.Async.Cli.Commands.Machines;

/// <summary><c>spinnman diff BEFORE AFTER</c>: shows what changed between two snapshots, or since a snapshot.</summary>
internal sealed class DiffCommand
{
    private const int IndentOfMessage = 11;

    private readonly Argument<string> _before = new("BEFORE") { Description = "A file that 'snapshot' wrote, or a host." };
    private readonly Argument<string> _after = new("AFTER") { Description = "What to compare it with: another file, or a host." };
    private readonly Option<bool> _all = new("--all") { Description = "Tell also what cores do and how much is free, and not only what the machine has." };
    private readonly Terminal _terminal;
    private readonly JobHosts _jobs;

    private DiffCommand(Terminal terminal, JobHosts jobs)
    {
        _terminal = terminal;
        _jobs = jobs;
    }

    public static Command Create(Terminal terminal, JobHosts jobs)
    {
        var definition = new DiffCommand(terminal, jobs);
        var command = new Command("diff", "Compare two snapshots of a machine, or one with what the machine has now.") { definition._before, definition._after, definition._all };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Machine before = await GetAsync(parsed.GetRequiredValue(_before), cancellationToken);
        Machine after = await GetAsync(parsed.GetRequiredValue(_after), cancellationToken);
        bool all = parsed.GetValue(_all);
        MachineChange[] changes = [.. MachineChange.Between(before, after).Where(change => all || change.IsStructural)];
        foreach (MachineChange change in changes)
        {
            if (parsed.WantsJson())
                await _terminal.WriteJsonAsync(ChangeResult.From(change), CliJson.Default.ChangeResult);
            else
                HangingText.Write(_terminal.OutConsole, string.Create(CultureInfo.InvariantCulture, $"[{Colour(change.Kind)}]{change.Kind,-9}[/]  "), IndentOfMessage, change.Message);
        }

        if (changes.Length == 0 && !parsed.WantsJson())
            await _terminal.Error.WriteLineAsync("There is no difference.");

        return changes.Length == 0 ? ExitCodes.Success : ExitCodes.AnswerIsNo;
    }

    private static string Colour(MachineChangeKind kind) => kind switch
    {
        MachineChangeKind.ChipLost or MachineChangeKind.CoreLost or MachineChangeKind.LinkLost => "red",
        MachineChangeKind.ChipFound or MachineChangeKind.CoreFound or MachineChangeKind.LinkFound => "green",
        _ => "yellow",
    };

    private string DefaultHost()
    {
        var defaults = Defaults.Read(_terminal);
        return defaults.Problem is { } problem
            ? throw new CommandFailedException(problem)
            : defaults.Host ?? throw new CommandFailedException($"'{TargetArguments.Default}' stands for the default HOST, and there is none: set {Defaults.HostVariable}.");
    }

    private async Task<Machine> GetAsync(string name, CancellationToken cancellationToken)
    {
        if (File.Exists(name))
        {
            try
            {
                return MachineSnapshot.FromJson(await InputFiles.ReadTextAsync(name, InputFiles.MostOfSnapshot, "a snapshot", cancellationToken)).Machine;
            }
            catch (InvalidParameterException exception)
            {
                throw new CommandFailedException($"{name} is no snapshot: {exception.Message}", exception);
            }
        }

        if (name is TargetArguments.Default)
            name = DefaultHost();

        HostTarget host = await FindAsync(name, cancellationToken);
        var options = new TransceiverOptions { TransientTagTimeout = null };
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, host, options, cancellationToken);
        return transceiver.Machine;
    }

    private async Task<HostTarget> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (_jobs.Find(name, out JobHost? job) is { } problem)
            throw new CommandFailedException(problem);

        if (job is not null)
        {
            await _jobs.OpenAsync(job, cancellationToken);
            return new HostTarget(name, Port: null) { Job = job };
        }

        return HostTarget.TryParse(name, out HostTarget? host) ? host : throw new CommandFailedException($"{name} is neither a file nor a HOST or HOST:PORT.");
    }
}
