namespace SpiNNMan.Async.Cli.Arguments;

/// <summary>Reads the names of enumeration values, in upper or lower case.</summary>
internal static class Names
{
    /// <summary>Reads one name. Numbers and lists of names are not accepted.</summary>
    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum
    {
        value = default;
        return Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase) && Enum.TryParse(text, ignoreCase: true, out value);
    }
}
