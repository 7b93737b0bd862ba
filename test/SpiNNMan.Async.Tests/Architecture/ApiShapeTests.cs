using System.Reflection;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Chips;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tags;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>The rules of docs/vocabulary.md about signatures, for every public method.</summary>
internal sealed class ApiShapeTests
{
    /// <summary>What a session or connection knows itself, and therefore does not ask for.</summary>
    private static readonly HashSet<string> s_known = new(["applicationId", "applicationMask", "cores", "core", "board"], StringComparer.Ordinal);

    /// <summary>Methods that have the name of another but do something else.</summary>
    private static readonly HashSet<string> s_otherJobs = new(["ApplicationSession.StartAsync"], StringComparer.Ordinal);

    private static readonly MethodInfo[] s_methods =
    [
        .. new[] { typeof(Transceiver).Assembly, typeof(VirtualMachine).Assembly }
            .SelectMany(static assembly => assembly.GetExportedTypes())
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(static method => !method.IsSpecialName && !method.Name.StartsWith('<') && method.GetBaseDefinition().DeclaringType!.Assembly == method.DeclaringType!.Assembly),
    ];

    [Test]
    public void Connections_return_value_tasks_and_all_else_returns_tasks()
    {
        IEnumerable<string> wrong = s_methods.Where(static method => method.Name is not "DisposeAsync" && IsAwaitable(method.ReturnType))
            .Where(static method => IsValueTask(method.ReturnType) != IsOfConnections(method.DeclaringType!)).Select(Describe);

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void A_call_that_takes_every_default_needs_no_name_for_its_token()
    {
        IEnumerable<string> wrong = s_methods.Where(static method => IsAsynchronous(method.ReturnType) && method.GetParameters() is { Length: > 1 } parameters
                && parameters[^1].ParameterType == typeof(CancellationToken) && parameters.All(static parameter => parameter.IsOptional))
            .Where(static method => !s_methods.Any(other => IsShorter(other, method))).Select(Describe);

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void What_opens_something_with_default_options_takes_a_token_in_their_place()
    {
        IEnumerable<string> wrong = s_methods.Where(static method => method.IsStatic && method.GetParameters() is { Length: 3 } parameters
                && parameters[1].IsOptional && parameters[1].ParameterType.Name.EndsWith("Options", StringComparison.Ordinal) && parameters[2].ParameterType == typeof(CancellationToken))
            .Where(static method => !s_methods.Any(other => other.DeclaringType == method.DeclaringType && IsNamed(other, method.Name)
                && other.GetParameters() is [var first, var last] && first.ParameterType == method.GetParameters()[0].ParameterType && last.ParameterType == typeof(CancellationToken)))
            .Select(Describe);

        Assert.That(wrong, Is.Empty);
    }

    [TestCase(typeof(ApplicationSession))]
    [TestCase(typeof(ScampConnection))]
    public void A_job_has_one_signature_wherever_it_is_done(Type type)
    {
        MethodInfo[] parts = [.. Parts().SelectMany(static part => MethodsOf(part.Type))];
        int compared = 0;
        var wrong = new List<string>();
        foreach (MethodInfo method in MethodsOf(type).Where(static method => !s_otherJobs.Contains($"{method.DeclaringType!.Name}.{method.Name}")))
        {
            MethodInfo[] same = [.. parts.Where(part => Parts().Any(owner => owner.Type == part.DeclaringType && IsNamed(method, FlatName(part.Name, owner.Noun))))];
            compared += same.Length > 0 ? 1 : 0;
            if (same.Length > 0 && !Array.Exists(same, part => IsSame(method, part)))
                wrong.Add($"{Describe(method)} is none of {string.Join("; ", same.Select(Describe))}");
        }

        Assert.That(wrong, Is.Empty);
        Assert.That(compared, Is.GreaterThanOrEqualTo(type == typeof(ApplicationSession) ? 18 : 7), "the names are found");
    }

    [Test]
    public void Tags_and_ports_are_numbers_that_are_checked()
    {
        IEnumerable<string> wrong = s_methods.Where(static method => IsAwaitable(method.ReturnType) && method.Name.Contains("Tag", StringComparison.Ordinal))
            .Where(static method => method.GetParameters().Any(static parameter => parameter.ParameterType == typeof(byte) || parameter.ParameterType == typeof(ushort))).Select(Describe);

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Several_chips_cores_or_states_come_in_any_sequence()
    {
        Type[] elements = [typeof(ChipLocation), typeof(CoreLocation), typeof(CoreState)];
        IEnumerable<string> wrong = s_methods.Where(static method => IsAsynchronous(method.ReturnType) && method.DeclaringType!.Assembly == typeof(Transceiver).Assembly)
            .Where(method => method.GetParameters().Any(parameter => parameter.ParameterType is { IsGenericType: true } type
                && type.GetGenericTypeDefinition() != typeof(IEnumerable<>) && type.GetGenericArguments() is [var element] && elements.Contains(element) && type.GetInterface("IEnumerable") is not null))
            .Select(Describe);

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Every_stream_without_an_end_is_a_subscription()
    {
        IEnumerable<string> wrong = s_methods
            .Where(static method => method.Name.StartsWith("Subscribe", StringComparison.Ordinal) != method.ReturnType.Name.Contains("Subscription", StringComparison.Ordinal)).Select(Describe);
        IEnumerable<string> streams = s_methods.Where(static method => method.ReturnType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
            .Select(static method => method.Name);

        Assert.That(wrong, Is.Empty);
        Assert.That(streams, Is.EquivalentTo(new[] { nameof(MachineMemory.ReadChunksAsync), nameof(VirtualMachine.WatchAsync), nameof(Transceiver.WatchAsync), nameof(TransceiverExtensions.WatchAsync) }), "chunks have an end, and looks begin when the program asks");
    }

    [Test]
    public void Places_are_made_of_numbers_that_are_checked()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => new ChipLocation(256, 0), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("x = 256"));
            Assert.That(() => new ChipLocation(0, -1), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("y = -1"));
            Assert.That(() => new CoreLocation(0, 300, 0), Throws.TypeOf<InvalidParameterException>());
            Assert.That(() => new CoreLocation(new ChipLocation(1, 1), 256), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("core = 256"));
            Assert.That(() => new SdpEndpoint(new ChipLocation(1, 1), 1, 256), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("port = 256"));
        }

        int x = 3;
        Assert.That(new CoreLocation(x + 1, x, x * 2), Is.EqualTo(new CoreLocation(new ChipLocation(4, 3), 6)));
        (byte column, byte row) = new ChipLocation(4, 3);
        Assert.That((column, row), Is.EqualTo(((byte)4, (byte)3)));
    }

    /// <summary>The parts of a machine, with the noun that a session and a connection put into the names of their methods.</summary>
    private static IEnumerable<(Type Type, string Noun)> Parts() =>
    [
        (typeof(MachineApplications), ""), (typeof(MachineMemory), "Memory"), (typeof(MachineSdram), "Sdram"), (typeof(MachineTags), "IPTag"), (typeof(MachineIobuf), "Iobuf"), (typeof(MachineChips), ""),
    ];

    /// <summary>The name of a method of a part on a session or a connection: with the noun, unless the name says already what it is about.</summary>
    private static string FlatName(string name, string noun) => (name, noun) switch
    {
        ("SubscribeAsync", _) => $"SubscribeTo{noun}Async",
        ("GetAsync", "IPTag") => "GetIPTagsAsync",
        ("ReadWordAsync", _) => name,
        _ => string.Concat(name.AsSpan(0, name.Length - "Async".Length), noun, "Async"),
    };

    private static bool IsSame(MethodInfo method, MethodInfo part)
    {
        string[] wanted = [.. Parameters(method)];
        string[] all = [.. Parameters(part)];
        string[] asked = [.. part.GetParameters().Where(parameter => !s_known.Contains(parameter.Name!) || Array.Exists(method.GetParameters(), own => string.Equals(own.Name, parameter.Name, StringComparison.Ordinal))).Select(Parameter)];
        return (wanted.SequenceEqual(all) || wanted.SequenceEqual(asked)) && ResultOf(method) == ResultOf(part);
    }

    private static IEnumerable<string> Parameters(MethodInfo method) => method.GetParameters().Select(Parameter);

    private static string Parameter(ParameterInfo parameter) => $"{parameter.ParameterType} {parameter.Name} {parameter.IsOptional}";

    private static Type? ResultOf(MethodInfo method) => IsAwaitable(method.ReturnType) ? method.ReturnType.GetGenericArguments().FirstOrDefault() : method.ReturnType;

    private static IEnumerable<MethodInfo> MethodsOf(Type type) => s_methods.Where(method => method.DeclaringType == type && IsAsynchronous(method.ReturnType));

    /// <summary>Whether a method is another with the token only, in the same type or as an extension of it or of what it implements.</summary>
    private static bool IsShorter(MethodInfo other, MethodInfo method)
    {
        if (!IsNamed(other, method.Name) || other == method || other.GetParameters() is not [.., var last] || last.ParameterType != typeof(CancellationToken))
            return false;

        return other.GetParameters() switch
        {
            [_] => other.DeclaringType == method.DeclaringType && other.IsStatic == method.IsStatic,
            [var self, _] => other.IsDefined(typeof(ExtensionAttribute)) && (self.ParameterType.IsAssignableFrom(method.DeclaringType) || IsInterfaceOf(self.ParameterType, method.DeclaringType!)),
            _ => false,
        };
    }

    private static bool IsNamed(MethodInfo method, string name) => string.Equals(method.Name, name, StringComparison.Ordinal);

    private static bool IsInterfaceOf(Type self, Type type) =>
        self.IsGenericType && type.GetInterfaces().Append(type).Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == self.GetGenericTypeDefinition());

    private static bool IsOfConnections(Type type) => $"{type.Namespace}." is var name
        && (name.StartsWith("SpiNNMan.Async.Connections.", StringComparison.Ordinal) || name.StartsWith("SpiNNMan.Async.Transport.", StringComparison.Ordinal));

    private static bool IsAsynchronous(Type type) => IsAwaitable(type) || type.GetInterfaces().Append(type).Any(static one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));

    private static bool IsAwaitable(Type type) => typeof(Task).IsAssignableFrom(type) || IsValueTask(type);

    private static bool IsValueTask(Type type) => type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private static string Describe(MethodInfo method) =>
        $"{method.DeclaringType!.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(static parameter => $"{parameter.ParameterType.Name} {parameter.Name}"))})";
}
