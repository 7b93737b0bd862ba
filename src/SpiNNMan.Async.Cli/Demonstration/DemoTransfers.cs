using System.Globalization;
using SpiNNMan.Async.Cli.Benchmarking;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Demonstration;

/// <summary>Writes blocks to several chips at once, reads them back, and compares the bytes.</summary>
internal sealed class DemoTransfers(DemoBoard board, Terminal terminal, int bytes)
{
    private const uint Address = 0x61000000;

    private static readonly ChipLocation[] s_chips = [new(0, 0), new(4, 0), new(0, 3), new(7, 7)];

    private readonly List<DemoTransferResult> _results = [];

    /// <summary>The transfers that have ended.</summary>
    public IReadOnlyList<DemoTransferResult> Results => _results;

    /// <summary>The chip and the address of the first block.</summary>
    public static (ChipLocation Chip, uint Address) FirstBlock => (s_chips[0], Address);

    /// <summary>Writes the blocks, reads them back, and compares.</summary>
    /// <param name="suffix">The text after the name of the transfer in the table.</param>
    /// <param name="seed">The number that selects the bytes to write.</param>
    /// <param name="cancellationToken">Cancels the transfers.</param>
    /// <returns>A text about the result.</returns>
    /// <exception cref="CommandFailedException">A byte that was read differs from the one that was written.</exception>
    public async Task<string> RunAsync(string suffix, uint seed, CancellationToken cancellationToken)
    {
        byte[][] written = [.. Enumerable.Range(0, s_chips.Length).Select(index => Pattern.Create(bytes / s_chips.Length, seed + (uint)index))];
        byte[][] read = [.. written.Select(static block => new byte[block.Length])];
        await MeasureAsync(
            $"write{suffix}", (index, progress) => board.Scamp.WriteMemoryAsync(s_chips[index], Address, written[index], progress, cancellationToken));
        await MeasureAsync(
            $"read{suffix}", (index, progress) => board.Scamp.ReadMemoryAsync(s_chips[index], Address, read[index], progress, cancellationToken));
        for (int index = 0; index < s_chips.Length; index++)
        {
            int same = written[index].AsSpan().CommonPrefixLength(read[index]);
            if (same < written[index].Length)
                throw new CommandFailedException(string.Create(CultureInfo.InvariantCulture, $"byte {same} read from chip {s_chips[index]} is not the one written"));
        }

        long lost = _results[^1].LostDatagrams + _results[^2].LostDatagrams;
        long resent = _results[^1].Resent + _results[^2].Resent;
        string losses = lost == 0 ? "" : $"; {lost} datagrams lost, {resent} sent again";
        return $"{Quantities.Bytes(bytes)} to {s_chips.Length} chips and back, every byte the same{losses}";
    }

    private async Task MeasureAsync(string name, Func<int, IProgress<TransferProgress>?, ValueTask> transfer)
    {
        ConnectionStatistics before = board.Scamp.Statistics;
        long lost = Lost(board.Machine);
        long dropped = board.Board.Statistics.Dropped;
        long start = terminal.TimeProvider.GetTimestamp();
        await TransferDisplay.RunAsync(terminal, name, bytes, progress =>
        {
            var shared = new SharedProgress(progress, s_chips.Length);
            return Task.WhenAll(Enumerable.Range(0, s_chips.Length).Select(index => transfer(index, shared.Part(index)).AsTask()));
        });
        TimeSpan time = terminal.TimeProvider.GetElapsedTime(start);
        ConnectionStatistics after = board.Scamp.Statistics;
        _results.Add(new DemoTransferResult(
            name,
            bytes,
            Math.Round(time.TotalSeconds, 6),
            Math.Round(Quantities.MegabytesPerSecond(bytes, time), 3),
            after.Sent - before.Sent,
            after.Resent - before.Resent,
            Lost(board.Machine) - lost,
            board.Board.Statistics.Dropped - dropped));
    }

    private static long Lost(VirtualMachine machine) => machine.IngressFaults.Lost + machine.EgressFaults.Lost;
}
