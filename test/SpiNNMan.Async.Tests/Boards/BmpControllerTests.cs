using System.Net;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Chips;
using SimulatedFaults = SpiNNMan.Async.Simulation.Faults.LinkFaults;

namespace SpiNNMan.Async.Tests.Boards;

/// <summary>Boards of virtual frames, switched and watched on a simulated clock.</summary>
internal sealed class BmpControllerTests
{
    private static readonly VirtualMachineOptions s_twoFrames = new() { Triads = new TriadArrangement(5, 2) };

    [Test, CancelAfter(30_000)]
    public async Task All_frames_are_switched_at_once_and_stay_off_long_enough(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(s_twoFrames, cancellationToken);
        await using BmpController boards = await ConnectAsync(machine, cancellationToken);

        await machine.RunAsync(boards.PowerOffAsync(cancellationToken), cancellationToken);
        BoardState[] off = [.. machine.Machine.Boards.Select(static board => board.State)];
        bool[] powered = [.. (await machine.RunAsync(boards.GetPowerAsync(cancellationToken), cancellationToken)).Select(static board => board.Value)];
        TimeSpan before = machine.World.Time.Elapsed;
        await machine.RunAsync(boards.PowerOnAsync(cancellationToken), cancellationToken);

        Assert.That(off, Is.All.EqualTo(BoardState.Off));
        Assert.That(powered, Is.All.False);
        Assert.That(machine.Machine.Boards.Select(static board => board.State), Is.All.EqualTo(BoardState.Rom));
        Assert.That(machine.World.Time.Elapsed - before, Is.InRange(TimeSpan.FromSeconds(34), TimeSpan.FromSeconds(36)), "30 s off, and 5 s of rest");
    }

    [Test, CancelAfter(30_000)]
    public async Task Boards_that_were_not_switched_off_here_are_switched_on_at_once(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(new VirtualMachineOptions(), cancellationToken);
        await using BmpController boards = await ConnectAsync(machine, cancellationToken);

        await machine.RunAsync(boards.PowerOnAsync(cancellationToken), cancellationToken);

        Assert.That(machine.World.Time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(6)));
    }

    [Test, CancelAfter(60_000)]
    public async Task Boards_that_switch_one_after_the_other_are_waited_for(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(s_twoFrames, cancellationToken);
        await using BmpController boards = await ConnectAsync(machine, cancellationToken, delay: TimeSpan.FromSeconds(1));
        int largest = machine.Machine.Bmps.Max(static bmp => bmp.Boards.Count);

        TimeSpan off = await TimeAsync(boards.PowerOffAsync(cancellationToken));
        machine.World.Time.Advance(TimeSpan.FromSeconds(30));
        TimeSpan on = await TimeAsync(boards.PowerOnAsync(cancellationToken));
        TimeSpan reset = await TimeAsync(boards.ResetAsync(cancellationToken: cancellationToken));

        Assert.That(largest, Is.EqualTo(BoardSet.MaxBoards));
        Assert.That(machine.Machine.Boards.Select(static board => board.State), Is.All.EqualTo(BoardState.Rom));
        Assert.That(new[] { off, reset }, Is.All.InRange(TimeSpan.FromSeconds(22.9), TimeSpan.FromSeconds(24)), "the reply comes at once");
        Assert.That(on, Is.InRange(TimeSpan.FromSeconds(28), TimeSpan.FromSeconds(45)), "BMPs keep no address for so long: nobody answers, and the voltages tell");

        async Task<TimeSpan> TimeAsync(Task task)
        {
            TimeSpan before = machine.World.Time.Elapsed;
            await machine.RunAsync(task, cancellationToken);
            return machine.World.Time.Elapsed - before;
        }
    }

    [Test, CancelAfter(30_000)]
    public async Task A_connection_waits_for_the_reply_as_long_as_its_boards_take(CancellationToken cancellationToken)
    {
        var world = new SimulatedWorld(latency: TimeSpan.FromSeconds(12));
        await using ScriptedBoard board = world.Board();
        await using BmpConnection bmp = await BmpConnection.ConnectAsync(
            board.EndPoint, new BmpConnectionOptions { Network = world.Network, TimeProvider = world.Time, RunContinuationsAsynchronously = false }, cancellationToken);
        BoardSet all = BoardSet.FirstOf(BoardSet.MaxBoards);

        await world.Time.RunUntilAsync(bmp.PowerOnAsync(all, TimeSpan.FromSeconds(1), cancellationToken).AsTask(), cancellationToken);
        await world.Time.RunUntilAsync(bmp.ExecuteAsync(new BmpReset(BmpResetAction.Pulse, all, delay: TimeSpan.FromSeconds(1)), cancellationToken).AsTask(), cancellationToken);
        TimeSpan both = world.Time.Elapsed;

        Assert.That(both, Is.EqualTo(TimeSpan.FromSeconds(48)).Within(TimeSpan.FromSeconds(1)));
        await Assert.ThrowsAsync<SpinnakerTimeoutException>(() => world.Time.RunUntilAsync(bmp.PowerOnAsync(all, cancellationToken: cancellationToken).AsTask(), cancellationToken));
        Assert.That(world.Time.Elapsed - both, Is.EqualTo(TimeSpan.FromSeconds(15)).Within(TimeSpan.FromSeconds(1)), "without a delay");
    }

    [Test, CancelAfter(30_000)]
    public async Task A_board_that_is_not_there_is_called_a_board(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(new VirtualMachineOptions(), cancellationToken);
        await using BmpController boards = await ConnectAsync(machine, cancellationToken, [new BmpConnectionData(machine.Machine.Bmp.EndPoint.Address.ToString(), [0, 23])]);

        Task<IReadOnlyList<BoardReading<AdcInfo>>> reading = machine.RunAsync(boards.GetAdcAsync(cancellationToken), cancellationToken);

        Assert.That(
            async () => await reading,
            Throws.InstanceOf<BoardOperationException>().With.Message.Contains("the frame has no such board").And.Message.Not.Contains("chip"));
    }

    [Test, CancelAfter(60_000)]
    public async Task An_order_whose_answer_is_lost_is_not_given_twice_in_vain(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(new VirtualMachineOptions { Seed = 3 }, cancellationToken);
        await using BmpController boards = await ConnectAsync(machine, cancellationToken);
        machine.Machine.Faults = new FaultOptions { Egress = new SimulatedFaults { Loss = 0.5 } };

        for (int round = 0; round < 5; round++)
            await machine.RunAsync(boards.PowerCycleAsync(cancellationToken), cancellationToken);

        Assert.That(machine.Machine.Boards[0].State, Is.EqualTo(BoardState.Rom));
    }

    [Test, CancelAfter(30_000)]
    public async Task Sensors_versions_and_registers_are_read_from_every_board(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(s_twoFrames, cancellationToken);
        await using BmpController boards = await ConnectAsync(machine, cancellationToken);

        IReadOnlyList<BoardReading<AdcInfo>> sensors = await machine.RunAsync(boards.GetAdcAsync(cancellationToken), cancellationToken);
        IReadOnlyList<BoardReading<VersionInfo>> versions = await machine.RunAsync(boards.GetVersionsAsync(cancellationToken), cancellationToken);
        IReadOnlyList<BoardReading<BmpIdentity>> identities = await machine.RunAsync(boards.GetIdentitiesAsync(cancellationToken), cancellationToken);
        IReadOnlyList<BoardReading<BmpNetworkAddresses>> addresses = await machine.RunAsync(boards.GetNetworkAddressesAsync(cancellationToken), cancellationToken);
        await machine.RunAsync(boards.WriteFpgaRegisterAsync(1, FpgaRegisters.Stop(0), 1, cancellationToken), cancellationToken);
        IReadOnlyList<BoardReading<uint>> registers = await machine.RunAsync(boards.ReadFpgaRegisterAsync(1, FpgaRegisters.Stop(0), cancellationToken), cancellationToken);
        await machine.RunAsync(boards.SetLedAsync(7, LedAction.On, cancellationToken), cancellationToken);

        Assert.That(sensors.Select(static board => board.Board), Is.EqualTo(boards.Boards));
        Assert.That(sensors.Select(static board => board.Value.Voltage18), Is.All.InRange(1.7, 1.9));
        Assert.That(versions, Has.Count.EqualTo(30));
        Assert.That(identities.Select(static board => board.Value.SerialNumber), Is.All.Length.EqualTo(35));
        Assert.That(addresses, Has.Count.EqualTo(30));
        Assert.That(registers.Select(static board => board.Value), Is.All.EqualTo(1));
    }

    [Test, CancelAfter(30_000)]
    public async Task Boards_that_are_reset_wait_for_an_image(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(s_twoFrames, cancellationToken);
        await using BmpController boards = await ConnectAsync(machine, cancellationToken);

        await machine.RunAsync(boards.ResetAsync(cancellationToken: cancellationToken), cancellationToken);

        Assert.That(machine.Machine.Boards.Select(static board => board.State), Is.All.EqualTo(BoardState.Rom));
    }

    [Test, CancelAfter(30_000)]
    public async Task What_fails_is_told_board_by_board(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(new VirtualMachineOptions(), cancellationToken);
        await using BmpController boards = await ConnectAsync(machine, cancellationToken, [new BmpConnectionData("10.0.0.1", [0, 5, 7])]);

        BoardOperationException<IReadOnlyList<BoardReading<AdcInfo>>>? error = await Assert.CatchAsync<BoardOperationException<IReadOnlyList<BoardReading<AdcInfo>>>>(
            () => machine.RunAsync(boards.GetAdcAsync(cancellationToken), cancellationToken));
        PartialResult<IReadOnlyList<BoardReading<bool>>> power = await machine.RunAsync(PartialResult.FromAsync(boards.GetPowerAsync(cancellationToken)), cancellationToken);

        Assert.That(error!.Failures.Select(static failure => failure.Board.Board), Is.EqualTo(new[] { 5, 7 }));
        Assert.That(error.Failures.Select(static failure => failure.Error), Is.All.InstanceOf<ScpResultException>());
        Assert.That(error.Message, Does.Contain("reading sensors failed for 0;0/5"));
        Assert.That(error.PartialResult.Select(static reading => reading.Board.Board), Is.EqualTo(new[] { 0 }));
        Assert.That(power.Value.Select(static reading => (reading.Board.Board, reading.Value)), Is.EqualTo(new[] { (0, true) }));
        Assert.That(power.IsComplete, Is.False);
    }

    [Test, CancelAfter(30_000)]
    public async Task A_dead_BMP_keeps_no_other_frame_from_anything_and_is_named(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(new VirtualMachineOptions(), cancellationToken);
        await using BmpController boards = await ConnectAsync(machine, cancellationToken, [new("10.0.0.1", [0]), new("10.0.9.9", [0, 3], Frame: 1), new("10.0.9.10", [1], Frame: 2)]);
        TimeSpan connected = machine.World.Time.Elapsed;

        BoardOperationException? off = await Assert.CatchAsync<BoardOperationException>(() => machine.RunAsync(boards.PowerOffAsync(cancellationToken), cancellationToken));
        BoardState afterOff = machine.Machine.Boards[0].State;
        PartialResult<IReadOnlyList<BoardReading<bool>>> power = await machine.RunAsync(PartialResult.FromAsync(boards.GetPowerAsync(cancellationToken)), cancellationToken);
        TimeSpan told = machine.World.Time.Elapsed;
        BoardOperationException? cycle = await Assert.CatchAsync<BoardOperationException>(() => machine.RunAsync(boards.PowerCycleAsync(cancellationToken), cancellationToken));

        Assert.That(connected, Is.LessThan(TimeSpan.FromSeconds(6.5)), "silent BMPs are waited for together");
        Assert.That(told - connected, Is.LessThan(TimeSpan.FromSeconds(3)), "and once");
        Assert.That((boards.Boards.Count(), boards.Frames.Count), Is.EqualTo((4, 3)));
        Assert.That(boards.Unreachable.Select(static failure => failure.Board.Frame), Is.EqualTo(new[] { 1, 2 }));
        Assert.That((afterOff, machine.Machine.Boards[0].State), Is.EqualTo((BoardState.Off, BoardState.Rom)));
        Assert.That(off!.Failures.Select(static failure => failure.Board.Frame), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(power.Value.Select(static reading => (reading.Board.Frame, reading.Value)), Is.EqualTo(new[] { (0, false) }));
        Assert.That(cycle!.Failures.Select(static failure => failure.Board.Frame), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(cycle.Message, Does.Contain("0;1/0").And.Contain("0;2/1"));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_BMP_that_comes_back_can_be_asked_again(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(new VirtualMachineOptions(), cancellationToken);
        await using BmpController boards = await ConnectAsync(machine, cancellationToken, [new("10.0.0.1", [0]), new("10.0.9.1", [0], Frame: 1), new("10.0.9.9", [0], Frame: 2)]);
        int before = boards.Unreachable.Count;

        await using VirtualMachine later = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { BindAddress = IPAddress.Parse("10.0.9.2"), UseTruePorts = true, Network = machine.World.Network, TimeProvider = machine.World.Time }, cancellationToken);
        IReadOnlyList<BoardFailure> after = await machine.RunAsync(boards.ReconnectAsync(cancellationToken), cancellationToken);
        PartialResult<IReadOnlyList<BoardReading<bool>>> power = await machine.RunAsync(PartialResult.FromAsync(boards.GetPowerAsync(cancellationToken)), cancellationToken);

        Assert.That((before, after.Single().Board.Frame), Is.EqualTo((2, 2)));
        Assert.That(power.Value.Select(static reading => reading.Board.Frame), Is.EqualTo(new[] { 0, 1 }));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_board_is_no_BMP(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(new VirtualMachineOptions(), cancellationToken);

        Assert.That(
            async () => await ConnectAsync(machine, cancellationToken, [new BmpConnectionData("10.0.0.2", [0])]),
            Throws.InstanceOf<BoardOperationException>().With.Message.Contains("no board management processor"));
        Assert.That(async () => await ConnectAsync(machine, cancellationToken, []), Throws.InstanceOf<InvalidParameterException>());
    }

    [Test, CancelAfter(30_000)]
    public async Task FPGAs_take_an_image_piece_by_piece_and_forget_their_settings_when_they_are_reset(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(new VirtualMachineOptions(), cancellationToken);
        await using BmpController boards = await ConnectAsync(machine, cancellationToken);
        await using BmpConnection bmp = await BmpConnection.ConnectAsync(
            machine.Machine.Bmp.EndPoint, new BmpConnectionOptions { Network = machine.World.Network, TimeProvider = machine.World.Time, RunContinuationsAsynchronously = false }, cancellationToken);
        await machine.RunAsync(boards.WriteFpgaRegisterAsync(1, FpgaRegisters.Stop(0), 1, cancellationToken), cancellationToken);
        uint stopped = await ReadAsync(1, FpgaRegisters.Stop(0));

        await machine.RunAsync(bmp.ExecuteAsync(new InitializeFpgas(0), cancellationToken).AsTask(), cancellationToken);
        foreach (byte[] piece in new byte[1000].Chunk(256))
            await machine.RunAsync(bmp.ExecuteAsync(new SendFpgaBitfile(0, piece), cancellationToken).AsTask(), cancellationToken);
        await machine.RunAsync(bmp.ExecuteAsync(new ResetFpgas(FpgaResetLevel.Pulse, 0), cancellationToken).AsTask(), cancellationToken);

        Assert.That((stopped, await ReadAsync(1, FpgaRegisters.Stop(0))), Is.EqualTo((1u, 0u)));
        for (int fpga = 0; fpga < FpgaRegisters.FpgaCount; fpga++)
            Assert.That(await ReadAsync(fpga, FpgaRegisters.Flags) & 3, Is.EqualTo(fpga));

        async Task<uint> ReadAsync(int fpga, uint register) =>
            (await machine.RunAsync(boards.ReadFpgaRegisterAsync(fpga, register, cancellationToken), cancellationToken)).Single().Value;
    }

    private static Task<BmpController> ConnectAsync(SimulatedRack machine, CancellationToken cancellationToken, BmpConnectionData[]? bmps = null, TimeSpan delay = default)
    {
        var options = new BmpControllerOptions
        {
            Connection = new() { Network = machine.World.Network, TimeProvider = machine.World.Time, RunContinuationsAsynchronously = false },
            PowerDelay = delay,
        };
        IEnumerable<BmpConnectionData> all = machine.Machine.Bmps.Select(static (bmp, frame) =>
            new BmpConnectionData(bmp.EndPoint.Address.ToString(), BoardSet.FirstOf(bmp.Boards.Count), Frame: frame));
        return machine.RunAsync(BmpController.ConnectAsync(bmps ?? all, options, cancellationToken), cancellationToken);
    }
}
