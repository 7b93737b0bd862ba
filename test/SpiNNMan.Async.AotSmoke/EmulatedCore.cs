using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Memory;

namespace SpiNNMan.Async.AotSmoke;

/// <summary>An emulated core that multiplies and accumulates, and writes what comes of it to its bus.</summary>
internal sealed class EmulatedCore : ICoreBus
{
    private uint? _result;

    /// <summary>Whether a program computes what it computes elsewhere, without any code made at run time.</summary>
    public static bool Works()
    {
        EmulatedCore bus = new();
        CodeCache cache = new();
        using ChipMemory memory = new();
        ArmCore core = new(memory, bus, cache);
        using Stream program = typeof(EmulatedCore).Assembly.GetManifestResourceStream("mac-o2.bin")!;
        var image = new byte[program.Length];
        program.ReadExactly(image);
        core.Write(0, image);
        core.Start(pc: 0, r0: 20_000);
        while (bus._result is null) core.Run(core.Time + 100_000);
        Console.WriteLine($"an emulated core computed {bus._result:x8} in {core.Time} clocks, {cache.Translated} regions translated");
        return bus._result == 0x35bb42b0 && cache.Translated == 0;
    }

    public BusOutcome Read(ArmCore core, uint address, AccessSize size, out uint value)
    {
        value = 0;
        return BusOutcome.Abort;
    }

    public BusOutcome Write(ArmCore core, uint address, AccessSize size, uint value)
    {
        _result = value;
        return BusOutcome.EndSlice;
    }
}
