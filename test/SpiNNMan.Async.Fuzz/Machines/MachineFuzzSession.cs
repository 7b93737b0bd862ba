using System.Globalization;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Fuzz.Machines;

/// <summary>Throws datagrams at one virtual machine after the other, and watches whether they stay whole.</summary>
internal static class MachineFuzzSession
{
    private const long MostGrowth = 96L << 20;
    private const int RoundsBetweenReports = 25;

    // A round takes a second or two; this is for computers that stop for a while.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Does what the arguments after the verb say.</summary>
    /// <returns>0 if nothing was found, 1 if something was, 2 if the arguments are not understood.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        if (MachineFuzzOptions.Parse(arguments) is not { } options)
        {
            await output.WriteLineAsync($"Arguments: {MachineFuzzOptions.Usage}").ConfigureAwait(false);
            return 2;
        }

        TimeProvider clock = TimeProvider.System;
        long start = clock.GetTimestamp();
        long datagrams = 0;
        (long Received, long Commands) taken = default;
        var drops = new Dictionary<DropReason, long>();
        long baseline = long.MaxValue;
        long peak = 0;
        long round = 0;
        string? defect = null;
        for (; defect is null && round < options.Rounds && clock.GetElapsedTime(start) < options.Time; round++)
        {
            var work = new MachineFuzzRound(options, options.Seed + (ulong)round);
            defect = await RunRoundAsync(work).ConfigureAwait(false);
            datagrams += work.Sent;
            taken = (taken.Received + work.Taken.Received, taken.Commands + work.Taken.Commands);
            foreach ((DropReason reason, long count) in work.Drops)
                drops[reason] = drops.GetValueOrDefault(reason) + count;

            peak = Math.Max(peak, work.PeakMemory);
            long memory = GC.GetTotalMemory(forceFullCollection: true);
            baseline = Math.Min(baseline, memory);
            if (memory > baseline + MostGrowth)
                defect ??= string.Create(CultureInfo.InvariantCulture, $"{memory >> 20} MiB are left after the machine is gone, {baseline >> 20} after the best round");

            if (defect is not null)
                await output.WriteLineAsync($"seed {options.Seed + (ulong)round}, {work.Description}: {defect}").ConfigureAwait(false);
            else if (round % RoundsBetweenReports == RoundsBetweenReports - 1)
                await output.WriteLineAsync(Report(clock.GetElapsedTime(start), round + 1, datagrams, taken, peak, memory)).ConfigureAwait(false);
        }

        await output.WriteLineAsync(Report(clock.GetElapsedTime(start), round, datagrams, taken, peak, GC.GetTotalMemory(forceFullCollection: true))).ConfigureAwait(false);
        await output.WriteLineAsync($"lost: {string.Join(", ", drops.OrderByDescending(drop => drop.Value).Select(drop => $"{drop.Key} {drop.Value}"))}").ConfigureAwait(false);
        await output.WriteLineAsync($"{datagrams} datagrams, {(defect is null ? 0 : 1)} failed").ConfigureAwait(false);
        return defect is null ? 0 : 1;
    }

    /// <summary>Runs one round, unless it hangs.</summary>
    private static async Task<string?> RunRoundAsync(MachineFuzzRound round)
    {
        Task<string?> work = Task.Run(round.RunAsync);
        return await Task.WhenAny(work, Task.Delay(s_patience)).ConfigureAwait(false) == work
            ? await work.ConfigureAwait(false)
            : $"hangs while {round.Step}, after {round.Sent} datagrams";
    }

    private static string Report(TimeSpan time, long rounds, long datagrams, (long Received, long Commands) taken, long peak, long left) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s: {rounds} machines, {datagrams} datagrams, {taken.Received} of them received, {taken.Commands} commands; at most {peak >> 20} MiB in use, {left >> 20} MiB left after the last");
}
