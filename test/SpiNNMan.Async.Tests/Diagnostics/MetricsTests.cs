using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Diagnostics;

/// <summary>What listeners are told of connections. Each test has an address of its own, since metrics are of the whole program.</summary>
internal sealed class MetricsTests
{
    private static readonly ChipLocation s_chip = new(0, 0);

    [Test, CancelAfter(20_000), NonParallelizable]
    public async Task Instruments_tell_what_the_connection_counted(CancellationToken cancellationToken)
    {
        const string address = "10.66.0.1";
        using var probe = new MeterProbe(address);
        var world = new SimulatedWorld();
        await using VirtualMachine machine = await StartAsync(world, address, cancellationToken);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(new IPEndPoint(IPAddress.Parse(address), ScpMessage.Port), world.Options, cancellationToken);

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x60000000, 256 * 1024, cancellationToken: cancellationToken).AsTask(), cancellationToken);

        IReadOnlyDictionary<string, double> values = probe.Collect();
        ConnectionStatistics counted = scamp.Statistics;
        Assert.That(values["spinnaker.request.sent"], Is.EqualTo(counted.Sent).And.GreaterThanOrEqualTo(1024));
        Assert.That(values["spinnaker.request.answered"], Is.EqualTo(counted.Answered));
        Assert.That(values["spinnaker.request.resent/timeout"], Is.EqualTo(counted.ResentAfterTimeout));
        Assert.That(values["spinnaker.request.resent/overtaken"], Is.EqualTo(counted.ResentWhenOvertaken));
        Assert.That(values["spinnaker.request.resent/try_again"], Is.EqualTo(counted.ResentToTryAgain));
        Assert.That(counted.Resent, Is.GreaterThan(0), "the network loses datagrams");
        Assert.That(values["spinnaker.request.failed/timeout"], Is.EqualTo(counted.TimedOut));
        Assert.That(values["spinnaker.request.window"], Is.EqualTo(counted.Window));
        Assert.That(values["spinnaker.request.in_flight"], Is.EqualTo(counted.InFlight));
        Assert.That(values["spinnaker.request.queued"], Is.EqualTo(counted.Queued));
        Assert.That(values["spinnaker.request.loss_ratio"], Is.EqualTo(counted.LossRate));
        Assert.That(values["spinnaker.request.round_trip"], Is.EqualTo(counted.RoundTrip!.Value.TotalSeconds));
        Assert.That(values["spinnaker.reply.dropped/late"], Is.EqualTo(counted.Late));
        Assert.That(values["spinnaker.reply.dropped/duplicate"], Is.EqualTo(counted.Duplicates));
        Assert.That(values["spinnaker.datagram.count/receive"], Is.EqualTo(counted.DatagramsReceived));
        Assert.That(values["spinnaker.datagram.count/transmit"], Is.EqualTo(counted.DatagramsSent).And.EqualTo(counted.Sent + counted.Resent));
        Assert.That(values["spinnaker.datagram.io/receive"], Is.EqualTo(counted.BytesReceived).And.GreaterThan(256 * 1024));
        Assert.That(values["spinnaker.datagram.io/transmit"], Is.EqualTo(counted.BytesSent).And.EqualTo(counted.DatagramsSent * ScpMessage.OverheadSize));
        Assert.That(values["spinnaker.connection.open"], Is.EqualTo(1));
        Assert.That(values["spinnaker.datagram.dropped/malformed"], Is.EqualTo(counted.Malformed));
    }

    [Test, CancelAfter(20_000), NonParallelizable]
    public async Task The_histogram_has_each_request_that_was_answered(CancellationToken cancellationToken)
    {
        const string address = "10.66.0.2";
        using var probe = new MeterProbe(address);
        var world = new SimulatedWorld(TimeSpan.FromMilliseconds(1));
        await using VirtualMachine machine = await StartAsync(world, address, cancellationToken);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(new IPEndPoint(IPAddress.Parse(address), ScpMessage.Port), world.Options, cancellationToken);

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x60000000, 64 * 1024, cancellationToken: cancellationToken).AsTask(), cancellationToken);
        await world.Time.RunUntilAsync(scamp.GetVersionAsync(s_chip, cancellationToken).AsTask(), cancellationToken);

        Assert.That(probe.Durations, Has.Count.EqualTo(scamp.Statistics.Answered));
        Assert.That(probe.Durations.Select(static one => one.Seconds), Is.All.GreaterThanOrEqualTo(0.002), "a millisecond each way");
        Assert.That(probe.Durations.Count(static one => one.Seconds > 0.0039), Is.GreaterThan(0), "those that were sent again took longer");
        Assert.That(probe.Durations.CountBy(static one => one.Command).Select(static one => one.Key), Is.EquivalentTo(new[] { "Read", "Version" }));
        Assert.That(probe.Durations.Last().Command, Is.EqualTo("Version"));
    }

    [Test, CancelAfter(20_000), NonParallelizable]
    public async Task Counters_of_a_board_do_not_fall_when_a_connection_closes(CancellationToken cancellationToken)
    {
        const string address = "10.66.0.3";
        using var probe = new MeterProbe(address);
        var world = new SimulatedWorld();
        await using VirtualMachine machine = await StartAsync(world, address, cancellationToken);
        var board = new IPEndPoint(IPAddress.Parse(address), ScpMessage.Port);
        ConnectionStatistics first;
        await using (ScampConnection scamp = await ScampConnection.ConnectAsync(board, world.Options, cancellationToken))
        {
            await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x60000000, 16 * 1024, cancellationToken: cancellationToken).AsTask(), cancellationToken);
            first = scamp.Statistics;
        }

        IReadOnlyDictionary<string, double> closed = probe.Collect();
        await using ScampConnection second = await ScampConnection.ConnectAsync(board, world.Options, cancellationToken);
        await world.Time.RunUntilAsync(second.GetVersionAsync(s_chip, cancellationToken).AsTask(), cancellationToken);
        IReadOnlyDictionary<string, double> reopened = probe.Collect();

        Assert.That(closed["spinnaker.request.sent"], Is.EqualTo(first.Sent));
        Assert.That(closed["spinnaker.connection.open"], Is.Zero);
        Assert.That(closed.ContainsKey("spinnaker.request.window"), Is.False, "a closed connection has no window");
        Assert.That(reopened["spinnaker.request.sent"], Is.EqualTo(first.Sent + 1));
        Assert.That(reopened["spinnaker.request.window"], Is.EqualTo(second.Statistics.Window));
        Assert.That(reopened["spinnaker.datagram.io/receive"], Is.EqualTo(first.BytesReceived + second.Statistics.BytesReceived));
    }

    [Test, CancelAfter(20_000), NonParallelizable]
    public async Task Connections_without_requests_have_no_windows(CancellationToken cancellationToken)
    {
        const string address = "10.66.0.4";
        using var probe = new MeterProbe(address);
        var world = new SimulatedWorld();
        await using EieioConnection connection = await EieioConnection.ConnectAsync(new IPEndPoint(IPAddress.Parse(address), 12345), world.Options, cancellationToken);
        await connection.SendAsync(new byte[12], cancellationToken);

        IReadOnlyDictionary<string, double> values = probe.Collect();

        Assert.That(values["spinnaker.datagram.io/transmit"], Is.EqualTo(12));
        Assert.That(probe.Tags["spinnaker.datagram.io"][MeterTags.Connection], Is.EqualTo(new[] { "eieio" }));
        Assert.That(values.Keys.Where(static name => name.StartsWith("spinnaker.request", StringComparison.Ordinal)), Is.Empty);
    }

    /// <summary>A listener runs in the thread that receives.</summary>
    [Test, CancelAfter(20_000), NonParallelizable]
    public async Task A_listener_that_throws_ends_no_request(CancellationToken cancellationToken)
    {
        const string address = "10.66.0.5";
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        int calls = 0;
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name is "spinnaker.request.duration")
                listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) =>
        {
            calls++;
            throw new InvalidOperationException("a listener of a user");
        });
        listener.Start();
        var world = new SimulatedWorld();
        await using VirtualMachine machine = await StartAsync(world, address, cancellationToken);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(new IPEndPoint(IPAddress.Parse(address), ScpMessage.Port), world.Options, cancellationToken);

        byte[] read = await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x60000000, 4096, cancellationToken: cancellationToken).AsTask(), cancellationToken);

        Assert.That((read.Length, calls), Is.EqualTo((4096, scamp.Statistics.Answered)));
    }

    private static Task<VirtualMachine> StartAsync(SimulatedWorld world, string address, CancellationToken cancellationToken) => VirtualMachine.StartAsync(
        new VirtualMachineOptions
        {
            Board = BoardType.Spin3,
            BindAddress = IPAddress.Parse(address),
            UseTruePorts = true,
            Network = world.Network,
            TimeProvider = world.Time,
            Faults = SimulatedMachine.BadNetwork,
        },
        cancellationToken);
}
