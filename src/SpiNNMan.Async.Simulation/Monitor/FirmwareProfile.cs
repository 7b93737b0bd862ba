using System.Collections.Frozen;
using System.Text;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Monitor;

/// <summary>What differs between versions of the monitor, as far as a host can see.</summary>
internal sealed class FirmwareProfile
{
    private FirmwareProfile(SoftwareVersion version, uint buildDate, params ReadOnlySpan<ScpCommand> missing)
    {
        Version = version;
        BuildDate = buildDate;
        Commands = CommandSets.ScampWithout(missing);
        VersionText = Encoding.ASCII.GetBytes($"{version}\0");
    }

    public static FirmwareProfile Scamp310 { get; } = new(new SoftwareVersion(3, 1, 0), 1485512614, ScpCommand.Count, ScpCommand.ApplicationCopyRun, ScpCommand.Sync);

    public static FirmwareProfile Scamp342 { get; } = new(new SoftwareVersion(3, 4, 2), 1654874479, ScpCommand.Count) { InfoTellsParent = true };

    public static FirmwareProfile Scamp400 { get; } = new(new SoftwareVersion(4, 0, 0), 1700213748) { InfoTellsParent = true, MasksErrors = true, SwitchesEdgeLinksOff = true };

    public static IReadOnlyList<FirmwareProfile> All { get; } = [Scamp400, Scamp342, Scamp310];

    public SoftwareVersion Version { get; }

    /// <summary>When it was built, in seconds since 1970; also in the boot image, by which it is known.</summary>
    public uint BuildDate { get; }

    /// <summary>The commands it knows.</summary>
    public FrozenDictionary<ScpCommand, ICommandHandler> Commands { get; }

    /// <summary>The version as text, with the zero that ends it.</summary>
    public byte[] VersionText { get; }

    /// <summary>Whether a command that is refused is answered as if it had been carried out.</summary>
    public bool MasksErrors { get; private init; }

    /// <summary>Whether it takes three links out of use that lead from board to board on large boards.</summary>
    public bool SwitchesEdgeLinksOff { get; private init; }

    /// <summary>Whether CMD_INFO tells the link towards the root.</summary>
    public bool InfoTellsParent { get; private init; }

    /// <summary>The version as the system variables hold it.</summary>
    public uint Number => (uint)((Version.Major << 16) | (Version.Minor << 8) | Version.Patch);
}
