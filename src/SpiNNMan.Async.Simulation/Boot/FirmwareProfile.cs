using System.Collections.Immutable;
using System.Text;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Boot;

/// <summary>The differences between versions of the monitor, as far as a host can see them.</summary>
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

    /// <summary>When it was built, in seconds since 1970. The boot image contains this date too, and is recognised by it.</summary>
    public uint BuildDate { get; private set; }

    /// <summary>The commands of the newest monitor that this one does not have.</summary>
    public ImmutableArray<ScpCommand> MissingCommands { get; }

    /// <summary>The version as text, with a zero at its end.</summary>
    public byte[] VersionText { get; private set; }

    /// <summary>Whether a command that is refused is answered as if it had been carried out.</summary>
    public bool MasksErrors { get; private init; }

    /// <summary>Whether it switches off three links between boards on large boards.</summary>
    public bool SwitchesEdgeLinksOff { get; private init; }

    /// <summary>Whether the reply to CMD_INFO has the link towards the root.</summary>
    public bool InfoTellsParent { get; private set; }

    /// <summary>Whether flood fills and signals can be limited to regions. Only then is there a CMD_SIG of type 1.</summary>
    public bool HonoursRegions { get; private init; }

    /// <summary>Whether CMD_INFO asks the neighbours whether they are there.</summary>
    public bool ProbesLinks { get; private init; }

    /// <summary>Whether the system variables have the corrections of the clocks.</summary>
    public bool AlignsClocks { get; private set; }

    /// <summary>Whether the system variables have the links that the host asked for, even those that do not work.</summary>
    public bool KeepsLinksAsSet { get; private init; }

    /// <summary>The scale of time phases in the system variables.</summary>
    public byte TimePhaseScale { get; private init; }

    /// <summary>Whether a light that is inverted shows the new state at once. Otherwise only the second read shows it.</summary>
    public bool InvertsLightsAtOnce { get; private init; }

    /// <summary>The key and the mask by which monitors send signals to each other.</summary>
    public (uint Key, uint Mask) SystemRoute { get; private init; } = (0xFFFF5554, 0xFFFFFFFE);

    /// <summary>The most bytes of the serial ROM that it reads at a time. It never answers a request for more.</summary>
    public int LongestRomRead { get; private init; } = ScpMessage.MaxDataSize;

    /// <summary>Whether a repeated allocation can return the block that exists already.</summary>
    public bool RetriesAllocation { get; private init; }

    /// <summary>Whether the tables of routes are filled in two phases instead of one.</summary>
    public bool FillsTablesTwice { get; private init; }

    /// <summary>The profile nearest to a version, with that version and date in place of the profile's own.</summary>
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

    /// <summary>The settings with which a machine starts booted. On small boards they are those of the delivered image, under which the firmware was
    /// recorded. On larger boards they are those of the host software of that time.</summary>
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

    /// <summary>How many messages from the network it can hold at a time.</summary>
    public int BufferCount { get; private set; } = 32;

    /// <summary>A version as a number.</summary>
    public static uint NumberOf(SoftwareVersion version) => (uint)((version.Major << 16) | (version.Minor << 8) | version.Patch);
}
