namespace SpiNNMan.Async.Conformance.Models;

/// <summary>The names that members of enumerations have in SpiNNMan.</summary>
internal static partial class PythonNames
{
    /// <summary>The name of a member without its class; its number if it has no name.</summary>
    public static string Of<T>(IReadOnlyDictionary<string, T> members, T value)
        where T : struct, Enum
    {
        foreach ((string name, T member) in members)
        {
            if (EqualityComparer<T>.Default.Equals(member, value))
                return name;
        }

        return value.ToString();
    }

    /// <summary>The name of a member with its class in front.</summary>
    public static string Of<T>(IReadOnlyDictionary<string, T> members, string className, T value)
        where T : struct, Enum => $"{className}.{Of(members, value)}";
}
