using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using SpiNNMan.Async.Emulation.Cpu.Translation;

namespace SpiNNMan.Async.EmulationBenchmarks;

/// <summary>The core beside qemu-arm, on the same loops, in one run: ratios of processor time, each the median of several rounds.</summary>
internal static class SideBySide
{
    private const double AtLeastSeconds = 0.25;
    private const int Chips = 48;
    private const int IdleCores = 768;
    private const int OftenCalled = 55;

    private static readonly (string Name, string Program, double Must, double Aim)[] s_programs =
    [
        ("multiply-accumulate, gcc -O2", "mac-o2", 0.8, 1.2),
        ("the same, unoptimised", "mac-o0", 0.5, 0.8),
        ("the same, Thumb", "mac-thumb", 0.5, 0.8),
        ("code full of calls", "calls", 0.5, 0.8),
    ];

    /// <summary>Measures, and writes a table.</summary>
    /// <param name="rounds">How often.</param>
    /// <param name="file">Where the table is written, or null.</param>
    public static void Run(int rounds, string? file)
    {
        List<string> lines = [];
        foreach ((string name, string program, double must, double aim) in s_programs)
        {
            lines.Add(Row($"translated / qemu-arm: {name}", must, aim, AgainstQemu(program, TranslationMode.Background, rounds)));
        }

        lines.Add(Row("an interrupt each microsecond / none, translated", 0.3, 0.5, WithInterrupts(rounds)));
        lines.Add(Row("interpreted / qemu-arm: multiply-accumulate, gcc -O2", 0.18, 0.25, AgainstQemu("mac-o2", TranslationMode.Off, rounds)));
        lines.Add(Row("interpreted / qemu-arm: the same, unoptimised", 0.09, 0.11, AgainstQemu("mac-o0", TranslationMode.Off, rounds)));
        lines.Add($"| first instruction to all {OftenCalled} functions translated that a 20 KB image calls often, ms; the chip was made half a second before | 150 | 60 | {StartUp(rounds, 500):f0} |");
        lines.Add($"| the same, the chip was made just then, in a new process |  |  | {StartUp(rounds, 0):f0} |");
        double[][] idle = InAnotherProcess(rounds, "machine", "pulse", $"{Chips}", "5");
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"| 768 idle executed cores, a timer of 1 ms each: part of a host core, % | 30 | 10 | {Median(idle.Select(run => 100 * run[0] * IdleCores * 1000 / run[1])):f0} |"));
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"| memory of 48 chips with executed cores, MB | 350 | 200 | {Median(idle.Select(run => run[2] / 1e6)):f0} |"));
        double[][] busy = InAnotherProcess(rounds, "machine", "busy", "1", "2");
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"| busy cores (-O2 loop with that timer, 200 MHz) in real time on one host core | 4 | 7 | {Median(busy.Select(run => run[1] / 1000 / run[0])):f1} |"));
        string table = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # The emulated core beside qemu-arm

            `benchmarks/emulation-side-by-side` makes this table: {rounds} rounds, medians, processor time of the user. {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {Load()}.
            More is better, but in rows that say ms, % or MB. The last three are of virtual boards with all that belongs to them, on a simulated clock: the processor time of user and system that a second of the cores takes.

            | Measure | Must | Aim | Reached |
            |---|---|---|---|
            {string.Join('\n', lines)}

            """);
        Console.WriteLine(table);
        if (file != null) File.WriteAllText(file, table);
    }

    /// <summary>Runs a 20 KB image in this process, from a cold start, and writes after how many milliseconds the functions that it calls often were translated.</summary>
    /// <param name="ahead">How long before its first instruction the chip is made. Boards are booted and programs loaded in that time.</param>
    public static void StartUp(TimeSpan ahead)
    {
        using Workload image = new("image", TranslationMode.Background);
        Thread.Sleep(ahead);
        var watch = Stopwatch.StartNew();
        double wall = 0;
        image.Run(30_000, 0, () =>
        {
            if (wall == 0 && image.Cache.Translated >= OftenCalled) wall = watch.Elapsed.TotalMilliseconds;
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{wall}"));
    }

    private static double AgainstQemu(string program, TranslationMode mode, int rounds)
    {
        using Workload work = new(program, mode);
        uint turns = 20_000;
        uint result = work.Run(turns);
        work.Run(turns);
        while (CpuTime.Of(() => result = work.Run(turns)) < AtLeastSeconds) turns *= 2;
        List<double> ratios = [];
        for (int round = 0; round < rounds; round++)
        {
            double ours = CpuTime.Of(() => result = work.Run(turns));
            (double theirs, int exitCode) = CpuTime.OfProgram("qemu-arm", "-cpu", "arm926", Workload.PathOf(program + ".elf"), turns.ToString(CultureInfo.InvariantCulture));
            if (exitCode != (int)(result & 0xff)) throw new InvalidOperationException($"{program}: qemu-arm computed {exitCode:x2}, the core {result:x8}.");
            ratios.Add(theirs / ours);
        }

        return Median(ratios);
    }

    private static double StartUp(int rounds, int ahead) => Median(InAnotherProcess(rounds, "start-up", $"{ahead}").Select(static start => start[0]));

    private static double WithInterrupts(int rounds)
    {
        using Workload work = new("mac-o2", TranslationMode.Background);
        const uint Turns = 200_000;
        const long Microsecond = 200;
        work.Run(Turns / 10);
        work.Run(Turns / 10, Microsecond);
        List<double> ratios = [];
        for (int round = 0; round < rounds; round++)
        {
            double without = CpuTime.Of(() => work.Run(Turns)) / work.Clocks;
            double with = CpuTime.Of(() => work.Run(Turns, Microsecond)) / work.Clocks;
            ratios.Add(without / with);
        }

        return Median(ratios);
    }

    /// <summary>Measures in processes of their own.</summary>
    /// <returns>The numbers that each has written.</returns>
    private static double[][] InAnotherProcess(int rounds, params string[] arguments)
    {
        var all = new double[rounds][];
        for (int round = 0; round < rounds; round++)
        {
            using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
            all[round] = [.. process.StandardOutput.ReadToEnd().Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
            process.WaitForExit();
        }

        return all;
    }

    /// <summary>How much else the computer had to do.</summary>
    private static string Load() => File.Exists("/proc/loadavg") ? $"whose load was {File.ReadAllText("/proc/loadavg").Split(' ')[0]}" : "whose load is not known";

    private static string Row(string name, double must, double aim, double reached) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {must} | {aim} | {reached:f2} |");

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
