using System.Reflection;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Tests.Machines.Verbs;

/// <summary>No verb is forgotten.</summary>
internal sealed class WholeMachineVerbListTests
{
    [Test]
    public void Every_verb_that_is_not_about_one_chip_is_tried_or_said_why_not()
    {
        // Boards are asked by their BMPs: BmpControllerTests.
        IEnumerable<(string Prefix, Type Part)> parts = typeof(Transceiver).GetProperties()
            .Where(static property => property.PropertyType.Name.StartsWith("Machine", StringComparison.Ordinal) && property.PropertyType.Name.Length > "Machine".Length)
            .Select(static property => (property.Name + ".", property.PropertyType))
            .Append(("", typeof(Transceiver)));
        string[] verbs =
        [
            .. parts.SelectMany(static part => part.Part.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(static method => method.Name.EndsWith("Async", StringComparison.Ordinal) && !IsAboutOneChip(method))
                .Select(method => part.Prefix + WholeMachineVerb.SignatureOf(method))),
        ];

        Assert.That(
            WholeMachineVerbs.All.Select(static verb => verb.Signature).Concat(WholeMachineVerbs.Others.Keys), Is.EquivalentTo(verbs), "a new verb needs a row in a table beside WholeMachineVerbs, or a reason there");
    }

    private static bool IsAboutOneChip(MethodInfo method) =>
        method.GetParameters() is [ParameterInfo first, ..] && (first.ParameterType == typeof(ChipLocation) || first.ParameterType == typeof(CoreLocation));
}
