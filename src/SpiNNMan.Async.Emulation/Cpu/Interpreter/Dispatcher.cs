using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Cpu.State;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>Runs a core from check point to check point.</summary>
internal static unsafe class Dispatcher
{
    /// <summary>Runs until a time is reached, or an event ends the slice.</summary>
    public static SliceEnd Run(ArmCore core, long until)
    {
        if (core.IsSleeping) return SliceEnd.Sleeping;
        core.Limit = until;
        core.Attention = Attention.None;
        core.Code.Refresh();
        core.Stops.Prepare(until);

        // The time is compared at check points only, even where instructions are executed one at a time. A core that had stopped at an instruction has already passed that comparison.
        bool goesOn = core.Stops.IsStoppedHere;
        while (core.Time < until || core.Code.IsWithinBlock || goesOn)
        {
            goesOn = false;
            if (!core.Code.IsWithinBlock && (core.IrqLine | core.FiqLine)) ExceptionEntry.TakeInterrupt(core);
            Op* op = core.Code.Next();
            if (op == null)
            {
                if (core.Stops.StopsHere()) return SliceEnd.Breakpoint;
                StepOne(core);
            }
            else
            {
                core.Code.IsWithinBlock = false;
                do op = op->Handler(core, op, 0);
                while (op != null && core.Time < until);
                if (op != null)
                {
                    core.NextPc = op->Address;
                    break;
                }
            }

            if (core.Attention != Attention.None && SeeTo(core) is { } end) return end;
        }

        return SliceEnd.Time;
    }

    /// <summary>Executes one instruction.</summary>
    public static SliceEnd Step(ArmCore core)
    {
        if (core.IsSleeping) return SliceEnd.Sleeping;
        core.Attention = Attention.None;
        core.Code.Refresh();
        if (!core.Code.IsWithinBlock && (core.IrqLine | core.FiqLine)) ExceptionEntry.TakeInterrupt(core);
        StepOne(core);
        return core.Attention != Attention.None && SeeTo(core) is { } end ? end : SliceEnd.Time;
    }

    private static void StepOne(ArmCore core)
    {
        byte* memory = core.Code.Fetch(core.NextPc);
        if (memory == null)
        {
            core.Code.IsWithinBlock = false;
            ExceptionEntry.Take(core, ArmException.PrefetchAbort, core.NextPc, core.NextPc + 4);
            return;
        }

        core.Code.Mark(core.NextPc);
        Op* ops = stackalloc Op[2];
        uint length = core.Thumb != 0 ? 2u : 4u;
        PageDecoder.DecodeAlone(ops, core.NextPc, core.Thumb != 0 ? *(ushort*)memory : *(uint*)memory, core.Thumb != 0);
        PageDecoder.EndAt(ops + 1, core.NextPc + length);
        uint next = core.NextPc + length;
        core.NextPc = ~next;
        Op* after = ops->Handler(core, ops, 0);
        if (after != null) core.NextPc = after->Address;
        core.Code.IsWithinBlock = after == ops + 1 && next % CodePage.LineSize != 0;
    }

    /// <summary>Does the work that the last instruction left.</summary>
    /// <returns>Why the slice ends, or null if it does not.</returns>
    private static SliceEnd? SeeTo(ArmCore core)
    {
        Attention attention = core.Attention;
        core.Attention = Attention.None;
        core.Code.IsWithinBlock = false;
        core.Code.Refresh();
        if ((attention & Attention.Abort) != Attention.None) ExceptionEntry.Take(core, ArmException.DataAbort, core.NextPc, core.NextPc + 8);
        if ((attention & Attention.Sleep) != Attention.None && !core.IrqLine && !core.FiqLine)
        {
            core.IsSleeping = true;
            return SliceEnd.Sleeping;
        }

        return (attention & Attention.EndSlice) != Attention.None ? SliceEnd.BusAccess : null;
    }
}
