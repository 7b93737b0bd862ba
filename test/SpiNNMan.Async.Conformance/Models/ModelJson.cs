using System.Numerics;
using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;

namespace SpiNNMan.Async.Conformance.Models;

/// <summary>Compares lists, and sets of flags with the lists that name them.</summary>
internal static class ModelJson
{
    public static int[] Integers(this JsonElement record, string name) =>
        [.. record.GetList(name).Select(element => element.As<int>())];

    public static void SameList<T>(this Comparison comparison, string what, IEnumerable<T> expected, IEnumerable<T> actual) =>
        comparison.Same(what, string.Join(' ', expected), string.Join(' ', actual));

    /// <summary>The flags that a list names, each by the number of its bit; none for <c>null</c>.</summary>
    public static uint Flags<T>(this JsonElement ctor, string name, IReadOnlyDictionary<string, T> members)
        where T : struct, Enum
    {
        uint flags = 0;
        if (ctor.Has(name))
        {
            foreach (JsonElement member in ctor.GetList(name))
                flags |= Convert.ToUInt32(Find(member.GetString() ?? "", members), System.Globalization.CultureInfo.InvariantCulture);
        }

        return flags;
    }

    /// <summary>The names of the bits set in <paramref name="flags"/>, the lowest first.</summary>
    public static IEnumerable<string> Names<T>(uint flags, IReadOnlyDictionary<string, T> members)
        where T : struct, Enum
    {
        foreach ((string name, T member) in members)
        {
            uint bit = Convert.ToUInt32(member, System.Globalization.CultureInfo.InvariantCulture);
            if (BitOperations.IsPow2(bit) && (flags & bit) != 0)
                yield return name;
        }
    }

    // Members come as Class.MEMBER or as MEMBER.
    private static T Find<T>(string text, IReadOnlyDictionary<string, T> members)
        where T : struct, Enum =>
        members.TryGetValue(text[(text.LastIndexOf('.') + 1)..], out T member) ? member : throw new UnknownRecordException(text);
}
