using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Memory;

namespace SpiNNMan.Async.EmulationBenchmarks;

/// <summary>A program on a core that has nothing else.</summary>
internal sealed class Workload : ICoreBus, IDisposable
{
    private readonly ChipMemory _memory = new();
    private readonly ArmCore _core;
    private uint _result;
    private bool _done;

    public unsafe Workload(string name)
    {
        _core = new ArmCore(_memory, this, new CodeCache());
        byte[] image = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Programs", name + ".bin"));
        image.CopyTo(new Span<byte>(_core.Itcm, (int)ArmCore.ItcmSize));
        _core.ItcmWritten(0, (uint)image.Length);
    }

    public long Clocks { get; private set; }

    public uint Run(uint turns)
    {
        _core.Start(0, turns);
        _done = false;
        long start = _core.Time;
        while (!_done) _core.Run(_core.Time + 10_000);
        Clocks = _core.Time - start;
        return _result;
    }

    public BusOutcome Read(ArmCore core, uint address, AccessSize size, out uint value)
    {
        value = 0;
        return BusOutcome.Abort;
    }

    public BusOutcome Write(ArmCore core, uint address, AccessSize size, uint value)
    {
        if (address == 0x10000000)
        {
            _result = value;
            _done = true;
            return BusOutcome.EndSlice;
        }

        return address == 0x10000004 ? BusOutcome.Done : BusOutcome.Abort;
    }

    public void Dispose()
    {
        _core.Dispose();
        _memory.Dispose();
    }
}
