using System.Buffers.Binary;
using System.Globalization;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Cpu.Debugging;
using SpiNNMan.Async.Emulation.Debugging.Symbols;
using SpiNNMan.Async.Emulation.Peripherals;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Debugging.Tracing;

/// <summary>Writes what a core does: each line has the time in microseconds, the core, and an instruction, an exception or a packet.</summary>
internal sealed class Tracer : ICoreObserver
{
    private readonly string _name;
    private readonly TextWriter _output;
    private readonly ProgramSymbols _symbols;

    /// <summary>Makes one; <see cref="Attach"/> lets it begin.</summary>
    /// <param name="name">The name of the core.</param>
    /// <param name="output">Where to write. Cores of several chips may write at once.</param>
    /// <param name="symbols">The known source of the program.</param>
    public Tracer(string name, TextWriter output, ProgramSymbols symbols)
    {
        _name = name;
        _output = output;
        _symbols = symbols;
    }

    /// <summary>Traces the packets and exceptions of a core; instructions come by <see cref="ICoreObserver"/>.</summary>
    /// <param name="core">The core.</param>
    public void Attach(ChipCore core)
    {
        core.Arm.ExceptionTaken += (arm, exception, address) => Write(arm.Time, string.Create(CultureInfo.InvariantCulture, $"{Word(exception)} at {_symbols.Describe(address)}"));
        core.Communications.Traced += (step, packet) => Write(core.Arm.Time, $"{step} {Describe(packet)}");
    }

    /// <inheritdoc/>
    public void Executing(ArmCore core)
    {
        Span<byte> bytes = stackalloc byte[4];
        bool isThumb = (core.Cpsr & 0x20) != 0;
        core.Read(core.Pc, bytes);
        string opcode = isThumb
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes).ToString("x4", CultureInfo.InvariantCulture)
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes).ToString("x8", CultureInfo.InvariantCulture);
        string access = AccessFinder.TryFind(core, out DataAccess found) ? string.Create(CultureInfo.InvariantCulture, $" {(found.IsStore ? "->" : "<-")} {found.Address:x8}") : "";
        Write(core.Time, string.Create(CultureInfo.InvariantCulture, $"{core.Pc:x8} {opcode,-8} {_symbols.Describe(core.Pc)}{access}"));
    }

    /// <inheritdoc/>
    public void Taking(ArmCore core, ArmException exception, uint address)
    {
        // Told by the core itself, also where instructions are not.
    }

    private static string Word(ArmException exception) => exception switch
    {
        ArmException.Irq => "irq",
        ArmException.Fiq => "fiq",
        ArmException.DataAbort => "data abort",
        ArmException.PrefetchAbort => "prefetch abort",
        ArmException.UndefinedInstruction => "undefined instruction",
        ArmException.SoftwareInterrupt => "software interrupt",
        _ => exception.ToString(),
    };

    private static string Describe(Packet packet)
    {
        string payload = packet.HasPayload ? string.Create(CultureInfo.InvariantCulture, $" payload {packet.Payload:x8}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{packet.Type} key {packet.Key:x8}{payload}");
    }

    private void Write(long time, string what) =>
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time / (double)VirtualTime.Microsecond,14:0.000} {_name,-9} {what}"));
}
