using System.Buffers.Binary;
using System.Numerics;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Cpu.Interpreter;

namespace SpiNNMan.Async.Emulation.Cpu.Debugging;

/// <summary>Finds the load or store of an instruction before it executes.</summary>
internal static class AccessFinder
{
    private const uint LoadBit = 1 << 20;
    private const uint ByteBit = 1 << 22;
    private const uint UpBit = 1 << 23;
    private const uint PreBit = 1 << 24;
    private const uint RegisterBit = 1 << 25;

    /// <summary>Finds the access of a core's next instruction.</summary>
    /// <param name="core">The core, between two instructions.</param>
    /// <param name="access">The access.</param>
    /// <returns>Whether the instruction makes an access.</returns>
    public static bool TryFind(ArmCore core, out DataAccess access)
    {
        access = default;
        Span<byte> bytes = stackalloc byte[4];
        int length = core.Thumb != 0 ? 2 : 4;
        if (core.Read(core.NextPc, bytes[..length]) < length) return false;
        uint opcode = core.Thumb != 0 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (core.Thumb != 0)
        {
            if (opcode >> 11 == 9)
            {
                access = new DataAccess(((core.NextPc + 4) & ~3u) + ((opcode & 0xff) * 4), 4, true, false);
                return true;
            }

            // Branches, and instructions that compute from the PC, make no access.
            if (opcode >> 11 is 0x14 or >= 0x1a) return false;
            opcode = ThumbExpander.Expand(opcode);
        }

        uint condition = opcode >> 28;
        if (condition == 15 || !Conditions.Holds(core, condition)) return false;
        return ((opcode >> 25) & 7) switch
        {
            0 when (opcode & 0x90) == 0x90 => TryFindExtra(core, opcode, out access),
            2 => TryFindSingle(core, opcode, out access),
            3 when (opcode & 0x10) == 0 => TryFindSingle(core, opcode, out access),
            4 => TryFindBlock(core, opcode, out access),
            _ => false,
        };
    }

    private static bool TryFindSingle(ArmCore core, uint opcode, out DataAccess access)
    {
        uint offset = (opcode & RegisterBit) != 0 ? Shifted(core, opcode) : opcode & 0xfff;
        uint length = (opcode & ByteBit) != 0 ? 1u : 4;
        access = At(Address(core, opcode, offset), length, opcode);
        return true;
    }

    private static bool TryFindExtra(ArmCore core, uint opcode, out DataAccess access)
    {
        access = default;
        uint kind = (opcode >> 5) & 3;
        if (kind == 0)
        {
            if ((opcode & 0x0fb00ff0) != 0x01000090) return false;
            uint size = (opcode & ByteBit) != 0 ? 1u : 4;
            access = new DataAccess(Register(core, opcode >> 16) & ~(size - 1), size, true, true);
            return true;
        }

        uint offset = (opcode & ByteBit) != 0 ? ((opcode >> 4) & 0xf0) | (opcode & 15) : Register(core, opcode);
        bool isLoad = (opcode & LoadBit) != 0;
        uint address = Address(core, opcode, offset);
        if (!isLoad && kind != 1) access = new DataAccess(address & ~3u, 8, kind == 2, kind == 3);
        else access = At(address, kind == 2 ? 1u : 2, opcode);
        return true;
    }

    private static bool TryFindBlock(ArmCore core, uint opcode, out DataAccess access)
    {
        uint length = 4 * (uint)BitOperations.PopCount(opcode & 0xffff);
        uint start = Register(core, opcode >> 16) & ~3u;
        bool isUp = (opcode & UpBit) != 0;
        bool isBefore = (opcode & PreBit) != 0;
        if (!isUp) start -= length;
        if (isUp == isBefore) start += 4;
        access = new DataAccess(start, length, (opcode & LoadBit) != 0, (opcode & LoadBit) == 0);
        return length != 0;
    }

    private static DataAccess At(uint address, uint length, uint opcode)
    {
        bool isLoad = (opcode & LoadBit) != 0;
        return new DataAccess(address & ~(length - 1), length, isLoad, !isLoad);
    }

    private static uint Address(ArmCore core, uint opcode, uint offset)
    {
        uint start = Register(core, opcode >> 16);
        if ((opcode & PreBit) == 0) return start;
        return (opcode & UpBit) != 0 ? start + offset : start - offset;
    }

    private static uint Shifted(ArmCore core, uint opcode)
    {
        uint value = Register(core, opcode);
        int amount = (int)(opcode >> 7) & 31;
        return ((opcode >> 5) & 3) switch
        {
            0 => value << amount,
            1 => amount == 0 ? 0 : value >> amount,
            2 => (uint)((int)value >> (amount == 0 ? 31 : amount)),
            _ => amount == 0 ? (core.C << 31) | (value >> 1) : BitOperations.RotateRight(value, amount),
        };
    }

    private static uint Register(ArmCore core, uint number)
    {
        int register = (int)number & 15;
        return register == 15 ? core.NextPc + 8 - (4 * core.Thumb) : core[register];
    }
}
