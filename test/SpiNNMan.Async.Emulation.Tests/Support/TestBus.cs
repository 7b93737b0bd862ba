using SpiNNMan.Async.Emulation.Cpu;

namespace SpiNNMan.Async.Emulation.Tests.Support;

/// <summary>A bus with sixteen words of memory at 10000000, and nothing else, whose outcome tests choose.</summary>
internal sealed class TestBus : ICoreBus
{
    public const uint Base = 0x10000000;

    public uint[] Words { get; } = new uint[16];

    public List<(bool IsWrite, uint Address, AccessSize Size, uint Value, long Time)> Accesses { get; } = [];

    public Func<uint, BusOutcome> Outcome { get; set; } = _ => BusOutcome.Done;

    public Action<ArmCore>? Accessed { get; set; }

    public BusOutcome Read(ArmCore core, uint address, AccessSize size, out uint value)
    {
        value = 0;
        if (address - Base >= 64) return BusOutcome.Abort;
        value = Words[(address - Base) / 4] >> (int)((address & 3) * 8);
        if (size != AccessSize.Word) value &= size == AccessSize.Byte ? 0xffu : 0xffffu;
        Accesses.Add((false, address, size, value, core.Time));
        Accessed?.Invoke(core);
        return Outcome(address);
    }

    public BusOutcome Write(ArmCore core, uint address, AccessSize size, uint value)
    {
        if (address - Base >= 64) return BusOutcome.Abort;
        Words[(address - Base) / 4] = value;
        Accesses.Add((true, address, size, value, core.Time));
        Accessed?.Invoke(core);
        return Outcome(address);
    }
}
