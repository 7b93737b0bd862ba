using System.CommandLine;
using System.Globalization;
using System.Runtime.ExceptionServices;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.LiveData;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Live;
using SpiNNMan.Async.Live.Counting;
using SpiNNMan.Async.Live.Receiving;

namespace SpiNNMan.Async.Cli.Commands.Live;

/// <summary><c>spinnman live [HOST]</c>: shows the events that come out of running networks, by label and atom.</summary>
internal sealed class LiveCommand
{
    /// <summary>Explains why nothing may come.</summary>
    private const string WhyNothing = "Do the cores run, and do the labels send to a gatherer? A firewall or address translation may also keep events out: 'spinnman tags' shows where tags lead to.";

    /// <summary>So many datagrams may wait while the output is slow, about a million events.</summary>
    private const int Waiting = 1 << 14;

    // Runs of days must not fill the memory.
    private const int MostReportLines = 1000;

    private readonly Argument<HostTarget?> _host = HostTarget.CreateOptionalArgument();
    private readonly Option<string[]> _labels = new("--label") { Description = "Receive only this label; may be given several times. [default: all that send to a gatherer]", HelpName = "LABEL", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _csv = new("--csv") { Description = "Write each event as a line of CSV, instead of showing them." };
    private readonly Option<FileInfo?> _record = new("--record") { Description = "Write the events to a file as well: as JSON if its name ends with .json or .jsonl, and as CSV otherwise.", HelpName = "FILE", CustomParser = OptionChecks.ParseFile };
    private readonly Option<long?> _count = new("--count", "-n") { Description = "Stop after so many events.", HelpName = "N" };
    private readonly Option<double?> _timeout = new("--timeout", "-t") { Description = "Stop after so many seconds.", HelpName = "SECONDS" };
    private readonly Option<int?> _runs = new("--runs") { Description = "Stop after so many runs of the tool chain.", HelpName = "N" };
    private readonly Option<double> _window = new("--window") { Description = "How many seconds the picture shows.", HelpName = "SECONDS", DefaultValueFactory = static _ => 10 };
    private readonly LiveTargetOptions _target;
    private readonly Command _command;
    private readonly Terminal _terminal;

    private LiveCommand(Terminal terminal)
    {
        _terminal = terminal;
        _command = new Command("live", "Show the events of running networks as they come, by label and atom, and what was lost of them.")
        {
            _host, _labels, _csv, _record, _count, _timeout, _runs, _window,
        };
        _target = LiveTargetOptions.AddTo(_command, _host);
        _record.RequireText();
        _count.RequireWithin(1, long.MaxValue);
        _timeout.RequireWithin(0.001, 1_000_000);
        _runs.RequireWithin(1, int.MaxValue);
        _window.RequireWithin(0.01, 3600);
        _command.ExcludeJson(_csv);
        _command.SetAction(RunAsync);
        _command.Subcommands.Add(LiveSendCommand.Create(terminal));
    }

    public static Command Create(Terminal terminal) => new LiveCommand(terminal)._command;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_record) is not { } file)
            return await RunAsync(parsed, recording: null, cancellationToken);

        OutputFiles.RequireWritable(file.FullName);
        await using OutputFile kept = OutputFile.Create(file.FullName);
        Exception? stopped = null;
        await using (var text = new StreamWriter(kept.Stream, leaveOpen: true))
        {
            var writer = new SpikeWriter(text, SpikeWriter.FormatOf(file.Name), CliJson.Default.LiveEventResult);
            await writer.BeginAsync();
            try
            {
                await RunAsync(parsed, writer, cancellationToken);
            }
            catch (Exception exception) when (writer.Count > 0 && exception is OperationCanceledException or CommandFailedException)
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

    private async Task<int> RunAsync(ParseResult parsed, SpikeWriter? recording, CancellationToken cancellationToken)
    {
        bool json = parsed.WantsJson();
        bool writesEvents = json || parsed.GetValue(_csv);
        LiveTarget target = _target.Read(parsed);
        var state = new LiveState(_terminal.TimeProvider, TimeSpan.FromSeconds(parsed.GetValue(_window)));
        ILiveDisplay display = _terminal.IsOutTerminal && !writesEvents
            ? new LiveWatch(_terminal, state, target.HasToolChain ? "Waiting for the tool chain to start a run." : "Waiting for the board.")
            : new LiveJournal(_terminal, state, tellsRates: !writesEvents);
        var output = new SpikeWriter(_terminal.Out, json ? SpikeFormat.Json : SpikeFormat.Csv, CliJson.Default.LiveEventResult);
        if (writesEvents)
            await output.BeginAsync();

        SpikeWriter[] writers = [.. new[] { writesEvents ? output : null, recording }.OfType<SpikeWriter>()];
        var follower = new LiveFollower(state, writers, parsed.GetValue(_count));
        using CancellationTokenSource limit = parsed.GetValue(_timeout) is { } seconds ? new(TimeSpan.FromSeconds(seconds), _terminal.TimeProvider) : new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var ended = new CancellationTokenSource();
        var reports = new List<string>();
        Task showing = ShowAsync(display, stop, ended.Token);
        try
        {
            await FollowAllAsync(target, follower, state, parsed, reports, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The time is up, or nothing can be shown any more. The latter is reported by the display.
        }
        finally
        {
            await ended.CancelAsync();
            await showing;
            foreach (string line in reports)
                await (writesEvents ? _terminal.Error : _terminal.Out).WriteLineAsync(line);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (limit.IsCancellationRequested && follower.Events < (parsed.GetValue(_count) ?? 1))
        {
            throw new CommandFailedException(
                follower.Events == 0 ? $"No event came. {WhyNothing}" : string.Create(CultureInfo.InvariantCulture, $"{Quantities.Count(follower.Events)} of {parsed.GetValue(_count):N0} events came."));
        }

        return ExitCodes.Success;
    }

    /// <summary>Shows runs. If that fails, nothing else goes on.</summary>
    private static async Task ShowAsync(ILiveDisplay display, CancellationTokenSource stop, CancellationToken ended)
    {
        try
        {
            await display.RunAsync(ended);
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task FollowAllAsync(LiveTarget target, LiveFollower follower, LiveState state, ParseResult parsed, List<string> reports, CancellationToken cancellationToken)
    {
        bool json = parsed.WantsJson();
        bool tells = !json && !parsed.GetValue(_csv);
        string[]? labels = parsed.GetValue(_labels) is { Length: > 0 } some ? some : null;
        var options = new LiveOptions { Labels = labels, Reading = new ReaderOptions { Capacity = Waiting }, GivesTagsBack = true };
        int runs = 0;
        using var notice = new WaitNotice(_terminal, () => follower.Events > 0 || _terminal.IsOutTerminal ? null : "Waiting for events; Ctrl-C ends it");
        await foreach (LiveRun run in target.RunsAsync(options, TellPortAsync, TellErrorAsync, WarnAsync, cancellationToken))
        {
            state.Begin(run);
            if (tells)
                await TellAsync(RunText.DescribeBeginning(run));

            bool isStopped = false;
            try
            {
                await follower.FollowAsync(run, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                isStopped = true;
            }

            await ReportAsync(run);
            cancellationToken.ThrowIfCancellationRequested();
            if (follower.IsDone || isStopped || ++runs == parsed.GetValue(_runs))
                return;
        }

        Task TellPortAsync(int port) => TellAsync(string.Create(CultureInfo.InvariantCulture, $"listening for the tool chain on port {port}"), isNote: true);

        Task TellErrorAsync(Exception exception) => TellAsync($"warning: a run was not made ready, and the tool chain not answered: {Failures.Explain(exception)}", isNote: true);

        async Task TellAsync(string line, bool isNote = false)
        {
            if (_terminal.IsOutTerminal && tells)
                state.Tell(line);
            else
                await (isNote ? _terminal.Error : _terminal.Out).WriteLineAsync(line);
        }

        async Task ReportAsync(LiveRun run)
        {
            RunReport report = await EndAsync(run);
            state.End(report);
            if (json)
            {
                await _terminal.WriteJsonAsync(LiveReportResult.From(run.Number, report), CliJson.Default.LiveReportResult);
                return;
            }

            foreach (string line in RunText.DescribeEnd(run.Number, report))
            {
                reports.Add(line);
                state.Tell(line);
            }

            reports.RemoveRange(0, Math.Max(0, reports.Count - MostReportLines));
        }
    }

    private Task WarnAsync(TagEvent what) => _terminal.Error.WriteLineAsync($"warning: {what}");

    /// <summary>Ends a run, and asks the machine what it counted, unless it does not answer in time.</summary>
    private async Task<RunReport> EndAsync(LiveRun run)
    {
        using var limit = new CancellationTokenSource(_terminal.CleanUpTimeout / 2, _terminal.TimeProvider);
        try
        {
            return await run.EndAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return new RunReport { Received = run.Counts };
        }
    }
}
