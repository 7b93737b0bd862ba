namespace SpiNNMan.Async.Fuzz;

/// <summary>Runs the targets for a time and reports.</summary>
internal static class FuzzSession
{
    // How much of the processor's time an input may take; a decoder needs microseconds.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

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
        using var free = new SemaphoreSlim(options.Workers);
        Task<(Fuzzer Fuzzer, string? Defect)>[] runs = [.. targets.Select(target => RunTargetAsync(target, options, options.Share(targets.Length), free))];
        long inputs = 0;
        int defects = 0;
        foreach (Task<(Fuzzer Fuzzer, string? Defect)> run in runs)
        {
            (Fuzzer fuzzer, string? defect) = await run.ConfigureAwait(false);
            inputs += fuzzer.Inputs;
            await output.WriteLineAsync($"{fuzzer.Target.Name}: {fuzzer.Inputs} inputs, {fuzzer.Kept} kept, {defect ?? "nothing found"}").ConfigureAwait(false);
            if (defect is null)
                continue;

            defects++;
            await output.WriteLineAsync($"  seed {options.Seed}, input {fuzzer.Inputs}: {Convert.ToHexStringLower(fuzzer.Current)}").ConfigureAwait(false);
        }

        await output.WriteLineAsync($"{inputs} inputs, {defects} failed").ConfigureAwait(false);
        return defects == 0 ? 0 : 1;
    }

    private static async Task<(Fuzzer Fuzzer, string? Defect)> RunTargetAsync(FuzzTarget target, FuzzOptions options, TimeSpan time, SemaphoreSlim free)
    {
        await free.WaitAsync().ConfigureAwait(false);
        try
        {
            var corpus = new Corpus(options.Corpus, target.Name);
            var fuzzer = new Fuzzer(target, options.Seed, corpus);
            string? defect = await RunFuzzerAsync(fuzzer, options, time).ConfigureAwait(false);
            if (defect is not null)
                corpus.Add(fuzzer.Current, "finding-");

            return (fuzzer, defect);
        }
        finally
        {
            free.Release();
        }
    }

    private static async Task<string?> RunFuzzerAsync(Fuzzer fuzzer, FuzzOptions options, TimeSpan time)
    {
        TimeProvider clock = TimeProvider.System;

        // A thread of its own, so that many of them share the processors fairly. A busy computer may begin it late: its time begins with it, and one input is always tried.
        Task<string?> work = Task.Factory.StartNew(
            () =>
            {
                long start = clock.GetTimestamp();
                string? defect;
                do
                    defect = fuzzer.Step();
                while (defect is null && fuzzer.Inputs < options.Inputs && clock.GetElapsedTime(start) < time);

                return defect;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        // A target that no longer gets on is given up, thread and all. Its share of the time that this process had counts, for the computer may have no time for it.
        using var timer = new PeriodicTimer(s_look);
        long seen = -1;
        TimeSpan since = Environment.CpuUsage.TotalTime;
        while (!work.IsCompleted)
        {
            Task<bool> tick = timer.WaitForNextTickAsync().AsTask();
            if (await Task.WhenAny(work, tick).ConfigureAwait(false) == work)
                break;

            TimeSpan used = Environment.CpuUsage.TotalTime;
            if (fuzzer.Inputs != seen)
                (seen, since) = (fuzzer.Inputs, used);
            else if (used - since > options.Workers * s_patience)
                return $"hangs for more than {s_patience.TotalSeconds} s";
        }

        return await work.ConfigureAwait(false);
    }
}
