using System.Reflection;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>What all options have in common: they can be set until something uses them, and copied and set again after that.</summary>
internal static class OptionContract
{
    /// <summary>The options of an assembly.</summary>
    public static IEnumerable<Type> OptionsOf(Assembly assembly) => assembly.GetExportedTypes().Where(static type => type.IsSubclassOf(typeof(SpinnakerOptions)) && !type.IsAbstract);

    /// <summary>The public types of an assembly that have the name of options, and are none.</summary>
    public static IEnumerable<Type> Strangers(Assembly assembly) =>
        assembly.GetExportedTypes().Where(static type => type.Name.EndsWith("Options", StringComparison.Ordinal) && !type.IsAssignableTo(typeof(SpinnakerOptions)));

    /// <summary>Fails unless options of a type are settable, become read-only with all their parts, and have settable copies.</summary>
    public static void Check(Type type)
    {
        SpinnakerOptions options = Make(type);
        PropertyInfo[] settable = [.. type.GetProperties().Where(static property => property.SetMethod is { IsPublic: true })];
        Assert.That(settable, Is.Not.Empty);
        Assert.That(settable.Where(IsInitOnly).Select(static option => option.Name), Is.Empty, "Write `set => field = Writable(...)` in place of `init`.");
        foreach (PropertyInfo option in settable)
            option.SetValue(options, option.GetValue(options));

        options.MakeReadOnly();

        Assert.That(options.IsReadOnly);
        foreach (PropertyInfo option in settable)
        {
            TargetInvocationException? refusal = Assert.Throws<TargetInvocationException>(() => option.SetValue(options, option.GetValue(options)), $"{option.Name} can be set while the options are in use: write `Writable(...)` around the value.");
            Assert.That(refusal!.InnerException, Is.TypeOf<InvalidParameterException>().With.Message.Contains($"{option.Name} = ").And.Message.Contains("make a copy"));
            if (option.GetValue(options) is SpinnakerOptions part)
                Assert.That(part.IsReadOnly, $"{option.Name} can be changed while the options are in use: name it among the Parts.");
        }

        SpinnakerOptions copy = Copy(options);
        Assert.That(copy.IsReadOnly, Is.False);
        Assert.That((copy, copy.GetHashCode()), Is.EqualTo((options, options.GetHashCode())), "Being in use makes no difference to equality.");
        Assert.That(copy.ToString(), Does.Not.Contain(nameof(SpinnakerOptions.IsReadOnly)));
        foreach (PropertyInfo option in settable)
            option.SetValue(copy, option.GetValue(copy));
    }

    private static SpinnakerOptions Make(Type type) => (SpinnakerOptions)(type.GetConstructor(Type.EmptyTypes) is { } plain
        ? plain.Invoke([])
        : type.GetMethod("<Clone>$")!.Invoke(type.GetProperty("None")!.GetValue(null), [])!);

    /// <summary>As <c>options with { }</c> does.</summary>
    private static SpinnakerOptions Copy(SpinnakerOptions options) => (SpinnakerOptions)options.GetType().GetMethod("<Clone>$")!.Invoke(options, [])!;

    private static bool IsInitOnly(PropertyInfo property) => property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));
}
