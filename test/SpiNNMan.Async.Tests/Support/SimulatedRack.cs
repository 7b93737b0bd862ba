using System.Net;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>A virtual machine on a clock and a network in memory, its boards from 10.0.0.2 on and its BMP at 10.0.0.1, on the ports of real ones.</summary>
internal sealed class SimulatedRack : IAsyncDisposable
{
    private SimulatedRack(SimulatedWorld world, VirtualMachine machine)
    {
        World = world;
        Machine = machine;
    }

    public SimulatedWorld World { get; }

    public VirtualMachine Machine { get; }

    public IPEndPoint EndPoint => Machine.Boards[0].EndPoint;

    /// <summary>Options that fit this world.</summary>
    public TransceiverOptions Options => new() { Connection = World.Options };

    public static async Task<SimulatedRack> StartAsync(VirtualMachineOptions options, CancellationToken cancellationToken)
    {
        var world = new SimulatedWorld();
        VirtualMachine machine = await VirtualMachine.StartAsync(
            options with
            {
                BindAddress = IPAddress.Parse("10.0.0.2"),
                UseTruePorts = true,
                Network = world.Network,
                TimeProvider = world.Time,
            },
            cancellationToken);
        return new SimulatedRack(world, machine);
    }

    public Task<Transceiver> OpenAsync(TransceiverOptions? options, CancellationToken cancellationToken) =>
        RunAsync(Transceiver.OpenAsync(EndPoint, options ?? Options, cancellationToken), cancellationToken);

    public Task<Transceiver> OpenAsync(string address, TransceiverOptions options, CancellationToken cancellationToken) =>
        RunAsync(Transceiver.OpenAsync(new IPEndPoint(IPAddress.Parse(address), ScpMessage.Port), options, cancellationToken), cancellationToken);

    /// <summary>Lets time go on until something is done.</summary>
    public Task<T> RunAsync<T>(Task<T> task, CancellationToken cancellationToken) => World.Time.RunUntilAsync(task, cancellationToken);

    /// <summary>Lets time go on until something is done.</summary>
    public Task RunAsync(Task task, CancellationToken cancellationToken) => World.Time.RunUntilAsync(task, cancellationToken);

    public ValueTask DisposeAsync() => Machine.DisposeAsync();
}
