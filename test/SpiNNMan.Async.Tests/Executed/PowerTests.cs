using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Tests.Executed;

/// <summary>What becomes of programs when power goes.</summary>
[CancelAfter(120_000)]
internal sealed class PowerTests
{
    [Test]
    public async Task Power_takes_programs_with_it_and_gives_their_memory_back(CancellationToken cancellationToken)
    {
        // There is room for seven chips.
        await using Bench bench = await Bench.OpenAsync(cancellationToken, new VirtualMachineOptions { Programs = new ProgramOptions { MemoryLimit = 1 << 30 } });
        for (int round = 0; round < 3; round++)
        {
            for (int x = 0; x < 5; x++)
                await bench.LoadAsync(Bench.Program("store"), Bench.Core(2, x));

            await bench.LoadAsync(Bench.Program("fails"), Bench.Core(3));
            bench.Wait(5);
            Assert.That(Enumerable.Range(0, 5).Select(x => bench.Machine.Look(Bench.Core(2, x)).State), Is.All.EqualTo(CoreState.Finished), $"round {round}");
            Assert.That(bench.Word(Bench.Root, 0x60100000), Is.EqualTo(0xc0ffee02));

            await PowerCycleAsync(bench.Machine, cancellationToken);
            Assert.That(bench.Word(Bench.Root, 0x60100000), Is.Zero, "memory is empty again");
            Assert.That(bench.Machine.Look(Bench.Core(2)).State, Is.EqualTo(CoreState.Idle));
        }
    }

    private static Task PowerCycleAsync(SimulatedMachine machine, CancellationToken cancellationToken) => machine.DoAsync(async () =>
    {
        SimulatedWorld world = machine.World;
        await using BmpConnection bmp = await BmpConnection.ConnectAsync(
            machine.Virtual.Bmp.EndPoint, new BmpConnectionOptions { Network = world.Network, TimeProvider = world.Time, RunContinuationsAsynchronously = false }, cancellationToken);
        await bmp.PowerOffAsync(cancellationToken: cancellationToken);
        await bmp.PowerOnAsync(cancellationToken: cancellationToken);
        await using BootConnection boot = await BootConnection.OpenAsync(
            machine.Virtual.Boards[0].BootEndPoint, new BootConnectionOptions { Network = world.Network, TimeProvider = world.Time, RunContinuationsAsynchronously = false }, cancellationToken);
        var image = new BootImage(VirtualBootImage.Create());
        await BoardBooter.BootAsync(machine.Transceiver.GetConnection(Bench.Root), boot, image, new BootOptions { TimeProvider = world.Time }, cancellationToken: cancellationToken);
    });
}
