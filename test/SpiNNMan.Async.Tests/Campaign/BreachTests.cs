using System.Diagnostics;
using System.Net;
using SpiNNMan.Async.Campaign.Clients;
using SpiNNMan.Async.Campaign.Plans;
using SpiNNMan.Async.Campaign.Runs;
using SpiNNMan.Async.Campaign.Worlds;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Tests.Campaign;

/// <summary>The campaign finds what it looks for: a search that finds nothing must be one that could.</summary>
internal sealed class BreachTests
{
    private static readonly WorldPlan s_plan = new(1, ClientKind.Connection, BoardType.Spin3, [], [], []);

    /// <summary>Those that end the process, or keep a thread, need a process of their own.</summary>
    private static IEnumerable<FindingKind> Harmless => Breaches.All.Except([FindingKind.Crash, FindingKind.Spin]);

    [TestCaseSource(nameof(Harmless)), CancelAfter(60_000)]
    public async Task A_broken_promise_is_found(FindingKind kind, CancellationToken cancellationToken)
    {
        World world = await RunAsync(Breaches.Of(kind), cancellationToken);

        Assert.That(world.Findings.Select(static finding => finding.Kind), Has.Member(kind), () => string.Join(Environment.NewLine, world.Findings));
    }

    [TestCase("tags")]
    [TestCase("blocks")]
    [CancelAfter(60_000)]
    public async Task What_a_board_keeps_though_all_callers_gave_it_back_is_found(string what, CancellationToken cancellationToken)
    {
        World world = await RunAsync(
            async world =>
            {
                var options = new ScampConnectionOptions { Network = world.Network, TimeProvider = world.Clock, RunContinuationsAsynchronously = false };
                await using ScampConnection scamp = await ScampConnection.ConnectAsync(world.Board, options, cancellationToken);
                if (what is "tags")
                    await scamp.SetIPTagAsync(3, new IPEndPoint(World.ClientAddress, 4000), cancellationToken: cancellationToken);
                else
                    await scamp.ExecuteAsync(new SdramAllocate(new ChipLocation(0, 1), applicationId: 40, size: 64), cancellationToken);

                await new Leftovers(world).CheckAsync();
            },
            cancellationToken);

        Assert.That(world.Findings.Select(static finding => (finding.Kind, finding.Where)), Is.EqualTo(new[] { (FindingKind.Leak, what) }));
    }

    [Test, CancelAfter(60_000)]
    public async Task Nothing_is_found_where_nothing_is_wrong(CancellationToken cancellationToken)
    {
        World world = await RunAsync(
            static world => world.Calls.MakeAsync("wait", new CallTerms { Promise = TimeSpan.FromSeconds(1) }, null, token => Task.Delay(TimeSpan.FromSeconds(1), world.Clock, token)),
            cancellationToken);

        Assert.That(world.Findings, Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task What_comes_out_of_a_timer_would_have_ended_the_process(CancellationToken cancellationToken)
    {
        World world = await RunAsync(
            static async world =>
            {
                world.After(TimeSpan.FromSeconds(1), static () => throw new UserException("Nobody catches this."));
                await Task.Delay(TimeSpan.FromSeconds(2), world.Clock);
            },
            cancellationToken);

        Assert.That(world.Findings.Single().Kind, Is.EqualTo(FindingKind.Crash));
    }

    [TestCase(FindingKind.Crash)]
    [TestCase(FindingKind.Spin)]
    [CancelAfter(300_000)]
    public async Task What_ends_or_blocks_the_process_is_found_and_told_with_the_command_that_replays_it(FindingKind kind, CancellationToken cancellationToken)
    {
        (int code, string output) = await RunProcessAsync(["--replay", "5", "--breach", kind.ToString()], cancellationToken);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain($": {kind} in ").And.Contains("-- --replay 5").And.Contains("0 passed, 1 failed, 0 skipped"));
    }

    /// <summary>Also with whole machines, of which many parts work at a time.</summary>
    [TestCase(6)]
    [TestCase(13)]
    [TestCase(20)]
    [CancelAfter(300_000)]
    public async Task A_seed_gives_the_same_run_each_time(int seed, CancellationToken cancellationToken)
    {
        string[] arguments = ["--worker", "--trace", "--replay", $"{seed}"];
        (_, string first) = await RunProcessAsync(arguments, cancellationToken);
        (_, string second) = await RunProcessAsync(arguments, cancellationToken);

        Assert.That(first, Does.Contain(" end 1 "));
        Assert.That(second, Is.EqualTo(first));
    }

    private static async Task<World> RunAsync(Func<World, Task> script, CancellationToken cancellationToken)
    {
        var world = new World(s_plan, ownsThreadPool: false) { Script = script };
        await Task.Run(world.RunAsync, cancellationToken).WaitAsync(cancellationToken);
        return world;
    }

    private static async Task<(int Code, string Output)> RunProcessAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "SpiNNMan.Async.Campaign.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);

        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, output);
    }
}
