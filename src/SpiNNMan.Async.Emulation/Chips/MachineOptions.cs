using SpiNNMan.Async.Emulation.Cpu.Translation;
using SpiNNMan.Async.Emulation.Memory;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>How a machine of several chips is run.</summary>
internal sealed record MachineOptions
{
    /// <summary>The memory that a chip can take at the most, in bytes: SDRAM, system RAM, ROM, and that of its cores.</summary>
    public const long MostChipMemory = ChipMemory.SdramSize + ChipMemory.SystemRamSize + ChipMemory.BootRomSize + (ChipOptions.MostCores * 96L * 1024);

    /// <summary>How many host threads run chips: 1 to 64. The default is 1. What happens is the same whatever it is.</summary>
    public int HostThreads { get; init; } = 1;

    /// <summary>When code that is executed often is translated. The default is in the background. What happens is the same whatever it is.</summary>
    public TranslationMode Translation { get; init; } = TranslationMode.Background;

    /// <summary>
    /// For how many clocks chips run before they see what others have sent: 1 to 2,000. The default is 200. Up to 60, which a link takes, packets are never late; above, they are late by up to as many
    /// clocks as this is more. Larger is faster.
    /// </summary>
    public int Lookahead { get; init; } = 200;

    /// <summary>For how many clocks a chip runs while no other has anything to do: at least <see cref="Lookahead"/>. The default is 20,000.</summary>
    public int SoloLookahead { get; init; } = 20_000;

    /// <summary>
    /// The memory, in bytes, that programs can make the chips take, at the most. SDRAM takes memory of the host as it is written, so a machine takes much less than this as a rule; a machine whose
    /// programs could take more is refused. The default is 16 GB.
    /// </summary>
    public long MemoryLimit { get; init; } = 16L << 30;

    /// <summary>How many datagrams from the host wait to be taken over. More are lost. The default is 4,096.</summary>
    public int WaitingDatagrams { get; init; } = 4096;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Bounds.Check(HostThreads, 1, 64, nameof(HostThreads));
        Bounds.Check(Lookahead, 1, 2000, nameof(Lookahead));
        Bounds.Check(SoloLookahead, Lookahead, 1_000_000, nameof(SoloLookahead));
        Bounds.Check(WaitingDatagrams, 1, 1_000_000, nameof(WaitingDatagrams));
    }
}
