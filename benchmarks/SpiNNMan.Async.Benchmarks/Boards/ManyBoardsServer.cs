using System.Diagnostics;
using System.Globalization;
using System.Net;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Benchmarks.Boards;

/// <summary>A virtual machine of many boards in a process of its own, which tells how long it took to start and how much memory it has.</summary>
internal static class ManyBoardsServer
{
    /// <summary>The argument that makes this program serve such a machine until its input ends; width and height in triads follow.</summary>
    public const string ServeArgument = "serve-many-boards";

    /// <summary>Where the first board is: far from where users have machines.</summary>
    public static readonly IPAddress FirstAddress = new([127, 2, 0, 9]);

    /// <summary>Serves, writes how many milliseconds it took to start, and then for each line that comes the resident memory in bytes.</summary>
    public static async Task<int> ServeAsync(string width, string height, TextReader input, TextWriter output)
    {
        long start = Stopwatch.GetTimestamp();
        int wide = int.Parse(width, CultureInfo.InvariantCulture);
        var options = new VirtualMachineOptions { BindAddress = FirstAddress, UseTruePorts = true, AnnouncementTargets = [] };
        if (wide > 0)
            options = options with { Triads = new TriadArrangement(wide, int.Parse(height, CultureInfo.InvariantCulture)) };

        await using VirtualMachine machine = await VirtualMachine.StartAsync(options);
        await output.WriteLineAsync(Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        while (await input.ReadLineAsync() is not null)
        {
            GC.Collect();
            await output.WriteLineAsync(Environment.WorkingSet.ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }
}
