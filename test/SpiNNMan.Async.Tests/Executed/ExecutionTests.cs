using System.Net;
using System.Security.Cryptography;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Executed;

/// <summary>What options say of execution, and the time of what executes.</summary>
[CancelAfter(120_000)]
internal sealed class ExecutionTests
{
    private static readonly CoreLocation s_core = Bench.Core(1);

    [Test]
    public async Task Nothing_is_executed_if_nobody_wants_it(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken, new VirtualMachineOptions { Board = BoardType.Spin3, Programs = new ProgramOptions { IsOn = false } });
        await bench.StartAsync("store", [s_core]);
        bench.Wait(5);

        Assert.That((bench.Machine.Look(s_core).State, bench.Word(Bench.Root, 0x60100000)), Is.EqualTo((CoreState.Running, 0u)));
    }

    [Test]
    public async Task A_chip_for_which_there_is_no_memory_fails_for_want_of_it(CancellationToken cancellationToken)
    {
        const int room = 7;
        await using Bench bench = await Bench.OpenAsync(cancellationToken, new VirtualMachineOptions { Programs = new ProgramOptions { MemoryLimit = 1 << 30 } });
        CoreLocation[] cores = [.. from x in Enumerable.Range(0, 5) from y in Enumerable.Range(0, 2) select Bench.Core(2, x, y)];
        foreach (CoreLocation core in cores)
            await bench.LoadAsync(Bench.Program("store"), core);

        bench.Wait(5);
        ILookup<CoreState, RunTimeError> states = cores.Select(bench.Machine.Look).ToLookup(static info => info.State, static info => info.RunTimeError);
        Assert.That((states[CoreState.Finished].Count(), states[CoreState.RunTimeException].Count()), Is.EqualTo((room, 10 - room)));
        Assert.That(states[CoreState.RunTimeException], Is.All.EqualTo((RunTimeError)10));
    }

    [TestCase(1L)]
    [TestCase(1L << 51)]
    public void A_limit_without_meaning_is_refused(long limit) =>
        Assert.That(() => new ProgramOptions { MemoryLimit = limit }, Throws.TypeOf<InvalidParameterException>());

    [TestCase(0)]
    [TestCase(1.5)]
    [TestCase(double.NaN)]
    public void A_share_without_meaning_is_refused(double share) =>
        Assert.That(() => new ProgramOptions { HostLoad = share }, Throws.TypeOf<InvalidParameterException>());

    [Test]
    public async Task The_same_run_is_the_same_to_the_bit(CancellationToken cancellationToken)
    {
        string first = await RunAsync(seed: 1, cancellationToken);
        string second = await RunAsync(seed: 1, cancellationToken);

        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public async Task A_core_that_starts_on_a_chip_that_slept_does_not_live_through_the_time_before(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        await bench.LoadAsync(Bench.Program("store"), s_core);
        bench.Wait(2_000);
        CoreLocation late = Bench.Core(2);

        await bench.LoadAsync(Bench.Program("pulse"), late);
        uint first = bench.UserOf(late, 1);
        bench.Wait(50);

        Assert.That(first, Is.LessThan(3), "milliseconds since it started");
        Assert.That(bench.UserOf(late, 1) - first, Is.EqualTo(50));
    }

    [Test]
    public async Task On_the_clock_of_the_system_programs_keep_its_pace_and_monitors_answer(CancellationToken cancellationToken)
    {
        var network = new InMemoryNetwork();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3, BindAddress = IPAddress.Parse("10.0.0.1"), UseTruePorts = true, Network = network }, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(
            machine.Boards[0].EndPoint, new TransceiverOptions { Connection = new() { Network = network } }, cancellationToken);
        long begin = TimeProvider.System.GetTimestamp();
        await using ApplicationSession busy = await transceiver.Applications.StartAsync(new ApplicationImage(Bench.Program("locks")), Bench.Cores(1, 16), cancellationToken: cancellationToken);
        foreach (CoreLocation core in Bench.Cores(17, 1))
            machine.WriteMemory(core.Chip, MemoryMap.GetCoreInfoAddress(core.Core) + 0x70, new byte[] { 200, 0, 0, 0 });

        await using ApplicationSession timer = await transceiver.Applications.StartAsync(new ApplicationImage(Bench.Program("timer")), Bench.Cores(17, 1), cancellationToken: cancellationToken);
        await timer.WaitForStateAsync(CoreState.Finished, TimeSpan.FromSeconds(60), cancellationToken);

        Assert.That(TimeProvider.System.GetElapsedTime(begin), Is.GreaterThan(TimeSpan.FromMilliseconds(199)), "200 ticks of a millisecond");
        Assert.That(machine.LastDefect, Is.Null);
    }

    /// <summary>Runs programs of all kinds beside each other, and returns what became of all memory, and when.</summary>
    private static async Task<string> RunAsync(ulong seed, CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken, new VirtualMachineOptions { Board = BoardType.Spin3, Seed = seed });
        await bench.RouteAsync(77, Bench.Root, 0x1234, 1, 0xfffffffe);
        await bench.RouteAsync(77, new ChipLocation(1, 0), 0x1234, 0x40u << 3, 0xfffffffe);
        CoreLocation[] all = [.. from x in new[] { 0, 1 } from y in new[] { 0, 1 } select Bench.Core(4, x, y)];
        await bench.StartAsync("packets", [Bench.Core(3, 1)], 1);
        await bench.StartAsync("timer", all, 100);
        await bench.StartAsync("locks", Bench.Cores(5, 8));
        await bench.StartAsync("heap", Bench.Cores(13, 4), 30);
        await bench.StartAsync("fails", [Bench.Core(2)], 8);
        await bench.StartAsync("packets", [Bench.Core(1)]);
        bench.Wait(150);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int chip = 0; chip < 4; chip++)
        {
            foreach ((uint address, int length) in new[] { (0x60000000u, 4 << 20), (0x67800000u, 8 << 20), (0xe5000000u, 0x8000), (0xe1004000u, 0x1000), (0xe1000300u, 0x40) })
                hash.AppendData(bench.Machine.Read(new ChipLocation((byte)(chip / 2), (byte)(chip % 2)), address, length));
        }

        return $"{bench.Machine.World.Time.Elapsed} {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
