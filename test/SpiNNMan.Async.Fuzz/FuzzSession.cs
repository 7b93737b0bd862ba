namespace SpiNNMan.Async.Fuzz;

/// <summary>Runs the targets for a time and reports.</summary>
internal static class FuzzSession
{
    // A decoder needs microseconds; this is for machines that stop for a while.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Does what the arguments say.</summary>
    /// <returns>0 if nothing was found, 1 if something was, 2 if the arguments are not understood.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        if (FuzzOptions.Parse(arguments) is not { } options)
        {
            await output.WriteLineAsync($"Arguments: {FuzzOptions.Usage}. Targets: {string.Join(' ', FuzzTargets.All)}").ConfigureAwait(false);
            return 2;
        }

        FuzzTarget[] targets = [.. FuzzTargets.All.Where(target => options.Target is null || string.Equals(target.Name, options.Target, StringComparison.Ordinal))];
        long inputs = 0;
        int defects = 0;
        foreach (FuzzTarget target in targets)
        {
            var fuzzer = new Fuzzer(target, options.Seed);
            string? defect = await RunTargetAsync(fuzzer, options.Inputs, options.Time / targets.Length).ConfigureAwait(false);
            inputs += fuzzer.Inputs;
            await output.WriteLineAsync($"{target.Name}: {fuzzer.Inputs} inputs, {defect ?? "nothing found"}").ConfigureAwait(false);
            if (defect is null)
                continue;

            defects++;
            await output.WriteLineAsync($"  seed {options.Seed}, input {fuzzer.Inputs}: {Convert.ToHexStringLower(fuzzer.Current)}").ConfigureAwait(false);
        }

        await output.WriteLineAsync($"{inputs} inputs, {defects} failed").ConfigureAwait(false);
        return defects == 0 ? 0 : 1;
    }

    private static async Task<string?> RunTargetAsync(Fuzzer fuzzer, long inputs, TimeSpan time)
    {
        TimeProvider clock = TimeProvider.System;
        long start = clock.GetTimestamp();
        Task<string?> work = Task.Run(() =>
        {
            string? defect = null;
            while (defect is null && fuzzer.Inputs < inputs && clock.GetElapsedTime(start) < time)
                defect = fuzzer.Step();

            return defect;
        });

        // A target that no longer gets on is given up, thread and all.
        using var timer = new PeriodicTimer(s_patience);
        long seen = -1;
        while (!work.IsCompleted)
        {
            Task<bool> tick = timer.WaitForNextTickAsync().AsTask();
            if (await Task.WhenAny(work, tick).ConfigureAwait(false) == work)
                break;

            if (fuzzer.Inputs == seen)
                return $"hangs for more than {s_patience.TotalSeconds} s";

            seen = fuzzer.Inputs;
        }

        return await work.ConfigureAwait(false);
    }
}
