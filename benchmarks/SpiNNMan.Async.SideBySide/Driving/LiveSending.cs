using System.Diagnostics;
using System.Net;
using SpiNNMan.Async.Live;
using SpiNNMan.Async.Live.Sending;

namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>Sends events as a program does that sends many: by label and atom, so many at a time.</summary>
internal static class LiveSending
{
    private const double Unpaced = 1_000_000;
    private const double WarmUpPart = 0.5;

    public static async Task<RunResult> RunAsync(Job job)
    {
        var options = new LiveOptions { Labels = [], ReadsMachineCounts = false, LocateBoard = _ => new IPEndPoint(IPAddress.Loopback, job.Port) };
        await using LiveRun run = await LiveConnection.FromDatabaseAsync(LiveNetwork.Describe(), options);
        SpikeSender sender = run.Send(LiveNetwork.Label).PaceAt(Unpaced);
        int[][] groups = [.. Enumerable.Range(0, LiveNetwork.Atoms).Select(first => Enumerable.Range(first, job.Keys).Select(static atom => atom % LiveNetwork.Atoms).ToArray())];
        await SendAsync(sender, groups, job.Seconds * WarmUpPart);
        long sent = sender.Counts.Events;
        int collections = GC.CollectionCount(0);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();

        await SendAsync(sender, groups, job.Seconds);

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        long all = sender.Counts.Events;
        return new RunResult
        {
            Requests = all - sent,
            Asked = all,
            Seconds = seconds,
            CpuMicroseconds = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds,
            AllocatedBytes = allocated,
            Collections = GC.CollectionCount(0) - collections,
        };
    }

    private static async Task SendAsync(SpikeSender sender, int[][] groups, double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        for (int number = 0; number % 64 != 0 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; number++)
            await sender.SendAsync(groups[number % groups.Length]);
    }
}
