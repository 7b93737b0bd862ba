using System.Reflection;
using SpiNNMan.Async.Tests.Architecture;

namespace SpiNNMan.Async.Testing.Tests.Architecture;

/// <summary>Options can be set until something uses them, and have bounds.</summary>
[TestFixture]
internal sealed class OptionTests : OptionBoundsContract<OptionTests>, IOptionsOfPackage
{
    private static IEnumerable<Type> Options => OptionContract.OptionsOf(typeof(TestMachine).Assembly);

    public static Type Anchor => typeof(TestMachineOptions);

    public static bool MakesSense(PropertyInfo option, object value) => false;

    [TestCaseSource(nameof(Options))]
    public void Options_can_be_set_until_they_are_used(Type type) => OptionContract.Check(type);

    [Test]
    public void All_options_have_the_same_base() => Assert.That(OptionContract.Strangers(typeof(TestMachine).Assembly), Is.Empty);

    [Test, CancelAfter(60_000)]
    public async Task A_machine_makes_its_options_read_only(CancellationToken cancellationToken)
    {
        var options = new TestMachineOptions();
        await using TestMachine machine = await TestMachine.StartAsync(options, cancellationToken);

        Assert.That((options.IsReadOnly, options.Machine.IsReadOnly, options.Transceiver.IsReadOnly, machine.Options.IsReadOnly), Is.EqualTo((true, true, true, true)));
    }
}
