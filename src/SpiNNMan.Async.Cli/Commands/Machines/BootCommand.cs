using System.CommandLine;
using System.Net;
using Spectre.Console;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Input;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Commands.Machines;

/// <summary><c>spinnman boot HOST</c>: boots a board and waits until it is ready.</summary>
internal sealed class BootCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Option<string?> _image = new("--image")
    {
        Description = $"The boot image; '{BootImageFinder.Virtual}' makes one up for a virtual board. [default: ${BootImageFinder.Variable}, or that of an installed Python SpiNNMan]",
        HelpName = "FILE",
    };

    private readonly Option<int?> _boardVersion = new("--board-version") { Description = "The kind of board, 1 to 5 for SpiNN-1 to SpiNN-5. [default: unknown]", HelpName = "N" };
    private readonly Option<bool> _force = new("--force") { Description = "Send the image without asking first whether the board runs already." };
    private readonly Option<int> _pause = new("--pause") { Description = "Milliseconds between two messages; virtual boards need none.", DefaultValueFactory = _ => (int)BootImage.PauseAfterMessage.TotalMilliseconds, HelpName = "MS" };
    private readonly Option<int> _rounds = new("--rounds") { Description = "How often to send the image before the board counts as silent.", DefaultValueFactory = _ => new BootOptions().Rounds, HelpName = "N" };
    private readonly Option<int> _watchdog = new("--watchdog") { Description = "After how many silent ticks a core is taken for dead; 0 lets cores hang unnoticed.", DefaultValueFactory = _ => new BootOptions().SoftwareWatchdog, HelpName = "N" };
    private readonly Option<int> _bootPort = PortOptions.Create("--boot-port", "The port that takes the image.", BootMessage.Port);
    private readonly Terminal _terminal;

    private BootCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new BootCommand(terminal);
        definition._image.RequireText();
        definition._boardVersion.RequireWithin(1, 5);
        definition._boardVersion.SuggestWords(["1", "2", "3", "4", "5"]);
        definition._image.SuggestWords([BootImageFinder.Virtual]);
        definition._pause.RequireWithin(0, 10_000);
        definition._rounds.RequireWithin(1, 1000);
        definition._watchdog.RequireWithin(0, 255);
        var command = new Command("boot", "Boot a board, unless it runs already, and wait until it is ready.")
        {
            definition._host, definition._image, definition._boardVersion, definition._force, definition._pause, definition._rounds, definition._watchdog, definition._bootPort,
        };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        (BootImage image, string origin) = await new BootImageFinder(_terminal).LoadAsync(parsed.GetValue(_image), cancellationToken);
        HostTarget host = parsed.GetRequiredValue(_host);
        IPEndPoint board = await host.ResolveAsync(ScpMessage.Port, cancellationToken);
        await using ScampConnection scamp = await host.ConnectAsync(board, new ScampConnectionOptions(), cancellationToken);
        var pause = new BootConnectionOptions { Network = host.Network, Pause = TimeSpan.FromMilliseconds(parsed.GetValue(_pause)) };
        await using BootConnection boot = await BootConnection.OpenAsync(new IPEndPoint(board.Address, parsed.GetValue(_bootPort)), pause, cancellationToken);
        var options = new BootOptions
        {
            BoardVersion = parsed.GetValue(_boardVersion),
            Force = parsed.GetValue(_force),
            Rounds = parsed.GetValue(_rounds),
            SoftwareWatchdog = parsed.GetValue(_watchdog),
            TimeProvider = _terminal.TimeProvider,
        };
        BootResult result = await BootWithProgressAsync(progress => BoardBooter.BootAsync(scamp, boot, image, options, progress, cancellationToken));
        await ShowAsync(result, origin, parsed.WantsJson());
        return ExitCodes.Success;
    }

    private async Task<BootResult> BootWithProgressAsync(Func<IProgress<BootProgress>, Task<BootResult>> boot)
    {
        if (!_terminal.IsErrorTerminal)
        {
            var step = new Step();
            using var notice = new WaitNotice(_terminal, () => step.Text);
            return await boot(step);
        }

        return await _terminal.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .StartAsync(context => boot(new Bar(context.AddTask("asking"))));
    }

    private async Task ShowAsync(BootResult result, string origin, bool json)
    {
        if (json)
        {
            var document = new BootCommandResult(VersionResult.From(result.Version), result.WasRunning, result.Rounds, result.Elapsed.TotalSeconds, origin);
            await _terminal.WriteJsonAsync(document, CliJson.Default.BootCommandResult);
            return;
        }

        await _terminal.Out.WriteLineAsync(result.Version.ToString());
        string rounds = result.Rounds > 1 ? $", sending the image {result.Rounds} times" : "";
        await _terminal.Error.WriteLineAsync(result.WasRunning
            ? "It was running already; nothing was sent."
            : $"Booted with {origin} in {Quantities.Time(result.Elapsed)}{rounds}.");
    }

    private static string Describe(BootProgress progress) => progress.Phase switch
    {
        BootPhase.Asking => "asking whether it runs",
        BootPhase.Sending when progress.Round > 1 => $"sending the image, round {progress.Round}",
        BootPhase.Sending => "sending the image",
        BootPhase.Silent => "waiting for its first answer",
        BootPhase.Initialising => "waiting until it has found its chips",
        _ => "ready",
    };

    private sealed class Step : IProgress<BootProgress>
    {
        private volatile string _text = "Booting";

        public string Text => _text;

        public void Report(BootProgress value) => _text = $"Booting: {Describe(value)}";
    }

    private sealed class Bar(ProgressTask task) : IProgress<BootProgress>
    {
        public void Report(BootProgress value)
        {
            task.Description = Describe(value);
            task.MaxValue = Math.Max(1, value.MessageCount);
            task.Value = value.MessagesSent;
        }
    }
}
