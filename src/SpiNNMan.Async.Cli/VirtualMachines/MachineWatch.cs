using System.Threading.Channels;
using Spectre.Console;
using Spectre.Console.Rendering;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Shows a picture of a virtual machine on a terminal, keeps it up to date, and executes commands that are typed below it.</summary>
internal sealed class MachineWatch(Terminal terminal, string kind, VirtualMachine machine, MachineConsole console)
{
    private const int MostMessages = 32;
    private const int ManyBoards = 50;

    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(100);

    private readonly List<string> _messages = [];
    private readonly LivePicture _picture = new(kind, machine);
    private string _typed = "";
    private string? _answer;
    private bool _quits;

    /// <summary>Shows the machine until it is to stop.</summary>
    /// <param name="keys">The keys that are typed, if input and output are terminals.</param>
    /// <param name="lines">The lines of the input otherwise.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(ChannelReader<ConsoleKeyInfo>? keys, ChannelReader<string>? lines, CancellationToken cancellationToken)
    {
        TimeProvider clock = terminal.TimeProvider;
        TimeSpan interval = machine.Boards.Count > ManyBoards ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(500);
        long start = clock.GetTimestamp();
        MachineReading reading = MachineReading.Take(machine, before: null, TimeSpan.Zero);
        long read = start;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task events = CollectEventsAsync(stop.Token);
        await terminal.OutConsole.Live(Draw(reading, TimeSpan.Zero)).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            while (!cancellationToken.IsCancellationRequested && !_quits)
            {
                ExecuteInput(keys, lines);
                if (clock.GetElapsedTime(read) is var passed && passed >= interval)
                {
                    reading = MachineReading.Take(machine, reading, passed);
                    read = clock.GetTimestamp();
                }

                live.UpdateTarget(Draw(reading, clock.GetElapsedTime(start)));
                await Task.Delay(s_frame, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
        await stop.CancelAsync();
        await events.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private IRenderable Draw(MachineReading reading, TimeSpan uptime)
    {
        lock (_messages)
            return _picture.Draw(reading, uptime, _messages, _answer, terminal.CanReadKeys ? _typed : null, (terminal.OutConsole.Profile.Width, terminal.OutConsole.Profile.Height));
    }

    private void ExecuteInput(ChannelReader<ConsoleKeyInfo>? keys, ChannelReader<string>? lines)
    {
        while (keys is not null && keys.TryRead(out ConsoleKeyInfo key))
            HandleKey(key);
        while (lines is not null && lines.TryRead(out string? line))
            Execute(line);
    }

    private void HandleKey(ConsoleKeyInfo key)
    {
        _answer = null;
        switch (key.Key)
        {
            case ConsoleKey.Enter when _typed.Trim().Length > 0:
                Execute(_typed);
                _typed = "";
                break;
            case ConsoleKey.Backspace when _typed.Length > 0:
                _typed = _typed[..^1];
                break;
            case ConsoleKey.Escape:
                _typed = "";
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                    _typed += key.KeyChar;
                break;
        }
    }

    private void Execute(string line)
    {
        ConsoleAnswer answer = console.Execute(line);
        _quits |= answer.Quits;
        if (answer.Text.Contains('\n', StringComparison.Ordinal))
            _answer = answer.Text;
        else
            AddMessage(answer.Ok ? $"{answer.Command}: {answer.Text}" : answer.Text);
    }

    private async Task CollectEventsAsync(CancellationToken cancellationToken)
    {
        await foreach (MachineEvent happened in machine.WatchAsync(cancellationToken))
            AddMessage(EventLines.Describe(happened));
    }

    private void AddMessage(string message)
    {
        lock (_messages)
        {
            _messages.Add(message);
            if (_messages.Count > MostMessages)
                _messages.RemoveAt(0);
        }
    }
}
