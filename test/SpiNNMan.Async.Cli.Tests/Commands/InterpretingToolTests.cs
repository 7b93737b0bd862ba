using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>The tool that was compiled ahead of time interprets programs, and says so. The runtime behaves as such a tool does if it is told that it may not make code.</summary>
internal sealed class InterpretingToolTests
{
    private const string Note = "it interprets programs of cores";
    private const string MakesCode = "System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported";

    [Test, CancelAfter(120_000), Platform(Include = "Linux", Reason = "The process is stopped by a signal.")]
    public async Task It_says_that_it_interprets_and_executes_the_program(CancellationToken cancellationToken)
    {
        using var machine = SpinnmanProcess.StartWithSwitch(MakesCode, isOn: false, "vm", "--ports", "system", "--bind", "127.0.0.1", "--board", "spin3", "--booted");
        string host = await HostAsync(machine, cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["run", host, Path.Combine(Repository.PathTo("test", "Programs", "Applications"), "first.aplx"), "--cores", "0,0,1"], cancellationToken: cancellationToken);
        await machine.SignalAsync("TERM", cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.Contain("core 00000001 got 00079f2c"));
        Assert.That(await machine.ErrorAsync(cancellationToken), Does.Contain(Note));
    }

    [TestCase(true)]
    [TestCase(false, "--no-execution")]
    [CancelAfter(120_000), Platform(Include = "Linux", Reason = "The process is stopped by a signal.")]
    public async Task It_does_not_say_so_where_it_translates_or_nothing_is_executed(bool makesCode, params string[] options)
    {
        using var timeout = new CancellationTokenSource(Pace.Scale(TimeSpan.FromSeconds(60)));
        using var machine = SpinnmanProcess.StartWithSwitch(MakesCode, makesCode, ["vm", "--ports", "system", "--bind", "127.0.0.1", "--board", "spin3", "--booted", .. options]);
        await HostAsync(machine, timeout.Token);
        await machine.SignalAsync("TERM", timeout.Token);

        Assert.That(await machine.ErrorAsync(timeout.Token), Does.Contain("stopped: ").And.Not.Contain(Note));
    }

    private static async Task<string> HostAsync(SpinnmanProcess machine, CancellationToken cancellationToken)
    {
        string ready = await machine.Out.ReadLineAsync(cancellationToken) ?? "";
        return ready.Split(' ').Single(static word => word.StartsWith("scp=", StringComparison.Ordinal))[4..];
    }
}
