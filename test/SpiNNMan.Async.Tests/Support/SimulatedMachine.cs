using System.Net;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>A virtual machine on the simulated clock, opened as a whole.</summary>
internal sealed class SimulatedMachine : IAsyncDisposable
{
    private static readonly IPAddress s_address = IPAddress.Parse("10.0.0.1");

    private SimulatedMachine(SimulatedWorld world, VirtualMachine machine, Transceiver transceiver)
    {
        World = world;
        Virtual = machine;
        Transceiver = transceiver;
    }

    public SimulatedWorld World { get; }

    public VirtualMachine Virtual { get; }

    public Transceiver Transceiver { get; }

    /// <summary>Two of a hundred datagrams are lost each way, two come twice, and two are overtaken.</summary>
    public static FaultOptions BadNetwork { get; } = new()
    {
        Ingress = new() { Loss = 0.02, Duplication = 0.02, Reordering = 0.02 },
        Egress = new() { Loss = 0.02, Duplication = 0.02, Reordering = 0.02 },
    };

    public Machine Machine => Transceiver.Machine;

    public static async Task<SimulatedMachine> OpenAsync(VirtualMachineOptions options, CancellationToken cancellationToken, Func<TransceiverOptions, TransceiverOptions>? change = null)
    {
        var world = new SimulatedWorld();
        VirtualMachine machine = await VirtualMachine.StartAsync(
            options with { BindAddress = s_address, UseTruePorts = true, Network = world.Network, TimeProvider = world.Time }, cancellationToken);
        var with = new TransceiverOptions { Connection = world.Options };
        Transceiver transceiver = await world.Time.RunUntilAsync(
            Transceiver.OpenAsync(new IPEndPoint(s_address, ScpMessage.Port), change?.Invoke(with) ?? with, cancellationToken), cancellationToken);
        return new SimulatedMachine(world, machine, transceiver);
    }

    public static Task<SimulatedMachine> StartAsync(TestMachine kind, CancellationToken cancellationToken) => OpenAsync(OptionsFor(kind), cancellationToken);

    public static VirtualMachineOptions OptionsFor(TestMachine kind) => kind switch
    {
        TestMachine.Spin3 => new VirtualMachineOptions { Board = BoardType.Spin3 },
        TestMachine.Spin5 => new VirtualMachineOptions { Board = BoardType.Spin5, DeadChips = [new ChipLocation(3, 3)], DeadLinks = [(new ChipLocation(1, 1), 0)] },
        TestMachine.Torus => new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), DeadCores = [new CoreLocation(5, 9, 4)] },
        _ => new VirtualMachineOptions { Triads = new TriadArrangement(4, 2) },
    };

    /// <summary>An image that a built-in program acts.</summary>
    public static ApplicationImage Image(string name, int size = 1024) => new(VirtualApplicationImage.Create(name, size));

    public Task RunAsync(Task task, CancellationToken cancellationToken) => World.Time.RunUntilAsync(task, cancellationToken);

    public Task<T> RunAsync<T>(Task<T> task, CancellationToken cancellationToken) => World.Time.RunUntilAsync(task, cancellationToken);

    /// <summary>Moves the clock until a task has ended, or the test is out of time.</summary>
    public Task<T> FinishAsync<T>(Task<T> task) => RunAsync(task, TestContext.CurrentContext.CancellationToken);

    public Task<T> FinishAsync<T>(ValueTask<T> task) => FinishAsync(task.AsTask());

    public Task FinishAsync(Task task) => RunAsync(task, TestContext.CurrentContext.CancellationToken);

    public Task FinishAsync(ValueTask task) => FinishAsync(task.AsTask());

    /// <summary>Begins something that awaits more than once, and moves the clock until it has ended. With the synchronization context of the test, it would go on elsewhere after each await,
    /// while the clock runs away.</summary>
    public Task DoAsync(Func<Task> act) => FinishAsync(WithoutContext(act));

    /// <inheritdoc cref="DoAsync(Func{Task})"/>
    public Task<T> DoAsync<T>(Func<Task<T>> act) => FinishAsync(WithoutContext(act));

    /// <summary>Has a board hear and obey, but say nothing, for a time.</summary>
    public void Mute(ChipLocation chip, TimeSpan time)
    {
        VirtualBoard board = BoardOf(chip);
        board.IsMute = true;
        World.Time.CreateTimer(_ => board.IsMute = false, null, time, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Has a board say nothing from some time on, though it hears and obeys.</summary>
    public void MuteAfter(ChipLocation chip, TimeSpan time)
    {
        VirtualBoard board = BoardOf(chip);
        World.Time.CreateTimer(_ => board.IsMute = true, null, time, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Memory as it is, not asked by way of the monitors.</summary>
    public byte[] Read(ChipLocation chip, uint address, int length)
    {
        var bytes = new byte[length];
        Virtual.ReadMemory(chip, address, bytes);
        return bytes;
    }

    /// <summary>What the machine itself, not asked by way of its monitors, has in the block of a core.</summary>
    public CoreInfo Look(CoreLocation core)
    {
        var block = new byte[CoreInfo.Size];
        Virtual.ReadMemory(core.Chip, MemoryMap.GetCoreInfoAddress(core.Core), block);
        Assert.That(CoreInfo.TryParse(core, block, out CoreInfo info, out _), Is.True);
        return info;
    }

    /// <summary>The cores that are in a state, with an application.</summary>
    public IEnumerable<CoreLocation> CoresIn(CoreState state, byte applicationId) => Machine.ApplicationCores.Where(core => Look(core) is var info && info.State == state && info.ApplicationId == applicationId);

    internal static T WithoutContext<T>(Func<T> begin)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return begin();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    public VirtualBoard BoardOf(ChipLocation chip) =>
        Virtual.Boards.Single(board => board.EndPoint.Address.Equals(Transceiver.GetConnection(chip).RemoteIPAddress));

    public async ValueTask DisposeAsync()
    {
        // Sockets of this network are closed at once, whatever the clock says; sessions end by what they do.
        await RunAsync(Transceiver.DisposeAsync().AsTask(), CancellationToken.None);
        await RunAsync(Virtual.DisposeAsync().AsTask(), CancellationToken.None);
    }
}
