using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The programs of the guide about memory.</summary>
internal sealed class MemorySnippets
{
    [Test]
    public async Task Open()
    {
        // CODE_SECTION:memory-open:START
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint);

        // CODE_SECTION:memory-open:END
        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(48));
        Assert.That(machine.Boards, Has.Count.EqualTo(1));
    }

    [Test, CancelAfter(60_000)]
    public async Task Block(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        byte[] data = [1, 2, 3, 4, 5];
        var progress = new Progress<TransferProgress>();

        // CODE_SECTION:memory-block:START
        var chip = new ChipLocation(1, 1);
        await transceiver.Memory.WriteAsync(chip, 0x60300001, data, progress, cancellationToken);
        await transceiver.Memory.VerifyAsync(chip, 0x60300001, data, cancellationToken: cancellationToken);
        byte[] part = await transceiver.Memory.ReadAsync(chip, 0x60300001, 100, cancellationToken);
        await transceiver.Memory.FillAsync(chip, 0x60300001, length: 100_000, word: 0xDEADBEEF, cancellationToken: cancellationToken);

        // CODE_SECTION:memory-block:END
        Assert.That(part[..5], Is.EqualTo(data));
        Assert.That(await transceiver.Memory.ReadWordAsync(chip, 0x60300001 + 99_996, cancellationToken), Is.EqualTo(0xDEADBEEF));
    }

    [Test, CancelAfter(60_000)]
    public async Task Many(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        var progress = new Progress<TransferProgress>();

        // CODE_SECTION:memory-many:START
        MemoryRead[] reads = [.. transceiver.Machine.Chips.Select(chip => new MemoryRead(chip.Location, 0x60300000, new byte[1000]))];
        await transceiver.Memory.ReadAsync(reads, progress, cancellationToken);

        // CODE_SECTION:memory-many:END
        Assert.That(reads, Has.Length.EqualTo(48));
    }

    [Test, CancelAfter(60_000)]
    public async Task Flood(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        byte[] data = [1, 2, 3, 4, 5, 6, 7, 8];

        // CODE_SECTION:memory-flood:START
        await transceiver.Memory.WriteFloodAsync(0x60400000, data, cancellationToken: cancellationToken);

        // CODE_SECTION:memory-flood:END
        Assert.That(await transceiver.Memory.ReadAsync(new ChipLocation(7, 7), 0x60400000, 8, cancellationToken), Is.EqualTo(data));
    }

    [Test, CancelAfter(60_000)]
    public async Task Long(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        var chip = new ChipLocation(1, 1);
        machine.WriteMemory(chip, 0x60300000 + 4096, [5, 6, 7]);
        using var file = new MemoryStream();
        byte[] buffer = new byte[100];

        // CODE_SECTION:memory-long:START
        await foreach (ReadOnlyMemory<byte> chunk in transceiver.Memory.ReadChunksAsync(chip, 0x60300000, length: 1 << 20, cancellationToken: cancellationToken))
            await file.WriteAsync(chunk, cancellationToken);

        file.Position = 0;
        await transceiver.Memory.WriteAsync(chip, 0x61000000, file, cancellationToken: cancellationToken);

        await using Stream sdram = transceiver.Memory.Open(chip, 0x61000000, length: 1 << 20);
        sdram.Position = 4096;
        int read = await sdram.ReadAsync(buffer, cancellationToken);

        // CODE_SECTION:memory-long:END
        Assert.That((read, buffer[0], file.Length), Is.EqualTo((100, (byte)5, 1L << 20)));
    }

    [Test, CancelAfter(60_000)]
    public async Task Typed(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        var chip = new ChipLocation(1, 1);
        machine.WriteMemory(chip, 0x60300008, [9, 0, 0, 0, 1, 0, 2, 0]);

        // CODE_SECTION:memory-typed:START
        SystemVariables variables = await transceiver.Chips.ReadSystemVariablesAsync(chip, cancellationToken);
        ulong clock = await transceiver.Chips.ReadSystemVariableAsync(chip, SystemVariable.CpuClockMHz, cancellationToken);
        CoreInfo core = await transceiver.Applications.GetCoreInfoAsync(new CoreLocation(1, 1, 5), cancellationToken);
        uint user0 = await transceiver.Chips.ReadUserRegisterAsync(new CoreLocation(1, 1, 5), 0, cancellationToken);
        Neuron[] neurons = await transceiver.Memory.ReadStructsAsync<Neuron>(chip, 0x60300000, count: 100, cancellationToken);

        // CODE_SECTION:memory-typed:END
        Assert.That((variables.X, clock, core.State, user0), Is.EqualTo(((byte)1, 200ul, CoreState.Idle, 0u)));
        Assert.That(neurons[1], Is.EqualTo(new Neuron(9, 1, 2)));
    }

    [Test, CancelAfter(60_000)]
    public async Task Allocate(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        var chip = new ChipLocation(1, 1);

        // CODE_SECTION:memory-allocate:START
        await using (SdramAllocation block = await transceiver.Sdram.AllocateAsync(chip, 4096, applicationId: 17, cancellationToken: cancellationToken))
        {
            await transceiver.Memory.WriteAsync(block.Chip, block.Address, new byte[4096], cancellationToken: cancellationToken);
            await transceiver.Chips.WriteUserRegisterAsync(new CoreLocation(1, 1, 5), 0, block.Address, cancellationToken);
        }

        SdramSpace space = await transceiver.Sdram.GetSpaceAsync(chip, cancellationToken);
        ChipHeap heap = await transceiver.Sdram.GetHeapAsync(chip, HeapKind.Sdram, cancellationToken);
        foreach (HeapElement taken in heap.AllocatedBlocks(applicationId: 17))
            Console.WriteLine($"0x{taken.BlockAddress:X8}: {taken.Size} bytes, tag {taken.Tag}");

        // CODE_SECTION:memory-allocate:END
        Assert.That(heap.AllocatedBlocks(17), Is.Empty);
        Assert.That(space.Free, Is.GreaterThan(0));

        // CODE_SECTION:memory-allocate-many:START
        IEnumerable<ChipLocation> chips = transceiver.Machine.Chips.Select(one => one.Location);
        await using (SdramAllocations blocks = await transceiver.Sdram.AllocateAsync(chips, 4096, applicationId: 17, tag: 1, cancellationToken))
        {
            foreach (SdramAllocation block in blocks)
                Console.WriteLine(block);
        }

        // CODE_SECTION:memory-allocate-many:END
        Assert.That(await transceiver.Sdram.FindAsync(chip, 17, 1, cancellationToken), Is.Null);
    }

    private readonly record struct Neuron(int Potential, short Delay, short Weight);
}
