using System.Buffers.Binary;
using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Cpu.Debugging;
using SpiNNMan.Async.Emulation.Debugging.Symbols;

namespace SpiNNMan.Async.Emulation.Debugging.Tracing;

/// <summary>
/// Finds out where a core spends its time, to the clock: all instructions are looked at, and none is a sample. Functions are known by their calls and returns; interrupts stand on what they interrupt.
/// Time in which the core sleeps is not counted.
/// </summary>
internal sealed class Profiler : ICoreObserver
{
    private const int MostFrames = 128;

    private readonly ProgramSymbols _symbols;
    private readonly List<Frame> _stack = [];
    private long _lastTime = -1;
    private uint _lastPc;
    private bool _wasWait;

    /// <summary>Makes one that has seen nothing.</summary>
    /// <param name="name">The name of the core.</param>
    /// <param name="symbols">The known source of the program.</param>
    public Profiler(string name, ProgramSymbols symbols)
    {
        _symbols = symbols;
        Root = new ProfileNode(name);
    }

    /// <summary>The core; below it what it executed.</summary>
    public ProfileNode Root { get; }

    /// <inheritdoc/>
    public void Executing(ArmCore core)
    {
        Spend(core.Time);
        Follow(core);
        _lastTime = core.Time;
        _lastPc = core.Pc;
        _wasWait = IsWait(core);
    }

    /// <inheritdoc/>
    public void Taking(ArmCore core, ArmException exception, uint address)
    {
        Spend(core.Time);
        _lastTime = core.Time;
        Push(exception is ArmException.Irq ? "[irq]" : exception is ArmException.Fiq ? "[fiq]" : "[exception]", address);

        // Nothing follows the instruction before: where the handler is, is no call.
        _lastPc = uint.MaxValue - 64;
    }

    private static bool IsWait(ArmCore core)
    {
        if ((core.Cpsr & 0x20) != 0) return false;
        Span<byte> bytes = stackalloc byte[4];
        return core.Read(core.Pc, bytes) == 4 && (BinaryPrimitives.ReadUInt32LittleEndian(bytes) & 0x0fff0fff) == 0x0e070f90;
    }

    private void Spend(long now)
    {
        if (_lastTime >= 0 && _stack.Count > 0) _stack[^1].Node.Clocks += _wasWait ? 1 : now - _lastTime;
        _wasWait = false;
    }

    private void Follow(ArmCore core)
    {
        uint pc = core.Pc;
        uint length = (core.Cpsr & 0x20) != 0 ? 2u : 4u;
        string function = _symbols.Functions.Find(pc)?.Name ?? "[unknown]";
        if (_stack.Count == 0)
        {
            Push(function, uint.MaxValue);
            return;
        }

        uint link = core[14] & ~1u;
        bool isNext = pc == _lastPc + length;
        if (!isNext && (link == _lastPc + 4 || link == _lastPc + 2))
        {
            Push(function, link);
            return;
        }

        if (!isNext)
        {
            int frame = _stack.FindLastIndex(candidate => candidate.Return == pc);
            if (frame > 0) _stack.RemoveRange(frame, _stack.Count - frame);
        }

        // A jump into another function, or the first instruction of a handler.
        if (string.Equals(_stack[^1].Node.Name, function, StringComparison.Ordinal)) return;
        Frame top = _stack[^1];
        if (top.Node.Name.StartsWith('['))
        {
            if (function is not "[unknown]") Push(function, top.Return);
            return;
        }

        _stack.RemoveAt(_stack.Count - 1);
        Push(function, top.Return);
    }

    private void Push(string name, uint returns)
    {
        ProfileNode parent = _stack.Count == 0 ? Root : _stack[^1].Node;

        // Recursion without end would need memory without end.
        ProfileNode node = _stack.Count < MostFrames ? parent.Child(name) : parent;
        if (_stack.Count < 64 * MostFrames) _stack.Add(new Frame(node, returns));
    }

    private readonly record struct Frame(ProfileNode Node, uint Return);
}
