using System.Diagnostics;
using System.Globalization;
using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>Does a job: first what warms it up, then the same with the clock running.</summary>
internal static class JobRunner
{
    public static async Task<RunResult> RunAsync(Job job, Connections connections)
    {
        Work work = job.Kind == JobKind.Bulk ? new BulkWork(job, connections) : new SingleWork(job, connections);
        if (job.WarmUp > 0)
            await work.RunAsync(job.WarmUp, CancellationToken.None);

        (long resent, long late) = Resends(connections);
        int collections = Collections();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();

        await work.RunAsync(job.Requests, CancellationToken.None);

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        collections = Collections() - collections;
        (long resentAfter, long lateAfter) = Resends(connections);
        return work.Complete(new RunResult
        {
            Seconds = elapsed.TotalSeconds,
            CpuMicroseconds = cpu.TotalMicroseconds,
            AllocatedBytes = allocated,
            Collections = collections,
            Resent = resentAfter - resent,
            Late = lateAfter - late,
            ResidentBytes = StatusOf("VmRSS") * 1024,
            Threads = (int)StatusOf("Threads"),
            Window = connections.Boards[0].Scamp.Statistics.Window,
        });
    }

    private static int Collections() => GC.CollectionCount(0);

    private static (long Resent, long Late) Resends(Connections connections)
    {
        long resent = 0;
        long late = 0;
        foreach (Board board in connections.Boards.Where(static board => !board.Mute))
        {
            ConnectionStatistics statistics = board.Scamp.Statistics;
            resent += statistics.Resent;
            late += statistics.Late;
        }

        return (resent, late);
    }

    /// <summary>A number that the system knows of this process.</summary>
    private static long StatusOf(string name)
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line.Split([' ', '\t', ':'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
