using SpiNNMan.Async.Emulation.Cpu.Interpreter;
using static SpiNNMan.Async.Emulation.Cpu.Interpreter.Accesses;
using static SpiNNMan.Async.Emulation.Cpu.Interpreter.Addressing;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>Decodes single loads and stores. There is no protection unit, so loads and stores "as in user mode" are ordinary ones.</summary>
internal static unsafe class LoadStoreDecoder
{
    private const uint LoadBit = 1 << 20;
    private const uint WriteBackBit = 1 << 21;
    private const uint ByteBit = 1 << 22;
    private const uint UpBit = 1 << 23;
    private const uint PreBit = 1 << 24;

    /// <summary>The method that executes an instruction on words or bytes.</summary>
    public static delegate*<ArmCore, Op*, long, Op*> Find(Op* op, uint opcode, ref PcUse pc)
    {
        bool isRegister = (opcode & (1 << 25)) != 0;
        bool isLoad = (opcode & LoadBit) != 0;
        if (isRegister)
        {
            if (op->Rm == 15) return &SystemInstructions.Undefined;
            op->Imm = (opcode & UpBit) != 0 ? 0 : uint.MaxValue;
            op->Rs = (byte)((opcode >> 7) & 31);
        }
        else
        {
            op->Imm = (opcode & UpBit) != 0 ? opcode & 0xfff : 0 - (opcode & 0xfff);
            if (op->Rn == 15 && (opcode & (PreBit | WriteBackBit | ByteBit | LoadBit)) == (PreBit | LoadBit) && op->Rd != 15 && (op->Imm & 3) == 0)
                return Literal(op, op->Address + 8 + op->Imm);
        }

        if (op->Rd == 15 && (opcode & ByteBit) != 0) return &SystemInstructions.Undefined;
        UsePc(op, isLoad, isRegister, ref pc);
        Form form = !isLoad ? ((opcode & ByteBit) != 0 ? Form.StoreByte : Form.StoreWord)
            : op->Rd == 15 ? Form.LoadPc
            : (opcode & ByteBit) != 0 ? Form.LoadByte : Form.LoadWord;
        if (IsVector(opcode)) return &LoadStore.LoadVector<Offset<ImmediateOffset>>;
        if (!isRegister) return FindIndexed<ImmediateOffset>(form, opcode);
        return (opcode & 0x60) == 0 ? FindIndexed<RegisterOffset>(form, opcode) : FindIndexed<ShiftedOffset>(form, opcode);
    }

    /// <summary>Whether an instruction is "ldr pc, [pc, #...]".</summary>
    /// <param name="opcode">The instruction.</param>
    public static bool IsVector(uint opcode) => (opcode & 0x0f7ff000) == 0x051ff000;

    /// <summary>The method that executes an instruction on halfwords, signed bytes, or double words.</summary>
    public static delegate*<ArmCore, Op*, long, Op*> FindExtra(Op* op, uint opcode, ref PcUse pc)
    {
        bool isRegister = (opcode & ByteBit) == 0;
        uint kind = (opcode >> 5) & 3;
        bool isLoad = (opcode & LoadBit) != 0;
        bool isDouble = !isLoad && kind != 1;
        if (op->Rd == 15 || (isDouble && (op->Rd & 1) != 0) || (isDouble && op->Rd == 14) || (isRegister && op->Rm == 15)) return &SystemInstructions.Undefined;
        uint offset = ((opcode >> 4) & 0xf0) | (opcode & 15);
        bool isUp = (opcode & UpBit) != 0;
        op->Imm = isRegister ? (isUp ? 0 : uint.MaxValue) : isUp ? offset : 0 - offset;
        op->Rs = 0;
        UsePc(op, true, isRegister, ref pc);
        Form form = isDouble ? (kind == 2 ? Form.LoadDouble : Form.StoreDouble)
            : !isLoad ? Form.StoreHalfword
            : kind == 1 ? Form.LoadHalfword : kind == 2 ? Form.LoadSignedByte : Form.LoadSignedHalfword;
        return isRegister ? FindIndexed<RegisterOffset>(form, opcode) : FindIndexed<ImmediateOffset>(form, opcode);
    }

    /// <summary>The method that loads a word from an address that the instruction itself names.</summary>
    public static delegate*<ArmCore, Op*, long, Op*> Literal(Op* op, uint address)
    {
        op->Imm = address;
        if (address >= ArmCore.DtcmBase) return &LoadStore.LoadAbsolute;
        op->Imm &= ArmCore.ItcmSize - 1;
        return &LoadStore.LoadLiteral;
    }

    private static void UsePc(Op* op, bool isLoad, bool isRegister, ref PcUse pc)
    {
        if (op->Rn == 15) pc = PcUse.Ahead;
        if (isLoad || op->Rd != 15) return;

        // A stored PC is 12 bytes ahead, but a PC as base is 8 bytes ahead.
        if (op->Rn == 15 && !isRegister) op->Imm -= 4;
        pc = PcUse.Late;
    }

    private static delegate*<ArmCore, Op*, long, Op*> FindIndexed<TOffset>(Form form, uint opcode)
        where TOffset : struct, IOffset
    {
        if ((opcode & PreBit) == 0) return FindForm<PostIndexed<TOffset>>(form);
        return (opcode & WriteBackBit) != 0 ? FindForm<PreIndexed<TOffset>>(form) : FindForm<Offset<TOffset>>(form);
    }

    private static delegate*<ArmCore, Op*, long, Op*> FindForm<TAddressing>(Form form)
        where TAddressing : struct, IAddressing
    {
        switch (form)
        {
            case Form.LoadWord: return &LoadStore.Load<Word, TAddressing>;
            case Form.LoadByte: return &LoadStore.Load<Accesses.Byte, TAddressing>;
            case Form.LoadHalfword: return &LoadStore.Load<Halfword, TAddressing>;
            case Form.LoadSignedByte: return &LoadStore.Load<SignedByte, TAddressing>;
            case Form.LoadSignedHalfword: return &LoadStore.Load<SignedHalfword, TAddressing>;
            case Form.LoadPc: return &LoadStore.LoadPc<TAddressing>;
            case Form.LoadDouble: return &LoadStore.LoadDouble<TAddressing>;
            case Form.StoreWord: return &LoadStore.Store<Word, TAddressing>;
            case Form.StoreByte: return &LoadStore.Store<Accesses.Byte, TAddressing>;
            case Form.StoreHalfword: return &LoadStore.Store<Halfword, TAddressing>;
            default: return &LoadStore.StoreDouble<TAddressing>;
        }
    }

    private enum Form
    {
        LoadWord,
        LoadByte,
        LoadHalfword,
        LoadSignedByte,
        LoadSignedHalfword,
        LoadPc,
        LoadDouble,
        StoreWord,
        StoreByte,
        StoreHalfword,
        StoreDouble,
    }
}
