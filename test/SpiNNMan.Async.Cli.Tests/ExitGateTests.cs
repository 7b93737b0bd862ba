using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Cli.Processes;

namespace SpiNNMan.Async.Cli.Tests;

/// <summary>Work that must not stop half-way delays the end of the process, but not for ever.</summary>
[NonParallelizable]
internal sealed class ExitGateTests
{
    [Test, CancelAfter(30_000)]
    public async Task The_end_waits_until_all_have_done_what_must_not_be_cut_short(CancellationToken cancellationToken)
    {
        var clock = new FakeTimeProvider();
        IDisposable first = ExitGate.Close();
        IDisposable second = ExitGate.Close();
        Task<bool> ending = ExitGate.WaitAsync(clock);
        first.Dispose();
        first.Dispose();
        Assert.That((ending.IsCompleted, ExitGate.IsClosed), Is.EqualTo((false, true)));
        second.Dispose();

        Assert.That(await ending.WaitAsync(cancellationToken), Is.True);
        Assert.That(ExitGate.IsClosed, Is.False);
        Assert.That(await ExitGate.WaitAsync(clock).WaitAsync(cancellationToken), Is.True);
    }

    [Test, CancelAfter(30_000)]
    public async Task It_does_not_wait_for_ever(CancellationToken cancellationToken)
    {
        var clock = new FakeTimeProvider();
        using IDisposable held = ExitGate.Close();
        Task<bool> ending = ExitGate.WaitAsync(clock);
        clock.Advance(ExitGate.Longest);

        Assert.That(await ending.WaitAsync(cancellationToken), Is.False);
    }

    [TestCase(null, 1)]
    [TestCase("", 1)]
    [TestCase("soon", 1)]
    [TestCase("NaN", 1)]
    [TestCase("0", 1)]
    [TestCase("-5", 1)]
    [TestCase("1e9", 1)]
    [TestCase("2.5", 2.5)]
    [TestCase("60", 60)]
    public void A_grace_that_makes_no_sense_is_the_usual_one(string? text, double seconds) => Assert.That(Grace.Parse(text).TotalSeconds, Is.EqualTo(seconds));
}
