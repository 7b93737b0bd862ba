using System.Numerics;
using System.Reflection.Emit;
using SpiNNMan.Async.Emulation.Cpu.Interpreter;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>Emits MRS and MSR. Handlers of interrupts are full of them, so regions go on behind them.</summary>
internal sealed class StatusEmitter(EmitContext context)
{
    private const int SavedStatusBit = 22;

    // Modes have registers of their own from r8 on.
    private const int FirstBanked = 8;

    private readonly ILGenerator _il = context.Il;

    /// <summary>Emits one of them.</summary>
    /// <param name="instruction">The instruction.</param>
    public void Emit(GuestInstruction instruction)
    {
        switch (instruction.Kind)
        {
            case GuestKind.ReadStatus:
                context.SaveFlags();
                _il.Emit(OpCodes.Ldarg_1);
                _il.Emit(instruction.Has(SavedStatusBit) ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
                _il.Emit(OpCodes.Call, CoreMembers.ReadStatus);
                context.Pop(instruction.Rd);
                context.Pending++;
                break;
            case GuestKind.WriteSavedStatus:
                _il.Emit(OpCodes.Ldarg_1);
                PushValue(instruction);
                context.PushConstant(SystemInstructions.FieldMask(instruction.Opcode));
                _il.Emit(OpCodes.Call, CoreMembers.WriteSavedStatus);
                context.Pending++;
                break;
            case GuestKind.WriteControl:
                EmitControl(instruction);
                break;
        }
    }

    /// <summary>Changes the mode, and looks for interrupts that are not masked any more.</summary>
    private void EmitControl(GuestInstruction instruction)
    {
        Label interrupted = _il.DefineLabel();
        context.SaveRegisters(FirstBanked);
        context.AddTime(context.Pending + Flow.Instruction);
        context.Pending = 0;
        _il.Emit(OpCodes.Ldarg_1);
        PushValue(instruction);
        _il.Emit(OpCodes.Call, CoreMembers.WriteControl);
        _il.Emit(OpCodes.Brtrue, interrupted);
        context.LoadRegisters(FirstBanked);
        context.CheckTime(instruction.Next);
        context.Later(() =>
        {
            _il.MarkLabel(interrupted);
            context.LoadRegisters(FirstBanked);
            context.Leave(instruction.Next, TranslatedCode.LookAround);
        });
    }

    private void PushValue(GuestInstruction instruction)
    {
        if (instruction.Has(25)) context.PushConstant(BitOperations.RotateRight(instruction.Opcode & 0xff, (int)(instruction.Opcode >> 7) & 0x1e));
        else context.Push(instruction, instruction.Rm);
    }
}
