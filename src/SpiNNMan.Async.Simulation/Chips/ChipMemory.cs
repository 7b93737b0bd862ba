using System.Buffers.Binary;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The address space of a chip's cores: memories, aliases, registers, and holes that abort.</summary>
internal sealed class ChipMemory(
    MemoryImage? image,
    IRegisterBank router,
    IRegisterBank systemController,
    Action<ChipMemory> initialise,
    Action<ChipMemory> refreshClocks,
    PageAccount? account = null)
{
    private const uint LongestAccess = 4096;
    private const uint HopTableStart = ChipAddresses.HopTable - ChipAddresses.Sdram;
    private const uint HopTableEnd = HopTableStart + (sizeof(uint) << 16);

    private readonly SparseMemory _sdram = new(ChipAddresses.SdramSize, image?.Sdram, account);
    private readonly SparseMemory _systemRam = new(ChipAddresses.SystemRamSize, image?.SystemRam, account);
    private readonly SparseMemory?[] _itcm = new SparseMemory?[ChipAddresses.MaxCores];
    private readonly SparseMemory?[] _dtcm = new SparseMemory?[ChipAddresses.MaxCores];
    private bool _initialised;
    private bool _refreshing;

    /// <summary>Writes the distances to all chips when they are read first. They take much memory.</summary>
    public Action<ChipMemory>? FillHopTable { get; set; }

    /// <summary>The present contents of the memories, as the start of other chips.</summary>
    public MemoryImage Image => new(_sdram, _systemRam, _itcm[0], _dtcm[0]);

    /// <summary>Moves SDRAM and system RAM to memory that programs reach without the model.</summary>
    public void MoveTo(IChipHardware hardware)
    {
        // This table is filled when the model reads it first. Programs read it without the model, so it must be filled now.
        ReadWord(ChipAddresses.HopTable);
        ReadWord(ChipAddresses.SystemVariables);
        _sdram.MoveTo(hardware.Sdram);
        _systemRam.MoveTo(hardware.SystemRam);
    }

    /// <summary>The memory that programs reached is gone, with its contents.</summary>
    public void Leave()
    {
        _sdram.Leave();
        _systemRam.Leave();
    }

    private enum Kind
    {
        Hole,
        Memory,
        Registers,
        ReadOnlyBuffered,
        ReadOnly,
        Nothing,
    }

    /// <summary>Copies bytes from <paramref name="address"/> until <paramref name="destination"/> is full, in whole units.</summary>
    /// <returns><see langword="false"/> if the address is not aligned to the unit or there is no memory: the core dies.</returns>
    public bool TryRead(int core, uint address, Span<byte> destination, AccessUnit unit)
    {
        if (!IsAligned(address, destination.Length, unit))
            return false;

        while (!destination.IsEmpty)
        {
            Kind kind = Find(core, address, out SparseMemory? memory, out IRegisterBank? registers);
            int count = (int)Math.Min((uint)destination.Length, BytesToBoundary(address));
            switch (kind)
            {
                case Kind.Hole:
                    return false;
                case Kind.Memory:
                    Prepare(memory!, address);
                    memory!.Read(address & (memory.Size - 1), destination[..count]);
                    break;
                case Kind.Registers:
                    ReadRegisters(registers!, address & 0xFFFFFF, destination[..count]);
                    break;
                default:
                    destination[..count].Clear();
                    break;
            }

            destination = destination[count..];
            address += (uint)count;
        }

        return true;
    }

    /// <summary>Copies <paramref name="source"/> to <paramref name="address"/>, in whole units.</summary>
    /// <returns><see langword="false"/> if the address is not aligned to the unit or there is no memory: the core dies.</returns>
    public bool TryWrite(int core, uint address, ReadOnlySpan<byte> source, AccessUnit unit)
    {
        if (!IsAligned(address, source.Length, unit))
            return false;

        while (!source.IsEmpty)
        {
            Kind kind = Find(core, address, out SparseMemory? memory, out IRegisterBank? registers);
            int count = (int)Math.Min((uint)source.Length, BytesToBoundary(address));
            switch (kind)
            {
                case Kind.Hole or Kind.ReadOnly:
                    return false;
                case Kind.Memory:
                    Prepare(memory!, address);
                    memory!.Write(address & (memory.Size - 1), source[..count]);
                    break;
                case Kind.Registers:
                    WriteRegisters(registers!, address & 0xFFFFFF, source[..count]);
                    break;
            }

            source = source[count..];
            address += (uint)count;
        }

        return true;
    }

    /// <summary>Whether a neighbour can access a word of this chip over a link.</summary>
    public static bool IsReachableByLink(uint address) => (address & 3) == 0 && (address >> 28) switch
    {
        6 or 7 => true,
        0xE or 0xF => ((address >> 24) & 0xF) is 0 or 1 or 2 or 5,
        _ => false,
    };

    public uint ReadWord(uint address)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        TryRead(0, address, word, AccessUnit.Word);
        return BinaryPrimitives.ReadUInt32LittleEndian(word);
    }

    public void WriteWord(uint address, uint value)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(word, value);
        TryWrite(0, address, word, AccessUnit.Word);
    }

    public void WriteHalf(uint address, ushort value)
    {
        Span<byte> half = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(half, value);
        TryWrite(0, address, half, AccessUnit.HalfWord);
    }

    public ushort ReadHalf(uint address)
    {
        Span<byte> half = stackalloc byte[sizeof(ushort)];
        TryRead(0, address, half, AccessUnit.HalfWord);
        return BinaryPrimitives.ReadUInt16LittleEndian(half);
    }

    public byte ReadByte(uint address)
    {
        Span<byte> one = stackalloc byte[1];
        TryRead(0, address, one, AccessUnit.Byte);
        return one[0];
    }

    public void WriteByte(uint address, byte value) => TryWrite(0, address, [value], AccessUnit.Byte);

    public void WriteBytes(uint address, ReadOnlySpan<byte> source) => TryWrite(0, address, source, AccessUnit.Byte);

    private static bool IsAligned(uint address, int length, AccessUnit unit) =>
        length == 0 || (address & ((1u << (int)unit) - 1)) == 0;

    private static uint BytesToBoundary(uint address) => 0x00400000 - (address & 0x003FFFFF);

    private static void ReadRegisters(IRegisterBank registers, uint offset, Span<byte> destination)
    {
        uint word = 0;
        for (int i = 0; i < destination.Length; i++, offset++)
        {
            uint lane = offset & 3;
            if (i == 0 || lane == 0)
                word = registers.Read(offset & ~3u);

            destination[i] = (byte)(word >> (int)(8 * lane));
        }
    }

    private static void WriteRegisters(IRegisterBank registers, uint offset, ReadOnlySpan<byte> source)
    {
        while (source.Length >= sizeof(uint))
        {
            registers.Write(offset & ~3u, BinaryPrimitives.ReadUInt32LittleEndian(source));
            source = source[sizeof(uint)..];
            offset += sizeof(uint);
        }

        foreach (byte value in source)
        {
            int lane = (int)(8 * (offset & 3));
            registers.Write(offset & ~3u, (registers.Read(offset & ~3u) & ~(0xFFu << lane)) | ((uint)value << lane));
            offset++;
        }
    }

    private Kind Find(int core, uint address, out SparseMemory? memory, out IRegisterBank? registers)
    {
        memory = null;
        registers = null;
        switch (address >> 24)
        {
            case 0x00:
                if (address >= 0x00800000)
                    return Kind.Hole;

                memory = address < 0x00400000 ? _itcm[core] ??= new SparseMemory(ChipAddresses.ItcmSize, core == 0 ? image?.MonitorItcm : null, account) : _dtcm[core] ??= new SparseMemory(ChipAddresses.DtcmSize, core == 0 ? image?.MonitorDtcm : null, account);
                return Kind.Memory;
            case 0x10 or 0x11 or 0x1F or 0x20 or 0x21 or 0x2F or 0x30 or 0x40:
                return Kind.Nothing;
            case >= 0x60 and <= 0x7F:
                memory = _sdram;
                return Kind.Memory;
            case 0xE1 or 0xF1:
                registers = router;
                return Kind.Registers;
            case 0xE2 or 0xF2:
                registers = systemController;
                return Kind.Registers;
            case 0xE5 or 0xF5:
                memory = _systemRam;
                return Kind.Memory;
            case 0xE0 or 0xE3 or 0xE4 or 0xF0 or 0xF3 or 0xF4:
                return Kind.Nothing;
            case 0xE6:
                return Kind.ReadOnlyBuffered;
            case 0xF6:
                return Kind.ReadOnly;
            case 0xFF:
                return address >= 0xFFFF0000 ? Kind.ReadOnly : Kind.Hole;
            default:
                return Kind.Hole;
        }
    }

    private void Prepare(SparseMemory memory, uint address)
    {
        if (FillHopTable is { } fill && ReferenceEquals(memory, _sdram) && (address & (ChipAddresses.SdramSize - 1)) is >= HopTableStart - LongestAccess and < HopTableEnd)
        {
            FillHopTable = null;
            fill(this);
        }

        if (!_initialised)
        {
            // Set first, because the code that fills the memory calls this as well.
            _initialised = true;
            initialise(this);
        }

        // No access is longer than 256 bytes, so an access that starts earlier cannot reach the clocks.
        if (_refreshing || !ReferenceEquals(memory, _systemRam) || (address & (ChipAddresses.SystemRamSize - 1)) <= 0x7E00)
            return;

        _refreshing = true;
        refreshClocks(this);
        _refreshing = false;
    }
}
