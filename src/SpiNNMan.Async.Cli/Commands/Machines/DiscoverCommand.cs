using System.CommandLine;
using System.Globalization;
using System.Net;
using Spectre.Console;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Cli.Commands.Machines;

/// <summary><c>spinnman discover [HOST]</c>: finds the boards of a machine, or boards that wait to be booted.</summary>
internal sealed class DiscoverCommand
{
    private readonly Argument<HostTarget?> _host = HostTarget.CreateOptionalArgument();
    private readonly Option<double> _timeout = new("--timeout", "-t")
    {
        Description = "Seconds to listen for boards that wait to be booted; they announce themselves every 4.1 seconds.",
        DefaultValueFactory = static _ => 5,
        HelpName = "SECONDS",
    };

    private readonly Option<int> _port = PortOptions.Create("--port", "The port they announce themselves to.", BootMessage.Port);
    private readonly Option<int> _from = PortOptions.Create("--from", "The port they announce themselves from.", BootMessage.Port);
    private readonly Terminal _terminal;

    private DiscoverCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new DiscoverCommand(terminal);
        definition._timeout.RequireWithin(0.001, 1_000_000);
        var command = new Command("discover", "Find the boards of the machine behind a host or, without a host, boards that wait to be booted.")
        {
            definition._host, definition._timeout, definition._port, definition._from,
        };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        BoardResult[] boards = parsed.GetValue(_host) is { } host
            ? await FindBoardsAsync(host, cancellationToken)
            : await ListenAsync(parsed, cancellationToken);
        if (parsed.WantsJson())
        {
            foreach (BoardResult board in boards)
                await _terminal.WriteJsonAsync(board, CliJson.Default.BoardResult);
        }
        else if (boards.Length > 0)
        {
            Show(boards);
        }

        return boards.Length > 0
            ? ExitCodes.Success
            : throw new CommandFailedException($"No board was heard. {ListenCommand.WhyUnheard} To see the boards of a machine that is booted, name one of them.");
    }

    private async Task<BoardResult[]> FindBoardsAsync(HostTarget host, CancellationToken cancellationToken)
    {
        var options = new TransceiverOptions { Discovery = new DiscoveryOptions { ReadCoreMaps = false }, TransientTagTimeout = null };
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, host, options, cancellationToken);
        ILookup<ChipLocation, MachineChip> byBoard = transceiver.Machine.Chips.ToLookup(static chip => chip.NearestEthernet);
        ILookup<ChipLocation, DiscoveryFinding> problems = transceiver.Report.Of(DiscoveryFindingKind.UnreachableBoard).ToLookup(static finding => finding.Chip);
        return
        [
            .. transceiver.Machine.EthernetChips.Select(chip => new BoardResult(chip.EthernetAddress!.ToString(), problems.Contains(chip.Location) ? "unreachable" : "ready")
            {
                X = chip.Location.X,
                Y = chip.Location.Y,
                ChipCount = byBoard[chip.Location].Count(),
                CoreCount = byBoard[chip.Location].Sum(static one => one.Cores.Count),
                Message = problems[chip.Location].FirstOrDefault()?.Error?.Message,
            }),
        ];
    }

    private async Task<BoardResult[]> ListenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(parsed.GetValue(_timeout)), _terminal.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await using IPAddressesConnection announcements = await IPAddressesConnection.ListenAsync(
            parsed.GetValue(_port), parsed.GetValue(_from), cancellationToken: cancellationToken);
        HashSet<IPAddress> heard = [];
        using WaitNotice notice = _terminal.WaitFor(string.Create(CultureInfo.InvariantCulture, $"Listening for boards that wait to be booted, for {parsed.GetValue(_timeout)} s"));
        try
        {
            await foreach (IPAddress address in announcements.SubscribeAsync(cancellationToken: either.Token))
                heard.Add(address);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The time is up.
        }

        return [.. heard.Select(static address => new BoardResult(address.ToString(), "unbooted"))];
    }

    private void Show(BoardResult[] boards)
    {
        var table = new TextTable("Board", "State", "Chip", "Chips", "Cores", "Problem");
        foreach (BoardResult board in boards)
        {
            table.AddRow(
                board.IpAddress,
                new Cell(board.BoardState, board.BoardState is "ready" ? "green" : "yellow"),
                board.X is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{board.X},{board.Y}"),
                board.ChipCount?.ToString(CultureInfo.InvariantCulture) ?? "",
                board.CoreCount?.ToString(CultureInfo.InvariantCulture) ?? "",
                board.Message ?? "");
        }

        table.WriteTo(_terminal.OutConsole);
    }
}
