using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Threading.Channels;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Cli.VirtualMachines;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Answering;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Executed;

namespace SpiNNMan.Async.Cli.Commands.Tools;

/// <summary><c>spinnman vm</c>: runs a virtual machine, which any SpiNNaker software can use, until the user stops it.</summary>
internal sealed class VirtualMachineCommand
{
    private const long MostReplayMemory = 16L << 30;

    private readonly MachineOptions _machine = new();
    private readonly EngineOptions _engine = new();
    private readonly DebugOptions _debug = new();
    private readonly LaboratoryOptions _laboratory = new();
    private readonly AnswerOptions _answers = new();
    private readonly Option<bool> _watch = new("--watch") { Description = "Show live what the machine does: a picture on a terminal, lines on standard error elsewhere." };
    private readonly Terminal _terminal;

    private VirtualMachineCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new VirtualMachineCommand(terminal);
        var command = new Command("vm", "Serve a virtual machine until Ctrl-C or a termination signal. Prints one line starting with 'ready' once it does, and takes commands on standard input: 'help' lists them.");
        definition._machine.AddTo(command);
        definition._engine.AddTo(command);
        definition._debug.AddTo(command);
        definition._laboratory.AddTo(command);
        command.Options.Add(definition._watch);
        definition._answers.AddTo(command, definition._machine.ForPlaces);
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (_answers.FilesOf(parsed) is { } captures)
            return await AnswerAsync(captures, parsed, cancellationToken);
        if (parsed.GetValue(_engine.Replay) is { } file)
            return await ReplayAsync(file, parsed, cancellationToken);

        if (_engine.RecordOf(parsed) is not { } record)
            return await RunMachineAsync(parsed, recording: null, cancellationToken);

        await using OutputFile kept = OutputFile.Create(record.FullName);
        int exitCode;
        await using (var recording = new StreamWriter(kept.Stream, leaveOpen: true))
            exitCode = await RunMachineAsync(parsed, recording, cancellationToken);

        await kept.CompleteAsync(CancellationToken.None);
        return exitCode;
    }

    private async Task<int> RunMachineAsync(ParseResult parsed, StreamWriter? recording, CancellationToken cancellationToken)
    {
        VirtualMachineOptions options = await _engine.ReadAsync(parsed, await _machine.ReadAsync(parsed, cancellationToken), recording, cancellationToken);
        IPAddress[] reachable = [.. new[] { options.BindAddress, options.BmpAddress ?? options.BindAddress }.Where(static address => !IPAddress.IsLoopback(address)).Distinct()];
        foreach (IPAddress address in reachable)
            await _terminal.Error.WriteLineAsync($"warning: {address} is not a loopback address: whoever reaches this computer can use the virtual machine.");

        if (options.Programs.IsOn)
            await TellOfInterpretationAsync();

        await using VirtualMachine machine = await StartAsync(options, cancellationToken);
        await using DebugSession debugging = await _debug.StartAsync(parsed, machine, _terminal, cancellationToken);
        await using IAsyncDisposable? laboratory = await _laboratory.StartAsync(parsed, machine, _terminal, cancellationToken);
        await AnnounceAsync(machine, _machine.KindOf(parsed).Name, _machine.LossOf(parsed), parsed.WantsJson());
        if (parsed.GetValue(_watch) && _terminal.IsOutTerminal)
            await WatchAsync(machine, _machine.KindOf(parsed).Name, cancellationToken);
        else
            await ServeAsync(machine, parsed.GetValue(_watch), parsed.WantsJson(), cancellationToken);

        foreach (string fault in debugging.Faults)
            await _terminal.Error.WriteLineAsync(fault);

        await _terminal.Error.WriteLineAsync($"stopped: {DescribeWork(machine)}{(ExecutionText.Of(machine) is { } pace ? $" {pace}" : "")}");
        return ExitCodes.Success;
    }

    /// <summary>Lets the machine of a capture answer again.</summary>
    private async Task<int> AnswerAsync(string[] captures, ParseResult parsed, CancellationToken cancellationToken)
    {
        var session = new AnsweringSession(_terminal);
        await using AnsweringMachine machine = await session.StartAsync(captures, _machine.ReadPlaces(parsed), cancellationToken);
        await AnnounceAsync(AnsweringSession.Describe(machine), parsed.WantsJson());
        await session.ServeAsync(machine, cancellationToken);
        await _terminal.Error.WriteLineAsync($"stopped: {AnsweringSession.WorkOf(machine)}");
        return ExitCodes.Success;
    }

    /// <summary>Repeats a recorded run. The exit code is <see cref="ExitCodes.AnswerIsNo"/> if it ends in another state than the recorded one.</summary>
    private async Task<int> ReplayAsync(FileInfo file, ParseResult parsed, CancellationToken cancellationToken)
    {
        await TellOfInterpretationAsync();
        RecordedRunResult result;
        using (StreamReader recording = file.OpenText())
        {
            try
            {
                int threads = _engine.HostThreadsOf(parsed);
                long memory = _engine.MemoryOf(parsed) ?? MostReplayMemory;
                if (_debug.EndPointOf(parsed) is { } endPoint)
                {
                    result = await RecordedRun.DebugAsync(recording, endPoint, listening => _terminal.Error.WriteLine($"debuggers: target remote {listening}"), threads, memory, cancellationToken);
                }
                else
                {
                    using WaitNotice notice = _terminal.WaitFor($"Doing the run of {file.Name} again");
                    result = await Task.Run(() => RecordedRun.Replay(recording, threads, memory, cancellationToken: cancellationToken), cancellationToken);
                }
            }
            catch (IOException exception)
            {
                throw new CommandFailedException(exception.Message, exception);
            }
            catch (RecordingException exception)
            {
                throw new CommandFailedException($"{file.Name}, line {exception.Line}: {exception.Reason}.", exception);
            }
        }

        string hash = result.Hash.ToString("x16", CultureInfo.InvariantCulture);
        string end = result.IsSame switch { true => "it ended alike", false => "it ENDED OTHERWISE", null => "the recording was cut off, so how it ended cannot be compared" };
        if (parsed.WantsJson())
            await _terminal.WriteJsonAsync(new ReplayResult(file.Name, result.Duration.TotalSeconds, result.Received, result.Sent, hash, result.IsSame), CliJson.Default.ReplayResult);
        else
            await _terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"replayed {result.Duration.TotalSeconds:0.000} s of chips: {Quantities.Count(result.Received)} datagrams received, {Quantities.Count(result.Sent)} sent; memory {hash}; {end}"));

        return result.IsSame is false ? ExitCodes.AnswerIsNo : ExitCodes.Success;
    }

    private Task TellOfInterpretationAsync() => ToolBuild.InterpretsPrograms
        ? _terminal.Error.WriteLineAsync("note: this spinnman was compiled ahead of time, so it interprets programs of cores. The tool that 'dotnet tool install' installs translates them, and is about six times as fast.")
        : Task.CompletedTask;

    private static string DescribeWork(VirtualMachine machine)
    {
        DeviceStatistics done = BoardCounters.Sum(machine.Boards.Select(static board => board.Statistics));
        return $"{Quantities.Count(done.Received)} datagrams received, {Quantities.Count(done.Sent)} sent, {Quantities.Count(done.Dropped)} dropped.";
    }

    private Task WatchAsync(VirtualMachine machine, string kind, CancellationToken cancellationToken)
    {
        ChannelReader<ConsoleKeyInfo>? keys = _terminal.CanReadKeys ? ConsoleInput.ReadKeys(_terminal) : null;
        ChannelReader<string>? lines = keys is null ? ConsoleInput.Read(_terminal) : null;
        return new MachineWatch(_terminal, kind, machine, new MachineConsole(machine)).RunAsync(keys, lines, cancellationToken);
    }

    /// <summary>Executes commands until one of them stops the machine, or the token is cancelled. The machine goes on when the input ends.</summary>
    private async Task ServeAsync(VirtualMachine machine, bool watches, bool json, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task journal = watches ? new MachineJournal(_terminal, machine).RunAsync(stop.Token) : Task.CompletedTask;
        var console = new MachineConsole(machine);
        ChannelReader<string> lines = ConsoleInput.Read(_terminal);
        try
        {
            // The loop must use the token that is checked below. The outer token may end the read before the linked one is cancelled.
            await foreach (string line in lines.ReadAllAsync(stop.Token))
            {
                ConsoleAnswer answer = console.Execute(line);
                await WriteAsync(answer, json);
                if (answer.Quits)
                    await stop.CancelAsync();
                if (stop.IsCancellationRequested)
                    break;
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, _terminal.TimeProvider, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The machine was stopped, which is its normal end.
        }

        await journal.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WriteAsync(ConsoleAnswer answer, bool json)
    {
        try
        {
            await WriteAnswerAsync(answer, json);
        }
        catch (IOException exception) when (ClosedPipe.IsCauseOf(exception))
        {
            // Whoever read the first line is gone. The machine goes on for those who use it.
        }
    }

    private async Task WriteAnswerAsync(ConsoleAnswer answer, bool json)
    {
        if (json)
            await _terminal.WriteJsonAsync(ConsoleResult.From(answer), CliJson.Default.ConsoleResult);
        else if (answer.Ok)
            await _terminal.Out.WriteLineAsync(answer.Text);
        else
            await _terminal.Error.WriteLineAsync($"vm: {answer.Text}");

        await _terminal.Out.FlushAsync(CancellationToken.None);
    }

    private async Task<VirtualMachine> StartAsync(VirtualMachineOptions options, CancellationToken cancellationToken)
    {
        using WaitNotice notice = _terminal.WaitFor("Starting the machine");
        if (PacketCapture.Attached is { } capture)
            options = options with { Network = capture.Wrap(options.Network) };

        try
        {
            return await VirtualMachine.StartAsync(options, cancellationToken);
        }
        catch (SpinnakerConnectionException exception)
        {
            string advice = options.UseTruePorts
                ? "Another virtual machine may be running there: choose another --bind, or --ports system. macOS has only 127.0.0.1 unless others are added to lo0."
                : "Choose another --bind.";
            throw new CommandFailedException($"{exception.Message} {advice}", exception);
        }
    }

    private async Task AnnounceAsync(VirtualMachine machine, string kind, double loss, bool json)
    {
        VirtualBoard board = machine.Boards[0];
        var result = new VirtualMachineResult(
            Ready: true,
            kind,
            machine.Boards.Count,
            board.EndPoint.ToString(),
            board.BootEndPoint.ToString(),
            machine.Bmp.EndPoint.ToString(),
            machine.Options.Booted,
            machine.Options.Seed,
            loss);
        await AnnounceAsync(result, json);
        foreach (string line in machine.Boards.Count > 1 ? BoardAddresses.DescribeAll(machine) : [])
            await _terminal.Error.WriteLineAsync(line);
    }

    private async Task AnnounceAsync(VirtualMachineResult result, bool json)
    {
        if (json)
        {
            await _terminal.WriteJsonAsync(result, CliJson.Default.VirtualMachineResult);
        }
        else
        {
            await _terminal.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"ready board={result.BoardKind} boards={result.BoardCount} scp={result.ScpEndPoint} boot={result.BootEndPoint} bmp={result.BmpEndPoint} booted={(result.Booted ? "yes" : "no")} seed={result.Seed} loss={result.LossRate}"));
        }

        await _terminal.Out.FlushAsync(CancellationToken.None);
    }
}
