using System.Reflection;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>The bounds of options: whatever can be set is checked when it is given.</summary>
internal static class OptionBounds
{
    /// <summary>The options of types that can be set, each once.</summary>
    public static IEnumerable<PropertyInfo> Of(IEnumerable<Type> types) => types
        .SelectMany(static type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.DeclaringType!.GetProperty(property.Name)!))
        .Where(static property => property.SetMethod is { IsPublic: true })
        .Distinct();

    /// <summary>A case for each option and each value that makes no sense for its type.</summary>
    /// <param name="options">The options.</param>
    /// <param name="makesSense">Whether a value makes sense for an option nevertheless.</param>
    public static IEnumerable<TestCaseData> Extremes(IEnumerable<PropertyInfo> options, Func<PropertyInfo, object, bool> makesSense) =>
        from option in options
        from value in ExtremesOf(Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType)
        where !makesSense(option, value)
        select new TestCaseData(option, value).SetArgDisplayNames($"{option.DeclaringType!.Name}.{option.Name} = {value}");

    /// <summary>A case for each option that must have an object.</summary>
    public static IEnumerable<TestCaseData> Needed(IEnumerable<PropertyInfo> options) =>
        from option in options
        where !option.PropertyType.IsValueType && option.PropertyType != typeof(string) && new NullabilityInfoContext().Create(option).WriteState == NullabilityState.NotNull
        select new TestCaseData(option).SetArgDisplayNames($"{option.DeclaringType!.Name}.{option.Name}");

    /// <summary>Fails unless an option refuses a value, and names itself and the range.</summary>
    public static void CheckExtreme(object options, PropertyInfo option, object value)
    {
        InvalidParameterException error = Refusal(options, option, value);
        Assert.That(error.ParameterName, Is.EqualTo(option.Name).IgnoreCase);
        Assert.That(error.Message, Does.Contain("it must be"));
        Assert.That(error.ActualValue?.ToString(), Is.EqualTo(value.ToString()));
    }

    /// <summary>Fails unless an option refuses to have no object.</summary>
    public static void CheckNeeded(object options, PropertyInfo option) => Assert.That(Refusal(options, option, value: null).ParameterName, Is.EqualTo(option.Name));

    /// <summary>Fails unless an option takes its own default.</summary>
    public static void CheckDefault(object options, PropertyInfo option) =>
        Assert.That(() => option.SetValue(options, option.GetValue(options)), Throws.Nothing, $"{option.DeclaringType!.Name}.{option.Name}");

    public static bool IsZero(object value) => value is 0 or 0L || value is TimeSpan { Ticks: 0 };

    private static InvalidParameterException Refusal(object options, PropertyInfo option, object? value)
    {
        TargetInvocationException? thrown = Assert.Throws<TargetInvocationException>(() => option.SetValue(options, value), $"{option.DeclaringType!.Name}.{option.Name} took {value ?? "nothing"}");
        Assert.That(thrown!.InnerException, Is.TypeOf<InvalidParameterException>());
        return (InvalidParameterException)thrown.InnerException!;
    }

    private static IEnumerable<object> ExtremesOf(Type type)
    {
        if (type == typeof(TimeSpan))
            return [TimeSpan.MinValue, TimeSpan.FromTicks(-1), TimeSpan.Zero, TimeSpan.FromDays(60), TimeSpan.MaxValue];
        if (type == typeof(int))
            return [int.MinValue, -1, 0, int.MaxValue];
        if (type == typeof(long))
            return [long.MinValue, -1L, 0L, long.MaxValue];
        if (type == typeof(double))
            return [-0.1, 1.1, double.NaN, double.PositiveInfinity];
        return type.IsEnum ? [Enum.ToObject(type, 99)] : [];
    }
}
