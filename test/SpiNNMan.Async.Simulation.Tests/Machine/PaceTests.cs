using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Simulation.Time;

namespace SpiNNMan.Async.Simulation.Tests.Machine;

/// <summary>How fast a board is with the times of hardware, on a clock that only the test moves.</summary>
internal sealed class PaceTests
{
    private static readonly TimeSpan s_step = TimeSpan.FromMicroseconds(5);

    [TestCase(8, 0, 28, 31, Description = "measured: 29.8 Mbit/s")]
    [TestCase(8, 1, 1.8, 2.2, Description = "measured: about 2 Mbit/s")]
    [TestCase(1, 0, 18, 22, Description = "without the time of the host")]
    public void Reading_is_as_fast_as_was_measured_of_boards(int window, int x, double least, double most)
    {
        using var bench = new BoardBench(options: new VirtualMachineOptions { ServiceTime = ServiceTime.Hardware });
        for (int i = 0; i < window; i++)
            bench.Send(Scp.Read(0x60300000, 256, x: x, unit: 2));

        int replies = 0;
        TimeSpan passed = TimeSpan.Zero;
        for (; passed < TimeSpan.FromMilliseconds(50); passed += s_step)
        {
            int arrived = bench.Wait(s_step).Count;
            replies += arrived;
            for (int i = 0; i < arrived; i++)
                Assert.That(bench.Send(Scp.Read(0x60300000, 256, x: x, unit: 2)), Is.Empty);
        }

        Assert.That(replies * 256 * 8 / passed.TotalSeconds / 1e6, Is.InRange(least, most));
        Assert.That(bench.Board.Statistics.Drops, Is.Empty);
    }

    [Test]
    public void The_ninth_of_many_is_lost_at_any_speed()
    {
        using var bench = new BoardBench(options: new VirtualMachineOptions { ServiceTime = ServiceTime.Hardware });
        for (int i = 0; i < 9; i++)
            bench.Send(Scp.Version());

        Assert.That(bench.Wait(TimeSpan.FromMilliseconds(2)), Has.Count.EqualTo(8));
        Assert.That(bench.Board.Statistics.Drops[DropReason.NoTransientTag], Is.EqualTo(1));
    }

    [TestCase(23, 0x3F180000u, 0x00003F00u, 9.504, Description = "a block of a flood fill as rig sends it: 9.5 ms")]
    [TestCase(5, 0x60300000u, 0u, 10.24, Description = "a fill of a mebibyte")]
    [TestCase(0, 0u, 0u, 0.045)]
    public void Commands_take_their_time(int command, uint first, uint second, double milliseconds)
    {
        using var bench = new BoardBench(options: new VirtualMachineOptions { ServiceTime = ServiceTime.Hardware });
        bench.Send(Scp.Request(command, first: first, second: second, third: command == 5 ? 1u << 20 : 0x60300000));

        // Besides: 45 microseconds for any message, and the wire.
        Assert.That(bench.Wait(TimeSpan.FromMilliseconds(milliseconds - 0.001)), Is.Empty);
        Assert.That(bench.Wait(TimeSpan.FromMilliseconds(0.12)), Has.Count.EqualTo(1));
    }

    [Test, CancelAfter(10_000)]
    public async Task The_precise_timer_calls_once_at_the_last_time_that_was_set(CancellationToken cancellationToken)
    {
        int calls = 0;
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (var timer = new PreciseTimer(() =>
        {
            Interlocked.Increment(ref calls);
            called.TrySetResult();
        }))
        {
            timer.Change(TimeSpan.FromHours(1));
            timer.Change(TimeSpan.FromMilliseconds(1));
            timer.Change(TimeSpan.FromMicroseconds(300));
            await called.Task.WaitAsync(cancellationToken);
        }

        Assert.That(calls, Is.EqualTo(1));
    }

    [Test]
    public async Task Speed_can_be_changed_while_the_machine_runs()
    {
        var time = new FakeTimeProvider();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { TimeProvider = time, Network = new Transport.InMemoryNetwork() });
        Assert.That(machine.ServiceTime, Is.EqualTo(ServiceTime.None));

        machine.ServiceTime = ServiceTime.Hardware;
        await using var host = new InMemoryHost(machine, machine.Boards[0].EndPoint);
        Task<byte[]> answer = host.AskAsync(Scp.Version());
        while (machine.Boards[0].Statistics.Received == 0)
            await Task.Yield();

        Assert.That(machine.Boards[0].Statistics.Sent, Is.Zero);
        while (!answer.IsCompleted)
        {
            // It may not have begun to wait.
            time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        Assert.That(Scp.Result(await answer), Is.EqualTo(0x80));
    }
}
