using System.Diagnostics;
using System.Globalization;
using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Benchmarks.Discovery;

/// <summary>How long opening machines of several sizes takes, with how many requests and how much memory: one row of a table for each.</summary>
internal static class DiscoveryTable
{
    /// <summary>The argument that makes this program print the table.</summary>
    public const string Argument = "discovery";

    private static readonly TimeSpan s_roundTrip = TimeSpan.FromMicroseconds(500);

    /// <summary>Width and height in triads; 0 by 0 is one board.</summary>
    private static readonly (int Wide, int High)[] s_sizes = [(0, 0), (1, 1), (4, 2), (10, 4), (20, 20)];

    /// <summary>Prints it; the sizes may be named as in <c>4x2</c>.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        IEnumerable<(int Wide, int High)> sizes = args.Length == 0 ? s_sizes : args.Select(static size => size.Split('x')).Select(static size =>
            (int.Parse(size[0], CultureInfo.InvariantCulture), int.Parse(size[1], CultureInfo.InvariantCulture)));
        Console.WriteLine("| Boards | Chips | Least requests | Requests | Sent again | Discovery | Opening in all | Processor time | Memory kept | Allocated |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        await OpenAsync(0, 0, print: false);
        foreach ((int wide, int high) in sizes)
            await OpenAsync(wide, high, print: true);

        return 0;
    }

    private static async Task OpenAsync(int wide, int high, bool print)
    {
        using MachineProcess machine = await MachineProcess.StartAsync(wide, high, s_roundTrip);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        await using Transceiver transceiver = await Transceiver.OpenAsync(new IPEndPoint(MachineProcess.Address, ScpMessage.Port));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        if (!print)
            return;

        // The size, two columns of routes at a time, and two requests for each chip.
        int least = 1 + ((transceiver.Machine.Dimensions.Width + 1) / 2) + (2 * transceiver.Machine.Chips.Count);
        long resent = transceiver.Connections.Sum(static connection => Resent(connection));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {transceiver.Connections.Count:N0} | {transceiver.Machine.Chips.Count:N0} | {least:N0} | {transceiver.Report.Requests:N0} | {resent:N0} | {transceiver.Report.Elapsed.TotalSeconds:0.000} s | {elapsed.TotalSeconds:0.000} s | {processor.TotalSeconds:0.00} s | {kept / 1048576.0:0.0} MiB | {allocated / 1048576.0:0.0} MiB |"));
        if (transceiver.Report.Findings.Count > 0)
            Console.WriteLine($"{transceiver.Report}");
    }

    private static long Resent(ScampConnection connection) => connection.Statistics.Resent;
}
