using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;

namespace SpiNNMan.Async.Conformance.Scp;

/// <summary>All request classes of the vectors, from every table there is.</summary>
internal static partial class ScpRequestTable
{
    private static readonly Dictionary<string, ScpClass> s_classes = Collect();

    /// <summary>The library's names for parameters that errors name, where they differ.</summary>
    public static IReadOnlyDictionary<string, string> ParameterNames { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["app_id"] = "applicationId",
        ["base_address"] = "firstEntry",
        ["n_entries"] = "entryCount",
        ["table_address"] = "tableAddress",
    };

    /// <summary>Makes the request that a record describes.</summary>
    public static ScpCase Make(JsonElement record)
    {
        string name = record.GetString("class");
        if (!s_classes.TryGetValue(name, out ScpClass? known))
            throw new UnknownRecordException($"class {name}");

        JsonElement arguments = record.GetProperty("ctor");
        foreach (JsonProperty argument in arguments.EnumerateObject())
        {
            if (!known.Arguments.Contains(argument.Name, StringComparer.Ordinal))
                throw new UnknownRecordException($"argument {argument.Name} of {name}");
        }

        return known.Make(arguments);
    }

    /// <summary>Adds the classes that go to board management processors.</summary>
    static partial void AddBmp(IDictionary<string, ScpClass> classes);

    private static Dictionary<string, ScpClass> Collect()
    {
        var classes = new Dictionary<string, ScpClass>(StringComparer.Ordinal);
        foreach ((string name, ScpClass made) in MonitorClasses.All)
            classes.Add(name, made);

        foreach ((string name, ScpClass made) in ResourceClasses.All)
            classes.Add(name, made);

        AddBmp(classes);
        return classes;
    }
}
