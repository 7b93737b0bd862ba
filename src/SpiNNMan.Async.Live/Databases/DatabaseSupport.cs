using System.Diagnostics.CodeAnalysis;

namespace SpiNNMan.Async.Live.Databases;

/// <summary>Whether this program can read and write databases. A program that is trimmed or compiled ahead of time can leave out SQLite with a switch, and so has no native library beside it.</summary>
internal static class DatabaseSupport
{
    private const string Switch = "SpiNNMan.Async.Live.Databases";

    /// <summary>Why nothing can be read or written if <see cref="IsOn"/> is <see langword="false"/>.</summary>
    public const string WhyNot = $"this program was built without SQLite: the switch {Switch} is off.";

    /// <summary>The value of the switch. The default is <see langword="true"/>.</summary>
    [FeatureSwitchDefinition(Switch)]
    public static bool IsOn => !AppContext.TryGetSwitch(Switch, out bool isOn) || isOn;
}
