using System.CommandLine;
using System.CommandLine.Parsing;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.LiveData;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Live;
using SpiNNMan.Async.Live.Sending;

namespace SpiNNMan.Async.Cli.Commands.Live;

/// <summary><c>spinnman live send LABEL ATOMS...</c>: sends events into a running network.</summary>
internal sealed class LiveSendCommand
{
    private readonly Argument<string> _label = new("LABEL") { Description = "The injector, by its label." };
    private readonly Argument<int[]> _atoms = new("ATOMS") { Description = "The atoms that send: numbers, or ranges such as 10-19.", Arity = ArgumentArity.OneOrMore, CustomParser = AtomRanges.ParseAll };
    private readonly Option<HostTarget?> _host = new("--host") { Description = "The board, with :PORT if commands go to another port than 17893; . is the default one.", HelpName = "HOST" };
    private readonly Option<uint?> _payload = new("--payload") { Description = "What each event carries, a word.", HelpName = "WORD", CustomParser = static result => Numbers.ParseWord(result) };
    private readonly Option<uint?> _at = new("--at") { Description = "The tick at which the core sends them; it needs an injector with a send buffer. [default: at once]", HelpName = "TICK", CustomParser = static result => Numbers.ParseWord(result) };
    private readonly Option<int> _repeat = new("--repeat") { Description = "How often to send them.", HelpName = "N", DefaultValueFactory = static _ => 1 };
    private readonly Option<double> _interval = new("--interval") { Description = "With --repeat: seconds from one time to the next.", HelpName = "SECONDS", DefaultValueFactory = static _ => 1 };
    private readonly Option<double?> _pace = new("--pace") { Description = "How many datagrams a second the board gets at most. [default: 500]", HelpName = "N" };
    private readonly LiveTargetOptions _target;
    private readonly Command _command;
    private readonly Terminal _terminal;

    private LiveSendCommand(Terminal terminal)
    {
        _terminal = terminal;
        _command = new Command("send", "Send events of some atoms into a running network.") { _label, _atoms, _payload, _at, _repeat, _interval, _pace, _host };
        _target = LiveTargetOptions.AddTo(_command, _host);
        _label.RequireText();
        _repeat.RequireWithin(1, int.MaxValue);
        _interval.RequireWithin(0, 1_000_000);
        _pace.RequireWithin(1, 1_000_000);
        _command.Validators.Add(Check);
        _command.SetAction(RunAsync);
    }

    public static Command Create(Terminal terminal) => new LiveSendCommand(terminal)._command;

    private void Check(CommandResult result)
    {
        if (result.GetResult(_payload) is not null && result.GetResult(_at) is not null)
            result.AddError("--payload and --at exclude each other: send buffers take no payloads.");
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string label = parsed.GetRequiredValue(_label);
        LiveTarget target = _target.Read(parsed);

        // Nothing is received, so that no tag changes.
        var options = new LiveOptions { Labels = [], ReadsMachineCounts = false };
        using WaitNotice notice = _terminal.WaitFor(target.HasToolChain ? "Waiting for the tool chain to start a run; Ctrl-C ends it" : "Sending");
        await foreach (LiveRun run in target.RunsAsync(options, TellPortAsync, TellErrorAsync, static _ => Task.CompletedTask, cancellationToken))
        {
            SpikeSender sender = run.Send(label);
            if (parsed.GetValue(_pace) is { } pace)
                sender.PaceAt(pace);

            await SendAsync(sender, parsed, cancellationToken);
            await ShowAsync(LiveSendResult.From(label, sender.Counts), parsed.WantsJson());
            return ExitCodes.Success;
        }

        return ExitCodes.Success;

        Task TellPortAsync(int port) => _terminal.Error.WriteLineAsync($"listening for the tool chain on port {port}");

        Task TellErrorAsync(Exception exception) => _terminal.Error.WriteLineAsync($"warning: a run was not made ready, and the tool chain not answered: {Failures.Explain(exception)}");
    }

    private async Task SendAsync(SpikeSender sender, ParseResult parsed, CancellationToken cancellationToken)
    {
        int[] atoms = parsed.GetRequiredValue(_atoms);
        TimeSpan interval = TimeSpan.FromSeconds(parsed.GetValue(_interval));
        for (int time = 0; time < parsed.GetValue(_repeat); time++)
        {
            if (time > 0)
                await Task.Delay(interval, _terminal.TimeProvider, cancellationToken);

            if (parsed.GetValue(_at) is { } tick)
                await sender.SendAtAsync(atoms, tick, cancellationToken);
            else if (parsed.GetValue(_payload) is { } payload)
                await sender.SendAsync([.. atoms.Select(atom => (atom, payload))], cancellationToken);
            else
                await sender.SendAsync(atoms, cancellationToken);
        }
    }

    private Task ShowAsync(LiveSendResult result, bool json) => json
        ? _terminal.WriteJsonAsync(result, CliJson.Default.LiveSendResult)
        : _terminal.Out.WriteLineAsync($"{result.Label}: {Quantities.Count(result.SentEvents, "event")} sent in {Quantities.Count(result.SentDatagrams, "datagram")}");
}
