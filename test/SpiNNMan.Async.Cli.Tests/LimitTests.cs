using System.Net;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests;

/// <summary>If the computer lacks something, or the shell has set something unusual, the program says so in a sentence, and never in a stack trace.</summary>
[Platform(Include = "Linux", Reason = "Limits are set by Linux's own tools.")]
internal sealed class LimitTests
{
    private const int AbortedBySignal = 128;

    [Test, CancelAfter(60_000)]
    public async Task Too_few_descriptors_for_all_boards_are_named(CancellationToken cancellationToken)
    {
        string host = LoopbackAddresses.Take();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Triads = new TriadArrangement(3, 3), BindAddress = IPAddress.Parse(host), UseTruePorts = true, AnnouncementTargets = [] }, cancellationToken);
        foreach (int descriptors in (int[])[60, 80, 100])
        {
            using var spinnman = SpinnmanProcess.StartByShell($"ulimit -n {descriptors}; exec \"$@\"", "info", host);
            Task<string> output = spinnman.Out.ReadToEndAsync(cancellationToken);

            int exitCode = await spinnman.ExitCodeAsync(cancellationToken);

            AssertExplains(exitCode, await output, await spinnman.ErrorAsync(cancellationToken));
        }
    }

    [TestCase("exec env -i \"$@\"", "version", "127.0.0.1:1")]
    [TestCase("HOME=/nowhere PATH=/nowhere exec \"$@\"", "boot", "127.0.0.1:1")]
    [TestCase("VIRTUAL_ENV=/dev/null CONDA_PREFIX=/dev HOME=/dev/null exec \"$@\"", "boot", "127.0.0.1:1")]
    [TestCase("SPINNMAN_BOOT_IMAGE=/dev/zero exec \"$@\"", "boot", "127.0.0.1:1")]
    [TestCase("SPINNMAN_GRACE=soon SPINNMAN_TRACE= NO_COLOR=0 COLUMNS=-1 exec \"$@\"", "info", "127.0.0.1:1")]
    [TestCase("TERM=nonsense LANG=xx_YY LC_ALL=C TMPDIR=/nowhere exec \"$@\"", "version", "127.0.0.1:1")]
    [TestCase("exec \"$@\" <&-", "vm", "--board", "spin4")]
    [TestCase("exec \"$@\" <&-", "write", "127.0.0.1:1", "0,0", "0x60000000")]
    [TestCase("exec \"$@\" </dev/zero", "write", "127.0.0.1:1", "0,0", "0x60000000")]
    [TestCase("exec \"$@\" >/dev/full", "--help")]
    [TestCase("exec \"$@\" >/dev/full", "completion", "bash")]
    [TestCase("exec \"$@\" 2>/dev/full", "version", "127.0.0.1:1")]
    [TestCase("exec \"$@\" >/dev/full 2>/dev/full", "--help")]
    [TestCase("exec \"$@\" >&-", "--help")]
    [TestCase("exec \"$@\" <&- >&- 2>&-", "version", "127.0.0.1:1")]
    [TestCase("mkdir -p /tmp/spinnman-gone-$$ && cd /tmp/spinnman-gone-$$ && rmdir /tmp/spinnman-gone-$$; exec \"$@\"", "snapshot", "127.0.0.1:1", "here.json")]
    [TestCase("ulimit -c 0; ulimit -s 256; exec \"$@\"", "version", "127.0.0.1:1")]
    [CancelAfter(60_000)]
    public async Task An_odd_environment_is_survived(string shell, params string[] args)
    {
        CancellationToken cancellationToken = TestContext.CurrentContext.CancellationToken;
        using var spinnman = SpinnmanProcess.StartByShell(shell, args);
        Task<string> output = spinnman.Out.ReadToEndAsync(cancellationToken);

        int exitCode = await spinnman.ExitCodeAsync(cancellationToken);

        AssertExplains(exitCode, await output, await spinnman.ErrorAsync(cancellationToken));
    }

    [TestCase("exec \"$@\" <&-", "Standard input is closed", "write", "127.0.0.1:1", "0,0", "0x60000000")]
    [TestCase("exec 3>&2 <&- >&-; exec \"$@\"", "Standard output is closed", "--help")]
    [CancelAfter(60_000)]
    public async Task A_closed_stream_is_said_to_be_closed(string shell, string message, params string[] args)
    {
        CancellationToken cancellationToken = TestContext.CurrentContext.CancellationToken;
        using var spinnman = SpinnmanProcess.StartByShell(shell, args);

        int exitCode = await spinnman.ExitCodeAsync(cancellationToken);

        Assert.That(exitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(await spinnman.ErrorAsync(cancellationToken), Does.StartWith("spinnman: ").And.Contain(message));
    }

    private static void AssertExplains(int exitCode, string output, string error)
    {
        Assert.That(exitCode, Is.LessThan(AbortedBySignal), error);
        Assert.That(output + error, Does.Not.Contain("   at ").And.Not.Contain("Unhandled").And.Not.Contain("defect of spinnman"));
        if (exitCode == ExitCodes.Failure && error.Length > 0)
            Assert.That(error, Does.StartWith("spinnman: ").Or.Contain("\nspinnman: "));
    }
}
