using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>The parts of a chip.</summary>
internal sealed record ChipOptions
{
    /// <summary>The most cores that a chip has.</summary>
    public const int MostCores = 18;

    /// <summary>How many cores it has: 1 to 18. The default is 18.</summary>
    public int Cores { get; init; } = MostCores;

    /// <summary>Physical cores that failed the boot ROM's test, as bits. They never execute.</summary>
    public uint BadCores { get; init; }

    /// <summary>Physical cores that something outside of the emulation acts, as bits: <see cref="CoreHost"/>.</summary>
    public uint HostedCores { get; init; }

    /// <summary>The physical core that the boot ROM makes the monitor. The default is 0.</summary>
    public int Monitor { get; init; }

    /// <summary>Whether it is connected to Ethernet.</summary>
    public bool HasEthernet { get; init; }

    /// <summary>The content of the serial ROM of a chip with Ethernet.</summary>
    public ReadOnlyMemory<byte> SerialRom { get; init; }

    /// <summary>Whether the boot ROM waits for an image. If not, packets for the monitor go to its core from the start. The default is true.</summary>
    public bool WaitsForImage { get; init; } = true;

    /// <summary>How many clocks pass between two messages by which the boot ROM of a chip with Ethernet says that it waits; at least a millisecond. The default is 4.096 s.</summary>
    public long AnnouncementInterval { get; init; } = 4096 * VirtualTime.Millisecond;

    /// <summary>How many clocks cores run before they look at what others did, while several are awake. The default is 200: one microsecond.</summary>
    public int Slice { get; init; } = 200;

    /// <summary>The same while one core is awake. The default is 10,000.</summary>
    public int SoloSlice { get; init; } = 10_000;

    /// <summary>How many Ethernet frames wait outside of the chip while it has no room. More are lost. The default is 256.</summary>
    public int WaitingFrames { get; init; } = 256;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Bounds.Check(Cores, 1, MostCores, nameof(Cores));
        Bounds.Check(Monitor, 0, Cores - 1, nameof(Monitor));
        Bounds.Check(Slice, 1, 1_000_000, nameof(Slice));
        Bounds.Check(SoloSlice, Slice, 1_000_000, nameof(SoloSlice));
        Bounds.Check(AnnouncementInterval, VirtualTime.Millisecond, VirtualTime.Second * 86_400, nameof(AnnouncementInterval));
        Bounds.Check(WaitingFrames, 0, 65_536, nameof(WaitingFrames));
    }
}
