using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Wire.Scp.Requests;

/// <summary>The word that says which application to start on which cores.</summary>
internal static class ApplicationWord
{
    /// <summary>Application in [31:24], wait in [18], cores in [17:0].</summary>
    public static uint For(byte applicationId, CoreSet cores, bool wait) => ((uint)applicationId << 24) | (wait ? 1u << 18 : 0) | cores.Mask;

    /// <summary>For verbs, refuses the monitor: boards start nothing if it is among the cores, and version 4 does not say so. The bytes can say it.</summary>
    public static void ThrowIfMonitor(CoreSet cores, string parameterName)
    {
        if (cores.Contains(0))
            throw new InvalidParameterException(parameterName, cores, "core 0 runs the monitor; applications run on 1 to 17");
    }

    /// <summary>Starting a core a second time resets it; only if it waits, or if there is none, is that the same as once.</summary>
    public static Repeatability RepeatabilityFor(CoreSet cores, bool wait) =>
        wait || cores.Count == 0 ? Repeatability.Repeatable : Repeatability.NotRepeatable;
}
