using System.Buffers.Binary;
using System.Collections.Concurrent;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Iobufs;

/// <summary>Reads the text of cores with few requests: one for the addresses of two cores, and one for the header of a block and the start of its text.</summary>
/// <remarks>The programs that print may be faulty. A pointer that makes no sense ends the text, and is never followed to an address without memory.</remarks>
internal static class IobufReader
{
    /// <summary>The largest block that is accepted. A greater length was overwritten by a program.</summary>
    private const uint MaxBlockSize = 1 << 16;

    /// <summary>The block size that the firmware sets. It is hardly ever changed.</summary>
    private const uint UsualBlockSize = 1 << 14;

    /// <summary>Reads the text of cores, chip by chip.</summary>
    public static Task<FanOutResult<(CoreLocation Core, byte[] Text, string? Damage)[]>> RunAsync(
        MachineConnections connections, IEnumerable<CoreLocation> cores, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        IGrouping<ChipLocation, CoreLocation>[] chips = [.. cores.Distinct().GroupBy(static core => core.Chip)];

        // It is the same on all chips of a board, so only the first chips with text are asked.
        var blockSizes = new ConcurrentDictionary<ScampConnection, uint>();
        return FanOut.RunAsync(
            connections,
            chips,
            static chip => chip.Key,
            (scamp, chip, stop) => ReadChipAsync(scamp, [.. chip], blockSizes, stop),
            progress,
            isRepeatable: true,
            cancellationToken: cancellationToken);
    }

    /// <summary>Reads the text of one core, as far as it can be read.</summary>
    public static async Task<byte[]> ReadCoreAsync(ScampConnection scamp, CoreLocation core, CancellationToken cancellationToken)
    {
        (CoreLocation Core, byte[] Text, string? Damage)[] texts = await ReadChipAsync(scamp, [core], [], cancellationToken).ConfigureAwait(false);
        return texts[0].Text;
    }

    /// <summary>How much text goes into one block; the same on all chips.</summary>
    public static async Task<uint> GetBlockSizeAsync(ScampConnection scamp, ChipLocation chip, CancellationToken cancellationToken)
    {
        uint size = await ReadAsync().ConfigureAwait(false);

        // An unusual size may be an error of the transfer, and all reads depend on it. So it is read twice.
        if (size != UsualBlockSize && await ReadAsync().ConfigureAwait(false) is var again && again != size)
            size = again == UsualBlockSize ? again : Math.Min(size, again);

        return Math.Min(size, MaxBlockSize);

        async Task<uint> ReadAsync() => await scamp.ReadWordAsync(chip, SystemVariable.IobufSize.Address, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The addresses where the texts of cores of one chip begin; 0 for cores that printed nothing.</summary>
    public static async Task<uint[]> FindFirstBlocksAsync(ScampConnection scamp, CoreLocation[] cores, CancellationToken cancellationToken)
    {
        var blocks = new uint[cores.Length];
        (int Index, bool IsPair)[] pairs = [.. Pairs(cores)];
        await BoundedFanOut.RunAsync(pairs.Length, (index, stop) => ReadPairAsync(pairs[index], stop), cancellationToken).ConfigureAwait(false);
        return blocks;

        async Task ReadPairAsync((int Index, bool IsPair) pair, CancellationToken stop)
        {
            uint address = MemoryMap.GetCoreInfoAddress(cores[pair.Index].Core) + CoreInfo.IobufAddressOffset;
            int length = pair.IsPair ? CoreInfo.Size + sizeof(uint) : sizeof(uint);
            byte[] bytes = await scamp.ReadMemoryAsync(cores[pair.Index].Chip, address, length, stop).ConfigureAwait(false);
            blocks[pair.Index] = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            if (pair.IsPair)
                blocks[pair.Index + 1] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(CoreInfo.Size));
        }
    }

    /// <summary>Reads a block that can be read.</summary>
    public static async Task<(IobufBlockHeader Header, byte[] Text)> ReadBlockAsync(
        ScampConnection scamp, ChipLocation chip, uint address, uint blockSize, uint skip, CancellationToken cancellationToken)
    {
        // Far into a block, its text would not come with its header.
        int firstLength = skip == 0 ? (int)Math.Min(IobufBlockHeader.Size + blockSize, ScpMessage.MaxDataSize) : IobufBlockHeader.Size;
        byte[] first = await scamp.ReadMemoryAsync(chip, address, firstLength, cancellationToken).ConfigureAwait(false);
        if (!IobufBlockHeader.TryParse(first, out IobufBlockHeader header, out PacketError error))
            throw new InvalidPacketException(error);

        int length = (int)Math.Min(header.Length, blockSize);
        if (length <= skip)
            return (header, []);

        var text = new byte[length - (int)skip];
        ReadOnlySpan<byte> here = first.AsSpan(IobufBlockHeader.Size);
        int known = Math.Min(here.Length, text.Length);
        here[..known].CopyTo(text);
        if (known < text.Length)
            await scamp.ReadMemoryAsync(chip, address + IobufBlockHeader.Size + skip + (uint)known, text.AsMemory(known), progress: null, cancellationToken).ConfigureAwait(false);

        return (header, text);
    }

    private static async Task<(CoreLocation Core, byte[] Text, string? Damage)[]> ReadChipAsync(
        ScampConnection scamp, CoreLocation[] cores, ConcurrentDictionary<ScampConnection, uint> blockSizes, CancellationToken cancellationToken)
    {
        Array.Sort(cores, static (one, other) => one.Core - other.Core);
        uint[] blocks = await FindFirstBlocksAsync(scamp, cores, cancellationToken).ConfigureAwait(false);
        if (Array.TrueForAll(blocks, static block => block == 0))
            return [.. cores.Select(static core => (core, Array.Empty<byte>(), (string?)null))];

        if (!blockSizes.TryGetValue(scamp, out uint blockSize))
            blockSizes[scamp] = blockSize = await GetBlockSizeAsync(scamp, cores[0].Chip, cancellationToken).ConfigureAwait(false);

        var texts = new (byte[] Text, string? Damage)[blocks.Length];
        ChainGuard[] guards = GuardsOf(blocks, blockSize, scamp.Settings.TimeProvider);
        await BoundedFanOut.RunAsync(blocks.Length, ReadChainAsync, cancellationToken).ConfigureAwait(false);
        return [.. cores.Zip(texts, static (core, text) => (core, text.Text, text.Damage))];

        async Task ReadChainAsync(int index, CancellationToken stop) =>
            texts[index] = await IobufReader.ReadChainAsync(scamp, cores[index].Chip, guards[index], blocks[index], blockSize, stop).ConfigureAwait(false);
    }

    /// <summary>The guards of the texts of a chip, each in its first block. No chain that was written over can lead to the first block of another core.</summary>
    private static ChainGuard[] GuardsOf(uint[] firsts, uint blockSize, TimeProvider time)
    {
        var parts = new ChainParts(time, ChainGuard.MostParts);
        return Array.ConvertAll(firsts, Begin);

        ChainGuard Begin(uint first)
        {
            var guard = new ChainGuard(parts);
            if (first != 0)
                guard.TryEnterBlock(first, IobufBlockHeader.Size, blockSize);

            return guard;
        }
    }

    private static async Task<(byte[] Text, string? Damage)> ReadChainAsync(
        ScampConnection scamp, ChipLocation chip, ChainGuard guard, uint first, uint blockSize, CancellationToken cancellationToken)
    {
        var text = new List<byte>();
        for (uint address = first; address != 0 && guard.Damage is null;)
        {
            (IobufBlockHeader header, byte[] bytes) = await ReadBlockAsync(scamp, chip, address, blockSize, 0, cancellationToken).ConfigureAwait(false);
            if (!guard.TryExtend(address, IobufBlockHeader.Size + (uint)bytes.Length))
                break;

            text.AddRange(bytes);
            if (!CheckEnd(guard, address, header, blockSize))
                break;

            address = header.Next;
            if (address != 0)
                guard.TryEnterBlock(address, IobufBlockHeader.Size, blockSize);
        }

        return ([.. text], guard.Damage);
    }

    /// <summary>A core begins a block when the one before has text. It need not be full: a line that does not fit may begin the next block.</summary>
    public static bool CheckEnd(ChainGuard guard, uint address, in IobufBlockHeader header, uint blockSize)
    {
        if (header.Length > blockSize)
            return guard.Fail(address, $"its header states {header.Length} bytes, but blocks have {blockSize}");

        return header.Next == 0 || header.Length > 0 || guard.Fail(address, "another block follows one that is empty");
    }

    /// <summary>Cores in rising order, those next to each other two by two.</summary>
    private static IEnumerable<(int Index, bool IsPair)> Pairs(CoreLocation[] cores)
    {
        for (int index = 0; index < cores.Length; index++)
        {
            bool isPair = index + 1 < cores.Length && cores[index + 1].Core == cores[index].Core + 1;
            yield return (index, isPair);
            if (isPair)
                index++;
        }
    }
}
