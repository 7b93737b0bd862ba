using System.Reflection;
using SpiNNMan.Async.Tests.Architecture;
using ArchLoader = ArchUnitNET.Loader.ArchLoader;

namespace SpiNNMan.Async.Testing.Tests.Architecture;

/// <summary>The package knows only what its users know, and is small enough to be known by heart.</summary>
internal sealed class ApiTests
{
    private const int MostNames = 20;

    private static readonly Assembly s_package = typeof(TestMachine).Assembly;

    [Test]
    public void The_package_uses_public_members_only() =>
        Assert.That(new[] { typeof(Transceiver), typeof(Simulation.VirtualMachine) }.SelectMany(static type => type.Assembly.GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>())
            .Select(static friend => friend.AssemblyName), Has.None.StartsWith(s_package.GetName().Name!));

    [TestCaseSource(nameof(Types))]
    public void A_type_has_few_names(Type type)
    {
        IEnumerable<string> names = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(static member => member is not ConstructorInfo && member is not MethodBase { IsSpecialName: true } && !member.Name.StartsWith('<'))
            .Select(static member => member.Name).Distinct(StringComparer.Ordinal);

        Assert.That(names.Count(), Is.LessThanOrEqualTo(MostNames));
    }

    [Test]
    public void Only_tasks_are_returned_except_by_disposal()
    {
        IEnumerable<string> wrong = Types().SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(static method => method.ReturnType.Name.StartsWith("ValueTask", StringComparison.Ordinal) && method.Name is not "DisposeAsync").Select(static method => method.Name);

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void There_is_one_namespace() => Assert.That(new Namespaces(new ArchLoader().LoadAssemblies(s_package).Build(), "SpiNNMan.Async.Testing").All, Is.EqualTo(new[] { "" }));

    private static IEnumerable<Type> Types() => s_package.GetExportedTypes();
}
