using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Machines;

/// <summary>How close transfers come to what boards can do, by the simulated clock.</summary>
internal sealed class ThroughputTests
{
    private const int Size = 1 << 18;

    [Test, CancelAfter(120_000)]
    public async Task Boards_of_a_frame_are_read_at_once_each_as_fast_as_it_goes([Values] bool fromEthernetChips, CancellationToken cancellationToken)
    {
        ServiceTime service = ServiceTime.Hardware;
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(SimulatedMachine.OptionsFor(TestMachine.Frame) with { ServiceTime = service }, cancellationToken);
        MemoryRead[] reads = [.. machine.Machine.EthernetChips
            .Select(board => fromEthernetChips ? board.Location : machine.Machine.ChipsOfBoard(board.Location).Last().Location)
            .Select(static chip => new MemoryRead(chip, 0x60400000, new byte[Size]))];

        TimeSpan start = machine.World.Time.Elapsed;
        await machine.FinishAsync(machine.Transceiver.Memory.ReadAsync(reads, cancellationToken: cancellationToken));
        TimeSpan time = machine.World.Time.Elapsed - start;

        TimeSpan piece = service.PerMessage + (ScpMessage.MaxDataSize * service.PerByte);
        if (!fromEthernetChips)
            piece += service.RemotePerMessage + (ScpMessage.MaxDataSize * service.RemotePerByte);
        Assert.That(reads, Has.Length.EqualTo(24));
        Assert.That(piece * (Size / ScpMessage.MaxDataSize) / time, Is.GreaterThan(0.9));
    }
}
