
using SpiNNMan.Async.EmulationBenchmarks;

foreach (string name in (string[])["mac-o2", "mac-o0", "mac-thumb", "calls"])
{
    using Workload work = new(name);
    work.Run(200);
    for (int i = 0; i < 3; i++)
    {
        TimeSpan before = Environment.CpuUsage.UserTime;
        uint result = work.Run(20_000);
        Console.WriteLine($"{name}: {(Environment.CpuUsage.UserTime - before).TotalMilliseconds:f0} ms, {work.Clocks / (Environment.CpuUsage.UserTime - before).TotalSeconds / 1e6:f0} Mclock/s, result {result:x}");
    }
}
