using SpiNNMan.Async.Emulation.Cpu.Interpreter;
using static SpiNNMan.Async.Emulation.Cpu.Interpreter.AluOperations;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>The methods that execute data processing, by operation, operand and use of the result.</summary>
internal static unsafe class AluHandlers
{
    /// <summary>The method for an instruction.</summary>
    /// <param name="operation">The operation, 0 to 15.</param>
    /// <param name="flags">Whether the flags are set.</param>
    /// <param name="toPc">Whether the result is the PC.</param>
    public static delegate*<ArmCore, Op*, long, Op*> Find<TOperand>(uint operation, bool flags, bool toPc)
        where TOperand : struct, IOperand =>
        toPc ? ToPc<TOperand>(operation) : flags ? Flags<TOperand>(operation) : Plain<TOperand>(operation);

    private static delegate*<ArmCore, Op*, long, Op*> Plain<TOperand>(uint operation)
        where TOperand : struct, IOperand
    {
        switch (operation)
        {
            case 0: return &Alu.Plain<And, TOperand>;
            case 1: return &Alu.Plain<Eor, TOperand>;
            case 2: return &Alu.Plain<Sub, TOperand>;
            case 3: return &Alu.Plain<Rsb, TOperand>;
            case 4: return &Alu.Plain<Add, TOperand>;
            case 5: return &Alu.Plain<Adc, TOperand>;
            case 6: return &Alu.Plain<Sbc, TOperand>;
            case 7: return &Alu.Plain<Rsc, TOperand>;
            case 12: return &Alu.Plain<Orr, TOperand>;
            case 13: return &Alu.Plain<Mov, TOperand>;
            case 14: return &Alu.Plain<Bic, TOperand>;
            default: return &Alu.Plain<Mvn, TOperand>;
        }
    }

    private static delegate*<ArmCore, Op*, long, Op*> Flags<TOperand>(uint operation)
        where TOperand : struct, IOperand
    {
        switch (operation)
        {
            case 0: return &Alu.Flags<And, TOperand>;
            case 1: return &Alu.Flags<Eor, TOperand>;
            case 2: return &Alu.Flags<Sub, TOperand>;
            case 3: return &Alu.Flags<Rsb, TOperand>;
            case 4: return &Alu.Flags<Add, TOperand>;
            case 5: return &Alu.Flags<Adc, TOperand>;
            case 6: return &Alu.Flags<Sbc, TOperand>;
            case 7: return &Alu.Flags<Rsc, TOperand>;
            case 8: return &Alu.Flags<Tst, TOperand>;
            case 9: return &Alu.Flags<Teq, TOperand>;
            case 10: return &Alu.Flags<Cmp, TOperand>;
            case 11: return &Alu.Flags<Cmn, TOperand>;
            case 12: return &Alu.Flags<Orr, TOperand>;
            case 13: return &Alu.Flags<Mov, TOperand>;
            case 14: return &Alu.Flags<Bic, TOperand>;
            default: return &Alu.Flags<Mvn, TOperand>;
        }
    }

    private static delegate*<ArmCore, Op*, long, Op*> ToPc<TOperand>(uint operation)
        where TOperand : struct, IOperand
    {
        switch (operation)
        {
            case 0: return &Alu.ToPc<And, TOperand>;
            case 1: return &Alu.ToPc<Eor, TOperand>;
            case 2: return &Alu.ToPc<Sub, TOperand>;
            case 3: return &Alu.ToPc<Rsb, TOperand>;
            case 4: return &Alu.ToPc<Add, TOperand>;
            case 5: return &Alu.ToPc<Adc, TOperand>;
            case 6: return &Alu.ToPc<Sbc, TOperand>;
            case 7: return &Alu.ToPc<Rsc, TOperand>;
            case 12: return &Alu.ToPc<Orr, TOperand>;
            case 13: return &Alu.ToPc<Mov, TOperand>;
            case 14: return &Alu.ToPc<Bic, TOperand>;
            default: return &Alu.ToPc<Mvn, TOperand>;
        }
    }
}
