using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Firmware.Commands;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Packets from neighbour to neighbour, which reach every chip: signals, settings, and flood fills.</summary>
/// <remarks>The chip that sends a packet acts on it when it comes back, so a chip without neighbours does nothing. Each chip passes on and obeys a packet once.
/// It knows the packet by its number, which can be used again after about 64 others.</remarks>
internal sealed class NeighbourPackets(ChipSet all, PacketTraffic traffic, Signals signals, FirmwareProfile firmware, FloodFill floodFill)
{
    private const uint LastId = ChipAddresses.SystemVariables + 0x07;
    private const uint Forward = ChipAddresses.SystemVariables + 0x28;
    private const uint MemoryPointer = ChipAddresses.SystemVariables + 0x60;
    private const uint MostIds = 127;
    private const uint FillIdMask = 0xFE;
    private const uint SignalKey = 5u << 28;
    private const uint SignalMask = 0x0FFFFFFF;

    private readonly uint[] _seen = new uint[4];

    private enum PacketKind
    {
        Signal = 0,
        MemoryWrite = 4,
        FloodFillStart = 6,
        FloodFillSelect = 7,
        FloodFillEnd = 15,
    }

    private enum SignalOperation
    {
        Forwarding = 0,
        Leds = 1,
        ForgetIds = 3,
        Application = 5,
    }

    public FloodFill FloodFill => floodFill;

    /// <summary>Sends a packet from a chip.</summary>
    /// <param name="from">The chip.</param>
    /// <param name="key">The key; bits 27 to 24 are the kind of packet.</param>
    /// <param name="data">The data word.</param>
    /// <param name="givesId">Whether the chip gives it the next number.</param>
    /// <param name="leaves">Whether it leaves the chip over at least one link.</param>
    /// <param name="repeats">How often it is repeated.</param>
    public void Send(VirtualChip from, uint key, uint data, bool givesId, bool leaves = true, int repeats = 0)
    {
        if (givesId)
            key |= NextId(from) << 1;

        if (!all.HasNeighbours || !leaves)
            return;

        traffic.CountFlood(repeats + 1);
        var kind = (PacketKind)((key >> 24) & 0xF);
        if (kind < PacketKind.FloodFillSelect && !IsNew((key >> 1) & MostIds))
            return;

        switch (kind)
        {
            case PacketKind.Signal:
                Obey(from, data);
                break;
            case PacketKind.MemoryWrite when ((key >> 20) & 0xF) == 0:
                WriteEverywhere(key, data);
                break;
            case PacketKind.FloodFillStart:
                FloodFill.Start((key >> 16) & FillIdMask, (key >> 8) & 0xFF, data);
                break;
            case PacketKind.FloodFillSelect:
                FloodFill.Select(data, key);
                break;
            case PacketKind.FloodFillEnd:
                FloodFill.End(key & FillIdMask, data);
                break;
        }
    }

    /// <summary>Sends a signal to an application from a chip.</summary>
    public void SendSignal(VirtualChip from, uint what) => Send(from, 0, SignalKey | (what & SignalMask), givesId: true);

    private static uint NextId(VirtualChip chip)
    {
        uint id = (chip.Memory.ReadByte(LastId) % MostIds) + 1;
        chip.Memory.WriteByte(LastId, (byte)id);
        return id;
    }

    private bool IsNew(uint id)
    {
        uint bit = 1u << (int)(id & 31);
        uint word = id >> 5;
        if (id == 0)
            return true;

        if ((_seen[word] & bit) != 0)
            return false;

        _seen[word] |= bit;
        _seen[(word + 2) & 3] = 0;
        return true;
    }

    private void Obey(VirtualChip from, uint data)
    {
        switch ((SignalOperation)(data >> 28))
        {
            case SignalOperation.Forwarding:
                // How far and how often to pass packets on: two neighbouring bytes.
                OnEveryChip(chip => chip.Memory.WriteHalf(Forward, BinaryPrimitives.ReverseEndianness((ushort)data)));
                break;
            case SignalOperation.Leds:
                OnEveryChip(chip => LedCommand.Apply(chip, data & SignalMask, firmware));
                break;
            case SignalOperation.ForgetIds:
                Array.Clear(_seen);
                break;
            case SignalOperation.Application:
                signals.Send(from, data);
                break;
        }
    }

    private void WriteEverywhere(uint key, uint value)
    {
        var unit = (AccessUnit)((key >> 18) & 3);
        if (unit > AccessUnit.Word)
            return;

        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        foreach (VirtualChip chip in all.All.Where(static chip => chip.IsAlive))
        {
            uint address = BaseOf(chip, (key >> 16) & 3) + ((key >> 8) & 0xFF);
            if (!chip.Memory.TryWrite(0, address, bytes[..(1 << (int)unit)], unit))
                chip.Kill($"The monitor of chip {chip.Location} died of a write to address 0x{address:X8} that went to every chip.");
        }
    }

    private static uint BaseOf(VirtualChip chip, uint kind) => kind switch
    {
        0 => ChipAddresses.SystemVariables,
        1 => ChipAddresses.SystemRam,
        2 => ChipAddresses.SystemController,
        _ => chip.Memory.ReadWord(MemoryPointer),
    };

    private void OnEveryChip(Action<VirtualChip> action)
    {
        foreach (VirtualChip chip in all.All.Where(static chip => chip.IsAlive))
            action(chip);
    }
}
