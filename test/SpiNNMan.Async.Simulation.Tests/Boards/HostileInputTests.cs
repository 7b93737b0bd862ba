using CsCheck;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Boards;

/// <summary>Whatever comes from the network, the board stays whole.</summary>
internal sealed class HostileInputTests
{
    private const int Fill = 5;
    private const int Read = 2;

    private static readonly Gen<uint> s_argument = Gen.OneOf(Gen.UInt, Gen.UInt[0, 20], Gen.UInt[0x60000000, 0x60000100], Gen.UInt[0xF5007E00, 0xF5007FFF]);

    // Long fills only take long: they are tested elsewhere.
    private static readonly Gen<byte[]> s_command = Gen.Select(
        Gen.Int[0, 70].Select(command => command == Fill ? Read : command),
        s_argument,
        s_argument,
        s_argument,
        Gen.Int[0, 2],
        Gen.Int[0, 31],
        Gen.Byte.Array[0, 256],
        (command, first, second, third, x, core, data) => Scp.Request(command, 1, first, second, third, x, core: core & (command & 3), data: data));

    [Test]
    public void A_table_of_routes_that_was_spoiled_is_cleared_as_far_as_it_goes()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        bench.Send(Scp.Request(28, first: 0x1003, second: 16));

        // The end of the block that was allocated, which is the second of the table.
        bench.Send(Scp.Request(3, first: 0x67880030, second: 2, third: 1, data: [0x00, 0x20]));

        Assert.That(bench.AskResult(Scp.Request(28, first: 4, second: 1, third: 1)), Is.EqualTo(0x80));
    }

    [Test]
    public void Any_bytes_leave_it_able_to_answer() => Gen.Byte.Array[0, 300].Array[1, 20].Sample(
        datagrams =>
        {
            using var bench = new BoardBench(MachineLayout.Spin3, new VirtualMachineOptions { ForgiveBadAccess = true });
            foreach (byte[] datagram in datagrams)
                bench.Send(datagram);

            bench.Wait(TimeSpan.FromSeconds(3));
            return bench.Send(Scp.Version()).Count == 1;
        },
        iter: 200);

    [Test]
    public void Any_commands_leave_it_able_to_answer_unless_a_monitor_died() => s_command.Array[1, 20].Sample(
        datagrams =>
        {
            using var bench = new BoardBench(MachineLayout.Spin3);
            foreach (byte[] datagram in datagrams)
                bench.Send(datagram);

            bench.Wait(TimeSpan.FromSeconds(3));
            bool answers = bench.Send(Scp.Version()).Count == 1;
            return answers || bench.Board.Chips.Any(chip => chip.Failure is not null);
        },
        iter: 500);

    [Test]
    public void Whatever_is_asked_the_buffers_come_back() => s_command.Array[60].Sample(
        datagrams =>
        {
            using var bench = new BoardBench(MachineLayout.Spin3, new VirtualMachineOptions { ForgiveBadAccess = true });
            foreach (byte[] datagram in datagrams)
            {
                // The time-out of a tag, so that none is missing either.
                bench.Send(datagram);
                bench.Wait(TimeSpan.FromSeconds(2.6));
            }

            return !bench.Board.Statistics.Drops.ContainsKey(DropReason.NoBuffer) && !bench.Board.Statistics.Drops.ContainsKey(DropReason.NoTransientTag);
        },
        iter: 100);
}
