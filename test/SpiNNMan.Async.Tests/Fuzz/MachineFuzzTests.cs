using SpiNNMan.Async.Fuzz.Machines;

namespace SpiNNMan.Async.Tests.Fuzz;

/// <summary>Whatever datagrams come, a virtual machine stays whole, and can be booted again.</summary>
internal sealed class MachineFuzzTests
{
    [TestCase("udp", 1)]
    [TestCase("memory", 1)]
    [TestCase("memory", 5)]
    [TestCase("memory", 9)]
    [TestCase("memory", 13)]
    [TestCase("memory", 17)]
    [CancelAfter(120_000)]
    public async Task Mutated_datagrams_find_nothing_in_a_virtual_machine(string network, int seed, CancellationToken cancellationToken)
    {
        (int exitCode, string output) = await RunAsync(network, seed).WaitAsync(cancellationToken);

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("2 machines, 800 datagrams"));
    }

    [Test, CancelAfter(120_000)]
    public async Task In_memory_the_same_seed_finds_the_same()
    {
        (_, string first) = await RunAsync("memory", seed: 2);
        (_, string second) = await RunAsync("memory", seed: 2);

        // What each machine took and lost, without times and memory.
        Assert.That(second.Split('\n').Single(static line => line.StartsWith("lost: ", StringComparison.Ordinal)), Is.EqualTo(first.Split('\n').Single(static line => line.StartsWith("lost: ", StringComparison.Ordinal))));
        Assert.That(first, Does.Contain("NoBuffer").Or.Contain("TagNotSet"), "something happened");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string network, int seed)
    {
        var output = new StringWriter();
        int exitCode = await MachineFuzzSession.RunAsync(["--network", network, "--rounds", "2", "--datagrams", "400", "--seconds", "60", "--seed", $"{seed}"], output);
        return (exitCode, output.ToString());
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
