using System.Reflection;
using Microsoft.Extensions.Configuration;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>The options that a package has for a configuration.</summary>
internal interface IBoundOptions
{
    /// <summary>The options.</summary>
    static abstract IReadOnlyList<Type> Types { get; }

    /// <summary>Objects of a program, which no text stands for, and options of other packages.</summary>
    static abstract IReadOnlyList<Type> Objects { get; }

    /// <summary>What is written where the sample for the type would be out of range, and for what has parts.</summary>
    static abstract IReadOnlyDictionary<string, (string Key, string Value)[]> Samples { get; }
}

/// <summary>Options are read from a configuration by the framework's own binder; what cannot be is told in docs/guides/configuration.md.</summary>
/// <typeparam name="TPackage">The package.</typeparam>
internal abstract class BinderContract<TPackage>
    where TPackage : IBoundOptions
{
    private static IEnumerable<TestCaseData> Options() =>
        from type in TPackage.Types
        from option in type.GetProperties()
        where option.SetMethod is { IsPublic: true } && !IsObject(option.PropertyType) && !TPackage.Types.Contains(option.PropertyType)
        select new TestCaseData(type, option).SetArgDisplayNames($"{type.Name}.{option.Name}");

    [TestCaseSource(nameof(Options))]
    public void An_option_is_read_from_a_configuration(Type type, PropertyInfo option)
    {
        object fresh = Activator.CreateInstance(type)!;
        (string Key, string Value)[] sample = TPackage.Samples.GetValueOrDefault(option.Name) ?? [("", SampleOf(option, fresh))];

        object bound = Read(sample.Select(part => (option.Name + part.Key, part.Value))).Get(type)!;

        Assert.That(option.GetValue(bound), Is.Not.EqualTo(option.GetValue(fresh)));
        if (sample is [("", string text)] && option.PropertyType == typeof(string))
            Assert.That(option.GetValue(bound), Is.EqualTo(text));
    }

    /// <summary>Reads options from a document.</summary>
    protected static T ReadJson<T>(string json, bool isStrict = false) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json)))
        .Build()
        .Get<T>(binder => binder.ErrorOnUnknownConfiguration = isStrict)!;

    private static bool IsObject(Type type) =>
        TPackage.Objects.Contains(type) || typeof(Delegate).IsAssignableFrom(type) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IProgress<>));

    private static IConfiguration Read(IEnumerable<(string Key, string Value)> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(static value => KeyValuePair.Create<string, string?>(value.Key, value.Value))).Build();

    private static string SampleOf(PropertyInfo option, object fresh)
    {
        Type type = Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType;
        if (type == typeof(bool))
            return option.GetValue(fresh) is true ? "false" : "true";
        if (type.IsEnum)
            return Enum.GetNames(type).First(name => !string.Equals(name, option.GetValue(fresh)?.ToString(), StringComparison.Ordinal));
        if (type == typeof(TimeSpan))
            return "00:00:33";
        if (type == typeof(double))
            return "0.25";
        if (type == typeof(ChipLocation))
            return "1,2";
        return type == typeof(string) ? "127.0.0.1" : "5";
    }
}
