using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Benchmarking;
using SpiNNMan.Async.Cli.Commands.Memory;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Tools;

/// <summary><c>spinnman bench HOST</c>: measures how fast memory is read and written, and what it costs.</summary>
internal sealed class BenchCommand
{
    // This is in the part of SDRAM that applications allocate from.
    private const uint DefaultAddress = 0x61000000;
    private const int DefaultBytes = 16 << 20;
    private const int DefaultSamples = 1000;

    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Option<int?> _bytes = new("--bytes") { Description = "How many bytes to move each way: 64K, 16M. [default: 16M]", HelpName = "N", CustomParser = static result => Numbers.ParseLength(result, 4, Array.MaxLength) };
    private readonly Option<int> _window = new("--window") { Description = "How many requests may be in flight. Boards lose the ninth.", HelpName = "N", DefaultValueFactory = static _ => new ScampConnectionOptions().MaxWindow };
    private readonly Option<bool> _write = new("--write") { Description = "Write first, then read back and compare. Overwrites memory that applications allocate from." };
    private readonly Option<ChipLocation> _chip = new("--chip") { Description = "The chip whose memory is used. [default: 0,0]", HelpName = "X,Y", CustomParser = Numbers.ParseChip };
    private readonly Option<uint?> _address = new("--address") { Description = "Where that memory starts. [default: 0x61000000]", HelpName = "ADDRESS", CustomParser = static result => Numbers.ParseAddress(result) };
    private readonly Option<bool> _force = MemoryArguments.CreateForce();
    private readonly Option<int> _samples = new("--samples") { Description = "How many single requests to time.", HelpName = "N", DefaultValueFactory = static _ => DefaultSamples };
    private readonly FastOptions _fast = new();
    private readonly Terminal _terminal;

    private BenchCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new BenchCommand(terminal);
        definition._window.RequireWithin(1, ScpConnectionOptions.LargestWindow);
        definition._samples.RequireWithin(0, 1_000_000);
        var command = new Command("bench", "Measure how fast memory moves, how long requests take and what they cost; every byte is compared.")
        {
            definition._host, definition._bytes, definition._window, definition._write, definition._chip,
            definition._address, definition._samples, definition._force,
        };
        definition._fast.AddTo(command);
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new BenchOptions(
            parsed.GetValue(_chip), parsed.GetValue(_address) ?? DefaultAddress, parsed.GetValue(_bytes) ?? DefaultBytes, parsed.GetValue(_write), parsed.GetValue(_samples));
        if (!parsed.GetValue(_force) && parsed.GetResult(_address) is { Tokens: [{ Value: var typed }, ..] })
            MemoryArguments.ThrowIfUnsafe(typed, new CoreLocation(options.Chip, 0), options.Region, options.Write);

        var connection = new ScampConnectionOptions { MaxWindow = parsed.GetValue(_window) };
        if (!_fast.IsGiven(parsed))
        {
            await using ScampConnection scamp = await parsed.GetRequiredValue(_host).ConnectAsync(cancellationToken, connection);
            return await RunAsync(parsed, new Bench(scamp, options, _terminal.TimeProvider), cancellationToken);
        }

        await using FastMachine machine = await _fast.OpenAsync(_terminal, parsed, parsed.GetRequiredValue(_host), new CoreLocation(options.Chip, 0), connection, cancellationToken);
        int exitCode = await RunAsync(parsed, new Bench(machine.Transceiver.GetConnection(options.Chip), options, _terminal.TimeProvider, machine.Streaming), cancellationToken);
        await machine.EndAsync();
        return exitCode;
    }

    private async Task<int> RunAsync(ParseResult parsed, Bench bench, CancellationToken cancellationToken)
    {
        BenchResult? result = null;
        if (_terminal.IsErrorTerminal)
        {
            await TransferDisplay.RunAsync(_terminal, "measuring", bench.TotalBytes, async progress => result = await bench.RunAsync(progress, cancellationToken));
        }
        else
        {
            // Without a progress bar, nothing disturbs the measurement.
            using WaitNotice notice = _terminal.WaitFor($"Measuring with {Quantities.Bytes(bench.TotalBytes)}");
            result = await bench.RunAsync(progress: null, cancellationToken);
        }

        if (parsed.WantsJson())
            await _terminal.WriteJsonAsync(result!, CliJson.Default.BenchResult);
        else
            Show(_terminal.OutConsole, result!);

        return ExitCodes.Success;
    }

    private static void Show(IAnsiConsole console, BenchResult result)
    {
        var facts = new Facts();
        facts.Add("Board", string.Create(CultureInfo.InvariantCulture, $"{result.Software?.Text ?? "unknown software"}, through {result.EndPoint}"));
        facts.Add("Window", string.Create(CultureInfo.InvariantCulture, $"{result.Window} of at most {result.MaxWindow}, reduced {result.WindowReductions} times; {100 * result.LossRate:0.##} % lost lately"));
        if (result.RoundTripMicroseconds is { } roundTrip)
        {
            facts.Add("Round trip", string.Create(
                CultureInfo.InvariantCulture, $"{roundTrip:0} us, give or take {result.RoundTripDeviationMicroseconds:0} us; sent again after {result.TimeoutMicroseconds / 1000:0.#} ms, or {result.ResendWhenOvertakenBy} later replies"));
        }

        foreach (BenchPhaseResult phase in result.Phases)
        {
            facts.Add(
                phase.Name is "write" ? "Written" : "Read",
                string.Create(CultureInfo.InvariantCulture, $"{Quantities.Bytes(phase.Bytes)} in {phase.Seconds:0.000} s: {phase.MegabytesPerSecond:0.0} MB/s, {phase.RequestsPerSecond:N0} requests/s"));
        }

        if (result.Streaming is { } streaming)
        {
            facts.Add("Streamed", string.Create(
                CultureInfo.InvariantCulture, $"{Quantities.Bytes(streaming.StreamedBytes)} in {streaming.StreamedBlocks} blocks and {streaming.StreamRounds} rounds; {streaming.LostBlocks} lost, {streaming.DuplicateBlocks} doubled, {streaming.RepairedBytes} bytes repaired.{streaming.Describe()}"));
        }

        facts.Add("Compared", $"{Quantities.Bytes(result.ComparedBytes)}, all the same");
        facts.Add("Latency", $"{Describe(result.IdleLatency)} alone; {Describe(result.LoadedLatency)} beside a transfer");
        facts.Add("Cost", string.Create(CultureInfo.InvariantCulture, $"{result.CpuMicrosecondsPerRequest:0.0} us of CPU and {result.BytesAllocatedPerRequest:0} bytes allocated a request"));
        facts.Add("Resent", string.Create(CultureInfo.InvariantCulture, $"{result.ResentAfterTimeout} after a timeout, {result.ResentWhenOvertaken} when overtaken, {result.ResentToTryAgain} because the board asked; {result.ResentNeedlessly} of them needlessly"));
        facts.Add("Replies", string.Create(CultureInfo.InvariantCulture, $"{result.LateReplies} late, {result.DuplicateReplies} doubled, {result.DroppedDatagrams} dropped here"));
        facts.Add("Collections", string.Join(", ", result.Collections.Select(static (count, generation) => string.Create(CultureInfo.InvariantCulture, $"{count} of generation {generation}"))));
        facts.WriteTo(console);
    }

    private static string Describe(LatencyResult latency) => latency.Samples == 0 ? "not measured" : string.Create(
        CultureInfo.InvariantCulture, $"{latency.P50Microseconds:0} us (99 %: {latency.P99Microseconds:0} us, most: {latency.MaxMicroseconds:0} us)");
}
