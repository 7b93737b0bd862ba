using System.Buffers.Binary;
using System.Globalization;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Debugging.Replay;
using SpiNNMan.Async.Emulation.Debugging.Targets;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Executed;

/// <summary>The chips that execute everything, as a debugger sees them.</summary>
/// <param name="machine">The chips.</param>
/// <param name="plan">Their parts.</param>
/// <param name="gate">Whose turn it is.</param>
/// <remarks>Where the image keeps the tables that SC&amp;MP has, cores have their virtual numbers, and tell their application and state; before, and with other images, physical numbers.</remarks>
internal sealed class ExecutedDebugging(EmulatedMachine machine, MachinePlan plan, RunGate gate) : IDebuggedMachine
{
    private const uint VirtualNumbers = 0xf5007f94;
    private const uint VcpuBase = 0xf5007fcc;
    private const uint VcpuSize = 128;
    private const uint StateOffset = 0x2e;
    private const int Cores18 = 18;

    private (int Chip, int Core)[]? _cores;

    public RunGate Gate => gate;

    public IDebuggedChips Machine => machine;

    public IReadOnlyList<(int Chip, int Core)> Cores => _cores ??= [.. plan.Chips.Index().SelectMany(static chip => Enumerable.Range(0, Cores18).Where(core => (chip.Item.BadCores & (1u << core)) == 0).Select(core => (chip.Index, core)))];

    public Action? CoresChanged { get; set; }

    public IReplayable? Replay => null;

    public string Origin => string.Create(CultureInfo.InvariantCulture, $"{plan.Chips.Count} chips, and what hosts sent; vm --record keeps that, and vm --replay has it again");

    public void Resumed()
    {
        // The clock of the chips looks each millisecond whether it may go on.
    }

    public string NameOf(int chip, int core)
    {
        ChipLocation location = plan.Chips[chip].Location;
        return string.Create(CultureInfo.InvariantCulture, $"{location.X},{location.Y},{VirtualOf(chip, core) ?? core}");
    }

    public string Describe(int chip, int core)
    {
        Span<byte> word = stackalloc byte[4];
        if (!machine.IsOn(chip))
            return "no power";

        if (VirtualOf(chip, core) is not { } number || !TryRead(chip, VcpuBase, word) || !TryRead(chip, BinaryPrimitives.ReadUInt32LittleEndian(word) + (VcpuSize * (uint)number) + (StateOffset & ~3u), word))
            return string.Create(CultureInfo.InvariantCulture, $"physical {core}");

        return string.Create(CultureInfo.InvariantCulture, $"application {word[3]}, {(CoreState)word[2]}, physical {core}");
    }

    /// <summary>The virtual number of a core, if the image has numbered them.</summary>
    private int? VirtualOf(int chip, int core)
    {
        Span<byte> numbers = stackalloc byte[Cores18];
        if (!TryRead(chip, VirtualNumbers, numbers))
            return null;

        // Numbers are given once each; memory that says anything else has no table.
        uint seen = 0;
        foreach (byte number in numbers)
        {
            if (number == byte.MaxValue)
                continue;

            if (number >= Cores18 || (seen & (1u << number)) != 0)
                return null;

            seen |= 1u << number;
        }

        return numbers[core] == byte.MaxValue ? null : numbers[core];
    }

    private bool TryRead(int chip, uint address, Span<byte> bytes) => machine.Chips[chip].Cores[0].Arm.Read(address, bytes) == bytes.Length;
}
