using System.Globalization;
using System.Text;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Benchmarks.Machine;

/// <summary>An image of 32 KiB onto every core, checked.</summary>
internal static class LoadFigure
{
    private const int ImageSize = 32 << 10;
    private const int BlockSize = 256;
    private const int ChipsOfBoard = 48;
    private const byte Id = 30;

    /// <summary>For which a board gathers the states of its chips when it counts.</summary>
    private static readonly TimeSpan s_counting = TimeSpan.FromMilliseconds(10);

    private static readonly (TriadArrangement Triads, LoadMethod Method)[] s_rows =
    [
        (new TriadArrangement(1, 1), LoadMethod.CopyRun),
        (new TriadArrangement(1, 1), LoadMethod.FloodFill),
        (new TriadArrangement(4, 2), LoadMethod.CopyRun),
        (new TriadArrangement(4, 2), LoadMethod.FloodFill),
    ];

    public static async Task<string> MeasureAsync()
    {
        var table = new StringBuilder();
        table.Append(
            """
            An APLX of 32 KiB onto every core of all boards, verified by count. Copying writes it to each board once (128 writes), has each of the other 47 chips take it from a neighbour, and counts; a flood fill sends it once to
            all (128 blocks), and each board counts.

            | Boards | Cores | Method | Possible | Taken | Reached | Requests | Least |
            |---|---|---|---|---|---|---|---|

            """);
        foreach ((TriadArrangement triads, LoadMethod method) in s_rows)
            table.Append(await MeasureRowAsync(triads, method));

        table.Append("\n`LoadMethod.Automatic` floods: see [decision 057](../../docs/decisions/057-flood-fill-where-it-suffices.md).\n");
        return table.ToString();
    }

    private static async Task<string> MeasureRowAsync(TriadArrangement triads, LoadMethod method)
    {
        await using SimulatedBoards boards = await SimulatedBoards.OpenAsync(triads);
        CoreLocation[] cores = [.. boards.Transceiver.Machine.ApplicationCores];
        var image = new ApplicationImage(VirtualApplicationImage.Create("app", ImageSize));
        long before = Sent(boards);
        LoadResult? result = null;
        TimeSpan taken = await boards.MeasureAsync(async () =>
            result = await boards.Transceiver.Applications.LoadAsync(image, cores, Id, new LoadOptions { Method = method }));
        if (result!.Repaired > 0 || result.Cores.Count != cores.Length)
            throw new InvalidOperationException($"It did not go as it should: {result}.");

        int count = boards.Transceiver.Machine.EthernetChips.Count;
        const int blocks = ImageSize / BlockSize;
        int least = method == LoadMethod.FloodFill ? blocks + 3 + count : count * (blocks + 1 + ChipsOfBoard - 1 + 1);
        TimeSpan possible = Possible(method);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {count} | {cores.Length:N0} | {method} | {possible.TotalMilliseconds:N0} ms | {taken.TotalMilliseconds:N0} ms | {possible / taken:0.00} | {Sent(boards) - before:N0} | {least:N0} |\n");
    }

    private static TimeSpan Possible(LoadMethod method)
    {
        ServiceTime time = ServiceTime.Hardware;
        const int blocks = ImageSize / BlockSize;
        if (method == LoadMethod.FloodFill)
        {
            // Each of the six links gets 64 words and two packets around them, 24 microseconds apart.
            TimeSpan block = time.PerMessage + (BlockSize * time.PerByte) + TimeSpan.FromMicroseconds(6 * 24 * ((BlockSize / sizeof(uint)) + 2));
            return (blocks * block) + (3 * time.PerMessage) + time.PerMessage + s_counting;
        }

        TimeSpan write = time.PerMessage + (BlockSize * time.PerByte);
        TimeSpan copy = time.PerMessage + time.RemotePerMessage + (ImageSize / sizeof(uint) * time.PerCopiedWord);
        return (blocks * write) + time.PerMessage + ((ChipsOfBoard - 1) * copy) + time.PerMessage + s_counting;
    }

    private static long Sent(SimulatedBoards boards) => boards.Transceiver.Connections.Sum(static connection => connection.Statistics.Sent + connection.Statistics.Resent);
}
