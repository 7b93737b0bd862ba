using SpiNNMan.Async.Campaign.Plans;
using SpiNNMan.Async.Campaign.Worlds;

namespace SpiNNMan.Async.Campaign.Runs;

/// <summary>The process that runs worlds, one after the other, on a thread of its own. What ends it is a finding, and so is what keeps it from going on.</summary>
internal static class Worker
{
    public const int Stuck = 3;

    /// <summary>How much of the processor's time a world may take without getting on.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>How long a world may stand still that takes no time of the processor.</summary>
    private static readonly TimeSpan s_stillness = TimeSpan.FromMinutes(3);

    private static readonly Lock s_output = new();
    private static World? s_world;
    private static int s_seed;

    public static int Run(CampaignOptions options)
    {
        AppDomain.CurrentDomain.UnhandledException += (_, arguments) =>
            Say(Lines.OfFinding(s_seed, new Finding(FindingKind.Crash, $"the thread pool ({arguments.ExceptionObject.GetType().Name})", arguments.ExceptionObject.ToString() ?? "")));
        bool failed = false;
        var thread = new Thread(() => failed = RunWorlds(options), 16 << 20) { IsBackground = true, Name = "World" };
        thread.Start();
        var guard = new StuckGuard(s_patience, s_stillness);
        while (!thread.Join(TimeSpan.FromSeconds(1)))
        {
            if (s_world is not { } world || !guard.IsStuck(world.Now.Ticks ^ world.Network.Requests ^ ((long)s_seed << 40)))
                continue;

            Say(Lines.OfFinding(s_seed, new Finding(FindingKind.Spin, world.Calls.OldestOpen, $"nothing goes on any more; open are {world.Calls.DescribeOpen()}")));
            return Stuck;
        }

        return failed ? 1 : 0;
    }

    private static bool RunWorlds(CampaignOptions options)
    {
        bool failed = false;
        for (int index = 0; index < options.Count; index++)
        {
            int seed = (options.Replay ?? options.Seed) + index;
            failed |= RunWorld(options, seed);
            if (options.Replay is not null)
                break;
        }

        return failed;
    }

    private static bool RunWorld(CampaignOptions options, int seed)
    {
        s_seed = seed;
        WorldPlan plan = WorldPlan.FromSeed(seed).Without(options.Without);
        if (options.Traces)
            Say(plan.ToString());

        Say(Lines.OfStart(seed));
        var world = new World(plan) { TraceTo = options.Traces ? Say : null, Script = options.Breach is { } breach ? Breaches.Of(breach) : null };
        s_world = world;

        // It never waits for anything but its own clock, so it has ended when this returns.
        Task run = world.RunAsync();
        if (!run.IsCompletedSuccessfully)
            world.Report(new Finding(FindingKind.Crash, "the campaign itself", run.Exception?.ToString() ?? "the world's task has not ended"));

        foreach (Finding finding in world.Findings)
            Say(Lines.OfFinding(seed, finding));

        Say(Lines.OfEnd(seed, world.Used, world.Network.Requests, world.FaultsBegun));
        return world.Findings.Count > 0;
    }

    private static void Say(string line)
    {
        lock (s_output)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
