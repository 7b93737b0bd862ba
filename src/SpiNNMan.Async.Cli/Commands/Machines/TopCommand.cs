using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Cli.VirtualMachines;
using SpiNNMan.Async.Cli.Watching;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Cli.Commands.Machines;

/// <summary><c>spinnman top HOST</c>: shows a whole machine, and what is wrong with it, again and again in place.</summary>
internal sealed class TopCommand
{
    private readonly Argument<HostTarget?> _host = HostTarget.CreateOptionalArgument();
    private readonly Option<TopMode> _mode = new("--mode", "-m") { Description = "What the map shows at first.", DefaultValueFactory = static _ => TopMode.State };
    private readonly Option<int?> _count = new("--count", "-n") { Description = "Stop after so many looks.", HelpName = "N" };
    private readonly Option<FileInfo?> _record = new("--record") { Description = "Write the looks to a file as well, to be shown again.", HelpName = "FILE", CustomParser = OptionChecks.ParseFile };
    private readonly Option<FileInfo?> _replay = new("--replay") { Description = "Show the looks of a file that was recorded, in place of a machine.", HelpName = "FILE", CustomParser = OptionChecks.ParseFile };
    private readonly WatchArguments _watch;
    private readonly Command _command;
    private readonly Terminal _terminal;

    private TopCommand(Terminal terminal)
    {
        _terminal = terminal;
        _command = new Command("top", "Show a whole machine in place: its boards and chips by state, application, errors, temperature, drops or traffic, and what is wrong now.")
        {
            _host, _mode, _count, _record, _replay,
        };
        _watch = WatchArguments.AddTo(_command);
        _count.RequireWithin(1, int.MaxValue);
        _record.RequireText();
        _replay.RequireText();
        _command.Validators.Add(parsed =>
        {
            bool replays = parsed.GetResult(_replay) is not null;
            if (replays && parsed.GetResult(_host) is { Tokens.Count: > 0 })
                parsed.AddError("--replay shows a file: name no HOST with it.");
            else if (!replays && parsed.GetResult(_host) is not { Tokens.Count: > 0 } && parsed.GetValue(_host) is null)
                parsed.AddError("HOST is missing: name one, or a file with --replay.");
        });
        _command.SetAction(RunAsync);
    }

    public static Command Create(Terminal terminal) => new TopCommand(terminal)._command;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_record) is not { } file)
            return await ShowAsync(parsed, recording: null, cancellationToken);

        OutputFiles.RequireWritable(file.FullName);
        await using OutputFile kept = OutputFile.Create(file.FullName);
        Exception? stopped = null;
        await using (var text = new StreamWriter(kept.Stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true))
        {
            try
            {
                await ShowAsync(parsed, text, cancellationToken);
            }
            catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
            {
                // The recording until then is whole.
                stopped = exception;
            }
        }

        await kept.CompleteAsync(CancellationToken.None);
        if (stopped is not null)
            ExceptionDispatchInfo.Throw(stopped);

        return ExitCodes.Success;
    }

    private async Task<int> ShowAsync(ParseResult parsed, TextWriter? recording, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_replay) is { } file)
        {
            bool takesTime = _terminal.IsOutTerminal && !parsed.WantsJson() && _terminal.CanReadKeys;
            IAsyncEnumerable<HealthResult> looks = LookSource.ReplayAsync(file.FullName, CliJson.Default.HealthResult, takesTime ? _terminal.TimeProvider : null, cancellationToken);
            return await ShowAsync(parsed, file.Name, looks, recording, details: null, cancellationToken);
        }

        HostTarget host = parsed.GetValue(_host)!;
        await using Transceiver transceiver = await _watch.OpenAsync(_terminal, parsed, host, cancellationToken);
        return await ShowAsync(parsed, host.ToString(), LookSource.WatchAsync(transceiver, _watch.ToOptions(parsed), cancellationToken), recording, new MachineDetails(transceiver), cancellationToken);
    }

    private async Task<int> ShowAsync(ParseResult parsed, string name, IAsyncEnumerable<HealthResult> source, TextWriter? recording, IDetailReader? details, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<HealthResult> looks = TakeAsync(source, parsed.GetValue(_count), recording, cancellationToken);
        var view = new TopView(PrintableText.OfLine(name));
        var state = new TopState { Mode = parsed.GetValue(_mode) };
        if (parsed.WantsJson())
        {
            await foreach (HealthResult look in looks)
            {
                await _terminal.WriteJsonAsync(look, CliJson.Default.HealthResult);
                await _terminal.Out.FlushAsync(CancellationToken.None);
            }
        }
        else if (_terminal.IsOutTerminal)
        {
            var screen = new TopScreen(_terminal, view, state, details);
            await screen.RunAsync(looks, _terminal.CanReadKeys ? ConsoleInput.ReadKeys(_terminal) : null, stays: details is null, cancellationToken);
        }
        else
        {
            var frames = new TopFrames(_terminal, view, state);
            await foreach (HealthResult look in looks)
                await frames.WriteAsync(look);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return ExitCodes.Success;
    }

    /// <summary>So many looks, which are written to a recording as they come.</summary>
    private static async IAsyncEnumerable<HealthResult> TakeAsync(
        IAsyncEnumerable<HealthResult> looks, int? count, TextWriter? recording, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int taken = 0;
        await foreach (HealthResult look in looks.WithCancellation(cancellationToken))
        {
            if (recording is not null)
                await recording.WriteLineAsync(JsonLines.LineOf(look, CliJson.Default.HealthResult));

            yield return look;
            if (++taken == count)
                yield break;
        }
    }
}
