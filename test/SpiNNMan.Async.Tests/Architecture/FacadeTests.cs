using System.Reflection;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Boards;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>A part of a machine is small enough to be known by heart, and can be replaced in tests.</summary>
internal sealed class FacadeTests
{
    private const int MostNames = 20;

    private static IEnumerable<Type> Facades() =>
        typeof(Transceiver).GetProperties().Select(static property => property.PropertyType)
            .Where(static type => type.Name.StartsWith("Machine", StringComparison.Ordinal) && !type.IsSealed)
            .Append(typeof(BmpController))
            .Append(typeof(Transceiver));

    [Test]
    public void All_parts_are_seen() => Assert.That(Facades().Count(), Is.EqualTo(9));

    [TestCaseSource(nameof(Facades))]
    public void A_facade_has_few_names(Type facade)
    {
        string[] names = [.. NamesOf(facade).Concat(ExtensionsOf(facade)).Distinct(StringComparer.Ordinal)];

        Assert.That(names, Has.Length.LessThanOrEqualTo(MostNames), string.Join(", ", names));
    }

    [TestCaseSource(nameof(Facades))]
    public void Every_member_of_a_facade_can_be_replaced(Type facade)
    {
        IEnumerable<string> fixedMembers = facade.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(static method => !method.IsVirtual || method.IsFinal).Select(static method => method.Name);

        Assert.That(fixedMembers, Is.Empty);
        Assert.That(facade.GetConstructor(BindingFlags.NonPublic | BindingFlags.Instance, [])?.IsFamily, Is.True);
    }

    private static IEnumerable<string> NamesOf(Type facade) =>
        facade.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(static member => member is not ConstructorInfo && member is not MethodBase { IsSpecialName: true })
            .Select(static member => member.Name);

    private static IEnumerable<string> ExtensionsOf(Type facade) =>
        facade.Assembly.GetExportedTypes().Where(static type => type is { IsAbstract: true, IsSealed: true })
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => method.IsDefined(typeof(ExtensionAttribute)) && method.GetParameters()[0].ParameterType == facade)
            .Select(static method => method.Name);
}
