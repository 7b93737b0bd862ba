using SpiNNMan.Async.Chips;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Memory;
using static SpiNNMan.Async.Tests.Machines.Verbs.WholeMachineVerbs;

namespace SpiNNMan.Async.Tests.Machines.Verbs;

/// <summary>Memory, SDRAM and settings of chips.</summary>
internal static class MemoryVerbs
{
    private const uint Address = 0x61000000;
    private const byte WatchdogCount = 7;

    /// <summary>Odd, so that a flood fill does not do it all.</summary>
    private const int Length = 1501;

    public static IEnumerable<WholeMachineVerb> All =>
    [
        WholeMachineVerb.Reading<IReadOnlyList<MemoryRead>>(
            "Memory.ReadAsync(blocks)",
            static async (machine, stop) =>
            {
                MemoryRead[] blocks = [.. machine.Chips.Select(static chip => new MemoryRead(chip, Address, new byte[Length]))];
                await machine.Transceiver.Memory.ReadAsync(blocks, cancellationToken: stop);
                return blocks;
            },
            static (machine, blocks, boards) => Assert.That(
                blocks.IntersectBy(machine.ChipsOf(boards), static block => block.Core.Chip).Select(static block => block.Destination.ToArray()), Is.EqualTo(machine.ChipsOf(boards).Select(BytesOf)))) with
            {
                PrepareAsync = static machine => FillAsync(machine, BytesOf),
            },
        WholeMachineVerb.Reading<IReadOnlyList<MemoryWrite>>(
            "Memory.WriteAsync(blocks)",
            static async (machine, stop) =>
            {
                MemoryWrite[] blocks = [.. machine.Chips.Select(static chip => new MemoryWrite(chip, Address, BytesOf(chip)))];
                await machine.Transceiver.Memory.WriteAsync(blocks, cancellationToken: stop);
                return blocks;
            },
            static (machine, blocks, boards) =>
            {
                Assert.That(machine.ChipsOf(boards), Is.SubsetOf(blocks.Select(static block => block.Core.Chip)));
                Assert.That(machine.ChipsOf(boards).Select(chip => machine.Read(chip, Address, Length)), Is.EqualTo(machine.ChipsOf(boards).Select(BytesOf)));
            }) with { PrepareAsync = EmptyAsync },
        WholeMachineVerb.Doing(
            "Memory.WriteFloodAsync(address, data, verify)",
            static (machine, stop) => machine.Transceiver.Memory.WriteFloodAsync(Address, BytesOf(default), cancellationToken: stop),
            static (machine, boards) => Assert.That(machine.ChipsOf(boards).Select(chip => machine.Read(chip, Address, Length)), Is.All.EqualTo(BytesOf(default)))) with { PrepareAsync = EmptyAsync },
        WholeMachineVerb.Reading<int>(
            "Sdram.FreeOfApplicationAsync(applicationId, chips)",
            static (machine, stop) => machine.Transceiver.Sdram.FreeOfApplicationAsync(Application, machine.Chips, stop),
            static async (machine, count, boards) =>
            {
                // A reply that is lost takes the count of its chip with it.
                Assert.That(count, Is.LessThanOrEqualTo(machine.Chips.Length).And.GreaterThan(machine.ChipsOf(boards).Length / 2));
                foreach (ChipLocation chip in machine.ChipsOf(boards))
                    Assert.That((await machine.FinishAsync(machine.Transceiver.Sdram.GetHeapAsync(chip))).AllocatedBlocks(Application), Is.Empty);
            }) with
            {
                PrepareAsync = static async machine =>
                {
                    await machine.FinishAsync(machine.Transceiver.Sdram.FreeOfApplicationAsync(Application, machine.Chips));
                    SdramAllocations blocks = await machine.FinishAsync(machine.Transceiver.Sdram.AllocateAsync(machine.Chips, 400, Application));
                    blocks.Release();
                },
            },
        WholeMachineVerb.Doing(
            "Chips.SetWatchdogAsync(count, chips)",
            static (machine, stop) => machine.Transceiver.Chips.SetWatchdogAsync(WatchdogCount, machine.Chips, stop),
            static (machine, boards) => Assert.That(machine.ChipsOf(boards).Select(chip => machine.Read(chip, SystemVariable.SoftwareWatchdogCount.Address, 1)[0]), Is.All.EqualTo(WatchdogCount))) with
            {
                PrepareAsync = static machine =>
                {
                    foreach (ChipLocation chip in machine.Chips)
                        machine.Write(chip, SystemVariable.SoftwareWatchdogCount.Address, [MachineChips.DefaultWatchdogCount]);

                    return Task.CompletedTask;
                },
            },
    ];

    private static Task EmptyAsync(VerbMachine machine) => FillAsync(machine, static _ => new byte[Length]);

    private static Task FillAsync(VerbMachine machine, Func<ChipLocation, byte[]> bytes)
    {
        foreach (ChipLocation chip in machine.Chips)
            machine.Write(chip, Address, bytes(chip));

        return Task.CompletedTask;
    }

    private static byte[] BytesOf(ChipLocation chip) => [.. Enumerable.Range(0, Length).Select(index => (byte)((index * 7) + (index >> 8) + (chip.X * 3) + chip.Y + 1))];
}
