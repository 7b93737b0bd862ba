using System.Globalization;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Cpu.State;
using SpiNNMan.Async.Emulation.Debugging.Symbols;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Debugging.Tracing;

/// <summary>Remembers what went wrong in programs: each exception that is no interrupt and was not asked for. Costs nothing while nothing goes wrong.</summary>
/// <param name="symbols">The known source of the program.</param>
internal sealed class FaultLog(ProgramSymbols symbols)
{
    /// <summary>How many are remembered; of more, only how many there were.</summary>
    public const int Most = 1000;

    private readonly List<string> _faults = [];
    private readonly Lock _lock = new();

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>The faults that were remembered: the time, the core, the error, and the place in the source.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_lock) return [.. _faults];
        }
    }

    /// <summary>Looks at a core from now on.</summary>
    /// <param name="core">The core.</param>
    /// <param name="name">Its name.</param>
    public void Attach(ChipCore core, string name) => core.Arm.ExceptionTaken += (arm, exception, address) =>
    {
        if (Describe(arm, exception) is not { } what) return;
        lock (_lock)
        {
            if (Count++ >= Most) return;
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{arm.Time / (double)VirtualTime.Millisecond:0.000000} ms {name} {what} at {symbols.Describe(address)}, called from {symbols.Describe((LinkBefore(arm) & ~1u) - 4)}"));
        }
    };

    /// <summary>The value of r14 in the mode that the exception was taken from.</summary>
    private static uint LinkBefore(ArmCore core) => core.BankedLink[ProcessorMode.Bank(core.Spsr & 0x1f)];

    private static string? Describe(ArmCore core, ArmException exception) => exception switch
    {
        ArmException.DataAbort => string.Create(CultureInfo.InvariantCulture, $"reached {core.AbortAddress:x8}, where nothing is,"),
        ArmException.PrefetchAbort => "executed where no instruction is, or BKPT,",
        ArmException.UndefinedInstruction => "executed an undefined instruction",
        _ => null,
    };
}
