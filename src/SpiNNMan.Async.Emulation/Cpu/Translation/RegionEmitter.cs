using System.Reflection.Emit;
using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>Emits a region, instruction by instruction.</summary>
internal sealed class RegionEmitter
{
    private const int MostReturnSites = 8;
    private const long TakenBranch = 3;

    private readonly EmitContext _context;
    private readonly Region _region;
    private readonly ILGenerator _il;
    private readonly AluEmitter _alu;
    private readonly MemoryEmitter _memory;
    private readonly BlockTransferEmitter _blocks;
    private readonly StatusEmitter _status;

    /// <summary>Makes an emitter.</summary>
    public RegionEmitter(EmitContext context)
    {
        _context = context;
        _region = context.Region;
        _il = context.Il;
        _alu = new AluEmitter(context);
        _memory = new MemoryEmitter(context, _alu);
        _blocks = new BlockTransferEmitter(context);
        _status = new StatusEmitter(context);
    }

    /// <summary>Emits everything.</summary>
    public void Emit()
    {
        _context.EmitStart();
        foreach (GuestInstruction instruction in _region.Instructions.Values)
        {
            if (_region.Leaders.Contains(instruction.Address)) Begin(instruction.Address);
            Emit(instruction);
            if (!instruction.EndsPath) Continue(instruction);
        }

        _context.EmitEnd();
    }

    private void Begin(uint address)
    {
        _context.MarkBlock(address);
        _context.Pending = 0;
        _context.HasComparison = false;
    }

    /// <summary>Goes on with the next instruction, inside or outside of the region.</summary>
    private void Continue(GuestInstruction instruction)
    {
        uint next = instruction.Next;
        bool isCheckPoint = next % CodePage.LineSize == 0;
        if (!_region.Instructions.ContainsKey(next))
        {
            _context.AddTime(_context.Pending);
            _context.Leave(next, isCheckPoint ? TranslatedCode.CheckPoint : TranslatedCode.WithinBlock);
            _context.Pending = 0;
        }
        else if (_region.Leaders.Contains(next))
        {
            _context.AddTime(_context.Pending);
            _context.Pending = 0;
            if (isCheckPoint) _context.CheckTime(next);
        }
    }

    private void Emit(GuestInstruction instruction)
    {
        if (instruction.Kind is GuestKind.Interpreted or GuestKind.Last)
        {
            _context.Interpret(instruction, _context.Pending, _context.Pending, instruction.Kind == GuestKind.Last);
            _context.HasComparison = false;
            return;
        }

        if (instruction.Condition == 14)
        {
            EmitBody(instruction);
            return;
        }

        Label skip = _il.DefineLabel();
        bool hadComparison = _context.HasComparison;
        ConditionEmitter.JumpUnless(_context, instruction.Condition, skip);
        long before = _context.Pending;
        EmitBody(instruction);
        if (!IsJump(instruction) && _context.Pending > before + 1) _context.AddTime(_context.Pending - before - 1);
        _context.Pending = before + 1;
        _context.HasComparison &= hadComparison;
        _il.MarkLabel(skip);
    }

    private static bool IsJump(GuestInstruction instruction) => instruction.Kind is GuestKind.Branch or GuestKind.Call or GuestKind.Indirect;

    private void EmitBody(GuestInstruction instruction)
    {
        switch (instruction.Kind)
        {
            case GuestKind.Constant:
                _context.PushConstant(instruction.Value);
                _context.Pop(instruction.Rd);
                _context.Pending++;
                break;
            case GuestKind.Literal:
                EmitLiteral(instruction);
                break;
            case GuestKind.Branch:
                _context.AddTime(_context.Pending + TakenBranch);
                _context.GoTo(instruction.Value);
                break;
            case GuestKind.Call:
                _context.PushConstant(instruction.Next | (instruction.IsThumb ? 1u : 0));
                _context.Pop(14);
                _context.AddTime(_context.Pending + TakenBranch);
                _context.GoTo(instruction.Value);
                break;
            case GuestKind.Indirect:
                EmitIndirect(instruction);
                break;
            case GuestKind.ReadStatus or GuestKind.WriteSavedStatus or GuestKind.WriteControl:
                _status.Emit(instruction);
                break;
            default:
                EmitPlain(instruction);
                break;
        }
    }

    /// <summary>A load from ITCM. A literal on the page of its instruction cannot change without it: it is a constant.</summary>
    private void EmitLiteral(GuestInstruction instruction)
    {
        if (_region.LiteralOf(instruction) is { } literal)
        {
            _context.PushConstant(literal);
            _context.Pop(instruction.Rd);
            _context.Pending++;
            return;
        }

        _il.Emit(OpCodes.Ldarg_1);
        _il.Emit(OpCodes.Ldfld, CoreMembers.ItcmStart);
        _il.Emit(OpCodes.Ldc_I4, (int)(instruction.Value & (ArmCore.ItcmSize - 1)));
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Ldind_U4);
        _context.Pop(instruction.Rd);
        _context.Pending++;
    }

    private void EmitPlain(GuestInstruction instruction)
    {
        switch ((instruction.Opcode >> 25) & 7)
        {
            case 0 when (instruction.Opcode & 0x90) == 0x90 && (instruction.Opcode & 0x60) != 0:
            case 2 or 3:
                _memory.Emit(instruction);
                _context.Pending++;
                break;
            case 4:
                _blocks.Emit(instruction);
                _context.Pending += 1 + BlockTransferEmitter.Count(instruction);
                break;
            default:
                _alu.Emit(instruction);
                _context.Pending += 1 + AluEmitter.ExtraClocks(instruction);
                break;
        }
    }

    private void EmitIndirect(GuestInstruction instruction)
    {
        bool exchanges = true;
        long extra = 0;
        switch ((instruction.Opcode >> 25) & 7)
        {
            case 2 or 3:
                _memory.EmitLoadPc(instruction);
                break;
            case 4:
                _blocks.Emit(instruction);
                extra = BlockTransferEmitter.Count(instruction);
                break;
            case 0 when (instruction.Opcode & 0x0ffffff0) == 0x012fff10:
                _context.Push(instruction, instruction.Rm);
                _il.Emit(OpCodes.Stloc, _context.Jump);
                break;
            default:
                _alu.PushResult(instruction);
                _il.Emit(OpCodes.Stloc, _context.Jump);
                extra = AluEmitter.ExtraClocks(instruction);
                exchanges = false;
                break;
        }

        _context.AddTime(_context.Pending + TakenBranch + extra);
        EmitJump(exchanges, instruction.Value);
    }

    /// <summary>Goes to the address in the local for jumps. It can be the return address of a call within the region, or another address that is known.</summary>
    private void EmitJump(bool exchanges, uint probable)
    {
        Label other = _il.DefineLabel();
        if (exchanges)
        {
            _il.Emit(OpCodes.Ldloc, _context.Jump);
            _il.Emit(OpCodes.Ldc_I4_1);
            _il.Emit(OpCodes.And);
            _il.Emit(_region.IsThumb ? OpCodes.Brfalse : OpCodes.Brtrue, other);
            _context.Later(() => EmitOther(other));
        }

        Mask(_region.IsThumb ? ~1u : ~3u);
        foreach (uint site in probable != 0 && _region.Instructions.ContainsKey(probable) ? [probable] : _region.ReturnSites.Take(MostReturnSites))
        {
            Label next = _il.DefineLabel();
            _il.Emit(OpCodes.Ldloc, _context.Jump);
            _context.PushConstant(site);
            _il.Emit(OpCodes.Bne_Un, next);
            _context.GoTo(site);
            _il.MarkLabel(next);
        }

        _context.LeaveToJump();
    }

    /// <summary>Leaves the region for code of the other instruction set.</summary>
    private void EmitOther(Label other)
    {
        _il.MarkLabel(other);
        _il.Emit(OpCodes.Ldarg_1);
        _il.Emit(OpCodes.Ldc_I4, _region.IsThumb ? 0 : 1);
        _il.Emit(OpCodes.Stfld, CoreMembers.Thumb);
        Mask(_region.IsThumb ? ~3u : ~1u);
        _context.LeaveToJump();
    }

    private void Mask(uint mask)
    {
        _il.Emit(OpCodes.Ldloc, _context.Jump);
        _context.PushConstant(mask);
        _il.Emit(OpCodes.And);
        _il.Emit(OpCodes.Stloc, _context.Jump);
    }
}
