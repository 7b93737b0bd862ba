using System.Net.Sockets;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Booting;

/// <summary>What is said of a host that does not answer: whether the host or this computer is the reason.</summary>
[CancelAfter(60_000)]
internal sealed class HostProbeTests
{
    private const string Forbidden = "Sending was forbidden by the firewall.";

    [Test]
    public async Task That_this_computer_lets_nothing_out_is_not_blamed_on_the_host([Values(500, 5000, 60_000)] int patience, CancellationToken token)
    {
        var world = new SimulatedWorld();
        var network = new FaultyNetwork(world.Network) { OnSend = static _ => throw new SpinnakerConnectionException(Forbidden) };

        HostProbeResult found = await AskAsync(world, network, patience, token);

        Assert.That(found.State, Is.EqualTo(HostState.Silent));
        Assert.That(found.Explain("board"), Does.StartWith($"board could not be asked: {Forbidden}"));
    }

    [TestCase(SocketError.HostUnreachable)]
    [TestCase(SocketError.NetworkUnreachable)]
    [TestCase(SocketError.NoBufferSpaceAvailable)]
    [TestCase(SocketError.AccessDenied)]
    [TestCase(SocketError.SocketError)]
    public async Task An_error_of_receiving_that_no_host_sent_is_told_as_it_is(SocketError code)
    {
        var world = new SimulatedWorld();
        var network = new FaultyNetwork(world.Network) { OnReceive = _ => throw new SpinnakerConnectionException("Receiving failed.", new SocketException((int)code)) };

        HostProbeResult found = await AskAsync(world, network, 5000, TestContext.CurrentContext.CancellationToken);

        Assert.That(found.State, Is.EqualTo(HostState.Silent));
        Assert.That(found.Explain("board"), Does.StartWith("board could not be asked: Receiving failed."));
    }

    [Test]
    public async Task A_host_that_refuses_is_there(CancellationToken token)
    {
        var world = new SimulatedWorld();
        var network = new FaultyNetwork(world.Network) { OnReceive = _ => throw new SpinnakerConnectionException("Receiving failed.", new SocketException((int)SocketError.ConnectionRefused)) };

        HostProbeResult found = await AskAsync(world, network, 5000, token);

        Assert.That(found.State, Is.EqualTo(HostState.Refused));
    }

    [Test]
    public async Task Silence_alone_is_the_hosts(CancellationToken token)
    {
        var world = new SimulatedWorld();

        HostProbeResult found = await AskAsync(world, new FaultyNetwork(world.Network), 5000, token);

        Assert.That(found.State, Is.EqualTo(HostState.Silent));
        Assert.That(found.Explain("board"), Does.StartWith("board does not answer"));
    }

    private static async Task<HostProbeResult> AskAsync(SimulatedWorld world, FaultyNetwork network, int patience, CancellationToken token)
    {
        await using ScriptedBoard board = world.Board(answer: _ => []);
        var options = new HostProbeOptions { Connection = world.Options with { Network = network }, Patience = TimeSpan.FromMilliseconds(patience), HearAnnouncements = false };
        return await world.Time.RunUntilAsync(HostProbe.ProbeAsync(board.EndPoint, options, token), token);
    }
}
