using System.Net;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tags;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Tags;

/// <summary>Tags of one board and of all.</summary>
internal sealed class TagTests
{
    [Test, CancelAfter(60_000)]
    public async Task Tags_are_set_read_and_cleared_on_one_board_or_on_all([Values] TestMachine kind, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(kind, cancellationToken);
        Transceiver transceiver = machine.Transceiver;
        int boards = transceiver.Connections.Count;
        machine.Virtual.Faults = SimulatedMachine.BadNetwork;
        MachineChip last = transceiver.Machine.Chips[^1];

        await machine.FinishAsync(transceiver.Tags.SetAsync(1, "192.168.1.7", 20000, cancellationToken: cancellationToken));
        await machine.FinishAsync(transceiver.Tags.SetReverseAsync(2, 12345, new CoreLocation(1, 1, 3), destinationPort: 4, board: last.Location, cancellationToken));
        IReadOnlyList<BoardTag> tags = await machine.FinishAsync(transceiver.Tags.GetAsync(cancellationToken: cancellationToken));
        await machine.FinishAsync(transceiver.Tags.ClearAsync(1, cancellationToken: cancellationToken));
        IReadOnlyList<BoardTag> rest = await machine.FinishAsync(transceiver.Tags.GetAsync(cancellationToken: cancellationToken));

        Assert.That(tags.Where(static tag => tag.Tag == 1).Select(static tag => tag.Board), Is.EquivalentTo(transceiver.Connections.Select(static connection => connection.Chip)));
        Assert.That(tags.Where(static tag => tag.Tag == 1).Select(static tag => (tag.Entry.Address.ToString(), tag.Entry.Port, tag.Entry.StripsSdp)), Has.All.EqualTo(("192.168.1.7", (ushort)20000, true)));
        Assert.That(tags, Has.Count.EqualTo(boards + 1));
        BoardTag reverse = rest.Single();
        Assert.That((reverse.Board, reverse.Entry.IsReverse, reverse.Entry.ReceivePort), Is.EqualTo((last.NearestEthernet, true, (ushort)12345)));
        Assert.That((reverse.Entry.Destination, reverse.Entry.DestinationPort), Is.EqualTo((new CoreLocation(1, 1, 3), (byte)4)));
    }

    [Test, CancelAfter(60_000)]
    public async Task This_host_is_known_by_the_address_of_each_connection([Values("localhost", ".", "0.0.0.0")] string name, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);

        await machine.FinishAsync(machine.Transceiver.Tags.SetAsync(1, name, 20000, strip: false, cancellationToken: cancellationToken));
        IReadOnlyList<BoardTag> tags = await machine.FinishAsync(machine.Transceiver.Tags.GetAsync(cancellationToken: cancellationToken));

        Assert.That(tags.Select(static tag => tag.Entry.Address), Is.EqualTo(machine.Transceiver.Connections.Select(static connection => connection.LocalIPAddress)));
        Assert.That(tags[0].ToString(), Is.EqualTo($"tag 1 of 10.0.0.1: to {tags[0].Entry.Address}:20000"));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_boards_cannot_have_is_refused_here(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        Transceiver transceiver = machine.Transceiver;
        var core = new CoreLocation(0, 0, 1);

        await Assert.ThrowsAsync<InvalidParameterException>(() => transceiver.Tags.SetAsync(16, "10.0.0.9", 1, cancellationToken: cancellationToken));
        await Assert.ThrowsAsync<InvalidParameterException>(() => transceiver.Tags.SetAsync(1, "10.0.0.9", 0, cancellationToken: cancellationToken));
        await Assert.ThrowsAsync<InvalidParameterException>(() => transceiver.Tags.SetAsync(1, "10.0.0.9", 1, board: new ChipLocation(9, 9), cancellationToken: cancellationToken));
        foreach (int port in new[] { 0, 17893, 54321, 65536 })
            await Assert.ThrowsAsync<InvalidParameterException>(() => transceiver.Tags.SetReverseAsync(1, port, core, cancellationToken: cancellationToken), $"{port}");
        await Assert.ThrowsAsync<InvalidParameterException>(() => transceiver.Tags.SetReverseAsync(1, 1000, core, destinationPort: 8, cancellationToken: cancellationToken));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_listener_hears_all_boards_and_nothing_of_how_that_was_arranged(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        machine.Virtual.Faults = new FaultOptions { Ingress = new() { Loss = 0.3, Duplication = 0.3 }, Egress = new() { Loss = 0.3, Duplication = 0.3 } };
        EieioConnection listener = await EieioConnection.ListenAsync(options: machine.World.Options, cancellationToken: cancellationToken);
        await using (listener)
        {
            await using Subscription<EieioMessage> reader = listener.SubscribeAsync(cancellationToken: cancellationToken);
            await machine.FinishAsync(machine.Transceiver.Tags.SetAsync(3, listener, cancellationToken: cancellationToken));
            IReadOnlyList<BoardTag> tags = await machine.FinishAsync(machine.Transceiver.Tags.GetAsync(cancellationToken: cancellationToken));
            machine.Virtual.Faults = FaultOptions.None;
            foreach (MachineChip chip in machine.Machine.EthernetChips)
                machine.Virtual.Run(new CoreLocation(chip.Location, 1), new SpikeStreamApplication { Tag = 3, Keys = [chip.Location.X], Count = 10 });
            var heard = new List<uint>();
            await machine.DoAsync(HearAsync);

            Assert.That(tags.Select(static tag => (tag.Tag, tag.Entry.Port)), Is.EqualTo(Enumerable.Repeat(((byte)3, (ushort)listener.LocalPort), 3)));
            Assert.That(heard.GroupBy(static key => key).Select(static group => (group.Key, group.Count())), Is.EquivalentTo(new[] { (0u, 10), (4u, 10), (8u, 10) }));
            Assert.That(listener.Statistics.Malformed, Is.Zero);

            async Task HearAsync()
            {
                await foreach (EieioMessage message in reader)
                {
                    heard.Add(((EieioDataMessage)message).Elements.Single().Key);
                    if (heard.Count == 30)
                        return;
                }
            }
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task A_silent_board_is_told_of_and_a_closed_listener_is_no_longer_waited_for(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        machine.BoardOf(new ChipLocation(4, 8)).IsMute = true;
        EieioConnection listener = await EieioConnection.ListenAsync(options: machine.World.Options, cancellationToken: cancellationToken);

        MachineOperationException? error = await Assert.CatchAsync<MachineOperationException>(() => machine.FinishAsync(machine.Transceiver.Tags.SetAsync(3, listener, cancellationToken: cancellationToken)));
        Task waiting = listener.SetIPTagAsync(1, new IPEndPoint(IPAddress.Parse("10.0.0.99"), ScpMessage.Port), new ChipLocation(0, 0), cancellationToken: cancellationToken).AsTask();
        await machine.FinishAsync(listener.DisposeAsync());

        Assert.That(error!.Failures.Select(static failure => failure.Core.Chip), Is.EqualTo(new[] { new ChipLocation(4, 8) }));
        Assert.That(error.Failures[0].Error, Is.InstanceOf<SpinnakerTimeoutException>());
        await Assert.ThrowsAsync<SpinnakerConnectionClosedException>(() => machine.FinishAsync(waiting));
    }
}
