using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands;

internal sealed class DemoCommandTests
{
    [Test, CancelAfter(60_000)]
    public async Task Everything_holds(CancellationToken cancellationToken)
    {
        CommandRun run = await CommandRun.OfAsync(["demo", "--bytes", "256K", "--seed", "5"], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error + run.Out);
        Assert.That(run.Out, Does.Contain("Everything held").And.Contain("read, 1 % loss").And.Contain("856 cores"));
        Assert.That(run.Out, Does.Not.Contain("FAILED").And.Not.Contain("\e"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Says_it_for_programs(CancellationToken cancellationToken)
    {
        CommandRun run = await CommandRun.OfAsync(["demo", "--bytes", "256K", "--json"], cancellationToken: cancellationToken);

        JsonElement json = JsonDocument.Parse(run.Out).RootElement;
        Assert.That(json.GetProperty("passed").GetBoolean(), Is.True, run.Out);
        Assert.That(json.GetProperty("steps").GetArrayLength(), Is.EqualTo(11));
        Assert.That(json.GetProperty("transfers").EnumerateArray().Sum(static transfer => transfer.GetProperty("resent").GetInt64()), Is.GreaterThan(0));
    }
}
