using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Cpu.Translation;
using SpiNNMan.Async.Emulation.Memory;

namespace SpiNNMan.Async.EmulationBenchmarks;

/// <summary>A program of test/Programs on a core that has nothing else; its bus takes the result, and the acknowledgement of interrupts.</summary>
internal sealed class Workload : ICoreBus, IDisposable
{
    private const uint ResultRegister = 0x10000000;
    private const uint AcknowledgeRegister = 0x10000004;

    private readonly ChipMemory _memory = new();
    private readonly ArmCore _core;
    private uint _result;
    private bool _done;

    public unsafe Workload(string name, TranslationMode mode)
    {
        Cache = new CodeCache(mode);
        Cache.Prepare();
        _core = new ArmCore(_memory, this, Cache);
        byte[] image = File.ReadAllBytes(PathOf(name + ".bin"));
        image.CopyTo(new Span<byte>(_core.Itcm, (int)ArmCore.ItcmSize));
        _core.ItcmWritten(0, (uint)image.Length);
    }

    public CodeCache Cache { get; }

    /// <summary>How long the last run took on the core.</summary>
    public long Clocks { get; private set; }

    /// <summary>How many interrupts were acknowledged.</summary>
    public long Interrupts { get; private set; }

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Programs", file);

    /// <summary>Runs the program from its start to its end.</summary>
    /// <param name="turns">How much it is to do.</param>
    /// <param name="interval">How often it is interrupted, in clocks; 0 for never.</param>
    /// <param name="sliced">Called after each slice.</param>
    /// <returns>What it computed.</returns>
    public unsafe uint Run(uint turns, long interval = 0, Action? sliced = null)
    {
        new Span<byte>(_core.Dtcm, (int)ArmCore.DtcmSize).Clear();
        _core.Start(0, turns);
        _done = false;
        Interrupts = 0;
        long start = _core.Time;
        long next = start + (interval == 0 ? long.MaxValue / 2 : interval);
        while (!_done)
        {
            _core.Run(Math.Min(next, _core.Time + 10_000));
            if (_core.Time >= next)
            {
                next += interval;
                _core.SetInterruptLines(irq: true, fiq: false);
            }

            sliced?.Invoke();
        }

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
        switch (address)
        {
            case ResultRegister:
                _result = value;
                _done = true;
                return BusOutcome.EndSlice;
            case AcknowledgeRegister:
                Interrupts++;
                core.SetInterruptLines(irq: false, fiq: false);
                return BusOutcome.Done;
            default:
                return BusOutcome.Abort;
        }
    }

    public void Dispose() => _memory.Dispose();
}
