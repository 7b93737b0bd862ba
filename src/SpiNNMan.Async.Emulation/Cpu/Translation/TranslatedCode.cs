using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Cpu.State;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>The transitions between the interpreter and translated code.</summary>
internal static unsafe class TranslatedCode
{
    /// <summary>The result of a region at a check point.</summary>
    public const int CheckPoint = 0;

    /// <summary>The result of a region if the next instruction is in the same block.</summary>
    public const int WithinBlock = 1;

    /// <summary>The result of a region when interrupts must be checked.</summary>
    public const int LookAround = 2;

    /// <summary>The result of a region at a check point to which an interpreted instruction jumped.</summary>
    public const int Jumped = 3;

    private static readonly nint s_enter = (nint)(delegate*<ArmCore, Op*, long, Op*>)&Enter;

    /// <summary>Executes the region that begins at an instruction, if it is the core's code.</summary>
    public static Op* Enter(ArmCore core, Op* op, long clocks)
    {
        if (core.Code.EntryAt(op) is not { } entry) return core.Code.PageAt(op->Address, core.Thumb)!.EntryAt(op).Interpret(core, op, clocks);
        core.Time += clocks;
        int result = entry.Region.Code!(core, entry.Number);
        if (core.Attention != Attention.None || result == LookAround) return null;
        Op* next = core.Code.Known(core.NextPc, core.Thumb);
        if (result != WithinBlock && next != null && (nint)next->Handler != s_enter && entry.CountExit()) core.Code.IsHot(core.NextPc, core.Thumb);
        return result == WithinBlock && next != null ? next->Handler(core, next, 0) : next;
    }

    /// <summary>Reads a status, of the mode or the saved one.</summary>
    public static uint ReadStatus(ArmCore core, bool isSaved) => isSaved ? ProgramStatus.ReadSaved(core) : ProgramStatus.Read(core);

    /// <summary>Changes the mode and the masks.</summary>
    /// <returns>Whether an interrupt must be taken before the next instruction.</returns>
    public static bool WriteControl(ArmCore core, uint value)
    {
        ProgramStatus.WriteFields(core, value, 0xff);
        return core.HasInterrupt;
    }

    /// <summary>Interprets one instruction of a region.</summary>
    /// <param name="core">The core, whose registers and time are up to date.</param>
    /// <param name="op">The decoded instruction.</param>
    /// <returns>0 if the region goes on with the next instruction. Otherwise the result of the region.</returns>
    public static int Interpret(ArmCore core, Op* op)
    {
        Op* next = op->Handler(core, op, 0);
        if (next == op + 1) return 0;
        if (next == null) return LookAround;
        core.NextPc = next->Address;
        return Jumped;
    }

    /// <summary>Interprets one instruction, after which the region ends.</summary>
    /// <param name="core">The core, whose registers and time are up to date.</param>
    /// <param name="op">The decoded instruction.</param>
    /// <returns>The result of the region.</returns>
    public static int InterpretLast(ArmCore core, Op* op)
    {
        int result = Interpret(core, op);
        if (result != 0) return result;
        core.NextPc = (op + 1)->Address;
        return core.NextPc % CodePage.LineSize == 0 ? CheckPoint : WithinBlock;
    }
}
