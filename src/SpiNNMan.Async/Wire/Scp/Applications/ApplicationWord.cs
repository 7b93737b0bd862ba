using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>The word that says which application to start on which cores.</summary>
internal static class ApplicationWord
{
    // Bit 18 is the wait bit; the application begins at bit 24. Chips have the cores 0 to 17.
    private const uint CoreField = 0x00FB_FFFF;

    /// <summary>Application in [31:24], wait in [18], cores in the other bits below 24.</summary>
    public static uint For(byte applicationId, CoreSet cores, bool wait) => ((uint)applicationId << 24) | (wait ? 1u << 18 : 0) | cores.Mask;

    /// <summary>Refuses cores that the word has no bit for.</summary>
    /// <exception cref="InvalidParameterException">A core is 18, or above 23.</exception>
    public static CoreSet Check(CoreSet cores)
    {
        cores.ThrowIfBeyond(CoreField, nameof(cores), "the word has room for cores 0 to 17 and 19 to 23: bit 18 says that they wait");
        return cores;
    }

    /// <summary>For verbs, refuses the monitor: boards start nothing if it is among the cores, and version 4 does not say so. The bytes can say it.</summary>
    public static void ThrowIfMonitor(CoreSet cores, string parameterName)
    {
        if (cores.Contains(0))
            throw new InvalidParameterException(parameterName, cores, "core 0 runs the monitor; applications run on 1 to 17");
    }

    /// <summary>Starting a core a second time resets it. This is harmless only if the core waits, or if there is none.</summary>
    public static Repeatability RepeatabilityFor(CoreSet cores, bool wait) =>
        wait || cores.Count == 0 ? Repeatability.Repeatable : Repeatability.NotRepeatable;
}
