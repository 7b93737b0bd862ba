using System.CommandLine;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Health;

namespace SpiNNMan.Async.Cli.Watching;

/// <summary>The options of commands that watch a machine: how often, at which cost, and with which BMPs.</summary>
internal sealed class WatchArguments
{
    private const double Percent = 100;

    private readonly Option<double> _interval = new("--interval", "-i") { Description = "How many seconds are between two looks.", HelpName = "SECONDS", DefaultValueFactory = static _ => 1 };
    private readonly Option<double> _cost = new("--cost") { Description = "How much of the time of each board looking may take, in percent; a board is looked at less often rather.", HelpName = "PERCENT", DefaultValueFactory = static _ => 2 };
    private readonly Option<IReadOnlyList<BmpConnectionData>?> _bmps = new("--bmp")
    {
        Description = "The BMPs, for temperatures and warnings: [[cabinet;]frame;]host[/boards], several separated by colons.",
        HelpName = "BMPS",
        CustomParser = static result => BmpArguments.Parse(result, result.Tokens[0].Value),
    };
    private readonly Option<int> _bmpPort = PortOptions.Create("--bmp-port", "The port of the BMPs.", BmpConnectionData.DefaultPort);

    private WatchArguments()
    {
        _interval.RequireWithin(0.01, 86_400);
        _cost.RequireWithin(0.001, 100);
    }

    /// <summary>Adds them to a command.</summary>
    public static WatchArguments AddTo(Command command)
    {
        var arguments = new WatchArguments();
        command.Options.Add(arguments._interval);
        command.Options.Add(arguments._cost);
        command.Options.Add(arguments._bmps);
        command.Options.Add(arguments._bmpPort);
        return arguments;
    }

    /// <summary>How the machine is watched.</summary>
    public WatchOptions ToOptions(ParseResult parsed) => new() { Interval = TimeSpan.FromSeconds(parsed.GetValue(_interval)), MaxShare = parsed.GetValue(_cost) / Percent };

    /// <summary>Opens the machine.</summary>
    public Task<Transceiver> OpenAsync(Terminal terminal, ParseResult parsed, HostTarget host, CancellationToken cancellationToken)
    {
        var options = new TransceiverOptions
        {
            TransientTagTimeout = null,
            Bmps = [.. (parsed.GetValue(_bmps) ?? []).Select(bmp => bmp with { Port = parsed.GetValue(_bmpPort) })],
        };
        return OpeningDisplay.OpenAsync(terminal, host, options, cancellationToken);
    }
}
