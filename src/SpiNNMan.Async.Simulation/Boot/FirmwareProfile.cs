using System.Collections.Immutable;
using System.Text;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Boot;

/// <summary>What differs between versions of the monitor, as far as a host can see.</summary>
internal sealed class FirmwareProfile
{
    private const byte OldTimePhaseScale = 0xFF;

    private FirmwareProfile(SoftwareVersion version, uint buildDate, params ReadOnlySpan<ScpCommand> missing)
    {
        Version = version;
        BuildDate = buildDate;
        MissingCommands = [.. missing];
        VersionText = Encoding.ASCII.GetBytes($"{version}\0");
    }

    public static FirmwareProfile Scamp310 { get; } = new(new SoftwareVersion(3, 1, 0), 1485512614, ScpCommand.Count, ScpCommand.ApplicationCopyRun, ScpCommand.Sync)
    {
        BufferCount = 16,
        HonoursRegions = true,
        ProbesLinks = true,
        KeepsLinksAsSet = true,
        TimePhaseScale = OldTimePhaseScale,
        InvertsLightsAtOnce = true,
        SystemRoute = (0xFFFF5555, 0xFFFFFFFF),
        LongestRomRead = SdpBuffer.MaxLength - SdpBuffer.ErrorLength,
    };

    public static FirmwareProfile Scamp342 { get; } = new(new SoftwareVersion(3, 4, 2), 1654874479, ScpCommand.Count)
    {
        HonoursRegions = true,
        ProbesLinks = true,
        InfoTellsParent = true,
        AlignsClocks = true,
        RetriesAllocation = true,
        TimePhaseScale = OldTimePhaseScale,
        InvertsLightsAtOnce = true,
    };

    public static FirmwareProfile Scamp400 { get; } = new(new SoftwareVersion(4, 0, 0), 1700213748)
    {
        InfoTellsParent = true,
        AlignsClocks = true,
        RetriesAllocation = true,
        MasksErrors = true,
        SwitchesEdgeLinksOff = true,
        FillsTablesTwice = true,
    };

    public static IReadOnlyList<FirmwareProfile> All { get; } = [Scamp400, Scamp342, Scamp310];

    public SoftwareVersion Version { get; private set; }

    /// <summary>When it was built, in seconds since 1970; also in the boot image, by which it is known.</summary>
    public uint BuildDate { get; private set; }

    /// <summary>The commands that it does not know yet, of those of the newest.</summary>
    public ImmutableArray<ScpCommand> MissingCommands { get; }

    /// <summary>The version as text, with the zero that ends it.</summary>
    public byte[] VersionText { get; private set; }

    /// <summary>Whether a command that is refused is answered as if it had been carried out.</summary>
    public bool MasksErrors { get; private init; }

    /// <summary>Whether it takes three links out of use that lead from board to board on large boards.</summary>
    public bool SwitchesEdgeLinksOff { get; private init; }

    /// <summary>Whether CMD_INFO tells the link towards the root.</summary>
    public bool InfoTellsParent { get; private set; }

    /// <summary>Whether flood fills and signals can be limited to regions; CMD_SIG of type 1 goes with it.</summary>
    public bool HonoursRegions { get; private init; }

    /// <summary>Whether CMD_INFO asks the neighbours if they are there.</summary>
    public bool ProbesLinks { get; private init; }

    /// <summary>Whether the system variables tell how far clocks are put right.</summary>
    public bool AlignsClocks { get; private set; }

    /// <summary>Whether the system variables have the links that the host asked for, whether or not they work.</summary>
    public bool KeepsLinksAsSet { get; private init; }

    /// <summary>What the system variables have as the scale of time phases.</summary>
    public byte TimePhaseScale { get; private init; }

    /// <summary>Whether a light that is turned over shows so at once, and not to the second who looks.</summary>
    public bool InvertsLightsAtOnce { get; private init; }

    /// <summary>The key and the mask by which monitors send signals to each other.</summary>
    public (uint Key, uint Mask) SystemRoute { get; private init; } = (0xFFFF5554, 0xFFFFFFFE);

    /// <summary>The most bytes of the serial ROM that it reads at a time; it never answers a request for more.</summary>
    public int LongestRomRead { get; private init; } = ScpMessage.MaxDataSize;

    /// <summary>Whether an allocation that is asked for again can give the block that is there.</summary>
    public bool RetriesAllocation { get; private init; }

    /// <summary>Whether the tables of routes are filled in two phases, and not one.</summary>
    public bool FillsTablesTwice { get; private init; }

    /// <summary>The profile that comes nearest to a version, with its version and date in the place of the profile's own.</summary>
    public static FirmwareProfile Nearest(SoftwareVersion version, uint buildDate)
    {
        bool isRecent = version.Major > 3 || (version.Major == 3 && version.Minor >= 4);
        bool copies = isRecent && (version.Minor > 4 || version.Patch >= 2);
        FirmwareProfile nearest = version.Major >= 4 ? Scamp400 : copies ? Scamp342 : Scamp310;
        var profile = (FirmwareProfile)nearest.MemberwiseClone();
        profile.Version = version;
        profile.VersionText = Encoding.ASCII.GetBytes($"{version}\0");
        profile.BuildDate = buildDate;
        profile.InfoTellsParent = isRecent;
        profile.AlignsClocks = isRecent;
        profile.BufferCount = isRecent ? Scamp400.BufferCount : Scamp310.BufferCount;
        return profile;
    }

    /// <summary>The profile of a version, or <see langword="null"/>.</summary>
    public static FirmwareProfile? Find(SoftwareVersion version) => All.FirstOrDefault(profile => profile.Version == version);

    /// <summary>The settings that a machine starts booted with: on small boards those that the image is delivered with, under which the firmware was
    /// recorded; on larger ones those of the host software of that time.</summary>
    public byte[] MakeBootBlock(BoardKind kind, DateTimeOffset now)
    {
        byte[] block = BootBlock.MakeDefault(kind.HardwareVersion, kind.IsSmall ? BootBlock.DeliveredLed : kind.Led0, now);
        bool isOld = ReferenceEquals(this, Scamp310);
        if (kind.IsSmall || isOld)
            BootBlock.SetDelivered(block);
        if (isOld)
            BootBlock.SetOldDefaults(block);

        return block;
    }

    /// <summary>The version as the system variables hold it.</summary>
    public uint Number => NumberOf(Version);

    /// <summary>How many messages from the network it can work on at a time.</summary>
    public int BufferCount { get; private set; } = 32;

    /// <summary>A version as a number.</summary>
    public static uint NumberOf(SoftwareVersion version) => (uint)((version.Major << 16) | (version.Minor << 8) | version.Patch);
}
