using System.Reflection;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>Bad arguments end in the kinds of errors that the decision on errors names, whatever member they are given to.</summary>
internal abstract class BadArgumentContract
{
    private static readonly string[] s_sizes = ["length", "count", "size", "capacity", "chunkSize", "words"];

    /// <summary>The package.</summary>
    protected abstract Assembly Package { get; }

    /// <summary>Opens one of everything.</summary>
    protected abstract Task<IEveryDisposable> OpenAsync(CancellationToken token);

    /// <summary>Whether something that was opened is only there for the rest.</summary>
    protected abstract bool IsHelp(object one);

    [Test, CancelAfter(240_000)]
    public async Task What_is_in_use_takes_bad_arguments_with_a_documented_error(CancellationToken token)
    {
        var wrong = new List<string>();
        await using IEveryDisposable every = await OpenAsync(token);
        foreach (object one in every.All.Where(one => !IsHelp(one)))
        {
            foreach (MethodInfo method in PublicMembers.MethodsOf(one.GetType()).Where(static method => !IsEnd(method)))
                await TryAsync(one, method, wrong);
        }

        Assert.That(wrong, Is.Empty, string.Join(Environment.NewLine, wrong));
    }

    [Test, CancelAfter(240_000)]
    public async Task What_makes_something_takes_bad_arguments_with_a_documented_error(CancellationToken token)
    {
        var wrong = new List<string>();
        foreach (Type type in Package.GetExportedTypes().Where(static type => !type.IsGenericTypeDefinition && !type.IsEnum && !typeof(Exception).IsAssignableFrom(type)))
        {
            token.ThrowIfCancellationRequested();
            IEnumerable<MethodBase> makers = PublicMembers.MethodsOf(type, BindingFlags.Static).Cast<MethodBase>()
                .Concat(type.IsAbstract ? [] : type.GetConstructors().Where(static one => one.GetParameters().All(static parameter => !parameter.ParameterType.IsByRefLike && !parameter.ParameterType.IsByRef)));
            foreach (MethodBase maker in makers)
                await TryAsync(target: null, maker, wrong);
        }

        Assert.That(wrong, Is.Empty, string.Join(Environment.NewLine, wrong));
    }

    private static bool IsEnd(MethodInfo method) => method.Name is "DisposeAsync" or "Dispose" or "CloseAsync" or "Detach" or "Release" or "FreeAsync" or "UpdateChipCoordinates";

    private static async Task TryAsync(object? target, MethodBase method, List<string> wrong)
    {
        // Nothing is sent: arguments are looked at before anybody is asked.
        var cancelled = new CancellationToken(canceled: true);
        ParameterInfo[] parameters = method.GetParameters();
        for (int index = 0; index < parameters.Length; index++)
        {
            foreach (object? bad in BadValuesOf(parameters[index]))
            {
                object?[] arguments = PublicMembers.ArgumentsFor(method, cancelled);
                arguments[index] = bad;
                if (await PublicMembers.CallAsync(target, method, arguments) is { } error && !IsDocumented(error, parameters))
                    wrong.Add($"{PublicMembers.Describe(method)} with {parameters[index].Name} = {bad ?? "null"}: {error.GetType().Name}: {error.Message}");
            }
        }
    }

    private static IEnumerable<object?> BadValuesOf(ParameterInfo parameter)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (!type.IsValueType)
            return type == typeof(string) ? [null, "", "\u001b"] : [null];
        if (type == typeof(TimeSpan))
            return [TimeSpan.MinValue, TimeSpan.FromTicks(-1), TimeSpan.MaxValue];
        if (type == typeof(int))
            return s_sizes.Contains(parameter.Name, StringComparer.Ordinal) ? [int.MinValue, -1] : [int.MinValue, -1, int.MaxValue];
        if (type == typeof(long))
            return [long.MinValue, -1L, long.MaxValue];
        if (type == typeof(uint))
            return [uint.MaxValue];
        if (type == typeof(double))
            return [double.NaN, double.NegativeInfinity];
        return type.IsEnum ? [Enum.ToObject(type, 255)] : [];
    }

    private static bool IsDocumented(Exception error, ParameterInfo[] parameters) => error switch
    {
        SpinnakerException or OperationCanceledException or ArgumentNullException or ObjectDisposedException => true,
        IOException or ArgumentException => parameters.Any(static parameter => parameter.Name is "path" or "targets"),
        _ => false,
    };
}
