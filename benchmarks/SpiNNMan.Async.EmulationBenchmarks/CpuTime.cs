using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SpiNNMan.Async.EmulationBenchmarks;

/// <summary>Time of processors, which other work on the machine does not change much.</summary>
internal static partial class CpuTime
{
    private const int Children = -1;

    /// <summary>How many seconds of processor time something takes in this process.</summary>
    public static double Of(Action action)
    {
        TimeSpan before = Environment.CpuUsage.UserTime;
        action();
        return (Environment.CpuUsage.UserTime - before).TotalSeconds;
    }

    /// <summary>How many seconds of processor time a program takes, and its exit code.</summary>
    public static (double Seconds, int ExitCode) OfProgram(string program, params string[] arguments)
    {
        double before = OfChildren();
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })
            ?? throw new InvalidOperationException($"{program} did not start.");
        process.WaitForExit();
        return (OfChildren() - before, process.ExitCode);
    }

    private static double OfChildren()
    {
        Span<long> usage = stackalloc long[18];
        _ = GetUsage(Children, ref MemoryMarshal.GetReference(usage));
        return usage[0] + (usage[1] / 1e6);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetUsage(int who, ref long usage);
}
