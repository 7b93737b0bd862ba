using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Cpu.State;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>Executes the instructions for the status, for exceptions, and for coprocessors.</summary>
internal static unsafe class SystemInstructions
{
    private const uint Identity = 0x41059683;
    private const uint SavedStatusBit = 1 << 22;

    /// <summary>MRS.</summary>
    public static Op* Mrs(ArmCore core, Op* op, long clocks)
    {
        core.Reg(op->Rd) = (op->Opcode & SavedStatusBit) != 0 ? ProgramStatus.ReadSaved(core) : ProgramStatus.Read(core);
        return Flow.Next(core, op, clocks + Flow.Instruction);
    }

    /// <summary>MSR of a constant. Imm is the value.</summary>
    public static Op* MsrImmediate(ArmCore core, Op* op, long clocks) => Write(core, op, clocks, op->Imm);

    /// <summary>MSR of a register.</summary>
    public static Op* MsrRegister(ArmCore core, Op* op, long clocks) => Write(core, op, clocks, core.Reg(op->Rm));

    /// <summary>SWI.</summary>
    public static Op* SoftwareInterrupt(ArmCore core, Op* op, long clocks) => Cause(core, op, clocks, ArmException.SoftwareInterrupt, Flow.Length(core));

    /// <summary>BKPT: a prefetch abort.</summary>
    public static Op* Breakpoint(ArmCore core, Op* op, long clocks) => Cause(core, op, clocks, ArmException.PrefetchAbort, 4);

    /// <summary>An opcode that is not an instruction, or is for a coprocessor that the chip does not have.</summary>
    public static Op* Undefined(ArmCore core, Op* op, long clocks) => Cause(core, op, clocks, ArmException.UndefinedInstruction, Flow.Length(core));

    /// <summary>An instruction that does nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Op* Nothing(ArmCore core, Op* op, long clocks) => Flow.Next(core, op, clocks + Flow.Instruction);

    /// <summary>MRC of coprocessor 15. It does not exist in user mode.</summary>
    public static Op* MoveFromCoprocessor(ArmCore core, Op* op, long clocks)
    {
        if (core.Mode == ProcessorMode.User) return Undefined(core, op, clocks);
        uint value = op->Rn switch
        {
            0 => Identity,
            1 => core.Control,
            _ => 0,
        };
        if (op->Rd == 15)
        {
            core.N = value;
            core.Z = ~value & (1u << 30);
            core.C = (value >> 29) & 1;
            core.V = value << 3;
        }
        else
        {
            core.Reg(op->Rd) = value;
        }

        return Flow.Next(core, op, clocks + Flow.Instruction);
    }

    /// <summary>MCR of coprocessor 15. It does not exist in user mode.</summary>
    public static Op* MoveToCoprocessor(ArmCore core, Op* op, long clocks)
    {
        if (core.Mode == ProcessorMode.User) return Undefined(core, op, clocks);
        core.Time += clocks + Flow.Instruction;
        uint second = (op->Opcode >> 5) & 7;
        if (op->Rn == 1) core.Control = core.Reg(op->Rd);
        else if (op->Rn == 7 && (op->Rm, second) is (0, 4) or (8, 2)) core.Attention |= Attention.Sleep;
        return Flow.Leave(core, op);
    }

    /// <summary>The bits that the fields of an MSR name.</summary>
    public static uint FieldMask(uint opcode)
    {
        uint mask = 0;
        for (int field = 0; field < 4; field++)
            if ((opcode & (1u << (16 + field))) != 0) mask |= 0xffu << (8 * field);
        return mask;
    }

    private static Op* Write(ArmCore core, Op* op, long clocks, uint value)
    {
        uint mask = FieldMask(op->Opcode);
        if ((op->Opcode & SavedStatusBit) != 0) ProgramStatus.WriteSaved(core, value, mask);
        else ProgramStatus.WriteFields(core, value, mask);
        if ((op->Opcode & SavedStatusBit) != 0 || (mask & 0xff) == 0) return Flow.Next(core, op, clocks + Flow.Instruction);
        core.Time += clocks + Flow.Instruction;
        return Flow.Leave(core, op);
    }

    private static Op* Cause(ArmCore core, Op* op, long clocks, ArmException exception, uint link)
    {
        core.Time += clocks + Flow.Instruction;
        ExceptionEntry.Take(core, exception, op->Address, op->Address + link);
        return null;
    }
}
