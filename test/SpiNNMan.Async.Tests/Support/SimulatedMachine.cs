using System.Net;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>A virtual machine in a simulated world, opened.</summary>
internal sealed class SimulatedMachine : IAsyncDisposable
{
    private SimulatedMachine(SimulatedWorld world, VirtualMachine machine, Transceiver transceiver)
    {
        World = world;
        Virtual = machine;
        Transceiver = transceiver;
    }

    public static FaultOptions BadNetwork { get; } = new()
    {
        Ingress = new() { Loss = 0.02, Duplication = 0.02, Reordering = 0.02 },
        Egress = new() { Loss = 0.02, Duplication = 0.02, Reordering = 0.02 },
    };

    public SimulatedWorld World { get; }

    public VirtualMachine Virtual { get; }

    public Transceiver Transceiver { get; }

    public static VirtualMachineOptions OptionsFor(TestMachine kind) => kind switch
    {
        TestMachine.Spin3 => new VirtualMachineOptions { Board = BoardType.Spin3 },
        TestMachine.Spin5 => new VirtualMachineOptions { Board = BoardType.Spin5, DeadChips = [new ChipLocation(3, 3)], DeadLinks = [(new ChipLocation(1, 1), 0)] },
        TestMachine.Torus => new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), DeadCores = [new CoreLocation(5, 9, 4)] },
        _ => new VirtualMachineOptions { Triads = new TriadArrangement(4, 2) },
    };

    public static Task<SimulatedMachine> StartAsync(TestMachine kind, CancellationToken cancellationToken) => StartAsync(OptionsFor(kind), cancellationToken);

    public static async Task<SimulatedMachine> StartAsync(VirtualMachineOptions options, CancellationToken cancellationToken)
    {
        var world = new SimulatedWorld();
        VirtualMachine machine = await VirtualMachine.StartAsync(
            options with { BindAddress = IPAddress.Parse("10.0.0.1"), UseTruePorts = true, Network = world.Network, TimeProvider = world.Time }, cancellationToken);
        Transceiver transceiver = await world.Time.RunUntilAsync(
            Transceiver.OpenAsync(new IPEndPoint(IPAddress.Parse("10.0.0.1"), ScpMessage.Port), new TransceiverOptions { Connection = world.Options }, cancellationToken),
            cancellationToken);
        return new SimulatedMachine(world, machine, transceiver);
    }

    public Task<T> RunAsync<T>(Task<T> task) => World.Time.RunUntilAsync(task, TestContext.CurrentContext.CancellationToken);

    public Task<T> RunAsync<T>(ValueTask<T> task) => RunAsync(task.AsTask());

    public Task RunAsync(Task task) => World.Time.RunUntilAsync(task, TestContext.CurrentContext.CancellationToken);

    public Task RunAsync(ValueTask task) => RunAsync(task.AsTask());

    /// <summary>The board that a chip is on.</summary>
    public VirtualBoard BoardOf(ChipLocation chip) =>
        Virtual.Boards.Single(board => board.EndPoint.Address.Equals(Transceiver.GetConnection(chip).RemoteIPAddress));

    /// <summary>Has a board hear and obey, but say nothing, for a time.</summary>
    public void Mute(ChipLocation chip, TimeSpan time)
    {
        VirtualBoard board = BoardOf(chip);
        board.IsMute = true;
        World.Time.CreateTimer(_ => board.IsMute = false, null, time, Timeout.InfiniteTimeSpan);
    }

    public byte[] Read(ChipLocation chip, uint address, int length)
    {
        var bytes = new byte[length];
        Virtual.ReadMemory(chip, address, bytes);
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        await Transceiver.DisposeAsync();
        await Virtual.DisposeAsync();
    }
}
