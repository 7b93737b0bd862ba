using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Benchmarks.Machine;

/// <summary>A virtual machine with the timing of real boards on a simulated clock, opened as a whole.</summary>
internal sealed class SimulatedBoards : IAsyncDisposable
{
    private static readonly IPAddress s_first = IPAddress.Parse("10.0.0.1");

    private readonly VirtualMachine _machine;

    private SimulatedBoards(SimulatedTime time, VirtualMachine machine, Transceiver transceiver)
    {
        Time = time;
        _machine = machine;
        Transceiver = transceiver;
    }

    public SimulatedTime Time { get; }

    public Transceiver Transceiver { get; }

    public static async Task<SimulatedBoards> OpenAsync(TriadArrangement triads)
    {
        var time = new SimulatedTime();
        var network = new InMemoryNetwork(time);
        var way = new LinkFaults { Delay = TimeSpan.FromMilliseconds(0.1) };
        VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions
        {
            Triads = triads,
            BindAddress = s_first,
            UseTruePorts = true,
            Network = network,
            TimeProvider = time,
            ServiceTime = ServiceTime.Hardware,
            Faults = new FaultOptions { Ingress = way, Egress = way },
        });
        var options = new TransceiverOptions { Connection = new ScampConnectionOptions { Network = network, TimeProvider = time, RunContinuationsAsynchronously = false } };
        return new SimulatedBoards(time, machine, await time.RunUntilAsync(Transceiver.OpenAsync(new IPEndPoint(s_first, ScpMessage.Port), options)));
    }

    /// <summary>How long something takes.</summary>
    public async Task<TimeSpan> MeasureAsync(Func<Task> act)
    {
        TimeSpan start = Time.Elapsed;
        await Time.RunUntilAsync(act());
        return Time.Elapsed - start;
    }

    public async ValueTask DisposeAsync()
    {
        await Time.RunUntilAsync(Transceiver.DisposeAsync().AsTask());
        await Time.RunUntilAsync(_machine.DisposeAsync().AsTask());
    }
}
