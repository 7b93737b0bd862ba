using System.Globalization;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Tests.Support;

namespace SpiNNMan.Async.Spalloc.Tests;

/// <summary>Many clients that do whatever they like at a service that does whatever it likes: no job is left over, no board is lent twice, and nothing hangs.</summary>
internal sealed class RandomClientTests
{
    private const int Clients = 5;

    private static int Seeds => int.TryParse(Environment.GetEnvironmentVariable("SPINNMAN_SPALLOC_SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int seeds) ? seeds : 100;

    [Test, CancelAfter(300_000)]
    public async Task Random_clients_leave_nothing_behind(CancellationToken cancellationToken)
    {
        for (int seed = 1; seed <= Seeds; seed++)
            await RunAsync(seed, cancellationToken);
    }

    private static async Task RunAsync(int seed, CancellationToken cancellationToken)
    {
        using var world = new World(boards: 24);
        var random = new Random(seed);
        bool rest = seed % 2 == 0;
        Misbehave(world, new Random(random.Next()));
        await world.RunAsync(async () =>
        {
            Task[] clients = [.. Enumerable.Range(0, Clients).Select(client => LiveAsync(world, rest, client, new Random(random.Next()), cancellationToken))];
            Task server = RestartAsync(world, new Random(random.Next()), cancellationToken);
            await Task.WhenAll(clients).ConfigureAwait(false);
            await server.ConfigureAwait(false);
            world.Classic.Trick = static _ => Mischief.None;
            world.Rest.Trick = static _ => Mischief.None;

            // Those whose owners died are kept for their interval.
            await world.DelayAsync(130, cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

        Assert.That(world.Lab.Living, Is.Empty, $"seed {seed}");
        Assert.That(world.Lab.FreeBoards, Is.EqualTo(24), $"seed {seed}");
        Assert.That(world.Time.Elapsed, Is.LessThan(TimeSpan.FromHours(2)), $"seed {seed}");
    }

    private static void Misbehave(World world, Random random)
    {
        world.Classic.Trick = _ => Draw();
        world.Rest.Trick = what => what.Contains("system", StringComparison.Ordinal) ? Mischief.None : Draw();
        world.Classic.Pieces = random.Next(1, 50);
        world.Lab.SwitchingTime = TimeSpan.FromSeconds(random.Next(1, 20));

        Mischief Draw() => random.Next(30) switch
        {
            0 => Mischief.CloseBefore,
            1 => Mischief.CloseAfter,
            2 => Mischief.SilentAfter,
            _ => Mischief.None,
        };
    }

    private static async Task RestartAsync(World world, Random random, CancellationToken cancellationToken)
    {
        for (int restart = 0; restart < 3; restart++)
        {
            await world.DelayAsync(random.Next(5, 100), cancellationToken).ConfigureAwait(false);
            world.Classic.Stop();
            world.Rest.IsUp = false;
            world.Rest.ExpireLogins();
            if (random.Next(4) == 0)
                world.Lab.ForgetAll();

            await world.DelayAsync(random.Next(1, 40), cancellationToken).ConfigureAwait(false);
            world.Classic.IsUp = true;
            world.Rest.IsUp = true;
        }
    }

    /// <summary>One client after the other at the same computer, each with a life of its own.</summary>
    private static async Task LiveAsync(World world, bool rest, int client, Random random, CancellationToken cancellationToken)
    {
        for (int life = 0; life < 3; life++)
        {
            var transport = new MortalTransport(world);
            BoardAllocatorOptions options = world.Options with { Transport = transport, Owner = string.Create(CultureInfo.InvariantCulture, $"client{client}") };
            await using BoardAllocator allocator = BoardAllocator.Open(rest ? "https://user1:pw1@spalloc.example/spalloc" : "spalloc.example", options);
            try
            {
                await UseAsync(world, allocator, transport, random, cancellationToken).ConfigureAwait(false);
            }
            catch (SpinnakerException)
            {
                // Whatever went wrong was said with an error of the library's own.
            }
        }
    }

    private static async Task UseAsync(World world, BoardAllocator allocator, MortalTransport transport, Random random, CancellationToken cancellationToken)
    {
        BoardRequest request = BoardRequest.ForBoards(random.Next(1, 14)) with { KeepAlive = TimeSpan.FromSeconds(random.Next(30, 60)) };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(random.Next(1, 300)), world.Time);
        AllocatedJob job;
        try
        {
            job = await allocator.AllocateAsync(request, cancellationToken: patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return;
        }

        for (int step = 0; step < 4; step++)
        {
            switch (random.Next(9))
            {
                case 0:
                    transport.Die();
                    await world.DelayAsync(10, cancellationToken).ConfigureAwait(false);
                    return;
                case 1:
                    await job.ReleaseAsync().ConfigureAwait(false);
                    return;
                case 2:
                    await job.DestroyAsync("done").ConfigureAwait(false);
                    return;
                case 3:
                    await job.ResetAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case 4:
                    await job.GetMachineAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case 5:
                    await allocator.ListJobsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
                    break;
                case 6:
                    world.Lab.Destroy(job.Id, "an administrator wants it so");
                    break;
                case 7:
                    await WatchAsync(job, random.Next(1, 60), world, cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    await world.DelayAsync(random.Next(1, 120), cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    private static async Task WatchAsync(AllocatedJob job, int seconds, World world, CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), world.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            await foreach (JobStatus status in job.WatchAsync(either.Token).ConfigureAwait(false))
                Assert.That(status.State, Is.Not.EqualTo(JobState.Queued));
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            // It was seen for long enough.
        }
    }
}
