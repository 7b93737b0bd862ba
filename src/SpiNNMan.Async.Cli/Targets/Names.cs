namespace SpiNNMan.Async.Cli.Targets;

/// <summary>Names of values, in any case.</summary>
internal static class Names
{
    /// <summary>Reads one name. Numbers, and several names in one, are none.</summary>
    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum
    {
        value = default;
        return Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase) && Enum.TryParse(text, ignoreCase: true, out value);
    }
}
