using System.CommandLine;
using System.Globalization;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.LiveData;
using SpiNNMan.Async.Cli.LogDictionaries;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Cli.Commands.Live;

/// <summary><c>spinnman console HOST [X,Y,P ...]</c>: shows what cores print to the host, as they do.</summary>
internal sealed class ConsoleCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<CoreLocation[]> _cores = CoreArguments.CreateCores();
    private readonly Option<int> _port = new("--port") { Description = "The port to hear at; 0 is one of the system's choice.", HelpName = "PORT", DefaultValueFactory = static _ => TubeMessage.DefaultPort };
    private readonly Option<int?> _count = new("--count", "-n") { Description = "Stop after so many pieces of text.", HelpName = "N" };
    private readonly Option<double?> _timeout = new("--timeout", "-t") { Description = "Stop after so many seconds.", HelpName = "SECONDS" };
    private readonly Command _command;
    private readonly DictionaryOptions _dictionaries;
    private readonly Terminal _terminal;

    private ConsoleCommand(Terminal terminal)
    {
        _terminal = terminal;
        _port.RequireWithin(0, ushort.MaxValue);
        _count.RequireWithin(1, int.MaxValue);
        _timeout.RequireWithin(0.001, 1_000_000);
        _command = new Command("console", "Show what cores print to the host by IP tag 0, as they print it. The tag leads here until the command ends, and then again where it led before.") { _host, _cores, _port, _count, _timeout };
        _dictionaries = DictionaryOptions.AddTo(_command);
        _command.SetAction(RunAsync);
    }

    public static Command Create(Terminal terminal) => new ConsoleCommand(terminal)._command;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        LogExpander expander = await _dictionaries.ReadAsync(_terminal, parsed, image: null, cancellationToken);
        HostTarget host = parsed.GetRequiredValue(_host);
        await using EieioConnection listener = await ListenAsync(parsed, host, cancellationToken);
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, host, cancellationToken);
        IReadOnlyList<CoreLocation>? cores = CoreArguments.CoresOf(parsed.GetValue(_cores), transceiver.Machine);
        using CancellationTokenSource limit = parsed.GetValue(_timeout) is { } seconds ? new(TimeSpan.FromSeconds(seconds), _terminal.TimeProvider) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await using ConsoleTag tag = await ConsoleTag.SetAsync(_terminal, transceiver, listener, cancellationToken);
        int shown = 0;
        using var notice = new WaitNotice(_terminal, () => shown > 0 ? null : "Waiting for cores to print; Ctrl-C ends it");
        var printed = new PrintedText(_terminal.Out, _terminal.IsOutTerminal ? _terminal.OutConsole : null);
        try
        {
            while (parsed.GetValue(_count) is not { } wanted || shown < wanted)
            {
                ReceivedDatagram datagram = await listener.ReceiveWithAddressAsync(timeout: null, either.Token);
                if (!TryRead(datagram, out TubeMessage tube) || cores?.Contains(tube.Source) == false)
                    continue;

                shown++;
                await ShowAsync(printed, expander.ExpandNext(TextOf(tube)), parsed.WantsJson());
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The time is up. The command now counts the texts that it showed.
        }
        finally
        {
            foreach (Iobuf rest in expander.Flush())
                await ShowAsync(printed, rest, parsed.WantsJson());

            await printed.EndLineAsync();
        }

        if (listener.Statistics is { SystemDropped: > 0 } or { PumpDropped: > 0 })
            await _terminal.Error.WriteLineAsync("warning: some text was lost, because this computer was too slow.");

        return shown >= (parsed.GetValue(_count) ?? 1)
            ? ExitCodes.Success
            : throw new CommandFailedException(string.Create(CultureInfo.InvariantCulture, $"{(shown == 0 ? "Nothing was printed." : $"Only {Quantities.Count(shown, "piece")} of text came.")} What cores print to their own memory is shown by 'spinnman iobuf'."));
    }

    private async Task<EieioConnection> ListenAsync(ParseResult parsed, HostTarget host, CancellationToken cancellationToken)
    {
        int port = parsed.GetValue(_port);
        if (host.IsBehindTunnel)
        {
            return port == 0 || parsed.GetResult(_port) is not { Implicit: false }
                ? await host.Job!.Network.ListenEieioAsync(cancellationToken: cancellationToken)
                : throw new CommandFailedException(string.Create(CultureInfo.InvariantCulture, $"{host} is reached through the tunnel of its service, which chooses the port itself: leave out --port {port}."));
        }

        try
        {
            return await EieioConnection.ListenAsync(port, cancellationToken: cancellationToken);
        }
        catch (SpinnakerConnectionException exception) when (port != 0)
        {
            throw new CommandFailedException($"{exception.Message} With --port 0 the system chooses a port, and the tag leads there.", exception);
        }
    }

    private static bool TryRead(ReceivedDatagram datagram, out TubeMessage tube)
    {
        tube = default;
        return SdpMessage.TryParseDatagram(datagram.Data, out SdpMessage message, out _) && TubeMessage.TryParse(message, out tube, out _);
    }

    private static Iobuf TextOf(TubeMessage tube) => Iobuf.Decode(tube.Source, tube.Data.Span.TrimEnd((byte)0));

    private async Task ShowAsync(PrintedText printed, Iobuf text, bool json)
    {
        // A number that may go on in the next piece is kept back.
        if (text.Text.Length == 0)
            return;

        if (json)
            await _terminal.WriteJsonAsync(new IobufResult(text.Core.X, text.Core.Y, text.Core.Core, text.Text), CliJson.Default.IobufResult);
        else
            await printed.ShowAsync(text);

        await _terminal.Out.FlushAsync(CancellationToken.None);
    }
}
