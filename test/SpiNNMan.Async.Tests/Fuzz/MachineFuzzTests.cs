using SpiNNMan.Async.Fuzz.Machines;

namespace SpiNNMan.Async.Tests.Fuzz;

/// <summary>Whatever datagrams come, a virtual machine stays whole, and can be booted again.</summary>
internal sealed class MachineFuzzTests
{
    [Test, CancelAfter(120_000)]
    public async Task Mutated_datagrams_find_nothing_in_a_virtual_machine([Values("udp", "memory")] string network, [Values(1, 5, 9)] int seed)
    {
        var output = new StringWriter();
        int exitCode = await MachineFuzzSession.RunAsync(["--network", network, "--rounds", "2", "--datagrams", "400", "--seconds", "60", "--seed", $"{seed}"], output);

        Assert.That(exitCode, Is.Zero, output.ToString());
        Assert.That(output.ToString(), Does.Contain("2 machines, 800 datagrams"));
    }

    [TestCase("--rounds", "0")]
    [TestCase("--network", "pigeon")]
    [TestCase("--seed")]
    public async Task Arguments_that_make_no_sense_are_told(params string[] arguments)
    {
        var output = new StringWriter();

        Assert.That(await MachineFuzzSession.RunAsync(arguments, output), Is.EqualTo(2));
        Assert.That(output.ToString(), Does.Contain("--network"));
    }
}
