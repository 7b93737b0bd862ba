using System.Buffers;
using System.Collections;
using System.Net;
using System.Reflection;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>Calls the public methods of anything by reflection, with arguments that make sense unless a test puts others in their place.</summary>
internal static class PublicMembers
{
    /// <summary>The methods that can be called by reflection: those with spans cannot.</summary>
    public static IEnumerable<MethodInfo> MethodsOf(Type type, BindingFlags which = BindingFlags.Instance) => type.GetMethods(BindingFlags.Public | which)
        .Where(static method => method.DeclaringType != typeof(object) && !method.IsSpecialName && method.GetBaseDefinition().DeclaringType != typeof(object))
        .Where(static method => method.GetParameters().All(static parameter => !parameter.ParameterType.IsByRefLike && !parameter.ParameterType.IsByRef) && !method.ReturnType.IsByRefLike && !method.ReturnType.IsByRef)
        .Select(static method => method.IsGenericMethodDefinition ? method.MakeGenericMethod([.. method.GetGenericArguments().Select(Fill)]) : method);

    public static object?[] ArgumentsFor(MethodBase method, CancellationToken token) => [.. method.GetParameters().Select(parameter => ArgumentFor(parameter, token))];

    /// <summary>Calls it, waits for what it returns or for the first element of it, and says how it ended.</summary>
    public static async Task<Exception?> CallAsync(object? target, MethodBase method, object?[] arguments)
    {
        try
        {
            object? result = method is ConstructorInfo constructor ? constructor.Invoke(arguments) : method.Invoke(target, arguments);
            await CompleteAsync(result);
            return null;
        }
        catch (TargetInvocationException exception)
        {
            return exception.InnerException;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    public static string Describe(MethodBase method) =>
        $"{method.ReflectedType!.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(static parameter => $"{parameter.ParameterType.Name} {parameter.Name}"))})";

    private static async Task CompleteAsync(object? result)
    {
        if (result is null)
            return;

        Type type = result.GetType();
        if (result is Task task)
        {
            await task;
            if (type.IsGenericType && type.GetProperty("Result")?.GetValue(task) is IAsyncDisposable opened)
                await opened.DisposeAsync();
        }
        else if (result is ValueTask plain)
        {
            await plain;
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            await CompleteAsync(type.GetMethod("AsTask")!.Invoke(result, null));
        }
        else if (type.GetInterfaces().FirstOrDefault(static one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)) is { } sequence)
        {
            object enumerator = sequence.GetMethod("GetAsyncEnumerator")!.Invoke(result, [CancellationToken.None])!;
            Type kind = typeof(IAsyncEnumerator<>).MakeGenericType(sequence.GetGenericArguments());
            try
            {
                await (ValueTask<bool>)kind.GetMethod("MoveNextAsync")!.Invoke(enumerator, null)!;
            }
            finally
            {
                await ((IAsyncDisposable)enumerator).DisposeAsync();
            }
        }
        else if (result is IAsyncDisposable opened)
        {
            await opened.DisposeAsync();
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Chunks()
    {
        await Task.CompletedTask;
        yield return new byte[4];
    }

    private static Type Fill(Type parameter) => parameter.Name switch
    {
        "TRequest" => typeof(GetVersion),
        "TResponse" => typeof(VersionInfo),
        _ => typeof(int),
    };

    private static object? ArgumentFor(ParameterInfo parameter, CancellationToken token)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type == typeof(CancellationToken))
            return token;
        return parameter.HasDefaultValue && parameter.DefaultValue is { } value ? (type.IsEnum ? Enum.ToObject(type, value) : value) : parameter.HasDefaultValue && !type.IsValueType ? null : Make(type);
    }

    private static object? Make(Type type)
    {
        if (type == typeof(string))
            return "127.0.0.1";
        if (type == typeof(IPAddress))
            return IPAddress.Loopback;
        if (type == typeof(IPEndPoint))
            return new IPEndPoint(IPAddress.Loopback, 9);
        if (type == typeof(CoreLocation))
            return new CoreLocation(0, 0, 1);
        if (type == typeof(BoardSet))
            return new BoardSet?(0);
        if (type == typeof(TimeSpan))
            return TimeSpan.FromSeconds(1);
        if (type == typeof(Memory<byte>))
            return new Memory<byte>(new byte[4]);
        if (type == typeof(ReadOnlyMemory<byte>))
            return new ReadOnlyMemory<byte>(new byte[4]);
        if (type == typeof(Stream))
            return new MemoryStream(new byte[4]);
        if (type == typeof(IBufferWriter<byte>))
            return new ArrayBufferWriter<byte>();
        if (type == typeof(IScpRequest) || type == typeof(IScpRequest<VersionInfo>))
            return new GetVersion(new CoreLocation(0, 0, 0));
        if (type == typeof(ApplicationImage))
            return new ApplicationImage(VirtualApplicationImage.Create("hello"));
        if (type == typeof(PacketRoute))
            return new PacketRoute(0, 0, new ChipLocation(0, 0), []);
        if (type == typeof(IVirtualCoreApplication))
            return new PrinterApplication();
        if (type == typeof(SystemVariable))
            return SystemVariable.All[0];
        if (type == typeof(IAsyncEnumerable<ReadOnlyMemory<byte>>))
            return Chunks();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(type.GetGenericArguments()));
        if (type == typeof(SdpMessage))
            return new SdpMessage(new SdpHeader(SdpFlags.ReplyNotExpected, SdpHeader.NoTag, default, default), new byte[4]);
        if (type.IsPrimitive)
            return type == typeof(bool) ? false : type == typeof(uint) ? 0x6000_0000u : Convert.ChangeType(1, type, System.Globalization.CultureInfo.InvariantCulture);
        if (type.IsEnum)
            return Enum.GetValues(type) is var values ? values.GetValue(values.Length - 1) : null;
        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) && type.IsInterface && type.GetGenericArguments() is [{ } element])
        {
            object? one = Make(element);
            var list = Array.CreateInstance(element, one is null ? 0 : 1);
            if (one is not null)
                list.SetValue(one, 0);
            return type.IsInstanceOfType(list) ? list : null;
        }

        return type.IsValueType || (!type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null) ? Activator.CreateInstance(type) : null;
    }
}
