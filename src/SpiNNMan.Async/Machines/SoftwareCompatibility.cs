namespace SpiNNMan.Async.Machines;

/// <summary>Which software on a machine this library works with.</summary>
/// <remarks>Protocol: models.md, "Versions".</remarks>
public static class SoftwareCompatibility
{
    /// <summary>The name of the monitor's software.</summary>
    public const string ScampName = "SC&MP";

    /// <summary>The name of the software of board management processors.</summary>
    public const string BmpName = "BC&MP";

    /// <summary>The oldest version of the monitor that the library works with.</summary>
    public static readonly SoftwareVersion ScampVersion = new(3, 0, 1);

    /// <summary>Whether a version is compatible: the same major number, and not older.</summary>
    /// <param name="actual">The version on the machine.</param>
    /// <param name="required">The version that is needed.</param>
    public static bool IsCompatible(SoftwareVersion actual, SoftwareVersion required) => actual.Major == required.Major && actual >= required;

    /// <summary>Whether a monitor of version 3 is compatible: 3.0.1 or later.</summary>
    public static bool IsScampCompatible(SoftwareVersion version) => IsCompatible(version, ScampVersion);

    /// <summary>Whether the library works with a monitor: version 3 from 3.0.1 on, or version 4.</summary>
    public static bool IsScampSupported(SoftwareVersion version) => IsScampCompatible(version) || version.Major == 4;

    /// <summary>Whether the software of a board management processor is compatible: version 1 or 2.</summary>
    public static bool IsBmpCompatible(SoftwareVersion version) => version.Major is 1 or 2;
}
