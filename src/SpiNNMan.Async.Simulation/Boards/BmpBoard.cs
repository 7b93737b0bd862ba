using SpiNNMan.Async.Simulation.Chips;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The parts of a board that its BMP controls: the board itself, its FPGAs and its memories.</summary>
internal sealed class BmpBoard(VirtualBoard board, int number)
{
    /// <summary>The size of the serial flash, which holds the blacklist and the program of the FPGAs.</summary>
    public const uint SerialFlashSize = SerialRom.Size;

    private const uint EepromSize = 256;
    private const uint RamStart = 0x10000000;
    private const uint RamSize = 32 << 10;
    private const uint FlashSize = 512 << 10;
    private const uint PinRegister = 0x2009C034;
    private const uint FpgasRunning = 1 << 14;

    private readonly SparseMemory _flash = BmpFlash.Make(FlashSize, board.Port.SerialRom);
    private readonly SparseMemory _ram = new(RamSize);

    public VirtualBoard Board => board;

    /// <summary>The number of the board in its frame.</summary>
    public int Number => number;

    public FpgaRegisters Fpgas => board.Fpgas;

    public SparseMemory SerialFlash => board.Port.SerialRom.Flash;

    /// <summary>Whether the FPGAs are held in reset.</summary>
    public bool HoldsFpgas { get; set; }

    /// <summary>Counts the orders to switch the board, so that a later order cancels one that has not been carried out yet.</summary>
    public int Orders { get; set; }

    public SparseMemory Eeprom { get; } = SparseMemory.Erased(EepromSize);

    /// <summary>Whether the BMP of this board controls a backplane.</summary>
    public bool HasBackplane => number % 6 == 0;

    public void Read(uint address, Span<byte> destination)
    {
        if (FindMemory(address) is { } memory)
            memory.Read(address % memory.Size, destination);
        else
            ReadRegisters(address, destination);
    }

    public void Write(uint address, ReadOnlySpan<byte> source)
    {
        if (address is >= RamStart and < RamStart + RamSize)
            _ram.Write(address - RamStart, source);
    }

    /// <summary>Copies the buffer that hosts fill into the flash.</summary>
    public void Program(uint address, int length)
    {
        var bytes = new byte[length];
        _ram.Read(0, bytes);
        _flash.Write(address, bytes);
    }

    public void EraseFlash(uint first, uint last)
    {
        var bytes = new byte[last - first];
        Array.Fill(bytes, byte.MaxValue);
        _flash.Write(first, bytes);
    }

    public static bool IsInFlash(uint first, uint last) => first < last && last <= FlashSize;

    private void ReadRegisters(uint address, Span<byte> destination)
    {
        destination.Clear();
        if (address == PinRegister && !HoldsFpgas && destination.Length >= sizeof(uint))
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(destination, FpgasRunning);
    }

    private SparseMemory? FindMemory(uint address) => address switch
    {
        < FlashSize => _flash,
        >= RamStart and < RamStart + RamSize => _ram,
        _ => null,
    };
}
