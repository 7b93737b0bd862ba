using System.CommandLine;
using System.Globalization;
using System.Net;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Cli.Commands.Machines;

/// <summary><c>spinnman listen</c>: listens for boards that wait to be booted.</summary>
internal sealed class ListenCommand
{
    /// <summary>Explains why a board may not be heard.</summary>
    public const string WhyUnheard = "Boards are heard only while they wait to be booted, and only from the same network; a firewall must let UDP port 54321 in.";

    private readonly Option<int?> _count = new("--count", "-n") { Description = "Stop after so many boards.", HelpName = "N" };
    private readonly Option<double?> _timeout = new("--timeout", "-t") { Description = "Stop after so many seconds. Boards announce themselves every 4.1 seconds.", HelpName = "SECONDS" };
    private readonly Option<int> _port = PortOptions.Create("--port", "The port they announce themselves to.", BootMessage.Port);
    private readonly Option<int> _from = PortOptions.Create("--from", "The port they announce themselves from.", BootMessage.Port);
    private readonly Terminal _terminal;

    private ListenCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new ListenCommand(terminal);
        definition._count.RequireWithin(1, int.MaxValue);
        definition._timeout.RequireWithin(0.001, 1_000_000);
        var command = new Command("listen", "Hear boards that are switched on and wait to be booted; each is shown once.")
        {
            definition._count, definition._timeout, definition._port, definition._from,
        };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        int? wanted = parsed.GetValue(_count);
        double? seconds = parsed.GetValue(_timeout);
        using var limit = new CancellationTokenSource(seconds is { } s ? TimeSpan.FromSeconds(s) : Timeout.InfiniteTimeSpan, _terminal.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await using IPAddressesConnection connection = await IPAddressesConnection.ListenAsync(
            parsed.GetValue(_port), parsed.GetValue(_from), cancellationToken: cancellationToken);
        HashSet<IPAddress> heard = [];
        using var notice = new WaitNotice(_terminal, () => $"Listening for boards that wait to be booted; they announce themselves every 4.1 s{(seconds is null && wanted is null ? ". Ctrl-C ends it" : "")}");
        try
        {
            await foreach (IPAddress address in connection.SubscribeAsync(cancellationToken: either.Token))
            {
                if (!heard.Add(address))
                    continue;

                await ShowAsync(address, parsed.WantsJson());
                if (heard.Count == wanted)
                    return ExitCodes.Success;
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The time is up. The command now counts the boards that it heard.
        }

        return heard.Count >= (wanted ?? 1)
            ? ExitCodes.Success
            : throw new CommandFailedException(wanted is null
                ? $"No board was heard. {WhyUnheard}"
                : string.Create(CultureInfo.InvariantCulture, $"Heard {heard.Count} of {wanted} boards. {WhyUnheard}"));
    }

    private async Task ShowAsync(IPAddress address, bool json)
    {
        if (json)
            await _terminal.WriteJsonAsync(new ListenResult(address.ToString()), CliJson.Default.ListenResult);
        else
            await _terminal.Out.WriteLineAsync(address.ToString());

        await _terminal.Out.FlushAsync(CancellationToken.None);
    }
}
