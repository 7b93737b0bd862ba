using System.Numerics;
using System.Reflection.Emit;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>Emits LDM and STM. Transfers within DTCM go word by word. All others go through the interpreter.</summary>
internal sealed class BlockTransferEmitter(EmitContext context)
{
    private readonly ILGenerator _il = context.Il;
    private readonly LocalBuilder _start = context.Il.DeclareLocal(typeof(uint));
    private readonly LocalBuilder _pointer = context.Il.DeclareLocal(typeof(nint));

    /// <summary>How many registers an instruction moves.</summary>
    public static int Count(GuestInstruction instruction) => BitOperations.PopCount(instruction.Opcode & 0xffff);

    /// <summary>Emits a transfer. A loaded PC is then in the local for jumps.</summary>
    /// <param name="instruction">The instruction.</param>
    public void Emit(GuestInstruction instruction)
    {
        bool loadsPc = instruction.Has(20) && instruction.Has(15);
        int size = 4 * Count(instruction);
        Label slow = _il.DefineLabel();
        Label done = _il.DefineLabel();
        PushSum(instruction, First(instruction, size));
        _il.Emit(OpCodes.Stloc, _start);
        _il.Emit(OpCodes.Ldloc, _start);
        _il.Emit(OpCodes.Ldc_I4, size - 4);
        _il.Emit(OpCodes.Call, CoreMembers.IsDtcmRange);
        _il.Emit(OpCodes.Brfalse, slow);
        _il.Emit(OpCodes.Ldloc, context.Dtcm);
        _il.Emit(OpCodes.Ldloc, _start);
        _il.Emit(OpCodes.Conv_U);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stloc, _pointer);
        if (instruction.Has(20)) EmitLoads(instruction, size);
        else EmitStores(instruction, size);
        _il.MarkLabel(done);
        long before = context.Pending;
        context.Later(() =>
        {
            _il.MarkLabel(slow);
            context.Interpret(instruction, before, before + 1 + (size / 4), loadsPc);
            if (!loadsPc) _il.Emit(OpCodes.Br, done);
        });
    }

    private static int First(GuestInstruction instruction, int size) => (instruction.Has(23), instruction.Has(24)) switch
    {
        (true, false) => 0,
        (true, true) => 4,
        (false, true) => -size,
        _ => 4 - size,
    };

    private void EmitLoads(GuestInstruction instruction, int size)
    {
        WriteBack(instruction, size);
        int offset = 0;
        for (int register = 0; register < 16; register++)
        {
            if (!instruction.Has(register)) continue;
            PushPointer(offset);
            _il.Emit(OpCodes.Ldind_U4);
            if (register == 15) _il.Emit(OpCodes.Stloc, context.Jump);
            else context.Pop(register);
            offset += 4;
        }
    }

    private void EmitStores(GuestInstruction instruction, int size)
    {
        int offset = 0;
        for (int register = 0; register < 15; register++)
        {
            if (!instruction.Has(register)) continue;
            PushPointer(offset);
            context.Push(instruction, register);
            _il.Emit(OpCodes.Stind_I4);
            offset += 4;
        }

        WriteBack(instruction, size);
    }

    private void WriteBack(GuestInstruction instruction, int size)
    {
        if (!instruction.Has(21)) return;
        PushSum(instruction, instruction.Has(23) ? size : -size);
        context.Pop(instruction.Rn);
    }

    private void PushSum(GuestInstruction instruction, int offset)
    {
        context.Push(instruction, instruction.Rn);
        if (offset == 0) return;
        _il.Emit(OpCodes.Ldc_I4, offset);
        _il.Emit(OpCodes.Add);
    }

    private void PushPointer(int offset)
    {
        _il.Emit(OpCodes.Ldloc, _pointer);
        if (offset == 0) return;
        _il.Emit(OpCodes.Ldc_I4, offset);
        _il.Emit(OpCodes.Add);
    }
}
