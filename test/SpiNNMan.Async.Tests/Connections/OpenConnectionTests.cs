using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>What counts all connections of the program cannot be tested beside others that open some.</summary>
[TestFixture, NonParallelizable]
internal sealed class OpenConnectionTests
{
    [Test, CancelAfter(30_000)]
    public async Task Connections_that_nobody_closed_are_counted(CancellationToken token)
    {
        int before = DatagramConnection.OpenConnections;
        UdpConnection first = await UdpConnection.OpenAsync(cancellationToken: token);
        UdpConnection second = await UdpConnection.OpenAsync(cancellationToken: token);

        Assert.That(DatagramConnection.OpenConnections, Is.EqualTo(before + 2));
        await first.DisposeAsync();
        await first.DisposeAsync();
        Assert.That(DatagramConnection.OpenConnections, Is.EqualTo(before + 1));
        await second.DisposeAsync();
        Assert.That(DatagramConnection.OpenConnections, Is.EqualTo(before));
    }
}
